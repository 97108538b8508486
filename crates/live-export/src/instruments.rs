//! Instruments as devices: a kit as a Drum Rack of Simplers, a sampler as a Simpler, a synth and a plug-in as itself.

use std::collections::BTreeSet;

use als_model::edit::{
    DeviceHandle, FilterKind, PadSpec, PluginIdentity, PluginSpec, SampleSpec, Setting,
    SimplerFilter, SimplerSpec, TrackHandle,
};
use music_types::instrument::{PAD_VELOCITY, VOICE_VELOCITY};
use music_types::{Instrument, Pad, Pitch, Role, SamplerVoice, SynthPatch};
use plugin_inventory::{Plugin, PluginId};

use crate::error::{At, ExportError};
use crate::request::Content;
use crate::stage::{Seat, Stage};
use crate::units;

/// The top of Simpler's resonance, where ours is 1.
const RESONANCE_TOP: f64 = 1.25;

/// A parameter that transposes what a part plays, in semitones, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tuning {
    /// The device.
    pub device: DeviceHandle,
    /// The parameter's path.
    pub path: &'static str,
    /// Where it stands, in semitones.
    pub rest: f64,
}

/// Where the envelope of Simpler's filter rests while a key is held, 0 to 1.
const FILTER_SUSTAIN: &str = "Filter/Slot/Value/SimplerFilter/Envelope/SustainLevel";

/// Simpler's transposition.
const SIMPLER_TUNING: &str = "Pitch/TransposeKey";

/// The transposition of those of Live's synths that have one, by class.
const SYNTH_TUNINGS: [(&str, &str); 3] = [
    ("Drift", "Global_Transpose"),
    ("Operator", "Globals/Transpose"),
    ("InstrumentVector", "Voice_Global_Transpose"),
];

impl<'a> Stage<'a> {
    /// Puts a part's instrument on its track; the parameters that transpose it.
    pub fn add_instrument(&mut self, seat: Seat<'a>) -> Result<Vec<Tuning>, ExportError> {
        let place = seat.part.name.as_str();
        match seat.instrument {
            Some(Instrument::Kit(pads)) => self.add_kit(seat, pads),
            Some(Instrument::Sampler(voice)) => {
                Ok(vec![self.add_sampler(seat.track, voice, place)?])
            }
            Some(Instrument::Synth(patch)) => self.add_synth(seat.track, patch, place),
            Some(Instrument::Plugin(id)) => self.add_plugin(seat.track, id, place),
            Some(Instrument::Audio) | None => Ok(Vec::new()),
        }
    }

    /// A Drum Rack with a pad for each sound that the part strikes; slices of a voice are all there, to be played on.
    fn add_kit(&mut self, seat: Seat<'a>, pads: &'a [Pad]) -> Result<Vec<Tuning>, ExportError> {
        let place = seat.part.name.as_str();
        let struck = struck(seat, pads)?;
        let rack = self.set.add_drum_rack(seat.track).at(place)?;
        self.set.rename_device(rack, kit_name(place)).at(place)?;
        let mut tunings = Vec::new();
        let is_whole = seat.part.role == Role::VocalChop;
        for pad in pads.iter().filter(|it| is_whole || struck.contains(&it.key)) {
            let place = format!("the pad {} of {place}", pad.name);
            let spec = PadSpec {
                name: &pad.name,
                note: pad.key.key(),
                choke_group: pad.choke.unwrap_or(0).min(16),
            };
            let chain = self.set.add_pad(rack, &spec).at(&place)?;
            self.set.set_chain_volume(chain, units::fader(pad.gain)).at(&place)?;
            self.set.set_chain_pan(chain, pad.pan.0.clamp(-1.0, 1.0)).at(&place)?;
            let sample = self.sample(&pad.sample.0, &place)?;
            let (semitones, cents) = units::tuning(pad.tune);
            let spec = SimplerSpec {
                transpose_semitones: semitones,
                velocity_to_volume: PAD_VELOCITY,
                ..SimplerSpec::one_shot(&pad.name, sample)
            };
            let device = self.set.add_simpler(chain, &spec).at(&place)?;
            self.fine_tune(device, cents, &place)?;
            tunings.push(Tuning { device, path: SIMPLER_TUNING, rest: semitones.into() });
        }
        Ok(tunings)
    }

    /// A Simpler in its classic mode.
    fn add_sampler(
        &mut self,
        track: TrackHandle,
        voice: &'a SamplerVoice,
        place: &str,
    ) -> Result<Tuning, ExportError> {
        let sample = self.sample(&voice.sample.0, place)?;
        let spec = SimplerSpec { name: &voice.name, ..classic(voice, sample) };
        let device = self.set.add_simpler(track, &spec).at(place)?;
        if voice.low_pass.is_some() {
            // The loudness envelope opens the filter, so its envelope rests where the loudness does.
            self.set.set_param(device, FILTER_SUSTAIN, spec.sustain).at(place)?;
        }
        if voice.voices <= 1 && 0.0 < voice.glide.0 {
            // Menu: off, portamento, glide; glide moves between notes that overlap.
            self.set.set_param(device, "Globals/PortamentoMode", 2).at(place)?;
            let time = Setting::Number(units::milliseconds(voice.glide));
            self.set_held(device, "OriginalSimpler", "Globals/PortamentoTime", &time, place)?;
        }
        for (path, value) in &voice.settings {
            self.set_held(device, "OriginalSimpler", path, &Setting::Number(*value), place)?;
        }
        Ok(Tuning { device, path: SIMPLER_TUNING, rest: 0.0 })
    }

