//! Beats and bars: the tempo, its phase and the bar line settled together.

use music_types::Seconds;

use crate::hear::bar::{BAR, Evidence, evidence};
use crate::hear::cells::{Cells, cells};
use crate::hear::chroma::Notes;
use crate::hear::features::Features;
use crate::hear::onsets::Onset;
use crate::hear::phase::{Pulse, fitted, pulse};
use crate::hear::tempo::{Candidate, candidates, prior};
use crate::profile::Grid;

/// One reading of a sound: a tempo, a phase and a bar line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) candidate: Candidate,
    pub(crate) pulse: Pulse,
    /// When the first sixteenth of the reading's grid lies, in seconds.
    pub(crate) first: f64,
    /// Which sixteenth from there begins a bar.
    pub(crate) place: usize,
    pub(crate) evidence: Evidence,
}

/// The grid of a sound of `length` seconds, or `None` where no steady pulse stands out.
pub(crate) fn grid(
    features: &Features,
    notes: &Notes,
    onsets: &[Onset],
    length: f64,
) -> Option<Grid> {
    let readings = readings(features, notes, onsets);
    let clearest = readings.iter().map(|it| it.candidate.pulse).fold(0.0, f64::max);
    if clearest < LEAST_PULSE {
        return None;
    }
    let best = readings.iter().max_by(|a, b| score(a).total_cmp(&score(b)))?;
    let step = best.pulse.beat / 4.0;
    let downbeat = best.first + best.place as f64 * step;
    bars_from(60.0 / best.pulse.beat, downbeat, length)
}

/// Below this a pulse may be chance, in deviations of chance.
const LEAST_PULSE: f64 = 5.0;

/// Every reading of a sound that is worth weighing.
pub(crate) fn readings(features: &Features, notes: &Notes, onsets: &[Onset]) -> Vec<Reading> {
    let accents = features.accents();
    let mut readings = Vec::new();
    for candidate in candidates(&accents).into_iter().take(8) {
        let pulse = fitted(onsets, pulse(&accents, candidate.bpm));
        let cells: Cells = cells(features, notes, pulse);
        if cells.accents.len() < BAR {
            continue;
        }
        let evidence = evidence(&cells);
        readings.extend(evidence.into_iter().enumerate().map(|(place, evidence)| Reading {
            candidate,
            pulse,
            first: cells.first,
            place,
            evidence,
        }));
    }
    readings
}

fn score(reading: &Reading) -> f64 {
    let it = &reading.evidence;
    let [one, two, four, eight] = it.change;
    libm::log(prior(60.0 / reading.pulse.beat).max(1e-9))
        + 4.0 * libm::log(reading.candidate.repeats.max(1e-3))
        + 6.0 * it.drums
        + 0.5 * it.chords
        + 0.3 * it.bass
        + 0.2 * (one + two + four + eight)
        + it.start
        + it.first
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
