//! Changes to every set of the reference corpus: what is addressed changes, and Live could open the rest.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use als_model::Document;
use als_model::diff::diff;
use als_model::view::{LiveSet, TrackKind};
use producer::Producer;
use producer::update::{ParameterChange, UpdateError, Wish};
use rayon::prelude::*;

fn change(target: &str, new_value: Wish) -> ParameterChange {
    ParameterChange {
        target: target.to_owned(),
        old_value: None,
        new_value,
        reason: None,
        force: false,
        automation: None,
    }
}

fn producer() -> Producer {
    Producer::new(".")
}

/// The sets of the reference corpus, or nothing and a printed line when it is not there.
fn corpus() -> Vec<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/live");
    let (mut files, mut folders) = (Vec::new(), vec![shared]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|it| it == "als") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    if files.is_empty() {
        println!("skipped: no corpus here");
    }
    files
}

#[test]
fn a_fader_of_every_set_moves_alone_and_comes_back() {
    let files = corpus();
    let wrong: Vec<String> = files
        .par_iter()
        .filter_map(|path| {
            let folder = tempfile::tempdir().unwrap();
            let set = folder.path().join("Song.als");
            fs::copy(path, &set).unwrap();
            fs::set_permissions(&set, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            one_fader(&set).err().map(|why| format!("{name}: {why}"))
        })
        .collect();
    println!("{} of {} sets", files.len() - wrong.len(), files.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Sets the first fader that is free of automation, reads it back, and undoes it.
fn one_fader(set: &Path) -> Result<(), String> {
    let before = Document::read(set).map_err(|it| it.to_string())?;
    let live = LiveSet::of(&before.tree).map_err(|it| it.to_string())?;
    let tracks: Vec<_> = live.tracks().collect();
    let place = tracks
        .iter()
        .position(|it| it.kind() != TrackKind::Return && it.envelopes().count() == 0)
        .unwrap_or(0);
    let target = format!("track[{}].volume", place + 1);
    let was = tracks[place].mixer().unwrap().decibels().unwrap();
    let new = if (was + 7.0).abs() < 0.2 { -9.0 } else { -7.0 };
    let updated = producer()
        .update_project(set, &[change(&target, Wish::Number(new))])
        .map_err(|it| it.to_string())?;
    let after = Document::read(set).map_err(|it| it.to_string())?;
    let changes = diff(&before, &after);
    match changes.as_slice() {
        [only] if only.what.contains("volume") => {}
        // A name that several tracks have is told by its place; an envelope moves along.
        all if all.iter().all(|it| it.what.contains("olume")) && !all.is_empty() => {}
        other => return Err(format!("{target}: {other:?}")),
    }
    if updated.changes_made[0].new_value != format!("{new:.1} dB") {
        return Err(format!("{:?}", updated.changes_made));
    }
    producer().update_project(set, &updated.undo).map_err(|it| it.to_string())?;
    let again = Document::read(set).map_err(|it| it.to_string())?;
    match again.tree.to_xml() == before.tree.to_xml() {
        true => Ok(()),
        false => Err(format!("{target} does not come back: {:?}", diff(&before, &again))),
    }
}

/// What may be in the way of a change of form: audio that is not warped, a set without the form's device, no clips,
/// sections of one name.
const FAIR: [&str; 7] = [
    "nothing follows it",
    "audio that is not warped",
    "has no loop that can be read",
    "no clip lies there",
    "could be several",
    "can be added to sets of",
    "is not known",
];

#[test]
fn a_section_of_every_set_is_silenced_doubled_and_taken_out_and_live_could_open_it() {
    let files = corpus();
    let all: Vec<Vec<(String, Result<(), String>)>> =
        files.par_iter().map(|path| forms(path)).collect();
    let all: Vec<(String, Result<(), String>)> = all.into_iter().flatten().collect();
    let done = all.iter().filter(|it| it.1.is_ok()).count();
    println!("{done} of {} changes of form done in {} sets", all.len(), files.len());
    let fair = |why: &str| FAIR.iter().any(|it| why.contains(it));
    let wrong: Vec<_> = all.iter().filter(|it| it.1.as_ref().is_err_and(|it| !fair(it))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(files.is_empty() || all.len() < 2 * done, "most are done");
}

/// What becomes of the second section of a set, and of a sweep on its first track, in rehearsal.
fn forms(path: &Path) -> Vec<(String, Result<(), String>)> {
    let document = Document::read(path).unwrap();
    let set = LiveSet::of(&document.tree).unwrap();
    let named = set.locators().into_iter().map(|it| it.name).nth(1);
    let name = named.filter(|it| it.chars().any(char::is_alphanumeric) && !it.contains('"'));
    let section = |field: &str| Some(format!("section[{:?}].{field}", name.as_ref()?));
    let fields = ["mute", "duplicate", "remove"].map(section).into_iter().flatten();
    let on = |target: String| change(&target, Wish::Switch(true));
    let sweep = change("track[1].filter_sweep", Wish::Text("bars 2-5".to_owned()));
    let changes = fields.map(on).chain([sweep]);
    let tried = changes.map(|change| {
        let told = match producer().rehearse_update(path, std::slice::from_ref(&change)) {
            Ok(told) if told.differences.is_empty() => Err("nothing changes".to_owned()),
            Ok(_) => Ok(()),
            Err(UpdateError::Refused(why)) => Err(why[0].to_string()),
            Err(other) => Err(other.to_string()),
        };
        let file = path.file_name().unwrap().to_string_lossy();
        (format!("{file}: {}", change.target), told)
    });
    tried.collect()
}
