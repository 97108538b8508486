//! Sections on the ruler and in the session: locators, scenes, and the loop brace on the first drop.

use als_model::edit::SceneSpec;
use arrangement::Section;
use music_types::{SectionKind, Span};

use crate::error::{At, ExportError};
use crate::stage::Stage;
use crate::{colour, names, units};

impl Stage<'_> {
    /// A locator and a scene for each section, and the loop brace.
    pub fn add_sections(&mut self, sections: &[Section]) -> Result<(), ExportError> {
        for section in sections {
            let name = names::section(section);
            let annotation = names::cast(section);
            self.set.add_locator(units::beats(section.span.start), &name, &annotation).at(&name)?;
            let scene = SceneSpec {
                name: &name,
                color: Some(colour::of_section(section.kind)),
                tempo: Some(self.request.tempo.bpm()),
                annotation: &annotation,
            };
            self.set.add_scene(&scene).at(&name)?;
        }
        if let Some(brace) = brace(sections) {
            let (start, length) = (units::beats(brace.start), units::beats(brace.length));
            self.set.set_loop(start, length).at("the loop brace")?;
        }
        Ok(())
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
