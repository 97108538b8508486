//! A `ProductionResult`: what came of a wish, as it stands beside the project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::remark::Remark;

/// What came of a wish. It describes the project as written, read back from the disk.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ProductionResult {
    /// Whether the project is there and passed its check.
    pub success: bool,
    /// The Live set.
    pub als_path: String,
    /// What a running Live answered, where there was one to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_result: Option<LiveResult>,
    /// The name of the project.
    pub project_name: String,
    /// How long the music lasts, in seconds.
    pub duration_seconds: f64,
    /// The plug-ins the set uses, by name; none of Live's own devices.
    pub plugins_used: Vec<String>,
    /// The files under `Samples/`, relative to the project folder.
    pub samples_used: Vec<String>,
    /// How many MIDI clips were written.
    pub midi_clips_generated: u64,
    /// How long the making took, in seconds of the clock; the one value that differs between two
    /// makings of the same spec.
    pub generation_time_seconds: f64,
    /// What was changed in a set that existed, with old and new values as read back from it.
    pub changes_made: Vec<ChangeMade>,
    /// What is odd but not wrong.
    pub remarks: Vec<Remark>,
    /// What stands in for what was asked.
    pub substitutions: Vec<Substitution>,
    /// The sections of the arrangement, in order.
    pub sections: Vec<MadeSection>,
    /// The seed all chance came from: give it in the spec to get the same again.
    pub seed: u64,
}

/// What a running Live answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct LiveResult {
    /// Whether Live has the set open now.
    pub opened: bool,
    /// What Live, or the way to it, said.
    pub words: String,
}

/// One value changed in a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeMade {
    /// What was changed: `bass_track.volume`.
    pub target: String,
    /// What it was, with its unit, as read from the set before.
    pub old_value: String,
    /// What it is, with its unit, as read back from the set after.
    pub new_value: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Something that stands in for what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Substitution {
    /// What was asked for.
    pub asked: String,
    /// What is used instead.
    pub used: String,
    /// Why.
    pub why: String,
}

/// A section of the arrangement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MadeSection {
    /// Its name, as on the locator: `DROP 1A`.
    pub name: String,
    /// The bar it begins at, counted from 1.
    pub first_bar: i64,
    /// How many bars it lasts.
    pub bars: i64,
}
