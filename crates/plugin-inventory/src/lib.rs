//! Which plug-ins and Live edition the user has, and what stands in when one is missing.
//!
//! Read an inventory with [`read`] (our JSON, Live's own database, a VST3 bundle, a folder), ask it
//! with [`PluginInventory::choose`]. Ids come from the inventory alone: with a wrong one Live loads
//! another plug-in without a word, so what has none is never written.

mod choose;
mod device;
mod id;
mod inventory;
mod mistake;
mod name;
mod plugin;
mod read;
mod stand_in;

pub use choose::Choice;
pub use id::{IdError, PluginId};
pub use inventory::{Edition, Platform, PluginInventory, schema};
pub use mistake::{InventoryError, Mistake};
pub use plugin::{Plugin, PluginFormat, PluginKind};
pub use read::{Scan, read, read_all, usual_places};
pub use stand_in::{Patch, StandIn, nearest_known, patches, stand_in};
