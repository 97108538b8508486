//! Figures of playing that producers keep: every genre measured over many seeds.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod book;

use book::{drop, genres, sixteen};
use music_types::{Beats, Role, SectionKind};
use patterns::measure::{self, DRUM_BANDS, DrumMeasures};

/// So many tracks of each genre.
const SEEDS: u64 = 200;

#[test]
fn drums_of_a_drop_measure_as_producers_like_them() {
    let mut table = format!("{:20}", "drums, drop, 16 bars");
    DRUM_BANDS.iter().for_each(|it| table += &format!("{:>20}", it.name));
    let mut failures = Vec::new();
    for (name, genre) in genres() {
        let measured: Vec<DrumMeasures> = (0..SEEDS)
            .map(|seed| {
                let parts = drop(&genre, seed);
                measure::drums(&parts.iter().map(|it| (it.0, &it.1)).collect::<Vec<_>>())
            })
            .collect();
        let is_four = measured.iter().all(|it| 0.9 < it.kick_on_quarters);
        table += &format!("\n{name:20}");
        for band in DRUM_BANDS {
            let mut values: Vec<f64> = measured.iter().map(band.of).collect();
            values.sort_by(f64::total_cmp);
            let passed = values
                .iter()
                .filter(|it| (band.low - 1e-9..=band.high + 1e-9).contains(*it))
                .count();
            let share = 100 * passed / values.len();
            let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
            table += &format!(
                "{:>20}",
                format!("{:.2} {:.2} {:.2} {share}%", at(0.1), at(0.5), at(0.9))
            );
            if is_four && share < 95 {
                failures.push(format!("{name}: {} {share} %", band.name));
            }
        }
    }
    println!("{table}");
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn basslines_measure_as_club_basslines() {
    let heads = ["notes/bar", "roots", "on kick", "scale", "lag 1", "lag 2", "low", "high"];
    let mut table = format!("{:20}", "bass, drop, 16 bars");
    heads.iter().for_each(|it| table += &format!("{it:>18}"));
    let mut failures = Vec::new();
    for (name, genre) in genres() {
        let mut rows: Vec<Vec<f64>> = vec![Vec::new(); heads.len()];
        let mut is_four = true;
        for seed in 0..SEEDS {
            let line = sixteen(&genre, Role::Bass, SectionKind::Drop, 0.85, seed);
            let kick = sixteen(&genre, Role::Kick, SectionKind::Drop, 0.95, seed);
            let harmony = book::chords(&genre, SectionKind::Drop, seed);
            is_four &= 60 <= kick.notes().len();
            let it = measure::bass(&line, &kick, &harmony, Beats::ZERO);
            let (low, high) = (f64::from(it.range.0), f64::from(it.range.1));
            let values =
                [it.notes, it.roots, it.on_kick, it.scale, it.lag[0], it.lag[1], low, high];
            rows.iter_mut().zip(values).for_each(|(row, value)| row.push(value));
        }
        let bands = [(4.0, 8.0), (0.45, 0.75), (0.0, 0.45), (0.95, 1.0)];
        table += &format!("\n{name:20}");
        for (index, row) in rows.iter_mut().enumerate() {
            row.sort_by(f64::total_cmp);
            let at = |share: f64| row[((row.len() - 1) as f64 * share) as usize];
            let share = bands.get(index).map(|(low, high)| {
                100 * row.iter().filter(|it| (low - 1e-9..=high + 1e-9).contains(*it)).count()
                    / row.len()
            });
            let shown = share.map_or(String::new(), |it| format!(" {it}%"));
            table +=
                &format!("{:>18}", format!("{:.2} {:.2} {:.2}{shown}", at(0.1), at(0.5), at(0.9)));
            // Trance rolls in sixteenths around the kick, twelve a bar: that is what it is known by.
            let is_rolling = index == 0 && name == "trance";
            if is_four && share.is_some_and(|it| it < 95) && !is_rolling {
                failures.push(format!("{name}: {} {share:?}", heads[index]));
            }
        }
        assert!(
            rows[6].iter().all(|it| 28.0 <= *it) && rows[7].iter().all(|it| *it <= 54.0),
            "{name}"
        );
    }
    println!("{table}");
    assert!(failures.is_empty(), "{failures:#?}");
}

/// How many keys sound at each stroke of a chord part, on average.
fn voices(phrase: &music_types::Phrase) -> f64 {
    let starts: std::collections::BTreeSet<_> = phrase
        .notes()
        .iter()
        .map(|it| (it.start.ticks() + Beats::SIXTEENTH.ticks() / 2) / Beats::SIXTEENTH.ticks())
        .collect();
    phrase.notes().len() as f64 / starts.len().max(1) as f64
}

/// Chords against what 48 house loops measure: mostly in one scale (planing leaves it: one loop in ten has less than
/// 80 %), one and a half to three bits of pitch classes over a whole break, three to six voices.
#[test]
fn chords_measure_as_house_chords() {
    let mut table =
        format!("{:20}{:>22}{:>22}{:>22}", "chords, break", "scale", "entropy", "voices");
    let mut failures = Vec::new();
    for (name, genre) in genres() {
        let mut rows = [Vec::new(), Vec::new(), Vec::new()];
        for seed in 0..SEEDS {
            let chords = sixteen(&genre, Role::Chords, SectionKind::Break, 0.8, seed);
            let values =
                [measure::scale_share(&chords), measure::pitch_entropy(&chords), voices(&chords)];
            rows.iter_mut().zip(values).for_each(|(row, it)| row.push(it));
        }
        let bands = [(0.75, 1.0), (1.5, 3.21), (3.0, 6.0)];
        table += &format!("\n{name:20}");
        for (row, (low, high)) in rows.iter_mut().zip(bands) {
            row.sort_by(f64::total_cmp);
            let passed = row.iter().filter(|it| (low - 1e-9..=high + 1e-9).contains(*it)).count();
            let share = 100 * passed / row.len();
            let at = |share: f64| row[((row.len() - 1) as f64 * share) as usize];
            table += &format!(
                "{:>22}",
                format!("{:.2} {:.2} {:.2} {share}%", at(0.1), at(0.5), at(0.9))
            );
            if share < 95 {
                failures.push(format!("{name}: {low} to {high}: {share} %"));
            }
        }
    }
    println!("{table}");
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn two_seeds_differ_and_one_never_does() {
    let roles = [
        Role::Congas,
        Role::LowPercussion,
        Role::Bass,
        Role::Chords,
        Role::Lead,
        Role::Pluck,
        Role::Arp,
    ];
    let mut table = String::from("note Jaccard of two seeds, mean over roles");
    for (name, genre) in genres() {
        let all = |seed: u64| -> Vec<_> {
            roles.iter().map(|role| sixteen(&genre, *role, SectionKind::Drop, 0.85, seed)).collect()
        };
        assert_eq!(all(3), all(3));
        let sets: Vec<_> = (0..12).map(all).collect();
        let mut alike = Vec::new();
        for (one, two) in sets.iter().zip(&sets[1..]) {
            let each = one.iter().zip(two).map(|(a, b)| measure::jaccard(a, b));
            alike.push(each.sum::<f64>() / roles.len() as f64);
        }
        let most = alike.iter().copied().fold(0.0, f64::max);
        let mean = alike.iter().sum::<f64>() / alike.len() as f64;
        table += &format!("\n{name:20} mean {mean:.2} most {most:.2}");
        assert!(most < 0.8, "{name}: two seeds are {most:.2} alike");
    }
    println!("{table}");
}

#[test]
fn every_style_fits_together() {
    for (name, genre) in genres() {
        assert_eq!(genre.patterns.problems(), Vec::<String>::new(), "{name}");
    }
}

/// The second half of a peak drop has more parts than printed patterns do: its density is measured
/// by itself, so that it stays more than the first drop and less than a wall.
#[test]
fn the_fullest_drop_is_denser_than_the_first_and_no_wall() {
    let more = [(Role::Snare, 0.6), (Role::Cymbals, 0.7), (Role::Bells, 0.75), (Role::Fills, 0.8)];
    let mut table = String::from("notes a bar: first drop, fullest drop; parts");
    for (name, genre) in genres() {
        let (mut first, mut full, mut parts) = (0.0, 0.0, 0.0);
        for seed in 0..20 {
            let mut all = drop(&genre, seed);
            let measured = |all: &[(Role, music_types::Phrase)]| {
                measure::drums(&all.iter().map(|it| (it.0, &it.1)).collect::<Vec<_>>())
            };
            first += measured(&all).notes / 20.0;
            all.extend(
                more.iter().map(|it| (it.0, sixteen(&genre, it.0, SectionKind::Drop, it.1, seed))),
            );
            full += measured(&all).notes / 20.0;
            parts += measured(&all).parts / 20.0;
        }
        table += &format!("\n{name:20} {first:5.1} {full:5.1} {parts:5.1}");
        assert!(first + 4.0 < full && full < 60.0, "{name}: {first} {full}");
    }
    println!("{table}");
}
