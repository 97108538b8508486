//! Tones: one note each, for a sampler to play over the keyboard.

mod air;
mod held;
mod low;
mod ring;
mod saws;
mod struck;

use music_types::Seconds;
pub use music_types::Tone;

use crate::signal::HZ;
use crate::signal::finish::{End, finish};
use crate::sound::Sound;
use crate::tone::ring::Ring;

/// This tone at its root, 44 100 Hz, true peak −1 dB, tuned within 1 cent of A4 = 440 Hz.
///
/// What sustains loops without a seam between the two moments of [`Sound::sustain`]; every
/// oscillator completes whole cycles within them. What [rings out](Tone::rings_out) does not loop.
pub fn tone(tone: Tone) -> Sound {
    let hz = tone.root().hz().0;
    let (wave, sustain) = match tone {
        Tone::Sub => looped(Ring::new(hz, 1.0, 0.25), held::sub),
        Tone::Bass => looped(Ring::new(hz, 1.0, 1.2), held::bass),
        Tone::Reese => looped(Ring::new(hz, 4.0, 0.5), saws::reese),
        Tone::Organ => looped(Ring::new(hz, 2.0, 0.8), held::organ),
        Tone::Pad => looped(Ring::new(hz, 6.0, 1.0), saws::pad),
        Tone::Stab => looped(Ring::new(hz, 3.0, 1.5), saws::stab),
        Tone::Lead => looped(Ring::new(hz, 2.0, 1.2), held::lead),
        Tone::Round => looped(Ring::new(hz, 1.0, 0.9), low::round),
        Tone::Acid => looped(Ring::new(hz, 1.0, 1.3), low::acid),
        Tone::FmBass => looped(Ring::new(hz, 1.0, 1.0), low::fm_bass),
        Tone::Glass => looped(Ring::new(hz, 6.0, 0.5), air::glass),
        Tone::Hollow => looped(Ring::new(hz, 2.0, 1.2), air::hollow),
        Tone::Flute => looped(Ring::new(hz, 2.0, 1.0), air::flute),
        Tone::Log => (finish(low::log(hz), End::Natural), None),
        Tone::Pluck => (finish(struck::pluck(hz), End::Natural), None),
        Tone::Keys => (finish(struck::keys(hz), End::Natural), None),
        Tone::Piano => (finish(struck::piano(hz), End::Natural), None),
        Tone::Kalimba => (finish(struck::kalimba(hz), End::Natural), None),
        Tone::Bell => (finish(struck::bell(hz), End::Natural), None),
    };
    Sound { name: tone.word().to_owned(), wave, root: Some(tone.root()), sustain }
}

/// A held tone and where it loops.
fn looped(
    ring: Ring,
    play: impl Fn(Ring) -> Vec<Vec<f64>>,
) -> (music_types::Wave, Option<(Seconds, Seconds)>) {
    let wave = finish(play(ring), End::Loop(ring.frames()));
    let seconds = |frame: usize| Seconds(frame as f64 / HZ);
    (wave, Some((seconds(ring.start), seconds(ring.start + ring.length))))
}
