//! What is wanted otherwise than chance would have it: shapes of drops, and parts with a seed of their own.

use music_types::{Role, Seed};

use crate::remix::plan::RemixPlan;
use crate::spec::choice::folded;
use crate::spec::inspiration::InspirationSet;
use crate::spec::mistake::{Mistake, MistakeKind, nearest};

/// Puts the shapes and seeds of a wish into its plan; gives a mistake for every section the form does not have,
/// every shape the genre does not know, and every part that plays no notes.
pub(crate) fn settle(wish: &InspirationSet, plan: &mut RemixPlan) -> Vec<Mistake> {
    let form = arrangement::form(&plan.form());
    let sections: Vec<&str> = form.sections.iter().map(|it| it.name.as_str()).collect();
    let shapes: Vec<&str> = plan.genre.form.shapes.keys().map(String::as_str).collect();
    let players: Vec<&str> = players().map(Role::word).collect();
    let mut mistakes = Vec::new();
    let mut known = |at: String, name: &str, names: &[&str]| {
        let found = names.iter().find(|it| folded(it) == folded(name)).map(|it| (*it).to_owned());
        if found.is_none() {
            mistakes.push(unknown(at, name, names));
        }
        found
    };
    for (index, it) in wish.drop_shapes.iter().enumerate() {
        let at = |key: &str| format!("/drop_shapes/{index}/{key}");
        let section = known(at("section"), &it.section, &sections);
        plan.shapes.extend(section.zip(known(at("shape"), &it.shape, &shapes)));
    }
    for (index, it) in wish.part_seeds.iter().enumerate() {
        let part = known(format!("/part_seeds/{index}/part"), &it.part, &players);
        let part = part.and_then(|it| Role::from_word(&it));
        plan.part_seeds.extend(part.map(|part| (part, Seed(it.seed))));
    }
    mistakes
}

/// Everybody who plays notes of our own writing.
fn players() -> impl Iterator<Item = Role> {
    let sounds = |it: &Role| {
        matches!(
            it,
            Role::GhostKick
                | Role::Vocal
                | Role::SungVocal
                | Role::VoiceDrop
                | Role::Riser
                | Role::Downlifter
                | Role::Impact
                | Role::DrumStem
                | Role::BassStem
                | Role::MusicStem
                | Role::Reference
        )
    };
    Role::ALL.iter().copied().filter(move |it| !sounds(it))
}

fn unknown(at: String, name: &str, names: &[&str]) -> Mistake {
    let mistake = Mistake::new(at, MistakeKind::UnknownName, format!("{name:?}"), names.join(", "));
    Mistake { nearest: nearest(name, names.iter().copied()).map(str::to_owned), ..mistake }
}
