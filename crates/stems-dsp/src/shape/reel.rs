//! Sound on the disk for as long as it is worked on, so that memory does not bound its length.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::tape::Tape;
use crate::hear::tips::TruePeak;

/// Bytes of a sample.
const SAMPLE: usize = 4;

/// A recording in a nameless file, which goes when this goes; samples in single precision, channel
/// by channel within a frame. Its true peak is heard while it is wound on.
pub struct Reel {
    file: BufWriter<File>,
    rate: u32,
    channels: usize,
    frames: usize,
    bytes: Vec<u8>,
    tips: Vec<TruePeak>,
}

impl Reel {
    /// An empty reel in `folder`; its rate and channels are those of what is first wound on it.
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        let file = BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder)?);
        Ok(Self { file, rate: 0, channels: 0, frames: 0, bytes: Vec::new(), tips: Vec::new() })
    }

    /// Winds on `planes`, one a channel, all of one length.
    pub(crate) fn wind(&mut self, rate: u32, planes: &[&[f32]]) -> io::Result<()> {
        let count = planes.iter().map(|it| it.len()).min().unwrap_or(0);
        (self.rate, self.channels) = (rate, planes.len());
        self.tips.resize_with(planes.len(), || TruePeak::new(rate));
        self.tips.iter_mut().zip(planes).for_each(|(tips, plane)| tips.push(plane));
        let frame = SAMPLE * planes.len().max(1);
        self.bytes.resize(count * frame, 0);
        for (channel, plane) in planes.iter().enumerate() {
            let places = self.bytes.chunks_exact_mut(frame);
            for (place, sample) in places.zip(*plane) {
                place[SAMPLE * channel..][..SAMPLE].copy_from_slice(&sample.to_le_bytes());
            }
        }
        self.frames += count;
        self.file.write_all(&self.bytes)
    }

    /// Ends winding: all is on the disk. Tells the highest true peak, full scale being one.
    pub(crate) fn stop(&mut self) -> io::Result<f64> {
        let tips = std::mem::take(&mut self.tips);
        self.file.flush()?;
        Ok(tips.into_iter().map(TruePeak::finish).fold(0.0, f64::max))
    }
}

impl Tape for Reel {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn channels(&self) -> usize {
        self.channels
    }

    fn frames(&self) -> usize {
        self.frames
    }

    fn read(&mut self, from: i64, into: &mut [Vec<f32>]) -> io::Result<()> {
        into.iter_mut().for_each(|it| it.fill(0.0));
        let length = into.first().map_or(0, Vec::len);
        let skip = usize::try_from(-from).unwrap_or(0).min(length);
        let start = usize::try_from(from).unwrap_or(0).min(self.frames);
        let count = (length - skip).min(self.frames - start);
        let frame = SAMPLE * self.channels;
        if count == 0 || frame == 0 {
            return Ok(());
        }
        self.bytes.resize(count * frame, 0);
        let file = self.file.get_mut();
        file.seek(SeekFrom::Start((start * frame) as u64))?;
        file.read_exact(&mut self.bytes)?;
        for (index, channel) in into.iter_mut().take(self.channels).enumerate() {
            let samples = self.bytes.chunks_exact(frame).map(|it| &it[SAMPLE * index..]);
            for (place, sample) in channel[skip..].iter_mut().zip(samples) {
                if let Some(bytes) = sample.first_chunk() {
                    *place = f32::from_le_bytes(*bytes);
                }
            }
        }
        Ok(())
    }
}
