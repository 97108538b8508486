//! From outlines to the schema of one version: lines that hold, `use` and `include` filled in.

use std::collections::BTreeMap;

use super::element::{Attribute, Element, Kind, Range};
use super::outline::{self, Dial, Line, Param, Plain, Word};
use super::{Schema, Version};

/// How deep classes may stand in each other before it is taken for a circle.
const DEEPEST: usize = 24;

/// The lines of all outlines by class, and the version in question.
struct Book {
    version: Version,
    classes: BTreeMap<String, Line>,
    problems: Vec<String>,
}

/// What the outlines say of one version.
pub(super) fn schema(version: Version, outlines: &[&str]) -> Schema {
    let mut book = Book { version, classes: BTreeMap::new(), problems: Vec::new() };
    for text in outlines {
        let (classes, problems) = outline::read(text);
        book.problems.extend(problems);
        book.classes.extend(classes.into_iter().map(|it| (it.tag.clone(), it)));
    }
    let lines: Vec<Line> = book.classes.values().filter(|it| it.is_of(version)).cloned().collect();
    let classes = lines
        .iter()
        .map(|line| {
            let mut class = group(&line.tag);
            book.fill(&mut class, &line.inside, 0);
            (line.tag.clone(), class)
        })
        .collect();
    Schema { version, classes, problems: book.problems }
}

impl Book {
    /// Adds attributes and children that hold for the version.
    fn fill(&mut self, element: &mut Element, lines: &[Line], depth: usize) {
        let version = self.version;
        for line in lines.iter().filter(|it| it.is_of(version)) {
            match &line.word {
                Word::Attribute(value) => element.attributes.push(attribute(line, value.as_ref())),
                Word::Include(class) => {
                    let inside = self.lines(class, depth);
                    self.fill(element, &inside, depth + 1);
                }
                Word::Member(class) => {
                    let member = self.class(class, &line.inside, depth);
                    element.children.push(member);
                }
                _ => {
                    let mut child = self.element(line, depth);
                    child.optional |= line.optional;
                    child.inferred |= line.inferred;
                    element.children.push(child);
                }
            }
        }
    }

    /// The lines of a class; none, and a problem, when it is missing or stands in itself.
    fn lines(&mut self, class: &str, depth: usize) -> Vec<Line> {
        let line = self.classes.get(class).filter(|it| it.is_of(self.version) && depth < DEEPEST);
        match line {
            Some(line) => line.inside.clone(),
            None => {
                self.problems.push(format!("no class {class} in {}", self.version));
                Vec::new()
            }
        }
    }

    /// An element of a class with some defaults changed.
    fn class(&mut self, class: &str, changes: &[Line], depth: usize) -> Element {
        let inside = self.lines(class, depth);
        let mut element = group(class);
        self.fill(&mut element, &inside, depth + 1);
        self.change(&mut element, changes);
        element
    }

    /// Sets the defaults that the lines name.
    fn change(&mut self, element: &mut Element, changes: &[Line]) {
        let version = self.version;
        for line in changes.iter().filter(|it| it.is_of(version)) {
            let attribute = element.attributes.iter_mut().find(|it| it.name == line.tag);
            if let (Word::Attribute(Some((_, default))), Some(attribute)) = (&line.word, attribute)
            {
                attribute.default.clone_from(default);
                continue;
            }
            let child = element.children.iter_mut().find(|it| it.tag == line.tag);
            match (child, &line.word) {
                (Some(child), Word::Value(plain, default)) => {
                    child.kind = Kind::Value(*plain, default.clone());
                }
                (Some(child), Word::Group) => self.change(child, &line.inside),
                _ => self.problems.push(format!("{} has no {} to change", element.tag, line.tag)),
            }
        }
    }

