//! Where inventories come from: one reader a source, each bounded, none that trusts what it reads.

mod database;
mod folder;
mod installation;
mod json;
mod lenient;
mod module_info;

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::inventory::PluginInventory;
use crate::mistake::InventoryError;

/// An inventory as it was read, and what is worth knowing of how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// The inventory.
    pub inventory: PluginInventory,
    /// What was left out or is in doubt, and why; a sentence each.
    pub remarks: Vec<String>,
}

/// So many plug-ins an inventory may hold.
const MOST_PLUGINS: usize = 100_000;

/// Reads one source: a `.json` of ours, a `.db` of Live, a `.vst3` bundle or its `moduleinfo.json`,
/// Live's own folder or its `Installation.cfg` for the edition, a folder of plug-ins or of Live's databases.
///
/// # Errors
///
/// [`InventoryError`] names the source and all that is wrong with it.
pub fn read(path: &Path) -> Result<Scan, InventoryError> {
    let trouble = |source| InventoryError::Disk { path: path.to_owned(), source };
    let is_folder = fs::metadata(path).map_err(trouble)?.is_dir();
    let name = path.file_name().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    let ending = name.rsplit_once('.').map(|it| it.1).unwrap_or_default();
    let mut scan = match ending {
        _ if is_folder && folder::is_bundle(path) => Ok(folder::single(path)),
        _ if is_folder && database::is_shelf(path) => database::newest(path),
        _ if is_folder => installation::by_name(path).map_or_else(|| folder::scan(path), Ok),
        _ if name == "moduleinfo.json" => module_info::read(path),
        _ if name == "installation.cfg" => installation::read(path),
        "json" => json::read(path),
        "db" | "sqlite" | "sqlite3" => database::read(path),
        "vst3" | "vst" | "dll" | "component" => Ok(folder::single(path)),
        _ => Err(InventoryError::Unknown { path: path.to_owned() }),
    }?;
    scan.remarks.extend(in_doubt(&scan.inventory));
    Ok(scan)
}

/// Reads several sources into one inventory; what an earlier one knows of edition and platform stays.
///
/// # Errors
///
/// As [`read()`], for the first source that cannot be read.
pub fn read_all(paths: &[PathBuf]) -> Result<Scan, InventoryError> {
    let mut all = Scan::default();
    for path in paths {
        let scan = read(path)?;
        all.inventory.absorb(scan.inventory);
        all.remarks.extend(scan.remarks.into_iter().filter(|it| !is_of_the_whole(it)));
    }
    all.remarks.extend(in_doubt(&all.inventory));
    all.remarks.dedup();
    Ok(all)
}

/// Where this system keeps plug-ins and Live itself and its database, as far as they are there; of several Lives the
/// newest first.
pub fn usual_places() -> Vec<PathBuf> {
    let home = |tail: &str| Some(PathBuf::from(std::env::var_os("HOME")?).join(tail));
    let local = |tail: &str| Some(PathBuf::from(std::env::var_os("LOCALAPPDATA")?).join(tail));
    let common =
        |tail: &str| Some(PathBuf::from(std::env::var_os("CommonProgramFiles")?).join(tail));
    let fixed = |path: &str| Some(PathBuf::from(path));
    let places = match std::env::consts::OS {
        "windows" => vec![local("Ableton/Live Database"), common("VST3")],
        "macos" => vec![
            home("Library/Application Support/Ableton/Live Database"),
            fixed("/Library/Audio/Plug-Ins"),
            home("Library/Audio/Plug-Ins"),
        ],
        _ => {
            vec![fixed("/usr/lib/vst3"), fixed("/usr/local/lib/vst3"), home(".vst3"), home(".vst")]
        }
    };
    let lives = match std::env::consts::OS {
        "windows" => std::env::var_os("ProgramData").map(|it| PathBuf::from(it).join("Ableton")),
        "macos" => fixed("/Applications"),
        _ => None,
    };
    let places = places.into_iter().flatten().filter(|it| it.is_dir());
    places.chain(lives.map(|it| installations(&it)).unwrap_or_default()).collect()
}

/// The Lives in a folder that tell their edition by their names, the newest first.
fn installations(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let paths = entries.take(10_000).map(|it| it.path());
    let mut lives: Vec<PathBuf> = paths.filter(|it| installation::by_name(it).is_some()).collect();
    lives.sort();
    lives.reverse();
    lives
}

/// How the remark on plug-ins without an id begins.
const WITHOUT_ID: &str = "without an id";

/// How the remark on plug-ins with two ids begins.
const TWO_IDS: &str = "two ids";

fn is_of_the_whole(remark: &str) -> bool {
    remark.starts_with(WITHOUT_ID) || remark.starts_with(TWO_IDS)
}

/// Plug-ins that cannot be written, and plug-ins of one name with two ids.
fn in_doubt(inventory: &PluginInventory) -> Vec<String> {
    let bare: Vec<&str> = inventory
        .plugins
        .iter()
        .filter(|it| !it.is_writable())
        .map(|it| it.name.as_str())
        .collect();
    let words = || {
        let shown = bare.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        let more = if bare.len() > 5 { ", …" } else { "" };
        format!(
            "{WITHOUT_ID}: {} of {} plug-ins ({shown}{more}) are known by name alone; they can be listed, not put into a set (Live's own database tells the ids)",
            bare.len(),
            inventory.plugins.len()
        )
    };
    let two = inventory.disagreements().into_iter().map(|(a, b)| {
        let id = |it: &crate::Plugin| it.id.map(|it| it.to_string()).unwrap_or_default();
        format!("{TWO_IDS}: {a} is both {} and {}; neither is put into a set", id(a), id(b))
    });
    (!bare.is_empty()).then(words).into_iter().chain(two).collect()
}

/// A text file of at most so many bytes; bytes that are no UTF-8 are replaced, a byte order mark is dropped.
fn text(path: &Path, most: u64) -> Result<String, InventoryError> {
    let trouble = |source| InventoryError::Disk { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(trouble)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(trouble)?;
    if most < bytes.len() as u64 {
        let limit = format!("{} MB", most / 1_000_000);
        return Err(InventoryError::TooLarge { path: path.to_owned(), limit });
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// A text without what cannot stand in a name, 200 letters at most; `None` where nothing is left.
fn clean(text: &str) -> Option<String> {
    let kept: String =
        text.chars().filter(|it| !it.is_control() && *it != '\u{fffd}').take(200).collect();
    let kept = kept.trim();
    (!kept.is_empty()).then(|| kept.to_owned())
}
