//! The whole path: the demo song in, a project out that is all there and plays.
#![allow(clippy::unwrap_used, clippy::panic)] // tests may

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use als_model::Document;
use als_model::check::{CheckContext, check};
use als_model::view::{LiveSet, TrackKind};
use producer::{InspirationSet, LiveVersion, ProduceError, Producer, ProductionResult, demo};

/// The demo song, written once for all tests.
static SONG: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    demo::write_song(folder.path()).unwrap();
    folder
});

fn wish(live: LiveVersion) -> InspirationSet {
    demo::wish(SONG.path(), live)
}

struct Made {
    out: tempfile::TempDir,
    result: ProductionResult,
}

impl Made {
    fn of(wish: &InspirationSet) -> Self {
        let out = tempfile::tempdir().unwrap();
        let result = Producer::new(out.path()).remix(wish).unwrap();
        Self { out, result }
    }

    fn project(&self) -> PathBuf {
        Path::new(&self.result.als_path).parent().unwrap().to_owned()
    }

    fn set(&self) -> Document {
        Document::read(&self.result.als_path).unwrap()
    }
}

#[test]
fn the_demo_becomes_a_whole_project_in_both_lives() {
    for live in [LiveVersion::Live11, LiveVersion::Live12] {
        let made = Made::of(&wish(live));
        let context = CheckContext { folder: Some(made.project()), edition: None };
        assert_eq!(check(&made.set(), &context), [], "Live {live:?}");
        all_parts_play(&made);
        every_file_is_there(&made);
        every_drum_note_has_its_pad(&made);
        the_first_drop_falls_on_bar_49(&made);
    }
}

fn all_parts_play(made: &Made) {
    let document = made.set();
    let set = LiveSet::of(&document.tree).unwrap();
    let players: Vec<_> =
        set.tracks().filter(|it| matches!(it.kind(), TrackKind::Midi | TrackKind::Audio)).collect();
    for track in &players {
        assert!(0 < track.arrangement().count(), "{} is empty", track.name());
    }
    let musical = players.iter().filter(|it| !it.name().contains("REFERENCE")).count();
    assert!(12 <= musical, "{musical} musical tracks");
}

fn every_file_is_there(made: &Made) {
    assert!(made.project().join("Ableton Project Info").is_dir());
    assert!(made.project().join("result.json").is_file());
    assert!(!made.result.samples_used.is_empty());
    for sample in &made.result.samples_used {
        assert!(made.project().join(sample).is_file(), "{sample} is missing");
    }
    let midi = fs::read_dir(made.project().join("MIDI")).unwrap().count();
    assert!(12 < midi, "{midi} MIDI files");
    assert_eq!(fs::read_dir(made.out.path()).unwrap().count(), 1, "one project, nothing else");
}

fn every_drum_note_has_its_pad(made: &Made) {
    let document = made.set();
    let set = LiveSet::of(&document.tree).unwrap();
    let mut notes = 0;
    for track in set.tracks() {
        let racks = track.devices().filter(|it| it.tag() == "DrumGroupDevice");
        let pads: BTreeSet<i64> =
            racks.flat_map(|it| it.chains()).filter_map(|it| it.pad_key()).collect();
        if pads.is_empty() {
            continue;
        }
        for clip in track.arrangement().filter_map(|it| it.midi()) {
            for note in clip.notes().unwrap() {
                assert!(pads.contains(&note.key), "{}: no pad at {}", track.name(), note.key);
                notes += 1;
            }
        }
    }
    assert!(1000 < notes, "{notes} drum notes");
}

fn the_first_drop_falls_on_bar_49(made: &Made) {
    let document = made.set();
    let set = LiveSet::of(&document.tree).unwrap();
    let locators = set.locators();
    assert_eq!(locators.len(), made.result.sections.len(), "a locator at each section");
    let drop = locators.iter().find(|it| it.name.starts_with("DROP")).unwrap();
    assert_eq!(drop.time, 48.0 * 4.0);
    for (locator, section) in locators.iter().zip(&made.result.sections) {
        assert_eq!(locator.time, (section.first_bar - 1) as f64 * 4.0, "{}", section.name);
    }
}

#[test]
fn the_same_wish_gives_the_same_bytes_on_one_thread_and_on_two() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let made = pool.install(|| Made::of(&wish(LiveVersion::Live11)));
        let mut files = Vec::new();
        walk(&made.project(), &mut files);
        let bytes = |it: &PathBuf| {
            let name = it.strip_prefix(made.project()).unwrap().to_owned();
            (name, fs::read(it).unwrap())
        };
        let mut all: Vec<_> = files.iter().map(bytes).collect();
        all.sort();
        all
    };
    let (one, two) = (on(1), on(2));
    let names = |all: &[(PathBuf, Vec<u8>)]| all.iter().map(|it| it.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&two));
    for (a, b) in one.iter().zip(&two) {
        assert!(a.1 == b.1, "{} differs", a.0.display());
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, files) } else { files.push(path) }
    }
}

#[test]
fn every_missing_file_is_named_at_once_and_nothing_is_written() {
    let out = tempfile::tempdir().unwrap();
    let lost = InspirationSet {
        vocal_stem_path: Some("nowhere/vocal.wav".into()),
        drum_stem_path: Some("nowhere/drums.wav".into()),
        ..wish(LiveVersion::Live11)
    };
    let error = Producer::new(out.path()).remix(&lost).unwrap_err();
    let ProduceError::Spec(errors) = &error else { panic!("{error}") };
    let places: Vec<&str> = errors.mistakes.iter().map(|it| it.at.as_str()).collect();
    assert_eq!(places, ["/vocal_stem_path", "/drum_stem_path"]);
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn a_work_that_was_cancelled_leaves_nothing() {
    let out = tempfile::tempdir().unwrap();
    let producer = Producer::new(out.path());
    producer.cancel.ask();
    let error = producer.remix(&wish(LiveVersion::Live11)).unwrap_err();
    assert!(matches!(error, ProduceError::Cancelled), "{error}");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}
