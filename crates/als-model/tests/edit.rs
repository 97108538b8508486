//! Writing a set: what must hold whatever is asked, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod stamped;

use std::collections::BTreeSet;

use als_model::Document;
use als_model::check::{CheckContext, Level, check};
use als_model::edit::*;
use als_model::schema::Version;
use als_model::tree::Tree;
use proptest::prelude::*;

fn spec(name: &str) -> TrackSpec<'_> {
    TrackSpec { name, color: 3, group: None, annotation: "" }
}

fn written() -> impl Iterator<Item = Version> {
    Version::known().filter(|it| Version::LIVE_11_0 <= *it)
}

/// Every id of the set's one namespace.
fn pointees(tree: &Tree) -> Vec<u64> {
    let root = tree.root().unwrap();
    let is_pointee = |it: &als_model::NodeId| {
        tree.child(*it, "LockEnvelope").is_some() || tree.tag(*it) == "Pointee"
    };
    tree.descendants(root)
        .filter(is_pointee)
        .map(|it| tree.attr(it, "Id").unwrap().parse().unwrap())
        .collect()
}

fn names(tree: &Tree) -> Vec<String> {
    let list = tree.find(tree.root().unwrap(), "LiveSet/Tracks").unwrap();
    tree.children(list).map(|it| tree.value(it, "Name/UserName").unwrap().into_owned()).collect()
}

#[test]
fn the_checker_finds_no_fault_in_a_stamped_set_of_any_version() {
    for version in written() {
        let document = Document::from_tree(stamped::rich_set(version).unwrap()).unwrap();
        let problems = check(&document, &CheckContext::default());
        let faults: Vec<_> = problems.iter().filter(|it| it.level != Level::Note).collect();
        assert!(faults.is_empty(), "{version}: {faults:#?}");
    }
}

#[test]
fn ids_of_the_one_namespace_are_unique_and_below_the_next() {
    for version in written() {
        let tree = stamped::rich_set(version).unwrap();
        let ids = pointees(&tree);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{version}");
        let next: u64 =
            tree.value(tree.root().unwrap(), "LiveSet/NextPointeeId").unwrap().parse().unwrap();
        assert!(ids.iter().all(|it| 0 < *it && *it < next), "{version}");
    }
}

#[test]
fn what_is_written_reads_back_byte_for_byte() {
    for version in written() {
        let text = stamped::rich_set(version).unwrap().to_string();
        assert_eq!(Tree::parse(&text).unwrap().to_string(), text);
    }
}

#[test]
fn the_same_calls_write_the_same_bytes() {
    let once = stamped::rich_set(Version::LIVE_11_3).unwrap().to_string();
    assert_eq!(stamped::rich_set(Version::LIVE_11_3).unwrap().to_string(), once);
}

#[test]
fn members_stand_behind_their_group_and_returns_last() {
    let mut set = NewSet::new(Version::LIVE_12_1).unwrap();
    set.add_return(&spec("A")).unwrap();
    let drums = set.add_group(&spec("drums")).unwrap();
    set.add_audio_track(&spec("vocal")).unwrap();
    set.add_midi_track(&TrackSpec { group: Some(drums), ..spec("kick") }).unwrap();
    let tops = set.add_group(&TrackSpec { group: Some(drums), ..spec("tops") }).unwrap();
    set.add_midi_track(&TrackSpec { group: Some(drums), ..spec("snare") }).unwrap();
    set.add_midi_track(&TrackSpec { group: Some(tops), ..spec("hats") }).unwrap();
    set.add_return(&spec("B")).unwrap();
    let tree = set.finish().unwrap();
    assert_eq!(names(&tree), ["drums", "kick", "tops", "hats", "snare", "vocal", "A", "B"]);
}

