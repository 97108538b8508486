//! Measures of playing: how dense, how syncopated, how steady, how varied.

mod pitched;

use std::collections::BTreeSet;

use music_types::{Beats, Phrase, Role};

pub use self::pitched::{BassMeasures, bass, jaccard, pitch_classes, pitch_entropy, scale_share};
use crate::show::step_of;

/// Bars of onsets: for each bar, which of 16 steps are struck.
type Onsets = Vec<[bool; 16]>;

/// What the drums of a stretch measure; see §7 of the project's music notes for the definitions.
#[derive(Debug, Clone, PartialEq)]
pub struct DrumMeasures {
    /// Notes a bar, all drums.
    pub notes: f64,
    /// Parts that play in a bar, on average.
    pub parts: f64,
    /// The share of the quarters on which the kick falls.
    pub kick_on_quarters: f64,
    /// The share of beats 2 and 4 on which a clap or snare falls.
    pub backbeat: f64,
    /// Syncopation of the hand percussion after Longuet-Higgins and Lee, a bar: congas and bells;
    /// low drums count with the floor.
    pub percussion_syncopation: f64,
    /// The share of notes on the second and fourth sixteenths of the beats.
    pub odd_sixteenths: f64,
    /// Groove consistency: 1 less the mean share of the 64 cells (kick, backbeat, pulse,
    /// percussion × 16) that change from bar to bar.
    pub consistency: f64,
    /// The share of adjacent bars that are the same to the note.
    pub identical: f64,
    /// Cells that change into bars 4 and 8 of a phrase, on average.
    pub novelty_at_turns: f64,
    /// Cells that change into the other bars, on average.
    pub novelty_elsewhere: f64,
    /// How alike bars four apart are, less how alike neighbours are (Jaccard of cells).
    pub returns_after_four: f64,
}

/// A range in which a measure should lie.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    /// What a table calls it.
    pub name: &'static str,
    /// The measure.
    pub of: fn(&DrumMeasures) -> f64,
    /// The least, itself allowed.
    pub low: f64,
    /// The most, itself allowed.
    pub high: f64,
}

const fn band(name: &'static str, of: fn(&DrumMeasures) -> f64, low: f64, high: f64) -> Band {
    Band { name, of, low, high }
}

/// Where the drums of a four-to-the-floor drop of 16 bars should lie: the spread measured on
/// printed and played patterns.
#[rustfmt::skip]
pub const DRUM_BANDS: &[Band] = &[
    band("notes/bar", |it| it.notes,                                        17.0,  38.0),
    band("parts",     |it| it.parts,                                         4.0,   8.0),
    band("kick 1/4",  |it| it.kick_on_quarters,                              0.95,  1.0),
    band("backbeat",  |it| it.backbeat,                                      0.9,   1.0),
    band("perc LHL",  |it| it.percussion_syncopation,                        3.0,   8.0),
    band("odd 16ths", |it| it.odd_sixteenths,                                0.14,  0.47),
    band("GC16",      |it| it.consistency,                                   0.80,  0.98),
    band("identical", |it| it.identical,                                     0.0,   0.85),
    band("novel 4,8", |it| it.novelty_at_turns - it.novelty_elsewhere,       0.0,  64.0),
    band("lag 4 - 1", |it| it.returns_after_four,                            0.0,   1.0),
];

/// Measures the drums of a stretch that is played together; phrases of other roles are left out.
pub fn drums(phrases: &[(Role, &Phrase)]) -> DrumMeasures {
    let drums: Vec<&(Role, &Phrase)> = phrases.iter().filter(|it| it.0.is_unpitched()).collect();
    let bars = drums.iter().map(|it| it.1.length() / Beats::BAR).max().unwrap_or(0).max(1) as usize;
    let of = |roles: &[Role]| {
        onsets(bars, drums.iter().filter(|it| roles.contains(&it.0)).map(|it| it.1))
    };
    let kick = of(&[Role::Kick]);
    let backbeat = of(&[Role::Clap, Role::Snare]);
    let pulse = of(&[Role::Hats, Role::Shaker, Role::Cymbals]);
    let hands = of(&[Role::Congas, Role::LowPercussion, Role::Bells]);
    let talking = of(&[Role::Congas, Role::Bells]);
    let all: Vec<i64> = drums
        .iter()
        .flat_map(|it| it.1.notes())
        .map(|it| step_of(it.start).rem_euclid(16))
        .collect();
    let sounding = drums.iter().map(|it| onsets(bars, std::iter::once(it.1)));
    let parts: usize = sounding.map(|it| it.iter().filter(|bar| bar.contains(&true)).count()).sum();
    let cells: Vec<Vec<bool>> = (0..bars)
        .map(|bar| {
            [&kick, &backbeat, &pulse, &hands].iter().flat_map(|it| bar_of(it, bar)).collect()
        })
        .collect();
    let changed = |one: usize, two: usize| match (cells.get(one), cells.get(two)) {
        (Some(one), Some(two)) => one.iter().zip(two).filter(|(a, b)| a != b).count() as f64,
        _ => 0.0,
    };
    let exact: Vec<BTreeSet<(u8, i64)>> = exact_bars(bars, &drums);
    let neighbours = || 1..bars;
    let is_turn = |bar: &usize| bar % 4 == 3;
    DrumMeasures {
        notes: all.len() as f64 / bars as f64,
        parts: parts as f64 / bars as f64,
        kick_on_quarters: share_struck(&kick, &[0, 4, 8, 12]),
        backbeat: share_struck(&backbeat, &[4, 12]),
        percussion_syncopation: mean(talking.iter().map(|it| f64::from(syncopation(it)))),
        odd_sixteenths: mean(all.iter().map(|it| f64::from(u8::from(it % 2 == 1)))),
        consistency: 1.0 - mean(neighbours().map(|it| changed(it - 1, it))) / 64.0,
        identical: mean(
            neighbours().map(|it| f64::from(u8::from(exact.get(it - 1) == exact.get(it)))),
        ),
        novelty_at_turns: mean(neighbours().filter(is_turn).map(|it| changed(it - 1, it))),
        novelty_elsewhere: mean(
            neighbours().filter(|it| !is_turn(it)).map(|it| changed(it - 1, it)),
        ),
        returns_after_four: lag(&cells, 4) - lag(&cells, 1),
    }
}

