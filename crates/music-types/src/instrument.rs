//! What a part is played on, in words every writer can turn into a device.

use crate::audio::SampleId;
use crate::level::{Db, Pan};
use crate::pitch::{Pitch, Semitones};
use crate::time::Seconds;

/// How much of the velocity is heard on a pad, 0 to 1: ghost notes are to be ghosts.
pub const PAD_VELOCITY: f64 = 0.65;

/// How much of the velocity is heard on a pitched sampler, 0 to 1.
pub const VOICE_VELOCITY: f64 = 0.45;

/// What a part is played on.
#[derive(Debug, Clone, PartialEq)]
pub enum Instrument {
    /// Pads with a sample each.
    Kit(Vec<Pad>),
    /// One sample over the whole keyboard.
    Sampler(SamplerVoice),
    /// A synthesiser of the host.
    Synth(SynthPatch),
    /// A plug-in of the user's, by its id as an inventory spells it; it plays the sound it opens with.
    Plugin(String),
    /// None: the part is audio.
    Audio,
}

/// A pad of a kit.
#[derive(Debug, Clone, PartialEq)]
pub struct Pad {
    /// The key that plays it.
    pub key: Pitch,
    /// Its name, as on the pad.
    pub name: String,
    /// The sample.
    pub sample: SampleId,
    /// Sounds of one choke group cut each other off.
    pub choke: Option<u8>,
    /// The pad's own level.
    pub gain: Db,
    /// Its place in the stereo field.
    pub pan: Pan,
    /// Tuning of the sample.
    pub tune: Semitones,
}

/// One sample played in every key.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplerVoice {
    /// The name of the sound, for people.
    pub name: String,
    /// The sample.
    pub sample: SampleId,
    /// The key at which it sounds as recorded.
    pub root: Pitch,
    /// Seconds of the sample between which a held note loops; `None` plays it once.
    pub sustain: Option<(Seconds, Seconds)>,
    /// Voices at a time, 1 to 32; 1 is mono.
    pub voices: u8,
    /// Glide from note to note when mono; zero is none.
    pub glide: Seconds,
    /// The loudness envelope.
    pub envelope: Adsr,
    /// A low-pass filter, if any.
    pub low_pass: Option<LowPass>,
    /// What the host's sampler is set to besides: parameter paths and values as the device stores them.
    pub settings: Vec<(String, f64)>,
}

/// Attack, decay, sustain, release.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adsr {
    /// From silence to full.
    pub attack: Seconds,
    /// From full to the sustain level.
    pub decay: Seconds,
    /// The level while held.
    pub sustain: Db,
    /// From the sustain level to silence after the key is let go.
    pub release: Seconds,
}

/// A low-pass filter with an envelope of its own.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LowPass {
    /// Cutoff.
    pub cutoff: crate::frequency::Hz,
    /// Resonance, 0 to 1.
    pub resonance: f64,
    /// How far the loudness envelope opens it, in octaves; 0 leaves it still.
    pub opens: f64,
}

/// A sound of the host's own synthesiser: a device and the values of its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct SynthPatch {
    /// The host's name of the device, `Drift`.
    pub device: String,
    /// The name of the sound, for people.
    pub name: String,
    /// Parameter paths and values as the device stores them, in the order they are to be set.
    pub settings: Vec<(String, f64)>,
}
