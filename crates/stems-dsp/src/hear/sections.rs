//! The parts of a song: where the music changes for good, on the bar, and what each part is for.

use music_types::{Intensity, SectionKind};

use crate::hear::features::{BANDS, FPS, Features};
use crate::hear::power::Power;
use crate::profile::{BarProfile, Grid, HeardSection};

/// The bands (of [`Features`]) that carry kick and bass.
const FLOOR: usize = 5;

/// A bar: the mean loudness of each band, and how much begins low, mid and high.
type Row = [f64; BANDS + 3];

/// Every bar of `grid`: its level, its energy, and how much is sung in it.
pub(crate) fn bars(
    power: &Power,
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
            level: power.level(grid.bar(bar).0, grid.bar(bar + 1).0),
            energy: Intensity::new(fullness.get(bar).copied().unwrap_or(0.0) / fullest),
            vocal: vocal.get(bar).copied().unwrap_or_default(),
        })
        .collect()
}

/// The mean loudness of each band (pressed) and how much begins in it, a row a bar.
fn rows(features: &Features, grid: &Grid) -> Vec<Row> {
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
    let mut sections: Vec<HeardSection> = edges
        .windows(2)
        .filter(|it| it[0] < it[1])
        .map(|it| section(&rows, bars, grid, it[0], it[1]))
        .collect();
    builds(&mut sections);
    sections
}

/// What stands between a break and a drop builds, whatever its floor.
fn builds(sections: &mut [HeardSection]) {
    use SectionKind::{Break, Build, Drop, Groove};
    for at in 1..sections.len().saturating_sub(1) {
        let kinds = [at - 1, at, at + 1].map(|it| sections[it].kind);
        if matches!(kinds, [Break, Break | Groove, Drop]) {
            sections[at].kind = Build;
        }
    }
}

/// A boundary changes so many times as much as the middle one of all bars does.
const STANDS_OUT: f64 = 1.1;

/// And this share of what the greatest change changes.
const LEAST_CHANGE: f64 = 0.2;

/// Off the phrases of four bars a boundary must be so much clearer.
const OFF_PHRASE: f64 = 1.5;

/// The fewest bars of a section.
const SHORTEST: usize = 4;

/// The first bars of the sections: where the bars after differ most from those before.
fn edges(rows: &[Row], phrase: usize) -> Vec<usize> {
    let rows = &evened(rows);
    let changes: Vec<f64> = (0..rows.len()).map(|bar| change(rows, bar)).collect();
    let mut sorted = changes.clone();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let greatest = sorted.last().copied().unwrap_or(0.0);
    let least = (middle * STANDS_OUT).max(greatest * LEAST_CHANGE);
    let clear = |bar: usize| changes[bar] / if bar % 4 == phrase { 1.0 } else { OFF_PHRASE };
    let mut bars: Vec<usize> = (1..rows.len()).filter(|bar| least < clear(*bar)).collect();
    bars.sort_by(|a, b| clear(*b).total_cmp(&clear(*a)).then(a.cmp(b)));
    let mut edges = vec![0];
    for bar in bars {
        // A pickup of some bars before the first phrase is a section of its own.
        let is_apart = |it: &usize| SHORTEST <= bar.abs_diff(*it) || (*it == 0 && bar == phrase);
        if edges.iter().all(is_apart) && SHORTEST <= rows.len() - bar {
            edges.push(bar);
        }
    }
    edges.sort_unstable();
    edges
}

/// A phrase begins with the first bar unless so many times as much speaks for another.
const CLEARLY: f64 = 1.4;

/// Which of the first four bars begins phrases of four bars: the one where, counted in fours, most
/// changes.
pub(crate) fn phrase(features: &Features, grid: &Grid) -> usize {
    let rows = rows(features, grid);
    let mut sums = [0.0; 4];
    // Near the ends there is too little before or after to compare with.
    for bar in 2..rows.len().saturating_sub(2) {
        let change = change(&rows, bar);
        sums[bar % 4] += change * change;
    }
    let best = (0..4).max_by(|a, b| sums[*a].total_cmp(&sums[*b]).then(b.cmp(a)));
    best.filter(|it| sums[0] * CLEARLY < sums[*it]).unwrap_or(0)
}

/// Every column brought near a deviation of one, so that a voice that enters counts beside a kick
/// that leaves.
fn evened(rows: &[Row]) -> Vec<Row> {
    let count = rows.len().max(1) as f64;
    let deviations: [f64; BANDS + 3] = std::array::from_fn(|it| {
        let mean = rows.iter().map(|row| row[it]).sum::<f64>() / count;
        libm::sqrt(rows.iter().map(|row| (row[it] - mean) * (row[it] - mean)).sum::<f64>() / count)
    });
    let usual = deviations.iter().sum::<f64>() / deviations.len() as f64;
    let even =
        |row: &Row| std::array::from_fn(|it| row[it] / (deviations[it] + 0.2 * usual + 1e-9));
    rows.iter().map(even).collect()
}

/// How much the bars from `bar` on differ from those before, over two bars and over four.
fn change(rows: &[Row], bar: usize) -> f64 {
    if bar == 0 || rows.len() <= bar {
        return 0.0;
    }
    let step = |reach: usize| {
        let (from, to) = (bar.saturating_sub(reach), (bar + reach).min(rows.len()));
        let mean = |from: usize, to: usize, it: usize| {
            rows[from..to].iter().map(|row| row[it]).sum::<f64>() / (to - from) as f64
        };
        let steps = (0..BANDS + 3).map(|it| mean(bar, to, it) - mean(from, bar, it));
        libm::sqrt(steps.map(|it| it * it).sum())
    };
    step(2) + step(4)
}

fn section(rows: &[Row], bars: &[BarProfile], grid: &Grid, from: usize, to: usize) -> HeardSection {
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
