//! The Live document: read it, look into it, change it, check it, write it back without losing a byte.

pub mod check;
pub mod container;
pub mod diff;
pub mod document;
pub mod edit;
pub mod number;
pub mod outline;
pub mod schema;
pub mod stamp;
pub mod tree;
pub mod view;

#[cfg(test)]
mod song;

/// The examples of the README are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

pub use container::ContainerError;
pub use document::{Document, Kind, ReadError};
pub use tree::{NodeId, Tree, TreeError};
