//! Beats and bars: the tempo, its phase and the bar line settled together.

use music_types::Seconds;

use crate::hear::bar::{BAR, evidence};
use crate::hear::cells::{Cells, cells, lines};
use crate::hear::chroma::Notes;
use crate::hear::drift::{drifting, wanders};
use crate::hear::features::{FPS, Features};
use crate::hear::onsets::Onset;
use crate::hear::phase::{Pulse, fitted, pulse};
use crate::hear::sections::phrase;
use crate::hear::tempo::{Candidate, candidates};
use crate::hear::weights::{shares, tempo_weight, weight};
use crate::profile::Grid;

/// Below this a pulse may be chance, in deviations of chance.
const LEAST_PULSE: f64 = 5.0;

/// So clear a pulse holds from end to end, however its attacks lie around it.
const CERTAIN: f64 = 25.0;

/// A sound in which less begins (see [`Features::lively`]) carries no beat.
const LIVELY: f32 = 0.35;

/// A map of beats must meet so much more of the accents than a steady pulse does.
const BETTER: f64 = 1.3;

/// The mean accent that beats meet, within 20 ms.
fn met(accents: &[f32], beats: impl Iterator<Item = f64>) -> f64 {
    let mut sum = (0.0, 0.0);
    for beat in beats {
        let at = (beat.max(0.0) * FPS).round() as usize;
        let near = accents.get(at.saturating_sub(3)..(at + 4).min(accents.len())).unwrap_or(&[]);
        sum = (sum.0 + f64::from(near.iter().copied().fold(0.0, f32::max)), sum.1 + 1.0);
    }
    sum.0 / f64::max(sum.1, 1.0)
}

/// The grid of a sound of `length` seconds, or `None` where no pulse stands out.
///
/// One tempo from end to end where that holds; a map of beats where the music drifts.
pub(crate) fn grid(
    features: &Features,
    notes: &Notes,
    onsets: &[Onset],
    length: f64,
) -> Option<Grid> {
    if features.lively < LIVELY {
        return None;
    }
    let accents = features.accents();
    let candidates = candidates(&accents);
    let (candidate, share) = likeliest(&candidates)?;
    let fit = fitted(onsets, pulse(&accents, candidate.bpm));
    let is_clear = LEAST_PULSE <= candidate.pulse;
    if !is_clear || (candidate.pulse < CERTAIN && wanders(onsets, fit)) {
        let steady =
            if is_clear { met(&accents, lines(fit, length).into_iter().step_by(4)) } else { 0.0 };
        let map = drifting(&accents, onsets, length);
        let is_better = |it: &Vec<f64>| steady * BETTER < met(&accents, it.iter().copied());
        if let Some(beats) = map.filter(is_better) {
            return Some(mapped(features, notes, beats, share));
        }
    }
    if !is_clear {
        return None;
    }
    let pulse = rounded(fit, length);
    let from_start = cut(pulse, length);
    let pulse = from_start.unwrap_or(pulse);
    let lines = lines(pulse, length);
    let (place, bar_share) = match from_start {
        Some(_) => (0, CUT_SURE),
        None => downbeat(&cells(features, notes, &lines), 1),
    };
    let downbeat = lines.get(place).copied().unwrap_or(pulse.zero);
    let grid = bars_from(60.0 / pulse.beat, downbeat, length)?;
    let clear = 1.0 - libm::exp(-(candidate.pulse - LEAST_PULSE) / 5.0);
    // What is cut on the bar is cut on the phrase.
    let phrase = if from_start.is_some() { 0 } else { phrase(features, &grid) };
    Some(Grid {
        confidence: share * clear,
        bar_confidence: share * clear * bar_share,
        phrase,
        ..grid
    })
}

