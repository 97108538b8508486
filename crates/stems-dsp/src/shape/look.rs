//! Looking at the recording: what each frame of the result is to be made of.

use std::collections::VecDeque;
use std::io;

use rayon::prelude::*;

use super::analysis::{Eye, Frame, Layout, Moment};
use super::bend::Bender;
use super::dying::Dying;
use super::envelope::{self, Formants};
use super::fourier::Fourier;
use super::shelf::Shelf;
use super::split::{Attack, Splitter};
use super::tape::{Tape, Window};
use super::vocoder::Score;

/// Frames of a batch; three batches are in work at a time, each of which fits into a cache of a megabyte where frames have
/// two channels and 4096 samples.
pub(super) const BATCH: usize = 12;
/// How long what rises goes along with the attack before it, in seconds.
const ALONG: f64 = 0.1;

/// Frames that are seen and not yet turned, and attacks that are set apart and not yet laid.
pub(super) struct Batch {
    /// The frames, in order of time.
    pub(super) frames: Vec<Frame>,
    /// Attacks, and where in the result they begin.
    pub(super) attacks: Vec<(i64, Attack)>,
    /// The first sample on which later batches lay something.
    pub(super) end: i64,
}

impl Batch {
    /// Room for a batch in `channels` channels.
    pub(super) fn new(channels: usize, layout: Layout) -> Self {
        Self { frames: vec![Frame::new(channels, layout); BATCH], attacks: Vec::new(), end: 0 }
    }
}

/// Looks at a recording, batch after batch.
pub(super) struct Looker<'a, T> {
    tape: &'a mut T,
    score: &'a Score,
    fourier: &'a Fourier,
    bender: Bender,
    eyes: Shelf<Eye>,
    desks: Shelf<envelope::Desk>,
    splitter: Splitter,
    formants: Option<Formants>,
    dying: Dying<'a>,
    layout: Layout,
    window: Window,
    /// Attacks of which something may still be in a window.
    attacks: VecDeque<Attack>,
    next_attack: usize,
    next_frame: i64,
}

impl<'a, T: Tape> Looker<'a, T> {
    /// Looks at `tape` from its start on.
    pub(super) fn new(tape: &'a mut T, score: &'a Score, fourier: &'a Fourier) -> Self {
        let layout = score.layout;
        Self {
            bender: Bender::new(),
            eyes: Shelf::new(),
            desks: Shelf::new(),
            splitter: Splitter::new(tape.rate()),
            formants: score.formants.map(|(pitch, to)| Formants::new(tape.rate(), pitch, to)),
            dying: Dying::new(score, tape.rate()),
            window: Window::new(tape.channels(), score.scale),
            attacks: VecDeque::new(),
            next_attack: 0,
            next_frame: -((layout.size / layout.hop) as i64) / 2,
            layout,
            tape,
            score,
            fourier,
        }
    }

    /// Looks at the next batch.
    pub(super) fn look(&mut self, batch: &mut Batch) -> io::Result<()> {
        let (first, hop) = (self.next_frame, self.layout.hop as i64);
        self.next_frame += BATCH as i64;
        batch.end = self.next_frame * hop - self.layout.size as i64 / 2;
        batch.attacks.clear();
        let moments: Vec<Moment> =
            (first..self.next_frame).map(|it| self.moment(it * hop)).collect();
        self.load(&moments, &mut batch.attacks)?;
        self.see(&moments, &mut batch.frames);
        self.dying.note(&mut batch.frames);
        Ok(())
    }

    fn moment(&self, to: i64) -> Moment {
        let map = &self.score.map;
        let from = |to: i64| libm::round(map.source(to as f64)) as i64;
        let reach = (ALONG * f64::from(self.tape.rate())) as i64;
        let before = self.score.attacks.partition_point(|it| self.score.target(*it) <= to);
        // Where a recording begins, all does.
        let last = before.checked_sub(1).and_then(|it| self.score.attacks.get(it)).copied();
        let last = last.unwrap_or(0);
        let is_near = to < self.score.target(last) + reach;
        Moment {
            to,
            from: from(to),
            last_from: from(to - self.layout.hop as i64),
            ratio: map.ratio_at(to as f64),
            is_over: self.tape.frames() as i64 <= from(to),
            moved: is_near.then(|| self.score.target(last) - last as i64),
        }
    }

