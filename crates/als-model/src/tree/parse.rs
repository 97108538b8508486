//! Reading text into the tree: one pass, no recursion, every limit an error with its place.

use memchr::{memchr, memchr2, memmem};

use super::limits::{Limits, TreeError};
use super::text::{Pool, Tags, at, continues_name, starts_name};
use super::{LineEnd, NONE, NOWHERE, Node, Quoting, Tree, escape};

/// Reads `text` whole.
pub(super) fn parse(text: String, limits: &Limits) -> Result<Tree, TreeError> {
    let most = limits.bytes.min(u32::MAX as usize / 2);
    if most < text.len() {
        return Err(TreeError::Limit { line: 0, most, of: "bytes of XML" });
    }
    begins_as_xml(&text)?;
    let mut reader = Reader::new(&text, limits);
    reader.read()?;
    let Reader { nodes, tags, root, cursor, .. } = reader;
    let epilogue = (at(cursor), at(text.len()));
    let line_end = line_end_of(&text);
    let mut tree = Tree {
        pool: Pool::new(text),
        tags,
        nodes,
        root,
        epilogue,
        line_end,
        quoting: Quoting::Double,
    };
    tree.quoting = quoting_of(&tree);
    Ok(tree)
}

fn begins_as_xml(text: &str) -> Result<(), TreeError> {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.is_empty() {
        return Err(TreeError::Empty);
    }
    if !start.starts_with('<') {
        return Err(TreeError::NotXml(start.chars().take(20).collect()));
    }
    let declaration = start.strip_prefix("<?xml").and_then(|it| it.split("?>").next());
    let encoding = declaration.and_then(|it| it.split_once("encoding")).map(|(_, it)| it);
    let encoding = encoding.and_then(|it| it.split(['"', '\'']).nth(1)).unwrap_or("UTF-8");
    if encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("us-ascii") {
        Ok(())
    } else {
        Err(TreeError::Encoding(encoding.chars().take(20).collect()))
    }
}

fn line_end_of(text: &str) -> LineEnd {
    match memchr(b'\n', text.as_bytes()) {
        Some(it) if text[..it].ends_with('\r') => LineEnd::CrLf,
        _ => LineEnd::Lf,
    }
}

