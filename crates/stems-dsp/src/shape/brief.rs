//! What is asked of a recording: how long, how high, whose formants.

use music_types::Semitones;

use super::analysis::Layout;
use super::map::TimeMap;

/// How a recording is to be shaped.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Where each moment of the recording goes.
    pub time: Time,
    /// Up or down by so much, −24 to 24; beyond is held at the ends.
    pub shift: Semitones,
    /// What becomes of the formants.
    pub formants: Formants,
    /// What is played in the recording.
    pub preset: Preset,
}

/// Where each moment of a recording goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Time {
    /// Everything lasts so many times as long, 0.25 to 4; beyond is held at the ends.
    Ratio(f64),
    /// Moment by moment, as on a grid.
    Map(TimeMap),
}

/// What becomes of the formants, the resonances that make a voice this voice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Formants {
    /// They go where the pitch goes, as with a tape.
    Follow,
    /// They move by so much, −12 to 12 semitones, whatever the pitch does; zero keeps them.
    Move(Semitones),
}

impl Formants {
    /// Formants that stay where they are.
    pub const KEEP: Self = Self::Move(Semitones(0.0));
}

/// What is played, and thereby how finely time and pitch are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Anything: long frames, attacks apart.
    Music,
    /// One voice: short frames that follow a vibrato, consonants apart.
    Voice,
    /// Drums: as music, with longer attacks.
    Drums,
}

/// What a preset means at a rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Manner {
    /// Samples of a frame, a power of two.
    pub(super) frame: usize,
    /// Frames overlap so often.
    pub(super) overlap: usize,
    /// How much louder than before an attack is, as a logarithm of power.
    pub(super) attack: f32,
    /// The longest attack, in seconds.
    pub(super) zone: f64,
    /// Whether what was struck dies away at its own pace.
    pub(super) is_struck: bool,
    /// Whether phases advance as in the middle of the step, not at its end.
    pub(super) is_centred: bool,
}

impl Manner {
    /// How frames are laid out of what is then played `speed` times as fast.
    pub(super) fn layout(&self, speed: f64) -> Layout {
        let highest = libm::ceil(self.frame as f64 / 2.0 / speed.max(1.0)) as usize;
        Layout {
            size: self.frame,
            hop: self.frame / self.overlap,
            is_centred: self.is_centred,
            bins: highest + 1,
        }
    }
}

impl Preset {
    /// The manner at `rate` hertz: frames last as long as at 44.1 kHz, as nearly as powers of two
    /// allow.
    pub(super) fn manner(self, rate: u32) -> Manner {
        let frame = |at_cd: f64| {
            let wanted = at_cd * f64::from(rate.clamp(4_000, 768_000)) / 44_100.0;
            1_usize << (libm::round(libm::log2(wanted)) as u32).clamp(8, 17)
        };
        match self {
            Self::Music => Manner {
                frame: frame(4096.0),
                overlap: 4,
                attack: 0.9,
                zone: 0.07,
                is_struck: true,
                is_centred: false,
            },
            Self::Voice => Manner {
                frame: frame(2048.0),
                overlap: 4,
                attack: 2.2,
                zone: 0.05,
                is_struck: false,
                is_centred: true,
            },
            Self::Drums => Manner {
                frame: frame(4096.0),
                overlap: 4,
                attack: 0.9,
                zone: 0.08,
                is_struck: true,
                is_centred: false,
            },
        }
    }
}

impl Brief {
    /// A brief that changes nothing, for `preset`.
    pub const fn nothing(preset: Preset) -> Self {
        Self { time: Time::Ratio(1.0), shift: Semitones(0.0), formants: Formants::Follow, preset }
    }

    /// How much higher, as a ratio of frequencies.
    pub(super) fn pitch(&self) -> f64 {
        let shift = if self.shift.0.is_finite() { self.shift.0.clamp(-24.0, 24.0) } else { 0.0 };
        if shift == 0.0 { 1.0 } else { libm::exp2(shift / 12.0) }
    }

    /// By which ratio of frequencies formants move, or nothing where they follow the pitch.
    pub(super) fn formant_move(&self) -> Option<f64> {
        match self.formants {
            Formants::Follow => None,
            Formants::Move(by) if by.0.is_finite() => {
                Some(libm::exp2(by.0.clamp(-12.0, 12.0) / 12.0))
            }
            Formants::Move(_) => Some(1.0),
        }
    }

    /// Whether the recording comes out as it went in.
    pub(super) fn is_nothing(&self) -> bool {
        let same_time = match &self.time {
            Time::Ratio(ratio) => *ratio == 1.0 || !ratio.is_finite(),
            Time::Map(map) => map.is_straight(),
        };
        let same_formants = self.formant_move().is_none_or(|it| it == 1.0);
        same_time && self.pitch() == 1.0 && same_formants
    }
}
