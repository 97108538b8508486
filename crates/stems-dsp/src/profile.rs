//! What is known of a recording once it has been heard.

use music_types::{Db, Intensity, Key, Seconds, SectionKind};
use serde::{Serialize, Serializer};

use crate::hear::grid::bars_from;
use crate::hear::level::Meter;
pub use crate::hear::level::{Band, Loudness};
pub use crate::hear::onsets::Onset;
pub use crate::overview::{Column, Overview};

/// All that is heard in a recording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Profile {
    /// How long it is.
    pub length: Seconds,
    /// Samples a second, in hertz.
    pub rate: u32,
    /// Beats and bars; `None` where there is no tempo: silence, speech, free time.
    pub grid: Option<Grid>,
    /// The key; `None` where no notes sound.
    pub key: Option<KeyGuess>,
    /// Loudness, peaks, spectrum, width, faults.
    pub loudness: Loudness,
    /// Each bar of the grid, the first being the one of the first downbeat.
    pub bars: Vec<BarProfile>,
    /// The parts of the song, on bars of the grid; empty without a grid.
    pub sections: Vec<HeardSection>,
    /// Where the voice sings, phrase by phrase; empty where no vocal stem is given.
    pub phrases: Vec<VocalPhrase>,
    /// Every attack, in order.
    pub onsets: Vec<Onset>,
    /// The whole at a glance.
    #[serde(skip)]
    pub overview: Overview,
}

impl Profile {
    /// Of a recording in which nothing is heard.
    pub(crate) fn silent(length: Seconds, rate: u32) -> Self {
        Self {
            length,
            rate,
            grid: None,
            key: None,
            loudness: Meter::default().finish().0,
            bars: Vec::new(),
            sections: Vec::new(),
            phrases: Vec::new(),
            onsets: Vec::new(),
            overview: Overview::default(),
        }
    }
}

/// Beats and bars of a recording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grid {
    /// Quarter notes a minute, unrounded; the mean where the music drifts.
    pub tempo: f64,
    /// The first downbeat in the recording.
    pub first_downbeat: Seconds,
    /// How sure the beats are, 0 to 1; below a half they want an ear.
    pub confidence: f64,
    /// How sure the bars are, 0 to 1.
    pub bar_confidence: f64,
    /// Whether one tempo holds from end to end; if not, `beats` are the tempo map.
    pub steady: bool,
    /// Every beat in the recording.
    pub beats: Vec<Seconds>,
    /// Every first beat of a bar.
    pub downbeats: Vec<Seconds>,
    /// Which of the first four downbeats begins a phrase of four bars, 0 to 3.
    pub phrase: usize,
}

impl Grid {
    /// A grid of one tempo (in BPM) that somebody is sure of: with a downbeat at `downbeat`, and
    /// all others within `length`. `None` for a tempo that is not above zero, or no length.
    pub fn steady(tempo: f64, downbeat: Seconds, length: Seconds) -> Option<Self> {
        bars_from(tempo, downbeat.0, length.0)
    }

    /// Where a beat lies, counted from the first downbeat; between beats and beyond the ends the
    /// tempo of the nearest two holds.
    pub fn time_of(&self, beat: f64) -> Seconds {
        let place = beat + self.offset();
        let last = self.beats.len().saturating_sub(2);
        let from = (place.floor().max(0.0) as usize).min(last);
        let (Some(a), Some(b)) = (self.beats.get(from), self.beats.get(from + 1)) else {
            return Seconds(self.first_downbeat.0 + beat * 60.0 / self.tempo);
        };
        Seconds(a.0 + (b.0 - a.0) * (place - from as f64))
    }

    /// The beat at a moment, counted from the first downbeat; undoes [`time_of`](Self::time_of).
    pub fn beat_at(&self, time: Seconds) -> f64 {
        let after = self.beats.partition_point(|it| it.0 <= time.0);
        let from = after.saturating_sub(1).min(self.beats.len().saturating_sub(2));
        let (Some(a), Some(b)) = (self.beats.get(from), self.beats.get(from + 1)) else {
            return (time.0 - self.first_downbeat.0) * self.tempo / 60.0;
        };
        from as f64 + (time.0 - a.0) / (b.0 - a.0) - self.offset()
    }

    /// When bar `index` begins, counted from zero at the first downbeat.
    pub fn bar(&self, index: usize) -> Seconds {
        self.time_of(index as f64 * 4.0)
    }

    /// Beats before the first downbeat.
    fn offset(&self) -> f64 {
        self.beats.partition_point(|it| it.0 < self.first_downbeat.0 - 1e-6) as f64
    }
}

/// A key and how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyGuess {
    /// The key: major or minor.
    #[serde(serialize_with = "as_words")]
    pub key: Key,
    /// How sure it is, 0 to 1: how far the runner-up stays behind.
    pub confidence: f64,
    /// The next best.
    #[serde(serialize_with = "as_words")]
    pub runner_up: Key,
    /// How far the recording is tuned above A = 440 Hz, −50 to 50 cents.
    pub tuning: f64,
    /// How strongly each pitch class sounds, from C, the strongest 1.
    pub chroma: [f64; 12],
}

impl KeyGuess {
    /// The DJ's number of the key.
    pub fn camelot(&self) -> music_types::Camelot {
        self.key.camelot()
    }
}

fn as_words<S: Serializer>(key: &Key, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(key)
}

/// One bar of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BarProfile {
    /// When it begins.
    pub start: Seconds,
    /// How loud it is: RMS against full scale.
    pub level: Db,
    /// How much goes on in it, 0 to 1 against the fullest bar.
    pub energy: Intensity,
    /// How much of it is sung, 0 to 1; 0 without a vocal stem.
    pub vocal: Intensity,
}

/// A part of a song.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeardSection {
    /// What it sounds like.
    #[serde(serialize_with = "as_label")]
    pub kind: SectionKind,
    /// Its first bar, counted from zero at the first downbeat.
    pub bar: usize,
    /// How many bars it has.
    pub bars: usize,
    /// When it begins.
    pub start: Seconds,
    /// When the next begins.
    pub end: Seconds,
    /// How much goes on in it, 0 to 1.
    pub energy: Intensity,
}

fn as_label<S: Serializer>(kind: &SectionKind, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(kind)
}

/// A stretch in which the voice sings without a rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct VocalPhrase {
    /// When it begins.
    pub start: Seconds,
    /// When it ends.
    pub end: Seconds,
}
