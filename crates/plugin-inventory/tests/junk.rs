//! Whatever stands in a source, reading it ends, and in an answer.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod live;

use std::fs;

use plugin_inventory::{Choice, Plugin, PluginFormat, PluginId, PluginInventory, PluginKind, read};
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

/// Plug-ins that may share names, formats and makers, with ids and without.
fn few_plugins() -> impl Strategy<Value = Vec<Plugin>> {
    let name = prop::sample::select(vec!["Serum", "serum_x64", "Serum 2", "Xfer Serum", "Diva"]);
    let vendor = prop::sample::select(vec!["", "Xfer Records", "u-he"]);
    let format = prop::sample::select(PluginFormat::ALL);
    let kind = prop::option::of(prop::sample::select(PluginKind::ALL));
    let one = (name, vendor, format, kind, prop::option::of(1..4_i64)).prop_map(
        |(name, vendor, format, kind, id)| Plugin {
            vendor: vendor.to_owned(),
            kind,
            id: id.and_then(|id| match format {
                PluginFormat::Vst2 => PluginId::vst2(id),
                PluginFormat::Vst3 => PluginId::vst3([0, 0, 0, id]),
                PluginFormat::Au => PluginId::read(&format!("aumu:{id:04}:Test"), format).ok(),
            }),
            ..Plugin::named(name, format)
        },
    );
    prop::collection::vec(one, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_chosen_has_an_id_a_fitting_kind_and_no_double(plugins in few_plugins(), kind in prop::sample::select(PluginKind::ALL)) {
        let inventory = PluginInventory::of(plugins);
        for name in ["Serum", "Xfer Serum", "Serum 2 (AU)", "Diva VST2"] {
            let Choice::Plugin { plugin, .. } = inventory.choose(name, kind) else { continue };
            prop_assert!(plugin.is_writable() && plugin.kind.is_none_or(|it| it == kind));
            prop_assert!(inventory.formats().contains(&plugin.format));
            let named = inventory.named(name);
            let is_rival = |it: &&Plugin| it.format == plugin.format && it.name == plugin.name && it.is_writable();
            let fits = |it: &&Plugin| it.kind.is_none_or(|it| it == kind);
            prop_assert!(named.into_iter().filter(is_rival).filter(fits).all(|it| it.id == plugin.id));
        }
    }

    #[test]
    fn putting_an_inventory_together_twice_changes_nothing(plugins in few_plugins(), more in few_plugins()) {
        let mut both = PluginInventory::of(plugins.clone());
        both.absorb(PluginInventory::of(more.clone()));
        let once = both.clone();
        both.absorb(PluginInventory::of(more));
        prop_assert_eq!(&both, &once);
        both.absorb(PluginInventory::of(plugins));
        prop_assert_eq!(both, once);
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
