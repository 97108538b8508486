//! The mistakes of a spec, told all at once.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::choice::folded;

/// What kind of mistake it is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum MistakeKind {
    /// The text is no JSON or no TOML.
    Unreadable,
    /// A key that is not known there.
    UnknownKey,
    /// A key that must be there is not.
    Missing,
    /// A value of another type than the one that belongs there.
    WrongType,
    /// A number, a text or a list outside of its range.
    OutOfRange,
    /// A word, a genre, a style, a key that does not exist.
    UnknownName,
    /// Two wishes that exclude each other, or one that lacks what it needs.
    Impossible,
    /// A file that is not there or cannot be opened.
    NoFile,
}

/// One mistake, with all a person or a program needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mistake {
    /// Where it stands: a JSON pointer (RFC 6901), empty for the whole spec.
    pub at: String,
    /// What kind of mistake it is.
    pub kind: MistakeKind,
    /// What was found there, as written.
    pub found: String,
    /// What may stand there: a range, a list, a condition.
    pub allowed: String,
    /// The nearest valid name, where one is near.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl Mistake {
    /// A mistake at `at`, where `found` stands and `allowed` may stand.
    pub fn new(
        at: impl Into<String>,
        kind: MistakeKind,
        found: impl Into<String>,
        allowed: impl Into<String>,
    ) -> Self {
        Self { at: at.into(), kind, found: found.into(), allowed: allowed.into(), nearest: None }
    }

    /// A file that `at` names and that cannot be opened because of `why`.
    pub fn no_file(at: &str, path: &str, why: &str) -> Self {
        let allowed = format!("a file that can be read ({why}); paths are relative to the spec");
        Self::new(at, MistakeKind::NoFile, path, allowed)
    }
}

impl fmt::Display for Mistake {
    /// One line: `/target_bpm: 300 is not allowed (a number from 60 to 200 BPM)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_empty() { "/" } else { &self.at };
        let found = &self.found;
        match self.kind {
            MistakeKind::UnknownKey => write!(f, "{at}: no such key"),
            MistakeKind::Missing => write!(f, "{at}: missing"),
            MistakeKind::WrongType => write!(f, "{at}: {found}, is of the wrong type"),
            MistakeKind::OutOfRange => write!(f, "{at}: {found} is not allowed"),
            MistakeKind::UnknownName => write!(f, "{at}: {found} is not known"),
            MistakeKind::NoFile => write!(f, "{at}: {found} cannot be opened"),
            MistakeKind::Unreadable | MistakeKind::Impossible => write!(f, "{at}: {found}"),
        }?;
        if let Some(name) = &self.nearest {
            write!(f, "; did you mean {name:?}?")?;
        }
        if self.allowed.is_empty() { Ok(()) } else { write!(f, " ({})", self.allowed) }
    }
}

/// All mistakes of a spec, in the order of the spec; one at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
pub struct SpecErrors {
    /// The mistakes.
    pub mistakes: Vec<Mistake>,
}

impl SpecErrors {
    /// `Ok` where there is no mistake.
    ///
    /// # Errors
    ///
    /// All of `mistakes`, where there are any.
    pub fn none_of(mistakes: Vec<Mistake>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self { mistakes }) }
    }
}

impl From<Mistake> for SpecErrors {
    fn from(mistake: Mistake) -> Self {
        Self { mistakes: vec![mistake] }
    }
}

impl fmt::Display for SpecErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the spec cannot be followed:")?;
        self.mistakes.iter().try_for_each(|it| write!(f, "\n{it}"))
    }
}

/// The one of `names` most like `text`, if any is like it: at least 55 % the same by Damerau and
/// Levenshtein, or one holding the other.
pub fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // Names are short: what is long is no slip of a name, and comparing it would take long.
    let text = folded(text.get(..64).unwrap_or(if text.len() < 64 { text } else { "" }));
    names
        .into_iter()
        .map(|name| (name, likeness(&text, &folded(name))))
        .filter(|(_, likeness)| 0.55 <= *likeness)
        .max_by(|a, b| a.1.total_cmp(&b.1).then_with(|| b.0.len().cmp(&a.0.len())))
        .map(|(name, _)| name)
}

fn likeness(text: &str, name: &str) -> f64 {
    if text.is_empty() || name.is_empty() {
        return 0.0;
    }
    let spelt = strsim::normalized_damerau_levenshtein(text, name);
    let holds = 3 <= text.len() && (name.contains(text) || text.contains(name));
    if holds { spelt.max(0.6) } else { spelt }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_the_name_it_meant() {
        let names = ["target_genre", "target_bpm", "target_key", "mixing_style"];
        assert_eq!(nearest("target_gerne", names), Some("target_genre"));
        assert_eq!(nearest("bpm", names), Some("target_bpm"));
        assert_eq!(nearest("mixStyle", names), Some("mixing_style"));
        assert_eq!(nearest("polka", names), None);
        assert_eq!(nearest("", names), None);
        assert_eq!(nearest(&"é".repeat(100), names), None);
    }
}
