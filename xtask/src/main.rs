//! The workshop: `cargo xtask layers | fixtures | goldens [--check] | listen | matrix | music | alone CRATE | bench WHAT`.

mod alone;
mod bench;
mod fixtures;
mod goldens;
mod keep;
mod layers;
mod listen;
mod matrix;
mod music;

use clap::{Parser, Subcommand};

use crate::keep::Mode;

/// Tasks that keep the house in order.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Fails when a crate imports one it may not know.
    Layers,
    /// Writes the test audio of our own making.
    Fixtures,
    /// Regenerates the golden projects.
    Goldens {
        /// Change nothing; fail when one is out of date.
        #[arg(long)]
        check: bool,
    },
    /// Builds and tests a crate outside of the workspace.
    Alone {
        /// The crate: `als-model`.
        name: String,
    },
    /// Measures the ears on recordings of known truth, beside the targets.
    Listen,
    /// Makes every genre in every version at every hour, in memory, and checks each set; run it with `--release`.
    Matrix {
        /// Of all sets only each so-manieth, so that a sample takes a part of the time.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
        every: u16,
    },
    /// Prints how each genre's playing measures over 200 seeds; fails where a band does not hold.
    Music,
    /// Measures speed as ratios to peers, in a build for release.
    Bench {
        #[command(subcommand)]
        what: bench::Bench,
    },
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Layers => layers::check(),
        Task::Fixtures => fixtures::write().map(|_| ()),
        Task::Listen => listen::run(),
        Task::Alone { name } => alone::run(&name),
        Task::Matrix { every } => matrix::run(usize::from(every)),
        Task::Music => music::run(),
        Task::Bench { what } => bench::run(&what),
        Task::Goldens { check: true } => goldens::run(Mode::Check),
        Task::Goldens { check: false } => goldens::run(Mode::Write),
    }
}
