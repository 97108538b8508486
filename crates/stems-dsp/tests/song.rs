//! Key, loudness, sections and voice of signals whose truth is known.
#![allow(clippy::unwrap_used)]

mod common;

use common::{add, house, louder, minor_loop, noise, note, silence};
use music_types::{Db, SectionKind, Wave};
use stems_dsp::{Brief, Profile, activity, measure};

fn heard(wave: &Wave) -> Profile {
    measure(&Brief::of(wave))
}

#[test]
fn a_cadence_is_heard_in_every_minor_key() {
    for tonic in 48..60 {
        let mut wave = silence(17.0);
        for (bar, root) in [0, 5, 7, 0, 0, 5, 7, 0].into_iter().enumerate() {
            let at = bar as f64 * 2.0;
            note(&mut wave, at, 1.9, tonic + root - 12, 0.25);
            for interval in [0, 3, 7] {
                note(&mut wave, at, 1.9, tonic + root + 12 + interval, 0.08);
            }
        }
        let guess = heard(&wave).key.unwrap();
        let wanted =
            i32::from(guess.key.tonic.above_c()) == tonic % 12 && guess.key.mode.is_minor();
        assert!(wanted, "{tonic}: {} then {}", guess.key, guess.runner_up);
    }
}

#[test]
fn tuning_is_told_in_cents() {
    let mut wave = silence(10.0);
    for (index, key) in [57, 60, 64, 69].into_iter().enumerate() {
        let hz = 440.0 * libm::exp2((f64::from(key - 69) + 0.3) / 12.0);
        let start = index as f64 * 2.4;
        add(&mut wave, start, 2.4, |t| 0.3 * libm::sin(std::f64::consts::TAU * hz * t));
    }
    let tuning = heard(&wave).key.unwrap().tuning;
    assert!((tuning - 30.0).abs() < 5.0, "{tuning}");
}

#[test]
fn a_tone_of_minus_twenty_three_measures_so() {
    // EBU Tech 3341, case 1: a stereo sine of 1 kHz at −23 dBFS reads −23.0 ± 0.1 LUFS.
    let mut wave = silence(20.0);
    add(&mut wave, 0.0, 20.0, |t| 0.0708 * libm::sin(std::f64::consts::TAU * 1000.0 * t));
    wave.channels.push(wave.channels[0].clone());
    let loudness = heard(&wave).loudness;
    assert!((loudness.integrated.value() + 23.0).abs() < 0.1, "{}", loudness.integrated);
    assert!((loudness.true_peak.value() + 23.0).abs() < 0.2, "{}", loudness.true_peak);
    assert!((loudness.crest - 3.01).abs() < 0.05, "{}", loudness.crest);
    assert_eq!(loudness.clips, 0);
    assert!(loudness.range < 0.1, "{}", loudness.range);
}

#[test]
fn a_tone_lies_in_its_band_at_its_level() {
    let mut wave = silence(5.0);
    add(&mut wave, 0.0, 5.0, |t| 0.1 * libm::sin(std::f64::consts::TAU * 700.0 * t));
    for band in heard(&wave).loudness.bands {
        let level = band.level.value();
        match band.from <= 700.0 && 700.0 < band.to {
            true => assert!((level + 23.01).abs() < 0.3 && band.width < 0.01, "{band:?}"),
            false => assert!(level < -60.0, "{band:?}"),
        }
    }
}

#[test]
fn faults_of_a_recording_are_found() {
    let mut wave = silence(3.0);
    add(&mut wave, 0.0, 3.0, |t| (1.6 * libm::sin(600.0 * t)).clamp(-1.0, 1.0));
    assert!(100 < heard(&wave).loudness.clips);
    let mut wave = noise(3.0, 0.1);
    wave.channels[0].iter_mut().for_each(|it| *it += 0.02);
    assert!((heard(&wave).loudness.offset - 0.02).abs() < 0.001);
}

