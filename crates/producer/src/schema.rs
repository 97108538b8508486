//! The JSON Schemas of a wish, of what came of it and of a genre file, made from the types.

use plan::{InspirationSet, ProductionResult};
use serde_json::Value;

use crate::update::ParameterChange;

/// The schema of an [`InspirationSet`] (JSON Schema 2020-12).
pub fn inspiration_set() -> Value {
    schemars::schema_for!(InspirationSet).to_value()
}

/// The schema of a [`ProductionResult`] (JSON Schema 2020-12).
pub fn production_result() -> Value {
    schemars::schema_for!(ProductionResult).to_value()
}

/// The schema of the changes that a set is updated by.
pub fn changes() -> Value {
    schemars::schema_for!(Vec<ParameterChange>).to_value()
}

/// The schema of an inventory of plug-ins.
pub fn plugin_inventory() -> Value {
    plugin_inventory::schema()
}

/// The schema of a genre file, as TOML holds it.
pub fn genre() -> Value {
    plan::genre_schema()
}
