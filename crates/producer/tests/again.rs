//! Sets of ours made anew: another version, another seed, another shape; what somebody worked on since stays.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use als_model::Document;
use als_model::check::{CheckContext, check};
use als_model::diff::{Change, tracks};
use als_model::view::target::is_pointee;
use als_model::view::{LiveSet, Track};
use producer::sketch::{self, Sketch};
use producer::update::{ParameterChange, UpdateError, Wish, targets_anew};
use producer::words::{Intensity, Role, SectionKind};
use producer::{InspirationSet, Producer};

fn change(target: &str, new: &str) -> ParameterChange {
    ParameterChange {
        target: target.to_owned(),
        old_value: None,
        new_value: Wish::Text(new.to_owned()),
        reason: None,
        force: false,
        automation: None,
    }
}

fn producer(out: &Path) -> Producer {
    Producer { now: Some(1_795_731_391), ..Producer::new(out) }
}

/// A beat of our own, which is quicker to listen to than a song.
static BEAT: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let sketch = Sketch {
        genre: "house".to_owned(),
        parts: vec![Role::Kick, Role::Hats],
        kind: SectionKind::Groove,
        bars: 4,
        key: None,
        tempo: None,
        intensity: Intensity::FULL,
        seed: 1,
    };
    let played = sketch::sketch(producer::built_in(), &sketch).unwrap();
    fs::write(folder.path().join("beat.mid"), played.midi()).unwrap();
    folder
});

fn wish(version: &str) -> InspirationSet {
    let told = serde_json::json!({
        "beat_source": { "path": BEAT.path().join("beat.mid") },
        "target_genre": "afro_circuit", "target_key": "Fm", "seed": 7,
        "version_type": version, "project_name": "Demo Remix",
    });
    serde_json::from_value(told).unwrap()
}

/// A project, made once and copied for each test.
fn project(into: &Path) -> PathBuf {
    static MADE: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let made = producer(folder.path()).remix(&wish("EXTENDED")).unwrap();
        let project = Path::new(&made.als_path).parent().unwrap().to_owned();
        (folder, project)
    });
    copy(&MADE.1, &into.join("Demo Remix Project"));
    into.join("Demo Remix Project/Demo Remix.als")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for it in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let there = to.join(it.file_name());
        match it.path().is_dir() {
            true => copy(&it.path(), &there),
            false => drop(fs::copy(it.path(), &there).unwrap()),
        }
    }
}

/// Every track of `now` that is not as in `then`, with its first change.
fn otherwise(then: &Document, now: &Document) -> Vec<(String, Option<Change>)> {
    let name = |node| {
        let all = LiveSet::of(&now.tree).unwrap();
        all.tracks().chain(all.main()).find(|it| it.node() == node).map(Track::name).unwrap()
    };
    let fates = tracks(then, now).into_iter();
    let odd = fates.filter(|it| it.before.is_none() || !it.changes.is_empty());
    odd.filter_map(|it| Some((name(it.after?), it.changes.first().cloned()))).collect()
}

fn sound(set: &Path) -> Document {
    let document = Document::read(set).unwrap();
    let context = CheckContext { folder: set.parent().map(Path::to_owned), edition: None };
    let problems = check(&document, &context);
    assert!(problems.is_empty(), "{problems:#?}");
    document
}

fn refused(set: &Path, change: &ParameterChange) -> String {
    match producer(set.parent().unwrap()).update_project(set, std::slice::from_ref(change)) {
        Err(UpdateError::Refused(why)) => why.iter().map(ToString::to_string).collect(),
        other => panic!("{}: {other:?}", change.target),
    }
}

#[test]
fn another_version_keeps_what_was_worked_on_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let set = project(folder.path());
    let extended = Document::read(&set).unwrap();
    let maker = producer(folder.path());
    let louder = [change("bass_track.volume", "-15 dB"), change("chords.pan", "25L")];
    maker.update_project(&set, &louder).unwrap();
    let touched = Document::read(&set).unwrap();

    let told = maker.update_project(&set, &[change("set.version", "radio")]).unwrap();
    let made = &told.changes_made[0];
    assert_eq!((made.old_value.as_str(), made.new_value.as_str()), ("EXTENDED", "RADIO"));
    let said: Vec<String> = told.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said[0].contains("BASS") && said[0].contains("-15.0 dB"), "{said:#?}");
    assert!(said[1].contains("CHORDS") && said[1].contains("25L"), "{said:#?}");
    let now = sound(&set);
    let untouched = |it: &(String, _)| !it.0.ends_with(" BASS") && !it.0.ends_with(" CHORDS");
    assert!(otherwise(&touched, &now).iter().all(untouched), "both are as they were left");
    // All else is what the version is by itself.
    let alone = maker.remix(&wish("RADIO")).unwrap();
    let odd = otherwise(&Document::read(&alone.als_path).unwrap(), &now);
    let names: Vec<&str> = odd.iter().map(|it| it.0.as_str()).collect();
    assert!(names.len() == 2 && names[0].ends_with("BASS"), "{odd:#?}");

    maker.update_project(&set, &[change("set.version", "EXTENDED")]).unwrap();
    let odd = otherwise(&extended, &sound(&set));
    let whats: Vec<&str> = odd.iter().map(|it| it.1.as_ref().unwrap().what.as_str()).collect();
    assert_eq!(whats, ["volume", "pan"], "{odd:#?}");
}