#[test]
fn unrelated_sides_are_wide_and_equal_ones_are_not() {
    let one = noise(4.0, 0.3).channels.remove(0);
    let other: Vec<f32> = one.iter().rev().copied().collect();
    let width = |right: Vec<f32>| {
        let wave = Wave { rate: 44_100, channels: vec![one.clone(), right] };
        heard(&wave).loudness.bands[4].width
    };
    assert!(width(one.clone()) < 1e-6);
    assert!((width(other.clone()) - 0.5).abs() < 0.05);
    assert!(0.999 < width(one.iter().map(|it| -it).collect()));
}

#[test]
fn sections_begin_on_bars_where_the_floor_comes_and_goes() {
    let (bpm, bar) = (120.0, 2.0);
    let mut wave = silence(65.0);
    minor_loop(&mut wave, bpm, 0.0, 32, 57);
    house(&mut wave, bpm, 8.0 * bar, 8);
    house(&mut wave, bpm, 24.0 * bar, 8);
    let profile = heard(&wave);
    let sections: Vec<(usize, SectionKind)> =
        profile.sections.iter().map(|it| (it.bar, it.kind)).collect();
    for edge in [8, 16, 24] {
        assert!(sections.iter().any(|it| it.0 == edge), "{edge}: {sections:?}");
    }
    assert!(sections.contains(&(24, SectionKind::Drop)), "{sections:?}");
    assert_eq!(sections.first().map(|it| it.1), Some(SectionKind::Intro), "{sections:?}");
}

#[test]
fn singing_is_told_bar_by_bar_and_phrase_by_phrase() {
    let bpm = 120.0;
    let (mut drums, mut vocal) = (silence(33.0), silence(33.0));
    house(&mut drums, bpm, 0.0, 16);
    for bar in [4, 5, 8, 9, 10] {
        note(&mut vocal, f64::from(bar) * 2.0, 1.9, 64, 0.3);
    }
    let brief = Brief { mix: None, vocal: Some(&vocal), drums: Some(&drums), ..Brief::of(&drums) };
    let profile = measure(&brief);
    let grid = profile.grid.as_ref().unwrap();
    let sung: Vec<usize> = activity(&vocal, grid)
        .iter()
        .enumerate()
        .filter(|it| 0.5 < it.1.value())
        .map(|it| it.0)
        .collect();
    assert_eq!(sung, [4, 5, 8, 9, 10]);
    let starts: Vec<f64> = profile.phrases.iter().map(|it| it.start.0).collect();
    assert!(starts.len() == 2 && (starts[0] - 8.0).abs() < 0.05 && (starts[1] - 16.0).abs() < 0.05);
}

#[test]
fn any_sound_is_answered_with_numbers() {
    let mut bad = noise(0.5, 0.2);
    bad.channels[0][100] = f32::NAN;
    bad.channels[0][200] = f32::INFINITY;
    let waves = [
        Wave::default(),
        Wave { rate: 0, channels: vec![vec![0.5; 100]] },
        Wave { rate: 44_100, channels: vec![vec![]] },
        Wave { rate: 44_100, channels: vec![vec![1.0]] },
        Wave { rate: 8_000, channels: vec![vec![0.1; 800]] },
        Wave { rate: 192_000, channels: vec![vec![0.3; 19_200]; 2] },
        Wave { rate: 44_100, channels: vec![vec![0.1; 500], vec![0.1; 20]] },
        noise(0.1, 1.0),
        louder(&noise(3.0, 1.0), 1e30),
        bad,
    ];
    for wave in &waves {
        let profile = heard(wave);
        assert!(profile.loudness.crest.is_finite() && profile.loudness.range.is_finite());
        assert!(profile.grid.is_none_or(|it| it.tempo.is_finite() && it.confidence.is_finite()));
        assert!(profile.onsets.iter().all(|it| it.at.0.is_finite()));
    }
    assert_eq!(heard(&silence(5.0)).loudness.integrated, Db::SILENCE);
}

#[test]
fn the_same_sound_is_heard_the_same_each_time() {
    let mut wave = silence(20.0);
    house(&mut wave, 127.0, 0.2, 10);
    minor_loop(&mut wave, 127.0, 0.2, 10, 50);
    assert_eq!(heard(&wave), heard(&wave));
}
