//! Everything in a document that Live would refuse, misread or lose, all at once, by code and path.
//!
//! The rules hold on every file of the corpus that Live saved; `docs/checks.md` explains each code.

mod clips;
mod codes;
mod envelopes;
mod files;
mod groups;
mod header;
mod ids;
mod lists;
mod mixer;
mod notes;
mod numbers;
mod report;
mod routing;
mod slots;
mod structure;
mod survey;
mod tempo;
mod warps;

use std::path::PathBuf;

pub use codes::{RULES, Rule};
pub use report::Problem;
use report::Report;
use survey::Survey;

use crate::document::{Document, Kind};

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Live would refuse the document, crash, or lose or misplay music.
    Error,
    /// Live never writes it so; it opens, as far as is known.
    Warning,
    /// Worth knowing.
    Note,
}

/// What the checker may know beside the document itself.
#[derive(Debug, Clone, Default)]
pub struct CheckContext {
    /// The folder that the document stands in. Without one, no file is looked for.
    pub folder: Option<PathBuf>,
    /// The edition that is to open it; `None` for one without limits.
    pub edition: Option<Edition>,
}

/// The editions of Live that hold less than the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Live Lite: 8 tracks, 8 scenes until Live 11, 16 from 12.
    Lite,
    /// Live Intro: 16 tracks, 16 scenes.
    Intro,
    /// Live Standard: no limit on tracks.
    Standard,
    /// Live Suite: everything.
    Suite,
}

/// The problems of a document, errors first, then by code, then in the order of the document.
///
/// Of one code at most 50 problems are told, then how many more there are.
pub fn check(document: &Document, context: &CheckContext) -> Vec<Problem> {
    let survey = Survey::of(document, context);
    let mut report = Report::new(&document.tree);
    for rule in EVERYWHERE {
        rule(&survey, &mut report);
    }
    if matches!(document.kind, Kind::Set | Kind::Clip) {
        for rule in IN_SETS {
            rule(&survey, &mut report);
        }
    }
    report.finish()
}

type Check = fn(&Survey<'_>, &mut Report<'_>);

/// What is checked in presets too.
const EVERYWHERE: &[Check] = &[
    header::claims,
    lists::ids,
    lists::doubles,
    numbers::spelling,
    envelopes::order,
    clips::lengths,
    warps::markers,
    notes::keys,
    files::references,
    structure::plugins,
    structure::known,
];

/// What is checked in sets.
const IN_SETS: &[Check] = &[
    header::frame,
    ids::pointees,
    ids::tracks,
    envelopes::targets,
    tempo::in_step,
    tempo::sane,
    mixer::sends,
    mixer::ranges,
    slots::count,
    slots::contents,
    groups::order,
    clips::arrangement,
    routing::tracks,
    routing::words,
    structure::set_form,
    structure::edition,
];

#[cfg(test)]
mod broken;
#[cfg(test)]
mod docs;
