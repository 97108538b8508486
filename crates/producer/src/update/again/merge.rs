//! A set made anew and the user's set brought together: what is as we made it gives way, what the user touched stays.

use std::collections::{BTreeMap, BTreeSet};

use als_model::Document;
use als_model::diff::{TrackFate, tracks};
use als_model::tree::{NodeId, Tree};
use als_model::view::routing::Target;
use als_model::view::{LiveSet, Track, TrackKind};

use super::super::error::Refused;
use super::graft::{Gardener, resize_slots, used_slots};
use super::seat::{Seat, seated};

/// The three sets that are brought together.
pub struct Sets<'d> {
    /// As it was made.
    pub made: &'d Document,
    /// As it is to be, made anew.
    pub new: &'d Document,
}

/// A track of the set as it is.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The track.
    pub node: NodeId,
    /// Its number.
    pub id: i64,
    /// The number of the group around it.
    pub group: Option<i64>,
    /// What it is.
    pub kind: TrackKind,
    /// What it is called, without its number.
    pub name: String,
    /// What the user did to it, in words; `None` where it is as it was made.
    pub touched: Option<String>,
    /// Whether the user added it.
    pub is_added: bool,
}

/// Where a track's slots are.
const SLOTS: [&str; 3] =
    ["DeviceChain/MainSequencer/ClipSlotList", "DeviceChain/FreezeSequencer/ClipSlotList", "Slots"];

/// What a set says besides its tracks that comes with a new form, where it is as it was made.
const SAID: [&str; 6] = [
    "LiveSet/Transport/LoopStart",
    "LiveSet/Transport/LoopLength",
    "LiveSet/Annotation",
    "LiveSet/ScaleInformation/Root",
    "LiveSet/ScaleInformation/RootNote",
    "LiveSet/ScaleInformation/Name",
];

/// Puts what was made anew in the place of what is as it was made; says what stays. `renamed` are files that have
/// another name in the user's project.
///
/// # Errors
///
/// [`Refused`] where the two cannot stand together.
pub fn merge(
    now: &mut Document,
    sets: &Sets<'_>,
    renamed: BTreeMap<String, String>,
) -> Result<Vec<String>, Refused> {
    let mut gardener = Gardener::new(&sets.new.tree, &now.tree)?;
    gardener.renamed = renamed;
    let fates = tracks(sets.made, now);
    let standing = standing(&now.tree, &fates)?;
    let coming = standing_of(&sets.new.tree, |_| None)?;
    let needed = needed(&now.tree, &standing);
    let mut remarks = said(&standing);
    let returns = returns(&standing, &coming)?;
    let (seats, numbers) = seated(&standing, &coming, &needed);
    gardener.tracks = numbers;
    let mut free = standing.iter().map(|it| it.id).max().unwrap_or(0);
    for seat in seats.iter().chain(&returns) {
        if let Seat::Planted { coming, place } = seat {
            let id = place.unwrap_or_else(|| {
                free = free.saturating_add(1);
                free
            });
            gardener.tracks.insert(coming.id, id);
        }
    }
    seat_all(&mut now.tree, &mut gardener, &standing, seats.iter().chain(&returns))?;
    remarks.extend(main(&mut now.tree, &fates, &mut gardener)?);
    remarks.extend(around(&mut now.tree, sets, &mut gardener));
    gardener.finish(&mut now.tree);
    scenes(&mut now.tree)?;
    Ok(remarks)
}

/// What is said of a track that was not made by us.
const ADDED: &str = "it was added";

/// The tracks of a set as it is, each with what the user did to it since it was made.
pub fn standing(tree: &Tree, fates: &[TrackFate]) -> Result<Vec<Standing>, Refused> {
    standing_of(tree, |node| {
        let fate = fates.iter().find(|it| it.after == Some(node))?;
        match (fate.before, fate.changes.as_slice()) {
            (None, _) => Some(ADDED.to_owned()),
            (Some(_), []) => None,
            (Some(_), changes) => {
                let words: Vec<String> = changes.iter().take(2).map(told).collect();
                let more = changes.len().saturating_sub(2);
                let more = if more == 0 { String::new() } else { format!(", and {more} more") };
                Some(format!("{}{more}", words.join(", ")))
            }
        }
    })
}

/// A change without the track it is in.
fn told(change: &als_model::diff::Change) -> String {
    let words = change.to_string();
    words.split_once(": ").map_or(words.clone(), |it| it.1.to_owned())
}

fn standing_of(
    tree: &Tree,
    touched: impl Fn(NodeId) -> Option<String>,
) -> Result<Vec<Standing>, Refused> {
    let set = LiveSet::of(tree).map_err(|it| Refused::new("the set", it.to_string()))?;
    let all = set.tracks().map(|it| {
        let touched = touched(it.node());
        Standing {
            node: it.node(),
            id: it.id().unwrap_or(-1),
            group: it.group(),
            kind: it.kind(),
            name: bare(&it.name()).to_owned(),
            is_added: touched.as_deref() == Some(ADDED),
            touched,
        }
    });
    Ok(all.collect())
}

