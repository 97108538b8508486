//! Struck tones that ring out: pluck and electric piano.

use crate::drum::stick;
use crate::signal::mode::{Bend, Mode, ring};
use crate::signal::osc::sine;
use crate::signal::oversample::{STUDIO, down};
use crate::signal::room::{Room, answer};
use crate::signal::shape::{fall, rise, saturate};
use crate::signal::{HZ, frames, render, sum};

/// A bar tuned as a marimba's, 1 to 4 to 9.2 (Rossing 2000), with the tine of a kalimba at 5.4.
pub(crate) fn pluck(hz: f64) -> Vec<Vec<f64>> {
    let modes = [
        Mode { hz, gain: 1.0, t60: 1.5 },
        Mode { hz: 2.0 * hz, gain: 0.10, t60: 0.5 },
        Mode { hz: 4.0 * hz, gain: 0.32, t60: 0.28 },
        Mode { hz: 5.4 * hz, gain: 0.12, t60: 0.42 },
        Mode { hz: 9.2 * hz, gain: 0.12, t60: 0.1 },
        Mode { hz: 16.1 * hz, gain: 0.04, t60: 0.04 },
    ];
    let bar = ring(&modes, Bend { by: 0.006, within: 0.012 }, 0.001, 2.2, HZ);
    let mallet = stick("pluck mallet", 1_600.0, 0.01);
    spread(&sum(&[(0.9, &bar), (0.3, &mallet)]), 0.10)
}

/// A tine and its bell: two pairs of a sine that bends the phase of another (Chowning 1973), the
/// bright pair gone within a blink.
pub(crate) fn keys(hz: f64) -> Vec<Vec<f64>> {
    let tone = render(4.6, STUDIO, |t| {
        let body = sine(hz * t + 0.21 * (fall(t, 1.6) + 0.25 * fall(t, 4.0)) * sine(hz * t));
        let bark =
            0.30 * fall(t, 0.9) * sine(2.0 * hz * t + 0.08 * fall(t, 0.5) * sine(4.0 * hz * t));
        let tine = 0.16 * fall(t, 0.34) * sine(hz * t + 0.16 * fall(t, 0.25) * sine(14.0 * hz * t));
        let level = 0.72 * fall(t, 4.4) + 0.28 * fall(t, 0.7);
        rise(t, 0.001_5) * saturate(level * body + bark + tine, 0.8)
    });
    let dry = down(&tone);
    chorus(&dry)
}

/// A dry sound and a small room around it.
fn spread(dry: &[f64], wet: f64) -> Vec<Vec<f64>> {
    let room = answer(dry, Room { t60: 0.5, size: 0.5, damp: 5_000.0 }, HZ);
    room.iter().map(|room| sum(&[(1.0, dry), (wet, room)])).collect()
}

/// Both sides hear the sound again, 9 ms late and slowly moving, one when the other does not.
fn chorus(dry: &[f64]) -> Vec<Vec<f64>> {
    let side = |shift: f64| {
        (0..dry.len())
            .map(|at| {
                let late = 0.009 + 0.001_2 * sine(0.7 * at as f64 / HZ + shift);
                let place = at as f64 - late * HZ;
                let here = dry.get(at).copied().unwrap_or(0.0);
                here + 0.28 * between(dry, place)
            })
            .collect()
    };
    vec![side(0.0), side(0.5)]
}

/// The signal between two samples, along a line; silent before its start.
fn between(signal: &[f64], place: f64) -> f64 {
    if place < 0.0 {
        return 0.0;
    }
    let (at, part) = (frames(libm::floor(place), 1.0), place - libm::floor(place));
    let sample = |it: usize| signal.get(it).copied().unwrap_or(0.0);
    sample(at) * (1.0 - part) + sample(at + 1) * part
}
