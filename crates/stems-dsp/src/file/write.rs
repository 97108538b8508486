//! WAV files of 24 bits, dithered.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use hound::{SampleFormat, WavSpec};
use music_types::{Dice, Seed, Wave};
use rayon::prelude::*;

use crate::error::{AudioError, stopped};
use crate::shape::{Tape, Watch};

/// One step of 24 bits is this part of full scale.
const STEPS: f64 = 8_388_608.0;
/// Bytes of a sample.
const SAMPLE: usize = 3;
/// Samples a channel written at once.
const PIECE: usize = 1 << 16;
/// Samples a channel that one thread throws dice for at once.
const RUN: usize = 1 << 13;

/// The sound as a WAV file of 24 bits at its own rate.
///
/// Triangular dither of one step either way (Lipshitz, Wannamaker, Vanderkooy 1992) is thrown by
/// dice that fall the same way each time; samples of exactly zero stay zero, so silence stays
/// black. What is louder than full scale is clipped; what is no number is silence. A file that is
/// there is written over.
///
/// # Errors
///
/// [`AudioError::Unwritable`] for a wave without channels or rate, of more than 21 845 channels, of 4 GiB a second, or too
/// long for a WAV (4 GiB);
/// [`AudioError::Disk`] when the disk refuses.
pub fn write_wav(path: &Path, wave: &Wave) -> Result<(), AudioError> {
    let header = header(wave.channels.len(), wave.rate, wave.frames());
    let header = header.map_err(|why| AudioError::Unwritable { path: path.to_owned(), why })?;
    File::create(path)
        .and_then(|file| pieces(&file, &mut { wave }, 1.0, &header, &mut |_| true))
        .map_err(|source| AudioError::disk(path, source))
}

/// As [`write_wav`], piece by piece from a tape, each sample times `gain`, and in one go for whoever
/// looks: the file appears when it is whole. `watch` is told the share that is written, and answers whether to go on.
pub(crate) fn write_pieces(
    path: &Path,
    tape: &mut impl Tape,
    gain: f64,
    watch: &mut Watch,
) -> Result<(), AudioError> {
    let header = header(tape.channels(), tape.rate(), tape.frames());
    let header = header.map_err(|why| AudioError::Unwritable { path: path.to_owned(), why })?;
    let disk = |source: std::io::Error| AudioError::disk(path, source);
    let aside =
        tempfile::Builder::new().prefix(".vyke-").tempfile_in(folder_of(path)).map_err(disk)?;
    pieces(aside.as_file(), tape, gain, &header, watch).map_err(disk)?;
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

/// Writes header and samples; while one piece is written, the next is thrown for and the one after it read.
fn pieces(
    mut file: &File,
    tape: &mut impl Tape,
    gain: f64,
    header: &[u8],
    watch: &mut Watch,
) -> std::io::Result<()> {
    let frames = tape.frames();
    let mut next = |at: usize| -> std::io::Result<Vec<Vec<f32>>> {
        let mut block = vec![vec![0.0; PIECE.min(frames.saturating_sub(at))]; tape.channels()];
        tape.read(at as i64, &mut block)?;
        Ok(block)
    };
    file.write_all(header)?;
    let (mut block, mut bytes, mut count) = (next(0)?, Vec::new(), 0);
    // Once more than there are pieces: the last is written then.
    for at in (0..frames + PIECE).step_by(PIECE) {
        if !watch(at as f64 / (frames + PIECE) as f64) {
            return Err(stopped());
        }
        count += bytes.len();
        let throw = || stepped(&block, at / RUN, gain);
        let write = || file.write_all(&bytes);
        let (thrown, (written, read)) =
            rayon::join(throw, || rayon::join(write, || next(at + PIECE)));
        written?;
        (block, bytes) = (read?, thrown);
    }
    // Chunks of a RIFF file begin at even places.
    file.write_all(&[0][..count % 2])
}

/// The steps of 24 bits of all channels, channel by channel within a frame, each sample times `gain`.
///
/// Each channel has dice of its own for each run, of which `first` is the first here, so that runs can be thrown for side
/// by side.
fn stepped(block: &[Vec<f32>], first: usize, gain: f64) -> Vec<u8> {
    let (count, frame) = (block.first().map_or(0, Vec::len), SAMPLE * block.len().max(1));
    let mut bytes = vec![0; count * frame];
    bytes.par_chunks_mut(frame * RUN).enumerate().for_each(|(run, bytes)| {
        for (index, channel) in block.iter().enumerate() {
            let mut dice = Seed(24).fork(&format!("dither {index} {}", first + run)).dice();
            let places = bytes.chunks_exact_mut(frame).map(|it| &mut it[SAMPLE * index..]);
            for (place, sample) in places.zip(&channel[run * RUN..]) {
                let step = quantised(f64::from(*sample) * gain, &mut dice);
                place[..SAMPLE].copy_from_slice(&step.to_le_bytes()[..SAMPLE]);
            }
        }
    });
    bytes
}

/// What stands before the samples of a WAV of 24 bits: hound's, with the length filled in, since it
/// is known. (hound itself would take the samples one by one, which was half the time of writing.)
fn header(count: usize, rate: u32, frames: usize) -> Result<Vec<u8>, String> {
    // A frame's bytes are told in 16 bits and a second's in 32.
    let frame = u16::try_from(SAMPLE * count).unwrap_or(0);
    if frame == 0 || rate == 0 || u32::from(frame).checked_mul(rate).is_none() {
        return Err(format!("{count} channels at {rate} Hz"));
    }
    let bytes = frames as u64 * u64::from(frame);
    let told = u32::try_from(bytes).ok().filter(|it| *it < u32::MAX - 1024);
    let told = told.ok_or_else(|| format!("{bytes} bytes are more than a WAV file holds"))?;
    let (channels, sample_format) = (frame / SAMPLE as u16, SampleFormat::Int);
    let spec = WavSpec { channels, sample_rate: rate, bits_per_sample: 24, sample_format };
    let mut header = spec.into_header_for_infinite_file();
    let end = header.len();
    let riff = end as u32 - 8 + told + told % 2;
    header[4..8].copy_from_slice(&riff.to_le_bytes());
    header[end - 4..].copy_from_slice(&told.to_le_bytes());
    Ok(header)
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
