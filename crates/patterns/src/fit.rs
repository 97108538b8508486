//! Harmony that follows a voice: how well chords go with what is sung over them.

use music_types::{Beats, Key, SectionKind, Seed};

use crate::figure::Vamp;
use crate::harmony::{self, Chord, Progression};
use crate::style::Style;

/// What a voice sings in each bar: how strongly each pitch class sounds, from C. Any scale; softer bars weigh less.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sung {
    /// The bars of the song from its first downbeat, in the key of the track.
    pub bars: Vec<[f64; 12]>,
}

/// How chords go with a voice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The share of what is sung that is a tone of the chord under it, 0 to 1. By chance: a third.
    pub inside: f64,
    /// The share that lies a semitone above a tone of the chord and is none itself, 0 to 1: it rubs.
    pub rubs: f64,
}

impl Fit {
    /// One figure to compare by: rubbing counts half against what agrees.
    fn worth(self) -> f64 {
        self.inside - 0.5 * self.rubs
    }
}

/// Vamps this close to the best are as good: the seed chooses among them.
const AS_GOOD: f64 = 0.03;

/// How `chords`, going round from the first bar on, go with a voice; `None` where nobody sings.
pub fn fit(chords: &Progression, sung: &Sung) -> Option<Fit> {
    let (mut inside, mut rubs, mut all) = (0.0, 0.0, 0.0);
    for (bar, notes) in sung.bars.iter().enumerate() {
        let from = Beats::bars(i64::try_from(bar).unwrap_or(0));
        for half in [from, from + Beats::BAR / 2] {
            let chord = chords.at(half);
            for (class, strength) in notes.iter().enumerate().filter(|it| 0.0 < *it.1) {
                let (is_tone, is_above) = (holds(chord, class), holds(chord, class + 11));
                inside += if is_tone { *strength } else { 0.0 };
                rubs += if is_above && !is_tone { *strength } else { 0.0 };
                all += strength;
            }
        }
    }
    (0.0 < all).then(|| Fit { inside: inside / all, rubs: rubs / all })
}

fn holds(chord: &Chord, class: usize) -> bool {
    let above = (class as i32 - i32::from(chord.root.above_c())).rem_euclid(12);
    chord.intervals.iter().any(|it| it.rem_euclid(12) == above)
}

/// The chords of a section as [`progression`](harmony::progression) gives them, from the family that goes best
/// with what is sung; where several do, the seed chooses.
pub fn progression_over(
    style: &Style,
    kind: SectionKind,
    key: Key,
    seed: Seed,
    sung: &Sung,
) -> Progression {
    let worth = |home: Key, vamp: &Vamp| {
        let kinds = [SectionKind::Break, SectionKind::Drop];
        let fits = kinds.map(|it| fit(&harmony::of_vamp(vamp, it, home, key), sung));
        fits.iter().flatten().map(|it| it.worth()).sum::<f64>() / 2.0
    };
    harmony::chosen(style, kind, key, seed, |home, vamps| {
        if sung.bars.is_empty() {
            return vamps;
        }
        let worths: Vec<f64> = vamps.iter().map(|it| worth(home, it)).collect();
        let best = worths.iter().copied().fold(f64::MIN, f64::max);
        let good = vamps.iter().zip(&worths).filter(|it| best - AS_GOOD <= *it.1);
        good.map(|it| *it.0).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sung(bars: &[&[usize]]) -> Sung {
        let bar = |classes: &&[usize]| {
            let mut notes = [0.0; 12];
            classes.iter().for_each(|it| notes[*it] = 1.0);
            notes
        };
        Sung { bars: bars.iter().map(bar).collect() }
    }

    const STYLE: &str = r#"
        swing = 50
        drums = []
        fills = []
        bass = []
        comps = []
        tunes = []
        vamps = [
            { name = "down", bars = 1, break = "i VII VI v" },
            { name = "up", bars = 1, break = "i iv VII III" },
            { name = "still", bars = 4, break = "i" },
        ]
    "#;

    #[test]
    fn a_voice_that_sings_the_chords_fits_and_one_beside_them_rubs() {
        let chords = Progression::read("i VI", 1, "Am".parse().unwrap()).unwrap();
        let inside = fit(&chords, &sung(&[&[9, 0, 4], &[5, 9, 0]])).unwrap();
        assert_eq!((inside.inside, inside.rubs), (1.0, 0.0));
        let beside = fit(&chords, &sung(&[&[10, 1], &[6]])).unwrap();
        assert_eq!((beside.inside, beside.rubs), (0.0, 1.0));
        assert_eq!(fit(&chords, &Sung::default()), None);
    }

    #[test]
    fn the_family_that_is_sung_is_played_whatever_the_seed() {
        let style: Style = toml::from_str(STYLE).unwrap();
        let key: Key = "Am".parse().unwrap();
        // A minor, D minor, G, C: what `up` plays.
        let voice = sung(&[&[9, 0, 4], &[2, 5, 9], &[7, 11, 2], &[0, 4, 7]]);
        for seed in 0..20 {
            let chords = progression_over(&style, SectionKind::Break, key, Seed(seed), &voice);
            assert_eq!(chords.to_string(), "Am | Dm | G | C");
        }
    }

    #[test]
    fn without_a_voice_the_chords_are_the_styles() {
        let style: Style = toml::from_str(STYLE).unwrap();
        let key: Key = "Cm".parse().unwrap();
        for seed in 0..20 {
            let over =
                progression_over(&style, SectionKind::Drop, key, Seed(seed), &Sung::default());
            assert_eq!(over, harmony::progression(&style, SectionKind::Drop, key, Seed(seed)));
        }
    }
}
