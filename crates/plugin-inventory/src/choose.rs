//! The plug-in that is meant by a name, in the format that can be written.

use crate::inventory::PluginInventory;
use crate::name::{folded, maker, nearest, product};
use crate::plugin::{Plugin, PluginFormat, PluginKind};

/// What an inventory answers to a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice<'i> {
    /// This one.
    Plugin {
        /// The plug-in; its id is known.
        plugin: &'i Plugin,
        /// Why it is not of the format that is tried first, where it is not.
        instead: Option<String>,
    },
    /// None that could be written.
    None {
        /// Why.
        why: String,
        /// The name of a plug-in of the same kind that is most like it, where one is.
        nearest: Option<&'i str>,
    },
}

impl PluginInventory {
    /// The plug-in that goes by `name` and is of this kind, or of no known one: spelt exactly so, or
    /// otherwise than its makers do, or with its maker before it. A format behind the name,
    /// `Serum (VST2)`, is tried before the others.
    ///
    /// Of several formats the first of [`formats`](Self::formats) is chosen; where several plug-ins
    /// of one format and name have different ids, none is, since a wrong id loads another plug-in.
    pub fn choose(&self, name: &str, kind: PluginKind) -> Choice<'_> {
        let named = self.named(name);
        if named.is_empty() {
            let why = "it is not in the plug-in inventory".to_owned();
            return Choice::None { why, nearest: self.nearest(name, Some(kind)) };
        }
        let fit: Vec<&Plugin> =
            named.iter().copied().filter(|it| it.kind.is_none_or(|it| it == kind)).collect();
        if fit.is_empty() {
            let why = format!("what goes by that name in the inventory is no {kind}");
            return Choice::None { why, nearest: None };
        }
        let mut passed = Vec::new();
        for format in self.order(name) {
            match of_format(&fit, name, format) {
                Ok(Some(plugin)) => {
                    let instead = (!passed.is_empty()).then(|| passed.join("; "));
                    return Choice::Plugin { plugin, instead };
                }
                Ok(None) => passed.push(format!("the inventory does not have it as {format}")),
                Err(why) => passed.push(why),
            }
        }
        let others = fit.iter().find(|it| !self.formats().contains(&it.format));
        let why = match others {
            Some(it) => {
                format!("it is there as {} only, which this system does not host", it.format)
            }
            None => passed
                .into_iter()
                .filter(|it| !it.starts_with(ABSENT))
                .collect::<Vec<_>>()
                .join("; "),
        };
        Choice::None { why, nearest: None }
    }

    /// Every plug-in that goes by a name, of any format and kind.
    pub fn named(&self, name: &str) -> Vec<&Plugin> {
        let wanted = product(name);
        if wanted.is_empty() {
            return Vec::new();
        }
        let same: Vec<&Plugin> =
            self.plugins.iter().filter(|it| product(&it.name) == wanted).collect();
        if !same.is_empty() {
            return same;
        }
        self.plugins.iter().filter(|it| is_with_maker(&wanted, it)).collect()
    }

    /// The name most like `name` among all plug-ins, or among those of a kind and of no known one.
    pub fn nearest(&self, name: &str, kind: Option<PluginKind>) -> Option<&str> {
        let fits = |it: &&Plugin| it.kind.is_none() || kind.is_none() || it.kind == kind;
        let fit = self.plugins.iter().filter(fits);
        nearest(name, fit.map(|it| it.name.as_str()))
    }

    /// The formats to try for a name, the one that it asks for first.
    fn order(&self, name: &str) -> Vec<PluginFormat> {
        let asked = name
            .rsplit(|it: char| !it.is_alphanumeric())
            .find(|it| !it.is_empty())
            .and_then(PluginFormat::read)
            .filter(|it| self.formats().contains(it));
        let rest = self.formats().iter().copied().filter(|it| Some(*it) != asked);
        asked.into_iter().chain(rest).collect()
    }
}

/// How a step begins that found nothing of its format.
const ABSENT: &str = "the inventory does not have it";

/// The one plug-in of a format among those of a name; an error where there is one that cannot be written.
fn of_format<'i>(
    named: &[&'i Plugin],
    name: &str,
    format: PluginFormat,
) -> Result<Option<&'i Plugin>, String> {
    let mut fit: Vec<&Plugin> = named.iter().copied().filter(|it| it.format == format).collect();
    if fit.iter().any(|it| it.name == name) {
        fit.retain(|it| it.name == name);
    }
    if !fit.is_empty() && fit.iter().all(|it| !it.is_writable()) {
        return Err(format!(
            "its {format} was found by name alone: without an id it cannot be put into a set"
        ));
    }
    fit.retain(|it| it.is_writable());
    let Some(first) = fit.first().copied() else { return Ok(None) };
    match fit.iter().find(|it| it.id != first.id) {
        Some(other) => Err(format!(
            "the inventory has two {format} of that name with different ids: {}",
            both(first, other)
        )),
        None => Ok(Some(first)),
    }
}

