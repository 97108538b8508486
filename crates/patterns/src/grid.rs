//! Strokes written as letters: how genre files hold rhythm.

use music_types::Beats;
use serde::{Deserialize, Deserializer};

/// A rhythm of one or more bars, as written in a genre file.
///
/// One letter is one place of the bar; `|` separates bars, blanks are for the eye. `.` rests,
/// `1`–`9` strike at 14 to 126 of 127, `a`–`i` strike as hard but only now and then, `A`–`I` strike
/// twice in the place. A bar of 16 letters is in sixteenths; 8, 12, 24 and 32 are eighths, eighth
/// triplets, sixteenth triplets and 32nds.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    bars: i64,
    strokes: Vec<Stroke>,
}

/// One letter of a [`Grid`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Where it lies, from the start of the grid.
    pub at: Beats,
    /// How wide its place is.
    pub width: Beats,
    /// How hard it is struck, 14 to 126 on the scale of MIDI velocities.
    pub strength: f64,
    /// How it is played.
    pub manner: Manner,
}

/// How a stroke of a [`Grid`] is played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Each time.
    Always,
    /// Now and then.
    Maybe,
    /// Each time, twice within its place.
    Double,
}

/// Letters that make no rhythm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GridError {
    /// A letter that means nothing.
    #[error(
        "{letter:?} is no stroke in {text:?} (write . to rest, 1-9, a-i for now and then, A-I for double)"
    )]
    Letter {
        /// The letter.
        letter: char,
        /// The grid as written.
        text: String,
    },
    /// A bar with a number of letters that divides no bar.
    #[error("{text:?} has a bar of {count} letters (16, or 8, 12, 24, 32)")]
    Length {
        /// How many there are.
        count: usize,
        /// The grid as written.
        text: String,
    },
}

impl Grid {
    /// Reads letters.
    ///
    /// # Errors
    ///
    /// [`GridError`] for a letter or a length of bar that has no meaning.
    pub fn read(text: &str) -> Result<Self, GridError> {
        let mut grid = Self { bars: 0, strokes: Vec::new() };
        for bar in text.split('|') {
            let letters: Vec<char> = bar.chars().filter(|it| !it.is_whitespace()).collect();
            if ![8, 12, 16, 24, 32].contains(&letters.len()) {
                return Err(GridError::Length { count: letters.len(), text: text.to_owned() });
            }
            let width = Beats::BAR / letters.len() as i64;
            for (place, letter) in letters.iter().enumerate() {
                let Some((strength, manner)) = stroke(*letter) else {
                    let (letter, text) = (*letter, text.to_owned());
                    match letter {
                        '.' => continue,
                        _ => return Err(GridError::Letter { letter, text }),
                    }
                };
                let at = Beats::bars(grid.bars) + width * place as i64;
                grid.strokes.push(Stroke { at, width, strength, manner });
            }
            grid.bars += 1;
        }
        Ok(grid)
    }

    /// How many bars it lasts, one or more.
    pub const fn bars(&self) -> i64 {
        self.bars
    }

    /// Its strokes in order.
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    /// The strokes of its `bar`-th bar, counted around; their places are from the bar's start.
    pub fn bar(&self, bar: i64) -> impl Iterator<Item = Stroke> + '_ {
        let start = Beats::bars(bar.rem_euclid(self.bars.max(1)));
        let from = self.strokes.partition_point(|it| it.at < start);
        let within = move |it: &&Stroke| it.at < start + Beats::BAR;
        let strokes = self.strokes.get(from..).unwrap_or_default();
        strokes.iter().take_while(within).map(move |it| Stroke { at: it.at - start, ..*it })
    }
}

fn stroke(letter: char) -> Option<(f64, Manner)> {
    let (base, manner) = match letter {
        '1'..='9' => ('0', Manner::Always),
        'a'..='i' => ('`', Manner::Maybe),
        'A'..='I' => ('@', Manner::Double),
        _ => return None,
    };
    Some((f64::from(u32::from(letter) - u32::from(base)) * 14.0, manner))
}

impl<'de> Deserialize<'de> for Grid {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(source)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_become_strokes() {
        let grid = Grid::read("8... .c.. 8... ...D | ........").unwrap();
        let seen: Vec<(i64, f64, Manner)> =
            grid.strokes().iter().map(|it| (it.at.step(), it.strength, it.manner)).collect();
        assert_eq!(grid.bars(), 2);
        assert_eq!(
            seen,
            [
                (0, 112.0, Manner::Always),
                (5, 42.0, Manner::Maybe),
                (8, 112.0, Manner::Always),
                (15, 56.0, Manner::Double),
            ]
        );
    }

    #[test]
    fn a_slip_says_what_is_meant() {
        let words = |text| Grid::read(text).unwrap_err().to_string();
        assert!(words("8...x...8...8...").contains("'x' is no stroke"));
        assert!(words("8...").contains("a bar of 4 letters"));
    }

    proptest! {
        /// No text, however broken, may panic the reader, and what is read lies in its bars.
        #[test]
        fn reading_never_panics(text in "[.1-9a-iA-I| x]{0,80}") {
            if let Ok(grid) = Grid::read(&text) {
                prop_assert!(grid.strokes().iter().all(|it| it.at < Beats::bars(grid.bars())));
            }
        }
    }
}
