//! Which notes sound: the strength of each pitch class from moment to moment.

use crate::hear::source::{Piece, RATE};
use crate::hear::spectrum::Spectrum;

/// The strengths of the twelve pitch classes from C.
pub(crate) type Chroma = [f32; 12];

/// Samples of a frame: 186 ms.
const FRAME: usize = 4096;

/// Samples from frame to frame: 46 ms.
pub(crate) const HOP: usize = 1024;

/// Frames a second.
pub(crate) const FPS: f64 = RATE as f64 / HOP as f64;

/// The notes that sound in chords and lines (110 Hz to 2 kHz), and in the bass (40 to 200 Hz).
#[derive(Default)]
pub(crate) struct Notes {
    /// Chords and lines, a row a frame.
    pub(crate) chords: Vec<Chroma>,
    /// The bass, a row a frame.
    pub(crate) bass: Vec<Chroma>,
}

/// Listens for notes in a sound at the ear's rate and level, piece by piece.
pub(crate) struct Noting {
    spectrum: Spectrum,
    chord_bins: Vec<(usize, usize)>,
    bass_bins: Vec<(usize, usize)>,
    notes: Notes,
}

impl Noting {
    pub(crate) fn new() -> Self {
        Self {
            spectrum: Spectrum::new(FRAME),
            chord_bins: chord_bins(),
            bass_bins: classes(40.0, 200.0),
            notes: Notes { chords: Vec::new(), bass: Vec::new() },
        }
    }

    /// Hears the next piece.
    pub(crate) fn push(&mut self, piece: &Piece) {
        for middle in piece.places(HOP) {
            let bins = self.spectrum.at(piece.samples, middle);
            let row = |classes: &[(usize, usize)]| {
                let mut row = [0.0_f32; 12];
                for (bin, class) in classes {
                    // Square roots of magnitudes: a loud voice does not hide the others.
                    row[*class] += bins.get(*bin).map_or(0.0, |it| it.norm_sqr().sqrt().sqrt());
                }
                row
            };
            let (chords, bass) = (row(&self.chord_bins), row(&self.bass_bins));
            self.notes.chords.push(chords);
            self.notes.bass.push(bass);
        }
    }

    /// All that was heard.
    pub(crate) fn finish(self) -> Notes {
        self.notes
    }
}

/// How many bins each class of the chords has: so much more of the noise it gathers.
pub(crate) fn gathered() -> Chroma {
    let mut counts = [0.0; 12];
    chord_bins().into_iter().for_each(|(_, class)| counts[class] += 1.0);
    counts
}

fn chord_bins() -> Vec<(usize, usize)> {
    classes(110.0, 2000.0)
}

/// The bins between two frequencies, each with its pitch class.
fn classes(from: f64, to: f64) -> Vec<(usize, usize)> {
    let hz = f64::from(RATE) / FRAME as f64;
    let first = (from / hz).ceil() as usize;
    let last = (to / hz) as usize;
    (first..=last)
        .map(|bin| {
            let key = 69.0 + 12.0 * libm::log2(bin as f64 * hz / 440.0);
            (bin, (key.round() as i64).rem_euclid(12) as usize)
        })
        .collect()
}
