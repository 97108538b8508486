//! JSON as people and bundles write it, made strict: comments, commas too many, bare keys, single quotes.

/// The text with everything that JSON forbids and JSON5 allows taken out or put straight. What is
/// wrong beyond that stays as it is, for a reader of JSON to refuse.
pub fn strict(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let taken = match letter {
            '"' | '\'' => string(rest, letter, &mut out),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |it| it + 2),
            ']' | '}' => {
                drop_comma(&mut out);
                out.push(letter);
                1
            }
            it if it.is_alphabetic() || it == '_' || it == '$' => word(rest, &mut out),
            it => {
                out.push(it);
                it.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Takes back a comma that nothing came after.
fn drop_comma(out: &mut String) {
    let kept = out.trim_end();
    if kept.ends_with(',') {
        out.truncate(kept.len() - 1);
    }
}

/// A string in double quotes; how many bytes of the text it took.
fn string(text: &str, quote: char, out: &mut String) -> usize {
    out.push('"');
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            it if it == quote => {
                out.push('"');
                return at + 1;
            }
            '\\' => match letters.next() {
                Some((_, '\'')) => out.push('\''),
                Some((_, '\n')) => {}
                Some((_, it)) => out.extend(['\\', it]),
                None => {}
            },
            '"' => out.push_str("\\\""),
            it if it.is_control() => out.push_str(&format!("\\u{:04x}", it as u32)),
            it => out.push(it),
        }
    }
    text.len()
}

/// A word: quoted where it is a key, else as it is.
fn word(text: &str, out: &mut String) -> usize {
    let is_of_word = |it: char| it.is_alphanumeric() || matches!(it, '_' | '$');
    let end = text.find(|it| !is_of_word(it)).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    if after.trim_start().starts_with(':') {
        out.extend(["\"", word, "\""]);
    } else {
        out.push_str(word);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_bundles_write_becomes_json() {
        let text = "{ // a bundle\n Name: 'It\\'s \"it\"', \"Flags\": {\"Unicode\": true,}, /* more */ 'List': [1, 2e3, ], }";
        let value: serde_json::Value = serde_json::from_str(&strict(text)).unwrap();
        let wanted = serde_json::json!({ "Name": "It's \"it\"", "Flags": { "Unicode": true }, "List": [1, 2e3] });
        assert_eq!(value, wanted);
    }

    #[test]
    fn strict_json_stays_as_it_is() {
        let text = r#"{"a": "b // c, }", "d": [null, -1.5e-3, "\u00e9\\"]}"#;
        assert_eq!(strict(text), text);
    }
}
