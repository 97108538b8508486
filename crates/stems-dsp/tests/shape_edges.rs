//! Odd recordings, and how true tones come out: bounds a little below what is reached, so that a slip is seen.

use std::f64::consts::TAU;

use music_types::{Semitones, Wave};
use stems_dsp::shape::{Anchor, Brief, Formants, Preset, Time, TimeMap, shape, shaped_frames};

const RATE: f64 = 44_100.0;
const PRESETS: [Preset; 3] = [Preset::Music, Preset::Voice, Preset::Drums];

/// One channel of so many seconds.
fn mono(seconds: f64, sample: impl Fn(f64) -> f64) -> Wave {
    let samples = (0..(seconds * RATE) as usize).map(|it| sample(it as f64 / RATE) as f32);
    Wave { rate: RATE as u32, channels: vec![samples.collect()] }
}

/// Noise with a click every half second.
fn noise(frames: usize) -> Vec<f32> {
    let mut state = 9_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / 8_388_608.0 - 1.0
    };
    (0..frames).map(|it| (next() * if it % 22_050 < 60 { 0.9 } else { 0.05 }) as f32).collect()
}

fn by(ratio: f64, preset: Preset) -> Brief {
    Brief { time: Time::Ratio(ratio), ..Brief::nothing(preset) }
}

