//! Sound shaped: stretched, pitched, its formants kept or moved.

mod analysis;
mod bend;
mod bounce;
mod brief;
mod carry;
mod chop;
mod course;
mod dying;
mod ear;
mod envelope;
mod fall;
mod fourier;
mod glide;
mod high_pass;
mod look;
mod map;
mod onsets;
mod phase;
mod polyphase;
mod reel;
mod shelf;
mod split;
mod stutter;
mod tape;
mod tricks;
mod turn;
mod vocoder;
mod winder;

use std::io;

use music_types::Wave;

pub use bounce::{Asked, Bounced, CEILING, bounce, held, keep};
pub use brief::{Brief, Formants, Preset, Time};
pub use chop::{Syllables, slice, sung};
pub use ear::Heard;
pub use map::{Anchor, TimeMap};
pub use reel::Reel;
pub use stutter::{Build, steps, stutter};
pub use tape::{Tape, Watch, Watched};
pub use tricks::{doubled, octave, reverse, tape_stop, throw};
pub use winder::wound;

/// Samples of a block where nothing but copying is to be done.
const BLOCK: usize = 1 << 15;

/// `wave` as `brief` asks: exactly as many samples as its time asks for, rounded; onsets where they
/// belong; the places of sounds between the channels kept. A brief that changes nothing gives the
/// same bits. Samples that are no number are silence. The same for any number of threads.
pub fn shape(wave: &Wave, brief: &Brief) -> Wave {
    let mut tape = wave;
    let mut channels = vec![Vec::new(); wave.channels.len()];
    let kept = shape_tape(&mut tape, brief, |block| {
        for (channel, block) in channels.iter_mut().zip(block) {
            channel.extend_from_slice(block);
        }
        Ok(())
    });
    debug_assert!(kept.is_ok(), "memory does not fail");
    Wave { rate: wave.rate, channels }
}

/// How many samples a channel [`shape`] makes of `frames`.
pub fn shaped_frames(frames: usize, brief: &Brief) -> usize {
    time(brief).frames(frames)
}

/// As [`shape`], in bounded memory: reads from `tape` and hands what is ready to `sink`, block after
/// block.
///
/// # Errors
///
/// What reading the tape says, and whatever `sink` answers: an error of its stops the work.
pub fn shape_tape(
    tape: &mut impl Tape,
    brief: &Brief,
    sink: impl FnMut(&[Vec<f32>]) -> io::Result<()> + Send,
) -> io::Result<()> {
    // On the threads that do the work: a thread beside them would wake them for each batch, and wait.
    rayon::scope(|_| shape_here(tape, brief, sink))
}

fn shape_here(
    tape: &mut impl Tape,
    brief: &Brief,
    sink: impl FnMut(&[Vec<f32>]) -> io::Result<()> + Send,
) -> io::Result<()> {
    let frames = if tape.channels() == 0 { 0 } else { shaped_frames(tape.frames(), brief) };
    let mut sink = Exactly { left: frames, channels: tape.channels(), gain: 1.0, sink };
    if frames == 0 {
        return Ok(());
    }
    let (pitch, map) = (brief.pitch(), time(brief));
    let inner = map.scaled(pitch);
    let formants = brief.formant_move().filter(|it| *it != pitch).map(|to| (pitch, to));
    if brief.is_nothing() {
        return copied(tape, |block| sink.take(block));
    }
    if formants.is_none() && nearly_straight(&inner) {
        let mut speed = (pitch != 1.0).then(|| polyphase::Tape::new(tape.channels(), pitch));
        copied(tape, |block| sink.pitched(&mut speed, block))?;
        return sink.finish(&mut speed);
    }
    let mut speed = (pitch != 1.0).then(|| polyphase::Tape::limited(tape.channels(), pitch));
    let manner = brief.preset.manner(tape.rate());
    // Where all lasts as long as it did, it dies away as it did.
    let is_struck = manner.is_struck && !map.is_straight();
    let heard = onsets::onsets(tape, manner.attack, is_struck)?;
    if heard.peak == 0.0 {
        return sink.finish(&mut speed);
    }
    // As loud as can be, whatever the recording's own level: louder in is louder out.
    sink.gain = f64::from(heard.peak);
    let score = vocoder::Score {
        attacks: heard.attacks,
        falls: heard.falls,
        speed: pitch,
        frames: libm::ceil(frames as f64 * pitch) as usize,
        map: inner,
        layout: manner.layout(pitch),
        zone: manner.zone,
        formants,
        scale: 1.0 / f64::from(heard.peak),
    };
    vocoder::play(tape, &score, &mut speed, &mut |block| sink.take(block))?;
    sink.finish(&mut speed)
}

fn time(brief: &Brief) -> TimeMap {
    match &brief.time {
        Time::Ratio(ratio) => TimeMap::steady(*ratio),
        Time::Map(map) => map.clone(),
    }
}

/// Whether a map only rounds differently from one that changes nothing.
fn nearly_straight(map: &TimeMap) -> bool {
    [0.0, 1.0, 1e9].iter().all(|it| (map.target(*it) - it).abs() <= 1e-3) && map.is_one_line()
}

fn copied(
    tape: &mut impl Tape,
    mut sink: impl FnMut(&[Vec<f32>]) -> io::Result<()>,
) -> io::Result<()> {
    let mut at = 0;
    let mut window = tape::Window::new(tape.channels(), 1.0);
    while at < tape.frames() {
        let length = BLOCK.min(tape.frames() - at);
        window.load(tape, at as i64, length)?;
        sink(&window.channels)?;
        at += length;
    }
    Ok(())
}

/// Lets exactly as many samples through as are wanted, at their own level.
struct Exactly<S> {
    left: usize,
    channels: usize,
    gain: f64,
    sink: S,
}

impl<S: FnMut(&[Vec<f32>]) -> io::Result<()>> Exactly<S> {
    fn take(&mut self, block: &[Vec<f32>]) -> io::Result<()> {
        let count = block.first().map_or(0, Vec::len).min(self.left);
        if count == 0 {
            return Ok(());
        }
        self.left -= count;
        let most = f64::from(f32::MAX);
        let level = |sample: &f32| (f64::from(*sample) * self.gain).clamp(-most, most) as f32;
        let block: Vec<Vec<f32>> =
            block.iter().map(|it| it.iter().take(count).map(level).collect()).collect();
        (self.sink)(&block)
    }

    fn pitched(
        &mut self,
        speed: &mut Option<polyphase::Tape>,
        block: &[Vec<f32>],
    ) -> io::Result<()> {
        match speed {
            Some(speed) => {
                let played = speed.play(block);
                self.take(&played)
            }
            None => self.take(block),
        }
    }

    /// Silence for what is still wanted.
    fn finish(&mut self, speed: &mut Option<polyphase::Tape>) -> io::Result<()> {
        let silence = vec![vec![0.0; 4096]; self.channels];
        while 0 < self.left {
            self.pitched(speed, &silence)?;
        }
        Ok(())
    }
}
