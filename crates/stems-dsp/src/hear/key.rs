//! In which key: what sounds on, and what the bass plays, against profiles of the 24 keys.

use music_types::{Key, Mode, PitchClass};

use crate::hear::peaks::{Frame, Peak, SECONDS};
use crate::hear::weights::shares;
use crate::profile::{Grid, KeyGuess};

/// The partials that count for the chords, in hertz.
const CHORDS: (f64, f64) = (60.0, 2500.0);

/// A partial that is there a frame later within so many cents sounds on; drums do not.
const HOLDS: f64 = 12.0;

/// Overtones that a partial may be, and how much less the note under it then counts.
const OVERTONES: [(f64, f64); 4] = [(1.0, 1.0), (2.0, 0.6), (3.0, 0.36), (4.0, 0.22)];

/// How strongly the twelve classes sound, from C.
type Classes = [f64; 12];

/// How often each degree sounds in a major key, sharpened for dance music: degrees out of triad
/// and scale weigh nothing (after Faraldo, Jordà, Herrera 2017).
const MAJOR: Classes = [1.0, 0.0, 0.42, 0.0, 0.53, 0.37, 0.0, 0.77, 0.0, 0.38, 0.21, 0.30];
/// The same in a minor key.
const MINOR: Classes = [1.0, 0.0, 0.36, 0.39, 0.0, 0.38, 0.0, 0.74, 0.27, 0.0, 0.42, 0.23];

/// The scales that a key may be played in, with how much less each is expected than the first: Mixolydian and Lydian
/// are heard as major, Dorian, Phrygian and harmonic minor as minor.
const SCALES: [&[(Mode, f64)]; 2] = [
    &[(Mode::Major, 0.0), (Mode::Mixolydian, 0.05), (Mode::Lydian, 0.1)],
    &[(Mode::Minor, 0.0), (Mode::Dorian, 0.05), (Mode::Phrygian, 0.1), (Mode::HarmonicMinor, 0.05)],
];

/// How much the likeness to the profiles counts, and that to the nearest scale.
const LIKENESS: [f64; 2] = [5.42, 3.82];

/// What was learnt on top of them, major and minor, for what sounds on: a logit fitted to 105
/// recordings of known key with a penalty (1.5) that keeps it small. Cross-validated by song, its
/// likelihood is better than that of a heavier penalty, and it names the key of about 75 of 100
/// songs that it has not seen.
#[rustfmt::skip]
const LEARNT: [Classes; 2] = [
    [-0.05, -0.24,  0.19, -0.05, -0.10, -0.48,  0.20,  0.03, 0.24, 0.38, -0.89, 0.77],
    [ 0.08, -0.21, -0.13, -0.34, -0.01,  0.00, -0.06, -0.06, 0.05, 0.38,  0.30, 0.00],
];

/// The same for what the bass plays: it tells relative keys apart by tonic and third.
#[rustfmt::skip]
const LEARNT_BASS: [Classes; 2] = [
    [-0.50, -0.10, -0.40, -0.36,  0.30,  0.73,  0.10, 0.02, 0.28, 0.58, -0.86,  0.23],
    [ 0.62, -0.55, -0.51,  0.27, -0.23, -0.34, -0.24, 0.03, 0.22, 1.05,  0.10, -0.40],
];

/// How much tonic, fifth and third count in the bass where phrases of four bars begin: most loops
/// set out from the tonic.
const PHRASE: [f64; 3] = [0.62, 0.36, 0.74];
/// And in the first thing that is heard.
const FIRST: [f64; 3] = [1.01, 0.86, 0.0];

/// How much more likely a minor key is, all else being equal.
const MINOR_ODDS: f64 = 0.13;

/// What is known of the notes of a recording, each at most 1.
struct Heard {
    /// What sounds on.
    held: Classes,
    /// What the bass plays.
    bass: Classes,
    /// What it plays where phrases begin.
    phrase: Classes,
    /// What sounds first.
    first: Classes,
}

