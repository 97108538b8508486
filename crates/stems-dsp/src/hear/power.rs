//! How strong a sound is from one hundredth of a second to the next, and how far it swings.

use music_types::{Db, Gain};

/// Steps a second.
pub(crate) const STEPS: usize = 100;

/// What was heard in one step, all channels together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Step {
    /// The mean of the squares.
    pub(crate) square: f64,
    /// The lowest sample.
    pub(crate) low: f32,
    /// The highest sample.
    pub(crate) high: f32,
}

/// The strength of a sound, a step at a time.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Power {
    steps: Vec<Step>,
    /// Values that the last step holds so far.
    values: f64,
    frames: u64,
}

impl Power {
    /// Hears the next piece, at `rate` hertz.
    pub(crate) fn push(&mut self, rate: u32, planes: &[&[f32]]) {
        let frames = planes.iter().map(|it| it.len()).min().unwrap_or(0);
        let mut from = 0;
        while from < frames {
            let step = self.frames * STEPS as u64 / u64::from(rate.max(1));
            let next = ((step + 1) * u64::from(rate.max(1))).div_ceil(STEPS as u64);
            let to = frames.min(from + (next - self.frames) as usize);
            self.add(step as usize, planes, from, to);
            self.frames += (to - from) as u64;
            from = to;
        }
    }

    fn add(&mut self, step: usize, planes: &[&[f32]], from: usize, to: usize) {
        if self.steps.len() <= step {
            self.steps.resize(step + 1, Step::default());
            self.values = 0.0;
        }
        let Some(step) = self.steps.last_mut() else { return };
        let mut sum = step.square * self.values;
        for sample in planes.iter().flat_map(|it| it.get(from..to).unwrap_or(&[])) {
            sum += f64::from(*sample) * f64::from(*sample);
            (step.low, step.high) = (step.low.min(*sample), step.high.max(*sample));
        }
        self.values += ((to - from) * planes.len()) as f64;
        step.square = sum / self.values.max(1.0);
    }

    /// All steps.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The RMS level of a stretch, in seconds, to the nearest step.
    pub(crate) fn level(&self, from: f64, to: f64) -> Db {
        let place = |at: f64| (at.max(0.0) * STEPS as f64).round() as usize;
        let steps = self.steps.get(place(from)..place(to).min(self.steps.len())).unwrap_or(&[]);
        let sum: f64 = steps.iter().map(|it| it.square).sum();
        Gain::new(libm::sqrt(sum / steps.len().max(1) as f64)).to_db()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_any_length_give_the_same_steps() {
        for rate in [8_000, 11_025, 44_100, 50] {
            let wave: Vec<f32> = (0..rate * 3).map(|it| libm::sinf(it as f32 * 0.05)).collect();
            let (mut whole, mut parts) = (Power::default(), Power::default());
            whole.push(rate, &[&wave]);
            wave.chunks(37).for_each(|it| parts.push(rate, &[it]));
            assert_eq!(whole.steps.len(), parts.steps.len());
            for (a, b) in whole.steps.iter().zip(&parts.steps) {
                assert!((a.square - b.square).abs() < 1e-9 && a.low == b.low && a.high == b.high);
            }
        }
    }

    #[test]
    fn a_stretch_has_its_level() {
        let mut power = Power::default();
        power.push(1_000, &[&[0.1; 2_000], &[0.1; 2_000]]);
        power.push(1_000, &[&[1.0; 2_000], &[1.0; 2_000]]);
        assert!((power.level(0.0, 2.0).value() + 20.0).abs() < 1e-3);
        assert!(power.level(2.0, 4.0).value().abs() < 1e-3);
        assert_eq!(power.level(5.0, 9.0), Db::SILENCE);
    }
}
