//! Parameters of a device, by the names they go by.

use als_model::schema::Dial;
use als_model::view::reading::Reading;
use als_model::view::{Device, Spot, Track};

use super::{Knob, of_parameter};
use crate::update::error::Refused;
use crate::update::scale::Scale;
use crate::update::target::{Index, Step};

/// A parameter of a device: `device["EQ Eight"].band[3].gain`.
pub fn knob(track: Track<'_>, step: &Step, more: &[Step]) -> Result<Knob, Refused> {
    let device = device(track, step)?;
    let field = joined(more);
    let readings = device.readings();
    let wanted = squeezed(&field);
    let same = |it: &&Reading<'_>| names(device, it).iter().any(|name| squeezed(name) == wanted);
    let found: Vec<&Reading<'_>> = readings.iter().filter(same).collect();
    match found.as_slice() {
        [one] => {
            let range = one
                .range
                .map(|it| (it.low, it.high))
                .or_else(|| one.parameter.mapping_range().map(|(a, b)| (a.min(b), a.max(b))));
            let range = range.filter(|_| one.dial != Dial::Switch);
            let scale = Scale::in_time(&one.path).unwrap_or(Scale::of(one.dial, one.unit));
            of_parameter(track, one.parameter, scale, range)
        }
        [] => Err(Refused::new(field, format!("is no parameter of {}", device.name()))
            .among(fields(device))),
        several => {
            let paths = several.iter().map(|it| it.path.clone()).collect();
            Err(Refused { allowed: paths, ..Refused::new(field, "names several parameters") })
        }
    }
}

fn device<'t>(track: Track<'t>, step: &Step) -> Result<Device<'t>, Refused> {
    let top: Vec<Device<'t>> = track.devices().collect();
    let all: Vec<Device<'t>> = track.all_devices().collect();
    let told = |it: &Device<'t>| format!("device[{:?}]", it.name());
    let names = || all.iter().map(told).collect::<Vec<_>>();
    match &step.index {
        None => Err(Refused::new("device", "needs a name or place in brackets").among(names())),
        Some(Index::Place(place)) => top.get(place - 1).copied().ok_or_else(|| {
            Refused::new(format!("device[{place}]"), format!("is not on {:?}", track.name()))
                .among(names())
        }),
        Some(Index::Name(name)) => {
            let same = |it: &&Device<'t>| {
                it.name().eq_ignore_ascii_case(name) || it.class().eq_ignore_ascii_case(name)
            };
            let found: Vec<Device<'t>> = all.iter().filter(same).copied().collect();
            match found.as_slice() {
                [one] => Ok(*one),
                [] => Err(Refused::new(name, format!("is no device on {:?}", track.name()))
                    .among(names())),
                several => {
                    let why = "names several devices; say which by its place, device[n]";
                    Err(Refused {
                        allowed: several.iter().map(told).collect(),
                        ..Refused::new(name, why)
                    })
                }
            }
        }
    }
}

/// The names by which a device's parameters can be asked for, the handiest of each.
pub fn fields(device: Device<'_>) -> Vec<String> {
    let readings = device.readings();
    readings.iter().filter_map(|it| names(device, it).into_iter().next()).collect()
}

/// What a parameter may be called: by a plug-in's own name, as a band of EQ Eight, by its whole path, by its end
/// where no other ends so.
fn names(device: Device<'_>, reading: &Reading<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let around = reading.parameter.spot();
    let parent = around.tree.parent(around.node).map(|node| Spot { node, ..around });
    if let Some(name) =
        parent.and_then(|it| it.text("ParameterName").ok()).filter(|it| !it.is_empty())
    {
        names.push(name.into_owned());
    }
    if let Some(band) =
        reading.path.strip_prefix("Bands.").and_then(|it| it.split_once("/ParameterA/"))
    {
        let place = band.0.parse::<usize>().map_or(0, |it| it + 1);
        names.push(format!("band[{place}].{}", band.1.to_lowercase()));
    }
    names.push(reading.path.clone());
    if let Some((_, end)) = reading.path.rsplit_once('/') {
        let ending =
            |it: &als_model::view::device::Knob<'_>| it.path.rsplit('/').next() == Some(end);
        if device.knobs().iter().filter(|it| ending(it)).count() == 1 {
            names.push(end.to_owned());
        }
    }
    names
}

/// The steps behind a device as one name.
fn joined(steps: &[Step]) -> String {
    let step = |it: &Step| match &it.index {
        Some(Index::Place(place)) => format!("{}[{place}]", it.word),
        Some(Index::Name(name)) => format!("{}[{name}]", it.word),
        None => it.word.clone(),
    };
    steps.iter().map(step).collect::<Vec<_>>().join(".")
}

/// A name without case, blanks and signs but brackets' numbers.
fn squeezed(name: &str) -> String {
    name.to_lowercase().chars().filter(|it| it.is_alphanumeric()).collect()
}
