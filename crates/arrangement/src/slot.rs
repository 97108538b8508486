//! Slots: the blocks of time in which somebody plays.

use music_types::{Beats, Intensity, Role, SectionKind, Span};

use crate::brief::Brief;
use crate::drops::place_drops;
use crate::form::{Form, Section, Step};
use crate::style::{Stretch, Transitions};
use crate::vocal::{VocalPlacement, place_vocals};

/// A block of time in which one role plays.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot<'f> {
    /// Who plays.
    pub role: Role,
    /// The section it belongs to.
    pub section: &'f Section,
    /// The block: 8 bars, 4 where a section asks for it; exact for effects and the voice.
    pub span: Span,
    /// What of the block sounds: less than [`span`](Self::span) where the section falls silent.
    /// Write content for `span`, then cut it: `phrase.cut(sounding.start − span.start,
    /// sounding.length)`. The clip lies on `sounding`.
    pub sounding: Span,
    /// Which block of its section this is, from zero.
    pub block: i64,
    /// Whether the section ends with this block: a fill is due.
    pub last: bool,
    /// What comes after the section; nothing at the end of the piece.
    pub before: Option<SectionKind>,
    /// How hard it is played.
    pub intensity: Intensity,
    /// Which variant of the part: 0 is the first.
    pub variant: u8,
    /// Whether it is played at half speed.
    pub is_half: bool,
    /// For cymbals: whether a crash opens the block.
    pub crash: Crash,
    /// For the singer: which line.
    pub vocal: Option<VocalPlacement>,
    /// For voice drops: which of the brief's.
    pub voice_drop: Option<usize>,
    /// For stems in a section that follows the source: what of the source, in its own beats.
    pub source: Option<Span>,
}

/// Whether a crash opens a block of the cymbals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Crash {
    /// No crash.
    #[default]
    None,
    /// A crash, then the ride.
    Opens,
    /// A crash and nothing else.
    Alone,
}

/// Every slot of a form, sorted by role and time; those of one role never overlap.
pub fn slots<'f>(form: &'f Form, brief: &Brief) -> Vec<Slot<'f>> {
    let mut all = Vec::new();
    for section in &form.sections {
        cast_slots(form, section, brief, &mut all);
    }
    if let Some(transitions) = &brief.style.transitions {
        boundary_slots(form, transitions, brief, &mut all);
    }
    voice_slots(form, brief, &mut all);
    all.retain(|it| !form.without.contains(&it.role) && Beats::ZERO < it.sounding.length);
    all.sort_by_key(|it| (it.role, it.sounding.start));
    let mut kept: Vec<Slot> = Vec::with_capacity(all.len());
    for slot in all {
        let free = |it: &Slot| it.role != slot.role || it.sounding.end() <= slot.sounding.start;
        if kept.last().is_none_or(free) {
            kept.push(slot);
        }
    }
    kept
}

fn cast_slots<'f>(form: &'f Form, section: &'f Section, brief: &Brief, all: &mut Vec<Slot<'f>>) {
    let mut block = 0;
    for step in &section.steps {
        let mut start = step.span.start;
        while start < step.span.end() {
            let end = (start + Beats::bars(8)).min(step.span.end());
            let span = Span::between(start, end);
            for (role, intensity) in &step.cast {
                let slot = slot(form, section, *role, span);
                let slot = Slot { block, intensity: *intensity, ..slot };
                all.extend(as_role_plays(slot, brief));
            }
            block += 1;
            start = end;
        }
    }
}

/// What a role makes of its block: fills the last 4 bars, cymbals with crashes, stems with their
/// place in the source. Effects and the voice have slots of their own.
fn as_role_plays<'f>(slot: Slot<'f>, brief: &Brief) -> Option<Slot<'f>> {
    match slot.role {
        Role::Vocal | Role::VoiceDrop | Role::Riser | Role::Downlifter | Role::Impact => None,
        Role::Fills => {
            let four = slot.span.length.min(Beats::bars(4));
            let span = Span::between(slot.span.end() - four, slot.span.end());
            Some(Slot { span, sounding: sounding(slot.section, span), last: true, ..slot })
        }
        Role::Cymbals => {
            let every = brief.style.tempers.get(&brief.energy).map_or(16, |it| it.crash_every);
            let into = (slot.span.start - slot.section.span.start).as_bars() as i64;
            let opens = into % every.max(4) == 0 && slot.section.kind != SectionKind::Build;
            Some(Slot { crash: if opens { Crash::Opens } else { Crash::None }, ..slot })
        }
        Role::DrumStem | Role::BassStem | Role::MusicStem
            if slot.section.stretch == Some(Stretch::Source) =>
        {
            let start = slot.span.start - slot.section.span.start;
            let end = (start + slot.span.length).min(Beats::bars(brief.vocal.bars));
            let source = Span::between(start, end);
            let heard = Span { length: source.length, ..slot.sounding };
            Some(Slot { source: Some(source), sounding: heard, ..slot })
        }
        _ => Some(slot),
    }
}

