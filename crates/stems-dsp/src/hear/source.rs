//! The ear's own copy of the sound: mono, at one rate, at one level; held where it is short, played
//! anew in pieces where it is long.

use crate::error::AudioError;
use crate::file::sound::Sound;
use crate::rate::Passage;

/// The rate at which the ear listens, in hertz: enough for hats, half the work.
pub(crate) const RATE: u32 = 22_050;

/// What is softer than this (RMS of the louder tenths of seconds, −90 dBFS) counts as silence.
const SILENCE: f32 = 3.2e-5;

/// The level to which all sound is brought, so that a gain changes nothing that is heard.
const LEVEL: f32 = 0.1;

/// The longest sound that is held, in samples at the ear's rate: twenty minutes, 106 MB.
const HELD: usize = RATE as usize * 60 * 20;

/// Samples of a piece of a longer sound; a multiple of every hop of the ear.
const PIECE: usize = 4096 * 256;

/// Samples before and after a piece that are heard with it: no frame of the ear is longer.
const MARGIN: usize = 8192;

/// Folds, resamples and gauges a sound while it is played for the first time.
pub(crate) struct Ear {
    passage: Option<Passage>,
    tenth: Vec<f32>,
    levels: Vec<f32>,
    frames: usize,
    held: Option<Vec<f32>>,
    most: usize,
}

impl Ear {
    /// An ear that holds sounds of up to twenty minutes.
    pub(crate) fn new() -> Self {
        Self::holding(HELD)
    }

    fn holding(most: usize) -> Self {
        let (tenth, levels) = (Vec::new(), Vec::new());
        Self { passage: None, tenth, levels, frames: 0, held: Some(Vec::new()), most }
    }

    /// Hears the next piece, at `rate` hertz.
    pub(crate) fn push(&mut self, rate: u32, planes: &[&[f32]]) {
        let passage = self.passage.get_or_insert_with(|| Passage::new(rate, RATE));
        let mut ready = Vec::new();
        passage.push(&folded(planes), &mut ready);
        self.keep(&ready);
    }

    fn keep(&mut self, ready: &[f32]) {
        self.frames += ready.len();
        if self.most < self.frames {
            self.held = None;
        }
        if let Some(held) = &mut self.held {
            held.extend_from_slice(ready);
        }
        self.tenth.extend_from_slice(ready);
        let tenth = RATE as usize / 10;
        let whole = self.tenth.len() / tenth * tenth;
        self.levels.extend(self.tenth[..whole].chunks_exact(tenth).map(rms));
        self.tenth.drain(..whole);
    }

    /// The sound as the ear hears it from now on; `None` where there was only silence.
    pub(crate) fn finish(mut self, sound: Sound<'_>) -> Option<Mono<'_>> {
        let mut rest = Vec::new();
        if let Some(passage) = self.passage.take() {
            passage.finish(&mut rest);
        }
        self.keep(&rest);
        if !self.tenth.is_empty() {
            self.levels.push(rms(&self.tenth));
        }
        let loud = loudness(self.levels);
        if loud < SILENCE {
            return None;
        }
        let gain = LEVEL / loud;
        let held = self.held.map(|it| it.into_iter().map(|it| it * gain).collect());
        Some(Mono { sound, gain, frames: self.frames, held })
    }
}

/// A sound as the ear hears it: mono at [`RATE`], its louder parts at one level.
pub(crate) struct Mono<'a> {
    sound: Sound<'a>,
    gain: f32,
    frames: usize,
    held: Option<Vec<f32>>,
}

/// A stretch of the ear's sound, with what is around it.
pub(crate) struct Piece<'p> {
    /// The samples, with a margin on either side where there is more.
    pub(crate) samples: &'p [f32],
    /// The place of the first of them in the whole.
    pub(crate) start: usize,
    /// Where the stretch itself begins in the whole; a multiple of every hop.
    pub(crate) from: usize,
    /// Where it ends in the whole.
    pub(crate) to: usize,
}

impl Piece<'_> {
    /// The places `hop` samples apart that lie in this stretch, counted from its first sample.
    pub(crate) fn places(&self, hop: usize) -> impl Iterator<Item = usize> + use<> {
        let start = self.start;
        (self.from..self.to).step_by(hop).map(move |it| it - start)
    }
}

