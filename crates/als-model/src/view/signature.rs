//! Time signatures, keys and scales, as Live numbers them.

use std::fmt;

use super::{Spot, ViewError};

/// A time signature such as 4/4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Signature {
    /// 1 to 99.
    pub numerator: u32,
    /// 1, 2, 4, 8 or 16.
    pub denominator: u32,
}

impl Signature {
    /// The signature that Live numbers so: numerator − 1 + 99 · log2(denominator); 201 is 4/4.
    ///
    /// `None` for a number that means none.
    pub fn from_id(id: i64) -> Option<Self> {
        let id = u32::try_from(id).ok().filter(|it| *it < 99 * 5)?;
        Some(Self { numerator: id % 99 + 1, denominator: 1 << (id / 99) })
    }

    /// The number that Live gives it.
    pub fn id(self) -> i64 {
        i64::from(self.numerator) - 1 + 99 * i64::from(self.denominator.max(1).ilog2())
    }

    /// Quarter notes in one bar.
    pub fn bar(self) -> f64 {
        f64::from(self.numerator.max(1)) * 4.0 / f64::from(self.denominator.max(1))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// The scales by their number from Live 12.1 on. 0, 1 and 2 are seen in sets; the others follow Live's menu.
const SCALES: [&str; 30] = [
    "Major",
    "Minor",
    "Dorian",
    "Mixolydian",
    "Lydian",
    "Phrygian",
    "Locrian",
    "Whole Tone",
    "Half-whole Dim.",
    "Whole-half Dim.",
    "Minor Blues",
    "Minor Pentatonic",
    "Major Pentatonic",
    "Harmonic Minor",
    "Harmonic Major",
    "Dorian #4",
    "Phrygian Dominant",
    "Melodic Minor",
    "Lydian Augmented",
    "Lydian Dominant",
    "Super Locrian",
    "8-Tone Spanish",
    "Bhairav",
    "Hungarian Minor",
    "Hirajoshi",
    "In-Sen",
    "Iwato",
    "Kumoi",
    "Pelog Selisir",
    "Pelog Tembung",
];

const PITCHES: [&str; 12] = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/// A root and a scale.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Key {
    /// 0 is C, 11 is B.
    pub root: u8,
    /// The scale as Live names it; `scale 31` for a number that is not known.
    pub scale: String,
}

impl Key {
    /// Reads a `ScaleInformation`: names until Live 12.0, numbers from 12.1 on.
    pub(super) fn read(at: Spot<'_>) -> Result<Self, ViewError> {
        let root = at.whole("Root").or_else(|_| at.whole("RootNote"))?;
        let name = at.text("Name")?;
        let scale = match name.parse::<usize>() {
            Ok(number) => {
                SCALES.get(number).map_or_else(|| format!("scale {number}"), |it| (*it).to_owned())
            }
            Err(_) => name.into_owned(),
        };
        Ok(Self { root: u8::try_from(root.rem_euclid(12)).unwrap_or(0), scale })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = PITCHES.get(usize::from(self.root)).copied().unwrap_or("?");
        write!(f, "{root} {}", self.scale)
    }
}

/// A note's name as Live writes it: 60 is C3.
pub fn pitch_name(key: i64) -> String {
    let name = usize::try_from(key.rem_euclid(12))
        .ok()
        .and_then(|it| PITCHES.get(it))
        .copied()
        .unwrap_or("?");
    format!("{name}{}", key.div_euclid(12) - 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_numbered_as_live_does() {
        for (id, text) in [(201, "4/4"), (200, "3/4"), (204, "7/4"), (304, "8/8"), (206, "9/4")] {
            let signature = Signature::from_id(id).unwrap();
            assert_eq!((signature.to_string().as_str(), signature.id()), (text, id));
        }
        assert_eq!(Signature::from_id(-1), None);
        assert_eq!(pitch_name(36), "C1");
    }
}
