//! A genre's playing as data: what its file can say about drums, bass, harmony and tunes.

use std::collections::BTreeMap;

use music_types::{Drum, Role, SectionKind};
use serde::Deserialize;

use crate::grid::Grid;
use crate::numeral::Numerals;
use crate::tones::Tones;

/// How a genre is played: the `[patterns]` table of its file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Groove {
    /// How late each of the 16 places comes, in percent of a sixteenth; negative is early.
    pub late: [f64; 16],
    /// How hard each place is struck against the mean: 1 is the mean.
    pub accent: [f64; 16],
}

/// How a part sits in the groove.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// In sections of these kinds; everywhere where empty.
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What a drummer would call it.
    pub name: String,
    /// The part.
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
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    pub turns: Order,
    /// How hard it begins and ends, as a share of what is written: a roll that rises.
    #[serde(default)]
    pub swell: Option<[f64; 2]>,
    /// Its bars.
    pub lines: BTreeMap<char, BTreeMap<Drum, Grid>>,
}

/// Where a fill leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    pub lines: BTreeMap<Drum, Grid>,
}

/// Major or minor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Third {
    /// A minor third above the tonic.
    #[default]
    Minor,
    /// A major third above the tonic.
    Major,
}

/// A family of progressions for a whole track.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    pub breaks: Numerals,
    /// The chords of intros, grooves and outros.
    #[serde(default)]
    pub groove: Option<Numerals>,
    /// The chords of builds.
    #[serde(default)]
    pub build: Option<Numerals>,
    /// The chords of drops.
    #[serde(default)]
    pub drop: Option<Numerals>,
}

/// A rhythm with the tones it is played on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// When it strikes.
    pub play: Grid,
    /// On which step above the root; the root where left out.
    #[serde(default)]
    pub tones: Option<Tones>,
}

/// A bass line: bars of two-bar cells, turned at the end of a phrase.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    /// The order of its bars.
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    pub turns: Order,
    /// Its bars.
    pub lines: BTreeMap<char, Line>,
}

fn two() -> f64 {
    2.0
}

/// A rhythm of chords.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comp {
    /// What a player would call it.
    pub name: String,
    /// Chords, pad or stab.
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
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    pub turns: Order,
    /// Its bars; without any it strikes once a chord.
    #[serde(default)]
    pub lines: BTreeMap<char, Grid>,
}

fn four() -> usize {
    4
}

/// The notes that a tune climbs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tune {
    /// What a player would call it.
    pub name: String,
    /// Arp, pluck, lead or chopped voice.
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
    pub cells: Vec<Tones>,
    /// The figure starts again after so many bars.
    #[serde(default = "two_bars")]
    pub restart: i64,
    /// The order of its bars.
    #[serde(default = "just_a")]
    pub bars: Order,
    /// Bars that stand in for the last bar of a phrase, taken in turn.
    #[serde(default)]
    pub turns: Order,
    /// Its bars.
    pub lines: BTreeMap<char, Grid>,
}

fn two_bars() -> i64 {
    2
}
