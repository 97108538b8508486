//! Speed as ratios: to a peer, or to what the machine can do at all, in the same run.

mod documents;
mod listen;
mod stretch;

use std::process::Command;

use anyhow::{Context, ensure};
use clap::Subcommand;

use crate::fixtures::root;

/// Set where a build for release was made already, whatever it checks.
const RELEASED: &str = "VYKE_BENCH_RELEASED";

/// What is measured.
#[derive(Subcommand)]
pub enum Bench {
    /// Reading, writing, checking and telling a Live document, against zlib alone and lxml.
    Documents {
        /// The document; without one, the largest set of the reference corpus, or else our own demo.
        file: Option<std::path::PathBuf>,
    },
    /// Listening to a song of four minutes, against librosa and aubio hearing its tempo alone.
    Listen {
        /// The Python that has the peers (pip install librosa aubio).
        #[arg(long, default_value = "python3")]
        python: std::path::PathBuf,
        /// The recording; without one, our own demo song, repeated.
        file: Option<std::path::PathBuf>,
    },
    /// Stretching: us and each installed peer on signals of our own, quality and CPU seconds.
    Stretch {
        /// A Python that has python-stretch, bungee-python and numpy.
        #[arg(long, default_value = "python3")]
        python: std::path::PathBuf,
    },
    /// One stretch of ours, as `stretch` runs it.
    #[command(hide = true)]
    Alone(stretch::Alone),
}

/// Measures, and prints a table. What is measured is what users run: a build for tests, which checks what a release does
/// not, has one for release made and leaves it to that.
pub fn run(bench: &Bench) -> anyhow::Result<()> {
    if cfg!(debug_assertions) && std::env::var_os(RELEASED).is_none() {
        return released();
    }
    match bench {
        Bench::Documents { file } => documents::run(file.as_deref()),
        Bench::Stretch { python } => stretch::run(python),
        Bench::Alone(job) => job.run(),
        Bench::Listen { python, file } => listen::run(python, file.as_deref()),
    }
}

/// Builds this program for release, and has it do what this one was asked for.
fn released() -> anyhow::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let done = Command::new(cargo)
        .args(["run", "--release", "--package", "xtask", "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .arg("--")
        .args(std::env::args_os().skip(1))
        .env(RELEASED, "")
        .status()
        .context("starting cargo")?;
    ensure!(done.success(), "the release build does not measure: it ended with {done}");
    Ok(())
}
