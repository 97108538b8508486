//! The arrangement as a picture of letters: bars across, tracks down.

use std::fmt;

use super::{Place, SongOutline, TrackOutline};
use crate::view::TrackKind;

/// Cells across at most.
const WIDE: usize = 96;
/// Letters for a track's name.
const NAME: usize = 20;

/// How the song's time is cut into cells.
struct Ruler {
    /// Bars in one cell.
    step: i64,
    cells: usize,
    /// Where each bar starts, in beats; one more than there are bars.
    bars: Vec<f64>,
}

/// Writes the timeline: a ruler, the locators, and a line for each track with clips.
pub(super) fn write(song: &SongOutline, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if song.bars <= 0 {
        return Ok(());
    }
    let ruler = ruler(song);
    writeln!(f, "{:NAME$} {}", "", numbers(&ruler))?;
    if !song.locators.is_empty() {
        writeln!(f, "{:NAME$} {}", "", sections(&ruler, &song.locators))?;
    }
    for track in song.tracks.iter().filter(|it| !it.clips.is_empty() || it.kind == TrackKind::Group)
    {
        let name: String =
            format!("{}{}", "  ".repeat(track.depth), track.name).chars().take(NAME).collect();
        writeln!(f, "{name:NAME$} {}", cells(&ruler, track))?;
    }
    writeln!(f)
}

fn ruler(song: &SongOutline) -> Ruler {
    let bars = usize::try_from(song.bars).unwrap_or(0).min(20_000);
    let mut step = 1;
    while WIDE * step < bars {
        step *= 2;
    }
    Ruler {
        step: i64::try_from(step).unwrap_or(1),
        cells: bars.div_ceil(step),
        bars: starts(song, bars),
    }
}

/// Where each bar starts, by the signatures of the song.
fn starts(song: &SongOutline, bars: usize) -> Vec<f64> {
    let mut starts = vec![0.0];
    let mut beats = 0.0;
    while starts.len() <= bars {
        let mut passed = song.signatures.iter().filter(|it| it.beats <= beats + 1e-9);
        let now = passed.next_back().and_then(|it| bar_length(&it.name)).unwrap_or(4.0);
        let change = song
            .signatures
            .iter()
            .map(|it| it.beats)
            .find(|it| beats + 1e-9 < *it && *it < beats + now);
        beats = change.unwrap_or(beats + now);
        starts.push(beats);
    }
    starts
}

fn bar_length(signature: &str) -> Option<f64> {
    let (above, below) = signature.split_once('/')?;
    let below: f64 = below.parse().ok()?;
    above.parse::<f64>().ok().map(|it| it * 4.0 / below).filter(|it| 0.0 < *it)
}

/// Every eighth cell with its bar.
fn numbers(ruler: &Ruler) -> String {
    let marks = (0..ruler.cells).step_by(8).map(|cell| {
        let bar = 1 + i64::try_from(cell).unwrap_or(0) * ruler.step;
        (cell, bar.to_string())
    });
    written(ruler, marks)
}

fn sections(ruler: &Ruler, locators: &[Place]) -> String {
    let cell = |it: &Place| usize::try_from((it.bar - 1).max(0) / ruler.step).unwrap_or(0);
    written(ruler, locators.iter().map(|it| (cell(it), it.name.clone())))
}

/// Words at cells, each cut short where the next begins.
fn written(ruler: &Ruler, words: impl Iterator<Item = (usize, String)>) -> String {
    let mut line: Vec<char> = vec![' '; ruler.cells];
    let words: Vec<(usize, String)> = words.collect();
    for (index, (at, word)) in words.iter().enumerate() {
        let next = words.get(index + 1).map_or(usize::MAX, |it| it.0);
        let room = next.saturating_sub(*at).saturating_sub(usize::from(next != usize::MAX));
        for (offset, letter) in word.chars().take(room.max(1)).enumerate() {
            match line.get_mut(at + offset) {
                Some(cell) => *cell = letter,
                None if next == usize::MAX && *at < ruler.cells => line.push(letter),
                None => {}
            }
        }
    }
    line.into_iter().collect::<String>().trim_end().to_owned()
}

/// One track: `[` where a clip starts, `=` for notes, `#` for audio, `-` for what is switched off.
fn cells(ruler: &Ruler, track: &TrackOutline) -> String {
    let step = usize::try_from(ruler.step).unwrap_or(1);
    let bar_start = |bar: usize| ruler.bars.get(bar).or(ruler.bars.last()).copied().unwrap_or(0.0);
    let mut line = String::with_capacity(ruler.cells);
    for cell in 0..ruler.cells {
        let (from, to) = (bar_start(cell * step), bar_start((cell + 1) * step));
        let starts = |it: f64| from - 1e-9 <= it && it < to - 1e-9;
        let inside = track
            .clips
            .iter()
            .filter(|it| it.start.beats < to && from < it.start.beats + it.length);
        let mut inside = inside.peekable();
        let letter = match inside.peek() {
            None => '.',
            Some(it) if !it.is_active => '-',
            Some(it) if starts(it.start.beats) => '[',
            Some(it) if it.notes.is_some() => '=',
            Some(_) => '#',
        };
        line.push(letter);
    }
    line
}