fn bar_of(onsets: &Onsets, bar: usize) -> [bool; 16] {
    onsets.get(bar).copied().unwrap_or_default()
}

fn onsets<'p>(bars: usize, phrases: impl Iterator<Item = &'p Phrase>) -> Onsets {
    let mut all = vec![[false; 16]; bars];
    for note in phrases.flat_map(Phrase::notes) {
        let step = step_of(note.start);
        let bar = usize::try_from(step / 16).ok().and_then(|it| all.get_mut(it));
        if let Some(cell) = bar.and_then(|it| it.get_mut((step % 16) as usize)) {
            *cell = true;
        }
    }
    all
}

fn exact_bars(bars: usize, drums: &[&(Role, &Phrase)]) -> Vec<BTreeSet<(u8, i64)>> {
    let mut all = vec![BTreeSet::new(); bars];
    for note in drums.iter().flat_map(|it| it.1.notes()) {
        let step = step_of(note.start);
        if let Some(bar) = usize::try_from(step / 16).ok().and_then(|it| all.get_mut(it)) {
            bar.insert((note.pitch.key(), step % 16));
        }
    }
    all
}

fn share_struck(onsets: &Onsets, steps: &[usize]) -> f64 {
    let struck = |bar: &[bool; 16]| steps.iter().filter(|it| bar.get(**it) == Some(&true)).count();
    mean(onsets.iter().map(|it| struck(it) as f64 / steps.len() as f64))
}

fn lag(cells: &[Vec<bool>], bars: usize) -> f64 {
    mean(cells.iter().zip(cells.iter().skip(bars)).map(|(one, two)| {
        let both = one.iter().zip(two).filter(|(a, b)| **a && **b).count() as f64;
        let either = one.iter().zip(two).filter(|(a, b)| **a || **b).count() as f64;
        if either == 0.0 { 1.0 } else { both / either }
    }))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), it| (sum + it, count + 1));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

/// The syncopation of a bar that goes around (Longuet-Higgins and Lee 1984): for each note before
/// a rest on a stronger place, how much stronger that place is.
pub fn syncopation(bar: &[bool; 16]) -> u32 {
    const WEIGHTS: [i32; 16] = [0, -4, -3, -4, -2, -4, -3, -4, -1, -4, -3, -4, -2, -4, -3, -4];
    let at = |place: usize| {
        (bar.get(place % 16) == Some(&true), WEIGHTS.get(place % 16).copied().unwrap_or(0))
    };
    let after = |place: usize| {
        let rests = (place + 1..place + 16).map(at).take_while(|it| !it.0).map(|it| it.1);
        rests.max().map_or(0, |rest| (rest - at(place).1).max(0))
    };
    (0..16).filter(|it| at(*it).0).map(|it| after(it).unsigned_abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Grid;

    fn bar(text: &str) -> [bool; 16] {
        let mut bar = [false; 16];
        Grid::read(text).unwrap().strokes().iter().for_each(|it| bar[it.at.step() as usize] = true);
        bar
    }

    #[test]
    fn known_figures_have_their_known_syncopation() {
        let of = |text| syncopation(&bar(text));
        assert_eq!(of("8...8...8...8..."), 0, "four to the floor");
        assert_eq!(of("8..8..8.8..8..8."), 4, "tresillo");
        assert_eq!(of("8..8..8..8..8..."), 5, "3-3-3-3-4");
        assert_eq!(of("8..8..8...8.8..."), 4, "son clave");
        assert_eq!(of("8.8.88.8.8.8.88."), 7, "teleco-teco");
        assert_eq!(of("...8..8....8..8."), 9, "dembow");
        assert_eq!(of("..8...8...8...8."), 7, "off-beats");
    }
}
