//! Gathering of problems.

use std::collections::BTreeMap;
use std::fmt;

use super::Level;
use super::codes::rule;
use crate::tree::{NodeId, Tree};

/// The most problems of one code that are told one by one.
pub const MOST: usize = 50;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The rule that was broken: `ALS011`.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// Where: `LiveSet/Tracks/MidiTrack[2 "Bass"]`.
    pub path: String,
    /// What, in words.
    pub words: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        write!(f, "{} {level}: {} ({})", self.code, self.words, self.path)
    }
}

pub(super) struct Report<'t> {
    tree: &'t Tree,
    problems: Vec<Problem>,
    counts: BTreeMap<&'static str, usize>,
}

impl<'t> Report<'t> {
    pub fn new(tree: &'t Tree) -> Self {
        Self { tree, problems: Vec::new(), counts: BTreeMap::new() }
    }

    /// Notes a problem with an element; `code` must be one of the table.
    pub fn add(&mut self, code: &'static str, node: NodeId, words: impl Into<String>) {
        let count = self.counts.entry(code).or_default();
        *count += 1;
        if *count <= MOST {
            let level = rule(code).map_or(Level::Error, |it| it.level);
            self.problems.push(Problem {
                code,
                level,
                path: self.tree.path(node),
                words: words.into(),
            });
        }
    }

    pub fn finish(mut self) -> Vec<Problem> {
        for (code, count) in self.counts.iter().filter(|it| MOST < *it.1) {
            let level = rule(code).map_or(Level::Error, |it| it.level);
            let words = format!("and {} more of {code}", count - MOST);
            self.problems.push(Problem { code, level, path: String::new(), words });
        }
        self.problems.sort_by_key(|it| (it.level, it.code));
        self.problems
    }
}