/// Risers into drops, downlifters out of them, impacts, and crashes where no ride plays.
fn boundary_slots<'f>(form: &'f Form, by: &Transitions, brief: &Brief, all: &mut Vec<Slot<'f>>) {
    let mut before: Option<&Section> = None;
    for section in &form.sections {
        let start = section.span.start + section.hush;
        let from_start = |bars: i64| Span { start, length: Beats::bars(bars) };
        if section.kind == SectionKind::Build {
            let length = Beats::bars(by.riser.max(1)).min(section.span.length);
            let span = Span { start: section.span.end() - length, length };
            all.push(slot(form, section, Role::Riser, span));
        }
        if before.is_some_and(|it| by.fall - 1e-9 <= last_energy(it) - first_energy(section)) {
            all.push(slot(form, section, Role::Downlifter, from_start(by.downlifter.max(1))));
        }
        if section.kind == SectionKind::Drop && before.is_none_or(|it| it.kind != section.kind) {
            all.push(slot(form, section, Role::Impact, from_start(by.impact.max(1))));
        }
        if crashes_alone(section, brief) {
            let slot = slot(form, section, Role::Cymbals, from_start(by.crash.max(4)));
            all.push(Slot { crash: Crash::Alone, ..slot });
        }
        before = Some(section);
    }
}

/// A crash opens each section with a kick, unless the cymbals play there anyway.
fn crashes_alone(section: &Section, _brief: &Brief) -> bool {
    let at = section.span.start + section.hush;
    let floor = Intensity::NONE < section.plays(Role::Kick, at);
    let calm = matches!(section.kind, SectionKind::Build | SectionKind::Break);
    floor && !calm && section.plays(Role::Cymbals, at) == Intensity::NONE
}

fn first_energy(section: &Section) -> f64 {
    section.steps.first().map_or(0.0, |it: &Step| it.energy.value())
}

fn last_energy(section: &Section) -> f64 {
    section.steps.last().map_or(0.0, |it: &Step| it.energy.value())
}

/// The singer's lines and the spoken tags.
fn voice_slots<'f>(form: &'f Form, brief: &Brief, all: &mut Vec<Slot<'f>>) {
    for line in place_vocals(form, brief) {
        let Some(section) = form.section_at(line.anchor) else { continue };
        let slot = slot(form, section, Role::Vocal, line.span());
        all.push(Slot { vocal: Some(line), sounding: line.span(), ..slot });
    }
    for drop in place_drops(form, brief.voice_drops) {
        let Some(section) = form.section_at(drop.span.start) else { continue };
        let slot = slot(form, section, Role::VoiceDrop, drop.span);
        all.push(Slot { voice_drop: Some(drop.index), sounding: drop.span, ..slot });
    }
}

/// A slot with everything that the section says.
fn slot<'f>(form: &Form, section: &'f Section, role: Role, span: Span) -> Slot<'f> {
    Slot {
        role,
        section,
        span,
        sounding: sounding(section, span),
        block: (span.start - section.span.start) / Beats::bars(8),
        last: section.span.end() <= span.end(),
        before: form.after(section).map(|it| it.kind),
        intensity: section.energy,
        variant: section.variant,
        is_half: section.halves.0.contains(&role) && span.end() <= section.halves.1,
        crash: Crash::None,
        vocal: None,
        voice_drop: None,
        source: None,
    }
}

/// What of a stretch sounds in its section.
fn sounding(section: &Section, span: Span) -> Span {
    let heard = section.sounding();
    Span::between(span.start.max(heard.start), span.end().min(heard.end()))
}
