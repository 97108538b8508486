//! Sets changed as a surgeon would: what is addressed and nothing else, all or none, never half.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use als_model::Document;
use als_model::edit::{NewSet, TrackSpec};
use als_model::schema::Version;
use als_model::view::LiveSet;
use producer::update::{Automation, ParameterChange, UpdateError, Wish, read_changes, targets};
use producer::{LiveVersion, Producer, demo};

fn change(target: &str, new: impl Into<Value>) -> ParameterChange {
    ParameterChange {
        target: target.to_owned(),
        old_value: None,
        new_value: new.into().0,
        reason: None,
        force: false,
        automation: None,
    }
}

struct Value(Wish);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(Wish::Text(text.to_owned()))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self(Wish::Number(number))
    }
}

fn producer() -> Producer {
    Producer { now: Some(1_795_731_391), ..Producer::new(".") }
}

/// A set with a bass whose fader is automated, a twin of another track, devices, a locator.
fn song(folder: &Path) -> PathBuf {
    let mut set = NewSet::new(Version::LIVE_11_3).unwrap();
    set.set_tempo(126.0).unwrap();
    for name in ["01 KICK", "02 BASS", "LEAD VOX", "Twin", "Twin"] {
        let spec = TrackSpec { name, color: 1, group: None, annotation: "" };
        let track = set.add_midi_track(&spec).unwrap();
        for tag in ["Eq8", "Compressor2"] {
            set.add_device(track, tag).unwrap();
        }
    }
    let path = folder.join("Song.als");
    Document::from_tree(set.finish().unwrap()).unwrap().write(&path).unwrap();
    path
}

/// The demo's set alone, in a folder of its own; made once for all tests.
fn demo_set(folder: &Path) -> PathBuf {
    static MADE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let song = folder.path().join("song");
        demo::write_song(&song).unwrap();
        let made = Producer::new(folder.path()).remix(&demo::wish(&song, LiveVersion::Live11));
        let set = PathBuf::from(made.unwrap().als_path);
        (folder, set)
    });
    let set = folder.join("Demo.als");
    fs::copy(&MADE.1, &set).unwrap();
    set
}

fn xml(path: &Path) -> String {
    Document::read(path).unwrap().tree.to_xml()
}

#[test]
fn values_change_and_come_back_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let before = xml(&set);
    let changes = [
        change("bass_track.volume", "-15 dB"),
        change("\"LEAD VOX\".pan", "25L"),
        change("track[1].mute", "on"),
        change("kick.device[\"EQ Eight\"].band[3].gain", "+3dB"),
        change("kick.device[2].threshold", -20.0),
        change("set.tempo", "124.5 bpm"),
    ];
    let updated = producer().update_project(&set, &changes).unwrap();
    let made: Vec<String> = updated
        .changes_made
        .iter()
        .map(|it| format!("{}: {} → {}", it.target, it.old_value, it.new_value))
        .collect();
    insta::assert_snapshot!(made.join("\n"), @r#"
    bass_track.volume: 0.0 dB → -15.0 dB
    "LEAD VOX".pan: C → 25L
    track[1].mute: not muted → muted
    kick.device["EQ Eight"].band[3].gain: 0.0 dB → 3.0 dB
    kick.device[2].threshold: 0.0 dB → -20.0 dB
    set.tempo: 126 BPM → 124.5 BPM
    "#);
    assert_eq!(updated.differences.len(), 6, "{:#?}", updated.differences);
    let backup = updated.backup.unwrap();
    assert!(backup.ends_with("Backup/Song [2026-11-26 221631].als"), "{}", backup.display());
    assert_eq!(xml(&backup), before);
    producer().update_project(&set, &updated.undo).unwrap();
    assert_eq!(xml(&set), before);
    let left: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(left.len(), 2, "the set and its backups: {left:?}");
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let bytes = fs::read(&set).unwrap();
    let told = producer().rehearse_update(&set, &[change("bass_track.volume", -15.0)]).unwrap();
    assert_eq!(told.differences[0].to_string(), "track 02 BASS: volume 0.0 dB → -15.0 dB");
    assert!(told.backup.is_none() && !folder.path().join("Backup").exists());
    assert_eq!(fs::read(&set).unwrap(), bytes);
}

