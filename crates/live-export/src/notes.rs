//! Notes that go with the set and its tracks: what was done, and what to change first.

use std::fmt::Write as _;

use arrangement::Part;
use mixing::{Bus, Effect, Strip};
use music_types::{Family, Instrument, Role};

use crate::request::{Content, Request};

/// The set's note: name, tempo, key, then what the request says.
pub fn of_set(request: &Request) -> String {
    let Request { name, tempo, key, note, .. } = request;
    let head = format!("{name}: {tempo}, {key}");
    if note.is_empty() { head } else { format!("{head}\n{note}") }
}

/// A part's note: what it is played on, its chain, what to change first.
pub fn of_part(
    request: &Request,
    part: &Part<Content>,
    strip: Option<&Strip>,
    instrument: Option<&Instrument>,
) -> String {
    let mut note = match instrument {
        Some(Instrument::Kit(pads)) => format!("Drum Rack of {} sounds.", pads.len()),
        Some(Instrument::Sampler(voice)) => {
            format!("Simpler on {}, root {}.", voice.sample.0, voice.root)
        }
        Some(Instrument::Synth(patch)) => format!("{} ({}).", patch.device, patch.name),
        Some(Instrument::Plugin(id)) => plugin(request, id),
        Some(Instrument::Audio) | None => "Audio.".to_owned(),
    };
    if let Some(strip) = strip {
        // Writing to a string cannot fail.
        let _ = write!(note, " Mixed at {}, {}.", strip.level, strip.pan);
        if !strip.chain.is_empty() {
            let _ = write!(note, "\nChain: {}", of_chain(&strip.chain));
        }
    }
    if part.role == Role::Reference {
        let _ = write!(note, "\n{}, {}.", request.tempo, request.key);
    }
    let _ = write!(note, "\nChange first: {}", hint(part.role));
    note
}

/// What is played on a plug-in, and what nobody could know of it.
fn plugin(request: &Request, id: &str) -> String {
    let named = request.plugins.iter().find(|it| it.id.is_some_and(|it| it.to_string() == id));
    let name = named.map_or_else(|| id.to_owned(), ToString::to_string);
    format!("{name}, as it opens by itself: choose its sound, then its level.")
}

/// A group's note: its chain.
pub fn of_bus(bus: Option<&Bus>) -> String {
    bus.map(|it| of_chain(&it.chain)).unwrap_or_default()
}

/// A chain in words.
pub fn of_chain(chain: &[Effect]) -> String {
    let each: Vec<String> = chain.iter().map(ToString::to_string).collect();
    each.join(" > ")
}

/// What a producer changes first on a part.
const fn hint(role: Role) -> &'static str {
    match role {
        Role::Kick => {
            "the kick's sample; keep its length clear of the bass. The ducking follows the ghost kick."
        }
        Role::GhostKick => {
            "nothing: no one hears it (Sends Only), every Duck listens to it. Its strokes are where the music steps back, the soft pad where it does so half."
        }
        Role::Sub | Role::Bass => "the sound, then the Duck's threshold until the pump is yours.",
        Role::Vocal => "warp markers where a word drags, then the level against the kick.",
        Role::VocalChop => "the slices' order, then their lengths.",
        Role::Lead => "the sound; the notes are in the set's scale and can be moved freely.",
        Role::Riser | Role::Downlifter | Role::Impact | Role::VoiceDrop => {
            "the level; place follows the locators."
        }
        Role::Reference => "nothing: unmute it to compare.",
        _ => match role.family() {
            Family::Drums | Family::Percussion => "samples on the pads, then velocities.",
            _ => "the sound, then how far the low-pass opens.",
        },
    }
}
