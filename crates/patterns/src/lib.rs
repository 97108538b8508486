//! What is played: drums, percussion, bass, chords, leads, as phrases on a grid, and how they swing.

mod bass;
mod chance;
mod choose;
mod comp;
mod drums;
mod feel;
pub mod figure;
mod fills;
pub mod grid;
pub mod harmony;
pub mod measure;
pub mod numeral;
pub mod play;
mod problems;
pub mod show;
pub mod style;
pub mod tones;
mod tune;
mod voicing;

pub use harmony::{Chord, Progression, progression};
pub use numeral::HarmonyError;
pub use play::{Brief, play};
pub use show::{Shown, grid, roll};
pub use style::{Groove, Layers, Style};
