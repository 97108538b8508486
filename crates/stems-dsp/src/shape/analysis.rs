//! What is seen of the recording at one moment of the result.

use realfft::num_complex::Complex32;

use super::fourier::{Bench, Fourier};
use super::phase::unit;
use super::tape::Window;
use super::turn::{angle, direction};

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
    /// For each bin, the power of all channels.
    pub(super) power: Vec<f32>,
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
            power: vec![0.0; bins],
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
        self.advance();
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

    /// Power and advance of each bin: the sums over the channels, so that the loudest says most, and that neither
    /// their order nor a hair's breadth between two as loud decides anything.
    fn advance(&mut self) {
        self.power.fill(0.0);
        self.advances.fill(Complex32::default());
        for channel in 0..self.spectra.len() {
            let now = &self.spectra[channel];
            let later = self.later.get(channel).unwrap_or(now);
            let pairs = later.iter().zip(&self.earlier[channel]);
            for (advance, (later, earlier)) in self.advances.iter_mut().zip(pairs) {
                *advance += later * earlier.conj();
            }
            for (power, z) in self.power.iter_mut().zip(now) {
                *power += z.norm_sqr();
            }
        }
    }

    /// The turn that carries on the phases of the frame before, `last`, as they were put out.
    pub(super) fn carried(&self, last: &[Vec<Complex32>], bin: usize) -> Complex32 {
        let is_centred = !self.later.is_empty();
        let from = if is_centred { &self.spectra } else { &self.earlier };
        let sum: Complex32 =
            last.iter().zip(from).map(|(last, from)| last[bin] * from[bin].conj()).sum();
        // After silence there is nothing to carry on.
        let is_new = sum.re == 0.0 && sum.im == 0.0;
        if is_centred && !is_new { unit(sum) * unit(self.advances[bin]) } else { unit(sum) }
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
                let rise: Complex32 =
                    self.spectra.iter().map(|it| it[bin + 1] * it[bin].conj()).sum();
                direction(more * (angle(apart).abs() / whole).min(1.0) * angle(rise))
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
