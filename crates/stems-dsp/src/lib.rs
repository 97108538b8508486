//! Audio: decoded, measured and made ready.

mod error;
mod file;
mod rate;

pub use error::AudioError;
pub use file::{Recording, open, read, write_wav};
pub use rate::resample;
