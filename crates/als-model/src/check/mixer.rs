//! Sends and faders.

use super::report::Report;
use super::survey::Survey;
use crate::view::level::TOP;
use crate::view::mixer::Mixer;
use crate::view::{Parameter, TrackKind, ViewError};

/// ALS030–ALS032: sends and returns.
pub(super) fn sends(survey: &Survey<'_>, report: &mut Report<'_>) {
    for track in &survey.tracks {
        let Ok(mixer) = track.mixer() else {
            report.add("ALS002", track.node(), "the track has no mixer");
            continue;
        };
        let sends = mixer.sends().count();
        if sends != survey.returns {
            let words = format!("{sends} sends, but {} returns", survey.returns);
            report.add("ALS030", mixer.node(), words);
        }
        let is_return = track.kind() == TrackKind::Return;
        for send in
            mixer.sends().filter(|it| is_return && (11, 0) <= survey.form && it.is_enabled())
        {
            report.add("ALS032", send.node(), "a send of a return is in use");
        }
    }
    let Some(pre) = survey.set.and_then(|it| it.spot().at("SendsPre")) else { return };
    let switches = pre.list("").count();
    if switches < survey.returns {
        let words = format!("{switches} switches for {} returns: Live crashes", survey.returns);
        report.add("ALS031", pre.node, words);
    }
}

/// ALS033: faders, pans, sends.
pub(super) fn ranges(survey: &Survey<'_>, report: &mut Report<'_>) {
    for mixer in survey.strips().filter_map(|it| it.mixer().ok()) {
        range(mixer.volume(), 0.0, TOP, "the fader", mixer, report);
        range(mixer.pan(), -1.0, 1.0, "the pan", mixer, report);
        for send in mixer.sends() {
            range(send.amount(), 0.0, 1.0, "a send", mixer, report);
        }
    }
}

fn range(
    knob: Result<Parameter<'_>, ViewError>,
    low: f64,
    high: f64,
    what: &str,
    mixer: Mixer<'_>,
    report: &mut Report<'_>,
) {
    match knob.and_then(Parameter::value) {
        Ok(value) if (low - 1e-6..=high + 1e-6).contains(&value) => {}
        Ok(value) => {
            report.add(
                "ALS033",
                mixer.node(),
                format!("{what} stands at {value}, outside {low} to {high}"),
            );
        }
        Err(error) => report.add("ALS033", mixer.node(), error.to_string()),
    }
}
