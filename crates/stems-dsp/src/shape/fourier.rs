//! Frames under a Hann window, to their spectra and back; the middle of a frame has phase zero.
//!
//! What is seen is reckoned in double precision: where two bins are as strong to a hair, rounding decides which of them leads,
//! and a transform in single precision rounds three times as much as the samples are rounded themselves.

use std::sync::Arc;

use realfft::num_complex::{Complex32, Complex64};
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::{Fft, FftPlanner};

/// Transforms of one size; shared between threads.
pub(super) struct Fourier {
    /// Samples of a frame.
    pub(super) size: usize,
    window: Vec<f32>,
    one: Arc<dyn RealToComplex<f64>>,
    two: Arc<dyn Fft<f64>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
}

/// Room to work in, one for each thread.
pub(super) struct Bench {
    eye: Eye,
    frame: Vec<f32>,
    scratch: Vec<Complex32>,
}

/// Room to look in: at one frame, and at two as the real and the imaginary part of one, the first bin of which comes once more
/// after the last.
struct Eye {
    frame: Vec<f64>,
    bins: Vec<Complex64>,
    both: Vec<Complex64>,
    scratch: Vec<Complex64>,
}

impl Fourier {
    /// Transforms of frames of `size` samples.
    pub(super) fn new(size: usize) -> Self {
        let step = std::f64::consts::TAU / size as f64;
        let hann = |it: usize| (0.5 - 0.5 * libm::cos(step * it as f64)) as f32;
        Self {
            size,
            window: (0..size).map(hann).collect(),
            one: RealFftPlanner::new().plan_fft_forward(size),
            two: FftPlanner::new().plan_fft_forward(size),
            inverse: RealFftPlanner::new().plan_fft_inverse(size),
        }
    }

    /// Bins of a spectrum.
    pub(super) fn bins(&self) -> usize {
        self.size / 2 + 1
    }

    /// Room to work in.
    pub(super) fn bench(&self) -> Bench {
        let scratch = self.one.get_scratch_len().max(self.two.get_inplace_scratch_len());
        let eye = Eye {
            frame: vec![0.0; self.size],
            bins: self.one.make_output_vec(),
            both: vec![Complex64::default(); self.size + 1],
            scratch: vec![Complex64::default(); scratch],
        };
        Bench { eye, frame: vec![0.0; self.size], scratch: self.inverse.make_scratch_vec() }
    }

    /// The spectrum of the windowed `samples`, [`Fourier::size`] of them, into `bins`.
    pub(super) fn spectrum(&self, samples: &[f32], bins: &mut [Complex32], bench: &mut Bench) {
        let Eye { frame, bins: fine, scratch, .. } = &mut bench.eye;
        let windowed = |(place, (sample, weight)): (&mut f64, (&f32, &f32))| {
            *place = f64::from(*sample) * f64::from(*weight);
        };
        let half = self.size / 2;
        let (late, early) = frame.split_at_mut(half);
        let weighed = || samples.iter().zip(&self.window);
        early.iter_mut().zip(weighed()).for_each(windowed);
        late.iter_mut().zip(weighed().skip(half)).for_each(windowed);
        let fits = self.one.process_with_scratch(frame, fine, scratch);
        debug_assert!(fits.is_ok());
        for (bin, fine) in bins.iter_mut().zip(fine) {
            *bin = Complex32::new(fine.re as f32, fine.im as f32);
        }
    }

    /// Two looks at once, windowed, each at [`Fourier::size`] samples. For each bin, from the lowest on: the spectrum of
    /// the `later`, and how phases advance to it from the `earlier`, as the product with the conjugate.
    ///
    /// Of the spectrum of a complex signal, what is mirrored is of its real part, and what is mirrored and negated of its
    /// imaginary one.
    pub(super) fn looks<'a>(
        &self,
        [earlier, later]: [&[f32]; 2],
        bench: &'a mut Bench,
    ) -> impl Iterator<Item = (Complex32, Complex32)> + use<'a> {
        let Eye { both, scratch, .. } = &mut bench.eye;
        let half = self.size / 2;
        let windowed = |(place, ((re, im), weight)): (&mut Complex64, ((&f32, &f32), &f32))| {
            *place = Complex64::new(f64::from(*re), f64::from(*im)) * f64::from(*weight);
        };
        let (late, early) = both[..self.size].split_at_mut(half);
        let weighed = || earlier.iter().zip(later).zip(&self.window);
        early.iter_mut().zip(weighed()).for_each(windowed);
        late.iter_mut().zip(weighed().skip(half)).for_each(windowed);
        self.two.process_with_scratch(&mut both[..self.size], scratch);
        both[self.size] = both[0];
        both[..=half].iter().zip(both[half..].iter().rev()).map(|(z, mirrored)| {
            let twice = z - mirrored.conj();
            let later = Complex32::new((0.5 * twice.im) as f32, (-0.5 * twice.re) as f32);
            // The later times the conjugate of the earlier, multiplied out.
            let turned = 0.5 * (z.re * mirrored.im + z.im * mirrored.re);
            let apart = 0.25 * (mirrored.norm_sqr() - z.norm_sqr());
            (later, Complex32::new(turned as f32, apart as f32))
        })
    }

    /// The samples behind `bins`, under the window once more and times `gain`; of `bins` nothing is left.
    pub(super) fn sound(&self, bins: &mut [Complex32], gain: f32, bench: &mut Bench) -> Vec<f32> {
        // What turns as fast as it can and what does not turn at all are real in a real sound.
        if let [first, .., last] = bins {
            (first.im, last.im) = (0.0, 0.0);
        }
        let Bench { frame, scratch, .. } = bench;
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
