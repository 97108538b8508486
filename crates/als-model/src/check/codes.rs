//! The rules by code; `docs/checks.md` has a paragraph on each.

use super::Level::{self, Error, Note, Warning};

/// A rule that documents are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// `ALS` and three digits; never given to another rule.
    pub code: &'static str,
    /// How bad it is to break it.
    pub level: Level,
    /// What must hold.
    pub title: &'static str,
}

const fn row(code: &'static str, level: Level, title: &'static str) -> Rule {
    Rule { code, level, title }
}

/// All rules, in the order of their codes.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    row("ALS001", Error,   "the header has the form of Live's"),
    row("ALS002", Error,   "the set has its frame"),
    row("ALS003", Error,   "no element stands twice where there can be one"),
    row("ALS010", Error,   "every target has an id above zero"),
    row("ALS011", Error,   "no two targets share an id"),
    row("ALS012", Error,   "NextPointeeId lies above every target's id"),
    row("ALS013", Error,   "members of one list have different ids"),
    row("ALS014", Error,   "every member of a list has an id"),
    row("ALS015", Error,   "every track has an id of its own"),
    row("ALS020", Error,   "an envelope moves something that exists"),
    row("ALS021", Error,   "an envelope holds points of its target's kind"),
    row("ALS022", Error,   "the points of an envelope are in order of time"),
    row("ALS023", Warning, "an envelope begins before everything"),
    row("ALS024", Error,   "no two envelopes of a track move the same thing"),
    row("ALS025", Error,   "the main track has envelopes for tempo and time signature"),
    row("ALS026", Error,   "tempo and time signature agree with their envelopes"),
    row("ALS027", Error,   "tempo and time signature are such as Live can play"),
    row("ALS030", Error,   "a track has as many sends as there are returns"),
    row("ALS031", Error,   "SendsPre is not shorter than the returns"),
    row("ALS032", Error,   "returns do not send to returns"),
    row("ALS033", Warning, "faders and pans lie in their range"),
    row("ALS040", Error,   "a track has as many clip slots as there are scenes"),
    row("ALS041", Error,   "the freeze track has as many clip slots as Live gives it"),
    row("ALS042", Error,   "a group has as many slots as there are scenes"),
    row("ALS043", Error,   "a slot holds at most one clip, and of its track's kind"),
    row("ALS050", Error,   "a track's group exists"),
    row("ALS051", Error,   "the members of a group follow it without a gap"),
    row("ALS052", Error,   "returns come last"),
    row("ALS060", Error,   "clips of the arrangement do not overlap"),
    row("ALS061", Error,   "clips of the arrangement are in order of time"),
    row("ALS062", Error,   "a clip's Time is its CurrentStart"),
    row("ALS063", Error,   "a clip ends after it starts"),
    row("ALS064", Error,   "a loop ends after it starts"),
    row("ALS065", Warning, "a clip without loop is as long as what it shows"),
    row("ALS070", Error,   "a warped sample has two warp markers or more"),
    row("ALS071", Error,   "warp markers go forward in time and in beats"),
    row("ALS072", Warning, "the last warp marker stands 1/32 beat behind the one before"),
    row("ALS080", Error,   "notes of a key are in order of time"),
    row("ALS081", Error,   "notes of a key do not overlap"),
    row("ALS082", Error,   "notes of a clip have different ids"),
    row("ALS083", Error,   "the next note id lies above every note's"),
    row("ALS084", Error,   "keys are different, in order, and from 0 to 127"),
    row("ALS085", Error,   "velocity and probability lie in their range"),
    row("ALS090", Error,   "a routing names a track that exists"),
    row("ALS091", Error,   "the main track is called as its version calls it"),
    row("ALS092", Warning, "only members of a group play to the group"),
    row("ALS093", Note,    "a sidechain that is on hears something"),
    row("ALS100", Error,   "sample files are there"),
    row("ALS101", Warning, "a project has its Ableton Project Info folder"),
    row("ALS102", Error,   "file references have the form of their version"),
    row("ALS103", Note,    "sample files have the size that is written"),
    row("ALS110", Error,   "numbers are plain: no exponent, no infinity"),
    row("ALS111", Error,   "a value element has no children"),
    row("ALS120", Error,   "elements are known to the version"),
    row("ALS121", Error,   "children stand in Live's order"),
    row("ALS122", Warning, "no child that Live always writes is missing"),
    row("ALS123", Error,   "scales are written as their version writes them"),
    row("ALS124", Error,   "no part of a preset stands in a set"),
    row("ALS125", Error,   "plug-ins have ids of their format's shape"),
    row("ALS126", Warning, "the set fits the edition"),
    row("ALS127", Error,   "attributes are known to the version"),
    row("ALS128", Error,   "values are of their element's type"),
    row("ALS129", Warning, "parameters lie in their range"),
];

/// The rule of a code.
pub(super) fn rule(code: &str) -> Option<&'static Rule> {
    RULES.binary_search_by_key(&code, |it| it.code).ok().and_then(|it| RULES.get(it))
}
