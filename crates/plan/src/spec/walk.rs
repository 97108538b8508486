//! Every value of a spec held against the table of what may stand there.

use music_types::Key;
use serde_json::Value;

use crate::spec::field::{AUDIO_ENDINGS, Field, Kind, MIDI_ENDINGS, Table};
use crate::spec::mistake::{Mistake, MistakeKind, nearest};

/// The names that a library gives to genres and mixing styles.
#[derive(Debug, Clone, Copy)]
pub struct Names<'n> {
    /// Genres.
    pub genres: &'n [&'n str],
    /// Mixing styles.
    pub mixes: &'n [&'n str],
}

/// All mistakes in `spec` that one value shows by itself, in the order of the spec.
pub fn walk(spec: &Value, table: &Table, names: Names) -> Vec<Mistake> {
    let mut walker = Walker { names, mistakes: Vec::new() };
    walker.table(spec, table, "");
    walker.mistakes
}

/// `spec` without its `null`s: they stand for what is left out.
pub fn without_nulls(spec: Value) -> Value {
    match spec {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key, without_nulls(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// The pointer to `key` below `at`, escaped as RFC 6901 says.
pub fn below(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

struct Walker<'n> {
    names: Names<'n>,
    mistakes: Vec<Mistake>,
}

impl Walker<'_> {
    fn table(&mut self, value: &Value, table: &Table, at: &str) {
        let Value::Object(map) = value else {
            return self.wrong_type(at, value, "an object of keys and values");
        };
        for (key, value) in map {
            match table.fields.iter().find(|it| it.name == key) {
                Some(field) if value.is_null() && !field.required => {}
                Some(field) => self.value(value, field.kind, &below(at, key)),
                None => self.unknown_key(key, table, at),
            }
        }
        self.mistakes.extend((table.sense)(map, at));
        let is_missing = |it: &&Field| it.required && !map.contains_key(it.name);
        for field in table.fields.iter().filter(is_missing) {
            let at = below(at, field.name);
            self.mistakes.push(Mistake::new(
                at,
                MistakeKind::Missing,
                "nothing",
                allowed(field.kind),
            ));
        }
    }

    fn unknown_key(&mut self, key: &str, table: &Table, at: &str) {
        let keys = || table.fields.iter().map(|it| it.name);
        let listed = keys().collect::<Vec<_>>().join(", ");
        let mut mistake =
            Mistake::new(below(at, key), MistakeKind::UnknownKey, shortened(key), listed);
        mistake.nearest = nearest(key, keys()).map(str::to_owned);
        self.mistakes.push(mistake);
    }

    fn value(&mut self, value: &Value, kind: Kind, at: &str) {
        match kind {
            Kind::Table(table) => self.table(value, table, at),
            Kind::List(each, most) => self.list(value, *each, most, at),
            Kind::Switch => match value {
                Value::Bool(_) => {}
                _ => self.wrong_type(at, value, &allowed(kind)),
            },
            Kind::Number(low, high, _) => match value.as_f64() {
                Some(number) if (low..=high).contains(&number) => {}
                Some(_) => self.out_of_range(at, value, kind),
                None => self.wrong_type(at, value, &allowed(kind)),
            },
            Kind::Whole(low, high, _) => match (value.as_i64(), value) {
                (Some(number), _) if (low..=high).contains(&number) => {}
                (_, Value::Number(_)) => self.out_of_range(at, value, kind),
                _ => self.wrong_type(at, value, &allowed(kind)),
            },
            Kind::Word(words, is_known) => match (value, spelt(value)) {
                (_, Some(text)) if is_known(&text) => {}
                (_, Some(_)) => self.unknown_name(at, value, words, &allowed(kind)),
                _ => self.wrong_type(at, value, &allowed(kind)),
            },
            _ => match value {
                Value::String(text) => self.text(text, kind, at),
                _ => self.wrong_type(at, value, &allowed(kind)),
            },
        }
    }

    fn list(&mut self, value: &Value, each: Kind, most: usize, at: &str) {
        let Value::Array(list) = value else {
            return self.wrong_type(at, value, &allowed(Kind::List(&Kind::Switch, most)));
        };
        if most < list.len() {
            let found = format!("{} of them", list.len());
            let allowed = format!("{most} at most");
            return self.mistakes.push(Mistake::new(at, MistakeKind::OutOfRange, found, allowed));
        }
        for (index, value) in list.iter().enumerate() {
            self.value(value, each, &below(at, &index.to_string()));
        }
    }

    fn text(&mut self, text: &str, kind: Kind, at: &str) {
        let value = Value::from(text);
        let ends_in = |endings: &[&str]| ends_in(text, endings);
        let is_fine = match kind {
            Kind::Genre => return self.known(text, self.names.genres, kind, at),
            Kind::Mix => return self.known(text, self.names.mixes, kind, at),
            Kind::Key if text.parse::<Key>().is_err() => {
                return self.unknown_name(at, &value, &KEYS, &allowed(kind));
            }
            Kind::Key => true,
            Kind::Name => is_file_name(text),
            Kind::Audio => is_path(text) && ends_in(AUDIO_ENDINGS),
            Kind::AudioOrMidi => is_path(text) && (ends_in(AUDIO_ENDINGS) || ends_in(MIDI_ENDINGS)),
            _ => !text.trim().is_empty() && text.chars().count() <= 200,
        };
        if !is_fine {
            self.out_of_range(at, &value, kind);
        }
    }

    fn known(&mut self, text: &str, names: &[&str], kind: Kind, at: &str) {
        if !names.iter().any(|it| is_same_name(it, text)) {
            let allowed = format!("{}: {}", allowed(kind), names.join(", "));
            self.unknown_name(at, &Value::from(text), names, &allowed);
        }
    }

    fn unknown_name(&mut self, at: &str, value: &Value, names: &[&str], allowed: &str) {
        let mut mistake = Mistake::new(at, MistakeKind::UnknownName, shown(value), allowed);
        mistake.nearest =
            spelt(value).and_then(|text| nearest(&text, names.iter().copied()).map(str::to_owned));
        self.mistakes.push(mistake);
    }

    fn out_of_range(&mut self, at: &str, value: &Value, kind: Kind) {
        self.mistakes.push(Mistake::new(at, MistakeKind::OutOfRange, shown(value), allowed(kind)));
    }

    fn wrong_type(&mut self, at: &str, value: &Value, allowed: &str) {
        let kind = match value {
            Value::Null => "nothing",
            Value::Bool(_) => "a switch",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        let found = if value.is_null() { kind.into() } else { format!("{kind}, {}", shown(value)) };
        self.mistakes.push(Mistake::new(at, MistakeKind::WrongType, found, allowed));
    }
}

/// The keys club music is written in most, for suggestions.
const KEYS: [&str; 24] = [
    "C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B", "Cm", "C#m", "Dm", "Ebm",
    "Em", "Fm", "F#m", "Gm", "G#m", "Am", "Bbm", "Bm",
];

/// What may stand where a value of this kind stands, in words.
pub fn allowed(kind: Kind) -> String {
    match kind {
        Kind::Text => "a text of 1 to 200 letters".into(),
        Kind::Name => "1 to 80 letters a folder may be called by: no / \\ : * ? \" < > |, no dot or blank at either end".into(),
        Kind::Audio => format!("the path of an audio file ({})", AUDIO_ENDINGS.join(", ")),
        Kind::AudioOrMidi => {
            format!("the path of an audio or MIDI file ({}, {})", AUDIO_ENDINGS.join(", "), MIDI_ENDINGS.join(", "))
        }
        Kind::Switch => "true or false".into(),
        Kind::Number(low, high, unit) => format!("a number from {} to {} {unit}", minus(low), minus(high)),
        Kind::Whole(low, high, unit) => format!("a whole number from {low} to {high} {unit}").trim_end().into(),
        Kind::Word(words, _) => words.join(", "),
        Kind::Key => "a key: Am, F#m, Bb, \"D dorian\", or a Camelot code like 8A".into(),
        Kind::Genre => "a genre".into(),
        Kind::Mix => "a mixing style".into(),
        Kind::Table(table) => {
            format!("an object of {}", table.fields.iter().map(|it| it.name).collect::<Vec<_>>().join(", "))
        }
        Kind::List(_, most) => format!("a list of {most} at most"),
    }
}

/// A number with a true minus sign, as people write it.
fn minus(number: f64) -> String {
    number.to_string().replace('-', "−")
}

/// Whether two spellings name one genre or style.
pub fn is_same_name(a: &str, b: &str) -> bool {
    crate::spec::choice::folded(a) == crate::spec::choice::folded(b)
}

/// Whether a path has one of these endings, in any case.
pub fn ends_in(path: &str, endings: &[&str]) -> bool {
    let ending = path.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase());
    ending.is_some_and(|it| endings.contains(&it.as_str()))
}

fn is_path(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= 4096 && !text.contains('\0')
}

fn is_file_name(text: &str) -> bool {
    let is_bare = text.trim() == text && !text.starts_with('.') && !text.ends_with('.');
    let refused = |it: char| it.is_control() || "/\\:*?\"<>|".contains(it);
    is_bare && (1..=80).contains(&text.chars().count()) && !text.chars().any(refused)
}

/// A word or a number as the word it stands for.
fn spelt(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A value as written, shortened to what fits a line.
pub fn shown(value: &Value) -> String {
    shortened(&value.to_string())
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
