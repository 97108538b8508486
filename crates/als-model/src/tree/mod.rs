//! The lossless tree: every element of a document, and every byte of how it was written.
//!
//! Elements are spans of the text they came from, so an untouched element is written back byte for
//! byte, and a tree costs about twice its text in memory. Edits store new text beside the old.

mod edit;
mod escape;
mod graft;
mod limits;
mod parse;
mod path;
mod text;
mod walk;
mod write;

use std::borrow::Cow;

pub use escape::Quoting;
pub use limits::{Limits, TreeError};
use text::{Pool, Tags};
use walk::Attributes;
pub use walk::{Children, Descendants};

/// An element of one [`Tree`]. Copying it copies an index; it means nothing in another tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(u32);

/// No element.
const NONE: u32 = u32::MAX;

/// The line end that new elements are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnd {
    /// A line feed, as Live writes on macOS.
    #[default]
    Lf,
    /// Return and line feed, as Live writes on Windows.
    CrLf,
}

impl LineEnd {
    /// The characters themselves.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }
}

/// Where an element stands in the pool of text, and who its neighbours are.
///
/// `lead..open` is what stands before the element, `open..inside` its start tag, `tail..close` what
/// stands before its end tag, `close..end` the end tag (empty when the start tag closes itself).
#[derive(Debug, Clone, Copy)]
struct Node {
    tag: u32,
    parent: u32,
    first: u32,
    last: u32,
    previous: u32,
    next: u32,
    lead: u32,
    open: u32,
    inside: u32,
    tail: u32,
    close: u32,
    end: u32,
}

/// What an id of another tree, or of a removed element, reads as.
const NOWHERE: Node = Node {
    tag: 0,
    parent: NONE,
    first: NONE,
    last: NONE,
    previous: NONE,
    next: NONE,
    lead: 0,
    open: 0,
    inside: 0,
    tail: 0,
    close: 0,
    end: 0,
};

/// A document as a tree of elements that writes itself back exactly as it was read.
#[derive(Debug, Clone)]
pub struct Tree {
    pool: Pool,
    tags: Tags,
    nodes: Vec<Node>,
    root: u32,
    /// What stands after the root, as a span of the pool.
    epilogue: (u32, u32),
    line_end: LineEnd,
    quoting: Quoting,
}

impl Tree {
    /// Reads a document with the ordinary [`Limits`].
    ///
    /// # Errors
    ///
    /// [`TreeError`], with line and column, when the text is no well-formed document, brings its own
    /// document type, or goes beyond the limits.
    pub fn parse(text: &str) -> Result<Self, TreeError> {
        Self::from_string(text.to_owned(), &Limits::default())
    }

    /// Reads a document that is already owned, without copying its text.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse).
    pub fn from_string(text: String, limits: &Limits) -> Result<Self, TreeError> {
        parse::parse(text, limits)
    }

    /// An empty document as Live begins one: declaration, root, line feeds.
    pub fn new(root_tag: &str) -> Self {
        let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let root_tag = text::name_or(root_tag, "Ableton");
        let text = format!("{declaration}\n<{root_tag} />\n");
        let open = text::at(declaration.len() + 1);
        let close = text::at(text.len() - 1);
        let mut tags = Tags::default();
        let tag = tags.intern(root_tag);
        let root =
            Node { tag, lead: 0, open, inside: close, tail: close, close, end: close, ..NOWHERE };
        Self {
            epilogue: (close, close + 1),
            pool: Pool::new(text),
            tags,
            nodes: vec![root],
            root: 0,
            line_end: LineEnd::Lf,
            quoting: Quoting::Double,
        }
    }

    /// The outermost element, `<Ableton>` in what Live writes.
    pub fn root(&self) -> Option<NodeId> {
        some(self.root)
    }

    /// The element's name; empty for an id that is not of this tree.
    pub fn tag(&self, node: NodeId) -> &str {
        if self.nodes.get(node.0 as usize).is_some() {
            self.tags.name(self.at(node).tag)
        } else {
            ""
        }
    }

