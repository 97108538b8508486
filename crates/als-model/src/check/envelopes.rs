//! Automation of tracks and clips.

use std::collections::BTreeSet;

use super::report::Report;
use super::survey::Survey;
use crate::view::envelope::{BEGINNING, PointKind};
use crate::view::target::Targets;
use crate::view::{Envelope, Parameter, Spot, Track};

/// ALS022 and ALS023: the points of every envelope in the document.
pub(super) fn order(survey: &Survey<'_>, report: &mut Report<'_>) {
    for events in survey.called("Events").filter(|it| is_automation(*it)) {
        let mut before = f64::NEG_INFINITY;
        for (index, point) in events.list("").enumerate() {
            match point.attr_number("Time") {
                Ok(time) if index == 0 && time != BEGINNING && survey.is_modern() => {
                    let words = format!(
                        "the first point stands at beat {time}; Live begins at {BEGINNING}"
                    );
                    report.add("ALS023", point.node, words);
                    before = time;
                }
                Ok(time) if time < before => {
                    report.add(
                        "ALS022",
                        point.node,
                        format!("beat {time} comes after beat {before}"),
                    );
                }
                Ok(time) => before = time,
                Err(error) => report.add("ALS022", point.node, error.to_string()),
            }
        }
        if before == f64::NEG_INFINITY && survey.is_modern() {
            report.add("ALS023", events.node, "the envelope has no point");
        }
    }
}

fn is_automation(events: Spot<'_>) -> bool {
    events.tree.parent(events.node).is_some_and(|it| events.tree.tag(it) == "Automation")
}

/// ALS020, ALS021 and ALS024: what envelopes move.
pub(super) fn targets(survey: &Survey<'_>, report: &mut Report<'_>) {
    if !survey.is_modern() {
        return;
    }
    let targets = Targets::of(survey.tree);
    for track in survey.strips() {
        check_list(track.envelopes(), &targets, report);
        for clip in clips(track) {
            check_list(clip.envelopes(), &targets, report);
        }
    }
}

fn clips(track: Track<'_>) -> impl Iterator<Item = crate::view::Clip<'_>> {
    let takes = track.take_lanes().flat_map(|it| it.clips().collect::<Vec<_>>());
    track.arrangement().chain(track.session().map(|it| it.1)).chain(takes)
}

fn check_list<'t>(
    list: impl Iterator<Item = Envelope<'t>>,
    targets: &Targets<'t>,
    report: &mut Report<'_>,
) {
    let mut seen = BTreeSet::new();
    for envelope in list {
        let target = match envelope.target() {
            Ok(target) => target,
            Err(error) => {
                report.add("ALS020", envelope.node(), error.to_string());
                continue;
            }
        };
        if !seen.insert(target) {
            report.add(
                "ALS024",
                envelope.node(),
                format!("another envelope moves {target} already"),
            );
        }
        let Some(at) = targets.element(target) else {
            report.add(
                "ALS020",
                envelope.node(),
                format!("there is nothing with the id {target} to move"),
            );
            continue;
        };
        let wanted = targets.parameter(target).map_or(Some(PointKind::Number), wanted);
        if let (Some(wanted), Some(found)) = (wanted, envelope.kind())
            && wanted != found
            && at.tag() == "AutomationTarget"
        {
            let words = format!("points are of kind {found:?}, but their target is a {wanted:?}");
            report.add("ALS021", envelope.node(), words);
        }
    }
}

/// What points a knob wants: a switch reads true or false, a number can be modulated, a choice is neither.
fn wanted(parameter: Parameter<'_>) -> Option<PointKind> {
    match &*parameter.text() {
        "" => None,
        "true" | "false" => Some(PointKind::Switch),
        _ if parameter.modulation_target().is_some() => Some(PointKind::Number),
        _ => Some(PointKind::Choice),
    }
}
