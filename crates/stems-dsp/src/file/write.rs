//! WAV files of 24 bits, dithered.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use hound::{SampleFormat, WavSpec, WavWriter};
use music_types::{Dice, Seed, Wave};
use rayon::prelude::*;

use crate::error::AudioError;
use crate::shape::Tape;

/// One step of 24 bits is this part of full scale.
const STEPS: f64 = 8_388_608.0;
/// Samples written at once.
const PIECE: usize = 1 << 17;

/// The sound as a WAV file of 24 bits at its own rate.
///
/// Triangular dither of one step either way (Lipshitz, Wannamaker, Vanderkooy 1992) is thrown by
/// dice that fall the same way each time; samples of exactly zero stay zero, so silence stays
/// black. What is louder than full scale is clipped; what is no number is silence. A file that is
/// there is written over.
///
/// # Errors
///
/// [`AudioError::Unwritable`] for a wave without channels or rate, or too long for a WAV (4 GiB);
/// [`AudioError::Write`] when the disk refuses.
pub fn write_wav(path: &Path, wave: &Wave) -> Result<(), AudioError> {
    let spec = spec(wave.channels.len(), wave.rate, wave.frames());
    let spec = spec.map_err(|why| AudioError::Unwritable { path: path.to_owned(), why })?;
    File::create(path)
        .map_err(hound::Error::from)
        .and_then(|file| pieces(&file, &mut { wave }, 1.0, spec))
        .map_err(|source| AudioError::Write { path: path.to_owned(), source })
}

/// As [`write_wav`], piece by piece from a tape, each sample times `gain`, and in one go for whoever
/// looks: the file appears when it is whole.
pub(crate) fn write_pieces(path: &Path, tape: &mut impl Tape, gain: f64) -> Result<(), AudioError> {
    let spec = spec(tape.channels(), tape.rate(), tape.frames());
    let spec = spec.map_err(|why| AudioError::Unwritable { path: path.to_owned(), why })?;
    let disk = |source: std::io::Error| AudioError::disk(path, source);
    let aside =
        tempfile::Builder::new().prefix(".vyke-").tempfile_in(folder_of(path)).map_err(disk)?;
    pieces(aside.as_file(), tape, gain, spec)
        .map_err(|source| AudioError::Write { path: path.to_owned(), source })?;
    share(aside.path()).map_err(disk)?;
    aside.persist(path).map(drop).map_err(|it| disk(it.error))
}

/// The folder that a file is or will be in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|it| *it != Path::new("")).unwrap_or(Path::new("."))
}

/// Lets everybody read a file made aside, as one made in place would be.
fn share(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))?;
    }
    let _ = path;
    Ok(())
}

fn pieces(file: &File, tape: &mut impl Tape, gain: f64, spec: WavSpec) -> Result<(), hound::Error> {
    let mut writer = WavWriter::new(BufWriter::with_capacity(1 << 16, file), spec)?;
    // Each channel has dice of its own, so that channels can be thrown for side by side.
    let dice = |channel: usize| Seed(24).fork(&format!("dither {channel}")).dice();
    let mut dice: Vec<Dice> = (0..tape.channels()).map(dice).collect();
    let mut at = 0;
    let mut next = || -> std::io::Result<Vec<Vec<i32>>> {
        let count = PIECE.min(tape.frames() - at);
        let mut block = vec![vec![0.0; count]; tape.channels()];
        tape.read(at as i64, &mut block)?;
        at += count;
        let steps = block.par_iter().zip(&mut dice).map(|(channel, dice)| {
            // A die of its own, lest two threads write side by side into one line of a cache.
            let mut own = dice.clone();
            let steps =
                channel.iter().map(|it| quantised(f64::from(*it) * gain, &mut own)).collect();
            *dice = own;
            steps
        });
        Ok(steps.collect())
    };
    // While one piece is written, the next is read and thrown for.
    let mut steps = next()?;
    while steps.first().is_some_and(|it| !it.is_empty()) {
        let (written, read) = rayon::join(|| put(&mut writer, &steps), &mut next);
        written?;
        steps = read?;
    }
    writer.finalize()
}

/// Writes the steps of all channels, a list each.
fn put(writer: &mut WavWriter<BufWriter<&File>>, steps: &[Vec<i32>]) -> Result<(), hound::Error> {
    for frame in 0..steps.first().map_or(0, Vec::len) {
        for channel in steps {
            writer.write_sample(channel[frame])?;
        }
    }
    Ok(())
}

fn spec(count: usize, rate: u32, frames: usize) -> Result<WavSpec, String> {
    let channels = u16::try_from(count).unwrap_or(0);
    if channels == 0 || rate == 0 {
        return Err(format!("{count} channels at {rate} Hz"));
    }
    let bytes = frames as u64 * u64::from(channels) * 3;
    if u64::from(u32::MAX) - 1024 < bytes {
        return Err(format!("{bytes} bytes are more than a WAV file holds"));
    }
    Ok(WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: 24,
        sample_format: SampleFormat::Int,
    })
}

/// The 24-bit step nearest to `sample` with dither.
fn quantised(sample: f64, dice: &mut Dice) -> i32 {
    if sample == 0.0 || !sample.is_finite() {
        return 0;
    }
    let step = (sample * STEPS + dice.triangle()).clamp(-STEPS, STEPS - 1.0);
    // The nearest whole number, without a call: added to 1.5 · 2⁵² nothing is left behind the point.
    ((step + 6_755_399_441_055_744.0) - 6_755_399_441_055_744.0) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dither_frees_the_error_from_the_sound() {
        let mut dice = Seed(1).dice();
        // A third of a step: rounding alone would always answer zero.
        let steps: Vec<i32> =
            (0..30_000).map(|_| quantised(1.0 / 3.0 / STEPS, &mut dice)).collect();
        let mean = steps.iter().sum::<i32>() as f64 / steps.len() as f64;
        assert!((mean - 1.0 / 3.0).abs() < 0.02, "{mean}");
        assert!(steps.iter().all(|it| (-1..=1).contains(it)));
    }

    #[test]
    fn what_is_too_loud_is_clipped_and_what_is_no_number_is_silence() {
        let mut dice = Seed(1).dice();
        assert_eq!(quantised(7.0, &mut dice), 8_388_607);
        assert_eq!(quantised(-7.0, &mut dice), -8_388_608);
        assert_eq!(quantised(f64::NAN, &mut dice), 0);
    }
}
