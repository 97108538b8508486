//! Live's own database of plug-ins: what Live found, with the ids that it writes into sets.
//!
//! Two generations are read: `Live-plugins-*.db` of Live 12, and `Live-files-*.db`, in which Live 11
//! keeps plug-ins beside files. Columns that one of them lacks are taken as not told.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

use super::{MOST_PLUGINS, Scan, clean};
use crate::device;
use crate::inventory::PluginInventory;
use crate::mistake::InventoryError;
use crate::plugin::Plugin;

/// Steps of SQLite's machine that a question may take; Live's largest databases take less than a hundredth.
const MOST_STEPS: i32 = 200_000_000;

/// A folder of Live's databases is known by the beginning of their names, newest generation first.
const SHELVES: &[&str] = &["live-plugins-", "live-files-"];

/// Whether a folder holds databases of Live.
pub fn is_shelf(folder: &Path) -> bool {
    !databases(folder).is_empty()
}

/// The newest database of a folder that holds plug-ins: of several Lives, the one that ran last.
///
/// # Errors
///
/// [`InventoryError`] of the newest, where none can be read.
pub fn newest(folder: &Path) -> Result<Scan, InventoryError> {
    let mut first = None;
    for path in databases(folder) {
        match read(&path) {
            Ok(scan) => return Ok(scan),
            Err(error) => first = first.or(Some(error)),
        }
    }
    let what = "no Live-plugins-*.db and no Live-files-*.db".to_owned();
    Err(first.unwrap_or(InventoryError::NotLive { path: folder.to_owned(), what }))
}

/// The databases of a folder, changed last first.
fn databases(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(SystemTime, PathBuf)> = entries
        .filter_map(Result::ok)
        .take(10_000)
        .filter(|it| {
            let name = it.file_name().to_string_lossy().to_lowercase();
            name.ends_with(".db") && SHELVES.iter().any(|it| name.starts_with(it))
        })
        .map(|it| {
            let changed =
                it.metadata().and_then(|it| it.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            (changed, it.path())
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|it| it.1).collect()
}

/// The plug-ins of a database that Live would load.
///
/// # Errors
///
/// [`InventoryError`] where the file is no database, or none of Live's.
pub fn read(path: &Path) -> Result<Scan, InventoryError> {
    fs::File::open(path)
        .map_err(|source| InventoryError::Disk { path: path.to_owned(), source })?;
    let trouble = |source| InventoryError::Database { path: path.to_owned(), source };
    let database = open(path).map_err(trouble)?;
    let tables = Tables::of(&database).map_err(trouble)?;
    if let Some(what) = tables.missing() {
        return Err(InventoryError::NotLive { path: path.to_owned(), what });
    }
    let rows = tables.rows(&database).map_err(trouble)?;
    let mut scan = settled(rows);
    scan.remarks.extend(unwritten(path));
    Ok(scan)
}

/// A remark where the newest pages of a database lie beside it: SQLite keeps them there while Live runs.
fn unwritten(path: &Path) -> Option<String> {
    let mut beside = path.as_os_str().to_owned();
    beside.push("-wal");
    let is_there = fs::metadata(beside).is_ok_and(|it| 0 < it.len());
    is_there.then(|| "what Live found last may be missing, since Live still runs: scan again when it is closed".to_owned())
}

/// Opens a database to be read alone: nothing is locked, nothing is written, what Live holds open may be read.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut database = Connection::open_with_flags(address(path), flags)?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, 16_000_000)?;
    database.pragma_update(None, "trusted_schema", false)?;
    let mut steps = 0;
    database.progress_handler(
        1000,
        Some(move || {
            steps += 1000;
            MOST_STEPS < steps
        }),
    )?;
    Ok(database)
}

/// The path as an address that says: it will not change while it is read.
fn address(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let escaped: String = text
        .chars()
        .map(|it| match it {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            it => it.to_string(),
        })
        .collect();
    let slash = if escaped.get(1..2) == Some(":") { "/" } else { "" };
    format!("file:{slash}{escaped}?mode=ro&immutable=1")
}

/// The columns that a database has, by table.
struct Tables {
    plugins: Vec<String>,
    modules: Vec<String>,
    domains: Vec<String>,
}

impl Tables {
    fn of(database: &Connection) -> rusqlite::Result<Self> {
        let columns = |table: &str| -> rusqlite::Result<Vec<String>> {
            let is_table = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1 AND sql NOT LIKE 'create virtual%'";
            if database.query_row(is_table, [table], |it| it.get::<_, i64>(0))? == 0 {
                return Ok(Vec::new());
            }
            let mut question = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
            question.query_map([table], |it| it.get(0))?.collect()
        };
        Ok(Self {
            plugins: columns("plugins")?,
            modules: columns("plugin_modules")?,
            domains: columns("plugin_domains")?,
        })
    }

    /// What is missing of what a plug-in must say.
    fn missing(&self) -> Option<String> {
        if self.plugins.is_empty() {
            return Some("no table plugins".to_owned());
        }
        let lacks = |it: &&&str| !self.plugins.iter().any(|has| has == **it);
        ["name", "dev_identifier"]
            .iter()
            .find(lacks)
            .map(|it| format!("no column {it} in its table plugins"))
    }

    /// Every plug-in with its module and whether the folder that it lies in is switched on.
    fn rows(&self, database: &Connection) -> rusqlite::Result<Vec<Entry>> {
        let has = |columns: &[String], name: &str| columns.iter().any(|it| it == name);
        let of = |columns: &[String], table: &str, name: &str| {
            if has(columns, name) { format!("{table}.{name}") } else { "NULL".to_owned() }
        };
        let joined = has(&self.plugins, "module_id") && has(&self.modules, "module_id");
        let (modules, path, state) = match joined {
            true => (
                " LEFT JOIN plugin_modules m ON m.module_id = p.module_id",
                of(&self.modules, "m", "path"),
                of(&self.modules, "m", "scanstate"),
            ),
            false => ("", "NULL".to_owned(), "NULL".to_owned()),
        };
        let knows = has(&self.plugins, "module_id")
            && has(&self.domains, "module_id")
            && has(&self.domains, "enabled");
        let enabled = match knows {
            true => "(SELECT max(d.enabled) FROM plugin_domains d WHERE d.module_id = p.module_id)",
            false => "NULL",
        };
        let question = format!(
            "SELECT p.name, p.dev_identifier, {}, {}, {}, {path}, {state}, {enabled} FROM plugins p{modules} ORDER BY p.rowid LIMIT {MOST_PLUGINS}",
            of(&self.plugins, "p", "vendor"),
            of(&self.plugins, "p", "version"),
            of(&self.plugins, "p", "subcategories"),
        );
        database.prepare(&question)?.query_map([], entry)?.collect()
    }
}

/// A row as it stands there.
struct Entry {
    name: Option<String>,
    device: Option<String>,
    vendor: Option<String>,
    version: Option<String>,
    categories: Option<String>,
    path: Option<String>,
    has_failed: bool,
    is_off: bool,
}

fn entry(row: &Row) -> rusqlite::Result<Entry> {
    Ok(Entry {
        name: words(row, 0)?,
        device: words(row, 1)?,
        vendor: words(row, 2)?,
        version: words(row, 3)?,
        categories: words(row, 4)?,
        path: words(row, 5)?,
        has_failed: row.get_ref(6)?.as_i64().is_ok_and(|it| it == FAILED),
        is_off: row.get_ref(7)?.as_i64().is_ok_and(|it| it == 0),
    })
}

/// How Live marks a module that it could not scan.
const FAILED: i64 = 3;

/// A value as a text, whatever its type.
fn words(row: &Row, column: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(bytes) => clean(&String::from_utf8_lossy(bytes)),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    })
}

