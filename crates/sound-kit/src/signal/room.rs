//! A small room, for what would sound naked without one.

use std::f64::consts::PI;

/// The lengths of the eight delay lines in samples at 44 100 Hz: primes, so that echoes seldom
/// fall together.
const LINES: [usize; 8] = [1129, 1327, 1559, 1733, 1951, 2179, 2383, 2617];

/// What the room is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    /// Seconds in which it falls by 60 dB.
    pub(crate) t60: f64,
    /// How large: 1 is a hall's first metres, 0.3 a booth.
    pub(crate) size: f64,
    /// Where its walls swallow, in hertz.
    pub(crate) damp: f64,
}

/// One of the lines: a delay and the wall at its end.
struct Line {
    samples: Vec<f64>,
    at: usize,
    gain: f64,
    wall: f64,
    share: f64,
}

impl Line {
    fn new(length: usize, room: Room, rate: f64) -> Self {
        let length = ((length as f64 * room.size) as usize).max(1);
        Self {
            samples: vec![0.0; length],
            at: 0,
            gain: libm::exp(-6.907_755 * length as f64 / (room.t60 * rate)),
            wall: 0.0,
            share: 1.0 - libm::exp(-2.0 * PI * room.damp / rate),
        }
    }

    fn hear(&mut self) -> f64 {
        let out = self.samples.get(self.at).copied().unwrap_or(0.0);
        self.wall += self.share * (out - self.wall);
        self.gain * self.wall
    }

    fn tell(&mut self, input: f64) {
        if let Some(slot) = self.samples.get_mut(self.at) {
            *slot = input;
        }
        self.at = if self.at + 1 < self.samples.len() { self.at + 1 } else { 0 };
    }
}

/// What the room answers to a signal at the house's rate, left and right, without the signal: a
/// feedback delay network mixed by Householder's reflection (Jot and Chaigne 1991). As long as the
/// signal.
pub(crate) fn answer(signal: &[f64], room: Room, rate: f64) -> [Vec<f64>; 2] {
    let mut lines: Vec<Line> = LINES.iter().map(|it| Line::new(*it, room, rate)).collect();
    let mut left = Vec::with_capacity(signal.len());
    let mut right = Vec::with_capacity(signal.len());
    let mut heard = [0.0; LINES.len()];
    for input in signal {
        for (slot, line) in heard.iter_mut().zip(&mut lines) {
            *slot = line.hear();
        }
        let [a, b, c, d, e, f, g, h] = heard;
        left.push(0.5 * (a - c + e - g));
        right.push(0.5 * (b - d + f - h));
        let all = (a + b + c + d + e + f + g + h) / 4.0;
        for (it, line) in heard.iter().zip(&mut lines) {
            line.tell(input + it - all);
        }
    }
    [left, right]
}
