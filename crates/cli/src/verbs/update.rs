//! `update`: values of a set changed, all or none, with nothing else touched.

use std::path::PathBuf;

use producer::Producer;
use producer::update::{ParameterChange, UpdateError, Updated, read_changes};
use serde_json::{Value, json};

use crate::Outcome;
use crate::answer::{Answer, Refusal};

/// Arguments of `update`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The set: any that Live saved.
    set: PathBuf,
    /// The changes as JSON: a list of `{ "target", "new_value", … }`; `inspect --targets` lists the targets.
    changes: PathBuf,
    /// Tell what would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Change values even where their `old_value` is not what the set has.
    #[arg(long)]
    force: bool,
    /// The plug-ins there are, for a set that is made anew: what `remix --plugins` takes.
    #[arg(long, value_name = "INVENTORY")]
    plugins: Option<PathBuf>,
    #[command(flatten)]
    shelf: super::Shelf,
}

/// Changes a set.
pub fn run(arguments: &Arguments) -> Outcome {
    let path = &arguments.changes;
    let text = std::fs::read_to_string(path)
        .map_err(|error| Refusal::Disk(format!("reading {}: {error}", path.display())))?;
    let mut changes: Vec<ParameterChange> = read_changes(&text).map_err(|why| {
        let words = format!("{}: {why}", path.display());
        let json = json!({ "error": words });
        Refusal::BadInput(words, json)
    })?;
    changes.iter_mut().for_each(|it| it.force |= arguments.force);
    let mut producer = Producer::new(".");
    producer.library = Some(arguments.shelf.library()?);
    producer.inventory = arguments.plugins.as_deref().map(super::plugins::inventory).transpose()?;
    let cancel = producer.cancel.clone();
    let _ = ctrlc::set_handler(move || cancel.ask());
    let done = match arguments.dry_run {
        true => producer.rehearse_update(&arguments.set, &changes),
        false => producer.update_project(&arguments.set, &changes),
    };
    let updated = done.map_err(refused)?;
    Ok(Answer::good(page(&updated, arguments.dry_run), &updated))
}

fn refused(error: UpdateError) -> Refusal {
    match &error {
        UpdateError::Refused(all) => {
            let json: Value = json!({ "error": error.to_string(), "refused": all });
            Refusal::BadInput(error.to_string(), json)
        }
        UpdateError::NotASet { .. } => Refusal::bad(&error),
        _ => Refusal::disk(&error),
    }
}

fn page(updated: &Updated, is_dry: bool) -> String {
    let mut page = String::new();
    for it in &updated.changes_made {
        page += &format!("{}: {} → {}", it.target, it.old_value, it.new_value);
        page += &it.reason.as_ref().map_or(String::new(), |why| format!(" ({why})"));
        page.push('\n');
    }
    for it in &updated.remarks {
        page += &format!("remark: {it}\n");
    }
    page += "\nas Live will show it:\n";
    for it in &updated.differences {
        page += &format!("  {it}\n");
    }
    match &updated.backup {
        Some(backup) => {
            page += &format!(
                "\nas it was: {}\nwhere Live has the set open, it shows this when it is opened again\n",
                backup.display()
            );
        }
        None if is_dry => page += "\nnothing is written\n",
        None => {}
    }
    page
}
