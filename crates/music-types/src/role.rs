//! What a part is for, and the family it sits with.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them, in the order of a mixer.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in data files: lower case, words joined by `_`.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one with this name in data files.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.word() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A group of the mixer, in the order of a set.
    Family {
        /// Kick, clap, snare, hats, cymbals, fills.
        Drums = "drums",
        /// Hand percussion, shakers, bells.
        Percussion = "percussion",
        /// Sub and mid bass.
        Bass = "bass",
        /// Chords, pads, stabs, arps, leads.
        Music = "music",
        /// Sung and spoken.
        Vocals = "vocals",
        /// Risers, impacts, sweeps.
        Effects = "effects",
        /// What is there to compare with, muted.
        Reference = "reference",
    }
}

words! {
    /// What a part is for: one role, one track.
    Role {
        /// The kick drum.
        Kick = "kick",
        /// What the ducks listen to: it beats with the kick, and where the kick rests; nobody hears it.
        GhostKick = "ghost_kick",
        /// Claps and snares on and around the backbeat.
        Clap = "clap",
        /// The snare of rolls, fills and marked figures.
        Snare = "snare",
        /// Closed and open hats.
        Hats = "hats",
        /// Ride and crash cymbals.
        Cymbals = "cymbals",
        /// Tom and drum fills.
        Fills = "fills",
        /// Shakers, cabasa, tambourine.
        Shaker = "shaker",
        /// Congas, bongos, timbales, djembe.
        Congas = "congas",
        /// Surdo, low toms, log drum.
        LowPercussion = "low_percussion",
        /// Tamborim, agogô, clave, rim: timelines and bells.
        Bells = "bells",
        /// The lowest line, mono.
        Sub = "sub",
        /// The bass line as one hears it on small speakers.
        Bass = "bass",
        /// Chords held or in rhythm.
        Chords = "chords",
        /// Long soft chords.
        Pad = "pad",
        /// Short chords.
        Stab = "stab",
        /// A broken-chord figure.
        Arp = "arp",
        /// A plucked or struck ostinato: marimba, kalimba.
        Pluck = "pluck",
        /// The tune.
        Lead = "lead",
        /// The singer.
        Vocal = "vocal",
        /// The singer as sung, muted beside what was made of them.
        SungVocal = "sung_vocal",
        /// The singer cut to pieces and played.
        VocalChop = "vocal_chop",
        /// A spoken tag.
        VoiceDrop = "voice_drop",
        /// Noise and tones that rise into a boundary.
        Riser = "riser",
        /// Sweeps that fall after a boundary.
        Downlifter = "downlifter",
        /// Booms on the one.
        Impact = "impact",
        /// Original drums used as audio.
        DrumStem = "drum_stem",
        /// Original bass used as audio.
        BassStem = "bass_stem",
        /// Original music used as audio.
        MusicStem = "music_stem",
        /// The source, muted.
        Reference = "reference",
    }
}

impl Role {
    /// The group this role sits with.
    pub const fn family(self) -> Family {
        match self {
            Self::Kick
            | Self::GhostKick
            | Self::Clap
            | Self::Snare
            | Self::Hats
            | Self::Cymbals
            | Self::Fills
            | Self::DrumStem => Family::Drums,
            Self::Shaker | Self::Congas | Self::LowPercussion | Self::Bells => Family::Percussion,
            Self::Sub | Self::Bass | Self::BassStem => Family::Bass,
            Self::Chords
            | Self::Pad
            | Self::Stab
            | Self::Arp
            | Self::Pluck
            | Self::Lead
            | Self::MusicStem => Family::Music,
            Self::Vocal | Self::SungVocal | Self::VocalChop | Self::VoiceDrop => Family::Vocals,
            Self::Riser | Self::Downlifter | Self::Impact => Family::Effects,
            Self::Reference => Family::Reference,
        }
    }

    /// Whether notes of our own are played for it; the others are recordings.
    pub const fn is_played(self) -> bool {
        match self.family() {
            Family::Drums => !matches!(self, Self::DrumStem | Self::GhostKick),
            Family::Percussion => true,
            Family::Bass => !matches!(self, Self::BassStem),
            Family::Music => !matches!(self, Self::MusicStem),
            Family::Vocals => matches!(self, Self::VocalChop),
            Family::Effects | Family::Reference => false,
        }
    }

    /// Whether it is played on pads of a kit rather than in a key.
    pub const fn is_unpitched(self) -> bool {
        matches!(self.family(), Family::Drums | Family::Percussion | Family::Effects)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_word() {
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.word()), Some(*role));
        }
    }

    #[test]
    fn roles_stand_in_the_order_of_their_families() {
        let families: Vec<Family> = Role::ALL.iter().map(|it| it.family()).collect();
        let first_audio = Role::ALL.iter().position(|it| *it == Role::DrumStem).unwrap();
        assert!(families[..first_audio].is_sorted(), "{families:?}");
    }
}
