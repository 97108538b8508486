//! A crate outside of the workspace: copied away, built and tested as somebody who depends on it would.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};

use crate::fixtures;

/// What of a crate's folder goes along.
const PARTS: &[&str] =
    &["Cargo.toml", "README.md", "src", "schema", "docs", "tests", "examples", "benches"];

/// Builds and tests `name` in a folder of its own, where no workspace is around it.
pub fn run(name: &str) -> anyhow::Result<()> {
    let from = fixtures::root().join("crates").join(name);
    if !from.join("Cargo.toml").exists() {
        bail!("there is no crate {name:?} in crates/");
    }
    let away = tempfile::tempdir()?;
    let to = away.path().join(name);
    for part in PARTS.iter().filter(|it| from.join(it).exists()) {
        copy(&from.join(part), &to.join(part)).with_context(|| format!("copying {part}"))?;
    }
    let target = fixtures::root().join("target").join("alone");
    let done = Command::new("cargo")
        .args(["test", "--quiet"])
        .current_dir(&to)
        .env("CARGO_TARGET_DIR", target)
        // As in the workspace: without, the sets of the corpus take minutes.
        .env("CARGO_PROFILE_DEV_OPT_LEVEL", "2")
        .env("VYKE_SHARED", fixtures::root().join("../shared"))
        .status()
        .context("starting cargo")?;
    if !done.success() {
        bail!("{name} does not pass its tests alone");
    }
    println!("alone: {name} builds and passes its tests outside of the workspace");
    Ok(())
}

fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(|_| ()).with_context(|| from.display().to_string())
}
