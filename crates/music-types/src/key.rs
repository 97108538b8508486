//! Keys and modes, how people write them, and how DJs number them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::pitch::{Pitch, PitchClass};

/// A scale as steps above its tonic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Ionian.
    Major,
    /// Natural minor, Aeolian.
    Minor,
    /// Minor with a major sixth.
    Dorian,
    /// Major with a minor seventh.
    Mixolydian,
    /// Major with a raised fourth.
    Lydian,
    /// Minor with a lowered second.
    Phrygian,
    /// Phrygian with a lowered fifth.
    Locrian,
    /// Minor with a raised seventh.
    HarmonicMinor,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 8] = [
        Self::Major,
        Self::Minor,
        Self::Dorian,
        Self::Mixolydian,
        Self::Lydian,
        Self::Phrygian,
        Self::Locrian,
        Self::HarmonicMinor,
    ];

    /// The seven degrees in semitones above the tonic, rising from 0.
    pub const fn degrees(self) -> [i32; 7] {
        match self {
            Self::Major => [0, 2, 4, 5, 7, 9, 11],
            Self::Minor => [0, 2, 3, 5, 7, 8, 10],
            Self::Dorian => [0, 2, 3, 5, 7, 9, 10],
            Self::Mixolydian => [0, 2, 4, 5, 7, 9, 10],
            Self::Lydian => [0, 2, 4, 6, 7, 9, 11],
            Self::Phrygian => [0, 1, 3, 5, 7, 8, 10],
            Self::Locrian => [0, 1, 3, 5, 6, 8, 10],
            Self::HarmonicMinor => [0, 2, 3, 5, 7, 8, 11],
        }
    }

    /// Whether the third is a minor one.
    pub const fn is_minor(self) -> bool {
        self.degrees()[2] == 3
    }

    /// How far above this tonic lies the tonic of the major scale with the same notes, 0 to 11.
    ///
    /// Harmonic minor counts as natural minor.
    pub const fn to_relative_major(self) -> i32 {
        match self {
            Self::Major => 0,
            Self::Minor | Self::HarmonicMinor => 3,
            Self::Dorian => 10,
            Self::Mixolydian => 5,
            Self::Lydian => 7,
            Self::Phrygian => 8,
            Self::Locrian => 1,
        }
    }

    /// Its name as in a key's long form, `minor`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Dorian => "dorian",
            Self::Mixolydian => "mixolydian",
            Self::Lydian => "lydian",
            Self::Phrygian => "phrygian",
            Self::Locrian => "locrian",
            Self::HarmonicMinor => "harmonic minor",
        }
    }
}

/// A tonic and its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The note it comes home to.
    pub tonic: PitchClass,
    /// The scale above it.
    pub mode: Mode,
}

impl Key {
    /// A major key.
    pub const fn major(tonic: PitchClass) -> Self {
        Self { tonic, mode: Mode::Major }
    }

    /// A minor key.
    pub const fn minor(tonic: PitchClass) -> Self {
        Self { tonic, mode: Mode::Minor }
    }

    /// Whether `pitch` belongs to the scale.
    pub fn holds(self, pitch: Pitch) -> bool {
        let above = PitchClass::new(i32::from(pitch.key()) - i32::from(self.tonic.above_c()));
        self.mode.degrees().contains(&i32::from(above.above_c()))
    }

    /// The tonic of the major scale with the same notes.
    pub const fn relative_major(self) -> PitchClass {
        self.tonic.up(self.mode.to_relative_major())
    }

    /// The DJ's number of this key: modes go by the major scale with their notes.
    pub fn camelot(self) -> Camelot {
        // n = ((7p + 7) mod 12) + 1 with p the tonic of the relative major.
        let number = (i32::from(self.relative_major().above_c()) * 7 + 7).rem_euclid(12) + 1;
        Camelot { number: number as u8, minor: self.mode.is_minor() }
    }

    /// The smallest transposition that brings music in this key onto the notes of `target`,
    /// −6 to +5 semitones.
    pub fn shift_to(self, target: Self) -> i32 {
        let gap = i32::from(target.relative_major().above_c())
            - i32::from(self.relative_major().above_c());
        (gap + 6).rem_euclid(12) - 6
    }

    /// What musicians call a note in this key: its flats where the key signature has flats, and for
    /// notes out of the scale, which are mostly borrowed from flat keys; else its sharps. Six
    /// accidentals are F# major, but Eb minor.
    pub fn spell(self, class: PitchClass) -> &'static str {
        let has_flats = match self.relative_major().above_c() {
            1 | 3 | 5 | 8 | 10 => true,
            6 => self.mode.is_minor(),
            _ => false,
        };
        let is_ours = self.holds(Pitch::new(class.above_c()));
        if has_flats || !is_ours { class.with_flats() } else { class.with_sharps() }
    }

    /// This key `semitones` higher.
    pub const fn up(self, semitones: i32) -> Self {
        Self { tonic: self.tonic.up(semitones), mode: self.mode }
    }
}

/// A place on the Camelot wheel: 1 to 12, A for minor and B for major.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Camelot {
    /// The hour, 1 to 12.
    pub number: u8,
    /// Whether it lies on the inner ring, A.
    pub minor: bool,
}

impl Camelot {
    /// Steps between two places: hours around the wheel, and one for changing rings.
    ///
    /// Up to one mixes without a clash.
    pub fn distance(self, other: Self) -> u8 {
        let around = (i32::from(self.number) - i32::from(other.number)).rem_euclid(12);
        around.min(12 - around) as u8 + u8::from(self.minor != other.minor)
    }
}

