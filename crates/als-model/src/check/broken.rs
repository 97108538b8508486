//! A sound song is broken in many ways, and each is found under its code.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{CheckContext, Edition, Level, Problem, RULES, check};
use crate::document::Document;
use crate::schema::Version;
use crate::song::song;
use crate::tree::{NodeId, Tree};

/// The element at a path from `LiveSet`; `Tag[2]` is the second of its name.
fn at(tree: &Tree, path: &str) -> NodeId {
    let mut node = tree.child(tree.root().unwrap(), "LiveSet").unwrap();
    for step in path.split('/').filter(|it| !it.is_empty()) {
        let (tag, place) = step.split_once('[').unwrap_or((step, "1]"));
        let place: usize = place.trim_end_matches(']').parse().unwrap();
        let mut found = tree.children(node).filter(|it| tree.tag(*it) == tag);
        node = found
            .nth(place - 1)
            .unwrap_or_else(|| panic!("{path}: no {step} in {}", tree.path(node)));
    }
    node
}

fn set(tree: &mut Tree, path: &str, name: &str, value: &str) {
    let node = at(tree, path);
    assert!(tree.set_attr(node, name, value), "{path} has no {name}");
}

fn copy(tree: &Tree, from: &str, name: &str) -> String {
    tree.attr(at(tree, from), name).unwrap().into_owned()
}

/// Copies an element to the end of the list that it stands in.
fn twice(tree: &mut Tree, path: &str) -> NodeId {
    let node = at(tree, path);
    tree.duplicate(node, tree.parent(node).unwrap())
}

fn gone(tree: &mut Tree, path: &str) {
    let node = at(tree, path);
    tree.remove(node);
}

fn no_attr(tree: &mut Tree, path: &str, name: &str) {
    let node = at(tree, path);
    assert!(tree.remove_attr(node, name));
}

const KICK: &str = "Tracks/MidiTrack/DeviceChain";
const BASS: &str = "Tracks/MidiTrack[3]/DeviceChain";
const CLIPS: &str =
    "Tracks/MidiTrack/DeviceChain/MainSequencer/ClipTimeable/ArrangerAutomation/Events";
const AUDIO: &str =
    "Tracks/AudioTrack/DeviceChain/MainSequencer/Sample/ArrangerAutomation/Events/AudioClip";
const FILTER: &str = "Tracks/MidiTrack[3]/AutomationEnvelopes/Envelopes/AutomationEnvelope";
const MIXER: &str = "MasterTrack/DeviceChain/Mixer";

fn clip(rest: &str) -> String {
    format!("{CLIPS}/MidiClip{rest}")
}

fn notes(rest: &str) -> String {
    format!("{CLIPS}/MidiClip/Notes/KeyTracks/KeyTrack{rest}")
}

type Breaking = (&'static str, &'static str, fn(&mut Tree));

