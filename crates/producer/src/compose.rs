//! What each slot of the form is filled with: phrases, lines of the voice, effects.

use arrangement::{Crash, Slot, VocalPlacement};
use live_export::Content;
use music_types::{
    AudioClip, Beats, Db, Drum, Note, Phrase, Role, SampleId, SectionKind, Semitones, Velocity,
    Warp, WarpMode,
};
use patterns::Progression;
use plan::RemixPlan;
use sound_kit::Effect;

use crate::chops;
use crate::guests;
use crate::material::Material;
use crate::shopping::imported;

/// All that composing looks at.
pub struct Desk<'a> {
    /// What was settled.
    pub plan: &'a RemixPlan<'a>,
    /// The audio there is.
    pub material: &'a Material,
}

/// The content of a slot; `None` leaves it empty.
pub fn answer(desk: &Desk, slot: &Slot) -> Option<Content> {
    match slot.role {
        Role::Vocal => line(desk, slot.vocal.as_ref()?),
        Role::VoiceDrop => voice_drop(desk, slot.voice_drop?),
        Role::Riser | Role::Downlifter | Role::Impact => effect(slot),
        Role::DrumStem | Role::BassStem | Role::MusicStem => stem(desk, slot),
        // Laid under the whole piece by the roof.
        Role::Reference | Role::GhostKick | Role::SungVocal => None,
        _ => notes(desk, slot),
    }
}

/// A phrase of the part's own making, cut to what sounds of the slot.
fn notes(desk: &Desk, slot: &Slot) -> Option<Content> {
    let harmony = harmony(desk, slot);
    let written = desk.plan.pattern.as_ref().and_then(|it| own_drums(it, slot));
    let written = written.or_else(|| guests::played(&desk.material.lines, slot));
    let phrase =
        written.unwrap_or_else(|| patterns::play(&desk.plan.style, &brief(desk, slot, &harmony)));
    let phrase = match slot.role {
        Role::Cymbals => with_crash(phrase, slot.crash),
        Role::VocalChop => chops::on_pads(&phrase, &desk.material.chops),
        _ => phrase,
    };
    let phrase = if slot.is_half { half_time(&phrase) } else { phrase };
    let heard = phrase.cut(slot.sounding.start - slot.span.start, slot.sounding.length);
    (!heard.is_silent()).then_some(Content::Notes(heard))
}

/// The first half of a phrase at half speed, each note as long as it was.
fn half_time(phrase: &Phrase) -> Phrase {
    let half = phrase.cut(Beats::ZERO, phrase.length() / 2);
    let slow = half.notes().iter().map(|it| Note { start: it.start * 2, ..*it });
    Phrase::new(phrase.length(), slow)
}

/// Everybody in a section plays over the same chords.
fn harmony(desk: &Desk, slot: &Slot) -> Progression {
    let (plan, kind) = (desk.plan, slot.section.kind);
    let seed = plan.seed.fork("harmony");
    patterns::progression_over(&plan.style, kind, plan.key, seed, &plan.sung)
}

/// The user's own drums for a part, going round from the start of the section; builds and fills stay the genre's.
fn own_drums(pattern: &patterns::Pattern, slot: &Slot) -> Option<Phrase> {
    if matches!(slot.section.kind, SectionKind::Build) || slot.role == Role::Fills {
        return None;
    }
    pattern.play(slot.role, slot.span.length * slot.block, slot.span.length)
}

fn brief<'a>(desk: &Desk, slot: &Slot, harmony: &'a Progression) -> patterns::Brief<'a> {
    patterns::Brief {
        role: slot.role,
        kind: slot.section.kind,
        bars: slot.span.length / Beats::BAR,
        block: slot.block,
        last: slot.last,
        before: slot.before,
        intensity: slot.intensity,
        variant: slot.variant,
        key: desk.plan.key,
        tempo: desk.plan.tempo,
        harmony,
        seed: desk.plan.seed_of(slot.role),
    }
}

fn with_crash(ride: Phrase, crash: Crash) -> Phrase {
    let length = ride.length();
    let stroke = Note {
        start: Beats::ZERO,
        pitch: Drum::Crash.key(),
        length: Beats::BAR.min(length),
        velocity: Velocity::new(106),
    };
    match crash {
        Crash::None => ride,
        Crash::Opens => ride.with(&Phrase::new(length, [stroke])),
        Crash::Alone => Phrase::new(length, [stroke]),
    }
}

/// A line of the voice on the new grid: bent by Live's own warp markers, nothing baked in.
fn line(desk: &Desk, placed: &VocalPlacement) -> Option<Content> {
    let voice = desk.material.voice.as_ref()?;
    let fade = if placed.stutter { Beats::from_ticks(Beats::TICKS / 64) } else { Beats::ZERO };
    Some(Content::Audio(AudioClip {
        sample: voice.sample.clone(),
        warp: Some(Warp { mode: WarpMode::ComplexPro, markers: voice.markers.clone() }),
        from: placed.source.start,
        transpose: voice.transpose,
        gain: Db::UNITY,
        fade_in: fade,
        fade_out: fade,
    }))
}

/// What another record lends, else a stem of the source where a section follows the source.
fn stem(desk: &Desk, slot: &Slot) -> Option<Content> {
    if let Some(guest) = desk.material.guests.iter().find(|it| it.role == slot.role) {
        return Some(guests::clip(guest, slot));
    }
    let source = slot.source?;
    let stem = desk.material.stem(slot.role)?;
    let mode = if slot.role == Role::DrumStem { WarpMode::Beats } else { WarpMode::Complex };
    Some(Content::Audio(AudioClip {
        sample: stem.sample.clone(),
        warp: Some(Warp { mode, markers: stem.markers.clone() }),
        from: source.start,
        transpose: stem.transpose,
        gain: Db::UNITY,
        fade_in: Beats::ZERO,
        fade_out: Beats::ZERO,
    }))
}

fn voice_drop(desk: &Desk, index: usize) -> Option<Content> {
    let tag = desk.material.voice_drops.get(index)?;
    Some(one_shot(tag.sample.clone(), tag.gain))
}

/// A riser, downlifter or impact as long as its slot.
fn effect(slot: &Slot) -> Option<Content> {
    Some(one_shot(imported(&effect_for(slot)?.word()), Db::UNITY))
}

/// The effect a slot calls for.
fn effect_for(slot: &Slot) -> Option<Effect> {
    let bars = (slot.span.length / Beats::BAR).clamp(1, 32);
    match slot.role {
        Role::Riser => Some(Effect::Riser { bars }),
        Role::Downlifter => Some(Effect::Downlifter { bars }),
        Role::Impact => Some(Effect::Impact),
        _ => None,
    }
}

fn one_shot(sample: SampleId, gain: Db) -> Content {
    Content::Audio(AudioClip {
        sample,
        warp: None,
        from: Beats::ZERO,
        transpose: Semitones(0.0),
        gain,
        fade_in: Beats::ZERO,
        fade_out: Beats::ZERO,
    })
}
