//! From an envelope's id to the knob that it moves.

use std::collections::BTreeMap;

use super::{Parameter, Spot};
use crate::tree::{NodeId, Tree};

/// Everything in a document that an envelope can call by an id.
#[derive(Debug, Clone)]
pub struct Targets<'t> {
    tree: &'t Tree,
    known: BTreeMap<i64, NodeId>,
}

impl<'t> Targets<'t> {
    /// Looks a document through once.
    pub fn of(tree: &'t Tree) -> Self {
        let all = tree.root().into_iter().flat_map(|it| tree.descendants(it));
        let targets = all.filter(|it| is_target(tree, *it));
        let known =
            targets.filter_map(|node| Spot { tree, node }.id().map(|id| (id, node))).collect();
        Self { tree, known }
    }

    /// The element that has this id.
    pub fn element(&self, id: i64) -> Option<Spot<'t>> {
        self.known.get(&id).map(|node| Spot { tree: self.tree, node: *node })
    }

    /// The knob that an envelope with this target moves; `None` for one that moves a clip's own property.
    pub fn parameter(&self, id: i64) -> Option<Parameter<'t>> {
        let at = self.element(id)?;
        let around = self.tree.parent(at.node)?;
        Parameter::at(Spot { node: around, ..at })
    }

    /// What a musician would call the target: `Auto Filter · Cutoff`, `Volume`, `Send A`.
    pub fn name(&self, id: i64) -> Option<String> {
        let at = self.element(id)?;
        let up = std::iter::successors(self.tree.parent(at.node), |it| self.tree.parent(*it));
        let mut words = Vec::new();
        for node in up {
            let around = Spot { node, ..at };
            match around.tag() {
                "Mixer" | "MixerDevice" | "MainSequencer" | "FreezeSequencer" => break,
                "TrackSendHolder" => return Some(format!("Send {}", letter(around))),
                _ if self.is_device(node) => {
                    words.push(super::Device::at(around).name());
                    break;
                }
                "ParameterValue" | "Send" => {}
                "PluginFloatParameter" | "PluginEnumParameter" => {
                    words.push(around.text("ParameterName").unwrap_or_default().into_owned());
                }
                tag => words.push(tag.to_owned()),
            }
        }
        if words.is_empty()
            || at.tag().starts_with("ControllerTargets")
            || at.tag().len() > "ModulationTarget".len()
        {
            words.insert(0, at.tag().trim_end_matches("Target").to_owned());
        }
        words.reverse();
        Some(words.join(" · "))
    }

    fn is_device(&self, node: NodeId) -> bool {
        self.tree.parent(node).is_some_and(|it| matches!(self.tree.tag(it), "Devices" | "Device"))
    }
}

/// Whether an element can be called by an envelope: it has an `Id`, and `LockEnvelope` alone inside.
pub(crate) fn is_target(tree: &Tree, node: NodeId) -> bool {
    let tag = tree.tag(node);
    // Live 8 and 9 leave some of them empty.
    (tag.ends_with("Target") || tag.starts_with("ControllerTargets."))
        && tree.raw_attr(node, "Id").is_some()
        && tree.children(node).all(|it| tree.tag(it) == "LockEnvelope")
}

/// Whether an element's `Id` is one of the set's one namespace of ids: a target, or a `Pointee`.
pub fn is_pointee(tree: &Tree, node: NodeId) -> bool {
    is_target(tree, node) || (tree.tag(node) == "Pointee" && tree.raw_attr(node, "Id").is_some())
}

fn letter(send: Spot<'_>) -> char {
    let siblings = send.tree.parent(send.node).into_iter().flat_map(|it| send.tree.children(it));
    let place = siblings.take_while(|it| *it != send.node).count();
    u8::try_from(place.min(25)).map_or('?', |it| char::from(b'A' + it))
}
