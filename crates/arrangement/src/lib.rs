//! Who plays when, and how hard; transitions and automation moves.

pub mod arrange;
pub mod brief;
pub mod curve;
pub mod drops;
pub mod form;
pub mod knob;
pub mod lanes;
pub mod motion;
pub mod slot;
pub mod style;
pub mod timeline;
pub mod vocal;

pub use arrange::{Arrangement, Clip, Part, arrange};
pub use brief::{Brief, Energy, Treatment, Version};
pub use drops::{Place, PlacedDrop, VoiceDropAt, place_drops};
pub use form::{Form, Section, Step, form};
pub use knob::{Knob, Move, Point, SendName, Shape};
pub use slot::{Crash, Slot, slots};
pub use style::Style;
pub use vocal::{
    PhraseKind, VocalMap, VocalPhrase, VocalPlacement, phrases_from_activity, place_vocals,
};
