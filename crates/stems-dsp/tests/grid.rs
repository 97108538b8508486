//! Beats and bars of signals whose grid is known.
#![allow(clippy::unwrap_used)]

mod common;

use common::{add, hat, house, kick, louder, minor_loop, noise, note, silence, snare};
use music_types::{Seconds, Seed, Wave};
use stems_dsp::{Brief, Grid, measure, resample};

fn grid(wave: &Wave) -> Option<Grid> {
    measure(&Brief::of(wave)).grid
}

fn song(bpm: f64, start: f64, bars: usize) -> Wave {
    let mut wave = silence(start + bars as f64 * 240.0 / bpm + 0.3);
    house(&mut wave, bpm, start, bars);
    minor_loop(&mut wave, bpm, start, bars, 57);
    wave
}

#[test]
fn a_house_loop_is_heard_to_a_hundredth_of_a_beat_a_minute() {
    for (bpm, start) in [(124.0, 0.0), (128.0, 0.71), (121.37, 0.25), (98.0, 1.1)] {
        let grid = grid(&song(bpm, start, 16)).unwrap();
        assert!((grid.tempo - bpm).abs() < 0.01, "{bpm}: {}", grid.tempo);
        assert!((grid.first_downbeat.0 - start).abs() < 0.004, "{bpm}: {:?}", grid.first_downbeat);
        assert!(grid.steady && 0.5 < grid.confidence, "{bpm}: {}", grid.confidence);
    }
}

#[test]
fn the_drum_stem_leads_where_there_is_one() {
    let (bpm, start) = (122.0, 0.4);
    let mut drums = silence(32.0);
    house(&mut drums, bpm, start, 15);
    let mut other = silence(32.0);
    minor_loop(&mut other, bpm, start, 15, 52);
    let brief = Brief { mix: None, drums: Some(&drums), other: Some(&other), ..Brief::of(&drums) };
    let grid = measure(&brief).grid.unwrap();
    assert!((grid.tempo - bpm).abs() < 0.01, "{}", grid.tempo);
    assert!((grid.first_downbeat.0 - start).abs() < 0.004, "{:?}", grid.first_downbeat);
}

#[test]
fn what_has_no_beat_has_no_tempo() {
    let mut pad = silence(30.0);
    for (index, key) in [45, 52, 57, 60].into_iter().enumerate() {
        note(&mut pad, index as f64 * 0.4, 28.0, key, 0.1);
    }
    for (name, wave) in [("silence", silence(20.0)), ("noise", noise(30.0, 0.3)), ("pad", pad)] {
        assert_eq!(grid(&wave).map(|it| (it.tempo, it.confidence)), None, "{name}");
    }
}

#[test]
fn hits_at_random_have_no_tempo_or_little_confidence() {
    let mut dice = Seed(3).dice();
    let mut wave = silence(40.0);
    let mut at = 0.2;
    while at < 39.0 {
        snare(&mut wave, at);
        at += dice.between(0.12, 1.3);
    }
    let sure = grid(&wave).map_or(0.0, |it| it.confidence);
    assert!(sure < 0.5, "{sure}");
}

#[test]
fn music_that_drifts_is_followed_beat_by_beat() {
    let mut wave = silence(62.0);
    let (mut at, mut index, mut truth) = (0.5, 0, Vec::new());
    while at < 60.0 {
        let beat = 60.0 / (112.0 + 5.0 * libm::sin(at / 9.0));
        truth.push(at);
        kick(&mut wave, at);
        hat(&mut wave, at + beat / 2.0);
        if index % 2 == 1 {
            snare(&mut wave, at);
        }
        (at, index) = (at + beat, index + 1);
    }
    let grid = grid(&wave).unwrap();
    assert!(!grid.steady);
    let near = |it: &f64| grid.beats.iter().any(|beat| (beat.0 - it).abs() < 0.03);
    let met = truth.iter().filter(|it| near(it)).count();
    assert!(truth.len() * 9 / 10 <= met, "{met} of {}", truth.len());
}

#[test]
fn gain_rate_and_channels_change_no_beat() {
    let wave = song(126.0, 0.3, 12);
    let plain = grid(&wave).unwrap();
    let stereo = Wave { channels: vec![wave.channels[0].clone(); 2], ..wave.clone() };
    let others = [
        louder(&wave, 0.01),
        louder(&wave, 0.9),
        stereo,
        resample(&wave, 96_000),
        resample(&wave, 22_050),
    ];
    for other in &others {
        let other = grid(other).unwrap();
        assert!((other.tempo - plain.tempo).abs() < 0.005, "{} {}", other.tempo, plain.tempo);
        let apart = (other.first_downbeat.0 - plain.first_downbeat.0).abs();
        assert!(apart < 0.002, "{apart}");
    }
}

#[test]
fn times_and_beats_undo_each_other_on_a_given_grid() {
    let grid = Grid::steady(125.0, Seconds(1.3), Seconds(60.0)).unwrap();
    for beat in [-2.0, 0.0, 0.25, 7.5, 100.0, 140.0] {
        assert!((grid.beat_at(grid.time_of(beat)) - beat).abs() < 1e-9);
    }
    assert!((grid.bar(2).0 - 1.3 - 8.0 * 0.48).abs() < 1e-9);
    for bpm in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(Grid::steady(bpm, Seconds(0.0), Seconds(10.0)), None, "{bpm}");
    }
}

#[test]
fn attacks_are_found_to_the_millisecond() {
    let mut wave = silence(8.0);
    let truth: Vec<f64> = (0..12).map(|it| 0.3 + f64::from(it) * 0.61).collect();
    for at in &truth {
        snare(&mut wave, *at);
    }
    add(&mut wave, 0.0, 8.0, |t| 0.01 * libm::sin(700.0 * t));
    let onsets = measure(&Brief::of(&wave)).onsets;
    for at in truth {
        let nearest = onsets.iter().map(|it| (it.at.0 - at).abs()).fold(1.0, f64::min);
        assert!(nearest < 0.001, "{at}: {nearest}");
    }
}
