//! Automation: the course of a parameter over the arrangement, or inside a clip.

use super::error::{unfit, within};
use super::track::TrackKind;
use super::{BEFORE_ALL, ChainHandle, DeviceHandle, EditError, NewSet, TrackHandle, class};
use crate::number::print_f64;
use crate::schema::{Dial, Element, Kind, Plain};
use crate::tree::NodeId;

/// A point on the course of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// When, in beats.
    pub beat: f64,
    /// What, in the parameter's own unit; a switch is 0 or 1.
    pub value: f64,
    /// How the way to the next point bends: the two handles x1, y1, x2, y2 of a curve in the square from here
    /// to there, each 0 to 1. `None` is a straight line.
    pub curve: Option<[f64; 4]>,
}

impl Point {
    /// A point with a straight line to the next.
    pub const fn new(beat: f64, value: f64) -> Self {
        Self { beat, value, curve: None }
    }
}

/// What is automated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target<'a> {
    /// The track's fader, as amplitude.
    Volume,
    /// The track's panorama, −1 to 1.
    Pan,
    /// A send of the track, as amplitude.
    Send(usize),
    /// Whether the track sounds: 1 or 0.
    TrackOn,
    /// The crossfader, −1 to 1; on the main track.
    CrossFade,
    /// The tempo in beats per minute; on the main track.
    Tempo,
    /// A parameter of a device on the track.
    Param(DeviceHandle, &'a str),
    /// Whether a device on the track is on: 1 or 0.
    DeviceOn(DeviceHandle),
    /// The fader of a chain or pad in a rack on the track, as amplitude.
    ChainVolume(ChainHandle),
    /// The panorama of a chain or pad in a rack on the track, −1 to 1.
    ChainPan(ChainHandle),
}

/// A target found: where its envelope points, and which values it takes.
pub(super) struct Aim {
    pointee: String,
    element: Element,
    name: String,
    /// The parameter itself, to be set to where its course begins.
    node: Option<NodeId>,
}

impl NewSet {
    /// The course of a parameter over the arrangement. The parameter itself is set to where it begins.
    ///
    /// Two points at one time are a jump. Live's own event before all time is added.
    ///
    /// # Errors
    ///
    /// [`EditError::Unfit`] for no points, falling times, a target of another track, or one that is automated already;
    /// for values as [`set_param`](Self::set_param).
    pub fn automate(
        &mut self,
        track: TrackHandle,
        target: Target,
        points: &[Point],
    ) -> Result<(), EditError> {
        let aim = self.aim(track, target)?;
        let list = self.need(self.track(track)?.node, "AutomationEnvelopes/Envelopes")?;
        let first = self.write_envelope(list, "AutomationEnvelope", &aim, points)?;
        if let Some(node) = aim.node {
            self.set_text(node, "Manual", &first)?;
        }
        Ok(())
    }

    pub(super) fn aim(&self, track: TrackHandle, target: Target) -> Result<Aim, EditError> {
        let mixer = |name: &str| {
            let entry = self.track(track)?;
            let path = format!("DeviceChain/Mixer/{name}");
            let no_path = || unfit(entry.name.clone(), format!("only the main track has a {name}"));
            let tag = if entry.kind == TrackKind::Main { "MainTrack" } else { "MidiTrack" };
            let element = class(self.schema, tag)?.find(&path).ok_or_else(no_path)?;
            self.aim_at(self.need(entry.node, &path)?, element, name)
        };
        match target {
            Target::Volume => mixer("Volume"),
            Target::Pan => mixer("Pan"),
            Target::TrackOn => mixer("Speaker"),
            Target::CrossFade => mixer("CrossFade"),
            Target::Tempo => mixer("Tempo"),
            Target::Send(index) => {
                let element = class(self.schema, "TrackSendHolder")?.child("Send");
                let element = element.ok_or(EditError::Stranger("send"))?;
                self.aim_at(self.send(track, index)?, element, "send")
            }
            Target::Param(device, path) => {
                self.check_home(track, self.device(device)?.track, path)?;
                let spot = self.spot(device, path)?;
                self.aim_at(spot.node, spot.element, path)
            }
            Target::DeviceOn(device) => self.aim(track, Target::Param(device, "On")),
            Target::ChainVolume(chain) => self.aim_chain(track, chain, "Volume"),
            Target::ChainPan(chain) => self.aim_chain(track, chain, "Panorama"),
        }
    }

    fn aim_chain(
        &self,
        track: TrackHandle,
        chain: ChainHandle,
        name: &str,
    ) -> Result<Aim, EditError> {
        let entry = self.chain(chain)?;
        self.check_home(track, entry.track, name)?;
        let path = format!("MixerDevice/{name}");
        let element = class(self.schema, self.tree.tag(entry.node))?.find(&path);
        let element = element.ok_or(EditError::Stranger("chain"))?;
        self.aim_at(self.need(entry.node, &path)?, element, name)
    }

