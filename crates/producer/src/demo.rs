//! A small song of our own and the wish to remix it: the whole path without any input.

use std::fs;
use std::path::Path;

use plan::{
    InspirationSet, LiveVersion, Place, TargetEnergy, VersionType, VocalProcessing, VocalTreatment,
    VoiceDrop,
};

use crate::error::ProduceError;

/// Writes the demo song's mix, its stems and a spoken tag as WAV files into `folder`, which is
/// made where it is missing; files of an earlier demo are written over.
///
/// # Errors
///
/// [`ProduceError::Write`] or [`ProduceError::Audio`] when the disk refuses.
pub fn write_song(folder: &Path) -> Result<(), ProduceError> {
    let trouble = |source| ProduceError::Write { path: folder.to_owned(), source };
    fs::create_dir_all(folder).map_err(trouble)?;
    let song = sound_kit::demo_song();
    let mix = song.mix();
    let tag = sound_kit::demo_voice_drop();
    let stems = song.stems();
    let all = stems.iter().copied().chain([("mix", &mix), ("voice_drop", &tag.wave)]);
    for (name, wave) in all {
        let path = folder.join(format!("{name}.wav"));
        stems_dsp::write_wav(&path, wave)
            .map_err(|source| ProduceError::Audio { path: path.clone(), source })?;
    }
    Ok(())
}

/// The wish that the demo grants: an afro circuit remix in F minor at 126 BPM of the song whose
/// files [`write_song`] put into `folder`.
pub fn wish(folder: &Path, live: LiveVersion) -> InspirationSet {
    let file = |name: &str| Some(text(&folder.join(format!("{name}.wav"))));
    InspirationSet {
        main_track_path: file("mix"),
        vocal_stem_path: file("vocal"),
        drum_stem_path: file("drums"),
        bass_stem_path: file("bass"),
        other_stem_path: file("other"),
        target_genre: Some("afro_circuit".to_owned()),
        target_bpm: music_types::Tempo::new(126.0).ok(),
        target_key: "Fm".parse().ok(),
        target_energy: Some(TargetEnergy::Peak),
        version_type: Some(VersionType::Extended),
        vocal_treatment: Some(VocalTreatment::KeepLyrics),
        vocal_processing: Some(VocalProcessing {
            stutter_build: Some(true),
            ..VocalProcessing::default()
        }),
        voice_drops: vec![VoiceDrop {
            path: text(&folder.join("voice_drop.wav")),
            bar: None,
            place: Some(Place::Intro.word().to_owned()),
            gain: None,
        }],
        project_name: Some("Demo Remix".to_owned()),
        seed: Some(7),
        live_version: Some(live),
        ..InspirationSet::default()
    }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
