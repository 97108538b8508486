//! Levels: decibels, factors, places in the stereo field, and how hard something is played.

use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Decibels against full scale, or between two levels; [`Db::SILENCE`] is minus infinity.
///
/// People think in `Db`, so briefs, styles and plans carry it. Samples and faders want [`Gain`].
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Db(f64);

impl Db {
    /// No change.
    pub const UNITY: Self = Self(0.0);
    /// Nothing to hear: minus infinity.
    pub const SILENCE: Self = Self(f64::NEG_INFINITY);

    /// `db` decibels; not-a-number becomes silence, so a bad measurement is never a loud one.
    pub const fn new(db: f64) -> Self {
        if db.is_nan() { Self::SILENCE } else { Self(db) }
    }

    /// The number of decibels; minus infinity for silence.
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The factor this level puts on amplitude: −6 dB is about one half.
    pub fn to_gain(self) -> Gain {
        Gain(libm::exp10(self.0 / 20.0)) // libm: the same bits on every machine
    }

    /// This level held between two others.
    pub fn clamp(self, low: Self, high: Self) -> Self {
        Self(self.0.max(low.0).min(high.0))
    }

    /// `share` of this change: 0.5 of −6 dB is −3 dB.
    pub fn scaled(self, share: f64) -> Self {
        Self::new(self.0 * share)
    }
}

impl<'de> Deserialize<'de> for Db {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        f64::deserialize(source).map(Self::new)
    }
}

impl Add for Db {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.0 + other.0)
    }
}

impl Sub for Db {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.0 - other.0)
    }
}

impl Neg for Db {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.0)
    }
}

impl fmt::Display for Db {
    /// One decimal and a true minus sign: `−6.0 dB`, `−∞ dB`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            db if db == f64::NEG_INFINITY => write!(f, "−∞ dB"),
            db if db <= -0.05 => write!(f, "−{:.1} dB", -db),
            db => write!(f, "{:.1} dB", db.abs()),
        }
    }
}

/// A factor on amplitude: 1 leaves the sound as it is, 0 silences it.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Gain(f64);

impl Gain {
    /// No change.
    pub const UNITY: Self = Self(1.0);
    /// Nothing to hear.
    pub const SILENCE: Self = Self(0.0);

    /// A factor of `amplitude`; what is negative or no number becomes silence.
    pub const fn new(amplitude: f64) -> Self {
        if amplitude > 0.0 { Self(amplitude) } else { Self::SILENCE }
    }

    /// The factor itself, zero or more.
    pub const fn value(self) -> f64 {
        self.0
    }

    /// The same change in decibels.
    pub fn to_db(self) -> Db {
        Db::new(20.0 * libm::log10(self.0))
    }
}

impl Mul for Gain {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

/// A place between the speakers: −1 is left, 0 the centre, 1 right.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pan(pub f64);

impl Pan {
    /// Between the speakers.
    pub const CENTRE: Self = Self(0.0);
}

impl fmt::Display for Pan {
    /// As Live shows it: `C`, `15L`, `50R`, with 50 all the way out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match libm::round(self.0 * 50.0) as i64 {
            0 => write!(f, "C"),
            left @ ..0 => write!(f, "{}L", -left),
            right => write!(f, "{right}R"),
        }
    }
}

/// How hard a part is played, or how much a section gives: 0 barely, 1 all it has.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize)]
#[serde(transparent)]
pub struct Intensity(f64);

impl Intensity {
    /// Not at all.
    pub const NONE: Self = Self(0.0);
    /// All there is.
    pub const FULL: Self = Self(1.0);

    /// `amount` held within 0 to 1; not-a-number becomes 0.
    pub const fn new(amount: f64) -> Self {
        if amount > 0.0 { Self(amount.min(1.0)) } else { Self(0.0) }
    }

    /// The amount, 0 to 1.
    pub const fn value(self) -> f64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Intensity {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        f64::deserialize(source).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn levels_read_as_on_a_fader() {
        assert_eq!(Db::new(-6.0).to_string(), "−6.0 dB");
        assert_eq!(Db::SILENCE.to_string(), "−∞ dB");
        assert_eq!(Db::new(-0.01).to_string(), "0.0 dB");
        assert_eq!(Pan(-0.3).to_string(), "15L");
    }

    #[test]
    fn a_bad_measurement_is_never_a_loud_one() {
        assert_eq!(Db::new(f64::NAN), Db::SILENCE);
        assert_eq!(Gain::new(f64::NAN), Gain::SILENCE);
        assert_eq!(Intensity::new(f64::NAN), Intensity::NONE);
        assert_eq!(Db::SILENCE - Db::SILENCE, Db::SILENCE);
    }

    proptest! {
        #[test]
        fn decibels_and_gain_undo_each_other(db in -140.0..40.0_f64) {
            prop_assert!((Db::new(db).to_gain().to_db().value() - db).abs() < 1e-9);
        }
    }
}