    /// Loads what the frames at `moments` look at, without its attacks; those that are new go to `found`.
    fn load(&mut self, moments: &[Moment], found: &mut Vec<(i64, Attack)>) -> io::Result<()> {
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Ok(()) };
        let look = self.formants.as_ref().map_or(0, |it| it.size + 4 * it.step as usize);
        let reach = (self.layout.size / 2 + self.layout.hop).max(look) as i64 + 4;
        let (start, end) = (first.from.min(first.last_from) - reach, last.from + reach);
        self.window.load(self.tape, start, (end - start) as usize)?;
        while let Some(attack) = self.score.attacks.get(self.next_attack).copied() {
            if end < attack as i64 - 2048 {
                break;
            }
            if let Some((place, attack)) = self.split(attack)? {
                self.attacks.push_back(attack.clone());
                found.push((place, attack));
            }
            self.next_attack += 1;
        }
        for attack in &self.attacks {
            for (channel, sound) in attack.sound.iter().enumerate() {
                self.window.subtract(channel, attack.start, sound);
            }
        }
        let is_past = |it: &Attack| {
            let length = it.sound.first().map_or(0, Vec::len) as i64;
            it.start + length < start - 4 * reach
        };
        while self.attacks.front().is_some_and(is_past) {
            self.attacks.pop_front();
        }
        Ok(())
    }

    /// Sets an attack apart, and says where it goes, as it is; nothing where the next follows at once.
    fn split(&mut self, at: usize) -> io::Result<Option<(i64, Attack)>> {
        let rate = f64::from(self.tape.rate());
        let next = self.score.attacks.get(self.next_attack + 1).copied();
        let target = self.score.target(at);
        let gap = next.map_or(f64::INFINITY, |it| {
            ((it - at) as f64).min((self.score.target(it) - target) as f64)
        });
        let zone = (self.score.zone * rate).min(gap - 0.0075 * rate);
        if zone < 0.002 * rate {
            return Ok(None);
        }
        let attack = self.splitter.attack(self.tape, self.score.scale, at, zone as usize)?;
        Ok(Some((attack.start + target - at as i64, attack)))
    }

    /// Looks at each moment, all at once.
    fn see(&self, moments: &[Moment], frames: &mut [Frame]) {
        let gains = self.gains(moments);
        let see = |frame: &mut Frame, moment: &Moment, eye: &mut Eye| {
            frame.see(moment, &self.window, self.fourier, &self.bender, eye);
        };
        // One by one, so that a thread that has nothing else to do can take any of them.
        let work = frames.par_iter_mut().zip(moments).enumerate().with_max_len(1);
        work.for_each(|(index, (frame, moment))| {
            self.eyes.with(|| Eye::new(self.fourier), |eye| see(frame, moment, eye));
            if let Some(gains) = gains.get(index) {
                frame.shape(gains);
            }
        });
    }

    /// For each moment, what formants ask of each bin; empty where nothing is asked.
    fn gains(&self, moments: &[Moment]) -> Vec<Vec<f32>> {
        let Some(formants) = &self.formants else { return Vec::new() };
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
            return Vec::new();
        };
        let step = formants.step;
        let grid: Vec<i64> =
            (first.from.div_euclid(step) - 2..=last.from.div_euclid(step) + 3).collect();
        let pitch = |it: &i64| {
            let samples = self.mono(it * step, formants.size);
            self.desks.with(|| formants.desk(), |desk| formants.pitch(&samples, desk))
        };
        let pitches: Vec<f64> = grid.par_iter().with_max_len(1).map(pitch).collect();
        let gains = |moment: &Moment| {
            let near = libm::round(moment.from as f64 / step as f64) as i64 - grid[0];
            let near =
                &pitches[(near as usize).saturating_sub(2)..(near as usize + 3).min(pitches.len())];
            let mut gains = vec![1.0; self.fourier.bins()];
            let samples = self.mono(moment.from, formants.size);
            let pitch = envelope::median(near);
            let tell = |desk: &mut _| formants.gains(&samples, pitch, desk, &mut gains);
            self.desks.with(|| formants.desk(), tell);
            gains
        };
        moments.par_iter().with_max_len(1).map(gains).collect()
    }

    /// All channels together, `length` samples around `middle`.
    fn mono(&self, middle: i64, length: usize) -> Vec<f32> {
        let start = middle - length as i64 / 2;
        let mut sum = self.window.part(0, start, length).to_vec();
        for channel in 1..self.window.channels.len() {
            for (sum, sample) in sum.iter_mut().zip(self.window.part(channel, start, length)) {
                *sum += sample;
            }
        }
        sum
    }
}
