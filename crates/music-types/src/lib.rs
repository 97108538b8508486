//! The words every stage speaks: beats, tempo, pitch, key, decibels, notes, parts, seeds.

pub mod audio;
pub mod drum;
pub mod frequency;
pub mod instrument;
pub mod key;
pub mod level;
pub mod note;
pub mod pitch;
pub mod role;
pub mod section;
pub mod seed;
pub mod time;
pub mod tone;

pub use audio::{AudioClip, SampleId, Warp, WarpMarker, WarpMode, Wave};
pub use drum::Drum;
pub use frequency::Hz;
pub use instrument::{Adsr, Instrument, LowPass, Pad, SamplerVoice, SynthPatch};
pub use key::{Camelot, Key, KeyError, Mode};
pub use level::{Db, Gain, Intensity, Pan};
pub use note::{Note, Phrase, Velocity};
pub use pitch::{Pitch, PitchClass, Semitones};
pub use role::{Family, Role};
pub use section::SectionKind;
pub use seed::{Dice, Seed};
pub use time::{Beats, Seconds, Span, Tempo, TempoError};
pub use tone::Tone;
