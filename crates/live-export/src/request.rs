//! What is to be written, and for which Live.

use std::fmt;
use std::str::FromStr;

use als_model::Document;
use als_model::schema::Version;
use arrangement::Arrangement;
use mixing::{Edition, EffectKind, MixPlan};
use music_types::{AudioClip, Instrument, Key, Phrase, SampleId, Tempo};
use plugin_inventory::Plugin;

/// Everything a set is made of.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The name of the song; it opens the set's note.
    pub name: &'a str,
    /// Who plays what, when.
    pub arrangement: &'a Arrangement<Content>,
    /// How loud and through what; strips are found by the name of their part.
    pub mix: &'a MixPlan,
    /// What each part is played on, by the name of the part.
    pub instruments: &'a [(String, Instrument)],
    /// The plug-ins that instruments name by their ids.
    pub plugins: &'a [Plugin],
    /// Plug-ins that stand switched off behind chains which do what they are for.
    pub beside: &'a [(EffectKind, Plugin)],
    /// Facts about every file that a clip or an instrument names.
    pub samples: &'a [(SampleId, SampleFacts)],
    /// The tempo of the whole piece.
    pub tempo: Tempo,
    /// The key of the whole piece.
    pub key: Key,
    /// Which Live it is written for.
    pub target: Target,
    /// Which edition of that Live: says which devices may stand in the set.
    pub edition: Edition,
    /// The set's note: what was done, the seed, what to change first.
    pub note: &'a str,
}

/// What a clip holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Notes for the part's instrument.
    Notes(Phrase),
    /// A part of a recording.
    Audio(AudioClip),
}

impl From<Phrase> for Content {
    fn from(phrase: Phrase) -> Self {
        Self::Notes(phrase)
    }
}

impl From<AudioClip> for Content {
    fn from(clip: AudioClip) -> Self {
        Self::Audio(clip)
    }
}

/// What Live keeps of an audio file beside its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SampleFacts {
    /// Samples a second, in hertz.
    pub rate: u32,
    /// Samples in each channel.
    pub frames: u64,
    /// The size of the file.
    pub bytes: u64,
    /// [`als_model::edit::sample_crc`] of its first 16 384 bytes.
    pub crc: u16,
    /// When it was changed, in seconds since 1970.
    pub modified: i64,
}

/// The form in which a set is written. Later Lives read the forms of earlier ones, never the other way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Target {
    /// The form of Live 11.3; opens in 11.3 and all later.
    #[default]
    Live11,
    /// The form of Live 12.1; opens in 12.1 and all later.
    Live12,
}

impl Target {
    /// The version whose form is written.
    pub const fn version(self) -> Version {
        match self {
            Self::Live11 => Version::LIVE_11_3,
            Self::Live12 => Version::LIVE_12_1,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Live11 => "11",
            Self::Live12 => "12",
        })
    }
}

/// Words that name no form of Live.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no Live we write for (write 11 or 12)")]
pub struct TargetError(pub String);

impl FromStr for Target {
    type Err = TargetError;

    /// Reads `11`, `11.3`, `Live 12`, `12.1`.
    fn from_str(text: &str) -> Result<Self, TargetError> {
        let bare = text.trim().to_ascii_lowercase();
        match bare.trim_start_matches("live").trim() {
            "11" | "11.3" => Ok(Self::Live11),
            "12" | "12.1" => Ok(Self::Live12),
            _ => Err(TargetError(text.to_owned())),
        }
    }
}

/// A set, and what of the request it cannot carry.
#[derive(Debug, Clone)]
pub struct Export {
    /// The set, to be written where its samples lie.
    pub document: Document,
    /// In words: a send without a return, a duck without a kick. Empty when all is in.
    pub left_out: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_as_people_write_it() {
        for target in [Target::Live11, Target::Live12] {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert_eq!("Live 12.1".parse(), Ok(Target::Live12));
        assert!("10".parse::<Target>().is_err());
    }
}
