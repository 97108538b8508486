//! A recording at a glance: its wave and its notes in a row of columns.

use crate::hear::chroma::{Chroma, FPS, Notes, gathered};
use crate::hear::power::{Power, STEPS, Step};

/// The whole recording in columns of equal width.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overview {
    /// The columns, [`MOST`](Self::MOST) at most; empty where there is no sound.
    pub columns: Vec<Column>,
}

/// What sounds in one column.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Column {
    /// The lowest sample, −1 to 0 for what is not louder than full scale.
    pub low: f32,
    /// The highest sample, 0 to 1.
    pub high: f32,
    /// The RMS level, 0 to 1.
    pub rms: f32,
    /// How strongly each pitch class sounds, from C, 0 to 1 against the strongest of the column.
    pub chroma: Chroma,
}

impl Overview {
    /// The most columns.
    pub const MOST: usize = 1200;

    pub(crate) fn of(power: &Power, notes: &Notes) -> Self {
        let steps = power.steps();
        let count = steps.len().min(Self::MOST);
        let place = |column: usize| column * steps.len() / count.max(1);
        let column = |it: usize| {
            let (from, to) = (place(it), place(it + 1));
            wave(steps.get(from..to).unwrap_or(&[]), chroma(notes, from, to))
        };
        Self { columns: (0..count).map(column).collect() }
    }
}

fn wave(steps: &[Step], chroma: Chroma) -> Column {
    let square = steps.iter().map(|it| it.square).sum::<f64>() / steps.len().max(1) as f64;
    Column {
        low: steps.iter().map(|it| it.low).fold(0.0, f32::min),
        high: steps.iter().map(|it| it.high).fold(0.0, f32::max),
        rms: libm::sqrt(square) as f32,
        chroma,
    }
}

/// The notes from step to step: what stands out of the weakest class.
fn chroma(notes: &Notes, from: usize, to: usize) -> Chroma {
    let place = |step: usize| (step as f64 / STEPS as f64 * FPS) as usize;
    let first = place(from).min(notes.chords.len().saturating_sub(1));
    let last = place(to).max(first + 1).min(notes.chords.len());
    let mut sum = [0.0_f32; 12];
    for row in notes.chords.get(first..last).unwrap_or(&[]) {
        sum.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
    }
    sum.iter_mut().zip(gathered()).for_each(|(sum, count)| *sum /= count);
    let (low, high) =
        sum.iter().fold((f32::MAX, 0.0_f32), |it, class| (it.0.min(*class), it.1.max(*class)));
    if high <= low { [0.0; 12] } else { sum.map(|it| (it - low) / (high - low)) }
}
