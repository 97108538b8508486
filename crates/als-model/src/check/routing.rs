//! Routings: strings that name tracks.

use std::collections::BTreeSet;

use super::report::Report;
use super::survey::Survey;
use crate::view::device::{Device, DeviceKind};
use crate::view::routing::Target;

/// ALS090: every routing anywhere that names a track names one that exists.
pub(super) fn tracks(survey: &Survey<'_>, report: &mut Report<'_>) {
    let known: BTreeSet<i64> = survey.tracks.iter().filter_map(|it| it.id()).collect();
    for target in survey.called("Target") {
        let Ok(text) = target.text("") else { continue };
        if let Target::Track { id, .. } = Target::read(&text)
            && !known.contains(&id)
            // Until Live 9 a track that is gone is written as −1.
            && (survey.is_modern() || 0 <= id)
        {
            report.add(
                "ALS090",
                target.node,
                format!("{text:?} names track {id}, which is not there"),
            );
        }
    }
}

/// ALS091–ALS093: the words for main and group, and sidechains that hear nothing.
pub(super) fn words(survey: &Survey<'_>, report: &mut Report<'_>) {
    let is_new = (12, 0) <= survey.form;
    for target in survey.called("Target") {
        let Ok(text) = target.text("") else { continue };
        if text == "AudioOut/Main" && !is_new || text == "AudioOut/Master" && is_new {
            report.add(
                "ALS091",
                target.node,
                format!("{text:?} is not how this version calls the main track"),
            );
        }
    }
    for track in &survey.tracks {
        let to_group = track.audio_out().is_some_and(|it| it.target() == Ok(Target::Group));
        if to_group && track.group().is_none() {
            report.add("ALS092", track.node(), "the track plays to a group, but is in none");
        }
        for device in track.all_devices().filter(|it| is_deaf(*it)) {
            report.add("ALS093", device.node(), "the sidechain is on, but hears nothing");
        }
    }
}

fn is_deaf(device: Device<'_>) -> bool {
    // Plug-ins have the switch on whether or not they can listen.
    let listens = device.kind() == DeviceKind::AudioEffect;
    listens
        && device.is_ducked()
        && device.sidechain().is_some_and(|it| it.target() == Ok(Target::None))
}
