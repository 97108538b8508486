//! Tones: one note each, for a sampler to play over the keyboard.

mod held;
mod ring;
mod saws;
mod struck;

use music_types::{Pitch, Seconds};

use crate::signal::HZ;
use crate::signal::finish::{End, finish};
use crate::sound::Sound;
use crate::tone::ring::Ring;

/// A tone of the kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// A sine with a shade of overtones: the floor. Mono.
    Sub,
    /// Saw and pulse through a filter that snaps shut, with a little grit. Mono.
    Bass,
    /// Saws that beat against each other over a steady sub. Mono.
    Reese,
    /// A house organ: drawbars with a click and a knock of the third harmonic. Stereo.
    Organ,
    /// Fourteen saws, detuned and wide, under a soft lid. Stereo.
    Pad,
    /// A supersaw with a bright edge, for chords cut short. Stereo.
    Stab,
    /// Something between marimba and kalimba. Rings out. Stereo.
    Pluck,
    /// An electric piano by frequency modulation. Rings out. Stereo.
    Keys,
    /// Saw and pulse, sung with a late vibrato. Mono.
    Lead,
}

impl Tone {
    /// All of them, low to high.
    pub const ALL: &[Self] = &[
        Self::Sub,
        Self::Bass,
        Self::Reese,
        Self::Organ,
        Self::Pad,
        Self::Stab,
        Self::Pluck,
        Self::Keys,
        Self::Lead,
    ];

    /// Its name in data files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sub => "sub",
            Self::Bass => "bass",
            Self::Reese => "reese",
            Self::Organ => "organ",
            Self::Pad => "pad",
            Self::Stab => "stab",
            Self::Pluck => "pluck",
            Self::Keys => "keys",
            Self::Lead => "lead",
        }
    }

    /// The tone with this name in data files.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }

    /// The key at which it sounds as recorded: C2 for what is low, C4 for what is not, C5 for the
    /// lead; the middle of where each is played, so that a sampler bends it little.
    pub const fn root(self) -> Pitch {
        Pitch::new(match self {
            Self::Sub | Self::Bass | Self::Reese => 36,
            Self::Organ | Self::Pad | Self::Stab | Self::Pluck | Self::Keys => 60,
            Self::Lead => 72,
        })
    }
}

/// This tone at its root, 44 100 Hz, true peak −1 dB, tuned within 1 cent of A4 = 440 Hz.
///
/// What sustains loops without a seam between the two moments of [`Sound::sustain`]; every
/// oscillator completes whole cycles within them. [`Tone::Pluck`] and [`Tone::Keys`] ring out.
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
        Tone::Pluck => (finish(struck::pluck(hz), End::Natural), None),
        Tone::Keys => (finish(struck::keys(hz), End::Natural), None),
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
