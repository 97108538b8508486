//! Pitch: keys of the keyboard, pitch classes, and distances between them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::frequency::Hz;

/// A key of the MIDI keyboard, 0 to 127; 60 is middle C (C4 here, C3 on Live's screen).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pitch(u8);

impl Pitch {
    /// Middle C.
    pub const MIDDLE_C: Self = Self(60);

    /// The key with this number; what lies beyond the keyboard becomes its last key.
    pub const fn new(key: u8) -> Self {
        Self(if key < 128 { key } else { 127 })
    }

    /// The number of the key, 0 to 127.
    pub const fn key(self) -> u8 {
        self.0
    }

    /// The pitch class this key sounds.
    pub const fn class(self) -> PitchClass {
        PitchClass(self.0 % 12)
    }

    /// The key `semitones` away, or `None` where the keyboard ends.
    pub fn up(self, semitones: i32) -> Option<Self> {
        let key = i32::from(self.0) + semitones;
        u8::try_from(key).ok().filter(|it| *it < 128).map(Self)
    }

    /// The frequency in equal temperament with A4 (key 69) at 440 Hz.
    pub fn hz(self) -> Hz {
        Hz(440.0 * libm::exp2((f64::from(self.0) - 69.0) / 12.0))
    }
}

impl fmt::Display for Pitch {
    /// Name and octave with middle C as C4: `F1`, `G#2`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.class(), i32::from(self.0) / 12 - 1)
    }
}

/// One of the twelve pitch classes, C = 0 to B = 11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PitchClass(u8);

const SHARPS: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
const FLATS: [&str; 12] = ["C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B"];

impl PitchClass {
    /// The class `semitones` above C; any number wraps around.
    pub const fn new(semitones: i32) -> Self {
        Self(semitones.rem_euclid(12) as u8)
    }

    /// Semitones above C, 0 to 11.
    pub const fn above_c(self) -> u8 {
        self.0
    }

    /// Its name with sharps: `C`, `F#`.
    pub fn with_sharps(self) -> &'static str {
        SHARPS.get(usize::from(self.0)).copied().unwrap_or("?")
    }

    /// Its name with flats: `C`, `Gb`.
    pub fn with_flats(self) -> &'static str {
        FLATS.get(usize::from(self.0)).copied().unwrap_or("?")
    }

    /// The class `semitones` higher.
    pub const fn up(self, semitones: i32) -> Self {
        Self::new(self.0 as i32 + semitones)
    }

    /// The key of this class at or above `floor`; the keyboard's highest where it ends.
    pub fn at_or_above(self, floor: Pitch) -> Pitch {
        let up = (i32::from(self.0) - i32::from(floor.key())).rem_euclid(12);
        let key = i32::from(floor.key()) + up;
        Pitch::new(u8::try_from(if key > 127 { key - 12 } else { key }).unwrap_or(127))
    }
}

impl fmt::Display for PitchClass {
    /// Its name with sharps: `C`, `F#`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.with_sharps())
    }
}

/// A distance in pitch: 12 to the octave, fractions are cents.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Semitones(pub f64);

impl Semitones {
    /// The ratio of two frequencies this far apart.
    pub fn ratio(self) -> f64 {
        libm::exp2(self.0 / 12.0)
    }
}

impl fmt::Display for Semitones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            up if 0.0 < up => write!(f, "+{up} st"),
            down if down < 0.0 => write!(f, "−{} st", -down),
            _ => write!(f, "0 st"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concert_pitch_is_440() {
        assert_eq!(Pitch::new(69).hz(), Hz(440.0));
        assert_eq!(Pitch::new(69).to_string(), "A4");
        assert_eq!(Pitch::MIDDLE_C.to_string(), "C4");
    }

    #[test]
    fn the_keyboard_ends() {
        assert_eq!(Pitch::new(120).up(12), None);
        assert_eq!(Pitch::new(5).up(-6), None);
        assert_eq!(PitchClass::new(11).at_or_above(Pitch::new(126)), Pitch::new(119));
    }
}
