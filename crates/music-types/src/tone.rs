//! The tones of the kit: what a pitched part sounds like before a sampler shapes it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::pitch::Pitch;
use crate::role::words;

words! {
    /// A tone of the kit, from low to high.
    Tone {
        /// A sine with a shade of overtones: the floor. Mono.
        Sub = "sub",
        /// Saw and pulse through a filter that snaps shut, with a little grit. Mono.
        Bass = "bass",
        /// A sine with a soft bite that is gone at once: round and deep. Mono.
        Round = "round",
        /// One saw through a filter that whistles as it falls. Mono.
        Acid = "acid",
        /// Two operators: wood at the start, a hum behind. Mono.
        FmBass = "fm_bass",
        /// Saws that beat against each other over a steady sub. Mono.
        Reese = "reese",
        /// A drum with a note, as of a log drum: it falls into its pitch and rings out. Mono.
        Log = "log",
        /// A house organ: drawbars with a click and a knock of the third harmonic. Stereo.
        Organ = "organ",
        /// Fourteen saws, detuned and wide, under a soft lid. Stereo.
        Pad = "pad",
        /// Partials of glass that swell against each other. Stereo.
        Glass = "glass",
        /// A supersaw with a bright edge. Stereo.
        Stab = "stab",
        /// A piano as house records have it: bright, a little out of itself. Rings out. Stereo.
        Piano = "piano",
        /// An electric piano by frequency modulation. Rings out. Stereo.
        Keys = "keys",
        /// Something between marimba and kalimba. Rings out. Stereo.
        Pluck = "pluck",
        /// A tine under a thumb. Rings out. Stereo.
        Kalimba = "kalimba",
        /// A small bell by frequency modulation. Rings out. Stereo.
        Bell = "bell",
        /// Saw and pulse, sung with a late vibrato. Mono.
        Lead = "lead",
        /// A square with a lid, woody and hollow. Mono.
        Hollow = "hollow",
        /// A flute of a few partials, breath where it begins. Mono.
        Flute = "flute",
    }
}

impl Tone {
    /// The key at which it sounds as recorded: C2 for what is low, C4 for what is not, C5 for
    /// leads; the middle of where each is played, so that a sampler bends it little.
    pub const fn root(self) -> Pitch {
        Pitch::new(match self {
            Self::Sub
            | Self::Bass
            | Self::Round
            | Self::Acid
            | Self::FmBass
            | Self::Reese
            | Self::Log => 36,
            Self::Lead | Self::Hollow | Self::Flute => 72,
            _ => 60,
        })
    }

    /// Whether it rings out by itself, however long a key is held.
    pub const fn rings_out(self) -> bool {
        matches!(
            self,
            Self::Log | Self::Piano | Self::Keys | Self::Pluck | Self::Kalimba | Self::Bell
        )
    }
}
