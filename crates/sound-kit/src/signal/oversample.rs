//! Sounds with hard edges are made at four times the rate and brought down here.

use std::f64::consts::PI;

/// How many times faster the studio runs than what leaves it.
pub(crate) const OVER: usize = 4;

/// The studio's rate in hertz.
pub(crate) const STUDIO: f64 = 176_400.0;

/// Taps on either side of the centre: with Kaiser's β of 9 this passes 19.5 kHz within 0.1 dB and
/// stops what would alias below 19.5 kHz by 90 dB.
const HALF: usize = 144;

/// A studio signal at the rate of the house; the delay of the filter is taken out.
pub(crate) fn down(studio: &[f64]) -> Vec<f64> {
    let taps = kernel(22_050.0 / STUDIO);
    (0..studio.len().div_ceil(OVER)).map(|it| tap(studio, &taps, it * OVER)).collect()
}

/// The greatest absolute value between the samples too, by four-fold interpolation, as ITU-R
/// BS.1770-4 annex 2 asks for.
pub(crate) fn true_peak(signal: &[f64]) -> f64 {
    let taps = kernel(0.5 / OVER as f64);
    let loudest = signal.iter().fold(0.0_f64, |peak, it| peak.max(it.abs()));
    let mut peak = loudest;
    let reach = HALF / OVER;
    // Between two quiet samples no crest is higher than the loudest sample: look near loud ones.
    for (at, pair) in signal.windows(2).enumerate() {
        // At a hard end, as a loop has, the crests are those of the cut.
        if at < reach || signal.len() < at + reach || pair.iter().all(|it| it.abs() < 0.6 * loudest)
        {
            continue;
        }
        for offset in 1..OVER {
            peak = peak.max(between(signal, &taps, at, offset).abs());
        }
    }
    peak
}

/// The value `offset` quarters of a sample after sample `at`.
fn between(signal: &[f64], taps: &[f64], at: usize, offset: usize) -> f64 {
    // Tap c + OVER·(at − n) + offset weighs sample n.
    let reach = HALF / OVER;
    let first = (at + 1).saturating_sub(reach);
    let gain = OVER as f64;
    signal
        .iter()
        .enumerate()
        .skip(first)
        .take(at + reach - first)
        .filter_map(|(n, it)| {
            let index = (HALF + OVER * at + offset).checked_sub(OVER * n)?;
            taps.get(index).map(|tap| gain * tap * it)
        })
        .sum()
}

/// The kernel laid over `signal` with its centre on sample `at`.
fn tap(signal: &[f64], taps: &[f64], at: usize) -> f64 {
    let cut = HALF.saturating_sub(at);
    let from = at.saturating_sub(HALF);
    taps.iter().skip(cut).zip(signal.iter().skip(from)).map(|(tap, it)| tap * it).sum()
}

/// A low-pass with unity gain: sinc under Kaiser's window, `cut` is the −6 dB point over the rate.
fn kernel(cut: f64) -> Vec<f64> {
    let beta = 9.0;
    let taps: Vec<f64> = (0..=2 * HALF)
        .map(|it| {
            let n = it as f64 - HALF as f64;
            let x = n / HALF as f64;
            let window = bessel(beta * libm::sqrt((1.0 - x * x).max(0.0))) / bessel(beta);
            let sinc =
                if it == HALF { 2.0 * cut } else { libm::sin(2.0 * PI * cut * n) / (PI * n) };
            sinc * window
        })
        .collect();
    let total: f64 = taps.iter().sum();
    taps.iter().map(|it| it / total).collect()
}

/// The modified Bessel function of order zero, by its power series.
fn bessel(x: f64) -> f64 {
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..40 {
        let half = x / (2.0 * f64::from(k));
        term *= half * half;
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::osc::sine;
    use crate::signal::render;
    use crate::signal::shape::rise;

    /// A steady tone of `hz` at the studio's rate, faded in so that its start makes no spectrum.
    fn loudness_after(hz: f64) -> f64 {
        let tone = render(0.1, STUDIO, |t| rise(t, 0.03) * sine(hz * t));
        let out = down(&tone);
        let middle: f64 = out.iter().skip(2000).take(1500).map(|it| it * it).sum();
        10.0 * libm::log10(middle / 1500.0 * 2.0 + 1e-30)
    }

    #[test]
    fn what_can_be_heard_passes_and_what_would_alias_does_not() {
        for hz in [50.0, 1000.0, 10_000.0, 19_000.0] {
            assert!(loudness_after(hz).abs() < 0.1, "{hz}: {}", loudness_after(hz));
        }
        for hz in [25_000.0, 30_000.0, 44_100.0, 80_000.0] {
            assert!(loudness_after(hz) < -85.0, "{hz}: {}", loudness_after(hz));
        }
    }

    #[test]
    fn a_crest_between_the_samples_counts() {
        // A quarter of the rate, caught at ±45°: every sample is 0.707, every crest 1.
        let tone: Vec<f64> = (0..4000)
            .map(|it| rise(f64::from(it), 1000.0) * sine(f64::from(it) / 4.0 + 0.125))
            .collect();
        assert!((true_peak(&tone) - 1.0).abs() < 0.02, "{}", true_peak(&tone));
    }
}
