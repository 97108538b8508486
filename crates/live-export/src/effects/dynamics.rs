//! Compressor and Glue Compressor.

use mixing::Effect;
use music_types::{Db, Seconds};

use super::Device;
use crate::units;

/// The steps of Glue Compressor's attack, in milliseconds.
const GLUE_ATTACKS: [f64; 7] = [0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0];

/// The steps of Glue Compressor's release, in seconds; the step behind them is `Auto`.
const GLUE_RELEASES: [f64; 6] = [0.1, 0.2, 0.4, 0.6, 0.8, 1.2];

/// The steps of Glue Compressor's ratio.
const GLUE_RATIOS: [f64; 3] = [2.0, 4.0, 10.0];

/// What a compressor is set to.
pub struct Squeeze {
    /// In dBFS.
    pub threshold: Db,
    /// 1 and more.
    pub ratio: f64,
    /// Time to take hold.
    pub attack: Seconds,
    /// Time to let go; `None` for the device's own.
    pub release: Option<Seconds>,
    /// Gain after it.
    pub makeup: Db,
    /// Decibels around the threshold over which it takes hold; 0 is a hard knee.
    pub knee: f64,
}

/// Compressor in its peak mode, gain after it as said and none of its own.
pub fn compressor(name: &str, it: &Squeeze) -> Device {
    let mut device = Device::new(
        "Compressor2",
        name,
        [
            ("Threshold", units::factor(it.threshold).into()),
            ("Ratio", it.ratio.into()),
            ("Attack", units::milliseconds(it.attack).into()),
            ("Gain", it.makeup.value().into()),
            ("GainCompensation", false.into()),
            ("Model", 0.into()),
            ("Knee", it.knee.into()),
            ("AutoReleaseControlOnOff", it.release.is_none().into()),
        ],
    );
    if let Some(release) = it.release {
        device.settings.push(("Release".to_owned(), units::milliseconds(release).into()));
    }
    device
}

/// A compressor on one part.
pub fn compress(effect: &Effect) -> Vec<Device> {
    let Effect::Compress { threshold, ratio, attack, release, makeup } = *effect else {
        return Vec::new();
    };
    let it = Squeeze { threshold, ratio, attack, release: Some(release), makeup, knee: 0.0 };
    vec![compressor("Compressor", &it)]
}

/// Glue Compressor, each stepped knob at the step nearest to what is wanted.
pub fn glue(effect: &Effect) -> Vec<Device> {
    let Effect::Glue { threshold, ratio, attack, release, makeup, soft_clip } = *effect else {
        return Vec::new();
    };
    let attack = units::nearest_step(units::milliseconds(attack), &GLUE_ATTACKS);
    let release =
        release.map_or(GLUE_RELEASES.len(), |it| units::nearest_step(it.0, &GLUE_RELEASES));
    vec![Device::new(
        "GlueCompressor",
        "Glue",
        [
            ("Threshold", threshold.value().into()),
            ("Ratio", (units::nearest_step(ratio, &GLUE_RATIOS) as f64).into()),
            ("Attack", (attack as f64).into()),
            ("Release", (release as f64).into()),
            ("Makeup", makeup.value().into()),
            ("PeakClipIn", soft_clip.into()),
        ],
    )]
}

/// The same on Compressor, with a soft knee, for editions without Glue Compressor.
pub fn glue_on_compressor(effect: &Effect) -> Vec<Device> {
    let Effect::Glue { threshold, ratio, attack, release, makeup, .. } = *effect else {
        return Vec::new();
    };
    let it = Squeeze { threshold, ratio, attack, release, makeup, knee: 6.0 };
    vec![compressor("Glue", &it)]
}
