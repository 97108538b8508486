//! The story: sections in order, who is there, and how much each gives.

use std::collections::{BTreeMap, BTreeSet};

use music_types::{Beats, Intensity, Role, SectionKind, Span};

use crate::brief::{Brief, Treatment, Version};
use crate::style::{DropShape, Row, Stretch, Temper, Template, Transitions, VocalWish};

/// The sections of a piece, one after the other from its start.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// The sections; each starts where the one before ends.
    pub sections: Vec<Section>,
    /// Roles that do not play at all, effects at boundaries included.
    pub without: Vec<Role>,
    /// At most this share of the bars is sung, 0 to 1.
    pub vocal_most: f64,
}

/// A section of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name on the ruler, `DROP 1A`.
    pub name: String,
    /// What it is for.
    pub kind: SectionKind,
    /// Where it lies; whole bars, a multiple of 4.
    pub span: Span,
    /// How much it gives: the mean over its steps.
    pub energy: Intensity,
    /// Everybody who plays in it, in the order of the mixer, each at its hardest.
    pub cast: Vec<(Role, Intensity)>,
    /// The same, step by step; the steps fill the section.
    pub steps: Vec<Step>,
    /// Which variant of the parts is played.
    pub variant: u8,
    /// What is sung.
    pub vocal: VocalWish,
    /// Silence at its end, for the next section to fall into.
    pub silence: Beats,
    /// Silence at its start; only a voice drop sounds.
    pub hush: Beats,
    /// What of the source its length follows.
    pub stretch: Option<Stretch>,
    /// How it begins: the name of a shape of the style; `None` where all play at once.
    pub shape: Option<String>,
    /// Roles that play at half speed, and until when.
    pub halves: (Vec<Role>, Beats),
}

/// A stretch of a section with one cast.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it lies; whole bars, a multiple of 4.
    pub span: Span,
    /// How much it gives.
    pub energy: Intensity,
    /// Who plays and how hard, in the order of the mixer.
    pub cast: Vec<(Role, Intensity)>,
}

impl Form {
    /// How long the piece is.
    pub fn length(&self) -> Beats {
        self.sections.last().map_or(Beats::ZERO, |it| it.span.end())
    }

    /// The section that holds `at`.
    pub fn section_at(&self, at: Beats) -> Option<&Section> {
        self.sections.iter().find(|it| it.span.holds(at))
    }

    /// The section after this one.
    pub fn after(&self, section: &Section) -> Option<&Section> {
        self.section_at(section.span.end())
    }

    /// Where drops begin: each section of that kind that follows one of another.
    pub fn drop_starts(&self) -> Vec<Beats> {
        let mut before = None;
        let mut starts = Vec::new();
        for section in &self.sections {
            if section.kind == SectionKind::Drop && before != Some(SectionKind::Drop) {
                starts.push(section.span.start);
            }
            before = Some(section.kind);
        }
        starts
    }
}

impl Section {
    /// What sounds of it: without the silence at its end and the hush at its start.
    pub fn sounding(&self) -> Span {
        Span::between(self.span.start + self.hush, self.span.end() - self.silence)
    }

    /// How hard a role plays at `at`; nothing where it does not play.
    pub fn plays(&self, role: Role, at: Beats) -> Intensity {
        let step = self.steps.iter().find(|it| it.span.holds(at));
        let cast = step.into_iter().flat_map(|it| &it.cast);
        cast.into_iter().find(|(it, _)| *it == role).map_or(Intensity::NONE, |(_, it)| *it)
    }
}

/// The form a brief asks for; without any section where its style has no template for it.
pub fn form(brief: &Brief) -> Form {
    let Some(template) = brief.style.template(brief.version, brief.energy) else {
        return Form { sections: Vec::new(), without: Vec::new(), vocal_most: 0.0 };
    };
    let temper = brief.style.tempers.get(&brief.energy).cloned().unwrap_or_default();
    let mut sections: Vec<Section> = Vec::new();
    for row in rows(brief, template) {
        let start = sections.last().map_or(Beats::ZERO, |it| it.span.end());
        sections.push(section(brief, template, &temper, row, start));
    }
    hush_before_drops(&mut sections, brief, &temper);
    chop_sparsely(&mut sections, brief, template);
    let mut form = Form {
        sections,
        without: template.without.clone(),
        vocal_most: template.vocal_most.clamp(0.0, 1.0),
    };
    spare(&mut form, brief);
    form
}

/// The rows of a template, those it takes from another included.
fn rows<'a>(brief: &Brief<'a>, template: &'a Template) -> &'a [Row] {
    let like =
        |it: Version| brief.style.template(it, brief.energy).map(|it| it.sections.as_slice());
    match template.like {
        Some(version) if template.sections.is_empty() => like(version).unwrap_or_default(),
        _ => &template.sections,
    }
}

