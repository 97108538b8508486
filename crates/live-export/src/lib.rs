//! An arrangement and a mix as a Live set.

mod audio;
mod automation;
mod bend;
mod chain;
mod clips;
pub mod colour;
mod effects;
mod error;
mod instruments;
mod names;
mod notes;
mod request;
mod sections;
mod set;
mod stage;
pub mod units;

pub use error::ExportError;
pub use request::{Content, Export, Request, SampleFacts, Target};
pub use set::{export, set};
