//! Choirs of saws: reese, pad, stab.

use crate::signal::filter::Svf;
use crate::signal::filter::high_pass;
use crate::signal::osc::{Phase, saw, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::shape::{rise, saturate};
use crate::signal::{HZ, frames, render, sum};
use crate::tone::ring::Ring;

/// A saw of a choir: ratio to the note, turns it gains in a loop, gain.
type Singer = (f64, i32, f64);

/// A choir at the studio's rate. Phases are spread by squares of the golden ratio from `seed`, so that
/// the saws never all meet.
fn choir(ring: Ring, singers: &[Singer], seed: f64) -> Vec<f64> {
    let mut voices: Vec<(Phase, f64, f64)> = (singers.iter().enumerate())
        .map(|(at, (ratio, turns, gain))| {
            let phase = (seed + 0.618_034 * (at * at) as f64) % 1.0;
            (Phase(phase), ring.hz(*ratio, *turns) / STUDIO, *gain)
        })
        .collect();
    (0..frames(ring.seconds(), STUDIO))
        .map(|_| {
            voices
                .iter_mut()
                .map(|(phase, step, gain)| *gain * saw(phase.advance(*step), *step))
                .sum()
        })
        .collect()
}

/// The choir under a lid that moves: `cutoff` of time in seconds.
fn under(lid: impl Fn(f64) -> f64, q: f64, signal: &[f64]) -> Vec<f64> {
    let mut filter = Svf::default();
    (signal.iter().enumerate())
        .map(|(at, it)| {
            if at.is_multiple_of(16) {
                filter.tune(lid(at as f64 / STUDIO), q, STUDIO);
            }
            filter.step(*it).low
        })
        .collect()
}

/// Three saws that drift apart and together over a steady sub; all that beats stands above it.
pub(crate) fn reese(ring: Ring) -> Vec<Vec<f64>> {
    let saws = choir(ring, &[(1.0, -2, 0.4), (1.0, 1, 0.4), (1.0, 3, 0.35), (2.0, 3, 0.12)], 0.1);
    let hz = ring.hz(1.0, 0);
    let growl = ring.slow(0.25);
    let dark = under(|t| 760.0 + 260.0 * sine(growl * t), 1.2, &saws);
    let driven: Vec<f64> = dark.iter().map(|it| saturate(*it, 1.8)).collect();
    let middle = high_pass(&down(&driven), 95.0, HZ);
    let floor = render(ring.seconds(), HZ, |t| sine(hz * t));
    let all = sum(&[(0.7, &middle), (0.55, &floor)]);
    vec![opened(&all, 0.004)]
}

/// Seven saws a side around three in the middle, soft.
pub(crate) fn pad(ring: Ring) -> Vec<Vec<f64>> {
    let left: [Singer; 7] = [
        (1.0, -12, 0.22),
        (1.0, -5, 0.24),
        (1.0, 3, 0.22),
        (1.0, 10, 0.20),
        (0.5, -3, 0.14),
        (2.0, 8, 0.10),
        (2.0, -17, 0.08),
    ];
    let right: [Singer; 7] = [
        (1.0, -9, 0.22),
        (1.0, -2, 0.22),
        (1.0, 6, 0.24),
        (1.0, 13, 0.20),
        (0.5, 4, 0.14),
        (2.0, -7, 0.10),
        (2.0, 19, 0.08),
    ];
    let middle = choir(ring, &[(1.0, 0, 0.26), (0.5, 0, 0.16), (2.0, 1, 0.07)], 0.3);
    let breath = ring.slow(0.17);
    let side = |singers: &[Singer], seed: f64, shift: f64| {
        let lid =
            |t: f64| 1_500.0 + 350.0 * sine(breath * t + shift) - 700.0 * libm::exp(-t / 0.15);
        let voices = sum(&[(1.0, &choir(ring, singers, seed)), (1.0, &middle)]);
        let soft = down(&under(lid, 0.75, &voices));
        opened(&high_pass(&soft, 85.0, HZ), 0.06)
    };
    vec![side(&left, 0.05, 0.0), side(&right, 0.55, 0.5)]
}

/// Seven saws a side up to 26 cents apart around three in the middle, with a filter that snaps.
pub(crate) fn stab(ring: Ring) -> Vec<Vec<f64>> {
    let left: [Singer; 7] = [
        (1.0, -6, 0.18),
        (1.0, -3, 0.20),
        (1.0, 1, 0.20),
        (1.0, 5, 0.18),
        (2.0, 3, 0.12),
        (2.0, -4, 0.08),
        (0.5, 1, 0.10),
    ];
    let right: [Singer; 7] = [
        (1.0, -5, 0.18),
        (1.0, -1, 0.20),
        (1.0, 3, 0.20),
        (1.0, 6, 0.18),
        (2.0, -3, 0.12),
        (2.0, 5, 0.08),
        (0.5, -1, 0.10),
    ];
    let middle = choir(ring, &[(1.0, 0, 0.3), (1.0, 2, 0.16), (2.0, 1, 0.08)], 0.7);
    let side = |singers: &[Singer], seed: f64| {
        let lid = |t: f64| 2_600.0 + 8_500.0 * libm::exp(-t / 0.11);
        let driven: Vec<f64> =
            under(lid, 0.9, &sum(&[(1.0, &choir(ring, singers, seed)), (1.0, &middle)]))
                .iter()
                .map(|it| saturate(*it, 1.3))
                .collect();
        opened(&high_pass(&down(&driven), 100.0, HZ), 0.002)
    };
    vec![side(&left, 0.02), side(&right, 0.37)]
}

/// The signal from silence within `attack` seconds.
fn opened(signal: &[f64], attack: f64) -> Vec<f64> {
    signal.iter().enumerate().map(|(at, it)| it * rise(at as f64 / HZ, attack)).collect()
}
