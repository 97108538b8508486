//! Why an inventory could not be read, all mistakes at once.

use std::fmt;
use std::io;
use std::path::PathBuf;

use serde::Serialize;

/// One mistake of an inventory file, with all that is needed to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Where it stands: a JSON pointer (RFC 6901), empty for the whole file.
    pub at: String,
    /// What was found there.
    pub found: String,
    /// What may stand there.
    pub allowed: String,
    /// The nearest valid name, where one is near.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl Mistake {
    /// A mistake at `at`, where `found` stands and `allowed` may stand.
    pub fn new(
        at: impl Into<String>,
        found: impl Into<String>,
        allowed: impl Into<String>,
    ) -> Self {
        Self { at: at.into(), found: found.into(), allowed: allowed.into(), nearest: None }
    }
}

impl fmt::Display for Mistake {
    /// `/plugins/3/format: "VTS3"; did you mean "VST3"? (VST3, VST2, AU)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_empty() { "/" } else { &self.at };
        write!(f, "{at}: {}", self.found)?;
        if let Some(name) = &self.nearest {
            write!(f, "; did you mean {name:?}?")?;
        }
        write!(f, " ({})", self.allowed)
    }
}

/// Why an inventory could not be read.
#[derive(Debug, thiserror::Error)]
pub enum InventoryError {
    /// The disk refused.
    #[error("reading {}", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of ours, or a bundle's `moduleinfo.json`, with mistakes.
    #[error("{} is no inventory:{}", path.display(), lines(mistakes))]
    Mistakes {
        /// The file.
        path: PathBuf,
        /// Every mistake in it.
        mistakes: Vec<Mistake>,
    },
    /// A database that is not Live's, or a broken one.
    #[error("{} is no plug-in database of Live", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// A database without the tables that Live keeps plug-ins in.
    #[error("{} holds no plug-ins of Live: {what}", path.display())]
    NotLive {
        /// The file or folder.
        path: PathBuf,
        /// What is missing.
        what: String,
    },
    /// A file of a kind that holds no inventory.
    #[error("{} is none of what an inventory is read from (a .json of ours, a .db of Live, a .vst3 bundle, a folder)", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
    },
    /// Larger than an inventory can be.
    #[error("{} is larger than {limit}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit, in words.
        limit: String,
    },
}

fn lines(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(|it| format!("\n{it}")).collect()
}