    fn check_home(
        &self,
        track: TrackHandle,
        home: TrackHandle,
        name: &str,
    ) -> Result<(), EditError> {
        if track == home {
            return Ok(());
        }
        let (track, home) = (&self.track(track)?.name, &self.track(home)?.name);
        Err(unfit(name, format!("it is on the track {home}, not on {track}")))
    }

    fn aim_at(&self, node: NodeId, element: &Element, name: &str) -> Result<Aim, EditError> {
        if !matches!(element.kind(), Kind::Parameter { .. }) {
            return Err(unfit(name, "only a parameter can be automated"));
        }
        let target = self.need(node, "AutomationTarget")?;
        let pointee = self.tree.attr(target, "Id").unwrap_or_default().into_owned();
        Ok(Aim { pointee, element: element.clone(), name: name.to_owned(), node: Some(node) })
    }

    /// A controller that goes out with the notes of a MIDI track.
    pub(super) fn aim_controller(
        &self,
        track: TrackHandle,
        index: usize,
        low: f64,
        high: f64,
    ) -> Result<Aim, EditError> {
        let entry = self.track(track)?;
        let path = format!("DeviceChain/MainSequencer/MidiControllers/ControllerTargets.{index}");
        let target = self.need(entry.node, &path)?;
        let pointee = self.tree.attr(target, "Id").unwrap_or_default().into_owned();
        Ok(Aim {
            pointee,
            element: Element::knob("controller", low, high),
            name: "controller".to_owned(),
            node: None,
        })
    }

    /// Writes an envelope; the value that it begins with.
    pub(super) fn write_envelope(
        &mut self,
        list: NodeId,
        tag: &str,
        aim: &Aim,
        points: &[Point],
    ) -> Result<String, EditError> {
        let values = course(aim, points)?;
        let first = values.first().cloned().unwrap_or_default();
        let envelope = self.envelope_for(list, tag, aim)?;
        let events = self.need(envelope, "Automation/Events")?;
        let tag = match aim.element.kind() {
            Kind::Parameter { dial: Dial::Switch, .. } | Kind::Value(Plain::Bool, _) => "BoolEvent",
            Kind::Parameter { dial: Dial::Selector, .. } => "EnumEvent",
            _ => "FloatEvent",
        };
        let start = Point::new(BEFORE_ALL, 0.0);
        let all = std::iter::once((&start, &first)).chain(points.iter().zip(&values));
        for (id, (point, value)) in all.enumerate() {
            let event = self.stamp_with(events, tag, id as u64)?;
            self.tree.set_attr(event, "Time", &print_f64(point.beat));
            self.tree.set_attr(event, "Value", value);
            if let (Some(curve), "FloatEvent") = (point.curve, tag) {
                let names =
                    ["CurveControl1X", "CurveControl1Y", "CurveControl2X", "CurveControl2Y"];
                for (name, control) in names.into_iter().zip(curve) {
                    self.tree.push_attr(event, name, &print_f64(control));
                }
            }
        }
        Ok(first)
    }

    /// A new envelope, or the tempo's own when it still holds nothing but its first event.
    fn envelope_for(&mut self, list: NodeId, tag: &str, aim: &Aim) -> Result<NodeId, EditError> {
        let is_same = |it: &NodeId| {
            self.tree.value(*it, "EnvelopeTarget/PointeeId").is_some_and(|id| *id == aim.pointee)
        };
        let Some(there) = self.tree.children(list).find(is_same) else {
            let envelope = self.stamp_next(list, tag)?;
            self.set_text(envelope, "EnvelopeTarget/PointeeId", &aim.pointee)?;
            return Ok(envelope);
        };
        let events = self.need(there, "Automation/Events")?;
        let mut before = self.tree.children(events);
        match (before.next(), before.next()) {
            (Some(only), None) => self.tree.remove(only),
            _ => return Err(unfit(aim.name.clone(), "it is automated already")),
        }
        Ok(there)
    }
}

/// The values of a course in the words of the parameter.
fn course(aim: &Aim, points: &[Point]) -> Result<Vec<String>, EditError> {
    if points.is_empty() {
        return Err(unfit(aim.name.clone(), "a course needs a point"));
    }
    if points.windows(2).any(|it| matches!(it, [a, b] if b.beat < a.beat)) {
        return Err(unfit(aim.name.clone(), "the times of a course do not fall"));
    }
    for point in points {
        within("the time of a point", point.beat, -1e6, 1e6, "beats")?;
        for control in point.curve.iter().flatten() {
            within("the handle of a curve", *control, 0.0, 1.0, "")?;
        }
    }
    points
        .iter()
        .map(|it| super::device::spell(&aim.element, &aim.name, &it.value.into()))
        .collect()
}
