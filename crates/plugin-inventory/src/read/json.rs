//! An inventory file of ours, as DJLab or `plugins scan` writes it: every mistake told at once.

use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{MOST_PLUGINS, Scan, text};
use crate::id::{Spelt, allowed};
use crate::inventory::{Edition, Platform, PluginInventory};
use crate::mistake::{InventoryError, Mistake};
use crate::name::nearest;
use crate::plugin::{Plugin, PluginFormat, PluginKind};

/// The largest inventory file, in bytes.
const LARGEST: u64 = 64_000_000;

/// So many mistakes are told; a file with more is no slip.
const MOST_MISTAKES: usize = 200;

/// The keys of the whole file.
const KEYS: &[&str] = &["edition", "platform", "plugins"];

/// The keys of a plug-in.
const PLUGIN_KEYS: &[&str] =
    &["name", "vendor", "format", "id", "kind", "version", "path", "categories"];

/// The inventory in a file: an object of `edition`, `platform` and `plugins`, or a list of plug-ins alone.
///
/// # Errors
///
/// [`InventoryError`] with every mistake of the file.
pub fn read(path: &Path) -> Result<Scan, InventoryError> {
    let inventory = parse(&text(path, LARGEST)?)
        .map_err(|mistakes| InventoryError::Mistakes { path: path.to_owned(), mistakes })?;
    Ok(Scan { inventory, remarks: Vec::new() })
}

/// The inventory in a text.
///
/// # Errors
///
/// Every mistake, 200 at most.
pub fn parse(text: &str) -> Result<PluginInventory, Vec<Mistake>> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| vec![Mistake::new("", error.to_string(), "JSON")])?;
    let mut reader = Reader { mistakes: Vec::new() };
    let inventory = reader.inventory(&value);
    if reader.mistakes.is_empty() {
        return Ok(inventory);
    }
    reader.mistakes.truncate(MOST_MISTAKES);
    Err(reader.mistakes)
}

struct Reader {
    mistakes: Vec<Mistake>,
}

impl Reader {
    fn inventory(&mut self, value: &Value) -> PluginInventory {
        let (map, list) = match value {
            Value::Array(list) => (None, Some(list)),
            Value::Object(map) => (Some(map), self.list(map, "", "plugins", true)),
            _ => {
                self.mistake(
                    "",
                    value,
                    "an object of edition, platform, plugins, or a list of plug-ins",
                );
                (None, None)
            }
        };
        let (mut edition, mut platform) = (None, None);
        if let Some(map) = map {
            self.known_keys(map, "", KEYS);
            edition = self.word(map, "", "edition", Edition::WORDS, Edition::read);
            platform = self.word(map, "", "platform", Platform::WORDS, Platform::read);
        }
        let at = if map.is_some() { "/plugins" } else { "" };
        let plugins = self.plugins(list.map_or(&[], Vec::as_slice), at);
        PluginInventory { edition, platform, ..PluginInventory::of(plugins) }
    }

    fn plugins(&mut self, list: &[Value], at: &str) -> Vec<Plugin> {
        if MOST_PLUGINS < list.len() {
            let found = format!("{} of them", list.len());
            self.mistakes.push(Mistake::new(at, found, format!("{MOST_PLUGINS} plug-ins at most")));
            return Vec::new();
        }
        let mut plugins = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate().take_while(|it| it.0 < MOST_PLUGINS) {
            if MOST_MISTAKES < self.mistakes.len() {
                break;
            }
            plugins.extend(self.plugin(value, &format!("{at}/{index}")));
        }
        plugins
    }

    fn plugin(&mut self, value: &Value, at: &str) -> Option<Plugin> {
        let Value::Object(map) = value else {
            self.mistake(at, value, "a plug-in: an object of name, format, id, …");
            return None;
        };
        self.known_keys(map, at, PLUGIN_KEYS);
        let name = self.text(map, at, "name");
        let format = self.word(map, at, "format", PluginFormat::WORDS, PluginFormat::read);
        for (key, is_there) in [("name", name.is_some()), ("format", format.is_some())] {
            if !is_there && is_left_out(map, key) {
                let allowed = if key == "name" {
                    "a name".to_owned()
                } else {
                    PluginFormat::WORDS.join(", ")
                };
                self.mistakes.push(Mistake::new(format!("{at}/{key}"), "missing", allowed));
            }
        }
        let id = format.and_then(|it| self.id(map, at, it));
        let kind = self.word(map, at, "kind", PluginKind::WORDS, PluginKind::read);
        let vendor = self.text(map, at, "vendor").unwrap_or_default();
        let (version, path) = (self.text(map, at, "version"), self.text(map, at, "path"));
        let categories = self.texts(map, at);
        Some(Plugin { name: name?, vendor, format: format?, id, kind, version, path, categories })
    }

    fn id(
        &mut self,
        map: &Map<String, Value>,
        at: &str,
        format: PluginFormat,
    ) -> Option<crate::PluginId> {
        let value = map.get("id").filter(|it| !it.is_null())?;
        let id = Spelt::deserialize(value).ok().and_then(|it| it.of(format).ok());
        if id.is_none() {
            self.mistake(
                &format!("{at}/id"),
                value,
                &format!("of a {format}: {}", allowed(format)),
            );
        }
        id
    }

    fn text(&mut self, map: &Map<String, Value>, at: &str, key: &str) -> Option<String> {
        let value = map.get(key).filter(|it| !it.is_null())?;
        let most = if key == "path" { 4096 } else { 200 };
        match value {
            Value::String(text)
                if text.chars().count() <= most && !text.chars().any(char::is_control) =>
            {
                let text = text.trim();
                let must = key == "name" && text.is_empty();
                if must {
                    self.mistake(&format!("{at}/{key}"), value, "a name");
                }
                (!text.is_empty()).then(|| text.to_owned())
            }
            Value::Number(number) if key == "version" => Some(number.to_string()),
            _ => {
                self.mistake(
                    &format!("{at}/{key}"),
                    value,
                    &format!("a text of at most {most} letters in one line"),
                );
                None
            }
        }
    }

