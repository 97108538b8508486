//! Held tones of few oscillators: sub, bass, organ, lead.

use crate::signal::filter::Svf;
use crate::signal::osc::{Phase, pulse, saw, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::render;
use crate::signal::shape::{fall, rise, saturate};
use crate::tone::ring::Ring;

/// A sine, driven until its third harmonic stands 30 dB below.
pub(crate) fn sub(ring: Ring) -> Vec<Vec<f64>> {
    let hz = ring.hz(1.0, 0);
    let tone = render(ring.seconds(), STUDIO, |t| {
        let wave = sine(hz * t) + 0.05 * sine(2.0 * hz * t);
        rise(t, 0.004) * saturate(wave, 0.75)
    });
    vec![down(&tone)]
}

/// Saw and pulse through two filters in a row that fall from 2.4 kHz to 520 Hz, then grit.
pub(crate) fn bass(ring: Ring) -> Vec<Vec<f64>> {
    let step = ring.hz(1.0, 0) / STUDIO;
    let (mut low, mut wide) = (Phase(0.0), Phase(0.0));
    let (mut first, mut second) = (Svf::default(), Svf::default());
    let mut at = 0_usize;
    let tone = render(ring.seconds(), STUDIO, |t| {
        if at.is_multiple_of(16) {
            let cutoff = 520.0 + 1_900.0 * libm::exp(-t / 0.07);
            first.tune(cutoff, 0.6, STUDIO);
            second.tune(cutoff, 1.5, STUDIO);
        }
        at += 1;
        let mix = 0.6 * saw(low.advance(step), step) + 0.4 * pulse(wide.advance(step), step, 0.46);
        let dark = second.step(first.step(mix).low).low;
        rise(t, 0.002_5) * saturate(dark + 0.12, 1.5)
    });
    vec![down(&tone)]
}

/// Drawbars: ratio to the note, gain. An octave below, the note, its octaves and twelfths.
const DRAWBARS: [(f64, f64); 6] =
    [(0.5, 0.55), (1.0, 1.0), (2.0, 0.5), (3.0, 0.34), (4.0, 0.26), (6.0, 0.10)];

/// Drawbars over a rotor: each side hears it half a turn later.
pub(crate) fn organ(ring: Ring) -> Vec<Vec<f64>> {
    let rotor = ring.slow(5.5);
    let side = |shift: f64| {
        let tone = render(ring.seconds(), STUDIO, |t| {
            let swing = sine(rotor * t + shift);
            // A horn that comes nearer by 6 cm: the pitch follows its speed.
            let turned = t + 0.000_09 * swing;
            let bars: f64 =
                DRAWBARS.iter().map(|(ratio, gain)| gain * sine(ring.hz(*ratio, 0) * turned)).sum();
            let knock = 0.7 * fall(t, 0.35) * sine(ring.hz(3.0, 0) * t);
            let click = 0.3 * fall(t, 0.012) * sine(2_700.0 * t);
            rise(t, 0.002) * saturate((1.0 + 0.05 * swing) * (bars + knock + click), 0.4)
        });
        down(&tone)
    };
    vec![side(0.0), side(0.5)]
}

/// Saw and pulse an octave apart with a vibrato that comes in after 0.4 s.
pub(crate) fn lead(ring: Ring) -> Vec<Vec<f64>> {
    let (hz, wave) = (ring.hz(1.0, 0), ring.slow(5.5));
    let (near, far) = (ring.hz(1.0, 2), ring.hz(0.5, 0));
    let mut lid = Svf::new(5_200.0, 0.9, STUDIO);
    let tone = render(ring.seconds(), STUDIO, |t| {
        // ±14 cents: the phase swings by that over 2π times the vibrato's own rate.
        let depth = 0.008 * rise(t - 0.4, 0.5) / (std::f64::consts::TAU * wave);
        let bent = t + depth * sine(wave * t);
        let part = |hz: f64| {
            let turns = hz * bent;
            turns - libm::floor(turns)
        };
        let step = |hz: f64| hz / STUDIO;
        let mix = 0.5 * saw(part(hz), step(hz))
            + 0.35 * saw(part(near), step(near))
            + 0.3 * pulse(part(far), step(far), 0.5);
        let open = lid.step(mix).low;
        rise(t, 0.003) * saturate(open, 1.2)
    });
    vec![down(&tone)]
}
