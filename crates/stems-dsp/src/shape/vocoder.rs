//! The vocoder: frames of the recording, turned and laid at their new places.

use std::io;

use rayon::prelude::*;

use super::analysis::{Frame, Layout};
use super::fourier::{Bench, Fourier};
use super::look::{Batch, Looker};
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

/// Plays the score, as fast as `speed` says; `sink` is given what is ready, scaled, from the first sample on and at
/// least [`Score::frames`] in all, before they are played faster or slower.
///
/// While one batch of frames is turned and laid, the next is looked at.
pub(super) fn play<T: Tape>(
    tape: &mut T,
    score: &Score,
    speed: &mut Option<polyphase::Tape>,
    sink: &mut (impl FnMut(&[Vec<f32>]) -> io::Result<()> + Send),
) -> io::Result<()> {
    let (channels, layout) = (tape.channels(), score.layout);
    let fourier = Fourier::new(layout.size);
    let mut looker = Looker::new(tape, score, &fourier);
    let mut desk = Desk {
        phases: Phases::new(layout.bins),
        last: Frame::new(channels, layout),
        fourier: &fourier,
        benches: Shelf::new(),
        // Hann twice, overlapping four times, sums to one and a half.
        gain: 8.0 / 3.0 * layout.hop as f32 / layout.size as f32,
        sums: vec![Vec::new(); channels],
        start: 0,
        speed,
    };
    let [mut now, mut next] = [0, 1].map(|_| Batch::new(channels, layout));
    looker.look(&mut now)?;
    loop {
        let is_last = score.frames as i64 <= now.end;
        let look = || if is_last { Ok(()) } else { looker.look(&mut next) };
        let (put, looked) = rayon::join(|| sink(&desk.put(&mut now)), look);
        put.and(looked)?;
        if is_last {
            return Ok(());
        }
        std::mem::swap(&mut now, &mut next);
    }
}

/// Where frames are turned and laid.
struct Desk<'a> {
    phases: Phases,
    /// The frame that was last turned.
    last: Frame,
    fourier: &'a Fourier,
    benches: Shelf<Bench>,
    gain: f32,
    /// The sum of what is laid so far and not yet taken, and its first sample.
    sums: Vec<Vec<f32>>,
    start: i64,
    speed: &'a mut Option<polyphase::Tape>,
}

impl Desk<'_> {
    /// Turns and lays a batch; gives what is ready.
    fn put(&mut self, batch: &mut Batch) -> Vec<Vec<f32>> {
        for (place, attack) in &batch.attacks {
            for (sum, sound) in self.sums.iter_mut().zip(&attack.sound) {
                add(sum, place - self.start, sound);
            }
        }
        self.turn(&mut batch.frames);
        self.lay(batch);
        let ready = self.ready(batch.end);
        match self.speed {
            Some(speed) => speed.play(&ready),
            None => ready,
        }
    }

    /// Turns each frame so that it follows on from the one before.
    fn turn(&mut self, frames: &mut [Frame]) {
        let mut last = &self.last;
        for frame in frames.iter_mut() {
            self.phases.turn(frame, last);
            last = frame;
        }
        if let Some(last) = frames.last() {
            self.last.clone_from(last);
        }
    }

    /// Lays each frame at its place; nothing is left of it.
    fn lay(&mut self, batch: &mut Batch) {
        let (fourier, gain) = (self.fourier, self.gain);
        let sounds = |frame: &mut Frame| {
            self.benches.with(
                || fourier.bench(),
                |bench| {
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
            for (sum, sound) in self.sums.iter_mut().zip(channels) {
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
        self.sums.iter_mut().map(taken).collect()
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
