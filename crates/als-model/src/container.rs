//! The wrapping of a Live document: gzip in (any header, several members), gzip out as Live does, or plain XML.

use std::io::{Read, Write};

use flate2::bufread::GzDecoder;
use flate2::{Compression, GzBuilder};

/// Why bytes could not be unwrapped into text.
#[derive(Debug, thiserror::Error)]
pub enum ContainerError {
    /// No byte at all.
    #[error("the file is empty")]
    Empty,
    /// Neither gzip nor the beginning of XML.
    #[error("this is neither gzip nor XML")]
    Unknown,
    /// A web page, such as a download that failed leaves behind.
    #[error("this is a web page (HTML), not a Live document")]
    Html,
    /// The gzip stream is broken or cut off.
    #[error("the gzip stream is broken or cut off")]
    Gzip(#[source] std::io::Error),
    /// What was packed does not begin as XML does.
    #[error("what is packed inside is not XML")]
    NotXml,
    /// There is more packed inside than a reader takes.
    #[error("more than {0} bytes are packed inside")]
    TooLarge(usize),
    /// So tightly packed that no Live document is.
    #[error("this is packed {0} times, which no Live document is: a zip bomb")]
    Bomb(usize),
    /// There are other bytes behind the gzip stream.
    #[error("{0} bytes behind the gzip stream are not gzip")]
    Trailing(usize),
    /// The text is not UTF-8.
    #[error("byte {0} is not UTF-8")]
    NotUtf8(usize),
}

/// Whether a document came gzipped, as Live saves, or as bare XML, which Live also opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packing {
    /// Gzip.
    #[default]
    Gzip,
    /// Bare XML.
    Plain,
}

/// The most that a Live document was packed to in the corpus is 48 times; deflate reaches 1032.
const TIGHTEST: usize = 200;
/// Up to this many bytes the tightness is not looked at.
const SMALL: usize = 8 << 20;
const GZIP: &[u8] = &[0x1f, 0x8b];

/// The text inside `bytes`, at most `most` bytes of it.
///
/// # Errors
///
/// [`ContainerError`] when the bytes are neither gzip nor XML, are broken, too large or not UTF-8.
pub fn unwrap(bytes: &[u8], most: usize) -> Result<(String, Packing), ContainerError> {
    let (xml, packing) = if bytes.starts_with(GZIP) {
        (inflate(bytes, most)?, Packing::Gzip)
    } else {
        if bytes.is_empty() {
            return Err(ContainerError::Empty);
        }
        if most < bytes.len() {
            return Err(ContainerError::TooLarge(most));
        }
        if begins_as_html(bytes) {
            return Err(ContainerError::Html);
        }
        let begins = first_mark(bytes).is_none_or(|it| it == b'<');
        (if begins { bytes.to_vec() } else { return Err(ContainerError::Unknown) }, Packing::Plain)
    };
    let text = String::from_utf8(xml)
        .map_err(|it| ContainerError::NotUtf8(it.utf8_error().valid_up_to()))?;
    Ok((text, packing))
}

/// `text` gzipped as Live does: level 6, no name, no time; the same bytes each time.
///
/// Live's own memory level (9) cannot be asked for, so the bytes differ from Live's though the text does not.
///
/// # Errors
///
/// None in practice: writing to memory does not fail.
pub fn wrap(text: &str) -> std::io::Result<Vec<u8>> {
    // Live on macOS marks its files 0x13, on Windows 0x0a; the line ends tell which one this is like.
    let system = if text.get(..200).unwrap_or(text).contains("\r\n") { 0x0a } else { 0x13 };
    let out = Vec::with_capacity(text.len() / 8);
    let mut packer =
        GzBuilder::new().operating_system(system).mtime(0).write(out, Compression::new(6));
    packer.write_all(text.as_bytes())?;
    packer.finish()
}

fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, ContainerError> {
    let mut xml = Vec::with_capacity(guess(bytes).min(most));
    let mut rest = bytes;
    while !rest.is_empty() {
        if !rest.starts_with(GZIP) {
            // Some writers fill up the last block with zeros.
            if rest.iter().all(|it| *it == 0) {
                break;
            }
            return Err(ContainerError::Trailing(rest.len()));
        }
        let mut member = GzDecoder::new(rest);
        take(&mut member, &mut xml, bytes.len(), most)?;
        rest = member.into_inner();
    }
    Ok(xml)
}

