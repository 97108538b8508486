//! Complete elements from the schema: every member of the version, in its order, with fresh ids.

use crate::schema::{Attribute, Element, Kind};
use crate::tree::{NodeId, Tree};

/// The set's one namespace of ids, given out in order: targets of automation and modulation, and `Pointee`s.
///
/// Live refuses a set in which one of them is 0, occurs twice, or does not lie below `NextPointeeId`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointees {
    next: u64,
}

impl Pointees {
    /// Ids from `first` on; 0 counts as 1, for 0 is no id.
    pub fn starting_at(first: u64) -> Self {
        Self { next: first.max(1) }
    }

    /// The next id that is free: what `NextPointeeId` has to say.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// An id that nobody has.
    pub fn take(&mut self) -> u64 {
        let id = self.next;
        self.next = self.next.saturating_add(1);
        id
    }
}

/// Stamps an element behind the last child of `parent`; its own `Id`, if it has one, is 0.
pub fn stamp(
    tree: &mut Tree,
    parent: NodeId,
    element: &Element,
    pointees: &mut Pointees,
) -> NodeId {
    let node = tree.append(parent, element.tag());
    fill(tree, node, element, pointees);
    node
}

/// As [`stamp`], but before `sibling`.
pub fn stamp_before(
    tree: &mut Tree,
    sibling: NodeId,
    element: &Element,
    pointees: &mut Pointees,
) -> NodeId {
    let node = tree.insert_before(sibling, element.tag());
    fill(tree, node, element, pointees);
    node
}

/// As [`stamp`], as the member `id` of a list; the caller sees to it that no sibling has the same.
pub fn stamp_member(
    tree: &mut Tree,
    list: NodeId,
    element: &Element,
    id: u64,
    pointees: &mut Pointees,
) -> NodeId {
    let node = stamp(tree, list, element, pointees);
    tree.set_attr(node, "Id", &id.to_string());
    node
}

/// One more than the largest `Id` among the children: the next free one of a list; 0 for an empty list.
pub fn next_id(tree: &Tree, list: NodeId) -> u64 {
    let ids = tree.children(list).filter_map(|it| tree.raw_attr(it, "Id")?.parse::<u64>().ok());
    ids.max().map_or(0, |it| it.saturating_add(1))
}

/// Gives a bare element its attributes, value and children.
fn fill(tree: &mut Tree, node: NodeId, element: &Element, pointees: &mut Pointees) {
    for Attribute { name, default, optional, .. } in element.attributes() {
        let is_pointee = name == "Id" && matches!(element.kind(), Kind::Pointee | Kind::Identity);
        if is_pointee {
            tree.push_attr(node, name, &pointees.take().to_string());
        } else if !optional {
            tree.push_attr(node, name, default);
        }
    }
    if let Kind::Value(_, default) = element.kind() {
        tree.push_attr(node, "Value", default);
    }
    let is_list = matches!(element.kind(), Kind::List(_));
    for (place, child) in element.children().iter().filter(|it| !it.is_optional()).enumerate() {
        let stamped = stamp(tree, node, child, pointees);
        if is_list {
            tree.set_attr(stamped, "Id", &place.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Schema, Version};

    #[test]
    fn a_stamped_fader_has_everything_that_live_keeps_around_it() {
        let mut tree = Tree::new("Mixer");
        let root = tree.root().unwrap();
        let fader = Schema::of(Version::LIVE_11_3).find("TrackMixer/Volume").unwrap();
        stamp(&mut tree, root, fader, &mut Pointees::starting_at(7));
        let written = tree.to_string().replace('\t', " ").replace('"', "'");
        assert_eq!(
            written.lines().skip(1).collect::<Vec<_>>(),
            [
                "<Mixer>",
                " <Volume>",
                "  <LomId Value='0' />",
                "  <Manual Value='1' />",
                "  <MidiControllerRange>",
                "   <Min Value='0.0003162277571' />",
                "   <Max Value='1.99526238' />",
                "  </MidiControllerRange>",
                "  <AutomationTarget Id='7'>",
                "   <LockEnvelope Value='0' />",
                "  </AutomationTarget>",
                "  <ModulationTarget Id='8'>",
                "   <LockEnvelope Value='0' />",
                "  </ModulationTarget>",
                " </Volume>",
                "</Mixer>",
            ]
        );
    }

    #[test]
    fn ids_begin_at_one_and_never_repeat() {
        let mut ids = Pointees::starting_at(0);
        assert_eq!((ids.take(), ids.take(), ids.next()), (1, 2, 3));
    }
}
