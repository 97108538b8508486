//! Colours: one for each family, as places in Live's palette of 70.

use music_types::{Family, SectionKind};

/// The colour of a family's group, tracks and clips: drums red, percussion orange, bass blue, music green, vocals
/// pink, effects grey. No two differ by red and green alone, and all differ in lightness.
pub const fn of_family(family: Family) -> u8 {
    match family {
        Family::Drums => 14,
        Family::Percussion => 1,
        Family::Bass => 23,
        Family::Music => 6,
        Family::Vocals => 26,
        Family::Effects => 41,
        Family::Reference => 55,
    }
}

/// The colour of the returns: purple.
pub const RETURNS: u8 = 24;

/// The colour of a section's scene: the brighter, the more it gives.
pub const fn of_section(kind: SectionKind) -> u8 {
    match kind {
        SectionKind::Intro | SectionKind::Outro => 27,
        SectionKind::Groove => 32,
        SectionKind::Break => 8,
        SectionKind::Build => 17,
        SectionKind::Drop => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use als_model::view::colour::Colour;

    #[test]
    fn every_family_has_a_colour_of_its_own() {
        let mut colours: Vec<u8> = Family::ALL.iter().map(|it| of_family(*it)).collect();
        colours.push(RETURNS);
        colours.sort();
        colours.dedup();
        assert_eq!(colours.len(), Family::ALL.len() + 1);
        assert!(colours.iter().all(|it| Colour::of(i64::from(*it)).is_some()));
    }

    #[test]
    fn drums_are_red_and_basses_blue() {
        let (red, _, blue) = Colour::of(of_family(Family::Drums).into()).unwrap().rgb();
        assert!(200 < red && blue < 100);
        let (red, _, blue) = Colour::of(of_family(Family::Bass).into()).unwrap().rgb();
        assert!(red < 50 && 150 < blue);
    }
}
