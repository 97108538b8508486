//! What may stand in a spec, as a table: the reader walks it, and the reference page is made of it.

use serde_json::{Map, Value};

use crate::spec::choice::{
    EffectKind, LiveEdition, LiveVersion, PluginUse, StutterGrid, Take, TargetEnergy, VersionType,
    VocalTreatment,
};
use crate::spec::mistake::Mistake;
use crate::spec::sense;

/// A key of a spec and what may stand under it.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key.
    pub name: &'static str,
    /// What may stand there.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
}

/// What may stand under a key.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A text of 1 to 200 letters.
    Text,
    /// A name that can be a folder's: 1 to 80 letters, none that a file system refuses.
    Name,
    /// The path of an audio file.
    Audio,
    /// The path of an audio or MIDI file.
    AudioOrMidi,
    /// `true` or `false`.
    Switch,
    /// A number from low to high, with its unit.
    Number(f64, f64, &'static str),
    /// A whole number from low to high, with what it counts.
    Whole(i64, i64, &'static str),
    /// One of these words, leniently spelt.
    Word(&'static [&'static str], fn(&str) -> bool),
    /// A musical key.
    Key,
    /// A genre of the library.
    Genre,
    /// A mixing style of the library.
    Mix,
    /// Keys and values.
    Table(&'static Table),
    /// A list of so many at most.
    List(&'static Kind, usize),
}

/// A level of a spec.
#[derive(Debug)]
pub struct Table {
    /// The type that holds it.
    pub name: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
    /// What its values must be to one another.
    pub sense: Sense,
}

/// The mistakes that the values of one table make together; what is missing or of another type
/// is left to the table.
pub type Sense = fn(&Map<String, Value>, at: &str) -> Vec<Mistake>;

/// Endings of the audio files that are read.
pub const AUDIO_ENDINGS: &[&str] =
    &["wav", "wave", "aif", "aiff", "flac", "mp3", "m4a", "mp4", "aac", "ogg", "oga", "caf"];

/// Endings of MIDI files.
pub const MIDI_ENDINGS: &[&str] = &["mid", "midi"];

/// The largest seed: every JSON reader keeps it whole.
pub const LARGEST_SEED: i64 = (1 << 53) - 1;

const SECONDS: Kind = Kind::Number(0.0, 36_000.0, "seconds");
const SOURCE_BPM: Kind = Kind::Number(30.0, 300.0, "BPM");

const fn may(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

const fn must(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

macro_rules! word {
    ($choice:ident) => {
        Kind::Word($choice::WORDS, |text| $choice::read(text).is_some())
    };
}

/// The whole spec.
#[rustfmt::skip]
pub const INSPIRATION_SET: Table = Table { name: "InspirationSet", sense: sense::free, fields: &[
    may("main_track_path",      Kind::Audio),
    may("vocal_stem_path",      Kind::Audio),
    may("drum_stem_path",       Kind::Audio),
    may("bass_stem_path",       Kind::Audio),
    may("other_stem_path",      Kind::Audio),
    may("analysis",             Kind::Table(&ANALYSIS)),
    may("beat_source",          Kind::Table(&INSPIRATION_SOURCE)),
    may("drop_source",          Kind::Table(&INSPIRATION_SOURCE)),
    may("bass_source",          Kind::Table(&INSPIRATION_SOURCE)),
    may("target_genre",         Kind::Genre),
    may("target_bpm",           Kind::Number(60.0, 200.0, "BPM")),
    may("target_key",           Kind::Key),
    may("target_energy",        word!(TargetEnergy)),
    may("version_type",         word!(VersionType)),
    may("vocal_treatment",      word!(VocalTreatment)),
    may("vocal_processing",     Kind::Table(&VOCAL_PROCESSING)),
    may("voice_drops",          Kind::List(&Kind::Table(&VOICE_DROP), 32)),
    may("mixing_style",         Kind::Mix),
    may("sidechain_amount",     Kind::Number(-24.0, 0.0, "dB")),
    may("preferred_bass_synth", Kind::Text),
    may("plugins",              word!(PluginUse)),
    may("preferred_effects",    Kind::List(&Kind::Table(&PREFERRED_EFFECT), 6)),
    may("preferred_drums",      Kind::Text),
    may("project_name",         Kind::Name),
    may("seed",                 Kind::Whole(0, LARGEST_SEED, "")),
    may("drop_shapes",          Kind::List(&Kind::Table(&SHAPED_DROP), 32)),
    may("part_seeds",           Kind::List(&Kind::Table(&PART_SEED), 32)),
    may("live_version",         word!(LiveVersion)),
    may("live_edition",         word!(LiveEdition)),
] };

/// Another record.
#[rustfmt::skip]
pub const INSPIRATION_SOURCE: Table = Table { name: "InspirationSource", sense: sense::source, fields: &[
    must("path",      Kind::AudioOrMidi),
    may("time_range", Kind::Table(&TIME_RANGE)),
    may("bpm",        SOURCE_BPM),
    may("key",        Kind::Key),
    may("take",       word!(Take)),
    may("analysis",   Kind::Table(&ANALYSIS)),
] };

/// A part of a recording.
#[rustfmt::skip]
pub const TIME_RANGE: Table = Table { name: "TimeRange", sense: sense::from_start_to_end, fields: &[
    must("start_seconds", SECONDS),
    must("end_seconds",   SECONDS),
] };

/// How the voice is worked on.
#[rustfmt::skip]
pub const VOCAL_PROCESSING: Table = Table { name: "VocalProcessing", sense: sense::free, fields: &[
    may("pitch_shift",      Kind::Number(-12.0, 12.0, "semitones")),
    may("formant_preserve", Kind::Switch),
    may("stutter_build",    Kind::Switch),
    may("stutter_grid",     word!(StutterGrid)),
] };

/// A spoken tag.
#[rustfmt::skip]
pub const VOICE_DROP: Table = Table { name: "VoiceDrop", sense: sense::voice_drop, fields: &[
    must("path", Kind::Audio),
    may("bar",   Kind::Whole(1, 1000, "bars")),
    may("place", Kind::Text),
    may("gain",  Kind::Number(-24.0, 12.0, "dB")),
] };

/// An effect that the user likes to work with.
#[rustfmt::skip]
pub const PREFERRED_EFFECT: Table = Table { name: "PreferredEffect", sense: sense::free, fields: &[
    must("effect", word!(EffectKind)),
    must("plugin", Kind::Text),
] };

/// A drop and how it begins.
#[rustfmt::skip]
pub const SHAPED_DROP: Table = Table { name: "ShapedDrop", sense: sense::free, fields: &[
    must("section", Kind::Text),
    must("shape",   Kind::Text),
] };

/// A part with a seed of its own.
#[rustfmt::skip]
pub const PART_SEED: Table = Table { name: "PartSeed", sense: sense::free, fields: &[
    must("part", Kind::Text),
    must("seed", Kind::Whole(0, LARGEST_SEED, "")),
] };

/// What is known of a recording.
#[rustfmt::skip]
pub const ANALYSIS: Table = Table { name: "Analysis", sense: sense::analysis, fields: &[
    may("tempo",     SOURCE_BPM),
    may("beats",     Kind::List(&SECONDS, 100_000)),
    may("downbeats", Kind::List(&SECONDS, 25_000)),
    may("key",       Kind::Key),
    may("sections",  Kind::List(&Kind::Table(&KNOWN_SECTION), 1000)),
] };

/// A section of a recording.
#[rustfmt::skip]
pub const KNOWN_SECTION: Table = Table { name: "KnownSection", sense: sense::from_start_to_end, fields: &[
    must("name",          Kind::Text),
    must("start_seconds", SECONDS),
    must("end_seconds",   SECONDS),
] };

/// Every level of a spec, from the whole to its parts.
pub const TABLES: [&Table; 10] = [
    &INSPIRATION_SET,
    &INSPIRATION_SOURCE,
    &TIME_RANGE,
    &ANALYSIS,
    &KNOWN_SECTION,
    &VOCAL_PROCESSING,
    &VOICE_DROP,
    &PREFERRED_EFFECT,
    &SHAPED_DROP,
    &PART_SEED,
];
