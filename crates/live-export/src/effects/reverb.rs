//! Reverb.

use mixing::Effect;

use super::Device;
use crate::units;

/// Reverb with both cuts of its input on.
pub fn reverb(effect: &Effect) -> Vec<Device> {
    let Effect::Reverb { decay, pre_delay, low_cut, high_cut, wet } = *effect else {
        return Vec::new();
    };
    let (middle, octaves) = units::band(low_cut, high_cut);
    vec![Device::new(
        "Reverb",
        "Reverb",
        [
            ("DecayTime", units::milliseconds(decay).into()),
            ("PreDelay", units::milliseconds(pre_delay).into()),
            ("BandLowOn", true.into()),
            ("BandHighOn", true.into()),
            ("BandFreq", middle.into()),
            ("BandWidth", octaves.into()),
            ("MixDirect", wet.into()),
        ],
    )]
}
