//! Speed as ratios: to a peer, or to what the machine can do at all, in the same run.

mod documents;
mod listen;
mod stretch;

use clap::Subcommand;

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

/// Measures, and prints a table.
pub fn run(bench: &Bench) -> anyhow::Result<()> {
    match bench {
        Bench::Documents { file } => documents::run(file.as_deref()),
        Bench::Stretch { python } => stretch::run(python),
        Bench::Alone(job) => job.run(),
        Bench::Listen { python, file } => listen::run(python, file.as_deref()),
    }
}
