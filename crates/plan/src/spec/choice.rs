//! The words of a spec that name one of several things: read leniently, written strictly.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// `text` without case, blanks and signs: `Keep Lyrics`, `keep-lyrics` and `KEEP_LYRICS` are one.
pub(crate) fn folded(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A word as a spec may hold it: `12` counts as `"12"`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelt<'t> {
    Word(Cow<'t, str>),
    Number(serde_json::Number),
}

macro_rules! choices {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$each:meta])* $variant:ident = $word:literal $(or $alias:literal)*),+ $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
        pub enum $name {
            $($(#[$each])* #[schemars(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// How they are written.
            pub const WORDS: &[&str] = &[$($word),+];

            /// How it is written in a spec.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one meant by `text`, whatever its case, blanks and signs; `None` for no known
            /// word.
            pub fn read(text: &str) -> Option<Self> {
                let spelt = folded(text);
                let means = |words: &[&str]| words.iter().any(|it| folded(it) == spelt);
                $(if means(&[$word $(, $alias)*]) { return Some(Self::$variant); })+
                None
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.word())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                let text = match Spelt::deserialize(source)? {
                    Spelt::Word(word) => word.into_owned(),
                    Spelt::Number(number) => number.to_string(),
                };
                Self::read(&text).ok_or_else(|| {
                    serde::de::Error::custom(format!("{text:?} is none of {}", Self::WORDS.join(", ")))
                })
            }
        }
    };
}

choices! {
    /// What the remix is for: how long it is, who plays, and how much is sung.
    VersionType {
        /// The club version, about 192 bars, with intro and outro to mix by.
        Extended = "EXTENDED" or "extended mix" or "club" or "club mix",
        /// The short version, about 104 bars, sung early.
        Radio = "RADIO" or "radio edit",
        /// As the club version with at most 15 % of its bars sung.
        Dub = "DUB" or "dub mix",
        /// As the club version with nobody singing.
        Instrumental = "INSTRUMENTAL" or "instrumental mix",
        /// The voice alone, at the new tempo and key.
        Acapella = "ACAPELLA" or "a cappella",
        /// Drums in stages of 16 bars, 64 to 96 bars long.
        DjTool = "DJ_TOOL" or "tool",
        /// The original untouched, with drums before and after it to mix by.
        IntroOutroEdit = "INTRO_OUTRO_EDIT" or "intro edit" or "intro outro",
        /// The voice of one record over the beat or drop of another.
        Bootleg = "BOOTLEG" or "mashup",
        /// The club version with a second drop of its own.
        Vip = "VIP" or "vip mix",
    }
}

choices! {
    /// The hour of the night it is for.
    TargetEnergy {
        /// Early: gentle drops, few effects.
        Warmup = "warmup",
        /// The height of the night.
        Peak = "peak" or "peak time",
        /// Late: long, dark, moved by filters rather than drops.
        Afterhours = "afterhours",
    }
}

choices! {
    /// What becomes of the voice.
    VocalTreatment {
        /// Verses and hook, whole lines, in their order.
        KeepLyrics = "KEEP_LYRICS" or "keep" or "full",
        /// The voice cut to pieces and played as an instrument.
        Chops = "CHOPS" or "chop",
        /// The hook only.
        HookOnly = "HOOK_ONLY" or "hook",
        /// Nobody sings.
        None = "NONE" or "no vocals",
    }
}

choices! {
    /// What to take from another record.
    Take {
        /// Its sound itself, fitted in tempo and key: the user has the right to use it.
        Audio = "AUDIO",
        /// What it plays, on our instruments.
        Notes = "NOTES" or "midi",
        /// How it moves: where its hits fall and how hard.
        Groove = "GROOVE",
    }
}

choices! {
    /// A place that every form with drops has, by name.
    Place {
        /// Bar 9, in the intro.
        Intro = "INTRO",
        /// The silence before the first drop: the tag ends with it.
        BeforeDrop1 = "BEFORE_DROP_1" or "before drop",
        /// The start of the breakdown.
        Breakdown = "BREAKDOWN" or "break",
        /// The silence before the second drop: the tag ends with it.
        BeforeDrop2 = "BEFORE_DROP_2",
        /// The start of the outro.
        Outro = "OUTRO",
    }
}

choices! {
    /// How fine the voice stutters at most.
    StutterGrid {
        /// Eighth notes.
        Eighth = "1/8" or "8",
        /// Sixteenth notes.
        Sixteenth = "1/16" or "16",
        /// 32nd notes.
        ThirtySecond = "1/32" or "32",
    }
}

choices! {
    /// The form of document to write.
    LiveVersion {
        /// The form of Live 11.3: opens in 11.3 and later.
        Live11 = "11" or "live 11" or "11.3",
        /// The form of Live 12.1: opens in 12.1 and later.
        Live12 = "12" or "live 12" or "12.1",
    }
}

choices! {
    /// What an effect is for.
    EffectKind {
        /// Equaliser.
        Eq = "EQ" or "equaliser" or "equalizer",
        /// Compressor.
        Compressor = "COMPRESSOR" or "compression" or "glue",
        /// Saturation.
        Saturator = "SATURATOR" or "saturation" or "distortion",
        /// Reverb.
        Reverb = "REVERB",
        /// Delay.
        Delay = "DELAY" or "echo",
        /// The limiter of the master.
        Limiter = "LIMITER" or "maximizer",
    }
}

choices! {
    /// Whether plug-ins may stand in the set.
    PluginUse {
        /// Live's own devices alone: the set opens whole on every machine.
        NativeOnly = "native_only" or "native" or "none",
        /// Plug-ins that the user's inventory gives an id for.
        Inventory = "inventory" or "allowed",
    }
}

choices! {
    /// The edition of Live the user has.
    LiveEdition {
        /// Live Intro: 16 tracks.
        Intro = "intro",
        /// Live Lite: 8 tracks.
        Lite = "lite",
        /// Live Standard.
        Standard = "standard",
        /// Live Suite.
        Suite = "suite",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_however_people_spell_it() {
        for text in ["KEEP_LYRICS", "keep_lyrics", "Keep Lyrics", "keep-lyrics", "keepLyrics"] {
            assert_eq!(VocalTreatment::read(text), Some(VocalTreatment::KeepLyrics), "{text}");
        }
        assert_eq!(VersionType::read("intro/outro edit"), Some(VersionType::IntroOutroEdit));
        assert_eq!(VersionType::read("Radio Edit"), Some(VersionType::Radio));
        assert_eq!(TargetEnergy::read("after-hours"), Some(TargetEnergy::Afterhours));
        assert_eq!(StutterGrid::read("1/16"), Some(StutterGrid::Sixteenth));
        assert_eq!(VersionType::read("extendet"), None);
    }

    #[test]
    fn a_number_names_a_version_of_live() {
        for text in ["11", "\"11\"", "11.3", "\"Live 11\""] {
            assert_eq!(serde_json::from_str::<LiveVersion>(text).unwrap(), LiveVersion::Live11);
        }
    }

    #[test]
    fn a_word_is_written_one_way_only() {
        let read: VocalTreatment = serde_json::from_str("\"hook only\"").unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), "\"HOOK_ONLY\"");
    }

    #[test]
    fn every_word_is_read_back() {
        for version in VersionType::ALL {
            assert_eq!(VersionType::read(version.word()), Some(*version));
        }
        for place in Place::ALL {
            assert_eq!(Place::read(place.word()), Some(*place));
        }
    }
}
