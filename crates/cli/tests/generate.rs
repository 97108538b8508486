//! `generate` as a shell sees it: grids to read, MIDI to play, wrong words answered.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::process::{Command, Output};

fn generate(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vyke-produce"));
    program.arg("generate").args(arguments).output().unwrap()
}

#[test]
fn drums_are_a_page_and_a_midi_file() {
    let folder = tempfile::tempdir().unwrap();
    let midi = folder.path().join("drums.mid");
    let usual = ["--genre", "afro_circuit", "--parts", "drums", "--bars", "16", "--seed", "7"];
    let page = generate(&[&usual[..], &["--ascii"]].concat());
    assert!(page.status.success());
    let text = String::from_utf8(page.stdout).unwrap();
    assert!(text.contains("kick") && text.lines().count() > 40, "{text}");
    let written = generate(&[&usual[..], &["--midi", midi.to_str().unwrap()]].concat());
    assert!(written.status.success());
    assert!(fs::read(&midi).unwrap().starts_with(b"MThd"));
    let again = generate(&[&usual[..], &["--ascii"]].concat());
    assert_eq!(text, String::from_utf8(again.stdout).unwrap());
}

/// Beyond sixteen bars the ornaments fall anew.
#[test]
fn later_blocks_are_not_the_first_again() {
    let told = generate(&["--genre", "house", "--parts", "hats,congas", "--bars", "32", "--json"]);
    let played: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let half = |from: f64| -> Vec<(i64, i64)> {
        let parts = played["parts"].as_array().unwrap();
        let notes = parts.iter().flat_map(|it| it["notes"].as_array().unwrap());
        let mut here: Vec<(i64, i64)> = notes
            .filter_map(|it| {
                let at = it["start"].as_f64().unwrap() - from;
                let step = (at * 4.0).round() as i64;
                (-0.1..63.9).contains(&at).then(|| (step, it["key"].as_i64().unwrap()))
            })
            .collect();
        here.sort_unstable();
        here
    };
    assert_ne!(half(0.0), half(64.0));
}

#[test]
fn wrong_words_are_answered_with_the_nearest() {
    for (arguments, hint) in [
        (["--genre", "afro_circus"], "afro_circuit"),
        (["--genre=house", "--parts=drumz"], "drums"),
        (["--genre=house", "--key=Hm"], "Am"),
        (["--genre=house", "--intensity=nan"], "0 to 1"),
        (["--genre=house", "--intensity=7"], "0 to 1"),
        (["--genre=house", "--section=dropp"], "drop"),
    ] {
        let told = generate(&arguments);
        assert_eq!(told.status.code(), Some(1), "{arguments:?}");
        let said = String::from_utf8(told.stderr).unwrap();
        assert!(said.contains(hint) && said.lines().count() < 4, "{said}");
    }
}

#[test]
fn flat_keys_are_spelt_with_flats() {
    let told = generate(&["--genre", "house", "--parts", "chords", "--key", "Bb", "--bars", "4"]);
    let text = String::from_utf8(told.stdout).unwrap();
    assert!(text.contains("Bb") && !text.contains("A#,"), "{text}");
}
