//! What a musician reads after another has been at the set.

use super::*;
use crate::schema::Version;
use crate::song::song;

const BASS: &str = "LiveSet/Tracks/MidiTrack[3]";

/// Sets the `Value` at a path; `Tag[2]` is the second of its name.
fn set(document: &mut Document, path: &str, value: &str) {
    let tree = &mut document.tree;
    let node = path.split('/').fold(tree.root().unwrap(), |node, step| {
        let (tag, place) = step.split_once('[').unwrap_or((step, "1]"));
        let place: usize = place.trim_end_matches(']').parse().unwrap();
        tree.children(node).filter(|it| tree.tag(*it) == tag).nth(place - 1).unwrap()
    });
    let name = if tree.attr(node, "Value").is_some() { "Value" } else { "Time" };
    assert!(tree.set_attr(node, name, value), "{path}");
}

#[test]
fn the_changes_of_a_session_are_told_in_musical_words() {
    let before = song(Version::LIVE_12_1);
    let mut after = before.clone();
    set(
        &mut after,
        "LiveSet/MainTrack/AutomationEnvelopes/Envelopes/AutomationEnvelope[2]/Automation/Events/FloatEvent",
        "124",
    );
    set(&mut after, "LiveSet/Locators/Locators/Locator[2]/Time", "64");
    set(&mut after, &format!("{BASS}/DeviceChain/Mixer/Volume/Manual"), "0.1778279");
    set(&mut after, &format!("{BASS}/DeviceChain/Mixer/Speaker/Manual"), "false");
    set(
        &mut after,
        &format!("{BASS}/DeviceChain/DeviceChain/Devices/AutoFilter/Resonance/Manual"),
        "1",
    );
    let line =
        format!("{BASS}/DeviceChain/MainSequencer/ClipTimeable/ArrangerAutomation/Events/MidiClip");
    set(&mut after, &format!("{line}/CurrentStart"), "64");
    set(&mut after, &format!("{line}/CurrentEnd"), "128");
    let first = format!("{line}/Notes/KeyTracks/KeyTrack/Notes/MidiNoteEvent");
    set(&mut after, &first, "0.75");
    let cutoff = format!(
        "{BASS}/AutomationEnvelopes/Envelopes/AutomationEnvelope/Automation/Events/FloatEvent[3]"
    );
    set(&mut after, &cutoff, "120");
    let voice = "LiveSet/Tracks/AudioTrack/DeviceChain/MainSequencer/Sample/ArrangerAutomation/Events/AudioClip";
    set(&mut after, &format!("{voice}/PitchCoarse"), "3");
    let tree = &mut after.tree;
    let hats = tree
        .find(tree.root().unwrap(), "LiveSet/Tracks/MidiTrack")
        .and_then(|it| tree.next(it))
        .unwrap();
    tree.remove(hats);

    let told: Vec<String> = diff(&before, &after).iter().map(Change::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    set: tempo 126 BPM → 124 BPM
    locator DROP 1A: moved bar 9 → bar 17
    tracks: removed Hats
    track Bass: volume -12.0 dB → -15.0 dB
    track Bass: muted no → yes
    track Bass, Auto Filter: Resonance 0 → 1
    track Bass, clip Line: moved bar 9 → bar 17
    track Bass, clip Line: 1 note added
    track Bass, clip Line: 1 note removed
    track Bass, automation of Auto Filter · Cutoff: first difference: 110 at bar 17 → 120 at bar 17
    track Voice, clip Hook: transposition -2 st → 3 st
    ");
}

#[test]
fn a_set_does_not_differ_from_itself_nor_from_its_twin_in_another_version() {
    let song_11 = song(Version::LIVE_11_3);
    assert_eq!(diff(&song_11, &song_11), []);
    let told: Vec<String> =
        diff(&song_11, &song(Version::LIVE_12_3)).iter().map(Change::to_string).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    set: saved by Live 11.3.13 → Live 12.3.5
    main track: renamed Master → Main
    ");
}

#[test]
fn what_is_added_one_way_is_removed_the_other() {
    let with = song(Version::LIVE_11_3);
    let mut without = with.clone();
    let tree = &mut without.tree;
    let bass = tree.find(tree.root().unwrap(), "LiveSet/Tracks/AudioTrack").unwrap();
    tree.remove(bass);
    let forth = diff(&with, &without);
    let back = diff(&without, &with);
    assert_eq!((forth.len(), back.len()), (1, 1));
    assert_eq!(
        (forth[0].to_string(), back[0].to_string()),
        ("tracks: removed Voice".to_owned(), "tracks: added Voice".to_owned())
    );
}

#[test]
fn what_is_done_inside_a_track_is_told_where_the_track_was() {
    let before = song(Version::LIVE_12_1);
    let same = tracks(&before, &before);
    assert!(same.iter().all(|it| it.before.is_some() && it.changes.is_empty()), "{same:#?}");
    let mut after = before.clone();
    set(&mut after, &format!("{BASS}/TrackDelay/Value"), "12");
    let chain = format!("{BASS}/DeviceChain/DeviceChain/Devices");
    let tree = &mut after.tree;
    let list = tree.root().and_then(|it| {
        let bass = tree.find(it, "LiveSet/Tracks")?;
        let bass = tree.children(bass).filter(|it| tree.tag(*it) == "MidiTrack").nth(2)?;
        tree.find(bass, "DeviceChain/DeviceChain/Devices")
    });
    let list = list.unwrap_or_else(|| panic!("no {chain}"));
    let first = tree.children(list).next().unwrap();
    let devices = tree.children(list).count();
    tree.move_to(first, list).unwrap();
    let fates = tracks(&before, &after);
    let odd: Vec<String> = fates.iter().flat_map(|it| &it.changes).map(Change::to_string).collect();
    assert!(odd[0].contains("delay 0 ms → 12 ms"), "{odd:?}");
    assert_eq!(odd.len(), if 1 < devices { 2 } else { 1 }, "{odd:?}");
    assert!(devices < 2 || odd[1].contains("order of devices"), "{odd:?}");
}
