//! Utility: width, mono bass, gain.

use music_types::{Db, Hz};

use super::{Carried, Device};
use crate::units;

/// Utility; width is percent, 100 as is.
pub fn utility(width: f64, bass_mono: Option<Hz>, gain: Db) -> Device {
    let mut device = Device::new(
        "StereoGain",
        "Utility",
        [
            ("StereoWidth", units::width(width).into()),
            ("BassMono", bass_mono.is_some().into()),
            ("Gain", units::factor(gain).into()),
        ],
    );
    if let Some(below) = bass_mono {
        device.settings.push(("BassMonoFrequency".to_owned(), below.0.into()));
    }
    device.carries = vec![(Carried::Width(width), "StereoWidth")];
    device
}
