//! A project folder, built aside and renamed into place.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::error::ProduceError;

/// A folder under construction, hidden beside its target until it is whole.
///
/// Dropped before [`Folder::finish`], it leaves nothing behind.
pub struct Folder {
    aside: TempDir,
    parent: PathBuf,
    name: String,
    stamp: SystemTime,
}

impl Folder {
    /// Begins `<name> Project` in `parent`, which is made where it is missing. `stamp` is what
    /// every file gives as its time of change, in seconds since 1970.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Write`] when `parent` cannot be made or written to.
    pub fn begin(parent: &Path, name: &str, stamp: u32) -> Result<Self, ProduceError> {
        let trouble = |source| ProduceError::Write { path: parent.to_owned(), source };
        fs::create_dir_all(parent).map_err(trouble)?;
        let aside =
            tempfile::Builder::new().prefix(".making-").tempdir_in(parent).map_err(trouble)?;
        let stamp = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::from(stamp));
        Ok(Self { aside, parent: parent.to_owned(), name: file_name(name), stamp })
    }

    /// The folder as it is being built.
    pub fn path(&self) -> &Path {
        self.aside.path()
    }

    /// Makes an empty folder named `relative` in it.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Write`] when it cannot be made.
    pub fn make(&self, relative: &str) -> Result<(), ProduceError> {
        let path = self.path().join(relative);
        fs::create_dir_all(&path).map_err(|source| ProduceError::Write { path, source })
    }

    /// Where `relative` (with `/` between folders) lies, its folders made.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Write`] when a folder cannot be made.
    pub fn place(&self, relative: &str) -> Result<PathBuf, ProduceError> {
        let path = relative.split('/').fold(self.path().to_owned(), |at, step| at.join(step));
        if let Some(folder) = path.parent() {
            let trouble = |source| ProduceError::Write { path: folder.to_owned(), source };
            fs::create_dir_all(folder).map_err(trouble)?;
        }
        Ok(path)
    }

    /// Gives a written file the folder's time of change, and rights that a copy may lack.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Write`] when the disk refuses.
    pub fn stamp(&self, path: &Path) -> Result<(), ProduceError> {
        let touch = || {
            open_file_to_all(path)?;
            let file = fs::File::options().write(true).open(path)?;
            file.set_modified(self.stamp)?;
            file.sync_all()
        };
        touch().map_err(|source| ProduceError::Write { path: path.to_owned(), source })
    }

    /// Writes `bytes` to `relative` and gives the file the folder's stamp.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Write`] when the disk refuses.
    pub fn write(&self, relative: &str, bytes: &[u8]) -> Result<(), ProduceError> {
        let path = self.place(relative)?;
        let save = || -> io::Result<()> {
            let mut file = fs::File::create(&path)?;
            file.write_all(bytes)?;
            file.set_modified(self.stamp)?;
            file.sync_all()
        };
        save().map_err(|source| ProduceError::Write { path: path.clone(), source })
    }

    /// Renames the folder to `<name> Project`, or `<name> 2 Project` and so on where one exists.
    ///
    /// `last` writes what depends on the name it gets in the end, and is asked again in the rare
    /// case that somebody else takes that name in between. Gives the final name and the path of
    /// the project.
    ///
    /// # Errors
    ///
    /// [`ProduceError::Write`] when the disk refuses, and those of `last`; then nothing is left at
    /// the target.
    pub fn finish(
        self,
        last: impl Fn(&Self, &str) -> Result<Vec<String>, ProduceError>,
    ) -> Result<(String, PathBuf), ProduceError> {
        let mut trouble = io::Error::from(io::ErrorKind::AlreadyExists);
        for number in 1..=9999_u32 {
            let name = numbered(&self.name, number);
            let target = self.parent.join(format!("{name} Project"));
            if target.exists() {
                continue;
            }
            let written = last(&self, &name)?;
            match open_to_all(self.path()).and_then(|()| fs::rename(self.path(), &target)) {
                Ok(()) => {
                    let _ = self.aside.keep(); // it lies at its target now: nothing to clean up
                    return Ok((name, target));
                }
                Err(source) if !target.exists() => {
                    return Err(ProduceError::Write { path: target, source });
                }
                Err(taken) => trouble = taken,
            }
            for relative in written {
                let path = self.place(&relative)?;
                fs::remove_file(&path).map_err(|source| ProduceError::Write { path, source })?;
            }
        }
        Err(ProduceError::Write { path: self.parent.clone(), source: trouble })
    }
}

/// Gives a folder the rights a user expects; a temporary one is private.
#[cfg(unix)]
fn open_to_all(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))
}

/// A copy of a read-only file must be writable, or the user cannot work on it.
#[cfg(unix)]
fn open_file_to_all(file: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_file_to_all(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> io::Result<()> {
    Ok(())
}

fn numbered(name: &str, number: u32) -> String {
    if number == 1 { name.to_owned() } else { format!("{name} {number}") }
}

/// `name` as every file system takes it: what none of them allows becomes `-`, dots and blanks at
/// the ends go, and nothing becomes `Untitled`. At most 80 characters.
pub fn file_name(name: &str) -> String {
    let allowed = |it: char| {
        if it.is_control() || r#"/\:*?"<>|"#.contains(it) { '-' } else { it }
    };
    let clean: String = name.trim().chars().map(allowed).take(80).collect();
    match clean.trim_matches(['.', ' ']) {
        "" => "Untitled".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_project_is_never_touched() {
        let out = tempfile::tempdir().unwrap();
        for expected in ["Song Project/Song.als", "Song 2 Project/Song 2.als"] {
            let folder = Folder::begin(out.path(), "Song", 0).unwrap();
            let set = |it: &Folder, name: &str| {
                let file = format!("{name}.als");
                it.write(&file, b"x").map(|()| vec![file])
            };
            let (name, project) = folder.finish(set).unwrap();
            assert_eq!(project.join(format!("{name}.als")), out.path().join(expected));
            assert!(out.path().join(expected).exists());
        }
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 2, "nothing else is left");
    }

    #[test]
    fn a_folder_given_up_leaves_nothing() {
        let out = tempfile::tempdir().unwrap();
        Folder::begin(out.path(), "Song", 0).unwrap().write("Samples/a.wav", b"x").unwrap();
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    }

    #[test]
    fn any_name_becomes_a_file_name() {
        assert_eq!(file_name("AC/DC: live?"), "AC-DC- live-");
        assert_eq!(file_name(" .. "), "Untitled");
        assert_eq!(file_name("Café del Mar"), "Café del Mar");
    }
}
