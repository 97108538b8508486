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
    /// Of one frame, and of two as the real and the imaginary part of one.
    one: Arc<dyn RealToComplex<f64>>,
    two: Arc<dyn Fft<f64>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
}

/// Room to look in, one for each thread.
pub(super) struct Sight {
    frame: Vec<f64>,
    bins: Vec<Complex64>,
    /// Two frames, and their spectrum, the first bin of which comes once more after the last.
    both: Vec<Complex64>,
    scratch: Vec<Complex64>,
}

/// Room to make sound in, one for each thread.
pub(super) struct Bench {
    frame: Vec<f32>,
    scratch: Vec<Complex32>,
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

    /// Room to look in.
    pub(super) fn sight(&self) -> Sight {
        let scratch = self.one.get_scratch_len().max(self.two.get_inplace_scratch_len());
        Sight {
            frame: vec![0.0; self.size],
            bins: self.one.make_output_vec(),
            both: vec![Complex64::default(); self.size + 1],
            scratch: vec![Complex64::default(); scratch],
        }
    }

    /// Room to make sound in.
    pub(super) fn bench(&self) -> Bench {
        Bench { frame: vec![0.0; self.size], scratch: self.inverse.make_scratch_vec() }
    }

    /// The spectrum of the windowed `samples`, [`Fourier::size`] of them, into `bins`.
    pub(super) fn spectrum(&self, samples: &[f32], bins: &mut [Complex32], sight: &mut Sight) {
        let Sight { frame, bins: fine, scratch, .. } = sight;
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
    /// Of the spectrum of a complex signal, what is its own mirrored conjugate is of the real part, and what is the negative
    /// of that is of the imaginary one; they are apart within 10⁻¹⁶ of the stronger.
    pub(super) fn looks<'a>(
        &self,
        [earlier, later]: [&[f32]; 2],
        sight: &'a mut Sight,
    ) -> impl Iterator<Item = (Complex32, Complex32)> + use<'a> {
        let Sight { both, scratch, .. } = sight;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_looks_at_once_are_two_looks() {
        for size in [16, 256] {
            let fourier = Fourier::new(size);
            let mut sight = fourier.sight();
            let noise = |at: usize| libm::sin((at * at) as f64 * 0.37 + at as f64) as f32;
            let samples: Vec<f32> = (0..3 * size).map(noise).collect();
            let parts = [&samples[..size], &samples[size + 3..2 * size + 3]];
            let alone = parts.map(|part| {
                let mut bins = vec![Complex32::default(); fourier.bins()];
                fourier.spectrum(part, &mut bins, &mut sight);
                bins
            });
            let mut bins = 0;
            for (bin, (later, advance)) in fourier.looks(parts, &mut sight).enumerate() {
                let wanted = alone[1][bin] * alone[0][bin].conj();
                assert!((later - alone[1][bin]).norm_sqr() < 1e-8, "{size}, {bin}: {later}");
                assert!((advance - wanted).norm_sqr() < 1e-6, "{size}, {bin}: {advance}");
                bins += 1;
            }
            assert_eq!(bins, fourier.bins());
        }
    }
}
