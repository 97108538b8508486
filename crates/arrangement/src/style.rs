//! A genre family's forms as data: sections, casts, shapes of drops, transitions, motion.

use std::collections::BTreeMap;
use std::fmt;

use music_types::{Beats, Family, Hz, Intensity, Role, SectionKind};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::brief::{Energy, Version};
use crate::motion::Motion;

/// A genre family's forms, as `crates/plan/forms/*.toml` hold them.
///
/// A family may stand on another: see [`base`](Self::base) and [`over`](Self::over).
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Style {
    /// The style this one stands on, by file stem; what it does not say itself is the base's.
    pub base: Option<String>,
    /// Who plays, and how hard, by the names that sections use.
    pub casts: BTreeMap<String, Cast>,
    /// The templates; the first that suits version and energy is taken.
    pub forms: Vec<Template>,
    /// How a drop may begin, by name.
    pub shapes: BTreeMap<String, DropShape>,
    /// What the hour of the night changes.
    pub tempers: BTreeMap<Energy, Temper>,
    /// The events at boundaries.
    pub transitions: Option<Transitions>,
    /// How each role moves.
    pub motion: BTreeMap<Role, Motion>,
    /// How each bus moves.
    pub bus_motion: BTreeMap<Family, Motion>,
    /// The roles that can be spared, soonest first, where parts are limited.
    pub spare: Vec<Role>,
}

impl Style {
    /// This style with `base` under it: its own words win, name by name; its own templates are
    /// looked at first.
    #[must_use]
    pub fn over(self, base: &Self) -> Self {
        fn under<K: Ord + Clone, V: Clone>(
            own: BTreeMap<K, V>,
            base: &BTreeMap<K, V>,
        ) -> BTreeMap<K, V> {
            let mut all = base.clone();
            all.extend(own);
            all
        }
        Self {
            base: None,
            casts: under(self.casts, &base.casts),
            forms: self.forms.iter().chain(&base.forms).cloned().collect(),
            shapes: under(self.shapes, &base.shapes),
            tempers: under(self.tempers, &base.tempers),
            transitions: self.transitions.or_else(|| base.transitions.clone()),
            motion: under(self.motion, &base.motion),
            bus_motion: under(self.bus_motion, &base.bus_motion),
            spare: if self.spare.is_empty() { base.spare.clone() } else { self.spare },
        }
    }

    /// The template for a version at an hour; one for the same version at another hour where
    /// there is none.
    pub fn template(&self, version: Version, energy: Energy) -> Option<&Template> {
        let of_version = || self.forms.iter().filter(|it| it.versions.contains(&version));
        let fits = |it: &&Template| it.energies.is_empty() || it.energies.contains(&energy);
        of_version().find(fits).or_else(|| of_version().next())
    }

    /// Who plays in the cast of this name, those it stands on included; silence (0) takes a role
    /// out. Nobody where the name is unknown.
    pub fn cast(&self, name: &str) -> BTreeMap<Role, Intensity> {
        let mut chain = Vec::new();
        let mut next = self.casts.get(name);
        while let Some(cast) = next.filter(|_| chain.len() < Self::DEEPEST) {
            chain.push(cast);
            next = cast.from.as_deref().and_then(|it| self.casts.get(it));
        }
        let mut all = BTreeMap::new();
        for cast in chain.into_iter().rev() {
            all.extend(cast.plays.iter().map(|(role, it)| (*role, *it)));
        }
        all.retain(|_, it| Intensity::NONE < *it);
        all
    }

    /// How deep casts may stand on casts.
    const DEEPEST: usize = 16;

    /// What does not fit together, in words: casts, shapes and versions that are named but not
    /// there, sections of odd length, steps that do not divide. Empty for a sound style.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (name, cast) in &self.casts {
            if let Some(from) = cast.from.as_ref().filter(|it| !self.casts.contains_key(*it)) {
                found.push(format!("casts.{name}.from: no cast {from:?}"));
            }
        }
        for (index, template) in self.forms.iter().enumerate() {
            self.problems_of(template, &format!("forms.{index}"), &mut found);
        }
        found
    }

    fn problems_of(&self, template: &Template, place: &str, found: &mut Vec<String>) {
        let renamed = template.recast.values();
        for cast in template.sections.iter().flat_map(|it| &it.casts).chain(renamed) {
            if !self.casts.contains_key(cast) {
                found.push(format!("{place}: no cast {cast:?}"));
            }
        }
        for section in &template.sections {
            let (name, steps) = (&section.name, section.casts.len() as i64);
            if section.stretch.is_none() && (section.bars < 4 || section.bars % 4 != 0) {
                found.push(format!("{place}, {name}: {} bars (a multiple of 4)", section.bars));
            }
            if steps == 0 || (section.stretch.is_none() && section.bars % (4 * steps) != 0) {
                found.push(format!("{place}, {name}: {steps} casts do not divide it in 4 bars"));
            }
            if section.energy.len() != 1 && section.energy.len() as i64 != steps {
                found.push(format!("{place}, {name}: one energy, or one for each cast"));
            }
            for shape in section.shapes.iter().filter(|it| !self.shapes.contains_key(*it)) {
                found.push(format!("{place}, {name}: no shape {shape:?}"));
            }
        }
        if template.sections.is_empty() && template.like.is_none() {
            found.push(format!("{place}: neither sections nor like"));
        }
    }
}

/// Who plays, and how hard: `{ from = "drop_a", cymbals = 0.8, pad = 0 }`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cast {
    /// The cast this one changes.
    pub from: Option<String>,
    /// Roles and intensities, 0 to 1; 0 takes out a role of the cast it stands on.
    pub plays: BTreeMap<Role, Intensity>,
}

