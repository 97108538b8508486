//! A library read, refused, and added to.

use std::path::Path;

use crate::library::load::{UserText, built_in};
use crate::library::shelf::BUILT_IN;
use crate::library::slip::Slip;

fn file(path: &str, text: &str) -> UserText {
    UserText { path: path.into(), text: text.into() }
}

/// A genre file of ours from its title on, changed.
fn changed(name: &str, from: &str, to: &str) -> UserText {
    let ours = BUILT_IN.iter().find(|(path, _)| *path == format!("genres/{name}.toml")).unwrap();
    let (_, rest) = ours.1.split_once("title =").unwrap();
    let text = format!("title ={rest}");
    assert!(text.contains(from), "{name} does not say {from}");
    file("genres/mine.toml", &text.replacen(from, to, 1))
}

#[test]
fn every_data_file_is_on_the_shelf_and_none_has_a_slip() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut there: Vec<String> = ["forms", "genres", "mixes", "sounds"]
        .iter()
        .flat_map(|folder| {
            std::fs::read_dir(root.join(folder)).unwrap().map(move |it| (folder, it))
        })
        .map(|(folder, it)| format!("{folder}/{}", it.unwrap().file_name().to_string_lossy()))
        .filter(|it| it.ends_with(".toml"))
        .collect();
    let mut shelf: Vec<&str> = BUILT_IN.iter().map(|(path, _)| *path).collect();
    there.sort();
    shelf.sort_unstable();
    assert_eq!(
        there, shelf,
        "library/shelf.rs lists the files of genres/, forms/, mixes/ and sounds/"
    );
    if let Err(errors) = built_in().with_folder(&[]) {
        panic!("{errors}");
    }
}

#[test]
fn every_genre_plays_in_its_own_tempo_with_a_mix_of_the_library() {
    let library = built_in();
    for genre in library.genres() {
        assert!(genre.tempo.holds(genre.tempo.typical), "{}", genre.name);
        assert!(library.mix(&genre.mix).is_some(), "{} has no mix {}", genre.name, genre.mix);
        assert!(!genre.form.forms.is_empty(), "{} has no forms", genre.name);
    }
    assert!(library.genre("Afro Circuit").is_some() && library.genre("house").is_some());
}

#[test]
fn what_others_stand_on_is_nobodys_mixing_style() {
    assert!(built_in().mixes().all(|it| it != "common") && built_in().mix("common").is_none());
    assert!(built_in().mix("Circuit").is_some());
}

#[test]
fn a_genre_of_ones_own_stands_beside_ours() {
    let mine = changed("afro_circuit", "title = \"", "title = \"My ");
    let library = built_in().with_folder(&[mine]).unwrap();
    assert_eq!(library.genre("mine").unwrap().title, "My Afro Circuit");
    assert_eq!(library.genres().count(), built_in().genres().count() + 1);
}

#[test]
fn a_slip_is_told_with_its_place_and_the_nearest_name() {
    let told = |file: UserText| built_in().with_folder(&[file]).unwrap_err().slips;
    let all = [
        told(changed("afro_circuit", "title =", "tilte =")),
        told(changed("afro_circuit", "form = \"", "form = \"x")),
        told(changed("afro_circuit", "mix = \"circuit\"", "mix = \"circus\"")),
        told(changed("afro_circuit", "keys = [", "keys = [\"H\", ")),
        told(changed("afro_circuit", "low =", "low = 3.4.5 #")),
        told(file("mixes/mine.toml", "base = \"comon\"")),
        told(file("forms/mine.toml", "base = \"mine\"")),
        told(file("readme.txt", "hello")),
        told(file(
            "sounds/mine.toml",
            "bass = { name = \"B\", tone = \"bass\", attack = 1, decay = 9, sustain = 6, release = 9, voices = 1 }",
        )),
        told(changed("afro_circuit", "sounds = \"afro\"", "sounds = \"afo\"")),
    ];
    // Lists of all names are left out: they grow with the library.
    let short = |it: &Slip| {
        let words = it.words.split(" (").next().unwrap_or_default().to_owned();
        Slip { words, ..it.clone() }.to_string()
    };
    let lines: Vec<String> = all.iter().flatten().map(short).collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    genres/mine.toml:1:1: unknown field `tilte`, expected one of `title`, `tempo`, `keys`, `form`, `mix`, `sounds`, `patterns`; did you mean "title"?
    genres/mine.toml: form: no "xafro"; did you mean "afro"?
    genres/mine.toml: mix: no "circus"; did you mean "circuit"?
    genres/mine.toml:3:8: "H" names no key
    genres/mine.toml:3:1: missing comma between key-value pairs, expected `,`
    mixes/mine.toml: base: no "comon"; did you mean "common"?
    forms/mine.toml: base: "mine" stands on itself in the end
    readme.txt: belongs nowhere: genres/<name>.toml, forms/<name>.toml, mixes/<name>.toml, sounds/<name>.toml do
    sounds/mine.toml: bass.sustain: 6 is not from -60 to 0 dB
    genres/mine.toml: sounds: no "afo"; did you mean "afro"?
    "#);
}
