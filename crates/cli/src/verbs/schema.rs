//! `schema`: the JSON Schema of a spec, a result or a genre file.

use crate::Outcome;
use crate::answer::Answer;

/// Arguments of `schema`.
#[derive(clap::Args)]
pub struct Arguments {
    /// What the schema is of.
    #[arg(value_enum)]
    of: Of,
}

/// What has a schema.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Of {
    /// The wish for a remix.
    InspirationSet,
    /// What came of it.
    ProductionResult,
    /// The changes that `update` takes.
    Changes,
    /// An inventory of plug-ins.
    PluginInventory,
    /// A genre file; the page on writing one tells what the words mean.
    Genre,
}

/// Prints a schema.
pub fn run(arguments: &Arguments) -> Outcome {
    let schema = match arguments.of {
        Of::InspirationSet => producer::schema::inspiration_set(),
        Of::ProductionResult => producer::schema::production_result(),
        Of::Changes => producer::schema::changes(),
        Of::PluginInventory => producer::schema::plugin_inventory(),
        Of::Genre => producer::schema::genre(),
    };
    let words = serde_json::to_string_pretty(&schema).unwrap_or_default();
    Ok(Answer::good(words, schema))
}
