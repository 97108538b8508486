//! What the tests hear with: levels, spectra by single lines, decays.
#![allow(dead_code, reason = "each test file hears with its own part")]

use std::f64::consts::TAU;

use music_types::Wave;

/// Both sides as one.
pub fn mono(wave: &Wave) -> Vec<f64> {
    let count = wave.channels.len() as f64;
    (0..wave.frames())
        .map(|at| wave.channels.iter().map(|it| f64::from(it[at])).sum::<f64>() / count)
        .collect()
}

/// The greatest absolute sample of all channels.
pub fn peak(wave: &Wave) -> f64 {
    wave.channels.iter().flatten().fold(0.0, |it, sample| f64::from(sample.abs()).max(it))
}

pub fn db(amplitude: f64) -> f64 {
    20.0 * libm::log10(amplitude.max(1e-12))
}

pub fn rms(signal: &[f64]) -> f64 {
    libm::sqrt(signal.iter().map(|it| it * it).sum::<f64>() / signal.len().max(1) as f64)
}

/// The samples from one second to another.
pub fn between(signal: &[f64], from: f64, to: f64) -> &[f64] {
    let frame = |it: f64| ((it * 44_100.0) as usize).min(signal.len());
    &signal[frame(from)..frame(to)]
}

/// The amplitude of the line at `hz` under Hann's window.
pub fn line(signal: &[f64], hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (at, it) in signal.iter().enumerate() {
        let window = 0.5 - 0.5 * libm::cos(TAU * at as f64 / signal.len() as f64);
        let (sin, cos) = libm::sincos(TAU * hz * at as f64 / 44_100.0);
        re += it * window * cos;
        im += it * window * sin;
    }
    4.0 * libm::hypot(re, im) / signal.len() as f64
}

/// How many cents the strongest line within 60 cents of `hz` lies above it.
pub fn cents_off(signal: &[f64], hz: f64) -> f64 {
    strongest((-60..=60).map(f64::from), |it| line(signal, hz * libm::exp2(it / 1_200.0)))
}

/// The one of `places` at which `strength` is greatest.
pub fn strongest(places: impl Iterator<Item = f64>, strength: impl Fn(f64) -> f64) -> f64 {
    places.map(|it| (it, strength(it))).fold((0.0, -1.0), |a, b| if a.1 < b.1 { b } else { a }).0
}

/// The spectral centroid of the first 0.37 s in hertz, power-weighted, from Fourier sums at 24
/// places an octave.
pub fn centroid(signal: &[f64]) -> f64 {
    let head = &signal[..signal.len().min(16_384)];
    let places: Vec<f64> = (0..220).map(|it| 30.0 * libm::exp2(f64::from(it) / 24.0)).collect();
    // A step's share of the spectrum grows with its frequency.
    let power = |hz: f64| libm::pow(plain_line(head, hz), 2.0) * hz;
    let all: Vec<(f64, f64)> =
        places.into_iter().filter(|it| *it < 20_000.0).map(|it| (it, power(it))).collect();
    all.iter().map(|(hz, power)| hz * power).sum::<f64>() / all.iter().map(|it| it.1).sum::<f64>()
}

/// The amplitude of the line at `hz` without a window: a struck sound is its own.
fn plain_line(signal: &[f64], hz: f64) -> f64 {
    let (mut re, mut im) = (0.0, 0.0);
    for (at, it) in signal.iter().enumerate() {
        let (sin, cos) = libm::sincos(TAU * hz * at as f64 / 44_100.0);
        re += it * cos;
        im += it * sin;
    }
    libm::hypot(re, im)
}

/// Seconds from the loudest 10 ms to the last that lie within `depth` dB of it.
pub fn falls_within(signal: &[f64], depth: f64) -> f64 {
    let levels: Vec<f64> = signal.chunks(441).map(|it| db(rms(it))).collect();
    let loudest = levels.iter().copied().fold(-400.0, f64::max);
    let from = levels.iter().position(|it| *it == loudest).unwrap_or(0);
    let last = levels.iter().rposition(|it| loudest - depth < *it).unwrap_or(from);
    (last - from) as f64 * 0.01
}
