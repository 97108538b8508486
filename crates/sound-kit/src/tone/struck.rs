//! Struck tones that ring out: plucks, bells, pianos.

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

/// Strings a little stiff (overtones rise by 1 + B n², Fletcher 1962), struck at an eighth of their length; each side
/// hears its own pair of them, a cent apart.
pub(crate) fn piano(hz: f64) -> Vec<Vec<f64>> {
    let strings = |cents: f64| {
        let modes: Vec<Mode> = (1..=18)
            .map(|number| {
                let n = f64::from(number);
                let stiff = libm::sqrt(1.0 + 0.000_3 * n * n);
                let struck = libm::sin(std::f64::consts::PI * n / 8.0).abs() + 0.08;
                let gain = struck / libm::pow(n, 1.15);
                Mode {
                    hz: n * hz * stiff * libm::exp2(cents / 1_200.0),
                    gain,
                    t60: 5.0 / (1.0 + 0.45 * n),
                }
            })
            .collect();
        ring(&modes, Bend::NONE, 0.001_5, 4.2, HZ)
    };
    let hammer = stick("piano hammer", 2_400.0, 0.012);
    let (middle, left, right) = (strings(0.0), strings(-1.2), strings(1.2));
    let side = |own: &[f64]| sum(&[(0.6, &middle), (0.4, own), (0.25, &hammer)]);
    vec![side(&left), side(&right)]
}

/// A tine: its note, and overtones far off that are gone at once; the board under it knocks.
pub(crate) fn kalimba(hz: f64) -> Vec<Vec<f64>> {
    let modes = [
        Mode { hz, gain: 1.0, t60: 2.4 },
        Mode { hz: 2.0 * hz, gain: 0.06, t60: 0.9 },
        Mode { hz: 5.95 * hz, gain: 0.26, t60: 0.5 },
        Mode { hz: 11.2 * hz, gain: 0.10, t60: 0.16 },
    ];
    let tine = ring(&modes, Bend { by: 0.003, within: 0.02 }, 0.002, 3.0, HZ);
    let board = ring(&[Mode { hz: 310.0, gain: 0.5, t60: 0.12 }], Bend::NONE, 0.001, 0.3, HZ);
    let thumb = stick("kalimba thumb", 3_200.0, 0.006);
    spread(&sum(&[(0.9, &tine), (0.25, &board), (0.2, &thumb)]), 0.14)
}

/// Two pairs of operators: a bell at three and a half times the note over a soft one an octave up.
pub(crate) fn bell(hz: f64) -> Vec<Vec<f64>> {
    let tone = render(4.0, STUDIO, |t| {
        let strike = 0.34 * fall(t, 1.2) * sine(3.5 * hz * t);
        let body = fall(t, 3.2) * sine(hz * t + strike);
        let over =
            0.30 * fall(t, 1.6) * sine(2.0 * hz * t + 0.12 * fall(t, 0.4) * sine(7.0 * hz * t));
        rise(t, 0.001_5) * 0.7 * (body + over)
    });
    chorus(&down(&tone))
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
