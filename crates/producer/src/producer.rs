//! The producer: what it works with, and where it puts what it makes.

use std::path::PathBuf;

use plan::Library;
use plugin_inventory::PluginInventory;

use crate::cancel::Cancel;
use crate::outside::{LiveApi, SoundVault};

/// Makes projects of wishes.
///
/// What is not there is `None`, and its work is done another way: native devices for plug-ins, our
/// own kit for samples; the result says so.
pub struct Producer {
    /// Where projects go, each in a folder of its own.
    pub output: PathBuf,
    /// Where relative paths of a wish count from.
    pub base: PathBuf,
    /// The plug-ins the user has, and the edition of their Live.
    pub inventory: Option<PluginInventory>,
    /// The user's samples.
    pub vault: Option<Box<dyn SoundVault>>,
    /// A running Live that is to open what was made.
    pub live: Option<Box<dyn LiveApi>>,
    /// Genres, forms and mixing styles; `None` is those that come with the program.
    pub library: Option<Library>,
    /// What every file gives as its time of change, in seconds since 1970. A constant, so that the
    /// same wish gives the same bytes.
    pub stamp: u32,
    /// The clock of backups, in seconds since 1970; `None` is the system's.
    pub now: Option<u64>,
    /// Asks the work to stop.
    pub cancel: Cancel,
}

impl Producer {
    /// The first second of 2026: the time of change of files, unless somebody wants another.
    pub const STAMP: u32 = 1_767_225_600;

    /// A producer that writes to `output`, with nothing from outside.
    pub fn new(output: impl Into<PathBuf>) -> Self {
        Self {
            output: output.into(),
            base: PathBuf::new(),
            inventory: None,
            vault: None,
            live: None,
            library: None,
            stamp: Self::STAMP,
            now: None,
            cancel: Cancel::default(),
        }
    }

    /// The genres, forms and mixing styles it knows.
    pub fn library(&self) -> &Library {
        self.library.as_ref().unwrap_or_else(|| plan::built_in())
    }
}
