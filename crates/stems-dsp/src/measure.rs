//! The verbs of this room: a recording, with or without its stems, is heard as a whole.

use std::path::Path;

use music_types::{Intensity, Seconds, Wave};

use crate::error::AudioError;
use crate::file::Played;
use crate::file::sound::Sound;
use crate::hear::chroma::{Notes, Noting};
use crate::hear::features::{Features, Listening};
use crate::hear::grid::grid;
use crate::hear::key::key;
use crate::hear::level::Meter;
use crate::hear::onsets::{Onset, onsets};
use crate::hear::peaks::{Frame, Partials};
use crate::hear::power::Power;
use crate::hear::sections::{bars, sections};
use crate::hear::source::{Ear, Mono};
use crate::hear::voice::{phrases_in, sung_in};
use crate::profile::{Grid, Overview, Profile};

/// What there is of a song to listen to. All waves begin together; rates and channels are free.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The whole song; where it is missing, the stems together are it.
    pub mix: Option<&'a Wave>,
    /// Its drums: beats are best heard in them.
    pub drums: Option<&'a Wave>,
    /// Its bass.
    pub bass: Option<&'a Wave>,
    /// Its voice: without it nothing is said about singing.
    pub vocal: Option<&'a Wave>,
    /// All else.
    pub other: Option<&'a Wave>,
    /// The grid, where somebody is sure of it already; it is believed.
    pub grid: Option<&'a Grid>,
}

impl<'a> Brief<'a> {
    /// One recording and nothing known of it.
    pub const fn of(mix: &'a Wave) -> Self {
        Self { mix: Some(mix), drums: None, bass: None, vocal: None, other: None, grid: None }
    }

    fn stems(&self) -> Vec<&'a Wave> {
        [self.drums, self.bass, self.other, self.vocal].into_iter().flatten().collect()
    }
}

/// Files of a song to listen to; all begin together.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// The recording to be measured.
    pub whole: &'a Path,
    /// The drums of the song: beats are best heard in them.
    pub drums: Option<&'a Path>,
    /// Its voice.
    pub vocal: Option<&'a Path>,
    /// The grid, where somebody is sure of it already; it is believed.
    pub grid: Option<&'a Grid>,
}

/// A file as it was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Hearing {
    /// What was measured.
    pub profile: Profile,
    /// The codec, as its makers name it: `flac`, `mp3`, `pcm_s16le`.
    pub codec: String,
    /// Channels in the file, before folding.
    pub channels: usize,
    /// Packets that could not be decoded and were left out; zero in a sound file.
    pub broken: usize,
    /// Samples a channel that the file promises but does not hold: it was cut off.
    pub missing: u64,
}

/// Listens to a song. Never fails: what cannot be heard is `None`, empty or silence.
pub fn measure(brief: &Brief) -> Profile {
    let together = if brief.mix.is_none() { sum(&brief.stems()) } else { Wave::default() };
    let whole = brief.mix.unwrap_or(&together);
    let song = Song {
        whole: Sound::Held(whole),
        drums: brief.drums.map(Sound::Held),
        vocal: brief.vocal.map(Sound::Held),
        grid: brief.grid,
    };
    // What is held can always be played.
    song.hear().map_or_else(|_| Profile::silent(Seconds::default(), 44_100), |it| it.0)
}

/// Listens to files, playing them as often as it takes and never holding more than twenty minutes
/// of sound.
///
/// # Errors
///
/// [`AudioError`] for a file that is not there, is no audio, or holds no sound.
pub fn hear(files: &Files) -> Result<Hearing, AudioError> {
    let song = Song {
        whole: Sound::File(files.whole),
        drums: files.drums.map(Sound::File),
        vocal: files.vocal.map(Sound::File),
        grid: files.grid,
    };
    let (profile, played) = song.hear()?;
    let (codec, channels, broken, missing) =
        played.map_or_else(Default::default, |it| (it.codec, it.channels, it.broken, it.missing));
    Ok(Hearing { profile, codec, channels, broken, missing })
}

/// A song, wherever its sounds are.
struct Song<'a> {
    whole: Sound<'a>,
    drums: Option<Sound<'a>>,
    vocal: Option<Sound<'a>>,
    grid: Option<&'a Grid>,
}

