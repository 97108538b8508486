//! JSON read without losing the second of two equal keys: it is a mistake, not a choice.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::spec::mistake::{Mistake, MistakeKind, SpecErrors};
use crate::spec::walk::below;

/// The value in `text`, and a mistake for each key that stands twice in one object.
///
/// # Errors
///
/// One mistake with line and column where `text` is no JSON.
pub fn parse_json(text: &str) -> Result<(Value, Vec<Mistake>), SpecErrors> {
    let twins = RefCell::new(Vec::new());
    let mut source = serde_json::Deserializer::from_str(text);
    let value = Reader { at: String::new(), twins: &twins }
        .deserialize(&mut source)
        .and_then(|value| source.end().map(|()| value));
    match value {
        Ok(value) => Ok((value, twins.into_inner())),
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or(&words);
            let found = format!("{place}: {words}");
            Err(Mistake::new("", MistakeKind::Unreadable, found, "JSON").into())
        }
    }
}

/// Reads the value that stands at a pointer.
struct Reader<'t> {
    at: String,
    twins: &'t RefCell<Vec<Mistake>>,
}

impl Reader<'_> {
    fn under(&self, key: &str) -> Self {
        Reader { at: below(&self.at, key), twins: self.twins }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(self.under(&values.len().to_string()))? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.under(&key))?;
            if values.insert(key.clone(), value).is_some() {
                let at = below(&self.at, &key);
                let mistake = Mistake::new(at, MistakeKind::Impossible, "the key twice", "it once");
                self.twins.borrow_mut().push(mistake);
            }
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_stands_twice_is_a_mistake_at_any_depth() {
        let (_, twins) = parse_json(r#"{"a": 1, "b": [{"c": 1, "c": 2}], "a": 3}"#).unwrap();
        let places: Vec<&str> = twins.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(places, ["/b/0/c", "/a"]);
    }

    #[test]
    fn broken_json_is_told_with_line_and_column() {
        let errors = parse_json("{\n  \"target_bpm\": 126,\n}").unwrap_err();
        insta::assert_snapshot!(errors, @"
        the spec cannot be followed:
        /: line 3, column 1: trailing comma (JSON)
        ");
    }

    #[test]
    fn a_well_is_not_dug_for_ever() {
        assert!(parse_json(&"[".repeat(100_000)).is_err());
    }
}
