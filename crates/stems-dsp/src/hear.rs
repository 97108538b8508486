//! What an ear finds in sound: grid, key, loudness, sections, onsets.

pub(crate) mod bar;
pub(crate) mod bassline;
pub(crate) mod cells;
pub(crate) mod chroma;
pub(crate) mod drift;
pub(crate) mod features;
pub(crate) mod grid;
pub(crate) mod key;
pub(crate) mod level;
pub(crate) mod onsets;
pub(crate) mod peaks;
pub(crate) mod phase;
pub(crate) mod power;
pub(crate) mod r128;
pub(crate) mod sections;
pub(crate) mod source;
pub(crate) mod spectrum;
pub(crate) mod sung;
pub(crate) mod tempo;
pub(crate) mod tips;
pub(crate) mod voice;
pub(crate) mod weights;
