//! What other records lend: a beat, a bass and a drop, as sound in time and key or as notes on our instruments.
#![allow(clippy::unwrap_used, clippy::panic)] // tests may

mod common;

use als_model::Document;
use als_model::check::{CheckContext, check};
use als_model::view::{LiveSet, Track};
use producer::{InspirationSet, InspirationSource, Producer, Remark};

use common::{file, sung_as_told};

/// A source of the demo song: 112 BPM, in C, its first downbeat at 0.2 s.
fn source(name: &str, take: &str) -> Option<InspirationSource> {
    let told = serde_json::json!({
        "path": file(name), "take": take, "bpm": 112.0, "key": "C",
        "analysis": { "downbeats": [0.2] },
    });
    Some(serde_json::from_value(told).unwrap())
}

fn made(wish: &InspirationSet) -> (Document, Vec<Remark>) {
    let producer = Producer::new("unused");
    let session = producer.hear(wish).unwrap();
    let (set, remarks) = producer.sketch_set(&session, wish).unwrap();
    assert_eq!(check(&set, &CheckContext::default()), []);
    (set, remarks)
}

fn track<'t>(set: LiveSet<'t>, part: &str) -> Option<Track<'t>> {
    set.tracks().find(|it| it.name().ends_with(part))
}

fn said(remarks: &[Remark], code: &str) -> usize {
    remarks.iter().filter(|it| it.code == code).count()
}

#[test]
fn a_bass_and_a_drop_play_as_they_are_in_time() {
    let lent = InspirationSet {
        bass_source: source("bass", "AUDIO"),
        drop_source: source("other", "AUDIO"),
        beat_source: source("drums", "AUDIO"),
        ..sung_as_told()
    };
    let (document, remarks) = made(&lent);
    assert_eq!(said(&remarks, "source-plays"), 3, "{remarks:#?}");
    let set = LiveSet::of(&document.tree).unwrap();
    for part in ["BASS STEM", "MUSIC STEM", "DRUM STEM"] {
        let track = track(set, part).unwrap_or_else(|| panic!("no {part}"));
        assert!(3 < track.arrangement().count(), "{part}");
        assert!(track.arrangement().all(|it| it.audio().is_some()), "{part}");
    }
    for part in [" BASS", " SUB", " LEAD"] {
        let plays = track(set, part)
            .is_some_and(|it| it.arrangement().any(|clip| clip.name().starts_with("DROP")));
        assert!(!plays, "{part} has made room");
    }
}

#[test]
fn a_bass_line_is_written_down_and_played_by_our_bass() {
    let lent = InspirationSet { bass_source: source("bass", "NOTES"), ..sung_as_told() };
    let (document, remarks) = made(&lent);
    assert_eq!(said(&remarks, "source-played"), 1, "{remarks:#?}");
    let (own, _) = made(&sung_as_told());
    let keys = |document: &Document| -> Vec<i64> {
        let set = LiveSet::of(&document.tree).unwrap();
        let bass = track(set, " BASS").unwrap();
        let clip = bass.arrangement().find(|it| it.name().starts_with("DROP1A")).unwrap();
        clip.midi().unwrap().notes().unwrap().into_iter().map(|it| it.key).collect()
    };
    let (lent, own) = (keys(&document), keys(&own));
    assert_ne!(lent, own);
    assert!(8 <= lent.len(), "{lent:?}");
    // The demo's bass plays in C; the set is in F minor, whose notes are those of A flat: four keys down.
    let scale = [0, 1, 3, 5, 7, 8, 10];
    let inside = lent.iter().filter(|it| scale.contains(&it.rem_euclid(12))).count();
    assert!(0.8 < inside as f64 / lent.len() as f64, "{lent:?}");
}

/// A MIDI file of one bar: quarter notes C, E, G, C.
fn midi(folder: &std::path::Path) -> String {
    let mut track = Vec::new();
    for key in [48_u8, 52, 55, 60] {
        track.extend([0, 0x90, key, 100, 0x83, 0x60, 0x80, key, 0]);
    }
    track.extend([0, 0xff, 0x2f, 0]);
    let mut bytes = b"MThd\0\0\0\x06\0\0\0\x01\x01\xe0MTrk".to_vec();
    bytes.extend((track.len() as u32).to_be_bytes());
    bytes.extend(track);
    let path = folder.join("riff.mid");
    std::fs::write(&path, bytes).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn a_midi_file_is_played_in_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = midi(folder.path());
    let told = serde_json::json!({ "path": path });
    let lent = InspirationSet {
        bass_source: serde_json::from_value(told.clone()).unwrap(),
        drop_source: serde_json::from_value(told).unwrap(),
        ..sung_as_told()
    };
    let (document, remarks) = made(&lent);
    assert_eq!(said(&remarks, "source-played"), 2, "{remarks:#?}");
    let set = LiveSet::of(&document.tree).unwrap();
    for part in [" BASS", " LEAD"] {
        let track = track(set, part).unwrap();
        let clip = track.arrangement().find(|it| it.name().starts_with("DROP1B")).unwrap();
        let notes = clip.midi().unwrap().notes().unwrap();
        assert_eq!(notes.len(), 32, "{part}");
        let f_minor = [0, 1, 3, 5, 7, 8, 10];
        assert!(notes.iter().all(|it| f_minor.contains(&it.key.rem_euclid(12))), "{part}");
    }
    let told = serde_json::json!({ "path": path, "take": "GROOVE" });
    let groove =
        InspirationSet { bass_source: serde_json::from_value(told).unwrap(), ..sung_as_told() };
    let (_, remarks) = made(&groove);
    assert_eq!((said(&remarks, "not-followed"), said(&remarks, "source-played")), (1, 0));
}

#[test]
fn a_record_that_lends_what_nobody_takes_is_said() {
    let lent = InspirationSet { beat_source: source("drums", "NOTES"), ..sung_as_told() };
    let (_, remarks) = made(&lent);
    assert_eq!(said(&remarks, "not-followed"), 1, "{remarks:#?}");
}
