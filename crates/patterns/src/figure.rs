//! What a genre file writes down of each player: figures, fills, vamps, lines, comps, tunes.

use std::collections::BTreeMap;

use music_types::{Drum, Role};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::grid::Grid;
use crate::numeral::Numerals;
use crate::style::{Layer, Order, When};
use crate::tones::Tones;

fn just_a() -> Order {
    Order(vec!['A'])
}

fn one() -> f64 {
    1.0
}

fn half() -> f64 {
    0.5
}

fn machine() -> String {
    "machine".to_owned()
}

/// Drums of one part that are played together.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What a drummer would call it.
    pub name: String,
    /// The part.
    #[schemars(schema_with = "crate::schema::role")]
    pub role: Role,
    /// Its layer.
    pub layer: Layer,
    /// How it sits in the groove.
    #[serde(default = "machine")]
    pub feel: String,
    /// Of figures with the same word here, one plays; without, it always plays.
    #[serde(default)]
    pub one_of: Option<String>,
    /// How likely it is the one.
    #[serde(default = "one")]
    pub weight: f64,
    /// When it plays.
    #[serde(default)]
    pub when: When,
    /// How likely a now-and-then stroke falls at full intensity.
    #[serde(default = "half")]
    pub odds: f64,
    /// The order of its bars.
    #[serde(default = "just_a")]
    #[schemars(with = "String")]
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    #[schemars(with = "String")]
    pub turns: Order,
    /// How hard it begins and ends, as a share of what is written: a roll that rises.
    #[serde(default)]
    pub swell: Option<[f64; 2]>,
    /// Its bars.
    #[schemars(schema_with = "crate::schema::drum_bars")]
    pub lines: BTreeMap<char, BTreeMap<Drum, Grid>>,
}

/// Where a fill leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// On to more of the same.
    Phrase,
    /// Into a drop.
    Drop,
    /// Into a break or a build: the floor falls away.
    Break,
}

/// A fill: drums at the end of a phrase.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// What a drummer would call it.
    pub name: String,
    /// Where it leads.
    pub place: Place,
    /// How it sits in the groove.
    #[serde(default = "machine")]
    pub feel: String,
    /// When it is played.
    #[serde(default)]
    pub when: When,
    /// Its drums; the last bar written is the last bar of the phrase.
    #[schemars(schema_with = "crate::schema::drum_lines")]
    pub lines: BTreeMap<Drum, Grid>,
}

/// Major or minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, Default)]
#[serde(rename_all = "snake_case")]
pub enum Third {
    /// A minor third above the tonic.
    #[default]
    Minor,
    /// A major third above the tonic.
    Major,
}

/// A family of progressions for a whole track.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vamp {
    /// What to call it.
    pub name: String,
    /// For keys with which third.
    #[serde(default)]
    pub mode: Third,
    /// How likely it is taken.
    #[serde(default = "one")]
    pub weight: f64,
    /// Bars a chord, where the chord says nothing else.
    pub bars: i64,
    /// The chords of breaks, and of what has no chords of its own.
    #[serde(rename = "break")]
    #[schemars(with = "String")]
    pub breaks: Numerals,
    /// The chords of intros, grooves and outros.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub groove: Option<Numerals>,
    /// The chords of builds.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub build: Option<Numerals>,
    /// The chords of drops.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub drop: Option<Numerals>,
}

/// A rhythm with the tones it is played on.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// When it strikes.
    #[schemars(with = "String")]
    pub play: Grid,
    /// On which step above the root; the root where left out.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub tones: Option<Tones>,
}

/// A bass line: bars of two-bar cells, turned at the end of a phrase.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BassLine {
    /// What a bass player would call it.
    pub name: String,
    /// How likely it is taken.
    #[serde(default = "one")]
    pub weight: f64,
    /// When it plays.
    #[serde(default)]
    pub when: When,
    /// How it sits in the groove.
    #[serde(default = "machine")]
    pub feel: String,
    /// How long a note is held at most, in sixteenths.
    #[serde(default = "two")]
    pub hold: f64,
    /// How likely a now-and-then stroke falls at full intensity.
    #[serde(default = "half")]
    pub odds: f64,
    /// How likely a note after the first of its bar leaps an octave up.
    #[serde(default)]
    pub lift: f64,
    /// How likely a note that is leapt to is slid into: a 32nd before it, a step of the key away.
    #[serde(default)]
    pub slide: f64,
    /// The order of its bars.
    #[schemars(with = "String")]
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    #[schemars(with = "String")]
    pub turns: Order,
    /// Its bars.
    #[schemars(with = "BTreeMap<String, Line>")]
    pub lines: BTreeMap<char, Line>,
}

fn two() -> f64 {
    2.0
}

/// A rhythm of chords.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comp {
    /// What a player would call it.
    pub name: String,
    /// Chords, pad or stab.
    #[schemars(schema_with = "crate::schema::role")]
    pub role: Role,
    /// How likely it is taken.
    #[serde(default = "one")]
    pub weight: f64,
    /// When it plays.
    #[serde(default)]
    pub when: When,
    /// How it sits in the groove.
    #[serde(default = "machine")]
    pub feel: String,
    /// How long a chord is held at most, in sixteenths; until the next one where left out.
    #[serde(default)]
    pub hold: Option<f64>,
    /// How many voices of the chord sound, counted from the top.
    #[serde(default = "four")]
    pub voices: usize,
    /// Octaves above the voicing.
    #[serde(default)]
    pub octave: i32,
    /// How likely a now-and-then stroke falls at full intensity.
    #[serde(default = "half")]
    pub odds: f64,
    /// The order of its bars.
    #[serde(default = "just_a")]
    #[schemars(with = "String")]
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    #[schemars(with = "String")]
    pub turns: Order,
    /// Its bars; without any it strikes once a chord.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, String>")]
    pub lines: BTreeMap<char, Grid>,
}

fn four() -> usize {
    4
}

/// The notes that a tune climbs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ladder {
    /// The tones of the chord.
    Chord,
    /// The scale of the key.
    Scale,
    /// Five notes of the scale: no clash with any chord of the key.
    Pentatonic,
}

/// A line of single notes.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tune {
    /// What a player would call it.
    pub name: String,
    /// Arp, pluck, lead or chopped voice.
    #[schemars(schema_with = "crate::schema::role")]
    pub role: Role,
    /// How likely it is taken.
    #[serde(default = "one")]
    pub weight: f64,
    /// When it plays.
    #[serde(default)]
    pub when: When,
    /// How it sits in the groove.
    #[serde(default = "machine")]
    pub feel: String,
    /// How long a note is held at most, in sixteenths; until the next one where left out.
    #[serde(default)]
    pub hold: Option<f64>,
    /// How likely a now-and-then stroke falls at full intensity.
    #[serde(default = "half")]
    pub odds: f64,
    /// What it climbs on.
    pub ladder: Ladder,
    /// The lowest key it may use, 0 to 127.
    pub low: u8,
    /// Figures of steps on the ladder, one of which runs along the strokes; without any, a tune is
    /// made up.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub cells: Vec<Tones>,
    /// The figure starts again after so many bars.
    #[serde(default = "two_bars")]
    pub restart: i64,
    /// The order of its bars.
    #[serde(default = "just_a")]
    #[schemars(with = "String")]
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    #[schemars(with = "String")]
    pub turns: Order,
    /// Its bars.
    #[schemars(with = "BTreeMap<String, String>")]
    pub lines: BTreeMap<char, Grid>,
}

fn two_bars() -> i64 {
    2
}
