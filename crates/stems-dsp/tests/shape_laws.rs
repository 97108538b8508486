//! What holds for every brief and every sound.

use music_types::{Semitones, Wave};
use proptest::prelude::*;
use stems_dsp::shape::{Anchor, Brief, Formants, Preset, Time, TimeMap, shape, shaped_frames};

/// Samples of all kinds, as a bad file may hold them.
fn sample() -> impl Strategy<Value = f32> {
    prop_oneof![
        8 => -1.0_f32..1.0,
        1 => Just(0.0),
        1 => Just(1.0),
        1 => Just(-1.0),
        1 => Just(f32::NAN),
        1 => Just(f32::INFINITY),
        1 => Just(f32::NEG_INFINITY),
        1 => Just(f32::MAX),
        1 => Just(1e-40_f32),
    ]
}

fn preset() -> impl Strategy<Value = Preset> {
    prop_oneof![Just(Preset::Music), Just(Preset::Voice), Just(Preset::Drums)]
}

fn formants() -> impl Strategy<Value = Formants> {
    prop_oneof![
        Just(Formants::Follow),
        Just(Formants::KEEP),
        (-12.0_f64..12.0).prop_map(|it| Formants::Move(Semitones(it))),
    ]
}

fn brief() -> impl Strategy<Value = Brief> {
    (0.25_f64..4.0, -24.0_f64..24.0, formants(), preset()).prop_map(
        |(ratio, shift, formants, preset)| Brief {
            time: Time::Ratio(ratio),
            shift: Semitones(shift),
            formants,
            preset,
        },
    )
}

/// A voice-like sound with a hit in it, on two sides.
fn sound(frames: usize, seed: u32) -> Wave {
    let channel = |side: u32| {
        let sample = |it: usize| {
            let at = it as f64 / 44_100.0;
            let tone = libm::sin(at * 1_400.0 + f64::from(side)) + libm::sin(at * 4_200.0);
            let noise = f64::from((it as u32).wrapping_mul(2_654_435_761 + seed + side) >> 8)
                / 8_388_608.0
                - 1.0;
            let hit = libm::exp(-((it % 7_000) as f64) / 300.0);
            (0.2 * tone + 0.3 * hit * noise) as f32
        };
        (0..frames).map(sample).collect()
    };
    Wave { rate: 44_100, channels: vec![channel(1), channel(2)] }
}

fn bits(wave: &Wave) -> Vec<Vec<u32>> {
    wave.channels.iter().map(|it| it.iter().map(|it| it.to_bits()).collect()).collect()
}

/// The power of the difference over that of the second, in decibels.
fn distance(one: &Wave, two: &Wave) -> f64 {
    let pairs = || one.channels.iter().flatten().zip(two.channels.iter().flatten());
    let power: f64 = pairs().map(|(_, b)| f64::from(*b).powi(2)).sum();
    let rest: f64 = pairs().map(|(a, b)| f64::from(a - b).powi(2)).sum();
    10.0 * (rest.max(1e-30) / power.max(1e-18)).log10()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(8) })]

    #[test]
    fn any_samples_give_numbers_and_the_exact_length(
        samples in proptest::collection::vec(sample(), 0..3_000),
        brief in brief(),
        channels in 1_usize..4,
    ) {
        let wave = Wave { rate: 44_100, channels: vec![samples; channels] };
        let shaped = shape(&wave, &brief);
        let Time::Ratio(ratio) = brief.time else { unreachable!() };
        let wanted = (wave.frames() as f64 * ratio).round() as usize;
        prop_assert_eq!(shaped_frames(wave.frames(), &brief), wanted);
        for channel in &shaped.channels {
            prop_assert_eq!(channel.len(), wanted);
            prop_assert!(channel.iter().all(|it| it.is_finite()));
        }
    }

    #[test]
    fn silence_stays_silence(frames in 0_usize..9_000, brief in brief()) {
        let wave = Wave { rate: 48_000, channels: vec![vec![0.0; frames]; 2] };
        prop_assert!(shape(&wave, &brief).channels.iter().flatten().all(|it| *it == 0.0));
    }

    #[test]
    fn nothing_asked_gives_the_same_bits(frames in 0_usize..9_000, preset in preset(), seed in 0_u32..99) {
        let wave = sound(frames, seed);
        let mut brief = Brief::nothing(preset);
        prop_assert!(bits(&shape(&wave, &brief)) == bits(&wave));
        brief.formants = Formants::KEEP;
        prop_assert!(bits(&shape(&wave, &brief)) == bits(&wave));
    }

    #[test]
    fn left_and_right_may_be_swapped_before_or_after(brief in brief(), seed in 0_u32..99) {
        let wave = sound(12_000, seed);
        let swap = |it: &Wave| Wave { rate: it.rate, channels: it.channels.iter().rev().cloned().collect() };
        let apart = distance(&shape(&swap(&wave), &brief), &swap(&shape(&wave, &brief)));
        prop_assert!(apart < -110.0, "{apart} dB");
    }

    #[test]
    fn louder_in_is_louder_out(brief in brief(), power in -20_i32..3, seed in 0_u32..99) {
        let wave = sound(12_000, seed);
        let gain = libm::ldexp(1.0, power) as f32;
        let louder = |it: &Wave| Wave {
            rate: it.rate,
            channels: it.channels.iter().map(|it| it.iter().map(|it| it * gain).collect()).collect(),
        };
        let apart = distance(&shape(&louder(&wave), &brief), &louder(&shape(&wave, &brief)));
        prop_assert!(apart < -90.0, "{apart} dB");
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bits(brief in brief(), seed in 0_u32..99) {
        let wave = sound(12_000, seed);
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.expect("threads").install(|| bits(&shape(&wave, &brief)))
        };
        prop_assert!(with(1) == with(3));
    }
}

