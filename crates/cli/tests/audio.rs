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

/// The samples of a WAV of ours, channel by channel within a frame.
fn steps(path: &Path) -> Vec<i32> {
    let bytes = fs::read(path).unwrap();
    let at = bytes.windows(4).position(|it| it == b"data").unwrap() + 8;
    let step = |it: &[u8]| i32::from_le_bytes([0, it[0], it[1], it[2]]) >> 8;
    bytes[at..].chunks_exact(3).map(step).collect()
}

/// The loudest sample in each hundredth of a second, full scale being one.
fn loudness(path: &Path) -> Vec<f64> {
    let loudest = |it: &[i32]| it.iter().map(|it| it.abs()).max().unwrap_or(0);
    let parts = steps(path);
    parts.chunks(RATE as usize / 50).map(|it| f64::from(loudest(it)) / 8_388_608.0).collect()
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
fn a_map_lays_each_moment_where_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (words(folder.path()), folder.path().join("out.wav"));
    let map = folder.path().join("map.txt");
    fs::write(&map, "0 0 # the first word\n\n0.5 1.0\n1.0 1.5\n").unwrap();
    let told = ["stretch", text(&input), text(&output), "--map", text(&map), "--json"];
    assert_eq!(object(&audio(&told))["frames_out"], 5 * i64::from(RATE) / 2);
    let samples = loudness(&output);
    // The second word begins at half a second and goes to one second, the third half a second after it.
    for at in [1.0, 1.5, 2.0] {
        let (before, after) =
            (samples[(at * 100.0) as usize - 3], samples[(at * 100.0) as usize + 5]);
        assert!(before < 0.02 && 0.1 < after, "{at} s: {before} before, {after} after");
    }
}

#[test]
fn a_broken_map_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (words(folder.path()), folder.path().join("out.wav"));
    let map = folder.path().join("map.txt");
    let cases: [(&str, &[&str], &str); 6] = [
        ("0 0\n0.5\n", &[], "map.txt:2"),
        ("0 0\n0.5 half\n", &[], "map.txt:2"),
        ("0 0\n\n0.5 inf\n", &[], "map.txt:3"),
        ("0 0\n0.5 1\n0.4 2\n", &[], ""),
        ("0.1\n0.2 0.3\n", &["--tempo", "120"], "map.txt:2"),
        ("0.1\n0.6\n", &["--tempo", "1000"], "1000"),
    ];
    for (lines, more, wanted) in cases {
        fs::write(&map, lines).unwrap();
        let base = ["stretch", text(&input), text(&output), "--map", text(&map)];
        let told = audio(&[&base, more].concat());
        let words = String::from_utf8_lossy(&told.stderr);
        assert_eq!(told.status.code(), Some(1), "{lines:?}: {words}");
        assert!(words.contains(wanted), "{lines:?}: {words}");
        assert!(!output.exists());
    }
}

#[test]
fn what_would_be_too_loud_is_softened_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let (input, loud) = (words(folder.path()), folder.path().join("loud.wav"));
    let mut bytes = fs::read(&input).unwrap();
    let sample = |it: &[u8]| f64::from(i16::from_le_bytes([it[0], it[1]]));
    let most = bytes[44..].chunks_exact(2).map(sample).fold(0.0, f64::max);
    for pair in bytes[44..].chunks_exact_mut(2) {
        let louder = (sample(pair) * 32_000.0 / most) as i16;
        pair.copy_from_slice(&louder.to_le_bytes());
    }
    fs::write(&loud, bytes).unwrap();
    let output = folder.path().join("out.wav");
    let run = audio(&["stretch", text(&loud), text(&output), "--ratio", "0.8", "--json"]);
    assert!(run.stderr.is_empty(), "no bar but on a terminal: {run:?}");
    let gain = object(&run)["gain_db"].as_f64().unwrap();
    let most = steps(&output).into_iter().map(i32::abs).max().unwrap();
    assert!(gain < -1.0, "{gain} dB");
    // At -0.1 dB, or as loud as the source: just under full scale, and nothing clipped.
    assert!((8_000_000..8_388_607).contains(&most), "{most}");
    let words = audio(&["stretch", text(&loud), text(&output), "--ratio", "0.8"]);
    assert!(String::from_utf8_lossy(&words.stdout).contains("dB softer"), "{words:?}");
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
    let mut names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["chops", "words.wav"], "nothing is left aside");
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
