//! The parts of an arrangement as the mix wants to know them.

use arrangement::{Arrangement, Knob, Move};
use live_export::Content;
use mixing::{Channel, Heard, Sweep};
use music_types::{Family, SampleId};

/// The parts, in the order of the mixer. `heard` says how loud a recording is, `played` how loud a
/// played part.
pub fn of(
    arrangement: &Arrangement<Content>,
    heard: impl Fn(&SampleId) -> Option<Heard>,
    played: impl Fn(&str) -> Option<Heard>,
) -> Vec<Channel> {
    let channel = |part: &arrangement::Part<Content>| {
        let recording = part.clips.iter().find_map(|it| match &it.content {
            Content::Audio(clip) => Some(&clip.sample),
            Content::Notes(_) => None,
        });
        Channel {
            name: part.name.clone(),
            role: part.role,
            is_audio: recording.is_some(),
            heard: recording.map_or_else(|| played(&part.name), &heard),
            sweeps: sweeps(&part.moves),
        }
    };
    arrangement.parts.iter().map(channel).collect()
}

/// What is automated on buses and needs a device there.
pub fn bus_sweeps(arrangement: &Arrangement<Content>) -> Vec<(Family, Sweep)> {
    let of = |(family, moves): &(Family, Vec<Move>)| {
        sweeps(moves).into_iter().map(|it| (*family, it)).collect::<Vec<_>>()
    };
    arrangement.buses.iter().flat_map(of).collect()
}

fn sweeps(moves: &[Move]) -> Vec<Sweep> {
    let sweep = |it: &Move| match it.knob {
        Knob::LowPass => Some(Sweep::LowPass),
        Knob::HighPass => Some(Sweep::HighPass),
        Knob::Resonance => Some(Sweep::Resonance),
        Knob::Width => Some(Sweep::Width),
        Knob::Volume | Knob::Pan | Knob::Send(_) | Knob::Pitch | Knob::Mute => None,
    };
    moves.iter().filter_map(sweep).collect()
}
