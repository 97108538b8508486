//! Changes to a set that exists, ours or anybody's: only what is addressed changes, and nothing is lost.

mod again;
mod change;
mod error;
mod find;
mod knob;
mod safe;
mod scale;
mod settle;
mod structure;
mod target;
mod value;

use std::path::{Path, PathBuf};

use als_model::diff::{Change, diff};
use als_model::{Document, Tree};
use plan::{ChangeMade, KEY_MOVED, MADE_ANEW, Remark};

pub use again::targets as targets_anew;
pub use change::{Automation, ParameterChange, Wish, read_changes};
pub use error::{Refused, UpdateError};
pub use find::targets;

use self::again::Again;
use self::settle::{Settled, settle};
use crate::producer::Producer;

/// What became of a set.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Updated {
    /// The set.
    pub als_path: String,
    /// The set as it was before, in `Backup/`; `None` when nothing was written.
    pub backup: Option<PathBuf>,
    /// Each change, old and new as read back from the file; of a set made anew, as its wish says.
    pub changes_made: Vec<ChangeMade>,
    /// What a musician hears as different, read back from the file.
    pub differences: Vec<Change>,
    /// What is odd but not wrong: values held to their range, envelopes that were moved along.
    pub remarks: Vec<Remark>,
    /// The changes that undo these, to the byte; none where the form changed, which the backup undoes.
    pub undo: Vec<ParameterChange>,
}

impl Producer {
    /// Changes values of a set: all of `changes`, or none.
    ///
    /// The set may be any that Live saved. It is backed up to `Backup/` first, written aside and renamed into
    /// place; whatever stops the work leaves the old set or the new one. A set that Live has open is changed on the
    /// disk only: Live shows it when it is opened again.
    ///
    /// # Errors
    ///
    /// [`UpdateError`]; the set is untouched then.
    pub fn update_project(
        &self,
        set: &Path,
        changes: &[ParameterChange],
    ) -> Result<Updated, UpdateError> {
        let _lock = safe::lock(set)?;
        let before = safe::read(set)?;
        let (after, mut settled) = self.changed(set, &before.document, changes)?;
        // What cannot be told cannot be answered for: a change that a later one takes away again is refused here.
        told(set, &before.document, &after, changes, &settled)?;
        let bytes = after.to_bytes().map_err(|source| UpdateError::disk(set, source))?;
        // Of several the last holds what all of them made.
        if let Some(again) = settled.iter_mut().rev().find_map(|it| it.again.as_mut()) {
            again.bring(set, self.now)?;
        }
        let backup = safe::replace(set, &before, &bytes, self.now)?;
        let written = safe::read(set)?.document;
        let mut updated = told(set, &before.document, &written, changes, &settled)?;
        updated.backup = Some(backup);
        Ok(updated)
    }

    /// What [`update_project`](Self::update_project) would do, without writing anything.
    ///
    /// # Errors
    ///
    /// As there, but for those of writing.
    pub fn rehearse_update(
        &self,
        set: &Path,
        changes: &[ParameterChange],
    ) -> Result<Updated, UpdateError> {
        let before = safe::read(set)?.document;
        let (after, settled) = self.changed(set, &before, changes)?;
        told(set, &before, &after, changes, &settled)
    }

    /// The document with all changes made, one after the other, and what each came to.
    fn changed(
        &self,
        set: &Path,
        before: &Document,
        changes: &[ParameterChange],
    ) -> Result<(Document, Vec<Made>), UpdateError> {
        let mut after = before.clone();
        let mut settled: Vec<Made> = Vec::new();
        let mut refused = Vec::new();
        if changes.is_empty() {
            refused.push(Refused::empty());
        }
        for (index, change) in changes.iter().enumerate() {
            let latest = settled.iter().rev().find_map(|it| it.again.as_ref());
            let made = match again::make(self, set, &mut after, change, latest) {
                Some(done) => done.map(|it| Made::again(change, it)),
                None => made(&mut after.tree, change),
            };
            match made {
                Ok(it) => settled.push(it),
                Err(why) => refused.push(Refused { at: format!("/{index}"), ..why }),
            }
        }
        if settled.iter().any(|it| it.undo.is_none()) {
            refused.extend(structure::unsound(before, &after));
        }
        match refused.is_empty() {
            true => Ok((after, settled)),
            false => Err(UpdateError::Refused(refused)),
        }
    }
}

/// What a change came to.
struct Made {
    old: String,
    remarks: Vec<Remark>,
    /// `None` for what only the backup brings back.
    undo: Option<ParameterChange>,
    /// The set that was made anew for it.
    again: Option<Again>,
}

impl Made {
    fn again(change: &ParameterChange, (old, remarks, again): again::Done) -> Self {
        let remark = |it| Remark::new(MADE_ANEW, &change.target, it);
        let remarks = remarks.into_iter().map(remark).collect();
        Self { old, remarks, undo: None, again: Some(again) }
    }
}

/// Makes one change: of the set's form, or of a value.
fn made(tree: &mut Tree, change: &ParameterChange) -> Result<Made, Refused> {
    if let Some(made) = structure::make(tree, change) {
        let (old, remarks) = made?;
        let remark = |it| Remark::new(KEY_MOVED, &change.target, it);
        return Ok(Made {
            old,
            remarks: remarks.into_iter().map(remark).collect(),
            undo: None,
            again: None,
        });
    }
    let settled = settle(tree, change)?;
    write(tree, &settled);
    Ok(Made { old: settled.old, remarks: settled.remarks, undo: Some(settled.undo), again: None })
}

fn write(tree: &mut Tree, settled: &Settled) {
    for it in &settled.writes {
        tree.set_attr(it.node, it.name, &it.value);
    }
}

/// A change whose target is gone once all are made.
fn taken_away(index: usize, change: &ParameterChange) -> Refused {
    let why = "is not there any more once all changes are made: a later one takes it away";
    Refused { at: format!("/{index}"), ..Refused::new(&change.target, why) }
}

/// What changed, as the written document tells it.
fn told(
    set: &Path,
    before: &Document,
    after: &Document,
    changes: &[ParameterChange],
    settled: &[Made],
) -> Result<Updated, UpdateError> {
    let mut changes_made = Vec::new();
    for (index, (change, it)) in changes.iter().zip(settled).enumerate() {
        let again = it.again.as_ref().and_then(|it| it.said(&change.target, after));
        let now = match &it.undo {
            None if again.is_some() => again.unwrap_or_default(),
            None => structure::shown(&after.tree, &change.target),
            Some(_) => knob::find(&after.tree, &change.target)
                .map_err(|_| UpdateError::Refused(vec![taken_away(index, change)]))?
                .shown(),
        };
        changes_made.push(ChangeMade {
            target: change.target.clone(),
            old_value: it.old.clone(),
            new_value: now,
            reason: change.reason.clone(),
        });
    }
    Ok(Updated {
        als_path: set.to_string_lossy().into_owned(),
        backup: None,
        changes_made,
        differences: diff(before, after),
        remarks: settled.iter().flat_map(|it| it.remarks.clone()).collect(),
        undo: settled
            .iter()
            .rev()
            .map(|it| it.undo.clone())
            .collect::<Option<_>>()
            .unwrap_or_default(),
    })
}
