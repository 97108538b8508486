//! The geometry of a loop: whole cycles within whole samples.

use crate::signal::{HZ, frames};

/// Samples after the loop's end that repeat its start, for samplers that look ahead.
const AHEAD: usize = 256;

/// A loop into which a note fits a whole number of times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ring {
    /// The frame at which the loop starts; the attack lies before it.
    pub(crate) start: usize,
    /// The frames of the loop.
    pub(crate) length: usize,
    /// Cycles of the note within the loop.
    cycles: f64,
}

impl Ring {
    /// The loop of about `seconds` for a note of `hz`, after `start` seconds of attack.
    ///
    /// The length is rounded to the sample, which moves the note by at most 0.02 cents for loops
    /// of a second and more.
    pub(crate) fn new(hz: f64, seconds: f64, start: f64) -> Self {
        // An even count, so that an octave below fits as well.
        let cycles = 2.0 * libm::round(hz * seconds / 2.0).max(1.0);
        let length = frames(cycles / hz, HZ);
        Self { start: frames(start, HZ), length, cycles }
    }

    /// The frequency that goes `ratio` times as fast as the note and gains `turns` whole turns on
    /// it in a loop: detuned, and still without a seam where `ratio` times the cycles is whole.
    pub(crate) fn hz(self, ratio: f64, turns: i32) -> f64 {
        libm::round(self.cycles * ratio + f64::from(turns)) * HZ / self.length as f64
    }

    /// The slow frequency nearest to `hz` that fits the loop.
    pub(crate) fn slow(self, hz: f64) -> f64 {
        libm::round(hz * self.length as f64 / HZ).max(1.0) * HZ / self.length as f64
    }

    /// All frames: attack, loop, and a little more.
    pub(crate) fn frames(self) -> usize {
        self.start + self.length + AHEAD
    }

    /// All seconds, with room for the tail of a filter.
    pub(crate) fn seconds(self) -> f64 {
        (self.frames() + AHEAD) as f64 / HZ
    }
}
