//! What the sources say about the playing: grooves taken over, own drums, chords under a voice, sketches.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use als_model::Document;
use als_model::view::LiveSet;
use producer::sketch::{Sketch, sketch};
use producer::words::{Intensity, Role, SectionKind};
use producer::{InspirationSet, LiveVersion, Producer, ProductionResult, demo};

/// The demo song, written once for all tests.
fn song() -> &'static Path {
    static SONG: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        demo::write_song(folder.path()).unwrap();
        folder
    });
    SONG.path()
}

/// A remix of the demo song with what `change` puts into its wish.
fn remixed(folder: &Path, change: impl FnOnce(&mut InspirationSet)) -> ProductionResult {
    let song = song();
    let producer = Producer::new(folder.join("out"));
    let mut wish = demo::wish(song, LiveVersion::Live11);
    change(&mut wish);
    producer.remix(&wish).unwrap()
}

fn said<'r>(result: &'r ProductionResult, code: &str) -> Vec<&'r str> {
    let remarks = result.remarks.iter().filter(|it| it.code == code);
    remarks.map(|it| it.words.as_str()).collect()
}

/// Start and key of the notes of a track's clip at a beat.
fn notes(result: &ProductionResult, track: &str, beat: f64) -> Vec<(f64, i64)> {
    let document = Document::read(&result.als_path).unwrap();
    let set = LiveSet::of(&document.tree).unwrap();
    let track = set.tracks().find(|it| it.name().ends_with(track)).unwrap();
    let clip = track.arrangement().find(|it| it.start() == Ok(beat)).unwrap();
    clip.midi().unwrap().notes().unwrap().iter().map(|it| (it.time, it.key)).collect()
}

