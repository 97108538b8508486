//! One plug-in as an inventory knows it.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use crate::id::PluginId;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $word:literal $(or $alias:literal)*),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
        )]
        pub enum $name {
            $($(#[$each])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// How they are written.
            pub const WORDS: &[&str] = &[$($word),+];

            /// How it is written.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The one meant by `text`, whatever its case, blanks and signs.
            pub fn read(text: &str) -> Option<Self> {
                let spelt = $crate::name::folded(text);
                $(if [$word $(, $alias)*].iter().any(|it| $crate::name::folded(it) == spelt) { return Some(Self::$variant); })+
                None
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

pub(crate) use words;

words! {
    /// The formats that Live hosts, in the order in which one is tried after the other.
    PluginFormat {
        /// VST 3.
        Vst3 = "VST3",
        /// VST 2.
        Vst2 = "VST2" or "VST",
        /// Audio Unit; on macOS only.
        Au = "AU" or "Audio Unit" or "AudioUnit" or "component",
    }
}

words! {
    /// What a plug-in is for.
    PluginKind {
        /// It plays notes.
        Instrument = "instrument" or "instr" or "synth" or "vsti",
        /// It changes sound, or notes.
        Effect = "effect" or "audiofx" or "midifx" or "fx" or "audio effect",
    }
}

/// A plug-in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Plugin {
    /// Its name, as its makers spell it.
    #[schemars(length(min = 1, max = 200))]
    pub name: String,
    /// Who makes it; empty where nobody says.
    #[schemars(default)]
    pub vendor: String,
    /// Its format.
    pub format: PluginFormat,
    /// What Live knows it by. Without, it can be listed but not put into a set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<PluginId>,
    /// What it is for, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<PluginKind>,
    /// Its version, as its makers count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Where its file or bundle lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What else its makers say of it: `Synth`, `EQ`, `Reverb`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub categories: Vec<String>,
}

impl Plugin {
    /// A plug-in of which only the name and format are known.
    pub fn named(name: impl Into<String>, format: PluginFormat) -> Self {
        Self {
            name: name.into(),
            vendor: String::new(),
            format,
            id: None,
            kind: None,
            version: None,
            path: None,
            categories: Vec::new(),
        }
    }

    /// Whether a set can name it: its id is known.
    pub fn is_writable(&self) -> bool {
        self.id.is_some_and(|it| it.format() == self.format)
    }
}

impl fmt::Display for Plugin {
    /// `Serum (VST3, Xfer Records)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.vendor.as_str() {
            "" => write!(f, "{} ({})", self.name, self.format),
            vendor => write!(f, "{} ({}, {vendor})", self.name, self.format),
        }
    }
}
