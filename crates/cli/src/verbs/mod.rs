//! One file a verb: its arguments, and what it does.

pub mod analyse;
pub mod audio;
pub mod check;
pub mod demo;
pub mod diff;
pub mod generate;
pub mod inspect;
pub mod pack;
pub mod plugins;
pub mod remix;
pub mod schema;
pub mod update;

use std::path::{Path, PathBuf};

use als_model::{Document, ReadError};
use producer::{Library, ProduceError};

use crate::answer::Refusal;

/// Reads a Live document, or says in one line why that is none.
fn document(path: &Path) -> Result<Document, Refusal> {
    Document::read(path).map_err(|error| match error {
        ReadError::Disk { .. } => Refusal::disk(&error),
        _ => Refusal::bad_file(path, &error),
    })
}

/// Why nothing was produced: bad input with all its mistakes, or a disk that refuses.
fn refused(error: ProduceError) -> Refusal {
    match &error {
        ProduceError::Spec(mistakes) => {
            let json = serde_json::json!({ "error": error.to_string(), "mistakes": mistakes });
            Refusal::BadInput(error.to_string(), json)
        }
        ProduceError::Read { .. } | ProduceError::Write { .. } => Refusal::disk(&error),
        _ => Refusal::by_cause(&error),
    }
}

/// Genres, forms, mixing styles and sounds beside those that come with the program.
#[derive(clap::Args)]
pub struct Shelf {
    /// A folder of your own genres (and forms/, mixes/, sounds/): *.toml; a name of ours is replaced.
    #[arg(long, value_name = "DIR")]
    genres: Option<PathBuf>,
}

impl Shelf {
    /// Ours, with the user's in it; every slip in the user's files refuses.
    fn library(&self) -> Result<Library, Refusal> {
        match &self.genres {
            None => Ok(producer::built_in().clone()),
            Some(folder) => producer::library_of(folder).map_err(refused),
        }
    }
}