/// The plug-ins that Live would load, and what was left out.
fn settled(entries: Vec<Entry>) -> Scan {
    let paths = || entries.iter().filter_map(|it| it.path.as_deref());
    // Where no path is there, the database was brought from another machine.
    let is_here = paths().any(|it| Path::new(it).exists());
    let (mut strange, mut failed, mut off, mut gone) = (0, 0, 0, 0);
    let mut plugins = Vec::new();
    for entry in &entries {
        let is_gone = is_here && entry.path.as_deref().is_some_and(|it| !Path::new(it).exists());
        match plugin(entry) {
            None => strange += 1,
            Some(_) if entry.has_failed => failed += 1,
            Some(_) if entry.is_off => off += 1,
            Some(_) if is_gone => gone += 1,
            Some(plugin) => plugins.push(plugin),
        }
    }
    let told = [
        (strange, "of a kind that is not known here"),
        (failed, "that failed Live's scan"),
        (off, "in a folder that is switched off in Live"),
        (gone, "no longer on the disk"),
    ];
    let left_out =
        told.iter().filter(|it| 0 < it.0).map(|(count, why)| format!("left out: {count} {why}"));
    let elsewhere = !is_here && paths().next().is_some();
    let words = "none of its files is on this machine: it is taken as another machine's".to_owned();
    let remarks = left_out.chain(elsewhere.then_some(words)).collect();
    Scan { inventory: PluginInventory::of(plugins), remarks }
}

fn plugin(entry: &Entry) -> Option<Plugin> {
    let (id, kind) = device::read(entry.device.as_deref()?)?;
    let categories = entry.categories.as_deref().unwrap_or_default();
    Some(Plugin {
        vendor: entry.vendor.clone().unwrap_or_default(),
        id: Some(id),
        kind: Some(kind),
        version: entry.version.clone(),
        path: entry.path.clone(),
        categories: categories.split(['|', ',']).take(32).filter_map(clean).collect(),
        ..Plugin::named(entry.name.clone()?, id.format())
    })
}
