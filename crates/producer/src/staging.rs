//! How loud each part is before the mix: recordings as they are, played parts as their instruments play them.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrangement::{Arrangement, Part};
use live_export::Content;
use mixing::Heard;
use music_types::{Beats, Instrument, Phrase, SampleId, Tempo, Wave};
use rayon::prelude::*;

/// So much of a part's hardest clip is listened to.
const LISTENED: Beats = Beats::bars(8);

/// How loud each played part is, by its name: the first bars of the clip that it plays hardest,
/// rendered and measured. Parts that cannot be rendered are left out.
pub fn played(
    arrangement: &Arrangement<Content>,
    instruments: &[(String, Instrument)],
    tempo: Tempo,
    sample: &(dyn Fn(&SampleId) -> Option<Arc<Wave>> + Sync),
) -> BTreeMap<String, Heard> {
    let heard = |part: &Part<Content>| {
        let instrument = &instruments.iter().find(|it| it.0 == part.name)?.1;
        let phrase = hardest(part)?;
        let phrase = phrase.cut(Beats::ZERO, LISTENED.min(phrase.length()));
        let wave = sampler::render(instrument, &phrase, tempo, sample)?;
        Some((part.name.clone(), measured(&wave)))
    };
    arrangement.parts.par_iter().filter_map(heard).collect()
}

/// How loud a sound is.
pub fn measured(wave: &Wave) -> Heard {
    let loudness = stems_dsp::loudness(wave);
    Heard { lufs: loudness.integrated, true_peak: loudness.true_peak }
}

/// What a part plays where it plays hardest, the first of several.
fn hardest(part: &Part<Content>) -> Option<&Phrase> {
    let phrases = part.clips.iter().filter_map(|it| match &it.content {
        Content::Notes(phrase) => Some((it.intensity, phrase)),
        Content::Audio(_) => None,
    });
    let mut found: Option<(_, &Phrase)> = None;
    for (intensity, phrase) in phrases {
        if found.is_none_or(|it| it.0 < intensity) {
            found = Some((intensity, phrase));
        }
    }
    found.map(|it| it.1)
}
