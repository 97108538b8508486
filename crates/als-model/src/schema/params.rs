//! The parameters of a device: what can be set and automated, in which unit and range.

use super::element::{Element, Kind, Range};
use super::outline::Dial;

/// A device as a version of Live knows it.
#[derive(Debug, Clone, Copy)]
pub struct Device<'s> {
    class: &'s Element,
}

/// One parameter of a device.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter<'s> {
    /// Where it stands below the device: `Threshold`, `Bands.0/ParameterA/Freq`.
    pub path: String,
    /// Knob, switch or selector.
    pub dial: Dial,
    /// What a fresh device has, as written.
    pub default: &'s str,
    /// What it may be; `None` for switches and where it is not known.
    pub range: Option<Range>,
    /// The unit of its value: `Hz`, `ms`, `s`, `dB`, `amplitude`, `share` (0–1), …; empty when it has none.
    pub unit: &'s str,
    /// Whether it was not seen in this version but in versions around it.
    pub inferred: bool,
}

impl<'s> Device<'s> {
    pub(super) fn new(class: &'s Element) -> Self {
        Self { class }
    }

    /// The device's class, as `Compressor2`.
    pub fn tag(self) -> &'s str {
        self.class.tag()
    }

    /// The whole element.
    pub fn element(self) -> &'s Element {
        self.class
    }

    /// Its parameters in Live's order, `On` first.
    pub fn params(self) -> impl Iterator<Item = Parameter<'s>> {
        let mut found = Vec::new();
        collect(self.class, "", &mut found);
        found.into_iter()
    }

    /// The parameter at `path`.
    pub fn param(self, path: &str) -> Option<Parameter<'s>> {
        parameter(self.class.find(path)?, path)
    }

    /// The path of the parameter whose name is most like `path`.
    pub fn nearest(self, path: &str) -> Option<String> {
        let paths: Vec<String> = self.params().map(|it| it.path).collect();
        nearest(path, paths.iter().map(String::as_str)).map(str::to_owned)
    }
}

fn collect<'s>(element: &'s Element, path: &str, found: &mut Vec<Parameter<'s>>) {
    for child in element.children() {
        let path = if path.is_empty() {
            child.tag().to_owned()
        } else {
            format!("{path}/{}", child.tag())
        };
        match child.kind() {
            Kind::Parameter { .. } => found.extend(parameter(child, &path)),
            Kind::Group => collect(child, &path, found),
            _ => {}
        }
    }
}

fn parameter<'s>(element: &'s Element, path: &str) -> Option<Parameter<'s>> {
    match element.kind() {
        Kind::Parameter { dial, default, range, unit } => Some(Parameter {
            path: path.to_owned(),
            dial: *dial,
            default,
            range: *range,
            unit,
            inferred: element.is_inferred(),
        }),
        _ => None,
    }
}

/// The name most like `wanted`: fewest letters to add, drop or change, without regard to capitals.
pub fn nearest<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = wanted.to_lowercase();
    names.into_iter().min_by_key(|it| {
        let name = it.to_lowercase();
        let last = name.rsplit(['/', '_']).next().unwrap_or(&name).to_owned();
        distance(&wanted, &name).min(distance(&wanted, &last) + 1)
    })
}

/// The edit distance of Levenshtein.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (to, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let change = diagonal + usize::from(from != *to);
            diagonal = *above;
            left = change.min(left + 1).min(diagonal + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
