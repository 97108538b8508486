//! `diff`: what changed between two sets, in musical words.

use std::path::PathBuf;

use als_model::diff::diff;
use serde_json::json;

use crate::Outcome;
use crate::answer::Answer;

/// Arguments of `diff`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The document as it was.
    before: PathBuf,
    /// The document as it is.
    after: PathBuf,
}

/// Tells each difference in a line, in the order of the song.
pub fn run(arguments: &Arguments) -> Outcome {
    let before = super::document(&arguments.before)?;
    let after = super::document(&arguments.after)?;
    let changes = diff(&before, &after);
    let words = match changes.len() {
        0 => "nothing that can be heard differs\n".to_owned(),
        _ => changes.iter().map(|it| format!("{it}\n")).collect(),
    };
    let is_same_text = before.tree.to_xml() == after.tree.to_xml();
    Ok(Answer::good(words, json!({ "changes": changes, "is_same_text": is_same_text })))
}
