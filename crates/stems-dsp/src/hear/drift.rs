//! Music that drifts: beats followed from one to the next, as a piecewise-linear map.

use crate::hear::features::FPS;
use crate::hear::onsets::Onset;
use crate::hear::phase::{Pulse, densest};
use crate::hear::spectrum::autocorrelation;
use crate::hear::weights::tempo_weight;

/// How long a stretch is over which the pulse is held to be steady, in seconds.
const STRETCH: f64 = 10.0;
/// From stretch to stretch, in seconds.
const STEP: f64 = 2.5;

/// Stretches whose attacks lie so much apart from one another on the pulse do not share it, in
/// seconds.
const WANDERING: f64 = 0.025;

/// Whether the attacks walk away from a steady pulse through them.
pub(crate) fn wanders(onsets: &[Onset], pulse: Pulse) -> bool {
    let last = onsets.last().map_or(0.0, |it| it.at.0);
    let mut offsets: Vec<f64> = stretches(last)
        .filter_map(|start| {
            let from = onsets.partition_point(|it| it.at.0 < start);
            let to = onsets.partition_point(|it| it.at.0 < start + STRETCH);
            let part = onsets.get(from..to).filter(|it| 12 <= it.len())?;
            Some(densest(part, pulse))
        })
        .collect();
    offsets.sort_by(f64::total_cmp);
    let at = |share: usize| offsets.get(offsets.len().saturating_sub(1) * share / 10);
    match (at(2), at(8)) {
        (Some(low), Some(high)) => WANDERING < high - low,
        _ => false,
    }
}

fn stretches(length: f64) -> impl Iterator<Item = f64> {
    let count = ((length - STRETCH) / STEP).floor().max(0.0) as usize + 1;
    (0..count).map(|it| it as f64 * STEP)
}

/// The beats of music that drifts, in seconds; `None` where stretch after stretch agrees on no
/// tempo.
pub(crate) fn drifting(accents: &[f32], onsets: &[Onset], length: f64) -> Option<Vec<f64>> {
    let tempi = tempi(accents, length)?;
    let beats = followed(accents, &tempi)?;
    let beats = smooth(&snapped(&beats, onsets));
    (8 <= beats.len()).then_some(beats)
}

/// How well a stretch must repeat at its tempo, and how many must, to be taken for music.
const REPEATS: f64 = 0.3;
const MOST: f64 = 0.7;

/// How far a tempo may move from one stretch to the next, as a ratio.
const MOVES: f64 = 0.04;

/// The tempo of each stretch in BPM, all near one another.
fn tempi(accents: &[f32], length: f64) -> Option<Vec<f64>> {
    let curves: Vec<Vec<f32>> = stretches(length).map(|start| repeats(accents, start)).collect();
    let middle = overall(&curves)?;
    let found: Vec<(f64, f64)> = curves.iter().map(|it| best(it, middle)).collect();
    let strong = found.iter().filter(|it| REPEATS < it.1).count() as f64;
    let agree =
        found.windows(2).filter(|it| (it[1].0 / it[0].0 - 1.0).abs() < MOVES).count() as f64;
    let (all, pairs) = (found.len() as f64, found.len().saturating_sub(1).max(1) as f64);
    if strong / all < MOST || agree / pairs < MOST || found.len() < 2 {
        return None;
    }
    Some(medians(&found.iter().map(|it| it.0).collect::<Vec<_>>()))
}

/// The autocorrelation of a stretch, 1 at rest.
fn repeats(accents: &[f32], start: f64) -> Vec<f32> {
    let from = (start * FPS) as usize;
    let to = ((start + STRETCH) * FPS) as usize;
    let part = accents.get(from..to.min(accents.len())).unwrap_or(&[]);
    let mean = part.iter().sum::<f32>() / part.len().max(1) as f32;
    let centred: Vec<f32> = part.iter().map(|it| it - mean).collect();
    let mut curve = autocorrelation(&centred, (5.0 * FPS) as usize);
    let rest = curve.first().copied().unwrap_or(0.0).max(1e-9);
    curve.iter_mut().for_each(|it| *it /= rest);
    curve
}

/// How well a stretch repeats at a tempo: its beat, and two and four of them.
fn score(curve: &[f32], bpm: f64) -> f64 {
    let beat = 60.0 / bpm * FPS;
    let at = |lag: f64| {
        let part = curve.get(lag as usize..lag as usize + 2).unwrap_or(&[]);
        part.iter().copied().fold(0.0, f32::max)
    };
    f64::from(at(beat) + at(2.0 * beat) + at(4.0 * beat)) / 3.0
}

