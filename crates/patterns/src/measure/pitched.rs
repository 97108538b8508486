//! Measures of what has pitch: bass lines against kick and harmony, chords and their scales.

use std::collections::{BTreeMap, BTreeSet};

use music_types::{Beats, Key, Mode, Note, Phrase, PitchClass};

use super::mean;
use crate::bass::LOWEST;
use crate::harmony::Progression;
use crate::show::step_of;

/// What a bass line measures. The loops it is held against stay on one root, so that pitches are
/// counted from the root of the chord under each note.
#[derive(Debug, Clone, PartialEq)]
pub struct BassMeasures {
    /// Notes a bar.
    pub notes: f64,
    /// The share of notes on the root of their chord.
    pub roots: f64,
    /// The share of notes that fall on a kick.
    pub on_kick: f64,
    /// The best share of its notes in one diatonic scale.
    pub scale: f64,
    /// Entropy of the pitch classes above the root, in bits.
    pub entropy: f64,
    /// How many pitch classes above the root are played in the first eight bars.
    pub classes: usize,
    /// How alike bars are at a distance of one, two and four, as Jaccard of (step, pitch).
    pub lag: [f64; 3],
    /// The same of the steps alone.
    pub steps: [f64; 3],
    /// The middle length of a note, in sixteenths.
    pub length: f64,
    /// The lowest and the highest key.
    pub range: (u8, u8),
}

/// Measures a bass line against the kick and the harmony it is played over; `start` is where the
/// phrase lies in the progression.
pub fn bass(line: &Phrase, kick: &Phrase, harmony: &Progression, start: Beats) -> BassMeasures {
    let notes = line.notes();
    let kicks: BTreeSet<i64> = kick.notes().iter().map(|it| step_of(it.start)).collect();
    let above = |it: &Note| {
        let root = harmony.at(start + Beats::sixteenths(step_of(it.start))).root;
        i32::from(it.pitch.key()) - i32::from(root.at_or_above(LOWEST).key())
    };
    let classes: Vec<i32> = notes.iter().map(|it| above(it).rem_euclid(12)).collect();
    let loops = notes.iter().zip(&classes).filter(|it| it.0.start < Beats::bars(8)).map(|it| it.1);
    let on_kick = notes.iter().filter(|it| kicks.contains(&step_of(it.start))).count();
    let keys = notes.iter().map(|it| it.pitch.key());
    let bars = bars_of(line, |it| (step_of(it.start) % 16, above(it)));
    let steps = bars_of(line, |it| step_of(it.start) % 16);
    BassMeasures {
        notes: notes.len() as f64 / line.length().as_bars().max(1.0),
        roots: share(classes.iter().filter(|it| **it == 0).count(), notes.len()),
        on_kick: share(on_kick, notes.len()),
        scale: scale_share(line),
        entropy: entropy(classes.iter().copied()),
        classes: loops.collect::<BTreeSet<_>>().len(),
        lag: LAGS.map(|it| likeness(&bars, it)),
        steps: LAGS.map(|it| likeness(&steps, it)),
        length: middle_length(line),
        range: (keys.clone().min().unwrap_or(0), keys.max().unwrap_or(0)),
    }
}

/// The distances in bars at which likeness is measured.
const LAGS: [usize; 3] = [1, 2, 4];

fn likeness<T: Ord>(bars: &[BTreeSet<T>], lag: usize) -> f64 {
    mean(bars.iter().zip(bars.iter().skip(lag)).map(|(a, b)| overlap(a, b)))
}

fn middle_length(line: &Phrase) -> f64 {
    let mut lengths: Vec<Beats> = line.notes().iter().map(|it| it.length).collect();
    lengths.sort();
    lengths.get(lengths.len() / 2).map_or(0.0, |it| it.as_quarters() * 4.0)
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// What each bar of a phrase holds.
fn bars_of<T: Ord>(phrase: &Phrase, what: impl Fn(&Note) -> T) -> Vec<BTreeSet<T>> {
    let bars = (phrase.length() / Beats::BAR).max(0) as usize;
    let mut all: Vec<BTreeSet<T>> = (0..bars).map(|_| BTreeSet::new()).collect();
    for note in phrase.notes() {
        let bar = usize::try_from(step_of(note.start) / 16).ok();
        if let Some(bar) = bar.and_then(|it| all.get_mut(it)) {
            bar.insert(what(note));
        }
    }
    all
}

fn overlap<T: Ord>(one: &BTreeSet<T>, two: &BTreeSet<T>) -> f64 {
    match one.union(two).count() {
        0 => 1.0,
        either => one.intersection(two).count() as f64 / either as f64,
    }
}

/// The best share of a phrase's notes that lies in one major scale, and so in its modes.
pub fn scale_share(phrase: &Phrase) -> f64 {
    let notes = phrase.notes();
    let inside = |tonic: i32| {
        let key = Key { tonic: PitchClass::new(tonic), mode: Mode::Major };
        share(notes.iter().filter(|it| key.holds(it.pitch)).count(), notes.len())
    };
    (0..12).map(inside).fold(0.0, f64::max)
}

/// How alike two phrases are, 0 to 1: the notes (sixteenth and key) they share of those they have.
pub fn jaccard(one: &Phrase, two: &Phrase) -> f64 {
    let set = |it: &Phrase| {
        it.notes().iter().map(|it| (step_of(it.start), it.pitch)).collect::<BTreeSet<_>>()
    };
    overlap(&set(one), &set(two))
}

/// Entropy of the pitch classes of a phrase in bits, 0 to 3.585.
pub fn pitch_entropy(phrase: &Phrase) -> f64 {
    entropy(phrase.notes().iter().map(|it| it.pitch.class()))
}

fn entropy<T: Ord>(things: impl ExactSizeIterator<Item = T>) -> f64 {
    let total = things.len().max(1) as f64;
    let mut counts: BTreeMap<T, u32> = BTreeMap::new();
    things.for_each(|it| *counts.entry(it).or_default() += 1);
    -counts.values().map(|it| f64::from(*it) / total).map(|p| p * libm::log2(p)).sum::<f64>()
}

/// How many pitch classes a phrase has.
pub fn pitch_classes(phrase: &Phrase) -> usize {
    phrase.notes().iter().map(|it| it.pitch.class()).collect::<BTreeSet<_>>().len()
}
