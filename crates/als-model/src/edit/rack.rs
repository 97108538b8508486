//! Racks: chains, drum pads, macros.

use super::error::{unfit, within};
use super::mixer::{FADER_FLOOR, FADER_TOP};
use super::{DeviceHandle, EditError, NewSet, Place, TrackHandle};
use crate::number::print_f32;
use crate::schema::{Dial, Kind};
use crate::stamp;
use crate::tree::NodeId;

/// A chain of a rack, or a pad of a drum rack, of one [`NewSet`]. Copying it copies an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChainHandle(pub(super) usize);

/// The racks beside the drum rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rack {
    /// Notes in, sound out.
    Instrument,
    /// Sound in, sound out.
    AudioEffect,
    /// Notes in, notes out.
    MidiEffect,
}

/// A pad of a drum rack.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PadSpec<'a> {
    /// The name on the pad.
    pub name: &'a str,
    /// The note that strikes it, 0 to 127; Live's first pad is 36.
    pub note: u8,
    /// Pads of the same group, 1 to 16, cut each other off; 0 is no group.
    pub choke_group: u8,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub node: NodeId,
    pub rack: DeviceHandle,
    pub track: TrackHandle,
    pub note: Option<u8>,
}

impl NewSet {
    /// An empty drum rack.
    ///
    /// # Errors
    ///
    /// As [`add_device`](Self::add_device).
    pub fn add_drum_rack(&mut self, place: impl Into<Place>) -> Result<DeviceHandle, EditError> {
        self.add_device(place, "DrumGroupDevice")
    }

    /// An empty rack of another kind.
    ///
    /// # Errors
    ///
    /// As [`add_device`](Self::add_device).
    pub fn add_rack(
        &mut self,
        place: impl Into<Place>,
        rack: Rack,
    ) -> Result<DeviceHandle, EditError> {
        self.add_device(place, rack.tag())
    }

