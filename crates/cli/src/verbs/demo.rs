//! `demo`: our own song, remixed; the whole path without any input.

use std::path::PathBuf;

use producer::{LiveVersion, Producer, demo};

use crate::Outcome;
use crate::verbs::remix::{Wishes, grant};

/// Arguments of `demo`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Where the song's stems (in `Demo Song`) and the project folder go.
    #[arg(long, short, default_value = "out")]
    out: PathBuf,
    #[command(flatten)]
    wishes: Wishes,
}

/// Writes the song and remixes it.
pub fn run(arguments: &Arguments) -> Outcome {
    let song = arguments.out.join("Demo Song");
    demo::write_song(&song).map_err(super::refused)?;
    let producer = Producer::new(&arguments.out);
    let mut wish = demo::wish(&song, LiveVersion::Live11);
    arguments.wishes.write_into(&mut wish)?;
    grant(&producer, &wish)
}
