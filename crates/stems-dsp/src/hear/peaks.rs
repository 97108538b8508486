//! The partials that sound: spectral peaks of long frames, and the bass note under them.

use crate::hear::source::{Piece, RATE};
use crate::hear::spectrum::Spectrum;

/// Samples of a frame: 371 ms, so that semitones stand apart down to 50 Hz.
const FRAME: usize = 8192;
/// Samples from frame to frame: 186 ms.
const HOP: usize = 4096;

/// Seconds from frame to frame.
pub(crate) const SECONDS: f64 = HOP as f64 / RATE as f64;

/// Hertz from bin to bin.
const WIDTH: f64 = RATE as f64 / FRAME as f64;

/// The lowest and the highest peak that counts, in hertz.
const RANGE: (f64, f64) = (30.0, 3500.0);

/// The most peaks of a frame.
const MOST: usize = 60;

/// Peaks softer than this, at the ear's level, are noise.
const SOFTEST: f32 = 1e-4;

/// A partial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Peak {
    /// Its frequency.
    pub(crate) hz: f64,
    /// Its amplitude.
    pub(crate) strength: f64,
}

/// What sounds in one frame.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frame {
    /// The strongest partials by frequency.
    pub(crate) peaks: Vec<Peak>,
    /// The pitch class of the bass, from C, and how clearly it stands out.
    pub(crate) bass: Option<(usize, f64)>,
}

/// Listens for the partials of a sound at the ear's rate and level, piece by piece.
pub(crate) struct Partials {
    spectrum: Spectrum,
    magnitudes: Vec<f32>,
    frames: Vec<Frame>,
}

impl Partials {
    pub(crate) fn new() -> Self {
        let magnitudes = vec![0.0; FRAME / 2 + 1];
        Self { spectrum: Spectrum::new(FRAME), magnitudes, frames: Vec::new() }
    }

    /// Hears the next piece.
    pub(crate) fn push(&mut self, piece: &Piece) {
        for middle in piece.places(HOP) {
            let bins = self.spectrum.at(piece.samples, middle);
            self.magnitudes.iter_mut().zip(bins).for_each(|(it, bin)| *it = bin.norm_sqr().sqrt());
            let (peaks, bass) = (peaks(&self.magnitudes), bass(&self.magnitudes));
            self.frames.push(Frame { peaks, bass });
        }
    }

    /// All frames.
    pub(crate) fn finish(self) -> Vec<Frame> {
        self.frames
    }
}

/// The strongest peaks of a spectrum by frequency, from parabolas through their logarithms.
fn peaks(magnitudes: &[f32]) -> Vec<Peak> {
    let (from, to) = ((RANGE.0 / WIDTH) as usize, (RANGE.1 / WIDTH) as usize);
    let mut peaks: Vec<Peak> = magnitudes
        .windows(3)
        .enumerate()
        .take(to)
        .skip(from)
        .filter(|(_, it)| SOFTEST < it[1] && it[0] < it[1] && it[2] <= it[1])
        .map(|(before, it)| {
            let [a, b, c] = [0, 1, 2].map(|at| libm::log(f64::from(it[at]).max(1e-12)));
            let shift = (0.5 * (a - c) / (a - 2.0 * b + c).min(-1e-9)).clamp(-0.5, 0.5);
            let hz = ((before + 1) as f64 + shift) * WIDTH;
            Peak { hz, strength: libm::exp(b - 0.25 * (a - c) * shift) }
        })
        .collect();
    peaks.sort_by(|a, b| b.strength.total_cmp(&a.strength));
    peaks.truncate(MOST);
    peaks.shrink_to_fit();
    peaks.sort_by(|a, b| a.hz.total_cmp(&b.hz));
    peaks
}

/// How much less each further harmonic counts.
const FALL: f64 = 0.75;

/// What sounds at these multiples of a note speaks for a lower one, and how much.
const GUARDS: ([f64; 3], f64) = ([0.5, 1.5, 2.5], 0.2);

/// The note between D1 and G3 whose harmonics are strongest together.
fn bass(magnitudes: &[f32]) -> Option<(usize, f64)> {
    let root = |hz: f64| {
        let bin = (hz / WIDTH).round() as usize;
        let reach = ((hz * 0.02 / WIDTH).round() as usize).max(1);
        let part = magnitudes.get(bin.saturating_sub(reach)..=bin + reach).unwrap_or(&[]);
        libm::sqrt(f64::from(part.iter().copied().fold(0.0, f32::max)))
    };
    let salience = |key: usize| {
        let hz = 440.0 * libm::exp2((key as f64 - 69.0) / 12.0);
        let mut weight = 1.0;
        let harmonics = (1..=6).map(|it| {
            weight *= FALL;
            weight * root(hz * f64::from(it))
        });
        let (multiples, share) = GUARDS;
        harmonics.sum::<f64>() - share * multiples.iter().map(|it| root(hz * it)).sum::<f64>()
    };
    let best = (26..56).map(|key| (key % 12, salience(key))).max_by(|a, b| a.1.total_cmp(&b.1));
    best.filter(|it| 0.0 < it.1)
}
