//! Musical time in beats, clock time in seconds, and the tempo between them.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Rem, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// A length of musical time in quarter notes, or a position counted from the start of the piece.
///
/// Held as whole ticks, [`TICKS`](Self::TICKS) to the quarter. 40 320 is 8!, so every division up
/// to ten is exact: triplets, quintuplets and 128ths add up without drift. At 120 BPM a tick lasts
/// 12 µs, less than one sample at 48 kHz. All music here is in 4/4, so a bar is four quarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Beats(i64);

impl Beats {
    /// Ticks in one quarter note.
    pub const TICKS: i64 = 40_320;
    /// No time; the start of the piece.
    pub const ZERO: Self = Self(0);
    /// A 32nd note.
    pub const THIRTY_SECOND: Self = Self(Self::TICKS / 8);
    /// A sixteenth note: one step of a grid.
    pub const SIXTEENTH: Self = Self(Self::TICKS / 4);
    /// An eighth note.
    pub const EIGHTH: Self = Self(Self::TICKS / 2);
    /// A quarter note.
    pub const QUARTER: Self = Self(Self::TICKS);
    /// A bar of 4/4.
    pub const BAR: Self = Self(Self::TICKS * 4);

    /// Exactly `ticks` ticks.
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(ticks)
    }

    /// `quarters` whole quarter notes.
    pub const fn quarters(quarters: i64) -> Self {
        Self(quarters * Self::TICKS)
    }

    /// `steps` whole sixteenths.
    pub const fn sixteenths(steps: i64) -> Self {
        Self(steps * Self::TICKS / 4)
    }

    /// `bars` whole bars of 4/4.
    pub const fn bars(bars: i64) -> Self {
        Self(bars * Self::TICKS * 4)
    }

    /// The position of bar `number`, counted from one as musicians and Live's ruler do.
    pub const fn at_bar(number: i64) -> Self {
        Self::bars(number - 1)
    }

    /// The tick nearest to a decimal count of quarter notes, as a DAW stores it.
    ///
    /// This is the one place where time is rounded. Not-a-number becomes zero; what is too large
    /// saturates.
    pub fn nearest(quarters: f64) -> Self {
        Self((quarters * Self::TICKS as f64).round() as i64)
    }

    /// The ticks of this length.
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// The length as decimal quarter notes; [`nearest`](Self::nearest) undoes it exactly.
    pub fn as_quarters(self) -> f64 {
        self.0 as f64 / Self::TICKS as f64
    }

    /// The length as decimal bars of 4/4.
    pub fn as_bars(self) -> f64 {
        self.as_quarters() / 4.0
    }

    /// The number of the bar this position lies in, counted from one.
    pub const fn bar_number(self) -> i64 {
        self.0.div_euclid(Self::BAR.0) + 1
    }

    /// How far into its bar this position lies: zero up to, not including, one bar.
    pub const fn within_bar(self) -> Self {
        Self(self.0.rem_euclid(Self::BAR.0))
    }

    /// The sixteenth of the bar nearest at or before this position: 0 to 15.
    pub const fn step(self) -> i64 {
        self.within_bar().0 / Self::SIXTEENTH.0
    }
}

impl fmt::Display for Beats {
    /// Bars, beats and the rest counted from one as on Live's ruler, `49.1.1`; a fraction of a
    /// sixteenth follows as ticks, `2.1.3+12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = self.within_bar().0;
        let quarter = inside / Self::TICKS + 1;
        let step = inside % Self::TICKS / Self::SIXTEENTH.0 + 1;
        write!(f, "{}.{quarter}.{step}", self.bar_number())?;
        match inside % Self::SIXTEENTH.0 {
            0 => Ok(()),
            rest => write!(f, "+{rest}"),
        }
    }
}

impl Add for Beats {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Beats {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Beats {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl AddAssign for Beats {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Beats {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Mul<i64> for Beats {
    type Output = Self;
    fn mul(self, times: i64) -> Self {
        Self(self.0.saturating_mul(times))
    }
}

/// How often one length goes whole into another; zero where the divisor is empty.
impl Div for Beats {
    type Output = i64;
    fn div(self, other: Self) -> i64 {
        self.0.checked_div_euclid(other.0).unwrap_or(0)
    }
}

/// A length cut in `parts`; whole where `parts` is zero.
impl Div<i64> for Beats {
    type Output = Self;
    fn div(self, parts: i64) -> Self {
        Self(self.0.checked_div(parts).unwrap_or(self.0))
    }
}

/// What is left when one length is taken away from another as often as it goes; never negative.
impl Rem for Beats {
    type Output = Self;
    fn rem(self, other: Self) -> Self {
        Self(self.0.checked_rem_euclid(other.0).unwrap_or(0))
    }
}

impl Sum for Beats {
    fn sum<I: Iterator<Item = Self>>(lengths: I) -> Self {
        lengths.fold(Self::ZERO, Add::add)
    }
}

/// A stretch of the piece: from `start`, for `length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Where it begins.
    pub start: Beats,
    /// How long it lasts; zero or more.
    pub length: Beats,
}

impl Span {
    /// A stretch from `start` to `end`; empty where `end` comes first.
    pub fn between(start: Beats, end: Beats) -> Self {
        Self { start, length: (end - start).max(Beats::ZERO) }
    }