/// Each wrong request, and a word that its error must hold.
fn wrong() -> Vec<(ParameterChange, &'static str)> {
    let old = |target: &str, old: &str| ParameterChange {
        old_value: Some(Wish::Text(old.to_owned())),
        ..change(target, -3.0)
    };
    vec![
        (change("banjo.volume", -3.0), "no track"),
        (change("bas.volume", -3.0), "did you mean"),
        (change("twin.volume", -3.0), "several tracks"),
        (change("\"twin\".volume", -3.0), "several tracks"),
        (change("track[99].volume", -3.0), "5 tracks"),
        (change("track[0].volume", -3.0), "number from 1"),
        (change("track[x].volume", -3.0), "number from 1"),
        (change("\"LEAD VOX.volume", -3.0), "quote"),
        (change("track[3.volume", -3.0), "bracket"),
        (change("bass_track", -3.0), "say what of it"),
        (change("", -3.0), "empty step"),
        (change("bass_track..volume", -3.0), "empty step"),
        (change("bass_track.loudness", -3.0), "no value"),
        (change("bass_track.volume.left", -3.0), "no value"),
        (change("bass_group.volume", -3.0), "no track"),
        (change("bass_track.volume", "loud"), "decibels"),
        (change("bass_track.volume", "80 Hz"), "decibels"),
        (change("bass_track.volume", ""), "decibels"),
        (change("bass_track.volume", "NaN"), "decibels"),
        (change("bass_track.volume", f64::NAN), "decibels"),
        (change("bass_track.volume", f64::INFINITY), "decibels"),
        (change("bass_track.volume", "=loud"), "decibels"),
        (change("bass_track.pan", "-3 dB"), "50L"),
        (change("bass_track.mute", "80 Hz"), "on or off"),
        (change("bass_track.mute", "+3"), "on or off"),
        (change("bass_track.send.A", "-3 dB"), "no send"),
        (change("bass_track.send", "-3 dB"), "no send"),
        (change("bass_track.sidechain.amount", "by -2 dB"), "no compressor"),
        (change("bass_track.device.threshold", -3.0), "name or place"),
        (change("bass_track.device[9].threshold", -3.0), "is not on"),
        (change("bass_track.device[\"EQ Nine\"].gain", -3.0), "EQ Eight"),
        (change("bass_track.device[\"EQ Eight\"].band[9].gain", -3.0), "no parameter"),
        (change("bass_track.device[2].treshold", -3.0), "did you mean threshold"),
        (change("bass_track.device[2].ratio", "3 dB"), "a number"),
        (change("set.swing", 50.0), "tempo"),
        (change("set.tempo", "fast"), "bpm"),
        (change("locator[\"DROP 1\"].time", "bar 49"), "no locator"),
        (change("clip[\"Hook\"].gain", -3.0), "no clip"),
        (change("clip.gain", -3.0), "brackets"),
        (old("bass_track.volume", "-12 dB"), "somebody moved it"),
        (old("bass_track.volume", "80 Hz"), "no old value"),
        (old("bass_track.volume", "+3 dB"), "no old value"),
    ]
}

#[test]
fn every_wrong_request_has_one_clear_line_and_leaves_the_set() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let bytes = fs::read(&set).unwrap();
    let all = wrong();
    for (change, word) in &all {
        let why = producer().update_project(&set, std::slice::from_ref(change)).unwrap_err();
        let words = why.to_string();
        assert!(words.to_lowercase().contains(&word.to_lowercase()), "{change:?}: {words}");
        assert_eq!(words.lines().count(), 2, "{words}");
    }
    // All or none: a good change beside a bad one is not made; both bad ones are told.
    let mixed = [change("bass_track.volume", -3.0), all[0].0.clone(), all[1].0.clone()];
    let words = producer().update_project(&set, &mixed).unwrap_err().to_string();
    assert!(words.contains("/1:") && words.contains("/2:"), "{words}");
    assert!(producer().update_project(&set, &[]).unwrap_err().to_string().contains("no change"));
    assert_eq!(fs::read(&set).unwrap(), bytes);
    assert!(!folder.path().join("Backup").exists());
    println!("{} wrong requests", all.len() + 2);
}

#[test]
fn what_is_no_set_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("Bad.als");
    let wish = [change("set.tempo", 120.0)];
    let told = |path: &Path| producer().update_project(path, &wish).unwrap_err().to_string();
    assert!(told(&folder.path().join("None.als")).contains("is not there"));
    assert!(told(folder.path()).contains("folder"));
    for bytes in [b"RIFF".as_slice(), b"", b"\x1f\x8b\x08", b"<Ableton><Eq8 /></Ableton>"] {
        fs::write(&bad, bytes).unwrap();
        let _ = told(&bad);
        assert_eq!(fs::read(&bad).unwrap(), bytes);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no lock is left");
}

#[test]
fn a_moved_value_is_changed_by_force() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let forced = ParameterChange {
        old_value: Some(Wish::Text("-12 dB".into())),
        force: true,
        ..change("bass_track.volume", "by -3 dB")
    };
    let updated = producer().update_project(&set, &[forced]).unwrap();
    assert_eq!(updated.changes_made[0].new_value, "-3.0 dB");
}

#[test]
fn a_value_out_of_range_is_held_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let updated =
        producer().update_project(&set, &[change("bass_track.volume", "+40 dB")]).unwrap();
    assert_eq!(updated.changes_made[0].new_value, "6.0 dB");
    assert!(updated.remarks[0].words.contains("held at 6.0 dB"), "{:?}", updated.remarks);
}