/// A MIDI file of hats on all sixteenths, the odd ones `late` ticks of 480 late, for four bars, with a kick on
/// each quarter by General MIDI's second kick.
fn beat(folder: &Path, name: &str, late: u32) -> PathBuf {
    let mut events: Vec<(u32, [u8; 3])> = Vec::new();
    let mut strike = |at: u32, key: u8, velocity: u8| {
        events.extend([(at, [0x99, key, velocity]), (at + 20, [0x89, key, 0])]);
    };
    for step in 0..64_u32 {
        let at = step * 120 + if step % 2 == 1 { late } else { 0 };
        strike(at, 42, if step % 4 == 2 { 110 } else { 60 });
        if step % 4 == 0 {
            strike(at, 35, 120);
        }
    }
    events.sort_unstable();
    let mut track = Vec::new();
    let mut push = |delta: u32, bytes: &[u8]| {
        let (high, low) = ((delta >> 7) as u8, (delta & 0x7f) as u8);
        track.extend(if high == 0 { vec![low] } else { vec![0x80 | high, low] });
        track.extend(bytes);
    };
    let mut now = 0;
    for (at, bytes) in events {
        push(at - now, &bytes);
        now = at;
    }
    push(0, &[0xff, 0x2f, 0]);
    let mut bytes = b"MThd\0\0\0\x06\0\0\0\x01\x01\xe0MTrk".to_vec();
    bytes.extend((track.len() as u32).to_be_bytes());
    bytes.extend(track);
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn a_beat_source_lends_its_groove_and_own_drums_are_played_in_it() {
    let folder = tempfile::tempdir().unwrap();
    // 120 ticks a sixteenth: 24 late is 20 % of one, an MPC's swing of 60 %.
    let swung = beat(folder.path(), "swung.mid", 24);
    let mine = folder.path().join("mine.toml").to_string_lossy().into_owned();
    let grids = "[drums]\nkick = \"9.....9...9.....\"\nclap = \"....8.......8...\"\n";
    fs::write(&mine, grids).unwrap();
    let result = remixed(folder.path(), |wish| {
        let source = format!(r#"{{"path": {:?}}}"#, swung.to_string_lossy());
        wish.beat_source = Some(serde_json::from_str(&source).unwrap());
        wish.preferred_drums = Some(mine.clone());
    });
    let taken = said(&result, "groove-taken");
    assert!(taken[0].contains("a swing of 60.0 %"), "{:?}", result.remarks);
    // The drop's shaker plays odd sixteenths about a fifth of one late.
    let place = |it: f64| (it + 0.4).floor();
    let starts = notes(&result, "SHAKER", 192.0).into_iter().map(|it| it.0 * 4.0);
    let odd: Vec<f64> =
        starts.filter(|it| place(*it) % 2.0 == 1.0).map(|it| it - place(it)).collect();
    let late = odd.iter().sum::<f64>() / odd.len().max(1) as f64;
    assert!((0.1..0.3).contains(&late), "{late}");
    assert!(said(&result, "pattern-used")[0].contains("plays kick, clap"), "{:?}", result.remarks);
    assert!(result.substitutions.iter().all(|it| it.asked != mine), "nothing stands in for it");
    let kick: Vec<f64> = notes(&result, "KICK", 192.0).into_iter().map(|it| it.0).take(6).collect();
    assert_eq!(kick, [0.0, 1.5, 2.5, 4.0, 5.5, 6.5]);
    // The chords go with the voice more than by chance.
    let words = said(&result, "harmony-follows-voice");
    let inside: f64 = words[0].split(' ').next().unwrap().parse().unwrap();
    assert!(40.0 < inside, "{words:?}");
}

#[test]
fn own_drums_come_from_midi_by_its_general_map() {
    let folder = tempfile::tempdir().unwrap();
    let mine = beat(folder.path(), "mine.mid", 0).to_string_lossy().into_owned();
    let result = remixed(folder.path(), |wish| wish.preferred_drums = Some(mine));
    let kick: Vec<(f64, i64)> = notes(&result, "KICK", 192.0).into_iter().take(4).collect();
    assert_eq!(kick, [(0.0, 36), (1.0, 36), (2.0, 36), (3.0, 36)], "35 is a kick too");
}

#[test]
fn a_pattern_that_is_none_is_refused_where_it_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let producer = Producer::new(folder.path().join("out"));
    let refused = |name: &str, bytes: &[u8]| {
        fs::write(folder.path().join(name), bytes).unwrap();
        let mut wish = demo::wish(song(), LiveVersion::Live11);
        wish.preferred_drums = Some(folder.path().join(name).to_string_lossy().into_owned());
        producer.remix(&wish).unwrap_err().to_string()
    };
    let grid = refused("bad.toml", b"[drums]\nkik = \"8...............\"");
    assert!(grid.contains("/preferred_drums") && grid.contains("line 2"), "{grid}");
    assert!(refused("bad.mid", b"RIFF").contains("no Standard MIDI File"));
    assert!(!folder.path().join("out").exists(), "nothing is left behind");
}

#[test]
fn a_sketch_plays_what_is_asked_and_one_part_changes_no_other() {
    let wish = |parts: &[Role]| Sketch {
        genre: "Afro Circuit".into(),
        parts: parts.to_vec(),
        kind: SectionKind::Drop,
        bars: 20,
        key: None,
        tempo: None,
        intensity: Intensity::new(0.85),
        seed: 7,
    };
    let library = producer::built_in();
    let all = sketch(library, &wish(&[Role::Kick, Role::Congas, Role::Bass])).unwrap();
    let bass = sketch(library, &wish(&[Role::Bass])).unwrap();
    assert_eq!(all.parts[2], bass.parts[0]);
    assert!(all.parts.iter().all(|it| it.1.length() == music_types::Beats::bars(20)));
    assert_eq!(sketch(library, &Sketch { genre: "polka".into(), ..wish(&[]) }), None);
    assert!(all.midi().starts_with(b"MThd"));
}

#[test]
fn a_folder_of_genres_stands_beside_ours() {
    let folder = tempfile::tempdir().unwrap();
    let house = include_str!("../../plan/genres/house.toml")
        .replace("title = \"House\"", "title = \"My House\"");
    fs::write(folder.path().join("my_house.toml"), &house).unwrap();
    let library = producer::library_of(folder.path()).unwrap();
    assert_eq!(library.genre("my house").unwrap().title, "My House");
    assert!(library.genre("techno").is_some());
    fs::write(folder.path().join("my_house.toml"), house.replace("swing =", "swnig =")).unwrap();
    let slip = producer::library_of(folder.path()).unwrap_err().to_string();
    assert!(slip.contains("genres/my_house.toml") && slip.contains("swing"), "{slip}");
}
