//! Other people's MIDI files: notes, tempo and key, whatever their format.

use std::collections::BTreeMap;

use midly::{MetaMessage, MidiMessage, Smf, Timing, TrackEventKind};
use music_types::{Beats, Note, Pitch, Tempo, Velocity};

/// Why a file is no MIDI that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MidiError {
    /// Not a Standard MIDI File, or broken.
    #[error("this is no Standard MIDI File: {0}")]
    Broken(String),
    /// It counts video frames, not beats.
    #[error("its time is counted in video frames, not in beats")]
    Frames,
    /// Nothing is played in it.
    #[error("there is no note in it")]
    Silent,
}

/// What a MIDI file plays, all tracks and channels together.
#[derive(Debug, Clone, PartialEq)]
pub struct MidiNotes {
    /// Its notes in order.
    pub notes: Vec<Note>,
    /// Its first tempo, where it says one.
    pub tempo: Option<Tempo>,
    /// Its end: whole bars of four quarters, one or more.
    pub length: Beats,
}

/// Reads a file from memory. Times keep what a tick of the file can tell.
///
/// # Errors
///
/// [`MidiError`] when it is no MIDI, counts no beats, or plays nothing.
pub fn read(bytes: &[u8]) -> Result<MidiNotes, MidiError> {
    let file = Smf::parse(bytes).map_err(|it| MidiError::Broken(it.to_string()))?;
    let Timing::Metrical(resolution) = file.header.timing else { return Err(MidiError::Frames) };
    let resolution = i64::from(resolution.as_int().max(1));
    let mut notes: Vec<Note> = file.tracks.iter().flat_map(|it| played(it, resolution)).collect();
    notes.sort_unstable();
    let end = notes.iter().map(|it| it.end()).max().ok_or(MidiError::Silent)?;
    let bars = (end.ticks() + Beats::BAR.ticks() - 1) / Beats::BAR.ticks();
    Ok(MidiNotes { notes, tempo: tempo(&file), length: Beats::bars(bars.max(1)) })
}

fn tempo(file: &Smf) -> Option<Tempo> {
    let told = file.tracks.iter().flatten().find_map(|it| match it.kind {
        TrackEventKind::Meta(MetaMessage::Tempo(microseconds)) => Some(microseconds.as_int()),
        _ => None,
    })?;
    (0 < told).then(|| Tempo::clamped(60_000_000.0 / f64::from(told)))
}

/// The notes of one track; a key that is never let go lasts to the track's end.
fn played(track: &[midly::TrackEvent], resolution: i64) -> Vec<Note> {
    let mut now = 0_i64;
    let mut held: BTreeMap<(u8, u8), (i64, u8)> = BTreeMap::new();
    let mut notes = Vec::new();
    let mut let_go = |key: u8, (from, strength): (i64, u8), until: i64| {
        let start = beats(from, resolution);
        notes.push(Note {
            start,
            pitch: Pitch::new(key),
            length: (beats(until, resolution) - start).max(beats(1, resolution)),
            velocity: Velocity::new(strength),
        });
    };
    for event in track {
        now = now.saturating_add(i64::from(event.delta.as_int()));
        let TrackEventKind::Midi { channel, message } = event.kind else { continue };
        let (key, strength) = match message {
            MidiMessage::NoteOn { key, vel } => (key.as_int(), vel.as_int()),
            MidiMessage::NoteOff { key, .. } => (key.as_int(), 0),
            _ => continue,
        };
        if let Some(begun) = held.remove(&(channel.as_int(), key)) {
            let_go(key, begun, now);
        }
        if 0 < strength {
            held.insert((channel.as_int(), key), (now, strength));
        }
    }
    for ((_, key), begun) in held {
        let_go(key, begun, now.max(begun.0 + 1));
    }
    notes
}

fn beats(ticks: i64, resolution: i64) -> Beats {
    Beats::nearest(ticks as f64 / resolution as f64)
}

#[cfg(test)]
mod tests {
    use music_types::Key;
    use proptest::prelude::*;

    use super::*;
    use crate::midi::write::{MidiPart, all, part};

    fn any_notes() -> impl Strategy<Value = Vec<Note>> {
        let note = (0_i64..64, 0_u8..12, 1_i64..4, 1_u8..=127);
        prop::collection::btree_map((0_i64..64, 30_u8..42), note, 1..40).prop_map(|map| {
            let made = map.into_iter().map(|((step, key), (_, _, _, strength))| Note {
                start: Beats::sixteenths(step),
                pitch: Pitch::new(key),
                length: Beats::SIXTEENTH,
                velocity: Velocity::new(strength),
            });
            let mut notes: Vec<Note> = made.collect();
            notes.sort_unstable();
            notes
        })
    }

    proptest! {
        /// What is written is read back: notes to the tick, and the tempo.
        #[test]
        fn notes_come_back(notes in any_notes()) {
            let key: Key = "Fm".parse().unwrap();
            let own = MidiPart { name: "BASS", notes: notes.clone(), is_kit: false };
            for file in [part(&own, Tempo::clamped(126.0), key), all("ALL", &[own], Tempo::clamped(126.0), key)] {
                let back = read(&file).unwrap();
                prop_assert_eq!(&back.notes, &notes);
                prop_assert!((back.tempo.unwrap().bpm() - 126.0).abs() < 0.001);
            }
        }

        /// Whatever bytes come, they are read or refused.
        #[test]
        fn no_bytes_can_hurt(bytes in prop::collection::vec(any::<u8>(), 0..200), head in any::<bool>()) {
            let bytes = if head { [b"MThd\0\0\0\x06\0\x01\0\x01\0\x60MTrk".as_slice(), &bytes].concat() } else { bytes };
            let _ = read(&bytes);
        }
    }

    #[test]
    fn what_is_no_midi_is_refused_in_words() {
        assert!(read(b"RIFF").unwrap_err().to_string().contains("no Standard MIDI File"));
        let empty = all("ALL", &[], Tempo::clamped(120.0), "C".parse().unwrap());
        assert_eq!(read(&empty).unwrap_err(), MidiError::Silent);
    }
}
