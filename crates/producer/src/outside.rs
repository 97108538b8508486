//! What a producer may be given from outside: plug-ins, samples, a running Live.

use std::path::{Path, PathBuf};

use music_types::Drum;
use plan::LiveResult;
use serde::{Deserialize, Serialize};

/// The plug-ins a user has.
pub trait PluginInventory: Send + Sync {
    /// The plug-in that goes by `name`, however its makers spell it.
    fn find(&self, name: &str) -> Option<PluginInfo>;
}

/// A plug-in as its inventory knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PluginInfo {
    /// Its name, as Live shows it.
    pub name: String,
    /// Who makes it.
    pub vendor: String,
    /// `vst2`, `vst3` or `au`.
    pub format: String,
}

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
