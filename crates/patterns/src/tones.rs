//! Steps of a scale or chord written as letters.

use music_types::Beats;
use serde::{Deserialize, Deserializer};

/// Steps above a root, as written under a rhythm: `1` is the root, `2`–`9` the steps above it (`8`
/// an octave up), `a`–`g` the seven steps an octave lower, `.` nothing.
///
/// Under a rhythm a letter stands where its stroke stands; in a cell of a tune the places do not
/// matter, only the order.
#[derive(Debug, Clone, PartialEq)]
pub struct Tones(Vec<(Beats, i32)>);

impl Tones {
    /// Reads letters.
    ///
    /// # Errors
    ///
    /// Words for the first letter that names no step.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut tones = Vec::new();
        for (bar, letters) in text.split('|').enumerate() {
            let letters: Vec<char> = letters.chars().filter(|it| !it.is_whitespace()).collect();
            let width = Beats::BAR / (letters.len() as i64).max(1);
            for (place, letter) in letters.iter().enumerate() {
                let step = match letter {
                    '.' => continue,
                    '1'..='9' => i32::from(*letter as u8) - i32::from(b'1'),
                    'a'..='g' => i32::from(*letter as u8) - i32::from(b'a') - 7,
                    _ => {
                        return Err(format!(
                            "{letter:?} is no step in {text:?} (write 1-9, a-g for an octave lower)"
                        ));
                    }
                };
                tones.push((Beats::bars(bar as i64) + width * place as i64, step));
            }
        }
        Ok(Self(tones))
    }

    /// The step written at a place, 0 for the root.
    pub fn at(&self, at: Beats) -> Option<i32> {
        self.0.iter().find(|it| it.0 == at).map(|it| it.1)
    }

    /// The steps in order.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = i32> + '_ {
        self.0.iter().map(|it| it.1)
    }

    /// The places in order.
    pub fn places(&self) -> impl Iterator<Item = Beats> + '_ {
        self.0.iter().map(|it| it.0)
    }
}

impl<'de> Deserialize<'de> for Tones {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Self::read(&String::deserialize(source)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_steps_from_the_root() {
        let tones = Tones::read("1..5..8.g...a...").unwrap();
        assert_eq!(tones.steps().collect::<Vec<_>>(), [0, 4, 7, -1, -7]);
        assert_eq!(tones.at(Beats::sixteenths(8)), Some(-1));
        assert_eq!(tones.at(Beats::sixteenths(9)), None);
        assert!(Tones::read("1x").unwrap_err().contains("'x' is no step"));
    }
}
