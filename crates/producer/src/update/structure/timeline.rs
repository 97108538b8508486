//! Bars, and changes to the arrangement as a whole: cut, silenced, taken out, doubled.

use als_model::number::print_f64;
use als_model::stamp::next_id;
use als_model::tree::{NodeId, Tree};
use als_model::view::{Clip, LiveSet, Track};

use super::super::error::Refused;
use super::Stretch;
use super::error::unfit;

/// The beats at which a bar begins, the bar counted from 1; `33.3` is the third beat of bar 33.
pub fn beats_of(set: LiveSet<'_>, bar: f64) -> Option<f64> {
    let (whole, beat) = (bar.floor(), (bar.fract() * 10.0).round());
    if !(1.0..=1e6).contains(&whole) {
        return None;
    }
    let signatures = set.signatures();
    let mut bars = 0.0;
    let mut since = 0.0;
    let mut length = signatures.first().map_or(4.0, |it| it.1.bar());
    let mut unit = signatures.first().map_or(1.0, |it| 4.0 / f64::from(it.1.denominator.max(1)));
    for (time, signature) in signatures.iter().filter(|it| 0.0 < it.0) {
        let passed = ((time - since) / length).ceil();
        if whole - 1.0 < bars + passed {
            break;
        }
        bars += passed;
        (since, length, unit) =
            (*time, signature.bar(), 4.0 / f64::from(signature.denominator.max(1)));
    }
    Some(since + (whole - 1.0 - bars) * length + (beat - 1.0).max(0.0) * unit)
}

/// Silences, or sounds again, the clips of some tracks in a stretch.
///
/// # Errors
///
/// [`Refused`] where a clip lies across an end and cannot be cut, or nothing lies there.
pub fn mute(
    tree: &mut Tree,
    tracks: &[NodeId],
    stretch: Stretch,
    is_muted: bool,
) -> Result<usize, Refused> {
    let mut count = 0;
    for track in tracks {
        cut(tree, *track, stretch.from)?;
        cut(tree, *track, stretch.to)?;
        for clip in clips(tree, *track) {
            if stretch.from <= clip.from && clip.to <= stretch.to {
                tree.set_value(clip.node, "Disabled", if is_muted { "true" } else { "false" });
                count += 1;
            }
        }
    }
    if count == 0 { Err(unfit("no clip lies there".to_owned())) } else { Ok(count) }
}

/// Whether all clips of some tracks in a stretch are silent.
pub fn is_muted(tree: &Tree, tracks: &[NodeId], stretch: Stretch) -> bool {
    let all = tracks.iter().flat_map(|it| clips(tree, *it));
    let mut inside = all.filter(|it| it.from < stretch.to && stretch.from < it.to);
    inside.all(|it| tree.value(it.node, "Disabled").as_deref() == Some("true"))
}

/// Takes a stretch out of the arrangement; what follows moves up.
///
/// # Errors
///
/// [`Refused`] where a clip lies across an end and cannot be cut.
pub fn remove(tree: &mut Tree, stretch: Stretch) -> Result<(), Refused> {
    let length = stretch.to - stretch.from;
    for track in tracks(tree)? {
        cut(tree, track, stretch.from)?;
        cut(tree, track, stretch.to)?;
        for clip in clips(tree, track) {
            if stretch.from <= clip.from && clip.to <= stretch.to {
                tree.remove(clip.node);
            } else if stretch.to <= clip.from {
                place(tree, clip.node, clip.from - length, clip.to - length);
            }
        }
    }
    for (list, field) in lists(tree)? {
        let inside: Vec<(NodeId, f64)> = timed(tree, list, field);
        let is_envelope = field == Field::Attribute;
        let seam = if is_envelope { held(tree, list, stretch) } else { None };
        for (node, time) in inside {
            if stretch.from <= time && time < stretch.to {
                tree.remove(node);
            } else if stretch.to <= time {
                field.set(tree, node, time - length);
            }
        }
        if let Some((before, after)) = seam {
            for value in [before, after] {
                point(tree, list, stretch.from, value);
            }
        }
    }
    shift_brace(tree, stretch.to, 0.0 - length);
    Ok(())
}

