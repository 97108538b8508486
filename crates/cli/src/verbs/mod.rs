//! One file a verb: its arguments, and what it does.

pub mod analyse;
pub mod check;
pub mod demo;
pub mod diff;
pub mod inspect;
pub mod pack;
pub mod remix;
pub mod schema;

use std::path::Path;

use als_model::{Document, ReadError};
use producer::ProduceError;

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
        _ => Refusal::bad(&error),
    }
}
