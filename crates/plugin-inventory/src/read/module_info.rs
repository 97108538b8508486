//! A VST3 bundle's own word on what it holds: `moduleinfo.json`.

use std::path::Path;

use serde::Deserialize;

use super::lenient::strict;
use super::{Scan, clean, text};
use crate::id::PluginId;
use crate::inventory::PluginInventory;
use crate::mistake::{InventoryError, Mistake};
use crate::plugin::{Plugin, PluginFormat, PluginKind};

/// The largest `moduleinfo.json`, in bytes.
const LARGEST: u64 = 4_000_000;

/// The category of classes that are plug-ins; controllers and the like have others.
const AUDIO: &str = "Audio Module Class";

#[derive(Deserialize)]
struct ModuleInfo {
    #[serde(rename = "Version", default)]
    version: Option<String>,
    #[serde(rename = "Factory Info", default)]
    factory: Factory,
    #[serde(rename = "Classes", default)]
    classes: Vec<Class>,
}

#[derive(Deserialize, Default)]
struct Factory {
    #[serde(rename = "Vendor", default)]
    vendor: String,
}

#[derive(Deserialize)]
struct Class {
    #[serde(rename = "CID", default)]
    cid: String,
    #[serde(rename = "Category", default)]
    category: String,
    #[serde(rename = "Name", default)]
    name: String,
    #[serde(rename = "Vendor", default)]
    vendor: Option<String>,
    #[serde(rename = "Version", default)]
    version: Option<String>,
    #[serde(rename = "Sub Categories", default)]
    categories: Vec<String>,
}

/// The plug-ins that a bundle's `moduleinfo.json` tells of; their path is the bundle's.
///
/// # Errors
///
/// [`InventoryError`] where the file cannot be read or is no such file, however leniently.
pub fn read(path: &Path) -> Result<Scan, InventoryError> {
    let refused = |found: String| InventoryError::Mistakes {
        path: path.to_owned(),
        mistakes: vec![Mistake::new("", found, "a moduleinfo.json as VST3 bundles hold it")],
    };
    let info: ModuleInfo = serde_json::from_str(&strict(&text(path, LARGEST)?))
        .map_err(|it| refused(it.to_string()))?;
    let classes = info.classes.iter().filter(|it| it.category == AUDIO);
    let plugins: Vec<Plugin> = classes.filter_map(|it| plugin(it, &info, bundle(path))).collect();
    if plugins.is_empty() {
        return Err(refused("no class that is a plug-in".to_owned()));
    }
    Ok(Scan { inventory: PluginInventory::of(plugins), remarks: Vec::new() })
}

/// The bundle that holds the file: the nearest folder around it that ends in `.vst3`, else the file.
fn bundle(path: &Path) -> &Path {
    let is_bundle = |it: &&Path| it.extension().is_some_and(|it| it.eq_ignore_ascii_case("vst3"));
    path.ancestors().find(is_bundle).unwrap_or(path)
}

fn plugin(class: &Class, info: &ModuleInfo, bundle: &Path) -> Option<Plugin> {
    let vendor =
        class.vendor.as_deref().filter(|it| !it.trim().is_empty()).unwrap_or(&info.factory.vendor);
    let version = class.version.as_deref().or(info.version.as_deref());
    let says = |word: &str| class.categories.iter().any(|it| it.eq_ignore_ascii_case(word));
    let kind = match class.categories.is_empty() {
        true => None,
        false if says("Instrument") => Some(PluginKind::Instrument),
        false => Some(PluginKind::Effect),
    };
    Some(Plugin {
        vendor: clean(vendor).unwrap_or_default(),
        id: PluginId::read(&class.cid, PluginFormat::Vst3).ok(),
        kind,
        version: version.and_then(clean),
        path: Some(bundle.to_string_lossy().into_owned()),
        categories: class.categories.iter().take(32).filter_map(|it| clean(it)).collect(),
        ..Plugin::named(clean(&class.name)?, PluginFormat::Vst3)
    })
}
