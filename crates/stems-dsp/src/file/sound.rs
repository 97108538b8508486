//! A sound that is played rather than held: from memory or from a file, a tenth of a second at a
//! time.

use std::path::Path;

use music_types::Wave;

use crate::error::AudioError;
use crate::file::read::{Channels, Played, play};

/// Hears block after block of a sound: its rate, and its channels.
type Listener<'a> = dyn FnMut(u32, &[&[f32]]) + 'a;

/// Where a sound is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sound<'a> {
    /// In memory.
    Held(&'a Wave),
    /// In a file, which is decoded each time that it is played.
    File(&'a Path),
}

impl Sound<'_> {
    /// Plays the sound from end to end in blocks of a tenth of a second, the last one shorter;
    /// what is no number is silence. What was found in the file, if it is one.
    ///
    /// # Errors
    ///
    /// For a file: [`AudioError`], as [`read`](crate::read). What is held can always be played.
    pub(crate) fn play(&self, listener: &mut Listener) -> Result<Option<Played>, AudioError> {
        match self {
            Self::Held(wave) => {
                play_held(wave, listener);
                Ok(None)
            }
            Self::File(path) => {
                let mut blocks = Blocks { rate: 0, waiting: Vec::new() };
                let played = play(path, Channels::Folded, &mut |rate, planes| {
                    blocks.push(rate, planes, listener);
                    true
                })?;
                blocks.finish(listener);
                Ok(Some(played))
            }
        }
    }
}

/// Samples of a block.
fn block(rate: u32) -> usize {
    (rate as usize / 10).max(1)
}

fn play_held(wave: &Wave, listener: &mut Listener) {
    let frames = wave.frames();
    let mut clean: Vec<Vec<f32>> = vec![Vec::new(); wave.channels.len()];
    for start in (0..frames).step_by(block(wave.rate)) {
        let end = (start + block(wave.rate)).min(frames);
        for (clean, channel) in clean.iter_mut().zip(&wave.channels) {
            clean.clear();
            let samples = channel[start..end].iter();
            clean.extend(samples.map(|it| if it.is_finite() { *it } else { 0.0 }));
        }
        let planes: Vec<&[f32]> = clean.iter().map(Vec::as_slice).collect();
        listener(wave.rate, &planes);
    }
}

/// Packets of any length cut into blocks of one.
struct Blocks {
    rate: u32,
    waiting: Vec<Vec<f32>>,
}

impl Blocks {
    fn push(&mut self, rate: u32, planes: &[&[f32]], listener: &mut Listener) {
        self.rate = rate;
        self.waiting.resize(planes.len(), Vec::new());
        for (waiting, plane) in self.waiting.iter_mut().zip(planes) {
            waiting.extend_from_slice(plane);
        }
        let block = block(rate);
        let ready = self.waiting.first().map_or(0, Vec::len) / block * block;
        for start in (0..ready).step_by(block) {
            let planes: Vec<&[f32]> =
                self.waiting.iter().map(|it| &it[start..start + block]).collect();
            listener(rate, &planes);
        }
        self.waiting.iter_mut().for_each(|it| drop(it.drain(..ready)));
    }

    fn finish(self, listener: &mut Listener) {
        let planes: Vec<&[f32]> = self.waiting.iter().map(Vec::as_slice).collect();
        if planes.first().is_some_and(|it| !it.is_empty()) {
            listener(self.rate, &planes);
        }
    }
}
