//! `audio`: recordings shaped by themselves.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use producer::shaping::{
    self, Bounced, Formants, Pace, Preset, Progress, Semitones, TimeMap, Trick, Wish,
};
use producer::{Cancel, ProduceError};
use serde_json::json;

use crate::Outcome;
use crate::answer::{Answer, Refusal};
use crate::progress;

/// What is done to a recording.
#[derive(Subcommand)]
pub enum Audio {
    /// Make a recording longer, shorter, higher or lower, of any length, onto a 24-bit WAV.
    Stretch(Stretch),
    /// Cut a voice at its onsets and breaths into slices, each a WAV.
    Chop(Chop),
    /// Say a word again and again, faster and faster: 1 bar to 1/32, on the grid, up to the drop.
    Stutter(Stutter),
    /// Backwards.
    Reverse(Files),
    /// A tape that stops at the end.
    TapeStop {
        #[command(flatten)]
        files: Files,
        /// Over how many seconds, 0 to 60.
        #[arg(long, default_value_t = 1.0)]
        seconds: f64,
    },
    /// The last word thrown into a hall.
    Throw {
        #[command(flatten)]
        files: Files,
        /// How many seconds at the end are thrown, 0 to 60.
        #[arg(long, default_value_t = 0.5)]
        word: f64,
        /// How many seconds the hall rings, 0.05 to 30.
        #[arg(long, default_value_t = 3.0)]
        tail: f64,
    },
    /// Two more singers beside the voice, left and right.
    Double(Files),
    /// Another octave under the voice, its formants kept.
    Octave {
        #[command(flatten)]
        files: Files,
        /// How many octaves up, or down below zero: -2 to 2.
        #[arg(long, default_value_t = -1, allow_negative_numbers = true, value_parser = clap::value_parser!(i32).range(-2..=2))]
        by: i32,
    },
}

/// Arguments of `audio stretch`.
#[derive(clap::Args)]
pub struct Stretch {
    /// The recording, in any format.
    input: PathBuf,
    /// The WAV to write.
    output: PathBuf,
    /// How many times as long, 0.25 to 4.
    #[arg(long, default_value_t = 1.0, conflicts_with = "map")]
    ratio: f64,
    /// How much higher, -24 to 24 semitones; fractions are cents.
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true)]
    semitones: f64,
    /// Keep the formants where they are, or move them by -12 to 12 semitones: keep, move=3.
    #[arg(long, value_name = "keep|move=S", value_parser = formants)]
    formant: Option<Formants>,
    /// Where each moment goes: a line "FROM TO" for each, in seconds; # begins a remark. With
    /// --tempo a line has the moment of one beat only, and the beats land on that tempo.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// The tempo that the beats of --map land on, 20 to 400 BPM.
    #[arg(long, requires = "map", value_name = "BPM")]
    tempo: Option<f64>,
    /// What is played: music, voice, drums. Without it, a voice where formants are asked for.
    #[arg(long, value_parser = preset)]
    preset: Option<Preset>,
}

/// A recording and what is made of it.
#[derive(clap::Args)]
pub struct Files {
    /// The recording, in any format.
    input: PathBuf,
    /// The WAV to write.
    output: PathBuf,
}

/// Arguments of `audio chop`.
#[derive(clap::Args)]
pub struct Chop {
    /// The recording, in any format.
    input: PathBuf,
    /// The folder for the slices; it is made if it is not there.
    folder: PathBuf,
    /// At most so many, the strongest: 1 to 99.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u8).range(1..=99))]
    slices: u8,
}

/// Arguments of `audio stutter`.
#[derive(clap::Args)]
pub struct Stutter {
    /// The recording, in any format.
    input: PathBuf,
    /// The WAV to write.
    output: PathBuf,
    /// The tempo of the grid, 20 to 400 BPM.
    #[arg(long)]
    tempo: f64,
    /// Where the word begins, in seconds; without it, at the strongest onset.
    #[arg(long)]
    at: Option<f64>,
    /// How many beats the build takes, 4 to 64.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u8).range(4..=64))]
    beats: u8,
    /// The finest repeats: 4, 8, 16 or 32 to a bar.
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u8).range(4..=32))]
    finest: u8,
    /// How much of each step is heard, 0.05 to 1.
    #[arg(long, default_value_t = 0.8)]
    gate: f64,
    /// How many semitones it rises on the way, -24 to 24.
    #[arg(long, default_value_t = 0.0, allow_negative_numbers = true)]
    rise: f64,
}

