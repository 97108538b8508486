//! Test audio of our own making: the demo song, written where goldens look for it.

use std::path::{Path, PathBuf};

use producer::demo;

/// The workspace's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Writes the demo song into `target/fixtures/song` and gives the folder that specs count from.
pub fn write() -> anyhow::Result<PathBuf> {
    let base = root().join("target/fixtures");
    demo::write_song(&base.join("song"))?;
    println!("fixtures: the demo song is in target/fixtures/song");
    Ok(base)
}
