//! How far each bin of a spectrum is turned, so that tones go on and attacks hold together.
//!
//! A partial is turned as one, on from the frame before. What is new, or rises with an attack, is integrated along the
//! phase's gradient from the strongest bin down (Průša & Holighaus 2017): a bin's turn is either carried on in time, or
//! taken over from a neighbour.

use std::collections::BinaryHeap;
use std::ops::Range;

use realfft::num_complex::Complex32;

use super::analysis::{Frame, Layout};
use super::carry::Carried;
use super::glide::{FAINT, Partial};
use super::turn::unit;

/// A bin rises when its power is this many times that of the frame before.
const RISE: f32 = 1.96;
/// A partial is new when its power is this many times that of the frame before.
const NEW: f32 = 4.0;
/// What is not made louder by more than this, .02 dB, stays as it is.
const LEAST_LOST: f32 = 1.002;
/// Bins on either side of a peak that say how a partial goes on.
const CORE: f32 = 1.5;
/// Bins from its peak on, and the width of its glide, from where a partial's own are weaker by some 100 dB under a Hann window,
/// and where none is of it any more.
const FAR: [f32; 2] = [32.0, 64.0];

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
    /// Who waits, the strongest first.
    queue: BinaryHeap<Waiting>,
    turns: Vec<Complex32>,
    is_done: Vec<bool>,
    /// Whether a bin is of a tone, or turned already.
    is_tone: Vec<bool>,
}

/// A bin that waits for its turn, or to hand it on to its neighbours: its power, above whether it is turned and which bin it
/// is. The strongest comes first; powers are never negative, so that their bits are in order as they are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting(u64);

impl Waiting {
    fn new(power: f32, bin: usize, is_turned: bool) -> Self {
        Self((u64::from(power.to_bits()) << 32) | (u64::from(is_turned) << 31) | bin as u64)
    }

    const fn bin(self) -> usize {
        (self.0 & 0x7FFF_FFFF) as usize
    }

    const fn is_turned(self) -> bool {
        self.0 & (1 << 31) != 0
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
            queue: BinaryHeap::new(),
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
        if frame.moment.is_over {
            // What the edge of the window still holds of a sound that was cut off has no partials that mean anything.
            for (bin, turn) in self.turns.iter_mut().enumerate() {
                *turn = frame.carried(last, bin);
            }
        } else {
            self.follow(frame, last, most * FAINT);
        }
        for spectrum in &mut frame.spectra {
            for (bin, turn) in spectrum.iter_mut().zip(&self.turns) {
                *bin *= turn;
            }
        }
    }

    /// Finds the turns of a frame that follows on from `last`; what has no more power than `faint` is nothing.
    fn follow(&mut self, frame: &Frame, last: &Frame, faint: f32) {
        self.note(&last.partials);
        let (mut left, mut louder) = (Vec::new(), Vec::new());
        if frame.partials.is_empty() {
            left.push((0..frame.power.len(), false));
        }
        for partial in &frame.partials {
            let Some(on) = self.carried_on(frame, last, partial, faint) else {
                left.push((partial.bins.clone(), partial.is_tone));
                continue;
            };
            self.turns[partial.bins.clone()].fill(on.turn);
            let near = near(partial);
            self.let_be(partial, &near);
            if LEAST_LOST < on.gain {
                louder.push((near, on.gain));
            }
        }
        if !left.is_empty() {
            self.integrate(frame, last, faint, &left);
        }
        for (bins, gain) in louder {
            self.turns[bins].iter_mut().for_each(|it| *it *= gain);
        }
    }

