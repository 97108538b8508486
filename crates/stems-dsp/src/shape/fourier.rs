//! Frames under a Hann window, to their spectra and back; the middle of a frame has phase zero.

use std::sync::Arc;

use realfft::num_complex::Complex32;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

/// Transforms of one size; shared between threads.
pub(super) struct Fourier {
    /// Samples of a frame.
    pub(super) size: usize,
    window: Vec<f32>,
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
}

/// Room to work in, one for each thread.
pub(super) struct Bench {
    frame: Vec<f32>,
    scratch: Vec<Complex32>,
}

impl Fourier {
    /// Transforms of frames of `size` samples.
    pub(super) fn new(size: usize) -> Self {
        let mut planner = RealFftPlanner::new();
        let step = std::f64::consts::TAU / size as f64;
        let hann = |it: usize| (0.5 - 0.5 * libm::cos(step * it as f64)) as f32;
        Self {
            size,
            window: (0..size).map(hann).collect(),
            forward: planner.plan_fft_forward(size),
            inverse: planner.plan_fft_inverse(size),
        }
    }

    /// Bins of a spectrum.
    pub(super) fn bins(&self) -> usize {
        self.size / 2 + 1
    }

    /// Room to work in.
    pub(super) fn bench(&self) -> Bench {
        let scratch = self.forward.get_scratch_len().max(self.inverse.get_scratch_len());
        Bench { frame: vec![0.0; self.size], scratch: vec![Complex32::default(); scratch] }
    }

    /// The spectrum of the windowed `samples`, [`Fourier::size`] of them, into `bins`.
    pub(super) fn spectrum(&self, samples: &[f32], bins: &mut [Complex32], bench: &mut Bench) {
        let half = self.size / 2;
        let (late, early) = bench.frame.split_at_mut(half);
        let windowed = |places: &mut [f32], samples: &[f32], window: &[f32]| {
            for ((place, sample), weight) in places.iter_mut().zip(samples).zip(window) {
                *place = sample * weight;
            }
        };
        windowed(early, &samples[..half], &self.window[..half]);
        windowed(late, &samples[half..], &self.window[half..]);
        let fits = self.forward.process_with_scratch(&mut bench.frame, bins, &mut bench.scratch);
        debug_assert!(fits.is_ok());
    }

    /// The samples behind `bins`, under the window once more and times `gain`; of `bins` nothing is left.
    pub(super) fn sound(&self, bins: &mut [Complex32], gain: f32, bench: &mut Bench) -> Vec<f32> {
        // What turns as fast as it can and what does not turn at all are real in a real sound.
        if let [first, .., last] = bins {
            (first.im, last.im) = (0.0, 0.0);
        }
        let Bench { frame, scratch } = bench;
        let fits = self.inverse.process_with_scratch(bins, frame, scratch);
        debug_assert!(fits.is_ok());
        let gain = gain / self.size as f32;
        let (late, early) = frame.split_at(self.size / 2);
        let (rising, falling) = self.window.split_at(self.size / 2);
        let weighed = |(sample, weight): (&f32, &f32)| sample * weight * gain;
        let mut sound = Vec::with_capacity(self.size);
        sound.extend(early.iter().zip(rising).map(weighed));
        sound.extend(late.iter().zip(falling).map(weighed));
        sound
    }
}
