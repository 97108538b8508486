//! `unpack` and `pack`: between a Live document and the XML inside.

use std::fs;
use std::path::{Path, PathBuf};

use als_model::Document;
use serde_json::json;

use crate::Outcome;
use crate::answer::{Answer, Refusal};

/// Arguments of `unpack`.
#[derive(clap::Args)]
pub struct UnpackArguments {
    /// The document: .als, .alc, .adg or .adv.
    file: PathBuf,
    /// Where the XML goes; stdout when left out.
    #[arg(long, short)]
    out: Option<PathBuf>,
}

/// Arguments of `pack`.
#[derive(clap::Args)]
pub struct PackArguments {
    /// The XML.
    file: PathBuf,
    /// The document to make: .als, .alc, .adg or .adv.
    #[arg(long, short)]
    out: PathBuf,
    /// Replace the document if it exists.
    #[arg(long)]
    force: bool,
}

/// Writes the XML inside a document, byte for byte.
pub fn unpack(arguments: &UnpackArguments) -> Outcome {
    let document = super::document(&arguments.file)?;
    let xml = document.tree.to_xml();
    let json = json!({ "file": arguments.file, "kind": document.kind, "bytes": xml.len(), "elements": document.tree.len(), "out": arguments.out });
    match &arguments.out {
        None => Ok(Answer::good(xml, json)),
        Some(out) => {
            fs::write(out, &xml).map_err(|error| refused(out, &error))?;
            Ok(Answer::good(format!("{}: {} bytes of XML", out.display(), xml.len()), json))
        }
    }
}

/// Makes a document of XML that reads as one of Live's.
pub fn pack(arguments: &PackArguments) -> Outcome {
    if arguments.out.exists() && !arguments.force {
        let words = format!("{} exists (--force replaces it)", arguments.out.display());
        return Err(Refusal::Disk(words));
    }
    let document = super::document(&arguments.file)?;
    let packed = Document { packing: als_model::container::Packing::Gzip, ..document };
    packed.write(&arguments.out).map_err(|error| Refusal::disk(&error))?;
    let json = json!({ "out": arguments.out, "elements": packed.tree.len() });
    Ok(Answer::good(format!("{}: written", arguments.out.display()), json))
}

fn refused(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::Disk(format!("writing {}: {error}", path.display()))
}
