//! What is wanted of an arrangement.

use std::fmt;

use music_types::{Role, Seed};
use serde::{Deserialize, Serialize};

use crate::drops::VoiceDropAt;
use crate::style::Style;
use crate::vocal::VocalMap;

/// What is wanted of an arrangement.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The genre family's templates, its base already under it ([`Style::over`]).
    pub style: &'a Style,
    /// Which version of the record this is.
    pub version: Version,
    /// Which hour of the night it is for.
    pub energy: Energy,
    /// What the source sings, and how long the source is.
    pub vocal: &'a VocalMap,
    /// What is done with the singer.
    pub treatment: Treatment,
    /// Spoken tags and where they go.
    pub voice_drops: &'a [VoiceDropAt],
    /// Whether there are chops to play: without, no [`VocalChop`](music_types::Role::VocalChop)
    /// slot is made.
    pub chops: bool,
    /// Whether the voice stutters through the builds.
    pub stutter: bool,
    /// Recordings of other records that play along: [`DrumStem`](music_types::Role::DrumStem),
    /// [`BassStem`](music_types::Role::BassStem) or [`MusicStem`](music_types::Role::MusicStem),
    /// each in the place of the parts that do the same work.
    pub guests: &'a [Role],
    /// At most so many parts; those the style can spare soonest leave first. `None` is no limit.
    pub most_parts: Option<usize>,
    /// Shapes that were asked for: a section of the form, and the name of a shape of the style.
    pub shapes: &'a [(String, String)],
    /// Where chance comes from: which shape a drop has, where none was asked for.
    pub seed: Seed,
}

/// Which version of the record this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Version {
    /// The club version: drums to mix by at both ends, two drops.
    Extended,
    /// Short, the voice early.
    Radio,
    /// Drums and bass forward, at most 15 % of the bars sung.
    Dub,
    /// As extended, without the voice.
    Instrumental,
    /// The voice alone after a count-in.
    Acapella,
    /// Drums in stages, to layer under other records.
    DjTool,
    /// The original untouched between new drums.
    IntroOutroEdit,
    /// One record's voice over another's beat.
    Bootleg,
    /// As extended, its second half made new.
    Vip,
}

impl Version {
    /// All nine.
    pub const ALL: &[Self] = &[
        Self::Extended,
        Self::Radio,
        Self::Dub,
        Self::Instrumental,
        Self::Acapella,
        Self::DjTool,
        Self::IntroOutroEdit,
        Self::Bootleg,
        Self::Vip,
    ];

    /// Its name in specs and data files, `DJ_TOOL`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Extended => "EXTENDED",
            Self::Radio => "RADIO",
            Self::Dub => "DUB",
            Self::Instrumental => "INSTRUMENTAL",
            Self::Acapella => "ACAPELLA",
            Self::DjTool => "DJ_TOOL",
            Self::IntroOutroEdit => "INTRO_OUTRO_EDIT",
            Self::Bootleg => "BOOTLEG",
            Self::Vip => "VIP",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Which hour of the night a record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Energy {
    /// The floor fills: no rolls, drops held back.
    Warmup,
    /// The height of the night.
    Peak,
    /// Long and dark: filter moves instead of drops.
    Afterhours,
}

impl Energy {
    /// All three, in the order of a night.
    pub const ALL: &[Self] = &[Self::Warmup, Self::Peak, Self::Afterhours];

    /// Its name in specs and data files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warmup => "warmup",
            Self::Peak => "peak",
            Self::Afterhours => "afterhours",
        }
    }
}

impl fmt::Display for Energy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What is done with the singer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Treatment {
    /// Verses and hooks stay whole.
    KeepLyrics,
    /// Cut to pieces and played; no whole line is heard.
    Chops,
    /// The hook alone, wherever the form sings.
    HookOnly,
    /// No voice.
    None,
}
