//! From file to file: decoded, shaped, made safe and written, piece by piece.

use std::io;
use std::path::Path;

use music_types::{Db, Wave};
use rayon::prelude::*;

use super::reel::Reel;
use super::tape::{Tape, Watch, stopped};
use super::{Brief, shape_tape, shaped_frames};
use crate::error::AudioError;
use crate::file::{folder_of, play, write_pieces};
use crate::hear::tips::TruePeak;

/// The highest true peak that is written, unless the source was higher.
pub const CEILING: Db = Db::new(-0.1);
/// Samples moved at once.
const PIECE: usize = 1 << 15;

/// Says what is to be done with a recording of this rate in hertz and this length in samples, or why nothing can be.
pub type Asked<'a> = &'a (dyn Fn(u32, usize) -> Result<Brief, String> + Sync);

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounced {
    /// Samples a second.
    pub rate: u32,
    /// How many channels.
    pub channels: usize,
    /// Samples a channel that were read.
    pub frames_in: usize,
    /// Samples a channel that were written.
    pub frames_out: usize,
    /// By how much all was made softer to keep true peaks below [`CEILING`], or below those of the
    /// source where they were higher.
    pub softer: Db,
}

/// Shapes the file `input` into the WAV `output`, 24 bits with dither, in bounded memory.
///
/// `brief` is asked once the rate and length in samples are known. `watch` is told the share that
/// is done, 0 to 1, and answers whether to go on. The file appears when it is whole; whatever goes
/// wrong, nothing half-made is left, and what was there before stays.
///
/// # Errors
///
/// [`AudioError`] for what cannot be read or written; [`AudioError::Stopped`] when `watch` says so;
/// [`AudioError::Unwritable`] when `brief` answers with a reason.
pub fn bounce(
    input: &Path,
    output: &Path,
    brief: Asked,
    watch: &mut Watch,
) -> Result<Bounced, AudioError> {
    rayon::scope(|_| bounce_here(input, output, brief, watch))
}

fn bounce_here(
    input: &Path,
    output: &Path,
    brief: Asked,
    watch: &mut Watch,
) -> Result<Bounced, AudioError> {
    let folder = folder_of(output);
    let disk = |source: io::Error| AudioError::disk(output, source);
    let (mut source, before) = reel(input, folder, watch)?;
    let unwritable = |why| AudioError::Unwritable { path: output.to_owned(), why };
    let brief = brief(source.rate(), source.frames()).map_err(unwritable)?;
    let mut result = Reel::new(folder).map_err(disk)?;
    let after = render(&mut source, &brief, &mut result, watch).map_err(disk)?;
    let gain = softer(after, before);
    write_pieces(output, &mut result, gain)?;
    watch(1.0);
    Ok(Bounced {
        rate: result.rate(),
        channels: result.channels(),
        frames_in: source.frames(),
        frames_out: result.frames(),
        softer: Db::new(20.0 * libm::log10(gain)),
    })
}

/// The file `input` on a reel in `folder`, which is never left behind; `watch` is asked on the way whether to go on.
///
/// # Errors
///
/// As [`bounce`].
pub fn wound(input: &Path, folder: &Path, watch: &mut Watch) -> Result<Reel, AudioError> {
    reel(input, folder, watch).map(|it| it.0)
}

/// The file on a reel, and its true peak.
fn reel(input: &Path, folder: &Path, watch: &mut Watch) -> Result<(Reel, f64), AudioError> {
    let disk = |source: io::Error| AudioError::disk(folder, source);
    let mut reel = Reel::new(folder).map_err(disk)?;
    let peak = record(input, &mut reel, watch).map_err(|it| it.unwrap_or_else(disk))?;
    Ok((reel, peak))
}

/// Writes `wave` as [`bounce`] writes: 24 bits with dither, softer where its true peak would be over
/// [`CEILING`], and in one go for whoever looks.
///
/// # Errors
///
/// [`AudioError`] for what cannot be written.
pub fn keep(output: &Path, wave: &Wave) -> Result<(), AudioError> {
    write_pieces(output, &mut { wave }, softer(peak(wave), 0.0))
}

/// `wave` made softer where its true peak is over [`CEILING`] and over that of its source.
pub fn held(mut wave: Wave, source: &Wave) -> Wave {
    let gain = softer(peak(&wave), peak(source)) as f32;
    if gain < 1.0 {
        wave.channels.iter_mut().flatten().for_each(|it| *it *= gain);
    }
    wave
}

/// Winds the file onto `reel`; tells its true peak.
fn record(
    input: &Path,
    reel: &mut Reel,
    watch: &mut Watch,
) -> Result<f64, Result<AudioError, io::Error>> {
    let mut trouble = None;
    let played = play(input, &mut |rate, planes| {
        let wound = if watch(0.0) { reel.wind(rate, planes) } else { Err(stopped()) };
        trouble = wound.err();
        trouble.is_none()
    });
    // First: of a file that was not heard to its end the reader may say that it holds nothing.
    if let Some(trouble) = trouble {
        return Err(Err(trouble));
    }
    played.map_err(Ok)?;
    reel.stop().map_err(Err)
}

/// Shapes `source` onto `result`; tells the true peak.
fn render(
    source: &mut Reel,
    brief: &Brief,
    result: &mut Reel,
    watch: &mut Watch,
) -> io::Result<f64> {
    let (rate, whole) = (source.rate(), shaped_frames(source.frames(), brief).max(1));
    let mut done = 0;
    shape_tape(source, brief, |block| {
        done += block.first().map_or(0, Vec::len);
        if !watch(done as f64 / whole as f64 * 0.95) {
            return Err(stopped());
        }
        let planes: Vec<&[f32]> = block.iter().map(Vec::as_slice).collect();
        result.wind(rate, &planes)
    })?;
    result.stop()
}

/// The gain that keeps a true peak of `most` to [`CEILING`], or to `source`, that of its source, where it is higher.
fn softer(most: f64, source: f64) -> f64 {
    let allowed = source.max(CEILING.to_gain().value());
    if allowed < most { allowed / most } else { 1.0 }
}

/// The highest true peak, full scale being one.
fn peak(wave: &Wave) -> f64 {
    let tip = |plane: &Vec<f32>| {
        let mut tip = TruePeak::new(wave.rate);
        plane.chunks(PIECE).for_each(|it| tip.push(it));
        tip.finish()
    };
    wave.channels.par_iter().map(tip).reduce(|| 0.0, f64::max)
}
