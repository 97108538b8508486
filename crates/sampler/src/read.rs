//! Reading a recording at any speed.

use music_types::Wave;

/// A recording that is read at a speed of its own.
pub(crate) struct Reader<'w> {
    left: &'w [f32],
    right: &'w [f32],
    /// Where it is, in frames of the recording.
    at: f64,
    step: f64,
}

impl<'w> Reader<'w> {
    /// Reads from the start, `ratio` times as fast as the recording's own rate asks for.
    pub(crate) fn new(wave: &'w Wave, ratio: f64) -> Self {
        let left = wave.channels.first().map_or(&[][..], Vec::as_slice);
        let right = wave.channels.get(1).map_or(left, Vec::as_slice);
        let step = ratio * f64::from(wave.rate) / f64::from(super::RATE);
        Self { left, right, at: 0.0, step: if step.is_finite() { step } else { 1.0 } }
    }

    /// The frame where it is, between samples by a line, and goes on; `None` past the end.
    pub(crate) fn next(&mut self) -> Option<[f64; 2]> {
        let whole = self.at as usize;
        let part = self.at - whole as f64;
        let read = |channel: &[f32]| {
            let here = f64::from(*channel.get(whole)?);
            let after = channel.get(whole + 1).map_or(0.0, |it| f64::from(*it));
            Some(here + (after - here) * part)
        };
        let frame = [read(self.left)?, read(self.right)?];
        self.at += self.step;
        Some(frame)
    }

    /// Goes back by a loop's length each time its end is passed; frames of the recording.
    pub(crate) fn hold(&mut self, (from, to): (f64, f64)) {
        while to <= self.at && 1.0 <= to - from {
            self.at -= to - from;
        }
    }
}
