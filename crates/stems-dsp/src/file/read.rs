//! Any container and codec that symphonia knows, decoded.

use std::fs::File;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use music_types::Wave;
use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::error::AudioError;
use crate::file::edits;
use crate::file::fold::{Shares, shares};
use crate::file::gapless::{self, Gap};

/// A file's sound and what was found on the way to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The sound: one or two channels, at the file's own rate.
    pub wave: Wave,
    /// The codec, as its makers name it: `flac`, `mp3`, `pcm_s16le`.
    pub codec: String,
    /// Channels in the file, before folding.
    pub channels: usize,
    /// Packets that could not be decoded and were left out; zero in a sound file.
    pub broken: usize,
    /// Samples a channel that the file promises but does not hold: it was cut off.
    pub missing: u64,
}

/// The sound of a file, of one or two channels, at the file's own rate. More than two channels are
/// folded as ITU-R BS.775 says; encoder delay is trimmed where the container tells it; samples
/// that are no number become silence.
///
/// # Errors
///
/// [`AudioError`] for what is not there, is empty, is no audio, or holds not one sample that can
/// be decoded. A file that breaks off is heard as far as it goes.
pub fn read(path: &Path) -> Result<Wave, AudioError> {
    open(path).map(|it| it.wave)
}

/// As [`read`], with what was found in the container.
///
/// # Errors
///
/// As [`read`].
pub fn open(path: &Path) -> Result<Recording, AudioError> {
    hold(path, Channels::Folded)
}

/// As [`read`], with all channels of the file as they are.
///
/// # Errors
///
/// As [`read`].
pub fn read_unfolded(path: &Path) -> Result<Wave, AudioError> {
    hold(path, Channels::All).map(|it| it.wave)
}

fn hold(path: &Path, wanted: Channels) -> Result<Recording, AudioError> {
    let mut wave = Wave::default();
    let played = play(path, wanted, &mut |rate, planes| {
        wave.rate = rate;
        wave.channels.resize(planes.len(), Vec::new());
        wave.channels.iter_mut().zip(planes).for_each(|(it, plane)| it.extend_from_slice(plane));
        true
    })?;
    let Played { codec, channels, broken, missing } = played;
    Ok(Recording { wave, codec, channels, broken, missing })
}

/// What was found on the way through a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Played {
    /// See [`Recording::codec`].
    pub(crate) codec: String,
    /// See [`Recording::channels`].
    pub(crate) channels: usize,
    /// See [`Recording::broken`].
    pub(crate) broken: usize,
    /// See [`Recording::missing`].
    pub(crate) missing: u64,
}

/// Which channels of a file are played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Channels {
    /// One or two; more are folded as ITU-R BS.775 says.
    Folded,
    /// As many as there are.
    All,
}

/// Hears piece after piece of a sound: its rate, and its channels, of equal length. Answers whether to go on.
pub(crate) type Listener<'a> = dyn FnMut(u32, &[&[f32]]) -> bool + 'a;

/// Plays a file to `listener` from end to end, or until it has heard enough, never holding more than a packet of it.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn play(
    path: &Path,
    wanted: Channels,
    listener: &mut Listener,
) -> Result<Played, AudioError> {
    // A broken file may break its reader; what was heard until then is given up with it.
    let played = catch_unwind(AssertUnwindSafe(|| play_on(path, wanted, listener)));
    played.unwrap_or_else(|_| Err(not_audio(path, "its reader stumbles over it")))
}

fn play_on(path: &Path, wanted: Channels, listener: &mut Listener) -> Result<Played, AudioError> {
    let mut format = probe(path)?;
    let codec_error = |why: String| AudioError::Codec { path: path.to_owned(), why };
    let track = format.default_track(TrackType::Audio);
    let track = track.ok_or_else(|| not_audio(path, "no audio track in it"))?.clone();
    let mut decoder = decoder(&track).map_err(codec_error)?;
    let codec = decoder.codec_info().short_name.to_owned();
    let is_untrimmed = codec == "aac" && track.delay.is_none();
    let told = || gapless::told(format.as_mut()).or_else(|| edits::told(path));
    let gap = is_untrimmed.then(told).flatten();
    let mut tape = Tape::new(listener, wanted, gap);
    let trouble = roll(format.as_mut(), decoder.as_mut(), &track, &mut tape);
    if tape.frames == 0 {
        let why = trouble.unwrap_or_else(|| "there is no sample in it".to_owned());
        return Err(AudioError::NoSound { path: path.to_owned(), why });
    }
    let missing = track.num_frames.unwrap_or(0).saturating_sub(tape.frames as u64);
    Ok(Played { codec, channels: tape.shares.len(), broken: tape.broken, missing })
}

fn not_audio(path: &Path, why: &str) -> AudioError {
    AudioError::NotAudio { path: path.to_owned(), why: why.to_owned() }
}

/// The reader of the file's container.
fn probe(path: &Path) -> Result<Box<dyn FormatReader>, AudioError> {
    let open = |source| AudioError::Open { path: path.to_owned(), source };
    let file = File::open(path).map_err(open)?;
    let facts = file.metadata().map_err(open)?;
    if facts.is_dir() {
        return Err(open(ErrorKind::IsADirectory.into()));
    }
    if facts.is_file() && facts.len() == 0 {
        return Err(AudioError::Empty { path: path.to_owned() });
    }
    let mut hint = Hint::new();
    if let Some(extension) = path.extension().and_then(|it| it.to_str()) {
        hint.with_extension(extension);
    }
    let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
    symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| not_audio(path, &error.to_string()))
}

