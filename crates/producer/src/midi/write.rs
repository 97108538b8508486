//! Parts as Standard MIDI Files: 960 ticks a quarter, format 0 for a part, format 1 for all.

use midly::num::{u4, u7, u15, u24, u28};
use midly::{
    Format, Header, MetaMessage, MidiMessage, Smf, Timing, Track, TrackEvent, TrackEventKind,
};
use music_types::{Beats, Key, Note, Tempo};

/// Ticks to the quarter note.
const RESOLUTION: i64 = 960;

/// A part as MIDI sees it.
pub struct MidiPart<'a> {
    /// Its name, as on the track.
    pub name: &'a str,
    /// Its notes, with starts counted from the start of the piece.
    pub notes: Vec<Note>,
    /// Whether it plays a kit; then it goes on channel 10.
    pub is_kit: bool,
}

/// One part alone, format 0.
pub fn part(part: &MidiPart, tempo: Tempo, key: Key) -> Vec<u8> {
    let mut events = head(part.name, tempo, key);
    events.extend(strokes(part));
    bytes(Format::SingleTrack, vec![events])
}

/// All parts, format 1: a track for tempo and key, then a track a part.
pub fn all(name: &str, parts: &[MidiPart], tempo: Tempo, key: Key) -> Vec<u8> {
    let tracks = std::iter::once(head(name, tempo, key)).chain(parts.iter().map(named)).collect();
    bytes(Format::Parallel, tracks)
}

/// A part's name and notes.
fn named<'a>(part: &MidiPart<'a>) -> Vec<Moment<'a>> {
    let mut events = vec![(0, TrackEventKind::Meta(MetaMessage::TrackName(part.name.as_bytes())))];
    events.extend(strokes(part));
    events
}

type Moment<'a> = (i64, TrackEventKind<'a>);

fn head(name: &str, tempo: Tempo, key: Key) -> Vec<Moment<'_>> {
    let microseconds = (60_000_000.0 / tempo.bpm()).round() as u32;
    vec![
        (0, TrackEventKind::Meta(MetaMessage::TrackName(name.as_bytes()))),
        (0, TrackEventKind::Meta(MetaMessage::Tempo(u24::from(microseconds)))),
        (0, TrackEventKind::Meta(MetaMessage::TimeSignature(4, 2, 24, 8))),
        (0, TrackEventKind::Meta(MetaMessage::KeySignature(sharps(key), key.mode.is_minor()))),
    ]
}

/// Sharps (or, negative, flats) of the key's major scale: fifths above C, −5 to 6.
fn sharps(key: Key) -> i8 {
    let fifths = (i32::from(key.relative_major().above_c()) * 7).rem_euclid(12);
    (if 6 < fifths { fifths - 12 } else { fifths }) as i8
}

/// Key presses and releases in order of time; releases come first where both fall together.
fn strokes<'a>(part: &MidiPart<'a>) -> Vec<Moment<'a>> {
    let channel = u4::from(if part.is_kit { 9 } else { 0 });
    let mut moments: Vec<(i64, bool, u8, u8)> = part
        .notes
        .iter()
        .flat_map(|note| {
            let start = ticks(note.start);
            let end = ticks(note.end()).max(start + 1);
            let (key, strength) = (note.pitch.key(), note.velocity.value());
            [(start, true, key, strength), (end, false, key, 64)]
        })
        .collect();
    moments.sort_unstable();
    let event = |(at, pressed, key, vel): (i64, bool, u8, u8)| {
        let (key, vel) = (u7::from(key), u7::from(vel));
        let message = if pressed {
            MidiMessage::NoteOn { key, vel }
        } else {
            MidiMessage::NoteOff { key, vel }
        };
        (at, TrackEventKind::Midi { channel, message })
    };
    moments.into_iter().map(event).collect()
}

fn ticks(at: Beats) -> i64 {
    (at.as_quarters() * RESOLUTION as f64).round() as i64
}

fn bytes(format: Format, tracks: Vec<Vec<Moment>>) -> Vec<u8> {
    let timing = Timing::Metrical(u15::from(RESOLUTION as u16));
    let tracks = tracks.into_iter().map(deltas).collect();
    let mut written = Vec::new();
    let smf = Smf { header: Header { format, timing }, tracks };
    // Writing to memory cannot fail but for files beyond 4 GiB, which no arrangement makes.
    let _ = smf.write_std(&mut written);
    written
}

fn deltas(moments: Vec<Moment>) -> Track {
    let mut now = 0;
    let mut track: Track = moments
        .into_iter()
        .map(|(at, kind)| {
            let delta = u28::from((at - now).max(0) as u32);
            now = at.max(now);
            TrackEvent { delta, kind }
        })
        .collect();
    track.push(TrackEvent {
        delta: u28::from(0),
        kind: TrackEventKind::Meta(MetaMessage::EndOfTrack),
    });
    track
}

#[cfg(test)]
mod tests {
    use music_types::{Pitch, Velocity};

    use super::*;

    #[test]
    fn a_part_is_read_back_with_its_notes_tempo_and_key() {
        let note = |start, key| Note {
            start: Beats::sixteenths(start),
            pitch: Pitch::new(key),
            length: Beats::SIXTEENTH,
            velocity: Velocity::new(100),
        };
        let bass = MidiPart { name: "BASS", notes: vec![note(2, 41), note(3, 41)], is_kit: false };
        let key: Key = "Fm".parse().unwrap();
        let file = part(&bass, Tempo::clamped(126.0), key);
        let read = Smf::parse(&file).unwrap();
        assert_eq!(read.header.timing, Timing::Metrical(u15::from(960)));
        let kinds: Vec<TrackEventKind> = read.tracks[0].iter().map(|it| it.kind).collect();
        assert!(kinds.contains(&TrackEventKind::Meta(MetaMessage::KeySignature(-4, true))));
        assert!(kinds.contains(&TrackEventKind::Meta(MetaMessage::Tempo(u24::from(476_190)))));
        let deltas: Vec<u32> = read.tracks[0].iter().map(|it| it.delta.as_int()).collect();
        assert_eq!(deltas, [0, 0, 0, 0, 480, 240, 0, 240, 0]);
    }

    #[test]
    fn keys_count_their_sharps_and_flats() {
        let of = |name: &str| sharps(name.parse().unwrap());
        assert_eq!([of("C"), of("G"), of("F"), of("Am"), of("F#"), of("Db")], [0, 1, -1, 0, 6, -5]);
    }
}
