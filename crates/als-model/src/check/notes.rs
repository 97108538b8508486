//! Notes of MIDI clips.

use std::collections::BTreeSet;

use super::report::Report;
use super::survey::Survey;
use crate::view::Spot;

/// Beats that rounding may cost.
const CLOSE: f64 = 1e-6;

/// ALS080–ALS085: notes by clip and key.
pub(super) fn keys(survey: &Survey<'_>, report: &mut Report<'_>) {
    for clip in survey.called("MidiClip") {
        let mut ids = BTreeSet::new();
        let mut before = -1;
        for track in clip.list("Notes/KeyTracks") {
            match track.whole("MidiKey") {
                Ok(key) if before < key && key < 128 => before = key,
                // Until Live 9 keys stand in any order.
                Ok(key) if !survey.is_modern() && (0..128).contains(&key) => {}
                Ok(key) => {
                    report.add("ALS084", track.node, format!("key {key} after key {before}"))
                }
                Err(error) => report.add("ALS084", track.node, error.to_string()),
            }
            line(track, report);
            track.list("Notes").for_each(|it| one(it, survey, &mut ids, report));
        }
        next_id(clip, ids.last().copied(), report);
    }
}

/// The notes of one key in a row.
fn line(track: Spot<'_>, report: &mut Report<'_>) {
    let (mut start, mut end) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for note in track.list("Notes") {
        let (Ok(time), Ok(duration)) = (note.attr_number("Time"), note.attr_number("Duration"))
        else {
            report.add("ALS080", note.node, "the note has no time or duration");
            continue;
        };
        if time < start {
            report.add("ALS080", note.node, format!("beat {time} comes after beat {start}"));
        } else if time < end - CLOSE {
            report.add(
                "ALS081",
                note.node,
                format!("it starts at beat {time}, before the one ahead ends at {end}"),
            );
        }
        (start, end) = (time, time + duration);
    }
}

fn one(note: Spot<'_>, survey: &Survey<'_>, ids: &mut BTreeSet<i64>, report: &mut Report<'_>) {
    let within = |name: &str, low: f64, high: f64| match note.attr_number(name) {
        Ok(value) => (low..=high).contains(&value),
        Err(_) => survey.tree.raw_attr(note.node, name).is_none(),
    };
    let velocity = note.attr_number("Velocity").is_ok_and(|it| (0.0..=127.0).contains(&it));
    if !velocity || !within("OffVelocity", 0.0, 127.0) {
        report.add("ALS085", note.node, "a velocity outside 0 to 127");
    }
    if !within("Probability", 0.0, 1.0) || !within("VelocityDeviation", -127.0, 127.0) {
        report.add(
            "ALS085",
            note.node,
            "a probability outside 0 to 1, or a deviation outside −127 to 127",
        );
    }
    // Live 10.1 was the first to give notes ids.
    if survey.form < (10, 1) {
        return;
    }
    match note.attr_number("NoteId") {
        Ok(id) if 1.0 <= id => {
            if !ids.insert(id as i64) {
                report.add("ALS082", note.node, format!("note id {id} is used twice"));
            }
        }
        _ => report.add("ALS082", note.node, "the note has no id"),
    }
}

fn next_id(clip: Spot<'_>, highest: Option<i64>, report: &mut Report<'_>) {
    let Some(highest) = highest else { return };
    match clip.whole("Notes/NoteIdGenerator/NextId") {
        Ok(next) if highest < next => {}
        Ok(next) => {
            report.add(
                "ALS083",
                clip.node,
                format!("the next note id is {next}, but {highest} is in use"),
            );
        }
        Err(error) => report.add("ALS083", clip.node, error.to_string()),
    }
}
