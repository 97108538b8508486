//! Phrases as pages: a drum grid and a piano roll of letters.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use music_types::{Beats, Drum, Phrase, Pitch, Role};

/// Bars side by side on a page.
const BARS_A_LINE: i64 = 4;

/// A phrase of a role as a page: a grid for drums, a roll for what has pitch.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'p>(pub Role, pub &'p Phrase);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.is_unpitched() {
            true => f.write_str(&grid(self.1)),
            false => f.write_str(&roll(self.1)),
        }
    }
}

/// A drum phrase as a drummer writes it: a row a drum, a letter a sixteenth, four bars a line.
/// `1`–`9` is how hard (14 MIDI steps each), a letter `A`–`I` two strokes in the place.
///
/// Strokes stand at the sixteenth they belong to, swing and feel aside.
pub fn grid(phrase: &Phrase) -> String {
    let mut cells: BTreeMap<(usize, i64), (u8, u32)> = BTreeMap::new();
    let row = |key: Pitch| Drum::ALL.iter().position(|it| it.key() == key);
    for note in phrase.notes() {
        let (Some(row), step) = (row(note.pitch), step_of(note.start)) else { continue };
        let cell = cells.entry((row, step)).or_default();
        *cell = (cell.0.max(note.velocity.value()), cell.1 + 1);
    }
    let rows = cells.keys().map(|it| it.0).collect::<std::collections::BTreeSet<_>>();
    let name = |row: &usize| Drum::ALL.get(*row).map_or("?", |it| it.word()).replace('_', " ");
    let rows = rows.iter().map(|row| (name(row), *row)).collect::<Vec<_>>();
    page(phrase, &rows, &|row, step| {
        cells.get(&(row, step)).map(|(hard, count)| letter(*hard, *count))
    })
}

fn letter(hard: u8, count: u32) -> char {
    let level = (hard + 7) / 14;
    let base = if count < 2 { b'0' } else { b'@' };
    char::from(base + level.clamp(1, 9))
}

/// A pitched phrase: a row a key from high to low, `1`–`9` where a note is struck, `-` while it is
/// held, four bars a line.
pub fn roll(phrase: &Phrase) -> String {
    let mut cells: BTreeMap<(usize, i64), char> = BTreeMap::new();
    for note in phrase.notes() {
        let row = usize::from(127 - note.pitch.key());
        let (first, end) = (step_of(note.start), step_of(note.end()));
        cells.insert((row, first), letter(note.velocity.value(), 1));
        for step in first + 1..end {
            cells.insert((row, step), '-');
        }
    }
    let rows = cells.keys().map(|it| it.0).collect::<std::collections::BTreeSet<_>>();
    let name = |row: usize| Pitch::new(127_u8.saturating_sub(row as u8)).to_string();
    let rows = rows.into_iter().map(|row| (name(row), row)).collect::<Vec<_>>();
    page(phrase, &rows, &|row, step| cells.get(&(row, step)).copied())
}

/// The sixteenth a stroke belongs to: strokes a third early still belong to the next, late ones up
/// to two thirds to their own.
pub(crate) fn step_of(start: Beats) -> i64 {
    (start.ticks() + Beats::SIXTEENTH.ticks() / 3) / Beats::SIXTEENTH.ticks()
}

fn page(
    phrase: &Phrase,
    rows: &[(String, usize)],
    cell: &dyn Fn(usize, i64) -> Option<char>,
) -> String {
    let bars = (phrase.length().ticks() + Beats::BAR.ticks() - 1) / Beats::BAR.ticks();
    let mut text = String::new();
    let wide = rows.iter().map(|it| it.0.len()).max().unwrap_or(0);
    for first in (0..bars).step_by(BARS_A_LINE as usize) {
        let line = first..bars.min(first + BARS_A_LINE);
        if 0 < first {
            text.push('\n');
        }
        let count = |bar: i64| format!("{:<17}", bar + 1);
        let head: String = line.clone().map(count).collect();
        let _ = writeln!(text, "{:wide$}  {}", "", head.trim_end());
        for (name, row) in rows {
            let bar = |bar: i64| {
                (bar * 16..bar * 16 + 16)
                    .map(|it| cell(*row, it).unwrap_or('.'))
                    .collect::<String>()
            };
            let cells: Vec<String> = line.clone().map(bar).collect();
            let _ = writeln!(text, "{name:wide$} |{}|", cells.join("|"));
        }
    }
    text
}