/// What is done to the song, in words, and the code under which it is found.
#[rustfmt::skip]
const BREAKINGS: &[Breaking] = &[
    ("ALS001", "a version with points", |t| { let r = t.root().unwrap(); t.set_attr(r, "MinorVersion", "11.0.11300"); }),
    ("ALS001", "a version of the future", |t| { let r = t.root().unwrap(); t.set_attr(r, "MajorVersion", "6"); }),
    ("ALS001", "another program", |t| { let r = t.root().unwrap(); t.set_attr(r, "Creator", "My Script 1.0"); }),
    ("ALS002", "no SendsPre", |t| gone(t, "SendsPre")),
    ("ALS002", "no NextPointeeId", |t| gone(t, "NextPointeeId")),
    ("ALS002", "no main track", |t| gone(t, "MasterTrack")),
    ("ALS002", "the main track of Live 12", |t| { let s = at(t, ""); t.append(s, "MainTrack"); }),
    ("ALS002", "an unknown kind of track", |t| { let s = at(t, "Tracks"); t.append(s, "VideoTrack"); }),
    ("ALS002", "no player", |t| { gone(t, "Tracks/AudioTrack"); for _ in 0..3 { gone(t, "Tracks/MidiTrack"); } }),
    ("ALS003", "a second Transport", |t| { twice(t, "Transport"); }),
    ("ALS003", "a second MasterTrack", |t| { twice(t, "MasterTrack"); }),
    ("ALS010", "a target with id 0", |t| set(t, &format!("{KICK}/Mixer/Volume/AutomationTarget"), "Id", "0")),
    ("ALS010", "a target with a word for an id", |t| set(t, &format!("{KICK}/Mixer/Pan/ModulationTarget"), "Id", "pan")),
    ("ALS010", "a Pointee with id 0", |t| set(t, &format!("{KICK}/Mixer/Pointee"), "Id", "0")),
    ("ALS011", "two faders with one id", |t| { let id = copy(t, &format!("{BASS}/Mixer/Volume/AutomationTarget"), "Id"); set(t, &format!("{KICK}/Mixer/Volume/AutomationTarget"), "Id", &id); }),
    ("ALS011", "a controller with a fader's id", |t| { let id = copy(t, &format!("{BASS}/Mixer/Volume/AutomationTarget"), "Id"); set(t, &format!("{KICK}/MainSequencer/MidiControllers/ControllerTargets.0"), "Id", &id); }),
    ("ALS011", "a track copied with its ids", |t| { let it = at(t, "Tracks/MidiTrack"); t.duplicate_before(it, it); }),
    ("ALS012", "NextPointeeId too low", |t| set(t, "NextPointeeId", "Value", "20001")),
    ("ALS012", "NextPointeeId beyond all numbers", |t| set(t, "NextPointeeId", "Value", "99999999999")),
    ("ALS013", "two slots with one id", |t| set(t, &format!("{KICK}/MainSequencer/ClipSlotList/ClipSlot[2]"), "Id", "0")),
    ("ALS013", "two devices with one id", |t| { let id = copy(t, &format!("{BASS}/DeviceChain/Devices/Operator"), "Id"); set(t, &format!("{BASS}/DeviceChain/Devices/Compressor2"), "Id", &id); }),
    ("ALS013", "two warp markers with one id", |t| { let id = copy(t, &format!("{AUDIO}/WarpMarkers/WarpMarker"), "Id"); set(t, &format!("{AUDIO}/WarpMarkers/WarpMarker[2]"), "Id", &id); }),
    ("ALS014", "a device without id", |t| no_attr(t, &format!("{BASS}/DeviceChain/Devices/AutoFilter"), "Id")),
    ("ALS014", "a key track without id", |t| no_attr(t, &notes(""), "Id")),
    ("ALS014", "a clip without id", |t| no_attr(t, &clip(""), "Id")),
    ("ALS014", "a locator without id", |t| no_attr(t, "Locators/Locators/Locator", "Id")),
    ("ALS015", "two tracks with one id", |t| { let id = copy(t, "Tracks/MidiTrack", "Id"); set(t, "Tracks/AudioTrack", "Id", &id); }),
    ("ALS015", "a track without id", |t| no_attr(t, "Tracks/AudioTrack", "Id")),
    ("ALS020", "an envelope of something gone", |t| set(t, &format!("{FILTER}/EnvelopeTarget/PointeeId"), "Value", "777777")),
    ("ALS020", "an envelope of nothing", |t| gone(t, &format!("{FILTER}/EnvelopeTarget/PointeeId"))),
    ("ALS021", "numbers for a switch", |t| { let id = copy(t, &format!("{BASS}/Mixer/Speaker/AutomationTarget"), "Id"); set(t, &format!("{FILTER}/EnvelopeTarget/PointeeId"), "Value", &id); }),
    ("ALS022", "points out of order", |t| set(t, &format!("{FILTER}/Automation/Events/FloatEvent[3]"), "Time", "8")),
    ("ALS022", "a point without time", |t| no_attr(t, &format!("{FILTER}/Automation/Events/FloatEvent[2]"), "Time")),
    ("ALS023", "no point before everything", |t| gone(t, &format!("{FILTER}/Automation/Events/FloatEvent"))),
    ("ALS024", "two envelopes for one knob", |t| { let it = twice(t, FILTER); t.set_attr(it, "Id", "9"); }),
    ("ALS025", "no tempo envelope", |t| gone(t, "MasterTrack/AutomationEnvelopes/Envelopes/AutomationEnvelope[2]")),
    ("ALS025", "no tempo at all", |t| gone(t, &format!("{MIXER}/Tempo"))),
    ("ALS026", "another tempo on the knob", |t| set(t, &format!("{MIXER}/Tempo/Manual"), "Value", "128")),
    ("ALS026", "another signature on the knob", |t| set(t, &format!("{MIXER}/TimeSignature/Manual"), "Value", "200")),
    ("ALS027", "a tempo of 5", |t| { set(t, "MasterTrack/AutomationEnvelopes/Envelopes/AutomationEnvelope[2]/Automation/Events/FloatEvent", "Value", "5"); }),
    ("ALS027", "a bar of thirds", |t| set(t, &clip("/TimeSignature/TimeSignatures/RemoteableTimeSignature/Denominator"), "Value", "3")),
    ("ALS030", "a send too few", |t| gone(t, &format!("{KICK}/Mixer/Sends/TrackSendHolder"))),
    ("ALS030", "a send too many", |t| { let it = twice(t, &format!("{KICK}/Mixer/Sends/TrackSendHolder")); t.set_attr(it, "Id", "1"); }),
    ("ALS030", "a return gone", |t| gone(t, "Tracks/ReturnTrack")),
    ("ALS031", "SendsPre too short", |t| gone(t, "SendsPre/SendPreBool")),
    ("ALS032", "a return that sends to a return", |t| set(t, "Tracks/ReturnTrack/DeviceChain/Mixer/Sends/TrackSendHolder/Active", "Value", "true")),
    ("ALS033", "a fader beyond its end", |t| set(t, &format!("{KICK}/Mixer/Volume/Manual"), "Value", "4")),
    ("ALS033", "a pan beyond the speaker", |t| set(t, &format!("{KICK}/Mixer/Pan/Manual"), "Value", "-2")),
    ("ALS040", "a slot too few", |t| gone(t, &format!("{BASS}/MainSequencer/ClipSlotList/ClipSlot[2]"))),
    ("ALS040", "a scene too many", |t| { let it = twice(t, "Scenes/Scene"); t.set_attr(it, "Id", "7"); }),
    ("ALS041", "a freeze slot too few", |t| gone(t, &format!("{BASS}/FreezeSequencer/ClipSlotList/ClipSlot[2]"))),
    ("ALS042", "a group slot too few", |t| gone(t, "Tracks/GroupTrack/Slots/GroupTrackSlot")),
    ("ALS043", "two clips in a slot", |t| { let it = twice(t, &format!("{KICK}/MainSequencer/ClipSlotList/ClipSlot/ClipSlot/Value/MidiClip")); t.set_attr(it, "Id", "1"); }),
    ("ALS043", "audio on a MIDI track", |t| { let (from, to) = (at(t, AUDIO), at(t, CLIPS)); let it = t.duplicate(from, to); t.set_attr(it, "Id", "50"); }),
    ("ALS050", "a group that is not there", |t| set(t, "Tracks/MidiTrack[3]/TrackGroupId", "Value", "4711")),
    ("ALS051", "a member before its group", |t| { let (group, kick) = (at(t, "Tracks/GroupTrack"), at(t, "Tracks/MidiTrack")); t.duplicate_before(kick, group); t.remove(kick); }),
    ("ALS051", "a member away from its group", |t| { let id = copy(t, "Tracks/GroupTrack", "Id"); set(t, "Tracks/AudioTrack/TrackGroupId", "Value", &id); }),
    ("ALS052", "a track after the returns", |t| { let (bass, tracks) = (at(t, "Tracks/MidiTrack[3]"), at(t, "Tracks")); t.move_to(bass, tracks); }),
    ("ALS060", "clips that overlap", |t| set(t, &clip("/CurrentEnd"), "Value", "33")),
    ("ALS061", "clips out of order", |t| { for name in ["CurrentStart", "CurrentEnd"] { set(t, &clip(&format!("[2]/{name}")), "Value", if name == "CurrentEnd" { "0" } else { "-4" }); } set(t, &clip("[2]"), "Time", "-4"); }),
    ("ALS062", "a clip whose Time is elsewhere", |t| set(t, &clip(""), "Time", "16")),
    ("ALS062", "a clip without Time", |t| no_attr(t, &clip(""), "Time")),
    ("ALS063", "a clip that ends before it starts", |t| set(t, &clip("[2]/CurrentEnd"), "Value", "16")),
    ("ALS063", "a clip without an end", |t| gone(t, &clip("/CurrentEnd"))),
    ("ALS064", "a loop of nothing", |t| set(t, &clip("/Loop/LoopEnd"), "Value", "0")),
    ("ALS065", "a clip longer than what it shows", |t| set(t, &format!("{AUDIO}/CurrentEnd"), "Value", "96")),
    ("ALS070", "one warp marker", |t| { while t.children(at(t, &format!("{AUDIO}/WarpMarkers"))).count() > 1 { gone(t, &format!("{AUDIO}/WarpMarkers/WarpMarker")); } }),
    ("ALS071", "a warp marker that goes back", |t| set(t, &format!("{AUDIO}/WarpMarkers/WarpMarker[2]"), "SecTime", "-1")),
    ("ALS071", "a warp marker without beat", |t| no_attr(t, &format!("{AUDIO}/WarpMarkers/WarpMarker[2]"), "BeatTime")),
    ("ALS072", "Live's own last marker gone", |t| gone(t, &format!("{AUDIO}/WarpMarkers/WarpMarker[3]"))),
    ("ALS080", "notes out of order", |t| set(t, &notes("/Notes/MidiNoteEvent"), "Time", "3.75")),
    ("ALS081", "notes that overlap", |t| set(t, &notes("/Notes/MidiNoteEvent"), "Duration", "1.5")),
    ("ALS082", "a note id twice", |t| { let id = copy(t, &notes("/Notes/MidiNoteEvent"), "NoteId"); set(t, &notes("/Notes/MidiNoteEvent[2]"), "NoteId", &id); }),
    ("ALS082", "a note without id", |t| no_attr(t, &notes("/Notes/MidiNoteEvent"), "NoteId")),
    ("ALS083", "the next note id too low", |t| set(t, &clip("/Notes/NoteIdGenerator/NextId"), "Value", "2")),
    ("ALS084", "a key beyond the keyboard", |t| set(t, &notes("/MidiKey"), "Value", "128")),
    ("ALS084", "the same key twice", |t| { let it = twice(t, &notes("")); t.set_attr(it, "Id", "8"); }),
    ("ALS085", "a velocity of 300", |t| set(t, &notes("/Notes/MidiNoteEvent"), "Velocity", "300")),
    ("ALS085", "a probability of 2", |t| set(t, &notes("/Notes/MidiNoteEvent"), "Probability", "2")),
    ("ALS090", "an output to a track that is gone", |t| set(t, &format!("{BASS}/AudioOutputRouting/Target"), "Value", "AudioOut/Track.999/TrackIn")),
    ("ALS090", "a sidechain from a track that is gone", |t| set(t, &format!("{BASS}/DeviceChain/Devices/Compressor2/SideChain/RoutedInput/Routable/Target"), "Value", "AudioIn/Track.999/PostFxOut")),
    ("ALS091", "the main track's name of Live 12", |t| set(t, &format!("{BASS}/AudioOutputRouting/Target"), "Value", "AudioOut/Main")),
    ("ALS092", "out to a group that is not around", |t| set(t, &format!("{BASS}/AudioOutputRouting/Target"), "Value", "AudioOut/GroupTrack")),
    ("ALS093", "a sidechain from nothing", |t| set(t, &format!("{BASS}/DeviceChain/Devices/Compressor2/SideChain/RoutedInput/Routable/Target"), "Value", "AudioIn/None")),
    ("ALS102", "a blank file size", |t| set(t, &format!("{AUDIO}/SampleRef/FileRef/OriginalFileSize"), "Value", "")),
    ("ALS102", "a date in milliseconds", |t| set(t, &format!("{AUDIO}/SampleRef/LastModDate"), "Value", "1700000000000")),
    ("ALS102", "a path folder by folder", |t| { let it = at(t, &format!("{AUDIO}/SampleRef/FileRef/RelativePath")); t.append(it, "RelativePathElement"); }),
    ("ALS110", "a number with exponent", |t| set(t, &clip("/Loop/LoopStart"), "Value", "1e-5")),
    ("ALS110", "a fader at infinity", |t| set(t, &format!("{KICK}/Mixer/Volume/Manual"), "Value", "inf")),
    ("ALS110", "a time that is no number", |t| set(t, &format!("{FILTER}/Automation/Events/FloatEvent[2]"), "Time", "NaN")),
    ("ALS111", "a value with children", |t| { let it = at(t, &clip("/CurrentStart")); t.append(it, "Value"); }),
    ("ALS120", "an element of fancy", |t| { let it = at(t, "Transport"); let it = t.append(it, "Groovyness"); t.push_attr(it, "Value", "11"); }),
    ("ALS120", "a clip among the tracks", |t| { let (from, to) = (at(t, &clip("")), at(t, "Tracks")); let it = t.duplicate(from, to); t.set_attr(it, "Id", "900"); }),
    ("ALS121", "children out of order", |t| { let (from, to) = (at(t, "Transport/LoopOn"), at(t, "Transport")); t.move_to(from, to); }),
    ("ALS122", "a child that is missing", |t| gone(t, &clip("/ScrollerTimePreserver"))),
    ("ALS123", "a scale by number in Live 11", |t| set(t, "ScaleInformation/Name", "Value", "1")),
    ("ALS124", "a preset's child in a set", |t| { let it = at(t, &format!("{KICK}/DeviceChain/Devices/DrumGroupDevice/Branches/DrumBranch")); t.append(it, "ZoneSettings"); }),
    ("ALS124", "a preset's colour in a set", |t| { let it = at(t, &format!("{KICK}/DeviceChain/Devices/DrumGroupDevice/Branches/DrumBranch")); t.append(it, "DocumentColorIndex"); }),
    ("ALS125", "a plug-in without plug-in", |t| { let it = at(t, &format!("{BASS}/DeviceChain/Devices")); let it = t.append(it, "PluginDevice"); t.push_attr(it, "Id", "70"); }),
    ("ALS127", "an id on a note", |t| { let it = at(t, &notes("/Notes/MidiNoteEvent")); t.push_attr(it, "Id", "1"); }),
    ("ALS127", "an attribute of Live 12 on a track", |t| { let it = at(t, "Tracks/MidiTrack"); t.push_attr(it, "SelectedToolPanel", "7"); }),
    ("ALS128", "a word where a number belongs", |t| set(t, "Transport/LoopStart", "Value", "Major")),
    ("ALS128", "a number for a switch", |t| set(t, &format!("{KICK}/Mixer/Speaker/Manual"), "Value", "1")),
    ("ALS128", "a blank", |t| set(t, &clip("/LaunchMode"), "Value", "")),
    ("ALS129", "a filter beyond its range", |t| set(t, &format!("{BASS}/DeviceChain/Devices/AutoFilter/Cutoff/Manual"), "Value", "900")),
    ("ALS125", "a VST3 with half an id", |t| { let it = at(t, &format!("{BASS}/DeviceChain/Devices")); let it = t.append(it, "PluginDevice"); t.push_attr(it, "Id", "70"); let it = t.append(it, "PluginDesc"); let it = t.append(it, "Vst3PluginInfo"); t.push_attr(it, "Id", "0"); }),
];

