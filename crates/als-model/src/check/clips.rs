//! Clips: where they stand and how long they are.

use super::report::Report;
use super::survey::Survey;
use crate::view::{Clip, Spot, ViewError};

/// Beats that rounding may cost.
const CLOSE: f64 = 1e-6;

/// ALS060 and ALS061: clips of one lane follow each other.
pub(super) fn arrangement(survey: &Survey<'_>, report: &mut Report<'_>) {
    for track in &survey.tracks {
        let clips: Vec<Clip<'_>> = track.arrangement().collect();
        for pair in clips.windows(2) {
            let [first, second] = pair else { continue };
            let (Ok(start), Ok(end), Ok(next)) = (first.start(), first.end(), second.start())
            else {
                continue;
            };
            if next < start {
                let words =
                    format!("it starts at beat {next}, before the clip ahead of it at {start}");
                report.add("ALS061", second.node(), words);
            } else if next < end - CLOSE {
                let words =
                    format!("it starts at beat {next}, before the clip ahead of it ends at {end}");
                report.add("ALS060", second.node(), words);
            }
        }
    }
}

/// ALS062–ALS065: every clip by itself.
pub(super) fn lengths(survey: &Survey<'_>, report: &mut Report<'_>) {
    for clip in survey.spots().filter_map(Clip::at) {
        // Where Live keeps clips there are clips; a `MidiClip` of another shape is none.
        if let Err(error) = length(survey, clip, report) {
            report.add("ALS063", clip.node(), error.to_string());
        }
    }
}

fn length(survey: &Survey<'_>, clip: Clip<'_>, report: &mut Report<'_>) -> Result<(), ViewError> {
    let (start, end) = (clip.start()?, clip.end()?);
    let time = clip.spot().attr_number("Time");
    if time.as_ref().map_or(true, |it| CLOSE < (it - start).abs()) {
        let time = survey.tree.attr(clip.node(), "Time").unwrap_or_default();
        report.add(
            "ALS062",
            clip.node(),
            format!("Time is {time:?}, but the clip starts at beat {start}"),
        );
    }
    let in_groove = is_inside(clip.spot(), "Groove");
    if end <= start && !in_groove {
        report.add("ALS063", clip.node(), format!("it starts at beat {start} and ends at {end}"));
    }
    let cycle = clip.cycle()?;
    if cycle.end <= cycle.start {
        report.add(
            "ALS064",
            clip.node(),
            format!("the loop starts at {} and ends at {}", cycle.start, cycle.end),
        );
    }
    let unwarped = clip.audio().is_some_and(|it| it.is_warped() == Ok(false));
    let shown = cycle.end - cycle.start - cycle.start_relative;
    if !cycle.is_on && !unwarped && !in_groove && 1e-3 < (shown - (end - start)).abs() {
        let words = format!("it lasts {} beats, but shows {shown}", end - start);
        report.add("ALS065", clip.node(), words);
    }
    Ok(())
}

fn is_inside(at: Spot<'_>, tag: &str) -> bool {
    std::iter::successors(at.tree.parent(at.node), |it| at.tree.parent(*it))
        .any(|it| at.tree.tag(it) == tag)
}
