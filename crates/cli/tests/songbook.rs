//! The songbook's pages are what the program plays: every command on them is run and held against the page.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What opens a block of a page that is a command and its output.
const OPENS: &str = "```console\n$ vyke-produce ";

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/songbook");
    let mut pages: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    pages.retain(|it| it.file_name().unwrap() != "README.md");
    pages.sort();
    pages
}

fn output(command: &str) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_vyke-produce"));
    let told = program.args(command.split_whitespace()).output().unwrap();
    assert!(told.status.success(), "{command}: {}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap().trim_end().to_owned()
}

/// The page with every command's output as it is today, and how many commands it has.
fn played(page: &str) -> (String, usize) {
    let mut parts = page.split(OPENS);
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut count = 0;
    for part in parts {
        let (block, rest) = part.split_once("\n```").unwrap();
        let command = block.lines().next().unwrap();
        text += &format!("{OPENS}{command}\n{}\n```{rest}", output(command));
        count += 1;
    }
    (text, count)
}

#[test]
fn every_page_is_what_is_played() {
    let write = std::env::var_os("SONGBOOK").is_some_and(|it| it == "write");
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let (today, count) = played(&page);
        assert!(3 <= count, "{}: {count} commands", path.display());
        if write {
            fs::write(&path, &today).unwrap();
        } else {
            assert!(
                page == today,
                "{} is out of date: run with SONGBOOK=write and read the diff",
                path.display()
            );
        }
    }
}

#[test]
fn every_genre_has_a_page() {
    let names: Vec<String> =
        pages().iter().map(|it| it.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let genres: Vec<&str> = producer::built_in().genres().map(|it| it.name.as_str()).collect();
    assert_eq!(names, genres);
}