impl Mono<'_> {
    /// How many places `hop` samples apart there are in it.
    pub(crate) fn places(&self, hop: usize) -> usize {
        self.frames.div_ceil(hop)
    }

    /// Plays the sound to `listener` once more, stretch by stretch.
    ///
    /// # Errors
    ///
    /// As the sound's file, when it is played anew.
    pub(crate) fn pieces(&self, listener: &mut dyn FnMut(&Piece)) -> Result<(), AudioError> {
        if let Some(held) = &self.held {
            listener(&Piece { samples: held, start: 0, from: 0, to: held.len() });
            return Ok(());
        }
        let mut passage: Option<Passage> = None;
        let mut window = Window { samples: Vec::new(), start: 0, from: 0 };
        self.sound.play(&mut |rate, planes| {
            let passage = passage.get_or_insert_with(|| Passage::new(rate, RATE));
            window.fill(self.gain, |ready| passage.push(&folded(planes), ready));
            window.pass_on(listener);
        })?;
        if let Some(passage) = passage {
            window.fill(self.gain, |ready| passage.finish(ready));
        }
        window.pass_on(listener);
        window.finish(listener);
        Ok(())
    }
}

/// The part of a long sound that is in memory.
struct Window {
    samples: Vec<f32>,
    start: usize,
    from: usize,
}

impl Window {
    fn fill(&mut self, gain: f32, with: impl FnOnce(&mut Vec<f32>)) {
        let old = self.samples.len();
        with(&mut self.samples);
        self.samples.iter_mut().skip(old).for_each(|it| *it *= gain);
    }

    fn end(&self) -> usize {
        self.start + self.samples.len()
    }

    /// Passes on all pieces that are there with their margins, and forgets what is behind them.
    fn pass_on(&mut self, listener: &mut dyn FnMut(&Piece)) {
        while self.from + PIECE + MARGIN <= self.end() {
            let (from, to) = (self.from, self.from + PIECE);
            listener(&Piece { samples: &self.samples, start: self.start, from, to });
            self.from = to;
            let gone = (to - MARGIN).saturating_sub(self.start);
            self.samples.drain(..gone);
            self.start += gone;
        }
    }

    /// Passes on the rest.
    fn finish(self, listener: &mut dyn FnMut(&Piece)) {
        let (start, from, to) = (self.start, self.from, self.end());
        if from < to {
            listener(&Piece { samples: &self.samples, start, from, to });
        }
    }
}

/// The mean of the channels.
fn folded(planes: &[&[f32]]) -> Vec<f32> {
    let share = 1.0 / planes.len().max(1) as f32;
    let mut one = vec![0.0_f32; planes.iter().map(|it| it.len()).min().unwrap_or(0)];
    for plane in planes {
        one.iter_mut().zip(*plane).for_each(|(sum, sample)| *sum += sample * share);
    }
    one
}

/// The level of a tenth of a second that nine tenths are softer than.
fn loudness(mut levels: Vec<f32>) -> f32 {
    levels.sort_by(f32::total_cmp);
    let at = levels.len().saturating_sub(1) * 9 / 10;
    levels.get(at).copied().unwrap_or(0.0)
}

fn rms(samples: &[f32]) -> f32 {
    let power: f64 = samples.iter().map(|it| f64::from(*it) * f64::from(*it)).sum();
    libm::sqrt(power / samples.len().max(1) as f64) as f32
}

#[cfg(test)]
mod tests {
    use music_types::Wave;

    use super::*;

    fn heard(wave: &Wave, most: usize) -> Vec<f32> {
        let mut ear = Ear::holding(most);
        Sound::Held(wave).play(&mut |rate, planes| ear.push(rate, planes)).unwrap_or_default();
        let mut out = Vec::new();
        if let Some(mono) = ear.finish(Sound::Held(wave)) {
            let passed = mono.pieces(&mut |piece| {
                let (from, to) = (piece.from - piece.start, piece.to - piece.start);
                assert!(piece.from == 0 || MARGIN <= from);
                assert_eq!(piece.from, out.len());
                out.extend_from_slice(&piece.samples[from..to]);
            });
            assert!(passed.is_ok());
        }
        out
    }

    #[test]
    fn what_is_played_in_pieces_is_what_is_held() {
        let tone = |it: usize| libm::sinf(it as f32 * 0.02) * 0.3;
        let wave = Wave { rate: 11_025, channels: vec![(0..1_300_000).map(tone).collect()] };
        let (held, played) = (heard(&wave, HELD), heard(&wave, 1000));
        assert_eq!(held.len(), 2_600_000);
        assert!(held == played);
    }
}
