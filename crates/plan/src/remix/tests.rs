//! Plans a musician can read.

use music_types::{Intensity, Key, Role, Seconds, Seed, Tempo};
use proptest::prelude::*;

use crate::library::load::built_in;
use crate::remix::heard::{Heard, HeardSource, song_grid};
use crate::remix::plan::RemixPlan;
use crate::remix::settle::remix;
use crate::remix::tempo::Pace;
use crate::spec::inspiration::InspirationSet;
use crate::spec::mistake::SpecErrors;
use crate::spec::read::Format;
use crate::spec::remark::{CODES, Remark, SONG_HEARD};

const WHOLE: &str = include_str!("../../../../fixtures/specs/afro_circuit.json");

fn wish(text: &str) -> InspirationSet {
    built_in().read_spec(text, Format::Json).unwrap()
}

/// 64 bars at 112 BPM in C: two verses, each followed by a louder chorus.
fn song() -> Heard {
    let bar = |bar: usize| match bar {
        8..16 | 32..40 => 0.5,
        18..26 | 42..50 => 0.9,
        _ => 0.02,
    };
    Heard {
        song: Some(HeardSource {
            length: Seconds(64.0 * 240.0 / 112.0),
            tempo: Some(112.0),
            confidence: 0.9,
            beats: Vec::new(),
            first_downbeat: Some(Seconds(0.0)),
            bar_confidence: 0.9,
            key: Some(Key::major(music_types::PitchClass::new(0))),
            key_runner_up: None,
            key_confidence: 0.8,
            is_notes: false,
        }),
        sung: (0..64).map(|it| Intensity::new(bar(it))).collect(),
        ..Heard::default()
    }
}

/// The same song at another tempo and in another key.
fn song_in(bpm: f64, key: &str) -> Heard {
    let mut heard = song();
    if let Some(song) = &mut heard.song {
        song.tempo = Some(bpm);
        song.length = Seconds(64.0 * 240.0 / bpm);
        song.key = Some(key.parse().unwrap());
    }
    heard
}

/// A plan and all remarks on it but the report of what was heard, which is the same each time.
fn planned(text: &str, heard: &Heard) -> Result<(RemixPlan<'static>, Vec<Remark>), SpecErrors> {
    let (plan, mut remarks) = remix(&wish(text), heard, built_in())?;
    remarks.retain(|it| it.code != SONG_HEARD.name);
    Ok((plan, remarks))
}

fn page(text: &str, heard: &Heard) -> String {
    match planned(text, heard) {
        Ok((plan, remarks)) => {
            let remarks: Vec<String> = remarks.iter().map(ToString::to_string).collect();
            format!("{plan}\n{}", remarks.join("\n")).trim_end().to_owned()
        }
        Err(errors) => errors.to_string(),
    }
}

fn remarks(text: &str, heard: &Heard) -> String {
    let (_, remarks) = planned(text, heard).unwrap();
    remarks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_demo_is_planned_without_a_blank() {
    insta::assert_snapshot!(page(WHOLE, &song()), @"
    Demo Song (Afro Circuit Remix)
      Afro Circuit EXTENDED, peak: 126 BPM, Fm
      mix circuit, bass ducks −6.0 dB, seed 7
      song     112.00 BPM, C, 64 bars from 0.000 s: vocal, drums, bass, other
      fitted   +12.5 %, −4 st to Ab
      voice    KeepLyrics, ../audio/demo/vocal.wav, −4 st to Ab, stutters to 1/16
        bars 9–16 verse   0.50
        bars 19–26 hook    0.90
        bars 33–40 verse   0.50
        bars 43–50 hook    0.90
      for Live 11 intro
    vocal-shift-audible at /target_key: the voice needs −4 st to Fm: at the limit of a clean shift; in Am it stays as it is
    vocal-stretch-audible at /target_bpm: the voice is 12.5 % faster than it was sung: audible on held notes
    vocal-baked at /target_key: the voice moves by -4 semitones, more than 2: it is rendered to Samples/Processed, and lies untouched on a muted track beside
    ");
}

#[test]
fn every_fixture_is_read_and_planned() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/specs");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let wish = built_in().read_spec(&text, Format::of(&name));
        let wish = wish.unwrap_or_else(|errors| panic!("{name}: {errors}"));
        remix(&wish, &song(), built_in()).unwrap();
        count += 1;
    }
    assert!(3 <= count);
}

