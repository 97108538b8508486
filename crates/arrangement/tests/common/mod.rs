//! What the tests share: the styles as the plan loads them, and a singer.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)] // each test takes what it needs

use std::path::Path;

use arrangement::{
    Brief, Energy, PhraseKind, Style, Treatment, Version, VocalMap, VocalPhrase, VoiceDropAt,
};
use music_types::{Beats, Intensity, Seed, Span};

/// The families whose files stand in `crates/plan/forms`, the common base aside.
pub fn families() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plan/forms");
    let files = std::fs::read_dir(folder).unwrap();
    let stems = files.filter_map(|it| Some(it.ok()?.path().file_stem()?.to_str()?.to_owned()));
    let mut names: Vec<String> = stems.filter(|it| it != "common").collect();
    names.sort();
    names
}

/// A family's style on its base.
pub fn style(name: &str) -> Style {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../plan/forms/{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{path:?}: {it}"));
    let own: Style = toml::from_str(&text).unwrap_or_else(|it| panic!("{name}: {it}"));
    match own.base.clone() {
        Some(base) => own.over(&style(&base)),
        None => own,
    }
}

/// A song of 64 bars: eight verse lines with pick-ups, four hooks, two ad-libs.
pub fn singer() -> VocalMap {
    let line = |bar: i64, pick_up: i64, quarters: i64, kind| VocalPhrase {
        span: Span {
            start: Beats::at_bar(bar) - Beats::quarters(pick_up),
            length: Beats::quarters(pick_up + quarters),
        },
        energy: Intensity::new(if kind == PhraseKind::Hook { 0.9 } else { 0.5 }),
        repeats: 0,
        kind,
    };
    let verses = (0..4).map(|n| line(9 + 4 * n, 1, 14, PhraseKind::Verse));
    let hooks = (0..2).map(|n| line(25 + 4 * n, 0, 13, PhraseKind::Hook));
    let shouts = (0..1).map(|_| line(33, 0, 5, PhraseKind::AdLib));
    let later = (0..4).map(|n| line(37 + 4 * n, 2, 13, PhraseKind::Verse));
    let again = (0..2).map(|n| line(53 + 4 * n, 0, 13, PhraseKind::Hook));
    VocalMap {
        bars: 64,
        phrases: verses.chain(hooks).chain(shouts).chain(later).chain(again).collect(),
    }
}

/// The usual wish: everything there is.
pub fn brief<'a>(
    style: &'a Style,
    version: Version,
    energy: Energy,
    vocal: &'a VocalMap,
    voice_drops: &'a [VoiceDropAt],
) -> Brief<'a> {
    Brief {
        style,
        version,
        energy,
        vocal,
        treatment: Treatment::KeepLyrics,
        voice_drops,
        chops: true,
        stutter: true,
        guests: &[],
        most_parts: None,
        shapes: &[],
        seed: Seed(7),
    }
}
