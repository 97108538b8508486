//! What the song says is what the set plays: notes on pads, samples in the project, sweeps in their range.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod song;

use std::collections::{BTreeMap, BTreeSet};

use als_model::Tree;
use als_model::edit::NewSet;
use als_model::schema::Schema;
use als_model::view::{Clip, LiveSet, Track};
use live_export::{ExportError, Target, set};
use mixing::{Edition, Effect};
use music_types::{Instrument, SampleId};

const TARGETS: [Target; 2] = [Target::Live11, Target::Live12];

fn tree(target: Target) -> Tree {
    set(&song::song().request(target, Edition::Suite)).unwrap().tree
}

fn track<'t>(tree: &'t Tree, name: &str) -> Track<'t> {
    LiveSet::of(tree).unwrap().tracks().find(|it| it.name() == name).unwrap()
}

fn clips<'t>(track: Track<'t>) -> Vec<Clip<'t>> {
    track.arrangement().chain(track.session().map(|it| it.1)).collect()
}

#[test]
fn every_note_of_a_kit_lies_on_a_pad() {
    for target in TARGETS {
        let tree = tree(target);
        for (name, pads) in [("01 KICK", 1), ("02 HATS", 2), ("03 CONGAS", 4)] {
            let track = track(&tree, name);
            let rack = track.devices().next().unwrap();
            let keys: BTreeSet<i64> = rack.chains().filter_map(|it| it.pad_key()).collect();
            assert_eq!(keys.len(), pads, "{name} has a pad for each sound that is played, no more");
            let midi = clips(track).into_iter().filter_map(|it| it.midi());
            let struck: BTreeSet<i64> =
                midi.flat_map(|it| it.notes().unwrap()).map(|it| it.key).collect();
            assert_eq!(struck, keys, "{name}");
        }
    }
}

#[test]
fn hats_choke_each_other() {
    let tree = tree(Target::Live11);
    let rack = track(&tree, "02 HATS").devices().next().unwrap();
    let groups: Vec<_> = rack.chains().map(|it| it.choke_group()).collect();
    assert_eq!(groups, [Some(1), Some(1)]);
}

#[test]
fn every_sample_is_one_of_the_request() {
    let samples: BTreeMap<String, i64> =
        song::song().samples.iter().map(|(id, facts)| (id.0.clone(), facts.bytes as i64)).collect();
    for target in TARGETS {
        let tree = tree(target);
        let mut heard = BTreeSet::new();
        for track in LiveSet::of(&tree).unwrap().tracks() {
            let instruments = track.all_devices().flat_map(|it| it.samples());
            let recordings =
                clips(track).into_iter().filter_map(|it| it.audio()).map(|it| it.sample().unwrap());
            for sample in instruments.chain(recordings) {
                let file = sample.file().unwrap();
                let path = file.relative_path();
                assert_eq!(samples.get(&path), Some(&file.size()), "{path}");
                assert_eq!(file.crc(), 4711);
                heard.insert(path);
            }
        }
        assert_eq!(heard.len(), samples.len(), "each file of the request is heard somewhere");
    }
}

#[test]
fn a_voice_is_warped_from_its_own_grid_with_lives_extra_marker() {
    for target in TARGETS {
        let tree = tree(target);
        let clip = track(&tree, "07 VOCAL").arrangement().next().unwrap();
        let audio = clip.audio().unwrap();
        let markers: Vec<(f64, f64)> =
            audio.warp_markers().unwrap().iter().map(|it| (it.seconds, it.beats)).collect();
        let beat = 60.0 / 112.0;
        let wanted = [
            (0.2, 0.0),
            (0.2 + 128.0 * beat, 128.0),
            (0.2 + 256.0 * beat, 256.0),
            (0.2 + 256.03125 * beat, 256.03125),
        ];
        assert_eq!(markers.len(), wanted.len());
        for ((seconds, beats), (a, b)) in markers.iter().zip(wanted) {
            assert!((seconds - a).abs() < 1e-9 && *beats == b, "{markers:?}");
        }
        assert_eq!(format!("{:?}", audio.warp_mode()), "Some(ComplexPro)");
        let cycle = clip.cycle().unwrap();
        assert_eq!((cycle.start, cycle.end, cycle.is_on), (32.0, 48.0, false));
        assert!((audio.transposition().unwrap() + 4.3).abs() < 1e-4);
    }
}

