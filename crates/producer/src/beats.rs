//! Beats of others: the groove of a record or MIDI file, and drums that the user wrote.

use std::path::Path;

use music_types::{Beats, Drum, Note, Pitch, Tempo};
use patterns::{Groove, Pattern, Struck, groove};
use plan::{
    HeardSource, InspirationSet, InspirationSource, Mistake, MistakeKind, SpecErrors, Take,
};
use stems_dsp::{Grid, Profile};

use crate::error::ProduceError;
use crate::midi::{self, MidiNotes};
use crate::sources;

/// What was heard in the beat that is wanted.
#[derive(Debug, Default)]
pub struct Beat {
    /// Its tempo, beats and key; `None` where nobody listened.
    pub heard: Option<HeardSource>,
    /// Its groove; `None` where too few strokes lie on a grid.
    pub groove: Option<Groove>,
}

/// Listens to the beat source of a wish, where its groove is wanted.
///
/// # Errors
///
/// [`ProduceError::Spec`] for a MIDI file that is none; [`ProduceError::Audio`] for a file without sound.
pub fn heard(wish: &InspirationSet, base: &Path) -> Result<Beat, ProduceError> {
    let wanted = |it: &&InspirationSource| it.take.unwrap_or(Take::Groove) == Take::Groove;
    let Some(source) = wish.beat_source.as_ref().filter(wanted) else { return Ok(Beat::default()) };
    let path = base.join(&source.path);
    if is_midi(&path) {
        let notes = read_midi(&path, "/beat_source/path")?;
        return Ok(Beat { heard: Some(of_midi(&notes)), groove: groove(&struck(&notes.notes)) });
    }
    let wave = sources::source(&path)?.wave;
    let profile = stems_dsp::measure(&stems_dsp::Brief::of(&wave));
    let grid = believed(source, &profile);
    let strokes = grid.as_ref().map(|it| strokes(source, &profile, it)).unwrap_or_default();
    Ok(Beat { heard: Some(of_audio(&profile)), groove: groove(&strokes) })
}

/// The grid of a beat: what the spec says over what was heard.
fn believed(source: &InspirationSource, profile: &Profile) -> Option<Grid> {
    let analysis = source.analysis.as_ref();
    let told = source.bpm.or_else(|| analysis.and_then(|it| it.tempo));
    let downbeat = analysis.and_then(|it| it.downbeats.first().copied());
    let heard = profile.grid.as_ref();
    let downbeat = downbeat.or_else(|| heard.map(|it| it.first_downbeat)).unwrap_or_default();
    match told {
        Some(tempo) => Grid::steady(tempo.bpm(), downbeat, profile.length),
        None => profile.grid.clone(),
    }
}

/// Every attack within the wanted stretch, in sixteenths from the first downbeat.
fn strokes(source: &InspirationSource, profile: &Profile, grid: &Grid) -> Vec<Struck> {
    let is_wanted = |at: f64| {
        let range = source.time_range;
        range.is_none_or(|it| (it.start_seconds.0..it.end_seconds.0).contains(&at))
    };
    let onsets = profile.onsets.iter().filter(|it| is_wanted(it.at.0));
    onsets
        .map(|it| Struck { at: 4.0 * grid.beat_at(it.at), strength: it.strength.value() })
        .collect()
}

fn struck(notes: &[Note]) -> Vec<Struck> {
    let stroke = |it: &Note| Struck {
        at: it.start.as_quarters() * 4.0,
        strength: f64::from(it.velocity.value()),
    };
    notes.iter().map(stroke).collect()
}

/// What the ears found in a recording.
pub fn of_audio(profile: &Profile) -> HeardSource {
    let grid = profile.grid.as_ref();
    HeardSource {
        length: profile.length,
        tempo: grid.map(|it| it.tempo),
        confidence: grid.map_or(0.0, |it| it.confidence),
        beats: Vec::new(),
        first_downbeat: grid.map(|it| it.first_downbeat),
        bar_confidence: grid.map_or(0.0, |it| it.bar_confidence),
        key: profile.key.as_ref().map(|it| it.key),
        key_runner_up: profile.key.as_ref().map(|it| it.runner_up),
        key_confidence: profile.key.as_ref().map_or(0.0, |it| it.confidence),
        ..HeardSource::default()
    }
}

/// A MIDI file knows its beats.
pub fn of_midi(notes: &MidiNotes) -> HeardSource {
    let tempo = notes.tempo.unwrap_or(Tempo::clamped(120.0));
    HeardSource {
        length: tempo.seconds(notes.length),
        tempo: Some(tempo.bpm()),
        confidence: 1.0,
        first_downbeat: Some(Default::default()),
        bar_confidence: 1.0,
        ..HeardSource::default()
    }
}

/// The user's own drums, where `preferred_drums` names a file of them: MIDI by the General MIDI map, or grids as TOML.
///
/// # Errors
///
/// [`ProduceError::Spec`] for a file that is not there, is none of the two, or has no drum in it.
pub fn pattern(wish: &InspirationSet, base: &Path) -> Result<Option<Pattern>, ProduceError> {
    let Some(name) = wish.preferred_drums.as_ref().filter(|it| plan::is_pattern_file(it)) else {
        return Ok(None);
    };
    let path = base.join(name);
    if !path.is_file() {
        return Ok(None); // told with every other file that is not there
    }
    let pattern = match is_midi(&path) {
        true => general_midi(&read_midi(&path, "/preferred_drums")?),
        false => {
            let text = std::fs::read_to_string(&path);
            let text = text.map_err(|source| ProduceError::Read { path: path.clone(), source })?;
            Pattern::of_grids(&text).map_err(|why| refused("/preferred_drums", name, &why))?
        }
    };
    if pattern.roles().next().is_none() {
        return Err(refused("/preferred_drums", name, "no note of it is a drum of General MIDI"));
    }
    Ok(Some(pattern))
}

/// Notes of General MIDI's drum map on the keys of our kit.
fn general_midi(file: &MidiNotes) -> Pattern {
    let mapped = |note: &Note| {
        let drum = Drum::general_midi(note.pitch.key())?;
        let pitch: Pitch = drum.key();
        Some(Note { pitch, length: note.length.max(Beats::THIRTY_SECOND), ..*note })
    };
    let notes: Vec<Note> = file.notes.iter().filter_map(mapped).collect();
    Pattern::of_notes(&notes, file.length)
}

/// Whether a file is called as MIDI files are.
pub fn is_midi(path: &Path) -> bool {
    path.extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("mid") || it.eq_ignore_ascii_case("midi"))
}

/// Reads a MIDI file that stands at `at` in the spec.
pub fn read_midi(path: &Path, at: &str) -> Result<MidiNotes, ProduceError> {
    let trouble = |source| ProduceError::Read { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(trouble)?;
    midi::read(&bytes).map_err(|why| refused(at, &path.to_string_lossy(), &why.to_string()))
}

fn refused(at: &str, found: &str, why: &str) -> ProduceError {
    let allowed =
        format!("a MIDI file (.mid) by the General MIDI drum map, or grids (.toml): {why}");
    ProduceError::Spec(SpecErrors::from(Mistake::new(at, MistakeKind::Unreadable, found, allowed)))
}
