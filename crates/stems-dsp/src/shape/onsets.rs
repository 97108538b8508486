//! Where something new begins: attacks, heard in three bands with a look ahead.

use std::io;

use rayon::prelude::*;

use super::ear::{self, HIGH_PASSES, Heard, STEP};
use super::fall::{Falls, falls};
use super::high_pass::HighPass;
use super::tape::{Tape, clean};

/// Steps between whose attacks only the strongest counts.
const APART: usize = 24;
/// Attacks nearer than this are one, in steps.
const MERGED: usize = 12;
/// Steps before that of an attack in which its first sample is looked for and what was before it heard.
const BEFORE: usize = 7;
/// Steps around an attack that are looked at.
const NEAR: usize = BEFORE + 9;

/// Where something new begins in a recording.
pub(super) struct Onsets {
    /// First samples of attacks, rising.
    pub(super) attacks: Vec<usize>,
    /// How each band falls after each of them, if that was asked.
    pub(super) falls: Vec<Falls>,
    /// The loudest sample of the recording.
    pub(super) peak: f32,
}

/// Finds the attacks of a tape, which is gone through unless it was heard already. `threshold` says by how much louder an
/// attack is, as a logarithm; `is_struck` asks how it dies away.
pub(super) fn onsets(tape: &mut impl Tape, threshold: f32, is_struck: bool) -> io::Result<Onsets> {
    let rate = tape.rate();
    let found = |heard: &Heard| {
        let found = attacks(&heard.bands, threshold);
        let steps: Vec<usize> = found.iter().map(|it| it.0).collect();
        let falls = if is_struck { falls(&heard.bands, &steps, rate) } else { Vec::new() };
        (found, falls, heard.peak)
    };
    let (found, falls, peak) = match tape.heard() {
        Some(heard) => found(heard),
        None => found(&ear::hear(tape)?),
    };
    let falls = falls.into_iter().map(Some).chain(std::iter::repeat(None));
    let mut struck: Vec<_> = first_samples(tape, &found)?.into_iter().zip(falls).collect();
    struck.retain(|it| it.0 < tape.frames());
    struck.dedup_by_key(|it| it.0);
    let (attacks, falls): (_, Vec<_>) = struck.into_iter().unzip();
    Ok(Onsets { attacks, falls: falls.into_iter().flatten().collect(), peak })
}

/// The samples with which the attacks begin that were heard in steps and bands.
fn first_samples(tape: &mut impl Tape, attacks: &[(usize, usize)]) -> io::Result<Vec<usize>> {
    let mut found = Vec::new();
    for some in attacks.chunks(64) {
        let near = |(step, band): &(usize, usize)| {
            let start = (step * STEP) as i64 - (BEFORE * STEP) as i64;
            let mut near = vec![vec![0.0; NEAR * STEP]; tape.channels()];
            tape.read(start, &mut near).map(|()| (start, *band, near))
        };
        let near = some.iter().map(near).collect::<io::Result<Vec<_>>>()?;
        let rate = tape.rate();
        let first = |(start, band, near): &(i64, usize, Vec<Vec<f32>>)| {
            usize::try_from(start + first_sample(near, *band, rate) as i64).unwrap_or(0)
        };
        found.par_extend(near.par_iter().with_min_len(8).map(first));
    }
    Ok(found)
}

/// The sample of `near` with which its attack begins: the first that reaches a quarter of the
/// highest after it and more than what was before, in the band that told it.
fn first_sample(near: &[Vec<f32>], band: usize, rate: u32) -> usize {
    /// Of the samples before the attack those in which a filter finds its way.
    const SETTLED: usize = 2 * STEP;
    let before = (BEFORE - 1) * STEP;
    let hz = band.checked_sub(1).and_then(|it| HIGH_PASSES.get(it)).copied().unwrap_or(0.0);
    let mut loud = vec![0.0_f64; NEAR * STEP];
    for channel in near {
        let mut filter = HighPass::new(hz.max(20.0), rate);
        for (sum, sample) in loud.iter_mut().zip(channel) {
            let sample = f64::from(clean(*sample, 1.0));
            *sum += if band == 0 { sample } else { filter.next([sample])[0] }.abs();
        }
    }
    let highest = |part: &[f64]| part.iter().copied().fold(0.0, f64::max);
    let least = (0.25 * highest(&loud[before..])).max(1.2 * highest(&loud[SETTLED..before]));
    (before..loud.len()).find(|it| loud[*it] > least).unwrap_or(before + STEP)
}

/// Steps of attacks in the energies of the bands, each with the band that tells it best.
fn attacks(bands: &[Vec<f32>; 3], threshold: f32) -> Vec<(usize, usize)> {
    let novelties: Vec<Vec<f32>> = bands.par_iter().map(|it| novelty(it)).collect();
    let steps = bands[0].len();
    let best = |at: usize| novelties.iter().map(|it| it[at]).fold(f32::MIN, f32::max);
    let all: Vec<f32> = (0..steps).map(best).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for at in 0..steps {
        let near = &all[at.saturating_sub(APART)..(at + APART).min(steps)];
        if all[at] < threshold || near.iter().any(|it| all[at] < *it) {
            continue;
        }
        let band = (0..3).find(|it| novelties[*it][at] == all[at]).unwrap_or(0);
        let start = refined(&bands[band], at);
        match found.last_mut() {
            Some((last, _)) if start < *last + MERGED => {}
            _ => found.push((start, band)),
        }
    }
    found
}

/// How much louder each step and the three after it are than what was before.
fn novelty(energies: &[f32]) -> Vec<f32> {
    let mean = |from: usize, to: usize| {
        let part = energies.get(from..to.min(energies.len())).unwrap_or(&[]);
        part.iter().sum::<f32>() / (to - from).max(1) as f32
    };
    let smooth: Vec<f32> = (0..energies.len()).map(|it| mean(it, it + 4)).collect();
    let floor = 1e-4 * smooth.iter().copied().fold(0.0, f32::max);
    if floor <= 0.0 {
        return vec![f32::MIN; energies.len()];
    }
    let before = highest_before(&smooth);
    (0..energies.len())
        .map(|at| {
            let near = if at == 0 { 0.0 } else { mean(at.saturating_sub(8), at) };
            libm::logf((smooth[at] + floor) / (0.5 * before[at] + 0.5 * near + floor))
        })
        .collect()
}

/// For each place the highest of the values 34 to 5 places before it; none is below zero.
fn highest_before(values: &[f32]) -> Vec<f32> {
    let mut highest = [&[0.0; 34], values].concat();
    // Of 2, 4, 8 and 16 values from each place on; twice 16 that overlap are 30.
    for reach in [1, 2, 4, 8] {
        for at in 0..highest.len() - reach {
            highest[at] = highest[at].max(highest[at + reach]);
        }
    }
    (0..values.len()).map(|at| highest[at].max(highest[at + 14])).collect()
}

/// The first step near `at` that reaches a quarter of the local peak.
fn refined(energies: &[f32], at: usize) -> usize {
    let range = at.saturating_sub(4)..(at + 12).min(energies.len());
    let peak = energies[range.clone()].iter().copied().fold(0.0, f32::max);
    range.clone().find(|it| energies[*it] > 0.25 * peak).unwrap_or(at)
}
