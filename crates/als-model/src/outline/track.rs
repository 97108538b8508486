//! Tracks in an outline: strip, devices, clips, automation.

use serde::Serialize;

use super::device::{self, DeviceOutline};
use super::{Clock, Place, audible};
use crate::view::clip::Clip;
use crate::view::envelope::{BEGINNING, Envelope};
use crate::view::mixer::Send;
use crate::view::routing::Target;
use crate::view::target::Targets;
use crate::view::{LiveSet, Track, TrackKind};

/// A track.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrackOutline {
    /// What Live shows as its name.
    pub name: String,
    /// What it is.
    pub kind: TrackKind,
    /// The number that routings call it by.
    pub id: Option<i64>,
    /// How many groups are around it.
    pub depth: usize,
    /// `#ff94a6`.
    pub colour: Option<String>,
    /// The fader in decibels.
    pub volume: Option<f64>,
    /// −1 (left) to 1.
    pub pan: f64,
    /// Whether it is silenced.
    pub is_muted: bool,
    /// Whether it is soloed.
    pub is_soloed: bool,
    /// Sends in decibels, in the order of the returns.
    pub sends: Vec<Option<f64>>,
    /// Where it plays to: `Main`, `Group`, a track's name, `Ext. Out`, `None`.
    pub output: String,
    /// Its devices in order.
    pub devices: Vec<DeviceOutline>,
    /// Its clips in the arrangement.
    pub clips: Vec<ClipOutline>,
    /// Its clips in the session.
    pub session: Vec<SessionOutline>,
    /// What moves by automation.
    pub automation: Vec<AutomationOutline>,
    /// What the user wrote about it.
    pub comment: String,
}

/// A clip of the arrangement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClipOutline {
    /// Where it starts, and its name.
    pub start: Place,
    /// Beats.
    pub length: f64,
    /// How many notes; `None` for audio.
    pub notes: Option<usize>,
    /// The sample's file; `None` for MIDI.
    pub sample: Option<String>,
    /// Whether it goes round.
    pub is_looped: bool,
    /// Whether it sounds.
    pub is_active: bool,
    /// `#ff94a6`.
    pub colour: Option<String>,
}

/// A clip of the session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionOutline {
    /// Its scene, from 1.
    pub scene: usize,
    /// Its name.
    pub name: String,
    /// Beats.
    pub length: f64,
    /// How many notes; `None` for audio.
    pub notes: Option<usize>,
    /// The sample's file; `None` for MIDI.
    pub sample: Option<String>,
}

/// A line of automation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AutomationOutline {
    /// What moves: `Auto Filter · Cutoff`.
    pub target: String,
    /// How many points after the beginning.
    pub points: usize,
    /// The first point that moves, in beats.
    pub from: f64,
    /// The last point, in beats.
    pub to: f64,
    /// The lowest value, in the target's own unit.
    pub lowest: f64,
    /// The highest value.
    pub highest: f64,
}

/// Reads a track.
pub(super) fn read(
    track: Track<'_>,
    set: LiveSet<'_>,
    clock: &Clock,
    targets: &Targets<'_>,
) -> TrackOutline {
    let mixer = track.mixer().ok();
    let sends = mixer.into_iter().flat_map(|it| it.sends().collect::<Vec<Send<'_>>>());
    TrackOutline {
        name: track.name(),
        kind: track.kind(),
        id: track.id(),
        depth: depth(track, set),
        colour: track.colour().map(|it| it.hex()),
        volume: mixer.and_then(|it| it.decibels().ok()).and_then(audible),
        pan: mixer.and_then(|it| it.pan().ok()?.value().ok()).unwrap_or_default(),
        is_muted: mixer.is_some_and(|it| it.is_muted()),
        is_soloed: mixer.is_some_and(|it| it.is_soloed()),
        sends: sends.map(|it| it.decibels().ok().and_then(audible)).collect(),
        output: output(track, set),
        devices: track.devices().map(|it| device::read(it, Some(set))).collect(),
        clips: track.arrangement().filter_map(|it| clip(it, clock)).collect(),
        session: track.session().map(|(scene, it)| session(scene, it)).collect(),
        automation: automation(track, targets),
        comment: track.comment(),
    }
}

fn depth(track: Track<'_>, set: LiveSet<'_>) -> usize {
    let around = std::iter::successors(track.group(), |id| set.track(*id).and_then(Track::group));
    around.take(32).count()
}

fn output(track: Track<'_>, set: LiveSet<'_>) -> String {
    let Some(routing) = track.audio_out() else { return String::new() };
    match routing.target() {
        Ok(Target::Main) => "Main".to_owned(),
        Ok(Target::Group) => "Group".to_owned(),
        Ok(Target::Track { id, .. }) => {
            set.track(id).map_or_else(|| format!("track {id}"), |it| it.name())
        }
        _ => routing.upper(),
    }
}

fn clip(clip: Clip<'_>, clock: &Clock) -> Option<ClipOutline> {
    let start = clip.start().ok()?;
    Some(ClipOutline {
        start: clock.place(start, &clip_name(clip)),
        length: clip.end().ok()? - start,
        notes: clip.midi().map(|it| it.note_count()),
        sample: sample(clip),
        is_looped: clip.cycle().is_ok_and(|it| it.is_on),
        is_active: clip.is_active(),
        colour: clip.colour().map(|it| it.hex()),
    })
}

fn session(scene: usize, clip: Clip<'_>) -> SessionOutline {
    let length = clip.end().ok().zip(clip.start().ok()).map_or(0.0, |(end, start)| end - start);
    let notes = clip.midi().map(|it| it.note_count());
    SessionOutline { scene: scene + 1, name: clip_name(clip), length, notes, sample: sample(clip) }
}

/// What a clip is called; the sample's name where it has none of its own.
pub(crate) fn clip_name(clip: Clip<'_>) -> String {
    let name = clip.name();
    if name.is_empty() { sample(clip).unwrap_or_default() } else { name }
}

fn sample(clip: Clip<'_>) -> Option<String> {
    clip.audio()?.sample().ok()?.file().ok().map(|it| it.name())
}

fn automation(track: Track<'_>, targets: &Targets<'_>) -> Vec<AutomationOutline> {
    let moving = track.envelopes().filter(|it| it.moves());
    moving.filter_map(|it| line(it, targets)).collect()
}

fn line(envelope: Envelope<'_>, targets: &Targets<'_>) -> Option<AutomationOutline> {
    let points = envelope.points().ok()?;
    let placed: Vec<_> = points.iter().filter(|it| BEGINNING < it.time).collect();
    let values = || points.iter().map(|it| it.value);
    Some(AutomationOutline {
        target: envelope.target().ok().and_then(|it| targets.name(it)).unwrap_or_default(),
        points: placed.len(),
        from: placed.first()?.time,
        to: placed.last()?.time,
        lowest: values().fold(f64::INFINITY, f64::min),
        highest: values().fold(f64::NEG_INFINITY, f64::max),
    })
}
