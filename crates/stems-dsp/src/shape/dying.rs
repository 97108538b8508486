//! What was struck and dies away, frame by frame: by which gain each bin is laid.

use super::analysis::Frame;
use super::fall::{self, BANDS};
use super::vocoder::Score;

/// What is needed to say it.
pub(super) struct Dying<'a> {
    score: &'a Score,
    /// Samples a second.
    rate: f64,
    /// In which band each bin is, or how far between two.
    places: Vec<f32>,
    /// Attacks before the last frame.
    count: usize,
    /// The power of each bin as it was laid when last no attack to come was in sight, and before the attack that is heard in it now.
    calm: Vec<f32>,
    before: Vec<f32>,
}

impl<'a> Dying<'a> {
    /// For the frames of a recording at `rate` hertz that `score` plays.
    pub(super) fn new(score: &'a Score, rate: u32) -> Self {
        let (bins, size) = (score.layout.bins, score.layout.size);
        Self {
            score,
            rate: f64::from(rate),
            places: fall::places(bins, size, rate),
            count: 0,
            calm: vec![0.0; bins],
            before: vec![0.0; bins],
        }
    }

    /// Notes in each of the `frames`, which follow on from those before, by which gains it is to be laid.
    pub(super) fn note(&mut self, frames: &mut [Frame]) {
        let score = self.score;
        if score.falls.is_empty() {
            return;
        }
        let is_past = |it: usize, to: i64| {
            let attack = score.falls.get(it).and(score.attacks.get(it));
            attack.is_some_and(|it| score.target(*it) <= to)
        };
        for frame in frames {
            while is_past(self.count, frame.moment.to) {
                self.pass();
            }
            self.gains(frame);
            let end = frame.moment.from + frame.layout.size as i64 / 2;
            if score.attacks.get(self.count).is_none_or(|it| end <= *it as i64) {
                self.calm.copy_from_slice(&frame.power);
                let dying = self.calm.iter_mut().zip(&frame.gains);
                dying.for_each(|(power, gain)| *power *= gain * gain);
            }
        }
    }

    /// Goes past an attack: what was before it is what was heard when all was calm, where it is heard.
    fn pass(&mut self) {
        let falls = &self.score.falls[self.count];
        let heard = falls.each_ref().map(|it| it.as_ref().map_or(0.0, |it| it.heard));
        self.count += 1;
        if heard == [0.0; BANDS] {
            return;
        }
        let bins = self.before.iter_mut().zip(&self.calm).zip(&self.places);
        for ((before, calm), place) in bins {
            *before += (calm - *before) * between(&heard, *place);
        }
    }

    /// Notes the gains of a frame. What was there before the attack stays: it is what has come to it that dies away.
    fn gains(&self, frame: &mut Frame) {
        frame.gains.clear();
        let changes = std::array::from_fn(|band| self.change(frame, band));
        if changes == [0.0; BANDS] {
            return;
        }
        let powers = changes.map(libm::exp2f);
        let gain = |((power, before), place): ((&f32, &f32), &f32)| {
            let new = power - before;
            if 0.0 < new { ((before + new * between(&powers, *place)) / power).sqrt() } else { 1.0 }
        };
        frame.gains.extend(frame.power.iter().zip(&self.before).zip(&self.places).map(gain));
    }

    /// How much louder a band is to be in a frame, as a binary logarithm of power. Where the last attack is heard only a
    /// little in it, what was struck before dies on.
    fn change(&self, frame: &Frame, band: usize) -> f32 {
        let late = |it: usize| (frame.moment.from - self.score.attacks[it] as i64) as f64;
        let near = (0..self.count).rev().take_while(|it| late(*it) < fall::PAST * self.rate);
        let (mut change, mut left) = (0.0, 1.0);
        for it in near {
            let Some(fall) = &self.score.falls[it][band] else { continue };
            let gone = frame.moment.to - self.score.target(self.score.attacks[it]);
            let wanted = gone as f64 / self.score.speed;
            change += left * fall.heard * fall.change(late(it), wanted, self.rate);
            left *= 1.0 - fall.heard;
            if left == 0.0 {
                break;
            }
        }
        change
    }
}

/// What holds at a place between bands, of which each has a value.
fn between(values: &[f32; BANDS], place: f32) -> f32 {
    let low = (place as usize).min(BANDS - 2);
    values[low] + (values[low + 1] - values[low]) * (place - low as f32)
}