/// Drums: hits that ring out, after silence.
fn hits(frames: usize, seed: u32) -> Wave {
    let sample = |it: usize| {
        let at = (it % 15_000) as f64 / 44_100.0 - 0.02;
        let sweep = 50.0 * at + 4.0 * (1.0 - libm::exp(-40.0 * at));
        let skin = libm::exp(-25.0 * at) * libm::sin(std::f64::consts::TAU * sweep);
        let stick = libm::exp(-500.0 * at) * libm::sin(at * (20_000.0 + 100.0 * f64::from(seed)));
        if at < 0.0 { 0.0 } else { (0.7 * skin + 0.2 * stick) as f32 }
    };
    Wave { rate: 44_100, channels: vec![(0..frames).map(sample).collect()] }
}

/// Noise alone, in which no two bins stand out.
fn noise(frames: usize, seed: u32) -> Wave {
    let mut state = seed.wrapping_mul(747_796_405).wrapping_add(1);
    let mut sample = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 24) as f32 - 0.5
    };
    Wave { rate: 44_100, channels: vec![(0..frames).map(|_| sample()).collect()] }
}

/// By how much a gain before differs from one after, in decibels, in 24 stretches, from the least to the most.
fn apart(sound: impl Fn(u32) -> Wave) -> Vec<f64> {
    let one = |seed: u32| {
        let (gain, ratio) = (0.1 + 0.031 * seed as f32, [0.7, 0.8, 1.25, 1.3][seed as usize % 4]);
        let preset = [Preset::Music, Preset::Voice, Preset::Drums][seed as usize % 3];
        let brief = Brief { time: Time::Ratio(ratio), ..Brief::nothing(preset) };
        let wave = sound(seed);
        let louder = |mut it: Wave| {
            it.channels.iter_mut().flatten().for_each(|it| *it *= gain);
            it
        };
        distance(&shape(&louder(wave.clone()), &brief), &louder(shape(&wave, &brief)))
    };
    let mut all: Vec<f64> = (0..24).map(one).collect();
    all.sort_by(f64::total_cmp);
    all
}

/// Gains that are no powers of two round each sample anew. Noise can hang on a hair, since of two bins as strong another may
/// then lead, but seldom does; sounds that are clean do not.
#[test]
fn any_gain_is_linear() {
    let voice = apart(|seed| sound(30_000, seed));
    assert!(voice[23] < -90.0, "a voice with hits in it: {voice:.0?} dB");
    let drums = apart(|seed| hits(59_000, seed));
    assert!(drums[23] < -90.0, "drums: {drums:.0?} dB");
    let noise = apart(|seed| noise(44_100, seed));
    assert!(noise[22] < -90.0 && noise[12] < -107.0, "a second of noise: {noise:.0?} dB");
}

#[test]
fn after_a_sound_silence_is_silence_to_the_bit() {
    for preset in [Preset::Music, Preset::Voice, Preset::Drums] {
        let mut wave = noise(20_000, 7);
        wave.channels[0].resize(64_000, 0.0);
        let shaped = shape(&wave, &Brief { time: Time::Ratio(1.25), ..Brief::nothing(preset) });
        // From where on no frame looks at the sound, and none that does reaches.
        let rest = &shaped.channels[0][25_000 + 4_096..];
        assert!(rest.iter().all(|it| *it == 0.0), "{preset:?}");
    }
}

#[test]
fn a_drifting_click_lands_on_the_grid() {
    let beats = [2_000.0, 24_400.0, 45_800.0, 68_500.0, 90_000.0];
    let mut samples = vec![0.0_f32; 96_000];
    for beat in beats {
        for it in 0..40 {
            samples[beat as usize + it] =
                if it % 2 == 0 { 0.8 } else { -0.8 } / (1.0 + it as f32 / 6.0);
        }
    }
    let anchors = beats.iter().enumerate();
    let anchors =
        anchors.map(|(it, from)| Anchor { from: *from, to: 2_000.0 + 22_050.0 * it as f64 });
    let map = TimeMap::new(anchors.collect()).expect("it rises");
    let brief = Brief { time: Time::Map(map), ..Brief::nothing(Preset::Drums) };
    let shaped = shape(&Wave { rate: 44_100, channels: vec![samples] }, &brief);
    for it in 0..5 {
        let at = 2_000 + 22_050 * it;
        let near = &shaped.channels[0][at - 200..at + 200];
        let loudest = (0..400).max_by(|a, b| near[*a].abs().total_cmp(&near[*b].abs()));
        assert!(loudest.is_some_and(|it| it.abs_diff(200) <= 2), "beat {it}: {loudest:?}");
    }
}

#[test]
fn a_steady_level_and_a_square_wave_stay_within_their_bounds() {
    for samples in [
        vec![0.7_f32; 20_000],
        (0..20_000).map(|it| if it / 50 % 2 == 0 { 1.0 } else { -1.0 }).collect(),
    ] {
        let wave = Wave { rate: 44_100, channels: vec![samples] };
        let brief = Brief { time: Time::Ratio(1.3), ..Brief::nothing(Preset::Music) };
        let most = shape(&wave, &brief).channels[0].iter().fold(0.0_f32, |a, b| a.max(b.abs()));
        assert!((0.5..3.0).contains(&most), "{most}");
    }
}
