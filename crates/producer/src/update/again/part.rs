//! A part played anew: its clips are other ones, and everything else of its track stays.

use als_model::Document;
use als_model::diff::{Change, TrackFate, tracks};
use als_model::tree::{NodeId, Tree};
use als_model::view::{LiveSet, Spot, Track};

use super::super::error::Refused;
use super::graft::{Gardener, resize_slots};
use super::merge::Sets;

/// Where a MIDI track keeps its clips: in the arrangement, and in the session.
const CLIPS: [&str; 2] = [
    "DeviceChain/MainSequencer/ClipTimeable/ArrangerAutomation/Events",
    "DeviceChain/MainSequencer/ClipSlotList",
];

/// Puts the clips of a part that was played anew in the place of those it had, and of what follows it: a ghost kick
/// beats with its kick. Says what stays because the user worked on it.
///
/// # Errors
///
/// [`Refused`] where the part's clips are the user's by now, where sections were moved since, and where the other
/// seed plays the same.
pub fn replay(
    now: &mut Document,
    sets: &Sets<'_>,
    (name, force): (&str, bool),
) -> Result<Vec<String>, Refused> {
    let mut gardener = Gardener::new(&sets.new.tree, &now.tree)?;
    if times(&now.tree) != times(&sets.made.tree) {
        let why =
            "has other sections than it was made with: the part would be played over the old ones";
        return Err(Refused::new("the set", why));
    }
    let here = tracks(sets.made, now);
    let anew = tracks(sets.made, sets.new);
    let mut remarks = Vec::new();
    let mut played = Vec::new();
    for fate in anew.iter().filter(|it| clips_changed(it).is_some()) {
        let (Some(before), Some(coming)) = (fate.before, fate.after) else { continue };
        let Some(own) = here.iter().find(|it| it.before == Some(before)) else { continue };
        let Some(node) = own.after else { continue };
        let called = called(&now.tree, node);
        match clips_changed(own) {
            Some(change) if called == name && !force => {
                return Err(Refused::new(
                    format!("{name:?}"),
                    format!(
                        "has clips that are the user's by now ({change}): force plays over them"
                    ),
                ));
            }
            Some(change) if called != name => {
                remarks
                    .push(format!("{called:?} would follow, but is the user's by now: {change}"));
            }
            _ => played.push((called, coming, node)),
        }
    }
    if !played.iter().any(|it| it.0 == name) {
        let why = "is played no other way by this seed: its notes are not ours, or the same";
        return Err(Refused::new(format!("{name:?}"), why));
    }
    for (called, coming, node) in played {
        replace(&mut now.tree, &mut gardener, coming, node);
        remarks.push(format!("{called:?} has other clips; its devices and levels stay"));
    }
    gardener.finish(&mut now.tree);
    Ok(remarks)
}

fn replace(tree: &mut Tree, gardener: &mut Gardener<'_>, coming: NodeId, node: NodeId) {
    let scenes = LiveSet::of(tree).map_or(0, |it| it.scenes().count());
    for path in CLIPS {
        if let (Some(from), Some(to)) = (gardener.new.find(coming, path), tree.find(node, path)) {
            gardener.replace_children(tree, from, to);
        }
    }
    if let Some(list) = tree.find(node, CLIPS[1]) {
        resize_slots(tree, list, scenes);
    }
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
