//! What values must be to one another: ranges that run forward, wishes that exclude each other.

use serde_json::{Map, Value};

use crate::spec::choice::{Take, VersionType, VocalTreatment};
use crate::spec::field::MIDI_ENDINGS;
use crate::spec::inspiration::{InspirationSet, VocalProcessing};
use crate::spec::mistake::{Mistake, MistakeKind};
use crate::spec::walk::{below, ends_in};

/// A table whose values stand each by itself.
pub fn free(_: &Map<String, Value>, _: &str) -> Vec<Mistake> {
    Vec::new()
}

/// A stretch of time ends after it starts.
pub fn from_start_to_end(map: &Map<String, Value>, at: &str) -> Vec<Mistake> {
    let second = |key| map.get(key).and_then(Value::as_f64);
    match (second("start_seconds"), second("end_seconds")) {
        (Some(start), Some(end)) if end <= start => vec![Mistake::new(
            below(at, "end_seconds"),
            MistakeKind::Impossible,
            format!("an end at {end} s after a start at {start} s"),
            "an end later than the start",
        )],
        _ => Vec::new(),
    }
}

/// The sound of a MIDI file can't be taken.
pub fn source(map: &Map<String, Value>, at: &str) -> Vec<Mistake> {
    let text = |key| map.get(key).and_then(Value::as_str);
    let is_midi = text("path").is_some_and(|it| ends_in(it, MIDI_ENDINGS));
    match text("take") {
        Some(take) if is_midi && Take::read(take) == Some(Take::Audio) => vec![Mistake::new(
            below(at, "take"),
            MistakeKind::Impossible,
            "the sound of a MIDI file",
            "NOTES or GROOVE of a MIDI file, AUDIO of an audio file",
        )],
        _ => Vec::new(),
    }
}

/// A voice drop has one place.
pub fn voice_drop(map: &Map<String, Value>, at: &str) -> Vec<Mistake> {
    let is_given = |key| map.get(key).is_some_and(|it: &Value| !it.is_null());
    let found = match (is_given("bar"), is_given("place")) {
        (true, true) => "a bar and a place",
        (false, false) => "no bar and no place",
        _ => return Vec::new(),
    };
    vec![Mistake::new(at, MistakeKind::Impossible, found, "either `bar` or `place`")]
}

/// Beats and downbeats run forward.
pub fn analysis(map: &Map<String, Value>, at: &str) -> Vec<Mistake> {
    ["beats", "downbeats"]
        .into_iter()
        .filter_map(|key| falls_back(map.get(key)?, &below(at, key)))
        .collect()
}

fn falls_back(list: &Value, at: &str) -> Option<Mistake> {
    let times: Vec<f64> = list.as_array()?.iter().map(Value::as_f64).collect::<Option<_>>()?;
    let (index, pair) =
        times.windows(2).enumerate().find(|(_, pair)| matches!(pair, [a, b] if b <= a))?;
    let found = format!("{} s after {} s", pair[1], pair[0]);
    let at = below(at, &(index + 1).to_string());
    Some(Mistake::new(at, MistakeKind::Impossible, found, "seconds that rise"))
}

/// A mistake that wishes make together, and the keys of the spec it is drawn from.
pub struct Contradiction {
    /// The mistake.
    pub mistake: Mistake,
    /// Keys of the whole spec; where one of them is itself in doubt, so is the contradiction.
    pub about: &'static [&'static str],
}

/// Every pair of wishes that exclude each other, and every wish that lacks what it needs.
pub fn contradictions(wish: &InspirationSet) -> Vec<Contradiction> {
    RULES.iter().filter_map(|rule| rule(wish)).collect()
}

const RULES: &[fn(&InspirationSet) -> Option<Contradiction>] = &[
    something_to_remix,
    a_voice_to_treat,
    an_acapella_has_a_voice,
    an_instrumental_has_none,
    a_bootleg_has_two_records,
    an_edit_has_its_original,
    a_stutter_needs_a_voice,
];

const RECORDING: &[&str] = &[
    "main_track_path",
    "vocal_stem_path",
    "drum_stem_path",
    "bass_stem_path",
    "other_stem_path",
    "beat_source",
    "drop_source",
    "bass_source",
];

fn contradiction(
    at: &str,
    found: impl Into<String>,
    allowed: &str,
    about: &'static [&'static str],
) -> Option<Contradiction> {
    let mistake = Mistake::new(at, MistakeKind::Impossible, found, allowed);
    Some(Contradiction { mistake, about })
}

