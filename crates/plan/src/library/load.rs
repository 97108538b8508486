//! A library made of texts: genres on their forms, forms on their bases, mixes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::de::DeserializeOwned;

use crate::library::genre::{Genre, GenreFile};
use crate::library::palette::Palette;
use crate::library::shelf::BUILT_IN;
use crate::library::slip::{LibraryErrors, Slip};
use crate::spec::inspiration::InspirationSet;
use crate::spec::mistake::SpecErrors;
use crate::spec::read::{self, Format};
use crate::spec::walk::{Names, is_same_name};

/// Genres, forms and mixing styles by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    texts: BTreeMap<String, String>,
    genres: Vec<Genre>,
    mixes: BTreeMap<String, mixing::Style>,
}

/// The name of forms and mixes that others stand on and nobody asks for.
const GROUND: &str = "common";

/// A data file of the user, already read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserText {
    /// Its path in the user's folder: `genres/<name>.toml`, `forms/<name>.toml`,
    /// `mixes/<name>.toml` or `sounds/<name>.toml`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// The genres, forms and mixes that come with the program.
pub fn built_in() -> &'static Library {
    static SHELF: LazyLock<Library> = LazyLock::new(|| {
        let texts = BUILT_IN.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        // A slip in a file of ours is caught by a test below, never by a user.
        read_all(texts.collect()).unwrap_or_else(|(library, _)| library)
    });
    &SHELF
}

impl Library {
    /// This library with a user's files beside it; a file of the same name takes the place of
    /// ours.
    ///
    /// # Errors
    ///
    /// Every slip in every file: what is no TOML, unknown keys, values that don't belong, names
    /// that don't exist, forms that don't fit together; each with file, line and column, and the
    /// nearest name.
    pub fn with_folder(&self, files: &[UserText]) -> Result<Self, LibraryErrors> {
        let mut texts = self.texts.clone();
        texts.extend(files.iter().map(|it| (it.path.replace('\\', "/"), it.text.clone())));
        read_all(texts).map_err(|(_, slips)| LibraryErrors { slips })
    }

    /// All genres, by name.
    pub fn genres(&self) -> impl Iterator<Item = &Genre> {
        self.genres.iter()
    }

    /// The genre of this name, whatever its case, blanks and signs.
    pub fn genre(&self, name: &str) -> Option<&Genre> {
        self.genres.iter().find(|it| is_same_name(&it.name, name))
    }

    /// The names of all mixing styles; what only others stand on is none.
    pub fn mixes(&self) -> impl Iterator<Item = &str> {
        self.mixes.keys().map(String::as_str).filter(|it| *it != GROUND)
    }

    /// The mixing style of this name and its name as written, whatever the case, blanks and signs
    /// asked with.
    pub fn mix(&self, name: &str) -> Option<(&str, &mixing::Style)> {
        let found = self.mixes.iter().find(|(it, _)| is_same_name(it, name) && *it != GROUND);
        found.map(|(name, style)| (name.as_str(), style))
    }

    /// The spec in `text`.
    ///
    /// # Errors
    ///
    /// As [`read::read`]; genres and styles are those of this library.
    pub fn read_spec(&self, text: &str, format: Format) -> Result<InspirationSet, SpecErrors> {
        self.with_names(|names| read::read(text, format, names))
    }

    /// A spec made in code, held to the same rules as one read from text.
    ///
    /// # Errors
    ///
    /// As [`read::check`].
    pub fn check_spec(&self, wish: &InspirationSet) -> Result<(), SpecErrors> {
        self.with_names(|names| read::check(wish, names))
    }

    fn with_names<T>(&self, ask: impl FnOnce(Names) -> T) -> T {
        let genres: Vec<&str> = self.genres.iter().map(|it| it.name.as_str()).collect();
        let mixes: Vec<&str> = self.mixes().collect();
        ask(Names { genres: &genres, mixes: &mixes })
    }
}

/// The library of these texts by path; or as much of it as is sound, and the slips.
fn read_all(texts: BTreeMap<String, String>) -> Result<Library, (Library, Vec<Slip>)> {
    let mut slips: Vec<Slip> = texts.keys().filter_map(|it| misplaced(it)).collect();
    let mixes = on_their_bases(&texts, &mut slips);
    let shelves = Shelves {
        forms: on_their_bases(&texts, &mut slips),
        palettes: on_their_bases(&texts, &mut slips),
        mixes,
    };
    let files = read_folder::<GenreFile>(&texts, "genres", &mut slips);
    let mut genres = Vec::new();
    for (name, file) in files {
        match genre(&name, file, &shelves) {
            Ok(genre) => genres.push(genre),
            Err(more) => slips.extend(more),
        }
    }
    let library = Library { texts, genres, mixes: shelves.mixes };
    if slips.is_empty() { Ok(library) } else { Err((library, slips)) }
}

/// A file that is in none of the four folders.
fn misplaced(path: &str) -> Option<Slip> {
    let folders = ["genres/", "forms/", "mixes/", "sounds/"];
    let is_placed = path.ends_with(".toml") && folders.iter().any(|it| path.starts_with(it));
    let words = "belongs nowhere: genres/<name>.toml, forms/<name>.toml, mixes/<name>.toml, sounds/<name>.toml do";
    (!is_placed).then(|| Slip::whole(path, words))
}

