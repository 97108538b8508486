//! `remix`: stems and a wish in, a Live project out.

use std::path::{Path, PathBuf};

use producer::{Format, InspirationSet, Producer, ProductionResult};

use crate::Outcome;
use crate::answer::{Answer, Refusal};

/// Arguments of `remix`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The spec: an InspirationSet as .json or .toml. Its paths count from its own folder.
    spec: PathBuf,
    /// Where the project folder goes.
    #[arg(long, short, default_value = ".")]
    out: PathBuf,
    /// The plug-ins there are: an inventory made by `plugins scan`, or anything that it reads. Without, Live's own
    /// devices alone are used.
    #[arg(long, value_name = "INVENTORY")]
    plugins: Option<PathBuf>,
    #[command(flatten)]
    shelf: super::Shelf,
    #[command(flatten)]
    wishes: Wishes,
}

/// What takes the place of a value in the spec.
#[derive(clap::Args)]
pub struct Wishes {
    /// The form of document to write: 11 (opens in 11.3 and later) or 12 (12.1 and later).
    #[arg(long, value_parser = ["11", "12"])]
    live: Option<String>,
    /// Another seed: the same record, played another way.
    #[arg(long)]
    seed: Option<u64>,
    /// Another version: extended, radio, dub, instrumental, acapella, dj_tool, intro_outro_edit,
    /// bootleg, vip.
    #[arg(long = "version", visible_alias = "version-type", value_name = "VERSION")]
    version_type: Option<String>,
}

impl Wishes {
    /// Puts these values into a wish.
    pub fn write_into(&self, wish: &mut InspirationSet) -> Result<(), Refusal> {
        if let Some(live) = &self.live {
            wish.live_version = producer::LiveVersion::read(live);
        }
        if let Some(version) = &self.version_type {
            let read = producer::VersionType::read(version);
            let words = format!(
                "{version:?} is no version type (extended, radio, dub, instrumental, acapella, dj_tool, intro_outro_edit, bootleg, vip)"
            );
            wish.version_type = Some(read.ok_or(Refusal::Disk(words))?);
        }
        wish.seed = self.seed.or(wish.seed);
        Ok(())
    }
}

/// Remixes as a spec says.
pub fn run(arguments: &Arguments) -> Outcome {
    let path = &arguments.spec;
    let text = std::fs::read_to_string(path)
        .map_err(|error| Refusal::Disk(format!("reading {}: {error}", path.display())))?;
    let mut producer = Producer::new(&arguments.out);
    producer.library = Some(arguments.shelf.library()?);
    producer.inventory = arguments.plugins.as_deref().map(super::plugins::inventory).transpose()?;
    producer.base = path.parent().map(Path::to_owned).unwrap_or_default();
    let format = Format::of(&path.to_string_lossy());
    let mut wish = producer
        .library()
        .read_spec(&text, format)
        .map_err(|error| super::refused(error.into()))?;
    arguments.wishes.write_into(&mut wish)?;
    grant(&producer, &wish)
}

/// Grants a wish, and can be stopped with Ctrl-C.
pub fn grant(producer: &Producer, wish: &InspirationSet) -> Outcome {
    let cancel = producer.cancel.clone();
    let _ = ctrlc::set_handler(move || cancel.ask());
    let result = producer.remix(wish).map_err(super::refused)?;
    Ok(Answer::good(page(&result), &result))
}

/// The result as a page: where it is, its sections, and everything there is to say about it.
fn page(result: &ProductionResult) -> String {
    let mut page = format!("{}\n\n", result.als_path);
    for section in &result.sections {
        let last = section.first_bar + section.bars - 1;
        page += &format!("  {:>3}–{:<3}  {}\n", section.first_bar, last, section.name);
    }
    let (minutes, seconds) = (result.duration_seconds / 60.0, result.duration_seconds % 60.0);
    page += &format!(
        "\n{}:{:02} of music, {} MIDI clips, {} samples, seed {}, made in {:.1} s\n",
        minutes as u64,
        seconds as u64,
        result.midi_clips_generated,
        result.samples_used.len(),
        result.seed,
        result.generation_time_seconds,
    );
    if !result.plugins_used.is_empty() {
        page += &format!("plug-ins: {}\n", result.plugins_used.join(", "));
    }
    for it in &result.substitutions {
        page += &format!("instead of {}: {} ({})\n", it.asked, it.used, it.why);
    }
    for remark in &result.remarks {
        page += &format!("remark: {remark}\n");
    }
    page
}