/// By how many decibels a tone of this phase, in turns, is above all else: the median over windows of 40 ms.
fn purity(samples: &[f32], turns: impl Fn(f64) -> f64) -> f64 {
    let size = 1_764;
    let window = |start: usize| {
        let (mut re, mut im, mut power, mut weights) = (0.0, 0.0, 0.0, 0.0);
        for (it, sample) in samples[start..start + size].iter().enumerate() {
            let weight = 1.0 - (TAU * it as f64 / size as f64).cos();
            let angle = TAU * turns((start + it) as f64 / RATE);
            let sample = f64::from(*sample);
            re += weight * sample * angle.cos();
            im += weight * sample * angle.sin();
            power += weight * sample * sample;
            weights += weight;
        }
        let tone = 2.0 * (re * re + im * im) / weights;
        10.0 * (tone / (power - tone).max(1e-20)).log10()
    };
    let inside = (22_050..samples.len() - 22_050 - size).step_by(3_001);
    let mut all: Vec<f64> = inside.map(window).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

#[test]
fn a_sweep_and_a_vibrato_glide_as_slowly_as_they_are_to() {
    let sweep = |at: f64| 300.0 * at + 250.0 * at * at;
    let vibrato = |at: f64| 880.0 * (at - 0.0293 / 34.56 * (34.56 * at).cos());
    for ratio in [0.8, 1.25] {
        let tone = |turns: &dyn Fn(f64) -> f64, preset: Preset| {
            let wave = mono(3.0, |at| 0.5 * (TAU * turns(at)).sin());
            let shaped = shape(&wave, &by(ratio, preset));
            purity(&shaped.channels[0], |at| ratio * turns(at / ratio))
        };
        let (sweep, vibrato) = (tone(&sweep, Preset::Music), tone(&vibrato, Preset::Voice));
        assert!(45.0 < sweep, "a sweep ×{ratio}: {sweep} dB");
        assert!(35.0 < vibrato, "a vibrato ×{ratio}: {vibrato} dB");
    }
}

#[test]
fn what_has_no_room_above_is_gone_and_what_has_stays() {
    let brief = Brief { shift: Semitones(12.0), ..Brief::nothing(Preset::Music) };
    let level = |hertz: f64| {
        let wave = mono(2.0, |at| 0.5 * (TAU * hertz * at).sin());
        let inside = &shape(&wave, &brief).channels[0][22_050..66_150];
        let power = inside.iter().map(|it| f64::from(it * it)).sum::<f64>() / inside.len() as f64;
        10.0 * (power / 0.125).log10()
    };
    assert!(level(9_000.0).abs() < 0.1, "{} dB", level(9_000.0));
    for hertz in [11_500.0, 12_500.0, 15_000.0, 21_000.0] {
        assert!(level(hertz) < -80.0, "{hertz} Hz: {} dB", level(hertz));
    }
}

/// By how much a gain before differs from one after, in decibels.
fn apart(wave: &Wave, brief: &Brief, gain: f32) -> f64 {
    let times = |mut wave: Wave| {
        wave.channels.iter_mut().flatten().for_each(|it| *it *= gain);
        wave
    };
    let (softer, wanted) = (shape(&times(wave.clone()), brief), times(shape(wave, brief)));
    let pairs = || softer.channels[0].iter().zip(&wanted.channels[0]);
    let apart: f64 = pairs().map(|(a, b)| f64::from(a - b).powi(2)).sum();
    let power: f64 = pairs().map(|it| f64::from(*it.1).powi(2)).sum();
    10.0 * (apart / power).log10()
}

/// Where a sound is cut off, all but empty frames follow, whose partials mean nothing, after some that are nearly as loud
/// everywhere.
#[test]
fn chords_that_are_cut_off_are_linear_in_any_gain() {
    for (root, seconds) in [(220.0, 1.3), (173.0, 1.5), (97.3, 1.5), (411.0, 1.1)] {
        let chord = [1.0, 1.26, 1.498, 2.51].map(|it| TAU * root * it);
        let wave = mono(seconds, |at| chord.iter().map(|it| 0.2 * (it * at).sin()).sum());
        for (ratio, gain) in [(0.8, 0.3), (1.25, 0.7), (1.5, 0.1), (2.0, 0.63), (1.1, 0.37)] {
            let apart = apart(&wave, &by(ratio, Preset::Music), gain);
            assert!(apart < -95.0, "{root} Hz ×{ratio} at {gain}: {apart} dB");
        }
    }
}

#[test]
fn noise_is_as_loud_as_it_was() {
    let samples: Vec<f32> = noise(132_300).iter().map(|it| it.clamp(-0.05, 0.05)).collect();
    let wave = Wave { rate: 44_100, channels: vec![samples] };
    let power = |wave: &Wave| {
        let inside = &wave.channels[0][11_025..wave.frames() - 11_025];
        inside.iter().map(|it| f64::from(it * it)).sum::<f64>() / inside.len() as f64
    };
    for (preset, ratio) in PRESETS.iter().flat_map(|it| [(*it, 0.8), (*it, 1.25), (*it, 1.5)]) {
        let more = 10.0 * (power(&shape(&wave, &by(ratio, preset))) / power(&wave)).log10();
        assert!(more.abs() < 0.4, "{preset:?} ×{ratio}: {more} dB louder");
    }
}

#[test]
fn a_voice_keeps_its_peaks() {
    let pulses = |at: f64| (1..60).map(|it| 0.02 * (TAU * 110.0 * at * f64::from(it)).cos()).sum();
    let crest = |wave: &Wave| {
        let inside = &wave.channels[0][30_000..wave.frames() - 30_000];
        let power = inside.iter().map(|it| it * it).sum::<f32>() / inside.len() as f32;
        inside.iter().fold(0.0_f32, |a, b| a.max(b.abs())) / power.sqrt()
    };
    let wave = mono(2.0, pulses);
    let ratio = crest(&shape(&wave, &by(1.25, Preset::Voice))) / crest(&wave);
    assert!((0.94..1.06).contains(&ratio), "{ratio} of the source's");
}

#[test]
fn a_level_that_does_not_move_stays_under_a_tone() {
    let wave = mono(2.0, |at| 0.1 + 0.4 * (TAU * 110.0 * at).sin());
    for preset in PRESETS {
        let shaped = shape(&wave, &by(1.3, preset));
        let inside = &shaped.channels[0][20_000..90_000];
        for window in inside.chunks_exact(8_820) {
            let mean = window.iter().sum::<f32>() / window.len() as f32;
            assert!((mean - 0.1).abs() < 0.005, "{preset:?}: {mean}");
        }
    }
}

#[test]
fn any_rate_and_any_number_of_channels_give_numbers_and_the_exact_length() {
    for (rate, channels, frames) in [
        (4_000, 1, 900),
        (192_000, 8, 30_000),
        (768_000, 1, 60_000),
        (44_100, 2, 1),
        (48_000, 3, 5),
    ] {
        let wave = Wave { rate, channels: vec![noise(frames); channels] };
        for (ratio, shift) in [(0.25, 24.0), (4.0, -24.0), (0.25, -24.0), (1.0, 3.0)] {
            for preset in PRESETS {
                let formants =
                    if preset == Preset::Voice { Formants::KEEP } else { Formants::Follow };
                let brief = Brief { shift: Semitones(shift), formants, ..by(ratio, preset) };
                let shaped = shape(&wave, &brief);
                assert_eq!(shaped.channels.len(), channels);
                for channel in &shaped.channels {
                    assert_eq!(channel.len(), shaped_frames(frames, &brief), "{rate} Hz ×{ratio}");
                    assert!(channel.iter().all(|it| it.is_finite()), "{rate} Hz ×{ratio} {shift}");
                }
            }
        }
    }
}

#[test]
fn a_map_that_halts_and_hurries_gives_the_same_on_any_number_of_threads() {
    // Longer than several batches, with attacks in it.
    let wave = Wave { rate: 44_100, channels: vec![noise(150_000), noise(150_000)] };
    let moments = [0.0, 20_000.0, 60_000.0, 90_000.0, 140_000.0];
    let targets = [0.0, 80_000.0, 90_000.0, 200_000.0, 215_000.0];
    let anchors =
        moments.iter().zip(targets).map(|(from, to)| Anchor { from: *from, to }).collect();
    let time = Time::Map(TimeMap::new(anchors).expect("it rises"));
    for preset in [Preset::Music, Preset::Voice] {
        let brief = Brief { time: time.clone(), ..Brief::nothing(preset) };
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("threads").install(|| shape(&wave, &brief))
        };
        let (one, three) = (with(1), with(3));
        assert!(one == three, "{preset:?}");
        assert_eq!(one.frames(), shaped_frames(150_000, &brief));
        assert!(one.channels.iter().flatten().all(|it| it.is_finite()));
    }
}

