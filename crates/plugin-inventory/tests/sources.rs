//! Each source of an inventory, made here and read back.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod live;

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use plugin_inventory::{
    Edition, InventoryError, Platform, PluginFormat, PluginInventory, PluginKind, read, read_all,
};

fn page(inventory: &PluginInventory) -> Vec<String> {
    let line = |it: &plugin_inventory::Plugin| {
        let id = it.id.map_or("no id".to_owned(), |it| it.to_string());
        let kind = it.kind.map_or("unknown", PluginKind::word);
        format!("{it} {kind} {id} {}", it.categories.join(" ")).trim_end().to_owned()
    };
    inventory.plugins.iter().map(line).collect()
}

#[test]
fn lives_own_database_tells_ids_and_what_is_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Live-plugins-1.db");
    live::live_12(&path, false);
    let scan = read(&path).unwrap();
    let wanted = [
        "Pro-Q 3 (VST3, FabFilter) effect 72C4DB717A4D459AB97E51745D84B39D Fx EQ",
        "Serum (VST3, Xfer Records) instrument 56535458667358736572756D00000000 Instrument Synth",
    ];
    assert_eq!(page(&scan.inventory), wanted);
    assert_eq!(scan.inventory.platform(), Some(Platform::Windows));
    insta::assert_snapshot!(scan.remarks.join("\n"), @"
    left out: 1 of a kind that is not known here
    left out: 1 that failed Live's scan
    left out: 1 in a folder that is switched off in Live
    none of its files is on this machine: it is taken as another machine's
    ");
}

#[test]
fn a_folder_that_is_switched_on_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("any name #1?.db");
    live::live_12(&path, true);
    let names = page(&read(&path).unwrap().inventory);
    assert!(
        names.contains(&"Massive (VST2, Native Instruments) instrument 1315523937".to_owned()),
        "{names:?}"
    );
}

#[test]
fn of_several_databases_the_one_that_changed_last_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) =
        (folder.path().join("Live-files-53.db"), folder.path().join("Live-plugins-1.db"));
    live::live_11(&old);
    live::live_12(&new, true);
    let aged = |path: &Path, seconds: u64| {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    };
    aged(&old, 1_000_000);
    aged(&new, 2_000_000);
    assert_eq!(read(folder.path()).unwrap().inventory.plugins.len(), 3);
    aged(&old, 3_000_000);
    let names = page(&read(folder.path()).unwrap().inventory);
    assert_eq!(names, ["Sylenth1 (AU, LennarDigital) instrument aumu:syl1:LNDG"]);
}

#[test]
fn reading_a_database_leaves_it_and_its_folder_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Live-plugins-1.db");
    live::live_12(&path, true);
    let before = fs::read(&path).unwrap();
    read(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_database_of_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.db");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE songs (name TEXT)")
        .unwrap();
    assert!(matches!(read(&path), Err(InventoryError::NotLive { .. })));
    fs::write(&path, "no database at all, but long enough to look like a header").unwrap();
    assert!(matches!(read(&path), Err(InventoryError::Database { .. })));
    assert!(matches!(read(&folder.path().join("none.db")), Err(InventoryError::Disk { .. })));
}

#[test]
fn a_database_that_live_still_writes_to_is_read_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Live-plugins-1.db");
    live::live_12(&path, true);
    let live = rusqlite::Connection::open(&path).unwrap();
    live.pragma_update(None, "journal_mode", "wal").unwrap();
    live.execute_batch("UPDATE plugins SET version = '1.37' WHERE plugin_id = 1").unwrap();
    let scan = read(&path).unwrap();
    assert_eq!(scan.inventory.plugins.len(), 3);
    assert!(scan.remarks.iter().any(|it| it.contains("Live still runs")), "{:?}", scan.remarks);
}

#[test]
fn a_view_that_never_ends_is_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Live-plugins-1.db");
    let trap = "CREATE VIEW plugins AS WITH RECURSIVE x(name) AS (SELECT 1 UNION ALL SELECT name + 1 FROM x)
                SELECT name, name AS dev_identifier FROM x";
    rusqlite::Connection::open(&path).unwrap().execute_batch(trap).unwrap();
    assert!(matches!(read(&path), Err(InventoryError::NotLive { .. })));
}

