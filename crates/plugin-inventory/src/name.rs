//! Names as people spell them: one product under several spellings, and the nearest of several.

/// `text` without case, blanks and signs: `Pro-Q 3` and `pro q3` are one. `+` and `#` tell products apart and stay.
pub(crate) fn folded(text: &str) -> String {
    text.chars()
        .filter(|it| it.is_alphanumeric() || matches!(it, '+' | '#'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Words at the end of a name that say how a product is packed, not which it is.
const PACKINGS: &[&str] =
    &["vst3", "vst2", "vst", "au", "x64", "x86", "64bit", "32bit", "(64)", "(32)"];

/// The name without what is said of its packing: `Serum_x64`, `Serum (VST3)` and `Serum.vst3` are `Serum`.
pub(crate) fn bare(name: &str) -> &str {
    let is_seam =
        |it: char| it.is_whitespace() || matches!(it, '_' | '-' | '.' | '(' | ')' | '[' | ']');
    let mut rest = name.trim();
    loop {
        let trimmed = rest.trim_end_matches(is_seam);
        let word = trimmed.rsplit(is_seam).next().unwrap_or(trimmed);
        let is_packing = PACKINGS.iter().any(|it| it.eq_ignore_ascii_case(word));
        match trimmed.get(..trimmed.len() - word.len()) {
            Some(before) if is_packing && !before.trim_matches(is_seam).is_empty() => rest = before,
            _ => return if folded(trimmed).is_empty() { name.trim() } else { trimmed.trim_end() },
        }
    }
}

/// What a product goes by: its bare name, folded.
pub(crate) fn product(name: &str) -> String {
    folded(bare(name))
}

/// Who makes a product, however the formats spell it: `Native Instruments GmbH` and `Native Instruments` are one.
pub(crate) fn maker(vendor: &str) -> String {
    const FORMS: &[&str] =
        &["gmbh", "inc", "llc", "ltd", "ab", "srl", "co", "corp", "audio", "software"];
    let words: Vec<String> = vendor.split_whitespace().map(folded).collect();
    let kept =
        words.iter().rposition(|it| !FORMS.contains(&it.as_str())).map_or(words.len(), |it| it + 1);
    words.into_iter().take(kept).collect()
}

/// The one of `names` most like `text`, if any is like it: at least 55 % the same by Damerau and
/// Levenshtein, or one holding the other.
pub(crate) fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // Names are short: what is long is no slip of a name, and comparing it would take long.
    let text: String = folded(text).chars().take(64).collect();
    let mut found: Option<(&str, f64)> = None;
    for name in names {
        let likeness = likeness(&text, &folded(name));
        if 0.55 <= likeness && found.is_none_or(|it| it.1 < likeness) {
            found = Some((name, likeness));
        }
    }
    found.map(|it| it.0)
}

fn likeness(text: &str, name: &str) -> f64 {
    if text.is_empty() || name.is_empty() || 200 < name.len() {
        return 0.0;
    }
    let holds = 3 <= text.len() && 3 <= name.len() && (name.contains(text) || text.contains(name));
    let (short, long) = (text.len().min(name.len()), text.len().max(name.len()));
    if !holds && short * 4 < long {
        return 0.0; // too unlike in length to be worth the comparison
    }
    let spelt = strsim::normalized_damerau_levenshtein(text, name);
    if holds { spelt.max(0.6) } else { spelt }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_product_is_packed_is_no_part_of_its_name() {
        for name in ["Serum", "serum", "Serum_x64", "Serum (VST3)", "Serum.vst3", "Serum VST x64"] {
            assert_eq!(product(name), "serum", "{name}");
        }
        assert_ne!(product("Serum 2"), product("Serum"));
        assert_eq!(product("x64"), "x64");
        assert_eq!(product("Spire-1.5"), "spire15");
        assert_eq!(product("()"), "");
    }

    #[test]
    fn makers_are_one_whatever_their_form() {
        assert_eq!(maker("Native Instruments GmbH"), maker("Native Instruments"));
        assert_eq!(maker("D16 Group Audio Software"), maker("D16 Group"));
        assert_ne!(maker("Xfer Records"), maker("Lennar Digital"));
    }

    #[test]
    fn a_slip_finds_the_name_it_meant() {
        let names = ["Serum", "Serum 2", "Sylenth1", "Diva"];
        assert_eq!(nearest("Serrum", names), Some("Serum"));
        assert_eq!(nearest("Sylenth", names), Some("Sylenth1"));
        assert_eq!(nearest("Kontakt", names), None);
        assert_eq!(nearest("", names), None);
    }
}