/// Live 12.0.15 is the first of the corpus that writes single quotes.
fn quoting_of(tree: &Tree) -> Quoting {
    let creator = tree.root().and_then(|it| tree.attr(it, "Creator"));
    let version = creator.as_deref().and_then(|it| it.rsplit(' ').next()).unwrap_or_default();
    let mut numbers = version.split('.').map(|it| {
        let digits = it.bytes().take_while(u8::is_ascii_digit).count();
        it[..digits].parse::<u32>().unwrap_or(0)
    });
    let mut number = || numbers.next().unwrap_or(0);
    let version = (number(), number(), number());
    if (12, 0, 15) <= version { Quoting::Single } else { Quoting::Double }
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    limits: &'t Limits,
    nodes: Vec<Node>,
    tags: Tags,
    root: u32,
    /// The element whose end tag has not come yet.
    around: u32,
    depth: usize,
    /// Where what stands before the next tag begins.
    cursor: usize,
    names: Vec<(usize, usize)>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, limits: &'t Limits) -> Self {
        let bytes = text.as_bytes();
        // Live's lines are some 45 bytes each; a guess from the front avoids growing twice.
        let guess = (bytes.len() / 44).min(limits.elements);
        Self {
            text,
            bytes,
            limits,
            nodes: Vec::with_capacity(guess),
            tags: Tags::default(),
            root: NONE,
            around: NONE,
            depth: 0,
            cursor: 0,
            names: Vec::new(),
        }
    }

    fn read(&mut self) -> Result<(), TreeError> {
        let mut from = 0;
        while let Some(found) = self.bytes.get(from..).and_then(|it| memchr(b'<', it)) {
            let tag = from + found;
            self.check_text(from, tag)?;
            from = match self.bytes.get(tag + 1) {
                Some(b'/') => self.end_tag(tag)?,
                Some(b'!') => self.declaration(tag)?,
                Some(b'?') => {
                    self.skip_to(tag, "?>", "a processing instruction without its end")?
                }
                _ => self.start_tag(tag)?,
            };
        }
        if let Some(open) = self.nodes.get(self.around as usize) {
            return Err(TreeError::CutOff(self.tags.name(open.tag).to_owned()));
        }
        if self.root == NONE {
            return Err(TreeError::Empty);
        }
        self.check_text(from, self.bytes.len())
    }

    /// Text between tags: entities inside the root, only blanks outside.
    fn check_text(&self, from: usize, to: usize) -> Result<(), TreeError> {
        let text = self.bytes.get(from..to).unwrap_or_default();
        if self.around == NONE {
            let text = text.strip_prefix(b"\xef\xbb\xbf").filter(|_| from == 0).unwrap_or(text);
            return match text.iter().position(|it| !it.is_ascii_whitespace()) {
                Some(it) => Err(self.malformed(from + it, "text outside the outermost element")),
                None => Ok(()),
            };
        }
        self.check_entities(from, to)
    }

    fn check_entities(&self, from: usize, to: usize) -> Result<(), TreeError> {
        let mut at = from;
        while let Some(found) = self.bytes.get(at..to).and_then(|it| memchr(b'&', it)) {
            let start = at + found;
            let text = self.text.get(start..to).unwrap_or_default();
            match escape::entity(text) {
                Some((_, length)) => at = start + length,
                None => {
                    let (line, column) = self.place(start);
                    let name = text.chars().take(12).collect();
                    return Err(TreeError::Entity { line, column, name });
                }
            }
        }
        Ok(())
    }

    /// A comment or a character section is kept as it is, a document type refused.
    fn declaration(&mut self, tag: usize) -> Result<usize, TreeError> {
        let rest = self.text.get(tag..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return self.skip_to(tag + 4, "-->", "a comment without its end");
        }
        if rest.starts_with("<![CDATA[") && self.around != NONE {
            return Err(
                self.malformed(tag, "a character section (CDATA), which Live does not write")
            );
        }
        Err(TreeError::DocumentType { line: self.place(tag).0 })
    }

    fn skip_to(&self, from: usize, end: &str, missing: &str) -> Result<usize, TreeError> {
        let rest = self.bytes.get(from..).unwrap_or_default();
        match memmem::find(rest, end.as_bytes()) {
            Some(it) => Ok(from + it + end.len()),
            None => Err(self.malformed(from, missing)),
        }
    }

    fn start_tag(&mut self, tag: usize) -> Result<usize, TreeError> {
        let name_end = self.name_end(tag + 1);
        if name_end == tag + 1 {
            return Err(self.malformed(tag, "a `<` that begins no tag"));
        }
        if self.around == NONE && self.root != NONE {
            return Err(self.malformed(tag, "a second outermost element"));
        }
        let (inside, closes_itself) = self.attributes(name_end)?;
        if self.limits.elements <= self.nodes.len() {
            return Err(self.limit(tag, self.limits.elements, "elements"));
        }
        if self.limits.depth <= self.depth {
            return Err(self.limit(tag, self.limits.depth, "levels of nesting"));
        }
        let name = self.tags.intern(self.text.get(tag + 1..name_end).unwrap_or_default());
        self.link(name, tag, inside);
        self.cursor = inside;
        if !closes_itself {
            self.around = at(self.nodes.len() - 1);
            self.depth += 1;
        }
        Ok(inside)
    }

    fn link(&mut self, tag: u32, open: usize, inside: usize) {
        let index = at(self.nodes.len());
        let end = at(inside);
        let parent = self.around;
        let mut previous = NONE;
        match self.nodes.get_mut(parent as usize) {
            Some(around) => {
                previous = std::mem::replace(&mut around.last, index);
                if around.first == NONE {
                    around.first = index;
                }
            }
            None => self.root = index,
        }
        if let Some(before) = self.nodes.get_mut(previous as usize) {
            before.next = index;
        }
        let (lead, open) = (at(self.cursor), at(open));
        let spans = Node { lead, open, inside: end, tail: end, close: end, end, ..NOWHERE };
        self.nodes.push(Node { tag, parent, previous, ..spans });
    }

    fn end_tag(&mut self, tag: usize) -> Result<usize, TreeError> {
        let name_end = self.name_end(tag + 2);
        let name = self.text.get(tag + 2..name_end).unwrap_or_default();
        let end = self.skip_blanks(name_end);
        if self.bytes.get(end) != Some(&b'>') {
            return Err(self.malformed(tag, &format!("the end tag </{name} is not finished")));
        }
        let cursor = at(self.cursor);
        let Some(open) = self.nodes.get_mut(self.around as usize) else {
            return Err(self.malformed(tag, &format!("</{name}> ends nothing")));
        };
        let opened = self.tags.name(open.tag);
        if opened != name {
            let what = format!("</{name}> stands where <{opened}> should end");
            return Err(self.malformed(tag, &what));
        }
        (open.tail, open.close, open.end) = (cursor, at(tag), at(end + 1));
        self.around = open.parent;
        self.depth -= 1;
        self.cursor = end + 1;
        Ok(end + 1)
    }

    /// Reads to the end of a start tag: where it ends, and whether it closes itself.
    fn attributes(&mut self, name_end: usize) -> Result<(usize, bool), TreeError> {
        self.names.clear();
        let mut from = name_end;
        loop {
            let start = self.skip_blanks(from);
            match self.bytes.get(start) {
                Some(b'>') => return Ok((start + 1, false)),
                Some(b'/') if self.bytes.get(start + 1) == Some(&b'>') => {
                    return Ok((start + 2, true));
                }
                Some(it) if starts_name(*it) && from < start => from = self.attribute(start)?,
                Some(_) => return Err(self.malformed(start, "an attribute was expected here")),
                None => return Err(self.malformed(name_end, "a start tag that does not end")),
            }
        }
    }

    /// Checks one attribute; where it ends.
    fn attribute(&mut self, start: usize) -> Result<usize, TreeError> {
        let end = self.name_end(start);
        if self.limits.attributes <= self.names.len() {
            return Err(self.limit(start, self.limits.attributes, "attributes of one element"));
        }
        let name = self.bytes.get(start..end);
        if self.names.iter().any(|(from, to)| self.bytes.get(*from..*to) == name) {
            return Err(self.malformed(start, "the same attribute twice"));
        }
        self.names.push((start, end));
        let equals = self.skip_blanks(end);
        if self.bytes.get(equals) != Some(&b'=') {
            return Err(self.malformed(start, "an attribute without a value"));
        }
        let quote = self.skip_blanks(equals + 1);
        let mark = match self.bytes.get(quote) {
            Some(it @ (b'"' | b'\'')) => *it,
            _ => return Err(self.malformed(quote, "an attribute's value without quotes")),
        };
        let value = self.bytes.get(quote + 1..).unwrap_or_default();
        match memchr2(mark, b'<', value) {
            Some(length) if value.get(length) == Some(&mark) => {
                self.check_entities(quote + 1, quote + 1 + length)?;
                Ok(quote + length + 2)
            }
            Some(length) => Err(self.malformed(quote + 1 + length, "a `<` inside a value")),
            None => Err(self.malformed(quote, "a value without its closing quote")),
        }
    }

    fn name_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        match rest.first() {
            Some(it) if starts_name(*it) => {
                from + rest.iter().position(|it| !continues_name(*it)).unwrap_or(rest.len())
            }
            _ => from,
        }
    }

    fn skip_blanks(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(|it| !it.is_ascii_whitespace()).unwrap_or(rest.len())
    }

    /// Line and column of a position, both from 1.
    fn place(&self, position: usize) -> (usize, usize) {
        let before = self.bytes.get(..position).unwrap_or(self.bytes);
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let start = memchr::memrchr(b'\n', before).map_or(0, |it| it + 1);
        (line, before.len() - start + 1)
    }

    fn malformed(&self, position: usize, what: &str) -> TreeError {
        let (line, column) = self.place(position);
        TreeError::Malformed { line, column, what: what.to_owned() }
    }

    fn limit(&self, position: usize, most: usize, of: &'static str) -> TreeError {
        TreeError::Limit { line: self.place(position).0, most, of }
    }
}
