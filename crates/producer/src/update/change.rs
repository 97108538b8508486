//! What a user asks of a set: one value, where it stands, what it was and what it shall be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterChange {
    /// What is changed: `bass_track.volume`, `"LEAD VOX".send.B`, `bass_track.device["EQ Eight"].band[3].gain`,
    /// `set.tempo`, `locator["DROP 1"].time`.
    pub target: String,
    /// What it is believed to be, in any unit it is shown in. When the set says otherwise, nothing is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_value: Option<Wish>,
    /// What it shall be: "-15 dB", -15.0, "+3 dB" or "by -3 dB" (from where it is), "80 Hz", "30 %", "2 st",
    /// "126 bpm", "25L", "off"; "=0.5" is the number that Live stores.
    pub new_value: Wish,
    /// Why; goes into the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Change it even when `old_value` is not what the set says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub force: bool,
    /// What becomes of automation of the parameter. Left out: SHIFT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub automation: Option<Automation>,
}

/// A value as people or programs write it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Wish {
    /// On or off.
    Switch(bool),
    /// A number in the unit that the parameter is shown in.
    Number(f64),
    /// A number with its unit, or a word.
    Text(String),
}

/// What becomes of an envelope when its parameter is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Automation {
    /// All of it moves by as much as the value: decibels and semitones by the same distance.
    Shift,
    /// All of it is multiplied as the value is.
    Scale,
    /// All of it becomes the value.
    Replace,
    /// It stays as it is, and goes on to win over the value.
    Keep,
}

/// Reads changes: a JSON list, or an object with the list under `changes`.
///
/// # Errors
///
/// One line that says what is wrong and where.
pub fn read_changes(text: &str) -> Result<Vec<ParameterChange>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Wrapped {
        changes: Vec<ParameterChange>,
    }
    let told = |it: serde_json::Error| it.to_string();
    match text.trim_start().starts_with('[') {
        true => serde_json::from_str(text).map_err(told),
        false => serde_json::from_str::<Wrapped>(text).map(|it| it.changes).map_err(told),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_read_as_a_list_or_under_their_name() {
        let list = r#"[{"target": "bass.volume", "new_value": -15.0}]"#;
        let wrapped = format!(r#"{{"changes": {list}}}"#);
        assert_eq!(read_changes(list), read_changes(&wrapped));
        let slip = read_changes(r#"[{"target": "a.volume", "new": 1}]"#).unwrap_err();
        assert!(slip.contains("unknown field `new`") && slip.contains("line 1"), "{slip}");
    }
}
