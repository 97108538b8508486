//! Changes of a set's form: another key, sections silenced, taken out or doubled, a sweep, a riser.

mod error;
mod key;
mod moves;
mod timeline;

use als_model::check::{CheckContext, Level, check};
use als_model::tree::NodeId;
use als_model::view::{LiveSet, Track, TrackKind};
use als_model::{Document, Tree};

use self::error::{ambiguous, unfit, unknown, value};
use super::change::{ParameterChange, Wish};
use super::error::Refused;
use super::find;
use super::target::{Index, Step, parse};

/// A stretch of the timeline, in beats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stretch {
    from: f64,
    to: f64,
}

/// What a target means, where it is more than one value.
enum Form {
    Key,
    Mute(Vec<NodeId>, Stretch),
    Remove(Stretch),
    Duplicate(Stretch),
    Sweep(NodeId),
    Riser,
    Notes(NodeId),
}

/// Makes a change of form and tells what the set said before; `None` for a target that is a value.
pub fn make(
    tree: &mut Tree,
    change: &ParameterChange,
) -> Option<Result<(String, Vec<String>), Refused>> {
    let (form, is_told) = {
        let set = LiveSet::of(tree).ok()?;
        match form(set, &parse(&change.target).ok()?)? {
            Ok(form) => (form, key::is_told(set)),
            Err(why) => return Some(Err(why)),
        }
    };
    let old = said(tree, &form);
    Some(
        guard(&form, change, &old, is_told)
            .and_then(|()| perform(tree, &form, change))
            .map(|remarks| (old, remarks)),
    )
}

/// What a target of form says; of a section that was taken out, what is left of the set.
pub fn shown(tree: &Tree, target: &str) -> String {
    let steps = parse(target).ok();
    let form = steps.zip(LiveSet::of(tree).ok()).and_then(|(steps, set)| form(set, &steps)?.ok());
    said(tree, &form.unwrap_or(Form::Riser))
}

/// What Live would refuse after the changes and did not before: a mistake of ours, and nothing is written.
pub fn unsound(before: &Document, after: &Document) -> Option<Refused> {
    let context = CheckContext { folder: None, edition: None };
    let errors = |it: &Document| -> Vec<String> {
        let all = check(it, &context);
        all.iter().filter(|it| it.level == Level::Error).map(ToString::to_string).collect()
    };
    let (known, now) = (errors(before), errors(after));
    let new = now.iter().find(|it| !known.contains(it)).filter(|_| known.len() < now.len())?;
    Some(Refused::new("the changed set", format!("would not open in Live: {new}")))
}

/// What names are compared by: letters and digits in lower case.
pub fn plain(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn form(set: LiveSet<'_>, steps: &[Step]) -> Option<Result<Form, Refused>> {
    let (head, rest) = steps.split_first()?;
    let last = rest.last()?;
    match rest {
        [it] if head.is("set") && it.is("key") => return Some(Ok(Form::Key)),
        [it] if head.is("set") && it.is("riser") => return Some(Ok(Form::Riser)),
        _ => {}
    }
    if last.is("filter_sweep") {
        let whole = || steps.get(..steps.len() - 1).unwrap_or_default();
        return Some(find::track(set, whole()).map(|it| Form::Sweep(it.0.node())));
    }
    if let [before @ .., clip, it] = steps
        && clip.is("clip")
        && it.is("transpose")
    {
        return notes(set, before, clip.index.as_ref()?).map(Ok);
    }
    let is_form = ["remove", "duplicate", "mute"].iter().any(|it| last.is(it));
    let name = match &head.index {
        Some(Index::Name(name)) if head.is("section") => name.clone(),
        None if is_form && find::track(set, steps).is_err() => head.word.clone(),
        _ => return None,
    };
    let found = sections(set, &name);
    match found.is_empty() && !head.is("section") {
        true => None,
        false => Some(section(set, &name, &found, rest)),
    }
}

/// A MIDI clip, whose transposition is that of its notes.
fn notes(set: LiveSet<'_>, before: &[Step], index: &Index) -> Option<Form> {
    let tracks: Vec<Track<'_>> = match before {
        [] => set.tracks().collect(),
        _ => vec![find::track(set, before).ok()?.0],
    };
    let clip = find::clip(&tracks, index).ok()?;
    clip.midi().map(|_| Form::Notes(clip.node()))
}

/// The sections that a name means: those of this name, or those whose names begin so, as DROP 1A and 1B for `drop_1`.
pub fn sections(set: LiveSet<'_>, name: &str) -> Vec<(String, Stretch)> {
    let all = set.locators();
    let ends = all.iter().skip(1).map(|it| it.time).chain([set.length()]);
    let spans =
        all.iter().zip(ends).map(|(it, to)| (it.name.clone(), Stretch { from: it.time, to }));
    let spans: Vec<_> = spans.filter(|it| it.1.from < it.1.to).collect();
    let wanted = plain(name);
    let like = |fits: &dyn Fn(&str) -> bool| -> Vec<(String, Stretch)> {
        spans.iter().filter(|it| fits(&plain(&it.0))).cloned().collect()
    };
    let exact = like(&|it| it == wanted);
    if exact.is_empty() { like(&|it| !wanted.is_empty() && it.starts_with(&wanted)) } else { exact }
}