fn section(
    brief: &Brief,
    template: &Template,
    temper: &Temper,
    row: &Row,
    start: Beats,
) -> Section {
    let span = Span { start, length: Beats::bars(bars(brief, row)) };
    let name = shape_of(brief, row);
    let shape = name.and_then(|it| brief.style.shapes.get(it)).cloned().unwrap_or_default();
    let waits = span.start + Beats::bars(shape.bars / 4 * 4);
    let steps = steps(brief, template, temper, row, span, &shape);
    let bars: f64 = steps.iter().map(|it| it.span.length.as_bars()).sum();
    let given: f64 = steps.iter().map(|it| it.energy.value() * it.span.length.as_bars()).sum();
    Section {
        name: row.name.clone(),
        kind: row.kind,
        span,
        energy: Intensity::new(given / bars.max(1.0)),
        cast: everybody(&steps),
        steps,
        variant: row.variant + if template.fresh.contains(&row.name) { FRESH } else { 0 },
        vocal: row.vocal,
        silence: row.silence.map_or(Beats::ZERO, |it| Beats::nearest(it * temper.silence)),
        hush: Beats::bars(shape.hush.clamp(0, 3)),
        stretch: row.stretch,
        shape: name.cloned(),
        halves: (shape.halves, waits),
    }
}

/// How a section begins: as was asked, else one of its row's shapes by chance.
fn shape_of<'a>(brief: &'a Brief, row: &'a Row) -> Option<&'a String> {
    let asked = brief.shapes.iter().find(|it| it.0 == row.name).map(|it| &it.1);
    asked.or_else(|| brief.seed.fork("shape").fork(&row.name).dice().pick(&row.shapes))
}

/// How far a fresh variant lies from the usual ones: no form has so many.
const FRESH: u8 = 4;

/// The bars of a section: a multiple of 4; of 8 where it follows the source.
fn bars(brief: &Brief, row: &Row) -> i64 {
    let follow = match row.stretch {
        None => return (row.bars.max(4) + 3) / 4 * 4,
        Some(Stretch::Vocal) => brief.vocal.sung().length,
        Some(Stretch::Source) => Beats::bars(brief.vocal.bars),
    };
    let whole = libm::ceil(follow.as_bars() / 8.0) as i64 * 8;
    whole.clamp(row.bars.max(8), LONGEST)
}

/// No section follows a source further, in bars: a quarter of an hour at 136 BPM.
const LONGEST: i64 = 512;

fn steps(
    brief: &Brief,
    template: &Template,
    temper: &Temper,
    row: &Row,
    span: Span,
    shape: &DropShape,
) -> Vec<Step> {
    let count = (row.casts.len() as i64).max(1);
    let length = span.length / count;
    let waits = span.start + Beats::bars(shape.bars / 4 * 4);
    let mut steps = Vec::new();
    for index in 0..count {
        let name = row.casts.get(index as usize).map_or("", String::as_str);
        let name = template.recast.get(name).map_or(name, String::as_str);
        let energy = row.energy.get(index as usize).or(row.energy.first()).copied();
        let energy = energy.unwrap_or_default().value().min(temper.ceiling.value());
        let cast = cast(brief, template, temper, row.kind, name);
        let here = Span { start: span.start + length * index, length };
        for part in eights(here).into_iter().flat_map(|it| split(it, waits)) {
            let all = cast.iter().copied();
            let cast = all.filter(|(role, _)| waits <= part.start || !shape.without.contains(role));
            let cast: Vec<(Role, Intensity)> = cast.collect();
            steps.push(Step { span: part, energy: Intensity::new(energy), cast });
        }
    }
    steps
}

/// A stretch in pieces of 8 bars, the last as long as what is left.
fn eights(span: Span) -> Vec<Span> {
    let eight = Beats::bars(8);
    let count = (span.length + eight - Beats::from_ticks(1)) / eight;
    let piece = |index: i64| {
        let start = span.start + eight * index;
        Span::between(start, (start + eight).min(span.end()))
    };
    (0..count).map(piece).collect()
}

/// A stretch in two where `at` lies inside it.
fn split(span: Span, at: Beats) -> Vec<Span> {
    if span.start < at && at < span.end() {
        vec![Span::between(span.start, at), Span::between(at, span.end())]
    } else {
        vec![span]
    }
}

fn cast(
    brief: &Brief,
    template: &Template,
    temper: &Temper,
    kind: SectionKind,
    name: &str,
) -> Vec<(Role, Intensity)> {
    let rolls = temper.rolls || kind != SectionKind::Build;
    let may = |role: &Role| match role {
        Role::VocalChop => brief.chops,
        Role::Snare => rolls,
        _ => true,
    };
    let all = brief.style.cast(name).into_iter();
    let mut cast: Vec<(Role, Intensity)> = all
        .filter(|(role, _)| may(role) && !template.without.contains(role))
        .map(|(role, it)| (role, Intensity::new(it.value().min(temper.ceiling.value()))))
        .collect();
    for guest in brief.guests.iter().filter(|it| !template.without.contains(it)) {
        seat(*guest, kind, &mut cast);
    }
    cast
}

