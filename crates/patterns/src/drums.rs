//! Drums and percussion: figures of five layers, bar by bar.

use std::collections::BTreeSet;

use music_types::{Beats, Drum, Note, Phrase, Seed};

use crate::chance::unit;
use crate::choose::{choose, letter};
use crate::feel::{Hands, bar_seed, odds};
use crate::figure::Figure;
use crate::grid::{Grid, Manner, Stroke};
use crate::play::Brief;
use crate::style::{Layer, Layers, Style};

/// Plays the figures of the brief's role.
pub(crate) fn play(style: &Style, brief: &Brief, seed: Seed) -> Phrase {
    let mut notes = Vec::new();
    for figure in chosen(style, brief, seed) {
        play_figure(style, brief, figure, seed.fork(&figure.name), &mut notes);
    }
    Phrase::new(brief.length(), notes)
}

/// The figures whose moment it is, one of each choice.
fn chosen<'s>(style: &'s Style, brief: &Brief, seed: Seed) -> Vec<&'s Figure> {
    let ours = || style.drums.iter().filter(|it| it.role == brief.role);
    let free = ours().filter(|it| it.one_of.is_none() && it.when.holds(brief));
    let words: BTreeSet<&str> = ours().filter_map(|it| it.one_of.as_deref()).collect();
    let picked = words.into_iter().filter_map(|word| {
        let of_word = ours().filter(|it| it.one_of.as_deref() == Some(word));
        choose(of_word, brief, seed.fork(word), |it| &it.when, |it| it.weight)
    });
    free.chain(picked).collect()
}

fn play_figure(style: &Style, brief: &Brief, figure: &Figure, seed: Seed, notes: &mut Vec<Note>) {
    let hands = hands(style, brief, figure, seed);
    for bar in 0..brief.bars {
        let Some(lines) = bar_letter(&style.layers, brief, figure, bar, seed)
            .and_then(|it| figure.lines.get(&it))
        else {
            continue;
        };
        for (drum, grid) in lines {
            let player = Player {
                brief,
                figure,
                layers: &style.layers,
                hands,
                seed: seed.fork(drum.word()),
            };
            player.bar(*drum, grid, bar, notes);
        }
    }
}

/// The hands of a layer: the low one weighs more or less, the pulse swings more or less.
fn hands<'s>(style: &'s Style, brief: &Brief, figure: &Figure, seed: Seed) -> Hands<'s> {
    let axis = style.layers.of(figure.layer);
    let hands = Hands::new(style, &figure.feel, brief.tempo, brief.intensity, seed);
    match figure.layer {
        Layer::Low => hands.with(0.9 + 0.2 * axis, 1.0),
        Layer::Pulse => hands.with(1.0, 0.5 + axis),
        Layer::Accent | Layer::Dialogue | Layer::Ride => hands,
    }
}

/// Which bar is played: the dialogue may leave out an answer, the ride may begin with its second
/// phase.
fn bar_letter(
    layers: &Layers,
    brief: &Brief,
    figure: &Figure,
    bar: i64,
    seed: Seed,
) -> Option<char> {
    let is_end = bar == brief.bars - 1;
    let shifted = figure.layer == Layer::Ride && 0.5 < layers.ride && !is_end;
    let at = if shifted { bar + 1 } else { bar };
    let letter = letter(brief, at, &figure.bars, &figure.turns, &figure.when)?;
    let silenced = || 2.0 * layers.dialogue <= unit(seed, (brief.bar_of_section(bar) / 4) as u64);
    match figure.bars.0.first() {
        Some(call) if figure.layer == Layer::Dialogue && silenced() => Some(*call),
        _ => Some(letter),
    }
}

/// One drum of a figure and the hands on it.
struct Player<'p> {
    brief: &'p Brief<'p>,
    figure: &'p Figure,
    layers: &'p Layers,
    hands: Hands<'p>,
    seed: Seed,
}

impl Player<'_> {
    fn bar(&self, drum: Drum, grid: &Grid, bar: i64, notes: &mut Vec<Note>) {
        let within = self.brief.bar_of_section(bar);
        let dice = bar_seed(self.seed, within);
        let hands = if drum == Drum::Kick { self.hands.strict() } else { self.hands };
        let axis = 2.0 * self.layers.of(self.figure.layer);
        let likely = odds(self.figure.odds * axis, self.brief.intensity, within);
        for stroke in grid.bar(within) {
            let place = (stroke.at.ticks() / Beats::THIRTY_SECOND.ticks()) as u64;
            if stroke.manner == Manner::Maybe && likely <= unit(dice, place) {
                continue;
            }
            let at = Beats::bars(bar) + stroke.at;
            let stroke = Stroke { strength: stroke.strength * self.swell(at), ..stroke };
            strike(hands, drum, stroke, at, notes);
        }
    }

    /// The share of the written strength that a roll has reached; all of it elsewhere.
    fn swell(&self, at: Beats) -> f64 {
        let Some([from, to]) = self.figure.swell else { return 1.0 };
        from + (to - from) * at.as_bars() / (self.brief.bars.max(1) as f64)
    }
}

/// Puts down a stroke, or two.
pub(crate) fn strike(hands: Hands, drum: Drum, stroke: Stroke, at: Beats, notes: &mut Vec<Note>) {
    let mut put = |at: Beats, width: Beats, strength: f64| {
        notes.push(Note {
            start: hands.time(at, strength),
            pitch: drum.key(),
            length: ring(drum, width),
            velocity: hands.strike(at, strength),
        });
    };
    match stroke.manner {
        Manner::Double => {
            let half = stroke.width / 2;
            put(at, half, stroke.strength);
            put(at + half, half, 0.88 * stroke.strength);
        }
        Manner::Always | Manner::Maybe => put(at, stroke.width, stroke.strength),
    }
}

/// How long the note of a drum is written: cymbals and open sounds ring on.
fn ring(drum: Drum, width: Beats) -> Beats {
    match drum {
        Drum::Crash => Beats::BAR,
        Drum::Ride | Drum::OpenHat | Drum::Surdo => width.max(Beats::EIGHTH),
        _ => width,
    }
}
