//! Which edition of Live is installed, as its own folder tells it.

use std::path::Path;

use serde_json::Value;

use super::{Scan, text};
use crate::inventory::{Edition, PluginInventory};
use crate::mistake::{InventoryError, Mistake};

/// The edition in Live's `Installation.cfg`: `{"Variant": "Suite"}`.
///
/// # Errors
///
/// [`InventoryError`] where the file cannot be read or names no edition.
pub fn read(path: &Path) -> Result<Scan, InventoryError> {
    let value: Value = serde_json::from_str(&text(path, 1_000_000)?).unwrap_or_default();
    let found = value.get("Variant").and_then(Value::as_str);
    let Some(edition) = found.and_then(Edition::read) else {
        let found = found.map_or("no edition".to_owned(), |it| format!("{it:?}"));
        let mistakes = vec![Mistake::new("/Variant", found, Edition::WORDS.join(", "))];
        return Err(InventoryError::Mistakes { path: path.to_owned(), mistakes });
    };
    let inventory = PluginInventory { edition: Some(edition), ..PluginInventory::default() };
    Ok(Scan { inventory, remarks: Vec::new() })
}
