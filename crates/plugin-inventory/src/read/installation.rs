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
    Ok(alone(edition))
}

/// The edition in the name of Live's own folder or bundle: `Ableton Live 12 Suite.app`, `Live 11 Intro`.
pub fn by_name(folder: &Path) -> Option<Scan> {
    let name = folder.file_name()?.to_string_lossy().into_owned();
    let mut words = name.trim_end_matches(".app").split_whitespace();
    let live = words.find(|it| *it != "Ableton")?;
    let is_live = live == "Live" && words.next()?.parse::<f64>().is_ok();
    words.next().and_then(Edition::read).filter(|_| is_live).map(alone)
}

fn alone(edition: Edition) -> Scan {
    let inventory = PluginInventory { edition: Some(edition), ..PluginInventory::default() };
    Scan { inventory, remarks: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_lives_folder_tells_the_edition() {
        let edition = |name: &str| by_name(Path::new(name)).and_then(|it| it.inventory.edition);
        assert_eq!(edition("/Applications/Ableton Live 12 Suite.app"), Some(Edition::Suite));
        assert_eq!(edition("C:/ProgramData/Ableton/Live 11 Intro"), Some(Edition::Intro));
        assert_eq!(edition("/music/Live 12 Set"), None);
        assert_eq!(edition("/music/Live at home Suite"), None);
        assert_eq!(edition("/"), None);
    }
}
