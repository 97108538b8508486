//! Frequency in hertz.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A frequency in hertz.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hz(pub f64);

impl Hz {
    /// The place of `t` (0 to 1) between two frequencies as the ear hears it: on a log scale,
    /// f(t) = f₀·(f₁/f₀)^t.
    pub fn between(self, other: Self, t: f64) -> Self {
        Self(self.0 * libm::pow(other.0 / self.0, t))
    }
}

impl fmt::Display for Hz {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            hz if hz < 1000.0 => write!(f, "{hz:.0} Hz"),
            hz => write!(f, "{:.1} kHz", hz / 1000.0),
        }
    }
}