    fn element(&mut self, line: &Line, depth: usize) -> Element {
        let tag = line.tag.as_str();
        match &line.word {
            Word::Use(class) => {
                let mut element = self.class(class, &line.inside, depth);
                // A class that stands in a list elsewhere has an Id there, but not when it is a member by name.
                if tag != "AudioSequencer" {
                    element.attributes.retain(|it| it.name != "Id");
                }
                Element { tag: tag.to_owned(), ..element }
            }
            Word::List(of) => {
                let mut element = Element { kind: Kind::List(of.clone()), ..group(tag) };
                self.fill(&mut element, &line.inside, depth + 1);
                element
            }
            Word::Slot(of) => {
                let mut value = Element { kind: Kind::List(of.clone()), ..group("Value") };
                self.fill(&mut value, &line.inside, depth + 1);
                Element { children: vec![value], ..group(tag) }
            }
            Word::Value(plain, default) => value(tag, *plain, default),
            Word::Param(param) => parameter(tag, param, self.version),
            Word::Pointee { locked } => pointee(tag, *locked),
            Word::Identity => {
                Element { kind: Kind::Identity, attributes: vec![id()], ..group(tag) }
            }
            Word::Wrapper => {
                let attributes = vec![Attribute { name: "LomId".to_owned(), ..id() }];
                Element { attributes, ..group(tag) }
            }
            Word::Mapping => mapping(tag),
            Word::Blob => Element { kind: Kind::Blob, ..group(tag) },
            Word::Stamp => {
                value(tag, Plain::Int, &self.version.overwrite_protection_number().to_string())
            }
            _ => {
                let mut element = group(tag);
                self.fill(&mut element, &line.inside, depth + 1);
                element
            }
        }
    }
}

fn group(tag: &str) -> Element {
    Element {
        tag: tag.to_owned(),
        kind: Kind::Group,
        attributes: Vec::new(),
        children: Vec::new(),
        optional: false,
        inferred: false,
    }
}

fn value(tag: &str, plain: Plain, default: &str) -> Element {
    Element { kind: Kind::Value(plain, default.to_owned()), ..group(tag) }
}

fn id() -> Attribute {
    Attribute { name: "Id".to_owned(), plain: Plain::Int, default: "0".to_owned(), optional: false }
}

fn attribute(line: &Line, value: Option<&(Plain, String)>) -> Attribute {
    let (plain, default) = value.cloned().unwrap_or((Plain::Int, "0".to_owned()));
    Attribute { name: line.tag.clone(), plain, default, optional: line.optional }
}

fn pointee(tag: &str, locked: bool) -> Element {
    let children = vec![value("LockEnvelope", Plain::Int, if locked { "1" } else { "0" })];
    Element { kind: Kind::Pointee, attributes: vec![id()], children, ..group(tag) }
}

fn mapping(tag: &str) -> Element {
    let children = vec![
        value("PersistentKeyString", Plain::Text, ""),
        value("IsNote", Plain::Bool, "false"),
        value("Channel", Plain::Int, "16"),
        value("NoteOrController", Plain::Int, "0"),
        value("LowerRangeNote", Plain::Int, "-1"),
        value("UpperRangeNote", Plain::Int, "-1"),
        value("ControllerMapMode", Plain::Int, "0"),
    ];
    Element { children, optional: true, ..group(tag) }
}

fn ends(tag: &str, plain: Plain, low: &str, high: &str) -> Element {
    let children = vec![value("Min", plain, low), value("Max", plain, high)];
    Element { children, ..group(tag) }
}

/// A parameter with all that Live keeps around its value, in the order of the version.
fn parameter(tag: &str, param: &Param, version: Version) -> Element {
    let (low, high) = match &param.range {
        Some((low, high)) => (low.as_str(), high.as_str()),
        None => ("0", "127"),
    };
    let mut children = vec![value("LomId", Plain::Int, "0"), mapping("KeyMidi")];
    match param.dial {
        Dial::Knob => {
            children.push(value("Manual", Plain::Float, &param.default));
            children.push(ends("MidiControllerRange", Plain::Float, low, high));
            children.push(pointee("AutomationTarget", false));
            children.push(pointee("ModulationTarget", false));
        }
        Dial::Switch => {
            children.push(value("Manual", Plain::Bool, &param.default));
            children.push(pointee("AutomationTarget", false));
            children.push(ends("MidiCCOnOffThresholds", Plain::Int, "64", "127"));
        }
        Dial::Selector => {
            children.push(value("Manual", Plain::Int, &param.default));
            children.push(pointee("AutomationTarget", false));
            if Version::LIVE_12_2 <= version {
                let range = ends("MidiControllerRange", Plain::Int, low, high);
                children.push(Element { optional: param.rangeless, ..range });
            }
        }
    }
    let range = match (param.allow, &param.range) {
        (Some((low, high)), _) => Some(Range { low, high }),
        (None, Some((low, high))) => {
            low.parse().ok().zip(high.parse().ok()).map(|(low, high)| Range { low, high })
        }
        (None, None) => None,
    };
    let kind = Kind::Parameter {
        dial: param.dial,
        default: param.default.clone(),
        range,
        unit: param.unit.clone(),
    };
    Element { kind, children, ..group(tag) }
}
