//! Devices in an outline.

use serde::Serialize;

use super::audible;
use crate::view::LiveSet;
use crate::view::device::{Device, DeviceKind};
use crate::view::rack::Chain;
use crate::view::routing::Target;

/// A device and what is in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeviceOutline {
    /// What it is called.
    pub name: String,
    /// What it is: `EQ Eight`, or a plug-in's own name.
    pub class: String,
    /// What it does.
    pub kind: DeviceKind,
    /// `VST2`, `VST3` or `AU` for plug-ins.
    pub format: Option<&'static str>,
    /// Whether it is switched on.
    pub is_on: bool,
    /// The track that its sidechain hears, when it is switched on.
    pub sidechain: Option<String>,
    /// The samples that it plays.
    pub samples: Vec<String>,
    /// The macros of a rack that are named or moved from 0.
    pub macros: Vec<MacroOutline>,
    /// The chains of a rack, or pads.
    pub chains: Vec<ChainOutline>,
}

/// A macro.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MacroOutline {
    /// What it is called.
    pub name: String,
    /// 0 to 127.
    pub value: f64,
}

/// A chain or pad.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChainOutline {
    /// What it is called.
    pub name: String,
    /// The MIDI key of a pad.
    pub key: Option<i64>,
    /// Its fader in decibels.
    pub volume: Option<f64>,
    /// Its devices.
    pub devices: Vec<DeviceOutline>,
}

/// How deep racks in racks are followed.
const DEEPEST: usize = 12;

/// Reads a device with what is in it.
pub(super) fn read(device: Device<'_>, set: Option<LiveSet<'_>>) -> DeviceOutline {
    read_to(device, set, DEEPEST)
}

fn read_to(device: Device<'_>, set: Option<LiveSet<'_>>, deeper: usize) -> DeviceOutline {
    let chain = |it: Chain<'_>| ChainOutline {
        name: it.name(),
        key: it.pad_key(),
        volume: it.decibels().ok().and_then(audible),
        devices: it
            .devices()
            .filter(|_| 0 < deeper)
            .map(|it| read_to(it, set, deeper.saturating_sub(1)))
            .collect(),
    };
    DeviceOutline {
        name: device.name(),
        class: device.class(),
        kind: device.kind(),
        format: device.plugin().map(|it| it.format().name()),
        is_on: device.is_on(),
        sidechain: sidechain(device, set),
        samples: device
            .samples()
            .iter()
            .filter_map(|it| it.file().ok().map(|it| it.name()))
            .collect(),
        macros: macros(device),
        chains: device.chains().map(chain).collect(),
    }
}

fn sidechain(device: Device<'_>, set: Option<LiveSet<'_>>) -> Option<String> {
    if !device.is_ducked() {
        return None;
    }
    match device.sidechain()?.target().ok()? {
        Target::Track { id, .. } => set?.track(id).map(|it| it.name()),
        _ => None,
    }
}

fn macros(device: Device<'_>) -> Vec<MacroOutline> {
    let all = device.macros().into_iter().map(|it| {
        let usual = format!("Macro {}", it.index + 1);
        let is_own = it.name.is_some_and(|it| it != usual);
        let name = it.name.map_or(usual, str::to_owned);
        (is_own, MacroOutline { name, value: it.knob.value().unwrap_or_default() })
    });
    all.filter(|(is_own, it)| *is_own || it.value != 0.0).map(|it| it.1).collect()
}
