//! The parts of a song: where the music changes for good, on the bar, and what each part is for.

use music_types::{Db, Gain, Intensity, SectionKind, Wave};

use crate::hear::features::{BANDS, FPS, Features};
use crate::profile::{BarProfile, Grid, HeardSection};

/// The bands (of [`Features`]) that carry kick and bass.
const FLOOR: usize = 5;

/// Every bar of `grid`: its level in `wave`, its energy, and how much is sung in it.
pub(crate) fn bars(
    wave: &Wave,
    features: &Features,
    grid: &Grid,
    vocal: &[Intensity],
) -> Vec<BarProfile> {
    let rows = rows(features, grid);
    let fullness: Vec<f64> = rows.iter().map(|row| row.iter().sum::<f64>()).collect();
    let fullest = fullness.iter().copied().fold(1e-9, f64::max);
    (0..grid.downbeats.len())
        .map(|bar| BarProfile {
            start: grid.bar(bar),
            level: level(wave, grid.bar(bar).0, grid.bar(bar + 1).0),
            energy: Intensity::new(fullness.get(bar).copied().unwrap_or(0.0) / fullest),
            vocal: vocal.get(bar).copied().unwrap_or_default(),
        })
        .collect()
}

/// The RMS level of a stretch.
fn level(wave: &Wave, from: f64, to: f64) -> Db {
    let place = |at: f64| (at.max(0.0) * f64::from(wave.rate)) as usize;
    let mut sum = (0.0, 0.0);
    for channel in &wave.channels {
        let part = channel.get(place(from)..place(to).min(channel.len())).unwrap_or(&[]);
        for sample in part.iter().filter(|it| it.is_finite()) {
            sum = (sum.0 + f64::from(*sample) * f64::from(*sample), sum.1 + 1.0);
        }
    }
    Gain::new(libm::sqrt(sum.0 / f64::max(sum.1, 1.0))).to_db()
}

/// The mean loudness of each band (pressed) and how much begins in it, a row a bar.
fn rows(features: &Features, grid: &Grid) -> Vec<[f64; BANDS + 3]> {
    let place = |at: f64| ((at.max(0.0) * FPS) as usize).min(features.bands.len());
    (0..grid.downbeats.len())
        .map(|bar| {
            let (from, to) = (place(grid.bar(bar).0), place(grid.bar(bar + 1).0));
            let mut row = [0.0; BANDS + 3];
            for moment in from..to {
                let bands = features.bands[moment].iter().map(|it| f64::from(*it));
                let begun = [features.low[moment], features.mid[moment], features.high[moment]];
                let begun = begun.iter().map(|it| f64::from(*it) * 4.0);
                row.iter_mut().zip(bands.chain(begun)).for_each(|(sum, it)| *sum += it);
            }
            row.map(|it| it / (to - from).max(1) as f64)
        })
        .collect()
}

/// The sections of a song.
pub(crate) fn sections(features: &Features, grid: &Grid, bars: &[BarProfile]) -> Vec<HeardSection> {
    let rows = rows(features, grid);
    let mut edges = edges(&rows, grid.phrase);
    edges.push(rows.len());
    edges
        .windows(2)
        .filter(|it| it[0] < it[1])
        .map(|it| section(&rows, bars, grid, it[0], it[1]))
        .collect()
}

/// The first bars of the sections: where the four bars after differ most from the four before.
fn edges(rows: &[[f64; BANDS + 3]], phrase: usize) -> Vec<usize> {
    let changes: Vec<f64> = (0..rows.len()).map(|bar| change(rows, bar)).collect();
    let mean = changes.iter().sum::<f64>() / changes.len().max(1) as f64;
    let mut edges = vec![0];
    for bar in 2..rows.len().saturating_sub(1) {
        let around = &changes[bar.saturating_sub(3)..(bar + 4).min(changes.len())];
        let is_peak = around.iter().all(|it| *it <= changes[bar]);
        let favour = if (bar + 4 - phrase) % 4 == 0 { 1.25 } else { 1.0 };
        let is_apart = edges.last().is_none_or(|last| 4 <= bar - last);
        if is_peak && is_apart && mean * 1.3 < changes[bar] * favour {
            edges.push(bar);
        }
    }
    edges
}

/// Which of the first four bars begins phrases of four bars: the one where, counted in fours, most
/// changes.
pub(crate) fn phrase(features: &Features, grid: &Grid) -> usize {
    let rows = rows(features, grid);
    let mut sums = [0.0; 4];
    for bar in 1..rows.len() {
        let change = change(&rows, bar);
        sums[bar % 4] += change * change;
    }
    let best = (0..4).max_by(|a, b| sums[*a].total_cmp(&sums[*b]).then(b.cmp(a)));
    best.unwrap_or(0)
}

fn change(rows: &[[f64; BANDS + 3]], bar: usize) -> f64 {
    let (from, to) = (bar.saturating_sub(4), (bar + 4).min(rows.len()));
    if bar == 0 || rows.len() <= bar {
        return 0.0;
    }
    let mean = |from: usize, to: usize, it: usize| {
        rows[from..to].iter().map(|row| row[it]).sum::<f64>() / (to - from) as f64
    };
    let power: f64 = (0..BANDS + 3)
        .map(|it| {
            let step = mean(bar, to, it) - mean(from, bar, it);
            step * step
        })
        .sum();
    libm::sqrt(power)
}

fn section(
    rows: &[[f64; BANDS + 3]],
    bars: &[BarProfile],
    grid: &Grid,
    from: usize,
    to: usize,
) -> HeardSection {
    let count = (to - from).max(1) as f64;
    let mean = |value: &dyn Fn(usize) -> f64| (from..to).map(value).sum::<f64>() / count;
    let energy = mean(&|bar| bars.get(bar).map_or(0.0, |it| it.energy.value()));
    let floor = |bar: usize| rows[bar][..FLOOR].iter().sum::<f64>();
    let fullest = (0..rows.len()).map(floor).fold(1e-9, f64::max);
    let has_floor = 0.6 < mean(&|bar| floor(bar)) / fullest;
    let kind = match (from == 0, to == rows.len(), has_floor) {
        (_, _, true) if 0.85 < energy => SectionKind::Drop,
        (true, _, _) => SectionKind::Intro,
        (_, true, _) => SectionKind::Outro,
        (_, _, true) => SectionKind::Groove,
        _ if rises(bars, from, to) => SectionKind::Build,
        _ => SectionKind::Break,
    };
    HeardSection {
        kind,
        bar: from,
        bars: to - from,
        start: grid.bar(from),
        end: grid.bar(to),
        energy: Intensity::new(energy),
    }
}

/// Whether the second half of a section has more energy than the first.
fn rises(bars: &[BarProfile], from: usize, to: usize) -> bool {
    let middle = (from + to) / 2;
    let mean = |from: usize, to: usize| {
        let part = bars.get(from..to).unwrap_or(&[]);
        part.iter().map(|it| it.energy.value()).sum::<f64>() / part.len().max(1) as f64
    };
    mean(from, middle) * 1.08 < mean(middle, to)
}
