//! The form of the song: sections, chords, levels.

use music_types::{SectionKind, Span};

use crate::song::SongSection;

/// Bars of the song.
pub(crate) const BARS: i64 = 64;

/// Peaks of vocal, drums, bass and other before one gain fits their sum, in dB.
pub(crate) const PEAKS: [f64; 4] = [-7.0, -4.5, -10.0, -9.5];

/// The sections: name, kind, first bar, bars.
#[rustfmt::skip]
const SECTIONS: [(&str, SectionKind, i64, i64); 6] = [
    ("intro",   SectionKind::Intro,   1,  8),
    ("verse 1", SectionKind::Groove,  9, 16),
    ("hook 1",  SectionKind::Drop,   25,  8),
    ("verse 2", SectionKind::Groove, 33,  8),
    ("hook 2",  SectionKind::Drop,   41, 16),
    ("outro",   SectionKind::Outro,  57,  8),
];

/// The sections in order.
pub(crate) fn sections() -> Vec<SongSection> {
    (SECTIONS.iter())
        .map(|(name, kind, first, bars)| SongSection {
            name,
            kind: *kind,
            span: Span::of_bars(*first, *bars),
        })
        .collect()
}

/// The section of a bar counted from zero, and whether the bar is its first or its last.
pub(crate) fn section(bar: i64) -> (SectionKind, bool, bool) {
    (SECTIONS.iter())
        .find(|(.., first, bars)| (*first..first + bars).contains(&(bar + 1)))
        .map_or((SectionKind::Outro, false, false), |(_, kind, first, bars)| {
            (*kind, bar + 1 == *first, bar + 2 == first + bars)
        })
}

/// A chord: the bass's key, and four keys above middle.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chord {
    /// The bass.
    pub(crate) root: u8,
    /// What the right hand plays, rising.
    pub(crate) hand: [u8; 4],
}

const C: Chord = Chord { root: 36, hand: [55, 60, 64, 67] };
const AM: Chord = Chord { root: 33, hand: [57, 60, 64, 67] };
const F: Chord = Chord { root: 29, hand: [57, 60, 65, 67] };
const G: Chord = Chord { root: 31, hand: [55, 59, 62, 69] };

/// The chord of a bar counted from zero: verses come home at once, hooks at their end.
pub(crate) fn chord(bar: i64) -> Chord {
    let hook = [F, C, G, AM, F, C, G, C];
    let verse = [C, AM, F, G];
    let (kind, ..) = section(bar);
    match kind {
        SectionKind::Drop => hook[(bar.rem_euclid(8)) as usize],
        _ if bar == BARS - 1 => C,
        _ => verse[(bar.rem_euclid(4)) as usize],
    }
}
