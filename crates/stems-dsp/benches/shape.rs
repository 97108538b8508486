//! How long ten seconds of stereo take to shape, beside the transforms alone that the vocoder cannot do without.
#![allow(missing_docs, clippy::unwrap_used)]

use std::f64::consts::TAU;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use music_types::{Semitones, Wave};
use realfft::RealFftPlanner;
use stems_dsp::shape::{Brief, Formants, Preset, Time, shape};

const SECONDS: usize = 10;

/// A chord under a hit every half second and a little noise, on two sides.
fn song() -> Wave {
    let mut state = 5_u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / 8_388_608.0 - 1.0
    };
    let mut side = |late: f64| -> Vec<f32> {
        let mut sample = |it: usize| {
            let at = it as f64 / 44_100.0;
            let chord: f64 =
                (1..12).map(|it| (TAU * 110.0 * f64::from(it) * (at + late)).sin()).sum();
            let hit = (-((it % 22_050) as f64) / 400.0).exp();
            (0.03 * chord + (0.01 + 0.4 * hit) * noise()) as f32
        };
        (0..SECONDS * 44_100).map(&mut sample).collect()
    };
    Wave { rate: 44_100, channels: vec![side(0.0), side(0.0003)] }
}

fn shaped(criterion: &mut Criterion) {
    let song = song();
    let brief = |ratio: f64, shift: f64, formants: Formants, preset: Preset| Brief {
        time: Time::Ratio(ratio),
        shift: Semitones(shift),
        formants,
        preset,
    };
    let mut group = criterion.benchmark_group("ten seconds of stereo");
    group.sample_size(10);
    for (name, brief) in [
        ("x1.25", brief(1.25, 0.0, Formants::Follow, Preset::Music)),
        ("+4 st", brief(1.0, 4.0, Formants::Follow, Preset::Music)),
        ("+4 st, formants kept", brief(1.0, 4.0, Formants::KEEP, Preset::Voice)),
    ] {
        group.bench_function(name, |it| it.iter(|| shape(black_box(&song), &brief)));
    }
    group.bench_function("transforms of x1.25 alone", |it| it.iter(|| transforms(&song, 1.25)));
    group.finish();
}

/// Two looks and one way back for each frame of 4096 samples, a quarter of it apart, and channel.
fn transforms(song: &Wave, ratio: f64) {
    let mut planner = RealFftPlanner::<f32>::new();
    let (forward, inverse) = (planner.plan_fft_forward(4_096), planner.plan_fft_inverse(4_096));
    let frames = (song.frames() as f64 * ratio) as usize / 1_024;
    let (mut bins, mut sound) = (forward.make_output_vec(), forward.make_input_vec());
    for channel in &song.channels {
        for frame in 0..frames {
            let at = (frame * 819).min(channel.len() - 4_096);
            for _ in 0..2 {
                sound.copy_from_slice(&channel[at..at + 4_096]);
                forward.process(&mut sound, &mut bins).unwrap();
            }
            bins[0].im = 0.0;
            bins[2_048].im = 0.0;
            inverse.process(&mut bins, &mut sound).unwrap();
            black_box(&sound);
        }
    }
}

criterion_group!(benches, shaped);
criterion_main!(benches);
