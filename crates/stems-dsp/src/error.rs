//! What can go wrong between a file and its sound.

use std::io;
use std::path::PathBuf;

/// Why a file could not be heard or written.
#[derive(Debug, thiserror::Error)]
pub enum AudioError {
    /// The file could not be opened.
    #[error("cannot open {}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is there but holds not one byte.
    #[error("{} is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// What is in the file is no audio that we know.
    #[error("{} is no audio file that can be read here ({why})", path.display())]
    NotAudio {
        /// The file.
        path: PathBuf,
        /// What the reader stumbled over.
        why: String,
    },
    /// The container is known, its codec is not.
    #[error("{} holds audio in a codec that cannot be decoded here ({why})", path.display())]
    Codec {
        /// The file.
        path: PathBuf,
        /// What the decoder says.
        why: String,
    },
    /// The file begins as audio but not one sample of it could be decoded.
    #[error("{} holds no sound: it is cut off or broken ({why})", path.display())]
    NoSound {
        /// The file.
        path: PathBuf,
        /// The first thing that was wrong.
        why: String,
    },
    /// The sound cannot be written as it is.
    #[error("cannot write {}: {why}", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What is wrong with the sound.
        why: String,
    },
    /// A file or folder could not be worked on.
    #[error("cannot write {}", path.display())]
    Disk {
        /// The file that was to be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Somebody asked to stop; nothing was written.
    #[error("stopped")]
    Stopped,
}

impl AudioError {
    /// What the system said while `path` was to be written; an interruption is a wish to stop.
    pub(crate) fn disk(path: &std::path::Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::Interrupted => Self::Stopped,
            _ => Self::Disk { path: path.to_owned(), source },
        }
    }
}

/// What stands for a wish to stop among the troubles of a disk.
pub(crate) fn stopped() -> io::Error {
    io::ErrorKind::Interrupted.into()
}
