//! What the document says it is.

use super::report::Report;
use super::survey::Survey;
use crate::view::{Spot, TrackKind};

/// ALS001: the version has a form that Live reads.
pub(super) fn claims(survey: &Survey<'_>, report: &mut Report<'_>) {
    let Some(root) = survey.tree.root() else { return };
    let attr = |name: &str| survey.tree.attr(root, name).unwrap_or_default();
    match &*attr("MajorVersion") {
        "4" | "5" => {}
        other => report.add(
            "ALS001",
            root,
            format!("MajorVersion is {other:?}; Live writes 5, until Live 9 it wrote 4"),
        ),
    }
    let minor = &survey.version.minor_version;
    if !is_minor_version(minor) {
        let words = format!("MinorVersion is {minor:?}, which is not of the form 12.0_12120");
        report.add("ALS001", root, words);
    }
    let changes = attr("SchemaChangeCount");
    if !changes.is_empty() && changes.parse::<u32>().is_err() {
        report.add("ALS001", root, format!("SchemaChangeCount is {changes:?}, which is no number"));
    }
    if !attr("Creator").starts_with("Ableton Live ") {
        report.add(
            "ALS001",
            root,
            format!("Creator is {:?}; Live writes its own name and version", attr("Creator")),
        );
    }
}

fn is_minor_version(text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let parts = text.split_once('.').and_then(|(major, rest)| Some((major, rest.split_once('_')?)));
    parts.is_some_and(|(major, (minor, build))| digits(major) && digits(minor) && digits(build))
}

/// ALS002: what no set can do without is there.
pub(super) fn frame(survey: &Survey<'_>, report: &mut Report<'_>) {
    let Some(root) = survey.tree.root() else { return };
    let Some(set) = survey.set.map(|it| it.spot()) else {
        report.add("ALS002", root, "there is no LiveSet");
        return;
    };
    let (main, other) = match (12, 0) <= survey.form {
        true => ("MainTrack", "MasterTrack"),
        false => ("MasterTrack", "MainTrack"),
    };
    if set.at(other).is_some() {
        let words = format!("the main track is a {other}; this version calls it {main}");
        report.add("ALS002", set.node, words);
    }
    let modern: &[&str] = if survey.is_modern() { &["NextPointeeId"] } else { &[] };
    let scenes = if (11, 0) <= survey.form { "Scenes" } else { "SceneNames" };
    for needed in ["Tracks", "PreHearTrack", "SendsPre", "Transport", scenes].iter().chain(modern) {
        if set.at(needed).is_none() {
            report.add("ALS002", set.node, format!("there is no {needed}"));
        }
    }
    if set.at(main).is_none() && set.at(other).is_none() {
        report.add("ALS002", set.node, format!("there is no {main}"));
    }
    players(survey, set, report);
}

fn players(survey: &Survey<'_>, set: Spot<'_>, report: &mut Report<'_>) {
    let plays = |it: &TrackKind| matches!(it, TrackKind::Audio | TrackKind::Midi);
    if !survey.tracks.iter().any(|it| plays(&it.kind())) {
        report.add("ALS002", set.node, "there is no audio or MIDI track");
    }
    for it in set.list("Tracks").filter(|it| crate::view::Track::at(*it).is_none()) {
        report.add("ALS002", it.node, format!("{} is no kind of track", it.tag()));
    }
}