/// The grid through beats that drift.
fn mapped(features: &Features, notes: &Notes, beats: Vec<f64>, share: f64) -> Grid {
    let lines: Vec<f64> = beats
        .windows(2)
        .flat_map(|it| (0..4).map(|step| it[0] + (it[1] - it[0]) * f64::from(step) / 4.0))
        .collect();
    let (place, bar_share) = downbeat(&cells(features, notes, &lines), 4);
    let beats: Vec<Seconds> = beats.into_iter().map(Seconds).collect();
    let downbeats: Vec<Seconds> = beats.iter().skip(place / 4).step_by(4).copied().collect();
    let (first, last) = (beats.first().map_or(0.0, |it| it.0), beats.last().map_or(0.0, |it| it.0));
    let tempo = 60.0 * (beats.len().max(2) - 1) as f64 / (last - first).max(1e-9);
    let first_downbeat = downbeats.first().copied().unwrap_or(Seconds(first));
    // A map is never as sure as a pulse that holds.
    let confidence = 0.7 * share;
    let bar_confidence = confidence * bar_share;
    let steady = false;
    let grid = Grid {
        tempo,
        first_downbeat,
        confidence,
        bar_confidence,
        steady,
        beats,
        downbeats,
        phrase: 0,
    };
    let phrase = phrase(features, &grid);
    Grid { phrase, ..grid }
}

/// The tempo for which most speaks, and its share of what speaks for any.
fn likeliest(candidates: &[Candidate]) -> Option<(Candidate, f64)> {
    let odds: Vec<f64> = candidates.iter().map(|it| tempo_weight(it.bpm, it.repeats)).collect();
    let best = candidates.iter().copied().zip(shares(&odds));
    best.max_by(|a, b| a.1.total_cmp(&b.1))
}

/// The cell of the first bar line, and its share of what speaks for any; every `step`th cell may
/// be one.
fn downbeat(cells: &Cells, step: usize) -> (usize, f64) {
    if cells.accents.len() < BAR {
        return (0, 0.0);
    }
    let odds: Vec<f64> = evidence(cells).iter().step_by(step).map(weight).collect();
    let best = shares(&odds).into_iter().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or((0, 0.0), |(index, share)| (index * step, share))
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

/// A sound that is a whole number of bars long, to so many seconds, was cut on the bar.
const WHOLE: f64 = 0.0015;

/// How far a line of the pulse may lie from the start of such a sound, in seconds: soft attacks
/// are heard late.
const LATEST: f64 = 0.07;

/// How sure it is that the first bar begins where a sound was cut.
const CUT_SURE: f64 = 0.95;

/// The pulse of a loop, or of a song as it left the studio, from the very start; `None` for what
/// was not cut on the bar. A whole number of seconds is as long as an excerpt.
fn cut(pulse: Pulse, length: f64) -> Option<Pulse> {
    let bar = 4.0 * pulse.beat;
    let bars = (length / bar).round();
    let is_whole = 1.0 <= bars && (length - bars * bar).abs() < WHOLE;
    let is_seconds = (length - length.round()).abs() < WHOLE;
    let step = pulse.beat / 4.0;
    let off = pulse.zero - (pulse.zero / step).round() * step;
    let is_cut = is_whole && !is_seconds && off.abs() < LATEST;
    is_cut.then(|| Pulse { beat: length / bars / 4.0, zero: 0.0 })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_of_whole_bars_begins_on_one() {
        let pulse = Pulse { beat: 60.0 / 126.0, zero: 0.06 };
        let whole = 16.0 * 240.0 / 126.0;
        let found = cut(pulse, whole);
        assert!(found.is_some_and(|it| it.zero == 0.0 && (it.beat - pulse.beat).abs() < 1e-9));
        assert_eq!(cut(pulse, whole + 0.02), None);
        // 60 s at 120 BPM may be an excerpt.
        assert_eq!(cut(Pulse { beat: 0.5, zero: 0.06 }, 60.0), None);
        assert_eq!(cut(pulse, 0.1), None);
    }
}