    /// Turns bins that are far from their partial's peak, beyond those `near` it, the less the further they are. What is there
    /// is of something short, as where a sound is cut off: nearly as loud in hundreds of bins, so that it hangs on a hair
    /// where a partial's end. (To let be what is integrated, too, was worse: neighbours go on from it.)
    fn let_be(&mut self, partial: &Partial, near: &Range<usize>) {
        let first = FAR[0] + partial.breadth();
        for bin in (partial.bins.start..near.start).chain(near.end..partial.bins.end) {
            let away = bin.abs_diff(partial.peak) as f32 - first;
            let far = (away / (FAR[1] - FAR[0])).clamp(0.0, 1.0);
            self.turns[bin] = unit(self.turns[bin] * (1.0 - far) + far);
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
        faint: f32,
    ) -> Option<Carried> {
        let origin = frame.origin(partial);
        let core = core(partial, origin);
        if frame.moment.moved.is_some() && core.clone().any(|it| is_rising(frame, last, it, faint))
        {
            return None;
        }
        let sum = |powers: &[f32]| powers[core.clone()].iter().sum::<f32>();
        let (now, before) = (sum(&frame.power), sum(&last.power));
        if now <= faint || NEW * before <= now {
            return None;
        }
        let glided = (0.0 <= origin).then(|| self.glides.get(origin.round() as usize)).flatten();
        let glided = glided.copied().filter(|it| it.is_finite());
        let on = Carried::of(frame, last, partial, core, glided);
        Some(on.but_for(partial.short))
    }

    /// Turns the bins that are `left`; of each range, whether it is of a tone.
    fn integrate(
        &mut self,
        frame: &Frame,
        last: &Frame,
        faint: f32,
        left: &[(Range<usize>, bool)],
    ) {
        self.is_done.fill(true);
        self.is_tone.fill(true);
        for (range, is_tone) in left {
            self.is_done[range.clone()].fill(false);
            self.is_tone[range.clone()].fill(*is_tone);
        }
        let bins = || left.iter().flat_map(|it| it.0.clone());
        for bin in bins() {
            if let Some(turn) = anchored(frame, last, bin, faint) {
                self.turns[bin] = turn;
                self.is_done[bin] = true;
            }
        }
        self.queue.clear();
        for bin in bins() {
            if !self.is_done[bin] {
                self.line_up(frame, last, bin, faint);
            }
        }
        while let Some(next) = self.queue.pop() {
            self.call(frame, last, next);
        }
    }

    /// Lets a bin that is left wait, and those beside it that can hand on their turn.
    fn line_up(&mut self, frame: &Frame, last: &Frame, bin: usize, faint: f32) {
        // Where there is nothing to go on from it is the last resort, after every neighbour.
        let before = Some(last.power[bin]).filter(|it| faint < *it).unwrap_or(0.0);
        self.queue.push(Waiting::new(before, bin, false));
        for beside in [bin.wrapping_sub(1), bin + 1] {
            let is_turned = self.is_done.get(beside) == Some(&true);
            if is_turned && faint < frame.power[beside] {
                self.queue.push(Waiting::new(frame.power[beside], beside, true));
            }
        }
    }

    /// Turns a bin that waited for it, or hands its turn on to its neighbours.
    fn call(&mut self, frame: &Frame, last: &Frame, next: Waiting) {
        let bin = next.bin();
        if !next.is_turned() {
            if !self.is_done[bin] {
                self.settle(frame, bin, frame.carried(last, bin));
            }
            return;
        }
        if self.is_done.get(bin + 1) == Some(&false) {
            self.settle(frame, bin + 1, self.turns[bin] * self.step(frame, bin));
        }
        if 0 < bin && !self.is_done[bin - 1] {
            self.settle(frame, bin - 1, self.turns[bin] * self.step(frame, bin - 1).conj());
        }
    }

    /// Gives a bin its turn, which it then hands on.
    fn settle(&mut self, frame: &Frame, bin: usize, turn: Complex32) {
        self.turns[bin] = turn;
        self.is_done[bin] = true;
        let is_left = |it: usize| self.is_done.get(it) == Some(&false);
        if is_left(bin.wrapping_sub(1)) || is_left(bin + 1) {
            self.queue.push(Waiting::new(frame.power[bin], bin, true));
        }
    }

    /// How much further than a bin its upper neighbour is turned: tones turn as one.
    fn step(&self, frame: &Frame, bin: usize) -> Complex32 {
        let is_tone = self.is_tone[bin] && self.is_tone[bin + 1];
        if is_tone { Complex32::new(1.0, 0.0) } else { frame.step(bin) }
    }
}

/// The turn of a bin that asks no neighbour: all but nothing, which only goes on in time, or not even that where it
/// was less still; or risen with an attack.
fn anchored(frame: &Frame, last: &Frame, bin: usize, faint: f32) -> Option<Complex32> {
    if frame.power[bin] <= faint {
        let was_there = frame.power[bin] <= NEW * last.power[bin];
        return Some(if was_there { frame.carried(last, bin) } else { Complex32::new(1.0, 0.0) });
    }
    is_rising(frame, last, bin, faint).then(|| frame.along(bin)).flatten()
}

/// Whether a bin is louder than it was by so much that it is of something new.
fn is_rising(frame: &Frame, last: &Frame, bin: usize, faint: f32) -> bool {
    let power = frame.power[bin];
    faint < power && RISE * last.power[bin] < power
}

/// The bins of a partial that may be of it, being near its peak.
fn near(partial: &Partial) -> Range<usize> {
    let (Range { start, end }, peak) = (partial.bins.clone(), partial.peak);
    let reach = (FAR[0] + partial.breadth()) as usize;
    peak.saturating_sub(reach).max(start)..(peak + reach).min(end)
}

/// The bins of a partial about its peak, and about where that was half a step ago. Of one that stays it is those beside the
/// peak: where that is between the bins hangs on a hair when two are as strong.
fn core(partial: &Partial, origin: f32) -> Range<usize> {
    let stays = partial.glide == 0.0;
    let at = if stays { partial.peak as f32 } else { partial.at };
    let middle = if stays { at } else { 0.5 * (at + origin) };
    let low = (at.min(middle) - CORE).ceil().max(0.0) as usize;
    let high = (at.max(middle) + CORE).floor().max(0.0) as usize + 1;
    let low = low.clamp(partial.bins.start, partial.peak);
    low..high.clamp(partial.peak + 1, partial.bins.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_that_stays_goes_on_as_the_bins_beside_its_peak() {
        // Two bins as strong: either may be the peak, and the place lies between them or a hair beside.
        for (peak, at) in [(800, 800.5), (801, 800.5), (800, 800.499_94), (801, 800.500_06)] {
            let mut partial = Partial::still(peak);
            (partial.bins, partial.at) = (700..900, at);
            assert_eq!(core(&partial, at), peak - 1..peak + 2, "{peak} at {at}");
        }
    }
}
