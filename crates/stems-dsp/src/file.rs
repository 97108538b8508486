//! Audio files: read from any container, folded to stereo or as they are, written as WAV.

mod edits;
mod fold;
mod gapless;
mod read;
pub(crate) mod sound;
mod write;

pub(crate) use read::{Channels, Played, play};
pub use read::{Recording, open, read, read_unfolded};
pub use write::write_wav;
pub(crate) use write::{folder_of, write_pieces};
