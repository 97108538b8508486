//! A folder of plug-ins: bundles that tell of themselves, and files that have a name alone.

use std::fs;
use std::path::{Path, PathBuf};

use super::{MOST_PLUGINS, Scan, clean, module_info};
use crate::inventory::PluginInventory;
use crate::plugin::{Plugin, PluginFormat};

/// So deep a folder is looked into.
const DEEPEST: usize = 8;

/// So many entries of a folder and all below it are looked at.
const MOST_ENTRIES: usize = 200_000;

/// Endings of what holds plug-ins.
const ENDINGS: &[(&str, PluginFormat)] = &[
    ("vst3", PluginFormat::Vst3),
    ("dll", PluginFormat::Vst2),
    ("vst", PluginFormat::Vst2),
    ("component", PluginFormat::Au),
];

/// Where a bundle tells of itself; the second was the place for a while.
const INFOS: &[&str] = &["Contents/Resources/moduleinfo.json", "Contents/moduleinfo.json"];

/// The plug-ins of a folder and those below it.
///
/// # Errors
///
/// [`InventoryError`](crate::InventoryError) where the folder itself cannot be read.
pub fn scan(folder: &Path) -> Result<Scan, crate::InventoryError> {
    fs::read_dir(folder)
        .map_err(|source| crate::InventoryError::Disk { path: folder.to_owned(), source })?;
    let mut walk = Walk { waiting: vec![(folder.to_owned(), 0)], seen: 0, found: Vec::new() };
    while let Some((folder, depth)) = walk.waiting.pop() {
        walk.look_into(&folder, depth);
    }
    let is_whole = walk.seen < MOST_ENTRIES && walk.found.len() < MOST_PLUGINS;
    let mut all = Scan::default();
    let mut plugins = Vec::new();
    for path in &walk.found {
        let scan = single(path);
        plugins.extend(scan.inventory.plugins);
        all.remarks.extend(scan.remarks);
    }
    all.inventory = PluginInventory::of(plugins);
    if !is_whole {
        all.remarks.push(format!(
            "only the first {MOST_ENTRIES} entries of {} were looked at",
            folder.display()
        ));
    }
    Ok(all)
}

/// One bundle or file: what it tells of itself, else its name.
pub fn single(path: &Path) -> Scan {
    let info = INFOS.iter().map(|it| path.join(it)).find(|it| it.is_file());
    match info.map(|it| module_info::read(&it)) {
        Some(Ok(scan)) => scan,
        Some(Err(error)) => {
            let remarks = vec![error.to_string().replace('\n', " ")];
            Scan { remarks, ..by_name(path) }
        }
        None => by_name(path),
    }
}

/// Whether a folder is itself a plug-in.
pub fn is_bundle(folder: &Path) -> bool {
    format_of(folder).is_some()
}

fn by_name(path: &Path) -> Scan {
    let name = path.file_stem().and_then(|it| clean(&it.to_string_lossy()));
    let plugin = name.zip(format_of(path)).map(|(name, format)| Plugin {
        path: Some(path.to_string_lossy().into_owned()),
        ..Plugin::named(name, format)
    });
    Scan { inventory: PluginInventory::of(plugin.into_iter().collect()), remarks: Vec::new() }
}

fn format_of(path: &Path) -> Option<PluginFormat> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    ENDINGS.iter().find(|it| it.0 == ending).map(|it| it.1)
}

struct Walk {
    waiting: Vec<(PathBuf, usize)>,
    seen: usize,
    found: Vec<PathBuf>,
}

impl Walk {
    /// Takes what holds plug-ins, and puts the other folders on the list. Links to folders are not followed: they may
    /// lead in a circle.
    fn look_into(&mut self, folder: &Path, depth: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut paths: Vec<(PathBuf, bool)> = entries
            .filter_map(Result::ok)
            .take(MOST_ENTRIES.saturating_sub(self.seen))
            .map(|it| (it.path(), it.file_type().is_ok_and(|it| it.is_dir())))
            .collect();
        self.seen += paths.len();
        paths.sort();
        for (path, is_folder) in paths.into_iter().rev() {
            if format_of(&path).is_some() {
                if self.found.len() < MOST_PLUGINS {
                    self.found.push(path);
                }
            } else if is_folder && depth < DEEPEST {
                self.waiting.push((path, depth + 1));
            }
        }
    }
}
