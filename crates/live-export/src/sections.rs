//! Sections on the ruler and in the session: locators, scenes, and the loop brace on the first drop.

use als_model::edit::SceneSpec;
use arrangement::Section;
use mixing::Edition;
use music_types::{SectionKind, Span};

use crate::error::{At, ExportError};
use crate::request::Target;
use crate::stage::Stage;
use crate::{colour, names, units};

impl Stage<'_> {
    /// A locator for each section, and the loop brace.
    pub fn add_locators(&mut self, sections: &[Section]) -> Result<(), ExportError> {
        for section in sections {
            let (name, cast) = (names::section(section), names::cast(section));
            self.set.add_locator(units::beats(section.span.start), &name, &cast).at(&name)?;
        }
        if let Some(brace) = brace(sections) {
            let (start, length) = (units::beats(brace.start), units::beats(brace.length));
            self.set.set_loop(start, length).at("the loop brace")?;
        }
        Ok(())
    }

    /// A scene for each section that the edition has room for; those sections.
    pub fn add_scenes<'s>(
        &mut self,
        sections: &'s [Section],
    ) -> Result<&'s [Section], ExportError> {
        let room = room(self.request.edition, self.request.target).min(sections.len());
        let (shown, left) = sections.split_at(room);
        for section in shown {
            let (name, cast) = (names::section(section), names::cast(section));
            let scene = SceneSpec {
                name: &name,
                color: Some(colour::of_section(section.kind)),
                tempo: Some(self.request.tempo.bpm()),
                annotation: &cast,
            };
            self.set.add_scene(&scene).at(&name)?;
        }
        if !left.is_empty() {
            let words = format!(
                "{} of {} sections have no scene: the edition holds {room}",
                left.len(),
                sections.len()
            );
            self.left_out.push(words);
        }
        Ok(shown)
    }
}

/// How many scenes a set of an edition may have.
const fn room(edition: Edition, target: Target) -> usize {
    match (edition, target) {
        (Edition::Lite, Target::Live11) => 8,
        (Edition::Lite, Target::Live12) | (Edition::Intro, _) => 16,
        (Edition::Standard | Edition::Suite, _) => usize::MAX,
    }
}

/// The first drop, all its sections; without a drop the first section.
fn brace(sections: &[Section]) -> Option<Span> {
    let is_drop = |it: &&Section| it.kind == SectionKind::Drop;
    let first = sections.iter().position(|it| is_drop(&it)).unwrap_or(0);
    let start = sections.get(first)?;
    let rest = sections.iter().skip(first).take_while(is_drop);
    let end = rest.last().unwrap_or(start);
    Some(Span::between(start.span.start, end.span.end()))
}

#[cfg(test)]
mod tests {
    use music_types::{Beats, Intensity};

    use super::*;

    fn section(kind: SectionKind, first: i64, bars: i64) -> Section {
        Section {
            name: "X".to_owned(),
            kind,
            span: Span::of_bars(first, bars),
            energy: Intensity::FULL,
            cast: Vec::new(),
            steps: Vec::new(),
            variant: 0,
            vocal: Default::default(),
            silence: Beats::ZERO,
            hush: Beats::ZERO,
            stretch: None,
            shape: None,
            halves: (Vec::new(), Beats::ZERO),
        }
    }

    #[test]
    fn the_brace_holds_the_whole_first_drop() {
        let sections = [
            section(SectionKind::Intro, 1, 32),
            section(SectionKind::Drop, 33, 16),
            section(SectionKind::Drop, 49, 16),
            section(SectionKind::Break, 65, 16),
            section(SectionKind::Drop, 81, 16),
        ];
        assert_eq!(brace(&sections), Some(Span::of_bars(33, 32)));
        assert_eq!(brace(&sections[..1]), Some(Span::of_bars(1, 32)));
        assert_eq!(brace(&[]), None);
    }
}
