//! Where the bars begin: evidence for each of the sixteen sixteenths to be the one.

use crate::hear::cells::Cells;
use crate::hear::features::BANDS;

/// What speaks for a sixteenth to be the first of the bar. Changes are against the mean of all
/// places: 0 where no more changes than elsewhere, 1 where twice as much does.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Evidence {
    /// How like a drum pattern the accents from there on are, −1 to 1.
    pub(crate) drums: f64,
    /// Whether the file starts on it, 0 or 1: songs and stems are cut at the bar.
    pub(crate) start: f64,
    /// Whether the first thing that is heard falls on it, 0 or 1.
    pub(crate) first: f64,
    /// How much the chords change there, over one beat and two.
    pub(crate) chords: [f64; 2],
    /// How much the bass note changes there, over one beat and two.
    pub(crate) bass: [f64; 2],
    /// How much all of the sound changes there, over a bar.
    pub(crate) sound: f64,
    /// How much the chords change there every second bar, over one beat and a bar.
    pub(crate) long: [f64; 2],
    /// The accents through the bar from there on, low, mid and high.
    pub(crate) accents: Pattern,
}

/// Cells of a bar.
pub(crate) const BAR: usize = 16;

/// What the accents look like through a bar: mean 0, deviation 1 over the three bands together.
pub(crate) type Pattern = [[f64; BAR]; 3];

/// Drum patterns: kick, snare or clap, hats; a digit is a strength up to 9.
#[rustfmt::skip]
pub(crate) const PATTERNS: &[[&str; 3]] = &[
    // four on the floor: plain, with claps, with off-beat hats, with rolling hats
    ["9...9...9...9...", "9...9...9...9...", "9...9...9...9..."],
    ["9...9...9...9...", "3...9...3...9...", "3.9.3.9.3.9.3.9."],
    ["9...9...9...9...", "3...9...3...9...", "6363636363636363"],
    ["9...9...9...9...", "9...9...9...9...", "3.9.3.9.3.9.3.9."],
    // off-beat bass over it
    ["9.6.9.6.9.6.9.6.", "3.3.9.3.3.3.9.3.", "3.9.3.9.3.9.3.9."],
    // back-beats: rock, pop, funk
    ["9.......9.......", "....9.......9...", "6.6.6.6.6.6.6.6."],
    ["9.......9.9.....", "....9.......9...", "6.6.6.6.6.6.6.6."],
    ["9..9......9.....", "....9.......9...", "6.6.6.6.6.6.6.6."],
    ["9.....9...9.....", "....9.......9...", "6363636363636363"],
    // breaks, drum and bass
    ["9.9.......99....", "....9..3.3..9..3", "6.6.6.6.6.6.6.6."],
    ["9.........9.....", "....9.......9...", "6.6.6.6.6.6.6.6."],
    ["9..9..9...9.....", "....9.......9...", "6.6.6.6.6.6.6.6."],
    // half time, trap
    ["9...............", "........9.......", "6.6.6.6.6.6.6.6."],
    ["9.....9...9.....", "........9.......", "6.6.6.6.6.6.6.6."],
    ["9..9......9..9..", "........9.......", "6363636363636363"],
    // two-step, garage
    ["9.........9.....", "....9.......9...", "..9...9...9...9."],
    // dembow
    ["9...9...9...9...", "...9..9....9..9.", "6.6.6.6.6.6.6.6."],
    // electro
    ["9.....9...6.....", "....9.......9...", "6.6.6.6.6.6.6.6."],
];

/// The evidence for each of sixteen places; the place is counted from cell 0.
pub(crate) fn evidence(cells: &Cells) -> [Evidence; BAR] {
    let pattern = pattern(&folded(cells));
    let patterns = patterns();
    let chords = [4, 8].map(|reach| folded_changes::<12, BAR>(&cells.chords, reach));
    let bass = [4, 8].map(|reach| folded_changes::<12, BAR>(&cells.bass, reach));
    let long = [4, 16].map(|reach| folded_changes::<12, TWO_BARS>(&cells.chords, reach));
    let sound = folded_changes::<BANDS, BAR>(&cells.bands, BAR);
    let first = first_heard(cells);
    std::array::from_fn(|place| Evidence {
        drums: patterns.iter().map(|like| alike(&pattern, like, place)).fold(-1.0, f64::max),
        start: f64::from(place == 0 && cells.first.abs() < STARTS_WITHIN),
        first: f64::from(first.is_some_and(|cell| cell % BAR == place)),
        chords: chords.map(|it| it[place].min(3.0)),
        bass: bass.map(|it| it[place].min(3.0)),
        sound: sound[place].min(3.0),
        long: long.map(|it| it[place].max(it[place + BAR]).min(5.0)),
        accents: pattern.map(|row| std::array::from_fn(|it| row[(place + it) % BAR])),
    })
}

