//! In which key: what sounds on, and what the bass plays, against profiles of the 24 keys.

use music_types::{Key, PitchClass};

use crate::hear::peaks::{Frame, Peak};
use crate::hear::weights::shares;
use crate::profile::KeyGuess;

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

/// How much the likeness to those profiles counts.
const LIKENESS: f64 = 8.1;

/// What was learnt on top of them, major and minor, for what sounds on: a logit fitted to 65
/// recordings of known key with a penalty (3) that keeps it small, cross-validated by recording.
#[rustfmt::skip]
const LEARNT: [Classes; 2] = [
    [-0.13, -0.02, -0.15, -0.06,  0.09, -0.37,  0.17, -0.01,  0.27, 0.17, -0.36,  0.42],
    [-0.09, -0.10, -0.11, -0.02, -0.03, -0.05, -0.11,  0.42, -0.16, 0.17,  0.25, -0.18],
];

/// The same for what the bass plays: it tells relative keys apart by tonic and third.
#[rustfmt::skip]
const LEARNT_BASS: [Classes; 2] = [
    [-0.42, -0.09, -0.55, -0.14,  0.27,  0.31,  0.15,  0.18,  0.26, 0.40, -0.47,  0.11],
    [ 0.67, -0.22, -0.37,  0.31, -0.24, -0.29, -0.19, -0.12, -0.06, 0.58,  0.15, -0.21],
];

/// The key of what sounds in `frames`; `None` where no notes sound on.
pub(crate) fn key(frames: &[Frame]) -> Option<KeyGuess> {
    let tuning = tuning(frames);
    let held = at_most_one(held(frames, tuning))?;
    let bass = at_most_one(bass(frames)).unwrap_or([0.0; 12]);
    let keys: Vec<Key> = (0..12)
        .map(PitchClass::new)
        .flat_map(|tonic| [Key::major(tonic), Key::minor(tonic)])
        .collect();
    let odds: Vec<f64> = keys.iter().map(|key| odds(&held, &bass, *key)).collect();
    let mut ranked: Vec<(f64, Key)> = shares(&odds).into_iter().zip(keys).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (first, second) = (ranked.first()?, ranked.get(1)?);
    Some(KeyGuess { key: first.1, confidence: first.0, runner_up: second.1, tuning, chroma: held })
}

/// How much speaks for a key, as the logarithm of odds.
fn odds(held: &Classes, bass: &Classes, key: Key) -> f64 {
    let (held, bass) = (levelled(from(held, key)), levelled(from(bass, key)));
    let mode = usize::from(key.mode.is_minor());
    let profile = levelled(if key.mode.is_minor() { MINOR } else { MAJOR });
    LIKENESS * dot(&held, &profile) + dot(&held, &LEARNT[mode]) + dot(&bass, &LEARNT_BASS[mode])
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

/// Semitones above C, with A at 440 Hz.
fn semitones(hz: f64) -> f64 {
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

/// The classes of the partials that sound on into the next frame; each frame counts the same.
fn held(frames: &[Frame], tuning: f64) -> Classes {
    let mut sum = [0.0; 12];
    for pair in frames.windows(2) {
        let mut heard = [0.0; 12];
        for peak in &pair[1].peaks {
            if let Some(strength) = sounded(&pair[0].peaks, *peak) {
                sound(&mut heard, peak.hz, libm::sqrt(strength), tuning);
            }
        }
        if let Some(heard) = at_most_one(heard) {
            sum.iter_mut().zip(heard).for_each(|(sum, it)| *sum += it);
        }
    }
    sum
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