/// Does what is asked.
pub fn run(audio: &Audio) -> Outcome {
    match audio {
        Audio::Stretch(it) => stretch(it),
        Audio::Chop(it) => chop(it),
        Audio::Stutter(it) => stutter(it),
        Audio::Reverse(files) => trick(files, Trick::Reverse),
        Audio::TapeStop { files, seconds } => {
            trick(files, Trick::TapeStop(within("seconds", *seconds, 0.0, 60.0)?))
        }
        Audio::Throw { files, word, tail } => {
            let word = within("word", *word, 0.0, 60.0)?;
            trick(files, Trick::Throw(word, within("tail", *tail, 0.05, 30.0)?))
        }
        Audio::Double(files) => trick(files, Trick::Double),
        Audio::Octave { files, by } => trick(files, Trick::Octave(*by)),
    }
}

fn stretch(arguments: &Stretch) -> Outcome {
    let wish = wish(arguments)?;
    let (input, output) = (&arguments.input, &arguments.output);
    apart(input, output)?;
    let bounced = watched("stretching", |cancel, progress| {
        shaping::stretch(input, output, &wish, cancel, progress)
    })?;
    Ok(Answer::good(page(output, &bounced), facts(output, &bounced)))
}

/// Does what can take long: with a bar on a terminal, stopped by an interrupt.
fn watched<T>(
    words: &'static str,
    work: impl FnOnce(&Cancel, &mut Progress) -> Result<T, ProduceError>,
) -> Result<T, Refusal> {
    let cancel = Cancel::default();
    let asked = cancel.clone();
    let _ = ctrlc::set_handler(move || asked.ask());
    let bar = progress::share(words);
    let done = work(&cancel, &mut |share| bar.show(share));
    bar.end();
    done.map_err(super::refused)
}

fn page(output: &Path, it: &Bounced) -> String {
    let seconds = |frames: usize| frames as f64 / f64::from(it.rate.max(1));
    let mut page = format!(
        "{}\n  {:.3} s of {:.3} s, {} channels at {} Hz\n",
        output.display(),
        seconds(it.frames_out),
        seconds(it.frames_in),
        it.channels,
        it.rate,
    );
    if it.softer.value() < 0.0 {
        page += &format!(
            "  {:.2} dB softer, so that its true peak holds {} dB\n",
            -it.softer.value(),
            shaping::CEILING.value()
        );
    }
    page
}

fn facts(output: &Path, it: &Bounced) -> serde_json::Value {
    json!({
        "file": output,
        "rate": it.rate,
        "channels": it.channels,
        "frames_in": it.frames_in,
        "frames_out": it.frames_out,
        "gain_db": it.softer.value(),
    })
}

fn wish(arguments: &Stretch) -> Result<Wish, Refusal> {
    let (slow, fast) = (*TimeMap::RATIOS.start(), *TimeMap::RATIOS.end());
    let pace = match &arguments.map {
        Some(path) => Pace::Moments(moments(path, arguments.tempo)?),
        None => Pace::Ratio(within("ratio", arguments.ratio, slow, fast)?),
    };
    let formants = arguments.formant.unwrap_or(Formants::Follow);
    let usual = if arguments.formant.is_some() { Preset::Voice } else { Preset::Music };
    Ok(Wish {
        pace,
        shift: Semitones(within("semitones", arguments.semitones, -24.0, 24.0)?),
        formants,
        preset: arguments.preset.unwrap_or(usual),
    })
}

fn within(name: &str, value: f64, low: f64, high: f64) -> Result<f64, Refusal> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(wrong(format!("--{name} is {value}; {low} to {high} can be done")))
}

fn chop(arguments: &Chop) -> Outcome {
    let most = usize::from(arguments.slices);
    if let Some(name) = arguments.input.file_name().filter(|it| is_slice(it)) {
        apart(&arguments.input, &arguments.folder.join(name))?;
    }
    let slices = watched("chopping", |cancel, progress| {
        shaping::chop(&arguments.input, &arguments.folder, most, cancel, progress)
    })?;
    if slices.is_empty() {
        let words =
            format!("{}: nothing in it begins; there is nothing to cut", arguments.input.display());
        return Err(wrong(words));
    }
    let line = |it: &shaping::Slice| {
        format!("{}  {:.3} s from {:.3} s\n", it.file.display(), it.length, it.start)
    };
    let fact =
        |it: &shaping::Slice| json!({ "file": it.file, "start": it.start, "length": it.length });
    let facts: Vec<_> = slices.iter().map(fact).collect();
    Ok(Answer::good(slices.iter().map(line).collect::<String>(), json!({ "slices": facts })))
}