/// The tempo for which most speaks over all stretches.
fn overall(curves: &[Vec<f32>]) -> Option<f64> {
    let tempi = (0..400).map(|it| 60.0 * libm::exp2(f64::from(it) * 1.8 / 400.0));
    let odds = |bpm: f64| {
        // A tempo that moves smears over its neighbours: each stretch may differ by a little.
        let sum: f64 = curves.iter().map(|it| best(it, bpm).1).sum();
        tempo_weight(bpm, sum / curves.len().max(1) as f64)
    };
    tempi.map(|it| (odds(it), it)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|it| it.1)
}

/// The best tempo of a stretch within 8 % of `around`, and how well it repeats there.
fn best(curve: &[f32], around: f64) -> (f64, f64) {
    let tempi = (-16..=16).map(|it| around * (1.0 + f64::from(it) * 0.005));
    let best = tempi.map(|it| (it, score(curve, it))).max_by(|a, b| a.1.total_cmp(&b.1));
    best.unwrap_or((around, 0.0))
}

/// Each value made the median of it and its two neighbours either side.
fn medians(values: &[f64]) -> Vec<f64> {
    (0..values.len())
        .map(|at| {
            let mut near = values[at.saturating_sub(2)..(at + 3).min(values.len())].to_vec();
            near.sort_by(f64::total_cmp);
            near[near.len() / 2]
        })
        .collect()
}

/// How dear it is to leave the tempo: the weight of the squared logarithm of the ratio.
const TIGHT: f64 = 300.0;

/// The beats that meet most accents without leaving the tempo, in moments (dynamic programming
/// after Ellis 2007, with a tempo that moves).
fn followed(accents: &[f32], tempi: &[f64]) -> Option<Vec<f64>> {
    let period = |moment: usize| {
        let at = ((moment as f64 / FPS - STRETCH / 2.0) / STEP).round().max(0.0) as usize;
        tempi.get(at.min(tempi.len().saturating_sub(1))).map_or(0.5, |it| 60.0 / it) * FPS
    };
    let mut sums = vec![0.0_f64; accents.len()];
    let mut before = vec![usize::MAX; accents.len()];
    for at in 0..accents.len() {
        let beat = period(at);
        let (from, to) = ((beat * 0.7) as usize, (beat * 1.4) as usize);
        let mut best = (0.0, usize::MAX);
        for lag in from.max(1)..=to.min(at) {
            let off = libm::log(lag as f64 / beat);
            let sum = sums[at - lag] - TIGHT * off * off;
            if best.0 < sum {
                best = (sum, at - lag);
            }
        }
        sums[at] = best.0 + f64::from(accents[at]);
        before[at] = best.1;
    }
    let tail = sums.len().saturating_sub((FPS * 1.5) as usize);
    let last = (tail..sums.len()).max_by(|a, b| sums[*a].total_cmp(&sums[*b]))?;
    let mut beats: Vec<f64> = std::iter::successors(Some(last), |at| {
        before.get(*at).copied().filter(|it| *it != usize::MAX)
    })
    .map(|it| it as f64 / FPS)
    .collect();
    beats.reverse();
    Some(beats)
}

/// Each beat at the clearest attack within 40 ms, where there is one.
fn snapped(beats: &[f64], onsets: &[Onset]) -> Vec<f64> {
    const REACH: f64 = 0.04;
    beats
        .iter()
        .map(|beat| {
            let from = onsets.partition_point(|it| it.at.0 < beat - REACH);
            let near = onsets.iter().skip(from).take_while(|it| it.at.0 <= beat + REACH);
            let clear = |it: &Onset| it.strength.value() * (1.0 - (it.at.0 - beat).abs() / 0.06);
            near.max_by(|a, b| clear(a).total_cmp(&clear(b))).map_or(*beat, |it| it.at.0)
        })
        .collect()
}

/// Each beat on the straight line through it and the three either side: what stands apart from
/// its neighbours is played early or late, not another tempo.
fn smooth(beats: &[f64]) -> Vec<f64> {
    (0..beats.len())
        .map(|at| {
            let (from, to) = (at.saturating_sub(3), (at + 4).min(beats.len()));
            let count = (to - from) as f64;
            let mean_x = (from..to).map(|it| it as f64).sum::<f64>() / count;
            let mean_y = beats[from..to].iter().sum::<f64>() / count;
            let (mut xy, mut xx) = (0.0, 0.0);
            for (place, beat) in (from..to).zip(&beats[from..to]) {
                let x = place as f64 - mean_x;
                (xy, xx) = (xy + x * (beat - mean_y), xx + x * x);
            }
            mean_y + if 0.0 < xx { xy / xx * (at as f64 - mean_x) } else { 0.0 }
        })
        .map(|it| it.max(0.0))
        .collect()
}