/// A file that starts so near to a line of the grid starts on it, in seconds.
const STARTS_WITHIN: f64 = 0.012;

/// Cells of two bars.
const TWO_BARS: usize = 2 * BAR;

/// The mean accent of each of the sixteen places, a row a band.
pub(crate) fn folded(cells: &Cells) -> Pattern {
    let mut sums = [[0.0; BAR]; 3];
    let mut count = [0.0; BAR];
    for (cell, accents) in cells.accents.iter().enumerate() {
        count[cell % BAR] += 1.0;
        for (sum, accent) in sums.iter_mut().zip(accents) {
            sum[cell % BAR] += f64::from(*accent);
        }
    }
    sums.map(|row| {
        let mut row = row;
        row.iter_mut().zip(count).for_each(|(it, count)| *it /= f64::max(count, 1.0));
        row
    })
}

/// Each band brought to mean 0, and all to a length of 1.
pub(crate) fn pattern(folded: &Pattern) -> Pattern {
    let mut out = *folded;
    for row in &mut out {
        let mean = row.iter().sum::<f64>() / BAR as f64;
        row.iter_mut().for_each(|it| *it -= mean);
        // A band that is never silent must not drown the others.
        let size = libm::sqrt(row.iter().map(|it| it * it).sum::<f64>()) + 0.5;
        row.iter_mut().for_each(|it| *it /= size);
    }
    let size = libm::sqrt(out.iter().flatten().map(|it| it * it).sum::<f64>()).max(1e-9);
    out.map(|row| row.map(|it| it / size))
}

fn patterns() -> Vec<Pattern> {
    let strength = |letter: u8| if letter == b'.' { 0.0 } else { f64::from(letter - b'0') / 4.5 };
    PATTERNS
        .iter()
        .map(|rows| {
            let mut drums = [[0.0; BAR]; 3];
            for (drum, row) in drums.iter_mut().zip(rows) {
                drum.iter_mut().zip(row.bytes()).for_each(|(it, letter)| *it = strength(letter));
            }
            pattern(&drums)
        })
        .collect()
}

/// The correlation of what is heard from `place` on with a pattern.
fn alike(heard: &Pattern, pattern: &Pattern, place: usize) -> f64 {
    heard
        .iter()
        .zip(pattern)
        .map(|(heard, drum)| (0..BAR).map(|it| heard[(place + it) % BAR] * drum[it]).sum::<f64>())
        .sum()
}

/// How much rows change at each of `PERIOD` places, from the mean of `reach` cells before to the
/// mean of as many after, against the mean of all places.
fn folded_changes<const N: usize, const PERIOD: usize>(
    rows: &[[f32; N]],
    reach: usize,
) -> [f64; PERIOD] {
    let mut sums = [(0.0, 0.0); PERIOD];
    for (cell, change) in changes(rows, reach).into_iter().enumerate() {
        let sum = &mut sums[cell % PERIOD];
        *sum = (sum.0 + change * change, sum.1 + 1.0);
    }
    let means = sums.map(|(sum, count)| sum / f64::max(count, 1.0));
    let mean = means.iter().sum::<f64>() / PERIOD as f64;
    means.map(|it| if 1e-12 < mean { it / mean - 1.0 } else { 0.0 })
}

/// How far the mean of `reach` rows after each place is from the mean of as many before it; zero
/// near the ends.
pub(crate) fn changes<const N: usize>(rows: &[[f32; N]], reach: usize) -> Vec<f64> {
    let sums = running(rows);
    let mean =
        |from: usize, to: usize, it: usize| (sums[to][it] - sums[from][it]) / (to - from) as f64;
    (0..rows.len())
        .map(|at| {
            if at < reach.min(16) || rows.len() < at + reach.min(16) {
                return 0.0;
            }
            let (from, to) = (at.saturating_sub(reach), (at + reach).min(rows.len()));
            let power: f64 = (0..N)
                .map(|it| {
                    let step = mean(at, to, it) - mean(from, at, it);
                    step * step
                })
                .sum();
            libm::sqrt(power)
        })
        .collect()
}

fn running<const N: usize>(rows: &[[f32; N]]) -> Vec<[f64; N]> {
    let mut sum = [0.0; N];
    let mut sums = vec![sum];
    for row in rows {
        sum.iter_mut().zip(row).for_each(|(sum, it)| *sum += f64::from(*it));
        sums.push(sum);
    }
    sums
}

/// The first cell in which something clearly begins.
fn first_heard(cells: &Cells) -> Option<usize> {
    cells.accents.iter().position(|it| 2.0 < it[0] + it[1] + it[2])
}
