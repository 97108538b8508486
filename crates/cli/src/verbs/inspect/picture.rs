//! The arrangement as a picture: tracks down, bars across, clips in their colours, locators above.

use std::path::Path;

use als_model::outline::{ClipOutline, Outline, Place, SongOutline, TrackOutline};
use als_model::view::TrackKind;

use crate::draw::Svg;

const WIDTH: f64 = 1600.0;
/// Where the first bar stands, and how much is left free on the right.
const LEFT: f64 = 190.0;
const RIGHT: f64 = 20.0;
const TOP: f64 = 84.0;
const ROW: f64 = 22.0;

const GROUND: &str = "#1e1f22";
const INK: &str = "#d7dae0";
const FAINT: &str = "#6b7280";
const BAR: &str = "#2c2e33";
const SECTION: &str = "#f2c14e";
const LETTERS: &str = "#14151a";
const COLOURLESS: &str = "#8a9099";

/// From beats to pixels.
struct Scale {
    beats: f64,
}

impl Scale {
    fn x(&self, beats: f64) -> f64 {
        LEFT + beats.max(0.0) / self.beats * (WIDTH - LEFT - RIGHT)
    }
}

/// The picture of a document, as SVG; a preset shows its name and no timeline.
pub fn of(path: &Path, outline: &Outline) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let rows: Vec<&TrackOutline> = outline.song.iter().flat_map(shown).collect();
    let height = TOP + ROW * rows.len() as f64 + 20.0;
    let mut svg = Svg::new(WIDTH, height, GROUND, &name);
    svg.words((16.0, 14.0), 13.0, INK, &short(&name, 60));
    let Some(song) = &outline.song else { return svg.finish() };
    svg.words((16.0, 36.0), 9.0, FAINT, &facts(outline, song));
    let ends = rows.iter().flat_map(|it| &it.clips).map(|it| it.start.beats + it.length);
    let scale = Scale { beats: ends.fold(16.0, f64::max) };
    bars(&mut svg, &scale, song, height);
    for (index, track) in rows.iter().enumerate() {
        row(&mut svg, &scale, track, TOP + ROW * index as f64);
    }
    locators(&mut svg, &scale, &song.locators, height);
    svg.finish()
}

/// The tracks that have something in the arrangement, and the groups around them.
fn shown(song: &SongOutline) -> impl Iterator<Item = &TrackOutline> {
    song.tracks.iter().filter(|it| !it.clips.is_empty() || it.kind == TrackKind::Group)
}

fn facts(outline: &Outline, song: &SongOutline) -> String {
    let key = song.key.as_ref().map_or(String::new(), |it| format!(" - {it}"));
    format!("{} - {:.2} BPM{key} - {} bars", outline.live, song.tempo, song.bars)
}

/// A thin line every four bars, with numbers at the eighth, sixteenth or thirty-second.
fn bars(svg: &mut Svg, scale: &Scale, song: &SongOutline, height: f64) {
    let bar = song.signatures.first().and_then(|it| bar_length(&it.name)).unwrap_or(4.0);
    let count = (scale.beats / bar).ceil() as usize;
    let step = [4, 8, 16, 32, 64].into_iter().find(|it| count / it <= 32).unwrap_or(128);
    let at = |index: usize| scale.x(index as f64 * bar);
    let lines: Vec<_> = (0..=count)
        .step_by(step)
        .map(|it| ((at(it), TOP - 8.0), (at(it), height - 12.0)))
        .collect();
    svg.lines(&lines, BAR, 1.0);
    for it in (0..count).step_by(step) {
        svg.words((at(it) + 2.0, TOP - 14.0), 7.0, FAINT, &(it + 1).to_string());
    }
}

/// Quarter notes in a bar of `3/4`.
fn bar_length(signature: &str) -> Option<f64> {
    let (above, below) = signature.split_once('/')?;
    let length = above.parse::<f64>().ok()? * 4.0 / below.parse::<f64>().ok()?;
    (0.0 < length && length.is_finite()).then_some(length)
}

fn row(svg: &mut Svg, scale: &Scale, track: &TrackOutline, top: f64) {
    let colour = track.colour.as_deref().unwrap_or(COLOURLESS);
    svg.rect((8.0, top + 2.0), (5.0, ROW - 4.0), colour, 1.0);
    let indent = 18.0 + 10.0 * track.depth.min(6) as f64;
    let ink = if track.is_muted { FAINT } else { INK };
    svg.words((indent, top + 7.0), 8.0, ink, &short(&track.name, 20 - track.depth.min(6)));
    for clip in &track.clips {
        block(svg, scale, clip, colour, top);
    }
}

/// A clip: a filled block with its name as far as there is room; what is switched off is pale.
fn block(svg: &mut Svg, scale: &Scale, clip: &ClipOutline, of_track: &str, top: f64) {
    let (from, to) = (scale.x(clip.start.beats), scale.x(clip.start.beats + clip.length));
    let width = (to - from - 1.0).max(1.0);
    let colour = clip.colour.as_deref().unwrap_or(of_track);
    svg.rect(
        (from, top + 2.0),
        (width, ROW - 4.0),
        colour,
        if clip.is_active { 0.95 } else { 0.3 },
    );
    let room = ((width - 4.0) / 5.2) as usize;
    if 3 <= room {
        svg.words((from + 3.0, top + 8.5), 5.5, LETTERS, &short(&clip.start.name, room));
    }
}

fn locators(svg: &mut Svg, scale: &Scale, all: &[Place], height: f64) {
    let lines: Vec<_> = all
        .iter()
        .map(|it| ((scale.x(it.beats), TOP - 30.0), (scale.x(it.beats), height - 12.0)))
        .collect();
    svg.lines(&lines, SECTION, 0.6);
    for (index, it) in all.iter().enumerate() {
        let next = all.get(index + 1).map_or(WIDTH - RIGHT, |it| scale.x(it.beats));
        let room = ((next - scale.x(it.beats) - 4.0) / 6.6).max(1.0) as usize;
        svg.words((scale.x(it.beats) + 3.0, TOP - 30.0), 7.0, SECTION, &short(&it.name, room));
    }
}

/// At most so many letters.
fn short(words: &str, most: usize) -> String {
    words.chars().take(most).collect()
}
