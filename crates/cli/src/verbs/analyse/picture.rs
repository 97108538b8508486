//! A recording as a picture: waveform with beats and bars, sections, energy and voice a bar, notes.

use std::path::Path;

use producer::listening::{Grid, Hearing, Profile, SectionKind};

use crate::draw::{Pair, Svg};

const WIDTH: f64 = 1400.0;
const HEIGHT: f64 = 640.0;
const MARGIN: f64 = 60.0;

const GROUND: &str = "#16181d";
const INK: &str = "#d7dae0";
const FAINT: &str = "#5b626e";
const WAVE: &str = "#5aa9e6";
const LOUD: &str = "#a8d3f2";
const BEAT: &str = "#3a404b";
const BAR: &str = "#8b93a1";
const PHRASE: &str = "#f2c14e";
const VOICE: &str = "#e07a9b";
const NOTE: &str = "#f2c14e";

/// Where each row begins and how high it is, in pixels.
const SECTIONS: (f64, f64) = (66.0, 24.0);
const WAVEFORM: (f64, f64) = (112.0, 200.0);
const ENERGY: (f64, f64) = (336.0, 50.0);
const SUNG: (f64, f64) = (392.0, 16.0);
const CHROMA: (f64, f64) = (428.0, 168.0);

/// What each kind of section is coloured.
const KINDS: &[(SectionKind, &str)] = &[
    (SectionKind::Intro, "#4d7ea8"),
    (SectionKind::Build, "#c98b3c"),
    (SectionKind::Drop, "#c4504a"),
    (SectionKind::Break, "#5f9e6e"),
    (SectionKind::Groove, "#8a6bb0"),
    (SectionKind::Outro, "#4d7ea8"),
];

const OTHER_KIND: &str = "#6b7280";

const CLASSES: [&str; 12] = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];

/// The picture of one recording, as SVG.
pub fn of(path: &Path, heard: &Hearing) -> String {
    let profile = &heard.profile;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut svg = Svg::new(WIDTH, HEIGHT, GROUND, &name);
    svg.words((MARGIN, 16.0), 13.0, INK, &shortened(&name));
    svg.words((MARGIN, 38.0), 10.0, FAINT, &facts(profile));
    let scale = Scale { length: profile.length.0.max(1e-3) };
    if let Some(grid) = &profile.grid {
        lines(&mut svg, &scale, grid);
    }
    waveform(&mut svg, profile);
    sections(&mut svg, &scale, profile);
    bars(&mut svg, &scale, profile);
    chroma(&mut svg, profile);
    clock(&mut svg, &scale);
    svg.finish()
}

/// Moments as places from left to right.
struct Scale {
    length: f64,
}

impl Scale {
    fn x(&self, at: f64) -> f64 {
        MARGIN + (WIDTH - 2.0 * MARGIN) * (at / self.length).clamp(0.0, 1.0)
    }
}

fn shortened(name: &str) -> String {
    name.chars().take(90).collect()
}

fn facts(profile: &Profile) -> String {
    let tempo = profile.grid.as_ref().map_or("no tempo".to_owned(), |it| {
        format!("{:.2} BPM ({:.0} % sure)", it.tempo, it.confidence * 100.0)
    });
    let key = profile.key.as_ref().map_or("no key".to_owned(), |it| {
        let (key, sure) = (it.key, it.confidence * 100.0);
        format!("{} {} {} ({sure:.0} % sure)", key.tonic, key.mode.name(), it.camelot())
    });
    let loud = profile.loudness.integrated.value();
    let loud = if loud.is_finite() { format!("{loud:.1} LUFS") } else { "silence".to_owned() };
    format!("{tempo}   {key}   {loud}")
}

/// Lines nearer to one another than this, in pixels, are left out.
const NEAREST: f64 = 4.0;

/// Beats, bars and phrases of four bars, each where there is room.
fn lines(svg: &mut Svg, scale: &Scale, grid: &Grid) {
    let (top, height) = WAVEFORM;
    let downbeats = |step: usize| {
        let from = grid.downbeats.iter().skip(if step == 4 { grid.phrase } else { 0 });
        from.step_by(step).map(|it| it.0).collect::<Vec<f64>>()
    };
    let beats: Vec<f64> = grid.beats.iter().map(|it| it.0).collect();
    for (times, colour, over) in
        [(beats, BEAT, 0.0), (downbeats(1), BAR, 6.0), (downbeats(4), PHRASE, 10.0)]
    {
        let room = (scale.x(scale.length) - MARGIN) / times.len().max(1) as f64;
        if room < NEAREST {
            continue;
        }
        let upright = |at: &f64| ((scale.x(*at), top - over), (scale.x(*at), top + height));
        svg.lines(&times.iter().map(upright).collect::<Vec<_>>(), colour, 1.0);
    }
    numbers(svg, scale, grid);
}

/// The number of each bar that there is room for.
fn numbers(svg: &mut Svg, scale: &Scale, grid: &Grid) {
    let room = (scale.x(scale.length) - MARGIN) / grid.downbeats.len().max(1) as f64;
    let step = [1, 2, 4, 8, 16, 32, 64, 128].into_iter().find(|it| 40.0 < room * f64::from(*it));
    let from = if step.is_some_and(|it| 4 <= it) { grid.phrase } else { 0 };
    let bars = grid.downbeats.iter().enumerate().skip(from);
    for (bar, at) in bars.step_by(step.unwrap_or(256) as usize) {
        svg.words((scale.x(at.0) + 3.0, WAVEFORM.0 - 10.0), 6.0, FAINT, &(bar + 1).to_string());
    }
}

