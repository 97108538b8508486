//! What a producer may be given from outside: samples, a running Live.

use std::path::{Path, PathBuf};

use music_types::Drum;
use plan::LiveResult;

/// A library of samples.
pub trait SoundVault: Send + Sync {
    /// The best sample for `drum` in the manner of `words` (a kit, a pack, a mood), if any.
    fn drum(&self, drum: Drum, words: &str) -> Option<PathBuf>;
}

/// A running Live.
pub trait LiveApi: Send + Sync {
    /// Asks Live to open the set at `path`.
    fn open(&self, path: &Path) -> LiveResult;
}