    /// One of Live's own synths, set as the patch says.
    fn add_synth(
        &mut self,
        track: TrackHandle,
        patch: &SynthPatch,
        place: &str,
    ) -> Result<Vec<Tuning>, ExportError> {
        let place = format!("{} on {place}", patch.device);
        let device = self.set.add_device(track, &patch.device).at(&place)?;
        self.set.rename_device(device, &patch.name).at(&place)?;
        for (path, value) in &patch.settings {
            self.set_held(device, &patch.device, path, &Setting::Number(*value), &place)?;
        }
        let Some((_, path)) = SYNTH_TUNINGS.iter().find(|it| it.0 == patch.device) else {
            return Ok(Vec::new());
        };
        let rest = self.set.param(device, path).at(&place)?;
        Ok(vec![Tuning { device, path, rest }])
    }

    /// A plug-in as it opens by itself. What it has to transpose with is not known.
    fn add_plugin(
        &mut self,
        track: TrackHandle,
        id: &str,
        place: &str,
    ) -> Result<Vec<Tuning>, ExportError> {
        let plugin = self.plugin(id, place)?;
        self.put_plugin(track, plugin, true, place)?;
        Ok(Vec::new())
    }

    /// A plug-in as a device, in the state that it opens in.
    pub fn put_plugin(
        &mut self,
        track: TrackHandle,
        plugin: &Plugin,
        is_instrument: bool,
        place: &str,
    ) -> Result<DeviceHandle, ExportError> {
        let none = || ExportError::NoPlugin { part: place.to_owned(), plugin: plugin.name.clone() };
        let spec = PluginSpec {
            name: &plugin.name,
            maker: &plugin.vendor,
            identity: plugin.id.map(identity).ok_or_else(none)?,
            is_instrument,
            path: plugin.path.as_deref().unwrap_or_default(),
        };
        let place = format!("{} on {place}", plugin.name);
        self.set.add_plugin(track, &spec).at(&place)
    }

    fn fine_tune(
        &mut self,
        device: DeviceHandle,
        cents: f64,
        place: &str,
    ) -> Result<(), ExportError> {
        if cents == 0.0 {
            return Ok(());
        }
        self.set.set_param(device, "Pitch/TransposeFine", cents).at(place)
    }

    /// A file with the facts that the set keeps of it.
    pub fn sample(&self, path: &'a str, place: &str) -> Result<SampleSpec<'a>, ExportError> {
        let facts = self.facts(path, place)?;
        Ok(SampleSpec {
            path,
            absolute: "",
            bytes: facts.bytes,
            crc: facts.crc,
            modified: facts.modified,
            frames: facts.frames,
            rate: facts.rate,
        })
    }
}

/// An id of the inventory in Live's words.
const fn identity(id: PluginId) -> PluginIdentity {
    match id {
        PluginId::Vst2(number) => PluginIdentity::Vst2(number),
        PluginId::Vst3(fields) => PluginIdentity::Vst3(fields),
        PluginId::Au([kind, subtype, maker]) => {
            PluginIdentity::Au([kind.cast_signed(), subtype.cast_signed(), maker.cast_signed()])
        }
    }
}

/// The keys that a part strikes, each of which has a pad.
fn struck(seat: Seat, pads: &[Pad]) -> Result<BTreeSet<Pitch>, ExportError> {
    let there: BTreeSet<Pitch> = pads.iter().map(|it| it.key).collect();
    let mut struck = BTreeSet::new();
    for clip in &seat.part.clips {
        let Content::Notes(phrase) = &clip.content else { continue };
        for note in phrase.notes() {
            if !there.contains(&note.pitch) {
                return Err(ExportError::NoPad {
                    part: seat.part.name.clone(),
                    clip: clip.name.clone(),
                    key: note.pitch.key(),
                });
            }
            struck.insert(note.pitch);
        }
    }
    Ok(struck)
}

/// A Simpler that plays a voice: envelope, loop and filter.
fn classic<'a>(voice: &SamplerVoice, sample: SampleSpec<'a>) -> SimplerSpec<'a> {
    let envelope = voice.envelope;
    let end = sample.frames.max(1);
    let looped = voice.sustain.map(|(from, to)| {
        let to = units::frame(to, sample.rate).clamp(2, end.max(2));
        (units::frame(from, sample.rate).min(to - 2), to)
    });
    SimplerSpec {
        attack_ms: units::milliseconds(envelope.attack).clamp(0.1, 20_000.0),
        decay_ms: units::milliseconds(envelope.decay).clamp(1.0, 60_000.0),
        sustain: units::factor(envelope.sustain).min(1.0),
        release_ms: units::milliseconds(envelope.release).clamp(1.0, 60_000.0),
        voices: voice.voices.clamp(1, 32),
        velocity_to_volume: VOICE_VELOCITY,
        region: looped.map(|(_, to)| (0, to.min(end))),
        loop_from: looped.map(|(from, _)| from),
        filter: voice.low_pass.map(|it| SimplerFilter {
            kind: FilterKind::LowPass,
            frequency_hz: it.cutoff.0.clamp(30.0, 22_000.0),
            resonance: (it.resonance * RESONANCE_TOP).clamp(0.0, RESONANCE_TOP),
            envelope_semitones: (it.opens * 12.0).clamp(-72.0, 72.0),
        }),
        ..SimplerSpec::classic("", sample, voice.root.key())
    }
}

/// `KICK` for `01 KICK`.
fn kit_name(part: &str) -> &str {
    part.trim_start_matches(|it: char| it.is_ascii_digit() || it == ' ')
}
