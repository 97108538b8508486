//! Chorus-Ensemble.

use music_types::Hz;

use super::Device;

/// Chorus-Ensemble in its first mode, Classic.
pub fn chorus(rate: Hz, amount: f64, wet: f64) -> Device {
    Device::new(
        "Chorus2",
        "Chorus",
        [
            ("Mode", 0.into()),
            ("Rate", rate.0.into()),
            ("Amount", amount.into()),
            ("DryWet", wet.into()),
        ],
    )
}