fn problems(tree: Tree) -> Vec<Problem> {
    check(&Document::from_tree(tree).unwrap(), &CheckContext::default())
}

#[test]
fn a_written_song_is_sound_in_every_version() {
    for version in Version::known().filter(|it| Version::LIVE_11_0 <= *it) {
        let found = check(&song(version), &CheckContext::default());
        let found: Vec<String> = found.iter().map(Problem::to_string).collect();
        assert!(found.is_empty(), "{version:?}: {found:#?}");
    }
}

#[test]
fn every_way_to_break_a_song_is_found_under_its_code() {
    let sound = song(Version::LIVE_11_3).tree;
    let mut missed = Vec::new();
    for (code, what, breaking) in BREAKINGS {
        let mut tree = sound.clone();
        breaking(&mut tree);
        let found: BTreeSet<&str> = problems(tree).iter().map(|it| it.code).collect();
        println!("{code}  {what:44} {}", found.iter().copied().collect::<Vec<_>>().join(" "));
        if !found.contains(code) {
            missed.push(format!("{code}: {what}: found {found:?}"));
        }
    }
    println!("{} ways", BREAKINGS.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_rule_is_broken_at_least_once() {
    let with_files = ["ALS100", "ALS101", "ALS103", "ALS126"];
    let broken: BTreeSet<&str> = BREAKINGS.iter().map(|it| it.0).chain(with_files).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|it| it.code).collect();
    assert_eq!(broken, rules);
    assert!(RULES.is_sorted_by_key(|it| it.code));
}

#[test]
fn missing_files_and_folders_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let samples = folder.path().join("Samples/Imported");
    std::fs::create_dir_all(&samples).unwrap();
    std::fs::write(samples.join("hook.wav"), vec![0; 88_244]).unwrap();
    std::fs::write(samples.join("kick.wav"), [0; 10]).unwrap();
    let codes = |song: &Document| -> Vec<&str> {
        let context = CheckContext { folder: Some(folder.path().to_owned()), edition: None };
        check(song, &context).iter().map(|it| it.code).collect()
    };
    let song = song(Version::LIVE_11_3);
    assert_eq!(codes(&song), ["ALS101", "ALS103"], "the kick has another size");
    std::fs::create_dir(folder.path().join("Ableton Project Info")).unwrap();
    std::fs::remove_file(samples.join("kick.wav")).unwrap();
    assert_eq!(codes(&song), ["ALS100"]);
}

