//! How strong a sound is from one hundredth of a second to the next, and how far it swings.

use music_types::{Db, Gain};

/// Steps a second.
pub(crate) const STEPS: usize = 100;

/// What was heard in one step, all channels together.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Step {
    /// The mean of the squares.
    pub(crate) square: f64,
    /// The mean of the samples.
    pub(crate) mean: f64,
    /// The lowest sample.
    pub(crate) low: f32,
    /// The highest sample.
    pub(crate) high: f32,
}

/// The strength of a sound, a step at a time.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Power {
    steps: Vec<Step>,
    /// Values that the last step holds so far, and that a whole one does.
    values: f64,
    whole: f64,
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
            (self.whole, self.values) = (self.whole.max(self.values), 0.0);
        }
        let Some(step) = self.steps.last_mut() else { return };
        let (mut square, mut sum) = (step.square * self.values, step.mean * self.values);
        for plane in planes {
            let lanes = Lanes::of(plane.get(from..to).unwrap_or(&[]));
            (square, sum) = (square + lanes.square, sum + lanes.sum);
            (step.low, step.high) = (step.low.min(lanes.low), step.high.max(lanes.high));
        }
        self.values += ((to - from) * planes.len()) as f64;
        (step.square, step.mean) = (square / self.values.max(1.0), sum / self.values.max(1.0));
    }

    /// The highest sample, as an amplitude.
    pub(crate) fn peak(&self) -> f32 {
        self.steps.iter().map(|it| it.high.max(-it.low)).fold(0.0, f32::max)
    }

    /// The RMS of the whole, as an amplitude.
    pub(crate) fn rms(&self) -> f64 {
        libm::sqrt(self.average(|it| it.square))
    }

    /// The mean of all samples.
    pub(crate) fn mean(&self) -> f64 {
        self.average(|it| it.mean)
    }

    /// The mean over all steps, of which the last may be shorter.
    fn average(&self, of: impl Fn(&Step) -> f64) -> f64 {
        let Some((last, whole)) = self.steps.split_last() else { return 0.0 };
        let share = if self.whole == 0.0 { 1.0 } else { (self.values / self.whole).min(1.0) };
        let sum = whole.iter().map(&of).sum::<f64>() + share * of(last);
        sum / (whole.len() as f64 + share)
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

/// Sums of a piece, eight samples side by side: a machine adds them at once.
struct Lanes {
    square: f64,
    sum: f64,
    low: f32,
    high: f32,
}

const LANES: usize = 8;

impl Lanes {
    fn of(samples: &[f32]) -> Self {
        let (mut squares, mut sums) = ([0.0_f64; LANES], [0.0_f32; LANES]);
        let (mut lows, mut highs) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        let mut take = |lane: usize, sample: f32| {
            squares[lane] += f64::from(sample) * f64::from(sample);
            sums[lane] += sample;
            lows[lane] = if sample < lows[lane] { sample } else { lows[lane] };
            highs[lane] = if highs[lane] < sample { sample } else { highs[lane] };
        };
        let (chunks, rest) = samples.as_chunks::<LANES>();
        for chunk in chunks {
            (0..LANES).for_each(|lane| take(lane, chunk[lane]));
        }
        rest.iter().for_each(|it| take(0, *it));
        Self {
            square: squares.iter().sum(),
            sum: sums.iter().map(|it| f64::from(*it)).sum(),
            low: lows.into_iter().fold(0.0, f32::min),
            high: highs.into_iter().fold(0.0, f32::max),
        }
    }
}

/// The highest sample, as an amplitude.
pub(crate) fn highest(samples: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; LANES];
    let (chunks, rest) = samples.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, sample) in lanes.iter_mut().zip(chunk) {
            *lane = if *lane < sample.abs() { sample.abs() } else { *lane };
        }
    }
    rest.iter().fold(lanes.into_iter().fold(0.0, f32::max), |it, sample| it.max(sample.abs()))
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
