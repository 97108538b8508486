//! Noise that falls the same way each time.

use music_types::{Dice, Seed};

/// White noise between ±1, from dice of its own.
pub(crate) struct Noise(Dice);

impl Noise {
    /// The noise of this name under the crate's own seed.
    pub(crate) fn named(name: &str) -> Self {
        Self(Seed(0x50FA).fork(name).dice())
    }

    /// The next value.
    pub(crate) fn next(&mut self) -> f64 {
        self.0.between(-1.0, 1.0)
    }
}

/// Dice of this name under the crate's own seed.
pub(crate) fn dice(name: &str) -> Dice {
    Seed(0x50FA).fork(name).dice()
}

/// `count` values of white noise between ±1.
pub(crate) fn white(name: &str, count: usize) -> Vec<f64> {
    let mut noise = Noise::named(name);
    (0..count).map(|_| noise.next()).collect()
}
