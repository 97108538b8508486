//! The meter of EBU R128: loudness as ITU-R BS.1770-4 weighs and gates it, from blocks of a tenth of
//! a second.

use music_types::Db;

/// Blocks of a momentary window (400 ms) and of a short-term one (3 s).
const MOMENTARY: usize = 4;
const SHORT_TERM: usize = 30;

/// Blocks from one value of the slow curve to the next: a second.
const SLOW: usize = 10;

/// Windows softer than this, in LUFS, are silence.
const SILENCE: f64 = -70.0;

/// Windows so far below the mean of the rest, in LU, count neither for loudness nor for range.
const GATE: f64 = -10.0;
const RANGE_GATE: f64 = -20.0;

/// What the meter showed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Shown {
    /// Integrated loudness, in LUFS.
    pub(crate) integrated: Db,
    /// Loudness range, in LU.
    pub(crate) range: f64,
    /// The loudest momentary window.
    pub(crate) momentary: Db,
    /// The loudest short-term window.
    pub(crate) short_term: Db,
    /// Momentary loudness after each tenth of a second.
    pub(crate) curve: Vec<Db>,
    /// Short-term loudness after each second.
    pub(crate) slow_curve: Vec<Db>,
}

impl Default for Shown {
    fn default() -> Self {
        R128::new(44_100, 1).finish()
    }
}

/// The meter: one or two channels, fed a tenth of a second at a time.
pub(crate) struct R128 {
    /// Of left and right together, which is faster than one after the other.
    pair: Weighing<2>,
    /// Of any other number of channels.
    each: Vec<Weighing<1>>,
    /// Samples of a whole block.
    block: usize,
    /// The mean of the squares of each whole block, the channels summed.
    blocks: Vec<f64>,
}

impl R128 {
    pub(crate) fn new(rate: u32, channels: usize) -> Self {
        let (pair, each) = (Weighing::new(rate), vec![Weighing::new(rate); channels]);
        Self { pair, each, block: (rate as usize / 10).max(1), blocks: Vec::new() }
    }

    /// Hears the next tenth of a second; a shorter one, at the end, fills no window.
    pub(crate) fn push(&mut self, planes: &[&[f32]]) {
        let sum: f64 = match planes {
            [left, right] => self.pair.push([left, right]),
            planes => self.each.iter_mut().zip(planes).map(|(it, plane)| it.push([plane])).sum(),
        };
        let frames = planes.first().map_or(0, |it| it.len());
        if frames == self.block {
            self.blocks.push(sum / frames as f64);
        }
    }

    pub(crate) fn finish(self) -> Shown {
        let momentary = windows(&self.blocks, MOMENTARY);
        let short_term = windows(&self.blocks, SHORT_TERM);
        let full = |all: &[f64], size: usize| all.get(size - 1..).unwrap_or(&[]).to_vec();
        let slow: Vec<f64> = short_term.iter().copied().skip(SLOW - 1).step_by(SLOW).collect();
        let of_range = slow.get(2..).unwrap_or(&[]);
        let loudest = |all: &[f64]| lufs(all.iter().copied().fold(0.0, f64::max));
        Shown {
            integrated: lufs(gated(&full(&momentary, MOMENTARY), GATE).1),
            range: range(of_range),
            momentary: loudest(&momentary),
            short_term: loudest(&short_term),
            curve: momentary.into_iter().map(lufs).collect(),
            slow_curve: slow.into_iter().map(lufs).collect(),
        }
    }
}

/// The mean of the last `size` blocks at each block; what was before the start is silence.
fn windows(blocks: &[f64], size: usize) -> Vec<f64> {
    let window = |at: usize| {
        let from = (at + 1).saturating_sub(size);
        blocks.get(from..=at).unwrap_or(&[]).iter().sum::<f64>() / size as f64
    };
    (0..blocks.len()).map(window).collect()
}

fn lufs(square: f64) -> Db {
    Db::new(if 0.0 < square { level(square) } else { f64::NEG_INFINITY })
}

fn level(square: f64) -> f64 {
    -0.691 + 10.0 * libm::log10(square)
}

fn square(lufs: f64) -> f64 {
    libm::pow(10.0, (lufs + 0.691) / 10.0)
}

/// The windows that are no silence and not `gate` below the mean of those; and their mean, 0
/// without any.
fn gated(windows: &[f64], gate: f64) -> (Vec<f64>, f64) {
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len().max(1) as f64;
    let heard: Vec<f64> = windows.iter().copied().filter(|it| square(SILENCE) < *it).collect();
    if heard.is_empty() {
        return (heard, 0.0);
    }
    let least = square(level(mean(&heard)) + gate);
    let kept: Vec<f64> = heard.into_iter().filter(|it| least < *it).collect();
    let mean = mean(&kept);
    (kept, mean)
}

/// From the tenth to the ninety-fifth of a hundred short-term windows, in LU (EBU Tech 3342).
fn range(windows: &[f64]) -> f64 {
    let (mut kept, _) = gated(windows, RANGE_GATE);
    kept.sort_by(f64::total_cmp);
    let at = |share: f64| kept.get((kept.len().saturating_sub(1) as f64 * share + 0.5) as usize);
    match (at(0.10), at(0.95)) {
        (Some(low), Some(high)) => level(*high) - level(*low),
        _ => 0.0,
    }
}