    /// The element around this one.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        some(self.at(node).parent)
    }

    /// The element before this one under the same parent.
    pub fn previous(&self, node: NodeId) -> Option<NodeId> {
        some(self.at(node).previous)
    }

    /// The element after this one under the same parent.
    pub fn next(&self, node: NodeId) -> Option<NodeId> {
        some(self.at(node).next)
    }

    /// How many elements stand around this one; 0 for the root.
    pub fn depth(&self, node: NodeId) -> usize {
        std::iter::successors(self.parent(node), |it| self.parent(*it)).count()
    }

    /// How many elements there are, counting removed ones whose place is not used again.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no element at all; never so for a tree that was read.
    pub fn is_empty(&self) -> bool {
        self.root == NONE
    }

    /// The elements directly inside, in the order of the document.
    pub fn children(&self, node: NodeId) -> Children<'_> {
        let at = self.at(node);
        Children::new(self, at.first, at.last)
    }

    /// Every element inside at any depth, in the order of the document, without `node` itself.
    pub fn descendants(&self, node: NodeId) -> Descendants<'_> {
        Descendants::new(self, node)
    }

    /// The first element called `tag` directly inside.
    pub fn child(&self, node: NodeId, tag: &str) -> Option<NodeId> {
        self.children(node).find(|it| self.tag(*it) == tag)
    }

    /// The element at `path`, names joined by `/`, taking the first of each name; an empty path is `node`.
    pub fn find(&self, node: NodeId, path: &str) -> Option<NodeId> {
        if path.is_empty() {
            return Some(node);
        }
        path.split('/').try_fold(node, |at, tag| self.child(at, tag))
    }

    /// An attribute's value, entities resolved.
    pub fn attr(&self, node: NodeId, name: &str) -> Option<Cow<'_, str>> {
        self.raw_attr(node, name).map(escape::unescape)
    }

    /// An attribute's value as it is spelt in the file, entities and all.
    pub fn raw_attr(&self, node: NodeId, name: &str) -> Option<&str> {
        self.spelt_attrs(node).find(|it| it.name == name).map(|it| it.value)
    }

    /// The attributes in order, entities resolved.
    pub fn attrs(&self, node: NodeId) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.spelt_attrs(node).map(|it| (it.name, escape::unescape(it.value)))
    }

    /// The `Value` attribute of the element at `path`: how Live keeps nearly everything.
    pub fn value(&self, node: NodeId, path: &str) -> Option<Cow<'_, str>> {
        self.find(node, path).and_then(|it| self.attr(it, "Value"))
    }

    /// The text directly before the end tag, entities resolved; blanks are part of it.
    pub fn text(&self, node: NodeId) -> Cow<'_, str> {
        let at = self.at(node);
        escape::unescape(self.pool.text(at.tail, at.close))
    }

    /// The bytes of an element that holds a blob in hexadecimal; blanks between digits are skipped.
    ///
    /// `None` when there is another character among them or a digit lacks its partner.
    pub fn blob(&self, node: NodeId) -> Option<Vec<u8>> {
        let at = self.at(node);
        text::from_hex(self.pool.text(at.tail, at.close))
    }

    /// The line end that the document was written with, and that new elements are given.
    pub fn line_end(&self) -> LineEnd {
        self.line_end
    }

    /// Chooses the line end of elements made from now on.
    pub fn set_line_end(&mut self, line_end: LineEnd) {
        self.line_end = line_end;
    }

    /// Chooses how values with a double quote are spelt from now on.
    ///
    /// A document that was read has this set by its `Creator`: single quotes from Live 12.0.15 on.
    pub fn set_quoting(&mut self, quoting: Quoting) {
        self.quoting = quoting;
    }

    fn spelt_attrs(&self, node: NodeId) -> Attributes<'_> {
        let at = self.at(node);
        Attributes::new(self.pool.text(at.open, at.inside))
    }

    fn at(&self, node: NodeId) -> &Node {
        self.nodes.get(node.0 as usize).unwrap_or(&NOWHERE)
    }

    fn at_mut(&mut self, node: u32) -> Option<&mut Node> {
        self.nodes.get_mut(node as usize)
    }
}

fn some(index: u32) -> Option<NodeId> {
    (index != NONE).then_some(NodeId(index))
}

#[cfg(test)]
mod tests;
