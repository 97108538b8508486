//! How much is heard of a recording, step by step and in three bands: what attacks are found in.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::high_pass::HighPass;
use super::tape::{Tape, clean};

/// Samples of a step.
pub(super) const STEP: usize = 64;
/// Above which the second and the third band lie, in hertz; the first is all.
pub(super) const HIGH_PASSES: [f64; 2] = [2_500.0, 7_000.0];
/// Samples of a part up to 48 kHz; at higher rates as many times more as the lead is longer.
const PART: usize = 64 * STEP;
/// Parts that one thread hears abreast: a filter waits for its own last sample, four of them do not wait for each other.
const LANES: usize = 4;
/// Blocks that may wait to be heard; when there are more, whoever brings one hears it.
const WAITING: usize = 8;
/// Samples read at once of a tape that is gone through.
const PIECE: usize = 1 << 15;

/// What was heard of a recording, all its channels together.
#[derive(Debug, Clone)]
pub struct Heard {
    /// The energy of each step, in all and above each of [`HIGH_PASSES`].
    pub(super) bands: [Vec<f32>; 3],
    /// The loudest sample.
    pub(super) peak: f32,
}

/// Goes through a tape and hears it.
pub(super) fn hear(tape: &mut impl Tape) -> io::Result<Heard> {
    let notes = Notes::default();
    let trouble = rayon::in_place_scope(|scope| {
        let mut cutter = Cutter::new(tape.rate(), tape.channels());
        let mut piece = vec![Vec::new(); tape.channels()];
        for at in (0..tape.frames()).step_by(PIECE) {
            let length = PIECE.min(tape.frames() - at);
            piece.iter_mut().for_each(|it| it.resize(length, 0.0));
            tape.read(at as i64, &mut piece)?;
            cutter.take(&piece, |it| notes.take(scope, it));
        }
        cutter.finish(|it| notes.take(scope, it));
        Ok(())
    });
    trouble.map(|()| notes.finish())
}

/// Cuts what comes bit by bit into blocks that can be heard side by side.
pub(super) struct Cutter {
    ear: Ear,
    /// What is to be heard next, from its lead on, as far as it has come.
    block: Vec<Vec<f32>>,
    /// Blocks before it.
    count: usize,
}

impl Cutter {
    /// For `channels` channels at `rate` hertz, before which was silence.
    pub(super) fn new(rate: u32, channels: usize) -> Self {
        let ear = Ear::new(rate);
        let room = || Vec::with_capacity(ear.block());
        let mut block: Vec<Vec<f32>> = (0..channels).map(|_| room()).collect();
        block.iter_mut().for_each(|it| it.resize(ear.lead, 0.0));
        Self { ear, block, count: 0 }
    }

    /// Takes what comes next, one slice a channel, all of one length; `ready` is given each block that is whole.
    pub(super) fn take<P: AsRef<[f32]>>(&mut self, planes: &[P], mut ready: impl FnMut(Block)) {
        let length = planes.iter().map(|it| it.as_ref().len()).min().unwrap_or(0);
        let mut done = 0;
        while done < length {
            let count = (length - done).min(self.wanted());
            for (channel, plane) in self.block.iter_mut().zip(planes) {
                channel.extend_from_slice(&plane.as_ref()[done..done + count]);
            }
            done += count;
            if self.wanted() == 0 {
                ready(self.next());
            }
        }
    }

    /// Gives the last block, with silence after it.
    pub(super) fn finish(mut self, ready: impl FnOnce(Block)) {
        let whole = self.ear.block();
        let is_begun = self.block.first().is_some_and(|it| self.ear.lead < it.len());
        if is_begun {
            self.block.iter_mut().for_each(|it| it.resize(whole, 0.0));
            ready(self.next());
        }
    }

    /// Samples that the block is short of.
    fn wanted(&self) -> usize {
        self.ear.block() - self.block.first().map_or(self.ear.lead, Vec::len)
    }

    /// The block, after which another begins with its end.
    fn next(&mut self) -> Block {
        let next = |it: &Vec<f32>| {
            let mut next = Vec::with_capacity(it.len());
            next.extend_from_slice(&it[it.len() - self.ear.lead..]);
            next
        };
        let next = self.block.iter().map(next).collect();
        let (channels, at) = (std::mem::replace(&mut self.block, next), self.count);
        self.count += 1;
        Block { ear: self.ear.clone(), channels, at }
    }
}

/// A piece of a recording with what is needed to hear it.
pub(super) struct Block {
    ear: Ear,
    channels: Vec<Vec<f32>>,
    at: usize,
}

/// What each block was heard to hold, whoever heard it.
#[derive(Default)]
pub(super) struct Notes {
    heard: Mutex<BTreeMap<usize, Heard>>,
    waiting: AtomicUsize,
}

