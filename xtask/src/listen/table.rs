//! The figures beside what is wanted and what is held.

use anyhow::bail;

use crate::listen::score::Scores;

/// A figure: its name, its value, the target, and what it must not fall behind again. Where less is
/// better, the target is the smaller number.
struct Row {
    name: &'static str,
    clips: usize,
    value: f64,
    target: f64,
    held: f64,
}

impl Row {
    fn is_less_better(&self) -> bool {
        self.target < self.held
    }

    fn reaches(&self, wanted: f64) -> bool {
        if self.is_less_better() { self.value <= wanted } else { wanted <= self.value }
    }
}

#[rustfmt::skip]
fn rows(it: &Scores) -> [Row; 13] {
    let mean = |name, key, target, held| {
        Row { name, clips: it.count(key), value: it.mean(key), target, held }
    };
    let median = |name, key, target, held| {
        Row { name, clips: it.count(key), value: it.median(key), target, held }
    };
    [
        mean("tempo within 4 %", "acc1", 0.96, 0.95),
        mean("tempo within 4 %, octaves forgiven", "acc2", 0.99, 0.98),
        mean("tempo within 0.05 %, octaves forgiven", "acc2_fine", 0.97, 0.96),
        median("drift over a clip, ms, median", "drift", 1.0,  1.01),
        mean("beat F", "beat_f", 0.95, 0.94),
        median("beat error, ms, median of clips", "beat_ms", 4.0,  4.01),
        mean("beat error, ms, mean of clips", "beat_ms", 4.0,  4.5),
        mean("downbeat F", "down_f", 0.90, 0.89),
        mean("first downbeat right", "first_down", 0.90, 0.89),
        mean("key, MIREX", "mirex", 0.88, 0.82),
        mean("key, exact", "key_exact", 0.82, 0.78),
        mean("stems: one grid, on the beat", "stems_grid", 1.0,  0.99),
        mean("stems: sections on the bar", "stems_bars", 1.0,  0.99),
    ]
}

/// Prints all figures; fails where one is behind what is held.
pub fn print(scores: &Scores) -> anyhow::Result<()> {
    println!("{:42}{:>8}{:>9}{:>8}", "", "ours", "target", "clips");
    let rows = rows(scores);
    for row in &rows {
        let sign = if row.is_less_better() { "≤" } else { "≥" };
        let short = if row.reaches(row.target) { "" } else { "  falls short" };
        let target = format!("{sign} {:.2}", row.target);
        println!("{:42}{:>8.3}{target:>9}{:>8}{short}", row.name, row.value, row.clips);
    }
    println!(
        "section boundaries: {:.2} of those there are found, {:.2} of those found are there",
        scores.mean("edges_found"),
        scores.mean("edges_right")
    );
    let behind: Vec<&str> =
        rows.iter().filter(|it| !it.reaches(it.held)).map(|it| it.name).collect();
    if !behind.is_empty() {
        bail!("behind what was reached before: {}", behind.join(", "));
    }
    Ok(())
}
