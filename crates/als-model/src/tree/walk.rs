//! Ways through the tree: children, descendants, attributes.

use super::{NONE, NodeId, Tree, some};

/// The children of an element, from either end.
#[derive(Debug, Clone)]
pub struct Children<'t> {
    tree: &'t Tree,
    front: u32,
    back: u32,
}

impl<'t> Children<'t> {
    pub(super) fn new(tree: &'t Tree, front: u32, back: u32) -> Self {
        Self { tree, front, back }
    }

    fn finish(&mut self) {
        (self.front, self.back) = (NONE, NONE);
    }
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let node = some(self.front)?;
        if self.front == self.back {
            self.finish();
        } else {
            self.front = self.tree.at(node).next;
        }
        Some(node)
    }
}

impl DoubleEndedIterator for Children<'_> {
    fn next_back(&mut self) -> Option<NodeId> {
        let node = some(self.back)?;
        if self.front == self.back {
            self.finish();
        } else {
            self.back = self.tree.at(node).previous;
        }
        Some(node)
    }
}

/// Everything inside an element, in the order of the document.
#[derive(Debug, Clone)]
pub struct Descendants<'t> {
    tree: &'t Tree,
    around: NodeId,
    at: Option<NodeId>,
}

impl<'t> Descendants<'t> {
    pub(super) fn new(tree: &'t Tree, around: NodeId) -> Self {
        Self { tree, around, at: Some(around) }
    }
}

impl Iterator for Descendants<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        let mut at = self.at.take()?;
        self.at = some(self.tree.at(at).first);
        while self.at.is_none() && at != self.around {
            self.at = self.tree.next(at);
            at = self.tree.parent(at)?;
        }
        self.at
    }
}

/// One attribute as it is spelt, and where its value stands with its quotes, counted from the tag's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    pub name: &'t str,
    pub value: &'t str,
    pub quoted: (usize, usize),
}

/// The attributes of a start tag.
#[derive(Debug, Clone)]
pub(super) struct Attributes<'t> {
    tag: &'t str,
    at: usize,
}

impl<'t> Attributes<'t> {
    pub(super) fn new(tag: &'t str) -> Self {
        let name = tag.bytes().position(|it| it.is_ascii_whitespace() || it == b'/' || it == b'>');
        Self { tag, at: name.unwrap_or(tag.len()) }
    }

    fn step(&mut self) -> Option<Attribute<'t>> {
        let bytes = self.tag.as_bytes();
        let skip = |from: usize, wanted: fn(u8) -> bool| {
            bytes
                .get(from..)
                .and_then(|it| it.iter().position(|it| !wanted(*it)))
                .map(|it| from + it)
        };
        let start = skip(self.at, |it| it.is_ascii_whitespace())?;
        let end = skip(start, super::text::continues_name)?;
        let equals = skip(end, |it| it.is_ascii_whitespace())?;
        if bytes.get(equals) != Some(&b'=') {
            return None;
        }
        let quote = skip(equals + 1, |it| it.is_ascii_whitespace())?;
        let mark = *bytes.get(quote)?;
        let length = memchr::memchr(mark, bytes.get(quote + 1..)?)?;
        self.at = quote + length + 2;
        Some(Attribute {
            name: self.tag.get(start..end)?,
            value: self.tag.get(quote + 1..self.at - 1)?,
            quoted: (quote, self.at),
        })
    }
}

impl<'t> Iterator for Attributes<'t> {
    type Item = Attribute<'t>;

    fn next(&mut self) -> Option<Attribute<'t>> {
        self.step()
    }
}
