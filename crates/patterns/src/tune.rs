//! Tunes: arps, plucks, leads and chopped voices, as figures on a ladder or made up.

use std::collections::BTreeMap;

use music_types::{Beats, Key, Mode, Note, Phrase, Pitch, Seed};

use crate::bass::place;
use crate::chance::{pick, unit};
use crate::choose::{choose, letter};
use crate::feel::{Hands, bar_seed, odds};
use crate::figure::{Ladder, Tune};
use crate::grid::{Grid, Manner};
use crate::harmony::Chord;
use crate::play::Brief;
use crate::style::Style;

/// The highest key of a tune.
const CEILING: i32 = 96;
/// Steps of the scale that a made-up tune walks on: seven pitches, so that it can be sung.
const RANGE: i32 = 6;

/// A note of a tune before it is held.
struct Struck {
    at: Beats,
    strength: f64,
    pitch: Pitch,
}

/// Plays the tune of the brief's role.
pub(crate) fn play(style: &Style, brief: &Brief, seed: Seed) -> Phrase {
    let ours = style.tunes.iter().filter(|it| it.role == brief.role);
    let Some(tune) = choose(ours, brief, seed.fork("tune"), |it| &it.when, |it| it.weight) else {
        return Phrase::new(brief.length(), []);
    };
    let seed = seed.fork(&tune.name);
    let struck = struck(tune, brief, seed);
    let hands = Hands::new(style, &tune.feel, brief.tempo, brief.intensity, seed);
    let note = |(index, it): (usize, &Struck)| {
        let start = hands.time(it.at, it.strength);
        let next = struck.get(index + 1).map_or(brief.length(), |it| it.at);
        let free = next.max(it.at + Beats::THIRTY_SECOND) - start;
        let length = tune.hold.map_or(free, |it| Beats::nearest(it.max(0.25) / 4.0).min(free));
        Note { start, pitch: it.pitch, length, velocity: hands.strike(it.at, it.strength) }
    };
    Phrase::new(brief.length(), struck.iter().enumerate().map(note))
}

fn struck(tune: &Tune, brief: &Brief, seed: Seed) -> Vec<Struck> {
    let cell = tune.cells.get(pick(seed.fork("cell"), tune.cells.len()));
    let cell: Option<Vec<i32>> = cell.map(|it| it.steps().collect());
    let melody = Melody::new(tune, seed.fork("melody"));
    let (mut all, mut count) = (Vec::new(), 0);
    for bar in 0..brief.bars {
        let within = brief.bar_of_section(bar);
        if within.checked_rem_euclid(tune.restart) == Some(0) {
            count = 0;
        }
        let letter = letter(brief, bar, &tune.bars, &tune.turns, &tune.when);
        let Some((letter, grid)) = letter.and_then(|it| Some((it, tune.lines.get(&it)?))) else {
            continue;
        };
        let dice = bar_seed(seed, within);
        let likely = odds(tune.odds, brief.intensity, within);
        for (index, stroke) in grid.bar(0).enumerate() {
            let step = match &cell {
                Some(cell) => cell.get(count % cell.len().max(1)).copied(),
                None => melody.step(letter, index),
            };
            count += 1;
            if stroke.manner == Manner::Maybe && likely <= unit(dice, stroke.at.step() as u64) {
                continue;
            }
            let at = Beats::bars(bar) + stroke.at;
            let is_strong = cell.is_none() && at.step() % 4 == 0;
            let pitch = pitch(tune, brief, step.unwrap_or(0), at, is_strong);
            all.push(Struck { at, strength: stroke.strength, pitch });
        }
    }
    all
}

/// The key of a step; strong notes of a made-up tune rest on the chord.
fn pitch(tune: &Tune, brief: &Brief, step: i32, at: Beats, is_strong: bool) -> Pitch {
    let chord = brief.harmony.at(place(brief, at));
    let rungs = rungs(tune.ladder, brief.key, chord);
    let pitch = climb(&rungs, i32::from(tune.low), step);
    if is_strong { nearest_of(chord, pitch) } else { pitch }
}

