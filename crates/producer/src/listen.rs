//! What is heard in the sources: grid, key, and where the voice sings.

use music_types::Intensity;
use plan::{Heard, HeardSource, InspirationSet, SourceGrid};
use stems_dsp::Grid;

use crate::sources::{Source, Sources};

/// Listens to all sources. The main track and its stems share one grid, found in the drums where
/// there are any.
pub fn heard(wish: &InspirationSet, sources: &Sources) -> Heard {
    let voice_drops = sources.voice_drops.iter().map(|it| it.wave.length()).collect();
    let mut heard = Heard { song: song(sources), voice_drops, ..Heard::default() };
    (heard.sung, heard.notes) = sung(wish, sources, &heard);
    heard
}

fn song(sources: &Sources) -> Option<HeardSource> {
    let wave = |it: &'_ Option<Source>| it.as_ref().map(|it| it.wave.clone());
    let files = [&sources.main, &sources.drums, &sources.bass, &sources.vocal, &sources.other];
    let [main, drums, bass, vocal, other] = files.map(wave);
    let longest = sources.stems().chain(&sources.main).map(|it| it.wave.length());
    let length = longest.reduce(|a, b| if a < b { b } else { a })?;
    let profile = stems_dsp::measure(&stems_dsp::Brief {
        mix: main.as_deref(),
        drums: drums.as_deref(),
        bass: bass.as_deref(),
        vocal: vocal.as_deref(),
        other: other.as_deref(),
        grid: None,
    });
    let grid = profile.grid.as_ref();
    Some(HeardSource {
        length,
        tempo: grid.map(|it| it.tempo),
        confidence: grid.map_or(0.0, |it| it.confidence),
        // Beats of one tempo say no more than the tempo; only those that drift bend the warp.
        beats: grid.filter(|it| !it.steady).map(|it| it.beats.clone()).unwrap_or_default(),
        first_downbeat: grid.map(|it| it.first_downbeat),
        bar_confidence: grid.map_or(0.0, |it| it.bar_confidence),
        key: profile.key.as_ref().map(|it| it.key),
        key_runner_up: profile.key.as_ref().map(|it| it.runner_up),
        key_confidence: profile.key.as_ref().map_or(0.0, |it| it.confidence),
        is_notes: false,
    })
}

/// How much is sung in each bar of the grid that is believed, and which notes; nothing where there is no vocal
/// stem to listen to.
fn sung(
    wish: &InspirationSet,
    sources: &Sources,
    heard: &Heard,
) -> (Vec<Intensity>, Vec<[f64; 12]>) {
    let grid = plan::song_grid(wish, heard).and_then(|it| listened(&it));
    let (Some(grid), Some(voice)) = (grid, &sources.vocal) else { return Default::default() };
    let (wave, grid) = (&voice.wave, &grid);
    (stems_dsp::activity(wave, grid), stems_dsp::notes_in_bars(wave, grid))
}

/// The grid that is believed, as the ears know one.
fn listened(grid: &SourceGrid) -> Option<Grid> {
    let straight = Grid::steady(grid.tempo.bpm(), grid.first_downbeat, grid.length);
    straight.map(|it| if grid.beats.is_empty() { it } else { bent(it, grid) })
}

/// A straight grid bent to known beats.
fn bent(straight: Grid, grid: &SourceGrid) -> Grid {
    let from = grid.first_downbeat.0 - 1e-3;
    let downbeats = grid.beats.iter().filter(|it| from <= it.0).step_by(4).copied().collect();
    Grid { steady: false, beats: grid.beats.clone(), downbeats, ..straight }
}
