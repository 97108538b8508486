//! Versions of Live as a document claims them.

use std::fmt;

/// A version of Live by its first two figures; the third changes no form of a document.
///
/// ```
/// use als_model::schema::Version;
///
/// assert_eq!(Version::of_header("11.0_11300"), Some(Version::LIVE_11_3));
/// assert!(Version::LIVE_11_3 < Version::LIVE_12_1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The figure before the point: 10, 11, 12.
    pub major: u8,
    /// The figure behind the point.
    pub minor: u8,
}

/// What a version writes into the root element; figures from the sets of the corpus.
struct Header {
    version: Version,
    minor_version: &'static str,
    schema_change_count: Option<u32>,
    creator: &'static str,
}

#[rustfmt::skip]
const HEADERS: &[Header] = &[
    //     version              MinorVersion   changes   Creator
    header(Version::LIVE_10_1,  "10.0_377",    Some(3),  "Ableton Live 10.1.30"),
    header(Version::LIVE_11_0,  "11.0_433",    Some(6),  "Ableton Live 11.0.12"),
    header(Version::LIVE_11_1,  "11.0_436",    Some(8),  "Ableton Live 11.1.6"),
    header(Version::LIVE_11_2,  "11.0_11202",  Some(17), "Ableton Live 11.2.11"),
    header(Version::LIVE_11_3,  "11.0_11300",  Some(3),  "Ableton Live 11.3.13"),
    header(Version::LIVE_12_0,  "12.0_12049",  Some(12), "Ableton Live 12.0.20"),
    header(Version::LIVE_12_1,  "12.0_12120",  None,     "Ableton Live 12.1.1"),
    header(Version::LIVE_12_2,  "12.0_12203",  Some(3),  "Ableton Live 12.2.5"),
    header(Version::LIVE_12_3,  "12.0_12300",  Some(1),  "Ableton Live 12.3.5"),
    header(Version::LIVE_12_4,  "12.0_12402",  Some(5),  "Ableton Live 12.4.3"),
];

const fn header(
    version: Version,
    minor_version: &'static str,
    schema_change_count: Option<u32>,
    creator: &'static str,
) -> Header {
    Header { version, minor_version, schema_change_count, creator }
}

impl Version {
    /// Live 10.1, the oldest that the schema knows.
    pub const LIVE_10_1: Self = Self { major: 10, minor: 1 };
    /// Live 11.0.
    pub const LIVE_11_0: Self = Self { major: 11, minor: 0 };
    /// Live 11.1.
    pub const LIVE_11_1: Self = Self { major: 11, minor: 1 };
    /// Live 11.2.
    pub const LIVE_11_2: Self = Self { major: 11, minor: 2 };
    /// Live 11.3: what is written when nobody asks for another.
    pub const LIVE_11_3: Self = Self { major: 11, minor: 3 };
    /// Live 12.0.
    pub const LIVE_12_0: Self = Self { major: 12, minor: 0 };
    /// Live 12.1.
    pub const LIVE_12_1: Self = Self { major: 12, minor: 1 };
    /// Live 12.2.
    pub const LIVE_12_2: Self = Self { major: 12, minor: 2 };
    /// Live 12.3.
    pub const LIVE_12_3: Self = Self { major: 12, minor: 3 };
    /// Live 12.4, the newest that the schema knows.
    pub const LIVE_12_4: Self = Self { major: 12, minor: 4 };

    /// All versions that the schema knows, oldest first.
    pub fn known() -> impl Iterator<Item = Self> {
        HEADERS.iter().map(|it| it.version)
    }

    /// The version that a root element's `MinorVersion` stands for; `None` for one that is not known.
    pub fn of_header(minor_version: &str) -> Option<Self> {
        HEADERS.iter().find(|it| it.minor_version == minor_version).map(|it| it.version)
    }

    /// The known version whose form fits best: this one, else the newest before it, else the oldest.
    pub fn nearest_known(self) -> Self {
        let earlier = HEADERS.iter().rev().find(|it| it.version <= self);
        earlier.or(HEADERS.first()).map_or(Self::LIVE_11_3, |it| it.version)
    }

    /// What the root element's `MinorVersion` says, as `11.0_11300`.
    pub fn minor_version(self) -> &'static str {
        self.header().map_or("", |it| it.minor_version)
    }

    /// What the root element's `SchemaChangeCount` says; `None` where the attribute is left out.
    pub fn schema_change_count(self) -> Option<u32> {
        self.header().and_then(|it| it.schema_change_count)
    }

    /// What the root element's `Creator` says for a set of this version.
    pub fn creator(self) -> &'static str {
        self.header().map_or("", |it| it.creator)
    }

    /// `OverwriteProtectionNumber`: 256 times the first figure plus the second.
    pub fn overwrite_protection_number(self) -> u32 {
        u32::from(self.major) * 256 + u32::from(self.minor)
    }

    /// The version written `11.3`.
    pub fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
    }

    fn header(self) -> Option<&'static Header> {
        let nearest = self.nearest_known();
        HEADERS.iter().find(|it| it.version == nearest)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_says_its_version_and_back() {
        for version in Version::known() {
            assert_eq!(Version::of_header(version.minor_version()), Some(version));
            assert_eq!(Version::parse(&version.to_string()), Some(version));
        }
    }

    #[test]
    fn a_version_between_or_beyond_takes_the_form_before_it() {
        assert_eq!(Version { major: 12, minor: 9 }.nearest_known(), Version::LIVE_12_4);
        assert_eq!(Version { major: 11, minor: 7 }.nearest_known(), Version::LIVE_11_3);
        assert_eq!(Version { major: 9, minor: 7 }.nearest_known(), Version::LIVE_10_1);
    }

    #[test]
    fn the_overwrite_protection_number_is_what_live_writes() {
        assert_eq!(Version::LIVE_11_3.overwrite_protection_number(), 2819);
        assert_eq!(Version::LIVE_12_1.overwrite_protection_number(), 3073);
    }
}
