//! Audio files: read from any container, folded to stereo, written as WAV.

mod edits;
mod fold;
mod gapless;
mod read;
pub(crate) mod sound;
mod write;

pub(crate) use read::{Played, play};
pub use read::{Recording, open, read};
pub(crate) use write::write_pieces;
pub use write::write_wav;
