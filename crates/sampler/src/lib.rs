//! What a part sounds like: drum racks and samplers played by phrases, to be measured.
//!
//! It plays what [`Instrument`] says as Live's Simpler would: pads once, voices looped, with
//! envelope, low-pass and velocity. It is an ear for gain staging, not a copy of Simpler: its
//! levels are within a decibel or two where filters are still, and its sound is heard by nobody.

mod filter;
mod pad;
mod read;
mod voice;

use std::sync::Arc;

use music_types::{Instrument, Phrase, SampleId, Tempo, Wave};

/// Frames a second of all that is rendered.
pub const RATE: u32 = 44_100;

/// Seconds that a render goes on for after its phrase, so that what was struck last is heard.
const TAIL: f64 = 1.0;

/// A phrase as an instrument plays it, stereo at [`RATE`], from the phrase's start to a second
/// after its end. `sample` gives the files.
///
/// `None` for what is not played here: audio, the host's synthesisers, plug-ins, and parts whose files are
/// missing or silent.
pub fn render(
    instrument: &Instrument,
    phrase: &Phrase,
    tempo: Tempo,
    sample: impl Fn(&SampleId) -> Option<Arc<Wave>>,
) -> Option<Wave> {
    let seconds = tempo.seconds(phrase.length()).0 + TAIL;
    let mut out = Stage::new((seconds * f64::from(RATE)) as usize);
    match instrument {
        Instrument::Kit(pads) => pad::play(&mut out, pads, phrase, tempo, sample),
        Instrument::Sampler(voice) => {
            voice::play(&mut out, voice, phrase, tempo, &*sample(&voice.sample)?);
        }
        Instrument::Synth(_) | Instrument::Plugin(_) | Instrument::Audio => return None,
    }
    out.is_heard().then(|| out.finish())
}

/// Two channels that sounds are added to.
pub(crate) struct Stage {
    channels: [Vec<f32>; 2],
}

impl Stage {
    fn new(frames: usize) -> Self {
        Self { channels: [vec![0.0; frames], vec![0.0; frames]] }
    }

    /// Adds a frame; what lies past the end is left out.
    pub(crate) fn add(&mut self, at: usize, frame: [f64; 2]) {
        for (channel, value) in self.channels.iter_mut().zip(frame) {
            if let Some(it) = channel.get_mut(at) {
                *it += value as f32;
            }
        }
    }

    /// How many frames there are.
    pub(crate) fn frames(&self) -> usize {
        self.channels[0].len()
    }

    fn is_heard(&self) -> bool {
        self.channels.iter().flatten().any(|it| it.is_finite() && 1e-6 < it.abs())
    }

    fn finish(self) -> Wave {
        Wave { rate: RATE, channels: self.channels.into() }
    }
}

/// The amplitude of a stroke: `share` of it follows the velocity (1 to 127), the rest is fixed.
pub(crate) fn strength(velocity: u8, share: f64) -> f64 {
    1.0 - share + share * f64::from(velocity) / 127.0
}
