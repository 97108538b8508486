//! One sample rate made another.

use music_types::Wave;
use rubato::audioadapter_buffers::direct::SequentialSliceOfVecs;
use rubato::{Fft, FixedSync, Resampler, WindowFunction};

/// The least length of the filter in samples of the lower rate; longer is steeper at the top of
/// the band.
const BLOCK: usize = 1024;

/// The most samples of the higher rate to a block, for ratios that nobody means.
const LARGEST_BLOCK: usize = 1 << 20;

/// The same sound at `rate` samples a second: band-limited (FFT resampler of rubato, stop band
/// below −100 dB), without delay, and of exactly `frames · rate / old rate` samples, rounded.
/// A rate of zero, on either side, gives silence without samples.
pub fn resample(wave: &Wave, rate: u32) -> Wave {
    if wave.rate == rate {
        return wave.clone();
    }
    let frames = frames_at(wave.frames() as u128, wave.rate, rate);
    let channels = wave.channels.len();
    let empty = || Wave { rate, channels: vec![vec![0.0; frames]; channels] };
    if frames == 0 || channels == 0 {
        return empty();
    }
    resampled(wave, rate, frames).unwrap_or_else(empty)
}

/// So many frames at rate `old` are so many at `new`, rounded.
fn frames_at(frames: u128, old: u32, new: u32) -> usize {
    let old = u128::from(old);
    let frames = frames * u128::from(new);
    frames.checked_mul(2).map_or(0, |it| (it + old).checked_div(2 * old).unwrap_or(0)) as usize
}

/// No sample is louder, 100 dB over full scale: beyond, a transform's sums are no numbers any more.
const LOUDEST: f32 = 1e5;

/// A sample that a filter can bear: what is no number is silence.
fn tame(sample: f32) -> f32 {
    if sample.is_finite() { sample.clamp(-LOUDEST, LOUDEST) } else { 0.0 }
}

fn resampled(wave: &Wave, rate: u32, frames: usize) -> Option<Wave> {
    let count = wave.channels.len();
    let mut engine = engine(wave.rate, rate, count)?;
    let is_wild = wave.channels.iter().flatten().any(|it| tame(*it) != *it);
    let tamed: Vec<Vec<f32>>;
    let channels = if is_wild {
        tamed = wave.channels.iter().map(|it| it.iter().copied().map(tame).collect()).collect();
        &tamed
    } else {
        &wave.channels
    };
    let input = SequentialSliceOfVecs::new(channels, count, wave.frames()).ok()?;
    let samples = engine.process_all(&input, wave.frames(), None).ok()?.take_data();
    let mut channels = vec![Vec::with_capacity(frames); count];
    for frame in samples.chunks_exact(count).take(frames) {
        for (channel, sample) in channels.iter_mut().zip(frame) {
            channel.push(if sample.is_finite() { *sample } else { 0.0 });
        }
    }
    channels.iter_mut().for_each(|it| it.resize(frames, 0.0));
    Some(Wave { rate, channels })
}

fn engine(old: u32, new: u32, channels: usize) -> Option<Fft<f32>> {
    let (old, new) = (old as usize, new as usize);
    let window = WindowFunction::BlackmanHarris2;
    Fft::new_custom(old, new, block(old, new), 1, channels, window, FixedSync::Both).ok()
}

/// One channel on its way from one rate to another, piece by piece: what comes out is what
/// [`resample`] gives, whatever the pieces.
pub(crate) struct Passage {
    rates: (u32, u32),
    /// `None` where the rates are equal or one is zero.
    engine: Option<Fft<f32>>,
    waiting: Vec<f32>,
    /// Samples yet to be dropped: the filter's delay.
    trim: usize,
    taken: u64,
    given: u64,
}

impl Passage {
    /// A way from rate `old` to rate `new`, in hertz.
    pub(crate) fn new(old: u32, new: u32) -> Self {
        let engine = (old != new && 0 < old && 0 < new).then(|| engine(old, new, 1)).flatten();
        let trim = engine.as_ref().map_or(0, |it| it.output_delay());
        Self { rates: (old, new), engine, waiting: Vec::new(), trim, taken: 0, given: 0 }
    }

    /// Takes `samples` in and hands on what is ready to `out`.
    pub(crate) fn push(&mut self, samples: &[f32], out: &mut Vec<f32>) {
        self.taken += samples.len() as u64;
        if self.rates.0 == self.rates.1 {
            self.given += samples.len() as u64;
            out.extend_from_slice(samples);
            return;
        }
        self.waiting.extend(samples.iter().copied().map(tame));
        let Some(block) = self.engine.as_ref().map(|it| it.input_frames_next()) else {
            self.waiting.clear();
            return;
        };
        let whole = self.waiting.len() / block * block;
        let ready: Vec<f32> = self.waiting.drain(..whole).collect();
        ready.chunks_exact(block).for_each(|it| self.pass(it.to_vec(), out));
    }