/// Adds a track to a set as a user would by duplicating one, with a name and ids of its own; and a locator's new name.
fn duplicate(set: &Path, name: &str, copy: &str) {
    let mut document = Document::read(set).unwrap();
    let tree = &mut document.tree;
    let live = LiveSet::of(tree).unwrap();
    let model = live.tracks().find(|it| it.name().ends_with(name)).unwrap().node();
    let free = 1 + live.tracks().filter_map(|it| it.id()).max().unwrap();
    let after = tree.next(model).unwrap();
    let mine = tree.duplicate_before(model, after);
    tree.set_attr(mine, "Id", &free.to_string());
    tree.set_value(mine, "Name/EffectiveName", copy);
    tree.set_value(mine, "Name/UserName", copy);
    let root = tree.root().unwrap();
    let mut next: u64 = tree.value(root, "LiveSet/NextPointeeId").unwrap().parse().unwrap();
    let all: Vec<_> = tree.descendants(mine).collect();
    let mut fresh = BTreeMap::new();
    for node in all.iter().copied() {
        if is_pointee(tree, node) {
            fresh.insert(tree.raw_attr(node, "Id").unwrap().to_owned(), next.to_string());
            tree.set_attr(node, "Id", &next.to_string());
            next += 1;
        }
    }
    for node in all.into_iter().filter(|it| tree.tag(*it) == "PointeeId").collect::<Vec<_>>() {
        let now = fresh[tree.raw_attr(node, "Value").unwrap()].clone();
        tree.set_attr(node, "Value", &now);
    }
    tree.set_value(root, "LiveSet/NextPointeeId", &next.to_string());
    let locator = tree.find(root, "LiveSet/Locators/Locators/Locator").unwrap();
    tree.set_value(locator, "Name", "MY PLACE");
    document.write(set).unwrap();
}

#[test]
fn tracks_and_pads_of_the_users_own_go_along_into_another_version() {
    let folder = tempfile::tempdir().unwrap();
    let set = project(folder.path());
    duplicate(&set, " LEAD", "MINE");
    let maker = producer(folder.path());
    maker.update_project(&set, &[change("drums.kick.pad[1].volume", "-2 dB")]).unwrap();
    let touched = sound(&set);
    let told = maker.update_project(&set, &[change("set.version", "DJ_TOOL")]).unwrap();
    let said: String = told.remarks.iter().map(ToString::to_string).collect();
    assert!(said.contains("\"MINE\"") && said.contains("it was added"), "{said}");
    assert!(said.contains("KICK") && said.contains("-2.0 dB"), "{said}");
    assert!(said.contains("MY PLACE"), "{said}");
    let now = sound(&set);
    let stays = ["MINE", "01 KICK"];
    assert!(otherwise(&touched, &now).iter().all(|it| !stays.contains(&it.0.as_str())));
    let live = LiveSet::of(&now.tree).unwrap();
    let group = |name: &str| {
        let own = live.tracks().find(|it| it.name() == name).unwrap().group().unwrap();
        live.track(own).unwrap().name()
    };
    let mut places: Vec<String> = live.locators().into_iter().map(|it| it.name).collect();
    places.retain(|it| it == "MY PLACE");
    assert_eq!(places.len(), 1, "the user's locator stays, once");
    assert_eq!(group("MINE"), "MUSIC", "a tool has no music, but the group around it stays");
    assert_eq!(group("01 KICK"), "DRUMS");
    assert!(live.tracks().all(|it| !it.name().ends_with(" LEAD")), "a tool has no lead");
}

#[test]
fn another_seed_changes_the_clips_of_one_part_unless_they_are_the_users() {
    let folder = tempfile::tempdir().unwrap();
    let set = project(folder.path());
    let (before, maker) = (Document::read(&set).unwrap(), producer(folder.path()));
    let told = maker.rehearse_update(&set, &[change("bass_track.seed", "5")]).unwrap();
    assert!(told.backup.is_none() && !told.differences.is_empty());
    assert_eq!(Document::read(&set).unwrap().tree.to_xml(), before.tree.to_xml());

    let again =
        ParameterChange { old_value: Some(Wish::Number(7.0)), ..change("bass_track.seed", "5") };
    maker.update_project(&set, std::slice::from_ref(&again)).unwrap();
    let odd = otherwise(&before, &sound(&set));
    assert_eq!(odd.len(), 1, "{odd:#?}");
    assert!(odd[0].0.ends_with(" BASS") && odd[0].1.as_ref().unwrap().place.contains(", clip "));
    assert!(refused(&set, &again).contains("somebody moved it"), "the seed is 5 by now");

    maker.update_project(&set, &[change("bass_track.clip[1].transpose", "2 st")]).unwrap();
    let back = change("bass_track.seed", "7");
    assert!(refused(&set, &back).contains("the user's by now"));
    maker.update_project(&set, &[ParameterChange { force: true, ..back }]).unwrap();
    let odd = otherwise(&before, &sound(&set));
    assert!(odd.is_empty(), "{odd:#?}");
}

