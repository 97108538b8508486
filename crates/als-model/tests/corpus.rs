//! What holds on every file that Live saved, as far as the corpus is at hand.

use std::path::PathBuf;

use als_model::check::{CheckContext, check};
use als_model::diff::diff;
use als_model::outline::outline;
use als_model::tree::LineEnd;
use als_model::view::device::DeviceKind;
use als_model::view::routing::Target;
use als_model::view::target::Targets;
use als_model::view::{Clip, Device, LiveSet, ViewError};
use als_model::{Document, Kind, container, number};
use rayon::prelude::*;

/// The files of the corpus, or nothing and a printed line when it is not there.
fn corpus() -> Vec<PathBuf> {
    let shared = std::env::var_os("VYKE_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let mut files = Vec::new();
    let mut folders = vec![shared.join("corpus/live")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    if files.is_empty() {
        println!("skipped: no corpus here (VYKE_SHARED says where it is)");
    }
    files
}

/// Reads each file in parallel and gathers what `find` has against it.
fn complaints(find: impl Fn(&Document, &mut Vec<String>) + Sync) -> Vec<String> {
    let files = corpus();
    let all = files.par_iter().flat_map(|path| {
        let mut found = Vec::new();
        match Document::read(path) {
            Ok(document) => find(&document, &mut found),
            Err(error) => found.push(error.to_string()),
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        found.into_iter().map(|it| format!("{name}: {it}")).collect::<Vec<_>>()
    });
    let all = all.collect();
    println!("{} files", files.len());
    all
}

#[test]
fn every_file_comes_back_byte_for_byte() {
    let files = corpus();
    let same = files.par_iter().filter(|path| {
        let bytes = std::fs::read(path).unwrap();
        let (text, _) = container::unwrap(&bytes, usize::MAX).unwrap();
        let document = Document::from_bytes(&bytes).unwrap();
        let again = Document::from_bytes(&document.to_bytes().unwrap()).unwrap();
        document.tree.to_xml() == text && again.tree.to_xml() == text
    });
    let same = same.count();
    println!("{same} of {} files byte-exact", files.len());
    assert_eq!(same, files.len());
}

/// Live 10 on Windows rounds a tie up where others go to the even digit.
fn is_tie_up(even: &str, up: &str) -> bool {
    let (Some((front, last)), Some((same, other))) = (
        even.split_at_checked(even.len().saturating_sub(1)),
        up.split_at_checked(up.len().saturating_sub(1)),
    ) else {
        return false;
    };
    let digit = |it: &str| it.parse::<u8>().unwrap_or(0);
    front == same && digit(last) % 2 == 0 && digit(other) == digit(last) + 1
}

#[test]
fn every_number_is_printed_as_live_printed_it() {
    let all = complaints(|document, found| {
        let tree = &document.tree;
        if tree.root().and_then(|it| tree.attr(it, "MajorVersion")).as_deref() == Some("4") {
            return; // Live 8 and 9 printed 17 digits of everything
        }
        for node in tree.root().into_iter().flat_map(|it| tree.descendants(it)) {
            for (name, text) in tree.attrs(node) {
                if !number::is_plain(&text) || !text.contains('.') || name == "Creator" {
                    continue;
                }
                let single = text.parse().map(number::print_f32);
                let double = text.parse().map(number::print_f64);
                let same = [&single, &double].iter().any(|it| it.as_deref() == Ok(&*text));
                let tied = [&single, &double]
                    .iter()
                    .any(|it| is_tie_up(it.as_deref().unwrap_or(""), &text));
                if !(same || tied && tree.line_end() == LineEnd::CrLf) {
                    found.push(format!("{} {name} {text} {single:?} {double:?}", tree.path(node)));
                }
            }
        }
    });
    for it in all.iter().take(20) {
        println!("{it}");
    }
    assert!(all.is_empty(), "{} numbers differ", all.len());
}

/// Asks one set everything that the views can answer.
fn ask(document: &Document, found: &mut Vec<String>) {
    if document.kind == Kind::Rack || document.kind == Kind::Device {
        match Device::of_preset(&document.tree) {
            Some(device) => ask_device(device, found),
            None => found.push("no device in a preset".to_owned()),
        }
        return;
    }
    if let Err(error) = ask_set(document, found) {
        found.push(error.to_string());
    }
}

fn ask_set(document: &Document, found: &mut Vec<String>) -> Result<(), ViewError> {
    let set = LiveSet::of(&document.tree)?;
    let (_, _, _) = (set.tempo()?, set.signature()?, set.loop_brace()?);
    if set.tracks().count() == 0
        || set.scenes().count() == 0
        || set.returns().any(|it| it.id().is_none())
    {
        found.push("no tracks or scenes".to_owned());
    }
    let targets = Targets::of(&document.tree);
    for track in set.tracks().chain([set.main()?]).chain(set.cue()) {
        let mixer = track.mixer()?;
        let (_, _, _) = (mixer.decibels()?, mixer.pan()?.value()?, mixer.side()?);
        for send in mixer.sends() {
            send.decibels()?;
        }
        for routing in [track.audio_in(), track.audio_out(), track.midi_in(), track.midi_out()] {
            if let Target::Other(other) =
                routing.map(|it| it.target()).transpose()?.unwrap_or(Target::None)
            {
                found.push(format!("routing {other}"));
            }
        }
        track.all_devices().for_each(|it| ask_device(it, found));
        for envelope in track.envelopes() {
            if envelope.points()?.is_empty() || targets.name(envelope.target()?).is_none() {
                found.push("an envelope without points or target".to_owned());
            }
        }
        let session = track.session().map(|(_, it)| it);
        let takes = track.take_lanes().flat_map(|it| it.clips().collect::<Vec<_>>());
        for clip in track.arrangement().chain(session).chain(takes) {
            ask_clip(clip, found)?;
        }
    }
    Ok(())
}

fn ask_clip(clip: Clip<'_>, found: &mut Vec<String>) -> Result<(), ViewError> {
    let (_, _, _) = (clip.start()?, clip.end()?, clip.cycle()?);
    if clip.signature().is_none() {
        found.push("a clip without time signature".to_owned());
    }
    if let Some(audio) = clip.audio() {
        let (_, _, _, _) =
            (audio.is_warped()?, audio.gain()?, audio.transposition()?, audio.fades()?);
        let named = !audio.sample()?.file()?.name().is_empty();
        if !named || audio.warp_markers()?.len() < 2 || audio.warp_mode().is_none() {
            found.push("an audio clip without name, markers or mode".to_owned());
        }
    }
    if let Some(midi) = clip.midi()
        && midi.notes()?.len() != midi.note_count()
    {
        found.push("notes got lost".to_owned());
    }
    clip.envelopes().try_for_each(|it| it.points().map(drop))
}

fn ask_device(device: Device<'_>, found: &mut Vec<String>) {
    if device.kind() == DeviceKind::Unknown {
        found.push(format!("unknown device {}", device.tag()));
    }
    if device.kind() == DeviceKind::Plugin {
        match device.plugin().map(|it| (it.name(), it.uid())) {
            Some((name, Some(_))) if !name.is_empty() => {}
            other => found.push(format!("plug-in {other:?}")),
        }
    }
    for knob in device.knobs() {
        if let Err(error) = knob.parameter.value() {
            found.push(error.to_string());
        }
    }
    for sample in device.samples() {
        if sample.file().map(|it| it.name()).is_ok_and(|it| it.is_empty()) {
            found.push(format!("a sample without name in {}", device.name()));
        }
    }
    for pad in device.chains() {
        if device.tag() == "DrumGroupDevice"
            && !pad.pad_key().is_some_and(|it| (0..128).contains(&it))
        {
            found.push(format!("pad {:?}", pad.pad_key()));
        }
    }
}

#[test]
fn every_view_answers_on_every_file() {
    let all = complaints(ask);
    for it in all.iter().take(20) {
        println!("{it}");
    }
    assert!(all.is_empty(), "{} questions without an answer", all.len());
}

#[test]
fn nothing_that_live_saved_has_an_error() {
    let context = CheckContext::default();
    let all = complaints(|document, found| {
        let problems = check(document, &context).into_iter();
        found.extend(problems.map(|it| it.to_string()));
    });
    let errors: Vec<&String> = all.iter().filter(|it| it.contains(" error: ")).collect();
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for it in &all {
        let code = it.find(": ALS").and_then(|at| it.get(at + 2..at + 8)).unwrap_or("?");
        *counts.entry(code).or_default() += 1;
    }
    println!(
        "{} errors, {} warnings and notes: {counts:?}",
        errors.len(),
        all.len() - errors.len()
    );
    let mut told = std::collections::BTreeSet::new();
    for it in
        all.iter().filter(|it| told.insert(it.find(": ALS").and_then(|at| it.get(at..at + 8))))
    {
        println!("for example {it}");
    }
    assert!(errors.is_empty(), "{} errors in what Live saved", errors.len());
}

#[test]
fn every_file_reads_as_a_page_and_does_not_differ_from_itself() {
    let all = complaints(|document, found| {
        let page = outline(document);
        if page.to_string().lines().count() < 2 || serde_json::to_string(&page).is_err() {
            found.push("no page".to_owned());
        }
        found.extend(diff(document, document).iter().map(|it| it.to_string()));
    });
    for it in all.iter().take(20) {
        println!("{it}");
    }
    assert!(all.is_empty(), "{} complaints", all.len());
}
