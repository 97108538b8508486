//! Effects in words of sound, before any device is chosen.

use std::fmt;

use music_types::{Beats, Db, Hz, Role, Seconds};
use serde::{Deserialize, Serialize};

/// A return that a part can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendName {
    /// A short room.
    Room,
    /// A plate as long as a bar.
    Plate,
    /// A hall as long as two bars.
    Hall,
    /// A dotted-eighth ping-pong delay.
    Delay,
    /// A quarter-note delay that is only thrown to.
    Throw,
    /// Parallel compression.
    Parallel,
}

impl SendName {
    /// All six, in the order of the returns A to F.
    pub const ALL: &[Self] =
        &[Self::Room, Self::Plate, Self::Hall, Self::Delay, Self::Throw, Self::Parallel];

    /// Its name in data files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Plate => "plate",
            Self::Hall => "hall",
            Self::Delay => "delay",
            Self::Throw => "throw",
            Self::Parallel => "parallel",
        }
    }
}

/// An effect, settled.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// An equaliser.
    Eq(Vec<EqBand>),
    /// A compressor, hard knee, peak.
    Compress {
        /// Where it begins, in dBFS.
        threshold: Db,
        /// Input above the threshold to output above it, 1 or more.
        ratio: f64,
        /// Time to take hold.
        attack: Seconds,
        /// Time to let go.
        release: Seconds,
        /// Gain after it.
        makeup: Db,
    },
    /// A bus compressor.
    Glue {
        /// Where it begins, in dBFS.
        threshold: Db,
        /// 2, 4 or 10 on most devices; the nearest is meant.
        ratio: f64,
        /// Time to take hold.
        attack: Seconds,
        /// Time to let go; `None` lets the device decide.
        release: Option<Seconds>,
        /// Gain after it.
        makeup: Db,
        /// Whether its output is clipped softly.
        soft_clip: bool,
    },
    /// Steps back whenever another part plays.
    Duck {
        /// Whose sound pushes it down, taken after that part's fader.
        from: Role,
        /// How far it steps back, below zero.
        depth: Db,
        /// The compressor's threshold that makes it so: the kick's peak −depth/(1−1/ratio).
        threshold: Db,
        /// The compressor's ratio.
        ratio: f64,
        /// Time to take hold.
        attack: Seconds,
        /// Time to come back, a share of the quarter note.
        release: Seconds,
    },
    /// Saturation.
    Saturate {
        /// Gain into it.
        drive: Db,
        /// Its share of the sound, 0 to 1.
        wet: f64,
    },
    /// The carrier of automated sweeps; open where nothing moves it.
    Filter {
        /// Low-pass cutoff, where one is needed.
        low_pass: Option<Hz>,
        /// High-pass cutoff, where one is needed.
        high_pass: Option<Hz>,
        /// Resonance, 0 to 1.
        resonance: f64,
    },
    /// Width, mono bass and gain.
    Utility {
        /// Width in percent, 0 to 200; 100 is as is.
        width: f64,
        /// Below this frequency it is mono.
        bass_mono: Option<Hz>,
        /// Gain.
        gain: Db,
    },
    /// A reverb.
    Reverb {
        /// Time to fall by 60 dB.
        decay: Seconds,
        /// Time until it begins.
        pre_delay: Seconds,
        /// Low cut of its input.
        low_cut: Hz,
        /// High cut of its input.
        high_cut: Hz,
        /// Its share of the sound, 0 to 1; 1 on a return.
        wet: f64,
    },
    /// A delay.
    Delay {
        /// Time between repeats.
        time: Beats,
        /// What of a repeat comes again, 0 to 0.95.
        feedback: f64,
        /// Whether repeats go from side to side.
        ping_pong: bool,
        /// Low cut of the repeats.
        low_cut: Hz,
        /// High cut of the repeats.
        high_cut: Hz,
        /// Its share of the sound, 0 to 1; 1 on a return.
        wet: f64,
    },
    /// The last device of the master.
    Limit {
        /// Gain into it.
        gain: Db,
        /// Nothing gets louder, in dBTP.
        ceiling: Db,
        /// The loudness that is expected behind it where all play, in LUFS.
        reaches: Db,
    },
    /// A chorus.
    Chorus {
        /// Its speed, 0.1 to 15 Hz.
        rate: Hz,
        /// How far it bends, 0 to 1.
        amount: f64,
        /// Its share of the sound, 0 to 1.
        wet: f64,
    },
    /// A drum bus shaper: drive, boom, transients.
    DrumBuss {
        /// Distortion, 0 to 1.
        drive: f64,
        /// The low resonance, 0 to 1.
        boom: f64,
        /// Where it sits.
        boom_freq: Hz,
        /// Attacks brought forward, or back below zero, −1 to 1.
        transients: f64,
        /// Its share of the sound, 0 to 1.
        wet: f64,
    },
}

