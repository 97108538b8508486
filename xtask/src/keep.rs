//! Generated files: written, or held against what is there.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

/// What a task does with the files it generates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Writes them.
    Write,
    /// Fails when one is out of date.
    Check,
}

/// Makes `path` hold `text`, or fails when it does not and only checking is allowed.
pub fn keep(mode: Mode, path: &Path, text: &str) -> anyhow::Result<()> {
    let old = fs::read_to_string(path).unwrap_or_default();
    if old == text {
        return Ok(());
    }
    if mode == Mode::Check {
        bail!(
            "{} is out of date:\n{}\nrun the task without --check and read the diff",
            path.display(),
            first_difference(&old, text)
        );
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

fn first_difference(old: &str, new: &str) -> String {
    let place = old.lines().zip(new.lines()).position(|(was, is)| was != is);
    let line = place.unwrap_or_else(|| old.lines().count().min(new.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(ends)").to_owned();
    format!("line {}:\n  kept: {}\n  made: {}", line + 1, at(old), at(new))
}
