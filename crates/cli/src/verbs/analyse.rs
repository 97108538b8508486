//! `analyse`: tempo grid, key, loudness and sections of audio.

use std::path::{Path, PathBuf};

use producer::listening::{self, Profile};
use serde_json::{Value, json};

use crate::Outcome;
use crate::answer::{Answer, Refusal};

/// Arguments of `analyse`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The recordings, in any format and of any length.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The drum stem of the recording: beats are best heard in it.
    #[arg(long)]
    drums: Option<PathBuf>,
}

/// Measures each recording.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut words = String::new();
    let mut all = Vec::new();
    for file in &arguments.files {
        let profile = listening::profile(file, arguments.drums.as_deref())
            .map_err(|error| Refusal::bad(&error))?;
        words += &page(file, &profile);
        all.push(object(file, &profile));
    }
    let json = if let [one] = all.as_slice() { one.clone() } else { Value::Array(all) };
    Ok(Answer::good(words, json))
}

fn page(file: &Path, profile: &Profile) -> String {
    let grid = profile.grid.as_ref().map_or("no tempo".to_owned(), |it| {
        format!(
            "{:.2} BPM (confidence {:.2}), first downbeat at {:.3} s",
            it.tempo, it.confidence, it.first_downbeat.0
        )
    });
    let key = profile.key.as_ref().map_or("no key".to_owned(), |it| {
        format!(
            "{} ({}, confidence {:.2}; else {})",
            it.key,
            it.camelot(),
            it.confidence,
            it.runner_up
        )
    });
    let sections: Vec<String> = profile
        .sections
        .iter()
        .map(|it| {
            format!(
                "  bar {:>3}  {:>7.2} s  {} ({} bars)\n",
                it.bar + 1,
                it.start.0,
                it.kind,
                it.bars
            )
        })
        .collect();
    format!(
        "{}\n  {:.2} s; {grid}\n  {key}\n  {} LUFS, true peak {}\n{}",
        file.display(),
        profile.length.0,
        profile.loudness.integrated.value(),
        profile.loudness.true_peak,
        sections.concat(),
    )
}

/// The profile, with the keys that a prediction for a scorer has: `tempo_bpm`, `beats`,
/// `downbeats`, `key`.
fn object(file: &Path, profile: &Profile) -> Value {
    let grid = profile.grid.as_ref();
    json!({
        "file": file,
        "tempo_bpm": grid.map(|it| it.tempo),
        "beats": grid.map(|it| it.beats.clone()).unwrap_or_default(),
        "downbeats": grid.map(|it| it.downbeats.clone()).unwrap_or_default(),
        "key": profile.key.as_ref().map(|it| format!("{} {}", it.key.tonic, it.key.mode.name())),
        "profile": profile,
    })
}
