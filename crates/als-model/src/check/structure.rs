//! What may stand where in which version.

use super::Edition;
use super::report::Report;
use super::survey::Survey;
use crate::schema::{Dial, Element, Kind, Plain, Schema, Version};
use crate::view::plugin::Format;
use crate::view::{Device, Spot, TrackKind};

/// ALS123 and ALS124: forms of other versions, and of presets.
pub(super) fn set_form(survey: &Survey<'_>, report: &mut Report<'_>) {
    for scale in survey.called("ScaleInformation") {
        let numbered = scale.whole("Name").is_ok();
        let wants = (12, 1) <= survey.form;
        if numbered != wants || scale.at("Root").is_some() != wants {
            let wanted = if wants { "Root and a number" } else { "RootNote and a name" };
            report.add(
                "ALS123",
                scale.node,
                format!("a scale is written as {wanted} in this version"),
            );
        }
    }
    for at in survey.spots() {
        let misplaced = match at.tag() {
            "DocumentColorIndex" | "BranchPresets" | "MixerPreset" => !is_in_reference(at),
            "ZoneSettings" => parent_is(at, "DrumBranch"),
            "AudioEffectBranch" => parent_is(at, "ReturnBranches"),
            _ => false,
        };
        if misplaced {
            report.add(
                "ALS124",
                at.node,
                format!("{} belongs to presets: Live crashes or refuses", at.tag()),
            );
        }
    }
}

fn parent_is(at: Spot<'_>, tag: &str) -> bool {
    at.tree.parent(at.node).is_some_and(|it| at.tree.tag(it) == tag)
}

/// Whether an element stands in what a set remembers of a preset.
fn is_in_reference(at: Spot<'_>) -> bool {
    let mut around = std::iter::successors(at.tree.parent(at.node), |it| at.tree.parent(*it));
    around.any(|it| {
        matches!(at.tree.tag(it), "LastPresetRef" | "SourceContext" | "PresetRef" | "Preset")
    })
}

/// ALS125: what plug-ins are known by.
pub(super) fn plugins(survey: &Survey<'_>, report: &mut Report<'_>) {
    for device in survey
        .spots()
        .filter(|it| matches!(it.tag(), "PluginDevice" | "AuPluginDevice"))
        .map(Device::at)
    {
        let Some(plugin) = device.plugin() else {
            report.add("ALS125", device.node(), "the plug-in device does not say which plug-in");
            continue;
        };
        let at = plugin.spot();
        let is_int = |path: &str| at.whole(path).is_ok_and(|it| i32::try_from(it).is_ok());
        let fits = match plugin.format() {
            Format::Vst2 => is_int("UniqueId"),
            Format::Vst3 => (0..4).all(|it| is_int(&format!("Uid/Fields.{it}"))),
            Format::Au => ["ComponentType", "ComponentSubType", "ComponentManufacturer"]
                .into_iter()
                .all(is_int),
        };
        if !fits {
            let words = format!(
                "the id of {:?} does not have the shape of a {}",
                plugin.name(),
                plugin.format().name()
            );
            report.add("ALS125", device.node(), words);
        }
    }
}

