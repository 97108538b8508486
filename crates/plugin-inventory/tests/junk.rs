//! Whatever stands in a source, reading it ends, and in an answer.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod live;

use std::fs;

use plugin_inventory::{PluginInventory, PluginKind, read};
use proptest::prelude::*;

/// Texts that look like what is expected, as well as any.
fn nearly_json() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("[".to_owned()),
        Just("]".to_owned()),
        Just(",".to_owned()),
        Just(":".to_owned()),
        Just("\"plugins\"".to_owned()),
        Just("\"name\"".to_owned()),
        Just("\"Classes\"".to_owned()),
        Just("\"format\"".to_owned()),
        Just("\"VST3\"".to_owned()),
        Just("'".to_owned()),
        Just("\\".to_owned()),
        Just("//".to_owned()),
        Just("/*".to_owned()),
        Just("\n".to_owned()),
        "\\PC{0,8}",
        "[0-9eE.+-]{1,6}",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|it| it.concat())
}

/// Reads a file of that name with these bytes.
fn answer(name: &str, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    match read(&path) {
        Ok(scan) => {
            let _ = scan.inventory.choose("Serum", PluginKind::Instrument);
            let written = folder.path().join("again.json");
            fs::write(&written, scan.inventory.to_json()).unwrap();
            assert_eq!(read(&written).unwrap().inventory, scan.inventory);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_an_inventory_or_a_list_of_mistakes(text in nearly_json()) {
        answer("inventory.json", text.as_bytes());
        answer("moduleinfo.json", text.as_bytes());
        answer("Installation.cfg", text.as_bytes());
    }

    #[test]
    fn any_bytes_are_no_database(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        answer("x.db", &bytes);
        answer("y.db", &[b"SQLite format 3\0".as_slice(), &bytes].concat());
        answer("inventory.json", &bytes);
    }

    #[test]
    fn any_name_is_answered(name in "\\PC{0,40}", other in "\\PC{0,40}") {
        let plugin = |name: &str| plugin_inventory::Plugin::named(name, plugin_inventory::PluginFormat::Vst3);
        let inventory = PluginInventory::of(vec![plugin("Serum"), plugin(&other)]);
        let _ = inventory.choose(&name, PluginKind::Instrument);
        let _ = plugin_inventory::stand_in(&name, "bass", plugin_inventory::Edition::Suite);
    }
}

#[test]
fn a_database_with_broken_bytes_is_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Live-plugins-1.db");
    live::live_12(&path, true);
    let whole = fs::read(&path).unwrap();
    let mut state = 1_u64;
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..8 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let place = (state >> 33) as usize % bytes.len();
            bytes[place] = (state >> 20) as u8;
        }
        answer("broken.db", &bytes);
    }
    for length in (0..whole.len()).step_by(997) {
        answer("short.db", &whole[..length]);
    }
}
