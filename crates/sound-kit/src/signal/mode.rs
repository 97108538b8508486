//! Modal synthesis: a struck body as the sum of what it can ring at.

use std::f64::consts::TAU;

use crate::signal::frames;
use crate::signal::osc::sine;
use crate::signal::shape::strike;

/// One way in which a body rings.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mode {
    /// Its frequency.
    pub(crate) hz: f64,
    /// Its amplitude when struck.
    pub(crate) gain: f64,
    /// Seconds in which it falls by 60 dB.
    pub(crate) t60: f64,
}

/// A struck skin starts sharp, as the blow stretches it, and settles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bend {
    /// How much sharper it starts: 0.1 is 10 %.
    pub(crate) by: f64,
    /// The time constant in which it settles, in seconds.
    pub(crate) within: f64,
}

impl Bend {
    /// A body that does not bend.
    pub(crate) const NONE: Self = Self { by: 0.0, within: 1.0 };

    /// The integral of the bend from 0 to `t`: multiply by a frequency for turns.
    fn time(self, t: f64) -> f64 {
        t + self.by * self.within * (1.0 - libm::exp(-t / self.within))
    }
}

/// The first modes of an ideal circular membrane over its lowest: zeros of Bessel functions over
/// 2.405 (Rossing, "Science of Percussion Instruments", 2000, table 2.1).
pub(crate) const MEMBRANE: [f64; 10] =
    [1.0, 1.594, 2.136, 2.296, 2.653, 2.918, 3.156, 3.501, 3.600, 4.060];

/// Rings `modes` that bend together, struck within `attack` seconds.
pub(crate) fn ring(modes: &[Mode], bend: Bend, attack: f64, seconds: f64, rate: f64) -> Vec<f64> {
    (0..frames(seconds, rate))
        .map(|it| {
            let t = it as f64 / rate;
            let bent = bend.time(t);
            modes
                .iter()
                .map(|mode| mode.gain * strike(t, attack, mode.t60) * sine(mode.hz * bent))
                .sum()
        })
        .collect()
}

/// Adds a mode that never bends onto `out`, from phase `turns`: a decaying phasor, two
/// multiplications a sample.
pub(crate) fn ring_onto(out: &mut [f64], mode: Mode, turns: f64, rate: f64) {
    let radius = libm::exp(-6.907_755 / (mode.t60 * rate));
    let (sin, cos) = libm::sincos(TAU * mode.hz / rate);
    let (turn_re, turn_im) = (radius * cos, radius * sin);
    let (start_im, start_re) = libm::sincos(TAU * turns);
    let (mut re, mut im) = (mode.gain * start_re, mode.gain * start_im);
    for sample in out {
        *sample += im;
        (re, im) = (re * turn_re - im * turn_im, re * turn_im + im * turn_re);
    }
}