    /// Hands on the rest, to the exact length.
    pub(crate) fn finish(mut self, out: &mut Vec<f32>) {
        let wanted = frames_at(u128::from(self.taken), self.rates.0, self.rates.1) as u64;
        let block = self.engine.as_ref().map_or(0, |it| it.input_frames_next());
        while 0 < block && self.given < wanted {
            let mut last = std::mem::take(&mut self.waiting);
            last.resize(block, 0.0);
            self.pass(last, out);
        }
        let over = self.given.saturating_sub(wanted) as usize;
        out.truncate(out.len().saturating_sub(over));
        out.extend(std::iter::repeat_n(0.0, wanted.saturating_sub(self.given) as usize));
    }

    fn pass(&mut self, block: Vec<f32>, out: &mut Vec<f32>) {
        let Some(engine) = &mut self.engine else { return };
        let input = [block];
        let Ok(input) = SequentialSliceOfVecs::new(&input, 1, input[0].len()) else { return };
        let Ok(passed) = engine.process(&input, None) else { return };
        let passed = passed.take_data();
        let skip = self.trim.min(passed.len());
        self.trim -= skip;
        self.given += (passed.len() - skip) as u64;
        out.extend(passed[skip..].iter().map(|it| if it.is_finite() { *it } else { 0.0 }));
    }
}

/// A block of input whose half, the filter's delay, is a whole number of samples at both rates.
fn block(old: usize, new: usize) -> usize {
    let common = greatest_common(old, new).max(1);
    let (old, new) = (old / common, new / common);
    let most = (LARGEST_BLOCK / old.max(new).max(1)).max(2);
    let periods = BLOCK.div_ceil(old.min(new).max(1)).clamp(2, most);
    old * (periods - periods % 2).max(2)
}

/// The greatest common divisor, by Euclid.
fn greatest_common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hz: f64, frames: usize) -> Wave {
        let step = std::f64::consts::TAU * hz / f64::from(rate);
        let samples = (0..frames).map(|it| libm::sin(step * it as f64) as f32).collect();
        Wave { rate, channels: vec![samples] }
    }

    #[test]
    fn a_tone_keeps_its_pitch_level_and_place() {
        for (from, to) in [(44_100, 22_050), (48_000, 44_100), (8_000, 44_100), (96_000, 44_100)] {
            let there = resample(&tone(from, 997.0, from as usize), to);
            let wanted = tone(to, 997.0, to as usize);
            assert_eq!(there.frames(), wanted.frames());
            let inside = 2000..wanted.frames() - 2000;
            let worst = inside
                .map(|it| (there.channels[0][it] - wanted.channels[0][it]).abs())
                .fold(0.0, f32::max);
            assert!(worst < 2e-4, "{from} → {to}: {worst}"); // −74 dB
        }
    }

    #[test]
    fn what_the_new_rate_cannot_hold_is_gone() {
        let there = resample(&tone(44_100, 15_000.0, 44_100), 22_050);
        let loudest = there.channels[0][1000..21_000].iter().fold(0.0_f32, |a, b| a.max(b.abs()));
        assert!(loudest < 1e-4, "{loudest}"); // −80 dB
    }

    #[test]
    fn pieces_come_out_as_the_whole_does() {
        for (from, to, frames) in [
            (44_100, 22_050, 50_000),
            (48_000, 22_050, 30_011),
            (8_000, 22_050, 7),
            (22_050, 22_050, 999),
        ] {
            let whole = tone(from, 440.0, frames);
            let (mut passage, mut out) = (Passage::new(from, to), Vec::new());
            whole.channels[0].chunks(1_777).for_each(|it| passage.push(it, &mut out));
            passage.finish(&mut out);
            assert_eq!(out, resample(&whole, to).channels[0], "{from} → {to}");
        }
    }

    #[test]
    fn any_length_and_rate_gives_the_exact_length() {
        for frames in [0, 1, 2, 100, 4411] {
            for rate in [1, 8000, 44_101, 192_000] {
                let there = resample(&tone(44_100, 100.0, frames), rate);
                let wanted = (frames as f64 * f64::from(rate) / 44_100.0).round() as usize;
                assert_eq!(there.frames(), wanted, "{frames} frames at {rate}");
            }
        }
        assert_eq!(resample(&Wave::default(), 44_100).frames(), 0);
        assert_eq!(resample(&tone(44_100, 100.0, 10), 0).frames(), 0);
    }
}
