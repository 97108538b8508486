//! What is added to an arrangement: a filter that opens over some bars, a riser that leads somewhere.

use als_model::number::{print_f32, print_f64};
use als_model::schema::{Element, Schema, Version};
use als_model::stamp::{Pointees, next_id, stamp_member};
use als_model::tree::{NodeId, Tree};
use als_model::view::{LiveSet, Spot, Track};

use super::super::change::Wish;
use super::super::error::Refused;
use super::super::value::{Amount, Asked, Unit, read};
use super::Stretch;
use super::error::{unfit, value};
use super::timeline::{self, beats_of, clips, copy_before};

/// A filter's way over some bars.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sweep {
    /// Where.
    pub stretch: Stretch,
    /// Hertz at the start.
    pub from: f64,
    /// Hertz at the end.
    pub to: f64,
}

/// A low-pass that is wide open, in hertz.
const OPEN: f64 = 18_000.0;

/// Where a sweep begins when nobody says, in hertz.
const CLOSED: f64 = 200.0;

/// Reads `bars 33-48`, or `bars 33-48 from 200 Hz to 18 kHz`.
///
/// # Errors
///
/// [`Refused`] for what is no sweep, and bars that run backwards.
pub fn sweep(set: LiveSet<'_>, text: &str) -> Result<Sweep, Refused> {
    let wrong = || {
        value(
            format!("{text:?}"),
            "sweep such as \"bars 33-48\" or \"bars 33-48 from 200 Hz to 18 kHz\"",
        )
    };
    let lower = text.to_lowercase().replace(['–', '−'], "-");
    let bars = lower.trim_start_matches("bars").trim();
    let (bars, way) = bars.split_once(" from ").map_or((bars, None), |it| (it.0, Some(it.1)));
    let (first, last) = bars.split_once('-').ok_or_else(wrong)?;
    let bar = |text: &str, later: f64| {
        let bar = text.trim().parse::<u32>().ok()?;
        beats_of(set, f64::from(bar) + later)
    };
    let stretch =
        Stretch { from: bar(first, 0.0).ok_or_else(wrong)?, to: bar(last, 1.0).ok_or_else(wrong)? };
    if stretch.to <= stretch.from {
        return Err(unfit(format!("runs backwards: bars {bars}")));
    }
    let Some(way) = way else { return Ok(Sweep { stretch, from: CLOSED, to: OPEN }) };
    let (from, to) = way.split_once(" to ").ok_or_else(wrong)?;
    let hertz = |text: &str| match read(&Wish::Text(text.trim().to_owned())) {
        Some(Asked::To(Amount { value, unit: Unit::Hertz }))
            if (20.0..=20_000.0).contains(&value) =>
        {
            Some(value)
        }
        _ => None,
    };
    Ok(Sweep { stretch, from: hertz(from).ok_or_else(wrong)?, to: hertz(to).ok_or_else(wrong)? })
}

/// Puts an Auto Filter at the end of a track's chain and lets it move over the bars; elsewhere it is open.
///
/// # Errors
///
/// [`Refused`] when the forms of the set's version are not known, or the track has no chain.
pub fn add_sweep(tree: &mut Tree, track: NodeId, sweep: &Sweep) -> Result<(), Refused> {
    let schema = schema(tree)?;
    let class = |tag: &str| {
        schema.class(tag).ok_or_else(|| unfit(format!("this version's {tag} is not known")))
    };
    let (device, path, stored): (_, _, fn(f64) -> f64) = match class("AutoFilter2") {
        Ok(it) => (it, "Filter_Frequency", |hertz| hertz),
        Err(_) => (class("AutoFilter")?, "Cutoff", |hertz| 69.0 + 12.0 * libm::log2(hertz / 440.0)),
    };
    let need = |tree: &Tree, path: &str| {
        tree.find(track, path).ok_or_else(|| unfit(format!("the track has no {path}")))
    };
    let (devices, envelopes) = (
        need(tree, "DeviceChain/DeviceChain/Devices")?,
        need(tree, "AutomationEnvelopes/Envelopes")?,
    );
    let counter = tree.root().and_then(|it| tree.find(it, "LiveSet/NextPointeeId"));
    let counter = counter.ok_or_else(|| unfit("the set has no NextPointeeId".to_owned()))?;
    let next = tree.raw_attr(counter, "Value").and_then(|it| it.parse().ok());
    let mut ids =
        Pointees::starting_at(next.ok_or_else(|| unfit("NextPointeeId is no number".to_owned()))?);
    let id = next_id(tree, devices);
    let node = stamp_member(tree, devices, device, id, &mut ids);
    tree.set_value(node, "UserName", "Sweep");
    let open = print_f32(stored(OPEN) as f32);
    tree.set_value(node, &format!("{path}/Manual"), &open);
    let target = tree.find(node, &format!("{path}/AutomationTarget"));
    let target = target.and_then(|it| tree.raw_attr(it, "Id")).unwrap_or_default().to_owned();
    let id = next_id(tree, envelopes);
    let envelope = stamp_member(tree, envelopes, class("AutomationEnvelope")?, id, &mut ids);
    tree.set_value(envelope, "EnvelopeTarget/PointeeId", &target);
    let said = [
        (als_model::view::envelope::BEGINNING, OPEN),
        (sweep.stretch.from, OPEN),
        (sweep.stretch.from, sweep.from),
        (sweep.stretch.to, sweep.to),
        (sweep.stretch.to, OPEN),
    ];
    write_points(
        tree,
        envelope,
        class("FloatEvent")?,
        &said.map(|(time, hertz)| (time, stored(hertz))),
        &mut ids,
    )?;
    tree.set_attr(counter, "Value", &ids.next().to_string());
    Ok(())
}

