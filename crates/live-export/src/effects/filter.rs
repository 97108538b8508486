//! Auto Filter: the carrier of sweeps, one for each side.

use music_types::Hz;

use super::{Carried, Device};
use crate::units;

/// Auto Filter's low-pass.
pub const LOW_PASS: i32 = 0;

/// Auto Filter's high-pass.
pub const HIGH_PASS: i32 = 1;

/// An Auto Filter; its slope is 24 dB an octave where `steep`, else 12.
pub fn auto_filter(name: &str, kind: i32, cutoff: Hz, resonance: f64, steep: bool) -> Device {
    Device::new(
        "AutoFilter",
        name,
        [
            ("FilterType", kind.into()),
            ("Slope", steep.into()),
            ("Cutoff", units::cutoff(cutoff).into()),
            ("Resonance", resonance.into()),
        ],
    )
}

/// A low-pass and a high-pass that automation moves; resonance belongs to the low-pass where there is one.
pub fn filters(low_pass: Option<Hz>, high_pass: Option<Hz>, resonance: f64) -> Vec<Device> {
    let mut devices = Vec::new();
    if let Some(cutoff) = low_pass {
        let mut device = auto_filter("Low Pass", LOW_PASS, cutoff, resonance, true);
        device.carries = vec![(Carried::LowPass, "Cutoff"), (Carried::Resonance, "Resonance")];
        devices.push(device);
    }
    if let Some(cutoff) = high_pass {
        let own = if low_pass.is_some() { 0.0 } else { resonance };
        let mut device = auto_filter("High Pass", HIGH_PASS, cutoff, own, false);
        device.carries = vec![(Carried::HighPass, "Cutoff")];
        if low_pass.is_none() {
            device.carries.push((Carried::Resonance, "Resonance"));
        }
        devices.push(device);
    }
    devices
}
