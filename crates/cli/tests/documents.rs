//! `inspect`, `diff`, `check`, `pack` and `unpack` as a shell sees them.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use als_model::Document;
use als_model::edit::{MidiClipSpec, NewSet, NoteSpec, TrackSpec};
use als_model::schema::Version;
use als_model::view::LiveSet;
use serde_json::Value;

/// A set with a kick and a bass, written into `folder`.
fn song(folder: &Path, name: &str) -> PathBuf {
    let mut set = NewSet::new(Version::LIVE_11_3).unwrap();
    set.set_tempo(126.0).unwrap();
    for name in ["Kick", "Bass"] {
        let track = set
            .add_midi_track(&TrackSpec { name, color: 14, group: None, annotation: "" })
            .unwrap();
        set.add_device(track, "Operator").unwrap();
        let notes = [NoteSpec::new(36, 0.0, 0.5, 110.0)];
        set.add_midi_clip(
            track,
            &MidiClipSpec {
                name: "Four",
                color: 14,
                start: 0.0,
                length: 64.0,
                looped: Some((0.0, 4.0)),
                offset: 0.0,
                notes: &notes,
                muted: false,
                envelopes: &[],
            },
        )
        .unwrap();
    }
    let path = folder.join(name);
    Document::from_tree(set.finish().unwrap()).unwrap().write(&path).unwrap();
    path
}

fn run(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vyke-produce"));
    program.args(arguments.iter().map(|it| it.as_ref())).arg("--quiet").output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_set_is_told_in_words_as_data_and_as_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let song = song(folder.path(), "Song.als");
    let (svg, png) = (folder.path().join("song.svg"), folder.path().join("song.png"));
    let told = run(&[&"inspect", &song, &"--svg", &svg, &"--png", &png, &"--parameters"]);
    assert_eq!(told.status.code(), Some(0));
    assert!(words(&told).contains("126 BPM") && words(&told).contains("Bass · Operator"));
    let drawn = std::fs::read_to_string(svg).unwrap();
    assert!(
        drawn.starts_with("<svg") && drawn.matches("#ff3636").count() >= 4,
        "two clips, two tracks"
    );
    assert!(std::fs::read(png).unwrap().starts_with(b"\x89PNG"));
    let data: Value = serde_json::from_slice(&run(&[&"inspect", &song, &"--json"]).stdout).unwrap();
    assert_eq!(data["song"]["tracks"][1]["name"], "Bass");
}

#[test]
fn a_folder_is_told_a_line_a_document() {
    let folder = tempfile::tempdir().unwrap();
    song(folder.path(), "Song.als");
    std::fs::write(folder.path().join("Half.als"), b"\x1f\x8b\x08").unwrap();
    let told = run(&[&"inspect", &folder.path()]);
    assert_eq!(told.status.code(), Some(1), "one of them cannot be read");
    assert_eq!(
        words(&told),
        "Half.als: the gzip stream is broken or cut off\nSong.als: Live 11.3.13 · 126.00 BPM · 2 tracks\n2 documents\n"
    );
}

#[test]
fn two_sets_differ_in_musical_words() {
    let folder = tempfile::tempdir().unwrap();
    let before = song(folder.path(), "Before.als");
    let after = folder.path().join("After.als");
    let mut document = Document::read(&before).unwrap();
    let bass = LiveSet::of(&document.tree).unwrap().tracks().nth(1).unwrap();
    let fader = bass.mixer().unwrap().volume().unwrap().node();
    document.tree.set_value(fader, "Manual", "0.5");
    document.write(&after).unwrap();
    let told = run(&[&"diff", &before, &after]);
    assert_eq!(words(&told), "track Bass: volume 0.0 dB → -6.0 dB\n");
    let data: Value =
        serde_json::from_slice(&run(&[&"diff", &before, &after, &"--json"]).stdout).unwrap();
    assert_eq!(data["changes"].as_array().unwrap().len(), 1);
    let same = run(&[&"diff", &before, &before]);
    assert_eq!(words(&same), "nothing that can be heard differs\n");
}

#[test]
fn what_is_unpacked_and_packed_again_is_the_same_document() {
    let folder = tempfile::tempdir().unwrap();
    let song = song(folder.path(), "Song.als");
    let (xml, again) = (folder.path().join("Song.xml"), folder.path().join("Again.als"));
    assert_eq!(run(&[&"unpack", &song, &"--out", &xml]).status.code(), Some(0));
    assert_eq!(run(&[&"pack", &xml, &"--out", &again]).status.code(), Some(0));
    assert_eq!(std::fs::read(&song).unwrap(), std::fs::read(&again).unwrap());
}

/// The bytes of a gzip of so many megabytes of zeros.
fn zeros(megabytes: usize) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..megabytes {
        packer.write_all(&[0; 1 << 20]).unwrap();
    }
    packer.finish().unwrap()
}

#[test]
fn bad_input_gives_one_clear_line_and_exit_1() {
    let folder = tempfile::tempdir().unwrap();
    let whole = std::fs::read(song(folder.path(), "Song.als")).unwrap();
    let nested = format!("<Ableton>{}", "<a>".repeat(1_000_000));
    let cases: [(&str, Vec<u8>); 7] = [
        ("no gzip", b"RIFF....WAVE".to_vec()),
        ("cut in half", whole[..whole.len() / 2].to_vec()),
        ("64 MB of zeros zipped", zeros(64)),
        ("a million elements nested", nested.into_bytes()),
        ("HTML", b"<!doctype html><html>404</html>".to_vec()),
        ("nothing", Vec::new()),
        ("its own entities", b"<!DOCTYPE a [<!ENTITY b \"c\">]><Ableton />".to_vec()),
    ];
    for (what, bytes) in cases {
        let path = folder.path().join("Bad.als");
        std::fs::write(&path, bytes).unwrap();
        for verb in ["check", "inspect", "unpack"] {
            let told = run(&[&verb, &path]);
            assert_eq!(told.status.code(), Some(1), "{verb} of {what}");
            let said = String::from_utf8(told.stderr).unwrap();
            assert_eq!(said.trim_end().lines().count(), 1, "{verb} of {what}: {said}");
        }
    }
}
