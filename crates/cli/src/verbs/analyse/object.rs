//! A recording as JSON. What a scorer of predictions reads stands at the top: `tempo_bpm`, `beats`
//! and `downbeats` in seconds, `key` in words; the rest says more, times as seconds and as
//! `bar:beat`.

use std::path::Path;

use producer::listening::{Grid, Hearing, KeyGuess, Loudness, Profile, remarks};
use serde_json::{Value, json};

use super::place;

/// The object of one recording.
pub fn of(path: &Path, heard: &Hearing) -> Value {
    let profile = &heard.profile;
    let grid = profile.grid.as_ref();
    let times = |it: &[_]| {
        it.iter().map(|it: &producer::listening::Seconds| rounded(it.0)).collect::<Vec<_>>()
    };
    json!({
        "file": path,
        "length": rounded(profile.length.0),
        "rate": profile.rate,
        "channels": heard.channels,
        "codec": heard.codec,
        "tempo_bpm": grid.map(|it| rounded(it.tempo)),
        "beats": grid.map(|it| times(&it.beats)).unwrap_or_default(),
        "downbeats": grid.map(|it| times(&it.downbeats)).unwrap_or_default(),
        "key": profile.key.as_ref().map(|it| words(it.key)),
        "grid": grid.map(tempo),
        "key_detail": profile.key.as_ref().map(key),
        "loudness": loudness(&profile.loudness),
        "sections": sections(profile),
        "bars": bars(profile),
        "phrases": phrases(profile),
        "onsets": onsets(profile),
        "remarks": remarks(heard),
    })
}

/// To a millionth: no measurement is finer.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Decibels to a thousandth; `null` for silence.
fn decibels(value: f64) -> Option<f64> {
    value.is_finite().then(|| (value * 1e3).round() / 1e3)
}

fn words(key: producer::listening::Key) -> String {
    format!("{} {}", key.tonic, key.mode.name())
}

/// A moment both ways.
fn moment(at: f64, grid: Option<&Grid>) -> Value {
    let place = grid.map(|it| place(it.beat_at(producer::listening::Seconds(at))));
    json!({ "seconds": rounded(at), "place": place })
}

fn tempo(grid: &Grid) -> Value {
    json!({
        "steady": grid.steady,
        "confidence": rounded(grid.confidence),
        "bar_confidence": rounded(grid.bar_confidence),
        "first_downbeat": rounded(grid.first_downbeat.0),
        "first_phrase_bar": grid.phrase + 1,
    })
}

fn key(key: &KeyGuess) -> Value {
    json!({
        "camelot": key.camelot().to_string(),
        "confidence": rounded(key.confidence),
        "runner_up": words(key.runner_up),
        "runner_up_camelot": key.runner_up.camelot().to_string(),
        "tuning_cents": decibels(key.tuning),
        "pitch_classes": key.chroma.map(rounded),
    })
}

fn loudness(it: &Loudness) -> Value {
    let curve = |step: f64, values: &[producer::listening::Db]| {
        let values: Vec<Option<f64>> = values.iter().map(|it| decibels(it.value())).collect();
        json!({ "step": step, "lufs": values })
    };
    let bands: Vec<Value> = it
        .bands
        .iter()
        .map(|it| {
            let (level, width) = (decibels(it.level.value()), rounded(it.width));
            json!({ "from_hz": it.from, "to_hz": it.to, "level_db": level, "width": width })
        })
        .collect();
    json!({
        "integrated_lufs": decibels(it.integrated.value()),
        "range_lu": decibels(it.range),
        "short_term_max_lufs": decibels(it.short_term.value()),
        "momentary_max_lufs": decibels(it.momentary.value()),
        "true_peak_dbtp": decibels(it.true_peak.value()),
        "sample_peak_dbfs": decibels(it.peak.value()),
        "rms_dbfs": decibels(it.rms.value()),
        "crest_db": decibels(it.crest),
        "clips": it.clips,
        "dc_offset": rounded(it.offset),
        "bands": bands,
        "momentary": curve(0.1, &it.curve),
        "short_term": curve(1.0, &it.slow_curve),
    })
}

fn sections(profile: &Profile) -> Vec<Value> {
    let grid = profile.grid.as_ref();
    let section = |it: &producer::listening::HeardSection| {
        json!({
            "label": it.kind.to_string(),
            "bar": it.bar + 1,
            "bars": it.bars,
            "start": moment(it.start.0, grid),
            "end": moment(it.end.0, grid),
            "energy": rounded(it.energy.value()),
        })
    };
    profile.sections.iter().map(section).collect()
}

fn bars(profile: &Profile) -> Vec<Value> {
    let bar = |(index, it): (usize, &producer::listening::BarProfile)| {
        json!({
            "bar": index + 1,
            "start": rounded(it.start.0),
            "level_db": decibels(it.level.value()),
            "energy": rounded(it.energy.value()),
            "vocal": rounded(it.vocal.value()),
        })
    };
    profile.bars.iter().enumerate().map(bar).collect()
}

fn phrases(profile: &Profile) -> Vec<Value> {
    let grid = profile.grid.as_ref();
    let phrase = |it: &producer::listening::VocalPhrase| json!({ "start": moment(it.start.0, grid), "end": moment(it.end.0, grid) });
    profile.phrases.iter().map(phrase).collect()
}

fn onsets(profile: &Profile) -> Vec<Value> {
    let grid = profile.grid.as_ref();
    let onset = |it: &producer::listening::Onset| {
        let place = grid.map(|grid| place(grid.beat_at(it.at)));
        let strength = rounded(it.strength.value());
        json!({ "seconds": rounded(it.at.0), "place": place, "strength": strength })
    };
    profile.onsets.iter().map(onset).collect()
}
