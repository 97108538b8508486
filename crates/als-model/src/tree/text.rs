//! Where the tree's characters are: the text it was read from, what edits added, and its names.

use std::collections::HashMap;

/// The text a document was read from, and behind it what edits have written.
///
/// Positions count through both; a span lies wholly in one of them.
#[derive(Debug, Clone)]
pub(super) struct Pool {
    source: String,
    added: String,
}

impl Pool {
    pub fn new(source: String) -> Self {
        Self { source, added: String::new() }
    }

    /// The characters of a span; nothing for one that is not of this pool.
    pub fn text(&self, from: u32, to: u32) -> &str {
        let (from, to) = (from as usize, to as usize);
        if to <= self.source.len() {
            return self.source.get(from..to).unwrap_or_default();
        }
        let start = self.source.len();
        match (from.checked_sub(start), to.checked_sub(start)) {
            (Some(from), Some(to)) => self.added.get(from..to).unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether a span that ends here could go on: true but at the seam of the two texts.
    pub fn is_seam(&self, at: u32) -> bool {
        at as usize == self.source.len()
    }

    /// Keeps `text`; its first position, or `None` when the pool would pass 4 GB.
    pub fn add(&mut self, text: &str) -> Option<u32> {
        let start = self.source.len() + self.added.len();
        u32::try_from(start + text.len()).ok()?;
        self.added.push_str(text);
        u32::try_from(start).ok()
    }
}

/// The names of elements, each kept once.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    names: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
}

impl Tags {
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        let index = at(self.names.len());
        self.names.push(name.into());
        self.known.insert(name.into(), index);
        index
    }

    pub fn name(&self, index: u32) -> &str {
        self.names.get(index as usize).map_or("", |it| it)
    }
}

/// A position as the tree keeps it; what does not fit is the last position, where nothing stands.
pub(super) fn at(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// `name` when it can name an element, else `other`.
pub(super) fn name_or<'n>(name: &'n str, other: &'n str) -> &'n str {
    if is_name(name) { name } else { other }
}

/// Whether `name` can name an element or an attribute.
pub(super) fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(starts_name) && bytes.all(continues_name)
}

/// Whether a name may begin with this byte; every byte outside ASCII may.
pub(super) fn starts_name(it: u8) -> bool {
    it.is_ascii_alphabetic() || it == b'_' || it == b':' || 0x80 <= it
}

/// Whether a name may go on with this byte.
pub(super) fn continues_name(it: u8) -> bool {
    starts_name(it) || it.is_ascii_digit() || it == b'.' || it == b'-'
}

/// The bytes that hexadecimal digits spell, blanks skipped.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for it in text.bytes().filter(|it| !it.is_ascii_whitespace()) {
        let digit = u8::try_from(char::from(it).to_digit(16)?).ok()?;
        match high.take() {
            None => high = Some(digit << 4),
            Some(upper) => bytes.push(upper | digit),
        }
    }
    high.is_none().then_some(bytes)
}

/// Appends bytes as upper-case hexadecimal lines of 80 digits, each line led by `indent`.
pub(super) fn push_hex(out: &mut String, bytes: &[u8], indent: &str) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for line in bytes.chunks(40) {
        out.push_str(indent);
        for it in line {
            for nibble in [it >> 4, it & 15] {
                out.push(DIGITS.get(usize::from(nibble)).copied().unwrap_or('0'));
            }
        }
    }
}
