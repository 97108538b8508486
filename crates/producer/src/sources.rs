//! The recordings a wish names: found, read, brought to one rate.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use music_types::Wave;
use plan::{InspirationSet, Mistake, SpecErrors};
use rayon::prelude::*;

use crate::error::ProduceError;
use crate::guests::Loans;

/// The rate of every file in a project, in hertz.
pub const RATE: u32 = 44_100;

/// A recording, read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it was found.
    pub path: PathBuf,
    /// Its sound at [`RATE`], one or two channels.
    pub wave: Arc<Wave>,
    /// Whether the file itself is a WAV at [`RATE`] with one or two channels, so that the project
    /// can hold the very same bytes.
    pub is_verbatim: bool,
}

/// The recordings of a wish. The main track and its stems are one recording in parts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The record as released.
    pub main: Option<Source>,
    /// Its voice.
    pub vocal: Option<Source>,
    /// Its drums.
    pub drums: Option<Source>,
    /// Its bass.
    pub bass: Option<Source>,
    /// Everything else of it.
    pub other: Option<Source>,
    /// The spoken tags, in the order of the spec.
    pub voice_drops: Vec<Source>,
    /// What other records lend.
    pub loans: Loans,
}

impl Sources {
    /// The stems there are.
    pub fn stems(&self) -> impl Iterator<Item = &Source> {
        [&self.vocal, &self.drums, &self.bass, &self.other].into_iter().flatten()
    }
}

/// Reads all recordings of `wish`; relative paths count from `base`.
///
/// # Errors
///
/// [`ProduceError::Spec`] names every file that is not there at once; [`ProduceError::Audio`] the
/// first that holds no sound.
pub fn read(wish: &InspirationSet, base: &Path) -> Result<Sources, ProduceError> {
    SpecErrors::none_of(missing(wish, base))?;
    let asked: [Option<&String>; 5] = [
        wish.main_track_path.as_ref(),
        wish.vocal_stem_path.as_ref(),
        wish.drum_stem_path.as_ref(),
        wish.bass_stem_path.as_ref(),
        wish.other_stem_path.as_ref(),
    ];
    let drops = wish.voice_drops.iter().map(|it| Some(&it.path));
    let all: Vec<Option<&String>> = asked.into_iter().chain(drops).collect();
    let open = |path: &Option<&String>| path.map(|it| source(&base.join(it))).transpose();
    let mut read = all.par_iter().map(open).collect::<Result<Vec<_>, _>>()?.into_iter();
    let mut next = || read.next().flatten();
    let (main, vocal, drums, bass, other) = (next(), next(), next(), next(), next());
    let voice_drops = read.flatten().collect();
    Ok(Sources { main, vocal, drums, bass, other, voice_drops, loans: Loans::default() })
}

fn missing(wish: &InspirationSet, base: &Path) -> Vec<Mistake> {
    let lost = |(at, path): (String, &str)| {
        let found = base.join(path);
        let why = match std::fs::metadata(&found) {
            Ok(it) if it.is_file() => return None,
            Ok(_) => "a folder, not a file".to_owned(),
            Err(error) => error.to_string(),
        };
        Some(Mistake::no_file(&at, path, &why))
    };
    plan::paths(wish).into_iter().filter_map(lost).collect()
}

/// Reads one recording.
///
/// # Errors
///
/// [`ProduceError::Audio`] when there is no sound in it.
pub fn source(path: &Path) -> Result<Source, ProduceError> {
    let trouble = |source| ProduceError::Audio { path: path.to_owned(), source };
    let recording = stems_dsp::open(path).map_err(trouble)?;
    let is_wav = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("wav"));
    let is_whole = recording.channels <= 2 && recording.broken == 0 && recording.missing == 0;
    let is_verbatim = is_wav && is_whole && recording.wave.rate == RATE;
    let wave = if recording.wave.rate == RATE {
        recording.wave
    } else {
        stems_dsp::resample(&recording.wave, RATE)
    };
    Ok(Source { path: path.to_owned(), wave: Arc::new(wave), is_verbatim })
}
