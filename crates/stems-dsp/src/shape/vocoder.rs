//! The vocoder: frames of the recording, turned and laid at their new places.

use std::collections::VecDeque;
use std::io;

use rayon::prelude::*;

use super::analysis::{Frame, Layout, Moment};
use super::bend::Bender;
use super::brief::Manner;
use super::envelope::{self, Formants};
use super::fourier::Fourier;
use super::map::TimeMap;
use super::phase::Phases;
use super::split::{Attack, Splitter};
use super::tape::{Tape, Window};

/// Frames worked on at once.
const BATCH: usize = 24;
/// How long what rises goes along with the attack before it, in seconds.
const ALONG: f64 = 0.1;

/// What the vocoder is to do.
pub(super) struct Score {
    /// Where each moment goes.
    pub(super) map: TimeMap,
    /// First samples of attacks in the recording.
    pub(super) attacks: Vec<usize>,
    /// How finely to look.
    pub(super) manner: Manner,
    /// What becomes of the formants: ratios of pitch and formants.
    pub(super) formants: Option<(f64, f64)>,
    /// By how much samples are scaled.
    pub(super) scale: f64,
    /// Samples to put out.
    pub(super) frames: usize,
}

/// A stretch under way.
struct Run<'a, T> {
    tape: &'a mut T,
    score: &'a Score,
    fourier: Fourier,
    splitter: Splitter,
    formants: Option<Formants>,
    bender: Bender,
    hop: usize,
    window: Window,
    attacks: VecDeque<(i64, Attack)>,
    next_attack: usize,
    sums: Vec<Vec<f32>>,
    sums_start: i64,
}

/// Plays the score; `sink` is given what is ready, scaled, from the first sample on and at least
/// [`Score::frames`] in all.
pub(super) fn play<T: Tape>(
    tape: &mut T,
    score: &Score,
    sink: &mut impl FnMut(&[Vec<f32>]) -> io::Result<()>,
) -> io::Result<()> {
    let manner = &score.manner;
    let fourier = Fourier::new(manner.frame);
    let channels = tape.channels();
    let bins = fourier.bins();
    let mut phases = Phases::new(channels, bins);
    let layout = Layout {
        size: manner.frame,
        hop: manner.frame / manner.overlap,
        is_centred: manner.is_centred,
    };
    let mut frames = vec![Frame::new(channels, layout); BATCH];
    let mut run = Run {
        splitter: Splitter::new(tape.rate()),
        formants: score.formants.map(|(pitch, to)| Formants::new(tape.rate(), pitch, to)),
        bender: Bender::new(),
        hop: layout.hop,
        window: Window::new(channels, score.scale),
        attacks: VecDeque::new(),
        next_attack: 0,
        sums: vec![Vec::new(); channels],
        sums_start: 0,
        fourier,
        score,
        tape,
    };
    let mut at = -(manner.overlap as i64) / 2;
    while run.sums_start < score.frames as i64 {
        let moments: Vec<Moment> =
            (at..at + BATCH as i64).map(|it| run.moment(it * run.hop as i64)).collect();
        run.load(&moments)?;
        run.see(&moments, &mut frames);
        for frame in &mut frames {
            phases.turn(frame);
        }
        run.lay(&moments, &frames);
        at += BATCH as i64;
        let ready = run.ready(at * run.hop as i64 - manner.frame as i64 / 2);
        sink(&ready)?;
    }
    Ok(())
}

