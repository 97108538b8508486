//! Specs read, refused, and written back.

use proptest::prelude::*;
use serde_json::Value;

use crate::spec::field::{Kind, TABLES, Table};
use crate::spec::inspiration::InspirationSet;
use crate::spec::mistake::SpecErrors;
use crate::spec::read::{Format, check, paths, read, write};
use crate::spec::reference::{MARKS, reference};
use crate::spec::walk::Names;

const NAMES: Names = Names {
    genres: &["afro_circuit", "circuit_house", "house"],
    mixes: &["circuit", "club", "deep"],
};

fn json(text: &str) -> Result<InspirationSet, SpecErrors> {
    read(text, Format::Json, NAMES)
}

const WHOLE: &str = include_str!("../../../../fixtures/specs/afro_circuit.json");

#[test]
fn a_dozen_mistakes_are_told_at_once() {
    let errors = json(
        r#"{
            "target_gerne": "house",
            "mixing_style": "circus",
            "target_bpm": 300,
            "target_key": "H minor",
            "version_type": "EXTENDET",
            "vocal_treatment": "KEEP_LYRICS",
            "sidechain_amount": "-6 dB",
            "seed": -1,
            "live_version": 10,
            "project_name": "AC/DC",
            "beat_source": { "path": "beat.wav", "time_range": { "start_seconds": 30, "end_seconds": 12.5 } },
            "drop_source": { "bpm": 20 },
            "voice_drops": [{ "path": "tag.txt", "bar": 9, "place": "intro", "gain": 40, "loud": true }],
            "vocal_processing": { "pitch_shift": [4], "formants": true },
            "analysis": { "downbeats": [0.5, 2.6, 2.4], "sections": [{ "name": "", "start_seconds": 1 }] }
        }"#,
    )
    .unwrap_err();
    insta::assert_snapshot!(errors, @r#"
    the spec cannot be followed:
    /target_gerne: no such key; did you mean "target_genre"? (main_track_path, vocal_stem_path, drum_stem_path, bass_stem_path, other_stem_path, analysis, beat_source, drop_source, bass_source, target_genre, target_bpm, target_key, target_energy, version_type, vocal_treatment, vocal_processing, voice_drops, mixing_style, sidechain_amount, preferred_bass_synth, plugins, preferred_effects, preferred_drums, project_name, seed, drop_shapes, part_seeds, live_version, live_edition)
    /mixing_style: "circus" is not known; did you mean "circuit"? (a mixing style: circuit, club, deep)
    /target_bpm: 300 is not allowed (a number from 60 to 200 BPM)
    /target_key: "H minor" is not known (a key: Am, F#m, Bb, "D dorian", or a Camelot code like 8A)
    /version_type: "EXTENDET" is not known; did you mean "EXTENDED"? (EXTENDED, RADIO, DUB, INSTRUMENTAL, ACAPELLA, DJ_TOOL, INTRO_OUTRO_EDIT, BOOTLEG, VIP)
    /sidechain_amount: a text, "-6 dB", is of the wrong type (a number from −24 to 0 dB)
    /seed: -1 is not allowed (a whole number from 0 to 9007199254740991)
    /live_version: 10 is not known (11, 12)
    /project_name: "AC/DC" is not allowed (1 to 80 letters a folder may be called by: no / \ : * ? " < > |, no dot or blank at either end)
    /beat_source/time_range/end_seconds: an end at 12.5 s after a start at 30 s (an end later than the start)
    /drop_source/bpm: 20 is not allowed (a number from 30 to 300 BPM)
    /drop_source/path: missing (the path of an audio or MIDI file (wav, wave, aif, aiff, flac, mp3, m4a, mp4, aac, ogg, oga, caf, mid, midi))
    /voice_drops/0/path: "tag.txt" is not allowed (the path of an audio file (wav, wave, aif, aiff, flac, mp3, m4a, mp4, aac, ogg, oga, caf))
    /voice_drops/0/gain: 40 is not allowed (a number from −24 to 12 dB)
    /voice_drops/0/loud: no such key (path, bar, place, gain)
    /voice_drops/0: a bar and a place (either `bar` or `place`)
    /vocal_processing/pitch_shift: a list, [4], is of the wrong type (a number from −12 to 12 semitones)
    /vocal_processing/formants: no such key (pitch_shift, formant_preserve, stutter_build, stutter_grid)
    /analysis/sections/0/name: "" is not allowed (a text of 1 to 200 letters)
    /analysis/sections/0/end_seconds: missing (a number from 0 to 36000 seconds)
    /analysis/downbeats/2: 2.4 s after 2.6 s (seconds that rise)
    /vocal_treatment: KEEP_LYRICS without a voice (vocal_stem_path or main_track_path beside it, or NONE)
    "#);
}

#[test]
fn a_mistake_is_data_for_programs() {
    let errors = json(r#"{"main_track_path": "song.wav", "target_genre": "huose"}"#).unwrap_err();
    insta::assert_snapshot!(serde_json::to_string_pretty(&errors).unwrap(), @r#"
    {
      "mistakes": [
        {
          "at": "/target_genre",
          "kind": "unknown-name",
          "found": "\"huose\"",
          "allowed": "a genre: afro_circuit, circuit_house, house",
          "nearest": "house"
        }
      ]
    }
    "#);
}

#[test]
fn wishes_that_exclude_each_other_are_refused() {
    let words = |text: &str| json(text).unwrap_err().to_string();
    let told = [
        "{}",
        r#"{"drum_stem_path": "d.wav", "vocal_treatment": "chops"}"#,
        r#"{"main_track_path": "m.wav", "version_type": "acapella"}"#,
        r#"{"vocal_stem_path": "v.wav", "version_type": "acapella", "vocal_treatment": "none"}"#,
        r#"{"vocal_stem_path": "v.wav", "version_type": "instrumental", "vocal_treatment": "keep lyrics"}"#,
        r#"{"vocal_stem_path": "v.wav", "version_type": "bootleg"}"#,
        r#"{"vocal_stem_path": "v.wav", "version_type": "intro outro edit"}"#,
        r#"{"drum_stem_path": "d.wav", "vocal_processing": {"stutter_build": true}}"#,
        r#"{"bass_source": {"path": "b.mid", "take": "audio"}}"#,
    ]
    .map(|text| words(text).lines().skip(1).collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!(told.join("\n"), @"
    /: nothing to remix (at least one of main_track_path, a stem, beat_source, drop_source, bass_source)
    /vocal_treatment: CHOPS without a voice (vocal_stem_path or main_track_path beside it, or NONE)
    /version_type: ACAPELLA without a vocal stem (vocal_stem_path beside it)
    /vocal_treatment: NONE in an ACAPELLA (KEEP_LYRICS, CHOPS, HOOK_ONLY)
    /vocal_treatment: KEEP_LYRICS in an INSTRUMENTAL (NONE, or another version_type)
    /version_type: BOOTLEG without a second record (beat_source or drop_source beside it)
    /version_type: INTRO_OUTRO_EDIT without the original (main_track_path or all four stems beside it)
    /vocal_processing/stutter_build: a stutter without a voice (vocal_stem_path or main_track_path beside it)
    /bass_source/take: the sound of a MIDI file (NOTES or GROOVE of a MIDI file, AUDIO of an audio file)
    ");
}

#[test]
fn a_mistake_in_a_key_is_not_told_a_second_time_as_its_absence() {
    let errors = json(r#"{"vocal_stem_pth": "v.wav", "version_type": "acapella"}"#).unwrap_err();
    assert_eq!(errors.mistakes.len(), 1, "{errors}");
    let errors = json(r#"{"vocal_stem_path": 5, "vocal_treatment": "chops"}"#).unwrap_err();
    assert_eq!(errors.mistakes.len(), 1, "{errors}");
}

#[test]
fn null_stands_for_what_is_left_out() {
    let with = json(r#"{"main_track_path": "m.wav", "target_key": null, "voice_drops": null}"#);
    assert_eq!(with.unwrap(), json(r#"{"main_track_path": "m.wav"}"#).unwrap());
    let errors = json(r#"{"voice_drops": [{"path": null, "bar": 9}], "main_track_path": "m.wav"}"#);
    assert_eq!(errors.unwrap_err().mistakes[0].at, "/voice_drops/0/path");
}

#[test]
fn what_is_no_spec_at_all_is_one_mistake() {
    for text in ["", "[]", "7", "null", "\"house\"", "{]"] {
        assert_eq!(json(text).unwrap_err().mistakes.len(), 1, "{text}");
    }
    let errors = read("target_bpm = = 4", Format::Toml, NAMES).unwrap_err();
    insta::assert_snapshot!(errors, @"
    the spec cannot be followed:
    /: line 1, column 14: extra `=`, expected nothing (TOML)
    ");
    let errors =
        read("main_track_path = 'm.wav'\ntarget_bpm = nan", Format::Toml, NAMES).unwrap_err();
    insta::assert_snapshot!(errors, @r#"
    the spec cannot be followed:
    /target_bpm: a text, "NaN", is of the wrong type (a number from 60 to 200 BPM)
    "#);
}

#[test]
fn a_whole_spec_comes_back_from_json_and_toml_the_same() {
    let wish = json(WHOLE).unwrap();
    for format in [Format::Json, Format::Toml] {
        assert_eq!(read(&write(&wish, format), format, NAMES).unwrap(), wish);
    }
    check(&wish, NAMES).unwrap();
}

#[test]
fn every_file_a_spec_names_is_listed_with_its_pointer() {
    let wish = json(WHOLE).unwrap();
    let listed: Vec<String> =
        paths(&wish).into_iter().map(|(at, path)| format!("{at}: {path}")).collect();
    insta::assert_snapshot!(listed.join("\n"), @"
    /vocal_stem_path: ../audio/demo/vocal.wav
    /drum_stem_path: ../audio/demo/drums.wav
    /bass_stem_path: ../audio/demo/bass.wav
    /other_stem_path: ../audio/demo/other.wav
    ");
}

#[test]
fn a_spec_made_in_code_is_held_to_the_same_rules() {
    let mut wish = json(WHOLE).unwrap();
    wish.sidechain_amount = Some(music_types::Db::SILENCE);
    assert!(check(&wish, NAMES).is_err());
    wish.sidechain_amount = Some(music_types::Db::new(-30.0));
    assert_eq!(check(&wish, NAMES).unwrap_err().mistakes[0].at, "/sidechain_amount");
}

#[test]
fn the_table_and_the_schema_say_the_same() {
    let schema = serde_json::to_value(schemars::schema_for!(InspirationSet)).unwrap();
    for table in TABLES {
        let part = match table.name {
            "InspirationSet" => &schema,
            name => &schema["$defs"][name],
        };
        same_keys(table, part);
        for field in table.fields {
            let there = &part["properties"][field.name];
            if let Kind::Number(low, high, _) = field.kind {
                assert_eq!(
                    (there["minimum"].as_f64(), there["maximum"].as_f64()),
                    (Some(low), Some(high)),
                    "{}",
                    field.name
                );
            }
            if let Kind::Whole(low, high, _) = field.kind {
                assert_eq!(
                    (there["minimum"].as_i64(), there["maximum"].as_i64()),
                    (Some(low), Some(high)),
                    "{}",
                    field.name
                );
            }
            let words = there["description"].as_str().unwrap_or_default();
            assert!(!words.is_empty(), "{} has no docs", field.name);
        }
    }
}

fn same_keys(table: &Table, schema: &Value) {
    let mut ours: Vec<&str> = table.fields.iter().map(|it| it.name).collect();
    let mut theirs: Vec<&str> =
        schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut needed: Vec<&str> =
        table.fields.iter().filter(|it| it.required).map(|it| it.name).collect();
    let mut required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for list in [&mut ours, &mut theirs, &mut needed, &mut required] {
        list.sort_unstable();
    }
    assert_eq!((ours, needed), (theirs, required), "{}", table.name);
    assert_eq!(schema["additionalProperties"], Value::Bool(false), "{}", table.name);
}

/// Values as a spec may hold them, right and wrong ones mixed.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i32>().prop_map(Value::from),
        (0.0..200.0_f64).prop_map(Value::from),
        "[a-zA-Z_/.~ é]{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "a.wav",
            "b.mid",
            "Fm",
            "house",
            "circuit",
            "KEEP_LYRICS",
            "chops",
            "dub",
            "peak",
            "INTRO",
            "12",
            "notes",
            "1/16"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        let keys: Vec<&str> =
            TABLES.iter().flat_map(|it| it.fields.iter().map(|it| it.name)).collect();
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((prop::sample::select(keys), inner), 0..8).prop_map(|pairs| {
                Value::Object(
                    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
                )
            }),
        ]
    })
}

/// A spec whose every value is right by itself.
fn wishes() -> impl Strategy<Value = Value> {
    let value = |kind: Kind| -> BoxedStrategy<Value> {
        match kind {
            Kind::Number(low, high, _) => (low..=high).prop_map(Value::from).boxed(),
            Kind::Whole(low, high, _) => (low..=high).prop_map(Value::from).boxed(),
            Kind::Word(words, _) => prop::sample::select(words).prop_map(Value::from).boxed(),
            Kind::Switch => any::<bool>().prop_map(Value::from).boxed(),
            Kind::Audio | Kind::AudioOrMidi => {
                "[a-zé ]{1,8}\\.(wav|FLAC)".prop_map(Value::from).boxed()
            }
            Kind::Key => prop::sample::select(vec!["Am", "F#m", "Bb", "8A", "d dorian"])
                .prop_map(Value::from)
                .boxed(),
            Kind::Genre => prop::sample::select(NAMES.genres).prop_map(Value::from).boxed(),
            Kind::Mix => prop::sample::select(NAMES.mixes).prop_map(Value::from).boxed(),
            Kind::Text | Kind::Name => "[a-zA-Zé]{1,20}".prop_map(Value::from).boxed(),
            Kind::Table(_) | Kind::List(..) => Just(Value::Null).boxed(),
        }
    };
    let fields: Vec<BoxedStrategy<Option<(String, Value)>>> = crate::spec::field::INSPIRATION_SET
        .fields
        .iter()
        .map(|it| {
            let name = it.name.to_owned();
            prop::option::of(value(it.kind).prop_map(move |value| (name.clone(), value))).boxed()
        })
        .collect();
    fields.prop_map(|pairs| Value::Object(pairs.into_iter().flatten().collect()))
}

proptest! {
    /// No text, however broken, panics the reader.
    #[test]
    fn no_text_panics(text in "[\\[\\]{}\",:a-z0-9. \\\\/_\\-\n]{0,120}") {
        let _ = json(&text);
        let _ = read(&text, Format::Toml, NAMES);
    }

    /// No JSON panics the reader; what it refuses it refuses for a reason it can name.
    #[test]
    fn no_json_panics(value in values()) {
        match json(&value.to_string()) {
            Ok(wish) => prop_assert_eq!(json(&write(&wish, Format::Json)).unwrap(), wish),
            Err(errors) => {
                prop_assert!(!errors.mistakes.is_empty());
                // Serde's own words would mean that the table let something through.
                let leaks = errors.mistakes.iter().any(|it| it.allowed.is_empty());
                prop_assert!(!leaks, "{}", errors);
            }
        }
    }

    /// What is accepted is written and read back the same, in both formats.
    #[test]
    fn what_is_accepted_reads_back_the_same(spec in wishes()) {
        if let Ok(wish) = json(&spec.to_string()) {
            for format in [Format::Json, Format::Toml] {
                prop_assert_eq!(&read(&write(&wish, format), format, NAMES).unwrap(), &wish);
            }
            prop_assert!(check(&wish, NAMES).is_ok());
        }
    }
}

/// `SPEC_DOCS=write` makes the page anew.
#[test]
fn the_reference_page_says_what_the_reader_does() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/spec.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (from, to) = MARKS;
    let (before, rest) = page.split_once(from).unwrap();
    let (_, after) = rest.split_once(to).unwrap();
    let made = format!("{before}{from}\n\n{}\n{to}{after}", reference());
    if std::env::var("SPEC_DOCS").is_ok_and(|it| it == "write") {
        std::fs::write(&path, &made).unwrap();
    }
    assert!(
        page == made,
        "docs/spec.md is out of date: run SPEC_DOCS=write cargo test -p plan reference_page"
    );
}
