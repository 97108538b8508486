//! How a gliding partial gets from frame to frame: its looks see it elsewhere than where it is laid.

use super::analysis::{Layout, Moment};
use super::bend;
use super::glide::Partial;

/// How far a gliding partial is late in the looks, bin by bin.
pub(super) struct Course {
    /// The same for all bins, in radians.
    whole: f32,
    /// How its phase curves over its bins as it is seen, and as it is made, in radians a bin squared.
    seen: f32,
    made: f32,
    /// By how many bins it is elsewhere in the two looks, and was before the step.
    earlier: f32,
    later: f32,
    gone: f32,
}

impl Course {
    /// How a gliding partial advances in the result at `moment`, as against between the two looks; nothing for one that
    /// stays. `before` is how it glided in the frame before.
    pub(super) fn of(
        layout: &Layout,
        moment: &Moment,
        partial: &Partial,
        before: Option<f32>,
    ) -> Option<Self> {
        // What is less turns no bin by a hundredth of a radian.
        const LEAST: f32 = 0.004;
        let change = before.map_or(0.0, |it| partial.glide - it);
        if partial.glide == 0.0 || partial.glide.abs() + change.abs() < LEAST {
            return None;
        }
        let Layout { size, hop, .. } = *layout;
        let per_sample = std::f32::consts::TAU / size as f32;
        let hop = hop as f32;
        let earlier = layout.earlier(moment) as f32;
        let later = if layout.is_centred { earlier + hop } else { 0.0 };
        let gone = (moment.from - moment.last_from) as f32;
        let slower = 1.0 / moment.ratio as f32;
        let glide = partial.glide - 0.5 * change;
        // Between the looks the partial is not where it is in the middle of the step…
        let shifted = glide * per_sample * per_sample * hop * -0.5 * (gone + earlier + later);
        // …and the window smooths a glide that changes by the second moment of Hann and of the hop (.038 · (2π)² / 2),
        // in the result by less.
        let smoothed = 0.75 * (slower * slower - 1.0) * change * hop / gone.max(1.0);
        let smoothed = smoothed.clamp(-0.5, 0.5);
        Some(Self {
            whole: shifted + smoothed,
            seen: partial.curve(1.0),
            made: partial.curve(bend::made(partial.glide, moment.ratio as f32)),
            earlier: glide * per_sample * earlier,
            later: glide * per_sample * later,
            gone: glide * per_sample * gone,
        })
    }

    /// By how many radians more a bin is to advance, `off` bins from the peak.
    pub(super) fn late(&self, off: f32) -> f32 {
        let square = |x: f32| x * x;
        let seen = square(off - self.later) - square(off - self.earlier);
        let made = square(off) - square(off + self.gone);
        self.whole + self.made * made - self.seen * seen
    }
}