fn write_points(
    tree: &mut Tree,
    envelope: NodeId,
    class: &Element,
    points: &[(f64, f64)],
    ids: &mut Pointees,
) -> Result<(), Refused> {
    let events = tree.find(envelope, "Automation/Events");
    let events = events.ok_or_else(|| unfit("an envelope without events".to_owned()))?;
    for (id, (time, value)) in points.iter().enumerate() {
        let event = stamp_member(tree, events, class, id as u64, ids);
        tree.set_attr(event, "Time", &print_f64(*time));
        tree.set_attr(event, "Value", &print_f32(*value as f32));
    }
    Ok(())
}

/// The schema of the set's own version.
fn schema(tree: &Tree) -> Result<&'static Schema, Refused> {
    let version = LiveSet::of(tree).map_err(|it| unfit(it.to_string()))?.version();
    let (major, minor) = version.form();
    let own =
        Version::known().find(|it| (u32::from(it.major), u32::from(it.minor)) == (major, minor));
    own.map(Schema::of).ok_or_else(|| {
        unfit(format!("devices can be added to sets of Live 10.1 to 12.4; this is {major}.{minor}"))
    })
}

/// Copies the set's riser so that it ends where a bar begins.
///
/// # Errors
///
/// [`Refused`] when there is none to copy, or no room for it.
pub fn add_riser(tree: &mut Tree, text: &str) -> Result<(), Refused> {
    let set = LiveSet::of(tree).map_err(|it| unfit(it.to_string()))?;
    let bar = text.trim().trim_start_matches("bar").trim().parse::<u32>().ok();
    let end = bar.and_then(|it| beats_of(set, f64::from(it)));
    let end = end.ok_or_else(|| {
        value(format!("{text:?}"), "bar that the riser leads to, such as \"bar 49\"")
    })?;
    let risers = set.tracks().filter(|it| it.name().to_lowercase().contains("riser"));
    let risers: Vec<NodeId> = risers.map(|it| it.node()).collect();
    let found = risers.into_iter().find_map(|it| clips(tree, it).last().map(|clip| (it, *clip)));
    let (track, clip) =
        found.ok_or_else(|| unfit("has nothing to copy: no track of the set has a riser"))?;
    let start = end - (clip.to - clip.from);
    let laid = clips(tree, track);
    if start < 0.0 || laid.iter().any(|it| it.from < end && start < it.to) {
        let length = clip.to - clip.from;
        return Err(unfit(format!(
            "has no room: a riser is {length} beats long and would end at beat {end}"
        )));
    }
    let after = laid.iter().find(|it| end <= it.from).map(|it| it.node);
    let copy = copy_before(tree, clip.node, after);
    timeline::place(tree, copy, start, end);
    Ok(())
}

/// What the devices of a track are called, to tell what was added.
pub fn devices(tree: &Tree, track: NodeId) -> String {
    let track = Track::at(Spot { tree, node: track });
    let names =
        track.into_iter().flat_map(|it| it.devices().map(|it| it.name()).collect::<Vec<_>>());
    format!("{} devices", names.count())
}
