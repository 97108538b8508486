//! What is inside of racks: pads, chains and macros.

use als_model::view::rack::Chain;
use als_model::view::{Device, Track};

use super::{FADER, Knob, of_parameter};
use crate::update::error::Refused;
use crate::update::scale::Scale;
use crate::update::target::{Index, Step};

/// What a pad or chain can be asked for.
const FIELDS: [&str; 3] = ["volume", "pan", "mute"];

/// Whether a pad or chain of the track has this name.
pub fn has(track: Track<'_>, name: &str) -> bool {
    chains(track).iter().any(|it| is_called(*it, name))
}

/// The names of a track's pads and chains.
pub fn names(track: Track<'_>) -> Vec<String> {
    chains(track).into_iter().map(Chain::name).collect()
}

/// The macros that have a name of their own, by their places counted from 1.
pub fn macros(track: Track<'_>) -> Vec<usize> {
    let racks = track.devices().filter(|it| it.chains().next().is_some());
    let first = racks.take(1).flat_map(Device::macros);
    let is_used = |name: Option<&str>| name.is_some_and(|it| !it.starts_with("Macro "));
    first.filter(|it| is_used(it.name)).map(|it| it.index + 1).collect()
}

/// A value of a pad or chain: `pad["Kick"].volume`, `chain[2].pan`, or by its bare name.
pub fn in_chain<'t>(track: Track<'t>, step: &Step, field: &Step) -> Result<Knob, Refused> {
    let chain = chain(track, step)?;
    let lost = |_| Refused::new(chain.name(), "has no mixer");
    match field.word.to_lowercase().as_str() {
        "volume" => {
            of_parameter(track, chain.volume().map_err(lost)?, Scale::Amplitude, Some(FADER))
        }
        "pan" => of_parameter(track, chain.pan().map_err(lost)?, Scale::Pan, Some((-1.0, 1.0))),
        "mute" => of_parameter(track, chain.speaker().map_err(lost)?, Scale::Speaker, None),
        other => Err(Refused::new(other, format!("is no value of {:?}", chain.name()))
            .among(FIELDS.map(str::to_owned).to_vec())),
    }
}

/// A macro of the track's first rack, by its place or name.
pub fn of_macro(track: Track<'_>, step: &Step) -> Result<Knob, Refused> {
    let rack = track.devices().find(|it| it.chains().next().is_some());
    let rack = rack.ok_or_else(|| Refused::new(track.name(), "has no rack, and so no macros"))?;
    let all = rack.macros();
    let found = all.iter().find(|it| match &step.index {
        Some(Index::Place(place)) => it.index + 1 == *place,
        Some(Index::Name(name)) => it.name.is_some_and(|it| it.eq_ignore_ascii_case(name)),
        None => false,
    });
    let names = || all.iter().map(|it| format!("macro[{}]", it.index + 1)).collect();
    let found = found.ok_or_else(|| {
        Refused::new("macro", format!("needs the place or name of a macro of {:?}", rack.name()))
            .among(names())
    })?;
    of_parameter(track, found.knob, Scale::Plain, Some((0.0, 127.0)))
}

fn chain<'t>(track: Track<'t>, step: &Step) -> Result<Chain<'t>, Refused> {
    let all = chains(track);
    let by_name = |name: &str| {
        let found: Vec<Chain<'t>> = all.iter().copied().filter(|it| is_called(*it, name)).collect();
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(Refused::new(name, format!("is no pad or chain on {:?}", track.name()))
                .among(names(track))),
            _ => Err(Refused::new(name, "names several pads; say which by its place, pad[n]")),
        }
    };
    match &step.index {
        Some(Index::Name(name)) => by_name(name),
        Some(Index::Place(place)) => all.get(place - 1).copied().ok_or_else(|| {
            Refused::new(format!("pad[{place}]"), format!("is not on {:?}", track.name()))
                .among(names(track))
        }),
        None => by_name(&step.word),
    }
}

fn is_called(chain: Chain<'_>, name: &str) -> bool {
    chain.name().eq_ignore_ascii_case(name)
}

/// The chains of all racks that stand on the track itself.
fn chains(track: Track<'_>) -> Vec<Chain<'_>> {
    track.devices().flat_map(Device::chains).collect()
}
