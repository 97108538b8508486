//! Elements of a set that was made anew, planted in the user's: with ids of their own, calling who they called.

use std::collections::BTreeMap;

use als_model::stamp::{Pointees, next_id};
use als_model::tree::{NodeId, Tree};
use als_model::view::target::is_pointee;

use super::super::error::Refused;

/// Plants elements of one set in another.
pub struct Gardener<'n> {
    /// The set that was made anew.
    pub new: &'n Tree,
    /// What its tracks are called by in the other set.
    pub tracks: BTreeMap<i64, i64>,
    /// Files that lie under another name in the other project.
    pub renamed: BTreeMap<String, String>,
    ids: Pointees,
}

impl<'n> Gardener<'n> {
    /// One that gives out ids from the first that is free in `into`.
    ///
    /// # Errors
    ///
    /// [`Refused`] where the set does not tell it.
    pub fn new(new: &'n Tree, into: &Tree) -> Result<Self, Refused> {
        let counter = into.root().and_then(|it| into.value(it, "LiveSet/NextPointeeId"));
        let first = counter.and_then(|it| it.parse().ok());
        let first = first.ok_or_else(|| Refused::new("the set", "has no NextPointeeId"))?;
        let ids = Pointees::starting_at(first);
        Ok(Self { new, tracks: BTreeMap::new(), renamed: BTreeMap::new(), ids })
    }

    /// Says in the set which id is free now.
    pub fn finish(self, tree: &mut Tree) {
        if let Some(root) = tree.root() {
            tree.set_value(root, "LiveSet/NextPointeeId", &self.ids.next().to_string());
        }
    }

    /// Plants an element before another, as a track or main track is: whatever it calls is mapped.
    pub fn plant_before(&mut self, tree: &mut Tree, node: NodeId, sibling: NodeId) -> NodeId {
        let planted = tree.copy_subtree_before(self.new, node, sibling);
        self.settle(tree, planted);
        planted
    }

    /// Puts the children of one list in the place of another's, their ids counted anew where the list wants it.
    pub fn replace_children(&mut self, tree: &mut Tree, from: NodeId, to: NodeId) {
        for child in tree.children(to).collect::<Vec<_>>() {
            tree.remove(child);
        }
        for child in self.new.children(from).collect::<Vec<_>>() {
            let planted = tree.copy_subtree(self.new, child, to);
            self.settle(tree, planted);
        }
    }

    /// Gives everything in a planted element that is called by an id one that is free, and lets envelopes, groups,
    /// routings and samples call what is meant.
    fn settle(&mut self, tree: &mut Tree, planted: NodeId) {
        let all: Vec<NodeId> = std::iter::once(planted).chain(tree.descendants(planted)).collect();
        let mut fresh: BTreeMap<String, String> = BTreeMap::new();
        for node in all.iter().copied().filter(|it| is_pointee(tree, *it)).collect::<Vec<_>>() {
            let old = tree.raw_attr(node, "Id").unwrap_or_default().to_owned();
            let id = self.ids.take().to_string();
            tree.set_attr(node, "Id", &id);
            fresh.insert(old, id);
        }
        for node in all {
            let said = tree.attr(node, "Value").map(std::borrow::Cow::into_owned);
            let Some(said) = said else { continue };
            let now = match tree.tag(node) {
                "PointeeId" => fresh.get(&said).cloned(),
                "TrackGroupId" => said.parse().ok().and_then(|it| self.track(it)),
                "Target" => self.routing(&said),
                "RelativePath" | "Path" => self.file(&said),
                _ => None,
            };
            if let Some(now) = now {
                tree.set_attr(node, "Value", &now);
            }
        }
    }

    /// A path whose end is that of a file with another name by now.
    fn file(&self, said: &str) -> Option<String> {
        let found = self.renamed.iter().find(|it| said.ends_with(it.0.as_str()));
        let (old, new) = found?;
        Some(format!("{}{new}", said.strip_suffix(old.as_str())?))
    }

    fn track(&self, id: i64) -> Option<String> {
        self.tracks.get(&id).map(i64::to_string)
    }

    /// `AudioIn/Track.12/PostFxOut` with the number that the track has in the other set.
    fn routing(&self, said: &str) -> Option<String> {
        let (head, rest) = said.split_once("/Track.")?;
        let (id, point) = rest.split_once('/').unwrap_or((rest, ""));
        let id = self.track(id.parse().ok()?)?;
        let slash = if point.is_empty() { "" } else { "/" };
        Some(format!("{head}/Track.{id}{slash}{point}"))
    }
}

/// Brings a list of slots to a length: empty ones are added or taken away at its end.
pub fn resize_slots(tree: &mut Tree, list: NodeId, count: usize) {
    let slots: Vec<NodeId> = tree.children(list).collect();
    for slot in slots.iter().skip(count) {
        tree.remove(*slot);
    }
    let Some(model) = slots.last().copied() else { return };
    for _ in slots.len()..count {
        let id = next_id(tree, list);
        let slot = tree.duplicate(model, list);
        tree.set_attr(slot, "Id", &id.to_string());
        let held = tree.find(slot, "ClipSlot/Value");
        let held = held.map(|it| tree.children(it).collect::<Vec<_>>()).unwrap_or_default();
        held.into_iter().for_each(|it| tree.remove(it));
    }
}

/// How many slots of a list hold something or stand before one that does.
pub fn used_slots(tree: &Tree, list: NodeId) -> usize {
    let slots: Vec<NodeId> = tree.children(list).collect();
    slots.iter().rposition(|it| !is_empty(tree, *it)).map_or(0, |it| it + 1)
}

fn is_empty(tree: &Tree, slot: NodeId) -> bool {
    tree.find(slot, "ClipSlot/Value").is_none_or(|it| tree.children(it).next().is_none())
}
