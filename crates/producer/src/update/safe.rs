//! A set on the disk: locked, read, backed up, replaced in one step.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use als_model::{Document, ReadError};

use super::error::UpdateError;
use crate::calendar;

/// A set as it was read.
pub struct Read {
    /// What is in it.
    pub document: Document,
    /// Its very bytes.
    pub bytes: Vec<u8>,
}

/// Keeps others away from a set as long as it lives.
pub struct Lock(PathBuf);

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Locks a set by a file beside it that holds this process's number; a lock whose process is gone is taken over.
pub fn lock(set: &Path) -> Result<Lock, UpdateError> {
    if !set.is_file() {
        let why = if set.is_dir() { "is a folder, not a set" } else { "is not there" };
        return Err(UpdateError::NotASet { path: set.to_owned(), why: why.to_owned() });
    }
    let name = set.file_name().unwrap_or_default().to_string_lossy();
    let path = set.with_file_name(format!(".{name}.lock"));
    for _ in 0..2 {
        match claim(set, &path) {
            Ok(()) => {
                sweep(set);
                return Ok(Lock(path));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_left(&path) => {
                let _ = fs::remove_file(&path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(UpdateError::Locked { path: set.to_owned(), lock: path });
            }
            Err(error) => return Err(UpdateError::disk(&path, error)),
        }
    }
    Err(UpdateError::Locked { path: set.to_owned(), lock: path })
}

/// Makes the lock with this process's number in it, in one step: written aside and linked into place, so that no kill
/// leaves a lock without an owner. Where the disk knows no links it is made and then written.
fn claim(set: &Path, lock: &Path) -> io::Result<()> {
    let owner = std::process::id();
    let name = set.file_name().unwrap_or_default().to_string_lossy();
    let aside = set.with_file_name(format!(".{name}.{owner}.lock.part"));
    fs::write(&aside, owner.to_string())?;
    let linked = fs::hard_link(&aside, lock);
    let _ = fs::remove_file(&aside);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            write!(fs::File::create_new(lock)?, "{owner}")
        }
        told => told,
    }
}

/// Removes what a run that was killed left aside; whoever holds the lock is the only one at work.
fn sweep(set: &Path) {
    let name = set.file_name().unwrap_or_default().to_string_lossy();
    let is_ours = |it: &str| it.starts_with(&format!(".{name}.")) && it.ends_with(".part");
    let folder = set.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_ours(&entry.file_name().to_string_lossy()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How long a lock may be without its owner's number: that is written right after the lock is made,
/// unless the owner was killed in between.
const NAMELESS: Duration = Duration::from_millis(200);

/// The process that holds a lock, where it says so.
fn owner(lock: &Path) -> Option<u32> {
    fs::read_to_string(lock).ok()?.trim().parse().ok()
}

/// Whether a lock was left behind by a process that is gone. Where the system does not tell, by one an hour old.
fn is_left(lock: &Path) -> bool {
    let owner = owner(lock).or_else(|| {
        std::thread::sleep(NAMELESS);
        owner(lock)
    });
    if owner.is_none() {
        return true;
    }
    let processes = Path::new("/proc/self");
    match owner {
        Some(owner) if owner == std::process::id() => false,
        Some(owner) if processes.exists() => !Path::new(&format!("/proc/{owner}")).exists(),
        _ => {
            let age = fs::metadata(lock)
                .and_then(|it| it.modified())
                .ok()
                .and_then(|it| it.elapsed().ok());
            age.is_some_and(|it| 3600 < it.as_secs())
        }
    }
}

/// Reads a set.
pub fn read(set: &Path) -> Result<Read, UpdateError> {
    let not = |why: String| UpdateError::NotASet { path: set.to_owned(), why };
    let document = Document::read(set).map_err(|error| match &error {
        ReadError::Disk { source, .. } => not(source.to_string()),
        _ => not(error.to_string()),
    })?;
    let bytes = fs::read(set).map_err(|error| not(error.to_string()))?;
    Ok(Read { document, bytes })
}

/// Puts `bytes` in the place of a set that still is as it was read, keeping it in `Backup/`; gives the backup.
///
/// Whatever stops this, the set is the old one or the new one: the backup is written and on the disk first, then the
/// new set aside, then it is renamed into place.
pub fn replace(
    set: &Path,
    before: &Read,
    bytes: &[u8],
    now: Option<u64>,
) -> Result<PathBuf, UpdateError> {
    let trouble = |source| UpdateError::disk(set, source);
    if fs::metadata(set).map_err(trouble)?.permissions().readonly() {
        return Err(trouble(io::Error::from(io::ErrorKind::PermissionDenied)));
    }
    let backup = keep(set, "Backup", &before.bytes, now)?;
    let name = set.file_name().unwrap_or_default().to_string_lossy();
    let aside = set.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let done = whole(&aside, bytes).and_then(|()| match fs::read(set)? == before.bytes {
        true => fs::rename(&aside, set).map(|()| true),
        false => Ok(false),
    });
    if !matches!(done, Ok(true)) {
        let _ = fs::remove_file(&aside);
    }
    match done {
        Ok(true) => Ok(backup),
        Ok(false) => Err(UpdateError::ChangedUnderway(set.to_owned())),
        Err(error) => Err(trouble(error)),
    }
}

/// `<folder>/<Name> [YYYY-MM-DD HHMMSS].als` beside the set, as Live names its backups; a second within the same second gets a number.
pub fn keep(
    set: &Path,
    folder: &str,
    bytes: &[u8],
    now: Option<u64>,
) -> Result<PathBuf, UpdateError> {
    let folder = set.with_file_name(folder);
    let trouble = |path: &Path, source| UpdateError::disk(path, source);
    fs::create_dir_all(&folder).map_err(|error| trouble(&folder, error))?;
    let stem = set.file_stem().unwrap_or_default().to_string_lossy();
    let ending = set.extension().unwrap_or_default().to_string_lossy();
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
    let stamp = calendar::stamp(now.unwrap_or_else(clock));
    for again in 1..1000 {
        let more = if again == 1 { String::new() } else { format!(" {again}") };
        let path = folder.join(format!("{stem} [{stamp}]{more}.{ending}"));
        if path.exists() {
            continue;
        }
        if let Err(error) = whole(&path, bytes) {
            let _ = fs::remove_file(&path);
            return Err(trouble(&path, error));
        }
        return Ok(path);
    }
    Err(trouble(&folder, io::Error::from(io::ErrorKind::AlreadyExists)))
}

/// Puts a file in the place of another in one step.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), UpdateError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let done = whole(&aside, bytes).and_then(|()| fs::rename(&aside, path));
    if done.is_err() {
        let _ = fs::remove_file(&aside);
    }
    done.map_err(|source| UpdateError::disk(path, source))
}

/// Writes a file and waits until the disk has it.
fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_writers_cannot_hold_one_set() {
        let folder = tempfile::tempdir().unwrap();
        let set = folder.path().join("Song.als");
        fs::write(&set, b"x").unwrap();
        let held = lock(&set).unwrap();
        assert!(matches!(lock(&set), Err(UpdateError::Locked { .. })));
        drop(held);
        drop(lock(&set).unwrap());
        // A lock of a process that is gone is no lock.
        fs::write(folder.path().join(".Song.als.lock"), "4194305").unwrap();
        assert!(lock(&set).is_ok());
        // Nor is one whose process was killed before it could write its number.
        fs::write(folder.path().join(".Song.als.lock"), "").unwrap();
        assert!(lock(&set).is_ok());
    }
}
