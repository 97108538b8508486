//! A set with everything in it, stamped for any version.

use als_model::edit::*;
use als_model::schema::{Schema, Version};
use als_model::tree::Tree;

/// A sample that no disk holds.
pub fn sample(path: &str) -> SampleSpec<'_> {
    SampleSpec {
        path,
        absolute: "",
        bytes: 52_964,
        crc: 4_711,
        modified: 1_700_000_000,
        frames: 8_820,
        rate: 44_100,
    }
}

fn spec(name: &str) -> TrackSpec<'_> {
    TrackSpec { name, color: 7, group: None, annotation: "" }
}

/// Every kind of track, clip, rack, device, envelope that can be written.
pub fn rich_set(version: Version) -> Result<Tree, EditError> {
    let mut set = NewSet::new(version)?;
    set.set_tempo(126.0)?;
    set.set_time_signature(4, 4)?;
    set.set_scale(5, Scale::Minor)?;
    set.set_loop(0.0, 64.0)?;
    set.set_annotation("made by hand & \"stamped\"")?;
    let hall = set.add_return(&spec("Hall"))?;
    let drums = set.add_group(&spec("DRUMS"))?;
    let inner = set.add_group(&TrackSpec { group: Some(drums), ..spec("TOPS") })?;
    let kick = set.add_midi_track(&TrackSpec { group: Some(drums), ..spec("Kick") })?;
    let hats = set.add_midi_track(&TrackSpec { group: Some(inner), ..spec("Hats") })?;
    let vocal = set.add_audio_track(&spec("Vocal"))?;
    let bass = set.add_midi_track(&spec("Bass"))?;
    set.add_return(&spec("Delay"))?;
    for name in ["Intro", "Drop"] {
        set.add_scene(&SceneSpec { name, ..SceneSpec::default() })?;
        set.add_locator(0.0, name, "")?;
    }
    mix(&mut set, [hall, drums, kick, hats, vocal, bass])?;
    instruments(&mut set, [kick, hats, bass])?;
    effects(&mut set, vocal, kick)?;
    clips(&mut set, [kick, vocal])?;
    set.finish()
}

fn mix(
    set: &mut NewSet,
    [hall, drums, kick, hats, vocal, bass]: [TrackHandle; 6],
) -> Result<(), EditError> {
    set.set_volume(kick, 0.8)?;
    set.set_pan(hats, -0.25)?;
    set.set_send(vocal, 0, 0.3)?;
    set.set_mute(bass, true)?;
    set.set_fold(drums, true)?;
    set.set_track_delay(hats, -3.5)?;
    set.set_output(bass, Output::Track(vocal))?;
    set.automate(vocal, Target::Volume, &[Point::new(0.0, 0.0), Point::new(16.0, 1.0)])?;
    set.automate(
        vocal,
        Target::Send(1),
        &[
            Point { curve: Some([0.2, 0.8, 0.4, 0.9]), ..Point::new(0.0, 0.1) },
            Point::new(8.0, 0.5),
        ],
    )?;
    set.automate(hall, Target::Pan, &[Point::new(0.0, 0.5)])?;
    set.automate(drums, Target::TrackOn, &[Point::new(0.0, 1.0), Point::new(4.0, 0.0)])?;
    set.automate(set.main(), Target::Tempo, &[Point::new(0.0, 126.0), Point::new(64.0, 128.0)])
}

fn instruments(set: &mut NewSet, [kick, hats, bass]: [TrackHandle; 3]) -> Result<(), EditError> {
    let rack = set.add_drum_rack(kick)?;
    let pad = set.add_pad(rack, &PadSpec { name: "Kick", note: 36, choke_group: 0 })?;
    set.add_simpler(pad, &SimplerSpec::one_shot("Kick", sample("Samples/Imported/kick.wav")))?;
    set.automate(kick, Target::ChainVolume(pad), &[Point::new(0.0, 1.0)])?;
    let rack = set.add_rack(hats, Rack::Instrument)?;
    let chain = set.add_chain(rack, "Hat")?;
    let filter = SimplerFilter {
        kind: FilterKind::HighPass,
        frequency_hz: 400.0,
        resonance: 0.1,
        envelope_semitones: 12.0,
    };
    let spec = SimplerSpec {
        filter: Some(filter),
        loop_from: Some(100),
        ..SimplerSpec::classic("Hat", sample("Samples/Imported/hat.wav"), 60)
    };
    let simpler = set.add_simpler(chain, &spec)?;
    let freq = "Filter/Slot/Value/SimplerFilter/Freq";
    set.map_macro(rack, 0, simpler, freq, (100.0, 4000.0))?;
    set.name_macro(rack, 0, "Cutoff")?;
    let notes = set.add_rack(bass, Rack::MidiEffect)?;
    let chain = set.add_chain(notes, "Up")?;
    set.add_device(chain, "MidiVelocity")?;
    for device in
        ["MidiArpeggiator", "MidiChord", "MidiScale", "Operator", "Drift", "InstrumentVector"]
    {
        // Drift came with Live 11.3.
        if set.schema().device(device).is_some() {
            set.add_device(bass, device)?;
        }
    }
    plugins(set, bass)
}

