//! Parts of a genre by themselves, without a song around them: to look at, to play, to drag into a set.

use std::fmt;

use music_types::{Beats, Intensity, Key, Note, Phrase, Role, SectionKind, Seed, Tempo};
use plan::{Genre, Library};

use crate::midi::{self, MidiPart};

/// Bars of a block: players think in phrases of eight.
const BLOCK: i64 = 8;

/// What is to be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// The genre, by its name in specs.
    pub genre: String,
    /// Who plays, in this order.
    pub parts: Vec<Role>,
    /// The kind of section they play.
    pub kind: SectionKind,
    /// How many bars, 1 to 1024.
    pub bars: i64,
    /// The key; `None` is the genre's commonest.
    pub key: Option<Key>,
    /// The tempo; `None` is the genre's own.
    pub tempo: Option<Tempo>,
    /// How hard they play.
    pub intensity: Intensity,
    /// All chance comes from it.
    pub seed: u64,
}

/// What was played.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketched {
    /// The genre's name for people.
    pub title: String,
    /// The tempo it was played at.
    pub tempo: Tempo,
    /// The key it was played in.
    pub key: Key,
    /// The chords, a bar between two strokes.
    pub chords: String,
    /// Each part with its notes, as long as was wanted.
    pub parts: Vec<(Role, Phrase)>,
    kind: SectionKind,
    seed: u64,
}

/// Plays a sketch; `None` where the library has no such genre. The same sketch gives the same notes.
pub fn sketch(library: &Library, wish: &Sketch) -> Option<Sketched> {
    let genre = library.genre(&wish.genre)?;
    let key = wish.key.or_else(|| genre.keys.first().copied())?;
    let tempo = wish.tempo.unwrap_or(genre.tempo.typical);
    let seed = Seed(wish.seed);
    let harmony = patterns::progression(&genre.patterns, wish.kind, key, seed.fork("harmony"));
    let stage = Stage { genre, wish, key, tempo, harmony: &harmony };
    Some(Sketched {
        title: genre.title.clone(),
        tempo,
        key,
        chords: harmony.to_string(),
        parts: wish.parts.iter().map(|role| (*role, stage.play(*role))).collect(),
        kind: wish.kind,
        seed: wish.seed,
    })
}

/// Everybody plays on it.
struct Stage<'a> {
    genre: &'a Genre,
    wish: &'a Sketch,
    key: Key,
    tempo: Tempo,
    harmony: &'a patterns::Progression,
}

impl Stage<'_> {
    /// A part from start to end, block by block.
    fn play(&self, role: Role) -> Phrase {
        let bars = self.wish.bars.clamp(1, 1024);
        let blocks = (bars + BLOCK - 1) / BLOCK;
        let one = |block: i64| {
            let brief = patterns::Brief {
                role,
                kind: self.wish.kind,
                bars: BLOCK.min(bars - block * BLOCK),
                block,
                last: block + 1 == blocks,
                before: Some(next(self.wish.kind)),
                intensity: self.wish.intensity,
                variant: 0,
                key: self.key,
                tempo: self.tempo,
                harmony: self.harmony,
                seed: Seed(self.wish.seed).fork("patterns"),
            };
            patterns::play(&self.genre.patterns, &brief)
        };
        (0..blocks).map(one).reduce(|so_far, it| so_far.then(&it)).unwrap_or_default()
    }
}

/// What mostly follows a section.
const fn next(kind: SectionKind) -> SectionKind {
    match kind {
        SectionKind::Intro | SectionKind::Drop => SectionKind::Groove,
        SectionKind::Groove | SectionKind::Break => SectionKind::Build,
        SectionKind::Build => SectionKind::Drop,
        SectionKind::Outro => SectionKind::Outro,
    }
}

impl Sketched {
    /// A Standard MIDI File of format 1: a track for tempo and key, then a track a part.
    pub fn midi(&self) -> Vec<u8> {
        let part = |(role, phrase): &'_ (Role, Phrase)| {
            let notes: Vec<Note> = phrase.notes().to_vec();
            (role.word().to_uppercase().replace('_', " "), notes, role.is_unpitched())
        };
        let named: Vec<_> = self.parts.iter().map(part).collect();
        let parts: Vec<MidiPart> = named
            .iter()
            .map(|(name, notes, is_kit)| MidiPart { name, notes: notes.clone(), is_kit: *is_kit })
            .collect();
        midi::all(&self.title, &parts, self.tempo, self.key)
    }
}

impl fmt::Display for Sketched {
    /// A page: who plays where in which key, the drums as one grid, then a roll a pitched part.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { title, tempo, key, kind, seed, .. } = self;
        writeln!(f, "{title}, {kind}, {tempo}, {key}, seed {seed}")?;
        let (drums, pitched): (Vec<_>, Vec<_>) =
            self.parts.iter().partition(|it| it.0.is_unpitched());
        let kit = drums.iter().fold(Phrase::new(Beats::ZERO, []), |all, it| all.with(&it.1));
        if !kit.is_silent() {
            write!(f, "\n{}", patterns::grid(&kit))?;
        }
        if !pitched.is_empty() {
            writeln!(f, "\nchords: {}", self.chords)?;
        }
        for (role, phrase) in pitched.iter().filter(|it| !it.1.is_silent()) {
            write!(f, "\n{role}\n{}", patterns::roll(phrase))?;
        }
        Ok(())
    }
}
