//! Writes what is heard in audio files as prediction files for a scorer: one JSON a clip.
//!
//! `predict OUT FILE…`: `OUT/<stem of FILE>.json` with tempo, beats, downbeats, key and CPU time.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use stems_dsp::{Brief, Profile, measure, read};

fn main() {
    let mut words = env::args_os().skip(1).map(PathBuf::from);
    let Some(out) = words.next() else {
        eprintln!("predict OUT FILE…");
        return;
    };
    for file in words {
        let start = Instant::now();
        match read(&file) {
            Ok(wave) => {
                let profile = measure(&Brief::of(&wave));
                keep(&out, &file, &profile, start.elapsed().as_secs_f64());
            }
            Err(error) => eprintln!("{error}"),
        }
    }
}

fn keep(out: &Path, file: &Path, profile: &Profile, seconds: f64) {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    let path = out.join(format!("{name}.json"));
    if let Err(error) = fs::write(&path, json(profile, seconds)) {
        eprintln!("{}: {error}", path.display());
    }
}

/// The prediction in the words of the scorer.
fn json(profile: &Profile, seconds: f64) -> String {
    let mut text = format!("{{\"cpu_s\": {seconds:.4}");
    let times = |it: &[music_types::Seconds]| {
        it.iter().map(|it| format!("{:.5}", it.0)).collect::<Vec<_>>().join(", ")
    };
    match &profile.grid {
        Some(grid) => {
            let _ = write!(
                text,
                ", \"tempo_bpm\": {:.5}, \"beats\": [{}], \"downbeats\": [{}], \
                 \"confidence\": [{:.3}, {:.3}]",
                grid.tempo,
                times(&grid.beats),
                times(&grid.downbeats),
                grid.confidence,
                grid.bar_confidence
            );
        }
        None => text.push_str(", \"beats\": []"),
    }
    let sections = profile.sections.iter().map(|it| {
        format!("{{\"bar\": {}, \"label\": \"{}\", \"start\": {:.4}}}", it.bar, it.kind, it.start.0)
    });
    let _ = write!(text, ", \"sections\": [{}]", sections.collect::<Vec<_>>().join(", "));
    if let Some(guess) = &profile.key {
        let mode = if guess.key.mode.is_minor() { "minor" } else { "major" };
        let _ = write!(text, ", \"key\": \"{} {mode}\"", guess.key.tonic);
    }
    text.push_str("}\n");
    text
}
