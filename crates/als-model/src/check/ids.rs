//! The ids that hold for the whole document: targets and tracks.

use std::collections::BTreeMap;

use super::report::Report;
use super::survey::Survey;
use crate::view::target::is_pointee;

/// ALS010–ALS012: the id space of everything that can be automated or pointed at.
pub(super) fn pointees(survey: &Survey<'_>, report: &mut Report<'_>) {
    let mut seen = BTreeMap::new();
    for it in survey.spots().filter(|it| is_pointee(it.tree, it.node)) {
        match it.id() {
            Some(id) if 0 < id => match seen.get(&id) {
                Some(first) => {
                    let other = survey.tree.path(*first);
                    report.add("ALS011", it.node, format!("id {id} is already that of {other}"));
                }
                None => {
                    seen.insert(id, it.node);
                }
            },
            _ => {
                let id = survey.tree.attr(it.node, "Id").unwrap_or_default();
                report.add("ALS010", it.node, format!("the id {id:?} is not a number above 0"));
            }
        }
    }
    next_id(survey, report, seen.keys().next_back().copied().unwrap_or(0));
}

fn next_id(survey: &Survey<'_>, report: &mut Report<'_>, highest: i64) {
    let Some(set) = survey.set.map(|it| it.spot()) else { return };
    let Some(next) = set.at("NextPointeeId") else { return };
    match next.whole("") {
        Ok(id) if highest < id && id <= i64::from(i32::MAX) => {}
        Ok(id) => report.add(
            "ALS012",
            next.node,
            format!("NextPointeeId is {id}, but an id of {highest} is in use"),
        ),
        Err(error) => report.add("ALS012", next.node, error.to_string()),
    }
}

/// ALS015: tracks are called by their ids.
pub(super) fn tracks(survey: &Survey<'_>, report: &mut Report<'_>) {
    let mut seen = BTreeMap::new();
    for track in &survey.tracks {
        let Some(id) = track.id().filter(|it| 0 <= *it) else {
            report.add("ALS015", track.node(), "the track has no id");
            continue;
        };
        if let Some(other) = seen.insert(id, track.name()) {
            report.add(
                "ALS015",
                track.node(),
                format!("id {id} is already that of track {other:?}"),
            );
        }
    }
}
