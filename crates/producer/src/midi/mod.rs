//! Standard MIDI Files: parts out, other people's patterns in.

mod read;
mod write;

pub use read::{MidiNotes, read};
pub use write::{MidiPart, all, part};
