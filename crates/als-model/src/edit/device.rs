//! Devices on tracks and in chains, their parameters, and what keys them from the side.

use super::error::unfit;
use super::{ChainHandle, EditError, NewSet, TrackHandle, class};
use crate::number::{print_f32, print_f64};
use crate::schema::{Dial, Element, Kind, Plain, Schema};
use crate::tree::NodeId;

/// A device of one [`NewSet`]. Copying it copies an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceHandle(pub(super) usize);

/// Where a device goes: on a track or into a chain of a rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Behind the devices of a track.
    Track(TrackHandle),
    /// Behind the devices of a chain or drum pad.
    Chain(ChainHandle),
}

impl From<TrackHandle> for Place {
    fn from(track: TrackHandle) -> Self {
        Self::Track(track)
    }
}

impl From<ChainHandle> for Place {
    fn from(chain: ChainHandle) -> Self {
        Self::Chain(chain)
    }
}

/// A value for a parameter, in the parameter's own unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// For knobs, selectors and numbers.
    Number(f64),
    /// For switches.
    Switch(bool),
    /// For names and the like.
    Text(String),
}

impl From<f64> for Setting {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i64> for Setting {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<i32> for Setting {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<bool> for Setting {
    fn from(on: bool) -> Self {
        Self::Switch(on)
    }
}

impl From<&str> for Setting {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub node: NodeId,
    pub class: &'static Element,
    pub track: TrackHandle,
}

/// An element of a device that can be set: where it stands, and what the schema says of it.
pub(super) struct Spot {
    pub node: NodeId,
    pub element: &'static Element,
}

impl NewSet {
    /// A device with Live's class name, as `Compressor2`, behind those that are there.
    ///
    /// # Errors
    ///
    /// [`EditError::NoClass`] when this version has no such device.
    pub fn add_device(
        &mut self,
        place: impl Into<Place>,
        tag: &str,
    ) -> Result<DeviceHandle, EditError> {
        let place = place.into();
        let Some(device) = self.schema.device(tag) else {
            let known: Vec<&str> = self.schema.devices().map(|it| it.tag()).collect();
            let nearest = crate::schema::nearest(tag, known).map(str::to_owned);
            return Err(EditError::NoClass {
                version: self.version,
                class: tag.to_owned(),
                nearest,
            });
        };
        let class = device.element();
        let (list, track) = self.device_list(place)?;
        let node = self.stamp_next(list, tag)?;
        self.mark_default(node, tag)?;
        self.devices.push(Entry { node, class, track });
        Ok(DeviceHandle(self.devices.len() - 1))
    }

    /// Sets a parameter, or a plain value of the device, by its path: `Threshold`, `Bands.0/ParameterA/Freq`.
    ///
    /// # Errors
    ///
    /// [`EditError::NoPath`] with the parameter most like it, [`EditError::WrongKind`], [`EditError::OutOfRange`].
    pub fn set_param(
        &mut self,
        device: DeviceHandle,
        path: &str,
        value: impl Into<Setting>,
    ) -> Result<(), EditError> {
        let spot = self.spot(device, path)?;
        let text = spell(spot.element, path, &value.into())?;
        let is_param = matches!(spot.element.kind(), Kind::Parameter { .. });
        self.set_text(spot.node, if is_param { "Manual" } else { "" }, &text)
    }

    /// The number that a parameter stands at; a switch is 0 or 1.
    ///
    /// # Errors
    ///
    /// [`EditError::NoPath`]; [`EditError::WrongKind`] for a text.
    pub fn param(&self, device: DeviceHandle, path: &str) -> Result<f64, EditError> {
        let spot = self.spot(device, path)?;
        let is_param = matches!(spot.element.kind(), Kind::Parameter { .. });
        let text =
            self.tree.value(spot.node, if is_param { "Manual" } else { "" }).unwrap_or_default();
        match &*text {
            "true" => Ok(1.0),
            "false" => Ok(0.0),
            text => text.parse().map_err(|_| EditError::WrongKind {
                what: path.to_owned(),
                wanted: "a text",
                found: "a question for a number".to_owned(),
            }),
        }
    }

    /// Switches a device on or off.
    ///
    /// # Errors
    ///
    /// [`EditError::Stranger`].
    pub fn set_on(&mut self, device: DeviceHandle, on: bool) -> Result<(), EditError> {
        self.set_param(device, "On", on)
    }

    /// The name in the device's title bar.
    ///
    /// # Errors
    ///
    /// [`EditError::Stranger`].
    pub fn rename_device(&mut self, device: DeviceHandle, name: &str) -> Result<(), EditError> {
        let node = self.device(device)?.node;
        self.set_text(node, "UserName", name)
    }

    /// Lets another track key the device, taken behind that track's devices and before its fader.
    ///
    /// For every device with a sidechain: `Compressor2`, `GlueCompressor`, `Gate`, `AutoFilter`, plug-ins.
    ///
    /// # Errors
    ///
    /// [`EditError::NoPath`] for a device without; [`EditError::Unfit`] when the source is the main track or the
    /// device's own.
    pub fn sidechain(
        &mut self,
        device: DeviceHandle,
        source: TrackHandle,
    ) -> Result<(), EditError> {
        let entry = self.device(device)?;
        let (node, home) = (entry.node, entry.track);
        let track = self.track(source)?;
        if source == self.main() || source == home {
            return Err(unfit(
                track.name.clone(),
                "it cannot key a device that its own sound runs through",
            ));
        }
        let target = format!("AudioIn/Track.{}/PostFxOut", track.id);
        let name = track.name.clone();
        self.route(node, "SideChain/RoutedInput/Routable", [&target, &name, "Post FX"])?;
        self.set_bool(node, "SideChain/OnOff/Manual", true)
    }

