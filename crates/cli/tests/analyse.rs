//! `analyse` as a shell sees it.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const RATE: u32 = 22_050;

/// A WAV of 16 bits, mono.
fn wav(path: &Path, samples: &[f64]) {
    let size = samples.len() as u32 * 2;
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((RATE * 2).to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend(size.to_le_bytes());
    samples.iter().for_each(|it| bytes.extend(((it * 30_000.0) as i16).to_le_bytes()));
    std::fs::write(path, bytes).unwrap();
}

/// Four bars and some of a tick a quarter at 120 BPM, the first of each bar the lowest.
fn ticks(folder: &Path, name: &str) -> PathBuf {
    let beat = RATE as usize / 2;
    let sample = |it: usize| {
        let (number, t) = (it / beat, (it % beat) as f64 / f64::from(RATE));
        let hz = if number.is_multiple_of(4) { 220.0 } else { 880.0 };
        0.6 * (-40.0 * t).exp() * (std::f64::consts::TAU * hz * t).sin()
    };
    let path = folder.join(name);
    wav(&path, &(0..beat * 20).map(sample).collect::<Vec<_>>());
    path
}

fn analyse(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vyke-produce"));
    program.args(["--quiet", "analyse"]).args(arguments).output().unwrap()
}

fn object(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_tick_track_answers_with_its_tempo_and_places() {
    let folder = tempfile::tempdir().unwrap();
    let file = ticks(folder.path(), "ticks.wav");
    let output = analyse(&[file.to_str().unwrap(), "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let heard = object(&output);
    assert!((heard["tempo_bpm"].as_f64().unwrap() - 120.0).abs() < 0.01, "{}", heard["tempo_bpm"]);
    assert_eq!(heard["beats"].as_array().unwrap().len(), 20);
    assert!((heard["beats"][4].as_f64().unwrap() - 2.0).abs() < 0.005);
    assert_eq!(heard["onsets"][5]["place"], "2:2.00");
    for it in ["integrated_lufs", "true_peak_dbtp", "crest_db", "range_lu"] {
        assert!(heard["loudness"][it].is_f64(), "{it}");
    }
    assert_eq!(heard["loudness"]["momentary"]["lufs"].as_array().unwrap().len(), 100);
}

#[test]
fn silence_has_no_tempo_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("silence.wav");
    wav(&file, &[0.0; 4410]);
    let heard = object(&analyse(&[file.to_str().unwrap(), "--json"]));
    assert!(heard["tempo_bpm"].is_null() && heard["key"].is_null(), "{heard}");
    assert!(heard["remarks"][0].as_str().unwrap().starts_with("no tempo"), "{heard}");
}

#[test]
fn pictures_are_drawn_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let file = ticks(folder.path(), "ticks & <more>.wav");
    let drawn = |name: &str| {
        let out = folder.path().join(name);
        let output = analyse(&[file.to_str().unwrap(), "--picture", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read(out).unwrap()
    };
    assert!(drawn("a.png").starts_with(b"\x89PNG"));
    assert_eq!(drawn("a.png"), drawn("b.PNG"));
    assert!(drawn("a.svg").starts_with(b"<svg"));
    let output = analyse(&[file.to_str().unwrap(), "--picture", "a.gif"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains(".svg or .png"));
}

#[test]
fn one_file_that_is_no_audio_does_not_hide_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let file = ticks(folder.path(), "ticks.wav");
    let text = folder.path().join("a.txt");
    std::fs::write(&text, "words").unwrap();
    let out = folder.path().join("out");
    let [file, text, into] = [&file, &text, &out].map(|it| it.to_str().unwrap());
    let output = analyse(&[file, text, "--json", "--into", into]);
    assert_eq!(output.status.code(), Some(1));
    let heard = object(&output);
    assert!(heard[0]["tempo_bpm"].is_f64() && heard[1]["error"].is_string(), "{heard}");
    assert!(out.join("ticks.json").is_file() && !out.join("a.json").exists());
    assert_eq!(analyse(&[text]).status.code(), Some(1));
    let output = analyse(&[file, file, "--into", into]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("would both be written"));
}

#[test]
fn recordings_of_one_song_share_a_grid() {
    let folder = tempfile::tempdir().unwrap();
    let drums = ticks(folder.path(), "drums.wav");
    let tone: Vec<f64> = (0..RATE * 10).map(|it| 0.3 * (f64::from(it) * 0.05).sin()).collect();
    let pad = folder.path().join("pad.wav");
    wav(&pad, &tone);
    let [drums, pad] = [&drums, &pad].map(|it| it.to_str().unwrap());
    assert!(object(&analyse(&[pad, "--json"]))["tempo_bpm"].is_null());
    for arguments in
        [&[drums, pad, "--song", "--json"][..], &[pad, drums, "--drums", drums, "--json"]]
    {
        let heard = object(&analyse(arguments));
        assert!(heard[0]["tempo_bpm"].is_f64());
        assert_eq!(heard[0]["beats"], heard[1]["beats"]);
        assert_eq!(heard[0]["downbeats"], heard[1]["downbeats"]);
    }
}
