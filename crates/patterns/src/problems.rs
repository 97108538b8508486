//! What in a style does not fit together, told in words.

use std::collections::BTreeMap;

use music_types::Role;

use crate::figure::{Figure, Line, Place};
use crate::style::{Order, Style};

/// So many fills keep a track from repeating itself.
const FEWEST_FILLS: usize = 4;

impl Style {
    /// What does not fit together although each word is right: bars that are named but not
    /// written, drums on another part's pads, tones without strokes. Nothing for a sound style.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !(50.0..=75.0).contains(&self.swing) {
            found.push(format!("swing: {} is no share of an eighth (50 to 75)", self.swing));
        }
        self.drums.iter().for_each(|it| self.figure(it, &mut found));
        self.fills_of_phrases(&mut found);
        for line in &self.bass {
            let place = format!("bass {:?}", line.name);
            self.feel(&place, &line.feel, &mut found);
            letters(&place, &[&line.bars, &line.turns], &line.lines, &mut found);
            line.lines.iter().for_each(|(letter, it)| tones(&place, *letter, it, &mut found));
        }
        for comp in &self.comps {
            let place = format!("comps {:?}", comp.name);
            self.feel(&place, &comp.feel, &mut found);
            one_of(&place, comp.role, &[Role::Chords, Role::Pad, Role::Stab], &mut found);
            if !comp.lines.is_empty() {
                letters(&place, &[&comp.bars, &comp.turns], &comp.lines, &mut found);
            }
        }
        for tune in &self.tunes {
            let place = format!("tunes {:?}", tune.name);
            self.feel(&place, &tune.feel, &mut found);
            let roles = [Role::Arp, Role::Pluck, Role::Lead, Role::VocalChop];
            one_of(&place, tune.role, &roles, &mut found);
            letters(&place, &[&tune.bars, &tune.turns], &tune.lines, &mut found);
        }
        found
    }

    fn figure(&self, figure: &Figure, found: &mut Vec<String>) {
        let place = format!("drums {:?}", figure.name);
        self.feel(&place, &figure.feel, found);
        letters(&place, &[&figure.bars, &figure.turns], &figure.lines, found);
        for drum in figure.lines.values().flat_map(BTreeMap::keys) {
            if drum.role() != figure.role {
                let (role, home) = (figure.role, drum.role());
                found.push(format!("{place}: {drum} belongs to {home}, not to {role}"));
            }
        }
    }

    fn fills_of_phrases(&self, found: &mut Vec<String>) {
        self.fills
            .iter()
            .for_each(|it| self.feel(&format!("fills {:?}", it.name), &it.feel, found));
        let count = self.fills.iter().filter(|it| it.place == Place::Phrase).count();
        if count < FEWEST_FILLS {
            found.push(format!("fills: {count} lead on to more of the same (place = \"phrase\"), {FEWEST_FILLS} at least"));
        }
    }

    fn feel(&self, place: &str, feel: &str, found: &mut Vec<String>) {
        if feel != "machine" && !self.feels.contains_key(feel) {
            let names = self.feels.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            found.push(format!("{place}: no feel {feel:?} (machine, {names})"));
        }
    }
}

fn one_of(place: &str, role: Role, roles: &[Role], found: &mut Vec<String>) {
    if !roles.contains(&role) {
        let names = roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        found.push(format!("{place}: {role} is none of {names}"));
    }
}

fn letters<T>(place: &str, orders: &[&Order], lines: &BTreeMap<char, T>, found: &mut Vec<String>) {
    let named = || orders.iter().flat_map(|it| &it.0);
    for letter in named().filter(|it| **it != '.' && !lines.contains_key(it)) {
        found.push(format!("{place}: bar {letter} is named but not written"));
    }
    for letter in lines.keys().filter(|it| !named().any(|name| name == *it)) {
        found.push(format!("{place}: bar {letter} is written but never played"));
    }
}

fn tones(place: &str, letter: char, line: &Line, found: &mut Vec<String>) {
    let Some(tones) = &line.tones else { return };
    let strokes = || line.play.strokes().iter().map(|it| it.at);
    for at in strokes().filter(|it| tones.at(*it).is_none()) {
        found.push(format!("{place}, bar {letter}: the stroke at {at} has no tone"));
    }
    for at in tones.places().filter(|it| !strokes().any(|stroke| stroke == *it)) {
        found.push(format!("{place}, bar {letter}: the tone at {at} has no stroke"));
    }
}