/// `BASS` of `07 BASS`.
pub fn bare(name: &str) -> &str {
    name.trim_start_matches(|it: char| it.is_ascii_digit() || it == ' ')
}

/// The groups around what the user touched, and the tracks that such a track listens to: they stay too.
fn needed(tree: &Tree, standing: &[Standing]) -> BTreeSet<i64> {
    let mut needed = BTreeSet::new();
    let mut waiting: Vec<&Standing> = standing.iter().filter(|it| it.touched.is_some()).collect();
    while let Some(it) = waiting.pop() {
        let heard = tree.descendants(it.node).filter(|it| tree.tag(*it) == "Target");
        let heard = heard.filter_map(|it| tree.raw_attr(it, "Value")).map(Target::read);
        let heard = heard.filter_map(|it| match it {
            Target::Track { id, .. } => Some(id),
            _ => None,
        });
        for id in it.group.into_iter().chain(heard) {
            if needed.insert(id) {
                waiting.extend(standing.iter().filter(|it| it.id == id));
            }
        }
    }
    needed
}

fn said(standing: &[Standing]) -> Vec<String> {
    let touched = standing.iter().filter_map(|it| Some((it, it.touched.as_ref()?)));
    touched
        .map(|(it, why)| format!("{:?} is the user's and stays as it is: {why}", it.name))
        .collect()
}

/// Who sits where among the returns: sends are counted, so there must be the same ones.
fn returns<'s>(now: &'s [Standing], new: &'s [Standing]) -> Result<Vec<Seat<'s>>, Refused> {
    let of = |all: &'s [Standing]| all.iter().filter(|it| it.kind == TrackKind::Return);
    let names = |all| of(all).map(|it| it.name.as_str()).collect::<Vec<_>>();
    let (here, there) = (names(now), names(new));
    if here.len() != there.len() {
        let why = format!(
            "has {} returns, and what is made anew needs {} ({}): sends would lead elsewhere",
            here.len(),
            there.len(),
            there.join(", ")
        );
        return Err(Refused::new("the set", why));
    }
    let seat = |(now, new): (&'s Standing, &'s Standing)| match now.touched {
        Some(_) => Seat::Kept(now),
        None => Seat::Planted { coming: new, place: Some(now.id) },
    };
    let moved =
        of(now).zip(of(new)).find(|(now, new)| now.touched.is_some() && now.name != new.name);
    if let Some((now, new)) = moved {
        let why = format!("stands where the sends of what is made anew go to {:?}", new.name);
        return Err(Refused::new(format!("the return {:?}", now.name), why));
    }
    Ok(of(now).zip(of(new)).map(seat).collect())
}

/// Brings the list of tracks into its new order: kept ones moved, planted ones beside them, all others gone.
fn seat_all<'s>(
    tree: &mut Tree,
    gardener: &mut Gardener<'_>,
    standing: &[Standing],
    seats: impl Iterator<Item = &'s Seat<'s>>,
) -> Result<(), Refused> {
    let missing = || Refused::new("the set", "has no tracks");
    let root = tree.root().ok_or_else(missing)?;
    let list = tree.find(root, "LiveSet/Tracks").ok_or_else(missing)?;
    let old: BTreeSet<NodeId> = standing.iter().map(|it| it.node).collect();
    let mark = tree.append(list, "Mark"); // everything seated stands before it
    for seat in seats {
        match seat {
            Seat::Kept(it) => {
                tree.duplicate_before(it.node, mark);
            }
            Seat::Planted { coming, .. } => {
                let planted = gardener.plant_before(tree, coming.node, mark);
                if let Some(id) = gardener.tracks.get(&coming.id) {
                    tree.set_attr(planted, "Id", &id.to_string());
                }
            }
        }
    }
    old.into_iter().for_each(|it| tree.remove(it));
    tree.remove(mark);
    Ok(())
}

/// The main track gives way too, where it is as it was made.
fn main(
    tree: &mut Tree,
    fates: &[TrackFate],
    gardener: &mut Gardener<'_>,
) -> Result<Vec<String>, Refused> {
    let of = |tree: &Tree| LiveSet::of(tree).ok().and_then(|it| it.main().ok()).map(Track::node);
    let missing = || Refused::new("the set", "has no main track");
    let (now, new) = (of(tree).ok_or_else(missing)?, of(gardener.new).ok_or_else(missing)?);
    let fate = fates.iter().find(|it| it.after == Some(now));
    if let Some(change) = fate.and_then(|it| it.changes.first()) {
        return Ok(vec![format!(
            "the main track is the user's and stays as it is, its tempo too: {}",
            told(change)
        )]);
    }
    gardener.plant_before(tree, new, now);
    tree.remove(now);
    Ok(Vec::new())
}

