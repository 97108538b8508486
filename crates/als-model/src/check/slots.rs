//! The session's grid: scenes across, tracks down.

use super::report::Report;
use super::survey::Survey;
use crate::view::{Spot, Track, TrackKind};

/// ALS040–ALS042: as many slots as scenes.
pub(super) fn count(survey: &Survey<'_>, report: &mut Report<'_>) {
    for track in &survey.tracks {
        let at = track.spot();
        match track.kind() {
            TrackKind::Audio | TrackKind::Midi => {
                slots(
                    at,
                    "DeviceChain/MainSequencer/ClipSlotList",
                    "ALS040",
                    &[survey.scenes],
                    report,
                );
                slots(
                    at,
                    "DeviceChain/FreezeSequencer/ClipSlotList",
                    "ALS041",
                    &[survey.scenes],
                    report,
                );
            }
            TrackKind::Group => {
                slots(at, "Slots", "ALS042", &[survey.scenes], report);
                let frozen = "DeviceChain/FreezeSequencer/ClipSlotList";
                slots(at, frozen, "ALS041", &[0, survey.scenes], report);
            }
            _ => slots(at, "DeviceChain/FreezeSequencer/ClipSlotList", "ALS041", &[0], report),
        }
    }
}

fn slots(
    track: Spot<'_>,
    path: &str,
    code: &'static str,
    wanted: &[usize],
    report: &mut Report<'_>,
) {
    let Some(list) = track.at(path) else {
        if wanted != [0] && wanted.first() != Some(&0) {
            report.add(code, track.node, format!("there is no {path}"));
        }
        return;
    };
    let found = list.list("").count();
    if !wanted.contains(&found) {
        let wanted = wanted.last().copied().unwrap_or(0);
        report.add(code, list.node, format!("{found} slots for {wanted} scenes"));
    }
}

/// ALS043: what stands in a slot or on a lane.
pub(super) fn contents(survey: &Survey<'_>, report: &mut Report<'_>) {
    for track in &survey.tracks {
        for slot in track.slots() {
            if 1 < slot.list("ClipSlot/Value").count() {
                report.add("ALS043", slot.node, "more than one clip in a slot");
            }
        }
        wrong_kind(*track, report);
    }
}

fn wrong_kind(track: Track<'_>, report: &mut Report<'_>) {
    // A frozen MIDI track keeps its audio in the freeze sequencer, so what stands here must be of its kind.
    let wanted = match track.kind() {
        TrackKind::Midi => "MidiClip",
        TrackKind::Audio => "AudioClip",
        _ => return,
    };
    let session = track.session().map(|it| it.1);
    for clip in track.arrangement().chain(session).filter(|it| it.spot().tag() != wanted) {
        let words = format!("a {} on a track for {wanted}s", clip.spot().tag());
        report.add("ALS043", clip.node(), words);
    }
}
