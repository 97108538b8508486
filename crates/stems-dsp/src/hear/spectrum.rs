//! Short-time spectra, one frame after the other.

use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

/// A sliding window and its Fourier transform.
pub(crate) struct Spectrum {
    size: usize,
    window: Vec<f32>,
    plan: Arc<dyn RealToComplex<f32>>,
    frame: Vec<f32>,
    bins: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
}

impl Spectrum {
    /// Frames of `size` samples under a Hann window, scaled so that a sine of amplitude 1 has a
    /// magnitude of 1.
    pub(crate) fn new(size: usize) -> Self {
        let plan = RealFftPlanner::new().plan_fft_forward(size);
        let scale = 4.0 / size as f64;
        let step = std::f64::consts::TAU / size as f64;
        let hann = |it: usize| scale * (0.5 - 0.5 * libm::cos(step * (it as f64 + 0.5)));
        Self {
            size,
            window: (0..size).map(|it| hann(it) as f32).collect(),
            frame: plan.make_input_vec(),
            bins: plan.make_output_vec(),
            scratch: plan.make_scratch_vec(),
            plan,
        }
    }

    /// The spectrum of the frame whose middle is at sample `middle`; beyond the ends is silence.
    pub(crate) fn at(&mut self, samples: &[f32], middle: usize) -> &[Complex<f32>] {
        let half = self.size / 2;
        let skip = half.saturating_sub(middle);
        let start = middle.saturating_sub(half);
        self.frame.fill(0.0);
        let there = samples.get(start..).unwrap_or(&[]);
        let places = self.frame.iter_mut().zip(&self.window).skip(skip);
        for ((place, window), sample) in places.zip(there) {
            *place = sample * window;
        }
        let sizes_fit =
            self.plan.process_with_scratch(&mut self.frame, &mut self.bins, &mut self.scratch);
        debug_assert!(sizes_fit.is_ok());
        &self.bins
    }
}

/// The magnitudes of the Fourier transform of `curve`, padded with silence to `size` values; bin
/// `k` lies at `k / size` of the curve's rate.
pub(crate) fn magnitudes(curve: &[f32], size: usize) -> Vec<f32> {
    transform(curve, size).iter().map(|it| it.norm_sqr().sqrt()).collect()
}

/// The autocorrelation of `curve` at lags below `lags`, each divided by the number of pairs.
pub(crate) fn autocorrelation(curve: &[f32], lags: usize) -> Vec<f32> {
    let size = (curve.len() + lags).next_power_of_two().max(2);
    let mut bins = transform(curve, size);
    for bin in &mut bins {
        *bin = Complex::new(bin.norm_sqr() / size as f32, 0.0);
    }
    let plan = RealFftPlanner::new().plan_fft_inverse(size);
    let mut sums = plan.make_output_vec();
    let sizes_fit = plan.process(&mut bins, &mut sums);
    debug_assert!(sizes_fit.is_ok());
    let pairs = |lag: usize| curve.len().saturating_sub(lag).max(1) as f32;
    sums.iter().take(lags).enumerate().map(|(lag, sum)| sum / pairs(lag)).collect()
}

fn transform(curve: &[f32], size: usize) -> Vec<Complex<f32>> {
    let plan = RealFftPlanner::new().plan_fft_forward(size);
    let mut padded = plan.make_input_vec();
    for (place, value) in padded.iter_mut().zip(curve) {
        *place = *value;
    }
    let mut bins = plan.make_output_vec();
    let sizes_fit = plan.process(&mut padded, &mut bins);
    debug_assert!(sizes_fit.is_ok());
    bins
}
