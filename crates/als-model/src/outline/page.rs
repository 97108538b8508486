//! The page itself.

use std::fmt;

use super::device::DeviceOutline;
use super::track::{AutomationOutline, ClipOutline, TrackOutline};
use super::{Outline, SongOutline, timeline};
use crate::view::TrackKind;
use crate::view::level::{show, show_pan};
use crate::view::signature::pitch_name;

impl fmt::Display for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.song, &self.preset) {
            (Some(song), _) => write_song(&self.live, song, f),
            (None, Some(device)) => {
                writeln!(f, "{} preset", self.live)?;
                write_device(device, 0, f)
            }
            (None, None) => writeln!(f, "{}", self.live),
        }
    }
}

fn write_song(live: &str, song: &SongOutline, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let signature = song.signatures.first().map_or("", |it| &it.name);
    write!(f, "{live} · {} BPM · {signature}", round(song.tempo))?;
    if let Some(key) = &song.key {
        write!(f, " · {key}")?;
    }
    writeln!(f, " · {}", plural(usize::try_from(song.bars).unwrap_or(0), "bar"))?;
    if 0 < song.tempo_changes {
        writeln!(f, "the tempo moves ({})", plural(song.tempo_changes, "point"))?;
    }
    for it in song.signatures.iter().skip(1) {
        writeln!(f, "from bar {} in {}", it.bar, it.name)?;
    }
    if !song.comment.is_empty() {
        writeln!(f, "“{}”", song.comment)?;
    }
    writeln!(f)?;
    timeline::write(song, f)?;
    song.tracks.iter().try_for_each(|it| write_track(it, song, f))
}

fn write_track(
    track: &TrackOutline,
    song: &SongOutline,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let indent = "  ".repeat(track.depth);
    let level = show(track.volume.unwrap_or(f64::NEG_INFINITY));
    write!(f, "{indent}{} · {} · {level} · {}", track.name, kind(track.kind), show_pan(track.pan))?;
    let sends = track
        .sends
        .iter()
        .zip('A'..='Z')
        .filter_map(|(level, letter)| level.map(|it| (letter, it)));
    for (letter, level) in sends {
        write!(f, " · send {letter} {}", show(level))?;
    }
    let marks = [(track.is_muted, "muted"), (track.is_soloed, "solo")];
    for (_, word) in marks.iter().filter(|it| it.0) {
        write!(f, " · {word}")?;
    }
    if !matches!(&*track.output, "Main" | "Group" | "") && track.kind != TrackKind::Main {
        write!(f, " · to {}", track.output)?;
    }
    writeln!(f)?;
    track.devices.iter().try_for_each(|it| write_device(it, track.depth + 1, f))?;
    track.clips.iter().try_for_each(|it| write_clip(it, &indent, f))?;
    for it in &track.session {
        let scene = song.scenes.get(it.scene - 1).filter(|it| !it.is_empty());
        let scene = scene.map_or_else(
            || format!("scene {}", it.scene),
            |name| format!("scene {} {name}", it.scene),
        );
        let length = round(it.length);
        writeln!(
            f,
            "{indent}  {scene}: {} · {length} beats{}",
            it.name,
            content(it.notes, it.sample.as_deref(), &it.name)
        )?;
    }
    track.automation.iter().try_for_each(|it| write_automation(it, &indent, f))
}

fn write_clip(clip: &ClipOutline, indent: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let start = &clip.start;
    let beat = if start.beat == 1.0 { String::new() } else { format!(".{}", round(start.beat)) };
    let content = content(clip.notes, clip.sample.as_deref(), &start.name);
    let off = if clip.is_active { "" } else { " · off" };
    writeln!(
        f,
        "{indent}  bar {}{beat}: {} · {} beats{content}{off}",
        start.bar,
        start.name,
        round(clip.length)
    )
}

fn content(notes: Option<usize>, sample: Option<&str>, name: &str) -> String {
    match (notes, sample) {
        (Some(notes), _) => format!(" · {}", plural(notes, "note")),
        (None, Some(sample)) if sample != name => format!(" · {sample}"),
        _ => String::new(),
    }
}

fn write_automation(
    line: &AutomationOutline,
    indent: &str,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let (lowest, highest) = (round(line.lowest), round(line.highest));
    let points = plural(line.points, "point");
    let span = format!("beats {}–{}", round(line.from), round(line.to));
    writeln!(f, "{indent}  automation: {} · {lowest} to {highest} · {points} · {span}", line.target)
}

fn write_device(device: &DeviceOutline, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let indent = "  ".repeat(depth);
    write!(f, "{indent}{}", device.class)?;
    if device.name != device.class {
        write!(f, " “{}”", device.name)?;
    }
    if let Some(format) = device.format {
        write!(f, " ({format})")?;
    }
    if let Some(source) = &device.sidechain {
        write!(f, " · ducked by {source}")?;
    }
    if let [only] = &*device.samples {
        write!(f, " · {only}")?;
    } else if !device.samples.is_empty() {
        write!(f, " · {}", plural(device.samples.len(), "sample"))?;
    }
    for it in &device.macros {
        write!(f, " · {} {}", it.name, round(it.value))?;
    }
    writeln!(f, "{}", if device.is_on { "" } else { " · off" })?;
    for chain in &device.chains {
        let key = chain.key.map(|it| format!("{} ", pitch_name(it))).unwrap_or_default();
        writeln!(f, "{indent}  {key}{}", chain.name)?;
        chain.devices.iter().try_for_each(|it| write_device(it, depth + 2, f))?;
    }
    Ok(())
}

const fn kind(kind: TrackKind) -> &'static str {
    match kind {
        TrackKind::Audio => "audio",
        TrackKind::Midi => "MIDI",
        TrackKind::Group => "group",
        TrackKind::Return => "return",
        TrackKind::Main => "main",
        TrackKind::Cue => "cue",
    }
}

/// A number with at most three places.
pub(crate) fn round(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `1 bar`, `2 bars`.
pub(crate) fn plural(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