    /// A pad, to be given an instrument with [`add_simpler`](Self::add_simpler) or [`add_device`](Self::add_device).
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`]; [`EditError::Unfit`] when the rack is no drum rack or has a pad on this note.
    pub fn add_pad(
        &mut self,
        rack: DeviceHandle,
        spec: &PadSpec,
    ) -> Result<ChainHandle, EditError> {
        within("the note of a pad", spec.note.into(), 0.0, 127.0, "")?;
        within("the choke group", spec.choke_group.into(), 0.0, 16.0, "")?;
        if self.device(rack)?.class.tag() != "DrumGroupDevice" {
            return Err(unfit(spec.name, "only a drum rack has pads"));
        }
        if self.chains.iter().any(|it| it.rack == rack && it.note == Some(spec.note)) {
            return Err(unfit(spec.name, format!("another pad is struck by note {}", spec.note)));
        }
        let pad = self.add_branch(rack, "DrumBranch", spec.name, Some(spec.note))?;
        let node = self.chain(pad)?.node;
        // Live counts a pad's notes from the top.
        let receiving = 128 - u32::from(spec.note);
        self.set_text(node, "BranchInfo/ReceivingNote", &receiving.to_string())?;
        self.set_text(node, "BranchInfo/ChokeGroup", &spec.choke_group.to_string())?;
        Ok(pad)
    }

    /// A chain of a rack that is no drum rack.
    ///
    /// # Errors
    ///
    /// [`EditError::Unfit`] for what is no such rack.
    pub fn add_chain(&mut self, rack: DeviceHandle, name: &str) -> Result<ChainHandle, EditError> {
        let branch = match self.device(rack)?.class.tag() {
            "InstrumentGroupDevice" => "InstrumentBranch",
            "AudioEffectGroupDevice" => "AudioEffectBranch",
            "MidiEffectGroupDevice" => "MidiEffectBranch",
            other => return Err(unfit(name, format!("{other} has no chains like this"))),
        };
        self.add_branch(rack, branch, name, None)
    }

    /// A chain's or pad's fader as amplitude, 0 to 1.99526238 (+6 dB).
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`]; [`EditError::NoPath`] for a chain of notes.
    pub fn set_chain_volume(
        &mut self,
        chain: ChainHandle,
        amplitude: f64,
    ) -> Result<(), EditError> {
        let amplitude = within("the volume", amplitude, 0.0, 1.995_263, "amplitude")?;
        let amplitude = amplitude.clamp(FADER_FLOOR, FADER_TOP);
        let node = self.chain(chain)?.node;
        self.set_text(node, "MixerDevice/Volume/Manual", &print_f32(amplitude as f32))
    }

    /// A chain's or pad's panorama, −1 (left) to 1 (right).
    ///
    /// # Errors
    ///
    /// As [`set_chain_volume`](Self::set_chain_volume).
    pub fn set_chain_pan(&mut self, chain: ChainHandle, pan: f64) -> Result<(), EditError> {
        let pan = within("the panorama", pan, -1.0, 1.0, "")?;
        let node = self.chain(chain)?.node;
        self.set_text(node, "MixerDevice/Panorama/Manual", &print_f32(pan as f32))
    }

    /// What a macro, 0 to 15, is called.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`]; [`EditError::NoPath`] for what is no rack.
    pub fn name_macro(
        &mut self,
        rack: DeviceHandle,
        index: u8,
        name: &str,
    ) -> Result<(), EditError> {
        within("the macro", index.into(), 0.0, 15.0, "")?;
        self.set_param(rack, &format!("MacroDisplayNames.{index}"), name)
    }

    /// Turns a macro, 0 to 15, to a value of 0 to 127.
    ///
    /// # Errors
    ///
    /// As [`name_macro`](Self::name_macro).
    pub fn set_macro(
        &mut self,
        rack: DeviceHandle,
        index: u8,
        value: f64,
    ) -> Result<(), EditError> {
        within("the macro", index.into(), 0.0, 15.0, "")?;
        self.set_param(rack, &format!("MacroControls.{index}"), value)
    }

    /// Lets a macro of a rack turn a parameter of a device inside it, from `low` to `high`.
    ///
    /// # Errors
    ///
    /// As [`name_macro`](Self::name_macro) and [`set_param`](Self::set_param); [`EditError::Unfit`] when the parameter
    /// is turned already.
    pub fn map_macro(
        &mut self,
        rack: DeviceHandle,
        index: u8,
        device: DeviceHandle,
        path: &str,
        (low, high): (f64, f64),
    ) -> Result<(), EditError> {
        within("the macro", index.into(), 0.0, 15.0, "")?;
        self.spot(rack, &format!("MacroControls.{index}"))?;
        let spot = self.spot(device, path)?;
        let Kind::Parameter { dial, .. } = spot.element.kind() else {
            return Err(unfit(path, "only a parameter can be mapped"));
        };
        if self.tree.child(spot.node, "KeyMidi").is_some() {
            return Err(unfit(path, "a macro turns it already"));
        }
        if *dial != Dial::Switch {
            for (end, value) in [("Min", low), ("Max", high)] {
                let text = super::device::spell(spot.element, path, &value.into())?;
                if let Some(range) = self.tree.child(spot.node, "MidiControllerRange") {
                    self.set_text(range, end, &text)?;
                }
            }
        }
        let element = spot.element.child("KeyMidi").ok_or(EditError::Stranger("mapping"))?;
        let manual = self.need(spot.node, "Manual")?;
        let mapping = stamp::stamp_before(&mut self.tree, manual, element, &mut self.pointees);
        self.set_text(mapping, "NoteOrController", &index.to_string())
    }

    pub(super) fn chain(&self, chain: ChainHandle) -> Result<&Entry, EditError> {
        self.chains.get(chain.0).ok_or(EditError::Stranger("chain"))
    }

    fn add_branch(
        &mut self,
        rack: DeviceHandle,
        branch: &str,
        name: &str,
        note: Option<u8>,
    ) -> Result<ChainHandle, EditError> {
        let entry = self.device(rack)?;
        let (list, track) = (self.need(entry.node, "Branches")?, entry.track);
        let node = self.stamp_next(list, branch)?;
        self.name(node, name)?;
        let mixer = if branch == "MidiEffectBranch" {
            "MidiBranchMixerDevice"
        } else {
            "AudioBranchMixerDevice"
        };
        self.stamp_mixer_reference(node, mixer)?;
        self.chains.push(Entry { node, rack, track, note });
        Ok(ChainHandle(self.chains.len() - 1))
    }
}

impl Rack {
    const fn tag(self) -> &'static str {
        match self {
            Self::Instrument => "InstrumentGroupDevice",
            Self::AudioEffect => "AudioEffectGroupDevice",
            Self::MidiEffect => "MidiEffectGroupDevice",
        }
    }
}
