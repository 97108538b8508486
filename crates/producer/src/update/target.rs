//! How a target is written: words with points between, names in quotes, numbers and names in brackets.

use super::error::Refused;

/// One step of a target: `bass`, `"LEAD VOX"`, `device["EQ Eight"]`, `band[3]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The word or name.
    pub word: String,
    /// Whether it stood in quotes: then it is a name and nothing else.
    pub is_quoted: bool,
    /// What stands in the brackets behind it.
    pub index: Option<Index>,
}

/// What stands in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Index {
    /// Counted from 1.
    Place(usize),
    /// A name.
    Name(String),
}

impl Step {
    /// Whether it is this word, not quoted, in any case.
    pub fn is(&self, word: &str) -> bool {
        !self.is_quoted && self.word.eq_ignore_ascii_case(word)
    }
}

/// Reads a target.
///
/// # Errors
///
/// A quote or bracket without its end, a place that is no number from 1, or an empty step.
pub fn parse(text: &str) -> Result<Vec<Step>, Refused> {
    let slip = |why: &str| Refused::new(text, why);
    let mut steps = Vec::new();
    let mut rest = text.trim();
    loop {
        let (word, is_quoted, behind) = match rest.strip_prefix('"') {
            Some(inside) => {
                let end = inside.find('"').ok_or_else(|| slip("has a quote without its end"))?;
                (inside.get(..end), true, inside.get(end + 1..))
            }
            None => {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                (rest.get(..end), false, rest.get(end..))
            }
        };
        let (word, behind) = (word.unwrap_or_default().trim(), behind.unwrap_or_default());
        if word.is_empty() {
            return Err(slip("has an empty step; write it like bass_track.volume"));
        }
        let (index, behind) = bracket(behind).map_err(slip)?;
        steps.push(Step { word: word.to_owned(), is_quoted, index });
        match behind.strip_prefix('.') {
            Some(next) => rest = next,
            None if behind.trim().is_empty() => return Ok(steps),
            None => return Err(slip("has something behind a name that is no point")),
        }
    }
}

/// What stands in brackets at the start of `text`, and what comes behind.
fn bracket(text: &str) -> Result<(Option<Index>, &str), &'static str> {
    let Some(inside) = text.strip_prefix('[') else { return Ok((None, text)) };
    if let Some(name) = inside.strip_prefix('"') {
        let end = name.find("\"]").ok_or("has a bracket without its end")?;
        let (name, behind) = (name.get(..end), name.get(end + 2..));
        return Ok((
            Some(Index::Name(name.unwrap_or_default().to_owned())),
            behind.unwrap_or_default(),
        ));
    }
    let end = inside.find(']').ok_or("has a bracket without its end")?;
    let place: usize = inside
        .get(..end)
        .and_then(|it| it.trim().parse().ok())
        .filter(|it| 0 < *it)
        .ok_or("has brackets around neither a name in quotes nor a number from 1")?;
    Ok((Some(Index::Place(place)), inside.get(end + 1..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn targets_are_read_step_by_step() {
        let steps = parse(r#""LEAD VOX".device["EQ Eight"].band[3].gain"#).unwrap();
        assert_eq!(steps.len(), 4);
        assert!(steps[0].is_quoted && steps[0].word == "LEAD VOX");
        assert_eq!(steps[1].index, Some(Index::Name("EQ Eight".into())));
        assert_eq!(steps[2].index, Some(Index::Place(3)));
        assert!(steps[3].is("Gain"));
    }

    #[test]
    fn slips_are_told() {
        let told = |text: &str| parse(text).unwrap_err().to_string();
        assert!(told("\"bass.volume").contains("quote"));
        assert!(told("track[3.pan").contains("bracket"));
        assert!(told("track[0].pan").contains("number from 1"));
        assert!(told("bass..volume").contains("empty step"));
        assert!(told("").contains("empty step"));
    }

    proptest! {
        /// Whatever is written, it is read or refused.
        #[test]
        fn no_target_can_hurt(text in "[a-z.\\[\\]\"0-9 é]{0,40}") {
            let _ = parse(&text);
        }
    }
}
