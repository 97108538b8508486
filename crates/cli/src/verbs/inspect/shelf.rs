//! A folder of Live documents: a line each with Live, tempo, tracks and plug-ins, read on all cores.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use als_model::Document;
use als_model::view::{Device, LiveSet};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;

use crate::Outcome;
use crate::answer::{Answer, Refusal};

/// What a folder tells of one document.
#[derive(Serialize)]
struct Spine {
    file: PathBuf,
    #[serde(flatten)]
    told: Told,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Told {
    Read { live: String, tempo: Option<f64>, tracks: usize, plugins: Vec<String> },
    Refused { error: String },
}

/// Lists the documents below a folder; those that cannot be read are told and fail the whole.
pub fn run(folder: &Path) -> Outcome {
    let mut files = Vec::new();
    gather(folder, &mut files)
        .map_err(|error| Refusal::Disk(format!("reading {}: {error}", folder.display())))?;
    files.sort();
    let spines: Vec<Spine> = files.into_par_iter().map(spine).collect();
    let is_good = spines.iter().all(|it| matches!(it.told, Told::Read { .. }));
    let lines: String = spines.iter().map(|it| line(folder, it)).collect();
    let words = format!("{lines}{} documents\n", spines.len());
    Ok(Answer { words, json: json!({ "folder": folder, "documents": spines }), is_good })
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let ending = path.extension().and_then(|it| it.to_str()).unwrap_or_default();
        let is_lives =
            ["als", "alc", "adg", "adv"].iter().any(|it| ending.eq_ignore_ascii_case(it));
        match kind.is_dir() {
            true => gather(&path, files)?, // a link to a folder is no folder here: no circles
            false if is_lives => files.push(path),
            false => {}
        }
    }
    Ok(())
}

fn spine(file: PathBuf) -> Spine {
    let told = match Document::read(&file) {
        Ok(document) => read(&document),
        Err(error) => Told::Refused { error: error.to_string() },
    };
    Spine { file, told }
}

fn read(document: &Document) -> Told {
    let tree = &document.tree;
    let set = LiveSet::of(tree).ok();
    let devices: Vec<Device<'_>> = match set {
        Some(set) => set
            .tracks()
            .chain(set.main().ok())
            .flat_map(|it| it.all_devices().collect::<Vec<_>>())
            .collect(),
        None => Device::of_preset(tree)
            .into_iter()
            .flat_map(|it| [vec![it], it.inside()].concat())
            .collect(),
    };
    let plugins: BTreeSet<String> = devices
        .iter()
        .filter_map(|it| it.plugin())
        .map(|it| format!("{} ({})", it.name(), it.format().name()))
        .collect();
    Told::Read {
        live: als_model::view::version::Version::of(tree).to_string(),
        tempo: set.and_then(|it| it.tempo().ok()),
        tracks: set.map_or(0, |it| it.tracks().count()),
        plugins: plugins.into_iter().collect(),
    }
}

fn line(folder: &Path, spine: &Spine) -> String {
    let name = spine.file.strip_prefix(folder).unwrap_or(&spine.file).display();
    match &spine.told {
        Told::Refused { error } => format!("{name}: {error}\n"),
        Told::Read { live, tempo, tracks, plugins } => {
            let tempo = tempo.map_or(String::new(), |it| format!(" · {it:.2} BPM"));
            let plugins = if plugins.is_empty() {
                String::new()
            } else {
                format!(" · {}", plugins.join(", "))
            };
            format!("{name}: {live}{tempo} · {tracks} tracks{plugins}\n")
        }
    }
}