#[test]
fn a_song_too_wide_for_an_edition_is_told() {
    let mut document = song(Version::LIVE_11_3);
    let context = CheckContext { folder: None, edition: Some(Edition::Lite) };
    assert!(check(&document, &context).is_empty());
    for _ in 0..5 {
        twice(&mut document.tree, "Tracks/AudioTrack");
    }
    assert!(
        check(&document, &context)
            .iter()
            .any(|it| it.code == "ALS126" && it.level == Level::Warning)
    );
}

/// What a clumsy hand writes into a set.
const SLIPS: &[&str] =
    &["", "0", "-1", "1e9", "NaN", "true", "AudioIn/Track.-5/x", "99999999999999999999", "é\"<"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However a set is mangled, looking at it, checking it and comparing it only talks.
    #[test]
    fn no_mangled_set_can_hurt(slips in prop::collection::vec((any::<prop::sample::Index>(), 0..3u8, 0..SLIPS.len()), 1..12)) {
        let sound = song(Version::LIVE_12_1);
        let mut mangled = sound.clone();
        let tree = &mut mangled.tree;
        let root = tree.root().unwrap();
        let nodes: Vec<NodeId> = tree.descendants(root).collect();
        for (pick, what, value) in slips {
            let node = nodes[pick.index(nodes.len())];
            let name = tree.attrs(node).map(|it| it.0.to_owned()).next();
            match (what, name) {
                (0, _) => tree.remove(node),
                (1, _) => { tree.duplicate(node, root); }
                (_, Some(name)) => { tree.set_attr(node, &name, SLIPS[value]); }
                (_, None) => {}
            }
        }
        let _ = check(&mangled, &CheckContext::default());
        let _ = crate::outline::outline(&mangled).to_string();
        let _ = crate::diff::diff(&sound, &mangled);
        let _ = crate::diff::diff(&mangled, &sound);
    }
}
