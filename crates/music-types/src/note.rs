//! Notes and phrases.

use serde::{Deserialize, Serialize};

use crate::pitch::Pitch;
use crate::time::Beats;

/// How hard a key is struck, 1 to 127.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Velocity(u8);

impl Velocity {
    /// The softest stroke.
    pub const SOFTEST: Self = Self(1);
    /// The hardest stroke.
    pub const HARDEST: Self = Self(127);

    /// `strength` held within 1 to 127.
    pub const fn new(strength: u8) -> Self {
        match strength {
            0 => Self(1),
            1..=127 => Self(strength),
            128.. => Self(127),
        }
    }

    /// The nearest velocity to a decimal one, held within 1 to 127; not-a-number becomes 1.
    pub fn nearest(strength: f64) -> Self {
        Self(strength.round().clamp(1.0, 127.0) as u8).max(Self::SOFTEST)
    }

    /// The strength, 1 to 127.
    pub const fn value(self) -> u8 {
        self.0
    }
}

/// A key struck and let go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    /// When it is struck, from the start of its phrase; swing and feel are in it.
    pub start: Beats,
    /// Which key.
    pub pitch: Pitch,
    /// How long it is held; more than zero.
    pub length: Beats,
    /// How hard it is struck.
    pub velocity: Velocity,
}

impl Note {
    /// When it is let go.
    pub fn end(self) -> Beats {
        self.start + self.length
    }
}

/// Notes over a stretch of time, as a clip holds them.
///
/// The notes are sorted by start and pitch, lie within `0..length`, and no two of one pitch
/// overlap; [`Phrase::new`] sees to that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phrase {
    length: Beats,
    notes: Vec<Note>,
}

impl Phrase {
    /// Puts `notes` in order within `length`: notes that start outside are dropped, tails are cut
    /// at the end and at the next note of the same pitch, doubles keep the harder stroke.
    pub fn new(length: Beats, notes: impl IntoIterator<Item = Note>) -> Self {
        let mut kept: Vec<Note> = notes
            .into_iter()
            .filter(|it| Beats::ZERO <= it.start && it.start < length && Beats::ZERO < it.length)
            .map(|it| Note { length: it.length.min(length - it.start), ..it })
            .collect();
        kept.sort_by_key(|it| (it.pitch, it.start, std::cmp::Reverse(it.velocity), it.length));
        kept.dedup_by_key(|it| (it.pitch, it.start));
        let starts: Vec<(Pitch, Beats)> = kept.iter().map(|it| (it.pitch, it.start)).collect();
        for (note, (pitch, next)) in kept.iter_mut().zip(starts.into_iter().skip(1)) {
            if note.pitch == pitch {
                note.length = note.length.min(next - note.start);
            }
        }
        kept.sort();
        Self { length, notes: kept }
    }

    /// How long it lasts, rests included.
    pub const fn length(&self) -> Beats {
        self.length
    }

    /// The notes, sorted by start and pitch.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Whether it is all rest.
    pub fn is_silent(&self) -> bool {
        self.notes.is_empty()
    }

    /// The phrase with every note changed; what leaves the keyboard or the phrase is dropped.
    #[must_use]
    pub fn map(&self, change: impl FnMut(Note) -> Option<Note>) -> Self {
        Self::new(self.length, self.notes.iter().copied().filter_map(change))
    }

    /// The part from `start` for `length`, counted anew from its own start.
    #[must_use]
    pub fn cut(&self, start: Beats, length: Beats) -> Self {
        let moved = self.notes.iter().map(|it| Note { start: it.start - start, ..*it });
        Self::new(length, moved)
    }

    /// This phrase, then `next`.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let later = next.notes.iter().map(|it| Note { start: it.start + self.length, ..*it });
        Self::new(self.length + next.length, self.notes.iter().copied().chain(later))
    }

    /// Both at once, as long as the longer.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let all = self.notes.iter().chain(&other.notes).copied();
        Self::new(self.length.max(other.length), all)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_note() -> impl Strategy<Value = Note> {
        (-200_000_i64..900_000, 0_u8..140, -10_i64..300_000, any::<u8>()).prop_map(
            |(start, key, length, strength)| Note {
                start: Beats::from_ticks(start),
                pitch: Pitch::new(key),
                length: Beats::from_ticks(length),
                velocity: Velocity::new(strength),
            },
        )
    }

    proptest! {
        /// Live refuses notes of one pitch that overlap, and clips hold no note outside.
        #[test]
        fn a_phrase_is_always_in_order(notes in prop::collection::vec(any_note(), 0..60)) {
            let length = Beats::bars(4);
            let phrase = Phrase::new(length, notes);
            prop_assert!(phrase.notes().is_sorted());
            for (i, note) in phrase.notes().iter().enumerate() {
                prop_assert!(Beats::ZERO <= note.start && note.end() <= length);
                prop_assert!(Beats::ZERO < note.length);
                for later in &phrase.notes()[i + 1..] {
                    prop_assert!(later.pitch != note.pitch || note.end() <= later.start);
                }
            }
        }

        #[test]
        fn a_phrase_cut_in_two_and_joined_keeps_every_start(
            notes in prop::collection::vec(any_note(), 0..40), bar in 0_i64..4,
        ) {
            let whole = Phrase::new(Beats::bars(4), notes);
            let head = whole.cut(Beats::ZERO, Beats::bars(bar));
            let tail = whole.cut(Beats::bars(bar), Beats::bars(4 - bar));
            let starts = |it: &Phrase| it.notes().iter().map(|n| (n.start, n.pitch)).collect::<Vec<_>>();
            prop_assert_eq!(starts(&head.then(&tail)), starts(&whole));
        }
    }
}
