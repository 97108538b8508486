//! What a plug-in is known by, whatever its name: the id that Live writes into a set.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::plugin::PluginFormat;

/// The id of a plug-in, as Live writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PluginId {
    /// VST2's unique id: 32 bits, shown with a sign.
    Vst2(i32),
    /// VST3's class id as four numbers of 32 bits, the first the highest.
    Vst3([i32; 4]),
    /// An Audio Unit's type, subtype and manufacturer: four letters each, the first the highest.
    Au([u32; 3]),
}

/// A text that is no id of its format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no id of a {}: {}", format.word(), allowed(*format))]
pub struct IdError {
    /// The text.
    pub text: String,
    /// The format it was to be an id of.
    pub format: PluginFormat,
}

/// What an id of this format looks like.
pub const fn allowed(format: PluginFormat) -> &'static str {
    match format {
        PluginFormat::Vst2 => "a whole number of 32 bits, not 0",
        PluginFormat::Vst3 => {
            "32 hexadecimal digits, not all 0, or the four numbers that Live writes"
        }
        PluginFormat::Au => "type:subtype:manufacturer, four letters or a number each",
    }
}

impl PluginId {
    /// Its format.
    pub const fn format(self) -> PluginFormat {
        match self {
            Self::Vst2(_) => PluginFormat::Vst2,
            Self::Vst3(_) => PluginFormat::Vst3,
            Self::Au(_) => PluginFormat::Au,
        }
    }

    /// Reads the id of a plug-in of this format: `1483109208`, `56535458-6673-…` with or without
    /// dashes and braces, `aumu:Syl1:LeDi`.
    ///
    /// # Errors
    ///
    /// [`IdError`] for anything else, and for ids of nothing but zeros.
    pub fn read(text: &str, format: PluginFormat) -> Result<Self, IdError> {
        let text = text.trim();
        let id = match format {
            PluginFormat::Vst2 => text.parse().ok().and_then(vst2),
            PluginFormat::Vst3 => class_id(text),
            PluginFormat::Au => audio_unit(text),
        };
        id.ok_or_else(|| IdError { text: text.chars().take(60).collect(), format })
    }

    /// The id of a VST2 by a number of up to 32 bits, with a sign or without.
    pub fn vst2(number: i64) -> Option<Self> {
        vst2(number)
    }

    /// The class id of a VST3 by its four numbers, with a sign or without.
    pub fn vst3(fields: [i64; 4]) -> Option<Self> {
        let mut bits = [0; 4];
        for (to, from) in bits.iter_mut().zip(fields) {
            *to = signed(from)?;
        }
        (bits != [0; 4]).then_some(Self::Vst3(bits))
    }
}

/// A number of 32 bits, however its sign is shown.
fn signed(number: i64) -> Option<i32> {
    i32::try_from(number).ok().or_else(|| u32::try_from(number).ok().map(u32::cast_signed))
}

fn vst2(number: i64) -> Option<PluginId> {
    signed(number).filter(|it| *it != 0).map(PluginId::Vst2)
}

fn class_id(text: &str) -> Option<PluginId> {
    let digits: String = text.chars().filter(|it| !matches!(it, '-' | '{' | '}')).collect();
    let is_hex = digits.len() == 32 && digits.bytes().all(|it| it.is_ascii_hexdigit());
    let number = u128::from_str_radix(&digits, 16).ok().filter(|it| is_hex && *it != 0)?;
    let field = |shift: u32| ((number >> shift) as u32).cast_signed();
    Some(PluginId::Vst3([field(96), field(64), field(32), field(0)]))
}

fn audio_unit(text: &str) -> Option<PluginId> {
    let codes: Vec<u32> = text.split([':', ',', '/']).map(code).collect::<Option<_>>()?;
    let codes: [u32; 3] = codes.try_into().ok()?;
    (codes[1] != 0).then_some(PluginId::Au(codes))
}

/// Four letters, or the number that they are kept as.
fn code(text: &str) -> Option<u32> {
    match <[u8; 4]>::try_from(text.as_bytes()) {
        Ok(letters) => Some(u32::from_be_bytes(letters)),
        Err(_) => text.trim().parse().ok(),
    }
}

