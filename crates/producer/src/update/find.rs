//! From the steps of a target to what they name in a set: tracks, returns, clips, locators.

use als_model::Document;
use als_model::view::{Clip, Device, LiveSet, Track, TrackKind};

use super::error::Refused;
use super::knob;
use super::structure;
use super::target::{Index, Step};

/// A target of a set and where it stands.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Addressed {
    /// How it is written.
    pub target: String,
    /// Where it stands, as Live shows it.
    pub value: String,
}

/// Everything in a set that a change can address, in the order of the mixer.
pub fn targets(document: &Document) -> Vec<Addressed> {
    let Ok(set) = LiveSet::of(&document.tree) else { return Vec::new() };
    let mut all = vec!["set.tempo".to_owned()];
    let tracks: Vec<Track<'_>> = set.tracks().collect();
    for (place, track) in tracks.iter().enumerate() {
        all.extend(of_track(&address(&tracks, place), *track));
    }
    all.extend(set.main().into_iter().flat_map(|it| of_track("master", it)));
    all.extend(set.locators().iter().map(|it| format!("locator[{:?}].time", it.name)));
    let known = all.into_iter().filter_map(|target| {
        let value = knob::find(&document.tree, &target).ok()?.shown();
        Some(Addressed { target, value })
    });
    let mut known: Vec<Addressed> = known.collect();
    let forms = forms(set, &tracks).into_iter();
    known.extend(forms.map(|target| {
        let value = structure::shown(&document.tree, &target);
        Addressed { target, value }
    }));
    known
}

/// The changes of form that a set can be asked for: its key, its sections, a sweep on a track, a riser.
fn forms(set: LiveSet<'_>, tracks: &[Track<'_>]) -> Vec<String> {
    let mut all = vec!["set.key".to_owned(), "set.riser".to_owned()];
    let mut names: Vec<String> = set.locators().into_iter().map(|it| it.name).collect();
    names.retain(|it| !it.is_empty() && !it.contains('"'));
    names.sort();
    names.dedup();
    let fields = ["mute", "remove", "duplicate"];
    let section = |name: &String| fields.map(|it| format!("section[{name:?}].{it}"));
    all.extend(names.iter().flat_map(section));
    let sweep = |place: usize| format!("{}.filter_sweep", address(tracks, place));
    all.extend((0..tracks.len()).map(sweep));
    all
}

/// A track's shortest sure name: its own in quotes where no other has it, else its place.
fn address(tracks: &[Track<'_>], place: usize) -> String {
    let name = tracks.get(place).map(|it| it.name()).unwrap_or_default();
    let is_sole = tracks.iter().filter(|it| it.name() == name).count() == 1;
    match is_sole && !name.is_empty() && !name.contains('"') {
        true => format!("\"{name}\""),
        false => format!("track[{}]", place + 1),
    }
}

fn of_track(address: &str, track: Track<'_>) -> Vec<String> {
    let mut all: Vec<String> =
        ["volume", "pan", "mute"].iter().map(|it| format!("{address}.{it}")).collect();
    let sends = track.mixer().map_or(0, |it| it.sends().count());
    all.extend((0..sends.min(26)).map(|it| format!("{address}.send.{}", letter(it))));
    if track.devices().any(Device::is_ducked) {
        all.push(format!("{address}.sidechain.amount"));
    }
    if address == "master" {
        all.push("master.loudness".to_owned());
    }
    let chains = knob::rack::names(track).into_iter().filter(|it| !it.contains('"'));
    all.extend(chains.flat_map(|it| {
        ["volume", "pan", "mute"].map(|field| format!("{address}.pad[{it:?}].{field}"))
    }));
    let macros = knob::rack::macros(track).into_iter();
    all.extend(macros.map(|it| format!("{address}.macro[{it}]")));
    for (place, device) in track.devices().enumerate() {
        let fields = knob::fields(device).into_iter();
        all.extend(fields.map(|it| format!("{address}.device[{}].{it}", place + 1)));
    }
    all
}

/// `A` for the first return.
pub fn letter(place: usize) -> char {
    u8::try_from(place.min(25)).map_or('?', |it| char::from(b'A' + it))
}

/// The track that a step names, and how many steps that took: `track[3]`, `"LEAD VOX"`, `bass_track`, `drums.kick`,
/// `return[A]`, `master`.
pub fn track<'t>(set: LiveSet<'t>, steps: &[Step]) -> Result<(Track<'t>, usize), Refused> {
    let Some(first) = steps.first() else { return Err(Refused::new("", "names no track")) };
    let missing = |why: &str| Refused::new(&first.word, why);
    if first.is("master") || first.is("main") {
        return set.main().map(|it| (it, 1)).map_err(|_| missing("is not in this set"));
    }
    let all: Vec<Track<'t>> = set.tracks().collect();
    if let (true, Some(Index::Place(place))) = (first.is("track"), &first.index) {
        let found = all.get(place - 1).copied().ok_or_else(|| {
            Refused::new(
                format!("track[{place}]"),
                format!("is not there: the set has {} tracks", all.len()),
            )
        });
        return found.map(|it| (it, 1));
    }
    let found = named(&all, first)?;
    let member = steps.get(1).filter(|_| found.kind() == TrackKind::Group);
    let members: Vec<Track<'t>> =
        all.iter().copied().filter(|it| it.group() == found.id()).collect();
    match member.and_then(|it| named(&members, it).ok()) {
        Some(inside) => Ok((inside, 2)),
        None => Ok((found, 1)),
    }
}