#[test]
fn a_track_alone_leaves_everything_to_the_genre() {
    insta::assert_snapshot!(page(r#"{"main_track_path": "songs/My Song?.mp3"}"#, &song()), @r#"
    My Song (House Remix)
      House EXTENDED, peak: 124 BPM, Am
      mix club, bass ducks −6.0 dB, seed 7802477584978435
      song     112.00 BPM, C, 64 bars from 0.000 s: main
      fitted   +10.7 %, 0 st to C
      voice    KeepLyrics, songs/My Song?.mp3 with its music, 0 st to C
        bars 9–16 verse   0.50
        bars 19–26 hook    0.90
        bars 33–40 verse   0.50
        bars 43–50 hook    0.90
      for Live 11 standard
    key-chosen at /target_key: Am: the notes of the source's C
    vocal-stretch-audible at /target_bpm: the voice is 10.7 % faster than it was sung: audible on held notes
    vocal-from-mix at /main_track_path: there is no vocal stem: the voice comes along with the music of the main track
    name-made at /project_name: "My Song (House Remix)"
    "#);
}

#[test]
fn what_is_given_is_believed_and_a_disagreement_is_said() {
    let text = r#"{
        "vocal_stem_path": "v.wav",
        "target_genre": "afro circuit", "target_bpm": 126, "target_key": "Am", "project_name": "X",
        "analysis": { "tempo": 114, "key": "G", "downbeats": [0.04, 2.145263] }
    }"#;
    insta::assert_snapshot!(remarks(text, &song()), @"
    key-disagrees at /analysis/key: given G, measured C; G is used
    tempo-disagrees at /analysis/tempo: given 114.00 BPM, measured 112.00 BPM; 114.00 is used
    downbeat-disagrees at /analysis/downbeats/0: given 0.040 s, measured 0.000 s: +40 ms apart within the bar; 0.040 s is used
    key-neighbour at /target_key: the voice comes to G (9B), beside Am (8A) on the wheel: one note of the scale differs
    vocal-stretch-audible at /target_bpm: the voice is 10.5 % faster than it was sung: audible on held notes
    vocal-baked at /target_key: the voice is stretched by +10.5 %, more than 10: it is rendered to Samples/Processed, and lies untouched on a muted track beside
    ");
    let grid = song_grid(&wish(text), &song()).unwrap();
    assert_eq!((grid.tempo, grid.first_downbeat), (Tempo::clamped(114.0), Seconds(0.04)));
}

#[test]
fn how_sure_the_ears_are_is_told() {
    let text = r#"{"vocal_stem_path": "v.wav", "target_key": "Am", "project_name": "X", "target_bpm": 118}"#;
    let mut heard = song();
    let Some(song) = &mut heard.song else { return };
    (song.bar_confidence, song.key_confidence) = (0.3, 0.4);
    song.key_runner_up = Some(Key::minor(music_types::PitchClass::new(9)));
    let (_, told) = remix(&wish(text), &heard, built_in()).unwrap();
    let report: Vec<&Remark> = told.iter().filter(|it| it.code == SONG_HEARD.name).collect();
    assert_eq!(report.len(), 1);
    assert_eq!(
        report[0].words,
        "112.00 BPM (90 % sure), the first downbeat at 0.000 s (30 % sure), C (40 % sure, else Am)"
    );
    insta::assert_snapshot!(remarks(text, &heard), @"
    key-unsure at /analysis/key: measured C (or Am) with little confidence; give it in analysis
    tempo-outside-genre at /target_bpm: 118 BPM, where House is played at 120 to 128
    bars-unsure at /analysis/downbeats: which beat begins the bar was heard with little confidence; give downbeats in analysis
    ");
}

#[test]
fn a_small_difference_is_no_disagreement() {
    let text = r#"{
        "vocal_stem_path": "v.wav", "target_key": "Am", "project_name": "X", "target_bpm": 124,
        "analysis": { "tempo": 112.3, "key": "C", "downbeats": [4.29] }
    }"#;
    let told = remarks(text, &song());
    let codes: Vec<&str> = told.lines().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(codes, ["vocal-stretch-audible", "vocal-baked"], "{told}");
}

#[test]
fn a_voice_far_away_is_planned_and_said() {
    let text = r#"{"vocal_stem_path": "v.wav", "target_genre": "afro_circuit", "target_bpm": 126, "target_key": "Fm", "project_name": "X"}"#;
    let told = [(85.0, "Fm"), (66.0, "Ab"), (174.0, "F"), (126.0, "D"), (126.0, "C")]
        .map(|(bpm, key)| format!("{bpm} BPM, {key}\n{}", remarks(text, &song_in(bpm, key))));
    insta::assert_snapshot!(told.join("\n"), @"
    85 BPM, Fm
    vocal-stretch-far at /target_bpm: the voice is 25.9 % slower than it was sung: fit for chops and single lines
    vocal-half-or-double at /target_bpm: the voice runs in double time against the new beat
    vocal-baked at /target_key: the voice is stretched by -25.9 %, more than 10: it is rendered to Samples/Processed, and lies untouched on a muted track beside
    66 BPM, Ab
    vocal-half-or-double at /target_bpm: the voice runs in double time against the new beat
    174 BPM, F
    vocal-shift-audible at /target_key: the voice needs +3 st to Fm: at the limit of a clean shift; in Dm it stays as it is
    vocal-stretch-far at /target_bpm: the voice is 27.6 % slower than it was sung: fit for chops and single lines
    vocal-baked at /target_key: the voice moves by +3 semitones, more than 2: it is rendered to Samples/Processed, and lies untouched on a muted track beside
    126 BPM, D
    key-neighbour at /target_key: the voice comes to Eb (5B), beside Fm (4A) on the wheel: one note of the scale differs
    126 BPM, C
    vocal-shift-audible at /target_key: the voice needs −4 st to Fm: at the limit of a clean shift; in Am it stays as it is
    vocal-baked at /target_key: the voice moves by -4 semitones, more than 2: it is rendered to Samples/Processed, and lies untouched on a muted track beside
    ");
}

#[test]
fn a_shift_that_is_asked_for_is_made() {
    let text = r#"{"vocal_stem_path": "v.wav", "target_key": "Fm", "project_name": "X", "target_bpm": 120, "vocal_processing": {"pitch_shift": -2}}"#;
    let (plan, _) = planned(text, &song()).unwrap();
    assert_eq!(plan.voice.unwrap().shift.shift, music_types::Semitones(-2.0));
}

#[test]
fn tags_have_places_or_are_refused() {
    let text = |drops: &str| {
        format!(
            r#"{{"vocal_stem_path": "v.wav", "target_genre": "afro_circuit", "target_bpm": 126, "target_key": "Am", "project_name": "X", "voice_drops": [{drops}]}}"#
        )
    };
    let fine = text(
        r#"{"path": "tags/a.wav", "bar": 9}, {"path": "tags/b.wav", "place": "before drop 1", "gain": 3}, {"path": "tags/c.wav", "place": "Drop 2A"}"#,
    );
    let heard = Heard { voice_drops: vec![Seconds(1.9), Seconds(0.8)], ..song() };
    insta::assert_snapshot!(page(&fine, &heard), @r#"
    X
      Afro Circuit EXTENDED, peak: 126 BPM, Am
      mix circuit, bass ducks −6.0 dB, seed 159163148470586
      song     112.00 BPM, C, 64 bars from 0.000 s: vocal
      fitted   +12.5 %, 0 st to C
      voice    KeepLyrics, v.wav, 0 st to C
        bars 9–16 verse   0.50
        bars 19–26 hook    0.90
        bars 33–40 verse   0.50
        bars 43–50 hook    0.90
      tag      tags/a.wav at Bar(9), 1.00 bars, 0.0 dB
      tag      tags/b.wav at BeforeDrop(1), 0.42 bars, 3.0 dB
      tag      tags/c.wav at Section("Drop 2A"), 0.50 bars, 0.0 dB
      for Live 11 standard
    vocal-stretch-audible at /target_bpm: the voice is 12.5 % faster than it was sung: audible on held notes
    vocal-baked at /target_key: the voice is stretched by +12.5 %, more than 10: it is rendered to Samples/Processed, and lies untouched on a muted track beside
    "#);
    let wrong = text(
        r#"{"path": "a.wav", "bar": 400}, {"path": "b.wav", "place": "DROP 1C"}, {"path": "c.wav", "bar": 9}, {"path": "d.wav", "bar": 9}"#,
    );
    insta::assert_snapshot!(page(&wrong, &heard), @r#"
    the spec cannot be followed:
    /voice_drops/0/bar: bar 400 is not allowed (bars 1 to 192: the version has 192 bars, the tag lasts 1.0)
    /voice_drops/1/place: "DROP 1C" is not known; did you mean "DROP 1B"? (INTRO, BEFORE_DROP_1, BREAKDOWN, BEFORE_DROP_2, OUTRO, INTRO A, INTRO B, BUILD 1, DROP 1A, DROP 1B, BREAK A, BREAK B, BUILD 2, DROP 2A, DROP 2B, GROOVE, OUTRO A, OUTRO B)
    "#);
}

#[test]
fn odd_wishes_are_said() {
    let text = r#"{
        "main_track_path": "m.wav", "drum_stem_path": "m.wav", "target_key": "Am", "target_bpm": 140, "version_type": "dub",
        "vocal_treatment": "keep lyrics", "project_name": "X",
        "vocal_processing": { "formant_preserve": true, "stutter_grid": "1/32" },
        "beat_source": { "path": "other.mid" }
    }"#;
    insta::assert_snapshot!(remarks(text, &song()), @"
    tempo-outside-genre at /target_bpm: 140 BPM, where House is played at 120 to 128
    vocal-stretch-far at /target_bpm: the voice is 25.0 % faster than it was sung: fit for chops and single lines
    vocal-from-mix at /main_track_path: there is no vocal stem: the voice comes along with the music of the main track
    groove-unheard at /beat_source: too few strokes on a grid were heard in it: the genre's own groove is played
    formant-without-shift at /vocal_processing/formant_preserve: nothing is transposed, so formants stay as they are
    grid-without-stutter at /vocal_processing/stutter_grid: no stutter is asked for; set stutter_build
    treatment-against-version at /vocal_treatment: a DUB has room for few words: most of the lyrics are left out
    same-file-twice at /drum_stem_path: m.wav stands at /main_track_path too
    ");
}

#[test]
fn chance_hangs_on_what_is_heard_and_on_nothing_else() {
    let seed = |text: &str| planned(text, &song()).unwrap().0.seed;
    let plain = seed(r#"{"main_track_path": "m.wav"}"#);
    assert_eq!(
        plain,
        seed(r#"{"main_track_path": "m.wav", "project_name": "Other", "live_version": 12}"#)
    );
    assert_ne!(plain, seed(r#"{"main_track_path": "m.wav", "target_bpm": 122}"#));
    assert_eq!(seed(r#"{"main_track_path": "m.wav", "seed": 7}"#), Seed(7));
}

#[test]
fn a_drop_begins_as_asked_and_a_part_has_its_own_seed() {
    let asked = |more: &str| format!(r#"{{"beat_source": {{"path": "b.mid"}}, "seed": 7{more}}}"#);
    let (plain, _) = planned(&asked(""), &song()).unwrap();
    let own = asked(
        r#", "drop_shapes": [{"section": "drop 1a", "shape": "Half Time"}],
           "part_seeds": [{"part": "BASS", "seed": 3}]"#,
    );
    let (plan, _) = planned(&own, &song()).unwrap();
    assert_eq!(plan.seed, plain.seed);
    let shape = |plan: &RemixPlan| {
        let form = arrangement::form(&plan.form());
        form.sections.into_iter().find(|it| it.name == "DROP 1A").and_then(|it| it.shape)
    };
    assert_eq!(shape(&plan).as_deref(), Some("half_time"));
    assert_ne!(shape(&plain).as_deref(), Some("half_time"));
    assert_ne!(plan.seed_of(Role::Bass), plain.seed_of(Role::Bass));
    assert_eq!(plan.seed_of(Role::Kick), plain.seed_of(Role::Kick));
    let wrong = asked(
        r#", "drop_shapes": [{"section": "DROP 9", "shape": "halftim"}],
           "part_seeds": [{"part": "vocal", "seed": 3}]"#,
    );
    let mistakes = planned(&wrong, &song()).unwrap_err().mistakes;
    let told: Vec<_> = mistakes.iter().map(|it| (it.at.as_str(), it.nearest.as_deref())).collect();
    assert_eq!(told[0].0, "/drop_shapes/0/section");
    assert_eq!(told[1], ("/drop_shapes/0/shape", Some("half_time")));
    assert_eq!(told[2], ("/part_seeds/0/part", Some("vocal_chop")));
}

#[test]
fn an_intro_and_outro_for_the_original_keep_its_tempo_and_key() {
    let (plan, _) =
        planned(r#"{"main_track_path": "m.wav", "version_type": "intro outro edit"}"#, &song())
            .unwrap();
    assert_eq!((plan.tempo.bpm(), plan.key.to_string()), (112.0, "C".to_owned()));
    assert_eq!(plan.song.unwrap().fit.ratio, 1.0);
}

#[test]
fn verses_and_hooks_are_believed_from_the_analysis() {
    let text = r#"{
        "vocal_stem_path": "v.wav", "target_key": "Am", "project_name": "X", "target_bpm": 120,
        "analysis": { "sections": [
            { "name": "Chorus", "start_seconds": 16, "end_seconds": 36 },
            { "name": "verse 2", "start_seconds": 36, "end_seconds": 120 }
        ] }
    }"#;
    let (plan, _) = planned(text, &song()).unwrap();
    let kinds: Vec<&str> = plan.vocal.phrases.iter().map(|it| it.kind.word()).collect();
    assert_eq!(kinds, ["hook", "verse", "verse", "verse"]);
}

#[test]
fn markers_bind_each_bar_to_the_new_grid() {
    let text = r#"{"vocal_stem_path": "v.wav", "analysis": { "downbeats": [0.5, 2.7, 4.8, 7.0] }}"#;
    let grid = song_grid(&wish(text), &song()).unwrap();
    let told = |pace| -> Vec<String> {
        grid.markers(pace)
            .iter()
            .map(|it| format!("{:.1} s = {}", it.at.0, it.beat.as_quarters()))
            .collect()
    };
    assert_eq!(told(Pace::Same), ["0.5 s = 0", "2.7 s = 4", "4.8 s = 8", "7.0 s = 12"]);
    assert_eq!(told(Pace::Double), ["0.5 s = 0", "2.7 s = 8", "4.8 s = 16", "7.0 s = 24"]);
    let from_bar_two = r#"{"vocal_stem_path": "v.wav", "analysis": { "tempo": 120, "downbeats": [0.5], "beats": [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5] }}"#;
    let grid = song_grid(&wish(from_bar_two), &song()).unwrap();
    let told: Vec<f64> = grid.markers(Pace::Same).iter().map(|it| it.beat.as_quarters()).collect();
    assert_eq!(
        told,
        [4.0, 8.0, 12.0],
        "beats that are known from the second bar on keep their numbers"
    );
    let straight = song_grid(&wish(r#"{"vocal_stem_path": "v.wav"}"#), &song()).unwrap();
    assert_eq!(straight.markers(Pace::Same).len(), 2);
}

fn heards() -> impl Strategy<Value = Heard> {
    let times = prop::collection::vec(0.0..500.0_f64, 0..40).prop_map(|mut it| {
        it.sort_by(f64::total_cmp);
        it.into_iter().map(Seconds).collect::<Vec<_>>()
    });
    let source = (
        0.0..900.0_f64,
        prop::option::of(0.0..1500.0_f64),
        0.0..1.0_f64,
        times,
        prop::option::of(-1.0..9.0_f64),
        prop::option::of(0..24_i32),
    );
    let source = source.prop_map(|(length, tempo, confidence, beats, first, key)| HeardSource {
        length: Seconds(length),
        tempo,
        confidence,
        beats,
        first_downbeat: first.map(Seconds),
        bar_confidence: confidence,
        key: key.map(|it| Key::minor(music_types::PitchClass::new(it))),
        key_runner_up: None,
        key_confidence: confidence,
        is_notes: false,
    });
    let sung = prop::collection::vec((0.0..1.0_f64).prop_map(Intensity::new), 0..80);
    (prop::option::of(source), sung).prop_map(|(song, sung)| Heard {
        song,
        sung,
        ..Heard::default()
    })
}

proptest! {
    /// Whatever was heard, a sound wish becomes a plan that can be arranged, and every remark on
    /// it has a documented code.
    #[test]
    fn whatever_was_heard_there_is_a_plan(heard in heards(), version in 0..9_usize, bpm in 60.0..200.0_f64) {
        let version = crate::spec::choice::VersionType::ALL[version];
        let mut wish = wish(r#"{"main_track_path": "m.wav", "vocal_stem_path": "v.wav", "beat_source": {"path": "b.wav"}}"#);
        wish.version_type = Some(version);
        wish.target_bpm = Some(Tempo::clamped(bpm));
        let (plan, remarks) = remix(&wish, &heard, built_in()).unwrap();
        for remark in &remarks {
            prop_assert!(CODES.iter().any(|it| it.name == remark.code), "{remark}");
        }
        prop_assert_eq!(plan.tempo.bpm(), bpm);
        prop_assert!(0 < arrangement::form(&plan.form()).length().ticks());
        if let Some(song) = &plan.song {
            let markers = song.grid.markers(song.fit.pace);
            prop_assert!(2 <= markers.len());
            prop_assert!(markers.windows(2).all(|it| it[0].beat < it[1].beat && it[0].at.0 <= it[1].at.0));
        }
        prop_assert!(!plan.to_string().is_empty());
    }
}
