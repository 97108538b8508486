//! Which key the remix is in, and how the voice comes to it.

use music_types::{Camelot, Key, Mode, Semitones};

use crate::spec::remark::{
    KEY_CHOSEN, KEY_NEIGHBOUR, Remark, VOCAL_SHIFT_AUDIBLE, VOCAL_SHIFT_EFFECT,
};

/// How a recording comes to the key of the remix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KeyFit {
    /// Its transposition.
    pub shift: Semitones,
    /// The key it is in then; `None` where its own is not known.
    pub lands: Option<Key>,
}

/// The farthest a voice goes and still is a singer (music reference §5.1).
const SINGABLE: i32 = 4;

/// The farthest a source goes for a key the genre is mostly written in.
const WORTH_MOVING: i32 = 2;

impl KeyFit {
    /// The transposition that brings music in `source` onto the notes of `target`, −6 to +5
    /// semitones.
    ///
    /// Where that is farther than a voice can go (4 semitones), the two keys beside the target on
    /// the Camelot wheel are tried too, and the nearest wins; music reference §5.1 with the costs
    /// |s| and |s| + 0.75.
    pub fn new(source: Key, target: Key) -> Self {
        let direct = source.shift_to(target);
        let beside = [target.up(7), target.up(-7)].map(|it| source.shift_to(it));
        let cost = |it: &i32| f64::from(it.abs()) + if *it == direct { 0.0 } else { 0.75 };
        let shift = if direct.abs() <= SINGABLE {
            direct
        } else {
            beside
                .into_iter()
                .fold(direct, |best, it| if cost(&it) < cost(&best) { it } else { best })
        };
        Self { shift: Semitones(f64::from(shift)), lands: Some(source.up(shift)) }
    }

    /// The transposition the spec asks for.
    pub fn asked(source: Option<Key>, shift: Semitones) -> Self {
        let whole = libm::round(shift.0);
        let lands = source.filter(|_| whole == shift.0).map(|it| it.up(whole as i32));
        Self { shift, lands }
    }

    /// No transposition.
    pub fn none(source: Option<Key>) -> Self {
        Self { shift: Semitones(0.0), lands: source }
    }

    /// What there is to say about it.
    pub(crate) fn remarks(
        &self,
        source: Option<Key>,
        target: Key,
        at: &str,
        remarks: &mut Vec<Remark>,
    ) {
        let moved = format!("the voice needs {} to {target}", self.shift);
        let hint = source.map(|it| still(it, target)).unwrap_or_default();
        match self.shift.0.abs() {
            far if f64::from(SINGABLE) < far => {
                let words = format!("{moved}: an effect rather than a singer{hint}");
                remarks.push(Remark::new(VOCAL_SHIFT_EFFECT, at, words));
            }
            far if 2.0 < far => {
                let words = format!("{moved}: at the limit of a clean shift{hint}");
                remarks.push(Remark::new(VOCAL_SHIFT_AUDIBLE, at, words));
            }
            _ => {}
        }
        if let Some(lands) = self.lands.filter(|it| it.shift_to(target) != 0) {
            let (here, there) = (lands.camelot(), target.camelot());
            let hours = Camelot { minor: here.minor, ..there }.distance(here);
            let words = match hours {
                1 => format!(
                    "the voice comes to {lands} ({here}), beside {target} ({there}) on the wheel: one note of the scale differs"
                ),
                _ => format!(
                    "the voice comes to {lands} ({here}), {hours} hours from {target} ({there}) on the wheel: it clashes"
                ),
            };
            remarks.push(Remark::new(KEY_NEIGHBOUR, at, words));
        }
    }
}

/// In which key of the target's mode the voice could stay as it is.
fn still(source: Key, target: Key) -> String {
    format!("; in {} it stays as it is", own_in(source, target.mode))
}

/// The key of this mode with the notes of `key`.
fn own_in(key: Key, mode: Mode) -> Key {
    Key { tonic: key.relative_major().up(-mode.to_relative_major()), mode }
}

