//! What is played: drums, percussion, bass, chords, leads, as phrases on a grid, and how they swing.

mod bass;
mod chance;
mod choose;
mod comp;
mod drums;
mod feel;
pub mod figure;
mod fills;
pub mod fit;
pub mod grid;
pub mod groove;
pub mod harmony;
pub mod measure;
pub mod numeral;
pub mod pattern;
pub mod play;
mod problems;
mod schema;
pub mod show;
pub mod style;
pub mod tones;
mod tune;
mod voicing;

pub use fit::{Fit, Sung, fit, progression_over};
pub use groove::{Struck, groove};
pub use harmony::{Chord, Progression, progression};
pub use numeral::HarmonyError;
pub use pattern::Pattern;
pub use play::{Brief, play};
pub use show::{Shown, grid, roll};
pub use style::{Groove, Layers, Style};
