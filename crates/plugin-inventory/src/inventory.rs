//! All plug-ins of a user, and the Live they run in.

use schemars::JsonSchema;
use serde::Serialize;

use crate::name::{maker, product};
use crate::plugin::{Plugin, PluginFormat, words};

words! {
    /// The editions of Live.
    Edition {
        /// Live Lite.
        Lite = "lite",
        /// Live Intro.
        Intro = "intro",
        /// Live Standard.
        Standard = "standard",
        /// Live Suite.
        Suite = "suite" or "trial",
    }
}

words! {
    /// The systems that plug-ins are made for.
    Platform {
        /// Windows.
        Windows = "windows" or "win",
        /// macOS.
        Mac = "mac" or "macos" or "osx" or "darwin",
        /// Linux, where Live does not run: for tests and servers.
        Linux = "linux",
    }
}

impl Edition {
    /// As Ableton writes it: `Suite`.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Lite => "Lite",
            Self::Intro => "Intro",
            Self::Standard => "Standard",
            Self::Suite => "Suite",
        }
    }
}

/// The plug-ins a user has, and the edition of their Live.
///
/// Plug-ins are sorted by name, format and id, and none stands twice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PluginInventory {
    /// The edition of Live. Left out: not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
    /// The system. Left out: told by the paths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<Platform>,
    /// The plug-ins.
    pub plugins: Vec<Plugin>,
}

impl PluginInventory {
    /// An inventory of these plug-ins: sorted, each once. Where the same plug-in is named by one
    /// source with its id and by another without, the one with the id stays.
    pub fn of(plugins: Vec<Plugin>) -> Self {
        let mut inventory = Self { plugins, ..Self::default() };
        inventory.settle();
        inventory
    }

    /// Adds what another source knows; of edition and platform, what was known first stays.
    pub fn absorb(&mut self, other: Self) {
        self.edition = self.edition.or(other.edition);
        self.platform = self.platform.or(other.platform);
        self.plugins.extend(other.plugins);
        self.settle();
    }

    /// The system, as told or as the paths of the plug-ins show it.
    pub fn platform(&self) -> Option<Platform> {
        self.platform.or_else(|| self.plugins.iter().find_map(platform_of))
    }

    /// The formats that the user's Live hosts, in the order in which one is tried after the other.
    pub fn formats(&self) -> &'static [PluginFormat] {
        match self.platform() {
            Some(Platform::Mac) | None => {
                &[PluginFormat::Vst3, PluginFormat::Vst2, PluginFormat::Au]
            }
            Some(Platform::Windows | Platform::Linux) => &[PluginFormat::Vst3, PluginFormat::Vst2],
        }
    }

    /// The inventory as a file of ours: JSON that [`read`](crate::read()) reads back as the same.
    pub fn to_json(&self) -> String {
        // What is made of texts and numbers can always be written.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Pairs of plug-ins that go by one name, format and maker, and have different ids: of them none can be named.
    pub fn disagreements(&self) -> Vec<(&Plugin, &Plugin)> {
        let is_same = |a: &Plugin, b: &Plugin| {
            a.format == b.format
                && a.name == b.name
                && maker(&a.vendor) == maker(&b.vendor)
                && a.id != b.id
        };
        let pairs = self.plugins.windows(2).filter_map(|it| match it {
            [a, b] if is_same(a, b) => Some((a, b)),
            _ => None,
        });
        pairs.collect()
    }

    fn settle(&mut self) {
        let key =
            |it: &Plugin| (product(&it.name), it.name.clone(), it.format, it.id.is_none(), it.id);
        self.plugins.sort_by_cached_key(|it| (key(it), it.clone()));
        let mut kept: Vec<Plugin> = Vec::with_capacity(self.plugins.len());
        for plugin in std::mem::take(&mut self.plugins) {
            let before = kept.iter_mut().rev().take(LOOKED_BACK);
            match before.take_while(|it| it.name == plugin.name).find(|it| is_one(it, &plugin)) {
                Some(known) => fill(known, plugin),
                None => kept.push(plugin),
            }
        }
        self.plugins = kept;
    }
}

/// So many entries of one name are looked through for another of the same plug-in.
const LOOKED_BACK: usize = 64;

/// Whether two entries of one name are one plug-in.
fn is_one(known: &Plugin, other: &Plugin) -> bool {
    known.format == other.format
        && (other.id.is_none() || known.id == other.id)
        && (other.vendor.is_empty()
            || known.vendor.is_empty()
            || maker(&known.vendor) == maker(&other.vendor))
}

/// Adds to an entry what another of the same plug-in knows more. Where they disagree, which stays does not hang on
/// which was read first.
fn fill(known: &mut Plugin, other: Plugin) {
    known.kind = known.kind.into_iter().chain(other.kind).min();
    known.version = known.version.take().max(other.version);
    known.path = known.path.take().max(other.path);
    if known.vendor < other.vendor {
        known.vendor = other.vendor;
    }
    if known.categories < other.categories {
        known.categories = other.categories;
    }
}

fn platform_of(plugin: &Plugin) -> Option<Platform> {
    let path = plugin.path.as_deref()?;
    let mut letters = path.chars();
    let has_drive =
        letters.next().is_some_and(|it| it.is_ascii_alphabetic()) && letters.next() == Some(':');
    match path {
        _ if has_drive || path.starts_with("\\\\") => Some(Platform::Windows),
        _ if ["/Library/", "/Users/", "/Applications/", "/System/", "/Volumes/"]
            .iter()
            .any(|it| path.starts_with(it)) =>
        {
            Some(Platform::Mac)
        }
        _ if plugin.format == PluginFormat::Au => Some(Platform::Mac),
        _ if path.starts_with('/') => Some(Platform::Linux),
        _ => None,
    }
}

/// The JSON Schema (2020-12) of an inventory file.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(PluginInventory).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PluginId;

    fn serum(format: PluginFormat, id: Option<PluginId>) -> Plugin {
        Plugin { id, ..Plugin::named("Serum", format) }
    }

    #[test]
    fn what_two_sources_know_of_one_plugin_becomes_one_entry() {
        let id = PluginId::vst2(1_483_109_208);
        let named =
            Plugin { path: Some("C:\\VST\\Serum.dll".into()), ..serum(PluginFormat::Vst2, None) };
        let known = Plugin { vendor: "Xfer Records".into(), ..serum(PluginFormat::Vst2, id) };
        let mut inventory = PluginInventory::of(vec![named, serum(PluginFormat::Vst3, None)]);
        inventory.absorb(PluginInventory::of(vec![known]));
        assert_eq!(inventory.plugins.len(), 2);
        let both = &inventory.plugins[1];
        assert_eq!(
            (both.id, both.vendor.as_str(), both.path.is_some()),
            (id, "Xfer Records", true)
        );
        assert_eq!(inventory.platform(), Some(Platform::Windows));
    }

    #[test]
    fn two_ids_under_one_name_are_a_disagreement() {
        let ids = [PluginId::vst2(1), PluginId::vst2(2)];
        let inventory = PluginInventory::of(ids.map(|it| serum(PluginFormat::Vst2, it)).to_vec());
        assert_eq!(inventory.disagreements().len(), 1);
    }

    #[test]
    fn audio_units_are_not_tried_on_windows() {
        let mut inventory = PluginInventory::default();
        assert!(inventory.formats().contains(&PluginFormat::Au));
        inventory.platform = Some(Platform::Windows);
        assert!(!inventory.formats().contains(&PluginFormat::Au));
    }
}