/// Plays a stretch of the arrangement twice; what follows moves on.
///
/// # Errors
///
/// [`Refused`] where a clip lies across an end and cannot be cut.
pub fn duplicate(tree: &mut Tree, stretch: Stretch) -> Result<(), Refused> {
    let length = stretch.to - stretch.from;
    for track in tracks(tree)? {
        cut(tree, track, stretch.from)?;
        cut(tree, track, stretch.to)?;
        let all = clips(tree, track);
        let first_after = all.iter().find(|it| stretch.to <= it.from).map(|it| it.node);
        for clip in &all {
            if stretch.to <= clip.from {
                place(tree, clip.node, clip.from + length, clip.to + length);
            } else if stretch.from <= clip.from {
                let copy = copy_before(tree, clip.node, first_after);
                place(tree, copy, clip.from + length, clip.to + length);
            }
        }
    }
    for (list, field) in lists(tree)? {
        let all = timed(tree, list, field);
        let seam = if field == Field::Attribute { held(tree, list, stretch) } else { None };
        let first_after = all.iter().find(|it| stretch.to <= it.1).map(|it| it.0);
        for (node, time) in &all {
            if stretch.to <= *time {
                field.set(tree, *node, time + length);
            }
        }
        // The way into the stretch and out of it stays as it was: both ends are held on both sides.
        if let Some((before, after)) = seam {
            for (time, value) in
                [(stretch.to, after.clone()), (stretch.to, before), (stretch.to + length, after)]
            {
                point_before(tree, list, time, value, first_after);
            }
        }
        let copies: Vec<&(NodeId, f64)> =
            all.iter().filter(|it| stretch.from <= it.1 && it.1 < stretch.to).collect();
        for (node, time) in copies {
            let copy = copy_before(tree, *node, first_after);
            field.set(tree, copy, time + length);
        }
        if field == Field::Attribute {
            in_order(tree, list);
        }
    }
    shift_brace(tree, stretch.to, length);
    Ok(())
}

/// A clip of the arrangement with its ends in beats.
#[derive(Debug, Clone, Copy)]
pub struct Laid {
    /// The clip.
    pub node: NodeId,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// The clips of a track's arrangement, in the order of the document.
pub fn clips(tree: &Tree, track: NodeId) -> Vec<Laid> {
    let track = Track::at(als_model::view::Spot { tree, node: track });
    let laid =
        |it: Clip<'_>| Some(Laid { node: it.node(), from: it.start().ok()?, to: it.end().ok()? });
    track.into_iter().flat_map(Track::arrangement).filter_map(laid).collect()
}

/// A copy of a list's member before another of it, or behind all, with an id of its own.
pub fn copy_before(tree: &mut Tree, node: NodeId, sibling: Option<NodeId>) -> NodeId {
    let list = tree.parent(node).unwrap_or(node);
    let id = next_id(tree, list).to_string();
    let copy = match sibling {
        Some(sibling) => tree.duplicate_before(node, sibling),
        None => tree.duplicate(node, list),
    };
    tree.set_attr(copy, "Id", &id);
    copy
}

/// Lays a clip elsewhere.
pub fn place(tree: &mut Tree, clip: NodeId, from: f64, to: f64) {
    tree.set_attr(clip, "Time", &print_f64(from));
    tree.set_value(clip, "CurrentStart", &print_f64(from));
    tree.set_value(clip, "CurrentEnd", &print_f64(to));
}

/// Cuts the clip that lies across a time in two that sound as one.
fn cut(tree: &mut Tree, track: NodeId, at: f64) -> Result<(), Refused> {
    let Some(clip) = clips(tree, track).into_iter().find(|it| it.from < at && at < it.to) else {
        return Ok(());
    };
    let name = tree.value(clip.node, "Name").unwrap_or_default().into_owned();
    if tree.tag(clip.node) == "AudioClip"
        && tree.value(clip.node, "IsWarped").as_deref() != Some("true")
    {
        return Err(unfit(format!(
            "the clip {name:?} lies across beat {at}, and audio that is not warped is not cut"
        )));
    }
    let number =
        |tree: &Tree, path: &str| tree.value(clip.node, path).and_then(|it| it.parse::<f64>().ok());
    let (Some(start), Some(end)) = (number(tree, "Loop/LoopStart"), number(tree, "Loop/LoopEnd"))
    else {
        return Err(unfit(format!("the clip {name:?} has no loop that can be read")));
    };
    let passed = at - clip.from;
    let is_looped = tree.value(clip.node, "Loop/LoopOn").as_deref() == Some("true");
    let after = tree.next(clip.node);
    let right = copy_before(tree, clip.node, after);
    place(tree, clip.node, clip.from, at);
    place(tree, right, at, clip.to);
    if is_looped {
        let offset = number(tree, "Loop/StartRelative").unwrap_or(0.0) + passed;
        let around = (end - start).max(1e-6);
        let offset = if offset < around { offset } else { offset.rem_euclid(around) };
        tree.set_value(right, "Loop/StartRelative", &print_f64(offset));
    } else {
        tree.set_value(clip.node, "Loop/LoopEnd", &print_f64(start + passed));
        tree.set_value(right, "Loop/LoopStart", &print_f64(start + passed));
    }
    Ok(())
}

/// Where a list's members keep their time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    /// In an attribute `Time`.
    Attribute,
    /// In a member `Time`.
    Member,
}

impl Field {
    fn set(self, tree: &mut Tree, node: NodeId, time: f64) {
        let text = print_f64(time);
        match self {
            Self::Attribute => tree.set_attr(node, "Time", &text),
            Self::Member => tree.set_value(node, "Time", &text),
        };
    }
}

/// All tracks, main among them.
fn tracks(tree: &Tree) -> Result<Vec<NodeId>, Refused> {
    let set = LiveSet::of(tree).map_err(|it| unfit(it.to_string()))?;
    Ok(set.tracks().map(|it| it.node()).collect())
}

