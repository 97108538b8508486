//! What is asked for, and what a genre means by it; specs with blanks become plans without.

pub mod library;
pub mod remix;
pub mod spec;

pub use library::genre::{Genre, TempoRange, genre_schema};
pub use library::load::{Library, UserText, built_in};
pub use library::palette::{Filter, Palette, Preset};
pub use library::slip::{LibraryErrors, Slip};
pub use remix::heard::{Heard, HeardSource, SourceGrid, song_grid};
pub use remix::key::KeyFit;
pub use remix::plan::{RemixPlan, SongPlan, SourcePlan, VoicePlan, most_parts};
pub use remix::settle::remix;
pub use remix::tempo::{Pace, TempoFit};
pub use spec::analysis::{Analysis, KnownSection};
pub use spec::choice::{
    EffectKind, LiveEdition, LiveVersion, Place, PluginUse, StutterGrid, Take, TargetEnergy,
    VersionType, VocalTreatment,
};
pub use spec::inspiration::{
    InspirationSet, InspirationSource, PartSeed, PreferredEffect, ShapedDrop, TimeRange,
    VocalProcessing, VoiceDrop,
};
pub use spec::mistake::{Mistake, MistakeKind, SpecErrors, nearest};
pub use spec::read::{Format, is_pattern_file, paths, with_paths, write as write_spec};
pub use spec::reference::schema as spec_schema;
pub use spec::remark::{
    Code, ENVELOPE_MOVED, KEY_MOVED, LOUDNESS_EXPECTED, MADE_ANEW, Remark, VALUE_HELD,
};
pub use spec::result::{ChangeMade, LiveResult, MadeSection, ProductionResult, Substitution};