/// The keys of the pads of a track, and those that its clips strike and that have none.
fn pads(set: &Path, part: &str) -> (Vec<i64>, Vec<i64>) {
    let now = sound(set);
    let live = LiveSet::of(&now.tree).unwrap();
    let track = live.tracks().find(|it| it.name().ends_with(part)).unwrap();
    let racks = track.all_devices().flat_map(|it| it.chains().collect::<Vec<_>>());
    let pads: Vec<i64> = racks.filter_map(|it| it.pad_key()).collect();
    let notes = track.arrangement().flat_map(|it| it.midi().unwrap().notes().unwrap());
    let lost = notes.map(|it| it.key).filter(|it| !pads.contains(it)).collect();
    (pads, lost)
}

/// Takes the first pad of the congas away.
fn without_pad(set: &Path) {
    let mut document = Document::read(set).unwrap();
    let live = LiveSet::of(&document.tree).unwrap();
    let congas = live.tracks().find(|it| it.name().ends_with("CONGAS")).unwrap();
    let pad = congas.all_devices().find_map(|it| it.chains().next()).unwrap().node();
    document.tree.remove(pad);
    document.write(set).unwrap();
}

#[test]
fn drums_from_another_seed_strike_pads_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let set = project(folder.path());
    without_pad(&set);
    let reseeded = change("congas.seed", "3");
    let told = refused(&set, &reseeded);
    assert!(told.contains("drums that its rack lacks"), "the rack is the user's: {told}");
    // As if the part had been made without that drum.
    let made = fs::read_dir(set.with_file_name("Made")).unwrap().next().unwrap().unwrap().path();
    without_pad(&made);
    let (few, _) = pads(&set, "CONGAS");
    let told = producer(folder.path()).update_project(&set, &[reseeded]).unwrap();
    assert!(told.remarks[0].words.contains("with its rack"), "{:?}", told.remarks);
    let (pads, lost) = pads(&set, "CONGAS");
    assert!(few.len() < pads.len() && lost.is_empty(), "{few:?} {pads:?} {lost:?}");
}

#[test]
fn a_drop_in_half_time_is_a_floor_at_half_speed_for_eight_bars() {
    let folder = tempfile::tempdir().unwrap();
    let set = project(folder.path());
    let kicks = |document: &Document| {
        let set = LiveSet::of(&document.tree).unwrap();
        let kick = set.tracks().find(|it| it.name() == "01 KICK").unwrap();
        let clips = kick.arrangement().filter(|it| it.name().starts_with("DROP1A"));
        clips.map(|it| it.midi().unwrap().notes().unwrap().len()).collect::<Vec<_>>()
    };
    let before = kicks(&Document::read(&set).unwrap());
    producer(folder.path()).update_project(&set, &[change("drop_1.shape", "Half Time")]).unwrap();
    let after = kicks(&sound(&set));
    assert_eq!(before.len(), after.len());
    assert!(after[0] * 2 <= before[0] + 2, "{before:?} {after:?}");
    assert_eq!(after[1..], before[1..], "after eight bars the floor is whole");
}

#[test]
fn what_cannot_be_made_anew_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let set = project(folder.path());
    let bytes = fs::read(&set).unwrap();
    let wrong = [
        ("set.version", "RADDIO", "did you mean \"RADIO\""),
        ("set.version", "ACAPELLA", "without a vocal stem"),
        ("set.energy", "noon", "warmup"),
        ("set.genre", "hose", "house"),
        ("set.seed", "some", "a whole number"),
        ("bass_track.seed", "-1", "is no seed"),
        ("riser.seed", "3", "is not known"),
        ("bass_track.device[1].seed", "3", "is no parameter of"),
        ("drop_1.shape", "halftime please", "half_time"),
        ("section[\"DROP 9\"].shape", "full", "is no section"),
    ];
    for (target, new, words) in wrong {
        let told = refused(&set, &change(target, new));
        assert!(told.contains(words), "{target} {new}: {told}");
    }
    let list = targets_anew(&set, &Document::read(&set).unwrap());
    assert!(list.iter().any(|it| it.target == "set.version" && it.value == "EXTENDED"));
    assert!(list.iter().any(|it| it.target.ends_with(" BASS\".seed") && it.value == "7"));
    fs::remove_file(set.with_file_name("record.json")).unwrap();
    assert!(refused(&set, &change("set.version", "RADIO")).contains("was not made by us"));
    assert!(targets_anew(&set, &Document::read(&set).unwrap()).is_empty());
    assert_eq!(fs::read(&set).unwrap(), bytes);
    assert!(!set.with_file_name("Backup").exists());
    let made = fs::read_dir(set.with_file_name("Made")).unwrap().count();
    assert_eq!(made, 1, "nothing but the set as it was made");
}