#[test]
fn the_demo_is_mixed_on_in_conversation() {
    let folder = tempfile::tempdir().unwrap();
    let set = demo_set(folder.path());
    let level = |target: &str| {
        let document = Document::read(&set).unwrap();
        targets(&document).into_iter().find(|it| it.target == target).unwrap().value
    };
    let bass = level("\"13 BASS\".volume");
    let quieter = ParameterChange {
        old_value: Some(Wish::Text(bass.clone())),
        reason: Some("bass too loud".into()),
        ..change("bass_track.volume", "by -3 dB")
    };
    let first = producer().update_project(&set, &[quieter]).unwrap();
    let number = |text: &str| text.trim_end_matches(" dB").parse::<f64>().unwrap();
    let (old, new) = (&first.changes_made[0].old_value, &first.changes_made[0].new_value);
    assert!((number(old) - 3.0 - number(new)).abs() < 0.11, "{old} {new}");
    assert!(
        first.remarks[0].words.contains("move along"),
        "its fader is automated: {:?}",
        first.remarks
    );
    let deeper = producer()
        .update_project(&set, &[change("bass_track.sidechain.amount", "by -2 dB")])
        .unwrap();
    let made = &deeper.changes_made[0];
    assert!((number(&made.old_value) - 2.0 - number(&made.new_value)).abs() < 1e-9, "{made:?}");
    let swept = producer()
        .update_project(&set, &[change("music_group.filter_sweep", "bars 33-48")])
        .unwrap();
    let (two, three) = (&swept.changes_made[0].old_value, &swept.changes_made[0].new_value);
    assert_eq!((two.as_str(), three.as_str()), ("2 devices", "3 devices"));
    assert!(swept.undo.is_empty() && swept.backup.is_some_and(|it| it.exists()));
    let louder =
        producer().update_project(&set, &[change("master.loudness", "by +1 LUFS")]).unwrap();
    let made = &louder.changes_made[0];
    let lufs = |text: &str| text.trim_end_matches(" LUFS").parse::<f64>().unwrap();
    assert!((lufs(&made.old_value) + 1.0 - lufs(&made.new_value)).abs() < 0.11, "{made:?}");
    let pad =
        producer().update_project(&set, &[change("drums.kick.pad[1].volume", "-2 dB")]).unwrap();
    assert_eq!(pad.changes_made[0].new_value, "-2.0 dB");
    let delay = "\"D DELAY 1/8D\".device[1].DelayLine_SyncedSixteenthL";
    let slower = producer().update_project(&set, &[change(delay, "1/4")]).unwrap();
    assert_eq!(slower.changes_made[0].old_value, "3/16");
    assert_eq!(slower.changes_made[0].new_value, "1/4");
    let bytes = std::fs::read(&set).unwrap();
    let gone = [change("locator[\"BUILD 2\"].time", "bar 105"), change("build_2.remove", "true")];
    let told = producer().update_project(&set, &gone).unwrap_err().to_string();
    assert!(told.contains("a later one takes it away"), "{told}");
    assert_eq!(std::fs::read(&set).unwrap(), bytes);
    let later =
        producer().update_project(&set, &[change("locator[\"DROP 1A\"].time", "bar 50")]).unwrap();
    assert_eq!(later.changes_made[0].old_value, "bar 49 (beat 192)");
    let errors = als_model::check::check(&Document::read(&set).unwrap(), &Default::default());
    assert!(errors.iter().all(|it| it.level != als_model::check::Level::Error), "{errors:?}");
}

#[test]
fn envelopes_shift_scale_stay_or_give_way() {
    let folder = tempfile::tempdir().unwrap();
    let set = demo_set(folder.path());
    let points = || -> Vec<f64> {
        let document = Document::read(&set).unwrap();
        let live = LiveSet::of(&document.tree).unwrap();
        let kick = live.tracks().find(|it| it.name() == "01 KICK").unwrap();
        let target = kick.mixer().unwrap().volume().unwrap().automation_target().unwrap();
        let envelope = kick.envelopes().find(|it| it.target() == Ok(target)).unwrap();
        envelope.points().unwrap().into_iter().map(|it| it.value).collect()
    };
    let before = points();
    let run = |automation, value: &str| {
        let wish = ParameterChange { automation, ..change("kick.volume", value) };
        producer().update_project(&set, &[wish]).unwrap();
        points()
    };
    let ratio =
        |after: &[f64]| -> Vec<f64> { after.iter().zip(&before).map(|(a, b)| a / b).collect() };
    let shifted = run(None, "by -6 dB");
    assert!(
        ratio(&shifted).iter().all(|it| (it - 0.501_187).abs() < 1e-3),
        "{:?}",
        ratio(&shifted)
    );
    let kept = run(Some(Automation::Keep), "by -6 dB");
    assert_eq!(kept, shifted);
    let replaced = run(Some(Automation::Replace), "-9 dB");
    assert!(replaced.iter().all(|it| (it - 0.354_813).abs() < 1e-5));
}

#[test]
fn the_changes_of_the_fixtures_are_read() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/changes/bass_too_loud.json");
    assert_eq!(read_changes(&fs::read_to_string(path).unwrap()).unwrap().len(), 3);
}

#[test]
fn a_set_that_is_only_for_reading_stays() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let bytes = fs::read(&set).unwrap();
    let mut rights = fs::metadata(&set).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&set, rights).unwrap();
    let why = producer().update_project(&set, &[change("bass_track.volume", -3.0)]).unwrap_err();
    assert!(matches!(why, UpdateError::Disk { .. }), "{why}");
    assert_eq!(fs::read(&set).unwrap(), bytes);
}