#[test]
fn swing_stands_in_the_starts_of_the_notes() {
    let tree = tree(Target::Live12);
    let notes =
        track(&tree, "02 HATS").arrangement().next().unwrap().midi().unwrap().notes().unwrap();
    let starts: BTreeSet<u64> = notes
        .iter()
        .filter(|it| it.time < 4.0)
        .map(|it| (it.time * 40_320.0).round() as u64)
        .collect();
    assert_eq!(starts, BTreeSet::from([20_160, 30_240 + 806, 60_480, 110_880 + 806]));
}

#[test]
fn the_bass_is_ducked_by_the_kick_as_loud_as_its_fader_leaves_it() {
    for target in TARGETS {
        let tree = tree(target);
        let bass = track(&tree, "05 BASS");
        let duck = bass.devices().find(|it| it.is_ducked()).unwrap();
        let kick = track(&tree, "01 KICK").id().unwrap();
        assert_eq!(
            duck.sidechain().unwrap().spot().text("Target").unwrap(),
            format!("AudioIn/Track.{kick}/PostFxOut")
        );
        let value = |path: &str| duck.knob(path).unwrap().value().unwrap();
        assert!((value("Threshold") - 0.158_489).abs() < 1e-5, "−16 dB");
        assert!(
            (value("SideChain/RoutedInput/Volume") - 0.398_107).abs() < 1e-5,
            "the kick's −8 dB"
        );
        assert_eq!(
            (value("Ratio"), value("Attack"), value("Release"), value("Knee")),
            (4.0, 2.0, 333.0, 0.0)
        );
    }
}

#[test]
fn a_sweep_runs_on_the_filter_that_the_mix_put_there() {
    let tree = tree(Target::Live11);
    let bass = track(&tree, "05 BASS");
    let filter = bass.devices().find(|it| it.tag() == "AutoFilter").unwrap();
    let target = filter.knob("Cutoff").unwrap().automation_target().unwrap();
    let envelope = bass.envelopes().find(|it| it.target() == Ok(target)).unwrap();
    let points: Vec<(f64, f64)> =
        envelope.points().unwrap().iter().map(|it| (it.time.max(-1.0), it.value)).collect();
    let shown: Vec<String> = points.iter().map(|(at, key)| format!("{at}:{key:.2}")).collect();
    // Open; 200 Hz at the build's start; open again at its end, in one line of keys.
    insta::assert_snapshot!(shown.join(" "), @"-1:135.00 0:135.00 64:135.00 64:55.35 96:135.00");
}

#[test]
fn a_fader_stands_where_the_mix_left_it_though_it_moves() {
    let tree = tree(Target::Live11);
    let congas = track(&tree, "03 CONGAS");
    assert!((congas.mixer().unwrap().decibels().unwrap() + 15.0).abs() < 1e-3);
    let fader = congas.mixer().unwrap().volume().unwrap().automation_target().unwrap();
    let ride = congas.envelopes().find(|it| it.target() == Ok(fader)).unwrap();
    let last = ride.points().unwrap().last().unwrap().value;
    assert!((last - 0.177_828).abs() < 1e-5, "the ride ends at the mixed −15 dB, not at 0: {last}");
}

#[test]
fn no_setting_of_a_device_was_bent_to_fit() {
    // The effects of the song lie within what devices can do, so every number must arrive as it was meant.
    let tree = tree(Target::Live12);
    let congas = track(&tree, "03 CONGAS");
    let compressor = congas.devices().find(|it| it.tag() == "Compressor2").unwrap();
    let value = |path: &str| compressor.knob(path).unwrap().value().unwrap();
    assert!((value("Threshold") - 0.125_893).abs() < 1e-5);
    assert_eq!((value("Gain"), value("Attack"), value("Release")), (3.0, 5.0, 50.0));
    let plate = LiveSet::of(&tree).unwrap().returns().next().unwrap();
    let reverb = plate.devices().next().unwrap();
    let value = |path: &str| reverb.knob(path).unwrap().value().unwrap();
    assert_eq!((value("DecayTime"), value("PreDelay"), value("MixDirect")), (1900.0, 40.0, 1.0));
    assert!(
        (value("BandFreq") - 1_414.213_6).abs() < 1e-3 && (value("BandWidth") - 5.0).abs() < 1e-6
    );
}

