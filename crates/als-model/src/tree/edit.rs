//! Changing the tree: values in place, elements in and out, laid out as Live lays out.

use super::text::{is_name, push_hex};
use super::walk::Attribute;
use super::{NONE, NOWHERE, Node, NodeId, Tree, escape};

impl Tree {
    /// Changes the value of an attribute that exists; no other byte of the document moves.
    ///
    /// `false` when there is no such attribute.
    pub fn set_attr(&mut self, node: NodeId, name: &str, value: &str) -> bool {
        let Some(Attribute { value: old, quoted: (from, to), .. }) =
            self.spelt_attrs(node).find(|it| it.name == name)
        else {
            return false;
        };
        if escape::unescape(old) == value {
            return true;
        }
        let (before, after) = self.split_tag(node, from, to);
        let mut open = before.to_owned();
        escape::push_quoted(&mut open, value, self.quoting);
        open.push_str(after);
        self.respell_open(node, &open)
    }

    /// Changes the `Value` attribute of the element at `path`; `false` when it is not there.
    pub fn set_value(&mut self, node: NodeId, path: &str, value: &str) -> bool {
        self.find(node, path).is_some_and(|it| self.set_attr(it, "Value", value))
    }

    /// Adds an attribute behind the others, or changes it when it is there.
    ///
    /// `false` when `name` is no name.
    pub fn push_attr(&mut self, node: NodeId, name: &str, value: &str) -> bool {
        if self.raw_attr(node, name).is_some() {
            return self.set_attr(node, name, value);
        }
        let end = match self.spelt_attrs(node).last() {
            Some(it) => it.quoted.1,
            None => 1 + self.tag(node).len(),
        };
        if !is_name(name) {
            return false;
        }
        let (before, after) = self.split_tag(node, end, end);
        let mut open = format!("{before} {name}=");
        escape::push_quoted(&mut open, value, self.quoting);
        open.push_str(after);
        self.respell_open(node, &open)
    }

    /// Takes an attribute away; `false` when it is not there.
    pub fn remove_attr(&mut self, node: NodeId, name: &str) -> bool {
        let Some(it) = self.spelt_attrs(node).find(|it| it.name == name) else {
            return false;
        };
        let (before, after) = self.split_tag(node, it.quoted.0, it.quoted.1);
        let kept = before.trim_end().trim_end_matches('=').trim_end();
        let kept = kept.strip_suffix(name).unwrap_or(kept).trim_end();
        let open = format!("{kept}{after}");
        self.respell_open(node, &open)
    }

    /// Makes `text` the content of an element without children; an empty text makes it `<X />`.
    ///
    /// `false` when the element has children.
    pub fn set_text(&mut self, node: NodeId, text: &str) -> bool {
        if self.at(node).first != NONE {
            return false;
        }
        if text.is_empty() {
            return self.close_itself(node);
        }
        let mut tail = String::new();
        escape::push_text(&mut tail, text);
        self.open_up(node) && self.respell_tail(node, &tail)
    }

    /// Makes a blob the content of an element, in lines of 80 hexadecimal digits as Live writes them.
    ///
    /// `false` when the element has children.
    pub fn set_blob(&mut self, node: NodeId, bytes: &[u8]) -> bool {
        if self.at(node).first != NONE {
            return false;
        }
        if bytes.is_empty() {
            return self.close_itself(node);
        }
        let depth = self.depth(node);
        let mut tail = String::new();
        push_hex(&mut tail, bytes, &self.line_at(depth + 1));
        tail.push_str(&self.line_at(depth));
        self.open_up(node) && self.respell_tail(node, &tail)
    }

    /// Adds an empty element behind the last child of `parent`, on a line of its own.
    ///
    /// A `tag` that cannot name an element is written as `_`.
    pub fn append(&mut self, parent: NodeId, tag: &str) -> NodeId {
        self.insert(parent, None, tag)
    }

    /// Adds an empty element before `sibling`, on a line of its own; before the root it goes inside it.
    pub fn insert_before(&mut self, sibling: NodeId, tag: &str) -> NodeId {
        match self.parent(sibling) {
            Some(parent) => self.insert(parent, Some(sibling), tag),
            None => self.insert(sibling, None, tag),
        }
    }

    /// Takes an element out with all that is in it; the root stays.
    ///
    /// A parent that loses its last child becomes `<X />`.
    pub fn remove(&mut self, node: NodeId) {
        let Some(parent) = self.parent(node) else {
            return;
        };
        self.unlink(node);
        let bare = self.at(parent).first == NONE && self.text(parent).trim().is_empty();
        if bare {
            self.close_itself(parent);
        }
    }

    /// Moves an element behind the last child of another parent, or of its own; its new id.
    ///
    /// `None`, and nothing changed, when `parent` is the element itself or stands inside it.
    pub fn move_to(&mut self, node: NodeId, parent: NodeId) -> Option<NodeId> {
        let inside =
            std::iter::successors(Some(parent), |it| self.parent(*it)).any(|it| it == node);
        if inside || self.parent(node).is_none() {
            return None;
        }
        let moved = self.duplicate(node, parent);
        self.remove(node);
        Some(moved)
    }

