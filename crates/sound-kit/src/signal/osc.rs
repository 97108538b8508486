//! Oscillators. Phases are in turns: one turn is a whole cycle.

use std::f64::consts::TAU;

/// The sine of a phase in turns.
pub(crate) fn sine(turns: f64) -> f64 {
    libm::sin(TAU * (turns - libm::floor(turns)))
}

/// A running phase in turns, 0 up to, not including, 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Phase(pub(crate) f64);

impl Phase {
    /// The phase now; then it moves on by `step` turns, a frequency over a rate.
    pub(crate) fn advance(&mut self, step: f64) -> f64 {
        let now = self.0;
        let next = now + step;
        self.0 = next - libm::floor(next);
        now
    }
}

/// A rising saw between ±1 without most of its alias: PolyBLEP of second order (Välimäki and
/// Huovilainen 2007).
pub(crate) fn saw(phase: f64, step: f64) -> f64 {
    2.0 * phase - 1.0 - blep(phase, step)
}

/// A pulse between ±1 that is high for `width` of its cycle, smoothed as [`saw`] is.
pub(crate) fn pulse(phase: f64, step: f64, width: f64) -> f64 {
    let fall = phase - width;
    let fall = fall - libm::floor(fall);
    let naive = if phase < width { 1.0 } else { -1.0 };
    naive + blep(phase, step) - blep(fall, step)
}

/// The rest between a sudden step of 2 at phase zero and a band-limited one.
fn blep(phase: f64, step: f64) -> f64 {
    if phase < step {
        let t = phase / step;
        t + t - t * t - 1.0
    } else if 1.0 - step < phase {
        let t = (phase - 1.0) / step;
        t * t + t + t + 1.0
    } else {
        0.0
    }
}