/// Reads one member to its end, looking at what comes while it comes.
fn take(
    member: &mut impl Read,
    xml: &mut Vec<u8>,
    packed: usize,
    most: usize,
) -> Result<(), ContainerError> {
    loop {
        let before = xml.len();
        let read = member.take(256 << 10).read_to_end(xml).map_err(ContainerError::Gzip)?;
        if read == 0 {
            return Ok(());
        }
        if before == 0 && first_mark(xml).is_some_and(|it| it != b'<') {
            return Err(ContainerError::NotXml);
        }
        if before == 0 && begins_as_html(xml) {
            return Err(ContainerError::Html);
        }
        if most < xml.len() {
            return Err(ContainerError::TooLarge(most));
        }
        let tightness = xml.len() / packed.max(1);
        if SMALL < xml.len() && TIGHTEST < tightness {
            return Err(ContainerError::Bomb(tightness));
        }
    }
}

/// The length that the last member claims for itself, as far as it is likely.
fn guess(bytes: &[u8]) -> usize {
    let claim = bytes.last_chunk::<4>().map_or(0, |it| u32::from_le_bytes(*it) as usize);
    claim.min(bytes.len().saturating_mul(50)) + 64
}

/// The first byte that is no blank; `None` when there are only blanks.
fn first_mark(bytes: &[u8]) -> Option<u8> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.iter().copied().find(|it| !it.is_ascii_whitespace())
}

fn begins_as_html(bytes: &[u8]) -> bool {
    let start = bytes.get(..512).unwrap_or(bytes);
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<head")
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Ableton />\n";

    #[test]
    fn what_is_wrapped_comes_back_and_its_header_is_lives() {
        let bytes = wrap(XML).unwrap();
        assert_eq!(bytes[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0x13]);
        assert_eq!(unwrap(&bytes, 1000).unwrap(), (XML.to_owned(), Packing::Gzip));
    }

    #[test]
    fn several_members_with_names_and_padding_are_one_document() {
        let (front, back) = XML.split_at(20);
        let member = |text: &str| {
            let mut packer = GzBuilder::new()
                .filename("a name")
                .comment("by hand")
                .extra(vec![1, 2, 3])
                .write(Vec::new(), Compression::best());
            packer.write_all(text.as_bytes()).unwrap();
            packer.finish().unwrap()
        };
        let bytes = [member(front), member(back), vec![0; 100]].concat();
        assert_eq!(unwrap(&bytes, 1000).unwrap().0, XML);
    }

    #[test]
    fn bad_bytes_are_refused_with_one_clear_line() {
        let whole = wrap(&XML.repeat(50)).unwrap();
        let zeros = {
            let mut packer = GzBuilder::new().write(Vec::new(), Compression::fast());
            for _ in 0..64 {
                packer.write_all(&[0; 1 << 20]).unwrap();
            }
            packer.finish().unwrap()
        };
        let spaces = wrap(&" ".repeat(32 << 20)).unwrap();
        let table: Vec<String> = [
            &b""[..],
            b"RIFF",
            b"<!DOCTYPE html><html>",
            b"\x1f\x8b",
            &whole[..whole.len() / 2],
            &[&whole[..], b"more"].concat(),
            &zeros,
            &spaces,
            b"<Ableton a=\"\xff\" />",
        ]
        .iter()
        .map(|it| unwrap(it, 64 << 20).unwrap_err().to_string())
        .collect();
        insta::assert_snapshot!(table.join("\n"), @"
        the file is empty
        this is neither gzip nor XML
        this is a web page (HTML), not a Live document
        the gzip stream is broken or cut off
        the gzip stream is broken or cut off
        4 bytes behind the gzip stream are not gzip
        what is packed inside is not XML
        this is packed 265 times, which no Live document is: a zip bomb
        byte 12 is not UTF-8
        ");
    }
}