/// Whether a file has the name of a slice.
fn is_slice(name: &OsStr) -> bool {
    name.to_str().is_some_and(|it| it.starts_with("chop_") && it.ends_with(".wav"))
}

fn stutter(it: &Stutter) -> Outcome {
    let wish = shaping::Stutter {
        at: it.at.map(|at| within("at", at, 0.0, 1e6)).transpose()?,
        tempo: within("tempo", it.tempo, 20.0, 400.0)?,
        beats: u32::from(it.beats),
        finest: u32::from(it.finest) / 4,
        gate: within("gate", it.gate, 0.05, 1.0)?,
        rise: within("rise", it.rise, -24.0, 24.0)?,
    };
    apart(&it.input, &it.output)?;
    let at = watched("stuttering", |cancel, progress| {
        shaping::stutter(&it.input, &it.output, &wish, cancel, progress)
    })?;
    let words =
        format!("{}\n  {} beats of what begins at {at:.3} s\n", it.output.display(), it.beats);
    Ok(Answer::good(words, json!({ "file": it.output, "beats": it.beats, "at": at })))
}

/// Refuses to write over the recording itself.
fn apart(input: &Path, output: &Path) -> Result<(), Refusal> {
    match (input.canonicalize(), output.canonicalize()) {
        (Ok(input), Ok(output)) if input == output => Err(wrong(format!(
            "{} is the recording itself; write to another file",
            output.display()
        ))),
        _ => Ok(()),
    }
}

fn trick(files: &Files, trick: Trick) -> Outcome {
    apart(&files.input, &files.output)?;
    shaping::trick(&files.input, &files.output, trick).map_err(super::refused)?;
    Ok(Answer::good(files.output.display().to_string(), json!({ "file": files.output })))
}

fn wrong(words: String) -> Refusal {
    let json = json!({ "error": words });
    Refusal::BadInput(words, json)
}

/// The moments in a map's file, each a line.
fn moments(path: &Path, tempo: Option<f64>) -> Result<Vec<(f64, f64)>, Refusal> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Refusal::Disk(format!("reading {}: {error}", path.display())))?;
    if let Some(tempo) = tempo
        && !(20.0..=400.0).contains(&tempo)
    {
        return Err(wrong(format!("--tempo is {tempo}; 20 to 400 BPM can be done")));
    }
    let mut moments: Vec<(f64, f64)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let words: Vec<&str> = line.split('#').next().unwrap_or("").split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        let numbers: Option<Vec<f64>> =
            words.iter().map(|it| it.parse().ok().filter(|it: &f64| it.is_finite())).collect();
        let first = moments.first().map(|it| it.1);
        let moment = match (numbers.as_deref(), tempo) {
            (Some([from, to]), None) => (*from, *to),
            (Some([from]), Some(tempo)) => {
                (*from, first.map_or(*from, |it| it + moments.len() as f64 * 60.0 / tempo))
            }
            _ => {
                let wanted = if tempo.is_some() { "one number" } else { "two numbers" };
                let place = format!("{}:{}", path.display(), number + 1);
                return Err(wrong(format!("{place}: {line:?}; {wanted} in seconds are allowed")));
            }
        };
        moments.push(moment);
    }
    Ok(moments)
}

fn formants(words: &str) -> Result<Formants, String> {
    if words == "keep" {
        return Ok(Formants::KEEP);
    }
    let by = words.strip_prefix("move=").and_then(|it| it.parse::<f64>().ok());
    let by = by.filter(|it| (-12.0..=12.0).contains(it));
    by.map(|it| Formants::Move(Semitones(it)))
        .ok_or_else(|| "allowed are keep and move=S with S from -12 to 12 semitones".to_owned())
}

fn preset(words: &str) -> Result<Preset, String> {
    match words {
        "music" => Ok(Preset::Music),
        "voice" => Ok(Preset::Voice),
        "drums" => Ok(Preset::Drums),
        _ => Err("allowed are music, voice and drums".to_owned()),
    }
}
