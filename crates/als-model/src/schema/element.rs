//! One element as a version of Live writes it: kind, attributes, children in order.

use super::outline::{Dial, Plain};

/// An element with everything that a fresh one holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    pub(super) tag: String,
    pub(super) kind: Kind,
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Element>,
    pub(super) optional: bool,
    pub(super) inferred: bool,
}

/// What an element is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// It holds its children, or nothing.
    Group,
    /// It holds members of these classes, any number; its children are what a fresh one holds.
    ///
    /// `device` stands for every device.
    List(Vec<String>),
    /// A value in the attribute `Value`, with the default.
    Value(Plain, String),
    /// A parameter: its value stands in `Manual`, a range in `MidiControllerRange`.
    Parameter {
        /// Knob, switch or selector.
        dial: Dial,
        /// What a fresh device has.
        default: String,
        /// What the value may be; `None` when not known.
        range: Option<Range>,
        /// The unit of the value: `Hz`, `ms`, `s`, `dB`, `amplitude`, `share` (0–1), …; empty when it has none.
        unit: String,
    },
    /// An `Id` in the set's one namespace, around a `LockEnvelope`.
    Pointee,
    /// An `Id` in that namespace, alone.
    Identity,
    /// Hexadecimal text.
    Blob,
}

/// The ends of what a parameter may be, both allowed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The smallest value.
    pub low: f64,
    /// The largest value.
    pub high: f64,
}

impl Range {
    /// Whether a value lies on the range, allowing for what single precision rounds.
    pub fn holds(self, value: f64) -> bool {
        let slack = 1e-6 * self.low.abs().max(self.high.abs()).min(1e9);
        self.low - slack <= value && value <= self.high + slack
    }
}

/// An attribute other than `Value`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name; `Id` is given out by the list or the set.
    pub name: String,
    /// What it holds.
    pub plain: Plain,
    /// What a fresh element has.
    pub default: String,
    /// Whether it may be missing.
    pub optional: bool,
}

impl Element {
    /// A knob on a range, for what takes values but has no place in the outlines.
    pub(crate) fn knob(tag: &str, low: f64, high: f64) -> Self {
        let range = Some(Range { low, high });
        let (default, unit) = (low.to_string(), String::new());
        Self {
            tag: tag.to_owned(),
            kind: Kind::Parameter { dial: Dial::Knob, default, range, unit },
            attributes: Vec::new(),
            children: Vec::new(),
            optional: false,
            inferred: false,
        }
    }

    /// The element's name.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// What it is for.
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Its attributes in Live's order, without `Value`.
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Its children in Live's order; for a list, what a fresh one holds.
    pub fn children(&self) -> &[Self] {
        &self.children
    }

    /// The first child called `tag`.
    pub fn child(&self, tag: &str) -> Option<&Self> {
        self.children.iter().find(|it| it.tag == tag)
    }

    /// The element at `path` below this one; an empty path is this one.
    pub fn find(&self, path: &str) -> Option<&Self> {
        path.split('/').filter(|it| !it.is_empty()).try_fold(self, |at, tag| at.child(tag))
    }

    /// Whether real sets of this version have the element only at times.
    pub fn is_optional(&self) -> bool {
        self.optional
    }

    /// Whether the element was not seen in this version but in versions around it.
    pub fn is_inferred(&self) -> bool {
        self.inferred
    }

    /// Whether members of the class `tag` may stand in this list; `false` for what is no list.
    ///
    /// `device` in a list, and a list of which no member was ever seen, welcome any class: there are devices and
    /// references that this schema does not know.
    pub fn welcomes(&self, tag: &str) -> bool {
        matches!(&self.kind, Kind::List(of) if of.is_empty() || of.iter().any(|it| it == "device" || it == tag))
    }
}
