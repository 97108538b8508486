//! A rich song as a set: sound in both forms, complete, and readable by a musician.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod song;

use als_model::Document;
use als_model::check::{CheckContext, check};
use live_export::{Target, export, set};
use mixing::Edition;

const TARGETS: [Target; 2] = [Target::Live11, Target::Live12];
const EDITIONS: [Edition; 4] = [Edition::Lite, Edition::Intro, Edition::Standard, Edition::Suite];

fn written(target: Target) -> Document {
    set(&song::song().request(target, Edition::Suite)).unwrap()
}

#[test]
fn the_checker_finds_nothing_in_any_form_or_edition() {
    let song = song::song();
    for target in TARGETS {
        for edition in EDITIONS {
            let document = set(&song.request(target, edition)).unwrap();
            let problems = check(&document, &CheckContext::default());
            let words: Vec<String> = problems.iter().map(ToString::to_string).collect();
            assert!(words.is_empty(), "Live {target} {edition:?}:\n{}", words.join("\n"));
        }
    }
}

#[test]
fn the_same_song_gives_the_same_bytes() {
    for target in TARGETS {
        assert_eq!(written(target).to_bytes().unwrap(), written(target).to_bytes().unwrap());
    }
}

#[test]
fn what_is_written_reads_back_as_it_was() {
    for target in TARGETS {
        let document = written(target);
        let again = Document::from_bytes(&document.to_bytes().unwrap()).unwrap();
        assert_eq!(again.tree.to_xml(), document.tree.to_xml());
    }
}

#[test]
fn what_cannot_be_carried_is_said() {
    let song = song::song();
    let left_out = export(&song.request(Target::Live11, Edition::Suite)).unwrap().left_out;
    insta::assert_snapshot!(left_out.join("\n"), @"09 RISER: nothing there can be moved in pitch");
}

#[test]
fn a_musician_can_read_the_set() {
    let outline = als_model::outline::outline(&written(Target::Live11));
    insta::assert_snapshot!(outline.to_string());
}
