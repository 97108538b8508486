//! Listening alone: recordings measured, without making anything of them.

use std::path::{Path, PathBuf};

pub use music_types::{Db, Key, Seconds, SectionKind};
pub use stems_dsp::{
    AudioError, Band, BarProfile, Column, Grid, HeardSection, Hearing, KeyGuess, Loudness, Onset,
    Overview, Profile, VocalPhrase,
};

/// What is to be heard.
#[derive(Debug, Clone, Copy)]
pub struct Brief<'a> {
    /// The recordings.
    pub files: &'a [PathBuf],
    /// The drums of the song: beats are best heard in them.
    pub drums: Option<&'a Path>,
    /// Its voice.
    pub vocal: Option<&'a Path>,
    /// Whether the recordings are one song, in parts or versions that begin together: then they
    /// share one grid. With drums or a voice for all of them they are one song in any case.
    pub is_one_song: bool,
}

/// Measures each recording of `brief`, in its order; one that cannot be heard does not keep the
/// others from it.
pub fn hear(brief: &Brief) -> Vec<Result<Hearing, AudioError>> {
    let alone = |file: &PathBuf, grid: Option<&Grid>| {
        let (drums, vocal) = (brief.drums, brief.vocal);
        stems_dsp::hear(&stems_dsp::Files { whole: file, drums, vocal, grid })
    };
    let mut heard: Vec<Result<Hearing, AudioError>> =
        brief.files.iter().map(|it| alone(it, None)).collect();
    let is_one_song = brief.is_one_song || brief.drums.is_some() || brief.vocal.is_some();
    if is_one_song && let Some(grid) = surest(&heard) {
        for (file, heard) in brief.files.iter().zip(&mut heard) {
            if heard.as_ref().is_ok_and(|it| it.profile.grid.as_ref() != Some(&grid)) {
                *heard = alone(file, Some(&grid));
            }
        }
    }
    heard
}

/// The grid of which the ears are surest, bars and beats together.
fn surest(heard: &[Result<Hearing, AudioError>]) -> Option<Grid> {
    let grids = heard.iter().flatten().filter_map(|it| it.profile.grid.as_ref());
    let sure = |it: &Grid| it.confidence + it.bar_confidence;
    grids.max_by(|a, b| sure(a).total_cmp(&sure(b))).cloned()
}

/// A measurement less sure than this wants an ear.
pub const SURE: f64 = 0.5;

/// A recording tuned further off A = 440 Hz than this, in cents, sounds off beside others.
const OFF_TUNE: f64 = 15.0;

/// A recording whose mean lies further off zero than this has an offset.
const OFFSET: f64 = 0.001;

/// What somebody who works with a recording should know of it: what the ears are not sure of, and
/// what is wrong with it. A sentence each, without a full stop.
pub fn remarks(heard: &Hearing) -> Vec<String> {
    let profile = &heard.profile;
    let mut remarks = Vec::new();
    match &profile.grid {
        None => remarks.push("no tempo: nothing in it repeats steadily".to_owned()),
        Some(grid) => remarks.extend(grid_remarks(grid)),
    }
    match &profile.key {
        None => remarks.push("no key: no notes sound on in it".to_owned()),
        Some(key) if key.confidence < SURE => {
            remarks.push(format!("the key is unsure: it may be {}", key.runner_up));
        }
        Some(_) => {}
    }
    if let Some(key) = profile.key.as_ref().filter(|it| OFF_TUNE < it.tuning.abs()) {
        remarks.push(format!("it is tuned {:+.0} cents off A = 440 Hz", key.tuning));
    }
    let Loudness { clips, offset, .. } = profile.loudness;
    if 0 < clips {
        remarks.push(format!("it is clipped at {clips} places"));
    }
    if OFFSET < offset.abs() {
        remarks.push(format!("it has a DC offset of {offset:+.4}"));
    }
    if 0 < heard.broken {
        remarks.push(format!("{} packets of the file cannot be decoded", heard.broken));
    }
    if 0 < heard.missing {
        let seconds = heard.missing as f64 / f64::from(profile.rate.max(1));
        remarks.push(format!("the file promises {seconds:.1} s more than it holds"));
    }
    remarks
}

fn grid_remarks(grid: &Grid) -> Vec<String> {
    let mut remarks = Vec::new();
    if !grid.steady {
        remarks.push("the tempo drifts: the beats are its map".to_owned());
    }
    if grid.confidence < SURE {
        remarks.push("the tempo is unsure: it may be half or double, or none".to_owned());
    }
    if SURE <= grid.confidence && grid.bar_confidence < SURE {
        remarks.push("which beat begins the bar is unsure".to_owned());
    }
    remarks
}
