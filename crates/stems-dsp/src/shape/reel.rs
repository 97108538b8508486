//! Sound on the disk for as long as it is worked on, so that memory does not bound its length.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::ear::Heard;
use super::tape::Tape;

/// Bytes of a sample.
const SAMPLE: usize = 4;

/// A recording in a nameless file, which goes when this goes; samples in single precision, channel
/// by channel within a frame.
pub struct Reel {
    file: File,
    rate: u32,
    channels: usize,
    frames: usize,
    bytes: Vec<u8>,
    heard: Option<Heard>,
}

impl Reel {
    /// An empty reel in `folder`; its rate and channels are those of what is first wound on it.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(folder)?;
        Ok(Self { file, rate: 0, channels: 0, frames: 0, bytes: Vec::new(), heard: None })
    }

    /// Notes what was heard while all of it was wound.
    pub(super) fn note(&mut self, heard: Heard) {
        self.heard = Some(heard);
    }

    /// Winds on `planes`, one a channel, all of one length; none is wound on once the reel was read.
    pub(super) fn wind<P: AsRef<[f32]>>(&mut self, rate: u32, planes: &[P]) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        pack(planes, &mut bytes);
        let wound = self.wind_packed(rate, planes.len(), &bytes);
        self.bytes = bytes;
        wound
    }

    /// Winds on samples that are packed for `channels` channels.
    pub(super) fn wind_packed(
        &mut self,
        rate: u32,
        channels: usize,
        bytes: &[u8],
    ) -> io::Result<()> {
        (self.rate, self.channels, self.heard) = (rate, channels, None);
        self.frames += bytes.len() / (SAMPLE * channels.max(1));
        self.file.write_all(bytes)
    }
}

/// Packs `planes` onto `bytes` as they lie on a reel.
pub(super) fn pack<P: AsRef<[f32]>>(planes: &[P], bytes: &mut Vec<u8>) {
    let count = planes.iter().map(|it| it.as_ref().len()).min().unwrap_or(0);
    let (start, frame) = (bytes.len(), SAMPLE * planes.len().max(1));
    bytes.resize(start + count * frame, 0);
    for (channel, plane) in planes.iter().enumerate() {
        let places = bytes[start..].chunks_exact_mut(frame);
        for (place, sample) in places.zip(plane.as_ref()) {
            place[SAMPLE * channel..][..SAMPLE].copy_from_slice(&sample.to_le_bytes());
        }
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
        self.file.seek(SeekFrom::Start((start * frame) as u64))?;
        self.file.read_exact(&mut self.bytes)?;
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

    fn heard(&self) -> Option<&Heard> {
        self.heard.as_ref()
    }
}
