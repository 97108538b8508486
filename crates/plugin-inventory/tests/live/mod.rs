//! Databases as Live keeps them, made here.
#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may fail")]

use std::path::Path;

use rusqlite::Connection;

/// Serum's class id in Live's words.
pub const SERUM: &str = "device:vst3:instr:56535458-6673-5873-6572-756d00000000";

/// The tables of Live 12's `Live-plugins-1.db`.
const LIVE_12: &str = "
    CREATE TABLE version (version INTEGER, platform TEXT);
    CREATE TABLE plugins (plugin_id INTEGER PRIMARY KEY, module_id INTEGER, dev_identifier TEXT, name TEXT,
        vendor TEXT, version TEXT, sdk_version TEXT, flags INTEGER, scanstate INTEGER, subcategories TEXT,
        enabled INTEGER);
    CREATE TABLE plugin_modules (module_id INTEGER PRIMARY KEY, path TEXT, arch TEXT, processor TEXT,
        scanstate INTEGER, fingerprint TEXT);
    CREATE TABLE plugin_domains (id TEXT, module_id INTEGER, relpath TEXT, enabled INTEGER);
    INSERT INTO version VALUES (1, 'win');
";

/// The tables of an earlier Live, with files beside plug-ins and fewer columns.
const LIVE_11: &str = "
    CREATE TABLE version (version INTEGER);
    CREATE TABLE files (file_id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE plugins (plugin_id INTEGER PRIMARY KEY, module_id INTEGER, dev_identifier TEXT, name TEXT,
        vendor TEXT, version TEXT, sdk_version TEXT, flags INTEGER, scanstate INTEGER);
    CREATE TABLE plugin_modules (module_id INTEGER PRIMARY KEY, path TEXT, scanstate INTEGER);
    INSERT INTO version VALUES (53);
";

/// A database of Live 12: Serum as VST3, Massive as VST2 in a folder that is switched on or off, an effect, and a
/// module that failed the scan.
pub fn live_12(path: &Path, is_vst2_on: bool) {
    let database = Connection::open(path).unwrap();
    database.execute_batch(LIVE_12).unwrap();
    let on = i64::from(is_vst2_on);
    database
        .execute_batch(&format!(
            "
            INSERT INTO plugin_modules VALUES
                (1, 'C:\\VST3\\Serum.vst3', 'x64', '', 1, ''), (2, 'C:\\VST2\\Massive.dll', 'x64', '', 1, ''),
                (3, 'C:\\VST3\\Pro-Q 3.vst3', 'x64', '', 1, ''), (4, 'C:\\VST3\\Broken.vst3', 'x64', '', 3, '');
            INSERT INTO plugin_domains VALUES
                ('global', 1, '', 1), ('custom', 2, '', {on}), ('global', 3, '', 1), ('global', 4, '', 1);
            INSERT INTO plugins VALUES
                (1, 1, '{SERUM}', 'Serum', 'Xfer Records', '1.36', '', 1, 1, 'Instrument|Synth', 1),
                (2, 2, 'device:vst:instr:1315523937?n=Massive', 'Massive', 'Native Instruments', '1.5', '', 0, 1, '', 1),
                (3, 3, 'device:vst3:audiofx:72c4db71-7a4d-459a-b97e-51745d84b39d', 'Pro-Q 3', 'FabFilter', '3', '', 1, 1, 'Fx|EQ', 1),
                (4, 4, 'device:vst3:audiofx:00000000-0000-0000-0000-000000000001', 'Broken', 'Nobody', '', '', 1, 1, '', 1),
                (5, 1, 'device:clap:instr:x', 'Serum', 'Xfer Records', '', '', 1, 1, '', 1);
            "
        ))
        .unwrap();
}

/// A database of an earlier Live: Sylenth1 as an Audio Unit.
pub fn live_11(path: &Path) {
    let database = Connection::open(path).unwrap();
    database.execute_batch(LIVE_11).unwrap();
    database
        .execute_batch(
            "
            INSERT INTO plugin_modules VALUES (1, '/Library/Audio/Plug-Ins/Components/Sylenth1.component', 1);
            INSERT INTO plugins VALUES
                (1, 1, 'device:au:instr:1280197703:1937337393:1635085685?n=Sylenth1', 'Sylenth1', 'LennarDigital', '3', '', 0, 1);
            ",
        )
        .unwrap();
}
