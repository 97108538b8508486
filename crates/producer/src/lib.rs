//! From a spec to a project, one call a stage; and changes to a project that exists.

mod beats;
mod calendar;
mod cancel;
mod channels;
mod chops;
mod compose;
mod deliver;
pub mod demo;
mod error;
mod ghost;
mod guests;
mod liked;
mod listen;
pub mod listening;
mod material;
mod midi;
mod outside;
mod producer;
mod record;
mod remix;
pub mod schema;
pub mod shaping;
mod shelf;
mod shopping;
pub mod sketch;
mod sounds;
mod sources;
mod staging;
mod synths;
pub mod update;

pub use cancel::Cancel;
pub use error::ProduceError;
pub use outside::{LiveApi, SoundVault};
pub use plugin_inventory::PluginInventory;
pub use producer::Producer;
pub use remix::{Rehearsal, Session};
pub use shelf::library_of;
// The words of a wish and of what came of it.
pub use plan::{
    Analysis, ChangeMade, EffectKind, Format, InspirationSet, InspirationSource, KnownSection,
    Library, LiveEdition, LiveResult, LiveVersion, MadeSection, Mistake, Place, PluginUse,
    PreferredEffect, ProductionResult, Remark, SpecErrors, StutterGrid, Substitution, Take,
    TargetEnergy, TimeRange, UserText, VersionType, VocalProcessing, VocalTreatment, VoiceDrop,
    built_in, write_spec,
};

/// Which plug-ins the user has: read, asked, and what of Live's own stands in.
pub mod plugins {
    pub use plugin_inventory::{
        Choice, Edition, InventoryError, Plugin, PluginFormat, PluginId, PluginInventory,
        PluginKind, Scan, read, read_all, stand_in, usual_places,
    };
}

/// The words of music that a sketch is asked for in and answers in.
pub mod words {
    pub use music_types::{
        Family, Intensity, Key, Note, Phrase, Role, SectionKind, Tempo, TempoError,
    };
    pub use plan::nearest;
}