const MODULE_INFO: &str = r#"{
    "Name": "Serum2", "Version": "2.0.16",
    "Factory Info": { "Vendor": "Xfer Records", "Flags": { "Unicode": true, }, },
    "Classes": [
        { "CID": "56534558667350736572756D20320000", "Category": "Audio Module Class", "Name": "Serum 2",
          "Sub Categories": ["Instrument", "Synth",], "Class Flags": 1, },
        { "CID": "5653455866735A736572756D20322066", "Category": "Audio Module Class", "Name": "Serum 2 FX",
          "Vendor": "Xfer", "Version": "2.0", "Sub Categories": ["Fx"] },
        { "CID": "00000000000000000000000000000001", "Category": "Component Controller Class", "Name": "Serum 2 Controller" },
    ],
}"#;

fn bundle(folder: &Path, name: &str, info: &str) {
    let inside = folder.join(name).join("Contents/Resources");
    fs::create_dir_all(&inside).unwrap();
    fs::write(inside.join("moduleinfo.json"), info).unwrap();
}

#[test]
fn a_bundle_tells_of_itself_even_with_commas_too_many() {
    let folder = tempfile::tempdir().unwrap();
    bundle(folder.path(), "Serum2.vst3", MODULE_INFO);
    let wanted = [
        "Serum 2 (VST3, Xfer Records) instrument 56534558667350736572756D20320000 Instrument Synth",
        "Serum 2 FX (VST3, Xfer) effect 5653455866735A736572756D20322066 Fx",
    ];
    let scan = read(&folder.path().join("Serum2.vst3")).unwrap();
    assert_eq!(page(&scan.inventory), wanted);
    let info = folder.path().join("Serum2.vst3/Contents/Resources/moduleinfo.json");
    assert_eq!(read(&info).unwrap(), scan);
    assert!(scan.inventory.plugins[0].path.as_deref().unwrap().ends_with("Serum2.vst3"));
}

#[test]
fn a_folder_knows_names_where_bundles_say_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("VST3/Xfer");
    fs::create_dir_all(&deep).unwrap();
    bundle(&deep, "Serum2.vst3", MODULE_INFO);
    bundle(&deep, "Odd.vst3", "{ this is no bundle");
    fs::write(deep.join("Sylenth1.vst3"), "").unwrap();
    fs::create_dir(folder.path().join("Massive.vst")).unwrap();
    fs::write(folder.path().join("readme.txt"), "").unwrap();
    let scan = read(folder.path()).unwrap();
    let names: Vec<_> = scan
        .inventory
        .plugins
        .iter()
        .map(|it| (it.name.as_str(), it.format, it.is_writable()))
        .collect();
    let wanted = [
        ("Massive", PluginFormat::Vst2, false),
        ("Odd", PluginFormat::Vst3, false),
        ("Serum 2", PluginFormat::Vst3, true),
        ("Serum 2 FX", PluginFormat::Vst3, true),
        ("Sylenth1", PluginFormat::Vst3, false),
    ];
    assert_eq!(names, wanted);
    let remarks = scan.remarks.join("\n");
    assert!(
        remarks.contains("Odd.vst3")
            && remarks.contains("without an id: 3 of 5 plug-ins (Massive, Odd, Sylenth1)"),
        "{remarks}"
    );
}

#[test]
fn names_of_a_folder_find_their_ids_in_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("Live-plugins-1.db");
    live::live_12(&database, true);
    let plugins = folder.path().join("plugins");
    fs::create_dir(&plugins).unwrap();
    fs::write(plugins.join("Serum.vst3"), "").unwrap();
    let cfg = folder.path().join("Installation.cfg");
    fs::write(&cfg, r#"{"Variant": "Suite"}"#).unwrap();
    let scan = read_all(&[plugins, database, cfg]).unwrap();
    assert!(scan.inventory.plugins.iter().all(|it| it.is_writable()), "{:?}", scan.remarks);
    assert_eq!(scan.inventory.edition, Some(Edition::Suite));
    assert!(!scan.remarks.iter().any(|it| it.starts_with("without an id")));
}

#[test]
fn a_file_of_an_unknown_kind_is_told_what_could_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.xml");
    fs::write(&path, "<plugins/>").unwrap();
    let told = read(&path).unwrap_err().to_string();
    let rest = told.split_once("list.xml").unwrap().1;
    insta::assert_snapshot!(rest, @" is none of what an inventory is read from (a .json of ours, a .db of Live, a .vst3 bundle, a folder)");
}
