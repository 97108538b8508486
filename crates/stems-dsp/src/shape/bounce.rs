//! From file to file: decoded, shaped, made safe and written, piece by piece.

use std::io;
use std::path::Path;

use music_types::{Db, Wave};
use rayon::prelude::*;

use super::reel::Reel;
use super::tape::{Tape, Watch};
use super::winder::wound;
use super::{Brief, shape_tape, shaped_frames};
use crate::error::{AudioError, stopped};
use crate::file::{folder_of, write_pieces};
use crate::hear::tips::TruePeak;

/// The highest true peak that is written, unless the source was higher.
pub const CEILING: Db = Db::new(-0.1);
/// Of the work, all but writing.
const RENDERED: f64 = 0.95;
/// Samples a channel heard at once.
const PIECE: usize = 1 << 16;

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
    let mut source = wound(input, folder, watch)?;
    let unwritable = |why| AudioError::Unwritable { path: output.to_owned(), why };
    let brief = brief(source.rate(), source.frames()).map_err(unwritable)?;
    let mut result = Reel::new(folder).map_err(disk)?;
    let most = render(&mut source, &brief, &mut result, watch).map_err(disk)?;
    let gain = softer(most, || peak(&mut source, watch)).map_err(disk)?;
    let (frames_in, frames_out) = (source.frames(), result.frames());
    let write = || {
        let share = |it| RENDERED + (1.0 - RENDERED) * it;
        write_pieces(output, &mut result, gain, &mut |it| watch(share(it)))
    };
    // The system takes its time to give up what it held of a file.
    rayon::join(write, || drop(source)).0?;
    watch(1.0);
    Ok(Bounced {
        rate: result.rate(),
        channels: result.channels(),
        frames_in,
        frames_out,
        softer: Db::new(20.0 * libm::log10(gain)),
    })
}

/// Writes `wave` as [`bounce`] writes: 24 bits with dither, softer where its true peak would be over
/// [`CEILING`], and in one go for whoever looks; nobody is asked on the way, which is short.
///
/// # Errors
///
/// [`AudioError`] for what cannot be written.
pub fn keep(output: &Path, wave: &Wave) -> Result<(), AudioError> {
    let gain = peak(&mut { wave }, &mut |_| true).and_then(|most| softer(most, || Ok(0.0)));
    let gain = gain.map_err(|source| AudioError::disk(output, source))?;
    write_pieces(output, &mut { wave }, gain, &mut |_| true)
}

/// `wave` made softer where its true peak is over [`CEILING`] and over that of its source.
pub fn held(mut wave: Wave, source: &Wave) -> Wave {
    let heard = |mut wave| peak(&mut wave, &mut |_| true);
    let gain = heard(&wave).and_then(|most| softer(most, || heard(source)));
    // Reading from memory does not fail.
    let gain = gain.unwrap_or(1.0) as f32;
    if gain < 1.0 {
        wave.channels.iter_mut().flatten().for_each(|it| *it *= gain);
    }
    wave
}

/// Shapes `source` onto `result`; tells the true peak.
fn render(
    source: &mut Reel,
    brief: &Brief,
    result: &mut Reel,
    watch: &mut Watch,
) -> io::Result<f64> {
    let (rate, whole) = (source.rate(), shaped_frames(source.frames(), brief).max(1));
    let mut tips = tips(source);
    let mut done = 0;
    shape_tape(source, brief, |block| {
        done += block.first().map_or(0, Vec::len);
        if !watch(done as f64 / whole as f64 * RENDERED) {
            return Err(stopped());
        }
        tips.iter_mut().zip(block).for_each(|(tip, plane)| tip.push(plane));
        result.wind(rate, block)
    })?;
    Ok(highest(tips))
}

/// The gain that keeps a true peak of `most` to [`CEILING`], or to that of its source, where it is higher.
fn softer(most: f64, source: impl FnOnce() -> io::Result<f64>) -> io::Result<f64> {
    let ceiling = CEILING.to_gain().value();
    let allowed = if ceiling < most { ceiling.max(source()?) } else { most };
    Ok(if allowed < most { allowed / most } else { 1.0 })
}

/// The highest true peak, full scale being one; `watch` is asked on the way.
fn peak(tape: &mut impl Tape, watch: &mut Watch) -> io::Result<f64> {
    let mut tips = tips(tape);
    for at in (0..tape.frames()).step_by(PIECE) {
        if !watch(RENDERED) {
            return Err(stopped());
        }
        let mut block = vec![vec![0.0; PIECE.min(tape.frames() - at)]; tape.channels()];
        tape.read(at as i64, &mut block)?;
        tips.par_iter_mut().zip(&block).for_each(|(tip, plane)| tip.push(plane));
    }
    Ok(highest(tips))
}

/// A meter of true peaks for each channel.
fn tips(tape: &impl Tape) -> Vec<TruePeak> {
    (0..tape.channels()).map(|_| TruePeak::new(tape.rate())).collect()
}

fn highest(tips: Vec<TruePeak>) -> f64 {
    tips.into_iter().map(TruePeak::finish).fold(0.0, f64::max)
}