impl<T: Tape> Run<'_, T> {
    fn moment(&self, to: i64) -> Moment {
        let map = &self.score.map;
        let from = |to: i64| libm::round(map.source(to as f64)) as i64;
        let reach = (ALONG * f64::from(self.tape.rate())) as i64;
        let before = self.score.attacks.partition_point(|it| self.target(*it) <= to);
        let last = before.checked_sub(1).and_then(|it| self.score.attacks.get(it)).copied();
        let moved = last.filter(|it| to < self.target(*it) + reach);
        Moment {
            to,
            from: from(to),
            last_from: from(to - self.hop as i64),
            ratio: map.ratio_at(to as f64),
            moved: moved.map(|it| self.target(it) - it as i64),
        }
    }

    /// Where an attack goes.
    fn target(&self, attack: usize) -> i64 {
        libm::round(self.score.map.target(attack as f64)) as i64
    }

    /// Loads what the frames at `moments` look at, without its attacks.
    fn load(&mut self, moments: &[Moment]) -> io::Result<()> {
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else { return Ok(()) };
        let look = self.formants.as_ref().map_or(0, |it| it.size + 4 * envelope::STEP as usize);
        let reach = (self.fourier.size / 2 + self.hop).max(look) as i64 + 4;
        let (start, end) = (first.from.min(first.last_from) - reach, last.from + reach);
        self.window.load(self.tape, start, (end - start) as usize)?;
        while let Some(attack) = self.score.attacks.get(self.next_attack).copied() {
            if end < attack as i64 - 2048 {
                break;
            }
            self.split(attack)?;
            self.next_attack += 1;
        }
        for (_, attack) in &self.attacks {
            for (channel, sound) in attack.sound.iter().enumerate() {
                self.window.subtract(channel, attack.start, sound);
            }
        }
        let is_past = |it: &(i64, Attack)| {
            let length = it.1.sound.first().map_or(0, Vec::len) as i64;
            it.1.start + length < start - 4 * reach && it.0 + length < self.sums_start
        };
        while self.attacks.front().is_some_and(is_past) {
            self.attacks.pop_front();
        }
        Ok(())
    }

    /// Sets an attack apart and lays it, as it is, at its new place.
    fn split(&mut self, at: usize) -> io::Result<()> {
        let rate = f64::from(self.tape.rate());
        let next = self.score.attacks.get(self.next_attack + 1).copied();
        let target = self.target(at);
        let gap = next
            .map_or(f64::INFINITY, |it| ((it - at) as f64).min((self.target(it) - target) as f64));
        let zone = (self.score.manner.zone * rate).min(gap - 0.0075 * rate);
        if zone < 0.002 * rate {
            return Ok(());
        }
        let attack = self.splitter.attack(self.tape, self.score.scale, at, zone as usize)?;
        let place = attack.start + target - at as i64;
        for (channel, sound) in attack.sound.iter().enumerate() {
            add(&mut self.sums[channel], place - self.sums_start, sound);
        }
        self.attacks.push_back((place, attack));
        Ok(())
    }

    /// Looks at each moment, all at once.
    fn see(&self, moments: &[Moment], frames: &mut [Frame]) {
        let gains = self.gains(moments);
        let work = frames.par_iter_mut().zip(moments).enumerate();
        work.for_each_init(
            || self.fourier.bench(),
            |bench, (index, (frame, moment))| {
                frame.see(moment, &self.window, &self.fourier, &self.bender, bench);
                if let Some(gains) = gains.get(index) {
                    frame.shape(gains);
                }
            },
        );
    }

    /// For each moment, what formants ask of each bin; empty where nothing is asked.
    fn gains(&self, moments: &[Moment]) -> Vec<Vec<f32>> {
        let Some(formants) = &self.formants else { return Vec::new() };
        let (Some(first), Some(last)) = (moments.first(), moments.last()) else {
            return Vec::new();
        };
        let step = envelope::STEP;
        let grid: Vec<i64> =
            (first.from.div_euclid(step) - 2..=last.from.div_euclid(step) + 3).collect();
        let pitches: Vec<f64> = grid
            .par_iter()
            .map_init(
                || formants.desk(),
                |desk, it| formants.pitch(&self.mono(it * step, formants.size), desk),
            )
            .collect();
        let gains = |moment: &Moment, desk: &mut envelope::Desk| {
            let near = libm::round(moment.from as f64 / step as f64) as i64 - grid[0];
            let near =
                &pitches[(near as usize).saturating_sub(2)..(near as usize + 3).min(pitches.len())];
            let mut gains = vec![1.0; self.fourier.bins()];
            let samples = self.mono(moment.from, formants.size);
            formants.gains(&samples, envelope::median(near), desk, &mut gains);
            gains
        };
        moments.par_iter().map_init(|| formants.desk(), |desk, it| gains(it, desk)).collect()
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

    /// Lays each frame at its place.
    fn lay(&mut self, moments: &[Moment], frames: &[Frame]) {
        // Hann twice, overlapping four times, sums to one and a half.
        let gain = 8.0 / 3.0 / self.score.manner.overlap as f32;
        let size = self.fourier.size;
        let sounds: Vec<Vec<Vec<f32>>> = frames
            .par_iter()
            .map_init(
                || self.fourier.bench(),
                |bench, frame| {
                    let sound = |bins: &Vec<_>| {
                        let mut sound = vec![0.0; size];
                        self.fourier.add(bins, gain, &mut sound, bench);
                        sound
                    };
                    frame.spectra.iter().map(sound).collect()
                },
            )
            .collect();
        for (moment, channels) in moments.iter().zip(&sounds) {
            let place = moment.to - size as i64 / 2 - self.sums_start;
            for (sum, sound) in self.sums.iter_mut().zip(channels) {
                add(sum, place, sound);
            }
        }
    }

    /// Takes out what lies before `end`, where no frame will be laid any more.
    fn ready(&mut self, end: i64) -> Vec<Vec<f32>> {
        let count = usize::try_from(end - self.sums_start).unwrap_or(0);
        self.sums_start += count as i64;
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
