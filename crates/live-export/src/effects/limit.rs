//! Limiter.

use music_types::Db;

use super::Device;

/// Limiter; the last device of the main track. Its name tells the loudness that is expected behind
/// it.
pub fn limiter(gain: Db, ceiling: Db, reaches: Db) -> Device {
    let name = match reaches.value() {
        lufs if lufs.is_finite() => format!("Limiter {lufs:.1} LUFS").replace('-', "−"),
        _ => "Limiter".to_owned(),
    };
    Device::new(
        "Limiter",
        name,
        [("Gain", gain.value().into()), ("Ceiling", ceiling.value().into())],
    )
}