/// A filter of second order for `N` channels side by side, in its second direct form, transposed.
#[derive(Debug, Clone, Copy)]
struct Biquad<const N: usize> {
    b: [f64; 3],
    a: [f64; 2],
    state: [[f64; N]; 2],
}

impl<const N: usize> Biquad<N> {
    fn pass(&mut self, x: [f64; N]) -> [f64; N] {
        let ([b0, b1, b2], [a1, a2], [s, t]) = (self.b, self.a, self.state);
        let y: [f64; N] = std::array::from_fn(|it| b0 * x[it] + s[it]);
        // What does not wait for y comes first.
        self.state = [
            std::array::from_fn(|it| (b1 * x[it] + t[it]) - a1 * y[it]),
            std::array::from_fn(|it| b2 * x[it] - a2 * y[it]),
        ];
        y
    }
}

/// The weighing of channels: a shelf for the head, a high-pass for what nobody hears.
#[derive(Debug, Clone, Copy)]
struct Weighing<const N: usize> {
    head: Biquad<N>,
    low: Biquad<N>,
}

impl<const N: usize> Weighing<N> {
    /// The filters of BS.1770, whose coefficients at 48 kHz come from these corners by the bilinear
    /// transform, at any rate.
    fn new(rate: u32) -> Self {
        let warped = |hz: f64| {
            let half = f64::from(rate.max(1)) / 2.0;
            libm::tan(std::f64::consts::FRAC_PI_2 * (hz / half).min(0.99))
        };
        let state = [[0.0; N]; 2];
        let (k, q) = (warped(1_681.974_450_955_533), 0.707_175_236_955_419_6);
        let high = libm::pow(10.0, 3.999_843_853_973_347 / 20.0);
        let middle = libm::pow(high, 0.499_666_774_154_541_6);
        let a0 = 1.0 + k / q + k * k;
        let b = [
            (high + middle * k / q + k * k) / a0,
            2.0 * (k * k - high) / a0,
            (high - middle * k / q + k * k) / a0,
        ];
        let head = Biquad { b, a: poles(k, q), state };
        let (k, q) = (warped(38.135_470_876_024_44), 0.500_327_037_323_877_3);
        let low = Biquad { b: [1.0, -2.0, 1.0], a: poles(k, q), state };
        Self { head, low }
    }

    /// The sum of the weighed squares of all channels, which are equally long.
    fn push(&mut self, planes: [&[f32]; N]) -> f64 {
        let frames = planes.iter().map(|it| it.len()).min().unwrap_or(0);
        let planes = planes.map(|it| &it[..frames]);
        let mut sums = [0.0; N];
        (0..frames).for_each(|frame| {
            let x = planes.map(|it| f64::from(it[frame]));
            let y = self.low.pass(self.head.pass(x));
            sums = std::array::from_fn(|it| sums[it] + y[it] * y[it]);
        });
        self.settle();
        sums.iter().sum()
    }

    /// What is too small to matter is nothing: the smallest numbers are slow.
    fn settle(&mut self) {
        let states = self.head.state.iter_mut().chain(&mut self.low.state).flatten();
        states.filter(|it| it.abs() < 1e-30).for_each(|it| *it = 0.0);
    }
}

fn poles(k: f64, q: f64) -> [f64; 2] {
    let a0 = 1.0 + k / q + k * k;
    [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use ebur128::{EbuR128, Mode};
    use music_types::Seed;

    use super::*;

    /// Noise whose level steps up and down, so that gates and range have work to do.
    fn stairs(rate: u32, channels: usize) -> Vec<Vec<f32>> {
        let mut dice = Seed(3).dice();
        let level = |at: usize| [0.3, 0.05, 0.0, 0.12, 0.001][at * 10 / (rate as usize * 40) % 5];
        let mut one = || -> Vec<f32> {
            let count = rate as usize * 20;
            (0..count).map(|it| (level(it * 5) * dice.between(-1.0, 1.0)) as f32).collect()
        };
        (0..channels).map(|_| one()).collect()
    }

    #[test]
    fn it_shows_what_the_reference_meter_shows() {
        for (rate, channels) in [(44_100, 2), (48_000, 1), (8_000, 2), (96_000, 1)] {
            let wave = stairs(rate, channels);
            let (mut ours, block) = (R128::new(rate, channels), rate as usize / 10);
            let modes = Mode::I | Mode::LRA | Mode::M; // without histograms, which round
            let mut theirs = EbuR128::new(channels as u32, rate, modes).unwrap();
            let mut momentary = Vec::new();
            for start in (0..wave[0].len()).step_by(block) {
                let planes: Vec<&[f32]> = wave.iter().map(|it| &it[start..start + block]).collect();
                ours.push(&planes);
                theirs.add_frames_planar_f32(&planes).unwrap();
                momentary.push(theirs.loudness_momentary().unwrap());
            }
            let shown = ours.finish();
            let near = |a: f64, b: f64| (a - b).abs() < 0.001 || a < -100.0 && b < -100.0;
            assert!(near(shown.integrated.value(), theirs.loudness_global().unwrap()), "{rate}");
            assert!(near(shown.range, theirs.loudness_range().unwrap()), "{rate}: {}", shown.range);
            for (ours, theirs) in shown.curve.iter().zip(momentary) {
                assert!(near(ours.value(), theirs), "{rate}: {ours:?} {theirs}");
            }
        }
    }
}
