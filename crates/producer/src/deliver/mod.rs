//! The one room that writes a project: samples, set, MIDI and report; checked before it is shown.

pub mod folder;
mod report;
pub mod samples;

use std::path::{Path, PathBuf};

use als_model::Document;
use als_model::check::{CheckContext, Level, check};
use arrangement::Arrangement;
use live_export::{Content, Export, Request, SampleFacts, Target};
use mixing::{Edition, MixPlan};
use music_types::{Beats, Instrument, Note, SampleId};
use plan::{InspirationSet, LiveVersion, ProductionResult, Remark, RemixPlan};
use rayon::prelude::*;

use crate::deliver::folder::Folder;
use crate::error::ProduceError;
use crate::midi::{self, MidiPart};
use crate::producer::Producer;
use crate::record::{self, Making, Record};
use crate::shopping::Basket;

/// Everything that is to be heard, before it is put into a set.
pub struct Piece {
    /// Who plays what, when.
    pub arrangement: Arrangement<Content>,
    /// How loud, how wide, how clear.
    pub mix: MixPlan,
    /// Instruments and files.
    pub basket: Basket,
    /// Which Live the mix was made for.
    pub edition: Edition,
}

/// What a project is written of.
pub struct Made<'a> {
    /// What was wished for.
    pub wish: &'a InspirationSet,
    /// What was settled.
    pub plan: &'a RemixPlan<'a>,
    /// What is to be heard.
    pub piece: &'a Piece,
}

/// Writes the project of a plan into `output` and reports on it, read back from the disk.
///
/// # Errors
///
/// [`ProduceError::Write`] when the disk refuses, [`ProduceError::Export`] or
/// [`ProduceError::Unsound`] when the set is not fit to open; nothing is left behind then.
pub fn project(
    producer: &Producer,
    output: &Path,
    made: &Made,
    remarks: Vec<Remark>,
) -> Result<ProductionResult, ProduceError> {
    let Made { wish, plan, piece } = made;
    let folder = Folder::begin(output, &plan.name, producer.stamp)?;
    folder.make("Ableton Project Info")?; // without it Live does not find the samples
    let facts = piece.basket.files.par_iter().map(|file| {
        samples::write(&folder, file, producer.stamp).map(|facts| (file.id.clone(), facts))
    });
    let facts: Vec<(SampleId, _)> = facts.collect::<Result<_, _>>()?;
    producer.cancel.check()?;
    let export = export(plan, piece, &facts)?;
    write_midi(&folder, plan, piece)?;
    let report = report::told(plan, piece, &export, remarks);
    let set = packed(&export)?;
    let (name, project) = folder.finish(|folder, name| {
        let file = format!("{name}.als");
        folder.write(&file, &set)?;
        let result = report::read_back(&folder.path().join(&file), name, report.clone())?;
        let text = serde_json::to_string_pretty(&result).unwrap_or_default() + "\n";
        folder.write("result.json", text.as_bytes())?;
        let kept = record::place(name, producer.stamp.into());
        folder.write(&kept, &set)?;
        let making = Making::new(producer, wish, plan, kept.clone());
        let record = Record { made: vec![making] };
        folder.write(record::FILE, record.to_json().as_bytes())?;
        Ok(vec![file, "result.json".to_owned(), kept, record::FILE.to_owned()])
    })?;
    finished(&project, &name, report)
}

/// The set of a piece in memory: what it says of its samples is what they would be.
///
/// # Errors
///
/// [`ProduceError::Export`] when the arrangement cannot be put into a set.
pub fn document(
    producer: &Producer,
    plan: &RemixPlan,
    piece: &Piece,
) -> Result<Document, ProduceError> {
    let facts = |it: &samples::AudioFile| (it.id.clone(), samples::expected(it, producer.stamp));
    let facts: Vec<(SampleId, SampleFacts)> = piece.basket.files.iter().map(facts).collect();
    Ok(export(plan, piece, &facts)?.document)
}

fn export(
    plan: &RemixPlan,
    piece: &Piece,
    facts: &[(SampleId, SampleFacts)],
) -> Result<Export, ProduceError> {
    let note = report::note(plan, piece);
    let request = Request {
        name: &plan.name,
        arrangement: &piece.arrangement,
        mix: &piece.mix,
        instruments: &piece.basket.instruments,
        plugins: &piece.basket.plugins,
        beside: &piece.basket.beside,
        samples: facts,
        tempo: plan.tempo,
        key: plan.key,
        target: target(plan.target),
        edition: piece.edition,
        note: &note,
    };
    Ok(live_export::export(&request)?)
}

/// The result as the caller gets it: as in `result.json`, with the set's full path.
fn finished(
    project: &Path,
    name: &str,
    report: ProductionResult,
) -> Result<ProductionResult, ProduceError> {
    let set = project.join(format!("{name}.als"));
    let mut result = report::read_back(&set, name, report)?;
    result.als_path = set.to_string_lossy().into_owned();
    Ok(result)
}

fn target(version: LiveVersion) -> Target {
    match version {
        LiveVersion::Live11 => Target::Live11,
        LiveVersion::Live12 => Target::Live12,
    }
}

fn packed(export: &Export) -> Result<Vec<u8>, ProduceError> {
    let trouble = |source| ProduceError::Write { path: PathBuf::from("set.als"), source };
    export.document.to_bytes().map_err(trouble)
}

/// Reads a set back from the disk; one that Live would refuse is an error.
fn sound(set: &Path) -> Result<Document, ProduceError> {
    let document = Document::read(set).map_err(|error| ProduceError::Unsound(error.to_string()))?;
    let context = CheckContext { folder: set.parent().map(Path::to_owned), edition: None };
    let problems = check(&document, &context);
    let errors: Vec<String> =
        problems.iter().filter(|it| it.level == Level::Error).map(ToString::to_string).collect();
    if errors.is_empty() { Ok(document) } else { Err(ProduceError::Unsound(errors.join("\n"))) }
}

/// A MIDI file a part, and one with all of them.
fn write_midi(folder: &Folder, plan: &RemixPlan, piece: &Piece) -> Result<(), ProduceError> {
    let parts: Vec<MidiPart> =
        piece.arrangement.parts.iter().filter_map(|it| part(it, piece)).collect();
    for part in &parts {
        let bytes = midi::part(part, plan.tempo, plan.key);
        folder.write(&format!("MIDI/{}.mid", folder::file_name(part.name)), &bytes)?;
    }
    let all = midi::all(&plan.name, &parts, plan.tempo, plan.key);
    folder.write(&format!("MIDI/{}.mid", folder::file_name(&plan.name)), &all)
}

/// A part's notes over the whole piece; `None` for audio.
fn part<'a>(part: &'a arrangement::Part<Content>, piece: &Piece) -> Option<MidiPart<'a>> {
    let notes = |clip: &arrangement::Clip<Content>| match &clip.content {
        Content::Notes(phrase) => {
            phrase.notes().iter().map(|it| later(*it, clip.span.start)).collect()
        }
        Content::Audio(_) => Vec::new(),
    };
    let notes: Vec<Note> = part.clips.iter().flat_map(notes).collect();
    let instrument = piece.basket.instruments.iter().find(|(name, _)| *name == part.name);
    let is_kit = matches!(instrument, Some((_, Instrument::Kit(_))));
    (!notes.is_empty()).then_some(MidiPart { name: &part.name, notes, is_kit })
}

fn later(note: Note, by: Beats) -> Note {
    Note { start: note.start + by, ..note }
}
