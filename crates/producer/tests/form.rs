//! Changes of a set's form: keys, sections, sweeps; what is not addressed stays.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use als_model::Document;
use als_model::check::{CheckContext, Level, check};
use als_model::edit::{MidiClipSpec, NewSet, NoteSpec, Point, Target, TrackSpec};
use als_model::schema::Version;
use als_model::view::LiveSet;
use producer::Producer;
use producer::update::{Updated, read_changes};
use serde_json::{Value, json};

/// Drums, a bass and a lead whose fader moves, over a build and a drop of 16 bars each.
fn song(folder: &Path) -> PathBuf {
    let mut set = NewSet::new(Version::LIVE_12_1).unwrap();
    for (name, key) in [("01 KICK", 36), ("02 BASS", 40), ("LEAD", 126)] {
        let spec = TrackSpec { name, color: 14, group: None, annotation: "" };
        let track = set.add_midi_track(&spec).unwrap();
        if name == "LEAD" {
            let points = [Point::new(0.0, 1.0), Point::new(32.0, 0.5), Point::new(96.0, 0.25)];
            set.automate(track, Target::Volume, &points).unwrap();
        }
        for start in [0.0, 64.0] {
            let clip = MidiClipSpec {
                name: if start == 0.0 { "first" } else { "second" },
                color: 14,
                start,
                length: 64.0,
                looped: Some((0.0, 4.0)),
                offset: 0.0,
                notes: &[NoteSpec::new(key, 0.0, 0.5, 110.0)],
                muted: false,
                envelopes: &[],
            };
            set.add_midi_clip(track, &clip).unwrap();
        }
    }
    set.add_locator(0.0, "BUILD", "").unwrap();
    set.add_locator(64.0, "DROP 1", "").unwrap();
    let path = folder.join("Song.als");
    Document::from_tree(set.finish().unwrap()).unwrap().write(&path).unwrap();
    path
}

fn update(path: &Path, all: Value) -> Result<Updated, String> {
    let changes = read_changes(&all.to_string()).unwrap();
    Producer::new(".").update_project(path, &changes).map_err(|it| it.to_string())
}

fn told(updated: &Updated) -> String {
    let line =
        |it: &producer::ChangeMade| format!("{}: {} → {}", it.target, it.old_value, it.new_value);
    updated.changes_made.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn laid(path: &Path, name: &str) -> Vec<(f64, f64, bool)> {
    let document = Document::read(path).unwrap();
    let set = LiveSet::of(&document.tree).unwrap();
    let track = set.tracks().find(|it| it.name() == name).unwrap();
    track.arrangement().map(|it| (it.start().unwrap(), it.end().unwrap(), it.is_active())).collect()
}

fn errors(path: &Path) -> Vec<String> {
    let context = CheckContext { folder: None, edition: None };
    let problems = check(&Document::read(path).unwrap(), &context);
    problems.iter().filter(|it| it.level == Level::Error).map(ToString::to_string).collect()
}

#[test]
fn a_section_is_silenced_doubled_and_taken_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = song(folder.path());
    let muted =
        json!([{ "target": "drop_1.bass_track.mute", "old_value": false, "new_value": true }]);
    assert_eq!(told(&update(&path, muted).unwrap()), "drop_1.bass_track.mute: off → on");
    assert_eq!(laid(&path, "02 BASS"), [(0.0, 64.0, true), (64.0, 128.0, false)]);
    let doubled =
        update(&path, json!([{ "target": "drop_1.duplicate", "new_value": true }])).unwrap();
    assert_eq!(told(&doubled), "drop_1.duplicate: 128 beats, 6 clips → 192 beats, 9 clips");
    assert_eq!(laid(&path, "02 BASS")[1..], [(64.0, 128.0, false), (128.0, 192.0, false)]);
    update(&path, json!([{ "target": "build.remove", "new_value": true }])).unwrap();
    assert_eq!(laid(&path, "LEAD"), [(0.0, 64.0, true), (64.0, 128.0, true)]);
    let document = Document::read(&path).unwrap();
    let set = LiveSet::of(&document.tree).unwrap();
    let lead = set.tracks().find(|it| it.name() == "LEAD").unwrap();
    let points = lead.envelopes().next().unwrap().points().unwrap();
    assert!(points.is_sorted_by(|a, b| a.time <= b.time), "{points:?}");
    // The drop began at 0.375, half way from 0.5 to 0.25, and begins so still, both times.
    let at = |time: f64| points.iter().rfind(|it| it.time == time).unwrap().value;
    assert!((at(0.0) - 0.375).abs() < 1e-6 && (at(64.0) - 0.375).abs() < 1e-6, "{points:?}");
    assert_eq!(errors(&path), [""; 0]);
}

