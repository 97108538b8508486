//! `analyse`: tempo grid, key, loudness, sections and attacks of audio.

mod object;
mod page;
mod picture;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use producer::listening::{self, AudioError, Hearing};
use serde_json::{Value, json};

use crate::answer::{Answer, Refusal};
use crate::{Outcome, draw};

/// Arguments of `analyse`.
#[derive(clap::Args)]
pub struct Arguments {
    /// The recordings, in any format and of any length up to some hours.
    #[arg(required = true)]
    audio: Vec<PathBuf>,
    /// The drum stem of the song: beats are best heard in it. All recordings then share one grid.
    #[arg(long)]
    drums: Option<PathBuf>,
    /// The vocal stem of the song, to tell where somebody sings.
    #[arg(long)]
    vocal: Option<PathBuf>,
    /// The recordings are one song, in stems or versions that begin together: they share one grid.
    #[arg(long)]
    song: bool,
    /// Draw the recording: waveform, beats, sections, chroma. The name ends in .svg or .png.
    #[arg(long, value_name = "OUT")]
    picture: Option<PathBuf>,
    /// Also write the JSON of each recording into this folder, named after it.
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
}

/// Measures each recording.
pub fn run(arguments: &Arguments) -> Outcome {
    if arguments.picture.is_some() && 1 < arguments.audio.len() {
        let words = "--picture draws one recording, not several".to_owned();
        return Err(Refusal::Disk(words));
    }
    if let Some(folder) = &arguments.into {
        each_its_own(folder, &arguments.audio)?;
    }
    let heard = listening::hear(&listening::Brief {
        files: &arguments.audio,
        drums: arguments.drums.as_deref(),
        vocal: arguments.vocal.as_deref(),
        is_one_song: arguments.song,
    });
    if let ([path], [Ok(heard)]) = (arguments.audio.as_slice(), heard.as_slice())
        && let Some(out) = &arguments.picture
    {
        draw::write(out, &picture::of(path, heard))?;
    }
    let all: Vec<(&PathBuf, Result<Hearing, AudioError>)> =
        arguments.audio.iter().zip(heard).collect();
    match <[_; 1]>::try_from(all) {
        Ok([(path, heard)]) => one(arguments, path, &heard.map_err(|it| Refusal::by_cause(&it))?),
        Err(all) => several(arguments, &all),
    }
}

fn one(arguments: &Arguments, path: &Path, heard: &Hearing) -> Outcome {
    let object = object::of(path, heard);
    keep(arguments, path, &object)?;
    Ok(Answer::good(page::of(path, heard), object))
}

/// All that could be heard; the answer is not good where one could not.
fn several(arguments: &Arguments, all: &[(&PathBuf, Result<Hearing, AudioError>)]) -> Outcome {
    let (mut words, mut objects, mut is_good) = (String::new(), Vec::new(), true);
    for (path, heard) in all {
        match heard {
            Ok(heard) => {
                let object = object::of(path, heard);
                keep(arguments, path, &object)?;
                words += &page::of(path, heard);
                objects.push(object);
            }
            Err(error) => {
                is_good = false;
                words += &format!("error: {error}\n");
                objects.push(json!({ "file": path, "error": error.to_string() }));
            }
        }
        words.push('\n');
    }
    Ok(Answer { words, json: Value::Array(objects), is_good })
}

/// Where the object of a recording goes.
fn object_path(folder: &Path, recording: &Path) -> PathBuf {
    let name = recording.file_stem().unwrap_or_default().to_string_lossy();
    folder.join(format!("{name}.json"))
}

/// Refuses recordings of one name: the object of one would be written over another's.
fn each_its_own(folder: &Path, recordings: &[PathBuf]) -> Result<(), Refusal> {
    let mut taken: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    for recording in recordings {
        let path = object_path(folder, recording);
        if let Some(other) = taken.insert(path.clone(), recording) {
            let (other, this, path) = (other.display(), recording.display(), path.display());
            let words = format!("{other} and {this} would both be written to {path}");
            return Err(Refusal::Disk(words));
        }
    }
    Ok(())
}

/// Writes the object of a recording into the folder for them, if one is wanted.
fn keep(arguments: &Arguments, path: &Path, object: &Value) -> Result<(), Refusal> {
    let Some(folder) = &arguments.into else { return Ok(()) };
    let file = object_path(folder, path);
    let text = serde_json::to_string_pretty(object).unwrap_or_default() + "\n";
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, text));
    written.map_err(|error| Refusal::Disk(format!("writing {}: {error}", file.display())))
}

/// A place in music as Live counts it: bar and beat from 1, `17:2.50`; before the first downbeat
/// bars are 0 and below.
fn place(beat: f64) -> String {
    // Rounded first: the end of a bar is the start of the next.
    let beat = (beat * 100.0).round() / 100.0;
    let bar = (beat / 4.0).floor();
    format!("{}:{:.2}", bar as i64 + 1, beat - bar * 4.0 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places_are_counted_from_one() {
        assert_eq!(place(0.0), "1:1.00");
        assert_eq!(place(6.5), "2:3.50");
        assert_eq!(place(3.999), "2:1.00");
        assert_eq!(place(-1.0), "0:4.00");
    }
}
