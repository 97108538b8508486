//! How loud the whole is: the gain of the limiter that the main track ends in.

use als_model::view::{Device, Track};

use super::{Knob, Place};
use crate::update::error::Refused;
use crate::update::scale::Scale;

/// The limiter's range of gain, in decibels.
const GAIN: (f64, f64) = (-24.0, 24.0);

/// The loudness of a set: known in sets of ours, whose limiter tells it by name; in others it can be
/// moved by so much.
pub fn knob(main: Track<'_>) -> Result<Knob, Refused> {
    let limiters = main.devices().filter(|it| it.tag() == "Limiter");
    let device: Device<'_> = limiters.last().ok_or_else(|| {
        Refused::new(main.name(), "has no Limiter: there is no gain that its loudness hangs on")
    })?;
    let lost = || Refused::new(device.name(), "cannot be read");
    let gain = device.knob("Gain").ok_or_else(lost)?;
    let stands_at = gain.value().map_err(|_| lost())?;
    let told = told(&device.name());
    let range = told.map(|it| (it + GAIN.0 - stands_at, it + GAIN.1 - stands_at));
    Ok(Knob {
        place: Place::Loudness {
            gain: gain.spot().need("Manual").map_err(|_| lost())?.node,
            stands_at,
            name: device.spot().at("UserName").map(|it| it.node),
        },
        scale: Scale::Decibels,
        range,
        stored: told.unwrap_or(f64::NAN),
        text: gain.text(),
        points: Vec::new(),
    })
}

/// The loudness that a limiter of ours has in its name: `Limiter −8.5 LUFS`.
fn told(name: &str) -> Option<f64> {
    let told = name.strip_prefix("Limiter ")?.replace('−', "-");
    told.trim_end_matches("LUFS").trim().parse().ok()
}

/// The gain that makes the set louder by so many decibels, held in the limiter's range.
pub fn gain(stands_at: f64, by: f64) -> f64 {
    (stands_at + by).clamp(GAIN.0, GAIN.1)
}
