//! A genre's playing as data: what its file can say about drums, bass, harmony and tunes.

use std::collections::BTreeMap;

use music_types::SectionKind;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::figure::{BassLine, Comp, Figure, Fill, Tune, Vamp};

/// How a genre is played: the `[patterns]` table of its file.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// The share of an eighth that its first sixteenth gets, in percent as on an MPC: 50 is
    /// straight, 66.7 a triplet.
    pub swing: f64,
    /// The five layers of the drums.
    #[serde(default)]
    pub layers: Layers,
    /// A groove heard elsewhere, played instead of swing and lean.
    #[serde(default)]
    pub groove: Option<Groove>,
    /// How hands and machines sit in the groove, by name; `machine` is always there.
    #[serde(default)]
    pub feels: BTreeMap<String, Feel>,
    /// Figures of drums and percussion.
    pub drums: Vec<Figure>,
    /// Fills, taken in turn.
    pub fills: Vec<Fill>,
    /// Chord progressions.
    pub vamps: Vec<Vamp>,
    /// Bass lines.
    pub bass: Vec<BassLine>,
    /// Rhythms of chords, pads and stabs.
    pub comps: Vec<Comp>,
    /// Arps, plucks, leads and chopped voices.
    pub tunes: Vec<Tune>,
}

/// The five-layer drum framework: a value from 0 to 1 for each layer; 0.5 plays as written.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Layers {
    /// Kick, surdo, toms, log drum: how heavy they are struck.
    pub low: f64,
    /// Clap, snare, rim: how often they leave the beat.
    pub accent: f64,
    /// Hats and shakers: how dense they are and how much they swing.
    pub pulse: f64,
    /// Congas, bongos, timbales: how much they answer.
    pub dialogue: f64,
    /// Tamborim, bells, ride: how busy, and above 0.5 which phase comes first.
    pub ride: f64,
}

impl Default for Layers {
    fn default() -> Self {
        Self { low: 0.5, accent: 0.5, pulse: 0.5, dialogue: 0.5, ride: 0.5 }
    }
}

/// A layer of the drums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Where the floor is felt.
    Low,
    /// What is set against the beat.
    Accent,
    /// What carries the time.
    Pulse,
    /// What calls and answers.
    Dialogue,
    /// The ostinato on top.
    Ride,
}

impl Layers {
    /// The value of one layer, 0 to 1.
    pub fn of(&self, layer: Layer) -> f64 {
        let value = match layer {
            Layer::Low => self.low,
            Layer::Accent => self.accent,
            Layer::Pulse => self.pulse,
            Layer::Dialogue => self.dialogue,
            Layer::Ride => self.ride,
        };
        if 0.0 < value { value.min(1.0) } else { 0.0 }
    }
}

/// Where each sixteenth of a bar lies and how hard it is struck, as heard in another beat.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Groove {
    /// How late each of the 16 places comes, in percent of a sixteenth; negative is early.
    pub late: [f64; 16],
    /// How hard each place is struck against the mean: 1 is the mean.
    pub accent: [f64; 16],
}

/// How a part sits in the groove.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Feel {
    /// How late the four sixteenths of a beat come, in percent of a sixteenth; negative is early.
    pub lean: [f64; 4],
    /// How much of the style's swing it takes, 0 to 1.
    pub swing: f64,
    /// Deviation of the timing, in milliseconds; the kick has none whatever stands here.
    pub wander: f64,
    /// Deviation of the strength, in steps of MIDI velocity.
    pub touch: f64,
    /// How much later soft strokes (below 60) come, in milliseconds.
    pub ghosts: f64,
}

impl Default for Feel {
    fn default() -> Self {
        Self { lean: [0.0; 4], swing: 1.0, wander: 0.0, touch: 0.0, ghosts: 0.0 }
    }
}

/// When something is played; what is left out does not matter.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// In sections of these kinds; everywhere where empty.
    #[schemars(schema_with = "crate::schema::kinds")]
    pub kinds: Vec<SectionKind>,
    /// From this intensity on, 0 to 1.
    pub from: f64,
    /// Up to, not including, this intensity.
    pub to: f64,
    /// Only in the first block of a section, or only in later ones.
    pub first: Option<bool>,
    /// Only in the block that ends a section, or only before.
    pub last: Option<bool>,
}

impl Default for When {
    fn default() -> Self {
        Self { kinds: Vec::new(), from: 0.0, to: f64::INFINITY, first: None, last: None }
    }
}

/// The letters of bars in the order they are played, `AABA`; `.` is a bar of rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Order(pub Vec<char>);

impl<'de> Deserialize<'de> for Order {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let text = String::deserialize(source)?;
        let letters: Vec<char> = text.chars().filter(|it| !it.is_whitespace()).collect();
        match letters.iter().find(|it| **it != '.' && !it.is_ascii_uppercase()) {
            None => Ok(Self(letters)),
            Some(letter) => Err(serde::de::Error::custom(format!(
                "{letter:?} names no bar in {text:?} (write A-Z, or . for a bar of rest)"
            ))),
        }
    }
}