/// The pitch classes of a ladder, as semitones above C, rising from its foot.
fn rungs(ladder: Ladder, key: Key, chord: &Chord) -> Vec<i32> {
    let tonic = i32::from(key.tonic.above_c());
    match ladder {
        Ladder::Chord => {
            let root = i32::from(chord.root.above_c());
            let mut tones: Vec<i32> =
                chord.intervals.iter().map(|it| root + it.rem_euclid(12)).collect();
            tones.sort_unstable();
            tones.dedup();
            tones
        }
        Ladder::Scale => key.mode.degrees().iter().map(|it| tonic + it).collect(),
        Ladder::Pentatonic => pentatonic(key.mode).iter().map(|it| tonic + it).collect(),
    }
}

/// Five notes of a mode without its semitones.
fn pentatonic(mode: Mode) -> [i32; 5] {
    match mode {
        Mode::Minor | Mode::Dorian | Mode::Phrygian => [0, 3, 5, 7, 10],
        Mode::HarmonicMinor => [0, 2, 3, 5, 7],
        Mode::Locrian => [0, 3, 5, 8, 10],
        Mode::Mixolydian | Mode::Major | Mode::Lydian => [0, 2, 4, 7, 9],
    }
}

/// The key `step` rungs above the first rung at or above `low`'s octave of the ladder's foot.
fn climb(rungs: &[i32], low: i32, step: i32) -> Pitch {
    let count = rungs.len().max(1) as i32;
    let foot = rungs.first().copied().unwrap_or(0);
    let base = low + (foot - low).rem_euclid(12);
    let rung = rungs.get(step.rem_euclid(count) as usize).copied().unwrap_or(foot);
    let mut key = base + rung - foot + 12 * step.div_euclid(count);
    while CEILING < key {
        key -= 12;
    }
    while key < low {
        key += 12;
    }
    Pitch::new(u8::try_from(key).unwrap_or(60))
}

fn nearest_of(chord: &Chord, pitch: Pitch) -> Pitch {
    let around = [0, -1, 1, -2, 2, -3, 3];
    around.into_iter().filter_map(|it| pitch.up(it)).find(|it| chord.holds(*it)).unwrap_or(pitch)
}

/// A tune made up for the letters of its rhythm: mostly steps, few leaps, seven pitches at most.
struct Melody(BTreeMap<char, Vec<i32>>);

impl Melody {
    fn new(tune: &Tune, seed: Seed) -> Self {
        if !tune.cells.is_empty() {
            return Self(BTreeMap::new());
        }
        let closing = tune.bars.0.iter().rev().find(|it| **it != '.').copied();
        let walk = |(letter, grid): (&char, &Grid)| {
            let seed = seed.nth(u64::from(u32::from(*letter)));
            (*letter, walk(seed, grid.strokes().len(), Some(*letter) == closing))
        };
        Self(tune.lines.iter().map(walk).collect())
    }

    fn step(&self, letter: char, index: usize) -> Option<i32> {
        self.0.get(&letter)?.get(index).copied()
    }
}

/// A walk on the scale from a tone of the tonic chord; a closing one comes home to 1 or 5.
fn walk(seed: Seed, notes: usize, closes: bool) -> Vec<i32> {
    const STARTS: [i32; 4] = [0, 2, 4, 4];
    const MOVES: [i32; 14] = [0, 0, 0, 1, 1, 1, -1, -1, -1, 2, -2, -2, 3, -4];
    let mut step = STARTS.get(pick(seed, STARTS.len())).copied().unwrap_or(0);
    let mut steps = Vec::with_capacity(notes);
    for note in 0..notes {
        steps.push(step);
        let by = MOVES.get(pick(seed.nth(1 + note as u64), MOVES.len())).copied().unwrap_or(0);
        // What would leave the range turns back.
        step = if (0..=RANGE).contains(&(step + by)) { step + by } else { step - by };
        step = step.clamp(0, RANGE);
    }
    if let Some(last) = steps.last_mut().filter(|_| closes) {
        *last = if *last < 3 { 0 } else { 4 };
    }
    steps
}
