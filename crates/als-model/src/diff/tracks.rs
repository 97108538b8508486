//! Tracks: who came and went, and what changed on the strip.

use std::collections::BTreeMap;

use super::{Changes, Songs, TrackFate, bar, clips, devices, pairs};
use crate::outline::page::{plural, round};
use crate::view::envelope::{BEGINNING, Point};
use crate::view::level::{show, show_pan};
use crate::view::mixer::{Mixer, Send};
use crate::view::routing::{Routing, Target};
use crate::view::target::Targets;
use crate::view::{Device, LiveSet, Track, TrackKind};

/// Compares the tracks of two songs, the main track last.
pub(super) fn compare(songs: &Songs<'_, '_>, changes: &mut Changes) {
    let old = all(songs.old);
    let new = all(songs.new);
    let pairs = paired(&old, &new);
    for it in &pairs.removed {
        changes.removed("tracks", "removed", it.name());
    }
    for it in &pairs.added {
        changes.added("tracks", "added", it.name());
    }
    order(&old, &pairs.both, changes);
    for (a, b) in &pairs.both {
        one(songs, **a, **b, changes);
    }
}

/// What became of each track: of those on both sides everything that changed in it.
pub(super) fn each(songs: &Songs<'_, '_>) -> Vec<TrackFate> {
    let (old, new) = (all(songs.old), all(songs.new));
    let pairs = paired(&old, &new);
    let fate = |before: Option<&Track<'_>>, after: Option<&Track<'_>>, changes: Changes| {
        let node = |it: &Track<'_>| it.node();
        TrackFate { before: before.map(node), after: after.map(node), changes: changes.0 }
    };
    let both = pairs.both.iter().map(|(a, b)| {
        let mut changes = Changes::default();
        one(songs, **a, **b, &mut changes);
        fate(Some(a), Some(b), changes)
    });
    let gone = pairs.removed.iter().map(|it| fate(Some(it), None, Changes::default()));
    let come = pairs.added.iter().map(|it| fate(None, Some(it), Changes::default()));
    both.chain(gone).chain(come).collect()
}

fn all(set: LiveSet<'_>) -> Vec<Track<'_>> {
    set.tracks().chain(set.main().ok()).collect()
}

/// Tracks are the same when their `Id` and kind are, or else their name.
fn paired<'s, 'o, 'n>(
    old: &'s [Track<'o>],
    new: &'s [Track<'n>],
) -> pairs::Pairs<'s, 's, Track<'o>, Track<'n>> {
    let same_id = |a: &Track<'_>, b: &Track<'_>| a.kind() == b.kind() && a.id() == b.id();
    let same_name = |a: &Track<'_>, b: &Track<'_>| a.kind() == b.kind() && a.name() == b.name();
    let both = |a: &Track<'_>, b: &Track<'_>| same_id(a, b) && same_name(a, b);
    pairs::pair(old, new, &[&both, &same_name, &same_id])
}

/// Tells when tracks that are on both sides changed places.
fn order(old: &[Track<'_>], both: &[(&Track<'_>, &Track<'_>)], changes: &mut Changes) {
    let place = |it: &Track<'_>| old.iter().position(|other| other.node() == it.node());
    if !both.is_sorted_by_key(|it| place(it.0)) {
        let names: Vec<String> = both.iter().map(|it| it.1.name()).collect();
        changes.added("tracks", "order is now", names.join(", "));
    }
}

fn one(songs: &Songs<'_, '_>, old: Track<'_>, new: Track<'_>, changes: &mut Changes) {
    let place = match new.kind() {
        TrackKind::Main => "main track".to_owned(),
        _ => format!("track {}", new.name()),
    };
    changes.value(&place, "renamed", old.name(), new.name());
    changes.value(&place, "comment", old.comment(), new.comment());
    changes.value(&place, "colour", colour(old), colour(new));
    changes.value(&place, "group", group(songs.old, old), group(songs.new, new));
    changes.value(&place, "output", output(songs.old, old), output(songs.new, new));
    changes.value(&place, "input", input(old), input(new));
    changes.value(&place, "delay", delay(old), delay(new));
    changes.value(&place, "frozen", yes(old.is_frozen()), yes(new.is_frozen()));
    if let (Ok(a), Ok(b)) = (old.mixer(), new.mixer()) {
        strip(&place, a, b, changes);
    }
    let before: Vec<Device<'_>> = old.devices().collect();
    let after: Vec<Device<'_>> = new.devices().collect();
    devices::compare(&place, &before, &after, changes);
    clips::arrangement(&place, songs, old, new, changes);
    clips::session(&place, old, new, changes);
    automation(&place, songs, old, new, changes);
}

fn strip(place: &str, old: Mixer<'_>, new: Mixer<'_>, changes: &mut Changes) {
    let level = |it: Mixer<'_>| it.decibels().map_or_else(|_| "none".to_owned(), show);
    let pan = |it: Mixer<'_>| {
        it.pan().and_then(|it| it.value()).map_or_else(|_| "none".to_owned(), show_pan)
    };
    changes.value(place, "volume", level(old), level(new));
    changes.value(place, "pan", pan(old), pan(new));
    changes.value(place, "muted", yes(old.is_muted()), yes(new.is_muted()));
    changes.value(place, "solo", yes(old.is_soloed()), yes(new.is_soloed()));
    let send = |it: Send<'_>| it.decibels().map_or_else(|_| "none".to_owned(), show);
    for ((a, b), letter) in old.sends().zip(new.sends()).zip('A'..='Z') {
        changes.value(place, &format!("send {letter}"), send(a), send(b));
    }
}