    pub(super) fn device(&self, device: DeviceHandle) -> Result<&Entry, EditError> {
        self.devices.get(device.0).ok_or(EditError::Stranger("device"))
    }

    /// What stands at a path of a device. Slots are passed by naming what they hold:
    /// `Filter/Slot/Value/SimplerFilter/Freq`.
    pub(super) fn spot(&self, device: DeviceHandle, path: &str) -> Result<Spot, EditError> {
        let entry = self.device(device)?;
        let element = follow(self.schema, entry.class, path);
        let node = self.tree.find(entry.node, path);
        let can_be_set =
            |it: &&Element| matches!(it.kind(), Kind::Parameter { .. } | Kind::Value(..));
        match (element.filter(can_be_set), node) {
            (Some(element), Some(node)) => Ok(Spot { node, element }),
            _ => Err(EditError::NoPath {
                device: entry.class.tag().to_owned(),
                path: path.to_owned(),
                nearest: self.schema.device(entry.class.tag()).and_then(|it| it.nearest(path)),
            }),
        }
    }

    /// Says of a device that it came from Live's own default: what the title bar falls back on.
    pub(super) fn mark_default(&mut self, node: NodeId, name: &str) -> Result<(), EditError> {
        if name.ends_with("PluginDevice") {
            return Ok(());
        }
        let slot = self.need(node, "LastPresetRef/Value")?;
        let preset = self.stamp_next(slot, "AbletonDefaultPresetRef")?;
        let id = self.need(preset, "DeviceId")?;
        self.tree.set_attr(id, "Name", name);
        Ok(())
    }

    /// The list of devices of a place, and the track that they sound on.
    fn device_list(&self, place: Place) -> Result<(NodeId, TrackHandle), EditError> {
        match place {
            Place::Track(track) => {
                Ok((self.need(self.track(track)?.node, "DeviceChain/DeviceChain/Devices")?, track))
            }
            Place::Chain(chain) => {
                let entry = self.chain(chain)?;
                let list = self.need(entry.node, "DeviceChain")?;
                let inner = self.tree.children(list).next().ok_or(EditError::Stranger("chain"))?;
                Ok((self.need(inner, "Devices")?, entry.track))
            }
        }
    }
}

/// The schema's element at a path, passing from a slot into the class that is named behind it.
fn follow(schema: &'static Schema, from: &'static Element, path: &str) -> Option<&'static Element> {
    path.split('/').try_fold(from, |at, tag| match at.kind() {
        Kind::List(_) => schema.class(tag),
        _ => at.child(tag),
    })
}

/// A value in the words of the element that it is for.
pub(super) fn spell(element: &Element, path: &str, value: &Setting) -> Result<String, EditError> {
    let wrong = |wanted| {
        Err(EditError::WrongKind { what: path.to_owned(), wanted, found: format!("{value:?}") })
    };
    match (element.kind(), value) {
        (Kind::Parameter { dial: Dial::Switch, .. } | Kind::Value(Plain::Bool, _), _) => {
            match value {
                Setting::Switch(on) => Ok(on.to_string()),
                Setting::Number(number) if *number == 0.0 || *number == 1.0 => {
                    Ok((*number == 1.0).to_string())
                }
                _ => wrong("true or false"),
            }
        }
        (Kind::Parameter { dial, range, unit, .. }, Setting::Number(number)) => {
            // Silence is the softest that a fader goes.
            let floor = range.filter(|it| unit == "amplitude" && (0.0..it.low).contains(number));
            let number = &floor.map_or(*number, |it| it.low);
            if range.is_some_and(|it| !it.holds(*number)) || !number.is_finite() {
                let (low, high) = range.map_or((f64::MIN, f64::MAX), |it| (it.low, it.high));
                let (what, unit) = (path.to_owned(), unit.clone());
                return Err(EditError::OutOfRange { what, value: *number, low, high, unit });
            }
            match dial {
                Dial::Knob => Ok(print_f32(*number as f32)),
                _ if *number == number.trunc() => Ok(format!("{number:.0}")),
                _ => wrong("a whole number"),
            }
        }
        (Kind::Parameter { .. }, _) => wrong("a number"),
        (Kind::Value(Plain::Float, _), Setting::Number(number)) if number.is_finite() => {
            Ok(print_f64(*number))
        }
        (Kind::Value(Plain::Int, _), Setting::Number(number)) if *number == number.trunc() => {
            Ok(format!("{number:.0}"))
        }
        (Kind::Value(Plain::Text, _), Setting::Text(text)) => Ok(text.clone()),
        (Kind::Value(Plain::Int, _), _) => wrong("a whole number"),
        (Kind::Value(Plain::Float, _), _) => wrong("a number"),
        _ => wrong("a text"),
    }
}

impl NewSet {
    /// The parameter of a branch's or return's own mixer device, named by its preset reference.
    pub(super) fn stamp_mixer_reference(
        &mut self,
        branch: NodeId,
        name: &str,
    ) -> Result<(), EditError> {
        let mixer = self.need(branch, "MixerDevice")?;
        class(self.schema, "AbletonDefaultPresetRef")?;
        self.mark_default(mixer, name)
    }
}