#[test]
fn small_editions_get_devices_that_they_have() {
    let big = ["Eq8", "GlueCompressor", "DrumBuss", "Echo"];
    let song = song::song();
    for edition in [Edition::Lite, Edition::Intro] {
        let tree = set(&song.request(Target::Live11, edition)).unwrap().tree;
        let live_set = LiveSet::of(&tree).unwrap();
        let tags: BTreeSet<&str> = live_set
            .tracks()
            .chain(live_set.main())
            .flat_map(|it| it.all_devices())
            .map(|it| it.tag())
            .collect();
        assert!(big.iter().all(|it| !tags.contains(it)), "{tags:?}");
        assert!(tags.contains("ChannelEq") && tags.contains("Compressor2"), "{tags:?}");
    }
}

#[test]
fn each_section_has_its_locator_and_its_scene_and_the_brace_holds_the_drop() {
    for target in TARGETS {
        let tree = tree(target);
        let live_set = LiveSet::of(&tree).unwrap();
        let locators: Vec<String> = live_set.locators().iter().map(|it| it.name.clone()).collect();
        let scenes: Vec<String> = live_set.scenes().map(|it| it.name()).collect();
        assert_eq!(
            locators,
            [
                "INTRO – 16",
                "BUILD 1 – 8",
                "DROP 1A – 16",
                "DROP 1B – 16",
                "BREAK 1 – 8",
                "OUTRO – 16"
            ]
        );
        assert_eq!(scenes, locators);
        assert!(live_set.scenes().all(|it| it.tempo() == Some(126.0)));
        let brace = live_set.loop_brace().unwrap();
        assert_eq!((brace.start, brace.length, brace.is_on), (96.0, 128.0, false));
    }
}

#[test]
fn clips_have_the_colour_of_their_track() {
    let tree = tree(Target::Live11);
    for track in LiveSet::of(&tree).unwrap().tracks() {
        for clip in clips(track) {
            assert_eq!(clip.colour(), track.colour(), "{}", clip.name());
        }
    }
}

#[test]
fn a_note_without_a_pad_is_refused_by_name() {
    let mut song = song::song();
    if let Some((_, Instrument::Kit(pads))) = song.instruments.get_mut(1) {
        pads.pop();
    }
    let error = set(&song.request(Target::Live11, Edition::Suite)).unwrap_err();
    insta::assert_snapshot!(error.to_string(), @r#"the clip "bar 9 v1" of "02 HATS" strikes key 46, where its kit has no pad"#);
}

#[test]
fn a_file_that_nobody_knows_is_refused_by_name() {
    let mut song = song::song();
    song.samples.retain(|(id, _)| id != &SampleId("Samples/Imported/kick.wav".to_owned()));
    let error = set(&song.request(Target::Live11, Edition::Suite)).unwrap_err();
    assert!(matches!(error, ExportError::NoSample { .. }), "{error}");
    insta::assert_snapshot!(error.to_string(), @r#"the pad kick of 01 KICK plays "Samples/Imported/kick.wav", which is not among the samples of the request"#);
}

#[test]
fn a_part_with_notes_and_no_instrument_is_refused() {
    let mut song = song::song();
    song.instruments.retain(|it| it.0 != "04 SUB");
    let error = set(&song.request(Target::Live11, Edition::Suite)).unwrap_err();
    assert!(matches!(error, ExportError::NoInstrument { .. }), "{error}");
}

#[test]
fn without_a_kick_nothing_ducks_and_it_is_said() {
    let mut song = song::song();
    song.arrangement.parts.remove(0);
    let export = live_export::export(&song.request(Target::Live11, Edition::Suite)).unwrap();
    let ducks = song
        .mix
        .strips
        .iter()
        .flat_map(|it| &it.chain)
        .filter(|it| matches!(it, Effect::Duck { .. }));
    let said = export.left_out.iter().filter(|it| it.contains("no kick to key it")).count();
    assert_eq!(said, ducks.count() + 1, "three parts and a return: {:?}", export.left_out);
}

#[test]
fn the_synths_that_can_be_transposed_are_known_to_both_lives() {
    for target in TARGETS {
        let set = NewSet::new(target.version()).unwrap();
        let schema: &Schema = set.schema();
        for (class, path) in [("Drift", "Global_Transpose"), ("Operator", "Globals/Transpose")] {
            assert!(schema.device(class).unwrap().param(path).is_some(), "{class} {path}");
        }
    }
}
