//! A recording as a page that a musician can read.

use std::fmt::Write;
use std::path::Path;

use producer::listening::{Grid, Hearing, KeyGuess, Loudness, Profile, remarks};

use super::place;

/// The page of one recording.
pub fn of(path: &Path, heard: &Hearing) -> String {
    let profile = &heard.profile;
    let mut page = format!(
        "{}\n  {}, {} at {} Hz, {} channel{}\n",
        path.display(),
        clock(profile.length.0),
        heard.codec,
        profile.rate,
        heard.channels,
        if heard.channels == 1 { "" } else { "s" }
    );
    page += &profile.grid.as_ref().map_or("  no tempo\n".to_owned(), tempo);
    page += &profile.key.as_ref().map_or("  no key\n".to_owned(), key);
    page += &loudness(&profile.loudness);
    page += &sections(profile);
    page += &phrases(profile);
    for remark in remarks(heard) {
        let _ = writeln!(page, "  remark: {remark}");
    }
    page
}

/// Minutes and seconds, `3:07.25`.
fn clock(seconds: f64) -> String {
    let seconds = (seconds * 100.0).round() / 100.0;
    format!("{}:{:05.2}", (seconds / 60.0) as u64, seconds % 60.0)
}

fn percent(share: f64) -> String {
    format!("{:.0} % sure", share * 100.0)
}

fn tempo(grid: &Grid) -> String {
    let drifts = if grid.steady { "" } else { " on average, drifting" };
    format!(
        "  {:.2} BPM{drifts} ({}), first downbeat at {:.3} s ({}), phrases from bar {}\n",
        grid.tempo,
        percent(grid.confidence),
        grid.first_downbeat.0,
        percent(grid.bar_confidence),
        grid.phrase + 1
    )
}

fn key(key: &KeyGuess) -> String {
    format!(
        "  {} {} ({}, {}; else {} {}), tuned {:+.0} cents\n",
        key.key.tonic,
        key.key.mode.name(),
        key.camelot(),
        percent(key.confidence),
        key.runner_up.tonic,
        key.runner_up.mode.name(),
        key.tuning
    )
}

fn loudness(it: &Loudness) -> String {
    let mut page = format!(
        "  {:.1} LUFS, range {:.1} LU, loudest {:.1} short-term and {:.1} momentary, true peak {:.1} dBTP, crest {:.1} dB\n",
        it.integrated.value(),
        it.range,
        it.short_term.value(),
        it.momentary.value(),
        it.true_peak.value(),
        it.crest
    );
    for band in &it.bands {
        let _ = writeln!(
            page,
            "    {:>5.0}–{:<5.0} Hz {:>6.1} dB, {:>3.0} % wide",
            band.from,
            band.to,
            band.level.value(),
            band.width * 100.0
        );
    }
    page
}

fn sections(profile: &Profile) -> String {
    let line = |it: &producer::listening::HeardSection| {
        format!(
            "  bar {:>3}  {:>9}  {} ({} bars, energy {:.2})\n",
            it.bar + 1,
            clock(it.start.0),
            it.kind,
            it.bars,
            it.energy.value()
        )
    };
    profile.sections.iter().map(line).collect()
}

fn phrases(profile: &Profile) -> String {
    let Some(grid) = &profile.grid else { return String::new() };
    let line = |it: &producer::listening::VocalPhrase| {
        format!(
            "  voice  {} to {}  ({})\n",
            clock(it.start.0),
            clock(it.end.0),
            place(grid.beat_at(it.start))
        )
    };
    profile.phrases.iter().map(line).collect()
}
