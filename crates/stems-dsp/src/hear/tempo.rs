//! How fast: which tempi a sound may have, and each to a few thousandths.

use crate::hear::features::FPS;
use crate::hear::spectrum::{autocorrelation, magnitudes};

/// The slowest tempo that is looked for, in BPM.
const SLOWEST: f64 = 58.0;
/// The fastest tempo that is looked for, in BPM.
const FASTEST: f64 = 216.0;

/// Lags at which a beat shows, in beats, and how much each counts.
const LAGS: [(f64, f64); 6] =
    [(0.25, 0.2), (0.5, 0.3), (1.0, 1.0), (2.0, 0.8), (4.0, 0.9), (8.0, 0.5)];

/// Multiples of the beat that a pulse shows at, and how much each counts.
const PULSES: [(f64, f64); 3] = [(1.0, 1.0), (2.0, 1.0), (4.0, 1.0)];

/// A tempo that a sound may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Candidate {
    /// Beats a minute.
    pub(crate) bpm: f64,
    /// How well the sound repeats at it, 0 to about 1.
    pub(crate) repeats: f64,
    /// How far its pulse stands above what chance gives, in deviations of chance.
    pub(crate) pulse: f64,
}

/// The tempi at which `accents` repeat, the best first, with their halves and doubles.
pub(crate) fn candidates(accents: &[f32]) -> Vec<Candidate> {
    let lags = (60.0 / SLOWEST * 8.0 * FPS) as usize + 2;
    let repeats = autocorrelation(&centred(accents), lags.min(accents.len()));
    let at_rest = f64::from(repeats.first().copied().unwrap_or(0.0)).max(1e-9);
    let line = Line::of(accents);
    let mut found: Vec<Candidate> = Vec::new();
    for bpm in peaks(&repeats).into_iter().flat_map(relatives) {
        let fine = line.finest(bpm);
        let known = found.iter().any(|it| (it.bpm / fine - 1.0).abs() < 0.01);
        if !known && (SLOWEST..=FASTEST).contains(&fine) {
            let repeats = score(&repeats, fine) / at_rest;
            found.push(Candidate { bpm: fine, repeats, pulse: line.pulse(fine) });
        }
    }
    found.sort_by(|a, b| b.repeats.total_cmp(&a.repeats));
    found
}

/// A tempo and those that it is mistaken for.
fn relatives(bpm: f64) -> [f64; 5] {
    [bpm, bpm * 2.0, bpm / 2.0, bpm * 1.5, bpm / 1.5]
}

fn centred(curve: &[f32]) -> Vec<f32> {
    let mean = curve.iter().map(|it| f64::from(*it)).sum::<f64>() / curve.len().max(1) as f64;
    curve.iter().map(|it| it - mean as f32).collect()
}

/// The best four tempi by autocorrelation, apart from one another.
fn peaks(repeats: &[f32]) -> Vec<f64> {
    let steps = 600;
    let ratio = libm::log(FASTEST / SLOWEST) / f64::from(steps);
    let tempi: Vec<f64> =
        (0..=steps).map(|it| SLOWEST * libm::exp(ratio * f64::from(it))).collect();
    let scores: Vec<f64> = tempi.iter().map(|it| score(repeats, *it) * prior(*it)).collect();
    let mut peaks: Vec<(f64, f64)> = scores
        .windows(3)
        .zip(&tempi[1..])
        .filter(|(it, _)| it[0] <= it[1] && it[2] < it[1] && 0.0 < it[1])
        .map(|(it, bpm)| (it[1], *bpm))
        .collect();
    peaks.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut best: Vec<f64> = Vec::new();
    for (_, bpm) in peaks {
        if best.len() < 4 && best.iter().all(|it| 0.03 < (it / bpm - 1.0).abs()) {
            best.push(bpm);
        }
    }
    best
}

/// How likely a tempo is before anything is heard: log-normal around 125 BPM, half an octave wide.
fn prior(bpm: f64) -> f64 {
    let octaves = libm::log2(bpm / 125.0) / 0.5;
    libm::exp(-0.5 * octaves * octaves)
}

/// How well the sound repeats at the lags of a tempo.
fn score(repeats: &[f32], bpm: f64) -> f64 {
    let beat = 60.0 / bpm * FPS;
    let mut sum = (0.0, 0.0);
    for (beats, weight) in LAGS {
        if let Some(value) = around(repeats, beat * beats) {
            sum = (sum.0 + weight * value, sum.1 + weight);
        }
    }
    if sum.1 == 0.0 { 0.0 } else { sum.0 / sum.1 }
}

/// The largest value within one place of `at`.
fn around(curve: &[f32], at: f64) -> Option<f64> {
    let middle = at.round() as usize;
    let values = curve.get(middle.saturating_sub(1)..=middle + 1)?;
    values.iter().copied().max_by(f32::total_cmp).map(f64::from)
}

/// The longest transform, in values: a sound of more than one and a half hours has lines that are
/// fine enough without padding.
const LARGEST: usize = 1 << 23;

/// The line spectrum of all the accents of a sound: a steady pulse is a sharp line.
struct Line {
    magnitudes: Vec<f32>,
    /// Bins a hertz.
    scale: f64,
    /// How long the sound is, in seconds.
    length: f64,
}

impl Line {
    fn of(accents: &[f32]) -> Self {
        let padded = (accents.len() * 8).next_power_of_two().min(LARGEST);
        let size = padded.max(accents.len().next_power_of_two()).max(16);
        Self {
            magnitudes: magnitudes(&centred(accents), size),
            scale: size as f64 / FPS,
            length: accents.len() as f64 / FPS,
        }
    }

    /// The magnitude at `hz`, between bins.
    fn at(&self, hz: f64) -> f64 {
        let place = hz * self.scale;
        let (bin, rest) = (place as usize, place.fract());
        let value = |it: usize| f64::from(self.magnitudes.get(it).copied().unwrap_or(0.0));
        value(bin) * (1.0 - rest) + value(bin + 1) * rest
    }

    fn comb(&self, bpm: f64) -> f64 {
        PULSES.iter().map(|(times, weight)| weight * self.at(bpm / 60.0 * times)).sum()
    }

    /// The tempo near `bpm` whose pulses are strongest: a comb over lines of the whole sound.
    fn finest(&self, bpm: f64) -> f64 {
        let step = 60.0 / (24.0 * self.length.max(1.0));
        let near = self.best(bpm, bpm * 0.012, step);
        self.best(near, step * 2.0, step / 12.0)
    }

    fn best(&self, around: f64, reach: f64, step: f64) -> f64 {
        let steps = (reach / step).ceil().min(20_000.0) as i32;
        let tempi = (-steps..=steps).map(|it| around + f64::from(it) * step);
        tempi
            .map(|it| (self.comb(it), it))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(around, |it| it.1)
    }

    /// How far the comb stands above its surroundings, in their deviations.
    fn pulse(&self, bpm: f64) -> f64 {
        let step = 60.0 / (2.0 * self.length.max(1.0));
        let around = (bpm * 0.15 / step) as i32;
        let others: Vec<f64> = (-around..=around)
            .filter(|it| 6 < it.abs())
            .map(|it| self.comb(bpm + f64::from(it) * step))
            .collect();
        let count = others.len().max(1) as f64;
        let mean = others.iter().sum::<f64>() / count;
        let spread = others.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>() / count;
        let deviation = libm::sqrt(spread).max(1e-9);
        (self.comb(bpm) - mean) / deviation
    }
}