/// Four letters where all of them can be shown, else the number in ten digits.
fn shown(code: u32) -> String {
    let letters = code.to_be_bytes();
    let is_plain = |it: &u8| it.is_ascii_graphic() && !matches!(it, b':' | b',' | b'/');
    match std::str::from_utf8(&letters) {
        Ok(text) if letters.iter().all(is_plain) => text.to_owned(),
        _ => format!("{code:010}"),
    }
}

impl fmt::Display for PluginId {
    /// As [`PluginId::read`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Vst2(number) => write!(f, "{number}"),
            Self::Vst3(fields) => fields.iter().try_for_each(|it| write!(f, "{it:08X}")),
            Self::Au(codes) => f.write_str(&codes.map(shown).join(":")),
        }
    }
}

impl Serialize for PluginId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Vst2(number) => to.serialize_i32(*number),
            _ => to.collect_str(self),
        }
    }
}

/// An id as a file may spell it; which format it is of stands beside it.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Spelt {
    /// A number.
    Number(i64),
    /// Four numbers.
    Fields([i64; 4]),
    /// Words.
    Text(String),
}

impl Spelt {
    /// The id it spells for a plug-in of this format.
    ///
    /// # Errors
    ///
    /// [`IdError`].
    pub fn of(self, format: PluginFormat) -> Result<PluginId, IdError> {
        let (id, text) = match self {
            Self::Text(text) => return PluginId::read(&text, format),
            Self::Number(number) => (vst2(number), number.to_string()),
            Self::Fields(fields) => (PluginId::vst3(fields), format!("{fields:?}")),
        };
        id.filter(|it| it.format() == format).ok_or(IdError { text, format })
    }
}

impl JsonSchema for PluginId {
    fn schema_name() -> Cow<'static, str> {
        "PluginId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What Live knows the plug-in by. VST2: its unique id, a number. VST3: its class id, 32 hexadecimal digits (or the four numbers that Live writes). AU: type:subtype:manufacturer, four letters each.",
            "anyOf": [
                { "type": "integer", "minimum": i32::MIN, "maximum": u32::MAX },
                { "type": "string", "minLength": 1, "maxLength": 60 },
                { "type": "array", "items": { "type": "integer" }, "minItems": 4, "maxItems": 4 },
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_id_is_read_with_dashes_and_braces_or_without() {
        let serum = PluginId::Vst3([1_448_301_656, 1_718_835_315, 1_701_999_981, 0]);
        for text in [
            "56535458667358736572756d00000000",
            "56535458-6673-5873-6572-756D00000000",
            "{56535458-6673-5873-6572-756D00000000}",
        ] {
            assert_eq!(PluginId::read(text, PluginFormat::Vst3), Ok(serum), "{text}");
        }
        assert_eq!(serum.to_string(), "56535458667358736572756D00000000");
        let high = PluginId::read(&"F".repeat(32), PluginFormat::Vst3).unwrap();
        assert_eq!(high, PluginId::Vst3([-1; 4]));
        assert!(PluginId::read(&"0".repeat(32), PluginFormat::Vst3).is_err());
        assert!(PluginId::read("+6535458667358736572756d00000000", PluginFormat::Vst3).is_err());
    }

    #[test]
    fn a_unique_id_keeps_its_bits_whatever_its_sign() {
        assert_eq!(PluginId::vst2(4_294_967_295), Some(PluginId::Vst2(-1)));
        assert_eq!(PluginId::vst2(-1), Some(PluginId::Vst2(-1)));
        assert_eq!(PluginId::vst2(0), None);
        assert_eq!(PluginId::vst2(1 << 32), None);
    }

    #[test]
    fn an_audio_unit_is_three_times_four_letters() {
        let id = PluginId::read("aumu:sylg:LNDG", PluginFormat::Au).unwrap();
        assert_eq!(id, PluginId::Au([1_635_085_685, 1_937_337_447, 1_280_197_703]));
        assert_eq!(id.to_string(), "aumu:sylg:LNDG");
        let odd = PluginId::Au([1_635_085_685, 1, 1_229]);
        assert_eq!(odd.to_string(), "aumu:0000000001:0000001229");
        assert_eq!(PluginId::read(&odd.to_string(), PluginFormat::Au), Ok(odd));
    }
}
