//! Names on locators, scenes, groups and returns.

use arrangement::Section;
use music_types::Family;

/// `DROP 1A – 16`: a section and how many bars it has.
pub fn section(section: &Section) -> String {
    format!("{} – {:.0}", section.name, section.span.length.as_bars())
}

/// The name of a family's group where the mix has no bus for it.
pub const fn group(family: Family) -> &'static str {
    match family {
        Family::Drums => "DRUMS",
        Family::Percussion => "PERC",
        Family::Bass => "BASS",
        Family::Music => "MUSIC",
        Family::Vocals => "VOCALS",
        Family::Effects => "FX",
        Family::Reference => "REFERENCE",
    }
}

/// Who plays in a section, `kick, hats, bass`: the note of its locator.
pub fn cast(section: &Section) -> String {
    let roles: Vec<String> =
        section.cast.iter().map(|(role, _)| role.word().replace('_', " ")).collect();
    roles.join(", ")
}