fn both(a: &Plugin, b: &Plugin) -> String {
    let shown =
        |it: &Plugin| format!("{it} {}", it.id.map(|it| it.to_string()).unwrap_or_default());
    format!("{} and {}", shown(a), shown(b))
}

/// Whether a name is the plug-in's with its maker, or a part of it, before it or no more before it: `Xfer Serum` and
/// `Xfer Records Serum` for `Serum`, `Pro-Q 3` for `FabFilter Pro-Q 3`.
fn is_with_maker(wanted: &str, plugin: &Plugin) -> bool {
    let (own, vendor) = (product(&plugin.name), folded(&plugin.vendor));
    let short = maker(&plugin.vendor);
    let is_vendor = |it: &str| 3 <= it.len() && (vendor.starts_with(it) || short.starts_with(it));
    let before =
        wanted.strip_suffix(own.as_str()).is_some_and(|it| !own.is_empty() && is_vendor(it));
    before || own.strip_suffix(wanted).is_some_and(is_vendor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PluginId;
    use crate::inventory::Platform;

    fn plugin(name: &str, vendor: &str, format: PluginFormat, id: i64) -> Plugin {
        let id = match format {
            PluginFormat::Vst2 => PluginId::vst2(id),
            PluginFormat::Vst3 => PluginId::vst3([1, 2, 3, id]),
            PluginFormat::Au => Some(PluginId::Au([1, 2, id as u32])),
        };
        let kind = Some(PluginKind::Instrument);
        Plugin {
            id: id.filter(|_| id_is_known(name)),
            kind,
            vendor: vendor.into(),
            ..Plugin::named(name, format)
        }
    }

    fn id_is_known(name: &str) -> bool {
        name != "Diva"
    }

    fn inventory() -> PluginInventory {
        use PluginFormat::{Au, Vst2, Vst3};
        let mut inventory = PluginInventory::of(vec![
            plugin("Serum", "Xfer Records", Vst3, 1),
            plugin("Serum_x64", "Xfer Records", Vst2, 2),
            plugin("Serum 2", "Xfer Records", Vst3, 3),
            plugin("Sylenth1", "LennarDigital", Au, 4),
            plugin("Massive", "Native Instruments GmbH", Vst2, 5),
            plugin("Diva", "u-he", Vst3, 6),
            plugin("FabFilter One", "FabFilter", Vst3, 7),
            plugin("Twin", "a", Vst3, 8),
            plugin("Twin", "b", Vst3, 9),
        ]);
        inventory.platform = Some(Platform::Mac);
        inventory
    }

    fn chosen(name: &str) -> String {
        match inventory().choose(name, PluginKind::Instrument) {
            Choice::Plugin { plugin, instead } => {
                format!("{plugin}{}", instead.map(|it| format!(": {it}")).unwrap_or_default())
            }
            Choice::None { why, nearest } => {
                format!("none: {why}{}", nearest.map(|it| format!("; {it}?")).unwrap_or_default())
            }
        }
    }

    #[test]
    fn a_name_is_understood_however_people_spell_it() {
        for name in ["Serum", "serum", "SERUM", "Xfer Serum", "Xfer Records Serum", "Serum (VST3)"]
        {
            assert_eq!(chosen(name), "Serum (VST3, Xfer Records)", "{name}");
        }
        assert_eq!(chosen("serum 2"), "Serum 2 (VST3, Xfer Records)");
        assert_eq!(chosen("One"), "FabFilter One (VST3, FabFilter)");
        assert_eq!(chosen("Serum VST2"), "Serum_x64 (VST2, Xfer Records)");
    }

    #[test]
    fn another_format_stands_in_and_says_so() {
        insta::assert_snapshot!(chosen("Native Instruments Massive"), @"Massive (VST2, Native Instruments GmbH): the inventory does not have it as VST3");
        insta::assert_snapshot!(chosen("sylenth1"), @"Sylenth1 (AU, LennarDigital): the inventory does not have it as VST3; the inventory does not have it as VST2");
    }

    #[test]
    fn what_has_no_id_or_two_is_not_chosen() {
        insta::assert_snapshot!(chosen("Diva"), @"none: its VST3 was found by name alone: without an id it cannot be put into a set");
        insta::assert_snapshot!(chosen("Twin"), @"none: the inventory has two VST3 of that name with different ids: Twin (VST3, a) 00000001000000020000000300000008 and Twin (VST3, b) 00000001000000020000000300000009");
    }

    #[test]
    fn an_unknown_name_is_told_the_nearest() {
        assert_eq!(chosen("Serrum"), "none: it is not in the plug-in inventory; Serum?");
        assert_eq!(chosen("Kontakt"), "none: it is not in the plug-in inventory");
        assert_eq!(chosen("()"), "none: it is not in the plug-in inventory");
    }

    #[test]
    fn an_effect_is_no_instrument() {
        let inventory = inventory();
        let answer = inventory.choose("Serum", PluginKind::Effect);
        let Choice::None { why, .. } = answer else { unreachable!("{answer:?}") };
        assert_eq!(why, "what goes by that name in the inventory is no effect");
    }
}
