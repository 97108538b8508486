//! Devices: instruments, effects, racks, plug-ins.

use super::device_names::DEVICES;
use super::plugin::Plugin;
use super::rack::{self, Chain, Macro};
use super::routing::Routing;
use super::sample::Sample;
use super::{Parameter, Spot, view};
use crate::tree::Tree;

/// A device of a track or chain.
#[derive(Debug, Clone, Copy)]
pub struct Device<'t>(pub(super) Spot<'t>);
view!(Device);

/// What a device does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum DeviceKind {
    /// Notes in, sound out.
    Instrument,
    /// Sound in, sound out.
    AudioEffect,
    /// Notes in, notes out.
    MidiEffect,
    /// Holds chains of others.
    Rack,
    /// A plug-in of others; the set does not tell what it does.
    Plugin,
    /// An element that is not known.
    Unknown,
}

/// A knob of a device and where it is: `Bands.0/ParameterA/Freq`.
#[derive(Debug, Clone)]
pub struct Knob<'t> {
    /// The way from the device; equal neighbours are counted from 1 in brackets.
    pub path: String,
    /// The knob.
    pub parameter: Parameter<'t>,
}

/// What holds other devices or no knobs, and is not looked into.
const CLOSED: &[&str] = &[
    "Branches",
    "ReturnBranches",
    "Devices",
    "BranchPresets",
    "ReturnBranchPresets",
    "LastPresetRef",
    "SourceContext",
    "PluginDesc",
    "MultiSampleMap",
    "MidiControllerRange",
    "Events",
];

impl<'t> Device<'t> {
    /// The device at this element; any element passes.
    pub fn at(spot: Spot<'t>) -> Self {
        Self(spot)
    }

    /// The outermost device of a preset (`.adv`, `.adg`); `None` for a set.
    pub fn of_preset(tree: &'t Tree) -> Option<Self> {
        let top = tree.children(tree.root()?).next().map(|node| Spot { tree, node })?;
        match top.tag() {
            "LiveSet" => None,
            tag if tag.ends_with("Preset") => top.list("Device").next().map(Self),
            _ => Some(Self(top)),
        }
    }

    /// Its element's name: `Eq8`, `PluginDevice`.
    pub fn tag(self) -> &'t str {
        self.0.tag()
    }

    /// What Live's browser calls its class: `EQ Eight`; a plug-in's own name; the element where it is not known.
    pub fn class(self) -> String {
        match (self.plugin(), self.row()) {
            (Some(plugin), _) => plugin.name(),
            (None, Some((_, name, _))) => (*name).to_owned(),
            (None, None) => self.tag().to_owned(),
        }
    }

    /// What it is called: the user's or preset's name where there is one, else its class.
    pub fn name(self) -> String {
        let user = self.0.text("UserName").unwrap_or_default();
        if user.is_empty() { self.class() } else { user.into_owned() }
    }

    /// What it does.
    pub fn kind(self) -> DeviceKind {
        match self.row() {
            Some((_, _, kind)) => *kind,
            None if self.tag().ends_with("PluginDevice") => DeviceKind::Plugin,
            None => DeviceKind::Unknown,
        }
    }

    /// Whether it is switched on.
    pub fn is_on(self) -> bool {
        self.0.at("On").is_none_or(|it| Parameter(it).is_on() != Ok(false))
    }

    /// Its knobs and switches in the order of the document, without those of devices inside it.
    pub fn knobs(self) -> Vec<Knob<'t>> {
        let mut knobs = Vec::new();
        let mut waiting = vec![(self.0, String::new())];
        while let Some((at, path)) = waiting.pop() {
            if let Some(parameter) = Parameter::at(at).filter(|_| !path.is_empty()) {
                knobs.push(Knob { path, parameter });
                continue;
            }
            let from = waiting.len();
            for it in at.list("").filter(|it| !CLOSED.contains(&it.tag())) {
                waiting.push((it, step(&path, it)));
            }
            waiting[from..].reverse();
        }
        knobs
    }

    /// One knob by its path without brackets: `Threshold`, `Bands.0/ParameterA/Freq`.
    pub fn knob(self, path: &str) -> Option<Parameter<'t>> {
        self.0.at(path).and_then(Parameter::at)
    }

    /// What it says about a plug-in, when it is one.
    pub fn plugin(self) -> Option<Plugin<'t>> {
        Plugin::of(self.0)
    }

    /// The chains of a rack; in a drum rack, the pads.
    pub fn chains(self) -> impl Iterator<Item = Chain<'t>> {
        rack::chains(self.0, "Branches")
    }

    /// The return chains of a drum rack.
    pub fn return_chains(self) -> impl Iterator<Item = Chain<'t>> {
        rack::chains(self.0, "ReturnBranches")
    }

    /// The macro knobs of a rack that are in sight; none for other devices.
    pub fn macros(self) -> Vec<Macro<'t>> {
        rack::macros(self.0)
    }

    /// What its sidechain hears, whether or not it is switched on.
    pub fn sidechain(self) -> Option<Routing<'t>> {
        let inside = self.0.at("SideChain/RoutedInput/Routable");
        inside.or_else(|| self.0.at("SideListen/RoutedInput/Routable")).map(Routing)
    }

    /// Whether its sidechain is switched on.
    pub fn is_ducked(self) -> bool {
        self.knob("SideChain/OnOff").is_some_and(|it| it.is_on() == Ok(true))
    }

    /// The samples that it plays itself, without those of devices inside it.
    pub fn samples(self) -> Vec<Sample<'t>> {
        let mut samples = Vec::new();
        let mut waiting = vec![self.0];
        while let Some(at) = waiting.pop() {
            for it in at
                .list("")
                .filter(|it| !matches!(it.tag(), "Branches" | "ReturnBranches" | "Devices"))
            {
                match it.tag() {
                    "SampleRef" => samples.push(Sample::at(it)),
                    _ => waiting.push(it),
                }
            }
        }
        samples.reverse();
        samples
    }

    /// The devices inside it at any depth, chain by chain, itself not among them.
    pub fn inside(self) -> Vec<Device<'t>> {
        let mut found = Vec::new();
        let mut waiting: Vec<Device<'t>> = self.nearest();
        waiting.reverse();
        while let Some(it) = waiting.pop() {
            found.push(it);
            let mut deeper = it.nearest();
            deeper.reverse();
            waiting.append(&mut deeper);
        }
        found
    }

    fn nearest(self) -> Vec<Device<'t>> {
        self.chains().chain(self.return_chains()).flat_map(Chain::devices).collect()
    }

    fn row(self) -> Option<&'static (&'static str, &'static str, DeviceKind)> {
        DEVICES.binary_search_by_key(&self.tag(), |it| it.0).ok().and_then(|it| DEVICES.get(it))
    }
}

/// A path one step longer, with a number where neighbours have the same name.
fn step(path: &str, at: Spot<'_>) -> String {
    let tree = at.tree;
    let siblings = tree.parent(at.node).into_iter().flat_map(|it| tree.children(it));
    let mut alike = siblings.filter(|it| tree.tag(*it) == at.tag());
    let place = alike.by_ref().position(|it| it == at.node).unwrap_or(0);
    let slash = if path.is_empty() { "" } else { "/" };
    match place == 0 && alike.next().is_none() {
        true => format!("{path}{slash}{}", at.tag()),
        false => format!("{path}{slash}{}[{}]", at.tag(), place + 1),
    }
}
