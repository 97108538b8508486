//! Effects as devices: which device of Live stands for an effect, and where each of its knobs goes.
//!
//! An effect becomes rows of data here; [`crate::chain`] puts them on tracks.

mod delay;
mod drive;
mod duck;
mod dynamics;
mod eq;
mod filter;
mod limit;
mod modulation;
mod reverb;
mod utility;

pub use duck::KEY_GAIN;

use als_model::edit::Setting;
use mixing::{Edition, Effect};
use music_types::Role;

/// A device to be: Live's class and the parameters that differ from a fresh one.
#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    /// Live's class, `Compressor2`.
    pub class: &'static str,
    /// The name in the title bar.
    pub name: String,
    /// Parameter paths and values in the device's own units.
    pub settings: Vec<(String, Setting)>,
    /// What automation finds here.
    pub carries: Vec<(Carried, &'static str)>,
    /// Whose sound keys it.
    pub keyed_by: Option<Role>,
}

/// What automation needs a device for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Carried {
    /// The cutoff of a low-pass filter.
    LowPass,
    /// The cutoff of a high-pass filter.
    HighPass,
    /// The resonance of a filter.
    Resonance,
    /// Stereo width; the number is the width in percent that the mix settled on.
    Width(f64),
}

/// The devices that stand for an effect, first device first, as the edition has them.
pub fn devices(effect: &Effect, edition: Edition) -> Vec<Device> {
    let is_big = matches!(edition, Edition::Standard | Edition::Suite);
    match effect {
        Effect::Eq(bands) if is_big => eq::eq_eight(bands),
        Effect::Eq(bands) => eq::channel_eq(bands),
        Effect::Compress { .. } => dynamics::compress(effect),
        Effect::Glue { .. } if is_big => dynamics::glue(effect),
        Effect::Glue { .. } => dynamics::glue_on_compressor(effect),
        Effect::Duck { .. } => duck::duck(effect),
        Effect::Saturate { drive, wet } => vec![drive::saturator(*drive, *wet)],
        Effect::Filter { low_pass, high_pass, resonance } => {
            filter::filters(*low_pass, *high_pass, *resonance)
        }
        Effect::Utility { width, bass_mono, gain } => {
            vec![utility::utility(*width, *bass_mono, *gain)]
        }
        Effect::Reverb { .. } => reverb::reverb(effect),
        Effect::Delay { .. } => delay::delay(effect),
        Effect::Limit { gain, ceiling, reaches } => {
            vec![limit::limiter(*gain, *ceiling, *reaches)]
        }
        Effect::Chorus { rate, amount, wet } => vec![modulation::chorus(*rate, *amount, *wet)],
        Effect::DrumBuss { .. } if is_big => drive::drum_buss(effect),
        Effect::DrumBuss { .. } => drive::drum_buss_on_saturator(effect),
    }
}

impl Device {
    /// A device with these settings, which carries nothing and which nobody keys.
    fn new<const N: usize>(
        class: &'static str,
        name: impl Into<String>,
        settings: [(&str, Setting); N],
    ) -> Self {
        Self {
            class,
            name: name.into(),
            settings: settings.into_iter().map(|(path, value)| (path.to_owned(), value)).collect(),
            carries: Vec::new(),
            keyed_by: None,
        }
    }
}

#[cfg(test)]
mod tests;
