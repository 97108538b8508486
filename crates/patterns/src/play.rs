//! The front door: who plays what for how long.

use music_types::{Beats, Intensity, Key, Phrase, Role, SectionKind, Seed, Tempo};

use crate::harmony::Progression;
use crate::style::Style;
use crate::{bass, comp, drums, fills, tune};

/// What is wanted of one player for one stretch.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// Who plays.
    pub role: Role,
    /// What the section is for.
    pub kind: SectionKind,
    /// How many bars; nothing is played for less than one.
    pub bars: i64,
    /// Which block of its section this is, from zero.
    pub block: i64,
    /// Whether the section ends with this block.
    pub last: bool,
    /// What comes after the section; nothing at the end of the piece.
    pub before: Option<SectionKind>,
    /// How hard it is played.
    pub intensity: Intensity,
    /// Which variant of the part, 0 the first: others of the same section go by other figures.
    pub variant: u8,
    /// The key.
    pub key: Key,
    /// The tempo: timing in milliseconds depends on it.
    pub tempo: Tempo,
    /// The chords of the section.
    pub harmony: &'a Progression,
    /// The piece's own chances, the same for all parts: each forks them by its name, so that
    /// another part changes no part's notes, and the sub knows what the bass plays.
    pub seed: Seed,
}

impl Brief<'_> {
    /// How long the phrase is.
    pub(crate) fn length(&self) -> Beats {
        Beats::bars(self.bars.max(0))
    }

    /// The bar of the section that bar `bar` of the phrase is, from zero.
    pub(crate) fn bar_of_section(&self, bar: i64) -> i64 {
        self.block.max(0).saturating_mul(self.bars.max(1)).saturating_add(bar)
    }

    /// A count that is never the same at one phrase end and the next: what is taken in turn goes
    /// by it.
    pub(crate) fn turn(&self) -> i64 {
        let kind = SectionKind::ALL.iter().position(|it| *it == self.kind).unwrap_or(0) as i64;
        self.block.max(0) + 4 * i64::from(self.variant) + 2 * kind
    }
}

/// Plays one part for one stretch; parts that are audio (voices, stems, effects) rest.
///
/// The same style and brief give the same notes on every machine.
pub fn play(style: &Style, brief: &Brief) -> Phrase {
    let seed = brief.seed.fork(brief.role.word());
    match brief.role {
        Role::Kick
        | Role::Clap
        | Role::Snare
        | Role::Hats
        | Role::Cymbals
        | Role::Shaker
        | Role::Congas
        | Role::LowPercussion
        | Role::Bells => drums::play(style, brief, seed),
        Role::Fills => fills::play(style, brief, seed),
        Role::Bass => bass::play(style, brief, seed),
        Role::Sub => bass::under(style, brief, brief.seed.fork(Role::Bass.word())),
        Role::Chords | Role::Pad | Role::Stab => comp::play(style, brief, seed),
        Role::Arp | Role::Pluck | Role::Lead | Role::VocalChop => tune::play(style, brief, seed),
        Role::Vocal
        | Role::VoiceDrop
        | Role::Riser
        | Role::Downlifter
        | Role::Impact
        | Role::SungVocal
        | Role::GhostKick
        | Role::DrumStem
        | Role::BassStem
        | Role::MusicStem
        | Role::Reference => Phrase::new(brief.length(), []),
    }
}
