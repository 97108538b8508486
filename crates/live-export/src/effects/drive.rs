//! Saturation: Saturator and Drum Buss.

use mixing::Effect;
use music_types::Db;

use super::Device;

/// Saturator on its first curve, Analog Clip. What goes in louder comes out as much softer, so that soft sounds pass
/// at their level; its own clipper is off.
pub fn saturator(drive: Db, wet: f64) -> Device {
    Device::new(
        "Saturator",
        "Saturator",
        [
            ("PreDrive", drive.value().into()),
            ("PostDrive", (-drive).value().into()),
            ("Type", 0.into()),
            ("PostClip", 0.into()),
            ("DryWet", wet.into()),
        ],
    )
}

/// Drum Buss without its compressor.
pub fn drum_buss(effect: &Effect) -> Vec<Device> {
    let Effect::DrumBuss { drive, boom, boom_freq, transients, wet } = *effect else {
        return Vec::new();
    };
    vec![Device::new(
        "DrumBuss",
        "Drum Buss",
        [
            ("EnableCompression", false.into()),
            ("DriveAmount", drive.into()),
            ("BoomAmount", boom.into()),
            ("BoomFrequency", boom_freq.0.into()),
            ("TransientShaping", transients.into()),
            ("DryWet", wet.into()),
        ],
    )]
}

/// The most that stands in for Drum Buss's drive, in decibels.
const MOST_DRIVE: f64 = 9.0;

/// What of it Saturator can do, for editions without Drum Buss: the drive.
pub fn drum_buss_on_saturator(effect: &Effect) -> Vec<Device> {
    let Effect::DrumBuss { drive, wet, .. } = *effect else {
        return Vec::new();
    };
    vec![saturator(Db::new(drive * MOST_DRIVE), wet)]
}
