//! A sound as it is shipped.

use music_types::{Pitch, Seconds, Wave};

/// A sound of the kit: a wave and how a sampler plays it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// Its name, fit to be the stem of a file: lower case, words joined by `_`.
    pub name: String,
    /// The wave: 44 100 Hz, one or two channels, true peak −1 dB against full scale.
    pub wave: Wave,
    /// The key at which it sounds as recorded; `None` for what has no pitch.
    pub root: Option<Pitch>,
    /// The stretch that repeats without a seam while a note is held; `None` plays once.
    pub sustain: Option<(Seconds, Seconds)>,
}
