//! `audio`: recordings shaped by themselves.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use producer::Cancel;
use producer::shaping::{self, Bounced, Formants, Pace, Preset, Semitones, TimeMap, Wish};
use serde_json::json;

use crate::Outcome;
use crate::answer::{Answer, Refusal};
use crate::progress;

/// What is done to a recording.
#[derive(Subcommand)]
pub enum Audio {
    /// Make a recording longer, shorter, higher or lower, of any length, onto a 24-bit WAV.
    Stretch(Stretch),
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

/// Does what is asked.
pub fn run(audio: &Audio) -> Outcome {
    match audio {
        Audio::Stretch(it) => stretch(it),
    }
}

fn stretch(arguments: &Stretch) -> Outcome {
    let wish = wish(arguments)?;
    let (input, output) = (&arguments.input, &arguments.output);
    let cancel = Cancel::default();
    let asked = cancel.clone();
    let _ = ctrlc::set_handler(move || asked.ask());
    let bar = progress::share("stretching");
    let bounced = shaping::stretch(input, output, &wish, &cancel, &mut |share| bar.show(share))
        .map_err(super::refused)?;
    bar.end();
    Ok(Answer::good(page(output, &bounced), facts(output, &bounced)))
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
    let within = |name: &str, value: f64, low: f64, high: f64| {
        if (low..=high).contains(&value) {
            return Ok(value);
        }
        Err(wrong(format!("--{name} is {value}; {low} to {high} can be done")))
    };
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
