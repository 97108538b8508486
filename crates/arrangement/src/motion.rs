//! Motion as data: what a role's knobs do through the form.

use serde::Deserialize;

use crate::knob::{Knob, SendName};

/// How a role or a bus moves; what is not said rests.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Motion {
    /// Decibels it steps back where a section gives nothing; less, the more a section gives.
    pub ride: f64,
    /// Decibels it comes forward in the later parts of a drop.
    pub lift: f64,
    /// Decibels it is held back by the end of a build, to be let go on the drop.
    pub hold: f64,
    /// Whether it steps back under voice drops.
    pub ducks: bool,
    /// Low-pass cutoff in Hz at the start of the intro section that it enters in; it opens to the
    /// section's end.
    pub opens: Option<f64>,
    /// Low-pass cutoff in Hz through each build, from and to, by equal ratios.
    pub sweep: Option<[f64; 2]>,
    /// Resonance through the same sweep, from and to, 0 to 1.
    pub resonance: Option<[f64; 2]>,
    /// High-pass cutoff in Hz through the last 8 bars of each build, from and to.
    pub thin: Option<[f64; 2]>,
    /// Width in percent through each build, from and to; then through drops.
    pub widen: Option<[f64; 3]>,
    /// Semitones it rises through each build.
    pub climb: Option<f64>,
    /// Slow movement, so that no loop stands still.
    pub drift: Vec<Drift>,
    /// Sends that differ by section.
    pub sends: Vec<SendRide>,
    /// Throws into a return.
    pub throws: Vec<Throw>,
    /// What every clip of its own does from its start to its end.
    pub shots: Vec<Shot>,
}

/// Slow movement of a knob between two values and back.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    /// What moves.
    pub knob: Knob,
    /// The value it starts from.
    pub from: f64,
    /// The value it reaches in the middle.
    pub to: f64,
    /// How many bars it takes there and back, 2 or more.
    pub bars: i64,
}

/// A send that differs by section, in dB relative to the mixed send.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendRide {
    /// Which return.
    pub send: SendName,
    /// In breaks.
    pub breaks: f64,
    /// At the end of builds; they start from 0.
    pub builds: f64,
    /// In drops.
    pub drops: f64,
}

/// A throw: the send opens for a moment and shuts.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Throw {
    /// Which return.
    pub send: SendName,
    /// At the end of what.
    pub at: ThrowAt,
    /// The send while it is open, in dB: relative to the mixed send, or its level where the return
    /// is only thrown to.
    pub level: f64,
    /// For how many quarter notes.
    pub beats: f64,
}

/// At the end of what a throw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThrowAt {
    /// Of each section that gives way to a quieter or silent one.
    Section,
    /// Of each line that is followed by a bar's rest and more.
    Line,
    /// Of each clip.
    Clip,
}

/// What each clip does from its start to its end.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// What moves.
    pub knob: Knob,
    /// The value at its start.
    pub from: f64,
    /// The value at its end.
    pub to: f64,
}
