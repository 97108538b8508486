//! `generate`: parts of a genre by themselves, as a grid that a drummer can read, or as MIDI.

use std::path::PathBuf;

use producer::sketch::{Sketch, Sketched, sketch};
use producer::words::{Family, Intensity, Key, Role, SectionKind, Tempo, nearest};
use serde_json::{Value, json};

use crate::Outcome;
use crate::answer::{Answer, Refusal};
use crate::verbs::Shelf;

/// Arguments of `generate`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The genre, `afro_circuit`.
    #[arg(long)]
    genre: String,
    /// Who plays, with commas: roles (kick, bass, chords, lead, …) or families (drums, percussion, bass,
    /// music), or all.
    #[arg(long, default_value = "all", value_delimiter = ',')]
    parts: Vec<String>,
    /// The kind of section: intro, groove, break, build, drop, outro.
    #[arg(long, default_value = "drop")]
    section: String,
    /// How many bars.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(i64).range(1..=1024))]
    bars: i64,
    /// The key, `Am`, `F#m`, `8A`; the genre's commonest when left out.
    #[arg(long)]
    key: Option<String>,
    /// The tempo in BPM; the genre's own when left out.
    #[arg(long)]
    tempo: Option<f64>,
    /// How hard they play, 0 to 1.
    #[arg(long, default_value_t = 0.85)]
    intensity: f64,
    /// All chance comes from it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print the page of grids and rolls; so it is without --midi too.
    #[arg(long)]
    ascii: bool,
    /// Write a MIDI file, a track a part.
    #[arg(long, value_name = "FILE.mid")]
    midi: Option<PathBuf>,
    #[command(flatten)]
    shelf: Shelf,
}

/// Plays the parts.
pub fn run(arguments: &Arguments) -> Outcome {
    let library = arguments.shelf.library()?;
    let wish = wish(arguments)?;
    let names = || library.genres().map(|it| it.name.as_str());
    let played = sketch(&library, &wish)
        .ok_or_else(|| unknown("genre", &arguments.genre, &names().collect::<Vec<_>>()))?;
    let mut words = String::new();
    if let Some(path) = &arguments.midi {
        std::fs::write(path, played.midi())
            .map_err(|error| Refusal::Disk(format!("writing {}: {error}", path.display())))?;
        words += &format!("{}: {} parts\n", path.display(), played.parts.len());
    }
    if arguments.ascii || arguments.midi.is_none() {
        words += &played.to_string();
    }
    Ok(Answer::good(words, object(arguments, &played)))
}

fn wish(arguments: &Arguments) -> Result<Sketch, Refusal> {
    let kinds: Vec<&str> = SectionKind::ALL.iter().map(|it| it.word()).collect();
    let kind = SectionKind::from_word(&arguments.section.to_lowercase())
        .ok_or_else(|| unknown("section", &arguments.section, &kinds))?;
    let key = arguments.key.as_ref().map(|it| it.parse::<Key>()).transpose();
    let tempo = arguments.tempo.map(Tempo::new).transpose();
    if !(0.0..=1.0).contains(&arguments.intensity) {
        let words = format!("--intensity {}: how hard they play is 0 to 1", arguments.intensity);
        return Err(Refusal::BadInput(words.clone(), json!({ "error": words })));
    }
    Ok(Sketch {
        genre: arguments.genre.clone(),
        parts: parts(&arguments.parts)?,
        kind,
        bars: arguments.bars,
        key: key.map_err(|error| Refusal::bad(&error))?,
        tempo: tempo.map_err(|error| Refusal::bad(&error))?,
        intensity: Intensity::new(arguments.intensity),
        seed: arguments.seed,
    })
}

/// The roles meant by these words, each once, in the order of a mixer.
fn parts(words: &[String]) -> Result<Vec<Role>, Refusal> {
    let playing = || Role::ALL.iter().copied().filter(|it| it.is_played());
    let mut wanted = Vec::new();
    for word in words.iter().map(|it| it.trim().to_lowercase().replace([' ', '-'], "_")) {
        let family = Family::from_word(&word);
        let before = wanted.len();
        wanted.extend(
            playing()
                .filter(|it| word == "all" || it.word() == word || Some(it.family()) == family),
        );
        if wanted.len() == before {
            let families = ["all", "drums", "percussion", "bass", "music"];
            let names: Vec<&str> = families.into_iter().chain(playing().map(Role::word)).collect();
            return Err(unknown("part", &word, &names));
        }
    }
    wanted.sort();
    wanted.dedup();
    Ok(wanted)
}

/// A name that is not there, with the nearest and all there are.
fn unknown(what: &str, name: &str, names: &[&str]) -> Refusal {
    let near = nearest(name, names.iter().copied());
    let hint = near.map_or(String::new(), |it| format!("; did you mean {it:?}?"));
    let words = format!("{what} {name:?} is not known{hint} ({})", names.join(", "));
    let json = json!({ "error": words, "found": name, "allowed": names, "nearest": near });
    Refusal::BadInput(words, json)
}

fn object(arguments: &Arguments, played: &Sketched) -> Value {
    let note = |it: &producer::words::Note| {
        json!({
            "start": it.start.as_quarters(),
            "length": it.length.as_quarters(),
            "key": it.pitch.key(),
            "velocity": it.velocity.value(),
        })
    };
    let part = |(role, phrase): &(Role, producer::words::Phrase)| json!({ "part": role.word(), "notes": phrase.notes().iter().map(note).collect::<Vec<_>>() });
    json!({
        "genre": played.title,
        "tempo": played.tempo.bpm(),
        "key": played.key.to_string(),
        "chords": played.chords,
        "bars": arguments.bars,
        "seed": arguments.seed,
        "midi": arguments.midi,
        "parts": played.parts.iter().map(part).collect::<Vec<_>>(),
    })
}
