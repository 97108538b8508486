//! Effects between sections: what rises, falls and hits, cut to bars.

mod fall;
mod hit;
mod rise;

use music_types::{Beats, Pitch, Tempo};

use crate::signal::finish::{End, finish};
use crate::signal::{HZ, frames};
use crate::sound::Sound;

/// A sound between sections. A count of bars outside of 1 to 32 is held to the nearer of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Noise that opens from rumble to air and ends at its loudest.
    Riser {
        /// Its length.
        bars: i64,
    },
    /// A choir of saws that climbs two octaves onto its root, F4.
    ToneRiser {
        /// Its length.
        bars: i64,
    },
    /// Noise that closes from air to rumble.
    Downlifter {
        /// Its length.
        bars: i64,
    },
    /// A sub that drops from 60 to 35 Hz, a boom and air: two bars.
    Impact,
    /// A crash played backwards into its stroke.
    ReverseCrash {
        /// Its length.
        bars: i64,
    },
    /// A sine that sinks from 110 to 32 Hz.
    SubDrop {
        /// Its length.
        bars: i64,
    },
    /// A wailing pair of pulses, up and down each bar, around its root, F4.
    Siren {
        /// Its length.
        bars: i64,
    },
}

impl Effect {
    /// Its length in bars, 1 to 32.
    pub fn bars(self) -> i64 {
        match self {
            Self::Riser { bars }
            | Self::ToneRiser { bars }
            | Self::Downlifter { bars }
            | Self::ReverseCrash { bars }
            | Self::SubDrop { bars }
            | Self::Siren { bars } => bars.clamp(1, 32),
            Self::Impact => 2,
        }
    }

    /// Its name in data files and its length: `riser_8`; the impact is just `impact`.
    pub fn word(self) -> String {
        let name = match self {
            Self::Riser { .. } => "riser",
            Self::ToneRiser { .. } => "tone_riser",
            Self::Downlifter { .. } => "downlifter",
            Self::Impact => return "impact".to_owned(),
            Self::ReverseCrash { .. } => "reverse_crash",
            Self::SubDrop { .. } => "sub_drop",
            Self::Siren { .. } => "siren",
        };
        format!("{name}_{}", self.bars())
    }
}

/// The space an effect has.
#[derive(Debug, Clone, Copy)]
struct Space {
    /// Its length in seconds.
    seconds: f64,
    /// A bar in seconds.
    bar: f64,
}

/// This effect at this tempo, stereo, 44 100 Hz, true peak −1 dB.
///
/// It lasts exactly [`Effect::bars`] bars, rounded to the sample. The impact and the downlifter
/// have died away by then; what rises ends there at once.
pub fn effect(effect: Effect, tempo: Tempo) -> Sound {
    let bar = tempo.seconds(Beats::BAR).0;
    let space = Space { seconds: bar * effect.bars() as f64, bar };
    let (channels, fade) = match effect {
        Effect::Riser { .. } => (rise::riser(space), 0.004),
        Effect::ToneRiser { .. } => (rise::tone_riser(space), 0.004),
        Effect::Siren { .. } => (rise::siren(space), 0.02),
        Effect::ReverseCrash { .. } => (hit::reverse_crash(space), 0.003),
        Effect::Downlifter { .. } => (fall::downlifter(space), 0.35 * bar),
        Effect::SubDrop { .. } => (fall::sub_drop(space), 0.1 * bar),
        Effect::Impact => (hit::impact(space), bar),
    };
    let wave = finish(channels, End::Exact(frames(space.seconds, HZ), fade));
    Sound { name: effect.word(), wave, root: root(effect), sustain: None }
}

/// The key an effect sounds at.
const fn root(effect: Effect) -> Option<Pitch> {
    match effect {
        Effect::ToneRiser { .. } | Effect::Siren { .. } => Some(rise::ROOT),
        _ => None,
    }
}