#[test]
fn a_sweep_opens_over_its_bars_and_nothing_else_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = song(folder.path());
    let before = Document::read(&path).unwrap().tree.to_xml();
    let swept =
        json!([{ "target": "lead.filter_sweep", "new_value": "bars 17–24 from 300 Hz to 12 kHz" }]);
    assert_eq!(told(&update(&path, swept).unwrap()), "lead.filter_sweep: 0 devices → 1 devices");
    let document = Document::read(&path).unwrap();
    let set = LiveSet::of(&document.tree).unwrap();
    let lead = set.tracks().find(|it| it.name() == "LEAD").unwrap();
    assert_eq!(lead.devices().last().unwrap().name(), "Sweep");
    let points = lead.envelopes().last().unwrap().points().unwrap();
    let times: Vec<f64> = points.iter().skip(1).map(|it| it.time).collect();
    assert_eq!(times, [64.0, 64.0, 96.0, 96.0]);
    let after = document.tree.to_xml();
    let mut rest = after.lines();
    let gives_way = |it: &&str| it.contains("NextPointeeId") || it.contains("<Devices />");
    let lost =
        before.lines().filter(|it| !gives_way(it)).find(|it| !rest.any(|other| other == *it));
    assert_eq!(lost, None, "every other line stands where it stood");
    assert_eq!(errors(&path), [""; 0]);
}

#[test]
fn another_key_moves_what_is_pitched_and_leaves_drums() {
    let folder = tempfile::tempdir().unwrap();
    let path = song(folder.path());
    let keys = |name: &str| -> Vec<i64> {
        let document = Document::read(&path).unwrap();
        let set = LiveSet::of(&document.tree).unwrap();
        let track = set.tracks().find(|it| it.name() == name).unwrap();
        track
            .arrangement()
            .flat_map(|it| it.midi().unwrap().notes().unwrap())
            .map(|it| it.key)
            .collect()
    };
    let moved = json!([{ "target": "set.key", "old_value": "C major", "new_value": "B major" }]);
    let updated = update(&path, moved).unwrap();
    assert_eq!((keys("01 KICK"), keys("02 BASS")), (vec![36, 36], vec![39, 39]));
    assert!(updated.remarks[0].words.contains("01 KICK"), "{:?}", updated.remarks);
    let stale = json!([{ "target": "set.key", "old_value": "D major", "new_value": "A major" }]);
    assert!(update(&path, stale).unwrap_err().to_string().contains("not D major"));
    assert_eq!(keys("02 BASS"), [39, 39]);
    let up = json!([{ "target": "bass_track.clip[\"first\"].transpose", "new_value": "2 st" }]);
    update(&path, up).unwrap();
    assert_eq!(keys("02 BASS"), [41, 39]);
}

#[test]
fn wrong_changes_of_form_are_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = song(folder.path());
    let before = fs::read(&path).unwrap();
    let table = [
        ("set.key", json!("H minor"), "is no key"),
        ("drop_1.remove", json!("maybe"), "is no true"),
        ("drop_1.bass_track.mute", json!("-6 dB"), "is no switch"),
        ("section[\"DROP 9\"].mute", json!(true), "is no section of the set"),
        ("section[\"DROP 1\"].explode", json!(true), "is no change of section"),
        ("lead.filter_sweep", json!("bars 48-33"), "runs backwards"),
        ("lead.filter_sweep", json!("soon"), "is no sweep"),
        ("lead.filter_sweep", json!("bars 1-4 from 3 dB to 18 kHz"), "is no sweep"),
        ("set.riser", json!("bar 49"), "no track of the set has a riser"),
        ("LEAD.clip[\"first\"].transpose", json!("2 st"), "has no room"),
        ("LEAD.clip[\"first\"].transpose", json!("2.5 st"), "is no transposition"),
    ];
    for (target, value, words) in table {
        let told = update(&path, json!([{ "target": target, "new_value": value }])).unwrap_err();
        assert!(told.contains(words), "{target} is answered by {told:?}, without {words:?}");
        assert_eq!(fs::read(&path).unwrap(), before, "{target}");
    }
}
