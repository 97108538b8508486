//! Fills: what leads from one phrase into the next, never the same twice in a row.

use music_types::{Beats, Note, Phrase, SectionKind, Seed};

use crate::chance::{order, unit};
use crate::drums::strike;
use crate::feel::{Hands, odds};
use crate::figure::{Fill, Place};
use crate::grid::Manner;
use crate::play::Brief;
use crate::style::Style;

/// Plays the fill that is due at the end of the phrase.
pub(crate) fn play(style: &Style, brief: &Brief, seed: Seed) -> Phrase {
    let mut notes = Vec::new();
    if let Some(fill) = due(style, brief, seed) {
        play_fill(style, brief, fill, seed, &mut notes);
    }
    Phrase::new(brief.length(), notes)
}

/// The fill whose turn it is among those that lead where the music goes. All of the style's where
/// none does.
pub(crate) fn due<'s>(style: &'s Style, brief: &Brief, seed: Seed) -> Option<&'s Fill> {
    let place = place(brief);
    let fits = |it: &&Fill| it.place == place && it.when.holds(brief);
    let mut fitting: Vec<&Fill> = style.fills.iter().filter(fits).collect();
    if fitting.is_empty() {
        fitting = style.fills.iter().filter(|it| it.when.holds(brief)).collect();
    }
    let turn = brief.turn().checked_rem_euclid(i64::try_from(fitting.len()).ok()?)?;
    let queue = order(seed.fork("fills"), &vec![1.0; fitting.len()]);
    queue.get(turn as usize).and_then(|it| fitting.get(*it)).copied()
}

fn place(brief: &Brief) -> Place {
    match (brief.kind, brief.before) {
        (_, _) if !brief.last => Place::Phrase,
        (SectionKind::Drop, Some(SectionKind::Drop)) => Place::Phrase,
        (_, Some(SectionKind::Drop)) => Place::Drop,
        (_, Some(SectionKind::Break | SectionKind::Build)) => Place::Break,
        _ => Place::Phrase,
    }
}

/// The bars written end where the phrase ends.
fn play_fill(style: &Style, brief: &Brief, fill: &Fill, seed: Seed, notes: &mut Vec<Note>) {
    let hands = Hands::new(style, &fill.feel, brief.tempo, brief.intensity, seed.fork(&fill.name));
    let likely = odds(0.5, brief.intensity, 3);
    for (drum, grid) in &fill.lines {
        let dice = seed.fork(drum.word()).nth(brief.turn() as u64);
        let start = Beats::bars(brief.bars - grid.bars());
        for stroke in grid.strokes() {
            let place = stroke.at.ticks().unsigned_abs();
            let is_left_out = stroke.manner == Manner::Maybe && likely <= unit(dice, place);
            if !is_left_out && Beats::ZERO <= start + stroke.at {
                strike(hands, *drum, *stroke, start + stroke.at, notes);
            }
        }
    }
}
