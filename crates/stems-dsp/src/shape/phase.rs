//! How far each bin of a spectrum is turned, so that tones go on and attacks hold together.
//!
//! Integration along the phase's gradient from the strongest bin down (Průša & Holighaus 2017). A
//! bin's turn is either carried on in time, from the frame before, or taken over from a neighbour.

use realfft::num_complex::Complex32;

use super::analysis::Frame;

/// A bin this much weaker than the strongest, in power, only goes on in time.
const FAINT: f32 = 1e-10;
/// Bits of a number in single precision below the steps of a bucket: 1.5 dB of power.
const BUCKET_BITS: u32 = 21;
/// The bucket that the strongest bin would have by the bits of its power, 1.
const TOP: u32 = 1.0_f32.to_bits() >> BUCKET_BITS;
/// Buckets there are: from the strongest down to [`FAINT`].
const BUCKETS: usize = 140;
/// No bin.
const NONE: u32 = u32::MAX;
/// A bin rises when its power is this many times that of the frame before.
const RISE: f32 = 1.96;

/// The phases so far.
pub(super) struct Phases {
    /// The spectra that were last put out.
    last: Vec<Vec<Complex32>>,
    last_power: Vec<f32>,
    heads: Vec<u32>,
    next: Vec<u32>,
    turns: Vec<Complex32>,
    is_done: Vec<bool>,
}

impl Phases {
    /// For `channels` spectra of `bins` bins.
    pub(super) fn new(channels: usize, bins: usize) -> Self {
        Self {
            last: vec![vec![Complex32::default(); bins]; channels],
            last_power: vec![0.0; bins],
            heads: vec![NONE; BUCKETS],
            next: vec![NONE; 2 * bins],
            turns: vec![Complex32::new(1.0, 0.0); bins],
            is_done: vec![false; bins],
        }
    }

    /// Turns the spectra of `frame`, the same in all channels, so that they follow on from those of
    /// the frame before.
    pub(super) fn turn(&mut self, frame: &mut Frame) {
        self.integrate(frame);
        for (spectrum, last) in frame.spectra.iter_mut().zip(&mut self.last) {
            for ((bin, turn), last) in spectrum.iter_mut().zip(&self.turns).zip(last.iter_mut()) {
                *bin *= turn;
                *last = *bin;
            }
        }
        std::mem::swap(&mut self.last_power, &mut frame.power);
    }

    fn integrate(&mut self, frame: &Frame) {
        let bins = frame.power.len();
        let most = frame.power.iter().chain(&self.last_power).copied().fold(0.0, f32::max);
        if most <= f32::MIN_POSITIVE {
            self.turns.fill(Complex32::new(1.0, 0.0));
            return;
        }
        // By what a bin is of the strongest: so that the order hangs on no gain.
        let whole = 1.0 / most;
        let bucket =
            |power: f32| (TOP - ((power * whole).to_bits() >> BUCKET_BITS).min(TOP)) as usize;
        let faint = most * FAINT;
        self.heads.fill(NONE);
        let mut first = BUCKETS;
        for bin in 0..bins {
            self.is_done[bin] = false;
            if let Some(anchor) = frame.anchored(bin)
                && frame.power[bin] > RISE * self.last_power[bin]
                && frame.power[bin] > faint
            {
                self.turns[bin] = anchor;
                self.is_done[bin] = true;
                first = first.min(self.push(bin + bins, bucket(frame.power[bin])));
            } else if frame.power[bin] <= faint {
                self.turns[bin] = frame.carried(&self.last, bin);
                self.is_done[bin] = true;
            } else if self.last_power[bin] > faint {
                first = first.min(self.push(bin, bucket(self.last_power[bin])));
            } else {
                // Nothing to go on from but itself: the last resort, after every neighbour.
                first = first.min(self.push(bin, BUCKETS - 1));
            }
        }
        self.spread(frame, first, bucket);
    }

    /// From the strongest bin down, to the neighbours that are not yet turned.
    fn spread(&mut self, frame: &Frame, mut at: usize, bucket: impl Fn(f32) -> usize) {
        let bins = frame.power.len();
        while at < BUCKETS {
            let node = self.heads[at];
            if node == NONE {
                at += 1;
                continue;
            }
            self.heads[at] = self.next[node as usize];
            let node = node as usize;
            if node < bins {
                if self.is_done[node] {
                    continue;
                }
                self.turns[node] = frame.carried(&self.last, node);
                self.is_done[node] = true;
                at = at.min(self.push(node + bins, bucket(frame.power[node])));
                continue;
            }
            let bin = node - bins;
            if bin + 1 < bins && !self.is_done[bin + 1] {
                self.turns[bin + 1] = self.turns[bin] * frame.steps[bin];
                self.is_done[bin + 1] = true;
                at = at.min(self.push(node + 1, bucket(frame.power[bin + 1])));
            }
            if bin > 0 && !self.is_done[bin - 1] {
                self.turns[bin - 1] = self.turns[bin] * frame.steps[bin - 1].conj();
                self.is_done[bin - 1] = true;
                at = at.min(self.push(node - 1, bucket(frame.power[bin - 1])));
            }
        }
    }

    fn push(&mut self, node: usize, bucket: usize) -> usize {
        let bucket = bucket.min(BUCKETS - 1);
        self.next[node] = self.heads[bucket];
        self.heads[bucket] = node as u32;
        bucket
    }
}

/// The direction of a complex number; 1 for zero.
pub(super) fn unit(z: Complex32) -> Complex32 {
    // Twice normalised: powers of faint bins would be too small for single precision.
    let most = z.re.abs().max(z.im.abs());
    if most < f32::MIN_POSITIVE {
        return Complex32::new(1.0, 0.0);
    }
    let z = z * (1.0 / most);
    if z.re.is_finite() && z.im.is_finite() {
        z * (1.0 / z.norm_sqr().sqrt())
    } else {
        Complex32::new(1.0, 0.0)
    }
}
