//! What clips of notes and of audio have in common: where they stand, their loop, their envelopes.

use super::automation::{self, Point};
use super::error::{unfit, within};
use super::track::TrackKind;
use super::{DeviceHandle, EditError, NewSet, TrackHandle};
use crate::number::print_f64;
use crate::stamp;
use crate::tree::NodeId;

/// A clip of one [`NewSet`]. Copying it copies an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClipHandle(pub(super) usize);

/// What an envelope inside a clip moves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ClipTarget<'a> {
    /// The fader of the clip's track, as amplitude.
    Volume,
    /// The panorama of the clip's track, −1 to 1.
    Pan,
    /// A send of the clip's track, as amplitude.
    Send(usize),
    /// A parameter of a device on the clip's track, in its own unit.
    Param(DeviceHandle, &'a str),
    /// The pitch bend that goes out with the notes, −8192 to 8191.
    PitchBend,
    /// The pressure that goes out with the notes, 0 to 127.
    Pressure,
    /// A MIDI controller, 0 to 127, that goes out with the notes; 0 to 119 are the numbers of controllers.
    Controller(u8),
}

/// An envelope inside a clip; its times are beats of the clip's content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClipEnvelopeSpec<'a> {
    /// What it moves.
    pub target: ClipTarget<'a>,
    /// Its course; times do not fall.
    pub points: &'a [Point],
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub node: NodeId,
    pub track: TrackHandle,
    pub home: Home,
}

/// Where a clip stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Home {
    /// In the arrangement, from a beat to a beat.
    Arrangement { start: f64, end: f64 },
    /// In the slot of a scene; its length in beats where the content is counted in seconds.
    Scene(usize, Option<f64>),
}

/// The stretch of content that a clip plays: all in beats, or in seconds for audio that is not warped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Content {
    pub start: f64,
    pub end: f64,
    pub looped: bool,
    /// Where playing begins, counted from `start`.
    pub offset: f64,
}

/// What every clip says of itself.
pub(super) struct Face<'a> {
    pub name: &'a str,
    pub color: u8,
    pub muted: bool,
    pub envelopes: &'a [ClipEnvelopeSpec<'a>],
}

impl Content {
    /// The content of a clip that is `length` long from `offset` on, or loops.
    pub fn of(offset: f64, length: f64, looped: Option<(f64, f64)>) -> Result<Self, EditError> {
        within("the length of a clip", length, 1e-4, 1e6, "beats")?;
        within("the offset of a clip", offset, -1e6, 1e6, "beats")?;
        let Some((start, end)) = looped else {
            return Ok(Self { start: offset, end: offset + length, looped: false, offset: 0.0 });
        };
        within("the length of a loop", end - start, 1e-4, 1e6, "beats")?;
        Ok(Self { start, end, looped: true, offset: offset - start })
    }
}

impl NewSet {
    /// Stamps a clip where it belongs and fills in what all clips have.
    pub(super) fn add_clip(
        &mut self,
        track: TrackHandle,
        home: Home,
        content: Content,
        face: &Face,
    ) -> Result<ClipHandle, EditError> {
        within("the colour", face.color.into(), 0.0, 69.0, "")?;
        let node = match home {
            Home::Arrangement { start, end } => {
                self.stamp_in_arrangement(track, start, end, face.name)?
            }
            Home::Scene(scene, _) => self.stamp_in_slot(track, scene, face.name)?,
        };
        let (from, to) = match home {
            Home::Arrangement { start, end } => (start, end),
            Home::Scene(_, beats) => {
                (content.start, beats.map_or(content.end, |it| content.start + it))
            }
        };
        self.tree.set_attr(node, "Time", &print_f64(from));
        self.set_number(node, "CurrentStart", from)?;
        self.set_number(node, "CurrentEnd", to)?;
        self.set_text(node, "Name", face.name)?;
        self.set_text(node, "Color", &face.color.to_string())?;
        self.set_bool(node, "Disabled", face.muted)?;
        self.write_loop(node, content)?;
        let time_signature = self.time_signature;
        let bar = self.need(node, "TimeSignature/TimeSignatures/RemoteableTimeSignature")?;
        self.set_text(bar, "Numerator", &time_signature.0.to_string())?;
        self.set_text(bar, "Denominator", &time_signature.1.to_string())?;
        self.clips.push(Entry { node, track, home });
        let clip = ClipHandle(self.clips.len() - 1);
        for envelope in face.envelopes {
            self.add_clip_envelope(clip, envelope)?;
        }
        Ok(clip)
    }

    fn write_loop(&mut self, node: NodeId, content: Content) -> Result<(), EditError> {
        let Content { start, end, looped, offset } = content;
        let marks = [
            ("LoopStart", start),
            ("LoopEnd", end),
            ("StartRelative", offset),
            ("OutMarker", end),
            ("HiddenLoopStart", start),
            ("HiddenLoopEnd", end),
        ];
        for (tag, at) in marks {
            self.set_number(node, &format!("Loop/{tag}"), at)?;
        }
        self.set_number(node, "ScrollerTimePreserver/LeftTime", start)?;
        self.set_number(node, "ScrollerTimePreserver/RightTime", end)?;
        self.set_bool(node, "Loop/LoopOn", looped)
    }

