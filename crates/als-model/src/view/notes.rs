//! The notes of a MIDI clip.

use super::{Spot, ViewError};

/// One note.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Note {
    /// MIDI key, 0 to 127.
    pub key: i64,
    /// Beats from the clip's own zero.
    pub time: f64,
    /// Beats.
    pub duration: f64,
    /// 1 to 127.
    pub velocity: f64,
    /// How far the velocity may stray by chance, −127 to 127.
    pub velocity_deviation: f64,
    /// How fast the key is let go, 0 to 127.
    pub release: f64,
    /// The chance that it sounds, 0 to 1.
    pub probability: f64,
    /// Whether it sounds at all.
    pub is_enabled: bool,
    /// Its id in the clip; `None` until Live 9.
    pub id: Option<i64>,
}

/// The notes below a clip, by time, then key.
pub(super) fn read(clip: Spot<'_>) -> Result<Vec<Note>, ViewError> {
    let mut notes = Vec::new();
    for track in clip.list("Notes/KeyTracks") {
        let key = track.whole("MidiKey")?;
        for it in track.list("Notes").filter(|it| it.tag() == "MidiNoteEvent") {
            notes.push(note(it, key)?);
        }
    }
    notes.sort_by(|a, b| a.time.total_cmp(&b.time).then(a.key.cmp(&b.key)));
    Ok(notes)
}

fn note(at: Spot<'_>, key: i64) -> Result<Note, ViewError> {
    Ok(Note {
        key,
        time: at.attr_number("Time")?,
        duration: at.attr_number("Duration")?,
        velocity: at.attr_number("Velocity")?,
        // Live 12.2 and later leave out what is at its default; older ones do not know all of these.
        velocity_deviation: at.attr_number("VelocityDeviation").unwrap_or(0.0),
        release: at.attr_number("OffVelocity").unwrap_or(64.0),
        probability: at.attr_number("Probability").unwrap_or(1.0),
        is_enabled: at.tree.raw_attr(at.node, "IsEnabled") != Some("false"),
        id: at.attr_number("NoteId").ok().map(|it| it as i64),
    })
}
