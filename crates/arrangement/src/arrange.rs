//! Who plays when: a form and somebody who composes become parts with clips and moves.

use music_types::{Beats, Family, Intensity, Role, Span};

use crate::brief::Brief;
use crate::form::{Form, Section};
use crate::knob::Move;
use crate::lanes::{bus_moves, part_moves};
use crate::slot::{Slot, slots};

/// A piece: who plays what, when.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrangement<T> {
    /// The sections, from the start of the piece on.
    pub sections: Vec<Section>,
    /// The parts in the order of the mixer; none is without clips.
    pub parts: Vec<Part<T>>,
    /// The moves of the buses of those families that play.
    pub buses: Vec<(Family, Vec<Move>)>,
    /// How long the piece is.
    pub length: Beats,
}

/// A part: one track.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T> {
    /// What it is for.
    pub role: Role,
    /// Its name on the track, numbered in the order of the mixer: `01 KICK`.
    pub name: String,
    /// Its clips in order of time, none over another.
    pub clips: Vec<Clip<T>>,
    /// Its automation lanes, one a knob.
    pub moves: Vec<Move>,
}

/// A clip on the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip<T> {
    /// Section, role and variant: `DROP1A bass v2`.
    pub name: String,
    /// Where it lies.
    pub span: Span,
    /// How hard it is played, for pictures of the arrangement.
    pub intensity: Intensity,
    /// What is in it.
    pub content: T,
}

/// Asks `compose` for the content of each slot and lays it out; slots it answers with `None` stay
/// empty, and parts without any clip are left out.
pub fn arrange<T>(
    form: Form,
    brief: &Brief,
    compose: impl Fn(&Slot) -> Option<T>,
) -> Arrangement<T> {
    let mut parts: Vec<Part<T>> = Vec::new();
    for slot in slots(&form, brief) {
        let Some(content) = compose(&slot) else { continue };
        let clip = Clip {
            name: clip_name(&slot),
            span: slot.sounding,
            intensity: slot.intensity,
            content,
        };
        match parts.last_mut() {
            Some(part) if part.role == slot.role => part.clips.push(clip),
            _ => parts.push(new_part(slot.role, clip)),
        }
    }
    for (index, part) in parts.iter_mut().enumerate() {
        part.name = format!("{:02} {}", index + 1, track_name(part.role));
        let spans: Vec<Span> = part.clips.iter().map(|it| it.span).collect();
        part.moves = part_moves(&form, brief, part.role, &spans);
    }
    let playing = |family: Family| parts.iter().any(|it| it.role.family() == family);
    let families = Family::ALL.iter().copied().filter(|it| playing(*it));
    let buses = families.map(|it| (it, bus_moves(&form, brief, it))).collect();
    let length = form.length();
    Arrangement { sections: form.sections, parts, buses, length }
}

fn new_part<T>(role: Role, clip: Clip<T>) -> Part<T> {
    Part { role, name: String::new(), clips: vec![clip], moves: Vec::new() }
}

/// `LOW PERCUSSION` for `low_percussion`.
fn track_name(role: Role) -> String {
    role.word().replace('_', " ").to_uppercase()
}

/// `DROP1A bass v2`; a line of the singer says what it is, a slice of a stutter that it is one.
fn clip_name(slot: &Slot) -> String {
    let section: String = slot.section.name.split_whitespace().collect();
    let role = slot.role.word().replace('_', " ");
    match (&slot.vocal, slot.voice_drop) {
        (Some(line), _) if line.stutter => format!("{section} stutter"),
        (Some(line), _) => format!("{section} {} {}", line.kind.word(), line.phrase + 1),
        (None, Some(index)) => format!("{section} {role} {}", index + 1),
        (None, None) => format!("{section} {role} v{}", u32::from(slot.variant) + 1),
    }
}
