//! Paths that a person can follow: `LiveSet/Tracks/MidiTrack[2 "Bass"]/DeviceChain`.

use super::{NodeId, Tree};

/// Where elements of Live keep the name that a user sees, in the order of preference.
const NAMES: &[&str] = &["Name/EffectiveName", "UserName", "Name"];

impl Tree {
    /// The way from the root to an element, for messages.
    ///
    /// An element that has siblings of its kind is counted from 1, and named where it has a name. The
    /// outermost `Ableton` is left out.
    pub fn path(&self, node: NodeId) -> String {
        let mut steps: Vec<String> = std::iter::successors(Some(node), |it| self.parent(*it))
            .map(|it| self.step(it))
            .collect();
        steps.reverse();
        if 1 < steps.len() && steps.first().is_some_and(|it| it == "Ableton") {
            steps.remove(0);
        }
        steps.join("/")
    }

    fn step(&self, node: NodeId) -> String {
        let tag = self.tag(node);
        let Some(parent) = self.parent(node) else {
            return tag.to_owned();
        };
        let mut alike = self.children(parent).filter(|it| self.at(*it).tag == self.at(node).tag);
        let place = alike.by_ref().position(|it| it == node).unwrap_or(0) + 1;
        let alone = place == 1 && alike.next().is_none();
        match (alone, self.user_name(node)) {
            (true, None) => tag.to_owned(),
            (true, Some(name)) => format!("{tag}[{name:?}]"),
            (false, None) => format!("{tag}[{place}]"),
            (false, Some(name)) => format!("{tag}[{place} {name:?}]"),
        }
    }

    fn user_name(&self, node: NodeId) -> Option<String> {
        let names = NAMES.iter().filter_map(|path| self.value(node, path));
        names.map(|it| it.chars().take(40).collect::<String>()).find(|it| !it.trim().is_empty())
    }
}
