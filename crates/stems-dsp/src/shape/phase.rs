//! How far each bin of a spectrum is turned, so that tones go on and attacks hold together.
//!
//! A partial is turned as one, on from the frame before. What is new, or rises with an attack, is integrated along the
//! phase's gradient from the strongest bin down (Průša & Holighaus 2017): a bin's turn is either carried on in time, or
//! taken over from a neighbour.

use std::ops::Range;

use realfft::num_complex::Complex32;

use super::analysis::{Carried, Frame, Layout};
use super::glide::{FAINT, Partial};

/// Bits of a number in single precision below the steps of a bucket: a quarter of an octave of power, 0.75 dB.
const BUCKET_BITS: u32 = 21;
/// The bucket that the strongest bin would have by the bits of its power, 1.
const TOP: u32 = 1.0_f32.to_bits() >> BUCKET_BITS;
/// Buckets there are: from the strongest down to [`FAINT`].
const BUCKETS: usize = 140;
/// No bin.
const NONE: u32 = u32::MAX;
/// A bin rises when its power is this many times that of the frame before.
const RISE: f32 = 1.96;
/// A partial is new when its power is this many times that of the frame before.
const NEW: f32 = 4.0;
/// What is not made louder by more than this, .02 dB, stays as it is.
const LEAST_LOST: f32 = 1.002;
/// Bins on either side of a peak that say how a partial goes on.
const CORE: f32 = 1.5;

/// The phases so far.
pub(super) struct Phases {
    /// The frame that was last turned.
    last: Frame,
    turner: Turner,
}

/// What is needed to turn a frame.
struct Turner {
    /// How fast each bin of the frame before glided; no number where that is not known.
    glides: Vec<f32>,
    heads: Vec<u32>,
    next: Vec<u32>,
    turns: Vec<Complex32>,
    is_done: Vec<bool>,
    /// Whether a bin is of a tone, or turned already.
    is_tone: Vec<bool>,
}

/// How strong is strong in a frame.
struct Scale {
    /// A bin this weak only goes on in time.
    faint: f32,
    /// What makes the strongest bin 1.
    whole: f32,
}

impl Scale {
    /// The bucket of a power: by what it is of the strongest, so that the order hangs on no gain.
    fn bucket(&self, power: f32) -> usize {
        (TOP - ((power * self.whole).to_bits() >> BUCKET_BITS).min(TOP)) as usize
    }
}

impl Phases {
    /// For frames of `channels` channels, the first of which follows on from silence.
    pub(super) fn new(channels: usize, layout: Layout) -> Self {
        Self { last: Frame::new(channels, layout), turner: Turner::new(layout.bins) }
    }

    /// Turns each frame so that it follows on from the one before.
    pub(super) fn turn(&mut self, frames: &mut [Frame]) {
        let mut last = &self.last;
        for frame in frames.iter_mut() {
            self.turner.turn(frame, last);
            last = frame;
        }
        if let Some(last) = frames.last() {
            self.last.clone_from(last);
        }
    }
}

impl Turner {
    /// For spectra of `bins` bins.
    fn new(bins: usize) -> Self {
        Self {
            glides: vec![f32::NAN; bins],
            heads: vec![NONE; BUCKETS],
            next: vec![NONE; 2 * bins],
            turns: vec![Complex32::new(1.0, 0.0); bins],
            is_done: vec![false; bins],
            is_tone: vec![false; bins],
        }
    }

    /// Turns the spectra of `frame`, the same in all channels, so that they follow on from those of `last`, the frame
    /// before, as it was put out.
    fn turn(&mut self, frame: &mut Frame, last: &Frame) {
        let most = frame.most.max(last.most);
        if most <= f32::MIN_POSITIVE {
            return;
        }
        let scale = Scale { faint: most * FAINT, whole: 1.0 / most };
        self.note(&last.partials);
        let (mut left, mut louder) = (Vec::new(), Vec::new());
        if frame.partials.is_empty() {
            left.push((0..frame.power.len(), false));
        }
        for partial in &frame.partials {
            if let Some(on) = self.carried_on(frame, last, partial, &scale) {
                self.turns[partial.bins.clone()].fill(on.turn);
                if LEAST_LOST < on.gain {
                    louder.push((partial.bins.clone(), on.gain));
                }
            } else {
                left.push((partial.bins.clone(), partial.is_tone));
            }
        }
        if !left.is_empty() {
            self.integrate(frame, last, &scale, &left);
        }
        for (bins, gain) in louder {
            self.turns[bins].iter_mut().for_each(|it| *it *= gain);
        }
        for spectrum in &mut frame.spectra {
            for (bin, turn) in spectrum.iter_mut().zip(&self.turns) {
                *bin *= turn;
            }
        }
    }

    /// Notes how fast partials glided.
    fn note(&mut self, partials: &[Partial]) {
        self.glides.fill(f32::NAN);
        for it in partials.iter().filter(|it| it.glide != 0.0) {
            self.glides[it.bins.clone()].fill(it.glide);
        }
    }

