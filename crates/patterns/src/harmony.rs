//! Progressions: which chord sounds when, and how it is laid out.

use std::fmt;

use music_types::{Beats, Key, Mode, Pitch, PitchClass, SectionKind, Seed, Span};

use crate::chance::order;
use crate::figure::{Third, Vamp};
use crate::numeral::{HarmonyError, Numerals, all_in};
use crate::style::Style;
use crate::voicing::voice;

/// A chord, when it sounds and how it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chord {
    /// Its symbol, `Fm9`, spelt as the key spells it.
    pub name: String,
    /// The note the bass plays.
    pub root: PitchClass,
    /// Semitones of its tones above the root, rising from 0.
    pub intervals: Vec<i32>,
    /// The keys of a hand: four or five voices between C3 and D5.
    pub voicing: Vec<Pitch>,
    /// Whether some tone is out of the key, and on purpose.
    pub borrowed: bool,
    /// When it sounds, from the start of the progression.
    pub span: Span,
}

impl Chord {
    /// Whether a key of the keyboard is one of its tones.
    pub fn holds(&self, pitch: Pitch) -> bool {
        let above = pitch.class().up(-i32::from(self.root.above_c()));
        self.intervals.iter().any(|it| PitchClass::new(*it) == above)
    }

    /// Semitones of the `step`-th step above the root, 0 being the root: thirds, fifths and
    /// sevenths are the chord's, the others the key's.
    pub(crate) fn step(&self, key: Key, step: i32) -> i32 {
        let octave = step.div_euclid(7) * 12;
        let own = |near: [i32; 3]| self.intervals.iter().copied().find(|it| near.contains(it));
        let own = match step.rem_euclid(7) {
            0 => Some(0),
            2 => own([3, 4, 4]),
            4 => own([7, 6, 8]),
            6 => own([10, 11, 9]),
            _ => None,
        };
        own.unwrap_or_else(|| self.nearest_in(key, step.rem_euclid(7))) + octave
    }

    /// The note of the key, or of the chord, nearest to a step of a scale over the root.
    fn nearest_in(&self, key: Key, step: i32) -> i32 {
        const MIDDLE: [i32; 7] = [0, 2, 3, 5, 7, 9, 10];
        let wanted = MIDDLE.get(step as usize).copied().unwrap_or(0);
        let is_good = |it: &i32| {
            let pitch = Pitch::new(self.root.up(*it).above_c());
            key.holds(pitch) || self.holds(pitch)
        };
        let around = [wanted, wanted + 1, wanted - 1, wanted + 2, wanted - 2];
        around.into_iter().find(is_good).unwrap_or(0)
    }
}

/// Chords over some bars, played around; one at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progression {
    // Never empty, spans without gaps from zero.
    first: Chord,
    rest: Vec<Chord>,
}

impl Progression {
    /// Reads Roman numerals, `i9 VI7 VII`, each lasting `bars_each` bars unless it says how many
    /// itself, `i9:2`.
    ///
    /// # Errors
    ///
    /// [`HarmonyError`] for a word that is no chord, or where there is none.
    pub fn read(numerals: &str, bars_each: i64, key: Key) -> Result<Self, HarmonyError> {
        Ok(Self::of(&Numerals::read(numerals)?, bars_each, key, key))
    }

    /// Chords counted on `home`, judged against `key`.
    fn of(numerals: &Numerals, bars_each: i64, home: Key, key: Key) -> Self {
        let mut chords: Vec<Chord> = Vec::new();
        let mut start = Beats::ZERO;
        for (numeral, bars) in numerals.chords() {
            let spelling = numeral.spell(home);
            let tones: Vec<PitchClass> =
                spelling.intervals.iter().map(|it| spelling.root.up(*it)).collect();
            let length = Beats::bars(bars.unwrap_or(bars_each).max(1));
            let voicing = voice(&tones, chords.last().map(|it| it.voicing.as_slice()));
            chords.push(Chord {
                name: spelling.name,
                root: spelling.root,
                intervals: spelling.intervals,
                voicing,
                borrowed: !all_in(key, &tones),
                span: Span { start, length },
            });
            start += length;
        }
        let mut chords = chords.into_iter();
        let first = chords.next().unwrap_or_else(|| Chord::lone(home));
        Self { first, rest: chords.collect() }
    }

    /// The chords in order.
    pub fn chords(&self) -> impl Iterator<Item = &Chord> {
        std::iter::once(&self.first).chain(&self.rest)
    }

    /// How long it lasts before it starts again.
    pub fn length(&self) -> Beats {
        self.rest.last().unwrap_or(&self.first).span.end()
    }

    /// The chord that sounds at a moment, counted around.
    pub fn at(&self, at: Beats) -> &Chord {
        let at = at % self.length();
        self.rest.iter().rev().find(|it| it.span.start <= at).unwrap_or(&self.first)
    }

