//! How the genres' playing measures: the tables of the patterns' own tests, printed.

use std::process::Command;

use anyhow::{Context, bail};

use crate::fixtures;

/// Runs the tests that hold each genre to its bands over 200 seeds, and prints their tables.
pub fn run() -> anyhow::Result<()> {
    let told = Command::new("cargo")
        .args([
            "test",
            "--quiet",
            "-p",
            "patterns",
            "--test",
            "bands",
            "--",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .current_dir(fixtures::root())
        .output()
        .context("starting cargo")?;
    let text = String::from_utf8_lossy(&told.stdout);
    let is_table = |it: &&str| !it.starts_with("test result") && !it.starts_with("running");
    text.lines().filter(is_table).for_each(|it| println!("{it}"));
    if !told.status.success() {
        bail!("a band does not hold:\n{}", String::from_utf8_lossy(&told.stderr));
    }
    Ok(())
}
