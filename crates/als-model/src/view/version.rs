//! Which Live a document was written by, and which form it claims to have.

use std::fmt;

use super::Spot;
use crate::tree::Tree;

/// The header of a document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Version {
    /// The program as it names itself: `Ableton Live 12.1.1`.
    pub creator: String,
    /// The program's number, as far as it reads as one: 12, 1, 1.
    pub number: (u32, u32, u32),
    /// The form: `12.0_12120`; this decides what may stand in the document.
    pub minor_version: String,
    /// The form's changes since, when it is told.
    pub schema_change_count: Option<i64>,
}

impl Version {
    /// Reads the header.
    pub fn of(tree: &Tree) -> Self {
        let root = tree.root().map(|node| Spot { tree, node });
        let attr = |name: &str| {
            root.and_then(|it| tree.attr(it.node, name)).unwrap_or_default().into_owned()
        };
        let creator = attr("Creator");
        let number = number_of(creator.rsplit(' ').next().unwrap_or_default());
        Self {
            number,
            minor_version: attr("MinorVersion"),
            schema_change_count: attr("SchemaChangeCount").parse().ok(),
            creator,
        }
    }

    /// Whether the *form* is at least that of this Live, whoever wrote it: `(11, 0)`, `(12, 1)`.
    pub fn has_form_of(&self, major: u32, minor: u32) -> bool {
        (major, minor) <= self.form()
    }

    /// The Live whose form this is, by the header's form: 10.0_370 is 10.0, 12.0_12120 is 12.1.
    pub fn form(&self) -> (u32, u32) {
        let form = self.minor_version.split_once('_').and_then(|(major, build)| {
            let major: u32 = major.split('.').next()?.parse().ok()?;
            let build: u32 = build.parse().ok()?;
            match (major, build) {
                (10, ..=376) => Some((10, 0)),
                (10, _) => Some((10, 1)),
                (11, ..=435) => Some((11, 0)),
                (11, 436..=9999) => Some((11, 1)),
                (_, 10_000..) => Some((major, build / 100 % 10)),
                _ => None,
            }
        });
        form.unwrap_or((self.number.0, self.number.1))
    }
}

fn number_of(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|it| {
        let digits = it.bytes().take_while(u8::is_ascii_digit).count();
        it.get(..digits).and_then(|it| it.parse().ok()).unwrap_or(0)
    });
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.creator.strip_prefix("Ableton ").unwrap_or(&self.creator))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_tells_the_live() {
        let forms = [
            ("10.0_370", (10, 0)),
            ("10.0_377", (10, 1)),
            ("11.0_433", (11, 0)),
            ("11.0_436", (11, 1)),
            ("11.0_11202", (11, 2)),
            ("11.0_11300", (11, 3)),
            ("12.0_12049", (12, 0)),
            ("12.0_12120", (12, 1)),
            ("12.0_12402", (12, 4)),
        ];
        for (text, form) in forms {
            let tree = Tree::parse(&format!("<Ableton MinorVersion='{text}' />")).unwrap();
            assert_eq!(Version::of(&tree).form(), form, "{text}");
        }
    }
}
