//! Clips of notes.

use std::collections::BTreeMap;

use super::clip::{Content, Face, Home};
use super::error::within;
use super::track::TrackKind;
use super::{ClipEnvelopeSpec, ClipHandle, EditError, NewSet, TrackHandle, class};
use crate::number::print_f64;
use crate::tree::NodeId;

/// A note in a clip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoteSpec {
    /// The key, 0 to 127; middle C is 60.
    pub pitch: u8,
    /// When it begins, in beats of the clip's content.
    pub start: f64,
    /// How long it lasts, in beats, more than 0.
    pub length: f64,
    /// How hard it is struck, 1 to 127; fractions are kept.
    pub velocity: f64,
    /// How fast it is let go, 0 to 127; Live writes 64 when nobody says.
    pub release_velocity: u8,
    /// How likely it is to sound, 0 to 1.
    pub probability: f64,
    /// Whether it is silenced.
    pub muted: bool,
}

impl NoteSpec {
    /// A note that always sounds.
    pub const fn new(pitch: u8, start: f64, length: f64, velocity: f64) -> Self {
        Self {
            pitch,
            start,
            length,
            velocity,
            release_velocity: 64,
            probability: 1.0,
            muted: false,
        }
    }
}

/// A clip of notes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MidiClipSpec<'a> {
    /// The name in its title.
    pub name: &'a str,
    /// Live's palette, 0 to 69.
    pub color: u8,
    /// Where it begins in the arrangement, in beats; a clip in the session has no such place.
    pub start: f64,
    /// How long it plays, in beats.
    pub length: f64,
    /// First beat and end of what repeats, in beats of the content; `None` plays once.
    pub looped: Option<(f64, f64)>,
    /// The beat of the content with which it begins.
    pub offset: f64,
    /// What it plays.
    pub notes: &'a [NoteSpec],
    /// Whether it is switched off.
    pub muted: bool,
    /// What moves while it plays.
    pub envelopes: &'a [ClipEnvelopeSpec<'a>],
}

impl NewSet {
    /// A clip of notes in the arrangement.
    ///
    /// Notes of one key never sound together: one that runs into the next is cut short there, and of two that begin
    /// together the one given last stays.
    ///
    /// # Errors
    ///
    /// [`EditError::Unfit`] on a track that is not for notes or where another clip stands; [`EditError::OutOfRange`].
    pub fn add_midi_clip(
        &mut self,
        track: TrackHandle,
        spec: &MidiClipSpec,
    ) -> Result<ClipHandle, EditError> {
        let home = Home::Arrangement { start: spec.start, end: spec.start + spec.length };
        self.write_midi_clip(track, home, spec)
    }

    /// A clip of notes in the slot of a scene.
    ///
    /// # Errors
    ///
    /// As [`add_midi_clip`](Self::add_midi_clip); [`EditError::Unfit`] when there is no such scene or its slot is taken.
    pub fn add_session_midi_clip(
        &mut self,
        track: TrackHandle,
        scene: usize,
        spec: &MidiClipSpec,
    ) -> Result<ClipHandle, EditError> {
        self.write_midi_clip(track, Home::Scene(scene, None), spec)
    }

    fn write_midi_clip(
        &mut self,
        track: TrackHandle,
        home: Home,
        spec: &MidiClipSpec,
    ) -> Result<ClipHandle, EditError> {
        self.check_kind(track, TrackKind::Midi, spec.name)?;
        let content = Content::of(spec.offset, spec.length, spec.looped)?;
        let keys = keys(spec.notes)?;
        let MidiClipSpec { name, color, muted, envelopes, .. } = *spec;
        let clip = self.add_clip(track, home, content, &Face { name, color, muted, envelopes })?;
        let node = self.clips.get(clip.0).ok_or(EditError::Stranger("clip"))?.node;
        self.write_notes(node, &keys)?;
        Ok(clip)
    }