/// What an effect is for, whatever device does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EffectKind {
    /// An equaliser.
    Eq,
    /// A compressor of a track or bus.
    Compressor,
    /// Saturation.
    Saturator,
    /// A reverb.
    Reverb,
    /// A delay.
    Delay,
    /// The limiter at the end of the master.
    Limiter,
}

impl Effect {
    /// What it is for; `None` for what no other device is asked for: ducks, sweeps, width.
    pub const fn kind(&self) -> Option<EffectKind> {
        match self {
            Self::Eq(_) => Some(EffectKind::Eq),
            Self::Compress { .. } | Self::Glue { .. } => Some(EffectKind::Compressor),
            Self::Saturate { .. } => Some(EffectKind::Saturator),
            Self::Reverb { .. } => Some(EffectKind::Reverb),
            Self::Delay { .. } => Some(EffectKind::Delay),
            Self::Limit { .. } => Some(EffectKind::Limiter),
            _ => None,
        }
    }
}

/// A band of an equaliser.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EqBand {
    /// Its shape.
    pub shape: EqShape,
    /// Its corner or centre, 20 to 20 000 Hz.
    pub freq: Hz,
    /// Its gain; of no meaning for cuts.
    #[serde(default = "flat")]
    pub gain: Db,
    /// Its quality, 0.1 to 18; for cuts 0.7 is flat to the corner.
    #[serde(default = "plain")]
    pub q: f64,
}

const fn flat() -> Db {
    Db::UNITY
}

/// 1/√2: a cut that is flat to its corner (Butterworth), a bell two octaves wide.
const fn plain() -> f64 {
    std::f64::consts::FRAC_1_SQRT_2
}

/// The shape of a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EqShape {
    /// Takes away below its corner, 12 dB an octave; `low_cut_steep` is 24 and more.
    LowCut,
    /// The same, 24 dB an octave or more.
    LowCutSteep,
    /// Lifts or lowers all below.
    LowShelf,
    /// Lifts or lowers around its centre.
    Bell,
    /// Lifts or lowers all above.
    HighShelf,
    /// Takes away above its corner, 12 dB an octave.
    HighCut,
}

impl fmt::Display for EqBand {
    /// `−3.0 dB at 350 Hz`, `low cut 28 Hz`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            EqShape::LowCut | EqShape::LowCutSteep => write!(f, "low cut {}", self.freq),
            EqShape::HighCut => write!(f, "high cut {}", self.freq),
            EqShape::LowShelf => write!(f, "{} below {}", self.gain, self.freq),
            EqShape::HighShelf => write!(f, "{} above {}", self.gain, self.freq),
            EqShape::Bell => write!(f, "{} at {}", self.gain, self.freq),
        }
    }
}

impl fmt::Display for Effect {
    /// A few words, as in a mix table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Eq(bands) => {
                let bands: Vec<String> = bands.iter().map(ToString::to_string).collect();
                write!(f, "eq ({})", bands.join(", "))
            }
            Self::Compress { threshold, ratio, .. } => write!(f, "comp {ratio}:1 at {threshold}"),
            Self::Glue { threshold, ratio, .. } => write!(f, "glue {ratio}:1 at {threshold}"),
            Self::Duck { from, depth, threshold, release, .. } => {
                let ms = release.0 * 1000.0;
                write!(f, "duck {depth} from {from} (at {threshold}, {ms:.0} ms)")
            }
            Self::Saturate { drive, wet } => write!(f, "saturate {drive} {:.0} %", wet * 100.0),
            Self::Filter { low_pass, high_pass, .. } => {
                let has = |it: &Option<Hz>, word| if it.is_some() { word } else { "" };
                write!(f, "filter{}{}", has(low_pass, " lp"), has(high_pass, " hp"))
            }
            Self::Utility { width, bass_mono, gain } => {
                write!(f, "utility {width:.0} %")?;
                bass_mono.map_or(Ok(()), |it| write!(f, " mono below {it}"))?;
                if *gain == Db::UNITY { Ok(()) } else { write!(f, " {gain}") }
            }
            Self::Reverb { decay, pre_delay, .. } => {
                write!(f, "reverb {:.2} s after {:.0} ms", decay.0, pre_delay.0 * 1000.0)
            }
            Self::Delay { time, feedback, ping_pong, .. } => {
                let sides = if *ping_pong { " ping-pong" } else { "" };
                write!(f, "delay {}/16 {:.0} %{sides}", sixteenths(*time), feedback * 100.0)
            }
            Self::Limit { gain, ceiling, .. } => write!(f, "limit {gain} to {ceiling}"),
            Self::Chorus { rate, .. } => write!(f, "chorus {:.1} Hz", rate.0),
            Self::DrumBuss { drive, .. } => write!(f, "drum buss {:.0} %", drive * 100.0),
        }
    }
}

fn sixteenths(time: Beats) -> f64 {
    time.as_quarters() * 4.0
}
