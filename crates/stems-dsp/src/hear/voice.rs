//! Where somebody sings: activity and phrases of a vocal stem.

use music_types::{Intensity, Seconds, Wave};

use crate::file::sound::Sound;
use crate::hear::power::{Power, STEPS, Step};
use crate::profile::{Grid, VocalPhrase};

/// Steps of [`Power`] to a moment of the voice's loudness curve.
const JOINED: usize = 2;

/// A moment of the voice's loudness curve, in seconds: 20 ms.
const STEP: f64 = JOINED as f64 / STEPS as f64;

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
    sung_in(&power(wave), grid)
}

/// The phrases of a vocal stem: stretches of song between rests.
pub fn phrases(wave: &Wave) -> Vec<VocalPhrase> {
    phrases_in(&power(wave))
}

fn power(wave: &Wave) -> Power {
    let mut power = Power::default();
    let held = Sound::Held(wave).play(&mut |rate, planes| power.push(rate, planes));
    debug_assert!(held.is_ok());
    power
}

/// As [`activity`], of a voice that was heard already.
pub(crate) fn sung_in(power: &Power, grid: &Grid) -> Vec<Intensity> {
    let sung = sung(power);
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

/// As [`phrases`], of a voice that was heard already.
pub(crate) fn phrases_in(power: &Power) -> Vec<VocalPhrase> {
    let sung = sung(power);
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
fn sung(power: &Power) -> Vec<bool> {
    let levels = levels(power);
    let mut sorted = levels.clone();
    sorted.sort_by(f64::total_cmp);
    let loud = sorted.get(sorted.len().saturating_sub(1) * 19 / 20).copied().unwrap_or(SILENCE);
    let least = (loud - DEPTH).max(SILENCE);
    levels.into_iter().map(|it| least < it).collect()
}

/// The level of each step in dBFS, all channels together.
fn levels(power: &Power) -> Vec<f64> {
    let steps = power.steps().chunks(JOINED);
    let square = |it: &[Step]| it.iter().map(|it| it.square).sum::<f64>() / it.len().max(1) as f64;
    steps.map(|it| 10.0 * libm::log10(square(it).max(1e-20))).collect()
}
