//! Slips in the data files of a library, told by file, line and column.

use std::fmt;

use serde::Serialize;

use crate::spec::mistake::nearest;
use crate::spec::read::place_of;

/// A slip in a data file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slip {
    /// The file.
    pub file: String,
    /// Line and column, counted from 1; `None` where the file as a whole does not fit together.
    pub place: Option<(usize, usize)>,
    /// What is wrong, in words.
    pub words: String,
    /// The nearest valid name, where one is near.
    pub nearest: Option<String>,
}

impl Slip {
    /// What the reader of `text` stumbled over.
    pub(crate) fn of(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let words = error.message().to_owned();
        let mut names = words.split('`').skip(1).step_by(2);
        let nearest = names.next().and_then(|found| nearest(found, names)).map(str::to_owned);
        let place = error.span().map(|it| place_of(text, it.start));
        Self { file: file.to_owned(), place, words, nearest }
    }

    /// Something that does not fit together.
    pub(crate) fn whole(file: &str, words: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: None, words: words.into(), nearest: None }
    }

    /// A name that is not in the library.
    pub(crate) fn unknown<'n>(
        file: &str,
        key: &str,
        name: &str,
        names: impl Iterator<Item = &'n str> + Clone,
    ) -> Self {
        let listed = names.clone().collect::<Vec<_>>().join(", ");
        let words = format!("{key}: no {name:?} ({listed})");
        let nearest = nearest(name, names).map(str::to_owned);
        Self { nearest, ..Self::whole(file, words) }
    }
}

impl fmt::Display for Slip {
    /// `genres/mine.toml:4:1: unknown field …; did you mean "swing"?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.place {
            write!(f, ":{line}:{column}")?;
        }
        write!(f, ": {}", self.words)?;
        match &self.nearest {
            Some(name) => write!(f, "; did you mean {name:?}?"),
            None => Ok(()),
        }
    }
}

/// All slips of a library; one at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
pub struct LibraryErrors {
    /// The slips, file by file.
    pub slips: Vec<Slip>,
}

impl fmt::Display for LibraryErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the library cannot be read:")?;
        self.slips.iter().try_for_each(|it| write!(f, "\n{it}"))
    }
}
