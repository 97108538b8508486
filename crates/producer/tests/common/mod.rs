//! What several tests work on: the demo song, and wishes that are granted quickly.
#![allow(dead_code)] // each test takes what it needs

use std::sync::LazyLock;

use producer::{InspirationSet, LiveVersion, demo};

/// The demo song, written once for all tests of a binary.
pub static SONG: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    demo::write_song(folder.path()).unwrap();
    folder
});

/// A file of the demo song.
pub fn file(name: &str) -> String {
    SONG.path().join(format!("{name}.wav")).to_string_lossy().into_owned()
}

/// The demo's voice alone: what is quickest of what sings.
pub fn sung() -> InspirationSet {
    InspirationSet {
        main_track_path: None,
        drum_stem_path: None,
        bass_stem_path: None,
        other_stem_path: None,
        ..demo::wish(SONG.path(), LiveVersion::Live11)
    }
}

/// The same, its tempo, key and first downbeat told: 112 BPM, in C, at 0.2 s.
pub fn sung_as_told() -> InspirationSet {
    let told = serde_json::json!({ "tempo": 112.0, "downbeats": [0.2], "key": "C" });
    InspirationSet { analysis: serde_json::from_value(told).unwrap(), ..sung() }
}
