//! The genres at hand, as the tests read them.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;

use music_types::{Beats, Intensity, Key, Phrase, Role, SectionKind, Seed, Tempo};
use patterns::{Brief, Progression, Style, play, progression};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Genre {
    pub title: String,
    pub tempo: Range,
    pub keys: Vec<Key>,
    pub form: String,
    pub mix: String,
    pub patterns: Style,
}

#[derive(Deserialize)]
pub struct Range {
    pub low: Tempo,
    pub typical: Tempo,
    pub high: Tempo,
}

/// Every genre file with its name, in the order of the alphabet.
pub fn genres() -> Vec<(String, Genre)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/genres");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let read = |path: std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let genre = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, genre)
    };
    paths.into_iter().filter(|it| it.extension().is_some_and(|it| it == "toml")).map(read).collect()
}

pub fn genre(name: &str) -> Genre {
    genres().into_iter().find(|it| it.0 == name).map(|it| it.1).unwrap()
}

pub fn brief<'a>(
    genre: &Genre,
    role: Role,
    kind: SectionKind,
    harmony: &'a Progression,
    seed: u64,
) -> Brief<'a> {
    Brief {
        role,
        kind,
        bars: 8,
        block: 0,
        last: false,
        before: Some(SectionKind::Drop),
        intensity: Intensity::new(0.85),
        variant: 0,
        key: genre.keys[0],
        tempo: genre.tempo.typical,
        harmony,
        seed: Seed(seed).fork("patterns"),
    }
}

pub fn chords(genre: &Genre, kind: SectionKind, seed: u64) -> Progression {
    progression(&genre.patterns, kind, genre.keys[0], Seed(seed).fork("harmony"))
}

/// A section of two blocks of eight bars.
pub fn sixteen(genre: &Genre, role: Role, kind: SectionKind, intensity: f64, seed: u64) -> Phrase {
    let harmony = chords(genre, kind, seed);
    let brief =
        Brief { intensity: Intensity::new(intensity), ..brief(genre, role, kind, &harmony, seed) };
    let first = play(&genre.patterns, &brief);
    let second = play(&genre.patterns, &Brief { block: 1, last: true, ..brief });
    assert_eq!(first.length(), Beats::bars(8));
    first.then(&second)
}

/// Who plays the drums of a first drop, and how hard.
pub const DROP: [(Role, f64); 6] = [
    (Role::Kick, 0.95),
    (Role::Clap, 0.85),
    (Role::Hats, 0.8),
    (Role::Shaker, 0.75),
    (Role::Congas, 0.75),
    (Role::LowPercussion, 0.7),
];

pub fn drop(genre: &Genre, seed: u64) -> Vec<(Role, Phrase)> {
    DROP.iter()
        .map(|(role, hard)| (*role, sixteen(genre, *role, SectionKind::Drop, *hard, seed)))
        .collect()
}
