//! Typed handles on the tree: they own nothing, so what they do not know they cannot lose.
//!
//! A handle is a [`Spot`] (a tree and an element) with a name. Each getter holds the path it reads, once.

pub mod clip;
pub mod colour;
pub mod device;
mod device_names;
pub mod envelope;
pub mod level;
pub mod mixer;
pub mod notes;
pub mod parameter;
pub mod plugin;
pub mod rack;
pub mod reading;
pub mod routing;
pub mod sample;
pub mod set;
pub mod signature;
pub mod target;
pub mod track;
pub mod version;

pub use clip::Clip;
pub use device::Device;
pub use envelope::Envelope;
pub use mixer::Mixer;
pub use parameter::Parameter;
pub use set::LiveSet;
pub use track::{Track, TrackKind};

use std::borrow::Cow;

use crate::tree::{NodeId, Tree};

/// Why a typed view could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewError {
    /// The element is not there.
    #[error("no {wanted} in {at}")]
    Missing {
        /// The element that was asked, as a path.
        at: String,
        /// What was looked for under it.
        wanted: String,
    },
    /// The element is there, but its value does not read as it should.
    #[error("{at} is {text:?}, which is no {wanted}")]
    Unreadable {
        /// Where the value stands.
        at: String,
        /// The value as written.
        text: String,
        /// What it should be.
        wanted: &'static str,
    },
}

/// An element of a tree: what every view is inside, and the way past the views to what they do not know.
#[derive(Debug, Clone, Copy)]
pub struct Spot<'t> {
    /// The tree.
    pub tree: &'t Tree,
    /// The element.
    pub node: NodeId,
}

impl<'t> Spot<'t> {
    /// The element's name.
    pub fn tag(self) -> &'t str {
        self.tree.tag(self.node)
    }

    /// The element at `path` below, when it is there.
    pub fn at(self, path: &str) -> Option<Self> {
        self.tree.find(self.node, path).map(|node| Self { node, ..self })
    }

    /// The element at `path` below.
    ///
    /// # Errors
    ///
    /// [`ViewError::Missing`].
    pub fn need(self, path: &str) -> Result<Self, ViewError> {
        self.at(path).ok_or_else(|| self.missing(path))
    }

    /// The children of the element at `path`, none when it is not there.
    pub fn list(self, path: &str) -> impl DoubleEndedIterator<Item = Self> + use<'t> {
        let tree = self.tree;
        let around = self.tree.find(self.node, path);
        around
            .into_iter()
            .flat_map(move |it| tree.children(it))
            .map(move |node| Self { tree, node })
    }

    /// The `Value` of the element at `path`.
    ///
    /// # Errors
    ///
    /// [`ViewError::Missing`].
    pub fn text(self, path: &str) -> Result<Cow<'t, str>, ViewError> {
        self.tree.value(self.node, path).ok_or_else(|| self.missing(path))
    }

    /// The `Value` of the element at `path` as a number.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no finite number.
    pub fn number(self, path: &str) -> Result<f64, ViewError> {
        let text = self.text(path)?;
        finite(&text).ok_or_else(|| self.unreadable(path, &text, "number"))
    }

    /// The `Value` of the element at `path` as a whole number.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no whole number.
    pub fn whole(self, path: &str) -> Result<i64, ViewError> {
        let text = self.text(path)?;
        text.parse().map_err(|_| self.unreadable(path, &text, "whole number"))
    }

    /// The `Value` of the element at `path` as a switch.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or neither `true` nor `false`.
    pub fn switch(self, path: &str) -> Result<bool, ViewError> {
        let text = self.text(path)?;
        text.parse().map_err(|_| self.unreadable(path, &text, "switch"))
    }

    /// An attribute as a number.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no finite number.
    pub fn attr_number(self, name: &str) -> Result<f64, ViewError> {
        let text = self.tree.attr(self.node, name).ok_or_else(|| self.missing(name))?;
        finite(&text).ok_or_else(|| self.unreadable(name, &text, "number"))
    }

    /// The `Id` attribute, when it is there and a whole number.
    pub fn id(self) -> Option<i64> {
        self.tree.raw_attr(self.node, "Id").and_then(|it| it.parse().ok())
    }

    fn missing(self, wanted: &str) -> ViewError {
        ViewError::Missing { at: self.tree.path(self.node), wanted: wanted.to_owned() }
    }

    fn unreadable(self, path: &str, text: &str, wanted: &'static str) -> ViewError {
        let at = [&*self.tree.path(self.node), path].join("/");
        ViewError::Unreadable { at, text: text.to_owned(), wanted }
    }
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|it: &f64| it.is_finite())
}

/// Gives a view its way back to the element it looks at.
macro_rules! view {
    ($($name:ident),*) => {$(
        impl<'t> $name<'t> {
            /// The element that this view looks at.
            pub fn spot(self) -> $crate::view::Spot<'t> {
                self.0
            }

            /// The element's id in the tree, for edits.
            pub fn node(self) -> $crate::tree::NodeId {
                self.0.node
            }
        }
    )*};
}
use view;
