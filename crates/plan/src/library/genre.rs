//! A genre: where it lives, and which styles it is made of.

use music_types::{Key, Tempo};
use serde::Deserialize;

/// A genre as its file holds it: `genres/<name>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenreFile {
    /// For people.
    pub title: String,
    /// Where it is played.
    pub tempo: TempoRange,
    /// The keys it is mostly written in, the commonest first; one at least.
    pub keys: Vec<Key>,
    /// Its forms: a file of `forms/`.
    pub form: String,
    /// Its mixing style: a file of `mixes/`.
    pub mix: String,
    /// What is played.
    pub patterns: patterns::Style,
}

/// A genre, its form looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct Genre {
    /// Its name in specs, `afro_circuit`.
    pub name: String,
    /// Its name for people, `Afro Circuit`.
    pub title: String,
    /// Where it is played.
    pub tempo: TempoRange,
    /// The keys it is mostly written in, the commonest first; one at least.
    pub keys: Vec<Key>,
    /// The name of its forms.
    pub form_name: String,
    /// The name of its mixing style.
    pub mix: String,
    /// Its sections and casts.
    pub form: arrangement::Style,
    /// What is played.
    pub patterns: patterns::Style,
}

/// Tempos in BPM, rising.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TempoRange {
    /// The slowest it is played.
    pub low: Tempo,
    /// The tempo of a remix that asks for none.
    pub typical: Tempo,
    /// The fastest it is played.
    pub high: Tempo,
}

impl TempoRange {
    /// Whether the genre is played at this tempo.
    pub fn holds(self, tempo: Tempo) -> bool {
        (self.low..=self.high).contains(&tempo)
    }
}
