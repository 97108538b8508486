//! The low-pass of a voice, opened by its envelope.

use music_types::LowPass;

use super::RATE;

/// Frames between two looks at the envelope.
const STRIDE: u32 = 32;

/// A state-variable low-pass of 12 dB an octave (Simper 2013, "Linear trapezoidal integrated SVF").
pub(crate) struct LowPassed {
    set: LowPass,
    state: [[f64; 2]; 2],
    tuned: [f64; 3],
    count: u32,
}

impl LowPassed {
    pub(crate) fn new(set: LowPass) -> Self {
        Self { set, state: [[0.0; 2]; 2], tuned: [0.0; 3], count: 0 }
    }

    /// A frame through the filter, opened by how loud the voice is (0 to 1).
    pub(crate) fn pass(&mut self, frame: [f64; 2], level: f64) -> [f64; 2] {
        if self.count.is_multiple_of(STRIDE) {
            self.tune(level);
        }
        self.count = self.count.wrapping_add(1);
        let [a1, a2, a3] = self.tuned;
        let mut out = [0.0; 2];
        for ((state, input), out) in self.state.iter_mut().zip(frame).zip(&mut out) {
            let [one, two] = *state;
            let three = input - two;
            let band = a1 * one + a2 * three;
            let low = two + a2 * one + a3 * three;
            *state = [2.0 * band - one, 2.0 * low - two];
            *out = low;
        }
        out
    }

    fn tune(&mut self, level: f64) {
        let cutoff = self.set.cutoff.0 * libm::exp2(self.set.opens * level.clamp(0.0, 1.0));
        let cutoff = cutoff.clamp(20.0, 0.45 * f64::from(RATE));
        let g = libm::tan(std::f64::consts::PI * cutoff / f64::from(RATE));
        // Resonance 0 is flat (Q .7), 1 near ringing (Q 5).
        let k = 1.0 / (0.707 + 4.3 * self.set.resonance.clamp(0.0, 1.0));
        let a1 = 1.0 / (1.0 + g * (g + k));
        self.tuned = [a1, g * a1, g * g * a1];
    }
}