fn section(
    set: LiveSet<'_>,
    name: &str,
    found: &[(String, Stretch)],
    rest: &[Step],
) -> Result<Form, Refused> {
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        if set.locators().iter().any(|it| plain(&it.name) == plain(name)) {
            let why = "is a locator at the end of the set: nothing follows it";
            return Err(Refused::new(format!("{name:?}"), why));
        }
        return Err(unknown(
            "section",
            name,
            "the set",
            set.locators().into_iter().map(|it| it.name).collect(),
        ));
    };
    if found.windows(2).any(|it| matches!(it, [a, b] if a.1.to != b.1.from)) {
        return Err(ambiguous("section", name, found.iter().map(|it| it.0.clone()).collect()));
    }
    let stretch = Stretch { from: first.1.from, to: last.1.to };
    match rest {
        [it] if it.is("mute") => {
            Ok(Form::Mute(set.tracks().map(|it| it.node()).collect(), stretch))
        }
        [it] if it.is("remove") => Ok(Form::Remove(stretch)),
        [it] if it.is("duplicate") => Ok(Form::Duplicate(stretch)),
        [who @ .., it] if it.is("mute") => {
            let (track, _) = find::track(set, who)?;
            let under = set.tracks().filter(|it| is_under(set, *it, track)).map(|it| it.node());
            Ok(Form::Mute(std::iter::once(track.node()).chain(under).collect(), stretch))
        }
        _ => {
            let word = rest.first().map_or("", |it| it.word.as_str());
            let known = ["mute", "remove", "duplicate"].map(str::to_owned).to_vec();
            Err(unknown("change", word, &format!("section {name:?}"), known))
        }
    }
}

fn is_under(set: LiveSet<'_>, track: Track<'_>, group: Track<'_>) -> bool {
    let up = |it: &Track<'_>| it.group().and_then(|id| set.track(id));
    let mut around = std::iter::successors(up(&track), up).take(64);
    group.kind() == TrackKind::Group && around.any(|it| it.node() == group.node())
}

fn said(tree: &Tree, form: &Form) -> String {
    let Ok(set) = LiveSet::of(tree) else { return String::new() };
    match form {
        Form::Key => key::said(set).unwrap_or_else(|| "none".to_owned()),
        Form::Mute(tracks, stretch) if timeline::is_muted(tree, tracks, *stretch) => {
            "on".to_owned()
        }
        Form::Mute(..) => "off".to_owned(),
        Form::Sweep(track) => moves::devices(tree, *track),
        Form::Notes(clip) => key::range(tree, *clip),
        Form::Remove(_) | Form::Duplicate(_) | Form::Riser => {
            let clips: usize = set.tracks().map(|it| it.arrangement().count()).sum();
            format!("{} beats, {clips} clips", set.length())
        }
    }
}

/// Refuses when the set says something else than was expected; a key that the set does not tell is believed.
fn guard(form: &Form, change: &ParameterChange, now: &str, is_told: bool) -> Result<(), Refused> {
    let expected = match &change.old_value {
        _ if change.force => return Ok(()),
        None => return Ok(()),
        Some(Wish::Switch(on)) => (if *on { "on" } else { "off" }).to_owned(),
        Some(Wish::Number(it)) => it.to_string(),
        Some(Wish::Text(it)) => it.clone(),
    };
    let key = |it: &str| it.parse::<music_types::Key>().ok();
    let is_key = matches!(form, Form::Key)
        && (!is_told || key(now).is_some_and(|it| Some(it) == key(&expected)));
    if is_key || expected == now {
        Ok(())
    } else {
        Err(Refused::new(now, format!("is where it stands, not {expected}: somebody moved it")))
    }
}

fn perform(tree: &mut Tree, form: &Form, change: &ParameterChange) -> Result<Vec<String>, Refused> {
    let text = match &change.new_value {
        Wish::Text(it) => it.clone(),
        Wish::Number(it) => it.to_string(),
        Wish::Switch(on) => on.to_string(),
    };
    let on = match text.to_lowercase().as_str() {
        "true" | "on" => Some(true),
        "false" | "off" => Some(false),
        _ => None,
    };
    let yes = || {
        on.filter(|it| *it).ok_or_else(|| value(format!("{text:?}"), "true: it is done or left"))
    };
    let none = |(): ()| Vec::new();
    match form {
        Form::Key => {
            let old = change
                .old_value
                .as_ref()
                .and_then(|it| if let Wish::Text(it) = it { Some(it.as_str()) } else { None });
            key::set(tree, &text, old)
        }
        Form::Mute(tracks, stretch) => {
            let on = on.ok_or_else(|| value(format!("{text:?}"), "switch: true or false"))?;
            timeline::mute(tree, tracks, *stretch, on).map(|_| Vec::new())
        }
        Form::Remove(stretch) => yes().and_then(|_| timeline::remove(tree, *stretch)).map(none),
        Form::Duplicate(stretch) => {
            yes().and_then(|_| timeline::duplicate(tree, *stretch)).map(none)
        }
        Form::Sweep(track) => {
            let set = LiveSet::of(tree).map_err(|it| unfit(it.to_string()))?;
            let sweep = moves::sweep(set, &text)?;
            moves::add_sweep(tree, *track, &sweep).map(none)
        }
        Form::Riser => moves::add_riser(tree, &text).map(none),
        Form::Notes(clip) => {
            let by = text
                .trim_start_matches("by ")
                .trim_end_matches("st")
                .trim()
                .trim_start_matches('+')
                .parse::<i64>();
            let by = by.ok().filter(|it| it.abs() <= 127);
            let by = by.ok_or_else(|| {
                value(format!("{text:?}"), "transposition in whole semitones such as \"2 st\"")
            })?;
            key::transpose(tree, &[*clip], by).map(none)
        }
    }
}
