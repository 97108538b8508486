//! Pages a musician can read: what each part plays, as grids and rolls.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod book;

use book::{brief, chords, genre};
use music_types::{Role, SectionKind};
use patterns::{Brief, Shown, play};

/// A page of eight bars for some roles of a genre.
fn page(name: &str, kind: SectionKind, roles: &[Role]) -> String {
    let genre = genre(name);
    let harmony = chords(&genre, kind, 7);
    let mut page = format!("{}, {kind}, seed 7: {harmony}\n", genre.title);
    for role in roles {
        let brief = Brief { last: true, ..brief(&genre, *role, kind, &harmony, 7) };
        page += &format!("\n{role}\n{}", Shown(*role, &play(&genre.patterns, &brief)));
    }
    page
}

const DRUMS: &[Role] = &[
    Role::Kick,
    Role::Clap,
    Role::Snare,
    Role::Hats,
    Role::Cymbals,
    Role::Fills,
    Role::Shaker,
    Role::Congas,
    Role::LowPercussion,
    Role::Bells,
];

const PITCHED: &[Role] = &[
    Role::Sub,
    Role::Bass,
    Role::Chords,
    Role::Pad,
    Role::Stab,
    Role::Arp,
    Role::Pluck,
    Role::Lead,
    Role::VocalChop,
];

#[test]
fn the_drums_of_an_afro_circuit_drop() {
    insta::assert_snapshot!(
        "afro_circuit_drop_drums",
        page("afro_circuit", SectionKind::Drop, DRUMS)
    );
}

#[test]
fn the_music_of_an_afro_circuit_drop() {
    insta::assert_snapshot!(
        "afro_circuit_drop_music",
        page("afro_circuit", SectionKind::Drop, PITCHED)
    );
}

#[test]
fn a_circuit_build_rolls_into_silence() {
    let roles = [Role::Kick, Role::Snare, Role::Hats];
    insta::assert_snapshot!(
        "circuit_house_build",
        page("circuit_house", SectionKind::Build, &roles)
    );
}

#[test]
fn the_drums_of_a_house_groove() {
    insta::assert_snapshot!("house_groove_drums", page("house", SectionKind::Groove, DRUMS));
}

#[test]
fn the_music_of_a_house_break() {
    insta::assert_snapshot!("house_break_music", page("house", SectionKind::Break, PITCHED));
}

#[test]
fn a_slip_in_a_genre_file_is_told_by_line_and_word() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../plan/genres/house.toml");
    let text = std::fs::read_to_string(folder).unwrap();
    let told = |from: &str, to: &str| {
        let broken = text.replacen(from, to, 1);
        toml::from_str::<book::Genre>(&broken).err().map(|it| it.to_string()).unwrap_or_default()
    };
    let swing = told("swing = 57", "swnig = 57");
    assert!(
        swing.contains("line 10") && swing.contains("swnig") && swing.contains("swing"),
        "{swing}"
    );
    let grid = told("8...8...8...8...\" }", "8...8...8...x...\" }");
    assert!(grid.contains("'x' is no stroke") && grid.contains("line "), "{grid}");
    let chord = told("\"i9 iv9\"", "\"i9 ivv9\"");
    assert!(chord.contains("\"ivv9\" is no chord"), "{chord}");
    let drum = told("closed_hat =", "closd_hat =");
    assert!(drum.contains("closd_hat") && drum.contains("closed_hat"), "{drum}");
}
