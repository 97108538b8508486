//! Ducking: Compressor keyed by another part.

use mixing::Effect;
use music_types::Db;

use super::Device;
use super::dynamics::{Squeeze, compressor};

/// The parameter that scales what keys a compressor, as amplitude.
pub const KEY_GAIN: &str = "SideChain/RoutedInput/Volume";

/// A hard-kneed compressor that listens to another part.
pub fn duck(effect: &Effect) -> Vec<Device> {
    let Effect::Duck { from, depth, threshold, ratio, attack, release } = *effect else {
        return Vec::new();
    };
    let it =
        Squeeze { threshold, ratio, attack, release: Some(release), makeup: Db::UNITY, knee: 0.0 };
    let name = format!("Duck {depth}");
    vec![Device { keyed_by: Some(from), ..compressor(&name, &it) }]
}
