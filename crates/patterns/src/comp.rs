//! Comping: chords, pads and stabs over the progression.

use music_types::{Beats, Note, Phrase, Pitch, Seed};

use crate::bass::place;
use crate::chance::unit;
use crate::choose::{choose, letter};
use crate::feel::{Hands, bar_seed, odds};
use crate::figure::Comp;
use crate::grid::Manner;
use crate::play::Brief;
use crate::style::Style;

/// How hard a chord is struck that only changes with the harmony.
const HELD: f64 = 90.0;

/// Plays the chords of the brief's role.
pub(crate) fn play(style: &Style, brief: &Brief, seed: Seed) -> Phrase {
    let ours = style.comps.iter().filter(|it| it.role == brief.role);
    let Some(comp) = choose(ours, brief, seed.fork("comp"), |it| &it.when, |it| it.weight) else {
        return Phrase::new(brief.length(), []);
    };
    let seed = seed.fork(&comp.name);
    let struck = if comp.lines.is_empty() { changes(brief) } else { struck(comp, brief, seed) };
    let hands = Hands::new(style, &comp.feel, brief.tempo, brief.intensity, seed);
    let mut notes = Vec::new();
    for (index, (at, strength)) in struck.iter().enumerate() {
        let next = struck.get(index + 1).map_or(brief.length(), |it| it.0);
        let change = *at + brief.harmony.left(place(brief, *at));
        let start = hands.time(*at, *strength);
        let end = next.min(change);
        let length =
            comp.hold.map_or(end - start, |it| Beats::nearest(it.max(0.25) / 4.0).min(end - start));
        for pitch in voices(comp, brief, *at) {
            notes.push(Note { start, pitch, length, velocity: hands.strike(*at, *strength) });
        }
    }
    Phrase::new(brief.length(), notes)
}

/// The strokes that a rhythm has in this phrase.
fn struck(comp: &Comp, brief: &Brief, seed: Seed) -> Vec<(Beats, f64)> {
    let mut all = Vec::new();
    for bar in 0..brief.bars {
        let letter = letter(brief, bar, &comp.bars, &comp.turns, &comp.when);
        let Some(grid) = letter.and_then(|it| comp.lines.get(&it)) else { continue };
        let within = brief.bar_of_section(bar);
        let dice = bar_seed(seed, within);
        let likely = odds(comp.odds, brief.intensity, within);
        for stroke in grid.bar(0) {
            if stroke.manner != Manner::Maybe || unit(dice, stroke.at.step() as u64) < likely {
                all.push((Beats::bars(bar) + stroke.at, stroke.strength));
            }
        }
    }
    all
}

/// A stroke wherever the chord changes.
fn changes(brief: &Brief) -> Vec<(Beats, f64)> {
    let mut all = Vec::new();
    let mut at = Beats::ZERO;
    while at < brief.length() {
        all.push((at, HELD));
        at += brief.harmony.left(place(brief, at)).max(Beats::SIXTEENTH);
    }
    all
}

/// The upper voices of the chord that sounds.
fn voices<'b>(comp: &Comp, brief: &'b Brief, at: Beats) -> impl Iterator<Item = Pitch> + use<'b> {
    let voicing = brief.harmony.at(place(brief, at)).voicing.as_slice();
    let from = voicing.len().saturating_sub(comp.voices.max(1));
    let up = 12 * comp.octave.clamp(0, 3);
    voicing.iter().skip(from).filter_map(move |it| it.up(up))
}