    fn texts(&mut self, map: &Map<String, Value>, at: &str) -> Vec<String> {
        let list = self.list(map, at, "categories", false).map_or(&[][..], Vec::as_slice);
        let mut texts = Vec::new();
        for (index, value) in list.iter().enumerate().take(32) {
            match value {
                Value::String(text) if text.chars().count() <= 200 => {
                    texts.push(text.trim().to_owned())
                }
                _ => self.mistake(
                    &format!("{at}/categories/{index}"),
                    value,
                    "a text of at most 200 letters",
                ),
            }
        }
        texts
    }

    fn list<'v>(
        &mut self,
        map: &'v Map<String, Value>,
        at: &str,
        key: &str,
        must: bool,
    ) -> Option<&'v Vec<Value>> {
        match map.get(key) {
            Some(Value::Array(list)) => Some(list),
            None | Some(Value::Null) if !must => None,
            None => {
                self.mistakes.push(Mistake::new(format!("{at}/{key}"), "missing", "a list"));
                None
            }
            Some(value) => {
                self.mistake(&format!("{at}/{key}"), value, "a list");
                None
            }
        }
    }

    fn word<T>(
        &mut self,
        map: &Map<String, Value>,
        at: &str,
        key: &str,
        words: &[&'static str],
        read: fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = map.get(key).filter(|it| !it.is_null())?;
        let word = value.as_str().and_then(read);
        if word.is_none() {
            self.mistake(&format!("{at}/{key}"), value, &words.join(", "));
            let near = value.as_str().and_then(|it| nearest(it, words.iter().copied()));
            if let (Some(near), Some(last)) = (near, self.mistakes.last_mut()) {
                last.nearest = Some(near.to_owned());
            }
        }
        word
    }

    fn known_keys(&mut self, map: &Map<String, Value>, at: &str, keys: &[&str]) {
        for key in map.keys().filter(|it| !keys.contains(&it.as_str())) {
            let place = format!(
                "{at}/{}",
                key.chars().take(60).collect::<String>().replace('~', "~0").replace('/', "~1")
            );
            let mut mistake = Mistake::new(place, "no such key", keys.join(", "));
            mistake.nearest = nearest(key, keys.iter().copied()).map(str::to_owned);
            self.mistakes.push(mistake);
        }
    }

    fn mistake(&mut self, at: &str, found: &Value, allowed: &str) {
        let text = found.to_string();
        let shown: String = text.chars().take(60).collect();
        let more = if shown.len() < text.len() { "…" } else { "" };
        self.mistakes.push(Mistake::new(at, shown + more, allowed));
    }
}

fn is_left_out(map: &Map<String, Value>, key: &str) -> bool {
    map.get(key).is_none_or(Value::is_null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inventory_is_read_back_as_it_was_written() {
        let text = r#"{
            "edition": "Suite",
            "plugins": [
                {"name": "Serum", "vendor": "Xfer Records", "format": "vst3", "kind": "Instrument",
                 "id": [1448301656, 1718835315, 1701999981, 0], "version": 1.36, "categories": ["Synth"]},
                {"name": "Sylenth1", "format": "AU", "id": "aumu:syl1:LNDG", "kind": null}
            ]
        }"#;
        let inventory = parse(text).unwrap();
        assert_eq!(parse(&inventory.to_json()), Ok(inventory.clone()));
        assert_eq!(
            inventory.plugins[0].id.unwrap().to_string(),
            "56535458667358736572756D00000000"
        );
        assert_eq!(inventory.edition, Some(Edition::Suite));
        let list = r#"[{"name": "Serum", "format": "VST2", "id": 1483109208}]"#;
        assert!(parse(list).unwrap().plugins[0].is_writable());
    }

    #[test]
    fn every_mistake_is_told_at_once() {
        let text = r#"{
            "editoin": "suite", "platform": "windwos",
            "plugins": [
                {"name": "Serum", "format": "VTS3", "vendr": "Xfer"},
                {"name": "", "format": "VST2", "id": "serum"},
                {"format": "VST3", "id": "12", "kind": 5, "categories": [1]},
                7
            ]
        }"#;
        let mistakes = parse(text).unwrap_err();
        let page: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(page.join("\n"), @r#"
        /editoin: no such key; did you mean "edition"? (edition, platform, plugins)
        /platform: "windwos"; did you mean "windows"? (windows, mac, linux)
        /plugins/0/vendr: no such key; did you mean "vendor"? (name, vendor, format, id, kind, version, path, categories)
        /plugins/0/format: "VTS3"; did you mean "VST3"? (VST3, VST2, AU)
        /plugins/1/name: "" (a name)
        /plugins/1/id: "serum" (of a VST2: a whole number of 32 bits, not 0)
        /plugins/2/name: missing (a name)
        /plugins/2/id: "12" (of a VST3: 32 hexadecimal digits, not all 0, or the four numbers that Live writes)
        /plugins/2/kind: 5 (instrument, effect)
        /plugins/2/categories/0: 1 (a text of at most 200 letters)
        /plugins/3: 7 (a plug-in: an object of name, format, id, …)
        "#);
    }

    #[test]
    fn broken_json_is_told_with_its_place() {
        let mistakes = parse("{\"plugins\": [}").unwrap_err();
        insta::assert_snapshot!(mistakes[0], @"/: expected value at line 1 column 14 (JSON)");
    }
}