fn waveform(svg: &mut Svg, profile: &Profile) {
    let columns = &profile.overview.columns;
    let (top, height) = WAVEFORM;
    let y = |value: f32| top + height * 0.5 * (1.0 - f64::from(value.clamp(-1.0, 1.0)));
    let step = (WIDTH - 2.0 * MARGIN) / columns.len().max(1) as f64;
    let x = |column: usize| MARGIN + (column as f64 + 0.5) * step;
    let outline = |up: &dyn Fn(usize) -> f32, down: &dyn Fn(usize) -> f32| {
        let above = (0..columns.len()).map(|it| (x(it), y(up(it))));
        let below = (0..columns.len()).rev().map(|it| (x(it), y(down(it))));
        above.chain(below).collect::<Vec<_>>()
    };
    svg.area(&outline(&|it| columns[it].high, &|it| columns[it].low), WAVE);
    svg.area(&outline(&|it| columns[it].rms, &|it| -columns[it].rms), LOUD);
}

fn sections(svg: &mut Svg, scale: &Scale, profile: &Profile) {
    let (top, height) = SECTIONS;
    for section in &profile.sections {
        let (from, to) = (scale.x(section.start.0), scale.x(section.end.0));
        let colour = KINDS.iter().find(|it| it.0 == section.kind).map_or(OTHER_KIND, |it| it.1);
        svg.rect((from, top), ((to - from - 1.0).max(0.5), height), colour, 0.9);
        let name = section.kind.to_string();
        if (name.len() as f64) * 9.0 + 8.0 < to - from {
            svg.words((from + 6.0, top + 8.0), 8.0, GROUND, &name);
        }
    }
}

/// Energy and voice of each bar.
fn bars(svg: &mut Svg, scale: &Scale, profile: &Profile) {
    let Some(grid) = &profile.grid else { return };
    let row = |(top, height): (f64, f64), value: &dyn Fn(usize) -> f64| {
        let bar = |bar: usize| {
            let (from, to) = (scale.x(grid.bar(bar).0), scale.x(grid.bar(bar + 1).0));
            let high = height * value(bar).clamp(0.0, 1.0);
            ((from, top + height - high), ((to - from - 0.5).max(0.3), high))
        };
        (0..profile.bars.len()).map(bar).filter(|it| 0.0 < it.1.1).collect::<Vec<_>>()
    };
    svg.rects(&row(ENERGY, &|bar| profile.bars[bar].energy.value()), BAR, 0.8);
    svg.rects(&row(SUNG, &|bar| profile.bars[bar].vocal.value()), VOICE, 0.9);
    svg.words((8.0, ENERGY.0 + 20.0), 7.0, FAINT, "energy");
    if !profile.phrases.is_empty() {
        svg.words((8.0, SUNG.0 + 4.0), 7.0, FAINT, "voice");
    }
}

/// Columns of the waveform that share one of the notes.
const JOINED: usize = 3;

/// Steps of brightness of a note.
const SHADES: [(f32, f64); 4] = [(0.35, 0.25), (0.5, 0.45), (0.7, 0.7), (0.88, 1.0)];

fn chroma(svg: &mut Svg, profile: &Profile) {
    let (top, height) = CHROMA;
    let columns = &profile.overview.columns;
    let step = (WIDTH - 2.0 * MARGIN) / columns.len().max(1) as f64;
    let high = height / 12.0;
    let mut shades: [Vec<Pair>; SHADES.len()] = Default::default();
    for (index, part) in columns.chunks(JOINED).enumerate() {
        for class in 0..12 {
            let sum: f32 = part.iter().map(|it| it.chroma[class]).sum();
            let level = sum / part.len() as f32;
            let Some(shade) = SHADES.iter().rposition(|it| it.0 <= level) else { continue };
            let at = (MARGIN + (index * JOINED) as f64 * step, top + (11 - class) as f64 * high);
            shades[shade].push((at, (step * part.len() as f64, high - 1.0)));
        }
    }
    for (rects, (_, opacity)) in shades.iter().zip(SHADES) {
        svg.rects(rects, NOTE, opacity);
    }
    for (class, name) in CLASSES.iter().enumerate() {
        svg.words((MARGIN - 24.0, top + (11 - class) as f64 * high + 4.0), 7.0, FAINT, name);
    }
}

/// Times to write below, as many as there is room for.
fn clock(svg: &mut Svg, scale: &Scale) {
    const STEPS: [f64; 12] =
        [0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 600.0, 1800.0];
    let step = STEPS.into_iter().find(|it| scale.length / it <= 14.0).unwrap_or(3600.0);
    let bottom = CHROMA.0 + CHROMA.1;
    for tick in 0..=(scale.length / step) as usize {
        let at = tick as f64 * step;
        let words = if step < 1.0 {
            format!("{at:.2}")
        } else {
            format!("{}:{:02}", at as u64 / 60, at as u64 % 60)
        };
        svg.lines(&[((scale.x(at), bottom), (scale.x(at), bottom + 6.0))], FAINT, 1.0);
        svg.words((scale.x(at), bottom + 14.0), 8.0, FAINT, &words);
    }
}
