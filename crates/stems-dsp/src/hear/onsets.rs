//! Where something begins: every attack, to the sample.

use music_types::{Intensity, Seconds};
use serde::Serialize;

use crate::error::AudioError;
use crate::hear::features::{Features, HOP};
use crate::hear::source::{Mono, RATE};

/// A moment where something begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Onset {
    /// The moment: where the attack leaves the floor, within a millisecond on a sharp one.
    pub at: Seconds,
    /// How clearly it stands out, 0 to 1; half the strongest attacks of the sound is 0.5.
    pub strength: Intensity,
}

/// How far before its flux peak an attack is looked for, in samples at the ear's rate: 35 ms.
const BEFORE: usize = RATE as usize * 35 / 1000;
/// How far after it: 25 ms.
const AFTER: usize = RATE as usize * 25 / 1000;

/// Samples of the envelope's window: 1.1 ms.
const BLUR: usize = 24;

/// Two attacks are at least so many moments apart: 46 ms.
const APART: usize = 8;

/// How far above the second around it an attack stands, in deviations of its curve.
const LEAST: f32 = 0.6;

/// All attacks of a sound, in order.
///
/// # Errors
///
/// As the sound's file, when it is played anew.
pub(crate) fn onsets(mono: &Mono, features: &Features) -> Result<Vec<Onset>, AudioError> {
    let accents = features.accents();
    let peaks = peaks(&accents);
    let strongest = strongest(&accents, &peaks);
    let mut onsets = Vec::new();
    mono.pieces(&mut |piece| {
        let from = peaks.partition_point(|it| it * HOP < piece.from);
        let to = peaks.partition_point(|it| it * HOP < piece.to);
        for peak in peaks.get(from..to).unwrap_or(&[]) {
            let Some(at) = attack(piece.samples, peak * HOP - piece.start) else { continue };
            let at = Seconds((piece.start as f64 + at) / f64::from(RATE));
            let strength = accents.get(*peak).map_or(0.0, |it| f64::from(it / strongest));
            onsets.push(Onset { at, strength: Intensity::new(strength) });
        }
    })?;
    Ok(onsets)
}

/// The places of local maxima that stand out.
fn peaks(accents: &[f32]) -> Vec<usize> {
    let mut peaks: Vec<usize> = Vec::new();
    for at in 0..accents.len() {
        let around = &accents[at.saturating_sub(3)..(at + 4).min(accents.len())];
        let is_peak = LEAST < accents[at] && around.iter().all(|it| *it <= accents[at]);
        let is_apart = peaks.last().is_none_or(|last| APART <= at - last);
        if is_peak && is_apart {
            peaks.push(at);
        }
    }
    peaks
}

/// The level that one peak in twenty passes.
fn strongest(accents: &[f32], peaks: &[usize]) -> f32 {
    let mut levels: Vec<f32> = peaks.iter().filter_map(|it| accents.get(*it).copied()).collect();
    levels.sort_by(f32::total_cmp);
    levels.get(levels.len().saturating_sub(1) * 19 / 20).copied().unwrap_or(1.0).max(1e-6)
}

/// Where the attack near sample `near` leaves the floor, in samples: a fifth of the way up its
/// steepest rise. `None` where nothing rises.
fn attack(samples: &[f32], near: usize) -> Option<f64> {
    let from = near.saturating_sub(BEFORE);
    let part = samples.get(from..(near + AFTER).min(samples.len()))?;
    let envelope = envelope(part);
    let step = steepest(&envelope)?;
    let (floor, top) = around(&envelope, step);
    let wanted = floor + 0.2 * (top - floor);
    let crossing = (0..=step).rev().find(|it| envelope[*it] <= wanted).unwrap_or(0);
    let next = envelope.get(crossing + 1).copied().unwrap_or(top);
    let rise = next - envelope[crossing];
    let rest =
        if 0.0 < rise { ((wanted - envelope[crossing]) / rise).clamp(0.0, 1.0) } else { 0.0 };
    // The envelope at a place holds the samples up to it: half of them lie behind.
    Some((from + crossing) as f64 + f64::from(rest))
}

/// How strong the sound is over the last [`BLUR`] samples, highs lifted by 6 dB an octave.
fn envelope(part: &[f32]) -> Vec<f32> {
    let mut sum = 0.0_f64;
    let lifted: Vec<f64> = std::iter::once(0.0)
        .chain(part.windows(2).map(|it| {
            let rise = f64::from(it[1]) - 0.85 * f64::from(it[0]);
            rise * rise
        }))
        .collect();
    (0..lifted.len())
        .map(|at| {
            sum += lifted[at];
            if BLUR <= at {
                sum -= lifted[at - BLUR];
            }
            libm::sqrt(sum.max(0.0) / BLUR as f64) as f32
        })
        .collect()
}

/// The place where the envelope rises most over 3 ms.
fn steepest(envelope: &[f32]) -> Option<usize> {
    let span = RATE as usize * 3 / 1000;
    let rises = envelope.iter().skip(span).zip(envelope).map(|(after, before)| after - before);
    let best = rises.enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (0.0 < best.1).then_some(best.0 + span)
}

/// The floor before `step` and the top after it, within 8 ms.
fn around(envelope: &[f32], step: usize) -> (f32, f32) {
    let reach = RATE as usize * 8 / 1000;
    let before = &envelope[step.saturating_sub(reach)..=step];
    let after = &envelope[step..(step + reach / 2).min(envelope.len())];
    let floor = before.iter().copied().fold(f32::MAX, f32::min);
    (floor, after.iter().copied().fold(floor, f32::max))
}
