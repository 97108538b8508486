//! Recordings with known truth, where they are at hand: what is held here is less than what is
//! reached, so that the test fails when the ear gets worse, not when it is unlucky.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::{env, fs};

use music_types::Wave;
use stems_dsp::{Brief, measure, open, read};

/// The folder of clips, if there is one.
fn clips() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = env::var_os("VYKE_SHARED").map_or_else(beside, PathBuf::from);
    let clips = shared.join("audio/dev");
    if !clips.is_dir() {
        println!("skipped: no clips in {}", clips.display());
        return None;
    }
    Some(clips)
}

/// The number that stands after `"name": ` in a truth file.
fn number(truth: &str, name: &str) -> Option<f64> {
    let rest = truth.split(&format!("\"{name}\": ")).nth(1)?;
    rest.split([',', '}', ']']).next()?.trim_start_matches('[').trim().parse().ok()
}

#[test]
fn all_stems_of_a_song_share_its_grid() {
    let Some(clips) = clips() else { return };
    for (song, rest) in [("st_gen_3", "vocals"), ("st_lmms_Alf42red-Mauiwowi", "lead")] {
        let path = |stem: &str| clips.join(format!("stems/{song}.{stem}.ogg"));
        let [drums, bass, other, vocal]: [Wave; 4] =
            ["drums", "bass", "other", rest].map(|it| read(&path(it)).unwrap());
        let brief = Brief {
            mix: None,
            drums: Some(&drums),
            bass: Some(&bass),
            vocal: Some(&vocal),
            other: Some(&other),
            grid: None,
        };
        let grid = measure(&brief).grid.unwrap();
        let truth = fs::read_to_string(clips.join(format!("stems/{song}.mix.json"))).unwrap();
        let tempo = number(&truth, "tempo_bpm").unwrap();
        assert!((grid.tempo - tempo).abs() < 0.01, "{song}: {}", grid.tempo);
        let beat = grid.time_of(0.0).0 % (60.0 / tempo);
        assert!(beat.min(60.0 / tempo - beat) < 0.02, "{song}: {beat}");
    }
}

#[test]
fn constant_tempi_are_heard_to_a_twentieth_of_a_percent() {
    let Some(clips) = clips() else { return };
    let mut files: Vec<PathBuf> =
        fs::read_dir(clips.join("tempo")).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "ogg"));
    files.sort();
    // Every fifth is enough for a quick look; the scorer looks at all.
    let files: Vec<&PathBuf> = files.iter().step_by(5).collect();
    let right = files.iter().filter(|file| {
        let sound = open(file).unwrap();
        assert_eq!((sound.broken, sound.codec.as_str()), (0, "vorbis"));
        let truth = fs::read_to_string(file.with_extension("json")).unwrap();
        let tempo = number(&truth, "tempo_bpm").unwrap();
        let heard = measure(&Brief::of(&sound.wave)).grid.map_or(0.0, |it| it.tempo);
        [0.5, 1.0, 2.0].iter().any(|it| (heard / (tempo * it) - 1.0).abs() < 0.0005)
    });
    assert!(files.len() - 1 <= right.count());
}
