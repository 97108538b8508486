//! More held tones above the floor: glass, hollow, flute.

use crate::signal::filter::{Svf, band_pass};
use crate::signal::noise::white;
use crate::signal::osc::{pulse, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::shape::{fall, rise, saturate};
use crate::signal::{HZ, frames, render, sum};
use crate::tone::ring::Ring;

/// Partials of the glass: ratio to the note, gain, turns a side gains in a loop, how often it swells in one.
const GLASS: [(f64, f64, i32, f64); 7] = [
    (0.5, 0.30, 1, 1.0),
    (1.0, 1.00, 2, 2.0),
    (2.0, 0.42, 3, 3.0),
    (3.0, 0.24, -4, 2.0),
    (4.0, 0.16, 5, 5.0),
    (6.0, 0.08, -7, 3.0),
    (8.0, 0.04, 6, 4.0),
];

/// Sines that swell one after the other; each side hears them a little detuned against the middle.
pub(crate) fn glass(ring: Ring) -> Vec<Vec<f64>> {
    let once = ring.slow(0.0);
    let side = |way: i32, shift: f64| {
        render(ring.seconds(), HZ, |t| {
            let part = |(ratio, gain, turns, swells): &(f64, f64, i32, f64)| {
                let swell = 0.72 + 0.28 * sine(swells * once * t + shift + ratio * 0.13);
                let near = sine(ring.hz(*ratio, 0) * t);
                let far = sine(ring.hz(*ratio, way * turns) * t + shift);
                gain * swell * (0.6 * near + 0.4 * far)
            };
            rise(t, 0.12) * GLASS.iter().map(part).sum::<f64>()
        })
    };
    vec![side(1, 0.0), side(-1, 0.5)]
}

/// A square and a narrower pulse beside it under a lid at 2.4 kHz, with a vibrato that comes in late.
pub(crate) fn hollow(ring: Ring) -> Vec<Vec<f64>> {
    let (hz, near, wave) = (ring.hz(1.0, 0), ring.hz(1.0, -1), ring.slow(5.0));
    let mut lid = Svf::new(2_400.0, 0.8, STUDIO);
    let tone = render(ring.seconds(), STUDIO, |t| {
        let depth = 0.005 * rise(t - 0.4, 0.5) / (std::f64::consts::TAU * wave);
        let bent = t + depth * sine(wave * t);
        let part = |hz: f64| {
            let turns = hz * bent;
            turns - libm::floor(turns)
        };
        let mix =
            0.6 * pulse(part(hz), hz / STUDIO, 0.5) + 0.3 * pulse(part(near), near / STUDIO, 0.36);
        rise(t, 0.005) * saturate(lid.step(mix).low, 1.0)
    });
    vec![down(&tone)]
}

/// Three partials with a vibrato that comes in, and a chiff of breath around the second where it begins.
pub(crate) fn flute(ring: Ring) -> Vec<Vec<f64>> {
    let (hz, wave) = (ring.hz(1.0, 0), ring.slow(5.2));
    let body = render(ring.seconds(), HZ, |t| {
        let shake = rise(t - 0.3, 0.4);
        let bent = t + 0.006 * shake / (std::f64::consts::TAU * wave) * sine(wave * t);
        let level = 1.0 + 0.10 * shake * sine(wave * t + 0.25);
        let tone = sine(hz * bent) + 0.20 * sine(2.0 * hz * bent) + 0.07 * sine(3.0 * hz * bent);
        rise(t, 0.045) * level * tone
    });
    let breath = white("flute", frames(ring.seconds(), HZ));
    let breath: Vec<f64> = (band_pass(&breath, 2.0 * hz, 2.0, HZ).iter().enumerate())
        .map(|(at, it)| {
            let t = at as f64 / HZ;
            rise(t, 0.01) * fall(t, 0.22) * it
        })
        .collect();
    vec![sum(&[(0.8, &body), (0.5, &breath)])]
}
