//! What is seen of the recording at one moment of the result.

use realfft::num_complex::Complex32;

use super::fourier::{Bench, Fourier};
use super::phase::unit;
use super::tape::Window;

/// Neighbours whose frequencies differ by less than this part of a bin are one tone.
const ONE_TONE: f32 = 0.06;

/// A moment to be seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Moment {
    /// The middle of the frame in the result.
    pub(super) to: i64,
    /// Its middle in the recording.
    pub(super) from: i64,
    /// Where the middle of the frame before lay in the recording.
    pub(super) last_from: i64,
    /// How many times as long the sound lasts here.
    pub(super) ratio: f64,
    /// By how many samples the last attack moved, if it is not long ago.
    pub(super) moved: Option<i64>,
}

/// What is seen at a moment.
#[derive(Clone)]
pub(super) struct Frame {
    /// The spectrum of each channel.
    pub(super) spectra: Vec<Vec<Complex32>>,
    /// For each bin, the louder channel.
    pub(super) louder: Vec<u8>,
    /// For each bin, the power of its louder channel.
    pub(super) power: Vec<f32>,
    /// For each bin, the phase that a bin without a turn would have had a hop ago.
    pub(super) bases: Vec<Complex32>,
    /// For each bin, the difference of its upper neighbour's turn from its own.
    pub(super) steps: Vec<Complex32>,
    /// For each bin, the turn with which it would go along with the last attack.
    anchors: Option<Vec<Complex32>>,
    advances: Vec<Complex32>,
    earlier: Vec<Vec<Complex32>>,
    later: Vec<Vec<Complex32>>,
}

impl Frame {
    /// Room for what is seen in `channels` channels.
    pub(super) fn new(channels: usize, bins: usize, is_centred: bool) -> Self {
        let spectra = vec![vec![Complex32::default(); bins]; channels];
        Self {
            later: if is_centred { spectra.clone() } else { Vec::new() },
            earlier: spectra.clone(),
            spectra,
            louder: vec![0; bins],
            power: vec![0.0; bins],
            bases: vec![Complex32::default(); bins],
            steps: vec![Complex32::new(1.0, 0.0); bins],
            anchors: None,
            advances: vec![Complex32::default(); bins],
        }
    }

    /// The turn of a bin that goes along with the last attack.
    pub(super) fn anchored(&self, bin: usize) -> Option<Complex32> {
        self.anchors.as_ref().and_then(|it| it.get(bin).copied())
    }

    /// Looks at the recording in `window`.
    pub(super) fn see(
        &mut self,
        moment: &Moment,
        window: &Window,
        fourier: &Fourier,
        hop: usize,
        bench: &mut Bench,
    ) {
        let is_centred = !self.later.is_empty();
        let (half, hop_back) = (fourier.size as i64 / 2, hop as i64);
        let middle = (moment.from + moment.last_from).div_euclid(2);
        let earlier = if is_centred { middle - hop_back / 2 } else { moment.from - hop_back };
        let mut look = |spectra: &mut [Vec<Complex32>], middle: i64| {
            for (channel, bins) in spectra.iter_mut().enumerate() {
                let part = window.part(channel, middle - half, fourier.size);
                fourier.spectrum(part, bins, bench);
            }
        };
        look(&mut self.spectra, moment.from);
        look(&mut self.earlier, earlier);
        if is_centred {
            look(&mut self.later, earlier + hop_back);
        }
        self.choose();
        self.advance(is_centred);
        self.step(moment.ratio as f32, hop as f32 / fourier.size as f32);
        self.anchors = moment.moved.map(|moved| {
            let late = (moment.to - moved - moment.from) as f64;
            self.along(late, hop as f64, fourier.size as f64)
        });
    }

    /// Makes each bin louder by its gain.
    pub(super) fn shape(&mut self, gains: &[f32]) {
        for spectrum in &mut self.spectra {
            for (bin, gain) in spectrum.iter_mut().zip(gains) {
                *bin *= gain;
            }
        }
        for (power, gain) in self.power.iter_mut().zip(gains) {
            *power *= gain * gain;
        }
    }

    /// For each bin, the louder channel; of two as loud, whichever has the greater numbers, so that
    /// the order of channels does not matter.
    fn choose(&mut self) {
        let key = |z: Complex32| (z.norm_sqr(), z.re, z.im);
        for bin in 0..self.power.len() {
            let mut best = (0, key(self.spectra[0][bin]));
            for (channel, spectrum) in self.spectra.iter().enumerate().skip(1) {
                let it = key(spectrum[bin]);
                if it > best.1 {
                    best = (channel, it);
                }
            }
            self.louder[bin] = best.0 as u8;
            self.power[bin] = best.1.0;
        }
    }

    fn advance(&mut self, is_centred: bool) {
        for bin in 0..self.power.len() {
            let channel = usize::from(self.louder[bin]);
            let (now, earlier) = (self.spectra[channel][bin], self.earlier[channel][bin]);
            if is_centred {
                self.advances[bin] = self.later[channel][bin] * earlier.conj();
                self.bases[bin] = unit(now) * unit(self.advances[bin]).conj();
            } else {
                self.advances[bin] = now * earlier.conj();
                self.bases[bin] = earlier;
            }
        }
    }

    /// Tones turn as one; what is spread in frequency is spread in time, and is turned by as much
    /// more as it lasts longer.
    fn step(&mut self, ratio: f32, overlap: f32) {
        let more = ratio - 1.0;
        let whole = std::f32::consts::TAU * overlap;
        let narrow = ONE_TONE * whole;
        for bin in 0..self.power.len() - 1 {
            let apart = self.advances[bin + 1] * self.advances[bin].conj();
            let is_tone = apart.re > 0.0 && apart.im.abs() <= narrow * apart.re;
            self.steps[bin] = if is_tone || more == 0.0 {
                Complex32::new(1.0, 0.0)
            } else {
                let channel = usize::from(self.louder[bin]);
                let spectrum = &self.spectra[channel];
                let angle = libm::atan2f(apart.im, apart.re).abs();
                let rise = spectrum[bin + 1] * spectrum[bin].conj();
                let by = more * (angle / whole).min(1.0) * libm::atan2f(rise.im, rise.re);
                Complex32::new(libm::cosf(by), libm::sinf(by))
            };
        }
    }

    /// The turns that take each bin, at its own frequency, `late` samples further.
    fn along(&self, late: f64, hop: f64, size: f64) -> Vec<Complex32> {
        let turn = |(bin, advance): (usize, &Complex32)| {
            let whole = std::f64::consts::TAU * bin as f64 / size;
            let angle = f64::from(libm::atan2f(advance.im, advance.re));
            let rest = angle - whole * hop;
            let rest = rest - std::f64::consts::TAU * libm::round(rest / std::f64::consts::TAU);
            let by = (whole + rest / hop) * late;
            Complex32::new(libm::cos(by) as f32, libm::sin(by) as f32)
        };
        self.advances.iter().enumerate().map(turn).collect()
    }
}