    /// How a partial goes on as one, if it was there before and does not come with an attack.
    fn carried_on(
        &self,
        frame: &Frame,
        last: &Frame,
        partial: &Partial,
        scale: &Scale,
    ) -> Option<Carried> {
        let origin = frame.origin(partial);
        let core = core(partial, origin);
        if frame.moment.moved.is_some() && core.clone().any(|it| is_rising(frame, last, it, scale))
        {
            return None;
        }
        let sum = |powers: &[f32]| powers[core.clone()].iter().sum::<f32>();
        let (now, before) = (sum(&frame.power), sum(&last.power));
        if now <= scale.faint || NEW * before <= now {
            return None;
        }
        let glided = (0.0 <= origin).then(|| self.glides.get(origin.round() as usize)).flatten();
        let glided = glided.copied().filter(|it| it.is_finite());
        Some(frame.carried_on(last, partial, core, glided))
    }

    /// Turns the bins that are `left`; of each range, whether it is of a tone.
    fn integrate(
        &mut self,
        frame: &Frame,
        last: &Frame,
        scale: &Scale,
        left: &[(Range<usize>, bool)],
    ) {
        let bins = frame.power.len();
        self.heads.fill(NONE);
        self.is_done.fill(true);
        self.is_tone.fill(true);
        for (range, is_tone) in left {
            self.is_done[range.clone()].fill(false);
            self.is_tone[range.clone()].fill(*is_tone);
        }
        let mut first = BUCKETS;
        let mut edge = None;
        for (range, _) in left {
            for bin in [range.start.wrapping_sub(1), range.end] {
                if self.is_done.get(bin) == Some(&true) && edge != Some(bin) {
                    first = first.min(self.push(bin + bins, scale.bucket(frame.power[bin])));
                    edge = Some(bin);
                }
            }
        }
        for bin in left.iter().flat_map(|it| it.0.clone()) {
            first = first.min(self.begin(frame, last, scale, bin));
        }
        self.spread(frame, last, first, scale);
    }

    /// Gives a bin that is left its turn, or a place among those that wait for it; says in which bucket.
    fn begin(&mut self, frame: &Frame, last: &Frame, scale: &Scale, bin: usize) -> usize {
        let bins = frame.power.len();
        if frame.power[bin] <= scale.faint {
            self.turns[bin] = frame.carried(last, bin);
            self.is_done[bin] = true;
            return BUCKETS;
        }
        let is_rising = is_rising(frame, last, bin, scale);
        if let Some(along) = is_rising.then(|| frame.along(bin)).flatten() {
            self.turns[bin] = along;
            self.is_done[bin] = true;
            return self.push(bin + bins, scale.bucket(frame.power[bin]));
        }
        if scale.faint < last.power[bin] {
            self.push(bin, scale.bucket(last.power[bin]))
        } else {
            // Nothing to go on from but itself: the last resort, after every neighbour.
            self.push(bin, BUCKETS - 1)
        }
    }

    /// From the strongest bin down, to the neighbours that are not yet turned.
    fn spread(&mut self, frame: &Frame, last: &Frame, mut at: usize, scale: &Scale) {
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
                self.turns[node] = frame.carried(last, node);
                self.is_done[node] = true;
                at = at.min(self.push(node + bins, scale.bucket(frame.power[node])));
                continue;
            }
            let bin = node - bins;
            if bin + 1 < bins && !self.is_done[bin + 1] {
                self.turns[bin + 1] = self.turns[bin] * self.step(frame, bin);
                self.is_done[bin + 1] = true;
                at = at.min(self.push(node + 1, scale.bucket(frame.power[bin + 1])));
            }
            if bin > 0 && !self.is_done[bin - 1] {
                self.turns[bin - 1] = self.turns[bin] * self.step(frame, bin - 1).conj();
                self.is_done[bin - 1] = true;
                at = at.min(self.push(node - 1, scale.bucket(frame.power[bin - 1])));
            }
        }
    }

    /// How much further than a bin its upper neighbour is turned: tones turn as one.
    fn step(&self, frame: &Frame, bin: usize) -> Complex32 {
        let is_tone = self.is_tone[bin] && self.is_tone[bin + 1];
        if is_tone { Complex32::new(1.0, 0.0) } else { frame.step(bin) }
    }

    fn push(&mut self, node: usize, bucket: usize) -> usize {
        let bucket = bucket.min(BUCKETS - 1);
        self.next[node] = self.heads[bucket];
        self.heads[bucket] = node as u32;
        bucket
    }
}

/// Whether a bin is louder than it was by so much that it is of something new.
fn is_rising(frame: &Frame, last: &Frame, bin: usize, scale: &Scale) -> bool {
    let power = frame.power[bin];
    scale.faint < power && RISE * last.power[bin] < power
}

/// The bins of a partial about its peak, and about where that was half a step ago.
fn core(partial: &Partial, origin: f32) -> Range<usize> {
    let middle = 0.5 * (partial.at + origin);
    let low = (partial.at.min(middle) - CORE).ceil().max(0.0) as usize;
    let high = (partial.at.max(middle) + CORE).floor().max(0.0) as usize + 1;
    let low = low.clamp(partial.bins.start, partial.peak);
    low..high.clamp(partial.peak + 1, partial.bins.end)
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
