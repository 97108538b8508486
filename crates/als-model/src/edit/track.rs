//! Tracks of all kinds, in Live's order: members behind their group, returns last.

use super::error::unfit;
use super::{BEFORE_ALL, EditError, NewSet, class};
use crate::number::print_f64;
use crate::schema::Version;
use crate::stamp;
use crate::tree::NodeId;

/// The first `Id` of a track; small as in sets that Live makes.
const FIRST_TRACK: usize = 8;

/// A track of one [`NewSet`]. Copying it copies an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrackHandle(pub(super) usize);

/// What a new track is called and where it goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrackSpec<'a> {
    /// The name in the header.
    pub name: &'a str,
    /// Live's palette, 0 to 69.
    pub color: u8,
    /// The group that it is a member of.
    pub group: Option<TrackHandle>,
    /// The note that goes with it.
    pub annotation: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TrackKind {
    Main,
    Midi,
    Audio,
    Group,
    Return,
}

impl TrackKind {
    const fn tag(self) -> &'static str {
        match self {
            Self::Main => "MainTrack",
            Self::Midi => "MidiTrack",
            Self::Audio => "AudioTrack",
            Self::Group => "GroupTrack",
            Self::Return => "ReturnTrack",
        }
    }

    const fn is_player(self) -> bool {
        matches!(self, Self::Midi | Self::Audio)
    }
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub node: NodeId,
    pub kind: TrackKind,
    pub name: String,
    pub id: usize,
    pub group: Option<TrackHandle>,
}

impl NewSet {
    /// The main track: what every other track ends up in.
    pub fn main(&self) -> TrackHandle {
        TrackHandle(0)
    }

    /// A track for notes.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`] for the colour, [`EditError::Unfit`] when `group` is no group.
    pub fn add_midi_track(&mut self, spec: &TrackSpec) -> Result<TrackHandle, EditError> {
        self.add_track(TrackKind::Midi, spec)
    }

    /// A track for audio.
    ///
    /// # Errors
    ///
    /// As [`add_midi_track`](Self::add_midi_track).
    pub fn add_audio_track(&mut self, spec: &TrackSpec) -> Result<TrackHandle, EditError> {
        self.add_track(TrackKind::Audio, spec)
    }

    /// A group, which may itself be a member of a group.
    ///
    /// # Errors
    ///
    /// As [`add_midi_track`](Self::add_midi_track).
    pub fn add_group(&mut self, spec: &TrackSpec) -> Result<TrackHandle, EditError> {
        self.add_track(TrackKind::Group, spec)
    }

    /// A return; the first is send 0. Every track gets a send to it, closed.
    ///
    /// # Errors
    ///
    /// As [`add_midi_track`](Self::add_midi_track); a return is a member of no group.
    pub fn add_return(&mut self, spec: &TrackSpec) -> Result<TrackHandle, EditError> {
        let track = self.add_track(TrackKind::Return, spec)?;
        let list = self.need(self.live_set, "SendsPre")?;
        self.stamp_next(list, "SendPreBool")?;
        for index in 0..self.tracks.len() {
            if TrackHandle(index) != track {
                self.add_send(index)?;
            }
        }
        Ok(track)
    }

    /// How many returns there are.
    pub fn returns(&self) -> usize {
        self.tracks.iter().filter(|it| it.kind == TrackKind::Return).count()
    }

    pub(super) fn track(&self, track: TrackHandle) -> Result<&Entry, EditError> {
        self.tracks.get(track.0).ok_or(EditError::Stranger("track"))
    }

    /// Takes the main track of the skeleton in, with the two envelopes that it always has.
    pub(super) fn adopt_main(&mut self) -> Result<(), EditError> {
        let is_twelve = Version::LIVE_12_0 <= self.version;
        let name = if is_twelve { "MainTrack" } else { "MasterTrack" };
        let node = self.need(self.live_set, name)?;
        let name = if is_twelve { "Main" } else { "Master" }.to_owned();
        self.tracks.push(Entry { node, kind: TrackKind::Main, name, id: 0, group: None });
        let list = self.need(node, "AutomationEnvelopes/Envelopes")?;
        for (path, event, value) in
            [("TimeSignature", "EnumEvent", "201"), ("Tempo", "FloatEvent", "120")]
        {
            let target = self.need(node, &format!("DeviceChain/Mixer/{path}/AutomationTarget"))?;
            let target = self.tree.attr(target, "Id").unwrap_or_default().into_owned();
            let envelope = self.stamp_next(list, "AutomationEnvelope")?;
            self.set_text(envelope, "EnvelopeTarget/PointeeId", &target)?;
            let events = self.need(envelope, "Automation/Events")?;
            let event = self.stamp_next(events, event)?;
            self.tree.set_attr(event, "Time", &print_f64(BEFORE_ALL));
            self.tree.set_attr(event, "Value", value);
        }
        Ok(())
    }

