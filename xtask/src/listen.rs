//! What the ears reach on recordings of known truth, beside the targets: the whole of what the
//! tests look at in part.

mod score;
mod table;

use std::path::{Path, PathBuf};

use anyhow::Context;
use producer::listening::{self, Hearing};
use serde_json::Value;

use crate::fixtures;
use crate::listen::score::{Scores, truth_key};

/// Sets whose clips have tempo and beats, and those that have keys.
const BEATS: &str = "tempo";
const KEYS: [&str; 2] = ["tempo", "key"];

/// Measures all clips and prints the table; fails where less is reached than before.
pub fn run() -> anyhow::Result<()> {
    let clips = fixtures::root().join("../shared/audio/dev");
    if !clips.is_dir() {
        println!("listen: no clips beside the checkout, nothing is measured");
        return Ok(());
    }
    let mut scores = Scores::default();
    for set in KEYS {
        for (file, truth) in truths(&clips.join(set))? {
            let heard = hear(&file)?;
            if set == BEATS {
                scores.beats(&heard, &truth);
            }
            if let Some(key) = truth_key(&truth) {
                scores.key(&heard, &key);
            }
        }
    }
    for (mix, truth) in truths(&clips.join("stems"))? {
        if mix.to_string_lossy().contains(".mix.") {
            scores.stems(&song(&mix)?, &truth);
        }
    }
    table::print(&scores)
}

/// The recordings of a folder that have a truth beside them, in order.
fn truths(folder: &Path) -> anyhow::Result<Vec<(PathBuf, Value)>> {
    let read = || -> std::io::Result<Vec<PathBuf>> {
        std::fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect()
    };
    let mut files = read().with_context(|| folder.display().to_string())?;
    files.sort();
    let is_audio = |it: &PathBuf| it.extension().is_some_and(|it| it == "ogg" || it == "flac");
    let pair = |file: PathBuf| {
        let text = std::fs::read_to_string(file.with_extension("json"))?;
        Ok((file, serde_json::from_str(&text)?))
    };
    files.into_iter().filter(is_audio).map(pair).collect()
}

fn hear(file: &Path) -> anyhow::Result<Hearing> {
    let files = [file.to_owned()];
    let brief = listening::Brief { files: &files, drums: None, vocal: None, is_one_song: false };
    let heard = listening::hear(&brief).pop().context("nothing was heard")?;
    Ok(heard?)
}

/// A mix and its stems, heard as one song with its drums.
fn song(mix: &Path) -> anyhow::Result<Vec<Hearing>> {
    let folder = mix.parent().context("no folder")?;
    let name = mix.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = |part: &str| folder.join(name.replace(".mix.", &format!(".{part}.")));
    let parts = ["mix", "drums", "bass", "other", "vocals", "lead"].map(stem);
    let files: Vec<PathBuf> = parts.into_iter().filter(|it| it.is_file()).collect();
    let (drums, vocals) = (stem("drums"), stem("vocals"));
    let vocal = vocals.is_file().then_some(vocals);
    let brief = listening::Brief {
        files: &files,
        drums: Some(&drums),
        vocal: vocal.as_deref(),
        is_one_song: true,
    };
    listening::hear(&brief).into_iter().map(|it| Ok(it?)).collect()
}