/// The key of what sounds in `frames`; phrases are counted on `grid`, where there is one. `None`
/// where no notes sound on.
pub(crate) fn key(frames: &[Frame], grid: Option<&Grid>) -> Option<KeyGuess> {
    let tuning = tuning(frames);
    let rows = rows(frames, tuning);
    let held = at_most_one(sum(&rows))?;
    let loud = loud(frames);
    let heard = Heard {
        held,
        bass: at_most_one(bass(frames)).unwrap_or_default(),
        phrase: grid.map(|grid| phrase(frames, &loud, grid)).unwrap_or_default(),
        first: first(&rows, &loud),
    };
    let keys: Vec<Key> = (0..12)
        .map(PitchClass::new)
        .flat_map(|tonic| [Key::major(tonic), Key::minor(tonic)])
        .collect();
    let odds: Vec<f64> = keys.iter().map(|key| odds(&heard, *key)).collect();
    let mut ranked: Vec<(f64, Key)> = shares(&odds).into_iter().zip(keys).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (first, second) = (ranked.first()?, ranked.get(1)?);
    Some(KeyGuess { key: first.1, confidence: first.0, runner_up: second.1, tuning, chroma: held })
}

/// How much speaks for a key, as the logarithm of odds.
fn odds(heard: &Heard, key: Key) -> f64 {
    let [held, bass, phrase, first] =
        [&heard.held, &heard.bass, &heard.phrase, &heard.first].map(|it| levelled(from(it, key)));
    let is_minor = key.mode.is_minor();
    let mode = usize::from(is_minor);
    let profile = levelled(if is_minor { MINOR } else { MAJOR });
    let third = if is_minor { 3 } else { 4 };
    let outset = |classes: &Classes, weights: [f64; 3]| dot3(&weights, classes, [0, 7, third]);
    LIKENESS[0] * dot(&held, &profile)
        + LIKENESS[1] * nearest_scale(&held, mode)
        + dot(&held, &LEARNT[mode])
        + dot(&bass, &LEARNT_BASS[mode])
        + outset(&phrase, PHRASE)
        + outset(&first, FIRST)
        + if is_minor { MINOR_ODDS } else { 0.0 }
}

/// How like the scales of a mode (0 major, 1 minor) the classes from the tonic are: the likeness to the one they fit
/// best.
fn nearest_scale(held: &Classes, mode: usize) -> f64 {
    let likeness = |(scale, rarer): &(Mode, f64)| {
        let mut classes = [0.0; 12];
        scale.degrees().into_iter().for_each(|it| classes[it as usize] = 1.0);
        dot(held, &levelled(classes)) - rarer
    };
    SCALES[mode].iter().map(likeness).fold(f64::NEG_INFINITY, f64::max)
}

fn dot3(weights: &[f64; 3], classes: &Classes, places: [usize; 3]) -> f64 {
    weights.iter().zip(places).map(|(weight, place)| weight * classes[place]).sum()
}

/// The classes counted from the tonic of a key.
fn from(classes: &Classes, key: Key) -> Classes {
    std::array::from_fn(|it| classes[(it + usize::from(key.tonic.above_c())) % 12])
}

/// Brought to mean 0 and length 1, or all 0: products of such are correlations.
fn levelled(classes: Classes) -> Classes {
    let mean = classes.iter().sum::<f64>() / 12.0;
    let size = libm::sqrt(classes.iter().map(|it| (it - mean) * (it - mean)).sum::<f64>());
    classes.map(|it| (it - mean) / (size + 1e-9))
}

fn dot(a: &Classes, b: &Classes) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The strongest class as 1; `None` where none sounds.
fn at_most_one(classes: Classes) -> Option<Classes> {
    let top = classes.iter().copied().fold(0.0, f64::max);
    (0.0 < top).then(|| classes.map(|it| it / top))
}

/// The key of MIDI with A at 440 Hz; fractions are cents.
pub(crate) fn semitones(hz: f64) -> f64 {
    12.0 * libm::log2(hz / 440.0) + 69.0
}

/// How far all partials lean off A = 440 Hz, in cents: their circular mean.
fn tuning(frames: &[Frame]) -> f64 {
    let (mut x, mut y) = (0.0, 0.0);
    for peak in frames.iter().flat_map(|it| &it.peaks) {
        let turn = std::f64::consts::TAU * semitones(peak.hz);
        let weight = libm::sqrt(peak.strength);
        (x, y) = (x + weight * libm::cos(turn), y + weight * libm::sin(turn));
    }
    libm::atan2(y, x) / std::f64::consts::TAU * 100.0
}

