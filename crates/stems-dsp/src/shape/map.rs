//! The map of time: where each moment of a recording goes.

/// A moment of the recording and the moment at which it is to sound, both in samples from the
/// start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Anchor {
    /// In the recording.
    pub from: f64,
    /// In the result.
    pub to: f64,
}

/// A chain of straight lines through anchors; before the first and after the last, time goes on as
/// within the outermost pair. A quarter to four times as long, each line.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeMap {
    anchors: Vec<Anchor>,
}

impl TimeMap {
    /// The slowest and the fastest a recording can be made.
    pub const RATIOS: std::ops::RangeInclusive<f64> = 0.25..=4.0;

    /// A map through `anchors`: two or more, rising both ways.
    ///
    /// # Errors
    ///
    /// In words, with the place: fewer than two anchors, one that is not later than the one
    /// before, or a line steeper than [`TimeMap::RATIOS`].
    pub fn new(anchors: Vec<Anchor>) -> Result<Self, String> {
        if anchors.len() < 2 {
            return Err(format!("{} anchors; a map has two or more", anchors.len()));
        }
        for (index, pair) in anchors.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let (from, to) = (b.from - a.from, b.to - a.to);
            let place = || format!("anchor {} ({} to {})", index + 2, b.from, b.to);
            if !(from.is_finite() && to.is_finite() && from > 0.0 && to > 0.0) {
                return Err(format!("{} is not later than the one before", place()));
            }
            if !Self::RATIOS.contains(&(to / from)) {
                return Err(format!(
                    "{} makes the line before it {:.3} times as long; 0.25 to 4 can be done",
                    place(),
                    to / from
                ));
            }
        }
        Ok(Self { anchors })
    }

    /// Everything `ratio` times as long, held within [`TimeMap::RATIOS`].
    pub fn steady(ratio: f64) -> Self {
        let ratio = if ratio.is_finite() { ratio.clamp(0.25, 4.0) } else { 1.0 };
        let anchors = vec![Anchor { from: 0.0, to: 0.0 }, Anchor { from: 1.0, to: ratio }];
        Self { anchors }
    }

    /// The same map with the result `factor` times as long.
    pub(super) fn scaled(&self, factor: f64) -> Self {
        let scaled = |it: &Anchor| Anchor { from: it.from, to: it.to * factor };
        Self { anchors: self.anchors.iter().map(scaled).collect() }
    }

    /// Whether every moment stays where it is.
    pub fn is_straight(&self) -> bool {
        self.anchors.iter().all(|it| it.from == it.to)
    }

    /// Whether there is only one line.
    pub(super) fn is_one_line(&self) -> bool {
        self.anchors.len() == 2
    }

    /// The moment of the result at which moment `from` of the recording sounds.
    pub fn target(&self, from: f64) -> f64 {
        let (a, b) = self.line(|it| it.from <= from);
        a.to + (from - a.from) * (b.to - a.to) / (b.from - a.from)
    }

    /// The moment of the recording that sounds at `to`.
    pub fn source(&self, to: f64) -> f64 {
        let (a, b) = self.line(|it| it.to <= to);
        a.from + (to - a.to) * (b.from - a.from) / (b.to - a.to)
    }

    /// How many times as long the sound at moment `to` of the result lasts.
    pub fn ratio_at(&self, to: f64) -> f64 {
        let (a, b) = self.line(|it| it.to <= to);
        (b.to - a.to) / (b.from - a.from)
    }

    /// How many samples become of `frames` of them.
    pub fn frames(&self, frames: usize) -> usize {
        let end = if let [a, b] = self.anchors.as_slice()
            && (a.from, a.to, b.from) == (0.0, 0.0, 1.0)
        {
            frames as f64 * b.to
        } else {
            self.target(frames as f64)
        };
        libm::round(end.max(0.0)) as usize
    }

    /// The line on which a moment lies, whose anchors up to it satisfy `is_before`.
    fn line(&self, is_before: impl Fn(&Anchor) -> bool) -> (Anchor, Anchor) {
        let next = self.anchors.partition_point(is_before).clamp(1, self.anchors.len() - 1);
        (self.anchors[next - 1], self.anchors[next])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beat_that_drifts_lands_on_the_grid() {
        let anchors =
            [(0.0, 0.0), (1000.0, 1100.0), (2100.0, 2200.0)].map(|(from, to)| Anchor { from, to });
        let map = TimeMap::new(anchors.to_vec()).expect("it rises");
        assert_eq!((map.target(1000.0), map.source(2200.0)), (1100.0, 2100.0));
        assert_eq!(map.target(-100.0), -110.0);
        assert!((map.ratio_at(1500.0) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_map_that_turns_back_is_refused_with_its_place() {
        let anchors = [(0.0, 0.0), (1000.0, 900.0), (900.0, 950.0)];
        let map = TimeMap::new(anchors.map(|(from, to)| Anchor { from, to }).to_vec());
        assert_eq!(map, Err("anchor 3 (900 to 950) is not later than the one before".to_owned()));
        assert!(TimeMap::new(vec![Anchor { from: 0.0, to: 0.0 }]).is_err());
    }
}
