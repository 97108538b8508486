//! Inside racks: chains, pads, macros.

use super::colour::Colour;
use super::level::decibels;
use super::{Device, Parameter, Spot, ViewError, view};

/// A chain of a rack; in a drum rack, a pad.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'t>(pub(super) Spot<'t>);
view!(Chain);

/// A macro knob of a rack.
#[derive(Debug, Clone, Copy)]
pub struct Macro<'t> {
    /// 0 to 15.
    pub index: usize,
    /// What it is called: `Macro 1`, or what the user called it.
    pub name: Option<&'t str>,
    /// The knob: 0 to 127.
    pub knob: Parameter<'t>,
}

impl<'t> Chain<'t> {
    /// What it is called.
    pub fn name(self) -> String {
        let user = self.0.text("Name/UserName").unwrap_or_default();
        let shown = self.0.text("Name/EffectiveName").or_else(|_| self.0.text("Name"));
        if user.is_empty() { shown.unwrap_or_default().into_owned() } else { user.into_owned() }
    }

    /// Its devices in order.
    pub fn devices(self) -> impl Iterator<Item = Device<'t>> {
        self.0.list("DeviceChain").flat_map(|it| it.list("Devices")).map(Device)
    }

    /// The MIDI key that plays a drum pad; `None` for a chain of another rack.
    ///
    /// Live stores 128 minus the key.
    pub fn pad_key(self) -> Option<i64> {
        (self.0.tag() == "DrumBranch")
            .then(|| self.drum("ReceivingNote"))
            .flatten()
            .map(|it| 128 - it)
    }

    /// The MIDI key that a drum pad's devices hear.
    pub fn plays_key(self) -> Option<i64> {
        (self.0.tag() == "DrumBranch").then(|| self.drum("SendingNote")).flatten()
    }

    /// The choke group of a drum pad, 1 to 16; `None` for none.
    pub fn choke_group(self) -> Option<i64> {
        self.drum("ChokeGroup").filter(|it| 0 < *it)
    }

    /// Its fader, in decibels.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn decibels(self) -> Result<f64, ViewError> {
        Parameter(self.0.need("MixerDevice/Volume")?).value().map(decibels)
    }

    /// Its fader.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn volume(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("MixerDevice/Volume").map(Parameter)
    }

    /// Its place.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn pan(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("MixerDevice/Panorama").map(Parameter)
    }

    /// Its speaker switch: off is muted.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn speaker(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("MixerDevice/Speaker").map(Parameter)
    }

    /// Whether it is muted.
    pub fn is_muted(self) -> bool {
        self.0.at("MixerDevice/Speaker").is_some_and(|it| Parameter(it).is_on() == Ok(false))
    }

    /// Its colour.
    pub fn colour(self) -> Option<Colour> {
        super::clip::colour(self.0)
    }

    fn drum(self, name: &str) -> Option<i64> {
        self.0
            .at("BranchInfo")
            .or_else(|| self.0.at("ZoneSettings"))
            .and_then(|it| it.whole(name).ok())
    }
}

pub(super) fn chains<'t>(
    device: Spot<'t>,
    list: &str,
) -> impl Iterator<Item = Chain<'t>> + use<'t> {
    device.list(list).map(Chain)
}

pub(super) fn macros(device: Spot<'_>) -> Vec<Macro<'_>> {
    let visible = device.whole("NumVisibleMacroControls").ok();
    let visible = visible.and_then(|it| usize::try_from(it).ok()).unwrap_or(8);
    let one = |index: usize| {
        let knob = device.at(&format!("MacroControls.{index}")).map(Parameter)?;
        let name = device.at(&format!("MacroDisplayNames.{index}"));
        let name = name.and_then(|it| it.tree.raw_attr(it.node, "Value"));
        Some(Macro { index, name, knob })
    };
    (0..visible.min(16)).filter_map(one).collect()
}