/// A decoder for the track that trims what the encoder put before and after the sound.
fn decoder(track: &Track) -> Result<Box<dyn AudioDecoder>, String> {
    let params = track.codec_params.as_ref().and_then(|it| it.audio());
    let params = params.ok_or("the container does not say which")?;
    symphonia::default::get_codecs()
        .make_audio_decoder(params, &AudioDecoderOptions::default())
        .map_err(|error| error.to_string())
}

/// Plays the track onto `tape` up to its end or to where it breaks off; the first trouble on the
/// way, in words.
fn roll(
    format: &mut dyn FormatReader,
    decoder: &mut dyn AudioDecoder,
    track: &Track,
    tape: &mut Tape<'_>,
) -> Option<String> {
    let mut trouble = None;
    loop {
        let packet = match format.next_packet() {
            Ok(Some(packet)) => packet,
            Ok(None) => return trouble,
            // A chained stream begins anew: what comes after is another recording.
            Err(Error::ResetRequired) => return trouble,
            Err(error) => return trouble.or(Some(error.to_string())),
        };
        if packet.track_id != track.id {
            continue;
        }
        match decoder.decode(&packet) {
            Ok(sound) if tape.fits(&sound) => {
                tape.record(&sound);
                if tape.is_stopped {
                    return trouble;
                }
            }
            Ok(_) => return trouble.or(Some("its rate changes on the way".to_owned())),
            Err(Error::DecodeError(_) | Error::IoError(_)) if tape.broken < MOST_BROKEN => {
                tape.broken += 1;
                trouble.get_or_insert_with(|| "its packets cannot be decoded".to_owned());
            }
            Err(error) => return trouble.or(Some(error.to_string())),
        }
    }
}

/// After so many broken packets the rest is not worth hearing.
const MOST_BROKEN: usize = 10_000;

/// What passes on its way from the decoder to the listener.
struct Tape<'a> {
    listener: &'a mut Listener<'a>,
    wanted: Channels,
    /// Samples that are no part of the sound at its start, and those that are.
    gap: Gap,
    rate: u32,
    shares: Vec<Shares>,
    /// Samples a channel that the listener heard.
    frames: usize,
    broken: usize,
    /// Whether the listener heard enough.
    is_stopped: bool,
    planes: Vec<Vec<f32>>,
}

impl<'a> Tape<'a> {
    fn new(listener: &'a mut Listener<'a>, wanted: Channels, gap: Option<Gap>) -> Self {
        Self {
            listener,
            wanted,
            gap: gap.unwrap_or(Gap { before: 0, sound: usize::MAX }),
            rate: 0,
            shares: Vec::new(),
            frames: 0,
            broken: 0,
            is_stopped: false,
            planes: Vec::new(),
        }
    }

    /// Whether `sound` has the rate and channels of what was recorded before it.
    fn fits(&mut self, sound: &GenericAudioBufferRef<'_>) -> bool {
        let (rate, count) = (sound.spec().rate(), sound.num_planes());
        if self.rate == 0 && 0 < rate && 0 < count {
            self.rate = rate;
            self.shares = match count {
                1 | 2 => vec![(1.0, 1.0); count],
                _ => shares(sound.spec().channels()),
            };
        }
        rate == self.rate && count == self.shares.len()
    }

    fn record(&mut self, sound: &GenericAudioBufferRef<'_>) {
        let mut planes = std::mem::take(&mut self.planes);
        sound.copy_to_vecs_planar(&mut planes);
        for plane in &mut planes {
            plane.iter_mut().for_each(|it| *it = if it.is_finite() { *it } else { 0.0 });
        }
        match (self.wanted, planes.len()) {
            (Channels::All, _) | (_, 1 | 2) => self.pass(&planes),
            (Channels::Folded, _) => self.pass(&self.folded(&planes)),
        }
        self.planes = planes;
    }

    /// Hands on what of these samples is the sound.
    fn pass(&mut self, planes: &[Vec<f32>]) {
        let frames = planes.iter().map(Vec::len).min().unwrap_or(0);
        let from = self.gap.before.min(frames);
        let to = frames.min(from.saturating_add(self.gap.sound));
        self.gap.before -= from;
        self.gap.sound -= to - from;
        self.frames += to - from;
        let planes: Vec<&[f32]> = planes.iter().map(|it| &it[from..to]).collect();
        self.is_stopped = !(self.listener)(self.rate, &planes);
    }

    fn folded(&self, planes: &[Vec<f32>]) -> [Vec<f32>; 2] {
        let frames = planes.iter().map(Vec::len).min().unwrap_or(0);
        let mut sides = [vec![0.0; frames], vec![0.0; frames]];
        for (plane, (left, right)) in planes.iter().zip(&self.shares) {
            for (side, share) in sides.iter_mut().zip([left, right]) {
                for (sum, sample) in side.iter_mut().zip(plane) {
                    *sum += sample * share;
                }
            }
        }
        sides
    }
}
