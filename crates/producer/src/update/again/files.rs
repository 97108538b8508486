//! The files of a set that was made anew, on their way into the user's project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::error::UpdateError;

/// A file that comes along: where it lies, and where it goes in the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Where it lies.
    pub from: PathBuf,
    /// Where it goes, with `/` between folders.
    pub to: String,
}

/// The audio files of `made` that the project in `folder` lacks, and those that lie there under another name, for a
/// file of the same name holds something else.
///
/// # Errors
///
/// [`UpdateError::Disk`] when a folder or file cannot be read.
pub fn coming(
    made: &Path,
    folder: &Path,
) -> Result<(Vec<Coming>, BTreeMap<String, String>), UpdateError> {
    let (mut files, mut renamed) = (Vec::new(), BTreeMap::new());
    for relative in below(made, "Samples")? {
        let from = made.join(&relative);
        let names = (1..1000).map(|again| numbered(&relative, again));
        for to in names {
            let there = folder.join(&to);
            let is_free = !there.exists();
            if !is_free && !same(&from, &there)? {
                continue;
            }
            if to != relative {
                renamed.insert(relative.clone(), to.clone());
            }
            if is_free {
                files.push(Coming { from: from.clone(), to });
            }
            break;
        }
    }
    Ok((files, renamed))
}

/// Brings the files to their places; none of them replaces another.
///
/// # Errors
///
/// [`UpdateError::Disk`] when the disk refuses.
pub fn bring(files: &[Coming], folder: &Path) -> Result<(), UpdateError> {
    for it in files {
        let to = folder.join(&it.to);
        let trouble = |source| UpdateError::disk(&to, source);
        if let Some(around) = to.parent() {
            fs::create_dir_all(around).map_err(trouble)?;
        }
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let aside = to.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let copy = || {
            fs::copy(&it.from, &aside)?;
            let written = fs::metadata(&it.from)?.modified()?;
            let file = fs::File::options().write(true).open(&aside)?;
            file.set_modified(written)?;
            file.sync_all()?;
            fs::rename(&aside, &to)
        };
        let done = copy();
        if done.is_err() {
            let _ = fs::remove_file(&aside);
        }
        done.map_err(trouble)?;
    }
    Ok(())
}

/// Every file in a folder of a project, by its path with `/`, sorted.
fn below(project: &Path, inside: &str) -> Result<Vec<String>, UpdateError> {
    let place = project.join(inside);
    let trouble = |source| UpdateError::disk(&place, source);
    let mut found = Vec::new();
    for entry in fs::read_dir(&place).map_err(trouble)? {
        let entry = entry.map_err(trouble)?;
        let name = format!("{inside}/{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => found.extend(below(project, &name)?),
            false => found.push(name),
        }
    }
    found.sort();
    Ok(found)
}

/// `kick 2.wav` for the second `kick.wav`.
fn numbered(relative: &str, again: u32) -> String {
    match relative.rsplit_once('.') {
        Some((stem, ending)) if 1 < again => format!("{stem} {again}.{ending}"),
        _ => relative.to_owned(),
    }
}

fn same(a: &Path, b: &Path) -> Result<bool, UpdateError> {
    let read = |path: &Path| fs::read(path).map_err(|source| UpdateError::disk(path, source));
    Ok(read(a)? == read(b)?)
}
