//! The kick: a body that falls onto G♯1, a knock and a click.

use crate::signal::filter::band_pass;
use crate::signal::noise::white;
use crate::signal::osc::{Phase, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::render;
use crate::signal::shape::{fall, rise, saturate, strike};
use crate::signal::sum;

/// Where the body settles, in hertz: G♯1, inside the 50 to 55 Hz of the circuit sound.
const BODY: f64 = 51.913;

/// A club kick: in the head a sweep from 1.1 kHz, in the tail a hold of 60 ms and a fall of 60 dB
/// in 0.46 s: 20 dB down after 0.23 s, about 100 ms later than a short kick.
pub(crate) fn kick() -> Vec<Vec<f64>> {
    let mut phase = Phase(0.0);
    let body = render(0.9, STUDIO, |t| {
        let punch = 2.7 * libm::exp(-t / 0.014) + 0.35 * libm::exp(-t / 0.05);
        let hz = BODY * (1.0 + punch + 17.0 * libm::exp(-t / 0.002));
        let level = rise(t, 0.000_6) * fall(t - 0.06, 0.46).max(if t < 0.06 { 1.0 } else { 0.0 });
        let push = 1.25 + 0.9 * libm::exp(-t / 0.025);
        saturate(level * sine(phase.advance(hz / STUDIO)), push)
    });
    let knock = render(0.05, STUDIO, |t| strike(t, 0.000_3, 0.03) * sine(310.0 * t));
    let hiss = white("kick click", body.len() / 20);
    let click: Vec<f64> = band_pass(&hiss, 3_800.0, 0.8, STUDIO)
        .iter()
        .enumerate()
        .map(|(at, it)| it * strike(at as f64 / STUDIO, 0.000_2, 0.013))
        .collect();
    let all = sum(&[(1.0, &body), (0.18, &knock), (1.7, &click)]);
    vec![down(&all)]
}
