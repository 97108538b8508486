//! Shaping alone: one recording stretched, pitched, chopped, without making a project of it.

mod cuts;

use std::path::Path;

pub use music_types::Wave;
pub use music_types::{Db, Semitones};
use stems_dsp::shape;
pub use stems_dsp::shape::{
    Anchor, Bounced, Brief, Build, CEILING, Formants, Preset, Time, TimeMap, shape,
};

pub use self::cuts::{Slice, Stutter, chop, stutter};
use crate::cancel::Cancel;
use crate::error::ProduceError;

/// Is told the share that is done, 0 to 1.
pub type Progress<'a> = dyn FnMut(f64) + Send + 'a;

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
    progress: &mut Progress,
) -> Result<Bounced, ProduceError> {
    let brief = |rate: u32, _: usize| brief(wish, rate);
    let mut watch = watch(cancel, progress);
    stems_dsp::shape::bounce(input, output, &brief, &mut watch)
        .map_err(|source| told(input, source))
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

/// The sound of a file, with all its channels.
///
/// # Errors
///
/// [`ProduceError::Audio`] when there is none.
pub fn read(input: &Path) -> Result<Wave, ProduceError> {
    stems_dsp::read_unfolded(input).map_err(|source| told(input, source))
}

/// Writes a WAV, softer where it would be over the ceiling, and in one go for whoever looks.
fn written(output: &Path, wave: &Wave) -> Result<(), ProduceError> {
    shape::keep(output, wave).map_err(|source| told(output, source))
}

/// Tells how far the work is, and whether to go on.
fn watch<'a>(cancel: &'a Cancel, progress: &'a mut Progress) -> impl FnMut(f64) -> bool + Send {
    |share: f64| {
        progress(share);
        cancel.check().is_ok()
    }
}

/// The nearest folder that is there, from `folder` upwards: where work can be laid aside.
fn nearest(folder: &Path) -> &Path {
    folder.ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("."))
}

/// What the disk says of a recording that lies in `folder` while it is worked on.
fn broken(folder: &Path, source: std::io::Error) -> ProduceError {
    match source.kind() {
        std::io::ErrorKind::Interrupted => ProduceError::Cancelled,
        _ => ProduceError::Write { path: folder.to_owned(), source },
    }
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