fn read_folder<T: DeserializeOwned>(
    texts: &BTreeMap<String, String>,
    folder: &str,
    slips: &mut Vec<Slip>,
) -> BTreeMap<String, T> {
    let mut all = BTreeMap::new();
    for (path, text) in texts {
        let inside = path.strip_prefix(folder).and_then(|it| it.strip_prefix('/'));
        let Some(name) = inside.and_then(|it| it.strip_suffix(".toml")) else { continue };
        match toml::from_str(text) {
            Ok(value) => drop(all.insert(name.to_owned(), value)),
            Err(error) => slips.push(Slip::of(path, text, &error)),
        }
    }
    all
}

/// A style that may stand on another of its kind.
trait Stands: DeserializeOwned + Clone {
    const FOLDER: &str;
    fn base(&self) -> Option<&str>;
    fn on(self, base: &Self) -> Self;
    /// What does not fit together, in words.
    fn misfits(&self) -> Vec<String>;
}

impl Stands for arrangement::Style {
    const FOLDER: &str = "forms";
    fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }
    fn on(self, base: &Self) -> Self {
        self.over(base)
    }
    fn misfits(&self) -> Vec<String> {
        self.problems()
    }
}

impl Stands for mixing::Style {
    const FOLDER: &str = "mixes";
    fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }
    fn on(self, base: &Self) -> Self {
        self.over(base)
    }
    fn misfits(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Stands for Palette {
    const FOLDER: &str = "sounds";
    fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }
    fn on(self, base: &Self) -> Self {
        self.over(base)
    }
    fn misfits(&self) -> Vec<String> {
        self.problems()
    }
}

/// What genres are made of, by name.
struct Shelves {
    forms: BTreeMap<String, arrangement::Style>,
    palettes: BTreeMap<String, Palette>,
    mixes: BTreeMap<String, mixing::Style>,
}

/// Each style of a folder with its base, and that one's base, under it.
fn on_their_bases<S: Stands>(
    texts: &BTreeMap<String, String>,
    slips: &mut Vec<Slip>,
) -> BTreeMap<String, S> {
    let styles: BTreeMap<String, S> = read_folder(texts, S::FOLDER, slips);
    let mut whole = BTreeMap::new();
    for (name, style) in &styles {
        let file = format!("{}/{name}.toml", S::FOLDER);
        match on_base(style, &styles, 0) {
            Ok(style) => {
                slips.extend(style.misfits().into_iter().map(|it| Slip::whole(&file, it)));
                whole.insert(name.clone(), style);
            }
            Err(base) if styles.contains_key(&base) => {
                slips.push(Slip::whole(
                    &file,
                    format!("base: {base:?} stands on itself in the end"),
                ));
            }
            Err(base) => {
                slips.push(Slip::unknown(&file, "base", &base, styles.keys().map(String::as_str)));
            }
        }
    }
    whole
}

/// How many styles may stand on one another: more is a circle.
const TALLEST: usize = 8;

/// A style on its bases, or the name of the base that is not there.
fn on_base<S: Stands>(style: &S, styles: &BTreeMap<String, S>, height: usize) -> Result<S, String> {
    let Some(name) = style.base() else { return Ok(style.clone()) };
    let base = styles.get(name).filter(|_| height < TALLEST).ok_or_else(|| name.to_owned())?;
    Ok(style.clone().on(&on_base(base, styles, height + 1)?))
}

fn genre(name: &str, file: GenreFile, shelves: &Shelves) -> Result<Genre, Vec<Slip>> {
    let Shelves { forms, palettes, mixes } = shelves;
    let path = format!("genres/{name}.toml");
    let mut slips = Vec::new();
    let form = forms.get(&file.form).cloned();
    if form.is_none() {
        slips.push(Slip::unknown(&path, "form", &file.form, forms.keys().map(String::as_str)));
    }
    let palette = palettes.get(&file.sounds).cloned();
    if palette.is_none() {
        let known = palettes.keys().map(String::as_str);
        slips.push(Slip::unknown(&path, "sounds", &file.sounds, known));
    }
    if !mixes.contains_key(&file.mix) {
        slips.push(Slip::unknown(&path, "mix", &file.mix, mixes.keys().map(String::as_str)));
    }
    if file.keys.is_empty() {
        slips.push(Slip::whole(&path, "keys: none, where one at least is needed"));
    }
    let misfits = file.patterns.problems().into_iter();
    slips.extend(misfits.map(|it| Slip::whole(&path, format!("patterns.{it}"))));
    let range = file.tempo;
    if !range.holds(range.typical) {
        slips.push(Slip::whole(&path, "tempo: low, typical and high do not rise"));
    }
    match form.zip(palette) {
        Some((form, palette)) if slips.is_empty() => Ok(Genre {
            name: name.to_owned(),
            title: file.title,
            tempo: range,
            keys: file.keys,
            form_name: file.form,
            mix: file.mix,
            palette,
            form,
            patterns: file.patterns,
        }),
        _ => Err(slips),
    }
}
