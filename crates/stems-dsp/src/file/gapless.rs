//! What an AAC encoder put before and after the sound, as its file tells it.

use symphonia::core::formats::FormatReader;
use symphonia::core::meta::{RawValue, Tag};

/// Samples before the sound, and how many the sound has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) before: usize,
    pub(super) sound: usize,
}

/// The gap that iTunes and its kin write in a tag, `iTunSMPB`; MP3 and Vorbis are trimmed by their
/// decoders.
pub(super) fn told(format: &mut dyn FormatReader) -> Option<Gap> {
    let mut metadata = format.metadata();
    let tags = &metadata.skip_to_latest()?.media.tags;
    tags.iter().find_map(|Tag { raw, .. }| match &raw.value {
        RawValue::String(words) if raw.key.ends_with("iTunSMPB") => parsed(words),
        _ => None,
    })
}

/// Reads ` 00000000 00000840 000001CA 00000000003F31F6 …`: nothing, delay, padding, length.
fn parsed(words: &str) -> Option<Gap> {
    let mut numbers = words.split_whitespace().map(|it| usize::from_str_radix(it, 16).ok());
    let (_, before, _, sound) =
        (numbers.next()?, numbers.next()??, numbers.next()?, numbers.next()??);
    (0 < sound).then_some(Gap { before, sound })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_of_itunes_is_read() {
        let words = " 00000000 00000840 000001CA 00000000003F31F6 00000000 00000000";
        assert_eq!(parsed(words), Some(Gap { before: 2112, sound: 4_141_558 }));
        for words in ["", "0 1", "0 x 2 3", "00000000 00000840 000001CA 0"] {
            assert_eq!(parsed(words), None, "{words}");
        }
    }
}
