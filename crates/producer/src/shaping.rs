//! Shaping alone: one recording stretched, pitched, chopped, without making a project of it.

use std::path::Path;

pub use music_types::{Db, Semitones};
pub use stems_dsp::shape::{Anchor, Bounced, Brief, CEILING, Formants, Preset, Time, TimeMap};

use crate::cancel::Cancel;
use crate::error::ProduceError;

/// Where each moment of a recording is to go, before its rate is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Pace {
    /// Everything lasts so many times as long.
    Ratio(f64),
    /// Moments of the recording and of the result, in seconds.
    Moments(Vec<(f64, f64)>),
}

/// What is asked of a recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// How long.
    pub pace: Pace,
    /// How high.
    pub shift: Semitones,
    /// Whose formants.
    pub formants: Formants,
    /// What is played in it.
    pub preset: Preset,
}

/// Shapes the recording `input` into the WAV `output`, in bounded memory. `progress` is told the
/// share that is done, 0 to 1; `cancel` stops the work, and leaves no half file.
///
/// # Errors
///
/// [`ProduceError::Audio`] for what cannot be read, shaped or written, [`ProduceError::Cancelled`].
pub fn stretch(
    input: &Path,
    output: &Path,
    wish: &Wish,
    cancel: &Cancel,
    progress: &mut dyn FnMut(f64),
) -> Result<Bounced, ProduceError> {
    let brief = |rate: u32, _: usize| brief(wish, rate);
    let mut watch = |share: f64| {
        progress(share);
        cancel.check().is_ok()
    };
    stems_dsp::shape::bounce(input, output, brief, &mut watch).map_err(|source| told(input, source))
}

/// An error of sound with the file it is about; a wish to stop is no error of sound.
fn told(path: &Path, source: stems_dsp::AudioError) -> ProduceError {
    match source {
        stems_dsp::AudioError::Stopped => ProduceError::Cancelled,
        stems_dsp::AudioError::Disk { path, source } => ProduceError::Write { path, source },
        source => ProduceError::Audio { path: path.to_owned(), source },
    }
}

fn brief(wish: &Wish, rate: u32) -> Result<Brief, String> {
    let time = match &wish.pace {
        Pace::Ratio(ratio) => Time::Ratio(*ratio),
        Pace::Moments(moments) => {
            let rate = f64::from(rate);
            let anchor = |(from, to): &(f64, f64)| Anchor { from: from * rate, to: to * rate };
            Time::Map(TimeMap::new(moments.iter().map(anchor).collect())?)
        }
    };
    Ok(Brief { time, shift: wish.shift, formants: wish.formants, preset: wish.preset })
}
