//! A spec read from text and written back.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::spec::field::INSPIRATION_SET;
use crate::spec::inspiration::InspirationSet;
use crate::spec::mistake::{Mistake, MistakeKind, SpecErrors};
use crate::spec::sense::contradictions;
use crate::spec::twins::parse_json;
use crate::spec::walk::{Names, walk, without_nulls};

/// How a spec is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The canonical form.
    Json,
    /// For people.
    Toml,
}

impl Format {
    /// The format of the file at `path`, by its ending: TOML for `.toml`, JSON for all others.
    pub fn of(path: &str) -> Self {
        let is_toml = path.rsplit_once('.').is_some_and(|(_, it)| it.eq_ignore_ascii_case("toml"));
        if is_toml { Self::Toml } else { Self::Json }
    }
}

/// The spec in `text`. No file is opened: see [`paths`] for those it names.
///
/// # Errors
///
/// Every mistake of the spec at once: unknown keys, wrong types, values out of range, unknown
/// names, wishes that exclude each other. Text that is no JSON or TOML is one mistake, with line
/// and column.
pub fn read(text: &str, format: Format, names: Names) -> Result<InspirationSet, SpecErrors> {
    let (spec, mut mistakes) = match format {
        Format::Json => parse_json(text)?,
        Format::Toml => (parse_toml(text)?, Vec::new()),
    };
    mistakes.extend(walk(&spec, &INSPIRATION_SET, names));
    settle(without_nulls(spec), mistakes)
}

/// A spec made in code, held to the same rules as one read from text.
///
/// # Errors
///
/// As for [`read`]; and numbers that can't be written down.
pub fn check(wish: &InspirationSet, names: Names) -> Result<(), SpecErrors> {
    let spec = serde_json::to_value(wish).unwrap_or(Value::Null);
    let mistakes = walk(&spec, &INSPIRATION_SET, names);
    let read = settle(spec, mistakes)?;
    if read == *wish {
        return Ok(());
    }
    let allowed = "numbers that are finite";
    Err(Mistake::new("", MistakeKind::OutOfRange, "a number that can't be written", allowed).into())
}

/// `wish` as text that [`read`] reads back as the same.
pub fn write(wish: &InspirationSet, format: Format) -> String {
    let spec = serde_json::to_value(wish).unwrap_or_default();
    match format {
        Format::Json => format!("{spec:#}\n"),
        Format::Toml => toml::to_string_pretty(&spec).unwrap_or_default(),
    }
}

/// Whether `preferred_drums` names a file of the user's own drums rather than a kit: `.mid`, `.midi` or `.toml`.
pub fn is_pattern_file(name: &str) -> bool {
    let name = name.to_lowercase();
    [".mid", ".midi", ".toml"].iter().any(|it| name.ends_with(it))
}

/// Every file that `wish` names, each with the JSON pointer to where it does, in the order of the
/// spec.
pub fn paths(wish: &InspirationSet) -> Vec<(String, &str)> {
    let song = [
        ("/main_track_path", &wish.main_track_path),
        ("/vocal_stem_path", &wish.vocal_stem_path),
        ("/drum_stem_path", &wish.drum_stem_path),
        ("/bass_stem_path", &wish.bass_stem_path),
        ("/other_stem_path", &wish.other_stem_path),
    ];
    let others = [
        ("/beat_source/path", &wish.beat_source),
        ("/drop_source/path", &wish.drop_source),
        ("/bass_source/path", &wish.bass_source),
    ];
    let mut found: Vec<(String, &str)> = Vec::new();
    found.extend(song.iter().filter_map(|(at, it)| Some(((*at).to_owned(), it.as_deref()?))));
    found.extend(
        others.iter().filter_map(|(at, it)| Some(((*at).to_owned(), it.as_ref()?.path.as_str()))),
    );
    let drums = wish.preferred_drums.as_deref().filter(|it| is_pattern_file(it));
    found.extend(drums.map(|it| ("/preferred_drums".to_owned(), it)));
    let tags = wish.voice_drops.iter().enumerate();
    found.extend(tags.map(|(index, it)| (format!("/voice_drops/{index}/path"), it.path.as_str())));
    found
}

/// `wish` with each path that it names changed.
pub fn with_paths(wish: &InspirationSet, change: impl Fn(&str) -> String) -> InspirationSet {
    let mut wish = wish.clone();
    let song = [
        &mut wish.main_track_path,
        &mut wish.vocal_stem_path,
        &mut wish.drum_stem_path,
        &mut wish.bass_stem_path,
        &mut wish.other_stem_path,
    ];
    let others = [&mut wish.beat_source, &mut wish.drop_source, &mut wish.bass_source];
    let others = others.into_iter().flatten().map(|it| &mut it.path);
    let tags = wish.voice_drops.iter_mut().map(|it| &mut it.path);
    let drums = wish.preferred_drums.iter_mut().filter(|it| is_pattern_file(it));
    for path in song.into_iter().flatten().chain(others).chain(tags).chain(drums) {
        *path = change(path);
    }
    wish
}

/// The wish in `spec`, or all that is wrong with it: what single values show, and what the keys
/// without a mistake contradict.
fn settle(spec: Value, mut mistakes: Vec<Mistake>) -> Result<InspirationSet, SpecErrors> {
    let doubtful = doubtful_keys(&mistakes);
    let sound: Map<String, Value> = match spec {
        Value::Object(map) => map.into_iter().filter(|(key, _)| !doubtful.contains(key)).collect(),
        _ => return Err(SpecErrors { mistakes }),
    };
    match serde_json::from_value::<InspirationSet>(Value::Object(sound)) {
        Ok(wish) => {
            let is_sure = |about: &[&str]| !about.iter().any(|key| doubtful.contains(*key));
            let more = contradictions(&wish).into_iter().filter(|it| is_sure(it.about));
            mistakes.extend(more.map(|it| it.mistake));
            SpecErrors::none_of(mistakes).map(|()| wish)
        }
        Err(error) => {
            let mistake = Mistake::new("", MistakeKind::WrongType, error.to_string(), "");
            mistakes.push(mistake);
            Err(SpecErrors { mistakes })
        }
    }
}

/// The keys of the whole spec that hold a mistake, and those that a misspelt key may have meant.
fn doubtful_keys(mistakes: &[Mistake]) -> BTreeSet<String> {
    let key =
        |it: &Mistake| it.at.split('/').nth(1).map(|it| it.replace("~1", "/").replace("~0", "~"));
    let meant = |it: &Mistake| it.nearest.clone().filter(|_| it.kind == MistakeKind::UnknownKey);
    mistakes.iter().flat_map(|it| [key(it), meant(it)]).flatten().collect()
}

fn parse_toml(text: &str) -> Result<Value, SpecErrors> {
    match text.parse::<toml::Table>() {
        Ok(table) => Ok(from_toml(toml::Value::Table(table))),
        Err(error) => {
            let at = error.span().map_or(0, |it| it.start);
            let (line, column) = place_of(text, at);
            let found = format!("line {line}, column {column}: {}", error.message());
            Err(Mistake::new("", MistakeKind::Unreadable, found, "TOML").into())
        }
    }
}

/// Line and column, counted from 1, of the byte `at`.
pub fn place_of(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// The same values in JSON; what JSON can't hold (nan, inf, dates) becomes its text.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(whole) => Value::from(whole),
        toml::Value::Float(number) => serde_json::Number::from_f64(number)
            .map_or_else(|| Value::from(number.to_string()), Value::Number),
        toml::Value::Boolean(switch) => Value::Bool(switch),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(list) => Value::Array(list.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}
