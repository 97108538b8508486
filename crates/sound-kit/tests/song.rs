//! The demo song and the truth beside it.

mod measure;

use std::sync::LazyLock;

use measure::{between, cents_off, db, mono, peak, rms};
use music_types::{Beats, Pitch, SectionKind};
use sound_kit::{DemoSong, demo_song, demo_voice_drop};

static SONG: LazyLock<DemoSong> = LazyLock::new(demo_song);

#[test]
fn four_stems_of_one_length_sum_to_a_mix_that_never_clips() {
    let mix = SONG.mix();
    for (name, stem) in SONG.stems() {
        assert_eq!((stem.channels.len(), stem.frames(), stem.rate), (2, mix.frames(), 44_100));
        assert!(stem.channels.iter().flatten().all(|it| it.is_finite()), "{name}");
        assert!((-20.0..-2.0).contains(&db(peak(stem))), "{name}: {}", db(peak(stem)));
    }
    assert!((-2.5..=-0.9).contains(&db(peak(&mix))), "{}", db(peak(&mix)));
    for at in (0..mix.frames()).step_by(997) {
        let sum: f32 = SONG.stems().iter().map(|it| it.1.channels[1][at]).sum();
        assert!((sum - mix.channels[1][at]).abs() < 1e-6);
    }
}

#[test]
fn the_form_has_no_gap_and_the_grid_is_112() {
    let mut at = Beats::ZERO;
    for section in &SONG.sections {
        assert_eq!(section.span.start, at);
        at = section.span.end();
    }
    assert_eq!(at, Beats::bars(SONG.bars));
    let downbeats = SONG.downbeats();
    assert_eq!(downbeats.len(), 65);
    assert!((downbeats[1].0 - downbeats[0].0 - 240.0 / 112.0).abs() < 1e-9);
    assert!(downbeats[64].0 < SONG.vocal.length().0);
    let hooks = SONG.sections.iter().filter(|it| it.kind == SectionKind::Drop).count();
    assert_eq!(hooks, 2);
}

#[test]
fn a_kick_falls_on_every_downbeat() {
    let drums = mono(&SONG.drums);
    for at in SONG.downbeats().iter().take(64) {
        let before = rms(between(&drums, at.0 - 0.03, at.0 - 0.005));
        let after = rms(between(&drums, at.0, at.0 + 0.025));
        assert!(10.0 < db(after / before), "{at:?}: {}", db(after / before));
    }
}

#[test]
fn she_sings_when_the_truth_says_so_and_rests_between() {
    let vocal = mono(&SONG.vocal);
    let sung = |from: f64, to: f64| db(rms(between(&vocal, from, to)));
    for phrase in &SONG.phrases {
        let level = sung(phrase.start.0, phrase.end.0);
        assert!((-32.0..-12.0).contains(&level), "{}: {level}", phrase.words);
        let bars = SONG.at(phrase.span.start).0 - 0.3..SONG.at(phrase.span.end()).0;
        assert!(bars.contains(&phrase.start.0) && bars.contains(&phrase.end.0), "{phrase:?}");
    }
    for pair in SONG.phrases.windows(2) {
        let (end, next) = (pair[0].end.0, pair[1].start.0);
        assert!(0.5 < next - end, "no room to breathe before {:?}", pair[1].words);
        // The breath lies in the last half second; before that the plate dies away.
        let rest = sung((next - 0.6).max(end + 0.2), next - 0.45);
        let line = sung(pair[0].start.0, end);
        assert!(rest < line - 18.0, "{:?}: {rest} under {line}", pair[0].words);
    }
    assert!(sung(0.0, SONG.phrases[0].start.0 - 0.5) < -100.0);
}

#[test]
fn she_hits_her_notes() {
    let vocal = mono(&SONG.vocal);
    // Bar, step, steps, key: long vowels of verse and hook.
    for (bar, step, steps, key) in [
        (9, 36, 8, 69),
        (13, 32, 9, 65),
        (17, 36, 9, 69),
        (25, 4, 7, 72),
        (25, 40, 14, 69),
        (53, 20, 7, 76),
    ] {
        let at = |it: i64| SONG.at(Beats::at_bar(bar) + Beats::sixteenths(it)).0;
        let note = between(&vocal, at(step) + 0.12, at(step + steps));
        let off = cents_off(note, Pitch::new(key).hz().0);
        // Vibrato swings 42 cents either way; its middle is the note.
        assert!(off.abs() < 35.0, "bar {bar} step {step}: {off} cents");
    }
}

#[test]
fn the_bass_is_mono_and_plays_the_roots() {
    assert_eq!(SONG.bass.channels[0], SONG.bass.channels[1]);
    let bass = mono(&SONG.bass);
    for (bar, root) in [(9, 36), (10, 33), (11, 29), (12, 31), (25, 29), (26, 36)] {
        let start = SONG.at(Beats::at_bar(bar)).0;
        let first = between(&bass, start + 0.01, start + 0.2);
        let hz = Pitch::new(root).hz().0;
        let strength = |semitones: f64| measure::line(first, hz * libm::exp2(semitones / 12.0));
        assert!(strength(0.0) > 2.0 * strength(5.5), "bar {bar}");
        let off = cents_off(first, hz);
        assert!(off.abs() < 40.0, "bar {bar}: {off}");
    }
}

#[test]
fn the_song_is_the_same_whatever_the_threads() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert!(pool.install(demo_song) == *SONG);
}

#[test]
fn the_voice_drop_is_short_and_loud() {
    let drop = demo_voice_drop();
    assert!((1.0..2.5).contains(&drop.wave.length().0), "{:?}", drop.wave.length());
    assert!((-2.0..=-0.999).contains(&db(peak(&drop.wave))));
    assert!(drop == demo_voice_drop());
}
