//! `vyke-produce`: the facade for a shell.

mod answer;
mod draw;
mod progress;
mod verbs;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::answer::Answer;

/// Executes complete music-production specs and writes Ableton Live projects.
///
/// Exit codes: 0 done, 1 bad input or a failed check, 2 wrong usage or a disk that refuses.
#[derive(Parser)]
#[command(name = "vyke-produce", version, arg_required_else_help = true)]
struct Arguments {
    /// Print one JSON object on stdout instead of words; logs and bars stay on stderr.
    #[arg(long, global = true)]
    json: bool,
    /// No bars and no log on stderr.
    #[arg(long, short, global = true)]
    quiet: bool,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Remix stems into a Live project, as a spec says.
    Remix(verbs::remix::Arguments),
    /// Make a small song of our own and remix it: the whole path, without any input.
    Demo(verbs::demo::Arguments),
    /// Play parts of a genre by themselves: a grid that a drummer can read, or MIDI.
    Generate(verbs::generate::Arguments),
    /// Measure audio: tempo grid, key, loudness.
    Analyse(verbs::analyse::Arguments),
    /// Shape recordings: stretch, pitch, chop, stutter.
    #[command(subcommand)]
    Audio(verbs::audio::Audio),
    /// Print a Live set as a page that a musician can read, or draw it.
    Inspect(verbs::inspect::Arguments),
    /// List all that Live would refuse or misread in a set.
    Check(verbs::check::Arguments),
    /// Change values of a set, ours or anybody's: all or none, with a backup.
    Update(verbs::update::Arguments),
    /// Scan for plug-ins, list them.
    #[command(subcommand)]
    Plugins(verbs::plugins::Plugins),
    /// Tell what changed between two sets, in musical words.
    Diff(verbs::diff::Arguments),
    /// Write the XML inside a Live document.
    Unpack(verbs::pack::UnpackArguments),
    /// Make a Live document of XML.
    Pack(verbs::pack::PackArguments),
    /// Print the JSON Schema of a spec or a result.
    Schema(verbs::schema::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse(); // clap itself leaves with 2 on wrong usage
    progress::start(arguments.quiet);
    let answer = match arguments.verb {
        Verb::Remix(it) => verbs::remix::run(&it),
        Verb::Demo(it) => verbs::demo::run(&it),
        Verb::Generate(it) => verbs::generate::run(&it),
        Verb::Analyse(it) => verbs::analyse::run(&it),
        Verb::Audio(it) => verbs::audio::run(&it),
        Verb::Inspect(it) => verbs::inspect::run(&it),
        Verb::Check(it) => verbs::check::run(&it),
        Verb::Update(it) => verbs::update::run(&it),
        Verb::Plugins(it) => verbs::plugins::run(&it),
        Verb::Diff(it) => verbs::diff::run(&it),
        Verb::Unpack(it) => verbs::pack::unpack(&it),
        Verb::Pack(it) => verbs::pack::pack(&it),
        Verb::Schema(it) => verbs::schema::run(&it),
    };
    answer::tell(answer, arguments.json)
}

/// What a verb gives: an answer to print, or a reason why there is none.
type Outcome = Result<Answer, answer::Refusal>;