fn something_to_remix(wish: &InspirationSet) -> Option<Contradiction> {
    let is_empty = stems(wish).iter().all(|it| it.is_none())
        && [&wish.beat_source, &wish.drop_source, &wish.bass_source].iter().all(|it| it.is_none());
    let allowed = "at least one of main_track_path, a stem, beat_source, drop_source, bass_source";
    if is_empty { contradiction("", "nothing to remix", allowed, RECORDING) } else { None }
}

fn a_voice_to_treat(wish: &InspirationSet) -> Option<Contradiction> {
    let treatment = wish.vocal_treatment.filter(|it| *it != VocalTreatment::None)?;
    if has_voice(wish) {
        return None;
    }
    let found = format!("{treatment} without a voice");
    let allowed = "vocal_stem_path or main_track_path beside it, or NONE";
    let about = &["vocal_treatment", "vocal_stem_path", "main_track_path"];
    contradiction("/vocal_treatment", found, allowed, about)
}

fn an_acapella_has_a_voice(wish: &InspirationSet) -> Option<Contradiction> {
    wish.version_type.filter(|it| *it == VersionType::Acapella)?;
    let about = &["version_type", "vocal_stem_path", "vocal_treatment"];
    match (&wish.vocal_stem_path, wish.vocal_treatment) {
        (None, _) => contradiction(
            "/version_type",
            "ACAPELLA without a vocal stem",
            "vocal_stem_path beside it",
            about,
        ),
        (_, Some(VocalTreatment::None)) => contradiction(
            "/vocal_treatment",
            "NONE in an ACAPELLA",
            "KEEP_LYRICS, CHOPS, HOOK_ONLY",
            about,
        ),
        _ => None,
    }
}

fn an_instrumental_has_none(wish: &InspirationSet) -> Option<Contradiction> {
    wish.version_type.filter(|it| *it == VersionType::Instrumental)?;
    let treatment = wish.vocal_treatment.filter(|it| *it != VocalTreatment::None)?;
    let found = format!("{treatment} in an INSTRUMENTAL");
    let about = &["version_type", "vocal_treatment"];
    contradiction("/vocal_treatment", found, "NONE, or another version_type", about)
}

fn a_bootleg_has_two_records(wish: &InspirationSet) -> Option<Contradiction> {
    wish.version_type.filter(|it| *it == VersionType::Bootleg)?;
    let about =
        &["version_type", "vocal_stem_path", "main_track_path", "beat_source", "drop_source"];
    let has_second = wish.beat_source.is_some() || wish.drop_source.is_some();
    match (has_voice(wish), has_second) {
        (true, true) => None,
        (false, _) => {
            let allowed = "vocal_stem_path or main_track_path beside it";
            contradiction("/version_type", "BOOTLEG without a voice", allowed, about)
        }
        (true, false) => {
            let allowed = "beat_source or drop_source beside it";
            contradiction("/version_type", "BOOTLEG without a second record", allowed, about)
        }
    }
}

fn an_edit_has_its_original(wish: &InspirationSet) -> Option<Contradiction> {
    wish.version_type.filter(|it| *it == VersionType::IntroOutroEdit)?;
    let is_whole =
        wish.main_track_path.is_some() || stems(wish).iter().skip(1).all(|it| it.is_some());
    if is_whole {
        return None;
    }
    let allowed = "main_track_path or all four stems beside it";
    contradiction(
        "/version_type",
        "INTRO_OUTRO_EDIT without the original",
        allowed,
        &[
            "version_type",
            "main_track_path",
            "vocal_stem_path",
            "drum_stem_path",
            "bass_stem_path",
            "other_stem_path",
        ],
    )
}

fn a_stutter_needs_a_voice(wish: &InspirationSet) -> Option<Contradiction> {
    let processing = wish.vocal_processing.unwrap_or_default();
    let is_wanted = |it: VocalProcessing| it.stutter_build == Some(true);
    if !is_wanted(processing) || has_voice(wish) {
        return None;
    }
    let allowed = "vocal_stem_path or main_track_path beside it";
    let about = &["vocal_processing", "vocal_stem_path", "main_track_path"];
    contradiction("/vocal_processing/stutter_build", "a stutter without a voice", allowed, about)
}

fn has_voice(wish: &InspirationSet) -> bool {
    wish.vocal_stem_path.is_some() || wish.main_track_path.is_some()
}

/// The main track and its four stems.
fn stems(wish: &InspirationSet) -> [&Option<String>; 5] {
    [
        &wish.main_track_path,
        &wish.vocal_stem_path,
        &wish.drum_stem_path,
        &wish.bass_stem_path,
        &wish.other_stem_path,
    ]
}
