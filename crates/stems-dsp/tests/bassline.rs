//! A bass line is written down as it was played.
#![allow(clippy::unwrap_used)] // tests may

use music_types::{Pitch, Wave};
use proptest::prelude::*;
use stems_dsp::bassline;

const RATE: u32 = 44_100;

/// A saw of 12 harmonics with a soft start and end: (start, length, key) in seconds.
fn played(notes: &[(f64, f64, u8)], seconds: f64) -> Wave {
    let mut samples = vec![0.0_f32; (seconds * f64::from(RATE)) as usize];
    for (start, length, key) in notes {
        let hz = Pitch::new(*key).hz().0;
        for n in 0..(length * f64::from(RATE)) as usize {
            let t = n as f64 / f64::from(RATE);
            let edge = (t / 0.005).min((length - t) / 0.01).clamp(0.0, 1.0);
            let saw: f64 = (1..=12)
                .map(f64::from)
                .map(|it| libm::sin(std::f64::consts::TAU * hz * it * t) / it)
                .sum();
            let at = (start * f64::from(RATE)) as usize + n;
            if let Some(sample) = samples.get_mut(at) {
                *sample += (0.3 * edge * saw) as f32;
            }
        }
    }
    Wave { rate: RATE, channels: vec![samples] }
}

#[test]
fn each_note_is_found_when_and_as_high_as_it_is_played() {
    let line: Vec<(f64, f64, u8)> = [29, 29, 41, 36, 34, 29, 44, 32, 28, 40, 31, 33]
        .into_iter()
        .enumerate()
        .map(|(index, key)| (0.25 + index as f64 * 0.25, 0.2, key))
        .collect();
    let heard = bassline(&played(&line, 4.0));
    assert_eq!(heard.len(), line.len(), "{heard:#?}");
    for (note, (start, length, key)) in heard.iter().zip(&line) {
        assert_eq!(note.pitch.key(), *key, "{note:?} at {start}");
        assert!((note.start.0 - start).abs() < 0.03, "{note:?} at {start}");
        assert!((note.length.0 - length).abs() < 0.08, "{note:?}");
        assert!(0.3 < note.strength && note.strength <= 1.0);
    }
}

#[test]
fn notes_of_one_pitch_that_are_struck_anew_are_two() {
    let line = [(0.2, 0.23, 33), (0.45, 0.23, 33), (0.7, 0.23, 33)];
    assert_eq!(bassline(&played(&line, 1.5)).len(), 3);
}

#[test]
fn silence_and_hiss_play_nothing() {
    let silent = Wave { rate: RATE, channels: vec![vec![0.0; 44_100]; 2] };
    assert_eq!(bassline(&silent), []);
    assert_eq!(bassline(&Wave::default()), []);
    let mut state = 1_u32;
    let hiss = (0..88_200).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(state) / f64::from(u32::MAX) - 0.5) as f32
    });
    let hiss = Wave { rate: RATE, channels: vec![hiss.collect()] };
    assert!(bassline(&hiss).len() < 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_breaks_it(
        samples in prop::collection::vec(any::<f32>(), 0..4000),
        rate in prop::sample::select(vec![8000_u32, 22_050, 44_100, 192_000]),
    ) {
        let loud = samples.repeat(8);
        for note in bassline(&Wave { rate, channels: vec![loud] }) {
            prop_assert!(note.strength.is_finite() && 0.0 <= note.start.0 && 0.0 < note.length.0);
        }
    }
}
