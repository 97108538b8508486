//! A small song for tests: a drum group, a bass that ducks, a voice, a return, scenes and locators.

use crate::document::Document;
use crate::edit::{
    AudioClipSpec, EditError, MidiClipSpec, NewSet, NoteSpec, PadSpec, Point, SampleSpec, Scale,
    SceneSpec, SimplerSpec, Target, TrackHandle, TrackSpec, WarpMode, Warping,
};
use crate::schema::Version;

/// The song in the form of one version.
pub(crate) fn song(version: Version) -> Document {
    Document::from_tree(written(version).unwrap().finish().unwrap()).unwrap()
}

fn named(name: &str, color: u8, group: Option<TrackHandle>) -> TrackSpec<'_> {
    TrackSpec { name, color, group, annotation: "" }
}

fn midi<'a>(name: &'a str, start: f64, length: f64, notes: &'a [NoteSpec]) -> MidiClipSpec<'a> {
    let looped = Some((0.0, 4.0));
    MidiClipSpec {
        name,
        color: 3,
        start,
        length,
        looped,
        offset: 0.0,
        notes,
        muted: false,
        envelopes: &[],
    }
}

fn sample(path: &str) -> SampleSpec<'_> {
    SampleSpec {
        path,
        absolute: path,
        bytes: 88_244,
        crc: 7,
        modified: 1_700_000_000,
        frames: 44_100,
        rate: 44_100,
    }
}

fn written(version: Version) -> Result<NewSet, EditError> {
    let mut set = NewSet::new(version)?;
    set.set_tempo(126.0)?;
    set.set_scale(5, Scale::Minor)?;
    let drums = set.add_group(&named("Drums", 0, None))?;
    let kick = set.add_midi_track(&named("Kick", 1, Some(drums)))?;
    set.add_midi_track(&named("Hats", 2, Some(drums)))?;
    let bass = set.add_midi_track(&named("Bass", 12, None))?;
    let voice = set.add_audio_track(&named("Voice", 20, None))?;
    set.add_return(&named("Hall", 40, None))?;
    for name in ["Intro", "Drop"] {
        set.add_scene(&SceneSpec { name, color: None, tempo: None, annotation: "" })?;
    }
    set.add_locator(0.0, "INTRO", "")?;
    set.add_locator(32.0, "DROP 1A", "")?;
    play(&mut set, kick, bass, voice)?;
    set.set_volume(bass, 0.251_188_636)?;
    set.set_send(voice, 0, 0.5)?;
    Ok(set)
}

fn play(
    set: &mut NewSet,
    kick: TrackHandle,
    bass: TrackHandle,
    voice: TrackHandle,
) -> Result<(), EditError> {
    let rack = set.add_drum_rack(kick)?;
    let pad = set.add_pad(rack, &PadSpec { name: "Kick", note: 36, choke_group: 0 })?;
    set.add_simpler(pad, &SimplerSpec::one_shot("Kick", sample("Samples/Imported/kick.wav")))?;
    let beat: Vec<NoteSpec> =
        (0..4).map(|it| NoteSpec::new(36, f64::from(it), 0.5, 110.0)).collect();
    set.add_midi_clip(kick, &midi("Four", 0.0, 32.0, &beat))?;
    set.add_midi_clip(kick, &midi("Four again", 32.0, 64.0, &beat))?;
    set.add_session_midi_clip(kick, 0, &midi("Four", 0.0, 4.0, &beat))?;

    set.add_device(bass, "Operator")?;
    let filter = set.add_device(bass, "AutoFilter")?;
    let duck = set.add_device(bass, "Compressor2")?;
    set.sidechain(duck, kick)?;
    let line = [NoteSpec::new(41, 0.5, 0.25, 100.0), NoteSpec::new(44, 1.5, 0.5, 90.0)];
    set.add_midi_clip(bass, &midi("Line", 32.0, 64.0, &line))?;
    let opening = [Point::new(32.0, 60.0), Point::new(64.0, 110.0)];
    set.automate(bass, Target::Param(filter, "Cutoff"), &opening)?;
    let markers = &[(0.0, 0.0), (8.0, 16.0)][..];
    let warp = Warping::On { mode: WarpMode::ComplexPro, markers, offset: 0.0 };
    let clip = AudioClipSpec {
        name: "Hook",
        color: 20,
        start: 32.0,
        length: 16.0,
        sample: sample("Samples/Imported/hook.wav"),
        warp,
        looped: None,
        transpose_semitones: -2,
        detune_cents: 0.0,
        gain: 1.0,
        fade_in: 0.0,
        fade_out: 0.0,
        muted: false,
        envelopes: &[],
    };
    set.add_audio_clip(voice, &clip)?;
    Ok(())
}