/// The key of a remix that asks for none: the source's own notes in the genre's mode where the
/// genre is written there or nowhere near; else the nearest key the genre is written in; without a
/// source, the genre's first.
pub(crate) fn chosen(source: Option<Key>, lives_in: &[Key], remarks: &mut Vec<Remark>) -> Key {
    let first = lives_in.first().copied().unwrap_or(Key::minor(music_types::PitchClass::new(5)));
    let Some(source) = source else {
        let words = format!("{first}, the genre's first, for no key is known of the source");
        remarks.push(Remark::new(KEY_CHOSEN, "/target_key", words));
        return first;
    };
    let own = own_in(source, first.mode);
    let far = |it: &Key| source.shift_to(*it).abs();
    let nearest = lives_in.iter().copied().min_by_key(far).filter(|it| far(it) <= WORTH_MOVING);
    let (key, why) = match nearest {
        _ if lives_in.contains(&own) => (own, format!("the notes of the source's {source}")),
        Some(near) => (near, format!("the genre's nearest to the source's {source}")),
        None => {
            (own, format!("the notes of the source's {source}, for no key of the genre is near"))
        }
    };
    remarks.push(Remark::new(KEY_CHOSEN, "/target_key", format!("{key}: {why}")));
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> Key {
        text.parse().unwrap()
    }

    fn told(source: &str, target: &str) -> String {
        let (source, target) = (key(source), key(target));
        let fit = KeyFit::new(source, target);
        let mut remarks = Vec::new();
        fit.remarks(Some(source), target, "/target_key", &mut remarks);
        let words: Vec<String> = remarks.iter().map(|it| format!("  {}", it.words)).collect();
        format!("{source} → {target}: {}\n{}", fit.shift, words.join("\n")).trim_end().to_owned()
    }

    #[test]
    fn voices_come_to_f_minor() {
        let all =
            ["C", "Ab", "Fm", "Gm", "Bb", "D", "Em", "C#", "F# dorian"].map(|it| told(it, "Fm"));
        insta::assert_snapshot!(all.join("\n"), @"
        C → Fm: −4 st
          the voice needs −4 st to Fm: at the limit of a clean shift; in Am it stays as it is
        Ab → Fm: 0 st
        Fm → Fm: 0 st
        Gm → Fm: −2 st
        Bb → Fm: −2 st
        D → Fm: +1 st
          the voice comes to Eb (5B), beside Fm (4A) on the wheel: one note of the scale differs
        Em → Fm: +1 st
        Db → Fm: 0 st
          the voice comes to Db (3B), beside Fm (4A) on the wheel: one note of the scale differs
        F# dorian → Fm: +4 st
          the voice needs +4 st to Fm: at the limit of a clean shift; in C#m it stays as it is
        ");
    }

    #[test]
    fn a_remix_without_a_key_gets_one_near_its_source() {
        let genre = ["Fm", "Cm", "Am"].map(key);
        let told = ["C", "Fm", "E", "D", "Bb"].map(|source| {
            let mut remarks = Vec::new();
            chosen(Some(key(source)), &genre, &mut remarks);
            remarks.iter().map(|it| it.words.clone()).collect::<Vec<_>>().join(", ")
        });
        insta::assert_snapshot!(told.join("\n"), @"
        Am: the notes of the source's C
        Fm: the notes of the source's Fm
        Cm: the genre's nearest to the source's E
        Cm: the genre's nearest to the source's D
        Fm: the genre's nearest to the source's Bb
        ");
    }

    proptest! {
        /// Whatever the keys, the voice lands on the target's notes or one step beside them, and
        /// never goes farther than it must.
        #[test]
        fn a_voice_lands_at_most_a_step_from_the_target(from in 0..24, to in 0..24) {
            let nth = |it: i32| {
                let tonic = music_types::PitchClass::new(it / 2);
                if it % 2 == 0 { Key::major(tonic) } else { Key::minor(tonic) }
            };
            let (source, target) = (nth(from), nth(to));
            let fit = KeyFit::new(source, target);
            let lands = fit.lands.unwrap();
            let around = Key::major(lands.relative_major()).camelot()
                .distance(Key::major(target.relative_major()).camelot());
            prop_assert!(around <= 1, "{source} → {lands} for {target}");
            prop_assert!(fit.shift.0.abs() <= 4.0, "{}", fit.shift);
            prop_assert_eq!(source.up(fit.shift.0 as i32), lands);
        }
    }
}
