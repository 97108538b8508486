//! The ghost kick: a part that nobody hears and every duck listens to.
//!
//! It beats with the kick; where the kick rests and the music goes on, in breaks and builds, it
//! beats on more softly, so that the pump eases off and never stops dead.

use arrangement::{Arrangement, Clip, Part, Section};
use live_export::Content;
use mixing::style::Pump;
use music_types::{
    Beats, Db, Instrument, Intensity, Note, Pad, Pan, Phrase, Pitch, Role, SectionKind, Semitones,
    Span, Velocity,
};
use plan::RemixPlan;

use crate::remix::numbered;
use crate::shopping::imported;

/// The pad that ducks all the way, and the one that ducks about half.
const FULL: Pitch = Pitch::new(36);
const SOFT: Pitch = Pitch::new(38);

/// The name of its sample.
pub const SAMPLE: &str = "ghost_kick";

/// Strokes of the kick softer than this are ornaments: nothing is to duck under them.
const FIRM: u8 = 70;

/// How much of the duck a soft stroke takes away: breaks pump at 30 to 50 %.
const EASED: f64 = 0.55;

/// No gap shorter than this is beaten through.
const SHORTEST: Beats = Beats::bars(2);

/// The arrangement with a ghost kick right after its kick, the parts numbered anew; as it was
/// where there is no kick, or where the edition's few tracks are better spent.
pub fn with_ghost(mut arrangement: Arrangement<Content>, plan: &RemixPlan) -> Arrangement<Content> {
    if plan::most_parts(plan.edition).is_some() {
        return arrangement;
    }
    let Some(place) = arrangement.parts.iter().position(|it| it.role == Role::Kick) else {
        return arrangement;
    };
    let kick = &arrangement.parts[place];
    let mut clips: Vec<Clip<Content>> = kick.clips.iter().filter_map(echo).collect();
    clips.extend(arrangement.sections.iter().flat_map(|it| eased(it, kick)));
    clips.sort_by_key(|it| it.span.start);
    if clips.is_empty() {
        return arrangement;
    }
    let ghost = Part { role: Role::GhostKick, name: "GHOST KICK".into(), clips, moves: Vec::new() };
    arrangement.parts.insert(place + 1, ghost);
    numbered(arrangement)
}

/// What the ghost is played on: one sample, on a full pad and on a soft one.
pub fn instrument(plan: &RemixPlan) -> Instrument {
    let pump = plan.mix(&[], &[]).style.duck.unwrap_or_default();
    let pad = |key, name: &str, gain| Pad {
        key,
        name: name.to_owned(),
        sample: imported(SAMPLE),
        choke: None,
        gain,
        pan: Pan::CENTRE,
        tune: Semitones(0.0),
    };
    Instrument::Kit(vec![
        pad(FULL, "Ghost", Db::UNITY),
        pad(SOFT, "Ghost soft", easing(pump, plan.duck)),
    ])
}

/// How much softer the soft pad is, so that it takes away [`EASED`] of the whole duck: a compressor's gain
/// falls by 1 − 1/ratio of what its key falls by.
fn easing(pump: Pump, duck: Db) -> Db {
    let share = 1.0 - 1.0 / pump.ratio.max(1.05);
    Db::new((-EASED * duck.value().abs() / share).clamp(-24.0, 0.0))
}

/// A clip of the kick as the ghost plays it: its firm strokes, each on the full pad.
fn echo(clip: &Clip<Content>) -> Option<Clip<Content>> {
    let Content::Notes(kick) = &clip.content else { return None };
    let firm = kick.notes().iter().filter(|it| FIRM <= it.velocity.value());
    let phrase = Phrase::new(kick.length(), firm.map(|it| stroke(it.start, FULL)));
    let name = clip.name.replace("kick", "ghost kick");
    (!phrase.is_silent()).then(|| Clip { name, content: Content::Notes(phrase), ..clip.clone() })
}

/// Soft strokes on the beats of a break or build while the kick rests, a clip for each eight bars.
fn eased(section: &Section, kick: &Part<Content>) -> Vec<Clip<Content>> {
    if !matches!(section.kind, SectionKind::Break | SectionKind::Build) {
        return Vec::new();
    }
    let short: String = section.name.split_whitespace().collect();
    let end = section.span.end() - section.silence;
    let clip = |span: Span| {
        let beats = (0..).map(|it| Beats::QUARTER * it).take_while(|it| *it < span.length);
        let phrase = Phrase::new(span.length, beats.map(|it| stroke(it, SOFT)));
        let name = format!("{short} ghost kick soft");
        Clip { name, span, intensity: Intensity::new(0.4), content: Content::Notes(phrase) }
    };
    let rests = rests(section.span.start, end, kick);
    let blocks = rests.into_iter().flat_map(|it| blocks(it, section.span.start));
    blocks.filter(|it| SHORTEST <= it.length).map(clip).collect()
}

/// Where the kick has no clip between two moments.
fn rests(from: Beats, to: Beats, kick: &Part<Content>) -> Vec<Span> {
    let mut at = from;
    let mut rests = Vec::new();
    for clip in kick.clips.iter().filter(|it| from < it.span.end() && it.span.start < to) {
        if at < clip.span.start {
            rests.push(Span { start: at, length: clip.span.start - at });
        }
        at = at.max(clip.span.end());
    }
    if at < to {
        rests.push(Span { start: at, length: to - at });
    }
    rests
}

/// A span cut where the blocks of its section meet.
fn blocks(span: Span, section: Beats) -> Vec<Span> {
    const BLOCK: Beats = Beats::bars(8);
    let mut cut = Vec::new();
    let mut start = span.start;
    while start < span.end() {
        let next = section + BLOCK * ((start - section) / BLOCK + 1);
        let end = next.min(span.end());
        cut.push(Span { start, length: end - start });
        start = end;
    }
    cut
}

fn stroke(start: Beats, pitch: Pitch) -> Note {
    Note { start, pitch, length: Beats::SIXTEENTH, velocity: Velocity::HARDEST }
}
