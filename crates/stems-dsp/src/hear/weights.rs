//! How much each piece of evidence counts when a bar line is chosen.
//!
//! Fitted as a conditional logit over sixteen places (L2 penalty 1) on songs, loops and excerpts
//! whose bars are known, cross-validated by song; only the ratios matter.

use crate::hear::bar::{BAR, Evidence, Pattern};

const DRUMS: f64 = 2.2;
const START: f64 = 2.2;
const FIRST: f64 = 0.6;
const CHORDS: [f64; 2] = [0.37, 0.17];
const BASS: [f64; 2] = [0.55, 0.4];
const SOUND: f64 = 1.0;
const LONG: [f64; 2] = [0.5, 0.75];

/// Accents by place: kicks on the one and not on the second eighth, snares on two and four.
#[rustfmt::skip]
const ACCENTS: Pattern = [
    [ 2.05, -0.09, -1.98,  0.05, 0.26, -0.22, 0.29,  0.10,  0.23,  0.00,  0.58, -0.34, -0.06, -0.36, -0.52,  0.02],
    [ 1.04, -0.54, -0.22,  0.00, 0.50, -0.78, 0.92,  0.62, -0.16,  0.31,  0.17, -0.15,  0.18, -0.73, -0.87, -0.28],
    [-0.16, -0.68,  0.15, -0.06, 1.77, -0.96, 0.54, -0.31,  0.29, -0.08, -0.24, -0.36,  1.46, -0.31, -0.75, -0.30],
];

/// How much speaks for a place, as the logarithm of odds.
pub(crate) fn weight(evidence: &Evidence) -> f64 {
    DRUMS * evidence.drums
        + START * evidence.start
        + FIRST * evidence.first
        + dot(&CHORDS, &evidence.chords)
        + dot(&BASS, &evidence.bass)
        + SOUND * evidence.sound
        + dot(&LONG, &evidence.long)
        + ACCENTS.iter().zip(&evidence.accents).map(|(a, b)| dot::<BAR>(a, b)).sum::<f64>()
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// How much speaks for a tempo (in BPM) at which a sound repeats so well (0 to 1), as the
/// logarithm of odds; fitted in the same way.
pub(crate) fn tempo_weight(bpm: f64, repeats: f64) -> f64 {
    let octaves = libm::log2(bpm / 125.0);
    1.4 * octaves - 5.2 * octaves * octaves + 5.7 * libm::log(repeats.max(1e-3))
}

/// Logarithms of odds as shares of one.
pub(crate) fn shares(odds: &[f64]) -> Vec<f64> {
    let top = odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = odds.iter().map(|it| libm::exp(it - top)).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|it| it / sum).collect()
}