impl fmt::Display for Camelot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number, if self.minor { 'A' } else { 'B' })
    }
}

impl fmt::Display for Key {
    /// The short form, `Am`, `Bb`, `D dorian`; what [`FromStr`] reads back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tonic = self.spell(self.tonic);
        match self.mode {
            Mode::Major => write!(f, "{tonic}"),
            Mode::Minor => write!(f, "{tonic}m"),
            mode => write!(f, "{tonic} {}", mode.name()),
        }
    }
}

/// Words that name no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} names no key (write Am, F#m, Bb, \"A minor\", \"D dorian\" or a Camelot code like 8A)"
)]
pub struct KeyError(pub String);

impl FromStr for Key {
    type Err = KeyError;

    /// Reads `Am`, `F#m`, `Bb`, `A minor`, `c# Major`, `D dorian`, `8A`; blanks and case are free
    /// but for the `m` of a short minor.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let words = text.trim();
        camelot_key(words).or_else(|| named_key(words)).ok_or_else(|| KeyError(text.to_owned()))
    }
}

fn camelot_key(words: &str) -> Option<Key> {
    let ring = words.chars().last()?.to_ascii_uppercase();
    let number: i32 = words.get(..words.len() - 1)?.trim().parse().ok()?;
    let minor = match ring {
        'A' => true,
        'B' => false,
        _ => return None,
    };
    // 7 is its own inverse modulo 12, so p = 7(n − 1 − 7) = 7(n − 8).
    let relative_major = (1..=12).contains(&number).then(|| PitchClass::new(7 * (number - 8)))?;
    Some(if minor { Key::minor(relative_major.up(9)) } else { Key::major(relative_major) })
}

fn named_key(words: &str) -> Option<Key> {
    let letter = words.chars().next()?;
    let natural = match letter.to_ascii_uppercase() {
        'C' => 0,
        'D' => 2,
        'E' => 4,
        'F' => 5,
        'G' => 7,
        'A' => 9,
        'B' => 11,
        _ => return None,
    };
    let rest = words.get(letter.len_utf8()..)?;
    let (bend, rest) = match rest.chars().next() {
        Some('#' | '♯') => (1, rest.trim_start_matches(['#', '♯'])),
        Some('b' | '♭') => (-1, rest.strip_prefix(['b', '♭']).unwrap_or(rest)),
        _ => (0, rest),
    };
    Some(Key { tonic: PitchClass::new(natural + bend), mode: named_mode(rest.trim())? })
}

fn named_mode(words: &str) -> Option<Mode> {
    if matches!(words, "" | "M") {
        return Some(Mode::Major);
    }
    let spelt = words.to_ascii_lowercase().replace(['_', '-'], " ");
    match spelt.as_str() {
        "m" | "min" | "aeolian" | "natural minor" => Some(Mode::Minor),
        "maj" | "ionian" => Some(Mode::Major),
        name => Mode::ALL.into_iter().find(|mode| mode.name() == name),
    }
}

impl Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        String::deserialize(source)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    #[test]
    fn a_key_is_read_however_people_write_it() {
        for text in ["Am", "A minor", "a min", "8A", " am ", "8a", "A aeolian"] {
            assert_eq!(key(text), Key::minor(PitchClass::new(9)), "{text}");
        }
        assert_eq!(key("Bb"), Key::major(PitchClass::new(10)));
        assert_eq!(key("Bbm"), Key::minor(PitchClass::new(10)));
        assert_eq!(key("F#m"), Key::minor(PitchClass::new(6)));
        assert_eq!(key("D dorian").mode, Mode::Dorian);
        assert_eq!(key("G harmonic-minor").mode, Mode::HarmonicMinor);
    }

    #[test]
    fn keys_are_spelt_as_musicians_spell_them() {
        for text in ["Bb", "Ebm", "Fm", "F#m", "F#", "C#m", "Db", "G dorian", "Bbm", "Ab"] {
            assert_eq!(key(text).to_string(), text);
        }
        assert_eq!(key("A#").to_string(), "Bb");
        assert_eq!(key("8A").spell(PitchClass::new(10)), "Bb", "borrowed from flat keys");
        assert_eq!(key("E").spell(PitchClass::new(8)), "G#");
    }

    #[test]
    fn nonsense_names_no_key() {
        for text in ["", "H", "Hm", "13A", "0B", "A##q", "Amaj7", "♭", "é", "A mollig"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_key_is_read_back_from_its_name_and_its_camelot_code() {
        for tonic in (0..12).map(PitchClass::new) {
            for mode in Mode::ALL {
                let it = Key { tonic, mode };
                assert_eq!(key(&it.to_string()), it);
            }
            for it in [Key::major(tonic), Key::minor(tonic)] {
                assert_eq!(key(&it.camelot().to_string()), it);
            }
        }
    }

    #[test]
    fn the_wheel_turns_as_djs_know_it() {
        assert_eq!(key("Am").camelot().to_string(), "8A");
        assert_eq!(key("Fm").camelot().to_string(), "4A");
        assert_eq!(key("C").camelot().to_string(), "8B");
        assert_eq!(key("8A").camelot().distance(key("9A").camelot()), 1);
        assert_eq!(key("1A").camelot().distance(key("12A").camelot()), 1);
        assert_eq!(key("8A").camelot().distance(key("8B").camelot()), 1);
    }

    #[test]
    fn c_major_goes_down_four_semitones_to_f_minor() {
        assert_eq!(key("C").shift_to(key("Fm")), -4);
        assert_eq!(key("C").shift_to(key("Am")), 0);
        assert_eq!(key("C").shift_to(key("F#")), -6);
    }
}