impl<'de> Deserialize<'de> for Cast {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        struct Words;
        impl<'de> Visitor<'de> for Words {
            type Value = Cast;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a table of roles and intensities, with `from` for another cast")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Cast, M::Error> {
                let mut cast = Cast::default();
                while let Some(key) = map.next_key::<String>()? {
                    match Role::from_word(&key) {
                        Some(role) => drop(cast.plays.insert(role, map.next_value()?)),
                        None if key == "from" => cast.from = Some(map.next_value()?),
                        None => return Err(M::Error::custom(format!("no role {key:?}"))),
                    }
                }
                Ok(cast)
            }
        }
        source.deserialize_map(Words)
    }
}

/// A form for some versions at some hours.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The versions it is for.
    pub versions: Vec<Version>,
    /// The hours it is for; none named is all.
    #[serde(default)]
    pub energies: Vec<Energy>,
    /// Takes the sections of another version at the same hour.
    #[serde(default)]
    pub like: Option<Version>,
    /// Roles that do not play in it.
    #[serde(default)]
    pub without: Vec<Role>,
    /// Casts put in the place of others, by name.
    #[serde(default)]
    pub recast: BTreeMap<String, String>,
    /// Sections whose parts are played anew, by a variant of their own.
    #[serde(default)]
    pub fresh: Vec<String>,
    /// At most this share of the bars is sung, 0 to 1.
    #[serde(default = "two_thirds")]
    pub vocal_most: f64,
    /// In at most this share of the bars chops play, 0 to 1.
    #[serde(default = "all")]
    pub chops_most: f64,
    /// The sections in order; none where it is `like` another.
    #[serde(default)]
    pub sections: Vec<Row>,
}

/// The upper end of what a full vocal remix sings (music reference §5.3: 40 to 65 % of the bars).
const fn two_thirds() -> f64 {
    0.65
}

const fn all() -> f64 {
    1.0
}

/// A section of a template.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name on the ruler, `DROP 1A`.
    pub name: String,
    /// What it is for.
    pub kind: SectionKind,
    /// Its length in bars, a multiple of 4; what it is at least, where it stretches.
    pub bars: i64,
    /// How much it gives, 0 to 1: one value, or one for each cast.
    pub energy: Vec<Intensity>,
    /// Who plays: the casts divide the section in equal steps.
    pub casts: Vec<String>,
    /// Which variant of the parts is played: 0 is the first.
    #[serde(default)]
    pub variant: u8,
    /// What is sung.
    #[serde(default)]
    pub vocal: VocalWish,
    /// Silence at its end, in quarter notes; without, the transitions' own before drops.
    #[serde(default)]
    pub silence: Option<f64>,
    /// It lasts as long as something of the source.
    #[serde(default)]
    pub stretch: Option<Stretch>,
    /// How it may begin, by name; chance picks one. Without, all play at once.
    #[serde(default)]
    pub shapes: Vec<String>,
}

/// What is sung in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VocalWish {
    /// Nothing.
    #[default]
    None,
    /// Verse lines, one after the other.
    Verse,
    /// The hook, from each fourth bar on.
    Hook,
    /// The hook in the first half of the section, for the second is stuttered or bare.
    HookFirst,
    /// A short line in each 8 bars.
    AdLib,
    /// The source's whole vocal where it stands in the source.
    Whole,
}

/// What a section's length follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stretch {
    /// The source from its first to its last sung bar.
    Vocal,
    /// The whole source.
    Source,
}

/// How a drop may begin.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DropShape {
    /// Roles that wait.
    pub without: Vec<Role>,
    /// How many bars they wait, a multiple of 4; they wait to the section's end at most.
    pub bars: i64,
    /// Silence at the start of the drop, in whole bars below 4: only a voice drop sounds.
    pub hush: i64,
    /// Roles that play at half speed for those bars: of a floor and its backbeat, half time.
    pub halves: Vec<Role>,
}

/// What the hour of the night changes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Temper {
    /// No section gives more, 0 to 1, and no part is played harder.
    pub ceiling: Intensity,
    /// Whether snares roll through builds.
    pub rolls: bool,
    /// A crash opens each block of so many bars in drops; elsewhere sections only.
    pub crash_every: i64,
    /// No filter opens further.
    pub top: Hz,
    /// Factor on the silence before drops, 0 to 2.
    pub silence: f64,
}

impl Default for Temper {
    fn default() -> Self {
        Self {
            ceiling: Intensity::FULL,
            rolls: true,
            crash_every: 16,
            top: Hz(20_000.0),
            silence: 1.0,
        }
    }
}

/// The events at boundaries.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transitions {
    /// Silence before a drop, in quarter notes.
    pub silence: f64,
    /// Bars a riser takes, at most; as many as the build has where that is less.
    pub riser: i64,
    /// Bars a downlifter takes.
    pub downlifter: i64,
    /// A downlifter opens a section that gives so much less than the one before, 0 to 1.
    pub fall: f64,
    /// Bars an impact rings.
    pub impact: i64,
    /// Bars a crash rings, a multiple of 4.
    pub crash: i64,
    /// The stutter of the voice through a build, from its start on.
    pub stutter: Vec<Stutter>,
    /// Decibels by which the music steps back under a voice drop, more than zero.
    pub duck: f64,
}

/// A stage of the stutter.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stutter {
    /// Where in the build it starts, 0 to 1.
    pub from: f64,
    /// The slice in quarter notes.
    pub slice: f64,
    /// The share of the slice that sounds, 0 to 1.
    pub gate: f64,
}

impl Transitions {
    /// The silence before a drop.
    pub fn silence(&self) -> Beats {
        Beats::nearest(self.silence)
    }
}
