//! How loud, how wide, how clear each part is; buses, sends, ducking, master.

pub mod brief;
pub mod chain;
pub mod effect;
pub mod level;
pub mod mix;
pub mod place;
pub mod style;
pub mod table;

pub use brief::{Brief, Channel, Edition, Heard, Sweep};
pub use effect::{Effect, EffectKind, EqBand, EqShape, SendName};
pub use level::Estimate;
pub use mix::{Bus, MixPlan, Return, Strip, mix};
pub use style::Style;