    fn stamp_in_arrangement(
        &mut self,
        track: TrackHandle,
        start: f64,
        end: f64,
        name: &str,
    ) -> Result<NodeId, EditError> {
        within("the start of a clip", start, 0.0, 1e6, "beats")?;
        let spans =
            self.clips.iter().filter(|it| it.track == track).filter_map(|it| match it.home {
                Home::Arrangement { start, end } => Some((it.node, start, end)),
                Home::Scene(..) => None,
            });
        let mut next: Option<(NodeId, f64)> = None;
        for (node, other_start, other_end) in spans {
            // Live keeps clips of a track apart: what overlaps by less than this is rounding.
            if start < other_end - 1e-6 && other_start < end - 1e-6 {
                let place =
                    format!("beats {start} to {end} are taken by the clip at {other_start}");
                return Err(unfit(name, place));
            }
            if end <= other_start + 1e-6 && next.is_none_or(|(_, at)| other_start < at) {
                next = Some((node, other_start));
            }
        }
        let (list, tag) = self.clip_list(track, name)?;
        let id = stamp::next_id(&self.tree, list);
        let Some((next, _)) = next else {
            return self.stamp_with(list, tag, id);
        };
        let element = super::class(self.schema, tag)?;
        let node = stamp::stamp_before(&mut self.tree, next, element, &mut self.pointees);
        self.tree.set_attr(node, "Id", &id.to_string());
        Ok(node)
    }

    fn stamp_in_slot(
        &mut self,
        track: TrackHandle,
        scene: usize,
        name: &str,
    ) -> Result<NodeId, EditError> {
        let (_, tag) = self.clip_list(track, name)?;
        let list = self.need(self.track(track)?.node, "DeviceChain/MainSequencer/ClipSlotList")?;
        let slot = self.tree.children(list).nth(scene);
        let value = slot.and_then(|it| self.tree.find(it, "ClipSlot/Value"));
        let Some(value) = value else {
            return Err(unfit(name, format!("there is no scene {scene}")));
        };
        if self.tree.children(value).next().is_some() {
            return Err(unfit(name, format!("the slot of scene {scene} is taken")));
        }
        self.stamp_with(value, tag, 0)
    }

    /// The arrangement's list of clips of a track, and their class.
    fn clip_list(
        &self,
        track: TrackHandle,
        name: &str,
    ) -> Result<(NodeId, &'static str), EditError> {
        let entry = self.track(track)?;
        let (inside, tag) = match entry.kind {
            TrackKind::Midi => ("ClipTimeable", "MidiClip"),
            TrackKind::Audio => ("Sample", "AudioClip"),
            _ => return Err(unfit(name, format!("{} holds no clips", entry.name))),
        };
        let path = format!("DeviceChain/MainSequencer/{inside}/ArrangerAutomation/Events");
        Ok((self.need(entry.node, &path)?, tag))
    }

    /// Refuses a clip of notes on a track of audio, and the other way round.
    pub(super) fn check_kind(
        &self,
        track: TrackHandle,
        kind: TrackKind,
        name: &str,
    ) -> Result<(), EditError> {
        let entry = self.track(track)?;
        match entry.kind == kind {
            true => Ok(()),
            false => Err(unfit(name, format!("{} does not play such clips", entry.name))),
        }
    }

    /// An envelope inside a clip.
    ///
    /// # Errors
    ///
    /// As [`automate`](Self::automate).
    pub fn add_clip_envelope(
        &mut self,
        clip: ClipHandle,
        spec: &ClipEnvelopeSpec,
    ) -> Result<(), EditError> {
        let entry = self.clips.get(clip.0).ok_or(EditError::Stranger("clip"))?;
        let (node, track) = (entry.node, entry.track);
        let aim = match spec.target {
            ClipTarget::Volume => self.aim(track, automation::Target::Volume)?,
            ClipTarget::Pan => self.aim(track, automation::Target::Pan)?,
            ClipTarget::Send(index) => self.aim(track, automation::Target::Send(index))?,
            ClipTarget::Param(device, path) => {
                self.aim(track, automation::Target::Param(device, path))?
            }
            ClipTarget::PitchBend => self.aim_controller(track, 0, -8192.0, 8191.0)?,
            ClipTarget::Pressure => self.aim_controller(track, 1, 0.0, 127.0)?,
            ClipTarget::Controller(number) => {
                within("the controller", number.into(), 0.0, 119.0, "")?;
                self.aim_controller(track, usize::from(number) + 2, 0.0, 127.0)?
            }
        };
        let list = self.need(node, "Envelopes/Envelopes")?;
        self.write_envelope(list, "ClipEnvelope", &aim, spec.points)?;
        Ok(())
    }
}
