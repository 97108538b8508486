//! Why a project could not be made.

use std::io;
use std::path::PathBuf;

/// Why a project could not be made. Whatever it was, nothing half-made is left behind.
#[derive(Debug, thiserror::Error)]
pub enum ProduceError {
    /// The spec cannot be followed; every mistake is in it.
    #[error(transparent)]
    Spec(#[from] plan::SpecErrors),
    /// A user's genres, forms or mixes have slips; every one is in it.
    #[error(transparent)]
    Library(#[from] plan::LibraryErrors),
    /// A source could not be read as audio.
    #[error("reading {}", path.display())]
    Audio {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: stems_dsp::AudioError,
    },
    /// A file could not be read.
    #[error("reading {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder could not be written.
    #[error("writing {}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The arrangement could not be put into a Live set.
    #[error("making the Live set")]
    Export(#[from] live_export::ExportError),
    /// The written set did not pass its check: a mistake of ours, so nothing was delivered.
    #[error("the set would not open in Live:\n{0}")]
    Unsound(String),
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
}
