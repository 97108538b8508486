//! Golden projects: what each spec of `fixtures/goldens` gives, as texts to read and hashes.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use als_model::Document;
use anyhow::Context;
use producer::{Format, Producer};

use crate::fixtures;
use crate::keep::{Mode, keep};

/// Regenerates the goldens, or with [`Mode::Check`] fails when one is not what its spec gives.
pub fn run(mode: Mode) -> anyhow::Result<()> {
    let base = fixtures::write()?;
    let specs = specs(&fixtures::root().join("fixtures/goldens"))?;
    for folder in &specs {
        golden(mode, folder, &base).with_context(|| folder.display().to_string())?;
    }
    println!("goldens: {} specs give what is kept", specs.len());
    Ok(())
}

fn specs(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|it| it.ok().map(|it| it.path()))
        .filter(|it| it.join("spec.json").exists())
        .collect();
    found.sort();
    Ok(found)
}

fn golden(mode: Mode, folder: &Path, base: &Path) -> anyhow::Result<()> {
    let out = base.join("out");
    let mut producer = Producer::new(&out);
    producer.base = base.to_owned();
    let text = fs::read_to_string(folder.join("spec.json"))?;
    let wish = producer.library().read_spec(&text, Format::Json)?;
    let rehearsal = producer.rehearse(&wish)?;
    let result = producer.remix(&wish)?;
    let set = PathBuf::from(&result.als_path);
    let project = set.parent().context("a set lies in a folder")?;
    let outline = als_model::outline::outline(&Document::read(&set)?).to_string();
    let hashes = hashes(project)?;
    let said: String = result.remarks.iter().map(|it| format!("{it}\n")).collect();
    fs::remove_dir_all(project)?;
    keep(mode, &folder.join("timeline.txt"), &rehearsal.timeline)?;
    keep(mode, &folder.join("mix.txt"), &rehearsal.mix)?;
    keep(mode, &folder.join("remarks.txt"), &said)?;
    keep(mode, &folder.join("outline.txt"), &outline)?;
    keep(mode, &folder.join("hashes.txt"), &hashes)
}

/// Every file of a project with the BLAKE3 hash of its bytes; of a set, those of its XML, so that
/// another deflater is no other project. The record is left out: it tells where the sources lie.
fn hashes(project: &Path) -> anyhow::Result<String> {
    let mut files = Vec::new();
    walk(project, &mut files)?;
    files.sort();
    let mut text = String::new();
    for file in files.into_iter().filter(|it| !it.ends_with("record.json")) {
        let is_set = file.extension().is_some_and(|it| it == "als");
        let bytes = if is_set {
            Document::read(&file)?.tree.to_xml().into_bytes()
        } else {
            fs::read(&file)?
        };
        let name = file.strip_prefix(project)?.to_string_lossy().replace('\\', "/");
        writeln!(text, "{}  {name}", blake3::hash(&bytes).to_hex().get(..16).unwrap_or_default())?;
    }
    Ok(text)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { walk(&path, files)? } else { files.push(path) }
    }
    Ok(())
}
