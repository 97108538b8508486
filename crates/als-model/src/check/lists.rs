//! Lists and their members, anywhere in a document.

use super::report::Report;
use super::survey::Survey;
use crate::view::Spot;

/// Elements whose children are list members, each with an id.
const LISTS: &[&str] = &[
    "Branches",
    "ClipSlotList",
    "Devices",
    "Grooves",
    "KeyTracks",
    "ReturnBranches",
    "Scenes",
    "Sends",
    "SendsPre",
    "Slots",
    "Tracks",
    "WarpMarkers",
];

/// Members of lists whose list has the name of something else too.
const MEMBERS: &[&str] = &[
    "AudioClip",
    "AutomationEnvelope",
    "AutomationLane",
    "BoolEvent",
    "ClipEnvelope",
    "EnumEvent",
    "FloatEvent",
    "Locator",
    "MidiClip",
    "RemoteableTimeSignature",
    "TakeLane",
];

/// What stands several times in one place without an id.
const CROWDS: &[&str] = &["MidiNoteEvent", "OnsetEvent", "PerNoteEvent", "SlicePoint"];

/// ALS013 and ALS014: ids of list members.
pub(super) fn ids(survey: &Survey<'_>, report: &mut Report<'_>) {
    if !survey.is_modern() {
        return;
    }
    let mut seen: Vec<(i64, Spot<'_>)> = Vec::new();
    for around in survey.spots() {
        seen.clear();
        let is_list = LISTS.binary_search(&around.tag()).is_ok();
        for member in around.list("") {
            match member.id() {
                Some(id) => seen.push((id, member)),
                None if is_list || MEMBERS.binary_search(&member.tag()).is_ok() => {
                    report.add("ALS014", member.node, format!("this {} has no id", member.tag()));
                }
                None => {}
            }
        }
        seen.sort_by_key(|it| it.0);
        for pair in seen.windows(2) {
            if let [(id, _), (again, twin)] = pair
                && id == again
                && !is_single(*twin)
            {
                report.add("ALS013", twin.node, format!("id {id} is already that of a neighbour"));
            }
        }
    }
}

/// Targets stand beside each other under one knob; their ids are looked at elsewhere.
fn is_single(at: Spot<'_>) -> bool {
    at.tag().ends_with("Target")
        || at.tag().starts_with("ControllerTargets.")
        || at.tag() == "Pointee"
}

/// ALS003: an element without id stands once under its parent, but notes and the like.
pub(super) fn doubles(survey: &Survey<'_>, report: &mut Report<'_>) {
    if !survey.is_modern() {
        return;
    }
    let mut members: Vec<Spot<'_>> = Vec::new();
    for around in survey.spots() {
        members.clear();
        members.extend(around.list("").filter(|it| !CROWDS.contains(&it.tag()) && !has_id(*it)));
        members.sort_by_key(|it| it.tag());
        for pair in members.windows(2) {
            if let [first, second] = pair
                && first.tag() == second.tag()
            {
                report.add(
                    "ALS003",
                    second.node,
                    format!("a second {} where there can be one", second.tag()),
                );
            }
        }
    }
}

fn has_id(at: Spot<'_>) -> bool {
    at.tree.raw_attr(at.node, "Id").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order_to_be_searched() {
        assert!(LISTS.is_sorted() && MEMBERS.is_sorted());
    }
}
