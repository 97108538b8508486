//! `audio` as a shell sees it: lengths to the sample, one object, no half files, wrong words answered.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const RATE: u32 = 44_100;

/// Two seconds of four words: a voice-like buzz that starts anew every half second, stereo.
fn words(folder: &Path) -> PathBuf {
    let path = folder.join("words.wav");
    let frames = 2 * RATE as usize;
    let mut bytes = Vec::new();
    let size = u32::try_from(frames * 4).unwrap();
    bytes.extend(b"RIFF");
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16_u32.to_le_bytes());
    for it in [1_u16, 2] {
        bytes.extend(it.to_le_bytes());
    }
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((RATE * 4).to_le_bytes());
    for it in [4_u16, 16] {
        bytes.extend(it.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(size.to_le_bytes());
    for n in 0..frames {
        let t = n as f64 / f64::from(RATE);
        let word = (t % 0.5).min(0.35 - t % 0.5);
        let edge = (word / 0.01).clamp(0.0, 1.0);
        let buzz: f64 = (1..=8)
            .map(|it| (std::f64::consts::TAU * 160.0 * f64::from(it) * t).sin() / f64::from(it))
            .sum();
        let sample = (9000.0 * edge * buzz) as i16;
        bytes.extend(sample.to_le_bytes());
        bytes.extend(sample.to_le_bytes());
    }
    fs::write(&path, bytes).unwrap();
    path
}

fn audio(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vyke-produce")).arg("audio").args(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn object(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// How many frames a WAV of ours holds: 24 bits, two channels.
fn frames(path: &Path) -> usize {
    let bytes = fs::read(path).unwrap();
    let at = bytes.windows(4).position(|it| it == b"data").unwrap();
    let size: [u8; 4] = bytes[at + 4..at + 8].try_into().unwrap();
    u32::from_le_bytes(size) as usize / 6
}

#[test]
fn a_stretch_is_as_long_as_it_says_and_a_shift_as_long_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (words(folder.path()), folder.path().join("out.wav"));
    let told =
        object(&audio(&["stretch", text(&input), text(&output), "--ratio", "1.27", "--json"]));
    assert_eq!(told["frames_out"], (88_200.0_f64 * 1.27).round() as i64);
    assert_eq!(frames(&output), (88_200.0_f64 * 1.27).round() as usize);
    let shift = ["stretch", text(&input), text(&output), "--semitones", "-3", "--formant", "keep"];
    assert!(audio(&shift).status.success());
    assert_eq!(frames(&output), 88_200);
    let map = folder.path().join("map.txt");
    fs::write(&map, "# each beat a little late\n0.02\n0.53\n1.02\n1.54\n").unwrap();
    let beats = ["stretch", text(&input), text(&output), "--map", text(&map), "--tempo", "126"];
    assert!(audio(&beats).status.success());
    assert!(0 < frames(&output));
}

#[test]
fn words_are_cut_stuttered_and_played_with() {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (words(folder.path()), folder.path().join("out.wav"));
    let chops = folder.path().join("chops");
    let told = object(&audio(&["chop", text(&input), text(&chops), "--json"]));
    let slices = told["slices"].as_array().unwrap();
    assert_eq!(slices.len(), 4, "{told}");
    for (index, slice) in slices.iter().enumerate() {
        let start = slice["start"].as_f64().unwrap();
        assert!((start - 0.5 * index as f64).abs() < 0.02, "{slice}");
        assert!(Path::new(slice["file"].as_str().unwrap()).is_file());
    }
    let told = object(&audio(&["stutter", text(&input), text(&out), "--tempo", "126", "--json"]));
    assert_eq!(told["beats"], 20);
    let seconds = frames(&out) as f64 / f64::from(RATE);
    assert!((seconds - 20.0 * 60.0 / 126.0).abs() < 0.05, "{seconds} s");
    for trick in ["reverse", "tape-stop", "throw", "double", "octave"] {
        fs::remove_file(&out).unwrap();
        let told = audio(&[trick, text(&input), text(&out)]);
        assert!(told.status.success(), "{trick}: {}", String::from_utf8_lossy(&told.stderr));
        assert!(8000 < frames(&out), "{trick}");
    }
}

#[test]
fn what_cannot_be_done_is_said_in_a_line_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (words(folder.path()), folder.path().join("out.wav"));
    let bytes = fs::read(&input).unwrap();
    let lost = folder.path().join("lost.wav");
    let noise = folder.path().join("noise.wav");
    fs::write(&noise, b"this is no sound").unwrap();
    let cases: [(&[&str], i32); 7] = [
        (&["stretch", text(&input), text(&output), "--ratio", "9"], 1),
        (&["stretch", text(&input), text(&output), "--semitones", "nan"], 1),
        (&["stretch", text(&input), text(&input), "--ratio", "1.1"], 1),
        (&["reverse", text(&input), text(&input)], 1),
        (&["stretch", text(&noise), text(&output), "--ratio", "1.1"], 1),
        (&["stretch", text(&lost), text(&output), "--ratio", "1.1"], 2),
        (&["stretch", text(&input), text(&output), "--formant", "away"], 2),
    ];
    for (arguments, code) in cases {
        let told = audio(arguments);
        assert_eq!(told.status.code(), Some(code), "{arguments:?}: {told:?}");
        assert!(!told.stderr.is_empty() && told.stdout.is_empty());
        assert!(!output.exists(), "{arguments:?}");
    }
    assert_eq!(fs::read(&input).unwrap(), bytes, "the recording is as it was");
    let parts = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(parts, 2, "the two inputs and nothing else");
}

/// A process that is stopped leaves no half file.
#[test]
#[cfg(unix)]
fn a_stretch_that_is_stopped_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (words(folder.path()), folder.path().join("out.wav"));
    let long = folder.path().join("long.wav");
    let slow = audio(&["stretch", text(&input), text(&long), "--ratio", "4"]);
    assert!(slow.status.success());
    let mut program = Command::new(env!("CARGO_BIN_EXE_vyke-produce"))
        .args(["audio", "stretch", text(&long), text(&output), "--ratio", "3.7", "-q"])
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(60));
    let interrupt =
        Command::new("kill").args(["-INT", &program.id().to_string()]).status().unwrap();
    let ended = program.wait().unwrap();
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    if interrupt.success() && !ended.success() {
        assert_eq!(names, ["long.wav", "words.wav"]);
    } else {
        assert_eq!(names, ["long.wav", "out.wav", "words.wav"], "it was done already");
        assert_eq!(frames(&output), (352_800.0_f64 * 3.7).round() as usize);
    }
}
