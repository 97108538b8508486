//! What is wanted of a mix.

use music_types::{Db, Family, Role, Tempo};
use serde::{Deserialize, Serialize};

use crate::style::Style;

/// What is wanted of a mix.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The mixing style, its base already under it ([`Style::over`]).
    pub style: &'a Style,
    /// The parts, in the order of the mixer.
    pub channels: &'a [Channel],
    /// What is automated on buses, so that a device must be there.
    pub bus_sweeps: &'a [(Family, Sweep)],
    /// The tempo, for releases, reverbs and delays.
    pub tempo: Tempo,
    /// How far the kick pushes the sub down: −6 dB. Above zero counts as below.
    pub duck: Db,
    /// Which Live it is for: the small editions have two returns.
    pub edition: Edition,
}

/// A part that is to be mixed.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its track's name.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// Whether it is audio; else it is played on an instrument.
    pub is_audio: bool,
    /// How loud it is before the mix, where it was measured.
    pub heard: Option<Heard>,
    /// What is automated on it, so that a device must be there.
    pub sweeps: Vec<Sweep>,
}

/// How loud something is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heard {
    /// Integrated loudness, in LUFS.
    pub lufs: Db,
    /// True peak, in dBTP.
    pub true_peak: Db,
}

/// What automation moves on a channel and needs a device for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sweep {
    /// The cutoff of a low-pass filter.
    LowPass,
    /// The cutoff of a high-pass filter.
    HighPass,
    /// The resonance of that filter.
    Resonance,
    /// Stereo width.
    Width,
}

/// An edition of Live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// Comes with hardware: 8 tracks, 2 returns.
    Lite,
    /// 16 tracks, 2 returns.
    Intro,
    /// No limit here.
    Standard,
    /// No limit here.
    Suite,
}

impl Edition {
    /// How many returns a set of this edition may have.
    pub const fn returns(self) -> usize {
        match self {
            Self::Lite | Self::Intro => 2,
            Self::Standard | Self::Suite => 12,
        }
    }
}
