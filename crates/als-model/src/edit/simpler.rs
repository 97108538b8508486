//! Simpler: one sample, played over the keys or struck as a drum.

use super::error::within;
use super::{DeviceHandle, EditError, NewSet, Place, SampleSpec};
use crate::number::print_f64;
use crate::tree::NodeId;

/// How a Simpler plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Playback {
    /// As long as the key is down, with a loop if there is one.
    Classic,
    /// To the end, however short the key is down.
    OneShot,
    /// Each slice on a key of its own.
    Slicing,
}

/// What the filter lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterKind {
    /// What lies below.
    LowPass,
    /// What lies above.
    HighPass,
    /// What lies around.
    BandPass,
    /// All but what lies around.
    Notch,
}

/// The filter of a Simpler.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimplerFilter {
    /// What it lets through.
    pub kind: FilterKind,
    /// Where it cuts, 30 to 22 000 Hz.
    pub frequency_hz: f64,
    /// 0 to 1.25.
    pub resonance: f64,
    /// How far its envelope opens it, −72 to 72 semitones. The envelope falls with the decay of the voice.
    pub envelope_semitones: f64,
}

/// A Simpler and what it plays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimplerSpec<'a> {
    /// The name in the title bar.
    pub name: &'a str,
    /// The file.
    pub sample: SampleSpec<'a>,
    /// How it plays.
    pub playback: Playback,
    /// The key on which the sample sounds as recorded, 0 to 127.
    pub root_key: u8,
    /// How much the sample is off that key, to be made good: −50 to 50 cents.
    pub detune_cents: f64,
    /// −48 to 48 semitones.
    pub transpose_semitones: i8,
    /// −36 to 36 dB. Live's own default is −12.
    pub volume_db: f64,
    /// −1 (left) to 1 (right).
    pub pan: f64,
    /// How much the velocity says about the volume, 0 to 1.
    pub velocity_to_volume: f64,
    /// 0.1 to 20 000 ms; for a one-shot the fade in, 0 to 2000 ms.
    pub attack_ms: f64,
    /// 1 to 60 000 ms.
    pub decay_ms: f64,
    /// As amplitude, 0 to 1.
    pub sustain: f64,
    /// 1 to 60 000 ms; for a one-shot the fade out, 0 to 2000 ms.
    pub release_ms: f64,
    /// How many keys may sound at once: 1 to 8, 10, 12, 14, 16, 20, 24, 32; what lies between is rounded down.
    pub voices: u8,
    /// First frame that plays, and the one behind the last; `None` for all.
    pub region: Option<(u64, u64)>,
    /// A loop, as first frame; it ends where the region ends.
    pub loop_from: Option<u64>,
    /// A filter; `None` for none.
    pub filter: Option<SimplerFilter>,
}

/// How many voices each step of the voices' menu stands for.
const VOICES: [u8; 15] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32];

impl<'a> SimplerSpec<'a> {
    /// A drum: the whole sample on each stroke, one voice, louder when struck harder.
    pub fn one_shot(name: &'a str, sample: SampleSpec<'a>) -> Self {
        Self {
            playback: Playback::OneShot,
            attack_ms: 0.0,
            release_ms: 0.1,
            voices: 1,
            ..Self::classic(name, sample, 60)
        }
    }

    /// A voice to play melodies and chords with, recorded on `root_key`.
    pub fn classic(name: &'a str, sample: SampleSpec<'a>, root_key: u8) -> Self {
        Self {
            name,
            sample,
            playback: Playback::Classic,
            root_key,
            detune_cents: 0.0,
            transpose_semitones: 0,
            volume_db: 0.0,
            pan: 0.0,
            velocity_to_volume: 0.45,
            attack_ms: 0.1,
            decay_ms: 600.0,
            sustain: 1.0,
            release_ms: 50.0,
            voices: 8,
            region: None,
            loop_from: None,
            filter: None,
        }
    }
}

impl NewSet {
    /// A Simpler on a track, in a chain or on a drum pad.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`] and [`EditError::Unfit`] for what the fields of the spec forbid.
    pub fn add_simpler(
        &mut self,
        place: impl Into<Place>,
        spec: &SimplerSpec,
    ) -> Result<DeviceHandle, EditError> {
        let (first, behind) = region(spec)?;
        let device = self.add_device(place, "OriginalSimpler")?;
        let node = self.device(device)?.node;
        self.rename_device(device, spec.name)?;
        self.add_zone(node, spec, first, behind)?;
        self.set_param(device, "Globals/PlaybackMode", spec.playback as i32)?;
        self.set_param(device, "Globals/NumVoices", voices(spec.voices) as i64)?;
        self.set_param(device, "Pitch/TransposeKey", f64::from(spec.transpose_semitones))?;
        self.set_param(device, "VolumeAndPan/Volume", spec.volume_db)?;
        self.set_param(device, "VolumeAndPan/VolumeVelScale", spec.velocity_to_volume)?;
        self.set_param(device, "VolumeAndPan/Panorama", spec.pan)?;
        self.shape(device, spec)?;
        if let Some(from) = spec.loop_from {
            within(
                "the start of the loop",
                from as f64,
                first as f64,
                behind as f64 - 1.0,
                "frames",
            )?;
            self.set_param(device, "Player/LoopModulators/LoopOn", true)?;
            let share = (behind - from) as f64 / (behind - first) as f64;
            self.set_param(device, "Player/LoopModulators/LoopLength", share)?;
        }
        if let Some(filter) = spec.filter {
            self.add_filter(device, spec, filter)?;
        }
        Ok(device)
    }

