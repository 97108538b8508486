//! Chords as Roman numerals: how genre files write harmony.

use std::fmt;

use music_types::{Key, Mode, Pitch, PitchClass};
use serde::{Deserialize, Deserializer};

/// A chord relative to a key: `i9`, `VI7`, `bII`, `V7`, `VIIsus4`, `bVIIm9`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    /// Semitones its accidental moves it.
    accidental: i32,
    /// The degree, 0 to 6.
    degree: usize,
    /// Whether written large: with a major third.
    large: bool,
    /// What is added to the triad.
    colour: Colour,
}

/// What a chord is made of beside its triad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colour {
    Triad,
    Sixth,
    Seventh,
    Ninth,
    Eleventh,
    AddNine,
    Sus2,
    Sus4,
    /// Spelt out, whatever the key has: a minor or major chord with seventh or ninth.
    Spelt(&'static [i32], &'static str),
}

/// The endings that a numeral may have; the longest match is read.
const COLOURS: &[(&str, Colour)] = &[
    ("", Colour::Triad),
    ("6", Colour::Sixth),
    ("7", Colour::Seventh),
    ("9", Colour::Ninth),
    ("11", Colour::Eleventh),
    ("add9", Colour::AddNine),
    ("sus2", Colour::Sus2),
    ("sus4", Colour::Sus4),
    ("m", Colour::Spelt(&[0, 3, 7], "m")),
    ("m7", Colour::Spelt(&[0, 3, 7, 10], "m7")),
    ("m9", Colour::Spelt(&[0, 3, 7, 10, 14], "m9")),
    ("maj7", Colour::Spelt(&[0, 4, 7, 11], "maj7")),
    ("maj9", Colour::Spelt(&[0, 4, 7, 11, 14], "maj9")),
    ("dom7", Colour::Spelt(&[0, 4, 7, 10], "7")),
    ("13", Colour::Spelt(&[0, 4, 10, 14, 21], "13")),
];

const ROMAN: [&str; 7] = ["i", "ii", "iii", "iv", "v", "vi", "vii"];

/// Words that name no chord.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HarmonyError {
    /// A word that is no numeral.
    #[error(
        "{0:?} is no chord (write i, VI7, bII, V7, iv9, VIIsus4, bVIIm9, IImaj7; i9:2 for 2 bars)"
    )]
    Chord(String),
    /// No chord at all.
    #[error("a progression needs a chord")]
    Empty,
}

/// A chord's root and tones in a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    pub root: PitchClass,
    /// Semitones above the root, rising from 0.
    pub intervals: Vec<i32>,
    /// Its symbol, `Fm9`.
    pub name: String,
    /// Whether it is built of the key's own thirds.
    pub is_diatonic: bool,
}

impl Numeral {
    /// Reads one numeral.
    ///
    /// # Errors
    ///
    /// [`HarmonyError::Chord`] for what is none.
    pub fn read(text: &str) -> Result<Self, HarmonyError> {
        let wrong = || HarmonyError::Chord(text.to_owned());
        let (accidental, rest) = match text.chars().next() {
            Some('b') => (-1, text.get(1..).unwrap_or_default()),
            Some('#') => (1, text.get(1..).unwrap_or_default()),
            _ => (0, text),
        };
        let end = rest.find(|it| !matches!(it, 'i' | 'v' | 'I' | 'V')).unwrap_or(rest.len());
        let (roman, ending) = rest.split_at_checked(end).ok_or_else(wrong)?;
        let small = roman.to_ascii_lowercase();
        let degree = ROMAN.iter().position(|it| *it == small).ok_or_else(wrong)?;
        let large = roman == roman.to_ascii_uppercase();
        if !large && roman != small {
            return Err(wrong());
        }
        let colour = COLOURS.iter().find(|it| it.0 == ending).ok_or_else(wrong)?.1;
        Ok(Self { accidental, degree, large, colour })
    }

    /// What it is in `key`: the key's own thirds where they fit the numeral, else spelt out.
    ///
    /// Degrees count on natural minor for keys with a minor third, on major for the others.
    pub(crate) fn spell(self, key: Key) -> Spelling {
        let mode = if key.mode.is_minor() { Mode::Minor } else { Mode::Major };
        // Natural minor has its third, sixth and seventh lowered already: bVII is its VII.
        let is_lowered = mode == Mode::Minor && matches!(self.degree, 2 | 5 | 6);
        let accidental = if is_lowered { self.accidental.max(0) } else { self.accidental };
        let above = mode.degrees().get(self.degree).copied().unwrap_or(0) + accidental;
        let root = key.tonic.up(above);
        let scale = rising(key, root);
        let fits = |scale: &[i32; 14]| (scale[2] == 4) == self.large;
        let own = scale.filter(fits).and_then(|it| self.stacked(&it));
        let is_diatonic = own.is_some();
        let intervals = own.unwrap_or_else(|| self.spelt());
        let name = format!("{}{}", key.spell(root), suffix(self.colour, &intervals));
        Spelling { root, intervals, name, is_diatonic }
    }

    /// The chord from the key's notes over its root; nothing where it is spelt out.
    fn stacked(self, scale: &[i32; 14]) -> Option<Vec<i32>> {
        let steps: &[usize] = match self.colour {
            Colour::Triad => &[0, 2, 4],
            Colour::Sixth => &[0, 2, 4, 5],
            Colour::Seventh => &[0, 2, 4, 6],
            Colour::Ninth => &[0, 2, 4, 6, 8],
            Colour::Eleventh => &[0, 2, 4, 6, 8, 10],
            Colour::AddNine => &[0, 2, 4, 8],
            Colour::Sus2 => &[0, 1, 4],
            Colour::Sus4 => &[0, 3, 4],
            Colour::Spelt(..) => return None,
        };
        let tones: Vec<i32> = steps.iter().filter_map(|it| scale.get(*it).copied()).collect();
        // A ninth a semitone over the root grates: such a chord does without.
        Some(tones.into_iter().filter(|it| *it != 13).collect())
    }

