//! Stretching: engines against measures, on signals whose ideal result is known.

mod image;
mod measures;
mod music;
mod peers;
mod row;
mod signals;

use std::path::Path;

use producer::shaping::Preset;

pub use self::peers::Alone;
use self::peers::{Job, PEERS};
use self::row::{Engine, MEASURES};

/// Runs every engine that is there and prints tables with a row for each; names those that are not.
pub fn run(python: &Path) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let desk = Job {
        ratio: 1.0,
        semitones: 0.0,
        formants: false,
        preset: Preset::Music,
        threads: 1,
        python: python.to_owned(),
        folder: folder.path().to_owned(),
    };
    let (mut rows, mut missing) = (Vec::new(), Vec::new());
    for peer in PEERS {
        match (Engine { peer, desk: &desk }).row() {
            Ok(row) => rows.push((peer.name, row)),
            Err(error) => missing.push(format!("{} ({}): {error:#}", peer.name, peer.package)),
        }
    }
    let mut tables: Vec<&str> = MEASURES.iter().map(|it| it.table).collect();
    tables.dedup();
    for table in tables {
        print(table, &rows);
    }
    if let Some(ours) = PEERS.first() {
        let (factor, limit) = Engine { peer: ours, desk: &desk }.with_two_threads()?;
        println!(
            "two threads: {factor:.2} times as fast as one (target >= 1.8); two runs side by side get {limit:.2} times \
             as much done as one, which is what this machine gives"
        );
    }
    println!(
        "tones and hits over ratios 0.8 to 1.5, formants over 2, 4 and 7 semitones either way; voice and music \
         are synthesised, so distances are to be read against each other; S signalsmith, R3 rubberband R3, the \
         only other engine here that is asked to keep formants (R2 too); CPU seconds a stereo minute from file \
         to file, less the start, ours on one thread"
    );
    for it in missing {
        println!("not measured: {it}");
    }
    Ok(())
}

/// Prints the measures of a table, a row for each engine.
fn print(table: &str, rows: &[(&str, Vec<f64>)]) {
    let columns: Vec<usize> =
        (0..MEASURES.len()).filter(|it| MEASURES[*it].table == table).collect();
    let line = |name: &str, cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = columns.iter().map(|it| format!("{:>14}", cell(*it))).collect();
        println!("{name:<14}{}", cells.concat());
    };
    line(table, &|it| MEASURES[it].name.to_owned());
    line("  target", &|it| MEASURES[it].target.to_owned());
    for (name, row) in rows {
        line(name, &|it| row.get(it).map_or_else(String::new, |it| format!("{it:.2}")));
    }
    println!();
}
