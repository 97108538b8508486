//! Audio: decoded, measured and made ready.

mod error;
mod file;
mod hear;
mod measure;
mod overview;
mod profile;
mod rate;
pub mod shape;

pub use error::AudioError;
pub use file::{Recording, open, read, read_unfolded, write_wav};
pub use hear::bassline::{BassNote, bassline};
pub use hear::level::loudness;
pub use hear::sung::notes_in_bars;
pub use hear::voice::{activity, phrases};
pub use measure::{Brief, Files, Hearing, hear, measure};
pub use profile::{
    Band, BarProfile, Column, Grid, HeardSection, KeyGuess, Loudness, Onset, Overview, Profile,
    VocalPhrase,
};
pub use rate::resample;
