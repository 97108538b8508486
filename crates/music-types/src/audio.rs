//! Audio on the timeline: which file, which part of it, and how it is bent to the grid.

use serde::{Deserialize, Serialize};

use crate::level::Db;
use crate::pitch::Semitones;
use crate::time::{Beats, Seconds};

/// The name of an audio file in the project, relative to the project folder, with `/` between
/// folders: `Samples/Imported/vocal.wav`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SampleId(pub String);

/// How Live stretches a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WarpMode {
    /// Slices at transients; for drums.
    Beats,
    /// Grains that follow the pitch; for one voice.
    Tones,
    /// Grains that do not; for pads and noise.
    Texture,
    /// As a tape: pitch follows tempo.
    RePitch,
    /// For whole mixes.
    Complex,
    /// For whole mixes and voices, formants kept.
    ComplexPro,
}

/// A moment of the recording and the beat it belongs on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WarpMarker {
    /// The moment in the recording.
    pub at: Seconds,
    /// The beat it falls on, counted from the recording's own beat zero; may be negative.
    pub beat: Beats,
}

/// How a recording is bent to the grid.
#[derive(Debug, Clone, PartialEq)]
pub struct Warp {
    /// The algorithm.
    pub mode: WarpMode,
    /// Two or more markers, rising in both time and beats.
    pub markers: Vec<WarpMarker>,
}

/// A part of a recording as it lies on the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct AudioClip {
    /// The file.
    pub sample: SampleId,
    /// The grid of the recording; `None` plays it as it is, at its own speed (one-shots).
    pub warp: Option<Warp>,
    /// Where in the recording the clip begins: in beats of its own grid, or, unwarped, in beats of
    /// the set from the file's start.
    pub from: Beats,
    /// Transposition.
    pub transpose: Semitones,
    /// The clip's own gain.
    pub gain: Db,
    /// Fade in at the start.
    pub fade_in: Beats,
    /// Fade out at the end.
    pub fade_out: Beats,
}

/// Sound in memory: one list of samples a channel, all of one length, full scale at ±1.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Wave {
    /// Samples a second, in hertz; more than zero.
    pub rate: u32,
    /// The channels: one is mono, two are left and right.
    pub channels: Vec<Vec<f32>>,
}

impl Wave {
    /// Samples in each channel.
    pub fn frames(&self) -> usize {
        self.channels.iter().map(Vec::len).min().unwrap_or(0)
    }

    /// How long it lasts.
    pub fn length(&self) -> Seconds {
        Seconds(self.frames() as f64 / f64::from(self.rate.max(1)))
    }
}
