//! The words of a genre file for its JSON Schema, where the types alone do not tell them.

use music_types::{Drum, Role, SectionKind};
use schemars::{Schema, SchemaGenerator, json_schema};

/// A part that notes are written for, by its word.
pub(crate) fn role(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> =
        Role::ALL.iter().filter(|it| it.is_played()).map(|it| it.word()).collect();
    json_schema!({ "type": "string", "enum": words })
}

/// Kinds of section, by their words.
pub(crate) fn kinds(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = SectionKind::ALL.iter().map(|it| it.word()).collect();
    json_schema!({ "type": "array", "items": { "type": "string", "enum": words } })
}

/// A grid a drum.
pub(crate) fn drum_lines(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Drum::ALL.iter().map(|it| it.word()).collect();
    json_schema!({
        "type": "object",
        "propertyNames": { "enum": words },
        "additionalProperties": { "type": "string" },
    })
}

/// Bars by their letter, each a grid a drum.
pub(crate) fn drum_bars(generator: &mut SchemaGenerator) -> Schema {
    let lines = drum_lines(generator);
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^[A-Z]$" },
        "additionalProperties": lines,
    })
}
