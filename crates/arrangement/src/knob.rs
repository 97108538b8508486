//! Automation: knobs, and the points that move them.

use std::fmt;

use music_types::Beats;
use serde::{Deserialize, Serialize};

/// A return that a part can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendName {
    /// A short room.
    Room,
    /// A plate as long as a bar.
    Plate,
    /// A hall as long as two bars.
    Hall,
    /// A dotted-eighth ping-pong delay.
    Delay,
    /// A quarter-note delay that is only thrown to.
    Throw,
    /// Parallel compression.
    Parallel,
}

impl SendName {
    /// All six, in the order of the returns A to F.
    pub const ALL: &[Self] =
        &[Self::Room, Self::Plate, Self::Hall, Self::Delay, Self::Throw, Self::Parallel];

    /// Its name in data files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Plate => "plate",
            Self::Hall => "hall",
            Self::Delay => "delay",
            Self::Throw => "throw",
            Self::Parallel => "parallel",
        }
    }
}

/// What is moved. Data files say `low_pass`, `pan`, or for a send `{ send = "hall" }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Knob {
    /// The fader, in dB relative to the mixed level; 0 is as mixed, −70 is off.
    Volume,
    /// The place in the stereo field, −1 to 1, relative to the mixed place (their sum is held
    /// within −1 to 1).
    Pan,
    /// Cutoff of a low-pass filter, 20 to 20 000 Hz; 20 000 is open.
    LowPass,
    /// Cutoff of a high-pass filter, 20 to 20 000 Hz; 20 is open.
    HighPass,
    /// Resonance of that filter, 0 to 1; 0 is none.
    Resonance,
    /// A send, in dB relative to the mixed send, to no effect where the mix has no such send; for
    /// [`Throw`](SendName::Throw), which no mix sends to, the level itself. −70 is off.
    Send(SendName),
    /// Stereo width in percent, 0 to 200; 100 is as is.
    Width,
    /// Transposition in semitones, −48 to 48; 0 is as written.
    Pitch,
    /// 1 is muted, 0 is heard.
    Mute,
}

impl Knob {
    /// The lowest and highest value it takes.
    pub const fn range(self) -> (f64, f64) {
        match self {
            Self::Volume => (-70.0, 12.0),
            Self::Send(_) => (-70.0, 24.0),
            Self::Pan => (-1.0, 1.0),
            Self::LowPass | Self::HighPass => (20.0, 20_000.0),
            Self::Resonance | Self::Mute => (0.0, 1.0),
            Self::Width => (0.0, 200.0),
            Self::Pitch => (-48.0, 48.0),
        }
    }

    /// Where it rests when nothing moves it.
    pub const fn rest(self) -> f64 {
        match self {
            Self::LowPass => 20_000.0,
            Self::HighPass => 20.0,
            Self::Width => 100.0,
            Self::Send(SendName::Throw) => -70.0,
            Self::Volume
            | Self::Pan
            | Self::Resonance
            | Self::Send(_)
            | Self::Pitch
            | Self::Mute => 0.0,
        }
    }

    /// Whether the ear hears its values on a log scale, so that lines are curves of equal ratio.
    pub const fn is_frequency(self) -> bool {
        matches!(self, Self::LowPass | Self::HighPass)
    }
}

impl fmt::Display for Knob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Volume => f.write_str("volume"),
            Self::Pan => f.write_str("pan"),
            Self::LowPass => f.write_str("low-pass"),
            Self::HighPass => f.write_str("high-pass"),
            Self::Resonance => f.write_str("resonance"),
            Self::Send(send) => write!(f, "send {}", send.word()),
            Self::Width => f.write_str("width"),
            Self::Pitch => f.write_str("pitch"),
            Self::Mute => f.write_str("mute"),
        }
    }
}

