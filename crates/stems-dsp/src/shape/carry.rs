//! How a partial goes on from frame to frame: turned as one.

use std::cmp::Ordering;
use std::ops::Range;

use realfft::num_complex::Complex32;

use super::analysis::Frame;
use super::course::Course;
use super::glide::Partial;
use super::turn::{direction, unit};

/// Up to which length of their mean the bins of a partial do not agree at all on how it goes on, and from where on they do.
const AGREED: [f32; 2] = [0.6, 0.95];
/// Frames of which none is in phase with the next lose so much where they overlap, as an amplitude: 3.1 dB under Hann
/// twice, four times over.
const MOST_LOST: f32 = 1.434;

/// How a partial goes on.
pub(super) struct Carried {
    /// Its turn.
    pub(super) turn: Complex32,
    /// What makes good that its bins do not agree on it, as those of noise do not: where frames overlap out of phase,
    /// some of the sound is lost. That this is as much as they disagree was measured on noise, whose level is kept to
    /// .2 dB, and to .6 where it gets shorter; tones agree.
    pub(super) gain: f32,
}

impl Carried {
    /// How `partial` of `frame` goes on from its phases in the frame before, `last`: by the mean over the bins about its
    /// peak, its `core`. `before` is how it glided in the frame before.
    ///
    /// Where they do not agree a mean is a matter of hairs, frame after frame the more: the strongest leads.
    pub(super) fn of(
        frame: &Frame,
        last: &Frame,
        partial: &Partial,
        core: Range<usize>,
        before: Option<f32>,
    ) -> Self {
        let course = Course::of(&frame.layout, &frame.moment, partial, before);
        let [all, lead] = said(frame, last, partial, core, course.as_ref());
        let agreed = all.norm_sqr().sqrt();
        let share = ((agreed - AGREED[0]) / (AGREED[1] - AGREED[0])).clamp(0.0, 1.0);
        let turn = unit(all * share + lead * (1.0 - share));
        let along = all.re * turn.re + all.im * turn.im;
        Self { turn, gain: (2.0 - along).clamp(1.0, MOST_LOST) }
    }

    /// The same but for what of it is `short`, 0 to 1: that has no phase which could go on, and is laid as it is.
    pub(super) fn but_for(self, short: f32) -> Self {
        if short == 0.0 {
            return self;
        }
        let long = 1.0 - short;
        Self { turn: unit(self.turn * long + short), gain: 1.0 + (self.gain - 1.0) * long }
    }
}

/// What the bins of a `core` say of how their partial goes on, each with how its phase advances: the mean of all, and the one
/// that the strongest lead.
fn said(
    frame: &Frame,
    last: &Frame,
    partial: &Partial,
    core: Range<usize>,
    course: Option<&Course>,
) -> [Complex32; 2] {
    let [below, above] = sides(&frame.power, partial);
    let most = 1.0 / frame.power[partial.peak].max(f32::MIN_POSITIVE);
    let (mut all, mut lead) = (Sum::default(), Sum::default());
    for bin in core {
        let side = match bin.cmp(&partial.peak) {
            Ordering::Less => below,
            Ordering::Equal => 1.0,
            Ordering::Greater => above,
        };
        let (kept, advance) = (frame.kept(last, bin) * side, frame.advances[bin]);
        let length = kept.norm_sqr().sqrt() * advance.norm_sqr().sqrt();
        let turn = match course {
            Some(it) => kept * advance * direction(it.late(bin as f32 - partial.at)),
            None => kept * advance,
        };
        let square = frame.power[bin] * frame.power[bin] * most * most;
        all.add(turn, length, 1.0);
        lead.add(turn, length, square * square);
    }
    [all.mean(), lead.mean()]
}

/// A sum of turns, and of how long they are.
#[derive(Default)]
struct Sum {
    turns: Complex32,
    lengths: f32,
}

impl Sum {
    fn add(&mut self, turn: Complex32, length: f32, weight: f32) {
        self.turns += turn * weight;
        self.lengths += length * weight;
    }