    /// The envelope of the volume, or the fades of a one-shot.
    fn shape(&mut self, device: DeviceHandle, spec: &SimplerSpec) -> Result<(), EditError> {
        if spec.playback == Playback::OneShot {
            self.set_param(device, "VolumeAndPan/OneShotEnvelope/FadeInTime", spec.attack_ms)?;
            return self.set_param(
                device,
                "VolumeAndPan/OneShotEnvelope/FadeOutTime",
                spec.release_ms,
            );
        }
        let envelope = "VolumeAndPan/Envelope";
        self.set_param(device, &format!("{envelope}/AttackTime"), spec.attack_ms)?;
        self.set_param(device, &format!("{envelope}/DecayTime"), spec.decay_ms)?;
        self.set_param(
            device,
            &format!("{envelope}/SustainLevel"),
            spec.sustain.max(super::mixer::FADER_FLOOR),
        )?;
        self.set_param(device, &format!("{envelope}/ReleaseTime"), spec.release_ms)
    }

    /// The one zone of a Simpler: the sample over all keys.
    fn add_zone(
        &mut self,
        node: NodeId,
        spec: &SimplerSpec,
        first: u64,
        behind: u64,
    ) -> Result<(), EditError> {
        within("the root key", spec.root_key.into(), 0.0, 127.0, "")?;
        within("the detuning", spec.detune_cents, -50.0, 50.0, "cents")?;
        let list = self.need(node, "Player/MultiSampleMap/SampleParts")?;
        let zone = self.stamp_next(list, "MultiSamplePart")?;
        self.set_text(zone, "Name", spec.name)?;
        self.set_text(zone, "RootKey", &spec.root_key.to_string())?;
        self.set_text(zone, "Detune", &print_f64(spec.detune_cents))?;
        self.set_text(zone, "SampleStart", &first.to_string())?;
        self.set_text(zone, "SampleEnd", &(behind - 1).to_string())?;
        for (path, start) in
            [("SustainLoop", spec.loop_from.unwrap_or(first)), ("ReleaseLoop", first)]
        {
            self.set_text(zone, &format!("{path}/Start"), &start.to_string())?;
            self.set_text(zone, &format!("{path}/End"), &(behind - 1).to_string())?;
        }
        let reference = self.need(zone, "SampleRef")?;
        self.refer(reference, &spec.sample)?;
        let markers = self.need(zone, "SampleWarpProperties/WarpMarkers")?;
        self.write_markers(markers, &[(0.0, 0.0)])
    }

    fn add_filter(
        &mut self,
        device: DeviceHandle,
        spec: &SimplerSpec,
        filter: SimplerFilter,
    ) -> Result<(), EditError> {
        let node = self.device(device)?.node;
        let slot = self.need(node, "Filter/Slot/Value")?;
        self.stamp_next(slot, "SimplerFilter")?;
        self.set_param(device, "Filter/IsOn", true)?;
        let at = |name: &str| format!("Filter/Slot/Value/SimplerFilter/{name}");
        self.set_param(device, &at("Type"), filter.kind as i32)?;
        self.set_param(device, &at("Freq"), filter.frequency_hz)?;
        self.set_param(device, &at("Res"), filter.resonance)?;
        self.set_param(device, &at("Envelope/IsOn"), filter.envelope_semitones != 0.0)?;
        self.set_param(device, &at("Envelope/Amount"), filter.envelope_semitones)?;
        self.set_param(device, &at("Envelope/AttackTime"), spec.attack_ms.max(0.1))?;
        self.set_param(device, &at("Envelope/DecayTime"), spec.decay_ms)?;
        self.set_param(device, &at("Envelope/ReleaseTime"), spec.release_ms.max(1.0))
    }

    /// Warp markers in order, and the one behind the last that Live always writes: 1/32 beat on, on the same slope.
    pub(super) fn write_markers(
        &mut self,
        list: NodeId,
        markers: &[(f64, f64)],
    ) -> Result<(), EditError> {
        let seconds_a_beat = match markers {
            [.., (from, a), (to, b)] => (to - from) / (b - a),
            _ => 60.0 / self.tempo,
        };
        let beyond = markers
            .last()
            .map(|(seconds, beat)| (seconds + seconds_a_beat / 32.0, beat + 1.0 / 32.0));
        for (id, (seconds, beat)) in markers.iter().copied().chain(beyond).enumerate() {
            let marker = self.stamp_with(list, "WarpMarker", id as u64)?;
            self.tree.set_attr(marker, "SecTime", &print_f64(seconds));
            self.tree.set_attr(marker, "BeatTime", &print_f64(beat));
        }
        Ok(())
    }
}

/// The frames that play.
fn region(spec: &SimplerSpec) -> Result<(u64, u64), EditError> {
    let frames = spec.sample.frames;
    let (first, behind) = spec.region.unwrap_or((0, frames));
    within("the end of the sample", behind as f64, 1.0, frames as f64, "frames")?;
    within("the start of the sample", first as f64, 0.0, behind as f64 - 1.0, "frames")?;
    Ok((first, behind))
}

/// The step of the voices' menu for at most so many.
fn voices(wanted: u8) -> usize {
    VOICES.iter().rposition(|it| *it <= wanted).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_are_a_step_of_the_menu() {
        assert_eq!([0, 1, 6, 9, 32, 200].map(voices), [0, 0, 5, 7, 14, 14]);
    }
}
