//! The sound laid on a grid of sixteenths: what begins in each, which notes sound, what changes.

use crate::hear::chroma::{self, Chroma, Notes};
use crate::hear::features::{BANDS, FPS, Features};
use crate::hear::phase::Pulse;

/// The sound, a row a sixteenth.
pub(crate) struct Cells {
    /// When cell 0 begins, in seconds.
    pub(crate) first: f64,
    /// What begins in each: low, mid, high.
    pub(crate) accents: Vec<[f32; 3]>,
    /// How loud each band is, pressed, the mean over the cell.
    pub(crate) bands: Vec<[f32; BANDS]>,
    /// The chords that sound.
    pub(crate) chords: Vec<Chroma>,
    /// The bass notes that sound.
    pub(crate) bass: Vec<Chroma>,
}

/// Flux peaks so long after the attack, in seconds (measured on clicks).
const LATE: f64 = 0.004;

/// The sixteenths of `pulse` from just before the start of a sound to its end, in seconds.
pub(crate) fn lines(pulse: Pulse, length: f64) -> Vec<f64> {
    let step = pulse.beat / 4.0;
    // A grid line just before the sound's start still counts as its start.
    let first = (pulse.zero + 0.03).rem_euclid(step) - 0.03;
    let count = ((length - first) / step).max(0.0) as usize;
    (0..=count).map(|cell| first + cell as f64 * step).collect()
}

/// Lays the sound on a grid: a cell from each of `lines` to the next.
pub(crate) fn cells(features: &Features, notes: &Notes, lines: &[f64]) -> Cells {
    let first = lines.first().copied().unwrap_or(0.0);
    let mut cells = Cells { first, accents: vec![], bands: vec![], chords: vec![], bass: vec![] };
    for line in lines.windows(2) {
        let (from, to) = (line[0], line[1]);
        let reach = ((to - from) * 0.3).min(0.035);
        let near = [&features.low, &features.mid, &features.high]
            .map(|curve| peak(curve, from + LATE - reach, from + LATE + reach));
        cells.accents.push(near);
        cells.bands.push(mean(&features.bands, FPS, from, to));
        cells.chords.push(mean(&notes.chords, chroma::FPS, from, to));
        cells.bass.push(mean(&notes.bass, chroma::FPS, from, to));
    }
    cells
}

fn range(rate: f64, from: f64, to: f64, length: usize) -> (usize, usize) {
    let first = ((from * rate).ceil().max(0.0) as usize).min(length.saturating_sub(1));
    let last = ((to * rate).ceil().max(0.0) as usize).min(length);
    (first, last.max((first + 1).min(length)))
}

fn peak(curve: &[f32], from: f64, to: f64) -> f32 {
    let (first, last) = range(FPS, from, to, curve.len());
    curve.get(first..last).unwrap_or(&[]).iter().copied().fold(0.0, f32::max)
}

fn mean<const N: usize>(rows: &[[f32; N]], rate: f64, from: f64, to: f64) -> [f32; N] {
    let (first, last) = range(rate, from, to, rows.len());
    let rows = rows.get(first..last).unwrap_or(&[]);
    let mut mean = [0.0; N];
    for row in rows {
        mean.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
    }
    mean.map(|it| it / rows.len().max(1) as f32)
}
