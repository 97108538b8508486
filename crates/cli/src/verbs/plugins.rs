//! `plugins`: which plug-ins there are, as an inventory that `remix` can use.

use std::path::{Path, PathBuf};

use producer::plugins::{
    Edition, InventoryError, Plugin, PluginFormat, PluginInventory, PluginKind, Scan, read,
    read_all, usual_places,
};
use serde_json::json;

use crate::Outcome;
use crate::answer::{Answer, Refusal};

/// Verbs on plug-ins.
#[derive(clap::Subcommand)]
pub enum Plugins {
    /// Read what plug-ins there are into an inventory.
    Scan(ScanArguments),
    /// List the plug-ins of an inventory.
    List(ListArguments),
}

/// Arguments of `plugins scan`.
#[derive(clap::Args)]
pub struct ScanArguments {
    /// What to read, several are put together: Live's database (Live-plugins-*.db or the folder it is in), a folder of
    /// plug-ins, a VST3 bundle, an inventory, Live's own folder for the
    /// edition. Left out: the usual places of this system.
    sources: Vec<PathBuf>,
    /// Where the inventory goes, as JSON.
    #[arg(long, short)]
    out: Option<PathBuf>,
    /// The edition of Live: lite, intro, standard, suite.
    #[arg(long, value_parser = edition)]
    edition: Option<Edition>,
}

/// Arguments of `plugins list`.
#[derive(clap::Args)]
pub struct ListArguments {
    /// An inventory, or anything that `plugins scan` reads.
    inventory: PathBuf,
    /// Only instruments or effects.
    #[arg(long, value_parser = kind)]
    kind: Option<PluginKind>,
    /// Only this format: VST3, VST2, AU.
    #[arg(long, value_parser = format)]
    format: Option<PluginFormat>,
    /// Only those with these letters in their name, maker or categories.
    #[arg(long)]
    search: Option<String>,
}

fn edition(text: &str) -> Result<Edition, String> {
    Edition::read(text).ok_or_else(|| one_of(Edition::WORDS))
}

fn kind(text: &str) -> Result<PluginKind, String> {
    PluginKind::read(text).ok_or_else(|| one_of(PluginKind::WORDS))
}

fn format(text: &str) -> Result<PluginFormat, String> {
    PluginFormat::read(text).ok_or_else(|| one_of(PluginFormat::WORDS))
}

fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

/// Scans or lists.
pub fn run(verb: &Plugins) -> Outcome {
    match verb {
        Plugins::Scan(arguments) => scan(arguments),
        Plugins::List(arguments) => list(arguments),
    }
}

/// The inventory in a file or folder, or why there is none.
pub fn inventory(path: &Path) -> Result<PluginInventory, Refusal> {
    read(path).map(|it| it.inventory).map_err(refused)
}

fn refused(error: InventoryError) -> Refusal {
    match &error {
        InventoryError::Mistakes { mistakes, .. } => {
            let json = json!({ "error": error.to_string(), "mistakes": mistakes });
            Refusal::BadInput(error.to_string(), json)
        }
        _ => Refusal::by_cause(&error),
    }
}

fn scan(arguments: &ScanArguments) -> Outcome {
    let places =
        if arguments.sources.is_empty() { usual_places() } else { arguments.sources.clone() };
    if places.is_empty() {
        let words = "none of the usual places of plug-ins is on this machine: name a folder, a database or a file";
        return Err(Refusal::BadInput(words.to_owned(), json!({ "error": words })));
    }
    let Scan { mut inventory, remarks } = read_all(&places).map_err(refused)?;
    inventory.edition = arguments.edition.or(inventory.edition);
    if let Some(out) = &arguments.out {
        write(out, &inventory)?;
    }
    let mut words = summary(&inventory) + "\n";
    words += &match &arguments.out {
        Some(out) => format!("written to {}\n", out.display()),
        None => format!("\n{}", table(&inventory.plugins.iter().collect::<Vec<_>>())),
    };
    words.extend(remarks.iter().map(|it| format!("remark: {it}\n")));
    let out = arguments.out.as_ref().map(|it| it.to_string_lossy());
    Ok(Answer::good(words, json!({ "out": out, "inventory": inventory, "remarks": remarks })))
}