/// Seats a recording of another record in the place of the parts whose work it does, as hard as the
/// hardest of them: a beat where the floor dances, a bass wherever there is one, a drop in drops.
fn seat(guest: Role, kind: SectionKind, cast: &mut Vec<(Role, Intensity)>) {
    let hosts: &[Role] = match (guest, kind) {
        (Role::DrumStem, SectionKind::Drop | SectionKind::Groove) => {
            &[Role::Hats, Role::Shaker, Role::Congas, Role::LowPercussion, Role::Bells]
        }
        (Role::BassStem, _) => &[Role::Sub, Role::Bass],
        (Role::MusicStem, SectionKind::Drop) => {
            &[Role::Chords, Role::Stab, Role::Arp, Role::Pluck, Role::Lead]
        }
        _ => return,
    };
    let is_host = |it: &&(Role, Intensity)| hosts.contains(&it.0);
    let hardest =
        cast.iter().filter(is_host).map(|it| it.1).reduce(|a, b| if a < b { b } else { a });
    if let Some(hardest) = hardest {
        cast.retain(|it| !hosts.contains(&it.0) && it.0 != guest);
        cast.push((guest, hardest));
        cast.sort_by_key(|it| it.0);
    }
}

/// Everybody of all steps, each at its hardest.
fn everybody(steps: &[Step]) -> Vec<(Role, Intensity)> {
    let mut all: BTreeMap<Role, Intensity> = BTreeMap::new();
    for (role, intensity) in steps.iter().flat_map(|it| &it.cast) {
        let hardest = all.entry(*role).or_insert(*intensity);
        if *hardest < *intensity {
            *hardest = *intensity;
        }
    }
    all.into_iter().collect()
}

/// A build that says nothing of silence takes the transitions' own when a drop follows.
fn hush_before_drops(sections: &mut [Section], brief: &Brief, temper: &Temper) {
    let usual = brief.style.transitions.as_ref().map_or(Beats::ZERO, Transitions::silence);
    let usual = Beats::nearest(usual.as_quarters() * temper.silence);
    let next: Vec<SectionKind> = sections.iter().skip(1).map(|it| it.kind).collect();
    for (section, next) in sections.iter_mut().zip(next) {
        let said = Beats::ZERO < section.silence;
        if section.kind == SectionKind::Build && next == SectionKind::Drop && !said {
            section.silence = usual;
        }
        section.silence = section.silence.max(Beats::ZERO).min(Beats::bars(2));
    }
}

/// Chops leave the room to whole lines, and play in no more bars than the template allows: drops
/// come first.
fn chop_sparsely(sections: &mut [Section], brief: &Brief, template: &Template) {
    let sings = matches!(brief.treatment, Treatment::KeepLyrics | Treatment::HookOnly);
    let lines = |it: &Section| !matches!(it.vocal, VocalWish::None | VocalWish::AdLib);
    let length: Beats = sections.iter().map(|it| it.span.length).sum();
    let mut left = length.as_bars() * template.chops_most.clamp(0.0, 1.0);
    let mut order: Vec<usize> = (0..sections.len()).collect();
    order.sort_by_key(|it| sections.get(*it).is_none_or(|it| it.kind != SectionKind::Drop));
    for index in order {
        let Some(section) = sections.get_mut(index) else { continue };
        let sung = sings && lines(section);
        for step in &mut section.steps {
            let bars = step.span.length.as_bars();
            let chops = step.cast.iter().any(|(role, _)| *role == Role::VocalChop);
            if chops && !sung && bars <= left {
                left -= bars;
            } else {
                step.cast.retain(|(role, _)| *role != Role::VocalChop);
            }
        }
        section.cast = everybody(&section.steps);
    }
}

/// Takes out what can be spared until there are no more parts than wanted.
fn spare(form: &mut Form, brief: &Brief) {
    let Some(most) = brief.most_parts else { return };
    let around = [Role::Riser, Role::Downlifter, Role::Impact, Role::Cymbals, Role::Vocal];
    let cast = form.sections.iter().flat_map(|it| &it.cast).map(|(role, _)| *role);
    let mut playing: BTreeSet<Role> = cast.chain(around).collect();
    playing.retain(|it| !form.without.contains(it));
    if !brief.voice_drops.is_empty() {
        playing.insert(Role::VoiceDrop);
    }
    for role in &brief.style.spare {
        if playing.len() <= most {
            break;
        }
        if playing.remove(role) {
            form.without.push(*role);
        }
    }
    let without = &form.without;
    for section in &mut form.sections {
        section.cast.retain(|(role, _)| !without.contains(role));
        for step in &mut section.steps {
            step.cast.retain(|(role, _)| !without.contains(role));
        }
    }
}