    /// The mean, of length 1 where all agree, and 1 of nothing.
    fn mean(&self) -> Complex32 {
        if self.lengths < f32::MIN_POSITIVE {
            return Complex32::new(1.0, 0.0);
        }
        self.turns * (1.0 / self.lengths)
    }
}

/// How much the bins below the peak of a partial that stays say of how it goes on, and those above: a side says less the
/// nearer the other comes to the peak. So where two bins are as strong, and either may be the peak, it is those two that say
/// it. Of one that glides the place between bins says which they are.
fn sides(power: &[f32], partial: &Partial) -> [f32; 2] {
    if partial.glide != 0.0 {
        return [1.0; 2];
    }
    let fall = |beside: Option<usize>| {
        let beside = beside.and_then(|it| power.get(it)).copied().unwrap_or(0.0);
        (power[partial.peak] - beside).max(0.0)
    };
    let (below, above) = (fall(partial.peak.checked_sub(1)), fall(Some(partial.peak + 1)));
    let steeper = below.max(above);
    if steeper <= 0.0 { [1.0; 2] } else { [above / steeper, below / steeper] }
}

#[cfg(test)]
mod tests {
    use super::super::analysis::Layout;
    use super::*;

    /// What is seen where a spectrum has these bins; each advances by nothing.
    fn seen(bins: &[Complex32]) -> Frame {
        let layout = Layout { size: 16, hop: 4, is_centred: false, bins: bins.len() };
        let mut frame = Frame::new(1, layout);
        frame.spectra = vec![bins.to_vec()];
        frame.power = bins.iter().map(Complex32::norm_sqr).collect();
        frame.advances.fill(Complex32::new(1.0, 0.0));
        frame
    }

    /// The turn by which bins as strong as `levels` go on from those with the `angles`.
    fn carried(levels: &[f32], angles: &[f32], peak: usize) -> Carried {
        let bins = |angles: &[f32]| -> Vec<Complex32> {
            levels.iter().zip(angles).map(|(level, angle)| direction(*angle) * level).collect()
        };
        let (last, now) = (seen(&bins(angles)), seen(&bins(&vec![0.0; levels.len()])));
        let partial = Partial::still(peak);
        Carried::of(&now, &last, &partial, peak - 1..peak + 2, None)
    }

    #[test]
    fn of_two_bins_as_strong_either_may_be_the_peak() {
        let (levels, angles) = ([0.2, 0.9, 1.0, 1.0, 0.8, 0.2], [0.0, 2.5, 0.3, 0.9, -2.0, 0.0]);
        let [low, high] = [2, 3].map(|peak| carried(&levels, &angles, peak));
        assert!((low.turn - high.turn).norm_sqr() < 1e-10, "{} {}", low.turn, high.turn);
        assert!((low.gain - high.gain).abs() < 1e-4, "{} {}", low.gain, high.gain);
        assert!((low.turn - direction(0.6)).norm_sqr() < 1e-6, "{}", low.turn);
    }

    #[test]
    fn bins_that_agree_are_asked_alike() {
        let together = carried(&[0.6, 1.0, 0.7], &[0.8, 0.8, 1.1], 1);
        // They weigh as their powers do, and the weaker side by how far the other falls.
        let mean = 0.8 + 0.3 * 0.49 / (1.0 + 0.36 * 0.51 / 0.64 + 0.49);
        assert!((together.turn - direction(mean)).norm_sqr() < 1e-4, "{}", together.turn);
        assert!(together.gain < 1.02, "{}", together.gain);
    }

    #[test]
    fn of_bins_that_do_not_agree_the_strongest_leads() {
        // The mean of these is next to nothing: a hair turns it by three quarters of itself.
        let apart = |hair: f32| carried(&[0.9, 1.0, 0.95], &[2.1 + hair, 0.0, -2.1], 1);
        let moved = (apart(0.0).turn - apart(1e-3).turn).norm_sqr().sqrt();
        assert!(moved < 4e-4, "{moved}");
        assert!(1.2 < apart(0.0).gain, "{}", apart(0.0).gain);
    }
}