impl Song<'_> {
    fn hear(&self) -> Result<(Profile, Option<Played>), AudioError> {
        let (mut meter, mut ear) = (Meter::default(), Ear::new());
        let (mut rate, mut frames) = (0, 0_usize);
        let played = self.whole.play(&mut |now, planes| {
            (rate, frames) = (now, frames + planes.first().map_or(0, |it| it.len()));
            meter.push(now, planes);
            ear.push(now, planes);
        })?;
        let length = Seconds(frames as f64 / f64::from(rate.max(1)));
        let (loudness, power) = meter.finish();
        let voice = self.vocal.map(power_of).transpose()?;
        let mut profile = Profile {
            grid: self.grid.cloned(),
            loudness,
            phrases: voice.as_ref().map(phrases_in).unwrap_or_default(),
            ..Profile::silent(length, rate)
        };
        let mono = ear.finish(self.whole);
        let notes = match &mono {
            Some(mono) => self.listen(mono, &power, voice.as_ref(), &mut profile)?,
            None => Notes::default(),
        };
        profile.overview = Overview::of(&power, &notes);
        Ok((profile, played))
    }

    /// Fills in what there is to say of a song that is not silent.
    fn listen(
        &self,
        mono: &Mono,
        power: &Power,
        voice: Option<&Power>,
        profile: &mut Profile,
    ) -> Result<Notes, AudioError> {
        let Heard { features, notes, frames } = heard(mono)?;
        profile.onsets = onsets(mono, &features)?;
        if profile.grid.is_none() {
            profile.grid = self.beats(&features, &notes, profile)?;
        }
        profile.key = key(&frames, profile.grid.as_ref());
        let Some(grid) = &profile.grid else { return Ok(notes) };
        let sung: Vec<Intensity> = voice.map(|it| sung_in(it, grid)).unwrap_or_default();
        profile.bars = bars(power, &features, grid, &sung);
        profile.sections = sections(&features, grid, &profile.bars);
        Ok(notes)
    }

    /// The grid, from the drums where there are any.
    fn beats(
        &self,
        whole: &Features,
        notes: &Notes,
        profile: &Profile,
    ) -> Result<Option<Grid>, AudioError> {
        let Seconds(length) = profile.length;
        if let Some((features, onsets)) = self.drums.map(drummed).transpose()?.flatten() {
            let found = grid(&features, notes, &onsets, length);
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(grid(whole, notes, &profile.onsets, length))
    }
}

/// All that the ear notices in one hearing.
struct Heard {
    features: Features,
    notes: Notes,
    frames: Vec<Frame>,
}

fn heard(mono: &Mono) -> Result<Heard, AudioError> {
    let (mut listening, mut noting, mut partials) =
        (Listening::new(mono), Noting::new(), Partials::new());
    mono.pieces(&mut |piece| {
        listening.push(piece);
        noting.push(piece);
        partials.push(piece);
    })?;
    let (features, notes, frames) = (listening.finish(), noting.finish(), partials.finish());
    Ok(Heard { features, notes, frames })
}

/// What begins in drums, and when; `None` where they are silent.
fn drummed(drums: Sound<'_>) -> Result<Option<(Features, Vec<Onset>)>, AudioError> {
    let mut ear = Ear::new();
    drums.play(&mut |rate, planes| ear.push(rate, planes))?;
    let Some(mono) = ear.finish(drums) else { return Ok(None) };
    let mut listening = Listening::new(&mono);
    mono.pieces(&mut |piece| listening.push(piece))?;
    let features = listening.finish();
    let onsets = onsets(&mono, &features)?;
    Ok(Some((features, onsets)))
}

fn power_of(sound: Sound<'_>) -> Result<Power, AudioError> {
    let mut power = Power::default();
    sound.play(&mut |rate, planes| power.push(rate, planes))?;
    Ok(power)
}

/// The waves together: as they are where there is one.
fn sum(waves: &[&Wave]) -> Wave {
    let Some(first) = waves.first() else { return Wave { rate: 44_100, channels: vec![vec![]] } };
    let mut sum = (*first).clone();
    for wave in waves.iter().skip(1) {
        let wave = crate::rate::resample(wave, sum.rate);
        let frames = sum.frames().max(wave.frames());
        for channel in 0..sum.channels.len().max(wave.channels.len()) {
            if sum.channels.len() <= channel {
                let copy = sum.channels.first().cloned().unwrap_or_default();
                sum.channels.push(copy);
            }
            let Some(place) = sum.channels.get_mut(channel) else { continue };
            place.resize(frames, 0.0);
            let more = wave.channels.get(channel).or(wave.channels.first());
            for (sum, sample) in place.iter_mut().zip(more.into_iter().flatten()) {
                *sum += sample;
            }
        }
    }
    sum
}
