//! Where the beats lie: the phase of a steady pulse, and its tempo once more from the attacks.

use crate::hear::features::FPS;
use crate::hear::onsets::Onset;

/// A steady pulse: a beat at `zero` and every `beat` seconds before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pulse {
    /// Seconds of a beat.
    pub(crate) beat: f64,
    /// A moment of the pulse, in seconds; which sixteenth of the bar it is, is yet open.
    pub(crate) zero: f64,
}

/// Bins into which a beat is folded.
const BINS: usize = 192;

/// The pulse of tempo `bpm` through the strongest place of the beat.
pub(crate) fn pulse(accents: &[f32], bpm: f64) -> Pulse {
    let beat = 60.0 / bpm;
    let folded = smooth(&folded(accents, beat), 0.012 / beat);
    // The strongest place is judged together with the eighth across from it and the sixteenths.
    let at = |bin: usize| folded[bin % BINS];
    let comb = |bin: usize| {
        at(bin) + 0.5 * at(bin + BINS / 2) + 0.2 * (at(bin + BINS / 4) + at(bin + 3 * BINS / 4))
    };
    let best = (0..BINS).max_by(|a, b| comb(*a).total_cmp(&comb(*b))).unwrap_or(0);
    Pulse { beat, zero: best as f64 / BINS as f64 * beat }
}

/// All beats laid over one another.
fn folded(accents: &[f32], beat: f64) -> Vec<f64> {
    let mut bins = vec![0.0; BINS];
    for (moment, accent) in accents.iter().enumerate() {
        let place = (moment as f64 / FPS / beat).fract() * BINS as f64;
        let (bin, rest) = (place as usize % BINS, place.fract());
        bins[bin] += f64::from(*accent) * (1.0 - rest);
        bins[(bin + 1) % BINS] += f64::from(*accent) * rest;
    }
    bins
}

/// Blurred over `width` of a beat to either side, the near counting more.
fn smooth(bins: &[f64], width: f64) -> Vec<f64> {
    let reach = (width * BINS as f64).ceil().max(1.0) as usize;
    let count = bins.len();
    (0..count)
        .map(|at| {
            (0..=2 * reach)
                .map(|it| {
                    let weight = 1.0 - (it as f64 - reach as f64).abs() / (reach as f64 + 1.0);
                    weight * bins[(at + count * reach + it - reach) % count]
                })
                .sum()
        })
        .collect()
}

/// How far an attack may lie from the pulse to be taken as its own, in seconds, and how often the
/// pulse is fitted with less reach each time.
const REACH: [f64; 4] = [0.025, 0.014, 0.009, 0.007];

/// The pulse that fits the attacks: weighted least squares through those near a sixteenth, with
/// less reach each time. What lies off the grid, swung or late, takes no part.
pub(crate) fn fitted(onsets: &[Onset], pulse: Pulse) -> Pulse {
    let mut pulse = pulse;
    // First the place alone, by the densest millisecond.
    pulse.zero += densest(onsets, pulse);
    for reach in REACH {
        pulse = refit(onsets, pulse, reach).unwrap_or(pulse);
    }
    pulse
}

/// The distance of an attack from its sixteenth, in seconds, and the number of that sixteenth.
fn distance(onset: &Onset, pulse: Pulse) -> (f64, f64) {
    let step = pulse.beat / 4.0;
    let number = ((onset.at.0 - pulse.zero) / step).round();
    (onset.at.0 - pulse.zero - number * step, number)
}

/// Where around the pulse most attacks lie, within 30 ms, in seconds.
pub(crate) fn densest(onsets: &[Onset], pulse: Pulse) -> f64 {
    let mut bins = [0.0_f64; 61];
    for onset in onsets {
        let (off, number) = distance(onset, pulse);
        let weight = onset.strength.value() * if number.rem_euclid(2.0) == 0.0 { 1.0 } else { 0.4 };
        let bin = (off * 1000.0).round() as i64 + 30;
        for (near, share) in [(-2, 0.3), (-1, 0.7), (0, 1.0), (1, 0.7), (2, 0.3)] {
            if let Some(sum) = usize::try_from(bin + near).ok().and_then(|it| bins.get_mut(it)) {
                *sum += weight * share;
            }
        }
    }
    let best = bins.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(30, |it| it.0);
    (best as f64 - 30.0) / 1000.0
}

fn refit(onsets: &[Onset], pulse: Pulse, reach: f64) -> Option<Pulse> {
    let step = pulse.beat / 4.0;
    let mut sums = [0.0_f64; 5];
    for onset in onsets {
        let (off, number) = distance(onset, pulse);
        if reach < off.abs() {
            continue;
        }
        let near = 1.0 - (off / reach) * (off / reach);
        let weight = onset.strength.value() * near * near;
        let at = number * step;
        for (sum, term) in sums.iter_mut().zip([1.0, at, at * at, off, at * off]) {
            *sum += weight * term;
        }
    }
    let [count, at, square, off, product] = sums;
    let spread = count * square - at * at;
    if count < 3.0 || spread <= 0.0 {
        return None;
    }
    let slope = (count * product - at * off) / spread;
    let shift = (off - slope * at) / count;
    Some(Pulse { beat: pulse.beat * (1.0 + slope), zero: pulse.zero + shift })
}