    /// `count` bars from bar `first`, counted from one.
    pub const fn of_bars(first: i64, count: i64) -> Self {
        Self { start: Beats::at_bar(first), length: Beats::bars(count) }
    }

    /// The first moment after it.
    pub fn end(self) -> Beats {
        self.start + self.length
    }

    /// Whether `at` lies inside; the end itself does not.
    pub fn holds(self, at: Beats) -> bool {
        self.start <= at && at < self.end()
    }

    /// Whether two stretches share any time.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end() && other.start < self.end()
    }
}

impl fmt::Display for Span {
    /// The bars it touches, `33–48`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = (self.end() - Beats::from_ticks(1)).max(self.start);
        write!(f, "{}–{}", self.start.bar_number(), last.bar_number())
    }
}

/// A length of clock time in seconds, or a position counted from the start of a recording.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seconds(pub f64);

/// A tempo in quarter notes a minute, between [`Tempo::SLOWEST`] and [`Tempo::FASTEST`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Tempo(f64);

/// A tempo outside of what Live plays.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("a tempo of {0} BPM (Live plays 20 to 999)")]
pub struct TempoError(pub f64);

impl Tempo {
    /// The slowest tempo of Live's transport, in BPM.
    pub const SLOWEST: f64 = 20.0;
    /// The fastest tempo of Live's transport, in BPM.
    pub const FASTEST: f64 = 999.0;

    /// A tempo of `bpm` quarter notes a minute.
    ///
    /// # Errors
    ///
    /// [`TempoError`] for what Live can't play, not-a-number included.
    pub fn new(bpm: f64) -> Result<Self, TempoError> {
        match bpm {
            bpm if (Self::SLOWEST..=Self::FASTEST).contains(&bpm) => Ok(Self(bpm)),
            bpm => Err(TempoError(bpm)),
        }
    }

    /// The nearest tempo that Live plays; not-a-number becomes 120.
    pub fn clamped(bpm: f64) -> Self {
        if bpm.is_nan() { Self(120.0) } else { Self(bpm.clamp(Self::SLOWEST, Self::FASTEST)) }
    }

    /// Quarter notes a minute.
    pub const fn bpm(self) -> f64 {
        self.0
    }

    /// How long `length` lasts at this tempo.
    pub fn seconds(self, length: Beats) -> Seconds {
        Seconds(length.as_quarters() * 60.0 / self.0)
    }

    /// How many beats pass in `time` at this tempo, rounded to the tick.
    pub fn beats(self, time: Seconds) -> Beats {
        Beats::nearest(time.0 * self.0 / 60.0)
    }
}

impl<'de> Deserialize<'de> for Tempo {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::new(f64::deserialize(source)?).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Tempo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} BPM", self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_position_reads_like_lives_ruler() {
        assert_eq!(Beats::at_bar(49).to_string(), "49.1.1");
        assert_eq!((Beats::at_bar(2) + Beats::EIGHTH).to_string(), "2.1.3");
        assert_eq!((Beats::quarters(3) + Beats::from_ticks(12)).to_string(), "1.4.1+12");
        assert_eq!(Span::of_bars(33, 16).to_string(), "33–48");
    }

    #[test]
    fn drop_one_of_the_design_falls_at_one_and_a_half_minutes() {
        let tempo = Tempo::clamped(128.0);
        assert_eq!(tempo.seconds(Beats::at_bar(49)), Seconds(90.0));
        assert_eq!(tempo.beats(Seconds(90.0)), Beats::at_bar(49));
    }

    #[test]
    fn no_tempo_outside_lives_transport() {
        for bpm in [19.9, 999.5, f64::NAN, f64::INFINITY, -120.0] {
            assert!(Tempo::new(bpm).is_err(), "{bpm}");
        }
    }

    proptest! {
        /// What a DAW stores as a decimal comes back as the very same tick.
        #[test]
        fn decimal_time_is_lossless(ticks in -40_320_i64 * 4000..40_320 * 4000) {
            let at = Beats::from_ticks(ticks);
            prop_assert_eq!(Beats::nearest(at.as_quarters()), at);
        }

        #[test]
        fn a_bar_holds_what_lies_within_it(ticks in -1_000_000_i64..100_000_000) {
            let at = Beats::from_ticks(ticks);
            prop_assert_eq!(Beats::at_bar(at.bar_number()) + at.within_bar(), at);
            prop_assert!((0..16).contains(&at.step()));
        }
    }
}
