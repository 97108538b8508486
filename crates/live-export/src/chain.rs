//! Chains: effects put on tracks as devices, keyed and ready to be moved.

use als_model::edit::{DeviceHandle, Setting, TrackHandle};
use arrangement::{Knob, Move};
use mixing::Effect;
use music_types::{Db, Hz, Role};

use crate::effects::{self, Carried, Device};
use crate::error::{At, ExportError};
use crate::stage::Stage;
use crate::units;

/// A parameter that automation finds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Carrier {
    /// What it does.
    pub carried: Carried,
    /// The device.
    pub device: DeviceHandle,
    /// The parameter's path.
    pub path: &'static str,
}

impl Stage<'_> {
    /// Puts a chain behind what is on a track, with a carrier for each of `moves` that lacks one.
    pub fn add_chain(
        &mut self,
        track: TrackHandle,
        place: &str,
        chain: &[Effect],
        moves: &[Move],
    ) -> Result<Vec<Carrier>, ExportError> {
        let mut carriers = Vec::new();
        let missing = missing_carriers(chain, moves);
        for effect in chain.iter().chain(&missing) {
            for device in effects::devices(effect, self.request.edition) {
                self.put(track, place, &device, &mut carriers)?;
            }
        }
        Ok(carriers)
    }

    /// Puts the plug-ins that the user likes behind a chain that does what they are for, each once, switched off.
    pub fn add_beside(
        &mut self,
        track: TrackHandle,
        place: &str,
        chain: &[Effect],
    ) -> Result<(), ExportError> {
        for (kind, plugin) in self.request.beside {
            if chain.iter().any(|it| it.kind() == Some(*kind)) {
                let device = self.put_plugin(track, plugin, false, place)?;
                self.set.set_param(device, "On", Setting::Switch(false)).at(place)?;
            }
        }
        Ok(())
    }

    fn put(
        &mut self,
        track: TrackHandle,
        place: &str,
        device: &Device,
        carriers: &mut Vec<Carrier>,
    ) -> Result<(), ExportError> {
        let place = format!("{} on {place}", device.name);
        let key = match device.keyed_by {
            None => None,
            Some(role) => match self.key(role, track) {
                Some(key) => Some(key),
                None => {
                    self.left_out.push(format!("{place}: there is no {role} to key it"));
                    return Ok(());
                }
            },
        };
        let handle = self.set.add_device(track, device.class).at(&place)?;
        self.set.rename_device(handle, &device.name).at(&place)?;
        for (path, value) in &device.settings {
            self.set_held(handle, device.class, path, value, &place)?;
        }
        if let Some((source, level)) = key {
            self.set.sidechain(handle, source).at(&place)?;
            // The tap lies before the fader, the threshold is meant for what comes after it.
            let level = Setting::Number(units::fader(level));
            self.set_held(handle, device.class, effects::KEY_GAIN, &level, &place)?;
        }
        carriers.extend(device.carries.iter().map(|(carried, path)| Carrier {
            carried: *carried,
            device: handle,
            path,
        }));
        Ok(())
    }

    /// The track that keys a duck and where its fader stands; none where it would key itself.
    fn key(&self, role: Role, home: TrackHandle) -> Option<(TrackHandle, Db)> {
        let seat = self.seat_of(role).filter(|it| it.track != home)?;
        Some((seat.track, seat.strip.map_or(Db::UNITY, |it| it.level)))
    }

    /// Sets a parameter, held within its range.
    pub fn set_held(
        &mut self,
        device: DeviceHandle,
        class: &str,
        path: &str,
        value: &Setting,
        place: &str,
    ) -> Result<(), ExportError> {
        let held = match value {
            Setting::Number(number) => Setting::Number(self.hold(class, path, *number)),
            other => other.clone(),
        };
        self.set.set_param(device, path, held).at(place)
    }

    /// A value held within the range that a parameter of a device has; as it is where the range is not known.
    pub fn hold(&self, class: &str, path: &str, value: f64) -> f64 {
        let param = self.set.schema().device(class).and_then(|it| it.param(path));
        match param.and_then(|it| it.range) {
            Some(range) if value.is_finite() => value.max(range.low).min(range.high),
            Some(range) if value < 0.0 => range.low,
            Some(range) if 0.0 < value => range.high,
            _ => value,
        }
    }
}

/// Open effects for knobs that move and have no device in the chain.
fn missing_carriers(chain: &[Effect], moves: &[Move]) -> Vec<Effect> {
    let moved = |knob: Knob| moves.iter().any(|it| it.knob == knob && !it.points.is_empty());
    let low = chain.iter().any(|it| matches!(it, Effect::Filter { low_pass: Some(_), .. }));
    let high = chain.iter().any(|it| matches!(it, Effect::Filter { high_pass: Some(_), .. }));
    let wide = chain.iter().any(|it| matches!(it, Effect::Utility { .. }));
    let high_pass = (moved(Knob::HighPass) && !high).then_some(OPEN_HIGH_PASS);
    let needs_low = moved(Knob::LowPass) || moved(Knob::Resonance) && !high && high_pass.is_none();
    let low_pass = (needs_low && !low).then_some(OPEN_LOW_PASS);
    let mut missing = Vec::new();
    if low_pass.is_some() || high_pass.is_some() {
        missing.push(Effect::Filter { low_pass, high_pass, resonance: 0.0 });
    }
    if moved(Knob::Width) && !wide {
        missing.push(Effect::Utility { width: 100.0, bass_mono: None, gain: Db::UNITY });
    }
    missing
}

/// A low-pass that lets all through.
const OPEN_LOW_PASS: Hz = Hz(20_000.0);

/// A high-pass that lets all through.
const OPEN_HIGH_PASS: Hz = Hz(20.0);