/// The one track that a name means: as it is written, else without its number and case, else by a part of it.
fn named<'t>(all: &[Track<'t>], step: &Step) -> Result<Track<'t>, Refused> {
    let wanted = plain(&step.word);
    let (wanted, kind) = match step.is_quoted {
        true => (wanted, None),
        false => role(&wanted),
    };
    let fits = |it: &&Track<'t>| match kind {
        Some("track") => it.kind() != TrackKind::Group,
        Some(_) => it.kind() == TrackKind::Group,
        None => true,
    };
    let all: Vec<Track<'t>> = all.iter().filter(fits).copied().collect();
    let exact = |it: &&Track<'t>| it.name() == step.word;
    let same = |it: &&Track<'t>| plain(&it.name()) == wanted;
    let part = |it: &&Track<'t>| {
        !wanted.is_empty() && format!(" {} ", plain(&it.name())).contains(&format!(" {wanted} "))
    };
    let tiers: [&dyn Fn(&&Track<'t>) -> bool; 3] = [&exact, &same, &part];
    let most = if step.is_quoted { 2 } else { 3 };
    for tier in tiers.iter().take(most) {
        let found: Vec<Track<'t>> = all.iter().filter(tier).copied().collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(*one),
            several => {
                let names = several.iter().map(|it| candidate(&all, *it)).collect();
                let why =
                    "may be any of several tracks; use quotes, a group, _track, _group or track[n]";
                return Err(Refused { allowed: names, ..Refused::new(&step.word, why) });
            }
        }
    }
    let names = all.iter().map(|it| format!("{:?}", it.name())).collect();
    Err(Refused::new(&step.word, "is no track of this set").among(names))
}

fn candidate(all: &[Track<'_>], track: Track<'_>) -> String {
    let kind = if track.kind() == TrackKind::Group { ", a group" } else { "" };
    let place = all.iter().position(|it| it.node() == track.node()).unwrap_or(0) + 1;
    format!("{:?} ({place}{kind})", track.name())
}

/// A name without case, signs and the number before it.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let numbered =
        words.len() > 1 && words.first().is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()));
    words.get(usize::from(numbered)..).unwrap_or_default().join(" ")
}

/// `bass track` is a track that is no group, `bass group` and `bass bus` a group.
fn role(name: &str) -> (String, Option<&'static str>) {
    let endings = [(" track", "track"), (" group", "group"), (" bus", "group")];
    let found = endings.iter().find_map(|(ending, kind)| Some((name.strip_suffix(ending)?, *kind)));
    found.map_or_else(|| (name.to_owned(), None), |(name, kind)| (name.to_owned(), Some(kind)))
}

/// The clip that a step names, of one track or of all.
pub fn clip<'t>(tracks: &[Track<'t>], index: &Index) -> Result<Clip<'t>, Refused> {
    let all: Vec<Clip<'t>> = tracks
        .iter()
        .flat_map(|it| it.arrangement().chain(it.session().map(|it| it.1)).collect::<Vec<_>>())
        .collect();
    match index {
        Index::Place(place) => all.get(place - 1).copied().ok_or_else(|| {
            Refused::new(
                format!("clip[{place}]"),
                format!("is not there: there are {} clips", all.len()),
            )
        }),
        Index::Name(name) => {
            let found: Vec<Clip<'t>> =
                all.iter().filter(|it| it.name() == *name).copied().collect();
            match found.as_slice() {
                [one] => Ok(*one),
                [] => {
                    let mut names: Vec<String> = all.iter().map(|it| it.name()).collect();
                    names.sort();
                    names.dedup();
                    Err(Refused::new(name, "is no clip").among(names))
                }
                several => {
                    let places = several.iter().map(|it| place_of(&all, *it)).collect();
                    let why =
                        "names several clips; say which by a track and its place, track.clip[n]";
                    Err(Refused { allowed: places, ..Refused::new(name, why) })
                }
            }
        }
    }
}

fn place_of(all: &[Clip<'_>], clip: Clip<'_>) -> String {
    let place = all.iter().position(|it| it.node() == clip.node()).unwrap_or(0) + 1;
    format!("clip[{place}] at beat {}", clip.start().unwrap_or_default())
}
