//! A part played anew: its clips are other ones, and everything else of its track stays.

use std::collections::{BTreeMap, BTreeSet};

use als_model::Document;
use als_model::diff::{Change, TrackFate, tracks};
use als_model::tree::{NodeId, Tree};
use als_model::view::{LiveSet, Spot, Track};

use super::super::error::Refused;
use super::graft::{Gardener, resize_slots};
use super::merge::{Sets, bare};

/// Where a MIDI track keeps its clips: in the arrangement, and in the session.
const CLIPS: [&str; 2] = [
    "DeviceChain/MainSequencer/ClipTimeable/ArrangerAutomation/Events",
    "DeviceChain/MainSequencer/ClipSlotList",
];

/// A part that was played anew: what it is called, and its track as it comes and as it stands.
struct Played {
    called: String,
    coming: NodeId,
    node: NodeId,
    /// Drums that it strikes and that its rack lacks, by their keys.
    lacks: BTreeSet<i64>,
}

/// Puts the clips of a part that was played anew in the place of those it had, and of what follows it: a ghost kick
/// beats with its kick. Where its rack lacks a drum that is struck now, the track is made anew as a whole. Says what
/// stays because the user worked on it.
///
/// # Errors
///
/// [`Refused`] where the part's clips are the user's by now, where its rack lacks a drum and is the user's, where
/// sections were moved since, and where the other seed plays the same.
pub fn replay(
    now: &mut Document,
    sets: &Sets<'_>,
    renamed: &BTreeMap<String, String>,
    (name, force): (&str, bool),
) -> Result<Vec<String>, Refused> {
    if times(&now.tree) != times(&sets.made.tree) {
        let why =
            "has other sections than it was made with: the part would be played over the old ones";
        return Err(Refused::new("the set", why));
    }
    let mut gardener = Gardener::new(&sets.new.tree, &now.tree)?;
    gardener.renamed = renamed.clone();
    let here = tracks(sets.made, now);
    let anew = tracks(sets.made, sets.new);
    let is_it = |called: &str| bare(called) == bare(name);
    let mut remarks = Vec::new();
    let mut played: Vec<Played> = Vec::new();
    for fate in &anew {
        let (Some(before), Some(coming)) = (fate.before, fate.after) else { continue };
        let Some(own) = here.iter().find(|it| it.before == Some(before)) else { continue };
        let Some(node) = own.after else { continue };
        let id = |tree: &Tree, node| Spot { tree, node }.id();
        gardener.tracks.extend(id(&sets.new.tree, coming).zip(id(&now.tree, node)));
        if clips_changed(fate).is_none() {
            continue;
        }
        let called = called(&now.tree, node);
        let lacks: BTreeSet<i64> = &struck(&sets.new.tree, coming) - &pads(&now.tree, node);
        let theirs =
            clips_changed(own).or_else(|| own.changes.first().filter(|_| !lacks.is_empty()));
        match theirs {
            Some(change) if is_it(&called) && (!force || !lacks.is_empty()) => {
                return Err(theirs_by_now(name, change, &lacks));
            }
            Some(change) if !is_it(&called) => {
                remarks
                    .push(format!("{called:?} would follow, but is the user's by now: {change}"));
            }
            _ => played.push(Played { called, coming, node, lacks }),
        }
    }
    if !played.iter().any(|it| is_it(&it.called)) {
        let why = "is played no other way by this seed: its notes are not ours, or the same";
        return Err(Refused::new(format!("{name:?}"), why));
    }
    for it in played {
        remarks.push(put(&mut now.tree, &mut gardener, &it));
    }
    gardener.finish(&mut now.tree);
    Ok(remarks)
}

fn theirs_by_now(name: &str, change: &Change, lacks: &BTreeSet<i64>) -> Refused {
    let why = match lacks.is_empty() {
        true => format!("has clips that are the user's by now ({change}): force plays over them"),
        false => format!(
            "would strike drums that its rack lacks (keys {lacks:?}), and the track is the user's by now: {change}"
        ),
    };
    Refused::new(format!("{name:?}"), why)
}

/// Puts what was played anew in its place; says what became of the track.
fn put(tree: &mut Tree, gardener: &mut Gardener<'_>, it: &Played) -> String {
    let scenes = LiveSet::of(tree).map_or(0, |it| it.scenes().count());
    let (node, words) = if it.lacks.is_empty() {
        for path in CLIPS {
            let from = gardener.new.find(it.coming, path);
            if let Some((from, to)) = from.zip(tree.find(it.node, path)) {
                gardener.replace_children(tree, from, to);
            }
        }
        (it.node, "has other clips; its devices and levels stay")
    } else {
        let id = tree.raw_attr(it.node, "Id").unwrap_or_default().to_owned();
        let planted = gardener.plant_before(tree, it.coming, it.node);
        tree.set_attr(planted, "Id", &id);
        tree.remove(it.node);
        (planted, "is made anew with its rack, for it strikes other drums")
    };
    if let Some(list) = tree.find(node, CLIPS[1]) {
        resize_slots(tree, list, scenes);
    }
    format!("{:?} {words}", it.called)
}

/// The keys that a track's clips strike, where it is played on a drum rack.
fn struck(tree: &Tree, node: NodeId) -> BTreeSet<i64> {
    let Some(track) = Track::at(Spot { tree, node }).filter(|_| !pads(tree, node).is_empty())
    else {
        return BTreeSet::new();
    };
    let clips = track.arrangement().chain(track.session().map(|it| it.1));
    clips.filter_map(|it| it.midi()?.notes().ok()).flatten().map(|it| it.key).collect()
}

/// The keys of the pads of a track's racks.
fn pads(tree: &Tree, node: NodeId) -> BTreeSet<i64> {
    let track = Track::at(Spot { tree, node });
    let devices = track.into_iter().flat_map(|it| it.all_devices().collect::<Vec<_>>());
    devices.flat_map(|it| it.chains().collect::<Vec<_>>()).filter_map(|it| it.pad_key()).collect()
}

/// The first change of a track that is one of its clips.
fn clips_changed(fate: &TrackFate) -> Option<&Change> {
    let is_clip = |it: &&Change| {
        let places = [", clip ", ", scene "];
        it.what.starts_with("clip ") || places.iter().any(|place| it.place.contains(place))
    };
    fate.changes.iter().find(is_clip)
}

fn called(tree: &Tree, node: NodeId) -> String {
    Track::at(Spot { tree, node }).map(Track::name).unwrap_or_default()
}

/// Where the sections begin.
fn times(tree: &Tree) -> Vec<f64> {
    let set = LiveSet::of(tree).ok();
    set.map(|it| it.locators().iter().map(|it| it.time).collect()).unwrap_or_default()
}
