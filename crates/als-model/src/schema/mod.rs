//! What is known of Live's documents, as data: each class's elements in Live's order, per version.
//!
//! The data are `schema/*.outline`, in the notation of [`outline`]; a [`Schema`] is what they say for one version.

mod element;
pub mod outline;
mod params;
mod resolve;
mod version;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use element::{Attribute, Element, Kind, Range};
pub use outline::{Dial, Plain};
pub use params::{Device, Parameter, nearest};
pub use version::Version;

/// The outlines, in the order in which they are read.
const OUTLINES: &[&str] = &[
    include_str!("../../schema/shared.outline"),
    include_str!("../../schema/set.outline"),
    include_str!("../../schema/tracks.outline"),
    include_str!("../../schema/clips.outline"),
    include_str!("../../schema/racks.outline"),
    include_str!("../../schema/instruments.outline"),
    include_str!("../../schema/dynamics.outline"),
    include_str!("../../schema/filters.outline"),
    include_str!("../../schema/effects.outline"),
    include_str!("../../schema/midi_effects.outline"),
    include_str!("../../schema/plugins.outline"),
];

/// Everything known of one version of Live.
#[derive(Debug)]
pub struct Schema {
    version: Version,
    classes: BTreeMap<String, Element>,
    problems: Vec<String>,
}

impl Schema {
    /// The schema of a version, or of the known version whose form fits it best
    /// (see [`Version::nearest_known`]).
    pub fn of(version: Version) -> &'static Self {
        static SCHEMAS: [OnceLock<Schema>; 16] = [const { OnceLock::new() }; 16];
        let nearest = version.nearest_known();
        let index = Version::known().position(|it| it == nearest).unwrap_or(0);
        match SCHEMAS.get(index) {
            Some(schema) => schema.get_or_init(|| resolve::schema(nearest, OUTLINES)),
            None => unreachable_schema(),
        }
    }

    /// The version that this is the schema of.
    pub fn version(&self) -> Version {
        self.version
    }

    /// An element as a list or slot holds it: `MidiTrack`, `AudioClip`, `Compressor2`, `FloatEvent`.
    ///
    /// `None` when the class is not known to this version. The set itself is `LiveSet`.
    pub fn class(&self, tag: &str) -> Option<&Element> {
        self.classes.get(tag)
    }

    /// All classes in the order of their names.
    pub fn classes(&self) -> impl Iterator<Item = &Element> {
        self.classes.values()
    }

    /// The element at `path`, counted from a class: `LiveSet/Transport/LoopOn`, `Eq8/Bands.0/ParameterA/Freq`.
    pub fn find(&self, path: &str) -> Option<&Element> {
        let (class, rest) = path.split_once('/').unwrap_or((path, ""));
        self.class(class)?.find(rest)
    }

    /// The children of the element at `path` in Live's order, each with whether it may be missing.
    pub fn children(&self, path: &str) -> Option<impl Iterator<Item = (&str, bool)>> {
        let element = self.find(path)?;
        Some(element.children().iter().map(|it| (it.tag(), it.is_optional())))
    }

    /// A device by its class, with its parameters; `None` when this version does not know it as a device.
    pub fn device(&self, tag: &str) -> Option<Device<'_>> {
        let class = self.class(tag)?;
        (class.child("LastPresetRef").is_some()
            && class.child("OverwriteProtectionNumber").is_some()
            || class.child("PluginDesc").is_some())
        .then(|| Device::new(class))
    }

    /// All devices in the order of their names.
    pub fn devices(&self) -> impl Iterator<Item = Device<'_>> {
        self.classes.keys().filter_map(|it| self.device(it))
    }

    /// Whether an element in a list may be absent from a set because nothing is mapped: `KeyMidi` and its like.
    pub fn is_mapping(tag: &str) -> bool {
        tag.contains("KeyMidi") && !tag.ends_with("KeyMidis") || tag.ends_with("LocatorMapping")
    }

    /// Lines of the outlines that could not be read, and classes that are named but missing; empty when all is well.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

/// A schema of nothing, should there ever be more versions than places for them.
fn unreachable_schema() -> &'static Schema {
    static NOTHING: OnceLock<Schema> = OnceLock::new();
    NOTHING.get_or_init(|| resolve::schema(Version::LIVE_11_3, &[]))
}

#[cfg(test)]
mod tests;
