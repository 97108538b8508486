//! True peaks: how far a sound swings between its samples (ITU-R BS.1770-4, annex 2).

use crate::hear::power::highest;

/// Samples that a point between two of them is made of.
const TAPS: usize = 12;

/// Samples that are looked at together.
const STRETCH: usize = 64;

/// From this rate on nothing hides between the samples.
const DENSE: u32 = 192_000;

/// The highest point of one channel, fed piece by piece.
pub(crate) struct TruePeak {
    /// The points between two samples, as weights of those around; three, or one at high rates.
    phases: Vec<[f32; TAPS]>,
    /// How much higher than the samples around it a point can be.
    most: f32,
    waiting: Vec<f32>,
    highest: f32,
}

impl TruePeak {
    /// A meter at `rate` hertz: four points a sample below 96 kHz, two below 192 kHz.
    pub(crate) fn new(rate: u32) -> Self {
        let times = match rate {
            0..96_000 => 4,
            96_000..DENSE => 2,
            _ => 1,
        };
        let phases: Vec<[f32; TAPS]> =
            (1..times).map(|it| phase(f64::from(it) / f64::from(times))).collect();
        let sums = phases.iter().map(|it| it.iter().map(|it| it.abs()).sum::<f32>());
        Self { most: sums.fold(1.0, f32::max), phases, waiting: vec![0.0; TAPS], highest: 0.0 }
    }

    /// Hears the next samples.
    pub(crate) fn push(&mut self, plane: &[f32]) {
        self.waiting.extend_from_slice(plane);
        let mut from = 0;
        while from + STRETCH + TAPS <= self.waiting.len() {
            let stretch = &self.waiting[from..from + STRETCH + TAPS];
            let samples = highest(stretch);
            self.highest = self.highest.max(samples);
            // Where no point can be higher than what was seen there is nothing to look for.
            if self.highest < samples * self.most {
                self.highest = self.highest.max(between(&self.phases, stretch));
            }
            from += STRETCH;
        }
        self.waiting.drain(..from);
    }

    /// The highest point, as an amplitude.
    pub(crate) fn finish(mut self) -> f64 {
        self.push(&[0.0; STRETCH + TAPS]);
        f64::from(self.highest)
    }
}

/// The highest of all points between the samples of a stretch.
fn between(phases: &[[f32; TAPS]], stretch: &[f32]) -> f32 {
    let mut highest = 0.0_f32;
    for phase in phases {
        for samples in stretch.windows(TAPS) {
            let point: f32 = phase.iter().zip(samples).map(|(a, b)| a * b).sum();
            highest = highest.max(point.abs());
        }
    }
    highest
}

/// The weights of the samples around a point that lies `part` of the way from the sixth to the
/// seventh: a sinc under a Hann window.
fn phase(part: f64) -> [f32; TAPS] {
    use std::f64::consts::PI;
    let half = TAPS as f64 / 2.0;
    std::array::from_fn(|tap| {
        let x = tap as f64 - (half - 1.0) - part;
        let window = 0.5 + 0.5 * libm::cos(PI * x / half);
        (libm::sin(PI * x) / (PI * x) * window) as f32
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sine of amplitude 1/2 at a part of the rate, from a phase on.
    fn sine(part: f64, turn: f64) -> Vec<f32> {
        let angle = |it: usize| std::f64::consts::TAU * (part * it as f64 + turn);
        (0..4_000).map(|it| (0.5 * libm::sin(angle(it))) as f32).collect()
    }

    fn peak(samples: &[f32]) -> f64 {
        let mut meter = TruePeak::new(48_000);
        samples.chunks(997).for_each(|it| meter.push(it));
        20.0 * libm::log10(meter.finish())
    }

    #[test]
    fn a_sine_between_the_samples_is_seen_as_tech_3341_asks() {
        // EBU Tech 3341, cases 15 to 19: −6 dBTP, from −0.4 to +0.2 dB.
        for (part, turn) in [(0.25, 0.0), (0.25, 0.125), (1.0 / 6.0, 1.0 / 6.0), (0.125, 0.1875)] {
            // A start that is no part of the sine rings; fade in.
            let mut wave = sine(part, turn);
            wave.iter_mut().take(400).enumerate().for_each(|(at, it)| *it *= at as f32 / 400.0);
            wave.iter_mut()
                .rev()
                .take(400)
                .enumerate()
                .for_each(|(at, it)| *it *= at as f32 / 400.0);
            let heard = peak(&wave) + 6.02;
            assert!((-0.4..0.2).contains(&heard), "{part} {turn}: {heard}");
        }
    }

    #[test]
    fn skipping_changes_nothing() {
        let wave: Vec<f32> = (0..9_000).map(|it| ((it * it) % 611) as f32 / 611.0 - 0.5).collect();
        let mut padded = vec![0.0; TAPS];
        padded.extend(&wave);
        padded.extend([0.0; STRETCH + TAPS]);
        let meter = TruePeak::new(48_000);
        let all = between(&meter.phases, &padded).max(highest(&padded));
        assert_eq!(peak(&wave), 20.0 * libm::log10(f64::from(all)));
    }
}
