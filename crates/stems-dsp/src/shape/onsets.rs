//! Where something new begins: attacks, heard in three bands with a look ahead.

use std::io;

use rayon::prelude::*;

use super::tape::Tape;
use super::tape::clean;

/// Samples of one step of the novelty.
pub(super) const STEP: usize = 64;
/// Samples read at once.
const BLOCK: usize = 1_024 * STEP;
/// Steps between whose attacks only the strongest counts.
const APART: usize = 24;
/// Attacks nearer than this are one, in steps.
const MERGED: usize = 12;

/// What was heard on the way through a tape.
pub(super) struct Heard {
    /// First samples of attacks, rising.
    pub(super) attacks: Vec<usize>,
    /// The loudest sample.
    pub(super) peak: f32,
}

/// Goes through the tape once. `threshold` says by how much louder an attack is, as a logarithm.
pub(super) fn hear(tape: &mut impl Tape, threshold: f32) -> io::Result<Heard> {
    let channels = tape.channels();
    let mut ear = Ear::new(channels, tape.rate());
    let [mut now, mut next] = [0, 1].map(|_| vec![vec![0.0; BLOCK]; channels]);
    tape.read(0, &mut now)?;
    for at in (0..tape.frames()).step_by(BLOCK) {
        // While one block is heard, the next is read.
        let read = || tape.read((at + BLOCK) as i64, &mut next);
        rayon::join(|| ear.hear(&now), read).1?;
        std::mem::swap(&mut now, &mut next);
    }
    let mut found = Vec::new();
    for (step, band) in attacks(&ear.bands, threshold) {
        found.push(first_sample(tape, step, band)?);
    }
    found.retain(|it| *it < tape.frames());
    found.dedup();
    Ok(Heard { attacks: found, peak: ear.peak })
}

/// The sample with which the attack in `step` begins: the first that reaches a quarter of the
/// highest after it and more than what was before, in the band that told it.
fn first_sample(tape: &mut impl Tape, step: usize, band: usize) -> io::Result<usize> {
    const BEFORE: usize = 6 * STEP;
    let start = (step * STEP) as i64 - BEFORE as i64 - STEP as i64;
    let mut near = vec![vec![0.0; BEFORE + 10 * STEP]; tape.channels()];
    tape.read(start, &mut near)?;
    let hz: f64 = [0.0_f64, 2_500.0, 7_000.0].get(band).copied().unwrap_or(0.0);
    let mut loud = vec![0.0_f64; BEFORE + 10 * STEP];
    for channel in &near {
        let mut filter = HighPass::new(hz.max(20.0), tape.rate());
        for (sum, sample) in loud.iter_mut().zip(channel) {
            let sample = f64::from(clean(*sample, 1.0));
            *sum += if band == 0 { sample } else { filter.next(sample) }.abs();
        }
    }
    let highest = |part: &[f64]| part.iter().copied().fold(0.0, f64::max);
    let before = highest(&loud[2 * STEP..BEFORE]);
    let least = (0.25 * highest(&loud[BEFORE..])).max(1.2 * before);
    let first = (BEFORE..loud.len()).find(|it| loud[*it] > least).unwrap_or(BEFORE + STEP);
    Ok(usize::try_from(start + first as i64).unwrap_or(0))
}

/// Energies a step in each band.
struct Ear {
    filters: Vec<[HighPass; 2]>,
    bands: [Vec<f32>; 3],
    peak: f32,
}

impl Ear {
    fn new(channels: usize, rate: u32) -> Self {
        let pair = || [HighPass::new(2_500.0, rate), HighPass::new(7_000.0, rate)];
        Self {
            filters: (0..channels).map(|_| pair()).collect(),
            bands: Default::default(),
            peak: 0.0,
        }
    }

    fn hear(&mut self, block: &[Vec<f32>]) {
        let channels: Vec<(Vec<[f64; 3]>, f32)> = block
            .par_iter()
            .zip(&mut self.filters)
            .map(|(it, filters)| energies(it, filters))
            .collect();
        for step in 0..block.first().map_or(0, Vec::len) / STEP {
            for (index, band) in self.bands.iter_mut().enumerate() {
                band.push(channels.iter().map(|it| it.0[step][index]).sum::<f64>() as f32);
            }
        }
        self.peak = channels.iter().map(|it| it.1).fold(self.peak, f32::max);
    }
}

/// The energies of a channel in each band, step by step, and its loudest sample.
fn energies(channel: &[f32], filters: &mut [HighPass; 2]) -> (Vec<[f64; 3]>, f32) {
    // On filters of its own, lest two threads write side by side into one line of a cache.
    let [mut low, mut high] = filters.clone();
    let mut peak = 0.0_f32;
    let mut energy = |samples: &[f32]| {
        let mut own = [0.0_f64; 3];
        for sample in samples {
            let sample = clean(*sample, 1.0);
            peak = peak.max(sample.abs());
            let sample = f64::from(sample);
            for (energy, x) in own.iter_mut().zip([sample, low.next(sample), high.next(sample)]) {
                *energy += x * x;
            }
        }
        own
    };
    let energies = channel.chunks_exact(STEP).map(&mut energy).collect();
    *filters = [low, high];
    (energies, peak)
}

/// A Butterworth high-pass of two poles (bilinear transform).
#[derive(Clone)]
struct HighPass {
    b: f64,
    a: [f64; 2],
    memory: [f64; 2],
}

impl HighPass {
    fn new(hz: f64, rate: u32) -> Self {
        let place = (hz / f64::from(rate.max(1))).min(0.45);
        let k = libm::tan(std::f64::consts::PI * place);
        let norm = 1.0 / (1.0 + std::f64::consts::SQRT_2 * k + k * k);
        let a = [2.0 * (k * k - 1.0) * norm, (1.0 - std::f64::consts::SQRT_2 * k + k * k) * norm];
        Self { b: norm, a, memory: [0.0; 2] }
    }

    fn next(&mut self, x: f64) -> f64 {
        let y = self.b * x + self.memory[0];
        self.memory[0] = -2.0 * self.b * x - self.a[0] * y + self.memory[1];
        self.memory[1] = self.b * x - self.a[1] * y;
        y
    }
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
        let first_best = near.iter().fold(f32::MIN, |a, b| a.max(*b));
        if all[at] < threshold || all[at] < first_best {
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
    (0..energies.len())
        .map(|at| {
            let before = &smooth[at.saturating_sub(34)..at.saturating_sub(4)];
            let loudest = before.iter().copied().fold(0.0, f32::max);
            let near = if at == 0 { 0.0 } else { mean(at.saturating_sub(8), at) };
            libm::logf((smooth[at] + floor) / (0.5 * loudest + 0.5 * near + floor))
        })
        .collect()
}

/// The first step near `at` that reaches a quarter of the local peak.
fn refined(energies: &[f32], at: usize) -> usize {
    let range = at.saturating_sub(4)..(at + 12).min(energies.len());
    let peak = energies[range.clone()].iter().copied().fold(0.0, f32::max);
    range.clone().find(|it| energies[*it] > 0.25 * peak).unwrap_or(at)
}
