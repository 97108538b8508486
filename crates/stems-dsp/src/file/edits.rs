//! The edit list of an MP4 file: where in its samples the sound begins (ISO/IEC 14496-12, `elst`).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::gapless::Gap;

/// No file has so many boxes beside one another.
const MOST: usize = 10_000;

/// Boxes read into memory are no larger than this.
const LARGEST: u64 = 1 << 16;

/// A box: its kind, and where its content lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    kind: [u8; 4],
    from: u64,
    to: u64,
}

/// The gap that the edit list of the first sound track tells; `None` where the file is no MP4 or
/// its sound begins with its samples.
pub(super) fn told(path: &Path) -> Option<Gap> {
    let mut file = File::open(path).ok()?;
    let whole = Part { kind: *b"file", from: 0, to: file.metadata().ok()?.len() };
    let movie = part(&mut file, whole, b"moov")?;
    let tracks = parts(&mut file, movie).into_iter().filter(|it| it.kind == *b"trak");
    tracks.filter_map(|it| of_track(&mut file, it)).next()
}

fn of_track(file: &mut File, track: Part) -> Option<Gap> {
    let media = part(file, track, b"mdia")?;
    let handler = part(file, media, b"hdlr").and_then(|it| content(file, it))?;
    if handler.get(8..12)? != b"soun" {
        return None;
    }
    let header = part(file, media, b"mdhd").and_then(|it| content(file, it))?;
    let list = part(file, track, b"edts").and_then(|it| part(file, it, b"elst"))?;
    let before = first_edit(&content(file, list)?)?;
    let sound = length(&header)?.checked_sub(before)?;
    let gap = Gap { before: usize::try_from(before).ok()?, sound: usize::try_from(sound).ok()? };
    (0 < gap.before && 0 < gap.sound).then_some(gap)
}

/// The media time of the one edit that plays; lists of several edits are cut films, not gaps.
fn first_edit(list: &[u8]) -> Option<u64> {
    let is_long = *list.first()? == 1;
    let width = if is_long { 20 } else { 12 };
    let count = number(list, 4, 4)?;
    let time = |index: u64| {
        let at = 8 + width * usize::try_from(index).ok()?;
        if is_long { number(list, at + 8, 8) } else { number(list, at + 4, 4) }
    };
    // An edit of time −1 is silence; it is no media.
    let none = if is_long { u64::MAX } else { u64::from(u32::MAX) };
    let played: Vec<u64> = (0..count.min(8)).filter_map(time).filter(|it| *it != none).collect();
    match played.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// The length of a track in samples: its media header counts in its rate.
fn length(header: &[u8]) -> Option<u64> {
    if *header.first()? == 1 { number(header, 24, 8) } else { number(header, 16, 4) }
}

/// A big-endian number of so many bytes.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(part.iter().fold(0, |sum, it| sum << 8 | u64::from(*it)))
}

fn part(file: &mut File, around: Part, kind: &[u8; 4]) -> Option<Part> {
    parts(file, around).into_iter().find(|it| it.kind == *kind)
}

/// The boxes within a box, as far as they make sense.
fn parts(file: &mut File, around: Part) -> Vec<Part> {
    let mut all = Vec::new();
    let mut at = around.from;
    while at + 8 <= around.to && all.len() < MOST {
        let Some(it) = header(file, at, around.to) else { break };
        at = it.to;
        all.push(it);
    }
    all
}

fn header(file: &mut File, at: u64, end: u64) -> Option<Part> {
    let mut bytes = [0; 16];
    file.seek(SeekFrom::Start(at)).ok()?;
    file.read_exact(&mut bytes[..8]).ok()?;
    let kind: [u8; 4] = bytes[4..8].try_into().ok()?;
    let (size, head) = match number(&bytes, 0, 4)? {
        0 => (end - at, 8),
        1 => {
            file.read_exact(&mut bytes[8..]).ok()?;
            (number(&bytes, 8, 8)?, 16)
        }
        size => (size, 8),
    };
    let to = at.checked_add(size)?;
    (head <= size && to <= end).then_some(Part { kind, from: at + head, to })
}

fn content(file: &mut File, it: Part) -> Option<Vec<u8>> {
    let length = it.to.checked_sub(it.from).filter(|it| *it <= LARGEST)?;
    let mut bytes = vec![0; usize::try_from(length).ok()?];
    file.seek(SeekFrom::Start(it.from)).ok()?;
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box of this kind.
    fn boxed(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap();
        [&size.to_be_bytes(), kind.as_slice(), content].concat()
    }

    /// The frame of a file with an edit list and a length, in samples.
    fn movie(handler: &[u8; 4], edit: u32, length: u32) -> Vec<u8> {
        let list = [0, 1, 3000, edit, 0x1_0000].map(u32::to_be_bytes).concat();
        let head = [0, 0, 0, 44_100, length, 0].map(u32::to_be_bytes).concat();
        let kind = [[0; 8].as_slice(), handler, &[0; 12]].concat();
        let media = [boxed(b"mdhd", &head), boxed(b"hdlr", &kind)].concat();
        let track = [boxed(b"edts", &boxed(b"elst", &list)), boxed(b"mdia", &media)].concat();
        [boxed(b"ftyp", b"M4A "), boxed(b"moov", &boxed(b"trak", &track))].concat()
    }

    fn read(bytes: &[u8]) -> Option<Gap> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("it.m4a");
        std::fs::write(&path, bytes).unwrap();
        told(&path)
    }

    #[test]
    fn the_sound_begins_where_the_edit_list_says() {
        let gap = Gap { before: 1024, sound: 132_300 };
        assert_eq!(read(&movie(b"soun", 1024, 133_324)), Some(gap));
        assert_eq!(read(&movie(b"soun", 0, 133_324)), None, "nothing before it");
        assert_eq!(read(&movie(b"vide", 1024, 133_324)), None, "a picture");
        assert_eq!(read(&movie(b"soun", 1024, 1000)), None, "shorter than its gap");
    }

    #[test]
    fn what_breaks_off_tells_nothing() {
        let whole = movie(b"soun", 1024, 133_324);
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), None, "{end}");
        }
        assert_eq!(read(b"RIFF....WAVEfmt "), None);
    }
}
