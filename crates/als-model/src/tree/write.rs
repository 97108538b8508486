//! Writing the tree back: untouched stretches are copied whole.

use std::fmt;
use std::io;

use super::{NodeId, Tree, some};

impl Tree {
    /// Writes the whole document, byte for byte where it was not edited.
    ///
    /// # Errors
    ///
    /// What `out` answers.
    pub fn write_to(&self, out: &mut impl io::Write) -> io::Result<()> {
        self.pieces(|it| out.write_all(it.as_bytes()))
    }

    /// The whole document as text; the same as `to_string`, without going through the formatter.
    pub fn to_xml(&self) -> String {
        let mut length = 0;
        let _ = self.pieces::<()>(|it| {
            length += it.len();
            Ok(())
        });
        let mut text = String::with_capacity(length);
        let _ = self.pieces::<()>(|it| {
            text.push_str(it);
            Ok(())
        });
        text
    }

    /// One element with all that is in it as it stands in the file, without what stands before it.
    pub fn outer(&self, node: NodeId) -> String {
        let mut text = String::new();
        let _ = self.stretches::<()>(node, false, &mut |from, to| {
            text.push_str(self.pool.text(from, to));
            Ok(())
        });
        text
    }

    /// Hands out the document's text in order, in pieces as long as possible.
    fn pieces<E>(&self, mut write: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        let mut run = (0, 0);
        let mut push = |from: u32, to: u32| {
            if from == run.1 && !self.pool.is_seam(from) {
                run.1 = to;
                return Ok(());
            }
            let done = std::mem::replace(&mut run, (from, to));
            write(self.pool.text(done.0, done.1))
        };
        if let Some(root) = self.root() {
            self.stretches(root, true, &mut push)?;
        }
        push(self.epilogue.0, self.epilogue.1)?;
        write(self.pool.text(run.0, run.1))
    }

    /// Hands out the spans of an element in order.
    fn stretches<E>(
        &self,
        node: NodeId,
        with_lead: bool,
        push: &mut impl FnMut(u32, u32) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut at = node;
        loop {
            let it = self.at(at);
            push(if at == node && !with_lead { it.open } else { it.lead }, it.inside)?;
            if let Some(first) = some(it.first) {
                at = first;
                continue;
            }
            loop {
                let it = self.at(at);
                if it.tail < it.end {
                    push(it.tail, it.end)?;
                }
                if at == node {
                    return Ok(());
                }
                if let Some(next) = some(it.next) {
                    at = next;
                    break;
                }
                match self.parent(at) {
                    Some(parent) => at = parent,
                    None => return Ok(()),
                }
            }
        }
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces(|it| f.write_str(it))
    }
}
