//! In which key: pitch classes of the spectral peaks against profiles of the 24 keys.

use music_types::{Key, PitchClass};

use crate::hear::source::RATE;
use crate::hear::spectrum::Spectrum;
use crate::profile::KeyGuess;

/// Samples of a frame: 371 ms, so that semitones stand apart down to 50 Hz.
const FRAME: usize = 8192;
/// Samples from frame to frame: 186 ms.
const HOP: usize = 4096;

/// The lowest and the highest peak that counts, in hertz.
const LOWEST: f64 = 30.0;
const HIGHEST: f64 = 3500.0;

/// The most peaks of a frame.
const PEAKS: usize = 60;

/// Peaks softer than this, at the ear's level, are noise.
const SOFTEST: f32 = 1e-4;

/// Overtones that a peak may be, and how much less the note under it then counts.
const OVERTONES: [(f64, f64); 4] = [(1.0, 1.0), (2.0, 0.6), (3.0, 0.36), (4.0, 0.22)];

/// Places of a pitch class: a third of a semitone each, so that tuning shows.
const PLACES: usize = 36;

/// How often each degree sounds in a major key (Krumhansl's ratings sharpened for dance music, as
/// in Faraldo's "bgate": the degrees out of the triad and scale weigh nothing).
const MAJOR: [f64; 12] = [1.0, 0.0, 0.42, 0.0, 0.53, 0.37, 0.0, 0.77, 0.0, 0.38, 0.21, 0.30];
/// The same in a minor key.
const MINOR: [f64; 12] = [1.0, 0.0, 0.36, 0.39, 0.0, 0.38, 0.0, 0.74, 0.27, 0.0, 0.42, 0.23];

/// The key of `samples` at the ear's rate and level; `None` where no notes sound.
pub(crate) fn key(samples: &[f32]) -> Option<KeyGuess> {
    let (fine, tuning) = strengths(samples)?;
    let chroma = in_tune(&fine, tuning);
    let top = chroma.iter().copied().fold(0.0, f64::max);
    if top <= 0.0 {
        return None;
    }
    let chroma = chroma.map(|it| it / top);
    let heard = chroma.map(|it| if it < 0.2 { 0.0 } else { it });
    let mut keys: Vec<(f64, Key)> = (0..12).flat_map(|tonic| likeness(&heard, tonic)).collect();
    keys.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (first, second) = (keys.first()?, keys.get(1)?);
    let confidence = ((first.0 - second.0) * 5.0).clamp(0.0, 1.0) * first.0.clamp(0.0, 1.0);
    Some(KeyGuess { key: first.1, confidence, runner_up: second.1, tuning, chroma })
}

/// How alike the chroma is to the major and the minor key on `tonic`.
fn likeness(chroma: &[f64; 12], tonic: i32) -> [(f64, Key); 2] {
    let from: [f64; 12] = std::array::from_fn(|it| chroma[(it + tonic as usize) % 12]);
    let class = PitchClass::new(tonic);
    [
        (correlation(&from, &MAJOR), Key::major(class)),
        (correlation(&from, &MINOR), Key::minor(class)),
    ]
}

/// Pearson's correlation.
fn correlation(a: &[f64; 12], b: &[f64; 12]) -> f64 {
    let mean = |it: &[f64; 12]| it.iter().sum::<f64>() / 12.0;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let mut sums = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        sums = (sums.0 + a * b, sums.1 + a * a, sums.2 + b * b);
    }
    sums.0 / libm::sqrt(sums.1 * sums.2).max(1e-12)
}

