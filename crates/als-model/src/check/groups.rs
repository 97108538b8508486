//! The order of tracks.

use std::collections::BTreeSet;

use super::report::Report;
use super::survey::Survey;
use crate::view::{Track, TrackKind};

/// ALS050–ALS052: groups stand before their members, members together, returns last.
pub(super) fn order(survey: &Survey<'_>, report: &mut Report<'_>) {
    let is_group = |it: &&Track<'_>| it.kind() == TrackKind::Group;
    let groups: BTreeSet<i64> =
        survey.tracks.iter().filter(is_group).filter_map(|it| it.id()).collect();
    // The groups that a next track may belong to, the outermost first.
    let mut open: Vec<i64> = Vec::new();
    let mut returns = false;
    for track in &survey.tracks {
        if track.kind() == TrackKind::Return {
            returns = true;
        } else if returns {
            report.add("ALS052", track.node(), "this track comes after a return");
        }
        match track.group() {
            None => open.clear(),
            Some(group) if !groups.contains(&group) => {
                report.add(
                    "ALS050",
                    track.node(),
                    format!("there is no group with the id {group}"),
                );
                open.clear();
            }
            Some(group) => match open.iter().position(|it| *it == group) {
                Some(depth) => open.truncate(depth + 1),
                None => {
                    let words =
                        format!("the group {group} does not stand right before its members");
                    report.add("ALS051", track.node(), words);
                }
            },
        }
        if track.kind() == TrackKind::Group {
            open.extend(track.id());
        }
    }
}
