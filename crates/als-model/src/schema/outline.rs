//! The notation of `schema/*.outline`: one element a line, two blanks a level.
//!
//! ```text
//! # a note
//! Compressor2                                       a class: an element that may stand in a list
//!   @Id                                             an attribute; `Id` is given out by the list
//!   include DeviceHead                              the lines of another class, here
//!   Threshold knob 1 in 0.0003..1.99 amplitude      a parameter: knob, switch or selector; default, range, unit
//!   ViewMode int 0                                  a value: bool, int, float, text
//!   SideChainEq until 12.0                          an element with what is indented under it
//!     Freq knob 200 in 30..15000 Hz
//!   RoutedInput use Routing                         an element with the lines of a class;
//!     Target text "AudioIn/None"                      what is indented changes a default
//!   Devices list of device                          a list; `device` means any device
//!     + Eq8 since 12.0                                what a fresh list holds
//!   LastPresetRef slot of FilePresetRef             an element `Value` that holds one of these or nothing
//!   MacroControls.0-15 knob 0 in 0..127             the same line for each number
//!   AutomationTarget pointee                        an id of the set's one namespace, around a LockEnvelope
//!   ControllerTargets.1 pointee locked                such an id that Live keeps locked
//!   Pointee identity                                such an id, alone
//!   LomListWrapper wrapper                          an element with the attribute LomId
//!   Buffer blob                                     hexadecimal text
//!   OverwriteProtectionNumber stamp                 the number of the version
//!   TapKeyMidi mapping                              there when a key or controller is mapped
//!   LockedScripts empty                             always empty
//! ```
//!
//! `since 12.0`, `until 11.3` (inclusive) bound a line; `optional` may be missing; `inferred` was not seen in every
//! version in between; `allow 20..999` widens what the value may be beyond the mapping range `in`; `rangeless` marks a
//! selector that may lack the mapping range that others have from Live 12.2 on.

use super::version::Version;

/// What an outline line says of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plain {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Any text.
    Text,
}

/// The kinds of parameter that Live automates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dial {
    /// A number on a range.
    Knob,
    /// On or off.
    Switch,
    /// A choice, counted from 0.
    Selector,
}

/// What one line declares.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    Group,
    Attribute(Option<(Plain, String)>),
    Include(String),
    Use(String),
    Member(String),
    List(Vec<String>),
    Slot(Vec<String>),
    Value(Plain, String),
    Param(Param),
    Pointee { locked: bool },
    Identity,
    Wrapper,
    Mapping,
    Blob,
    Stamp,
    Empty,
}

/// A parameter's line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Param {
    pub dial: Dial,
    pub default: String,
    pub range: Option<(String, String)>,
    pub allow: Option<(f64, f64)>,
    pub unit: String,
    pub rangeless: bool,
}

/// One line with what is indented under it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub tag: String,
    pub word: Word,
    pub since: Option<Version>,
    pub until: Option<Version>,
    pub optional: bool,
    pub inferred: bool,
    pub inside: Vec<Line>,
}

impl Line {
    /// Whether the line holds for `version`.
    pub fn is_of(&self, version: Version) -> bool {
        self.since.is_none_or(|it| it <= version) && self.until.is_none_or(|it| version <= it)
    }
}

/// The classes of an outline, and the lines that could not be read.
pub(super) fn read(text: &str) -> (Vec<Line>, Vec<String>) {
    let mut problems = Vec::new();
    let mut open: Vec<Line> = Vec::new();
    let mut classes = Vec::new();
    for text in text.lines().filter(|it| !it.trim().is_empty() && !it.starts_with('#')) {
        let level = (text.len() - text.trim_start().len()) / 2;
        match line(text.trim()) {
            Ok(line) if level <= open.len() => {
                close(&mut open, &mut classes, level);
                open.push(line);
            }
            _ => problems.push(text.to_owned()),
        }
    }
    close(&mut open, &mut classes, 0);
    (classes, problems)
}

/// Hands finished lines to the lines around them until `level` are open.
fn close(open: &mut Vec<Line>, classes: &mut Vec<Line>, level: usize) {
    while level < open.len() {
        let Some(done) = open.pop() else { return };
        let place = open.last_mut().map_or(&mut *classes, |it| &mut it.inside);
        place.extend(numbered(done));
    }
}

/// `Name.0-15` as sixteen lines, any other line as itself.
fn numbered(line: Line) -> Vec<Line> {
    let run = line.tag.rsplit_once('.').and_then(|(name, numbers)| {
        let (from, to) = numbers.split_once('-')?;
        Some((name.to_owned(), from.parse::<u16>().ok()?, to.parse::<u16>().ok()?))
    });
    match run {
        Some((name, from, to)) => {
            (from..=to).map(|n| Line { tag: format!("{name}.{n}"), ..line.clone() }).collect()
        }
        None => vec![line],
    }
}

/// The words of a line; a quoted text is one word, with its opening quote.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(rest.len(), |it| it + 2),
            None => rest.find(' ').unwrap_or(rest.len()),
        };
        let (word, after) = rest.split_at(end);
        words.push(word.trim_end_matches('"').to_owned());
        rest = after.trim_start();
    }
    words
}

