//! What a project is called and where its chance comes from, where the spec does not say.

use arrangement::Version;
use music_types::Seed;

use crate::library::genre::Genre;
use crate::remix::tags::stem_of;
use crate::spec::field::LARGEST_SEED;
use crate::spec::inspiration::InspirationSet;
use crate::spec::read::{Format, paths, write};
use crate::spec::remark::{NAME_MADE, Remark};

/// The seed asked for; else one drawn from all of the wish that can be heard, so that neither the
/// project's name nor the version of Live changes a note.
pub(crate) fn seed_of(wish: &InspirationSet) -> Seed {
    let heard = InspirationSet {
        project_name: None,
        live_version: None,
        live_edition: None,
        plugins: None,
        preferred_effects: Vec::new(),
        drop_shapes: Vec::new(),
        part_seeds: Vec::new(),
        ..wish.clone()
    };
    let drawn = || Seed(0).fork(&write(&heard, Format::Json)).0 & LARGEST_SEED as u64;
    Seed(wish.seed.unwrap_or_else(drawn))
}

/// The name asked for; else the source's and what is made of it: `Song (Afro Circuit Remix)`.
pub(crate) fn name_of(
    wish: &InspirationSet,
    genre: &Genre,
    version: Version,
    remarks: &mut Vec<Remark>,
) -> String {
    if let Some(name) = &wish.project_name {
        return name.clone();
    }
    let song = paths(wish).first().map(|(_, path)| stem_of(path).to_owned()).unwrap_or_default();
    let kind = match version {
        Version::Extended => "Remix",
        Version::Radio => "Radio Edit",
        Version::Dub => "Dub",
        Version::Instrumental => "Instrumental",
        Version::Acapella => "Acapella",
        Version::DjTool => "DJ Tool",
        Version::IntroOutroEdit => "Intro Outro Edit",
        Version::Bootleg => "Bootleg",
        Version::Vip => "VIP",
    };
    let bare: String =
        song.chars().filter(|it| !it.is_control() && !"\\/:*?\"<>|".contains(*it)).collect();
    let bare: String = bare.trim_matches(['.', ' ']).chars().take(40).collect();
    let name = format!("{} ({} {kind})", bare.trim_end(), genre.title);
    let name = name.trim().to_owned();
    remarks.push(Remark::new(NAME_MADE, "/project_name", format!("{name:?}")));
    name
}
