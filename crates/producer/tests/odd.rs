//! Odd sources and wishes: each gives a sound set and says what is odd, or one clear error.
#![allow(clippy::unwrap_used, clippy::panic)] // tests may

mod common;

use std::path::Path;

use als_model::check::{CheckContext, check};
use music_types::Wave;
use producer::{InspirationSet, LiveVersion, ProduceError, Producer, Remark, VoiceDrop, demo};

use common::{SONG, sung};

/// The remarks on a set that was made in memory and that Live would open.
fn remarks(wish: &InspirationSet) -> Vec<Remark> {
    let producer = Producer::new("unused");
    let session = producer.hear(wish).unwrap();
    let (set, remarks) = producer.sketch_set(&session, wish).unwrap();
    assert_eq!(check(&set, &CheckContext::default()), []);
    remarks
}

fn words<'a>(remarks: &'a [Remark], code: &str) -> &'a str {
    let found = remarks.iter().find(|it| it.code == code);
    found.map(|it| it.words.as_str()).unwrap_or_else(|| panic!("no {code} in {remarks:#?}"))
}

fn analysis(json: serde_json::Value) -> Option<producer::Analysis> {
    Some(serde_json::from_value(json).unwrap())
}

#[test]
fn a_vocal_at_85_bpm_comes_to_126_at_half_time_or_is_said_to_be_stretched_far() {
    let told = analysis(serde_json::json!({ "tempo": 85.0, "downbeats": [0.2], "key": "C" }));
    let remarks = remarks(&InspirationSet { analysis: told, ..sung() });
    let stretch = remarks.iter().find(|it| it.code.starts_with("vocal-stretch")).unwrap();
    assert!(stretch.words.contains('%'), "{stretch:?}");
}

#[test]
fn a_vocal_a_tritone_away_is_sung_nearer_and_said() {
    let told = analysis(serde_json::json!({ "tempo": 112.0, "downbeats": [0.2], "key": "Bm" }));
    let wish = InspirationSet { analysis: told, target_key: "Fm".parse().ok(), ..sung() };
    let remarks = remarks(&wish);
    assert!(words(&remarks, "key-neighbour").contains("beside Fm"), "{remarks:#?}");
}

#[test]
fn stems_of_other_lengths_and_rates_are_one_recording() {
    let folder = tempfile::tempdir().unwrap();
    let song = SONG.path();
    let short = Producer::new("unused");
    let read = |name: &str| stems(&song.join(format!("{name}.wav")));
    let mut drums = read("drums");
    drums.channels.iter_mut().for_each(|it| it.truncate(it.len() / 2));
    let slow = Wave { rate: 22_050, channels: halved(&read("bass")) };
    let path = |name: &str, wave: &Wave| {
        let path = folder.path().join(name);
        write(&path, wave);
        Some(path.to_string_lossy().into_owned())
    };
    let wish = InspirationSet {
        drum_stem_path: path("drums.wav", &drums),
        bass_stem_path: path("bass.wav", &slow),
        ..demo::wish(song, LiveVersion::Live12)
    };
    let session = short.hear(&wish).unwrap();
    let (set, remarks) = short.sketch_set(&session, &wish).unwrap();
    assert_eq!(check(&set, &CheckContext::default()), []);
    assert!(words(&remarks, "song-heard").contains("112.00 BPM"), "{remarks:#?}");
}

#[test]
fn a_silent_stem_and_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let silent = folder.path().join("silent.wav");
    write(&silent, &Wave { rate: 44_100, channels: vec![vec![0.0; 441_000]] });
    let silent_voice = InspirationSet {
        vocal_stem_path: Some(silent.to_string_lossy().into_owned()),
        ..demo::wish(SONG.path(), LiveVersion::Live11)
    };
    words(&remarks(&silent_voice), "no-phrases");
    let empty = folder.path().join("empty.wav");
    write(&empty, &Wave { rate: 44_100, channels: vec![Vec::new()] });
    let empty_voice =
        InspirationSet { vocal_stem_path: Some(empty.to_string_lossy().into_owned()), ..sung() };
    let error = Producer::new("unused").hear(&empty_voice).unwrap_err();
    assert!(matches!(error, ProduceError::Audio { .. }), "{error}");
    assert!(error.to_string().contains("empty.wav"), "{error}");
}

#[test]
fn a_voice_drop_past_the_end_is_refused_with_the_bars_there_are() {
    let late = VoiceDrop {
        path: SONG.path().join("voice_drop.wav").to_string_lossy().into_owned(),
        bar: Some(900),
        place: None,
        gain: None,
    };
    let out = tempfile::tempdir().unwrap();
    let wish = InspirationSet { voice_drops: vec![late], ..sung() };
    let error = Producer::new(out.path()).remix(&wish).unwrap_err();
    let ProduceError::Spec(errors) = &error else { panic!("{error}") };
    assert_eq!(errors.mistakes[0].at, "/voice_drops/0/bar");
    assert!(errors.mistakes[0].allowed.contains("the version has 192 bars"), "{error}");
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0);
}

fn stems(path: &Path) -> Wave {
    stems_dsp::open(path).unwrap().wave
}

fn write(path: &Path, wave: &Wave) {
    stems_dsp::write_wav(path, wave).unwrap();
}

/// Every second sample: the same sound at half the rate, near enough.
fn halved(wave: &Wave) -> Vec<Vec<f32>> {
    wave.channels.iter().map(|it| it.iter().step_by(2).copied().collect()).collect()
}
