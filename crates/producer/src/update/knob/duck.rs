//! How far another track pushes a track down.

use als_model::view::{Device, Track};

use super::{Knob, Place};
use crate::update::error::Refused;
use crate::update::scale::Scale;

/// The compressor of a track that another track keys.
pub fn knob(track: Track<'_>) -> Result<Knob, Refused> {
    let ducked = |it: &Device<'_>| it.tag() == "Compressor2" && it.is_ducked();
    let keyed: Vec<Device<'_>> = track.devices().filter(ducked).collect();
    let [device] = keyed.as_slice() else {
        let why = if keyed.is_empty() {
            "has no compressor that another track keys"
        } else {
            "has several compressors with a sidechain: address their threshold"
        };
        return Err(Refused::new(track.name(), why));
    };
    let lost = || Refused::new(device.name(), "cannot be read");
    let knob = |path: &str| device.knob(path).and_then(|it| Some((it, it.value().ok()?)));
    let (threshold, amplitude) = knob("Threshold").ok_or_else(lost)?;
    let (_, ratio) = knob("Ratio").ok_or_else(lost)?;
    let name = device.spot().at("UserName").map(|it| it.node);
    Ok(Knob {
        place: Place::Duck {
            threshold: threshold.spot().need("Manual").map_err(|_| lost())?.node,
            stands_at: Scale::Amplitude.to_user(amplitude),
            slope: 1.0 - 1.0 / ratio.max(1.01),
            name,
        },
        scale: Scale::Decibels,
        range: Some((-40.0, 0.0)),
        stored: depth_told(&device.name()).unwrap_or(f64::NAN),
        text: threshold.text(),
        points: Vec::new(),
    })
}

/// The depth that a duck of ours has in its name: `Duck -6.0 dB`.
fn depth_told(name: &str) -> Option<f64> {
    let told = name.strip_prefix("Duck ")?.replace('−', "-");
    told.trim_end_matches("dB").trim().parse().ok()
}
