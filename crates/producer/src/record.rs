//! What a project was made of: its wish, and its set as it was made. From these it can be made anew, and it can be
//! told what is the user's by now.

use std::path::Path;

use plan::{InspirationSet, RemixPlan};
use serde::{Deserialize, Serialize};

use crate::calendar;
use crate::producer::Producer;

/// The record's file in a project.
pub const FILE: &str = "record.json";

/// Every making of a set, the latest last.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The first is the project's own, others are of changes that made it anew.
    pub made: Vec<Making>,
}

/// One making of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Making {
    /// What was wished for, its paths whole and its seed said.
    pub wish: InspirationSet,
    /// Whether an inventory of plug-ins was given.
    pub has_plugins: bool,
    /// The set as it was made, by its path in the project.
    pub set: String,
}

impl Making {
    /// The making of a set from a wish whose blanks are settled; `set` is where it is kept as made.
    pub fn new(producer: &Producer, wish: &InspirationSet, plan: &RemixPlan, set: String) -> Self {
        let whole = |path: &str| {
            let path = producer.base.join(path);
            std::path::absolute(&path).unwrap_or(path).to_string_lossy().into_owned()
        };
        let wish = InspirationSet { seed: Some(plan.seed.0), ..plan::with_paths(wish, whole) };
        Self { wish, has_plugins: producer.inventory.is_some(), set }
    }
}

impl Record {
    /// The record of the project in `folder`; `None` where there is none that can be read.
    pub fn read(folder: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(folder.join(FILE)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// As it is written down.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// The folder of a project that keeps sets as they were made; not `Backup`, which Live clears out.
pub const FOLDER: &str = "Made";

/// Where a set is kept as it was made. `stamp` is its time in seconds since 1970.
pub fn place(name: &str, stamp: u64) -> String {
    format!("{FOLDER}/{name} [{}].als", calendar::stamp(stamp))
}