/// ALS120–ALS122: elements against what is known of the version; of versions that are not known, nothing is said.
pub(super) fn known(survey: &Survey<'_>, report: &mut Report<'_>) {
    let version = Version::of_header(&survey.version.minor_version);
    let (Some(version), Some(set)) = (version, survey.set) else { return };
    let schema = Schema::of(version);
    let mut waiting: Vec<(Spot<'_>, &Element)> = Vec::new();
    waiting.extend(schema.class("LiveSet").map(|it| (set.spot(), it)));
    while let Some((at, class)) = waiting.pop() {
        attributes(at, class, report);
        value(at, class, report);
        match class.kind() {
            Kind::List(_) => members(at, class, schema, &mut waiting, report),
            Kind::Group if class.children().is_empty() => {}
            Kind::Group => children(at, class, &mut waiting, report),
            Kind::Value(..)
            | Kind::Parameter { .. }
            | Kind::Pointee
            | Kind::Identity
            | Kind::Blob => {}
        }
    }
}

/// ALS127: attributes that the class does not have; Live refuses them.
fn attributes(at: Spot<'_>, class: &Element, report: &mut Report<'_>) {
    let has_value = matches!(class.kind(), Kind::Value(..));
    let has_id = matches!(class.kind(), Kind::Pointee | Kind::Identity);
    for (name, _) in at.tree.attrs(at.node) {
        let known = class.attributes().iter().any(|it| it.name == name);
        if !(known || has_value && name == "Value" || has_id && name == "Id") {
            let words = format!("{} has no attribute {name:?} in this version", class.tag());
            report.add("ALS127", at.node, words);
        }
    }
}

/// ALS128 and ALS129: what a value or parameter may be.
fn value(at: Spot<'_>, class: &Element, report: &mut Report<'_>) {
    let (path, plain) = match class.kind() {
        Kind::Value(plain, _) => ("", *plain),
        Kind::Parameter { dial: Dial::Switch, .. } => ("Manual", Plain::Bool),
        Kind::Parameter { dial: Dial::Selector, .. } => ("Manual", Plain::Int),
        Kind::Parameter { dial: Dial::Knob, .. } => ("Manual", Plain::Float),
        _ => return,
    };
    let read = match plain {
        Plain::Bool => at.switch(path).map(drop),
        // Operator's partials are whole in most sets, and not in all.
        Plain::Int if at.tag().starts_with("Harmonics.") => at.number(path).map(drop),
        Plain::Int => at.whole(path).map(drop),
        Plain::Float => at.number(path).map(drop),
        Plain::Text => at.text(path).map(drop),
    };
    if let Err(error) = read {
        report.add("ALS128", at.node, error.to_string());
    }
    if let Kind::Parameter { range: Some(range), unit, .. } = class.kind()
        && let Ok(value) = at.number("Manual")
        && !range.holds(value)
        // The knobs of plug-ins have ranges of their own.
        && class.tag() != "ParameterValue"
    {
        let words = format!("{value} {unit} is outside {} to {}", range.low, range.high);
        report.add("ALS129", at.node, words);
    }
}

fn members<'t, 's>(
    list: Spot<'t>,
    class: &Element,
    schema: &'s Schema,
    waiting: &mut Vec<(Spot<'t>, &'s Element)>,
    report: &mut Report<'_>,
) {
    for member in list.list("") {
        // `Value` holds references of many kinds, not all of which are known.
        if !class.welcomes(member.tag()) && class.tag() != "Value" {
            let words =
                format!("{} does not stand in {} in this version", member.tag(), class.tag());
            report.add("ALS120", member.node, words);
        }
        waiting.extend(schema.class(member.tag()).map(|it| (member, it)));
    }
}

fn children<'t, 's>(
    at: Spot<'t>,
    class: &'s Element,
    waiting: &mut Vec<(Spot<'t>, &'s Element)>,
    report: &mut Report<'_>,
) {
    let places = class.children();
    let mut seen = vec![false; places.len()];
    let mut furthest = 0;
    for child in at.list("") {
        // Children stand in order, so the next place is nearly always right behind the last.
        let near = places.iter().enumerate().skip(furthest).find(|it| it.1.tag() == child.tag());
        let place = near.or_else(|| places.iter().enumerate().find(|it| it.1.tag() == child.tag()));
        let Some((index, known)) = place else {
            if !Schema::is_mapping(child.tag()) {
                let words =
                    format!("{} is not known in {} in this version", child.tag(), class.tag());
                report.add("ALS120", child.node, words);
            }
            continue;
        };
        if index < furthest {
            let ahead = places.get(furthest).map_or("", |it| it.tag());
            report.add(
                "ALS121",
                child.node,
                format!("{} comes after {ahead}; Live has it before", child.tag()),
            );
        }
        furthest = furthest.max(index);
        if let Some(it) = seen.get_mut(index) {
            *it = true;
        }
        waiting.push((child, known));
    }
    for (place, _) in
        places.iter().zip(&seen).filter(|(place, seen)| !**seen && !place.is_optional())
    {
        report.add(
            "ALS122",
            at.node,
            format!("there is no {}, which Live always writes", place.tag()),
        );
    }
}

/// ALS126: tracks and scenes against what an edition holds.
pub(super) fn edition(survey: &Survey<'_>, report: &mut Report<'_>) {
    let (Some(set), Some(edition)) = (survey.set, survey.edition()) else { return };
    let (tracks, scenes) = match edition {
        Edition::Lite => (8, if (12, 0) <= survey.form { 16 } else { 8 }),
        Edition::Intro => (16, 16),
        Edition::Standard | Edition::Suite => return,
    };
    let plays = |it: TrackKind| matches!(it, TrackKind::Audio | TrackKind::Midi);
    let found = survey.tracks.iter().filter(|it| plays(it.kind())).count();
    if tracks < found {
        report.add(
            "ALS126",
            set.node(),
            format!("{found} audio and MIDI tracks; {edition:?} holds {tracks}"),
        );
    }
    if scenes < survey.scenes {
        report.add(
            "ALS126",
            set.node(),
            format!("{} scenes; {edition:?} holds {scenes}", survey.scenes),
        );
    }
}
