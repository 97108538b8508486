//! Spelling of text inside XML, as Live spells it.

use std::borrow::Cow;

use memchr::memchr;

/// How a value that holds a double quote is spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Quoting {
    /// `"…&quot;…"`, as Live does up to 12.0.5.
    #[default]
    Double,
    /// `'…"…'`, as Live does from 12.0.15 on.
    Single,
}

/// The text that `raw` stands for: the five named entities and character numbers resolved.
///
/// What is no entity stays as it is.
pub fn unescape(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', raw.as_bytes()) else {
        return Cow::Borrowed(raw);
    };
    let (mut text, mut rest) = (raw[..first].to_owned(), &raw[first..]);
    while !rest.is_empty() {
        match entity(rest) {
            Some((meant, length)) => {
                text.push(meant);
                rest = &rest[length..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
        let next = memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        text.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(text)
}

/// The character that the entity at the start of `text` means, and the entity's length in bytes.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|it| it == b';')?;
    let name = text.get(1..end)?;
    let meant = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => number(name)?,
    };
    Some((meant, end + 1))
}

fn number(name: &str) -> Option<char> {
    let digits = name.strip_prefix('#')?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    char::from_u32(code).filter(|it| *it != '\0')
}

/// Appends `value` as an attribute's value with its quotes, spelt as Live does.
///
/// Characters that XML cannot hold (control characters but tab, line feed, return) are left out.
pub(super) fn push_quoted(out: &mut String, value: &str, quoting: Quoting) {
    let single = quoting == Quoting::Single && value.contains('"') && !value.contains('\'');
    let quote = if single { '\'' } else { '"' };
    out.push(quote);
    for it in value.chars() {
        match it {
            '"' if !single => out.push_str("&quot;"),
            '\n' => out.push_str("&#x0A;"),
            '\r' => out.push_str("&#x0D;"),
            '\t' => out.push_str("&#x09;"),
            _ => push_char(out, it),
        }
    }
    out.push(quote);
}

/// Appends `text` as an element's text.
pub(super) fn push_text(out: &mut String, text: &str) {
    for it in text.chars() {
        push_char(out, it);
    }
}

fn push_char(out: &mut String, it: char) {
    match it {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '\n' | '\r' | '\t' => out.push(it),
        '\0'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => {}
        _ => out.push(it),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(value: &str, quoting: Quoting) -> String {
        let mut out = String::new();
        push_quoted(&mut out, value, quoting);
        out
    }

    #[test]
    fn older_lives_escape_a_quote_and_newer_ones_change_the_quotes() {
        assert_eq!(quoted(r#"{"a": 1}"#, Quoting::Double), r#""{&quot;a&quot;: 1}""#);
        assert_eq!(quoted(r#"{"a": 1}"#, Quoting::Single), r#"'{"a": 1}'"#);
        assert_eq!(quoted("plain", Quoting::Single), r#""plain""#);
        assert_eq!(quoted("it's \"both\"", Quoting::Single), r#""it's &quot;both&quot;""#);
    }

    #[test]
    fn an_unknown_entity_stays_as_it_is() {
        assert_eq!(unescape("a &nbsp; &amp b &#x41;&#10;"), "a &nbsp; &amp b A\n");
    }

    proptest! {
        /// Whatever a person types as a name comes back from the file.
        #[test]
        fn a_value_survives_its_spelling(value in "[^\\p{Cc}]{0,40}", single: bool) {
            let quoting = if single { Quoting::Single } else { Quoting::Double };
            let spelt = quoted(&value, quoting);
            let inner = &spelt[1..spelt.len() - 1];
            prop_assert_eq!(unescape(inner).into_owned(), value.replace(['\u{fffe}', '\u{ffff}'], ""));
        }

        /// No text, however broken, may panic the reader of entities.
        #[test]
        fn unescaping_never_panics(text in "[&;#xa-f0-9é]{0,60}") {
            let _ = unescape(&text);
        }
    }
}