/// The level of a part of a sound, in decibels.
fn level(wave: &Wave, from: f64, to: f64) -> f64 {
    let place = |at: f64| (at * f64::from(wave.rate)) as usize;
    let part = &wave.channels[0][place(from)..place(to)];
    let power = part.iter().map(|it| f64::from(*it).powi(2)).sum::<f64>() / part.len() as f64;
    10.0 * power.max(1e-12).log10()
}

/// A drum that falls by 87 dB a second.
fn kick(at: f64) -> f64 {
    0.8 * libm::exp(-10.0 * at) * libm::sin(TAU * 55.0 * at)
}

#[test]
fn a_drum_rings_no_longer_and_no_shorter_whatever_its_pitch() {
    let kicks = mono(4.0, |at| kick(at % 0.8));
    for preset in [Preset::Music, Preset::Drums] {
        for (ratio, shift) in [(0.75, 0.0), (1.25, 0.0), (1.5, 0.0), (1.25, 4.0), (0.8, -3.0)] {
            let drums = shape(&kicks, &Brief { shift: Semitones(shift), ..by(ratio, preset) });
            for hit in [1, 2, 3].map(|it| 0.8 * f64::from(it)) {
                let heard = |wave: &Wave, hit: f64| level(wave, hit + 0.2, hit + 0.3);
                let change = heard(&drums, ratio * hit) - heard(&kicks, hit);
                // As long as the recording the tail would be 6 dB softer or 4 to 7 dB louder.
                assert!(change.abs() < 2.0, "{preset:?} x{ratio} {shift:+}: {change} dB");
            }
        }
    }
}

#[test]
fn a_drum_that_has_died_away_does_not_come_back() {
    let alone = mono(2.5, |at| if at < 0.2 { 0.0 } else { kick(at - 0.2) });
    for ratio in [1.5, 2.0, 4.0] {
        let long = shape(&alone, &by(ratio, Preset::Music));
        let after = |it: u8| 0.2 * ratio + 0.25 + 0.1 * f64::from(it);
        let levels: Vec<f64> = (0..20).map(after).map(|it| level(&long, it, it + 0.1)).collect();
        for near in levels.windows(2).filter(|it| -80.0 < it[1]) {
            assert!(near[1] < near[0] + 1.0, "x{ratio}: {levels:.1?}");
        }
    }
}

#[test]
fn what_is_held_lasts_longer_and_does_not_move_under_a_drum() {
    let organ = |at: f64| if at < 0.3 { 0.5 * libm::sin(TAU * 440.0 * at) } else { 0.0 };
    let pad = |at: f64| 0.08 * libm::sin(TAU * 660.0 * at);
    let (notes, band) = (mono(4.0, |at| organ(at % 0.8)), mono(4.0, |at| kick(at % 0.8) + pad(at)));
    for preset in [Preset::Music, Preset::Drums] {
        let held = shape(&notes, &by(1.5, preset));
        for note in [1.2, 2.4, 3.6] {
            let change = level(&held, note + 0.35, note + 0.4) - level(&notes, 0.1, 0.2);
            assert!(change.abs() < 1.0, "{preset:?}: {change} dB");
        }
        for ratio in [0.75, 1.5] {
            let wave = shape(&band, &by(ratio, preset));
            let alone = shape(&mono(4.0, |at| kick(at % 0.8)), &by(ratio, preset));
            let pads =
                wave.channels[0].iter().zip(&alone.channels[0]).map(|(a, b)| a - b).collect();
            let pads = Wave { rate: wave.rate, channels: vec![pads] };
            for hit in [1, 2, 3].map(|it| 0.8 * ratio * f64::from(it)) {
                let change = level(&pads, hit + 0.15, hit + 0.25) - 20.0 * libm::log10(0.08) + 3.01;
                assert!(change.abs() < 1.5, "{preset:?} x{ratio}: {change} dB");
            }
        }
    }
}

#[test]
fn drums_louder_than_any_number_are_numbers() {
    let loud = mono(2.0, |at| 1e20 * kick(at % 0.5) + if at % 0.25 < 1e-4 { 1e17 } else { 0.0 });
    let shaped = shape(&loud, &by(1.3, Preset::Drums));
    assert!(shaped.channels[0].iter().all(|it| it.is_finite()));
}

#[test]
fn what_follows_a_silence_begins_anew() {
    let tone =
        |at: f64| if (1.0..2.0).contains(&at) { 0.0 } else { 0.4 * (TAU * 330.0 * at).sin() };
    let shaped = shape(&mono(3.0, tone), &by(1.5, Preset::Music));
    let samples = &shaped.channels[0];
    let level = |from: usize, to: usize| {
        (samples[from..to].iter().map(|it| it * it).sum::<f32>() / (to - from) as f32).sqrt()
    };
    let (before, silent, after) =
        (level(20_000, 60_000), level(75_000, 120_000), level(140_000, 190_000));
    assert!(silent < 1e-4, "{silent}");
    assert!((after / before - 1.0).abs() < 0.02, "{before} before, {after} after");
}