    pub(super) fn insert(&mut self, parent: NodeId, before: Option<NodeId>, tag: &str) -> NodeId {
        let tag = super::text::name_or(tag, "_");
        let lead = self.line_at(self.depth(parent) + 1);
        let node = self.link(parent, before, tag);
        self.respell(node, &lead, &format!("<{tag} />"));
        node
    }

    /// Puts a new element without any spelling into its place.
    pub(super) fn link(&mut self, parent: NodeId, before: Option<NodeId>, tag: &str) -> NodeId {
        self.open_up(parent);
        let index = super::text::at(self.nodes.len());
        let next = before.map_or(NONE, |it| it.0);
        let previous = match before {
            Some(it) => self.at(it).previous,
            None => self.at(parent).last,
        };
        let tag = self.tags.intern(tag);
        self.nodes.push(Node { tag, parent: parent.0, previous, next, ..NOWHERE });
        self.tie(parent.0, previous, next, index, index);
        NodeId(index)
    }

    fn unlink(&mut self, node: NodeId) {
        let Node { parent, previous, next, .. } = *self.at(node);
        self.tie(parent, previous, next, next, previous);
        if let Some(it) = self.at_mut(node.0) {
            (it.parent, it.previous, it.next) = (NONE, NONE, NONE);
        }
    }

    /// Makes `after` follow `previous`, and `ahead` precede `next`, under `parent`.
    fn tie(&mut self, parent: u32, previous: u32, next: u32, after: u32, ahead: u32) {
        match self.at_mut(previous) {
            Some(it) => it.next = after,
            None => {
                if let Some(it) = self.at_mut(parent) {
                    it.first = after;
                }
            }
        }
        match self.at_mut(next) {
            Some(it) => it.previous = ahead,
            None => {
                if let Some(it) = self.at_mut(parent) {
                    it.last = ahead;
                }
            }
        }
    }

    /// Makes sure that an element has an end tag, on a line of its own.
    pub(super) fn open_up(&mut self, node: NodeId) -> bool {
        let at = *self.at(node);
        if at.close < at.end {
            return true;
        }
        let open = self.pool.text(at.open, at.inside);
        let open = open.strip_suffix("/>").unwrap_or(open).trim_end();
        let open = format!("{open}>");
        let tail = self.line_at(self.depth(node));
        self.respell_open(node, &open) && self.respell_tail(node, &tail)
    }

    /// Takes the end tag away: `<X />`.
    fn close_itself(&mut self, node: NodeId) -> bool {
        let at = *self.at(node);
        if at.close == at.end {
            return true;
        }
        let open = self.pool.text(at.open, at.inside);
        let open = format!("{} />", open.strip_suffix('>').unwrap_or(open).trim_end());
        if let Some(it) = self.at_mut(node.0) {
            (it.tail, it.close, it.end) = (0, 0, 0);
        }
        self.respell_open(node, &open)
    }

    /// The start tag's characters before `from` and from `to` on.
    fn split_tag(&self, node: NodeId, from: usize, to: usize) -> (&str, &str) {
        let at = self.at(node);
        let open = self.pool.text(at.open, at.inside);
        (open.get(..from).unwrap_or_default(), open.get(to..).unwrap_or_default())
    }

    fn respell_open(&mut self, node: NodeId, open: &str) -> bool {
        let at = self.at(node);
        let lead = self.pool.text(at.lead, at.open).to_owned();
        self.respell(node, &lead, open)
    }

    /// Stores what stands before an element and its start tag.
    pub(super) fn respell(&mut self, node: NodeId, lead: &str, open: &str) -> bool {
        let Some(start) = self.pool.add(&format!("{lead}{open}")) else {
            return false;
        };
        if let Some(it) = self.at_mut(node.0) {
            it.lead = start;
            it.open = start + super::text::at(lead.len());
            it.inside = it.open + super::text::at(open.len());
        }
        true
    }

    /// Stores what stands before the end tag, and the end tag.
    pub(super) fn respell_tail(&mut self, node: NodeId, tail: &str) -> bool {
        let close = format!("</{}>", self.tag(node));
        let Some(start) = self.pool.add(&format!("{tail}{close}")) else {
            return false;
        };
        if let Some(it) = self.at_mut(node.0) {
            it.tail = start;
            it.close = start + super::text::at(tail.len());
            it.end = it.close + super::text::at(close.len());
        }
        true
    }

    /// A line end and as many tabs as Live would lead a line of this depth with.
    pub(super) fn line_at(&self, depth: usize) -> String {
        let mut line = String::with_capacity(depth + 2);
        line.push_str(self.line_end.as_str());
        line.extend(std::iter::repeat_n('\t', depth));
        line
    }
}
