//! A genre: where it lives, and which styles it is made of.

use music_types::{Key, Tempo};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::library::palette::Palette;

/// A genre as its file holds it: `genres/<name>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Genre")]
pub(crate) struct GenreFile {
    /// For people.
    pub title: String,
    /// Where it is played.
    pub tempo: TempoRange,
    /// The keys it is mostly written in, the commonest first; one at least.
    #[schemars(with = "Vec<String>")]
    pub keys: Vec<Key>,
    /// Its forms: a file of `forms/`.
    pub form: String,
    /// Its mixing style: a file of `mixes/`.
    pub mix: String,
    /// What its parts sound like: a file of `sounds/`. Left out: `common`.
    #[serde(default = "common")]
    pub sounds: String,
    /// What is played.
    pub patterns: patterns::Style,
}

fn common() -> String {
    "common".to_owned()
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
    /// What its parts sound like.
    pub palette: Palette,
    /// Its sections and casts.
    pub form: arrangement::Style,
    /// What is played.
    pub patterns: patterns::Style,
}

/// Tempos in BPM, rising.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TempoRange {
    /// The slowest it is played.
    #[schemars(with = "f64", range(min = 20, max = 999))]
    pub low: Tempo,
    /// The tempo of a remix that asks for none.
    #[schemars(with = "f64", range(min = 20, max = 999))]
    pub typical: Tempo,
    /// The fastest it is played.
    #[schemars(with = "f64", range(min = 20, max = 999))]
    pub high: Tempo,
}

impl TempoRange {
    /// Whether the genre is played at this tempo.
    pub fn holds(self, tempo: Tempo) -> bool {
        (self.low..=self.high).contains(&tempo)
    }
}

/// The JSON Schema (2020-12) of a genre file.
pub fn genre_schema() -> serde_json::Value {
    schemars::schema_for!(GenreFile).to_value()
}
