//! What changed between two sets, in musical words.

mod clips;
mod devices;
mod pairs;
mod tracks;

use std::fmt;

use serde::Serialize;

use crate::document::Document;
use crate::outline::page::round;
use crate::tree::NodeId;
use crate::view::target::Targets;
use crate::view::{Device, LiveSet};

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where: `set`, `track Bass`, `track Bass, clip Line`.
    pub place: String,
    /// What: `volume`, `moved`, `added`.
    pub what: String,
    /// How it was; `None` where nothing was.
    pub before: Option<String>,
    /// How it is; `None` where nothing is.
    pub after: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, " {before} → {after}"),
            (Some(only), None) | (None, Some(only)) if !only.is_empty() => write!(f, " {only}"),
            _ => Ok(()),
        }
    }
}

/// The musical differences from one document to another, in the order of the song.
///
/// Tracks are the same when their `Id` and kind are, or else their name; clips when they start together with
/// one name, or else by name or content. Presets are compared device by device. What only the eye sees
/// (selections, scroll positions, view states) is not told.
pub fn diff(before: &Document, after: &Document) -> Vec<Change> {
    let mut changes = Changes::default();
    match (LiveSet::of(&before.tree), LiveSet::of(&after.tree)) {
        (Ok(old), Ok(new)) => songs(old, new, &mut changes),
        _ => {
            let old: Vec<Device<'_>> = Device::of_preset(&before.tree).into_iter().collect();
            let new: Vec<Device<'_>> = Device::of_preset(&after.tree).into_iter().collect();
            devices::compare("preset", &old, &new, &mut changes);
        }
    }
    changes.0
}

/// What became of a track from one document to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackFate {
    /// The track in the document before; `None` for one that came.
    pub before: Option<NodeId>,
    /// The track in the document after; `None` for one that went.
    pub after: Option<NodeId>,
    /// What changed in it, where it is on both sides; nothing where it is as it was.
    pub changes: Vec<Change>,
}

/// Each track of two sets, returns and the main track among them, with what became of it; nothing for what is no set.
///
/// Tracks are paired as by [`diff`].
pub fn tracks(before: &Document, after: &Document) -> Vec<TrackFate> {
    match (LiveSet::of(&before.tree), LiveSet::of(&after.tree)) {
        (Ok(old), Ok(new)) => tracks::each(&Songs::of(old, new)),
        _ => Vec::new(),
    }
}

#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    /// Notes that a value changed, when it did.
    fn value(
        &mut self,
        place: &str,
        what: &str,
        before: impl Into<String>,
        after: impl Into<String>,
    ) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.push(place, what, Some(before), Some(after));
        }
    }

    fn added(&mut self, place: &str, what: &str, after: impl Into<String>) {
        self.push(place, what, None, Some(after.into()));
    }

    fn removed(&mut self, place: &str, what: &str, before: impl Into<String>) {
        self.push(place, what, Some(before.into()), None);
    }

    fn push(&mut self, place: &str, what: &str, before: Option<String>, after: Option<String>) {
        self.0.push(Change { place: place.to_owned(), what: what.to_owned(), before, after });
    }
}

fn songs(old: LiveSet<'_>, new: LiveSet<'_>, changes: &mut Changes) {
    let tempo = |it: LiveSet<'_>| {
        it.tempo().map_or_else(|_| "none".to_owned(), |it| format!("{} BPM", round(it)))
    };
    changes.value("set", "saved by", old.version().to_string(), new.version().to_string());
    changes.value("set", "tempo", tempo(old), tempo(new));
    changes.value(
        "set",
        "tempo changes",
        points(&old.tempo_changes()),
        points(&new.tempo_changes()),
    );
    changes.value("set", "time signature", signatures(old), signatures(new));
    changes.value("set", "key", key(old), key(new));
    changes.value("set", "comment", old.comment(), new.comment());
    changes.value("set", "loop", brace(old), brace(new));
    locators(old, new, changes);
    scenes(old, new, changes);
    tracks::compare(&Songs::of(old, new), changes);
}

/// Both sides, with what envelopes move on each.
struct Songs<'o, 'n> {
    old: LiveSet<'o>,
    new: LiveSet<'n>,
    old_targets: Targets<'o>,
    new_targets: Targets<'n>,
}

impl<'o, 'n> Songs<'o, 'n> {
    fn of(old: LiveSet<'o>, new: LiveSet<'n>) -> Self {
        let (old_targets, new_targets) =
            (Targets::of(old.spot().tree), Targets::of(new.spot().tree));
        Self { old, new, old_targets, new_targets }
    }
}

/// A time as musicians say it: `bar 49`, `bar 49.3`.
fn bar(set: LiveSet<'_>, beats: f64) -> String {
    match set.bar_of(beats) {
        (bar, 1.0) => format!("bar {bar}"),
        (bar, beat) => format!("bar {bar}.{}", round(beat)),
    }
}

fn points(points: &[crate::view::envelope::Point]) -> String {
    let words: Vec<String> =
        points.iter().map(|it| format!("{} at beat {}", round(it.value), round(it.time))).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

fn signatures(set: LiveSet<'_>) -> String {
    let all: Vec<String> = set.signatures().iter().map(|(_, it)| it.to_string()).collect();
    all.join(", ")
}

fn key(set: LiveSet<'_>) -> String {
    set.key().map_or_else(|| "none".to_owned(), |(key, _)| key.to_string())
}

fn brace(set: LiveSet<'_>) -> String {
    set.loop_brace().map_or_else(
        |_| "none".to_owned(),
        |it| {
            let state = if it.is_on { "on" } else { "off" };
            format!("{} for {} beats, {state}", bar(set, it.start), round(it.length))
        },
    )
}

fn locators(old: LiveSet<'_>, new: LiveSet<'_>, changes: &mut Changes) {
    let (before, after) = (old.locators(), new.locators());
    let same_name = |a: &crate::view::set::Locator, b: &crate::view::set::Locator| a.name == b.name;
    let same_time = |a: &crate::view::set::Locator, b: &crate::view::set::Locator| a.time == b.time;
    let pairs = pairs::pair(
        &before,
        &after,
        &[&|a, b| same_name(a, b) && same_time(a, b), &same_name, &same_time],
    );
    for (a, b) in pairs.both {
        changes.value("locator", "renamed", a.name.clone(), b.name.clone());
        let place = format!("locator {}", b.name);
        if a.time != b.time {
            changes.value(&place, "moved", bar(old, a.time), bar(new, b.time));
        }
    }
    pairs.removed.iter().for_each(|it| changes.removed("locators", "removed", it.name.clone()));
    for it in pairs.added {
        changes.added("locators", "added", format!("{} at {}", it.name, bar(new, it.time)));
    }
}

fn scenes(old: LiveSet<'_>, new: LiveSet<'_>, changes: &mut Changes) {
    let names = |set: LiveSet<'_>| set.scenes().map(|it| it.name()).collect::<Vec<String>>();
    let (before, after) = (names(old), names(new));
    changes.value("set", "scenes", before.len().to_string(), after.len().to_string());
    for (index, (a, b)) in before.iter().zip(&after).enumerate() {
        changes.value(&format!("scene {}", index + 1), "renamed", a.clone(), b.clone());
    }
}

#[cfg(test)]
mod tests;
