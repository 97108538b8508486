//! Every sound we ship, synthesised: the default kit, the tonal one-shots and the demo song's stems.

mod drum;
mod effect;
mod signal;
mod song;
mod sound;
mod tone;

pub use drum::{drum, ghost_kick, kit};
pub use effect::{Effect, effect};
pub use signal::RATE;
pub use song::{DemoSong, SongSection, SungPhrase, demo_song, demo_voice_drop};
pub use sound::Sound;
pub use tone::{Tone, tone};
