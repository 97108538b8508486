//! From a change to the wish that a set is made anew from.

use als_model::view::{LiveSet, Track};
use plan::{Format, InspirationSet, Library, PartSeed, ShapedDrop, SpecErrors};
use serde_json::{Value, json};

use super::super::change::{ParameterChange, Wish};
use super::super::error::Refused;
use super::super::find;
use super::super::structure::{plain, sections};
use super::super::target::{Index, Step, parse};
use super::merge::bare;

/// What of a wish a set can be asked for by `set.…`, and its key in the wish.
pub const FIELDS: [(&str, &str); 6] = [
    ("version", "version_type"),
    ("energy", "target_energy"),
    ("genre", "target_genre"),
    ("mixing_style", "mixing_style"),
    ("vocal_treatment", "vocal_treatment"),
    ("seed", "seed"),
];

/// What is asked for otherwise than it was.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// A value of the wish, by its key.
    Field(&'static str),
    /// A part played from another seed.
    Seed {
        /// Its track.
        name: String,
        /// The part.
        part: String,
    },
    /// The shape of sections.
    Shape(Vec<String>),
}

impl Asked {
    /// What a change asks for; `None` for one that wants nothing made anew.
    pub fn read(set: LiveSet<'_>, change: &ParameterChange) -> Option<Result<Self, Refused>> {
        Self::of(set, &change.target)
    }

    /// What a target means; `None` for one of another kind.
    pub fn of(set: LiveSet<'_>, target: &str) -> Option<Result<Self, Refused>> {
        let steps = parse(target).ok()?;
        let (last, before) = steps.split_last()?;
        match before {
            [it] if it.is("set") => {
                let field = FIELDS.iter().find(|it| last.is(it.0))?;
                Some(Ok(Self::Field(field.1)))
            }
            _ if last.is("seed") => seed(set, before),
            [it] if last.is("shape") => shape(set, it),
            _ => None,
        }
    }

    /// What a wish says of it.
    pub fn said(&self, wish: &InspirationSet) -> String {
        let found = match self {
            Self::Field(key) => serde_json::to_value(wish).ok().and_then(|it| word(it.get(*key)?)),
            Self::Seed { part, .. } => {
                let own = wish.part_seeds.iter().find(|it| plain(&it.part) == plain(part));
                own.map(|it| it.seed).or(wish.seed).map(|it| it.to_string())
            }
            Self::Shape(names) => {
                let asked = wish.drop_shapes.iter().filter(|it| is_among(&it.section, names));
                let shapes: Vec<&str> = asked.map(|it| it.shape.as_str()).collect();
                (!shapes.is_empty()).then(|| shapes.join(", "))
            }
        };
        found.unwrap_or_else(|| "left open".to_owned())
    }

    /// Refuses a change that believes something else.
    ///
    /// # Errors
    ///
    /// [`Refused`] with what stands there.
    pub fn guard(&self, change: &ParameterChange, now: &str) -> Result<(), Refused> {
        let Some(old) = change.old_value.as_ref().filter(|_| !change.force) else { return Ok(()) };
        let expected = word(&value(old)).unwrap_or_default();
        if plain(&expected) == plain(now) {
            return Ok(());
        }
        Err(Refused::new(now, format!("is where it stands, not {expected}: somebody moved it")))
    }

    /// The wish with the change in it.
    ///
    /// # Errors
    ///
    /// [`Refused`] with everything that is wrong with it.
    pub fn granted(
        &self,
        wish: &InspirationSet,
        change: &ParameterChange,
        library: &Library,
    ) -> Result<InspirationSet, Refused> {
        let asked = value(&change.new_value);
        let mut wish = wish.clone();
        if let Self::Seed { part, .. } = self {
            wish.part_seeds.retain(|it| plain(&it.part) != plain(part));
            wish.part_seeds.push(PartSeed { part: part.clone(), seed: number(&asked)? });
        }
        if let Self::Shape(names) = self {
            let shape = asked.as_str().unwrap_or_default().to_owned();
            wish.drop_shapes.retain(|it| !is_among(&it.section, names));
            let shaped = |it: &String| ShapedDrop { section: it.clone(), shape: shape.clone() };
            wish.drop_shapes.extend(names.iter().map(shaped));
        }
        if let Self::Field("version_type" | "target_energy" | "target_genre") = self {
            wish.drop_shapes.clear(); // another form has other sections
        }
        let mut spec = serde_json::to_value(&wish).unwrap_or_default();
        if let (Self::Field(key), Some(map)) = (self, spec.as_object_mut()) {
            map.insert((*key).to_owned(), asked);
        }
        library.read_spec(&spec.to_string(), Format::Json).map_err(|it| unfit(&it))
    }
}

/// A wish that cannot be granted, each mistake of it in a line.
pub fn unfit(errors: &SpecErrors) -> Refused {
    let all: Vec<String> = errors.mistakes.iter().map(ToString::to_string).collect();
    Refused::new("this change", format!("cannot be granted: {}", all.join("; ")))
}

/// A part of ours by its track; `None` where what is meant lies inside of the track.
fn seed(set: LiveSet<'_>, steps: &[Step]) -> Option<Result<Asked, Refused>> {
    let (track, taken) = match find::track(set, steps) {
        Ok(found) => found,
        Err(why) => return Some(Err(why)),
    };
    let name = Track::name(track);
    let part = bare(&name).to_lowercase().replace(' ', "_");
    (taken == steps.len()).then_some(Ok(Asked::Seed { name, part }))
}

/// Whether a section is one of these, however it is spelt.
fn is_among(section: &str, names: &[String]) -> bool {
    names.iter().any(|it| plain(it) == plain(section))
}

/// The sections that a step names; `None` where it names none and may mean something else.
fn shape(set: LiveSet<'_>, step: &Step) -> Option<Result<Asked, Refused>> {
    let is_said = step.is("section");
    let name = match &step.index {
        Some(Index::Name(name)) if is_said => name.as_str(),
        None => step.word.as_str(),
        _ => return None,
    };
    let found: Vec<String> = sections(set, name).into_iter().map(|it| it.0).collect();
    match found.is_empty() {
        true if is_said => {
            let names = set.locators().into_iter().map(|it| it.name).collect();
            Some(Err(Refused::new(name, "is no section of the set").among(names)))
        }
        true => None,
        false => Some(Ok(Asked::Shape(found.into_iter().map(|it| section_name(&it)).collect()))),
    }
}

/// A section's name without the bars that its locator tells: `DROP 1A` of `DROP 1A – 16`.
fn section_name(locator: &str) -> String {
    locator.rsplit_once(" – ").map_or(locator, |it| it.0).to_owned()
}

/// A wish's value as JSON: whole numbers whole.
fn value(wish: &Wish) -> Value {
    match wish {
        Wish::Switch(on) => json!(on),
        Wish::Number(it) if it.fract() == 0.0 && (0.0..=9.007e15).contains(it) => json!(*it as u64),
        Wish::Number(it) => json!(it),
        Wish::Text(text) => json!(text),
    }
}

fn number(value: &Value) -> Result<u64, Refused> {
    let text = word(value).unwrap_or_default();
    let wrong = || Refused::new(format!("{text:?}"), "is no seed: a whole number from 0");
    text.trim().parse().map_err(|_| wrong())
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}
