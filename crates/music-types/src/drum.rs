//! The sounds of the kit, and the keys they lie on.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::pitch::Pitch;
use crate::role::{Role, words};

words! {
    /// A sound of the kit.
    Drum {
        /// Kick.
        Kick = "kick",
        /// Clap.
        Clap = "clap",
        /// Snare.
        Snare = "snare",
        /// Rim shot, side stick.
        Rim = "rim",
        /// Closed hat.
        ClosedHat = "closed_hat",
        /// Open hat.
        OpenHat = "open_hat",
        /// Ride.
        Ride = "ride",
        /// Crash.
        Crash = "crash",
        /// Shaker.
        Shaker = "shaker",
        /// Tambourine.
        Tambourine = "tambourine",
        /// Open tone of the high conga.
        CongaOpen = "conga_open",
        /// Muted stroke or heel-toe of the conga.
        CongaMute = "conga_mute",
        /// Slap of the conga.
        CongaSlap = "conga_slap",
        /// Open tone of the low conga.
        CongaLow = "conga_low",
        /// High bongo.
        BongoHigh = "bongo_high",
        /// Low bongo.
        BongoLow = "bongo_low",
        /// High timbale.
        TimbaleHigh = "timbale_high",
        /// Low timbale.
        TimbaleLow = "timbale_low",
        /// Surdo, open.
        Surdo = "surdo",
        /// High tom.
        TomHigh = "tom_high",
        /// Low tom.
        TomLow = "tom_low",
        /// Log drum.
        LogDrum = "log_drum",
        /// Tamborim, open.
        Tamborim = "tamborim",
        /// Tamborim, muted.
        TamborimMute = "tamborim_mute",
        /// High agogô.
        AgogoHigh = "agogo_high",
        /// Low agogô.
        AgogoLow = "agogo_low",
        /// Clave.
        Clave = "clave",
    }
}

impl Drum {
    /// The key it lies on: General MIDI where GM has the sound, a free key near its kin where not.
    pub const fn key(self) -> Pitch {
        Pitch::new(match self {
            Self::Kick => 36,
            Self::Rim => 37,
            Self::Snare => 38,
            Self::Clap => 39,
            Self::ClosedHat => 42,
            Self::TomLow => 45,
            Self::OpenHat => 46,
            Self::Crash => 49,
            Self::TomHigh => 50,
            Self::Ride => 51,
            Self::Tambourine => 54,
            Self::LogDrum => 59,
            Self::BongoHigh => 60,
            Self::BongoLow => 61,
            Self::CongaMute => 62,
            Self::CongaOpen => 63,
            Self::CongaLow => 64,
            Self::TimbaleHigh => 65,
            Self::TimbaleLow => 66,
            Self::AgogoHigh => 67,
            Self::AgogoLow => 68,
            Self::CongaSlap => 69,
            Self::Shaker => 70,
            Self::Tamborim => 71,
            Self::TamborimMute => 72,
            Self::Clave => 75,
            Self::Surdo => 87,
        })
    }

    /// The drum on this key.
    pub fn on(key: Pitch) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.key() == key)
    }

    /// The sound of ours that is meant by a key of General MIDI's drum map (35 to 87); `None` for keys whose sound
    /// the kit has not: whistles, guiros, cuicas, blocks.
    pub const fn general_midi(key: u8) -> Option<Self> {
        Some(match key {
            35 | 36 => Self::Kick,
            37 => Self::Rim,
            38 | 40 => Self::Snare,
            39 => Self::Clap,
            41 | 43 | 45 => Self::TomLow,
            47 | 48 | 50 => Self::TomHigh,
            42 | 44 => Self::ClosedHat,
            46 => Self::OpenHat,
            49 | 52 | 55 | 57 => Self::Crash,
            51 | 53 | 59 => Self::Ride,
            54 => Self::Tambourine,
            56 | 68 => Self::AgogoLow,
            60 => Self::BongoHigh,
            61 => Self::BongoLow,
            62 => Self::CongaMute,
            63 => Self::CongaOpen,
            64 => Self::CongaLow,
            65 => Self::TimbaleHigh,
            66 => Self::TimbaleLow,
            67 => Self::AgogoHigh,
            69 | 70 | 82 => Self::Shaker,
            75 => Self::Clave,
            86 | 87 => Self::Surdo,
            _ => return None,
        })
    }

    /// The part that plays it.
    pub const fn role(self) -> Role {
        match self {
            Self::Kick => Role::Kick,
            Self::Clap => Role::Clap,
            Self::Snare => Role::Snare,
            Self::ClosedHat | Self::OpenHat => Role::Hats,
            Self::Ride | Self::Crash => Role::Cymbals,
            Self::Shaker | Self::Tambourine => Role::Shaker,
            Self::CongaOpen
            | Self::CongaMute
            | Self::CongaSlap
            | Self::CongaLow
            | Self::BongoHigh
            | Self::BongoLow
            | Self::TimbaleHigh
            | Self::TimbaleLow => Role::Congas,
            Self::Surdo | Self::TomHigh | Self::TomLow | Self::LogDrum => Role::LowPercussion,
            Self::Rim
            | Self::Tamborim
            | Self::TamborimMute
            | Self::AgogoHigh
            | Self::AgogoLow
            | Self::Clave => Role::Bells,
        }
    }

    /// The choke group: sounds of one group cut each other off; `None` rings out.
    pub const fn choke(self) -> Option<u8> {
        match self {
            Self::ClosedHat | Self::OpenHat => Some(1),
            Self::CongaOpen | Self::CongaMute | Self::CongaSlap => Some(2),
            Self::Tamborim | Self::TamborimMute => Some(3),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drum_has_a_key_of_its_own() {
        for drum in Drum::ALL {
            assert_eq!(Drum::on(drum.key()), Some(*drum));
        }
    }
}
