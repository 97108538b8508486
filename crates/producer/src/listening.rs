//! Listening alone: a recording measured, without making anything of it.

use std::path::Path;

pub use stems_dsp::{AudioError, Profile};

/// Measures a recording; its drum stem, if given, says best where the beats are.
///
/// # Errors
///
/// [`AudioError`] when a file holds no sound.
pub fn profile(file: &Path, drums: Option<&Path>) -> Result<Profile, AudioError> {
    let whole = stems_dsp::read(file)?;
    let drums = drums.map(stems_dsp::read).transpose()?;
    let brief = stems_dsp::Brief { drums: drums.as_ref(), ..stems_dsp::Brief::of(&whole) };
    Ok(stems_dsp::measure(&brief))
}
