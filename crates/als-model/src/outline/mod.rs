//! A document as a page that a musician can read, or as plain data for a program.

mod device;
pub(crate) mod page;
mod timeline;
pub(crate) mod track;

pub use device::{ChainOutline, DeviceOutline, MacroOutline};
pub use track::{AutomationOutline, ClipOutline, SessionOutline, TrackOutline};

use serde::Serialize;

use crate::document::{Document, Kind};
use crate::view::device::Device;
use crate::view::set::LiveSet;
use crate::view::signature::Signature;
use crate::view::target::Targets;
use crate::view::version::Version;
use crate::view::{Track, TrackKind};

/// What is in a document, in musical words. `Display` is the page, `Serialize` the data.
///
/// Levels are decibels, `null` for silence (−inf dB); bars and beats count from 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outline {
    /// Set, clip, rack or device.
    pub kind: Kind,
    /// The Live that saved it: `Live 12.1.1`.
    pub live: String,
    /// The song; `None` for a preset.
    pub song: Option<SongOutline>,
    /// The preset's device; `None` for a set.
    pub preset: Option<DeviceOutline>,
}

/// What a set plays.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SongOutline {
    /// Beats a minute at the start.
    pub tempo: f64,
    /// How many points of automation move the tempo.
    pub tempo_changes: usize,
    /// At the start, then where it changes.
    pub signatures: Vec<Place>,
    /// `F Minor`; `None` where Live keeps no key.
    pub key: Option<String>,
    /// Bars until the last clip of the arrangement ends.
    pub bars: i64,
    /// What the user wrote about the set.
    pub comment: String,
    /// Locators in time order.
    pub locators: Vec<Place>,
    /// Scenes from top to bottom; empty names for scenes without one.
    pub scenes: Vec<String>,
    /// Tracks in the order of the mixer, the main track last.
    pub tracks: Vec<TrackOutline>,
}

/// A moment with a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// Beats from the start of the song.
    pub beats: f64,
    /// Its bar, from 1.
    pub bar: i64,
    /// Its beat in the bar, from 1.
    pub beat: f64,
    /// What stands there.
    pub name: String,
}

/// Looks a document through. What cannot be read is left out; [`check`](crate::check::check) tells why.
pub fn outline(document: &Document) -> Outline {
    let tree = &document.tree;
    let set = LiveSet::of(tree).ok();
    Outline {
        kind: document.kind,
        live: Version::of(tree).to_string(),
        song: set.map(song),
        preset: Device::of_preset(tree).map(|it| device::read(it, None)),
    }
}

fn song(set: LiveSet<'_>) -> SongOutline {
    let clock = Clock { signatures: set.signatures() };
    let targets = Targets::of(set.spot().tree);
    let length = set.length();
    let (last_bar, beat) = clock.bar_of(length);
    let started = if beat <= 1.0 + 1e-9 { 0 } else { 1 };
    let signatures =
        clock.signatures.iter().map(|(at, it)| clock.place(at.max(0.0), &it.to_string()));
    SongOutline {
        tempo: set.tempo().unwrap_or_default(),
        tempo_changes: set.tempo_changes().len(),
        signatures: signatures.collect(),
        key: set.key().map(|(key, _)| key.to_string()),
        bars: last_bar - 1 + started,
        comment: set.comment(),
        locators: set.locators().iter().map(|it| clock.place(it.time, &it.name)).collect(),
        scenes: set.scenes().map(|it| it.name()).collect(),
        tracks: tracks(set).map(|it| track::read(it, set, &clock, &targets)).collect(),
    }
}

fn tracks(set: LiveSet<'_>) -> impl Iterator<Item = Track<'_>> {
    set.tracks().filter(|it| it.kind() != TrackKind::Cue).chain(set.main().ok())
}

/// The bars of a song.
struct Clock {
    signatures: Vec<(f64, Signature)>,
}

impl Clock {
    fn bar_of(&self, beats: f64) -> (i64, f64) {
        crate::view::set::bar_of(&self.signatures, beats)
    }

    fn place(&self, beats: f64, name: &str) -> Place {
        let (bar, beat) = self.bar_of(beats);
        Place { beats, bar, beat, name: name.to_owned() }
    }
}

/// Decibels for data: `None` where nothing sounds.
fn audible(decibels: f64) -> Option<f64> {
    decibels.is_finite().then(|| (decibels * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests;