/// A plug-in of each format, with ids that no plug-in has.
fn plugins(set: &mut NewSet, bass: TrackHandle) -> Result<(), EditError> {
    for identity in [
        PluginIdentity::Vst2(1_234),
        PluginIdentity::Vst3([1, 2, -3, 4]),
        PluginIdentity::Au([1_635_085_685, 1, 2]),
    ] {
        let (name, maker, path) = ("Nobody's Synth", "Nobody", "/nowhere");
        set.add_plugin(bass, &PluginSpec { name, maker, identity, is_instrument: true, path })?;
    }
    Ok(())
}

fn effects(set: &mut NewSet, vocal: TrackHandle, kick: TrackHandle) -> Result<(), EditError> {
    let rack = set.add_rack(vocal, Rack::AudioEffect)?;
    let chain = set.add_chain(rack, "Wet")?;
    let no_effects =
        ["Group", "Midi", "Plugin", "Operator", "Drift", "InstrumentVector", "OriginalSimpler"];
    for device in Schema::of(set.version()).devices() {
        if no_effects.iter().all(|it| !device.tag().contains(it)) {
            set.add_device(chain, device.tag())?;
        }
    }
    let duck = set.add_device(vocal, "Compressor2")?;
    set.sidechain(duck, kick)?;
    set.set_param(duck, "Threshold", 0.1)?;
    let filter = set.add_device(vocal, "AutoFilter")?;
    set.automate(
        vocal,
        Target::Param(filter, "Cutoff"),
        &[Point::new(0.0, 40.0), Point::new(32.0, 120.0)],
    )?;
    set.automate(vocal, Target::Param(filter, "FilterType"), &[Point::new(0.0, 1.0)])?;
    set.automate(vocal, Target::DeviceOn(filter), &[Point::new(0.0, 1.0), Point::new(32.0, 0.0)])
}

fn clips(set: &mut NewSet, [kick, vocal]: [TrackHandle; 2]) -> Result<(), EditError> {
    let notes = [
        NoteSpec::new(36, 0.0, 0.25, 100.0),
        NoteSpec { probability: 0.5, muted: true, ..NoteSpec::new(38, 1.0, 0.5, 64.5) },
    ];
    let bend = [ClipEnvelopeSpec {
        target: ClipTarget::PitchBend,
        points: &[Point::new(0.0, 0.0), Point::new(4.0, 2000.0)],
    }];
    let clip = MidiClipSpec {
        name: "Beat",
        color: 3,
        start: 16.0,
        length: 8.0,
        looped: Some((0.0, 4.0)),
        offset: 0.0,
        notes: &notes,
        muted: false,
        envelopes: &bend,
    };
    set.add_midi_clip(kick, &clip)?;
    set.add_midi_clip(kick, &MidiClipSpec { start: 0.0, looped: None, ..clip })?;
    set.add_session_midi_clip(kick, 0, &clip)?;
    let warp =
        Warping::On { mode: WarpMode::ComplexPro, markers: &[(0.1, 0.0), (2.0, 4.0)], offset: 0.0 };
    let clip = AudioClipSpec {
        name: "Voice",
        color: 5,
        start: 0.0,
        length: 4.0,
        sample: sample("Samples/Imported/voice.wav"),
        warp,
        looped: None,
        transpose_semitones: -3,
        detune_cents: 5.0,
        gain: 0.9,
        fade_in: 0.5,
        fade_out: 0.0,
        muted: false,
        envelopes: &[],
    };
    set.add_audio_clip(vocal, &clip)?;
    set.add_audio_clip(
        vocal,
        &AudioClipSpec {
            start: 8.0,
            length: 0.25,
            fade_in: 0.0,
            warp: Warping::Off { start_seconds: 0.01 },
            ..clip
        },
    )?;
    let gain = [ClipEnvelopeSpec { target: ClipTarget::Volume, points: &[Point::new(0.0, 1.0)] }];
    set.add_session_audio_clip(
        vocal,
        1,
        &AudioClipSpec { envelopes: &gain, looped: Some((0.0, 4.0)), ..clip },
    )?;
    Ok(())
}
