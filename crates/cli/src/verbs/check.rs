//! `check`: all that Live would refuse or misread in a set.

use std::path::{Path, PathBuf};

use als_model::check::{CheckContext, Level, Problem, check};
use serde_json::json;

use crate::Outcome;
use crate::answer::Answer;

/// Arguments of `check`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The documents: .als, .alc, .adg or .adv.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Look whether the samples are there even where a document lies outside of a Live project.
    #[arg(long)]
    samples: bool,
}

/// Lists the problems of every document; errors fail the check, warnings and notes do not.
pub fn run(arguments: &Arguments) -> Outcome {
    let mut words = String::new();
    let mut reports = Vec::new();
    let mut is_good = true;
    for file in &arguments.files {
        let document = super::document(file)?;
        let in_project = |it: &&Path| arguments.samples || it.join("Ableton Project Info").is_dir();
        let folder = file.parent().filter(in_project).map(ToOwned::to_owned);
        let problems = check(&document, &CheckContext { folder, edition: None });
        is_good &= !problems.iter().any(|it| it.level == Level::Error);
        words += &page(&file.display().to_string(), &problems);
        reports.push(json!({ "file": file, "problems": problems }));
    }
    Ok(Answer { words, json: json!({ "is_sound": is_good, "documents": reports }), is_good })
}

fn page(file: &str, problems: &[Problem]) -> String {
    if problems.is_empty() {
        return format!("{file}: no problem\n");
    }
    let lines: Vec<String> = problems.iter().map(|it| format!("  {it}\n")).collect();
    format!("{file}: {} problems\n{}", problems.len(), lines.concat())
}