    /// How long the chord at a moment goes on to sound; longer where the next is the same.
    pub(crate) fn left(&self, at: Beats) -> Beats {
        let chord = self.at(at);
        chord.span.end() - at % self.length()
    }
}

impl Chord {
    fn lone(key: Key) -> Self {
        let third = if key.mode.is_minor() { 3 } else { 4 };
        let intervals = vec![0, third, 7];
        let tones: Vec<PitchClass> = intervals.iter().map(|it| key.tonic.up(*it)).collect();
        Self {
            name: Key { mode: if third == 3 { Mode::Minor } else { Mode::Major }, ..key }
                .to_string(),
            root: key.tonic,
            voicing: voice(&tones, None),
            intervals,
            borrowed: false,
            span: Span { start: Beats::ZERO, length: Beats::BAR },
        }
    }
}

impl fmt::Display for Progression {
    /// A bar between two strokes, `Fm9 · | C#maj7 ·`: a dot goes on with the chord before.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, chord) in self.chords().enumerate() {
            let gap = if index == 0 { "" } else { " | " };
            let held = " | ·".repeat((chord.span.length / Beats::BAR - 1).max(0) as usize);
            write!(f, "{gap}{}{held}", chord.name)?;
        }
        Ok(())
    }
}

/// The chords of a section of this kind: one family of progressions for the whole track, so that
/// break and drop belong together.
///
/// In a key whose third no vamp of the style has, the relative key's chords are played: C major
/// sounds the same notes as A minor.
pub fn progression(style: &Style, kind: SectionKind, key: Key, seed: Seed) -> Progression {
    chosen(style, kind, key, seed, |_, vamps| vamps)
}

/// As [`progression`], from those vamps that `keep` leaves of the ones that fit the key; it is told the key
/// that their numerals count from.
pub(crate) fn chosen<'s>(
    style: &'s Style,
    kind: SectionKind,
    key: Key,
    seed: Seed,
    keep: impl FnOnce(Key, Vec<&'s Vamp>) -> Vec<&'s Vamp>,
) -> Progression {
    let third = |key: Key| if key.mode.is_minor() { Third::Minor } else { Third::Major };
    let relative = match key.mode {
        Mode::Minor => Key::major(key.tonic.up(3)),
        Mode::Major => Key::minor(key.tonic.up(9)),
        _ => key,
    };
    let homes = [key, relative];
    let home = homes.into_iter().find(|it| style.vamps.iter().any(|vamp| vamp.mode == third(*it)));
    let home = home.unwrap_or(key);
    let fitting: Vec<&Vamp> = match style.vamps.iter().any(|it| it.mode == third(home)) {
        true => style.vamps.iter().filter(|it| it.mode == third(home)).collect(),
        false => style.vamps.iter().collect(),
    };
    let fitting = keep(home, fitting);
    let weights: Vec<f64> = fitting.iter().map(|it| it.weight).collect();
    let picked = order(seed.fork("vamp"), &weights).first().copied();
    match picked.and_then(|it| fitting.get(it)) {
        Some(vamp) => of_vamp(vamp, kind, home, key),
        None => Progression { first: Chord::lone(key), rest: Vec::new() },
    }
}

/// The chords that a vamp has for a section, counted on `home`, judged against `key`.
pub(crate) fn of_vamp(vamp: &Vamp, kind: SectionKind, home: Key, key: Key) -> Progression {
    Progression::of(chords_for(vamp, kind), vamp.bars, home, key)
}

fn chords_for(vamp: &Vamp, kind: SectionKind) -> &Numerals {
    let own = match kind {
        SectionKind::Intro | SectionKind::Groove | SectionKind::Outro => &vamp.groove,
        SectionKind::Build => &vamp.build,
        SectionKind::Drop => &vamp.drop,
        SectionKind::Break => &None,
    };
    own.as_ref().unwrap_or(&vamp.breaks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_progression_goes_around() {
        let key: Key = "Fm".parse().unwrap();
        let chords = Progression::read("i9:2 VI7 VII", 1, key).unwrap();
        assert_eq!(chords.to_string(), "Fm9 | · | Dbmaj7 | Eb");
        assert_eq!(chords.length(), Beats::bars(4));
        assert_eq!(chords.at(Beats::bars(9)).name, "Fm9");
        assert_eq!(chords.at(Beats::bars(10)).name, "Dbmaj7");
        assert_eq!(chords.left(Beats::bars(4)), Beats::bars(2));
    }

    #[test]
    fn voices_move_little_and_stay_in_the_middle() {
        let key: Key = "Am".parse().unwrap();
        let chords = Progression::read("i9 VI7 III7 VII", 1, key).unwrap();
        let shown: Vec<String> = chords
            .chords()
            .map(|it| {
                let keys = it.voicing.iter().map(ToString::to_string).collect::<Vec<_>>();
                format!("{:8}{}", it.name, keys.join(" "))
            })
            .collect();
        insta::assert_snapshot!("voices", shown.join("\n"));
    }
}
