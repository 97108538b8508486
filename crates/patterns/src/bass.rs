//! Bass: lines of two-bar cells on the roots of the chords, in the register that clubs can hear.

use music_types::{Beats, Note, Phrase, Pitch, Seed};

use crate::chance::unit;
use crate::choose::{choose, letter};
use crate::feel::{Hands, bar_seed, odds};
use crate::figure::{BassLine, Line};
use crate::grid::{Manner, Stroke};
use crate::play::Brief;
use crate::style::Style;

/// The lowest key of a bass: E1, 41 Hz. Below, club systems and ears give little.
pub const LOWEST: Pitch = Pitch::new(28);
/// The highest key a line reaches with its octave leaps.
pub const HIGHEST: Pitch = Pitch::new(54);

/// A note of a line before it is held: where it is written, how hard, and which key.
struct Struck {
    at: Beats,
    strength: f64,
    pitch: Pitch,
}

/// Plays the bass line.
pub(crate) fn play(style: &Style, brief: &Brief, seed: Seed) -> Phrase {
    let Some(line) = chosen(style, brief, seed) else { return Phrase::new(brief.length(), []) };
    let struck = struck(line, brief, seed.fork(&line.name));
    held(style, line, brief, seed, &slid(line, brief, seed.fork("slide"), struck))
}

/// Slides into notes that are leapt to: a 32nd before them, a step of the key below or above, from where the
/// line comes.
fn slid(line: &BassLine, brief: &Brief, seed: Seed, struck: Vec<Struck>) -> Vec<Struck> {
    let mut all: Vec<Struck> = Vec::with_capacity(struck.len());
    for it in struck {
        let from = all.last().filter(|last| last.at + Beats::EIGHTH <= it.at);
        let slide = from.and_then(|from| {
            let within = brief.bar_of_section(it.at / Beats::BAR);
            let dice = seed.nth(within.rem_euclid(2) as u64);
            let leap = i32::from(it.pitch.key()) - i32::from(from.pitch.key());
            let is_home = !brief.harmony.at(place(brief, it.at)).borrowed;
            let wanted = is_home && unit(dice, it.at.step() as u64) < line.slide && 3 <= leap.abs();
            let (at, strength) = (it.at - Beats::THIRTY_SECOND, it.strength * 0.65);
            let beside = step_beside(brief, it.pitch, -leap.signum()).filter(|_| wanted)?;
            Some(Struck { at, strength, pitch: beside })
        });
        all.extend(slide);
        all.push(it);
    }
    all
}

/// The next note of the key below (`way` −1) or above (1) a key, within the bass's register.
fn step_beside(brief: &Brief, pitch: Pitch, way: i32) -> Option<Pitch> {
    let key = |semitones: i32| u8::try_from(i32::from(pitch.key()) + way * semitones).ok();
    let near = [1, 2].into_iter().filter_map(key).map(Pitch::new);
    near.into_iter().find(|it| brief.key.holds(*it) && (LOWEST..=HIGHEST).contains(it))
}

/// Plays what lies under the bass line: its rhythm on roots and fifths of the lowest octave,
/// without its pick-ups.
pub(crate) fn under(style: &Style, brief: &Brief, bass: Seed) -> Phrase {
    let Some(line) = chosen(style, brief, bass) else { return Phrase::new(brief.length(), []) };
    let lowered = |it: Struck| {
        let chord = brief.harmony.at(place(brief, it.at));
        let class =
            if it.pitch.class() == chord.root.up(7) { it.pitch.class() } else { chord.root };
        Struck { pitch: class.at_or_above(LOWEST), ..it }
    };
    let firm = |it: &Struck| 80.0 <= it.strength;
    let struck: Vec<Struck> =
        struck(line, brief, bass.fork(&line.name)).into_iter().filter(firm).map(lowered).collect();
    held(style, line, brief, bass, &struck)
}

fn chosen<'s>(style: &'s Style, brief: &Brief, seed: Seed) -> Option<&'s BassLine> {
    choose(style.bass.iter(), brief, seed.fork("line"), |it| &it.when, |it| it.weight)
}

/// Where a moment of the phrase lies in the section's progression.
pub(crate) fn place(brief: &Brief, at: Beats) -> Beats {
    Beats::bars(brief.bar_of_section(0)) + at
}

fn struck(line: &BassLine, brief: &Brief, seed: Seed) -> Vec<Struck> {
    let mut all = Vec::new();
    for bar in 0..brief.bars {
        let letter = letter(brief, bar, &line.bars, &line.turns, &line.when);
        let Some(written) = letter.and_then(|it| line.lines.get(&it)) else { continue };
        let within = brief.bar_of_section(bar);
        let dice = bar_seed(seed, within);
        // Leaps belong to the two-bar cell: the ear learns them.
        let leaps = seed.fork("leap").nth(within.rem_euclid(2) as u64);
        let likely = odds(line.odds, brief.intensity, within);
        for stroke in written.play.bar(0) {
            let place = stroke.at.step() as u64;
            if stroke.manner == Manner::Maybe && likely <= unit(dice, place) {
                continue;
            }
            let leap = stroke.at != Beats::ZERO && unit(leaps, place) < line.lift;
            let at = Beats::bars(bar) + stroke.at;
            all.push(Struck {
                at,
                strength: stroke.strength,
                pitch: pitch(brief, written, stroke, at, leap),
            });
        }
    }
    all
}

/// The key of a stroke: steps count from the chord's root, which lies in the octave above E1.
fn pitch(brief: &Brief, line: &Line, stroke: Stroke, at: Beats, leap: bool) -> Pitch {
    let chord = brief.harmony.at(place(brief, at));
    let root = chord.root.at_or_above(LOWEST);
    let step = line.tones.as_ref().and_then(|it| it.at(stroke.at)).unwrap_or(0);
    let above = chord.step(brief.key, step) + if leap && step == 0 { 12 } else { 0 };
    let mut key = i32::from(root.key()) + above;
    while key < i32::from(LOWEST.key()) {
        key += 12;
    }
    while i32::from(HIGHEST.key()) < key {
        key -= 12;
    }
    Pitch::new(u8::try_from(key).unwrap_or(LOWEST.key()))
}

/// Gives each note its time and length: as long as the line holds, never into the next note or the
/// next chord.
fn held(style: &Style, line: &BassLine, brief: &Brief, seed: Seed, struck: &[Struck]) -> Phrase {
    let hands = Hands::new(style, &line.feel, brief.tempo, brief.intensity, seed);
    let starts: Vec<Beats> = struck.iter().map(|it| hands.time(it.at, it.strength)).collect();
    let most = Beats::nearest(line.hold.max(0.25) / 4.0);
    let note = |(index, it): (usize, &Struck)| {
        let start = starts.get(index).copied().unwrap_or(it.at);
        let next = starts.get(index + 1).copied().unwrap_or(brief.length());
        let chord_end = it.at + brief.harmony.left(place(brief, it.at));
        let length = most.min(next - start).min(chord_end - start);
        Note { start, pitch: it.pitch, length, velocity: hands.strike(it.at, it.strength) }
    };
    Phrase::new(brief.length(), struck.iter().enumerate().map(note))
}
