//! Clips: moved, added, removed, and what is in them.

use super::{Changes, Songs, bar, pairs};
use crate::outline::page::{plural, round};
use crate::outline::track::clip_name;
use crate::view::clip::{AudioClip, Clip};
use crate::view::envelope::Point;
use crate::view::level::{decibels, show};
use crate::view::notes::Note;
use crate::view::{LiveSet, Track};

/// Compares the arrangements of a track.
pub(super) fn arrangement(
    place: &str,
    songs: &Songs<'_, '_>,
    old: Track<'_>,
    new: Track<'_>,
    changes: &mut Changes,
) {
    let before: Vec<Clip<'_>> = old.arrangement().collect();
    let after: Vec<Clip<'_>> = new.arrangement().collect();
    let same_start =
        |a: &Clip<'_>, b: &Clip<'_>| a.spot().tag() == b.spot().tag() && a.start() == b.start();
    let same_name = |a: &Clip<'_>, b: &Clip<'_>| {
        a.spot().tag() == b.spot().tag() && clip_name(*a) == clip_name(*b)
    };
    let both = |a: &Clip<'_>, b: &Clip<'_>| same_start(a, b) && same_name(a, b);
    let pairs = pairs::pair(&before, &after, &[&both, &same_start, &same_name]);
    for it in &pairs.removed {
        changes.removed(place, "clip removed:", described(songs.old, **it));
    }
    for it in &pairs.added {
        changes.added(place, "clip added:", described(songs.new, **it));
    }
    for (a, b) in pairs.both {
        let place = format!("{place}, clip {}", clip_name(*b));
        if let (Ok(was), Ok(is)) = (a.start(), b.start())
            && was != is
        {
            changes.value(&place, "moved", bar(songs.old, was), bar(songs.new, is));
        }
        one(&place, *a, *b, changes);
    }
}

fn described(set: LiveSet<'_>, clip: Clip<'_>) -> String {
    let start = clip.start().map_or_else(|_| "nowhere".to_owned(), |it| bar(set, it));
    format!("{} at {start}, {} beats", clip_name(clip), round(length(clip)))
}

fn length(clip: Clip<'_>) -> f64 {
    clip.end().ok().zip(clip.start().ok()).map_or(0.0, |(end, start)| end - start)
}

/// Compares the session clips of a track, slot by slot.
pub(super) fn session(place: &str, old: Track<'_>, new: Track<'_>, changes: &mut Changes) {
    let before: std::collections::BTreeMap<usize, Clip<'_>> = old.session().collect();
    let after: std::collections::BTreeMap<usize, Clip<'_>> = new.session().collect();
    for (scene, clip) in &after {
        let place = format!("{place}, scene {}", scene + 1);
        match before.get(scene) {
            Some(was) => one(&place, *was, *clip, changes),
            None => changes.added(&place, "clip added:", clip_name(*clip)),
        }
    }
    for (scene, clip) in before.iter().filter(|it| !after.contains_key(it.0)) {
        changes.removed(
            &format!("{place}, scene {}", scene + 1),
            "clip removed:",
            clip_name(*clip),
        );
    }
}

fn one(place: &str, old: Clip<'_>, new: Clip<'_>, changes: &mut Changes) {
    let state = |it: Clip<'_>| if it.is_active() { "on" } else { "off" };
    let colour = |it: Clip<'_>| it.colour().map_or_else(|| "none".to_owned(), |it| it.hex());
    changes.value(place, "renamed", clip_name(old), clip_name(new));
    changes.value(place, "length in beats", round(length(old)), round(length(new)));
    changes.value(place, "loop", cycle(old), cycle(new));
    changes.value(place, "switched", state(old), state(new));
    changes.value(place, "colour", colour(old), colour(new));
    if moved(old) != moved(new) {
        changes.added(place, "envelopes changed", "");
    }
    if let (Some(a), Some(b)) = (old.midi(), new.midi()) {
        notes(place, &a.notes().unwrap_or_default(), &b.notes().unwrap_or_default(), changes);
    }
    if let (Some(a), Some(b)) = (old.audio(), new.audio()) {
        audio(place, a, b, changes);
    }
}

/// The points of a clip's own envelopes.
fn moved(clip: Clip<'_>) -> Vec<Vec<Point>> {
    clip.envelopes().filter(|it| it.moves()).filter_map(|it| it.points().ok()).collect()
}

fn cycle(clip: Clip<'_>) -> String {
    clip.cycle().map_or_else(
        |_| "none".to_owned(),
        |it| {
            let start = round(it.start + it.start_relative);
            let state = if it.is_on { "looped" } else { "once" };
            format!("{}–{} from {start}, {state}", round(it.start), round(it.end))
        },
    )
}

/// Notes by key and time; a note at the same place with another length or velocity has changed.
fn notes(place: &str, old: &[Note], new: &[Note], changes: &mut Changes) {
    let alike = |a: &Note, b: &Note| Note { id: None, ..*a } == Note { id: None, ..*b };
    let place_of = |it: &Note| (it.key, it.time.to_bits());
    let by_place = |notes: &[Note]| {
        let keyed = notes.iter().map(|it| (place_of(it), *it));
        keyed.collect::<std::collections::BTreeMap<(i64, u64), Note>>()
    };
    let (before, after) = (by_place(old), by_place(new));
    let added = after.keys().filter(|it| !before.contains_key(*it)).count();
    let removed = before.keys().filter(|it| !after.contains_key(*it)).count();
    let changed =
        after.iter().filter(|(at, it)| before.get(*at).is_some_and(|was| !alike(was, it))).count();
    for (count, what) in [(added, "added"), (removed, "removed"), (changed, "changed")] {
        if 0 < count {
            changes.added(place, &format!("{} {what}", plural(count, "note")), "");
        }
    }
}

fn audio(place: &str, old: AudioClip<'_>, new: AudioClip<'_>, changes: &mut Changes) {
    let none = || "none".to_owned();
    let sample = |it: AudioClip<'_>| {
        it.sample().and_then(|it| it.file()).map_or_else(|_| none(), |it| it.name())
    };
    let gain = |it: AudioClip<'_>| it.gain().map_or_else(|_| none(), |it| show(decibels(it)));
    let pitch = |it: AudioClip<'_>| {
        it.transposition().map_or_else(|_| none(), |it| format!("{} st", round(it)))
    };
    let warp = |it: AudioClip<'_>| match it.is_warped() {
        Ok(true) => it.warp_mode().map_or_else(none, |it| format!("{it:?}")),
        _ => "off".to_owned(),
    };
    let markers = |it: AudioClip<'_>| it.warp_markers().map_or(0, |it| it.len());
    changes.value(place, "sample", sample(old), sample(new));
    changes.value(place, "gain", gain(old), gain(new));
    changes.value(place, "transposition", pitch(old), pitch(new));
    changes.value(place, "warp", warp(old), warp(new));
    if old.warp_markers() != new.warp_markers() {
        let words = |count: usize| plural(count.saturating_sub(1), "warp marker");
        changes.push(
            place,
            "warped otherwise:",
            Some(words(markers(old))),
            Some(words(markers(new))),
        );
    }
    if old.fades() != new.fades() {
        changes.added(place, "fades changed", "");
    }
}
