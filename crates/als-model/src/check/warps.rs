//! Warp markers.

use super::report::Report;
use super::survey::Survey;
use crate::view::Clip;
use crate::view::clip::{AudioClip, WarpMarker};

/// ALS070–ALS072: markers of every audio clip.
pub(super) fn markers(survey: &Survey<'_>, report: &mut Report<'_>) {
    for audio in survey.spots().filter_map(Clip::at).filter_map(Clip::audio) {
        match audio.warp_markers() {
            Ok(markers) => follow(audio, &markers, report),
            Err(error) => report.add("ALS071", audio.node(), error.to_string()),
        }
    }
}

fn follow(audio: AudioClip<'_>, markers: &[WarpMarker], report: &mut Report<'_>) {
    if markers.len() < 2 {
        report.add("ALS070", audio.node(), format!("{} warp markers", markers.len()));
        return;
    }
    for pair in markers.windows(2) {
        if let [before, after] = pair
            && (after.seconds <= before.seconds || after.beats <= before.beats)
        {
            let words = format!(
                "marker at {} s, beat {} after one at {} s, beat {}",
                after.seconds, after.beats, before.seconds, before.beats
            );
            report.add("ALS071", audio.node(), words);
        }
    }
    if let [.., before, last] = markers
        && 1e-6 < (last.beats - before.beats - 1.0 / 32.0).abs()
        && audio.is_warped() == Ok(true)
    {
        report.add(
            "ALS072",
            audio.node(),
            format!("the last two markers stand {} beats apart", last.beats - before.beats),
        );
    }
}