/// Writes an inventory; over another one only, never over a file of another kind.
fn write(out: &Path, inventory: &PluginInventory) -> Result<(), Refusal> {
    let is_ours =
        out.extension().is_some_and(|it| it.eq_ignore_ascii_case("json")) && read(out).is_ok();
    if out.exists() && !is_ours {
        let words = format!("{} is there and is no inventory: it is left as it is", out.display());
        return Err(Refusal::BadInput(words.clone(), json!({ "error": words })));
    }
    let trouble =
        |error: std::io::Error| Refusal::Disk(format!("writing {}: {error}", out.display()));
    let aside = out.with_extension("json.part");
    std::fs::write(&aside, inventory.to_json()).map_err(trouble)?;
    std::fs::rename(&aside, out).map_err(trouble)
}

/// `3 plug-ins (2 VST3, 1 VST2): 2 instruments, 1 effect; Live Suite`.
fn summary(inventory: &PluginInventory) -> String {
    let count =
        |fits: &dyn Fn(&Plugin) -> bool| inventory.plugins.iter().filter(|it| fits(it)).count();
    let formats: Vec<String> = PluginFormat::ALL
        .iter()
        .map(|format| (count(&|it| it.format == *format), format))
        .filter(|it| 0 < it.0)
        .map(|(count, format)| format!("{count} {format}"))
        .collect();
    let (instruments, effects) = (
        count(&|it| it.kind == Some(PluginKind::Instrument)),
        count(&|it| it.kind == Some(PluginKind::Effect)),
    );
    let unknown = inventory.plugins.len() - instruments - effects;
    let formats =
        if formats.is_empty() { String::new() } else { format!(" ({})", formats.join(", ")) };
    let live = inventory.edition.map_or(String::new(), |it| format!("; Live {}", it.title()));
    format!(
        "{} plug-ins{formats}: {instruments} instruments, {effects} effects, {unknown} of unknown kind{live}",
        inventory.plugins.len()
    )
}

fn list(arguments: &ListArguments) -> Outcome {
    let inventory = inventory(&arguments.inventory)?;
    let wanted = arguments.search.as_deref().map(str::to_lowercase);
    let holds = |it: &Plugin, wanted: &str| {
        let texts = [&it.name, &it.vendor].into_iter().chain(&it.categories);
        texts.into_iter().any(|it| it.to_lowercase().contains(wanted))
    };
    let fits = |it: &&Plugin| {
        arguments.kind.is_none_or(|kind| it.kind == Some(kind))
            && arguments.format.is_none_or(|format| it.format == format)
            && wanted.as_deref().is_none_or(|wanted| holds(it, wanted))
    };
    let found: Vec<&Plugin> = inventory.plugins.iter().filter(fits).collect();
    let nearest = arguments
        .search
        .as_deref()
        .filter(|_| found.is_empty())
        .and_then(|it| inventory.nearest(it, arguments.kind));
    let words = match (found.is_empty(), nearest) {
        (false, _) => table(&found),
        (true, Some(name)) => format!("none; the nearest name is {name:?}"),
        (true, None) => "none".to_owned(),
    };
    Ok(Answer::good(words, json!({ "plugins": found, "nearest": nearest })))
}

/// A line a plug-in: name, maker, format, kind, id.
fn table(plugins: &[&Plugin]) -> String {
    let width = |text: &dyn Fn(&Plugin) -> &str| {
        plugins.iter().map(|it| text(it).chars().count()).max().unwrap_or(0).min(40)
    };
    let (names, makers) = (width(&|it| &it.name), width(&|it| &it.vendor));
    let line = |it: &&Plugin| {
        let kind = it.kind.map_or("?", PluginKind::word);
        let id = it.id.map_or("no id: cannot be put into a set".to_owned(), |it| it.to_string());
        format!(
            "{:names$}  {:makers$}  {:4}  {kind:10}  {id}\n",
            it.name,
            it.vendor,
            it.format.word()
        )
    };
    plugins.iter().map(line).collect()
}
