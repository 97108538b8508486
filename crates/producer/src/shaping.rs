//! Shaping alone: one recording stretched, pitched, chopped, without making a project of it.

use std::path::{Path, PathBuf};

pub use music_types::Wave;
pub use music_types::{Db, Semitones};
use stems_dsp::shape;
pub use stems_dsp::shape::{
    Anchor, Bounced, Brief, Build, CEILING, Formants, Preset, Time, TimeMap, shape,
};

use crate::cancel::Cancel;
use crate::error::ProduceError;

/// Where each moment of a recording is to go, before its rate is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Pace {
    /// Everything lasts so many times as long.
    Ratio(f64),
    /// Moments of the recording and of the result, in seconds.
    Moments(Vec<(f64, f64)>),
}

/// What is asked of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// How long.
    pub pace: Pace,
    /// How high.
    pub shift: Semitones,
    /// Whose formants.
    pub formants: Formants,
    /// What is played in it.
    pub preset: Preset,
}

/// Shapes the recording `input` into the WAV `output`, in bounded memory. `progress` is told the
/// share that is done, 0 to 1; `cancel` stops the work, and leaves no half file.
///
/// # Errors
///
/// [`ProduceError::Audio`] for what cannot be read, shaped or written, [`ProduceError::Cancelled`].
pub fn stretch(
    input: &Path,
    output: &Path,
    wish: &Wish,
    cancel: &Cancel,
    progress: &mut (dyn FnMut(f64) + Send),
) -> Result<Bounced, ProduceError> {
    let brief = |rate: u32, _: usize| brief(wish, rate);
    let mut watch = |share: f64| {
        progress(share);
        cancel.check().is_ok()
    };
    stems_dsp::shape::bounce(input, output, &brief, &mut watch)
        .map_err(|source| told(input, source))
}

/// A slice that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// Its file.
    pub file: PathBuf,
    /// Where it begins in the recording, in seconds.
    pub start: f64,
    /// How long it lasts, in seconds.
    pub length: f64,
}

/// Cuts the recording `input` at its onsets and breaths into up to `most` slices, each a WAV in
/// `folder`, which is made if it is not there.
///
/// # Errors
///
/// [`ProduceError::Audio`] and [`ProduceError::Write`].
pub fn chop(input: &Path, folder: &Path, most: usize) -> Result<Vec<Slice>, ProduceError> {
    let wave = read(input)?;
    std::fs::create_dir_all(folder)
        .map_err(|source| ProduceError::Write { path: folder.to_owned(), source })?;
    let rate = f64::from(wave.rate.max(1));
    let cut = |(index, range): (usize, std::ops::Range<usize>)| {
        let file = folder.join(format!("chop_{:02}.wav", index + 1));
        written(&file, &shape::slice(&wave, &range))?;
        let (start, length) = (range.start as f64 / rate, range.len() as f64 / rate);
        Ok(Slice { file, start, length })
    };
    shape::chops(&wave, most).into_iter().enumerate().map(cut).collect()
}

/// A stutter that is asked for, in musical terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stutter {
    /// Where the word begins, in seconds; the nearest onset is taken. `None` is the strongest.
    pub at: Option<f64>,
    /// Beats a minute.
    pub tempo: f64,
    /// How many beats it takes.
    pub beats: u32,
    /// Repeats to a beat at last: 1, 2, 4, 8.
    pub finest: u32,
    /// How much of each step is heard, 0 to 1.
    pub gate: f64,
    /// Semitones from the first to the last repeat.
    pub rise: f64,
}

/// Builds a stutter of a word of `input` into the WAV `output`; tells where the word begins, in
/// seconds.
///
/// # Errors
///
/// [`ProduceError::Audio`].
pub fn stutter(input: &Path, output: &Path, wish: &Stutter) -> Result<f64, ProduceError> {
    let wave = read(input)?;
    let rate = f64::from(wave.rate.max(1));
    let from = match wish.at {
        None => shape::chops(&wave, 1).first().map_or(0, |it| it.start),
        Some(at) => {
            let at = (at * rate) as usize;
            let starts = shape::chops(&wave, usize::MAX).into_iter().map(|it| it.start);
            let near = starts.min_by_key(|it| it.abs_diff(at));
            near.filter(|it| it.abs_diff(at) < wave.rate as usize / 10).unwrap_or(at)
        }
    };
    let build = Build {
        from,
        beat: rate * 60.0 / wish.tempo,
        beats: wish.beats,
        finest: wish.finest,
        gate: wish.gate,
        rise: wish.rise,
        rest: 0.25,
    };
    written(output, &shape::stutter(&wave, &build))?;
    Ok(from as f64 / rate)
}

/// A small thing done to a whole recording.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Trick {
    /// Backwards.
    Reverse,
    /// A tape that stops over the last so many seconds.
    TapeStop(f64),
    /// The last so many seconds thrown into a hall that rings for so many.
    Throw(f64, f64),
    /// Two more singers beside the first.
    Double,
    /// Another octave under it, so many up, or down below zero.
    Octave(i32),
}

/// Does `trick` to `input`, into the WAV `output`.
///
/// # Errors
///
/// [`ProduceError::Audio`].
pub fn trick(input: &Path, output: &Path, trick: Trick) -> Result<(), ProduceError> {
    let wave = read(input)?;
    let done = match trick {
        Trick::Reverse => shape::reverse(&wave),
        Trick::TapeStop(seconds) => shape::tape_stop(&wave, seconds),
        Trick::Throw(word, tail) => shape::throw(&wave, word, tail),
        Trick::Double => shape::doubled(&wave),
        Trick::Octave(by) => shape::octave(&wave, by),
    };
    written(output, &done)
}

/// The sound of a file.
///
/// # Errors
///
/// [`ProduceError::Audio`] when there is none.
pub fn read(input: &Path) -> Result<Wave, ProduceError> {
    stems_dsp::read(input).map_err(|source| told(input, source))
}

/// Writes a WAV, softer where it would be over the ceiling, and in one go for whoever looks.
fn written(output: &Path, wave: &Wave) -> Result<(), ProduceError> {
    shape::keep(output, wave).map_err(|source| told(output, source))
}

/// An error of sound with the file it is about; a wish to stop is no error of sound.
fn told(path: &Path, source: stems_dsp::AudioError) -> ProduceError {
    match source {
        stems_dsp::AudioError::Stopped => ProduceError::Cancelled,
        stems_dsp::AudioError::Disk { path, source } => ProduceError::Write { path, source },
        source => ProduceError::Audio { path: path.to_owned(), source },
    }
}

fn brief(wish: &Wish, rate: u32) -> Result<Brief, String> {
    let time = match &wish.pace {
        Pace::Ratio(ratio) => Time::Ratio(*ratio),
        Pace::Moments(moments) => {
            let rate = f64::from(rate);
            let anchor = |(from, to): &(f64, f64)| Anchor { from: from * rate, to: to * rate };
            Time::Map(TimeMap::new(moments.iter().map(anchor).collect())?)
        }
    };
    Ok(Brief { time, shift: wish.shift, formants: wish.formants, preset: wish.preset })
}