/// What stands around the tracks: locators and scenes, the loop brace, the scale, and the note where it is ours. A
/// locator that the user set stays; scenes are those of the new form.
fn around(tree: &mut Tree, sets: &Sets<'_>, gardener: &mut Gardener<'_>) -> Vec<String> {
    let (new, made) = (gardener.new, &sets.made.tree);
    let (Some(root), Some(source)) = (tree.root(), new.root()) else { return Vec::new() };
    let mut remarks = Vec::new();
    let names = |tree: &Tree| -> Vec<String> {
        let set = LiveSet::of(tree).ok();
        set.map(|it| it.scenes().map(|it| it.name()).collect()).unwrap_or_default()
    };
    if names(tree) != names(made) {
        remarks.push(
            "the scenes are those of the new form: names of the user's own are gone".to_owned(),
        );
    }
    let own = own_locators(tree, made);
    if let Some(list) = tree.find(root, "LiveSet/Locators/Locators") {
        let kept: Vec<String> = own.iter().map(|it| it.1.clone()).collect();
        // Out of the way while the list is filled anew.
        let aside = tree.append(root, "Aside");
        for (node, _) in &own {
            tree.duplicate(*node, aside);
        }
        if let Some(from) = new.find(source, "LiveSet/Locators/Locators") {
            gardener.replace_children(tree, from, list);
        }
        for node in tree.children(aside).collect::<Vec<_>>() {
            let id = als_model::stamp::next_id(tree, list);
            if let Some(moved) = tree.move_to(node, list) {
                tree.set_attr(moved, "Id", &id.to_string());
            }
        }
        tree.remove(aside);
        if !kept.is_empty() {
            remarks.push(format!(
                "locators of the user's own stay where they were: {}",
                kept.join(", ")
            ));
        }
    }
    if let (Some(from), Some(to)) =
        (new.find(source, "LiveSet/Scenes"), tree.find(root, "LiveSet/Scenes"))
    {
        gardener.replace_children(tree, from, to);
    }
    let value = |tree: &Tree, path: &str| {
        tree.root().and_then(|it| tree.value(it, path)).map(std::borrow::Cow::into_owned)
    };
    for path in SAID {
        let is_ours = value(tree, path) == value(made, path);
        if let Some(said) = value(new, path).filter(|_| is_ours) {
            tree.set_value(root, path, &said);
        }
    }
    remarks
}

/// Locators that were not made so, each with its name.
fn own_locators(tree: &Tree, made: &Tree) -> Vec<(NodeId, String)> {
    let all = |tree: &Tree| -> Vec<(NodeId, String, String)> {
        let list = tree.root().and_then(|it| tree.find(it, "LiveSet/Locators/Locators"));
        let said = |node, path| tree.value(node, path).unwrap_or_default().into_owned();
        let nodes = list.map(|it| tree.children(it).collect::<Vec<_>>()).unwrap_or_default();
        nodes.into_iter().map(|it| (it, said(it, "Name"), said(it, "Time"))).collect()
    };
    let ours = all(made);
    let is_ours = |it: &(NodeId, String, String)| ours.iter().any(|o| o.1 == it.1 && o.2 == it.2);
    all(tree).into_iter().filter(|it| !is_ours(it)).map(|it| (it.0, it.1)).collect()
}

/// As many slots on every track as there are scenes; more scenes where a track that stays needs them.
fn scenes(tree: &mut Tree) -> Result<(), Refused> {
    let root = tree.root().ok_or_else(|| Refused::new("the set", "is empty"))?;
    let list = tree.find(root, "LiveSet/Scenes");
    let list = list.ok_or_else(|| Refused::new("the set", "has no scenes"))?;
    let set = LiveSet::of(tree).map_err(|it| Refused::new("the set", it.to_string()))?;
    let lists = |it: Track<'_>| SLOTS.map(|path| it.spot().at(path).map(|it| it.node));
    let slots = set.tracks().flat_map(lists).flatten();
    let slots: Vec<NodeId> = slots.filter(|it| tree.children(*it).next().is_some()).collect();
    let most = slots.iter().map(|it| used_slots(tree, *it)).max().unwrap_or(0);
    while tree.children(list).count() < most {
        let Some(last) = tree.children(list).next_back() else { break };
        let id = als_model::stamp::next_id(tree, list);
        let scene = tree.duplicate(last, list);
        tree.set_attr(scene, "Id", &id.to_string());
        tree.set_value(scene, "Name", "");
    }
    let count = tree.children(list).count();
    slots.into_iter().for_each(|it| resize_slots(tree, it, count));
    Ok(())
}
