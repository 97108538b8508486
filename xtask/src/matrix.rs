//! Every genre in every version at every hour of the night: sets made in memory, checked and looked through.

use als_model::Document;
use als_model::check::{CheckContext, Edition, check};
use als_model::view::{LiveSet, Track, TrackKind};
use anyhow::bail;
use producer::{
    InspirationSet, LiveEdition, LiveVersion, Producer, Session, TargetEnergy, VersionType, demo,
};
use rayon::prelude::*;

use crate::fixtures;

/// One field of the matrix.
struct Field {
    name: String,
    wish: InspirationSet,
}

const ENERGIES: [TargetEnergy; 3] =
    [TargetEnergy::Warmup, TargetEnergy::Peak, TargetEnergy::Afterhours];

#[rustfmt::skip]
const VERSIONS: [VersionType; 9] = [
    VersionType::Extended, VersionType::Radio, VersionType::Dub, VersionType::Instrumental, VersionType::Acapella,
    VersionType::DjTool, VersionType::IntroOutroEdit, VersionType::Bootleg, VersionType::Vip,
];

/// Makes each `every`-th set, and fails with everything that is wrong with any of them.
pub fn run(every: usize) -> anyhow::Result<()> {
    let base = fixtures::write()?;
    let mut producer = Producer::new(base.join("matrix"));
    producer.base = base.clone();
    let song = demo::wish(&base.join("song"), LiveVersion::Live11);
    let session = producer.hear(&song)?;
    let fields: Vec<Field> = fields(&producer, &song).into_iter().step_by(every).collect();
    let wrong: Vec<String> =
        fields.par_iter().flat_map(|it| problems(&producer, &session, it)).collect();
    println!("matrix: {} sets, {} problems", fields.len(), wrong.len());
    match wrong.is_empty() {
        true => Ok(()),
        false => bail!("{}", wrong.join("\n")),
    }
}

/// Genre × version × energy; the Lives and editions take turns.
fn fields(producer: &Producer, song: &InspirationSet) -> Vec<Field> {
    let mut fields = Vec::new();
    for genre in producer.library().genres() {
        for version in VERSIONS {
            for energy in ENERGIES {
                let place = fields.len();
                let live = [LiveVersion::Live11, LiveVersion::Live12][place % 2];
                let edition = if place % 7 == 3 { LiveEdition::Intro } else { LiveEdition::Suite };
                let name = format!("{} {version:?} {energy:?} {live:?} {edition:?}", genre.name);
                fields.push(Field {
                    name,
                    wish: wish(song, &genre.name, version, energy, live, edition),
                });
            }
        }
    }
    fields
}

fn wish(
    song: &InspirationSet,
    genre: &str,
    version: VersionType,
    energy: TargetEnergy,
    live: LiveVersion,
    edition: LiveEdition,
) -> InspirationSet {
    let is_sung = !matches!(version, VersionType::Instrumental | VersionType::DjTool);
    let mut wish = InspirationSet {
        target_genre: Some(genre.to_owned()),
        target_bpm: None,
        target_key: None,
        target_energy: Some(energy),
        version_type: Some(version),
        vocal_treatment: None,
        voice_drops: Vec::new(),
        live_version: Some(live),
        live_edition: Some(edition),
        mixing_style: None,
        ..song.clone()
    };
    if !is_sung {
        wish.vocal_processing = None;
    }
    if version == VersionType::Bootleg {
        let drums = song.drum_stem_path.clone().unwrap_or_default();
        wish.beat_source = serde_json::from_value(serde_json::json!({ "path": drums })).ok();
    }
    wish
}

fn problems(producer: &Producer, session: &Session, field: &Field) -> Vec<String> {
    let named = |it: String| format!("{}: {it}", field.name);
    let document = match producer.sketch_set(session, &field.wish) {
        Ok((document, _)) => document,
        Err(error) => return vec![named(error.to_string())],
    };
    let edition = match field.wish.live_edition {
        Some(LiveEdition::Intro) => Edition::Intro,
        _ => Edition::Suite,
    };
    let context = CheckContext { folder: None, edition: Some(edition) };
    let checked = check(&document, &context).into_iter().map(|it| it.to_string());
    checked.chain(musical(&document)).map(named).collect()
}

/// What a producer would miss: clips on every track, motion on every musical one.
fn musical(document: &Document) -> Vec<String> {
    let Ok(set) = LiveSet::of(&document.tree) else { return vec!["no set".to_owned()] };
    let mut wrong = Vec::new();
    for track in set.tracks().filter(|it| matches!(it.kind(), TrackKind::Midi | TrackKind::Audio)) {
        if track.arrangement().count() == 0 {
            wrong.push(format!("{} has no clip", track.name()));
        }
        if is_heard(track) && !moves(track) {
            wrong.push(format!("{} does not move", track.name()));
        }
    }
    if set.scenes().count() == 0 || set.locators().is_empty() {
        wrong.push("no scenes or locators".to_owned());
    }
    wrong
}

/// Whether a track is there to be heard: the reference and the voice as sung are muted, the ghost kick goes nowhere.
fn is_heard(track: Track<'_>) -> bool {
    let speaks = track.mixer().and_then(|it| it.speaker()).and_then(|it| it.is_on());
    let goes = track.audio_out().is_none_or(|it| it.upper() != "Sends Only");
    speaks != Ok(false) && goes
}

/// Whether anything of a track is automated; one-shots are motion themselves.
fn moves(track: Track<'_>) -> bool {
    let one_shots = ["RISER", "DOWNLIFTER", "IMPACT", "VOICE DROP", "FILLS"];
    let is_one_shot = one_shots.iter().any(|it| track.name().ends_with(it));
    is_one_shot || track.envelopes().any(|it| it.moves())
}