/// How a value goes to the next point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// Stays until the next point.
    Hold,
    /// Straight.
    Line,
    /// By equal ratios: v(t) = v₀·(v₁/v₀)^t. Both values must be above zero.
    Log,
    /// v(t) = v₀ + (v₁−v₀)·t^e: above 1 late, below 1 early. The exponent is 0.1 to 10.
    Ease(f64),
}

/// A value at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The moment, from the start of the piece.
    pub at: Beats,
    /// The value, in the unit and range of its [`Knob`].
    pub value: f64,
    /// How it goes on to the next point.
    pub shape: Shape,
}

/// An automation lane: one knob over the whole piece.
///
/// The points are sorted by time; two at one time are a jump, never more than two. Before the
/// first and after the last the value stays.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    /// What is moved.
    pub knob: Knob,
    /// The points, sorted, inside the piece, values inside the knob's range.
    pub points: Vec<Point>,
}

impl Move {
    /// Puts points in order: inside `0..=length`, sorted, at most two at a time (the first and the
    /// last of them), values held in the knob's range, what is no number at rest, and no point
    /// that changes nothing.
    pub fn new(knob: Knob, length: Beats, points: impl IntoIterator<Item = Point>) -> Self {
        let (low, high) = knob.range();
        let mut kept: Vec<Point> = points
            .into_iter()
            .map(|it| Point {
                at: it.at.max(Beats::ZERO).min(length),
                value: if it.value.is_nan() { knob.rest() } else { it.value.clamp(low, high) },
                ..it
            })
            .collect();
        kept.sort_by_key(|it| it.at);
        Self { knob, points: without_idle(without_crowds(kept)) }
    }

    /// The value at `at`; at a jump the value after it. Without points, the knob's rest.
    pub fn value_at(&self, at: Beats) -> f64 {
        let next = self.points.partition_point(|it| it.at <= at);
        let before = next.checked_sub(1).and_then(|it| self.points.get(it));
        match (before, self.points.get(next)) {
            (None, None) => self.knob.rest(),
            (None, Some(first)) => first.value,
            (Some(last), None) => last.value,
            (Some(a), Some(b)) => between(*a, *b, at),
        }
    }

    /// How often the value changes within `from..to`: points whose value is not the one before.
    pub fn changes(&self, from: Beats, to: Beats) -> usize {
        let moved =
            |pair: &&[Point]| pair.first().map(|it| it.value) != pair.last().map(|it| it.value);
        let inside = |pair: &&[Point]| pair.last().is_some_and(|it| from <= it.at && it.at < to);
        self.points.windows(2).filter(moved).filter(inside).count()
    }
}

/// The value between two points at a moment between them.
fn between(a: Point, b: Point, at: Beats) -> f64 {
    let whole = (b.at - a.at).as_quarters();
    if whole <= 0.0 {
        return b.value;
    }
    let t = (at - a.at).as_quarters() / whole;
    match a.shape {
        Shape::Hold => a.value,
        Shape::Line => a.value + (b.value - a.value) * t,
        // Each for itself: the ratio of the two may be too large for a number.
        Shape::Log if 0.0 < a.value && 0.0 < b.value => {
            libm::pow(a.value, 1.0 - t) * libm::pow(b.value, t)
        }
        Shape::Log => a.value + (b.value - a.value) * t,
        Shape::Ease(e) => a.value + (b.value - a.value) * libm::pow(t, e),
    }
}

/// Of three and more points at one time only the first and the last are heard.
fn without_crowds(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        let crowd = kept.iter().rev().take_while(|it| it.at == point.at).count();
        if 2 <= crowd {
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// Drops each point whose neighbours have its value, and the second of two equal ones at a time.
fn without_idle(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if let [.., before, last] = kept.as_slice()
            && before.value == last.value
            && last.value == point.value
        {
            kept.pop();
        }
        match kept.last_mut() {
            Some(last) if last.at == point.at && last.value == point.value => *last = point,
            _ => kept.push(point),
        }
    }
    kept
}