    /// The chord by its looks alone: large is major, with a minor seventh.
    fn spelt(self) -> Vec<i32> {
        let third = if self.large { 4 } else { 3 };
        match self.colour {
            Colour::Triad => vec![0, third, 7],
            Colour::Sixth => vec![0, third, 7, 9],
            Colour::Seventh => vec![0, third, 7, 10],
            Colour::Ninth => vec![0, third, 7, 10, 14],
            Colour::Eleventh => vec![0, third, 7, 10, 14, 17],
            Colour::AddNine => vec![0, third, 7, 14],
            Colour::Sus2 => vec![0, 2, 7],
            Colour::Sus4 => vec![0, 5, 7],
            Colour::Spelt(tones, _) => tones.to_vec(),
        }
    }
}

/// Two octaves of the key's notes above `root`, in semitones; nothing where `root` is not in it.
fn rising(key: Key, root: PitchClass) -> Option<[i32; 14]> {
    let degrees = key.mode.degrees();
    let above = i32::from(root.up(-i32::from(key.tonic.above_c())).above_c());
    let first = degrees.iter().position(|it| *it == above)?;
    let step = |n: usize| {
        let index = first + n;
        let degree = degrees.get(index % 7).copied().unwrap_or(0);
        degree + 12 * (index / 7) as i32 - above
    };
    Some(std::array::from_fn(step))
}

/// How a chord's name goes on after its root.
fn suffix(colour: Colour, tones: &[i32]) -> String {
    let has = |it: i32| tones.contains(&it);
    let triad = match () {
        () if has(3) && has(6) && !has(7) => "dim",
        () if has(3) => "m",
        () => "",
    };
    let seventh = if has(11) { "maj" } else { "" };
    match colour {
        Colour::Triad => triad.to_owned(),
        Colour::Sixth => format!("{triad}6"),
        Colour::Seventh => format!("{triad}{seventh}7"),
        Colour::Ninth if has(14) => format!("{triad}{seventh}9"),
        Colour::Eleventh if has(14) => format!("{triad}{seventh}11"),
        Colour::Ninth | Colour::Eleventh => format!("{triad}{seventh}7"),
        Colour::AddNine if has(14) => format!("{triad}add9"),
        Colour::AddNine => triad.to_owned(),
        Colour::Sus2 => "sus2".to_owned(),
        Colour::Sus4 => "sus4".to_owned(),
        Colour::Spelt(_, name) => name.to_owned(),
    }
}

/// A row of chords, each with its bars where it names them: `i9:2 VI7 VII`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numerals(Vec<(Numeral, Option<i64>)>);

impl Numerals {
    /// Reads numerals between blanks; `|` and `–` are for the eye.
    ///
    /// # Errors
    ///
    /// [`HarmonyError`] for a word that is no chord, or when there is none.
    pub fn read(text: &str) -> Result<Self, HarmonyError> {
        let is_gap = |it: char| it.is_whitespace() || matches!(it, '|' | '–' | '-');
        let words = text.split(is_gap).filter(|it| !it.is_empty());
        let chords = words.map(read_timed).collect::<Result<Vec<_>, _>>()?;
        if chords.is_empty() { Err(HarmonyError::Empty) } else { Ok(Self(chords)) }
    }

    /// The chords with their bars.
    pub(crate) fn chords(&self) -> &[(Numeral, Option<i64>)] {
        &self.0
    }
}

fn read_timed(word: &str) -> Result<(Numeral, Option<i64>), HarmonyError> {
    let Some((numeral, bars)) = word.split_once(':') else {
        return Ok((Numeral::read(word)?, None));
    };
    let bars = bars.parse().ok().filter(|it| (1..=32).contains(it));
    let bars = bars.ok_or_else(|| HarmonyError::Chord(word.to_owned()))?;
    Ok((Numeral::read(numeral)?, Some(bars)))
}

impl<'de> Deserialize<'de> for Numerals {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(source)?).map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Spelling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Whether all tones lie in the key.
pub(crate) fn all_in(key: Key, tones: &[PitchClass]) -> bool {
    tones.iter().all(|it| key.holds(Pitch::new(it.above_c())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(key: &str, numerals: &str) -> String {
        let key: Key = key.parse().unwrap();
        let chords = Numerals::read(numerals).unwrap();
        let names = chords.chords().iter().map(|it| it.0.spell(key).name);
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn chords_are_built_of_the_keys_own_notes() {
        assert_eq!(named("Fm", "i9 VI7 III VII9 iv7 v7"), "Fm9 Dbmaj7 Ab Eb9 Bbm7 Cm7");
        assert_eq!(named("C", "I vi7 IVadd9 V"), "C Am7 Fadd9 G");
        assert_eq!(named("D dorian", "i9 IV7 VI"), "Dm9 G7 Bb");
    }

    #[test]
    fn borrowed_chords_are_spelt_out() {
        assert_eq!(named("Am", "V7 bII bVIIm9 VIIsus4 IV"), "E7 Bb Gm9 Gsus4 D");
        let key: Key = "Am".parse().unwrap();
        assert!(!Numeral::read("V7").unwrap().spell(key).is_diatonic);
        assert!(Numeral::read("v7").unwrap().spell(key).is_diatonic);
    }

    #[test]
    fn what_is_no_chord_is_named() {
        for text in ["H", "viii", "iV", "i99", "", "b", "i:0", "é"] {
            assert!(Numerals::read(text).is_err(), "{text}");
        }
    }
}
