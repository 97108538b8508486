//! Limiter.

use music_types::Db;

use super::Device;

/// Limiter; the last device of the main track.
pub fn limiter(gain: Db, ceiling: Db) -> Device {
    Device::new(
        "Limiter",
        "Limiter",
        [("Gain", gain.value().into()), ("Ceiling", ceiling.value().into())],
    )
}