    fn write_notes(
        &mut self,
        clip: NodeId,
        keys: &BTreeMap<u8, Vec<NoteSpec>>,
    ) -> Result<(), EditError> {
        let list = self.need(clip, "Notes/KeyTracks")?;
        let mut note_id = 1;
        for (place, (pitch, notes)) in keys.iter().enumerate() {
            let key = self.stamp_with(list, "KeyTrack", place as u64)?;
            self.set_text(key, "MidiKey", &pitch.to_string())?;
            let inside = self.need(key, "Notes")?;
            for note in notes {
                self.write_note(inside, note, note_id)?;
                note_id += 1;
            }
        }
        self.set_text(clip, "Notes/NoteIdGenerator/NextId", &note_id.to_string())
    }

    /// A note with its attributes in order; from Live 12.2 on, what is as usual is left out.
    fn write_note(&mut self, list: NodeId, note: &NoteSpec, id: u32) -> Result<(), EditError> {
        let event = self.tree.append(list, "MidiNoteEvent");
        for attribute in class(self.schema, "MidiNoteEvent")?.attributes() {
            let text = match attribute.name.as_str() {
                "Time" => print_f64(note.start),
                "Duration" => print_f64(note.length),
                "Velocity" => print_f64(note.velocity),
                "OffVelocity" => note.release_velocity.to_string(),
                "Probability" => print_f64(note.probability),
                "IsEnabled" => (!note.muted).to_string(),
                "NoteId" => id.to_string(),
                _ => attribute.default.clone(),
            };
            if !attribute.optional || text != attribute.default {
                self.tree.push_attr(event, &attribute.name, &text);
            }
        }
        Ok(())
    }
}

/// The notes by key, in time, none running into the next.
fn keys(notes: &[NoteSpec]) -> Result<BTreeMap<u8, Vec<NoteSpec>>, EditError> {
    let mut keys: BTreeMap<u8, Vec<NoteSpec>> = BTreeMap::new();
    for note in notes {
        within("the pitch of a note", note.pitch.into(), 0.0, 127.0, "")?;
        within("the start of a note", note.start, -1e6, 1e6, "beats")?;
        within("the length of a note", note.length, 1e-6, 1e6, "beats")?;
        within("the velocity of a note", note.velocity, 1.0, 127.0, "")?;
        within("the release velocity of a note", note.release_velocity.into(), 0.0, 127.0, "")?;
        within("the probability of a note", note.probability, 0.0, 1.0, "")?;
        keys.entry(note.pitch).or_default().push(*note);
    }
    for notes in keys.values_mut() {
        notes.sort_by(|a, b| a.start.total_cmp(&b.start));
        // Times are stored as decimals of a beat; what lies closer together than this begins together.
        notes.reverse();
        notes.dedup_by(|earlier, later| later.start - earlier.start < 1e-6);
        notes.reverse();
        for place in 1..notes.len() {
            let next = notes.get(place).map_or(f64::MAX, |it| it.start);
            if let Some(note) = notes.get_mut(place - 1) {
                note.length = note.length.min(next - note.start);
            }
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn of_two_notes_that_begin_together_the_last_stays() {
        let notes = [NoteSpec::new(60, 1.0, 1.0, 90.0), NoteSpec::new(60, 1.0, 0.5, 20.0)];
        assert_eq!(keys(&notes).unwrap()[&60], [notes[1]]);
    }

    proptest! {
        /// Whatever is played, no key holds two notes at a time.
        #[test]
        fn notes_of_a_key_follow_each_other(notes in prop::collection::vec((60u8..64, 0.0..16.0, 0.01..8.0), 0..60)) {
            let notes: Vec<NoteSpec> =
                notes.into_iter().map(|(pitch, start, length)| NoteSpec::new(pitch, start, length, 100.0)).collect();
            for notes in keys(&notes).unwrap().values() {
                for pair in notes.windows(2) {
                    prop_assert!(pair[0].start + pair[0].length <= pair[1].start + 1e-9);
                    prop_assert!(pair[0].length > 0.0);
                }
            }
        }
    }
}
