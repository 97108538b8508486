//! An `InspirationSet`: the complete wish for a remix, as it is written in a spec.

use music_types::{Db, Key, Seconds, Semitones, Tempo};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::analysis::Analysis;
use crate::spec::choice::{
    EffectKind, LiveEdition, LiveVersion, PluginUse, StutterGrid, Take, TargetEnergy, VersionType,
    VocalTreatment,
};

/// The wish for a remix. What is left out is settled by the genre and by what the sources hold.
///
/// Paths are relative to the spec file. The main track and the four stems are one recording: they
/// begin at the same moment and share one `analysis`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InspirationSet {
    /// The record to remix, as released. Audio: wav, aif, flac, mp3, m4a, aac, ogg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_track_path: Option<String>,
    /// Its voice alone. Audio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocal_stem_path: Option<String>,
    /// Its drums alone. Audio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drum_stem_path: Option<String>,
    /// Its bass alone. Audio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bass_stem_path: Option<String>,
    /// Everything else of it. Audio.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_stem_path: Option<String>,
    /// What is known of the main track and its stems already; believed over our own measurement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Analysis>,
    /// Another record whose beat is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beat_source: Option<InspirationSource>,
    /// Another record whose drop is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop_source: Option<InspirationSource>,
    /// Another record whose bass line is wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bass_source: Option<InspirationSource>,
    /// The genre by name. Left out: house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_genre: Option<String>,
    /// The tempo of the remix in BPM. Left out: the genre's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>", range(min = 60, max = 200))]
    pub target_bpm: Option<Tempo>,
    /// The key of the remix: `Am`, `F#m`, `Bb`, `D dorian`, or a Camelot code like `8A`. Left out:
    /// the source's key where the genre lives in it, else the nearest key the genre lives in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub target_key: Option<Key>,
    /// The hour of the night it is for. Left out: peak.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_energy: Option<TargetEnergy>,
    /// What the remix is for. Left out: EXTENDED.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version_type: Option<VersionType>,
    /// What becomes of the voice. Left out: KEEP_LYRICS where there is a voice and the version has
    /// room for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocal_treatment: Option<VocalTreatment>,
    /// How the voice is worked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vocal_processing: Option<VocalProcessing>,
    /// Spoken tags, and where they are heard.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voice_drops: Vec<VoiceDrop>,
    /// The mixing style by name. Left out: the genre's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mixing_style: Option<String>,
    /// How far the kick pushes the bass down, in decibels. Left out: −6.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>", range(min = -24, max = 0))]
    pub sidechain_amount: Option<Db>,
    /// The synthesiser to play the bass on, by its product name: a plug-in (`Serum`, `Xfer Serum`,
    /// `Massive (VST2)`) or one of Live's own (`Drift`). A native one stands in where the inventory
    /// of plug-ins has no id for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_bass_synth: Option<String>,
    /// Whether plug-ins may stand in the set: `native_only` or those of the `inventory`. Left out:
    /// those of the inventory where one was given, else native devices only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plugins: Option<PluginUse>,
    /// Effects that the user likes to work with, by their product names. Each stands switched off
    /// behind the chains it is for, on the voice, the buses, the returns or the master: what Live's
    /// own device does there is not known to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferred_effects: Vec<PreferredEffect>,
    /// The drum sounds to use: the name of a kit, a pack or a folder of the sample library; our own
    /// kit stands in where it is not found. Or a pattern of your own, a file: MIDI (.mid) by the
    /// General MIDI drum map, or grids (.toml: a table `drums` with a line a drum), which is played
    /// instead of the genre's in the parts it has something for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_drums: Option<String>,
    /// The name of the project and its folder, 1 to 80 letters that a file name may hold. Left out:
    /// the name of the source and the genre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project_name: Option<String>,
    /// All chance comes from it, 0 to 9 007 199 254 740 991 (2⁵³ − 1, what every JSON reader keeps
    /// whole). Left out: a number drawn from the spec itself, so that the same spec gives the same
    /// remix.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: Option<u64>,
    /// How drops begin, one by one. Left out: chance picks a shape that suits the genre.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drop_shapes: Vec<ShapedDrop>,
    /// Parts that are played anew from a seed of their own while all else stays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub part_seeds: Vec<PartSeed>,
    /// The form of document to write. Left out: 11, which opens in Live 11.3 and later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_version: Option<LiveVersion>,
    /// The edition of Live the set must open in whole: it decides which devices are used, and how
    /// many tracks there are. Left out: that of the inventory of plug-ins, else standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub live_edition: Option<LiveEdition>,
}

/// Another record, and what to take from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InspirationSource {
    /// Audio, or a MIDI file (mid, midi).
    pub path: String,
    /// The part of it that is meant. Left out: all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_range: Option<TimeRange>,
    /// Its tempo in BPM. Left out: measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>", range(min = 30, max = 300))]
    pub bpm: Option<Tempo>,
    /// Its key. Left out: measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub key: Option<Key>,
    /// What to take from it. Left out: GROOVE of a beat, NOTES of a bass or drop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take: Option<Take>,
    /// What is known of it already; believed over our own measurement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analysis: Option<Analysis>,
}

/// A part of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeRange {
    /// Where it begins, in seconds from the start of the file.
    #[schemars(with = "f64", range(min = 0, max = 36_000))]
    pub start_seconds: Seconds,
    /// Where it ends, in seconds from the start of the file; later than the start.
    #[schemars(with = "f64", range(min = 0, max = 36_000))]
    pub end_seconds: Seconds,
}

/// How the voice is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VocalProcessing {
    /// Transposition in semitones, used instead of the one the two keys call for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>", range(min = -12, max = 12))]
    pub pitch_shift: Option<Semitones>,
    /// Whether the singer keeps their size when transposed. Left out: yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formant_preserve: Option<bool>,
    /// Whether the voice stutters in the build before the first drop. Left out: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stutter_build: Option<bool>,
    /// How fine it stutters at most. Left out: 1/16.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stutter_grid: Option<StutterGrid>,
}

/// An effect that the user likes to work with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreferredEffect {
    /// What it is for.
    pub effect: EffectKind,
    /// The plug-in, by its product name: `Pro-Q 3`, `Valhalla Room (VST3)`.
    pub plugin: String,
}

/// A drop and how it begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShapedDrop {
    /// A section of the form by its name, `DROP 1A`.
    pub section: String,
    /// A shape by its name: `full`, `tribal` (percussion first, the bass after 8 bars), `sub_only`, `vocal_led`,
    /// `half_time` (8 bars each), `delayed` (a bar of silence first).
    pub shape: String,
}

/// A part and its own seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartSeed {
    /// The part, as its track is called: `bass`, `LOW PERCUSSION`.
    pub part: String,
    /// What its chance comes from, 0 to 9 007 199 254 740 991.
    #[schemars(range(min = 0, max = 9_007_199_254_740_991_u64))]
    pub seed: u64,
}

/// A spoken tag and where it is heard: at a `bar` or at a `place`, one of the two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoiceDrop {
    /// The tag. Audio.
    pub path: String,
    /// The bar it begins at, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 1000))]
    pub bar: Option<i64>,
    /// The place it is heard at: INTRO (bar 9), BEFORE_DROP_1, BREAKDOWN, BEFORE_DROP_2, OUTRO, or
    /// the name of a section of the form, `DROP 1A`, for its start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Louder or softer than the mix would have it, in decibels. Left out: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>", range(min = -24, max = 12))]
    pub gain: Option<Db>,
}
