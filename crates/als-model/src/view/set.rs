//! The set: tempo, time signature, key, locators, tracks.

use super::envelope::{BEGINNING, Point};
use super::signature::{Key, Signature};
use super::version::Version;
use super::{Clip, Parameter, Spot, Track, TrackKind, ViewError, view};
use crate::tree::Tree;

/// A Live set.
#[derive(Debug, Clone, Copy)]
pub struct LiveSet<'t>(pub(super) Spot<'t>);
view!(LiveSet);

/// A named place in the arrangement.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Locator {
    /// Beats.
    pub time: f64,
    /// What it says.
    pub name: String,
    /// What the user wrote about it.
    pub comment: String,
}

/// The arrangement's loop brace.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct LoopBrace {
    /// Beats.
    pub start: f64,
    /// Beats.
    pub length: f64,
    /// Whether it is switched on.
    pub is_on: bool,
}

/// A scene of the session.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'t>(Spot<'t>);

/// A groove of the set's pool.
#[derive(Debug, Clone, Copy)]
pub struct Groove<'t>(Spot<'t>);
view!(Scene, Groove);

impl<'t> LiveSet<'t> {
    /// The set that a document holds.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is a preset or not Live's.
    pub fn of(tree: &'t Tree) -> Result<Self, ViewError> {
        let root = tree.root().map(|node| Spot { tree, node });
        let missing = || ViewError::Missing { at: String::new(), wanted: "LiveSet".to_owned() };
        root.and_then(|it| it.at("LiveSet")).map(Self).ok_or_else(missing)
    }

    /// The Live that wrote it, and the form it has.
    pub fn version(self) -> Version {
        Version::of(self.0.tree)
    }

    /// The tracks in the order of the mixer: players and groups, then returns; main and cue not among them.
    pub fn tracks(self) -> impl Iterator<Item = Track<'t>> {
        self.0.list("Tracks").filter_map(Track::at)
    }

    /// The returns.
    pub fn returns(self) -> impl Iterator<Item = Track<'t>> {
        self.tracks().filter(|it| it.kind() == TrackKind::Return)
    }

    /// A track by its `Id`.
    pub fn track(self, id: i64) -> Option<Track<'t>> {
        self.tracks().find(|it| it.id() == Some(id))
    }

    /// The main track.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when there is none.
    pub fn main(self) -> Result<Track<'t>, ViewError> {
        let main = self.0.at("MainTrack").or_else(|| self.0.at("MasterTrack"));
        main.map(Track).ok_or_else(|| self.0.missing("MainTrack"))
    }

    /// The cue track.
    pub fn cue(self) -> Option<Track<'t>> {
        self.0.at("PreHearTrack").map(Track)
    }

    /// The tempo at the start, in beats a minute. An envelope wins over the knob, as it does in Live.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when there is none.
    pub fn tempo(self) -> Result<f64, ViewError> {
        match self.automation("Tempo").first() {
            Some(point) => Ok(point.value),
            None => self.main_parameter("Tempo")?.value(),
        }
    }

    /// The changes of tempo after the start; none where it stays.
    pub fn tempo_changes(self) -> Vec<Point> {
        self.automation("Tempo").into_iter().filter(|it| BEGINNING < it.time).collect()
    }

    /// The time signature at the start.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when there is none.
    pub fn signature(self) -> Result<Signature, ViewError> {
        let id = match self.automation("TimeSignature").first() {
            Some(point) => point.value,
            None => self.main_parameter("TimeSignature")?.value()?,
        };
        Signature::from_id(id as i64).ok_or_else(|| self.0.missing("a time signature"))
    }

    /// The time signature at the start and where it changes, by beats; the first stands at 0 or before.
    pub fn signatures(self) -> Vec<(f64, Signature)> {
        let points = self.automation("TimeSignature").into_iter();
        let mut all: Vec<(f64, Signature)> = points
            .filter_map(|it| Signature::from_id(it.value as i64).map(|s| (it.time, s)))
            .collect();
        if all.is_empty() {
            all.extend(self.signature().ok().map(|it| (BEGINNING, it)));
        }
        all
    }

    /// The set's key, and whether it is switched on (Live 12 can; before, it is only a hint).
    pub fn key(self) -> Option<(Key, bool)> {
        let key = self.0.at("ScaleInformation").and_then(|it| Key::read(it).ok())?;
        Some((key, self.0.switch("InKey").unwrap_or(false)))
    }

    /// The locators in time order.
    pub fn locators(self) -> Vec<Locator> {
        let mut all: Vec<Locator> = self.0.list("Locators/Locators").filter_map(locator).collect();
        all.sort_by(|a, b| a.time.total_cmp(&b.time));
        all
    }

    /// The loop brace.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn loop_brace(self) -> Result<LoopBrace, ViewError> {
        Ok(LoopBrace {
            start: self.0.number("Transport/LoopStart")?,
            length: self.0.number("Transport/LoopLength")?,
            is_on: self.0.switch("Transport/LoopOn")?,
        })
    }

    /// What the user wrote about the set.
    pub fn comment(self) -> String {
        self.0.text("Annotation").unwrap_or_default().into_owned()
    }

    /// The scenes from top to bottom.
    pub fn scenes(self) -> impl Iterator<Item = Scene<'t>> {
        let path = if self.0.at("Scenes").is_some() { "Scenes" } else { "SceneNames" };
        self.0.list(path).map(Scene)
    }

    /// The grooves of the pool.
    pub fn grooves(self) -> impl Iterator<Item = Groove<'t>> {
        self.0.list("GroovePool/Grooves").map(Groove)
    }

    /// Where the last clip of the arrangement ends, in beats; 0 when there is none.
    pub fn length(self) -> f64 {
        let ends = self.tracks().flat_map(Track::arrangement).filter_map(|it| it.end().ok());
        ends.fold(0.0, f64::max)
    }

    /// The musical bar and beat of a time, both from 1, by the time signatures; before the start below 1.
    pub fn bar_of(self, beats: f64) -> (i64, f64) {
        bar_of(&self.signatures(), beats)
    }

    /// The points of one of the main track's own envelopes, or what older Lives keep at the knob.
    fn automation(self, name: &str) -> Vec<Point> {
        let Ok(parameter) = self.main_parameter(name) else { return Vec::new() };
        let envelopes = self.main().into_iter().flat_map(Track::envelopes);
        let target = parameter.automation_target();
        let mine = envelopes.filter(|it| target.is_some() && it.target().ok() == target);
        let points: Vec<Point> = mine.flat_map(|it| it.points().unwrap_or_default()).collect();
        if points.is_empty() { parameter.own_points() } else { points }
    }

    /// A knob that only the main track has: `Tempo`, `TimeSignature`, `GlobalGrooveAmount`, `CrossFade`.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn main_parameter(self, name: &str) -> Result<Parameter<'t>, ViewError> {
        self.main()?.mixer()?.spot().need(name).map(Parameter)
    }
}

