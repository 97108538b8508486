//! `docs/checks.md` and the table of rules say the same.

use super::{Level, RULES};

#[test]
fn every_rule_has_a_paragraph_and_every_paragraph_a_rule() {
    let page = include_str!("../../docs/checks.md");
    let level = |it: Level| match it {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let heads: Vec<&str> = page.lines().filter_map(|it| it.strip_prefix("## ")).collect();
    let wanted: Vec<String> =
        RULES.iter().map(|it| format!("{} ({}): {}", it.code, level(it.level), it.title)).collect();
    assert_eq!(heads, wanted, "the headings of docs/checks.md");
    for paragraph in page.split("\n## ").skip(1) {
        let body = paragraph.split_once('\n').map_or("", |it| it.1).trim();
        assert!(60 < body.len(), "too little is said about {}", paragraph.lines().next().unwrap());
    }
}
