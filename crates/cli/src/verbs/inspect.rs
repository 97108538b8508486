//! `inspect`: any Live document as a page that a musician can read.

use std::path::PathBuf;

use als_model::outline::outline;

use crate::Outcome;
use crate::answer::Answer;

/// Arguments of `inspect`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The document: .als, .alc, .adg or .adv.
    file: PathBuf,
}

/// Prints a document's tracks, devices, clips on a timeline, locators and automation.
pub fn run(arguments: &Arguments) -> Outcome {
    let document = super::document(&arguments.file)?;
    let outline = outline(&document);
    Ok(Answer::good(outline.to_string(), &outline))
}
