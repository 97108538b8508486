//! Measures of a result against its ideal.

use super::signals::{Hits, RATE, Tone};

/// The level of the true partials over everything else, in decibels: the median over windows of
/// 60 ms of a least-squares fit, each partial with free amplitude and phase that may slope.
pub fn partial_snr(samples: &[f32], tone: &Tone, ratio: f64, pitch: f64) -> f64 {
    let window = (0.06 * RATE) as usize;
    let ends = (0.3 * RATE) as usize;
    let starts = (ends..samples.len().saturating_sub(ends + window)).step_by(9_001);
    let ratios =
        starts.map(|start| fit(&samples[start..start + window], start, tone, ratio, pitch));
    median(ratios.collect())
}

fn fit(samples: &[f32], start: usize, tone: &Tone, ratio: f64, pitch: f64) -> f64 {
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for (multiple, _, _) in &tone.partials {
        let phases: Vec<f64> = (0..samples.len())
            .map(|it| tone.phase(*multiple, (start + it) as f64 / RATE, ratio, pitch))
            .collect();
        let slope = |it: usize| 2.0 * it as f64 / samples.len() as f64 - 1.0;
        basis.push(phases.iter().map(|it| it.cos()).collect());
        basis.push(phases.iter().map(|it| it.sin()).collect());
        basis.push(phases.iter().enumerate().map(|(i, it)| slope(i) * it.cos()).collect());
        basis.push(phases.iter().enumerate().map(|(i, it)| slope(i) * it.sin()).collect());
    }
    let target: Vec<f64> = samples.iter().map(|it| f64::from(*it)).collect();
    let residual = residual(&basis, &target);
    let power = |of: &[f64]| of.iter().map(|it| it * it).sum::<f64>();
    let (all, rest) = (power(&target), power(&residual));
    10.0 * ((all - rest).max(1e-20) / rest.max(1e-20)).log10()
}

/// What is left of `target` when every vector of `basis` is taken out (modified Gram-Schmidt).
fn residual(basis: &[Vec<f64>], target: &[f64]) -> Vec<f64> {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut done: Vec<Vec<f64>> = Vec::new();
    let mut rest = target.to_vec();
    for vector in basis {
        let mut vector = vector.clone();
        let before = dot(&vector, &vector);
        for it in &done {
            let share = dot(it, &vector);
            vector.iter_mut().zip(it).for_each(|(a, b)| *a -= share * b);
        }
        let norm = dot(&vector, &vector);
        if norm < before * 1e-9 {
            continue;
        }
        let scale = 1.0 / norm.sqrt();
        vector.iter_mut().for_each(|it| *it *= scale);
        let share = dot(&vector, &rest);
        rest.iter_mut().zip(&vector).for_each(|(a, b)| *a -= share * b);
        done.push(vector);
    }
    rest
}

/// By how many cents the partials are off: the median over partials of the slope of their phase.
pub fn cents(samples: &[f32], tone: &Tone, ratio: f64, pitch: f64) -> f64 {
    let (ends, window) = ((0.5 * RATE) as usize, (0.25 * RATE) as usize);
    let end = samples.len().saturating_sub(ends + window);
    let off = |multiple: f64| {
        let phase_at = |start: usize| {
            let (mut re, mut im) = (0.0, 0.0);
            for it in 0..window {
                let at = (start + it) as f64 / RATE;
                let turn = tone.phase(multiple, at, ratio, pitch);
                let hann = 0.5 - 0.5 * (std::f64::consts::TAU * it as f64 / window as f64).cos();
                re += hann * f64::from(samples[start + it]) * turn.cos();
                im -= hann * f64::from(samples[start + it]) * turn.sin();
            }
            im.atan2(re)
        };
        let mut sum = 0.0;
        let mut last = phase_at(ends);
        for start in (ends..end).step_by(2_205).skip(1) {
            let now = phase_at(start);
            let step = now - last;
            sum += step - (step / std::f64::consts::TAU).round() * std::f64::consts::TAU;
            last = now;
        }
        let steps = (end.saturating_sub(ends + 1)) / 2_205;
        let seconds = steps as f64 * 2_205.0 / RATE;
        let hz = multiple * pitch * (tone.turns)(1.0);
        (1200.0 * (1.0 + sum / seconds / std::f64::consts::TAU / hz).log2()).abs()
    };
    median(tone.partials.iter().map(|it| off(it.0)).collect())
}

/// How well hits came through.
#[derive(Default, Clone, Copy)]
pub struct Attacks {
    /// The median error of onsets, in milliseconds.
    pub error: f64,
    /// The mean error once the median shift is taken off, in milliseconds.
    pub jitter: f64,
    /// How like the first 10 ms are to the true hit, of 1: the median.
    pub likeness: f64,
    /// Sound before the hit that is not in the ideal, in decibels: the mean.
    pub pre_echo: f64,
}