/// The strength of each third of a semitone, and the tuning in cents; `None` without a peak.
fn strengths(samples: &[f32]) -> Option<([f64; PLACES], f64)> {
    let mut spectrum = Spectrum::new(FRAME);
    let mut sum = [0.0; PLACES];
    let mut lean = (0.0, 0.0);
    for frame in 0..samples.len().div_ceil(HOP) {
        let magnitudes: Vec<f32> =
            spectrum.at(samples, frame * HOP).iter().map(|it| it.norm_sqr().sqrt()).collect();
        let peaks = whitened(peaks(&magnitudes), &magnitudes);
        let mut heard = [0.0; PLACES];
        for (hz, strength) in peaks {
            sound(&mut heard, hz, strength);
            let cents = cents(hz);
            let turn = std::f64::consts::TAU * cents / 100.0;
            lean = (lean.0 + strength * libm::cos(turn), lean.1 + strength * libm::sin(turn));
        }
        let top = heard.iter().copied().fold(0.0, f64::max);
        if 0.0 < top {
            sum.iter_mut().zip(heard).for_each(|(sum, it)| *sum += it / top);
        }
    }
    let tuning = libm::atan2(lean.1, lean.0) / std::f64::consts::TAU * 100.0;
    (sum.iter().any(|it| 0.0 < *it)).then_some((sum, tuning))
}

/// Cents above C, with A at 440 Hz.
fn cents(hz: f64) -> f64 {
    1200.0 * libm::log2(hz / 440.0) + 900.0
}

/// The strongest peaks of a spectrum in hertz, by parabolas through their logarithms.
fn peaks(magnitudes: &[f32]) -> Vec<(f64, f64)> {
    let width = f64::from(RATE) / FRAME as f64;
    let (from, to) = ((LOWEST / width) as usize, (HIGHEST / width) as usize);
    let mut peaks: Vec<(f64, f64)> = (from.max(1)..to.min(magnitudes.len().saturating_sub(1)))
        .filter(|bin| {
            let it = magnitudes[*bin];
            SOFTEST < it && magnitudes[bin - 1] < it && magnitudes[bin + 1] <= it
        })
        .map(|bin| {
            let [a, b, c] =
                [bin - 1, bin, bin + 1].map(|it| libm::log(f64::from(magnitudes[it]).max(1e-12)));
            let shift = (0.5 * (a - c) / (a - 2.0 * b + c).min(-1e-9)).clamp(-0.5, 0.5);
            ((bin as f64 + shift) * width, libm::exp(b - 0.25 * (a - c) * shift))
        })
        .collect();
    peaks.sort_by(|a, b| b.1.total_cmp(&a.1));
    peaks.truncate(PEAKS);
    peaks
}

/// Peaks against the loudness of what is around them, so that no register drowns another.
fn whitened(peaks: Vec<(f64, f64)>, magnitudes: &[f32]) -> Vec<(f64, f64)> {
    let width = f64::from(RATE) / FRAME as f64;
    let around = |hz: f64| {
        let (from, to) = ((hz / 1.25 / width) as usize, (hz * 1.25 / width) as usize + 2);
        let part = magnitudes.get(from..to.min(magnitudes.len())).unwrap_or(&[]);
        part.iter().copied().fold(1e-9, f32::max)
    };
    peaks.into_iter().map(|(hz, it)| (hz, it / f64::from(around(hz)) * libm::sqrt(it))).collect()
}

/// Adds a peak to the places of the notes that it may be an overtone of.
fn sound(heard: &mut [f64; PLACES], hz: f64, strength: f64) {
    for (overtone, weight) in OVERTONES {
        let place = cents(hz / overtone) / 100.0 * 3.0;
        let near = place.round();
        for step in -1..=1 {
            let at = near + f64::from(step);
            let off = (place - at).abs() / 3.0;
            let window = libm::cos(std::f64::consts::FRAC_PI_2 * (off * 2.0).min(1.0));
            let index = (at as i64).rem_euclid(PLACES as i64) as usize;
            heard[index] += weight * window * window * strength;
        }
    }
}

/// The twelve classes of a recording tuned `tuning` cents above A = 440 Hz.
fn in_tune(fine: &[f64; PLACES], tuning: f64) -> [f64; 12] {
    let shift = tuning / 100.0 * 3.0;
    let at = |place: f64| {
        let low = place.floor();
        let rest = place - low;
        let value = |it: i64| fine[it.rem_euclid(PLACES as i64) as usize];
        value(low as i64) * (1.0 - rest) + value(low as i64 + 1) * rest
    };
    std::array::from_fn(|class| {
        let middle = class as f64 * 3.0 + shift;
        at(middle) + 0.5 * (at(middle - 1.0) + at(middle + 1.0))
    })
}
