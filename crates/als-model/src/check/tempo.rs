//! Tempo and time signature: where two places must say the same.

use super::report::Report;
use super::survey::Survey;
use crate::view::envelope::{BEGINNING, Point};
use crate::view::signature::Signature;
use crate::view::{LiveSet, Parameter, Track};

/// ALS025 and ALS026: the main track's own envelopes for tempo and time signature.
pub(super) fn in_step(survey: &Survey<'_>, report: &mut Report<'_>) {
    let Some(set) = survey.set.filter(|_| survey.is_modern()) else { return };
    for name in ["Tempo", "TimeSignature"] {
        let Ok(knob) = set.main_parameter(name) else {
            let main = set.main().map_or(set.node(), Track::node);
            report.add("ALS025", main, format!("the main track's mixer has no {name}"));
            continue;
        };
        match points(set, knob) {
            None => report.add(
                "ALS025",
                knob.node(),
                format!("no envelope of the main track moves {name}"),
            ),
            Some(points) => compare(name, knob, &points, (11, 0) <= survey.form, report),
        }
    }
}

fn points(set: LiveSet<'_>, knob: Parameter<'_>) -> Option<Vec<Point>> {
    let target = knob.automation_target()?;
    let mut envelopes = set.main().ok()?.envelopes();
    envelopes.find(|it| it.target() == Ok(target)).map(|it| it.points().unwrap_or_default())
}

fn compare(
    name: &str,
    knob: Parameter<'_>,
    points: &[Point],
    strict: bool,
    report: &mut Report<'_>,
) {
    let (Some(first), Ok(manual)) = (points.first(), knob.value()) else {
        report.add(
            "ALS025",
            knob.node(),
            format!("the envelope of {name} has no point that can be read"),
        );
        return;
    };
    // One set of Live 10.0 differs here; from Live 11 on none of the corpus does.
    let still = strict && points.iter().all(|it| it.value == first.value);
    if first.time == BEGINNING && still && 1e-6 < (first.value - manual).abs() {
        let words = format!(
            "{name} stands at {manual}, but its envelope says {}; Live takes the envelope",
            first.value
        );
        report.add("ALS026", knob.node(), words);
    }
}

/// ALS027: a tempo from 20 to 999 and a signature that exists, wherever they stand.
pub(super) fn sane(survey: &Survey<'_>, report: &mut Report<'_>) {
    let Some(set) = survey.set else { return };
    let playable = |tempo: f64| (20.0..=999.0).contains(&tempo);
    match set.tempo() {
        Ok(tempo) if playable(tempo) => {}
        Ok(tempo) => {
            report.add("ALS027", set.node(), format!("a tempo of {tempo}; Live plays 20 to 999"))
        }
        Err(error) => report.add("ALS027", set.node(), error.to_string()),
    }
    for point in set.tempo_changes().iter().filter(|it| !playable(it.value)) {
        report.add(
            "ALS027",
            set.node(),
            format!("a tempo of {} at beat {}; Live plays 20 to 999", point.value, point.time),
        );
    }
    if let Err(error) = set.signature() {
        report.add("ALS027", set.node(), error.to_string());
    }
    for clip_signature in survey.called("RemoteableTimeSignature") {
        let part = |name| clip_signature.whole(name).ok().and_then(|it| u32::try_from(it).ok());
        let signature = part("Numerator").zip(part("Denominator"));
        let fits = signature.is_some_and(|(numerator, denominator)| {
            let it = Signature { numerator, denominator };
            (1..=99).contains(&numerator)
                && denominator <= 16
                && Signature::from_id(it.id()) == Some(it)
        });
        if !fits {
            report.add(
                "ALS027",
                clip_signature.node,
                format!("{signature:?} is no time signature"),
            );
        }
    }
}
