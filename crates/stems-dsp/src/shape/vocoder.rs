//! The vocoder: frames of the recording, turned and laid at their new places.

use std::io;

use rayon::prelude::*;

use super::analysis::{Frame, Layout};
use super::fall::Falls;
use super::fourier::{Bench, Fourier};
use super::look::{BATCH, Batch, Looker};
use super::map::TimeMap;
use super::phase::Phases;
use super::polyphase;
use super::shelf::Shelf;
use super::tape::Tape;

/// What the vocoder is to do.
pub(super) struct Score {
    /// Where each moment goes.
    pub(super) map: TimeMap,
    /// First samples of attacks in the recording.
    pub(super) attacks: Vec<usize>,
    /// How each band falls after each of them; nothing where that is not minded.
    pub(super) falls: Vec<Falls>,
    /// How many times as fast what is made is played afterwards.
    pub(super) speed: f64,
    /// How finely to look.
    pub(super) layout: Layout,
    /// The longest attack, in seconds.
    pub(super) zone: f64,
    /// What becomes of the formants: ratios of pitch and formants.
    pub(super) formants: Option<(f64, f64)>,
    /// By how much samples are scaled.
    pub(super) scale: f64,
    /// Samples to make.
    pub(super) frames: usize,
}

impl Score {
    /// Where an attack goes that begins with this sample.
    pub(super) fn target(&self, attack: usize) -> i64 {
        libm::round(self.map.target(attack as f64)) as i64
    }
}

/// Plays the score, as fast as `speed` says; `sink` is given what is ready, scaled, from the first sample on and at
/// least [`Score::frames`] in all, before they are played faster or slower.
///
/// While one batch of frames is turned, which goes one frame after the other, the next is looked at and the last is
/// laid.
pub(super) fn play<T: Tape>(
    tape: &mut T,
    score: &Score,
    speed: &mut Option<polyphase::Tape>,
    sink: &mut (impl FnMut(&[Vec<f32>]) -> io::Result<()> + Send),
) -> io::Result<()> {
    let (channels, layout) = (tape.channels(), score.layout);
    let fourier = Fourier::new(layout.size);
    let mut looker = Looker::new(tape, score, &fourier);
    let mut phases = Phases::new(channels, layout);
    let mut sum = Sum {
        fourier: &fourier,
        benches: Shelf::new(),
        // Hann twice, overlapping four times, sums to one and a half.
        gain: 8.0 / 3.0 * layout.hop as f32 / layout.size as f32,
        channels: vec![Vec::new(); channels],
        start: 0,
        speed,
    };
    let [mut seen, mut turned, mut laid] = [0; 3].map(|_| Batch::new(channels, layout));
    let batches = (score.frames + layout.size).div_ceil(BATCH * layout.hop);
    for round in 0..batches + 2 {
        let look = || if round < batches { looker.look(&mut seen) } else { Ok(()) };
        let lay = || if 1 < round { sink(&sum.lay(&mut laid)) } else { Ok(()) };
        let turn = || {
            if (1..=batches).contains(&round) {
                phases.turn(&mut turned.frames);
            }
        };
        let ((), (put, looked)) = rayon::join(turn, || rayon::join(lay, look));
        put.and(looked)?;
        std::mem::swap(&mut laid, &mut turned);
        std::mem::swap(&mut turned, &mut seen);
    }
    Ok(())
}

/// Where frames are laid, one over the other.
struct Sum<'a> {
    fourier: &'a Fourier,
    benches: Shelf<Bench>,
    gain: f32,
    /// What is laid so far and not yet taken, and its first sample.
    channels: Vec<Vec<f32>>,
    start: i64,
    speed: &'a mut Option<polyphase::Tape>,
}

impl Sum<'_> {
    /// Lays a batch; gives what is ready.
    fn lay(&mut self, batch: &mut Batch) -> Vec<Vec<f32>> {
        for (place, attack) in &batch.attacks {
            for (sum, sound) in self.channels.iter_mut().zip(&attack.sound) {
                add(sum, place - self.start, sound);
            }
        }
        self.add(batch);
        let ready = self.ready(batch.end);
        match self.speed {
            Some(speed) => speed.play(&ready),
            None => ready,
        }
    }

    /// Lays each frame at its place; nothing is left of it.
    fn add(&mut self, batch: &mut Batch) {
        let (fourier, gain) = (self.fourier, self.gain);
        let sounds = |frame: &mut Frame| {
            self.benches.with(
                || fourier.bench(),
                |bench| {
                    frame.die();
                    let sound = |bins: &mut Vec<_>| fourier.sound(bins, gain, bench);
                    frame.spectra.iter_mut().map(sound).collect()
                },
            )
        };
        // One by one, so that a thread that has nothing else to do can take any of them.
        let frames = batch.frames.par_iter_mut().with_max_len(1);
        let sounds: Vec<Vec<Vec<f32>>> = frames.map(sounds).collect();
        for (frame, channels) in batch.frames.iter().zip(&sounds) {
            let place = frame.moment.to - fourier.size as i64 / 2 - self.start;
            for (sum, sound) in self.channels.iter_mut().zip(channels) {
                add(sum, place, sound);
            }
        }
    }

    /// Takes out what lies before `end`, where no frame will be laid any more.
    fn ready(&mut self, end: i64) -> Vec<Vec<f32>> {
        let count = usize::try_from(end - self.start).unwrap_or(0);
        self.start += count as i64;
        let taken = |sum: &mut Vec<f32>| {
            if sum.len() < count {
                sum.resize(count, 0.0);
            }
            sum.drain(..count).collect()
        };
        self.channels.iter_mut().map(taken).collect()
    }
}

/// Adds `sound` at `place`; what lies before the start is gone, and `sum` grows at its end.
fn add(sum: &mut Vec<f32>, place: i64, sound: &[f32]) {
    let skip = usize::try_from(-place).unwrap_or(0).min(sound.len());
    let place = usize::try_from(place).unwrap_or(0);
    let sound = &sound[skip..];
    if sum.len() < place + sound.len() {
        sum.resize(place + sound.len(), 0.0);
    }
    for (sum, sample) in sum[place..].iter_mut().zip(sound) {
        *sum += sample;
    }
}