    fn add_track(&mut self, kind: TrackKind, spec: &TrackSpec) -> Result<TrackHandle, EditError> {
        super::error::within("the colour", spec.color.into(), 0.0, 69.0, "")?;
        let parent = self.check_group(kind, spec)?;
        let element = class(self.schema, kind.tag())?;
        let list = self.need(self.live_set, "Tracks")?;
        let node = match self.successor(kind, spec.group) {
            Some(next) => stamp::stamp_before(&mut self.tree, next, element, &mut self.pointees),
            None => stamp::stamp(&mut self.tree, list, element, &mut self.pointees),
        };
        let id = FIRST_TRACK + self.tracks.len();
        self.tree.set_attr(node, "Id", &id.to_string());
        self.name(node, spec.name)?;
        self.set_text(node, "Name/Annotation", spec.annotation)?;
        self.set_text(node, "Color", &spec.color.to_string())?;
        if let Some(parent) = parent {
            self.set_text(node, "TrackGroupId", &parent.to_string())?;
            self.route(
                node,
                "DeviceChain/AudioOutputRouting",
                ["AudioOut/GroupTrack", "Group", ""],
            )?;
        }
        let index = self.tracks.len();
        self.tracks.push(Entry { node, kind, name: spec.name.to_owned(), id, group: spec.group });
        for _ in 0..self.returns() {
            self.add_send(index)?;
        }
        for _ in 0..self.scenes {
            self.add_slot(index)?;
        }
        Ok(TrackHandle(index))
    }

    /// The `Id` of the group to be, or why it is none.
    fn check_group(&self, kind: TrackKind, spec: &TrackSpec) -> Result<Option<usize>, EditError> {
        let Some(group) = spec.group else {
            return Ok(None);
        };
        let group = self.track(group)?;
        if kind == TrackKind::Return {
            return Err(unfit(spec.name, "a return is a member of no group"));
        }
        if group.kind != TrackKind::Group {
            return Err(unfit(spec.name, format!("{} is no group", group.name)));
        }
        Ok(Some(group.id))
    }

    /// The track before which a new one goes; `None` for the end of the list.
    fn successor(&self, kind: TrackKind, group: Option<TrackHandle>) -> Option<NodeId> {
        if kind == TrackKind::Return {
            return None;
        }
        let list = self.tree.find(self.live_set, "Tracks")?;
        let behind = group.and_then(|it| self.tracks.get(it.0)).map(|it| it.node);
        let mut seen = behind.is_none();
        self.tree.children(list).find(|node| {
            let entry = self.tracks.iter().find(|it| it.node == *node);
            let is_new_ground = match group {
                Some(group) => !entry.is_some_and(|it| self.is_inside(it, group)),
                None => entry.is_some_and(|it| it.kind == TrackKind::Return),
            };
            let before = seen && is_new_ground;
            seen |= Some(*node) == behind;
            before
        })
    }

    /// Whether a track is a member of a group, at any depth.
    fn is_inside(&self, track: &Entry, group: TrackHandle) -> bool {
        let up = |it: TrackHandle| self.tracks.get(it.0).and_then(|it| it.group);
        std::iter::successors(track.group, |it| up(*it)).any(|it| it == group)
    }

    /// A send to the newest return, open to use on all tracks but returns.
    fn add_send(&mut self, track: usize) -> Result<(), EditError> {
        let Entry { node, kind, .. } = *self.track_at(track)?;
        if kind == TrackKind::Main {
            return Ok(());
        }
        let list = self.need(node, "DeviceChain/Mixer/Sends")?;
        let holder = self.stamp_next(list, "TrackSendHolder")?;
        let switch = if Version::LIVE_12_0 <= self.version { "EnabledByUser" } else { "Active" };
        self.set_bool(holder, switch, kind != TrackKind::Return)
    }

    /// The slots of one more scene.
    pub(super) fn add_slot(&mut self, track: usize) -> Result<(), EditError> {
        let Entry { node, kind, .. } = *self.track_at(track)?;
        if kind.is_player() {
            for list in [
                "DeviceChain/MainSequencer/ClipSlotList",
                "DeviceChain/FreezeSequencer/ClipSlotList",
            ] {
                let list = self.need(node, list)?;
                self.stamp_next(list, "ClipSlot")?;
            }
        }
        if kind == TrackKind::Group {
            let list = self.need(node, "Slots")?;
            self.stamp_next(list, "GroupTrackSlot")?;
            // Groups can be frozen from Live 12.3 on: only then do they have slots for it.
            if Version::LIVE_12_3 <= self.version {
                let list = self.need(node, "DeviceChain/FreezeSequencer/ClipSlotList")?;
                self.stamp_next(list, "ClipSlot")?;
            }
        }
        Ok(())
    }

    fn track_at(&self, index: usize) -> Result<&Entry, EditError> {
        self.track(TrackHandle(index))
    }

    /// Gives a track or chain the name that its user chose.
    pub(super) fn name(&mut self, node: NodeId, name: &str) -> Result<(), EditError> {
        self.set_text(node, "Name/EffectiveName", name)?;
        self.set_text(node, "Name/UserName", name)
    }

    /// Writes a routing: target, upper and lower menu.
    pub(super) fn route(
        &mut self,
        node: NodeId,
        path: &str,
        to: [&str; 3],
    ) -> Result<(), EditError> {
        let routing = self.need(node, path)?;
        for (tag, text) in
            ["Target", "UpperDisplayString", "LowerDisplayString"].into_iter().zip(to)
        {
            self.set_text(routing, tag, text)?;
        }
        Ok(())
    }
}
