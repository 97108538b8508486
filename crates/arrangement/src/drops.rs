//! Voice drops: spoken tags at bars or at named places.

use music_types::{Beats, Db, SectionKind, Span};

use crate::form::Form;

/// A spoken tag and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct VoiceDropAt {
    /// Where it is heard.
    pub place: Place,
    /// How long it lasts at the set's tempo; more than zero.
    pub length: Beats,
    /// Its own gain.
    pub gain: Db,
    /// Its name, for the clip.
    pub name: String,
}

/// Where a tag is heard.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// From this bar, counted from one.
    Bar(i64),
    /// In the intro, from its second 8 bars (bar 9).
    Intro,
    /// In the silence before this drop, counted from one: it ends with the drop's first beat.
    BeforeDrop(usize),
    /// From the start of the first break after a drop, else of the first break.
    Break,
    /// From the start of the outro.
    Outro,
    /// From the start of the section of this name, case and blanks aside.
    Section(String),
}

/// A tag at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedDrop {
    /// Which of the brief's voice drops.
    pub index: usize,
    /// Where it sounds.
    pub span: Span,
}

/// Where each tag sounds, in order of time; those whose place is not in the form (a bar past the
/// end, a section of no such name) and those that would speak over another are left out.
pub fn place_drops(form: &Form, wishes: &[VoiceDropAt]) -> Vec<PlacedDrop> {
    let mut placed: Vec<PlacedDrop> = Vec::new();
    for (index, wish) in wishes.iter().enumerate() {
        let Some(start) = locate(form, wish) else { continue };
        let span = Span { start, length: wish.length };
        let fits = Beats::ZERO <= start && Beats::ZERO < span.length && span.end() <= form.length();
        if fits && !placed.iter().any(|it| it.span.overlaps(span)) {
            placed.push(PlacedDrop { index, span });
        }
    }
    placed.sort_by_key(|it| it.span.start);
    placed
}

fn locate(form: &Form, wish: &VoiceDropAt) -> Option<Beats> {
    let first = |kind: SectionKind| form.sections.iter().find(|it| it.kind == kind);
    match &wish.place {
        Place::Bar(number) => Some(Beats::at_bar(*number)),
        Place::Intro => first(SectionKind::Intro).map(|it| it.span.start + Beats::bars(8)),
        Place::BeforeDrop(number) => {
            form.drop_starts().get(number.checked_sub(1)?).map(|it| *it - wish.length)
        }
        Place::Break => break_after_drop(form),
        Place::Outro => first(SectionKind::Outro).map(|it| it.span.start),
        Place::Section(name) => {
            form.sections.iter().find(|it| plain(&it.name) == plain(name)).map(|it| it.span.start)
        }
    }
}

fn break_after_drop(form: &Form) -> Option<Beats> {
    let drop = form.drop_starts().first().copied().unwrap_or_default();
    let breaks = || form.sections.iter().filter(|it| it.kind == SectionKind::Break);
    let later = breaks().find(|it| drop <= it.span.start);
    later.or_else(|| breaks().next()).map(|it| it.span.start)
}

/// A name in lower case without blanks, so that `Drop1A` is `DROP 1A`.
fn plain(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
