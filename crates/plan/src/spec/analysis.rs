//! What an analyser already found in a recording, given along with it.

use music_types::{Key, Seconds, Tempo};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is known of a recording already. Given values are believed over our own measurement; a
/// clear disagreement becomes a remark.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Analysis {
    /// Its tempo in BPM, unrounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>", range(min = 30, max = 300))]
    pub tempo: Option<Tempo>,
    /// Its beats in seconds from the start of the file, rising.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<f64>")]
    pub beats: Vec<Seconds>,
    /// The first beats of its bars in seconds from the start of the file, rising.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<f64>")]
    pub downbeats: Vec<Seconds>,
    /// Its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub key: Option<Key>,
    /// Its sections, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<KnownSection>,
}

/// A section of a recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownSection {
    /// What it is called: intro, verse, chorus, bridge, break, build, drop, outro, or any word.
    pub name: String,
    /// Where it begins, in seconds from the start of the file.
    #[schemars(with = "f64", range(min = 0, max = 36_000))]
    pub start_seconds: Seconds,
    /// Where it ends, in seconds from the start of the file; later than the start.
    #[schemars(with = "f64", range(min = 0, max = 36_000))]
    pub end_seconds: Seconds,
}
