//! Parts on plug-ins, and on those of Live's own synths that stand in for them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod song;

use als_model::check::{CheckContext, check};
use als_model::edit::{NewSet, TrackSpec};
use als_model::view::LiveSet;
use live_export::{ExportError, Target, set};
use mixing::Edition;
use music_types::Instrument;

#[test]
fn a_part_stands_on_the_plugin_with_the_id_of_the_inventory() {
    let song = song::song().on_plugins();
    for target in [Target::Live11, Target::Live12] {
        let document = set(&song.request(target, Edition::Suite)).unwrap();
        assert_eq!(check(&document, &CheckContext::default()), [], "Live {target}");
        let live = LiveSet::of(&document.tree).unwrap();
        let told: Vec<String> = live
            .tracks()
            .flat_map(|track| track.all_devices().map(move |it| (track.name(), it)))
            .filter_map(|(track, it)| it.plugin().map(|it| (track, it)))
            .map(|(track, it)| {
                format!("{track}: {} {} {}", it.format().name(), it.name(), it.uid().unwrap())
            })
            .collect();
        assert_eq!(
            told,
            [
                "04 SUB: VST2 04 SUB & Synth 1234",
                "05 BASS: VST3 05 BASS & Synth 56535458FFFFFFFE0000000300000004",
                "06 CHORDS: AU 06 CHORDS & Synth aumu syl1 ????",
            ]
        );
    }
}

#[test]
fn the_note_of_a_part_says_what_is_to_be_done() {
    let song = song::song().on_plugins();
    let document = set(&song.request(Target::Live11, Edition::Suite)).unwrap();
    let words = "05 BASS &amp; Synth (VST3, Nobody), as it opens by itself: choose its sound, then its level.";
    assert!(document.tree.to_xml().contains(words));
}

#[test]
fn a_plugin_that_nobody_knows_is_refused() {
    let mut song = song::song().on_plugins();
    song.plugins.clear();
    let refused = set(&song.request(Target::Live11, Edition::Suite));
    assert!(matches!(refused, Err(ExportError::NoPlugin { .. })), "{refused:?}");
}

#[test]
fn every_stand_in_is_a_sound_that_its_device_can_have() {
    assert!(!plugin_inventory::patches().is_empty());
    for patch in plugin_inventory::patches() {
        for target in [Target::Live11, Target::Live12] {
            let mut set = NewSet::new(target.version()).unwrap();
            let spec = TrackSpec { name: "Bass", color: 3, group: None, annotation: "" };
            let track = set.add_midi_track(&spec).unwrap();
            let device = set.add_device(track, &patch.device).unwrap();
            for (path, value) in &patch.settings {
                // Outside of its range, or of no such parameter, this is an error.
                set.set_param(device, path, *value)
                    .unwrap_or_else(|error| unreachable!("{}: {error}", patch.name));
            }
        }
    }
}

#[test]
fn a_set_with_each_stand_in_passes_the_check() {
    for patch in plugin_inventory::patches() {
        let mut song = song::song();
        let bass = song.instruments.iter_mut().find(|it| it.0 == "05 BASS").unwrap();
        bass.1 = Instrument::Synth(music_types::SynthPatch {
            device: patch.device.clone(),
            name: patch.sound.clone(),
            settings: patch.settings.clone(),
        });
        for target in [Target::Live11, Target::Live12] {
            let document = set(&song.request(target, Edition::Suite)).unwrap();
            assert_eq!(
                check(&document, &CheckContext::default()),
                [],
                "{} Live {target}",
                patch.name
            );
        }
    }
}