/// The classes of the partials that sound on into each frame from the one before, at most 1; a row
/// a frame, none for the first.
fn rows(frames: &[Frame], tuning: f64) -> Vec<Classes> {
    let row = |pair: &[Frame]| {
        let mut heard = [0.0; 12];
        for peak in &pair[1].peaks {
            if let Some(strength) = sounded(&pair[0].peaks, *peak) {
                sound(&mut heard, peak.hz, libm::sqrt(strength), tuning);
            }
        }
        at_most_one(heard).unwrap_or_default()
    };
    frames.windows(2).map(row).collect()
}

fn sum(rows: &[Classes]) -> Classes {
    let mut sum = [0.0; 12];
    for row in rows {
        sum.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
    }
    sum
}

/// Frames so much softer than the loud ones are no music.
const SOFT: f64 = 0.05;

/// Whether each frame but the first is loud enough to count.
fn loud(frames: &[Frame]) -> Vec<bool> {
    let level = |it: &Frame| {
        libm::sqrt(it.peaks.iter().map(|peak| peak.strength * peak.strength).sum::<f64>())
    };
    let levels: Vec<f64> = frames.iter().skip(1).map(level).collect();
    let mut sorted = levels.clone();
    sorted.sort_by(f64::total_cmp);
    let high = sorted.get(sorted.len().saturating_sub(1) * 9 / 10).copied().unwrap_or(0.0);
    levels.into_iter().map(|it| SOFT * high < it).collect()
}

/// What sounds in the first nine tenths of a second of music.
fn first(rows: &[Classes], loud: &[bool]) -> Classes {
    let start = loud.iter().position(|it| *it).unwrap_or(0);
    let count = (0.9 / SECONDS).ceil() as usize;
    let part = rows.get(start..(start + count).min(rows.len())).unwrap_or(&[]);
    at_most_one(sum(part)).unwrap_or_default()
}

/// The bass in the first half and some of the bars that begin phrases, each phrase counting the
/// same.
fn phrase(frames: &[Frame], loud: &[bool], grid: &Grid) -> Classes {
    const SHARE: f64 = 0.6;
    const LATE: f64 = 0.03;
    let bar = 240.0 / grid.tempo.max(1.0);
    let place = |at: f64| (at / SECONDS).ceil().max(1.0) as usize;
    let mut sum = [0.0; 12];
    for start in grid.downbeats.iter().skip(grid.phrase).step_by(4) {
        let (from, to) = (place(start.0 + LATE), place(start.0 + LATE + SHARE * bar));
        let heard = (from..to.min(frames.len())).filter(|it| loud.get(it - 1) == Some(&true));
        let part: Vec<Frame> = heard.filter_map(|it| frames.get(it).cloned()).collect();
        let classes = bass(&part);
        let all = classes.iter().sum::<f64>();
        if 0.0 < all {
            sum.iter_mut().zip(classes).for_each(|(sum, it)| *sum += it / all);
        }
    }
    at_most_one(sum).unwrap_or_default()
}

/// The strength of a partial that was there a frame before, the weaker of the two.
fn sounded(before: &[Peak], peak: Peak) -> Option<f64> {
    if !(CHORDS.0..=CHORDS.1).contains(&peak.hz) {
        return None;
    }
    let at = before.partition_point(|it| it.hz < peak.hz);
    let near = before.get(at.saturating_sub(1)..(at + 1).min(before.len()))?;
    let cents = |it: &Peak| (1200.0 * libm::log2(it.hz / peak.hz)).abs();
    let nearest = near.iter().min_by(|a, b| cents(a).total_cmp(&cents(b)))?;
    (cents(nearest) < HOLDS).then_some(nearest.strength.min(peak.strength))
}

/// Adds a partial to the classes of the notes that it may be an overtone of.
fn sound(heard: &mut Classes, hz: f64, strength: f64, tuning: f64) {
    for (overtone, weight) in OVERTONES {
        let place = semitones(hz / overtone) - tuning / 100.0;
        let near = place.round();
        let window = libm::cos(std::f64::consts::PI * (place - near).abs().min(0.5));
        let class = (near as i64).rem_euclid(12) as usize;
        heard[class] += weight * window * window * strength;
    }
}

/// The classes that the bass plays.
fn bass(frames: &[Frame]) -> Classes {
    let mut sum = [0.0; 12];
    for (class, clear) in frames.iter().filter_map(|it| it.bass) {
        sum[class] += clear;
    }
    sum
}