/// Compares each hit with that of the ideal.
pub fn attacks(samples: &[f32], hits: &Hits, ratio: f64) -> Attacks {
    let ideal = hits.samples(ratio);
    let (made, wanted) = (energy(samples), energy(&ideal));
    let (mut shifts, mut likenesses, mut echoes) = (Vec::new(), Vec::new(), Vec::new());
    for (at, _) in &hits.times {
        let start = (at * ratio * RATE).round() as usize;
        if start < 2_000 || samples.len().min(ideal.len()) < start + 3_000 {
            continue;
        }
        let near = |curve: &[f64], shift: i64| -> Vec<f64> {
            let from = (start as i64 - 220 + shift) as usize;
            curve[from..from + 880].to_vec()
        };
        let truth = near(&wanted, 0);
        let score = |shift: i64| likeness(&near(&made, shift), &truth);
        let best = (-900..=900).max_by(|a, b| score(*a).total_cmp(&score(*b))).unwrap_or(0);
        shifts.push(best as f64 / RATE * 1000.0);
        let hit: Vec<f64> = ideal[start..start + 441].iter().map(|it| f64::from(*it)).collect();
        let like = |shift: i64| {
            let from = (start as i64 + shift) as usize;
            let there: Vec<f64> =
                samples[from..from + 441].iter().map(|it| f64::from(*it)).collect();
            likeness(&there, &hit)
        };
        likenesses.push((-900..=900).map(like).fold(0.0, f64::max));
        echoes.push(pre_echo(samples, start) - pre_echo(&ideal, start));
    }
    let middle = median(shifts.clone());
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len().max(1) as f64;
    Attacks {
        error: median(shifts.iter().map(|it| it.abs()).collect()),
        jitter: mean(&shifts.iter().map(|it| (it - middle).abs()).collect::<Vec<_>>()),
        likeness: median(likenesses),
        pre_echo: mean(&echoes),
    }
}

fn pre_echo(samples: &[f32], start: usize) -> f64 {
    let power = |from: usize, to: usize| {
        samples[from..to].iter().map(|it| f64::from(*it).powi(2)).sum::<f64>()
    };
    let (before, after) = (power(start - 1_323, start - 44), power(start, start + 882));
    (10.0 * (before / after.max(1e-20)).max(1e-6).log10()).max(-60.0)
}

/// Energy under a window of a millisecond.
fn energy(samples: &[f32]) -> Vec<f64> {
    let mut sum = 0.0;
    let square = |it: Option<&f32>| it.map_or(0.0, |it| f64::from(*it).powi(2));
    (0..samples.len())
        .map(|it| {
            sum += square(samples.get(it + 22));
            sum -= it.checked_sub(22).map_or(0.0, |it| square(samples.get(it)));
            sum.max(0.0).sqrt()
        })
        .collect()
}

fn likeness(a: &[f64], b: &[f64]) -> f64 {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt().max(1e-20)
}

/// The distance of levels of harmonics below 5.5 kHz from the ideal, gain removed, in decibels.
pub fn harmonic_distance(samples: &[f32], tone: &Tone, ratio: f64) -> f64 {
    let ideal = tone.samples(ratio, 1.0);
    let (from, to) =
        ((0.5 * RATE) as usize, (samples.len().min(ideal.len())).saturating_sub(22_050));
    let level = |of: &[f32], multiple: f64| {
        let (mut re, mut im) = (0.0, 0.0);
        for (it, sample) in of.iter().enumerate().take(to).skip(from) {
            let turn = tone.phase(multiple, it as f64 / RATE, ratio, 1.0);
            let hann =
                0.5 - 0.5 * (std::f64::consts::TAU * (it - from) as f64 / (to - from) as f64).cos();
            re += hann * f64::from(*sample) * turn.cos();
            im += hann * f64::from(*sample) * turn.sin();
        }
        20.0 * (re * re + im * im).sqrt().max(1e-9).log10()
    };
    let errors: Vec<f64> = tone
        .partials
        .iter()
        .filter(|it| it.0 * (tone.turns)(1.0) < 5_500.0)
        .map(|it| level(samples, it.0) - level(&ideal, it.0))
        .collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    (errors.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / errors.len() as f64).sqrt()
}

/// The ratio of peak to mean power, in decibels, within.
pub fn crest(samples: &[f32]) -> f64 {
    let inside = &samples[(samples.len() / 5)..(samples.len() * 4 / 5)];
    let windows = inside.chunks_exact(2_205).map(|it| {
        let peak = it.iter().fold(0.0_f64, |a, b| a.max(f64::from(b.abs())));
        let power = it.iter().map(|it| f64::from(*it).powi(2)).sum::<f64>() / it.len() as f64;
        20.0 * (peak / power.sqrt().max(1e-12)).log10()
    });
    median(windows.collect())
}

/// The middle of `values` in size.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
