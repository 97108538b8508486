//! `plugins` as a shell sees it, on sources made here.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vyke-produce"));
    program.args(arguments.iter().map(|it| it.as_ref())).arg("--quiet").output().unwrap()
}

fn words(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A database as Live 12 keeps it: a synth, an effect, and a VST2 in a folder that is switched off.
fn database(folder: &Path) -> PathBuf {
    let path = folder.join("Live-plugins-1.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "
            CREATE TABLE plugins (plugin_id INTEGER PRIMARY KEY, module_id, dev_identifier, name, vendor, version,
                sdk_version, flags, scanstate, subcategories, enabled);
            CREATE TABLE plugin_modules (module_id INTEGER PRIMARY KEY, path, arch, processor, scanstate, fingerprint);
            CREATE TABLE plugin_domains (id, module_id, relpath, enabled);
            INSERT INTO plugin_modules VALUES (1, 'C:/VST3/Serum.vst3', '', '', 1, ''),
                (2, 'C:/VST3/Pro-Q 3.vst3', '', '', 1, ''), (3, 'C:/VST2/Massive.dll', '', '', 1, '');
            INSERT INTO plugin_domains VALUES ('global', 1, '', 1), ('global', 2, '', 1), ('custom', 3, '', 0);
            INSERT INTO plugins VALUES
                (1, 1, 'device:vst3:instr:56535458-6673-5873-6572-756d00000000', 'Serum', 'Xfer Records', '1.36', '', 1, 1, 'Instrument|Synth', 1),
                (2, 2, 'device:vst3:audiofx:72c4db71-7a4d-459a-b97e-51745d84b39d', 'Pro-Q 3', 'FabFilter', '3', '', 1, 1, 'Fx|EQ', 1),
                (3, 3, 'device:vst:instr:1315523937?n=Massive', 'Massive', 'Native Instruments', '1', '', 0, 1, '', 1);
            ",
        )
        .unwrap();
    path
}

#[test]
fn lives_database_becomes_an_inventory_that_can_be_listed() {
    let folder = tempfile::tempdir().unwrap();
    let (database, out) = (database(folder.path()), folder.path().join("plugins.json"));
    let scan = run(&[&"plugins", &"scan", &database, &"--edition", &"suite", &"--out", &out]);
    assert_eq!(scan.status.code(), Some(0));
    let told = words(&scan).replace(&*out.to_string_lossy(), "plugins.json");
    insta::assert_snapshot!(told, @"
    2 plug-ins (2 VST3): 1 instruments, 1 effects, 0 of unknown kind; Live Suite
    written to plugins.json
    remark: left out: 1 in a folder that is switched off in Live
    remark: none of its files is on this machine: it is taken as another machine's
    ");
    insta::assert_snapshot!(words(&run(&[&"plugins", &"list", &out])), @"
    Pro-Q 3  FabFilter     VST3  effect      72C4DB717A4D459AB97E51745D84B39D
    Serum    Xfer Records  VST3  instrument  56535458667358736572756D00000000
    ");
    let effects = json(&run(&[&"plugins", &"list", &out, &"--kind", &"effect", &"--json"]));
    assert_eq!(effects["plugins"].as_array().unwrap().len(), 1);
    assert_eq!(effects["plugins"][0]["id"], "72C4DB717A4D459AB97E51745D84B39D");
    let scanned = json(&run(&[&"plugins", &"scan", &out, &"--json"]));
    assert_eq!(
        scanned["inventory"],
        serde_json::from_slice::<Value>(&std::fs::read(&out).unwrap()).unwrap()
    );
    assert_eq!(run(&[&"plugins", &"scan", &database, &"--out", &out]).status.code(), Some(0));
}

#[test]
fn a_search_finds_makers_and_categories_or_the_nearest_name() {
    let folder = tempfile::tempdir().unwrap();
    let database = database(folder.path());
    for text in ["xfer", "SYNTH", "seru"] {
        let found = json(&run(&[&"plugins", &"list", &database, &"--search", &text, &"--json"]));
        assert_eq!(found["plugins"][0]["name"], "Serum", "{text}");
    }
    let none = run(&[&"plugins", &"list", &database, &"--search", &"Serrum"]);
    assert_eq!(words(&none), "none; the nearest name is \"Serum\"\n");
}

#[test]
fn a_folder_gives_names_and_says_that_they_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("Diva.vst3"), "").unwrap();
    let told = words(&run(&[&"plugins", &"scan", &folder.path()]));
    assert!(told.contains("Diva") && told.contains("no id: cannot be put into a set"), "{told}");
    assert!(told.contains("remark: without an id: 1 of 1 plug-ins (Diva)"), "{told}");
}

#[test]
fn bad_sources_are_refused_with_all_their_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.json");
    std::fs::write(&list, r#"{"plugins": [{"name": "Serum", "format": "VTS3"}, {"nmae": "x"}]}"#)
        .unwrap();
    let refused = run(&[&"plugins", &"list", &list, &"--json"]);
    assert_eq!(refused.status.code(), Some(1));
    let mistakes = json(&refused)["mistakes"].clone();
    assert_eq!(mistakes[0]["at"], "/plugins/0/format");
    assert_eq!(mistakes[0]["nearest"], "VST3");
    assert_eq!(mistakes[1]["nearest"], "name");
    let gone = run(&[&"plugins", &"scan", &folder.path().join("gone")]);
    assert_eq!(gone.status.code(), Some(2));
    let wrong = run(&[&"plugins", &"list", &list, &"--kind", &"sampler"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn no_file_of_another_kind_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (database, spec) = (database(folder.path()), folder.path().join("spec.json"));
    std::fs::write(&spec, "{\"target_genre\": \"house\"}").unwrap();
    let refused = run(&[&"plugins", &"scan", &database, &"--out", &spec]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&spec).unwrap(), "{\"target_genre\": \"house\"}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_schema_of_an_inventory_can_be_printed() {
    let schema = json(&run(&[&"schema", &"plugin-inventory"]));
    assert_eq!(schema["properties"]["plugins"]["type"], "array");
}

#[test]
fn a_remix_is_played_on_the_plugins_that_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let (song, database) = (folder.path().join("song"), database(folder.path()));
    producer::demo::write_song(&song).unwrap();
    let spec = folder.path().join("spec.json");
    let wish = r#"{"bass_stem_path": "song/bass.wav", "preferred_bass_synth": "Serum", "version_type": "RADIO"}"#;
    std::fs::write(&spec, wish).unwrap();
    let made =
        run(&[&"remix", &spec, &"--plugins", &database, &"--out", &folder.path(), &"--json"]);
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let result = json(&made);
    assert_eq!(result["plugins_used"], serde_json::json!(["Serum"]));
    let set = result["als_path"].as_str().unwrap();
    assert_eq!(run(&[&"check", &set]).status.code(), Some(0));
    let outline = words(&run(&[&"inspect", &set]));
    assert!(outline.contains("Serum"), "{outline}");
    let list = folder.path().join("list.json");
    std::fs::write(&list, "{}").unwrap();
    let refused = run(&[&"remix", &spec, &"--plugins", &list, &"--out", &folder.path()]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("/plugins: missing (a list)"), "{said}");
}