fn yes(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}

fn colour(track: Track<'_>) -> String {
    track.colour().map_or_else(|| "none".to_owned(), |it| it.hex())
}

fn group(set: LiveSet<'_>, track: Track<'_>) -> String {
    track.group().and_then(|id| set.track(id)).map_or_else(|| "none".to_owned(), Track::name)
}

/// How late a track plays.
fn delay(track: Track<'_>) -> String {
    match track.delay() {
        Some((it, true)) => format!("{} samples", round(it)),
        Some((it, false)) => format!("{} ms", round(it)),
        None => "none".to_owned(),
    }
}

/// Where a track listens, as Live shows it.
fn input(track: Track<'_>) -> String {
    let shown = |it: Routing<'_>| format!("{} {}", it.upper(), it.lower()).trim().to_owned();
    track.audio_in().or_else(|| track.midi_in()).map(shown).unwrap_or_default()
}

fn output(set: LiveSet<'_>, track: Track<'_>) -> String {
    match track.audio_out().map(|it| (it.target(), it.upper())) {
        Some((Ok(Target::Main), _)) => "main".to_owned(),
        Some((Ok(Target::Group), _)) => "group".to_owned(),
        Some((Ok(Target::Track { id, .. }), _)) => {
            set.track(id).map_or_else(|| id.to_string(), Track::name)
        }
        Some((_, upper)) => upper,
        None => "none".to_owned(),
    }
}

/// Envelopes by what they move.
fn automation(
    place: &str,
    songs: &Songs<'_, '_>,
    old: Track<'_>,
    new: Track<'_>,
    changes: &mut Changes,
) {
    let before = envelopes(old, &songs.old_targets);
    let after = envelopes(new, &songs.new_targets);
    for (name, points) in &after {
        let count = plural(points.len(), "point");
        match before.get(name) {
            None => changes.added(place, "automation added:", format!("{name}, {count}")),
            Some(was) if was != points => {
                let place = format!("{place}, automation of {name}");
                changes.value(&place, "points", was.len().to_string(), points.len().to_string());
                first_difference(&place, songs.new, was, points, changes);
            }
            Some(_) => {}
        }
    }
    for name in before.keys().filter(|it| !after.contains_key(*it)) {
        changes.removed(place, "automation removed:", name.clone());
    }
}

fn first_difference(
    place: &str,
    set: LiveSet<'_>,
    old: &[Point],
    new: &[Point],
    changes: &mut Changes,
) {
    let Some((a, b)) = old.iter().zip(new).find(|(a, b)| a != b) else { return };
    let words = |it: &Point| format!("{} at {}", round(it.value), bar(set, it.time));
    changes.push(place, "first difference:", Some(words(a)), Some(words(b)));
}

fn envelopes(track: Track<'_>, targets: &Targets<'_>) -> BTreeMap<String, Vec<Point>> {
    let moving = track.envelopes().filter(|it| it.moves());
    let named = moving.filter_map(|it| {
        let mut points = it.points().ok()?;
        points.retain(|it| BEGINNING < it.time);
        Some((targets.name(it.target().ok()?)?, points))
    });
    named.collect()
}