/// The bar and beat of a time, both from 1.
pub(crate) fn bar_of(signatures: &[(f64, Signature)], beats: f64) -> (i64, f64) {
    let (mut bars, mut since) = (0, 0.0);
    let mut now = Signature { numerator: 4, denominator: 4 };
    for (time, signature) in signatures {
        if beats < *time {
            break;
        }
        if 0.0 < *time {
            bars += ((time - since) / now.bar()).ceil() as i64;
            since = *time;
        }
        now = *signature;
    }
    let inside = beats - since;
    let whole = (inside / now.bar()).floor();
    let beat = (inside - whole * now.bar()) * f64::from(now.denominator) / 4.0;
    (bars + whole as i64 + 1, beat + 1.0)
}

fn locator(at: Spot<'_>) -> Option<Locator> {
    Some(Locator {
        time: at.number("Time").ok()?,
        name: at.text("Name").unwrap_or_default().into_owned(),
        comment: at.text("Annotation").unwrap_or_default().into_owned(),
    })
}

impl Scene<'_> {
    /// What it is called; often nothing, or its number.
    pub fn name(self) -> String {
        let name = self.0.text("Name").or_else(|_| self.0.text(""));
        name.unwrap_or_default().trim().to_owned()
    }

    /// The tempo it sets, when it sets one.
    pub fn tempo(self) -> Option<f64> {
        let is_on = self.0.switch("IsTempoEnabled").unwrap_or(false);
        is_on.then(|| self.0.number("Tempo").ok()).flatten()
    }
}

impl<'t> Groove<'t> {
    /// Its id, which clips call it by.
    pub fn id(self) -> Option<i64> {
        self.0.id()
    }

    /// What it is called.
    pub fn name(self) -> String {
        self.0.text("Name").unwrap_or_default().into_owned()
    }

    /// The clip that it was taken from.
    pub fn clip(self) -> Option<Clip<'t>> {
        self.0.list("Clip/Value").find_map(Clip::at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_counted_through_changes_of_signature() {
        let four = Signature { numerator: 4, denominator: 4 };
        let six = Signature { numerator: 6, denominator: 8 };
        let changes = [(BEGINNING, four), (8.0, six)];
        let bars = [0.0, 7.5, 8.0, 11.0, 12.5, -1.0].map(|it| bar_of(&changes, it));
        assert_eq!(bars, [(1, 1.0), (2, 4.5), (3, 1.0), (4, 1.0), (4, 4.0), (0, 4.0)]);
    }
}