fn line(text: &str) -> Result<Line, ()> {
    let words = words(text);
    let mut words = words.iter().map(String::as_str).peekable();
    let mut line = Line {
        tag: words.next().ok_or(())?.to_owned(),
        word: Word::Group,
        since: None,
        until: None,
        optional: false,
        inferred: false,
        inside: Vec::new(),
    };
    if line.tag == "+" || line.tag == "include" {
        let class = words.next().ok_or(())?.to_owned();
        line.word = if line.tag == "+" { Word::Member(class) } else { Word::Include(class) };
    } else if let Some(name) = line.tag.strip_prefix('@') {
        line.tag = name.to_owned();
        line.word = Word::Attribute(None);
    }
    while let Some(word) = words.next() {
        match word {
            "since" => line.since = Some(words.next().and_then(Version::parse).ok_or(())?),
            "until" => line.until = Some(words.next().and_then(Version::parse).ok_or(())?),
            "optional" => line.optional = true,
            "inferred" => line.inferred = true,
            _ => line.word = declared(line.word, word, &mut words)?,
        }
    }
    Ok(line)
}

/// The line's meaning after one more word.
fn declared<'w>(
    before: Word,
    word: &str,
    words: &mut std::iter::Peekable<impl Iterator<Item = &'w str>>,
) -> Result<Word, ()> {
    let mut default = || words.next().map(|it| it.trim_start_matches('"').to_owned()).ok_or(());
    let plain = match word {
        "bool" => Some(Plain::Bool),
        "int" => Some(Plain::Int),
        "float" => Some(Plain::Float),
        "text" => Some(Plain::Text),
        _ => None,
    };
    if let Some(plain) = plain {
        let default = default()?;
        return Ok(match before {
            Word::Attribute(_) => Word::Attribute(Some((plain, default))),
            _ => Word::Value(plain, default),
        });
    }
    let dial = match word {
        "knob" => Some(Dial::Knob),
        "switch" => Some(Dial::Switch),
        "selector" => Some(Dial::Selector),
        _ => None,
    };
    if let Some(dial) = dial {
        let param = Param {
            dial,
            default: default()?,
            range: None,
            allow: None,
            unit: String::new(),
            rangeless: false,
        };
        return Ok(Word::Param(param));
    }
    match (before, word) {
        (Word::Param(mut param), "in") => {
            let (from, to) = words.next().and_then(|it| it.split_once("..")).ok_or(())?;
            param.range = Some((from.to_owned(), to.to_owned()));
            Ok(Word::Param(param))
        }
        (Word::Param(mut param), "allow") => {
            let (from, to) = words.next().and_then(|it| it.split_once("..")).ok_or(())?;
            param.allow = Some((from.parse().map_err(|_| ())?, to.parse().map_err(|_| ())?));
            Ok(Word::Param(param))
        }
        (Word::Param(mut param), "rangeless") => {
            param.rangeless = true;
            Ok(Word::Param(param))
        }
        (Word::Param(mut param), unit) => {
            param.unit = unit.to_owned();
            Ok(Word::Param(param))
        }
        (Word::Group, "use") => Ok(Word::Use(words.next().ok_or(())?.to_owned())),
        (Word::Group, "list") => Ok(Word::List(classes(words))),
        (Word::Group, "slot") => Ok(Word::Slot(classes(words))),
        (Word::Group, "pointee") => Ok(Word::Pointee { locked: false }),
        (Word::Pointee { .. }, "locked") => Ok(Word::Pointee { locked: true }),
        (Word::Group, "identity") => Ok(Word::Identity),
        (Word::Group, "wrapper") => Ok(Word::Wrapper),
        (Word::Group, "mapping") => Ok(Word::Mapping),
        (Word::Group, "blob") => Ok(Word::Blob),
        (Word::Group, "stamp") => Ok(Word::Stamp),
        (Word::Group, "empty") => Ok(Word::Empty),
        _ => Err(()),
    }
}

/// The class names behind `of`.
fn classes<'w>(words: &mut std::iter::Peekable<impl Iterator<Item = &'w str>>) -> Vec<String> {
    let mut names = Vec::new();
    if words.next_if_eq(&"of").is_some() {
        while let Some(name) =
            words.next_if(|it| !matches!(*it, "since" | "until" | "optional" | "inferred"))
        {
            names.push(name.to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_kind_default_range_unit_and_span() {
        let (classes, problems) = read(
            "Limiter\n  @Id\n  Gain knob -1.5 in -24..24 dB since 12.1\n  Name text \"a b\" until 11.3\n",
        );
        assert!(problems.is_empty());
        let inside = &classes[0].inside;
        assert_eq!(inside[0].word, Word::Attribute(None));
        let Word::Param(gain) = &inside[1].word else { panic!("{:?}", inside[1]) };
        assert_eq!((gain.default.as_str(), gain.unit.as_str()), ("-1.5", "dB"));
        assert_eq!(gain.range, Some(("-24".to_owned(), "24".to_owned())));
        assert_eq!(inside[1].since, Some(Version::LIVE_12_1));
        assert_eq!(inside[2].word, Word::Value(Plain::Text, "a b".to_owned()));
    }

    #[test]
    fn numbers_in_a_name_stand_for_as_many_lines() {
        let (classes, _) = read("Rack\n  Macro.0-2 int 0\n  Bands.1\n    Freq int 1\n");
        let tags: Vec<_> = classes[0].inside.iter().map(|it| it.tag.as_str()).collect();
        assert_eq!(tags, ["Macro.0", "Macro.1", "Macro.2", "Bands.1"]);
    }

    #[test]
    fn a_line_that_says_nothing_known_is_a_problem() {
        let (_, problems) = read("Rack\n  Macro wobble 3\n      Deep int 0\n");
        assert_eq!(problems.len(), 2);
    }
}
