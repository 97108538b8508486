//! The ghost kick: what compressors listen to and nobody hears.

use crate::signal::finish::{End, finish};
use crate::signal::{HZ, frames};
use crate::sound::Sound;

/// How long it holds its level, in seconds: five times the slowest attack that a duck has (10 ms),
/// so that a peak detector has seen all of it whatever its ballistics.
const HELD: f64 = 0.06;

/// Its pitch in hertz; high enough that no detector sees its waves.
const PITCH: f64 = 1000.0;

/// A block of tone as flat as a square wave, mono, true peak −1 dB: a duck keyed by it goes as deep as its
/// threshold and ratio say.
pub fn ghost_kick() -> Sound {
    let sample = |n: usize| {
        let turn = std::f64::consts::TAU * PITCH * n as f64 / HZ;
        libm::tanh(4.0 * libm::sin(turn))
    };
    let length = frames(HELD, HZ);
    let wave = finish(vec![(0..length).map(sample).collect()], End::Exact(length, 0.001));
    Sound { name: "ghost_kick".to_owned(), wave, root: None, sustain: None }
}
