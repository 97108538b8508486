//! The verb of this room: a recording, with or without its stems, is heard as a whole.

use music_types::{Seconds, Wave};

use crate::hear::chroma::notes;
use crate::hear::features::{Features, features};
use crate::hear::grid::grid;
use crate::hear::key::key;
use crate::hear::level::loudness;
use crate::hear::onsets::onsets;
use crate::hear::sections::{bars, sections};
use crate::hear::source::mono;
use crate::hear::voice::{activity, phrases};
use crate::profile::{Grid, Profile};

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

/// Listens to a song. Never fails: what cannot be heard is `None`, empty or silence.
pub fn measure(brief: &Brief) -> Profile {
    let stems = brief.stems();
    let waves: Vec<&Wave> = brief.mix.map_or(stems, |mix| vec![mix]);
    let whole = sum(&waves);
    let length = whole.length();
    let mut profile = Profile {
        length,
        rate: whole.rate,
        grid: brief.grid.cloned(),
        key: None,
        loudness: loudness(&whole),
        bars: Vec::new(),
        sections: Vec::new(),
        phrases: brief.vocal.map(phrases).unwrap_or_default(),
        onsets: Vec::new(),
    };
    if let Some(samples) = mono(&waves) {
        listen(brief, &whole, &samples, &mut profile);
    }
    profile
}

/// Fills in what there is to say of a song that is not silent.
fn listen(brief: &Brief, whole: &Wave, samples: &[f32], profile: &mut Profile) {
    let heard = features(samples);
    profile.onsets = onsets(samples, &heard);
    profile.key = key(samples);
    if profile.grid.is_none() {
        profile.grid = beats(brief, samples, &heard, profile);
    }
    let Some(grid) = &profile.grid else { return };
    let vocal = brief.vocal.map(|it| activity(it, grid)).unwrap_or_default();
    profile.bars = bars(whole, &heard, grid, &vocal);
    profile.sections = sections(&heard, grid, &profile.bars);
}

/// The grid, from the drums where there are any.
fn beats(brief: &Brief, samples: &[f32], whole: &Features, profile: &Profile) -> Option<Grid> {
    let notes = notes(samples);
    let Seconds(length) = profile.length;
    let drums = brief.drums.and_then(|it| mono(&[it]));
    let from_drums = drums.and_then(|drums| {
        let heard = features(&drums);
        grid(&heard, &notes, &onsets(&drums, &heard), length)
    });
    from_drums.or_else(|| grid(whole, &notes, &profile.onsets, length))
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
