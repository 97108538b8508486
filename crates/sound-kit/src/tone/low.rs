//! More tones of the floor: round, acid, by frequency modulation, and the log drum's.

use crate::signal::filter::{Svf, high_pass};
use crate::signal::osc::{Phase, saw, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::shape::{fall, rise, saturate};
use crate::signal::{HZ, render};
use crate::tone::ring::Ring;

/// A sine whose second and third harmonic bite; within half a second only a shade of the second is left.
pub(crate) fn round(ring: Ring) -> Vec<Vec<f64>> {
    let hz = ring.hz(1.0, 0);
    let tone = render(ring.seconds(), STUDIO, |t| {
        let second = (0.10 + 0.35 * fall(t, 0.5)) * sine(2.0 * hz * t);
        let third = 0.10 * fall(t, 0.25) * sine(3.0 * hz * t);
        rise(t, 0.003) * saturate(sine(hz * t) + second + third, 0.9)
    });
    vec![down(&tone)]
}

/// A saw through two resonant filters that fall from 3 kHz to 600 Hz, driven.
pub(crate) fn acid(ring: Ring) -> Vec<Vec<f64>> {
    let step = ring.hz(1.0, 0) / STUDIO;
    let (mut phase, mut at) = (Phase(0.3), 0_usize); // its edge is not where it loops
    let (mut first, mut second) = (Svf::default(), Svf::default());
    let tone = render(ring.seconds(), STUDIO, |t| {
        if at.is_multiple_of(16) {
            let cutoff = 600.0 + 2_400.0 * libm::exp(-t / 0.08);
            first.tune(cutoff, 0.8, STUDIO);
            second.tune(cutoff, 4.5, STUDIO);
        }
        at += 1;
        let bent = second.step(first.step(0.6 * saw(phase.advance(step), step)).low).low;
        rise(t, 0.002) * saturate(bent, 1.6)
    });
    vec![down(&tone)]
}

/// Two operators (Chowning 1973): an octave above bends the note hard for a blink, the note itself a little for good.
pub(crate) fn fm_bass(ring: Ring) -> Vec<Vec<f64>> {
    let hz = ring.hz(1.0, 0);
    let tone = render(ring.seconds(), STUDIO, |t| {
        let wood = 0.22 * fall(t, 0.3) * sine(2.0 * hz * t);
        let hum = (0.09 + 0.12 * fall(t, 0.6)) * sine(hz * t);
        rise(t, 0.002) * saturate(sine(hz * t + wood + hum), 1.1)
    });
    vec![down(&tone)]
}

/// A struck skin over a hollow log: it falls by a fifth into its note within 50 ms and rings for two seconds.
pub(crate) fn log(hz: f64) -> Vec<Vec<f64>> {
    let within = 0.012;
    let tone = render(2.6, STUDIO, |t| {
        let turns = hz * (t + 0.5 * within * (1.0 - libm::exp(-t / within)));
        let body = fall(t, 2.0) * sine(turns);
        let hollow =
            0.45 * fall(t, 0.45) * sine(2.0 * turns) + 0.2 * fall(t, 0.2) * sine(3.0 * turns);
        rise(t, 0.001_5) * saturate(body + hollow, 1.5)
    });
    vec![high_pass(&down(&tone), 25.0, HZ)]
}