/// The locators, and the points of every track's automation.
fn lists(tree: &Tree) -> Result<Vec<(NodeId, Field)>, Refused> {
    let set = LiveSet::of(tree).map_err(|it| unfit(it.to_string()))?;
    let locators = set.spot().at("Locators/Locators").map(|it| (it.node, Field::Member));
    let tracks = set.tracks().chain(set.main().ok());
    let events = tracks.flat_map(|it| it.envelopes().collect::<Vec<_>>());
    let events = events.filter_map(|it| it.spot().at("Automation/Events"));
    Ok(locators.into_iter().chain(events.map(|it| (it.node, Field::Attribute))).collect())
}

/// The members of a list that lie on the timeline, with their beats.
fn timed(tree: &Tree, list: NodeId, field: Field) -> Vec<(NodeId, f64)> {
    let time = |it: NodeId| match field {
        Field::Attribute => tree.raw_attr(it, "Time").and_then(|it| it.parse::<f64>().ok()),
        Field::Member => tree.value(it, "Time").and_then(|it| it.parse::<f64>().ok()),
    };
    tree.children(list)
        .filter_map(|it| time(it).map(|at| (it, at)))
        .filter(|it| 0.0 <= it.1)
        .collect()
}

/// What an envelope has on the outer sides of a stretch's ends: before its start, and at its end; `None` where
/// nothing moves there.
fn held(tree: &Tree, list: NodeId, stretch: Stretch) -> Option<(String, String)> {
    let points = points(tree, list);
    let is_number = tree.children(list).next().is_some_and(|it| tree.tag(it) == "FloatEvent");
    let (first, last) = (points.first()?, points.last()?);
    if points.len() < 2 || last.0 < stretch.from || (first.0 >= stretch.to) {
        return None;
    }
    let at = |time: f64, is_after: bool| {
        let before = points
            .iter()
            .rev()
            .find(|it| if is_after { it.0 <= time } else { it.0 < time })
            .unwrap_or(first);
        let after = points.iter().find(|it| if is_after { time < it.0 } else { time <= it.0 });
        let value = match after {
            Some(after) if is_number && 0.0 <= before.0 => {
                let way = ((time - before.0) / (after.0 - before.0).max(1e-9)).clamp(0.0, 1.0);
                before.1 + (after.1 - before.1) * way
            }
            _ => before.1,
        };
        spelt(tree, list, value)
    };
    Some((at(stretch.from, false), at(stretch.to, true)))
}

fn points(tree: &Tree, list: NodeId) -> Vec<(f64, f64)> {
    let value = |text: &str| match text {
        "true" => Some(1.0),
        "false" => Some(0.0),
        _ => text.parse::<f64>().ok(),
    };
    let read = |it: NodeId| {
        Some((tree.raw_attr(it, "Time")?.parse().ok()?, value(tree.raw_attr(it, "Value")?)?))
    };
    tree.children(list).filter_map(read).collect()
}

fn spelt(tree: &Tree, list: NodeId, value: f64) -> String {
    match tree.children(list).next().map(|it| tree.tag(it)) {
        Some("BoolEvent") => als_model::number::print_bool(0.5 <= value).to_owned(),
        Some("EnumEvent") => format!("{value:.0}"),
        _ => als_model::number::print_f32(value as f32),
    }
}

/// A new point in its place on the timeline, behind those of the same time.
fn point(tree: &mut Tree, list: NodeId, time: f64, value: String) {
    let after =
        timed(tree, list, Field::Attribute).into_iter().find(|it| time < it.1).map(|it| it.0);
    point_before(tree, list, time, value, after);
}

fn point_before(tree: &mut Tree, list: NodeId, time: f64, value: String, after: Option<NodeId>) {
    let Some(model) = tree.children(list).next() else { return };
    let point = copy_before(tree, model, after);
    for name in ["CurveControl1X", "CurveControl1Y", "CurveControl2X", "CurveControl2Y"] {
        tree.remove_attr(point, name);
    }
    tree.set_attr(point, "Time", &print_f64(time));
    tree.set_attr(point, "Value", &value);
}

/// Brings the points of a list into the order of time; equal times stay as they are.
fn in_order(tree: &mut Tree, list: NodeId) {
    let mut all: Vec<(NodeId, f64)> = tree
        .children(list)
        .filter_map(|it| Some((it, tree.raw_attr(it, "Time")?.parse::<f64>().ok()?)))
        .collect();
    if all.is_sorted_by(|a, b| a.1 <= b.1) {
        return;
    }
    all.sort_by(|a, b| a.1.total_cmp(&b.1));
    for (node, _) in all {
        tree.move_to(node, list);
    }
}

/// Moves the loop brace along with what follows a time.
fn shift_brace(tree: &mut Tree, after: f64, by: f64) {
    let brace = tree.root().and_then(|it| tree.find(it, "LiveSet/Transport/LoopStart"));
    let start =
        brace.and_then(|it| tree.raw_attr(it, "Value").and_then(|it| it.parse::<f64>().ok()));
    if let (Some(brace), Some(start)) = (brace, start.filter(|it| after <= *it)) {
        tree.set_attr(brace, "Value", &print_f64(start + by));
    }
}
