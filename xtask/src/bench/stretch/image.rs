//! What becomes of two channels, and of a recording of which nothing is asked.

use super::measures::median;
use super::music::band;
use super::signals::{RATE, Tone};

/// By how many samples the right channel comes later where phases are compared: 0.34 ms.
pub const LATE: usize = 15;

/// Something at the left, half as loud at the right.
pub fn panned() -> Vec<Vec<f32>> {
    let left = band(1.0);
    let right = left.iter().map(|it| 0.5 * it).collect();
    vec![left, right]
}

/// The tone, and the same later.
pub fn delayed(tone: &Tone) -> Vec<Vec<f32>> {
    let left = tone.samples(1.0, 1.0);
    let right = (0..left.len()).map(|it| it.checked_sub(LATE).map_or(0.0, |it| left[it])).collect();
    vec![left, right]
}

/// What of the right channel is not half the left, in decibels.
pub fn pan_residual(channels: &[Vec<f32>]) -> f64 {
    let [left, right] = channels else { return f64::NAN };
    let (mut rest, mut all) = (0.0, 0.0);
    for (left, right) in left.iter().zip(right) {
        rest += f64::from(right - 0.5 * left).powi(2);
        all += f64::from(*right).powi(2);
    }
    10.0 * (rest / f64::max(all, 1e-20)).max(1e-12).log10()
}

/// By how many degrees the phases of partials between the channels are off: the median.
pub fn phase_error(channels: &[Vec<f32>], tone: &Tone, ratio: f64) -> f64 {
    let [left, right] = channels else { return f64::NAN };
    let range = RATE as usize..2 * RATE as usize;
    let error = |multiple: f64| {
        let phase = |of: &[f32]| {
            let (mut re, mut im) = (0.0, 0.0);
            for at in range.clone() {
                let turn = tone.phase(multiple, at as f64 / RATE, ratio, 1.0);
                let place = (at - range.start) as f64 / range.len() as f64;
                let weight =
                    f64::from(of[at]) * (0.5 - 0.5 * (std::f64::consts::TAU * place).cos());
                re += weight * turn.cos();
                im -= weight * turn.sin();
            }
            im.atan2(re)
        };
        let wanted = std::f64::consts::TAU * multiple * (tone.turns)(1.0) * LATE as f64 / RATE;
        let off = (phase(left) - phase(right) - wanted) / std::f64::consts::TAU;
        ((off - off.round()) * 360.0).abs()
    };
    median(tone.partials.iter().map(|it| error(it.0)).collect())
}

/// What of a recording of which nothing was asked is not as it was, at the best shift and gain, in decibels.
pub fn null(made: &[f32], source: &[f32]) -> f64 {
    const REACH: usize = 4_096;
    let fit = |late: usize, range: std::ops::Range<usize>| -> (f64, f64, f64) {
        let (mut both, mut all, mut own) = (0.0, 0.0, 0.0);
        for at in range {
            let (Some(a), Some(b)) = (made.get(at + late - REACH), source.get(at)) else {
                continue;
            };
            both += f64::from(*a) * f64::from(*b);
            all += f64::from(*b).powi(2);
            own += f64::from(*a).powi(2);
        }
        (both, all, own)
    };
    let score = |late: &usize| fit(*late, 20_000..50_000).0;
    let late = (0..2 * REACH).max_by(|a, b| score(a).total_cmp(&score(b))).unwrap_or(REACH);
    let (both, all, own) = fit(late, REACH..source.len().saturating_sub(REACH));
    // What is left of the source when the best multiple of what was made is taken away.
    let rest = all - both * both / own.max(1e-20);
    10.0 * (rest / all.max(1e-20)).max(1e-12).log10()
}
