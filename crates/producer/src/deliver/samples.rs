//! The audio files of a project: written, and looked at again for what the set must say of them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use live_export::SampleFacts;
use music_types::{SampleId, Wave};

use crate::deliver::folder::Folder;
use crate::error::ProduceError;

/// An audio file of the project.
#[derive(Debug, Clone)]
pub struct AudioFile {
    /// Where it lies in the project.
    pub id: SampleId,
    /// Where its sound comes from.
    pub sound: Sound,
}

/// Where the sound of a file comes from.
#[derive(Debug, Clone)]
pub enum Sound {
    /// Sound in memory, to be written as 24-bit WAV.
    Made(Arc<Wave>),
    /// A file of the user's, to be copied byte for byte; its length in frames and its rate.
    Copied(PathBuf, u64, u32),
}

/// Writes `file` into `folder` and says what the set must know of it. `stamp` is its time of
/// change in seconds since 1970.
///
/// # Errors
///
/// [`ProduceError::Write`] or [`ProduceError::Audio`] when the disk refuses.
pub fn write(folder: &Folder, file: &AudioFile, stamp: u32) -> Result<SampleFacts, ProduceError> {
    let path = folder.place(&file.id.0)?;
    let (frames, rate) = match &file.sound {
        Sound::Made(wave) => {
            let trouble = |source| ProduceError::Audio { path: path.clone(), source };
            stems_dsp::write_wav(&path, wave).map_err(trouble)?;
            (wave.frames() as u64, wave.rate)
        }
        Sound::Copied(from, frames, rate) => {
            let trouble = |source| ProduceError::Read { path: from.clone(), source };
            fs::copy(from, &path).map_err(trouble)?;
            (*frames, *rate)
        }
    };
    folder.stamp(&path)?;
    let (bytes, head) = head(&path)?;
    let crc = als_model::edit::sample_crc(&head);
    Ok(SampleFacts { rate, frames, bytes, crc, modified: i64::from(stamp) })
}

/// What a set would say of `file` before anything is written: its size as a 24-bit WAV, no check sum.
pub fn expected(file: &AudioFile, stamp: u32) -> SampleFacts {
    let (frames, rate, channels) = match &file.sound {
        Sound::Made(wave) => (wave.frames() as u64, wave.rate, wave.channels.len() as u64),
        Sound::Copied(_, frames, rate) => (*frames, *rate, 2),
    };
    let bytes = 44 + frames * channels * 3;
    SampleFacts { rate, frames, bytes, crc: 0, modified: i64::from(stamp) }
}

/// The size of a file, and its first 16 KiB: what Live's check sum covers.
fn head(path: &Path) -> Result<(u64, Vec<u8>), ProduceError> {
    let trouble = |source| ProduceError::Read { path: path.to_owned(), source };
    let file = fs::File::open(path).map_err(trouble)?;
    let bytes = file.metadata().map_err(trouble)?.len();
    let mut head = Vec::new();
    file.take(16_384).read_to_end(&mut head).map_err(trouble)?;
    Ok((bytes, head))
}
