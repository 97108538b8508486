//! Signals whose truth is known: clicks, drums, chords, noise, made here.
#![allow(dead_code)]

use music_types::{Seed, Wave};

pub const RATE: u32 = 44_100;

/// Silence of `seconds`, mono.
pub fn silence(seconds: f64) -> Wave {
    Wave { rate: RATE, channels: vec![vec![0.0; (seconds * f64::from(RATE)) as usize]] }
}

/// Adds `sound(t)` for `length` seconds from `at`.
pub fn add(wave: &mut Wave, at: f64, length: f64, sound: impl Fn(f64) -> f64) {
    let rate = f64::from(wave.rate);
    let start = (at * rate).round() as usize;
    for step in 0..(length * rate) as usize {
        if let Some(sample) = wave.channels[0].get_mut(start + step) {
            *sample += sound(step as f64 / rate) as f32;
        }
    }
}

fn sine(hz: f64, t: f64) -> f64 {
    libm::sin(std::f64::consts::TAU * hz * t)
}

pub fn kick(wave: &mut Wave, at: f64) {
    add(wave, at, 0.25, |t| {
        let sweep = 50.0 * t + 4.0 * (1.0 - libm::exp(-t * 40.0));
        0.8 * libm::exp(-t * 14.0) * libm::cos(std::f64::consts::TAU * sweep)
            + 0.2 * libm::exp(-t * 400.0)
    });
}

/// Noise that is the same each time.
fn burst(wave: &mut Wave, at: f64, fall: f64, level: f64) {
    let mut dice = Seed(5).dice();
    let noise: Vec<f64> = (0..8000).map(|_| dice.between(-1.0, 1.0)).collect();
    let rate = f64::from(RATE);
    add(wave, at, 0.15, |t| {
        level * libm::exp(-t * fall) * noise[(t * rate) as usize % noise.len()]
    });
}

pub fn snare(wave: &mut Wave, at: f64) {
    burst(wave, at, 25.0, 0.5);
    add(wave, at, 0.12, |t| 0.3 * libm::exp(-t * 30.0) * sine(190.0, t));
}

pub fn hat(wave: &mut Wave, at: f64) {
    burst(wave, at, 90.0, 0.15);
}

/// A note of a few harmonics.
pub fn note(wave: &mut Wave, at: f64, length: f64, key: i32, level: f64) {
    let hz = 440.0 * libm::exp2(f64::from(key - 69) / 12.0);
    add(wave, at, length, |t| {
        let fade = (t * 200.0).min(1.0) * ((length - t) * 100.0).clamp(0.0, 1.0);
        let tone: f64 = (1..5).map(|it| sine(hz * f64::from(it), t) / f64::from(it * it)).sum();
        level * fade * tone
    });
}

/// A house loop of `bars` bars from `start`: kick on each beat, snare on two and four, hats.
pub fn house(wave: &mut Wave, bpm: f64, start: f64, bars: usize) {
    let beat = 60.0 / bpm;
    for index in 0..bars * 4 {
        let at = start + index as f64 * beat;
        kick(wave, at);
        hat(wave, at + beat / 2.0);
        if index % 2 == 1 {
            snare(wave, at);
        }
    }
}

/// i–VI–III–VII in minor on `tonic` (a key of the keyboard), a chord a bar, with its bass.
pub fn minor_loop(wave: &mut Wave, bpm: f64, start: f64, bars: usize, tonic: i32) {
    let bar = 240.0 / bpm;
    let chords = [(0, [0, 3, 7]), (-4, [0, 4, 7]), (3, [0, 4, 7]), (-2, [0, 4, 7])];
    for index in 0..bars {
        let (root, intervals) = chords[index % 4];
        let at = start + index as f64 * bar;
        note(wave, at, bar * 0.95, tonic + root - 12, 0.25);
        for interval in intervals {
            note(wave, at, bar * 0.95, tonic + root + 12 + interval, 0.08);
        }
    }
}

/// Noise of `seconds`.
pub fn noise(seconds: f64, level: f64) -> Wave {
    let mut dice = Seed(9).dice();
    let mut wave = silence(seconds);
    wave.channels[0].iter_mut().for_each(|it| *it = (level * dice.between(-1.0, 1.0)) as f32);
    wave
}

/// The wave `gain` times as loud.
pub fn louder(wave: &Wave, gain: f32) -> Wave {
    let channels =
        wave.channels.iter().map(|it| it.iter().map(|sample| sample * gain).collect()).collect();
    Wave { rate: wave.rate, channels }
}
