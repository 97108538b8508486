//! What hits: the impact, and a crash backwards.

use crate::drum::crash;
use crate::effect::Space;
use crate::signal::filter::{band_pass, high_pass, low_pass};
use crate::signal::noise::white;
use crate::signal::osc::{Phase, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::room::{Room, answer};
use crate::signal::shape::{fall, glide, rise, saturate};
use crate::signal::{HZ, frames, render, sum};

/// A sub that drops, a boom in a hall, air: the sub mono, the rest wide.
pub(crate) fn impact(space: Space) -> Vec<Vec<f64>> {
    let sub = down(&drop(space));
    let boom = boom(space);
    let hall = answer(&boom, Room { t60: 0.9 * space.seconds, size: 1.4, damp: 2_600.0 }, HZ);
    ["impact left", "impact right"]
        .iter()
        .zip(&hall)
        .map(|(name, hall)| {
            let air = air(name, space);
            let wide = high_pass(&sum(&[(1.3, &boom), (0.7, hall), (0.9, &air)]), 70.0, HZ);
            sum(&[(0.9, &sub), (0.9, &wide)])
        })
        .collect()
}

/// From 60 to 35 Hz in half a second, over a head that starts at 240.
fn drop(space: Space) -> Vec<f64> {
    let mut phase = Phase(0.0);
    render(space.seconds, STUDIO, |t| {
        let low = glide(60.0, 35.0, (t / 0.5).min(1.0));
        let hz = low + 180.0 * libm::exp(-t / 0.018);
        let level = rise(t, 0.001) * fall(t, 0.75 * space.seconds);
        saturate(level * sine(phase.advance(hz / STUDIO)), 1.7)
    })
}

/// A large door: low noise, and the crack of its edge.
fn boom(space: Space) -> Vec<f64> {
    let hiss = white("impact boom", frames(space.seconds, HZ));
    let low = low_pass(&low_pass(&hiss, 210.0, HZ), 420.0, HZ);
    let crack = band_pass(&hiss, 1_700.0, 0.6, HZ);
    (low.iter().zip(&crack).enumerate())
        .map(|(at, (low, crack))| {
            let t = at as f64 / HZ;
            rise(t, 0.000_8) * (4.5 * low * fall(t, 0.55) + 0.9 * crack * fall(t, 0.07))
        })
        .collect()
}

/// The dust that settles.
fn air(name: &str, space: Space) -> Vec<f64> {
    let hiss = high_pass(&white(name, frames(space.seconds, HZ)), 3_800.0, HZ);
    (hiss.iter().enumerate())
        .map(|(at, it)| {
            let t = at as f64 / HZ;
            it * rise(t, 0.002) * (0.5 * fall(t, 0.25) + 0.3 * fall(t, 0.7 * space.seconds))
        })
        .collect()
}

/// The kit's crash backwards, ending on its stroke; silence before where the bars are longer.
pub(crate) fn reverse_crash(space: Space) -> Vec<Vec<f64>> {
    let frames = frames(space.seconds, HZ);
    crash()
        .into_iter()
        .map(|mut side| {
            side.resize(frames, 0.0);
            // The very stroke would be a click backwards: it swells instead.
            let shaped = side.iter().enumerate().map(|(at, it)| {
                let t = at as f64 / HZ;
                it * (0.35 + 0.65 * rise(t, 0.06)) * rise(space.seconds - t, 0.5 * space.seconds)
            });
            let mut back: Vec<f64> = shaped.collect();
            back.reverse();
            back
        })
        .collect()
}
