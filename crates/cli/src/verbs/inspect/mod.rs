//! `inspect`: any Live document as a page that a musician can read, as data, or as a picture; a folder as a list.

mod parameters;
mod picture;
mod shelf;

use std::path::PathBuf;

use als_model::outline::outline;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::{Outcome, draw};

/// Arguments of `inspect`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The document: .als, .alc, .adg or .adv; or a folder, whose documents are listed.
    file: PathBuf,
    /// Draw the arrangement as SVG: tracks, clips in their colours, locators.
    #[arg(long, value_name = "FILE.svg")]
    svg: Option<PathBuf>,
    /// Draw the arrangement as PNG.
    #[arg(long, value_name = "FILE.png")]
    png: Option<PathBuf>,
    /// Tell every parameter of every device, as Live shows it.
    #[arg(long)]
    parameters: bool,
    /// Tell every target that `update` takes for this set, with where it stands.
    #[arg(long)]
    targets: bool,
}

/// Prints a document's tracks, devices, clips on a timeline, locators and automation.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.file.is_dir() {
        return shelf::run(&arguments.file);
    }
    let document = super::document(&arguments.file)?;
    if arguments.targets {
        let mut all = producer::update::targets(&document);
        all.extend(producer::update::targets_anew(&arguments.file, &document));
        let lines: String =
            all.iter().map(|it| format!("{:60} {}\n", it.target, it.value)).collect();
        return Ok(Answer::good(lines, &all));
    }
    let page = outline(&document);
    for path in arguments.svg.iter().chain(&arguments.png) {
        draw::write(path, &picture::of(&arguments.file, &page))?;
    }
    let mut words = page.to_string();
    let mut data = serde_json::to_value(&page).unwrap_or(Value::Null);
    if arguments.parameters {
        let devices = parameters::of(&document);
        words += &parameters::page(&devices);
        if let Value::Object(object) = &mut data {
            object.insert("parameters".to_owned(), json!(devices));
        }
    }
    Ok(Answer::good(words, data))
}
