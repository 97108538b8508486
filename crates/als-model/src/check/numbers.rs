//! Numbers as text.

use super::report::Report;
use super::survey::Survey;

/// Elements whose `Value` is a number in every version.
const NUMBERS: &[&str] = &[
    "CurrentEnd",
    "CurrentStart",
    "DefaultDuration",
    "DefaultSampleRate",
    "Denominator",
    "FadeInLength",
    "FadeOutLength",
    "HiddenLoopEnd",
    "HiddenLoopStart",
    "LoopEnd",
    "LoopLength",
    "LoopStart",
    "MidiKey",
    "NextId",
    "NextPointeeId",
    "Numerator",
    "OutMarker",
    "PitchCoarse",
    "PitchFine",
    "PointeeId",
    "SampleVolume",
    "StartRelative",
    "Time",
    "TrackGroupId",
    "WarpMode",
];

/// Attributes that are a number wherever they stand.
const ATTRIBUTES: &[&str] = &[
    "BeatTime",
    "Duration",
    "Id",
    "LomId",
    "NoteId",
    "OffVelocity",
    "SecTime",
    "Time",
    "Velocity",
];

/// ALS110 and ALS111: how values are written.
pub(super) fn spelling(survey: &Survey<'_>, report: &mut Report<'_>) {
    for at in survey.spots() {
        let tag = at.tag();
        for (name, value) in survey.tree.attrs(at.node) {
            let plain = crate::number::is_plain(&value);
            let wants = match name {
                "Value" if tag == "Manual" || tag.ends_with("Event") => {
                    !matches!(&*value, "true" | "false")
                }
                "Value" => NUMBERS.binary_search(&tag).is_ok(),
                _ => ATTRIBUTES.binary_search(&name).is_ok(),
            };
            if wants && !plain {
                report.add(
                    "ALS110",
                    at.node,
                    format!("{name} is {value:?}, which Live does not read as a number"),
                );
            }
        }
        // Scenes of Live 10 and earlier have both.
        let both = tag != "Scene" && survey.tree.raw_attr(at.node, "Value").is_some();
        if both && survey.tree.children(at.node).next().is_some() {
            report.add("ALS111", at.node, "there is a Value, and children too");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order_to_be_searched() {
        assert!(NUMBERS.is_sorted() && ATTRIBUTES.is_sorted());
    }
}