#[test]
fn what_cannot_be_done_is_refused_with_a_hint() {
    let mut set = NewSet::new(Version::LIVE_11_3).unwrap();
    let audio = set.add_audio_track(&spec("vocal")).unwrap();
    let other = set.add_midi_track(&spec("kick")).unwrap();
    let duck = set.add_device(audio, "Compressor2").unwrap();
    let words: Vec<String> = [
        set.add_device(audio, "Compresor").unwrap_err(),
        set.set_param(duck, "Treshold", 0.5).unwrap_err(),
        set.set_param(duck, "Attack", 2000.0).unwrap_err(),
        set.set_param(duck, "Attack", "fast").unwrap_err(),
        set.set_param(duck, "Model", 0.5).unwrap_err(),
        set.sidechain(duck, audio).unwrap_err(),
        set.automate(other, Target::Param(duck, "Attack"), &[Point::new(0.0, 1.0)]).unwrap_err(),
        set.automate(audio, Target::Volume, &[Point::new(4.0, 1.0), Point::new(0.0, 1.0)])
            .unwrap_err(),
        set.automate(audio, Target::Tempo, &[Point::new(0.0, 120.0)]).unwrap_err(),
        set.set_send(audio, 0, 0.5).unwrap_err(),
        set.set_output(audio, Output::Group).unwrap_err(),
        set.add_device(audio, "AutoFilter2").unwrap_err(),
    ]
    .iter()
    .map(ToString::to_string)
    .collect();
    assert_eq!(
        words,
        [
            "Live 11.3 has no Compresor; did you mean Compressor2?",
            "Compressor2 has no Treshold; did you mean Threshold?",
            "Attack cannot be 2000: 0.009999999776 to 1000 ms is allowed",
            "Attack takes a number, not Text(\"fast\")",
            "Model takes a whole number, not Number(0.5)",
            "vocal: it cannot key a device that its own sound runs through",
            "Attack: it is on the track vocal, not on kick",
            "Volume: the times of a course do not fall",
            "vocal: only the main track has a Tempo",
            "vocal has no send 0",
            "vocal: it is a member of no group",
            "Live 11.3 has no AutoFilter2; did you mean AutoFilter?",
        ]
    );
}

#[test]
fn clips_of_a_track_never_overlap_and_stand_in_time() {
    let mut set = NewSet::new(Version::LIVE_11_3).unwrap();
    let track = set.add_midi_track(&spec("bass")).unwrap();
    let clip = |name, start| MidiClipSpec {
        name,
        color: 1,
        start,
        length: 4.0,
        looped: None,
        offset: 0.0,
        notes: &[],
        muted: false,
        envelopes: &[],
    };
    for (name, start) in [("third", 8.0), ("first", 0.0), ("second", 4.0)] {
        set.add_midi_clip(track, &clip(name, start)).unwrap();
    }
    assert!(set.add_midi_clip(track, &clip("late", 2.0)).is_err());
    let tree = set.finish().unwrap();
    let path =
        "LiveSet/Tracks/MidiTrack/DeviceChain/MainSequencer/ClipTimeable/ArrangerAutomation/Events";
    let list = tree.find(tree.root().unwrap(), path).unwrap();
    let names: Vec<_> =
        tree.children(list).map(|it| tree.value(it, "Name").unwrap().into_owned()).collect();
    assert_eq!(names, ["first", "second", "third"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However many tracks, returns and scenes come in whatever order, Live's counts agree.
    #[test]
    fn sends_and_slots_keep_step(steps in prop::collection::vec(0u8..4, 1..14), twelve in any::<bool>()) {
        let mut set = NewSet::new(if twelve { Version::LIVE_12_1 } else { Version::LIVE_11_3 }).unwrap();
        for step in steps {
            match step {
                0 => { set.add_midi_track(&spec("midi")).unwrap(); }
                1 => { set.add_group(&spec("group")).unwrap(); }
                2 => { set.add_return(&spec("return")).unwrap(); }
                _ => { set.add_scene(&SceneSpec::default()).unwrap(); }
            }
        }
        let returns = set.returns();
        let tree = set.finish().unwrap();
        let live = tree.find(tree.root().unwrap(), "LiveSet").unwrap();
        let count = |node, path: &str| tree.find(node, path).map_or(0, |it| tree.children(it).count());
        let scenes = count(live, "Scenes");
        prop_assert!(0 < scenes);
        prop_assert_eq!(count(live, "SendsPre"), returns);
        for track in tree.children(tree.find(live, "Tracks").unwrap()) {
            prop_assert_eq!(count(track, "DeviceChain/Mixer/Sends"), returns);
            match tree.tag(track) {
                "MidiTrack" => {
                    prop_assert_eq!(count(track, "DeviceChain/MainSequencer/ClipSlotList"), scenes);
                    prop_assert_eq!(count(track, "DeviceChain/FreezeSequencer/ClipSlotList"), scenes);
                }
                "GroupTrack" => prop_assert_eq!(count(track, "Slots"), scenes),
                _ => {}
            }
        }
    }
}
