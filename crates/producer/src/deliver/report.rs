//! What came of it: told by the plan, and read back from the written set.

use std::collections::BTreeSet;
use std::path::Path;

use als_model::view::LiveSet;
use live_export::Export;
use music_types::Beats;
use plan::{Code, MadeSection, ProductionResult, Remark, RemixPlan};

use crate::deliver::{Piece, sound};
use crate::error::ProduceError;

/// Something the mix or arrangement wanted and the set cannot carry.
const LEFT_OUT: Code = Code {
    name: "left-out",
    meaning: "Something the mix or the arrangement wanted has no place in a set of this Live or edition.",
};

/// A voice drop whose place the form does not have, or where another speaks already.
const VOICE_DROP_NOWHERE: Code = Code {
    name: "voice-drop-nowhere",
    meaning: "A voice drop lies past the end, in a place this version does not have, or over another.",
};

/// The master stays under the style's loudness.
const QUIETER: Code = Code {
    name: "quieter-than-the-style",
    meaning: "The limiter would have to be pushed further than the mixing style allows to reach its loudness.",
};

/// A remark where the master is expected to stay more than half a decibel under its goal.
fn quieter(piece: &Piece) -> Option<Remark> {
    let short = piece.mix.short;
    let words = format!(
        "the master is expected {short:.1} dB under the style's loudness: its limiter is pushed as far as the style allows"
    );
    (0.5 < short).then(|| Remark::new(QUIETER, "/mixing_style", words))
}

/// What the plan and the arrangement say; the rest is read back.
pub fn told(
    plan: &RemixPlan,
    piece: &Piece,
    export: &Export,
    mut remarks: Vec<Remark>,
) -> ProductionResult {
    remarks.extend(export.left_out.iter().map(|it| Remark::new(LEFT_OUT, "", it.as_str())));
    remarks.extend(unplaced(plan, piece));
    remarks.extend(quieter(piece));
    let section = |it: &arrangement::Section| MadeSection {
        name: it.name.clone(),
        first_bar: it.span.start.bar_number(),
        bars: it.span.length / Beats::BAR,
    };
    ProductionResult {
        success: true,
        duration_seconds: plan.tempo.seconds(piece.arrangement.length).0,
        remarks,
        substitutions: piece.basket.substitutions.clone(),
        sections: piece.arrangement.sections.iter().map(section).collect(),
        seed: plan.seed.0,
        ..ProductionResult::default()
    }
}

/// A remark for each voice drop that found no place.
fn unplaced(plan: &RemixPlan, piece: &Piece) -> Vec<Remark> {
    let form = arrangement::form(&plan.form());
    let placed: BTreeSet<usize> =
        arrangement::place_drops(&form, &plan.voice_drops).iter().map(|it| it.index).collect();
    let bars = piece.arrangement.length / Beats::BAR;
    let lost = |(index, wish): (usize, &arrangement::VoiceDropAt)| {
        let words = format!(
            "{:?} is not heard: its place is not in these {bars} bars, or taken",
            wish.name
        );
        Remark::new(VOICE_DROP_NOWHERE, format!("/voice_drops/{index}"), words)
    };
    let wishes = plan.voice_drops.iter().enumerate();
    wishes.filter(|(index, _)| !placed.contains(index)).map(lost).collect()
}

/// Adds what only the written set can tell: its checked soundness, its clips, samples and plug-ins.
///
/// # Errors
///
/// [`ProduceError::Unsound`] when Live would refuse the set.
pub fn read_back(
    set: &Path,
    name: &str,
    told: ProductionResult,
) -> Result<ProductionResult, ProduceError> {
    let document = sound(set)?;
    let unsound = |error: &dyn std::fmt::Display| ProduceError::Unsound(error.to_string());
    let view = LiveSet::of(&document.tree).map_err(|it| unsound(&it))?;
    let clips = view.tracks().flat_map(|it| it.arrangement());
    let (midi, audio): (Vec<_>, Vec<_>) = clips.partition(|it| it.midi().is_some());
    let devices: Vec<_> = view.tracks().flat_map(|it| it.all_devices()).collect();
    let on_timeline = audio.iter().filter_map(|it| it.audio()?.sample().ok());
    let played = devices.iter().flat_map(|it| it.samples());
    let samples: BTreeSet<String> = on_timeline
        .chain(played)
        .filter_map(|it| it.file().ok())
        .map(|it| it.relative_path())
        .collect();
    let plugins: BTreeSet<String> =
        devices.iter().filter_map(|it| it.plugin()).map(|it| it.name()).collect();
    Ok(ProductionResult {
        als_path: format!("{name}.als"),
        project_name: name.to_owned(),
        plugins_used: plugins.into_iter().collect(),
        samples_used: samples.into_iter().collect(),
        midi_clips_generated: midi.len() as u64,
        ..told
    })
}

/// The set's note: what was done, with what seed, and what to try first.
pub fn note(plan: &RemixPlan, piece: &Piece) -> String {
    let sections: Vec<String> =
        piece.arrangement.sections.iter().map(|it| format!("{} {}", it.span, it.name)).collect();
    format!(
        "{genre}, {tempo}, {key} ({camelot}), {version} for {energy}, seed {seed}\n\n{sections}\n\n\
         Change first: the bass fader, the depth of DUCK on the bass, the low-pass in the build.",
        genre = plan.genre.title,
        tempo = plan.tempo,
        key = plan.key,
        camelot = plan.key.camelot(),
        version = plan.version,
        energy = plan.energy,
        seed = plan.seed.0,
        sections = sections.join("\n"),
    )
}
