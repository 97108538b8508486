//! Why a set was not changed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

/// Why a set was not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// Changes that cannot be made; all of them at once.
    #[error("the set is unchanged:\n{}", lines(.0))]
    Refused(Vec<Refused>),
    /// The file is no set that can be read.
    #[error("{}: {why}", path.display())]
    NotASet {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, in one line.
        why: String,
    },
    /// Another program is changing the set.
    #[error("{} is being changed by another program (its lock is {})", path.display(), lock.display())]
    Locked {
        /// The set.
        path: PathBuf,
        /// The lock, to be deleted when no program runs that holds it.
        lock: PathBuf,
    },
    /// Somebody saved the set in the meantime.
    #[error("{} was saved by somebody else in the meantime: read it again", .0.display())]
    ChangedUnderway(PathBuf),
    /// The disk refused.
    #[error("{} could not be written", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl UpdateError {
    pub(super) fn disk(path: &Path, source: io::Error) -> Self {
        Self::Disk { path: path.to_owned(), source }
    }
}

/// A change that cannot be made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refused {
    /// Which change: its place in the list, `/0`.
    pub at: String,
    /// What was found, as asked or as the set says.
    pub found: String,
    /// What is wrong, in words.
    pub why: String,
    /// What there is instead: candidates, valid names, a range.
    pub allowed: Vec<String>,
    /// The nearest valid name.
    pub nearest: Option<String>,
}

impl Refused {
    pub(super) fn new(found: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            at: String::new(),
            found: found.into(),
            why: why.into(),
            allowed: Vec::new(),
            nearest: None,
        }
    }

    pub(super) fn empty() -> Self {
        Self::new("[]", "there is no change in the list")
    }

    /// With the names that could have stood there, and the nearest of them.
    pub(super) fn among(self, names: Vec<String>) -> Self {
        let nearest = plan::nearest(&self.found, names.iter().map(String::as_str));
        Self { nearest: nearest.map(str::to_owned), allowed: names, ..self }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.at.is_empty() {
            write!(f, "{}: ", self.at)?;
        }
        write!(f, "{} {}", self.found, self.why)?;
        if let Some(nearest) = &self.nearest {
            write!(f, "; did you mean {nearest}?")?;
        }
        let most = 12;
        match self.allowed.len() {
            0 => Ok(()),
            it if it <= most => write!(f, " ({})", self.allowed.join(", ")),
            it => {
                let shown = self.allowed.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
                write!(f, " ({shown}, and {} more)", it - most)
            }
        }
    }
}

fn lines(refused: &[Refused]) -> String {
    refused.iter().map(Refused::to_string).collect::<Vec<_>>().join("\n")
}
