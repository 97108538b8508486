//! Beats and bars: the tempo, its phase and the bar line settled together.

use music_types::Seconds;

use crate::hear::bar::{BAR, evidence};
use crate::hear::cells::cells;
use crate::hear::chroma::Notes;
use crate::hear::features::Features;
use crate::hear::onsets::Onset;
use crate::hear::phase::{Pulse, fitted, pulse};
use crate::hear::tempo::{Candidate, candidates};
use crate::hear::weights::{shares, tempo_weight, weight};
use crate::profile::Grid;

/// Below this a pulse may be chance, in deviations of chance.
const LEAST_PULSE: f64 = 5.0;

/// The grid of a sound of `length` seconds, or `None` where no steady pulse stands out.
pub(crate) fn grid(
    features: &Features,
    notes: &Notes,
    onsets: &[Onset],
    length: f64,
) -> Option<Grid> {
    let accents = features.accents();
    let candidates = candidates(&accents);
    let (candidate, share) = likeliest(&candidates)?;
    if candidate.pulse < LEAST_PULSE {
        return None;
    }
    let pulse = rounded(fitted(onsets, pulse(&accents, candidate.bpm)), length);
    let (downbeat, bar_share) = downbeat(features, notes, pulse);
    let grid = bars_from(60.0 / pulse.beat, downbeat, length)?;
    let clear = 1.0 - libm::exp(-(candidate.pulse - LEAST_PULSE) / 5.0);
    Some(Grid { confidence: share * clear, bar_confidence: share * clear * bar_share, ..grid })
}

/// The tempo for which most speaks, and its share of what speaks for any.
fn likeliest(candidates: &[Candidate]) -> Option<(Candidate, f64)> {
    let odds: Vec<f64> = candidates.iter().map(|it| tempo_weight(it.bpm, it.repeats)).collect();
    let best = candidates.iter().copied().zip(shares(&odds));
    best.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// The bar line for which most speaks, in seconds, and its share of what speaks for any.
fn downbeat(features: &Features, notes: &Notes, pulse: Pulse) -> (f64, f64) {
    let cells = cells(features, notes, pulse);
    if cells.accents.len() < BAR {
        return (cells.first, 0.0);
    }
    let odds = evidence(&cells).map(|it| weight(&it));
    let best = shares(&odds).into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    let (place, share) = best.unwrap_or((0, 0.0));
    (cells.first + place as f64 * pulse.beat / 4.0, share)
}

/// A tempo is taken for a round number where that moves the ends of the sound by no more than
/// this against each other, in seconds: most music is made at round tempi.
const ROUNDING: [(f64, f64); 3] = [(1.0, 0.010), (0.5, 0.004), (0.1, 0.002)];

/// The pulse at a round tempo, if that is as good; turned around the middle of the sound.
fn rounded(pulse: Pulse, length: f64) -> Pulse {
    let bpm = 60.0 / pulse.beat;
    let fits = |step: f64, most: f64| {
        let round = (bpm / step).round() * step;
        (0.0 < round && (bpm / round - 1.0).abs() * length < most).then_some(round)
    };
    let Some(round) = ROUNDING.into_iter().find_map(|(step, most)| fits(step, most)) else {
        return pulse;
    };
    let beats = ((length / 2.0 - pulse.zero) / pulse.beat).round();
    let beat = 60.0 / round;
    Pulse { beat, zero: pulse.zero + beats * (pulse.beat - beat) }
}

/// The grid of one tempo with a downbeat at `downbeat`, over `length` seconds.
pub(crate) fn bars_from(tempo: f64, downbeat: f64, length: f64) -> Option<Grid> {
    let beat = 60.0 / tempo;
    let is_sound = tempo.is_finite() && 0.0 < tempo && downbeat.is_finite() && 0.0 < length;
    if !is_sound || 1e7 < length / beat {
        return None;
    }
    // A beat a moment before the start is the start.
    let earliest = -0.03_f64;
    let back = ((downbeat - earliest) / beat).floor();
    let first = downbeat - back * beat;
    let count = ((length - first) / beat).ceil().max(0.0) as usize;
    let time = |it: usize| Seconds((first + it as f64 * beat).max(0.0));
    let beats: Vec<Seconds> = (0..count).map(time).collect();
    let from = (back as i64).rem_euclid(4) as usize;
    let downbeats: Vec<Seconds> = beats.iter().skip(from).step_by(4).copied().collect();
    let first_downbeat = Seconds((first + from as f64 * beat).max(0.0));
    Some(Grid {
        tempo,
        first_downbeat,
        confidence: 1.0,
        bar_confidence: 1.0,
        steady: true,
        beats,
        downbeats,
        phrase: 0,
    })
}
