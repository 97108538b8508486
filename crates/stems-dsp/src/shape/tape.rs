//! Where sound is read from, piece by piece.

use std::io;
use std::sync::{Mutex, PoisonError};

use music_types::Wave;

use super::ear::Heard;
use crate::error::stopped;

/// A recording that can be read from any place.
pub trait Tape: Send + Sync {
    /// Samples a second.
    fn rate(&self) -> u32;
    /// How many channels.
    fn channels(&self) -> usize;
    /// Samples in each channel.
    fn frames(&self) -> usize;
    /// Fills each of `into` with the samples from `from` on; before the start and after the end is
    /// silence.
    ///
    /// # Errors
    ///
    /// What the disk says.
    fn read(&mut self, from: i64, into: &mut [Vec<f32>]) -> io::Result<()>;

    /// What was heard of just this sound, if somebody listened, so that nobody need go through it again. A tape that changes
    /// another's sound does not hand on what was heard of that.
    fn heard(&self) -> Option<&Heard> {
        None
    }
}

impl Tape for &Wave {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn channels(&self) -> usize {
        self.channels.len()
    }

    fn frames(&self) -> usize {
        Wave::frames(self)
    }

    fn read(&mut self, from: i64, into: &mut [Vec<f32>]) -> io::Result<()> {
        let frames = Wave::frames(self);
        for (place, channel) in into.iter_mut().zip(&self.channels) {
            place.fill(0.0);
            let skip = usize::try_from(-from).unwrap_or(0).min(place.len());
            let start = usize::try_from(from).unwrap_or(0).min(frames);
            for (it, sample) in place[skip..].iter_mut().zip(&channel[start..frames]) {
                *it = *sample;
            }
        }
        Ok(())
    }
}

/// Is told the share that is done, 0 to 1, and answers whether to go on.
pub type Watch<'a> = dyn FnMut(f64) -> bool + Send + 'a;

/// A tape of which somebody watches how far it was read.
pub struct Watched<'a, 'w, T> {
    tape: &'a mut T,
    /// Samples a channel that will be read, about.
    whole: f64,
    done: f64,
    /// The share that is done when all is read.
    share: f64,
    /// Only asked by who holds the tape; the lock is what lets threads share a reference to it.
    watch: Mutex<&'a mut Watch<'w>>,
}

impl<'a, 'w, T: Tape> Watched<'a, 'w, T> {
    /// `tape` is to be read `times` over, which is so large a `share` of the work; when `watch` says so it reads no more,
    /// and says that it was interrupted.
    pub fn new(tape: &'a mut T, times: f64, share: f64, watch: &'a mut Watch<'w>) -> Self {
        let whole = times * tape.frames().max(1) as f64;
        Self { tape, whole, done: 0.0, share, watch: Mutex::new(watch) }
    }
}

impl<T: Tape> Tape for Watched<'_, '_, T> {
    fn rate(&self) -> u32 {
        self.tape.rate()
    }

    fn channels(&self) -> usize {
        self.tape.channels()
    }

    fn frames(&self) -> usize {
        self.tape.frames()
    }

    fn read(&mut self, from: i64, into: &mut [Vec<f32>]) -> io::Result<()> {
        self.done += into.first().map_or(0, Vec::len) as f64;
        let share = self.share * (self.done / self.whole).min(1.0);
        let watch = self.watch.get_mut().unwrap_or_else(PoisonError::into_inner);
        if watch(share) { self.tape.read(from, into) } else { Err(stopped()) }
    }

    fn heard(&self) -> Option<&Heard> {
        self.tape.heard()
    }
}

/// A part of a tape held in memory, made clean: what is no number is silence, and all is scaled.
pub(super) struct Window {
    start: i64,
    scale: f64,
    /// The channels from `start` on.
    pub(super) channels: Vec<Vec<f32>>,
}

impl Window {
    /// An empty window on `channels` channels that makes samples `scale` times as large.
    pub(super) fn new(channels: usize, scale: f64) -> Self {
        Self { start: 0, scale, channels: vec![Vec::new(); channels] }
    }

    /// Moves to `length` samples from `start` on.
    pub(super) fn load(
        &mut self,
        tape: &mut impl Tape,
        start: i64,
        length: usize,
    ) -> io::Result<()> {
        self.start = start;
        self.channels.iter_mut().for_each(|it| it.resize(length, 0.0));
        tape.read(start, &mut self.channels)?;
        for sample in self.channels.iter_mut().flatten() {
            *sample = clean(*sample, self.scale);
        }
        Ok(())
    }

    /// `length` samples of a channel from `from` on, all of them within the window.
    pub(super) fn part(&self, channel: usize, from: i64, length: usize) -> &[f32] {
        let at = (from - self.start) as usize;
        &self.channels[channel][at..at + length]
    }

    /// Takes `samples` at `from` out of a channel, as far as they are within the window.
    pub(super) fn subtract(&mut self, channel: usize, from: i64, samples: &[f32]) {
        let length = self.channels[channel].len() as i64;
        let skip = (self.start - from).max(0);
        let at = (from - self.start).max(0);
        if at < length && (skip as usize) < samples.len() {
            let places = self.channels[channel][at as usize..].iter_mut();
            for (place, sample) in places.zip(&samples[skip as usize..]) {
                *place -= sample;
            }
        }
    }
}

/// A sample times `scale`; silence for what is no number.
pub(super) fn clean(sample: f32, scale: f64) -> f32 {
    if sample.is_finite() { (f64::from(sample) * scale) as f32 } else { 0.0 }
}
