//! Devices and their knobs.

use super::{Changes, pairs};
use crate::view::Device;
use crate::view::level::{show, show_pan};
use crate::view::plugin::Plugin;
use crate::view::rack::Chain;

/// The most knobs of one device that are told one by one.
const MOST: usize = 12;
/// How deep racks in racks are followed.
const DEEPEST: usize = 12;

/// Compares two chains of devices.
pub(super) fn compare(place: &str, old: &[Device<'_>], new: &[Device<'_>], changes: &mut Changes) {
    compare_to(place, old, new, DEEPEST, changes);
}

fn compare_to(
    place: &str,
    old: &[Device<'_>],
    new: &[Device<'_>],
    deeper: usize,
    changes: &mut Changes,
) {
    let same_class = |a: &Device<'_>, b: &Device<'_>| a.tag() == b.tag() && a.class() == b.class();
    let same = |a: &Device<'_>, b: &Device<'_>| same_class(a, b) && a.spot().id() == b.spot().id();
    let same_name = |a: &Device<'_>, b: &Device<'_>| same_class(a, b) && a.name() == b.name();
    let pairs = pairs::pair(old, new, &[&same, &same_name, &same_class]);
    for it in &pairs.removed {
        changes.removed(place, "device removed:", it.name());
    }
    for it in &pairs.added {
        changes.added(place, "device added:", it.name());
    }
    let before = |it: &Device<'_>| old.iter().position(|other| other.node() == it.node());
    if !pairs.both.is_sorted_by_key(|it| before(it.0)) {
        let names: Vec<String> = pairs.both.iter().map(|it| it.1.name()).collect();
        changes.added(place, "order of devices is now", names.join(", "));
    }
    for (a, b) in &pairs.both {
        one(&format!("{place}, {}", b.name()), **a, **b, deeper, changes);
    }
}

fn one(place: &str, old: Device<'_>, new: Device<'_>, deeper: usize, changes: &mut Changes) {
    let state = |it: Device<'_>| if it.is_on() { "on" } else { "off" };
    changes.value(place, "renamed", old.name(), new.name());
    changes.value(place, "switched", state(old), state(new));
    knobs(place, old, new, changes);
    inside(place, old, new, changes);
    if deeper == 0 {
        return;
    }
    let before: Vec<Chain<'_>> = old.chains().collect();
    let after: Vec<Chain<'_>> = new.chains().collect();
    let same_id = |a: &Chain<'_>, b: &Chain<'_>| a.spot().id() == b.spot().id();
    let same_name = |a: &Chain<'_>, b: &Chain<'_>| a.name() == b.name();
    let both = |a: &Chain<'_>, b: &Chain<'_>| same_id(a, b) && same_name(a, b);
    let pairs = pairs::pair(&before, &after, &[&both, &same_name, &same_id]);
    pairs.removed.iter().for_each(|it| changes.removed(place, "chain removed:", it.name()));
    pairs.added.iter().for_each(|it| changes.added(place, "chain added:", it.name()));
    for (a, b) in pairs.both {
        let place = format!("{place}, {}", b.name());
        strip(&place, *a, *b, changes);
        let before: Vec<Device<'_>> = a.devices().collect();
        let after: Vec<Device<'_>> = b.devices().collect();
        compare_to(&place, &before, &after, deeper - 1, changes);
    }
}

/// What a device holds besides its knobs: samples, who it listens to, a plug-in's state.
fn inside(place: &str, old: Device<'_>, new: Device<'_>, changes: &mut Changes) {
    let key = |it: Device<'_>| {
        it.sidechain()
            .map_or_else(|| "none".to_owned(), |it| format!("{} {}", it.upper(), it.lower()))
    };
    let samples = |it: Device<'_>| {
        let names = it.samples().into_iter().filter_map(|it| it.file().ok()).map(|it| it.name());
        names.collect::<Vec<_>>().join(", ")
    };
    changes.value(place, "sidechain from", key(old), key(new));
    changes.value(place, "sample", samples(old), samples(new));
    let state = |plugin: Option<Plugin<'_>>| plugin.map(|it| it.state().concat());
    if state(old.plugin()) != state(new.plugin()) {
        changes.added(place, "plug-in's state changed", "");
    }
}

/// The strip of a chain.
fn strip(place: &str, old: Chain<'_>, new: Chain<'_>, changes: &mut Changes) {
    let level = |it: Chain<'_>| it.decibels().map_or_else(|_| "none".to_owned(), show);
    let pan = |it: Chain<'_>| {
        it.pan().and_then(|it| it.value()).map_or_else(|_| "none".to_owned(), show_pan)
    };
    let muted = |it: Chain<'_>| if it.is_muted() { "yes" } else { "no" };
    changes.value(place, "volume", level(old), level(new));
    changes.value(place, "pan", pan(old), pan(new));
    changes.value(place, "muted", muted(old), muted(new));
}

fn knobs(place: &str, old: Device<'_>, new: Device<'_>, changes: &mut Changes) {
    let before: std::collections::BTreeMap<String, String> =
        old.knobs().into_iter().map(|it| (it.path, it.parameter.text())).collect();
    let mut more = 0;
    let mut told = 0;
    for knob in new.knobs().into_iter().filter(|it| it.path != "On") {
        let now = knob.parameter.text();
        let Some(was) = before.get(&knob.path).filter(|it| **it != now) else { continue };
        if told < MOST {
            changes.value(place, &knob.path, was.clone(), now);
            told += 1;
        } else {
            more += 1;
        }
    }
    if 0 < more {
        changes.added(place, "other knobs changed:", more.to_string());
    }
}
