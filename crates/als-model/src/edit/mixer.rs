//! The mixer of a track: fader, panorama, sends, mute, delay, and where its sound goes.

use super::error::{unfit, within};
use super::track::TrackKind;
use super::{EditError, NewSet, TrackHandle};
use crate::number::print_f32;
use crate::schema::Version;

/// The softest that a fader or send can be, as amplitude: −70 dB, which Live shows as silence.
pub const FADER_FLOOR: f64 = 0.000_316_227_757_1;

/// The loudest that a fader can be, as amplitude: +6 dB.
pub const FADER_TOP: f64 = 1.995_262_38;

/// Where the sound of a track goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// The main track.
    Main,
    /// The group that the track is a member of.
    Group,
    /// Another track's input.
    Track(TrackHandle),
    /// Nowhere but the sends.
    SendsOnly,
    /// A stereo pair of the audio interface, counted from 0: the first is outputs 1 and 2.
    External(u8),
}

impl NewSet {
    /// The fader as amplitude, 0 to 1.99526238 (+6 dB); below −70 dB is silence. Unity is 1.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`].
    pub fn set_volume(&mut self, track: TrackHandle, amplitude: f64) -> Result<(), EditError> {
        let amplitude = within("the volume", amplitude, 0.0, 1.995_263, "amplitude")?;
        let amplitude = amplitude.clamp(FADER_FLOOR, FADER_TOP);
        self.set_mixer(track, "Volume/Manual", &print_f32(amplitude as f32))
    }

    /// The panorama, −1 (left) to 1 (right).
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`].
    pub fn set_pan(&mut self, track: TrackHandle, pan: f64) -> Result<(), EditError> {
        let pan = within("the panorama", pan, -1.0, 1.0, "")?;
        self.set_mixer(track, "Pan/Manual", &print_f32(pan as f32))
    }

    /// A send as amplitude, 0 to 1; `index` counts the returns from 0.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`]; [`EditError::NoPath`] when there are not so many returns.
    pub fn set_send(
        &mut self,
        track: TrackHandle,
        index: usize,
        amplitude: f64,
    ) -> Result<(), EditError> {
        let amplitude = within("the send", amplitude, 0.0, 1.0, "amplitude")?.max(FADER_FLOOR);
        let send = self.send(track, index)?;
        self.set_text(send, "Manual", &print_f32(amplitude as f32))
    }

    /// Whether the track is silenced by hand.
    ///
    /// # Errors
    ///
    /// [`EditError::Stranger`].
    pub fn set_mute(&mut self, track: TrackHandle, muted: bool) -> Result<(), EditError> {
        self.set_mixer(track, "Speaker/Manual", if muted { "false" } else { "true" })
    }

    /// Whether the track alone is heard.
    ///
    /// # Errors
    ///
    /// [`EditError::Stranger`].
    pub fn set_solo(&mut self, track: TrackHandle, solo: bool) -> Result<(), EditError> {
        self.set_mixer(track, "SoloSink", if solo { "true" } else { "false" })
    }

    /// Whether a group shows its members or a track its lanes.
    ///
    /// # Errors
    ///
    /// [`EditError::Stranger`].
    pub fn set_fold(&mut self, track: TrackHandle, folded: bool) -> Result<(), EditError> {
        let node = self.track(track)?.node;
        self.set_bool(node, "TrackUnfolded", !folded)
    }

    /// How much later than the others a track plays, in milliseconds; negative is earlier. −10 000 to 10 000.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`].
    pub fn set_track_delay(
        &mut self,
        track: TrackHandle,
        milliseconds: f64,
    ) -> Result<(), EditError> {
        within("the track delay", milliseconds, -10_000.0, 10_000.0, "ms")?;
        let node = self.track(track)?.node;
        self.set_text(node, "TrackDelay/Value", &print_f32(milliseconds as f32))
    }

    /// Where the track's sound goes.
    ///
    /// # Errors
    ///
    /// [`EditError::Unfit`] for a group output of a track outside of groups, for a track into itself, and
    /// for the main track.
    pub fn set_output(&mut self, track: TrackHandle, output: Output) -> Result<(), EditError> {
        let entry = self.track(track)?;
        let (node, name) = (entry.node, entry.name.clone());
        if entry.kind == TrackKind::Main {
            return Err(unfit(name, "the main track goes to the audio interface"));
        }
        if output == Output::Group && entry.group.is_none() {
            return Err(unfit(name, "it is a member of no group"));
        }
        if output == Output::Track(track) {
            return Err(unfit(name, "a track cannot feed itself"));
        }
        let main = match Version::LIVE_12_0 <= self.version {
            true => ["AudioOut/Main", "Main", ""],
            false => ["AudioOut/Master", "Master", ""],
        };
        let path = "DeviceChain/AudioOutputRouting";
        match output {
            Output::Main => self.route(node, path, main),
            Output::Group => self.route(node, path, ["AudioOut/GroupTrack", "Group", ""]),
            Output::SendsOnly => self.route(node, path, ["AudioOut/None", "Sends Only", ""]),
            Output::External(pair) => {
                let first = 2 * u32::from(pair) + 1;
                let target = format!("AudioOut/External/S{pair}");
                let lower = format!("{first}/{}", first + 1);
                self.route(node, path, [&target, "Ext. Out", &lower])
            }
            Output::Track(other) => {
                let other = self.track(other)?;
                let target = format!("AudioOut/Track.{}/TrackIn", other.id);
                let name = other.name.clone();
                self.route(node, path, [&target, &name, "Track In"])
            }
        }
    }

    /// Cuts a track off from inputs: nothing is recorded or monitored.
    ///
    /// # Errors
    ///
    /// [`EditError::Stranger`].
    pub fn set_input_none(&mut self, track: TrackHandle) -> Result<(), EditError> {
        let node = self.track(track)?.node;
        self.route(node, "DeviceChain/AudioInputRouting", ["AudioIn/None", "No Input", ""])?;
        self.route(node, "DeviceChain/MidiInputRouting", ["MidiIn/None", "No Input", ""])
    }

    /// The send of a track to a return.
    pub(super) fn send(
        &self,
        track: TrackHandle,
        index: usize,
    ) -> Result<crate::tree::NodeId, EditError> {
        let entry = self.track(track)?;
        let list = self.need(entry.node, "DeviceChain/Mixer/Sends")?;
        let holder = self.tree.children(list).nth(index);
        holder.and_then(|it| self.tree.find(it, "Send")).ok_or_else(|| EditError::NoPath {
            device: entry.name.clone(),
            path: format!("send {index}"),
            nearest: None,
        })
    }

    fn set_mixer(&mut self, track: TrackHandle, path: &str, text: &str) -> Result<(), EditError> {
        let node = self.track(track)?.node;
        self.set_text(node, &format!("DeviceChain/Mixer/{path}"), text)
    }
}
