//! `update` as a shell sees it: killed at any moment, on a full disk, dry, with its targets listed.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use als_model::Document;
use als_model::edit::{NewSet, TrackSpec};
use als_model::schema::Version;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_vyke-produce");

fn song(folder: &Path) -> PathBuf {
    let mut set = NewSet::new(Version::LIVE_11_3).unwrap();
    for name in ["Kick", "Bass"] {
        set.add_midi_track(&TrackSpec { name, color: 1, group: None, annotation: "" }).unwrap();
    }
    let path = folder.join("Song.als");
    Document::from_tree(set.finish().unwrap()).unwrap().write(&path).unwrap();
    path
}

fn wish(folder: &Path, value: &str) -> PathBuf {
    let path = folder.join("wish.json");
    let text = format!(r#"[{{"target": "bass.volume", "new_value": "{value}"}}]"#);
    fs::write(&path, text).unwrap();
    path
}

fn fader(set: &Path) -> String {
    let document = Document::read(set).unwrap();
    let all = producer::update::targets(&document);
    all.into_iter().find(|it| it.target == "\"Bass\".volume").unwrap().value
}

/// Killed at 200 moments spread over the whole run, the set is each time the old one or the new one, and the next
/// run works on it.
#[test]
fn a_kill_at_any_moment_leaves_the_old_set_or_the_new() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let whole = {
        let start = std::time::Instant::now();
        let wish = wish(folder.path(), "-1 dB");
        let done = Command::new(PROGRAM).arg("update").args([&set, &wish]).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        start.elapsed()
    };
    let (mut old, mut new) = (0, 0);
    for round in 0..200_u32 {
        let before = fader(&set);
        let aim = format!("{:.1} dB", -2.0 - f64::from(round % 50) / 10.0);
        let wish = wish(folder.path(), &aim);
        let quiet = || Stdio::null();
        let mut program = Command::new(PROGRAM)
            .arg("update")
            .args([&set, &wish])
            .stdout(quiet())
            .stderr(quiet())
            .spawn()
            .unwrap();
        // A golden-ratio walk over the run's length: spread evenly, the same each time.
        let share = (f64::from(round) * 0.618_033_988_75).fract();
        std::thread::sleep(Duration::from_secs_f64(whole.as_secs_f64() * 1.1 * share));
        let _ = program.kill();
        let _ = program.wait();
        match fader(&set) {
            it if it == aim => new += 1,
            it if it == before => old += 1,
            it => panic!("round {round}: {before} was to become {aim} and is {it}"),
        }
    }
    println!("200 kills: {old} left the old set, {new} the new one");
    assert!(0 < old && 0 < new, "the moments lie on both sides: {old} old, {new} new");
    let wish = wish(folder.path(), "-12 dB");
    assert!(
        Command::new(PROGRAM).arg("update").args([&set, &wish]).output().unwrap().status.success()
    );
    let left = fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name());
    let parts: Vec<_> = left.filter(|it| it.to_string_lossy().starts_with(".Song")).collect();
    assert!(parts.is_empty(), "nothing is left lying around: {parts:?}");
}

#[test]
fn a_full_disk_leaves_the_set() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let bytes = fs::read(&set).unwrap();
    let wish = wish(folder.path(), "-3 dB");
    // Files may have two blocks: to the program the disk is full.
    let line = "trap '' XFSZ; ulimit -f 2; exec \"$0\" update \"$1\" \"$2\"";
    let told = Command::new("sh").args(["-c", line, PROGRAM]).args([&set, &wish]).output().unwrap();
    assert_eq!(told.status.code(), Some(2), "{}", String::from_utf8_lossy(&told.stderr));
    assert_eq!(String::from_utf8_lossy(&told.stderr).lines().count(), 1);
    assert_eq!(fs::read(&set).unwrap(), bytes);
    assert_eq!(fs::read_dir(folder.path().join("Backup")).unwrap().count(), 0);
}

#[test]
fn one_json_object_tells_it_all() {
    let folder = tempfile::tempdir().unwrap();
    let set = song(folder.path());
    let wish = wish(folder.path(), "-3 dB");
    let run = |more: &[&str]| {
        let told =
            Command::new(PROGRAM).arg("update").args([&set, &wish]).args(more).output().unwrap();
        let json: Value = serde_json::from_slice(&told.stdout).unwrap();
        (told.status.code(), json)
    };
    let (code, dry) = run(&["--dry-run", "--json"]);
    assert_eq!((code, dry["backup"].is_null()), (Some(0), true));
    assert_eq!(dry["changes_made"][0]["new_value"], "-3.0 dB");
    let (code, done) = run(&["--json"]);
    assert_eq!((code, done["backup"].is_string()), (Some(0), true));
    fs::write(&wish, r#"[{"target": "banjo.volume", "new_value": 1}]"#).unwrap();
    let (code, refused) = run(&["--json"]);
    assert_eq!((code, &refused["refused"][0]["at"]), (Some(1), &Value::from("/0")));
}
