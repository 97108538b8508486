//! A remix with the user's plug-ins: named by their ids, said in the result, and nothing else changed.
#![allow(clippy::unwrap_used, clippy::panic)] // tests may

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use als_model::Document;
use als_model::check::{CheckContext, check};
use als_model::view::LiveSet;
use producer::plugins::{Edition, Plugin, PluginFormat, PluginId, PluginKind};
use producer::{
    InspirationSet, LiveVersion, PluginInventory, PluginUse, Producer, Session, VersionType,
};

/// A bass of eight bars at 120 BPM, a note a beat: all that these tests need of a song.
static SONG: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let frame = |at: u32| {
        let (beat, phase) = (f64::from(at % 22_050) / 22_050.0, f64::from(at) * 55.0 / 44_100.0);
        ((phase.fract() - 0.5) * (1.0 - beat) * 20_000.0) as i16
    };
    let sound: Vec<u8> = (0..32 * 22_050).flat_map(|at| frame(at).to_le_bytes()).collect();
    let length = sound.len() as u32;
    let mut wav = Vec::new();
    wav.extend(b"RIFF");
    wav.extend((36 + length).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    wav.extend(44_100_u32.to_le_bytes());
    wav.extend(88_200_u32.to_le_bytes());
    wav.extend([2, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend(length.to_le_bytes());
    wav.extend(sound);
    fs::write(folder.path().join("bass.wav"), wav).unwrap();
    folder
});

/// The song, heard once for all tests.
static HEARD: LazyLock<Session> =
    LazyLock::new(|| Producer::new("unused").hear(&wish(LiveVersion::Live11)).unwrap());

fn wish(live: LiveVersion) -> InspirationSet {
    InspirationSet {
        bass_stem_path: Some(SONG.path().join("bass.wav").to_string_lossy().into_owned()),
        version_type: Some(VersionType::Radio),
        preferred_bass_synth: Some("Serum".to_owned()),
        live_version: Some(live),
        seed: Some(7),
        ..InspirationSet::default()
    }
}

fn inventory() -> PluginInventory {
    let serum = Plugin {
        vendor: "Xfer Records".to_owned(),
        id: PluginId::read("56535458667358736572756D00000000", PluginFormat::Vst3).ok(),
        kind: Some(PluginKind::Instrument),
        ..Plugin::named("Serum", PluginFormat::Vst3)
    };
    PluginInventory { edition: Some(Edition::Suite), ..PluginInventory::of(vec![serum]) }
}

fn producer(out: &Path, inventory: Option<PluginInventory>) -> Producer {
    let mut producer = Producer::new(out);
    producer.inventory = inventory;
    producer
}

/// The tracks that stand on plug-ins, with what they are known by.
fn plugins(document: &Document) -> Vec<String> {
    let live = LiveSet::of(&document.tree).unwrap();
    let devices =
        live.tracks().flat_map(|it| it.all_devices().map(move |device| (it.name(), device)));
    let named = devices.filter_map(|(track, it)| it.plugin().map(|it| (track, it)));
    named.map(|(track, it)| format!("{track}: {} {}", it.name(), it.uid().unwrap())).collect()
}

#[test]
fn the_bass_stands_on_the_plugin_with_the_id_of_the_inventory() {
    let out = tempfile::tempdir().unwrap();
    let result = producer(out.path(), Some(inventory())).remix(&wish(LiveVersion::Live12)).unwrap();
    let document = Document::read(&result.als_path).unwrap();
    let context = CheckContext {
        folder: Path::new(&result.als_path).parent().map(Path::to_owned),
        edition: None,
    };
    assert_eq!(check(&document, &context), []);
    let [bass] = plugins(&document).try_into().unwrap();
    assert!(bass.ends_with("BASS: Serum 56535458667358736572756D00000000"), "{bass}");
    assert_eq!(result.plugins_used, ["Serum"]);
    assert_eq!(result.substitutions, []);
    let said: Vec<&str> = result.remarks.iter().map(|it| it.code.as_str()).collect();
    assert!(said.contains(&"plugin-used") && said.contains(&"edition-taken"), "{said:?}");
    assert!(
        !result.samples_used.iter().any(|it| it.ends_with("/bass.wav")),
        "its tone is not needed"
    );
}

#[test]
fn without_an_inventory_a_native_synth_stands_in_and_the_result_says_so() {
    let out = tempfile::tempdir().unwrap();
    let result = producer(out.path(), None).remix(&wish(LiveVersion::Live11)).unwrap();
    let document = Document::read(&result.als_path).unwrap();
    assert_eq!(plugins(&document), Vec::<String>::new());
    assert_eq!(result.plugins_used, Vec::<String>::new());
    let [instead] = result.substitutions.as_slice() else { panic!("{:?}", result.substitutions) };
    assert_eq!((instead.asked.as_str(), instead.used.as_str()), ("Serum", "Drift (Growl Bass)"));
    let live = LiveSet::of(&document.tree).unwrap();
    let drift = live.tracks().filter(|it| it.all_devices().any(|it| it.tag() == "Drift"));
    assert_eq!(drift.count(), 1);
}

#[test]
fn native_only_leaves_the_plugin_out() {
    let wish = InspirationSet { plugins: Some(PluginUse::NativeOnly), ..wish(LiveVersion::Live12) };
    let producer = producer(Path::new("unused"), Some(inventory()));
    let (document, _) = producer.sketch_set(&HEARD, &wish).unwrap();
    assert_eq!(check(&document, &CheckContext::default()), []);
    assert_eq!(plugins(&document), Vec::<String>::new());
}

/// How many notes each clip of each track has.
fn notes(document: &Document) -> Vec<(String, Vec<usize>)> {
    let live = LiveSet::of(&document.tree).unwrap();
    let notes = |it: als_model::view::Track| {
        let clips = it.arrangement().filter_map(|it| Some(it.midi()?.notes().ok()?.len()));
        (it.name(), clips.collect::<Vec<_>>())
    };
    live.tracks().map(notes).collect()
}

#[test]
fn a_plugin_changes_what_the_bass_is_played_on_and_no_note_of_it() {
    let sketch = |inventory: PluginInventory| {
        let wish = InspirationSet { seed: None, ..wish(LiveVersion::Live11) };
        let producer = producer(Path::new("unused"), Some(inventory));
        let document = producer.sketch_set(&HEARD, &wish).unwrap().0;
        assert_eq!(check(&document, &CheckContext::default()), []);
        document
    };
    let with = sketch(inventory());
    let without = sketch(PluginInventory { plugins: Vec::new(), ..inventory() });
    assert_eq!((plugins(&with).len(), plugins(&without).len()), (1, 0));
    assert_eq!(notes(&with), notes(&without));
}

#[test]
fn an_effect_that_is_liked_stands_beside_lives_own_and_is_off() {
    let liked = serde_json::json!([{ "effect": "reverb", "plugin": "ValhallaRoom" },
                                   { "effect": "limiter", "plugin": "Pro-L 2" }]);
    let wish = InspirationSet {
        preferred_bass_synth: None,
        preferred_effects: serde_json::from_value(liked).unwrap(),
        ..wish(LiveVersion::Live12)
    };
    let room = Plugin {
        kind: Some(PluginKind::Effect),
        id: PluginId::read("56535452666F6F6D76616C68616C6C61", PluginFormat::Vst3).ok(),
        ..Plugin::named("ValhallaRoom", PluginFormat::Vst3)
    };
    let producer = producer(Path::new("unused"), Some(PluginInventory::of(vec![room])));
    let (document, remarks) = producer.sketch_set(&HEARD, &wish).unwrap();
    assert_eq!(check(&document, &CheckContext::default()), []);
    let live = LiveSet::of(&document.tree).unwrap();
    let rooms = |track: als_model::view::Track<'_>| {
        let devices: Vec<_> = track.devices().collect();
        let is_reverb = devices.iter().any(|it| it.tag() == "Reverb");
        let liked: Vec<bool> =
            devices.iter().filter(|it| it.plugin().is_some()).map(|it| it.is_on()).collect();
        (is_reverb, liked)
    };
    let all: Vec<_> = live.tracks().chain(live.main()).map(rooms).collect();
    assert!(2 <= all.iter().filter(|it| it.0).count(), "there are reverbs");
    for (is_reverb, liked) in all {
        assert_eq!(liked, if is_reverb { vec![false] } else { vec![] });
    }
    assert_eq!(remarks.iter().filter(|it| it.code == "plugin-beside").count(), 1);
}
