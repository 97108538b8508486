//! What of Live's own stands in for a plug-in that is not there, as data.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::inventory::Edition;
use crate::name::{folded, maker, nearest, product};

/// What is known of synths and of Live's own devices.
const TABLE: &str = include_str!("../stand_ins.toml");

/// A sound of one of Live's own synths.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Patch {
    /// Its name in this table.
    pub name: String,
    /// Live's element of the device, `InstrumentVector`.
    pub device: String,
    /// What Live calls the device, `Wavetable`.
    pub title: String,
    /// The name of the sound, as on the device.
    pub sound: String,
    /// The part it is made for.
    pub role: String,
    /// The editions that have the device.
    pub editions: Vec<String>,
    /// Paths of parameters and their values, as the device stores them, in order.
    pub settings: Vec<(String, f64)>,
}

impl Patch {
    /// Whether an edition has its device.
    pub fn is_in(&self, edition: Edition) -> bool {
        self.editions.iter().any(|it| it == edition.word())
    }
}

/// A native equivalent, and why it is this one.
#[derive(Debug, Clone, PartialEq)]
pub struct StandIn {
    /// The sound.
    pub patch: &'static Patch,
    /// Why this one: what the product is, and what the edition has.
    pub why: String,
    /// Whether the name is that of one of Live's own synths.
    pub is_native: bool,
    /// Whether it is this one's.
    pub is_meant: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Kinds of synths, each with the patches to try, best first.
    character: Vec<Character>,
    /// Synths by name.
    synth: Vec<Synth>,
    /// Sounds of Live's own.
    patch: Vec<Patch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Character {
    name: String,
    words: String,
    patches: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Synth {
    names: Vec<String>,
    #[serde(default)]
    vendor: String,
    character: String,
}

static STAND_INS: LazyLock<Option<Table>> = LazyLock::new(|| toml::from_str(TABLE).ok());

/// Every sound of Live's own that can stand in.
pub fn patches() -> &'static [Patch] {
    STAND_INS.as_ref().map_or(&[], |it| &it.patch)
}

/// The native equivalent of a product for a role, `bass`: the best that an edition has. `None` for a
/// product that is not known here.
pub fn stand_in(name: &str, role: &str, edition: Edition) -> Option<StandIn> {
    let table = STAND_INS.as_ref()?;
    if let Some(native) = native(table, name, role) {
        return native_in(table, native, role, edition);
    }
    let synth = table.synth.iter().find(|it| it.goes_by(name))?;
    let character = table.character.iter().find(|it| it.name == synth.character)?;
    let fit = character
        .patches
        .iter()
        .filter_map(|it| table.patch.iter().find(|patch| patch.name == *it));
    let mut fit = fit.filter(|it| it.role == role);
    let best = fit.clone().next()?;
    let patch = fit.find(|it| it.is_in(edition))?;
    let why = match patch.title == best.title {
        true => format!("it is {}", character.words),
        false => format!(
            "it is {}; {}, nearest to it, is not in Live {}",
            character.words,
            best.title,
            edition.title()
        ),
    };
    Some(StandIn { patch, why, is_native: false, is_meant: false })
}

/// The name of a known synth or of a native one that is most like `name`.
pub fn nearest_known(name: &str) -> Option<&'static str> {
    let table = STAND_INS.as_ref()?;
    let synths = table.synth.iter().flat_map(|it| &it.names);
    let natives = table.patch.iter().map(|it| &it.title);
    nearest(name, synths.chain(natives).map(String::as_str))
}

/// The patch of a device that a name means itself: `Drift`, `Ableton Operator`.
fn native<'t>(table: &'t Table, name: &str, role: &str) -> Option<&'t Patch> {
    let wanted = folded(name);
    let wanted = wanted.strip_prefix("ableton").unwrap_or(&wanted);
    let wanted = wanted.strip_prefix("live").filter(|it| !it.is_empty()).unwrap_or(wanted);
    table.patch.iter().find(|it| it.role == role && folded(&it.title) == wanted)
}

fn native_in(
    table: &'static Table,
    native: &'static Patch,
    role: &str,
    edition: Edition,
) -> Option<StandIn> {
    if native.is_in(edition) {
        let why = "it is one of Live's own".to_owned();
        return Some(StandIn { patch: native, why, is_native: true, is_meant: true });
    }
    let patch = table.patch.iter().find(|it| it.role == role && it.is_in(edition))?;
    let why = format!("{} is not in Live {}", native.title, edition.title());
    Some(StandIn { patch, why, is_native: true, is_meant: false })
}

impl Synth {
    fn goes_by(&self, name: &str) -> bool {
        let wanted = product(name);
        let before = |own: &str| {
            wanted
                .strip_suffix(own)
                .is_some_and(|it| 3 <= it.len() && folded(&self.vendor).starts_with(it))
        };
        self.names.iter().map(|it| product(it)).any(|own| {
            own == wanted || before(&own) || format!("{}{own}", maker(&self.vendor)) == wanted
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, edition: Edition) -> String {
        stand_in(name, "bass", edition).map_or("none".to_owned(), |it| {
            format!("{} ({}): {}", it.patch.title, it.patch.sound, it.why)
        })
    }

    #[test]
    fn the_table_holds_together() {
        let table: Table = toml::from_str(TABLE).unwrap();
        for synth in &table.synth {
            assert!(
                table.character.iter().any(|it| it.name == synth.character),
                "{:?}",
                synth.names
            );
        }
        for patch in table.character.iter().flat_map(|it| &it.patches) {
            assert!(table.patch.iter().any(|it| it.name == *patch), "{patch}");
        }
        for edition in table.patch.iter().flat_map(|it| &it.editions) {
            assert!(Edition::read(edition).is_some_and(|it| it.word() == edition), "{edition}");
        }
    }

    #[test]
    fn every_synth_has_an_equivalent_in_every_edition_that_has_drift() {
        let table: Table = toml::from_str(TABLE).unwrap();
        for name in table.synth.iter().flat_map(|it| &it.names) {
            for edition in [Edition::Intro, Edition::Standard, Edition::Suite] {
                assert!(stand_in(name, "bass", edition).is_some(), "{name} in {edition}");
            }
        }
    }

    #[test]
    fn the_edition_decides_what_stands_in() {
        insta::assert_snapshot!(told("Serum 2", Edition::Suite), @"Wavetable (Saw Growl Bass): it is a wavetable synth");
        insta::assert_snapshot!(told("xfer serum", Edition::Intro), @"Drift (Growl Bass): it is a wavetable synth; Wavetable, nearest to it, is not in Live Intro");
        insta::assert_snapshot!(told("Sylenth1", Edition::Standard), @"Drift (Warm Saw Bass): it is a synth in the manner of analogue ones");
        insta::assert_snapshot!(told("Operator", Edition::Standard), @"Drift (Warm Saw Bass): Operator is not in Live Standard");
        insta::assert_snapshot!(told("Ableton Drift", Edition::Intro), @"Drift (Warm Saw Bass): it is one of Live's own");
        assert_eq!(told("Drift", Edition::Lite), "none");
        assert_eq!(told("Nobody's Synth", Edition::Suite), "none");
        assert_eq!(nearest_known("Silenth1"), Some("Sylenth1"));
    }
}
