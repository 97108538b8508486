//! Copying elements with all that is in them, within a tree and between trees.

use super::{NodeId, Tree};

/// One element of a copy on its way: how deep, and its spelling.
struct Twig {
    depth: usize,
    tag: String,
    open: String,
    /// The text before the end tag; `None` for `<X />`.
    tail: Option<String>,
}

impl Tree {
    /// Copies an element of another tree behind the last child of `parent`, laid out for its new place.
    ///
    /// Attribute values and blobs are copied as they are; ids too, so give fresh ones where they must be unique.
    pub fn copy_subtree(&mut self, from: &Tree, node: NodeId, parent: NodeId) -> NodeId {
        self.graft(parent, None, from.cut(node))
    }

    /// As [`copy_subtree`](Self::copy_subtree), but before `sibling`; before the root it goes inside it.
    pub fn copy_subtree_before(&mut self, from: &Tree, node: NodeId, sibling: NodeId) -> NodeId {
        match self.parent(sibling) {
            Some(parent) => self.graft(parent, Some(sibling), from.cut(node)),
            None => self.graft(sibling, None, from.cut(node)),
        }
    }

    /// Copies an element of this tree behind the last child of `parent`.
    pub fn duplicate(&mut self, node: NodeId, parent: NodeId) -> NodeId {
        let twigs = self.cut(node);
        self.graft(parent, None, twigs)
    }

    /// Copies an element of this tree before `sibling`; before the root it goes inside it.
    pub fn duplicate_before(&mut self, node: NodeId, sibling: NodeId) -> NodeId {
        let twigs = self.cut(node);
        match self.parent(sibling) {
            Some(parent) => self.graft(parent, Some(sibling), twigs),
            None => self.graft(sibling, None, twigs),
        }
    }

    fn cut(&self, node: NodeId) -> Vec<Twig> {
        let top = self.depth(node);
        let mut twigs = vec![self.twig(node, 0)];
        let mut depth = top;
        let mut last = node;
        for it in self.descendants(node) {
            depth = match self.parent(it) {
                Some(parent) if parent == last => depth + 1,
                parent if parent == self.parent(last) => depth,
                _ => self.depth(it),
            };
            last = it;
            twigs.push(self.twig(it, depth - top));
        }
        twigs
    }

    fn twig(&self, node: NodeId, depth: usize) -> Twig {
        let at = self.at(node);
        let tail = (at.close < at.end).then(|| self.pool.text(at.tail, at.close).to_owned());
        let open = self.pool.text(at.open, at.inside).to_owned();
        Twig { depth, tag: self.tag(node).to_owned(), open, tail }
    }

    fn graft(&mut self, parent: NodeId, before: Option<NodeId>, twigs: Vec<Twig>) -> NodeId {
        let base = self.depth(parent) + 1;
        let mut path: Vec<NodeId> = Vec::new();
        for twig in twigs {
            path.truncate(twig.depth);
            let depth = base + path.len();
            let lead = self.line_at(depth);
            let node = match path.last() {
                Some(around) => self.link(*around, None, &twig.tag),
                None => self.link(parent, before, &twig.tag),
            };
            self.respell(node, &lead, &twig.open);
            if let Some(tail) = &twig.tail {
                let tail = self.relaid(tail, depth);
                self.respell_tail(node, &tail);
            }
            path.push(node);
        }
        path.first().copied().unwrap_or(parent)
    }

    /// The text before an end tag with its lines led as their new depth asks; text on one line stays as it is.
    fn relaid(&self, tail: &str, depth: usize) -> String {
        if !tail.contains('\n') {
            return if tail.trim().is_empty() { self.line_at(depth) } else { tail.to_owned() };
        }
        let lines = tail.lines().map(str::trim).filter(|it| !it.is_empty());
        let mut text: String =
            lines.flat_map(|it| [self.line_at(depth + 1), it.to_owned()]).collect();
        text.push_str(&self.line_at(depth));
        text
    }
}
