//! The workshop: `cargo xtask layers | fixtures | goldens [--check]`.

mod keep;
mod layers;

use clap::{Parser, Subcommand};

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
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().task {
        Task::Layers => layers::check(),
    }
}
