//! Where somebody sings: activity and phrases of a vocal stem.

use music_types::{Intensity, Seconds, Wave};

use crate::profile::{Grid, VocalPhrase};

/// A moment of the voice's loudness curve, in seconds.
const STEP: f64 = 0.02;

/// A voice this much softer than its own loud moments (in dB) rests.
const DEPTH: f64 = 30.0;

/// What is softer than this, in dBFS, is no voice at all.
const SILENCE: f64 = -65.0;

/// A rest shorter than this (seconds) is a breath, not the end of a phrase.
const BREATH: f64 = 0.35;

/// What is sung for less than this (seconds) is a click or a bleed.
const SHORTEST: f64 = 0.12;

/// How much of each bar of `grid` is sung, 0 to 1: the share of the time in which the vocal stem
/// `wave` is within 30 dB of its loud moments. One value a downbeat of the grid.
pub fn activity(wave: &Wave, grid: &Grid) -> Vec<Intensity> {
    let sung = sung(wave);
    (0..grid.downbeats.len())
        .map(|bar| {
            let place = |at: Seconds| ((at.0 / STEP).max(0.0) as usize).min(sung.len());
            let (from, to) = (place(grid.bar(bar)), place(grid.bar(bar + 1)));
            let count = sung.get(from..to).unwrap_or(&[]).iter().filter(|it| **it).count();
            let whole = (grid.bar(bar + 1).0 - grid.bar(bar).0) / STEP;
            Intensity::new(count as f64 / whole.max(1.0))
        })
        .collect()
}

/// The phrases of a vocal stem: stretches of song between rests.
pub fn phrases(wave: &Wave) -> Vec<VocalPhrase> {
    let sung = sung(wave);
    let mut phrases: Vec<VocalPhrase> = Vec::new();
    let time = |it: usize| Seconds(it as f64 * STEP);
    for (start, end) in runs(&sung) {
        match phrases.last_mut() {
            Some(last) if time(start).0 - last.end.0 < BREATH => last.end = time(end),
            _ => phrases.push(VocalPhrase { start: time(start), end: time(end) }),
        }
    }
    phrases.retain(|it| SHORTEST <= it.end.0 - it.start.0);
    phrases
}

/// The stretches of `true`, from and up to.
fn runs(sung: &[bool]) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (at, is_sung) in sung.iter().chain(std::iter::once(&false)).enumerate() {
        match (start, is_sung) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                runs.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Whether somebody sings, a value every [`STEP`].
fn sung(wave: &Wave) -> Vec<bool> {
    let levels = levels(wave);
    let mut sorted = levels.clone();
    sorted.sort_by(f64::total_cmp);
    let loud = sorted.get(sorted.len().saturating_sub(1) * 19 / 20).copied().unwrap_or(SILENCE);
    let least = (loud - DEPTH).max(SILENCE);
    levels.into_iter().map(|it| least < it).collect()
}

/// The level of each step in dBFS, all channels together.
fn levels(wave: &Wave) -> Vec<f64> {
    let step = f64::from(wave.rate) * STEP;
    let count = (wave.frames() as f64 / step.max(1.0)).ceil() as usize;
    let level = |it: usize| {
        let (from, to) = ((it as f64 * step) as usize, ((it + 1) as f64 * step) as usize);
        let power: f64 = wave
            .channels
            .iter()
            .flat_map(|channel| channel.get(from..to.min(channel.len())).unwrap_or(&[]))
            .filter(|sample| sample.is_finite())
            .map(|sample| f64::from(*sample) * f64::from(*sample))
            .sum();
        let samples = (to - from).max(1) * wave.channels.len().max(1);
        10.0 * libm::log10((power / samples as f64).max(1e-20))
    };
    (0..count).map(level).collect()
}