impl Notes {
    /// Has a block heard, by another thread of `scope` if one is free.
    pub(super) fn take<'a>(&'a self, scope: &rayon::Scope<'a>, block: Block) {
        if self.waiting.fetch_add(1, Ordering::Relaxed) < WAITING {
            scope.spawn(move |_| self.hear(&block));
        } else {
            self.hear(&block);
        }
    }

    fn hear(&self, block: &Block) {
        let heard = block.ear.hear(&block.channels);
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).insert(block.at, heard);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    /// All of them, one after the other.
    pub(super) fn finish(self) -> Heard {
        let blocks = self.heard.into_inner().unwrap_or_else(PoisonError::into_inner);
        let steps = blocks.values().map(|it| it.bands[0].len()).sum();
        let mut all =
            Heard { bands: std::array::from_fn(|_| Vec::with_capacity(steps)), peak: 0.0 };
        for block in blocks.into_values() {
            all.bands.iter_mut().zip(&block.bands).for_each(|(all, it)| all.extend_from_slice(it));
            all.peak = all.peak.max(block.peak);
        }
        all
    }
}

/// Hears energies.
#[derive(Clone)]
struct Ear {
    filters: [HighPass<LANES>; 2],
    /// Samples before a part from which filters that start at nothing are as if they had run for ever: 10 ms or 512, in
    /// which they fall by more than 900 dB.
    lead: usize,
    /// Samples of a part.
    part: usize,
}

impl Ear {
    fn new(rate: u32) -> Self {
        let seen = rate.min(768_000) as usize;
        Self {
            filters: HIGH_PASSES.map(|hz| HighPass::new(hz, rate)),
            lead: (seen / 100).max(512),
            part: PART * seen.div_ceil(48_000).max(1),
        }
    }

    /// Samples of a block: [`LANES`] parts after a lead.
    const fn block(&self) -> usize {
        self.lead + LANES * self.part
    }

    /// Hears a block.
    fn hear(&self, block: &[Vec<f32>]) -> Heard {
        let steps = self.part / STEP;
        let mut energies = vec![[[0.0; LANES]; 3]; steps];
        let mut peak = 0.0_f32;
        for channel in block {
            peak = peak.max(self.hear_channel(channel, &mut energies));
        }
        let in_order = || (0..LANES).flat_map(|lane| (0..steps).map(move |step| (lane, step)));
        let band = |band: usize| {
            in_order().map(|(lane, step)| energies[step][band][lane] as f32).collect()
        };
        Heard { bands: std::array::from_fn(band), peak }
    }

    /// Adds the energies of a channel to `energies`, which has a place for each step, band and lane; tells its loudest sample.
    fn hear_channel(&self, channel: &[f32], energies: &mut [[[f64; LANES]; 3]]) -> f32 {
        let lanes: [&[f32]; LANES] =
            std::array::from_fn(|it| &channel[it * self.part..][..self.lead + self.part]);
        let sounding = |at: usize| lanes.map(|it| clean(it[at], 1.0));
        let [mut low, mut high] = self.filters.clone();
        for at in 0..self.lead {
            let samples = sounding(at).map(f64::from);
            low.next(samples);
            high.next(samples);
        }
        let mut peak = 0.0_f32;
        for (step, energies) in energies.iter_mut().enumerate() {
            // Of this channel alone first, so that channels may be swapped.
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
            let places = energies.iter_mut().flatten();
            places.zip(sums.iter().flatten()).for_each(|(all, sum)| *all += sum);
        }
        peak
    }
}

#[cfg(test)]
mod tests {
    use music_types::Wave;

    use super::super::onsets::onsets;
    use super::*;

    #[test]
    fn attacks_are_found_wherever_a_part_or_a_block_ends() {
        for rate in [8_000, 44_100, 192_000] {
            let part = Ear::new(rate).part;
            let block = LANES * part;
            let wanted = [part - 1, 2 * part, 3 * part + 1, block - 64, block + part + 63];
            let mut samples = vec![0.0_f32; 2 * block];
            for (it, start) in wanted.iter().flat_map(|start| (0..2_000).map(move |it| (it, start)))
            {
                samples[start + it] = libm::expf(it as f32 * -0.01) * libm::cosf(it as f32 * 1.9);
            }
            let wave = Wave { rate, channels: vec![samples; 2] };
            let found = onsets(&mut { &wave }, 0.9, false).expect("memory does not fail").attacks;
            assert_eq!(found.len(), wanted.len(), "at {rate} Hz: {found:?}");
            let apart = found.iter().zip(wanted).map(|(found, it)| found.abs_diff(it));
            assert!(apart.max() <= Some(1), "at {rate} Hz: {found:?}");
        }
    }

    #[test]
    fn what_comes_bit_by_bit_is_heard_as_what_comes_at_once() {
        let samples: Vec<f32> = (0..50_000).map(|it| libm::sinf(it as f32 * 0.1)).collect();
        let wave = Wave { rate: 44_100, channels: vec![samples.clone(); 2] };
        let at_once = hear(&mut { &wave }).expect("memory does not fail");
        assert!((0.99..=1.0).contains(&at_once.peak), "{}", at_once.peak);
        for length in [1, 999, 16_384, 50_000] {
            let notes = Notes::default();
            rayon::in_place_scope(|scope| {
                let mut cutter = Cutter::new(44_100, 2);
                for some in samples.chunks(length) {
                    cutter.take(&[some; 2], |it| notes.take(scope, it));
                }
                cutter.finish(|it| notes.take(scope, it));
            });
            let heard = notes.finish();
            assert!(heard.peak == at_once.peak && heard.bands == at_once.bands, "{length}");
        }
    }
}
