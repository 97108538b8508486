//! A set of ours made anew: another version, another seed for a part, another shape of a drop. What the user touched
//! since it was made stays.

mod files;
mod graft;
mod merge;
mod part;
mod seat;
mod wish;

use std::path::Path;

use als_model::Document;
use als_model::diff::tracks;
use als_model::view::{LiveSet, Track, TrackKind};
use plan::InspirationSet;
use tempfile::TempDir;

use self::files::Coming;
use self::merge::{Sets, merge};
use self::wish::Asked;
use super::change::ParameterChange;
use super::error::{Refused, UpdateError};
use super::find::Addressed;
use crate::error::ProduceError;
use crate::producer::Producer;
use crate::record::{self, Making, Record};

/// A set that was made anew and is not in its place yet.
pub struct Again {
    /// Where it was made; gone when this is dropped.
    _aside: TempDir,
    files: Vec<Coming>,
    making: Making,
    as_made: Document,
}

/// What came of it: what was said before, what is to be remarked, and the set that was made.
pub type Done = (String, Vec<String>, Again);

/// Makes a set anew where a change asks for that; `None` for a change of another kind.
pub fn make(
    producer: &Producer,
    place: &Path,
    now: &mut Document,
    change: &ParameterChange,
    before: Option<&Again>,
) -> Option<Result<Done, Refused>> {
    let set = LiveSet::of(&now.tree).ok()?;
    match Asked::read(set, change)? {
        Ok(asked) => Some(made(producer, place, now, change, (&asked, before))),
        Err(why) => Some(Err(why)),
    }
}

fn made(
    producer: &Producer,
    place: &Path,
    now: &mut Document,
    change: &ParameterChange,
    (asked, before): (&Asked, Option<&Again>),
) -> Result<Done, Refused> {
    let folder = project(place);
    let (making, as_made) = match before {
        Some(it) => (it.making.clone(), it.as_made.clone()),
        None => latest(folder, now)?,
    };
    if making.has_plugins && producer.inventory.is_none() {
        let why = "was made with an inventory of plug-ins: give it again";
        return Err(Refused::new("the set", why));
    }
    let old = asked.said(&making.wish);
    asked.guard(change, &old)?;
    let wish = asked.granted(&making.wish, change, producer.library())?;
    let (aside, result) = produced(producer, &wish)?;
    let unread = |it: &dyn std::fmt::Display| Refused::new("what was made anew", it.to_string());
    let set = Path::new(&result.als_path).to_owned();
    let new = Document::read(&set).map_err(|it| unread(&it))?;
    let (files, renamed) = files::coming(project(&set), folder).map_err(|it| unread(&it))?;
    let sets = Sets { made: &as_made, new: &new };
    let (mut remarks, as_made) = match asked {
        Asked::Seed { name, .. } => {
            let remarks = part::replay(now, &sets, &renamed, (name, change.force))?;
            let mut alone = as_made.clone();
            part::replay(&mut alone, &sets, &renamed, (name, true))?;
            (remarks, alone)
        }
        _ => (merge(now, &sets, renamed)?, new),
    };
    if wish.drop_shapes.len() < making.wish.drop_shapes.len() {
        remarks.push("the shapes that drops were asked for are left open again".to_owned());
    }
    let wish = InspirationSet { seed: Some(result.seed), ..wish };
    let has_plugins = producer.inventory.is_some();
    let making = Making { wish, has_plugins, set: String::new() };
    Ok((old, remarks, Again { _aside: aside, files, making, as_made }))
}

/// What a set of ours can be asked for that makes it anew; nothing for other sets.
pub fn targets(place: &Path, now: &Document) -> Vec<Addressed> {
    let Ok((making, _)) = latest(project(place), now) else { return Vec::new() };
    let Ok(set) = LiveSet::of(&now.tree) else { return Vec::new() };
    let fields = wish::FIELDS.iter().map(|it| format!("set.{}", it.0));
    let plays = set.tracks().filter(|it| it.kind() == TrackKind::Midi).map(Track::name);
    let sections = set.locators().into_iter().map(|it| it.name);
    let is_plain = |it: &String| !it.contains('"');
    let all = fields
        .chain(plays.filter(is_plain).map(|it| format!("\"{it}\".seed")))
        .chain(sections.filter(is_plain).map(|it| format!("section[\"{it}\"].shape")));
    let known = all.filter_map(|target| {
        let value = Asked::of(set, &target)?.ok()?.said(&making.wish);
        Some(Addressed { target, value })
    });
    known.collect()
}

/// The making that the set is nearest to, and the set as it was made then.
fn latest(folder: &Path, now: &Document) -> Result<(Making, Document), Refused> {
    let why = "was not made by us, or its record.json or the set in Backup that this names is gone: it cannot be made anew";
    let missing = || Refused::new("the set", why);
    let record = Record::read(folder).ok_or_else(missing)?;
    let read = |it: &Making| Some((it.clone(), Document::read(folder.join(&it.set)).ok()?));
    let all = record.made.iter().filter_map(read);
    all.max_by_key(|it| alike(&it.1, now)).ok_or_else(missing)
}

/// How many tracks are as they were made.
fn alike(made: &Document, now: &Document) -> usize {
    let fates = tracks(made, now);
    fates
        .iter()
        .filter(|it| it.before.is_some() && it.after.is_some() && it.changes.is_empty())
        .count()
}

/// The folder of a set.
fn project(set: &Path) -> &Path {
    set.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn produced(
    producer: &Producer,
    wish: &InspirationSet,
) -> Result<(TempDir, plan::ProductionResult), Refused> {
    let failed = |why: String| Refused::new("making it anew", format!("fails: {why}"));
    let aside = tempfile::tempdir().map_err(|it| failed(it.to_string()))?;
    match producer.remix_into(aside.path(), wish) {
        Ok(result) => Ok((aside, result)),
        Err(ProduceError::Spec(errors)) => Err(wish::unfit(&errors)),
        Err(other) => Err(failed(other.to_string())),
    }
}

impl Again {
    /// What the set says of itself now.
    pub fn said(&self, target: &str, now: &Document) -> Option<String> {
        Some(Asked::of(LiveSet::of(&now.tree).ok()?, target)?.ok()?.said(&self.making.wish))
    }

    /// Puts into the project what the set will need: its files, the set as it was made, the record of it.
    ///
    /// # Errors
    ///
    /// [`UpdateError::Disk`]; what was brought already lies unused then.
    pub fn bring(&mut self, place: &Path, now: Option<u64>) -> Result<(), UpdateError> {
        let folder = project(place);
        files::bring(&self.files, folder)?;
        let trouble = |source| UpdateError::disk(place, source);
        let bytes = self.as_made.to_bytes().map_err(trouble)?;
        let kept = super::safe::keep(place, record::FOLDER, &bytes, now)?;
        let name = kept.file_name().unwrap_or_default().to_string_lossy();
        self.making.set = format!("{}/{name}", record::FOLDER);
        let mut record = Record::read(folder).unwrap_or_default();
        record.made.push(self.making.clone());
        super::safe::put(&folder.join(record::FILE), record.to_json().as_bytes())
    }
}
