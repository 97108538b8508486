//! Where something new begins: attacks, heard in three bands with a look ahead.

use std::io;

use rayon::prelude::*;

use super::tape::{Tape, clean};

/// Samples of one step of the novelty.
pub(super) const STEP: usize = 64;
/// Samples heard in one go up to 48 kHz; at higher rates as many times more as the lead is longer.
const PART: usize = 64 * STEP;
/// Threads' shares of a block.
const SHARES: usize = 8;
/// Parts that one thread hears abreast: a filter waits for its own last sample, four of them do not wait for each other.
const LANES: usize = 4;
/// Steps between whose attacks only the strongest counts.
const APART: usize = 24;
/// Attacks nearer than this are one, in steps.
const MERGED: usize = 12;
/// Steps before that of an attack in which its first sample is looked for and what was before it heard.
const BEFORE: usize = 7;
/// Steps around an attack that are looked at.
const NEAR: usize = BEFORE + 9;

/// Above which the second and the third band lie, in hertz; the first is all.
const HIGH_PASSES: [f64; 2] = [2_500.0, 7_000.0];

/// What was heard on the way through a tape.
pub(super) struct Heard {
    /// First samples of attacks, rising.
    pub(super) attacks: Vec<usize>,
    /// The loudest sample.
    pub(super) peak: f32,
}

/// Goes through the tape once. `threshold` says by how much louder an attack is, as a logarithm.
pub(super) fn hear(tape: &mut impl Tape, threshold: f32) -> io::Result<Heard> {
    let mut ear = Ear::new(tape.rate());
    let length = SHARES * LANES * ear.part;
    let block = vec![vec![0.0; ear.lead + length]; tape.channels()];
    let (mut now, mut next) = (block.clone(), block);
    let lead = ear.lead as i64;
    tape.read(-lead, &mut now)?;
    for at in (0..tape.frames()).step_by(length) {
        // While one block is heard, the next is read.
        let read = || tape.read((at + length) as i64 - lead, &mut next);
        rayon::join(|| ear.hear(&now), read).1?;
        std::mem::swap(&mut now, &mut next);
    }
    let mut found = first_samples(tape, &attacks(&ear.bands, threshold))?;
    found.retain(|it| *it < tape.frames());
    found.dedup();
    Ok(Heard { attacks: found, peak: ear.peak })
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

/// Energies a step in each band, of all channels together.
struct Ear {
    filters: [HighPass<LANES>; 2],
    /// Samples before a part from which filters that start at nothing are as if they had run for ever: 10 ms or 512, in
    /// which they fall by more than 900 dB.
    lead: usize,
    /// Samples of a part.
    part: usize,
    bands: [Vec<f32>; 3],
    peak: f32,
}

impl Ear {
    fn new(rate: u32) -> Self {
        let seen = rate.min(768_000) as usize;
        Self {
            filters: HIGH_PASSES.map(|hz| HighPass::new(hz, rate)),
            lead: (seen / 100).max(512),
            part: PART * seen.div_ceil(48_000).max(1),
            bands: Default::default(),
            peak: 0.0,
        }
    }

    /// Hears a block, which begins with its lead; its parts abreast and side by side.
    fn hear(&mut self, block: &[Vec<f32>]) {
        let parts = |it: usize| self.energies(block, it * LANES * self.part);
        let parts: Vec<_> = (0..SHARES).into_par_iter().map(parts).collect();
        for (energies, peak) in parts {
            for step in energies.iter().flatten() {
                self.bands.iter_mut().zip(step).for_each(|(band, it)| band.push(*it as f32));
            }
            self.peak = self.peak.max(peak);
        }
    }

    /// The energies in each band of [`LANES`] parts from `start` on, step by step, and their loudest sample.
    fn energies(&self, block: &[Vec<f32>], start: usize) -> ([Vec<[f64; 3]>; LANES], f32) {
        let mut energies = [(); LANES].map(|()| vec![[0.0; 3]; self.part / STEP]);
        let mut peak = 0.0_f32;
        for channel in block {
            let lanes: [&[f32]; LANES] = std::array::from_fn(|it| {
                &channel[start + it * self.part..][..self.lead + self.part]
            });
            let sounding = |at: usize| lanes.map(|it| clean(it[at], 1.0));
            let [mut low, mut high] = self.filters.clone();
            for at in 0..self.lead {
                let samples = sounding(at).map(f64::from);
                low.next(samples);
                high.next(samples);
            }
            for step in 0..self.part / STEP {
                let mut sums = [[0.0; LANES]; 3];
                for at in self.lead + step * STEP..self.lead + (step + 1) * STEP {
                    let samples = sounding(at);
                    peak = samples.iter().fold(peak, |most, it| most.max(it.abs()));
                    let samples = samples.map(f64::from);
                    let bands = [samples, low.next(samples), high.next(samples)];
                    for (sums, band) in sums.iter_mut().zip(bands) {
                        sums.iter_mut().zip(band).for_each(|(sum, x)| *sum += x * x);
                    }
                }
                for (lane, energies) in energies.iter_mut().enumerate() {
                    energies[step].iter_mut().zip(&sums).for_each(|(it, sum)| *it += sum[lane]);
                }
            }
        }
        (energies, peak)
    }
}

/// Butterworth high-passes of two poles (bilinear transform), alike, of which each hears a sound of its own.
#[derive(Clone)]
struct HighPass<const LANES: usize> {
    b: f64,
    a: [f64; 2],
    memory: [[f64; LANES]; 2],
}

impl<const LANES: usize> HighPass<LANES> {
    fn new(hz: f64, rate: u32) -> Self {
        let place = (hz / f64::from(rate.max(1))).min(0.45);
        let k = libm::tan(std::f64::consts::PI * place);
        let norm = 1.0 / (1.0 + std::f64::consts::SQRT_2 * k + k * k);
        let a = [2.0 * (k * k - 1.0) * norm, (1.0 - std::f64::consts::SQRT_2 * k + k * k) * norm];
        Self { b: norm, a, memory: [[0.0; LANES]; 2] }
    }

    fn next(&mut self, samples: [f64; LANES]) -> [f64; LANES] {
        let [last, older] = &mut self.memory;
        std::array::from_fn(|it| {
            let (x, b, a) = (samples[it], self.b, self.a);
            let y = b * x + last[it];
            last[it] = -2.0 * b * x - a[0] * y + older[it];
            older[it] = b * x - a[1] * y;
            y
        })
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

#[cfg(test)]
mod tests {
    use music_types::Wave;

    use super::*;

    #[test]
    fn attacks_are_found_wherever_a_part_or_a_block_ends() {
        for rate in [8_000, 44_100, 192_000] {
            let part = Ear::new(rate).part;
            let block = SHARES * LANES * part;
            let wanted = [part - 1, 2 * part, 3 * part + 1, block - 64, block + part + 63];
            let mut samples = vec![0.0_f32; 2 * block];
            for (it, start) in wanted.iter().flat_map(|start| (0..2_000).map(move |it| (it, start)))
            {
                samples[start + it] = libm::expf(it as f32 * -0.01) * libm::cosf(it as f32 * 1.9);
            }
            let wave = Wave { rate, channels: vec![samples; 2] };
            let heard = hear(&mut { &wave }, 0.9).expect("memory does not fail");
            assert_eq!(heard.attacks.len(), wanted.len(), "at {rate} Hz: {:?}", heard.attacks);
            let apart = heard.attacks.iter().zip(wanted).map(|(heard, it)| heard.abs_diff(it));
            assert!(apart.max() <= Some(1), "at {rate} Hz: {:?}", heard.attacks);
        }
    }
}
