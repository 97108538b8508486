//! Figures of playing that producers keep: every genre measured over many seeds.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod book;

use book::{drop, genres, sixteen};
use music_types::{Beats, Role, SectionKind};
use patterns::measure::{self, DRUM_BANDS};

/// So many tracks of each genre.
const SEEDS: u64 = 200;

/// The genres that dance to a kick on every beat, which the bands are for; the others break it on
/// purpose (garage, drum and bass, hip-hop) and are printed beside them.
const FLOOR: [&str; 13] = [
    "afro_circuit",
    "afro_house",
    "circuit_house",
    "deep_house",
    "house",
    "latin_tech",
    "melodic_house",
    "melodic_techno",
    "progressive_house",
    "tech_house",
    "techno",
    "trance",
    "tribal_house",
];

/// A figure of each seed, and where it should lie.
struct Figure {
    name: &'static str,
    /// Where at least 95 seeds of 100 lie.
    band: Option<(f64, f64)>,
    /// Where the middle seed lies: the spread (p10 to p90) of played lines.
    middle: Option<(f64, f64)>,
}

const fn figure(
    name: &'static str,
    band: Option<(f64, f64)>,
    middle: Option<(f64, f64)>,
) -> Figure {
    Figure { name, band, middle }
}

/// The rows of a table, one a genre, and what fails in it.
struct Table {
    title: &'static str,
    figures: &'static [Figure],
    text: String,
    failures: Vec<String>,
}

impl Table {
    fn new(title: &'static str, figures: &'static [Figure]) -> Self {
        let mut text = format!("{title:20}");
        figures.iter().for_each(|it| text += &format!("{:>21}", it.name));
        Self { title, figures, text, failures: Vec::new() }
    }

    /// Adds a genre: `measure` gives the figures of a seed, in their order.
    fn row(&mut self, genre: &str, measure: impl Fn(u64) -> Vec<f64>) {
        let seeds: Vec<Vec<f64>> = (0..SEEDS).map(measure).collect();
        self.text += &format!("\n{genre:20}");
        for (index, figure) in self.figures.iter().enumerate() {
            let mut values: Vec<f64> = seeds.iter().map(|it| it[index]).collect();
            values.sort_by(f64::total_cmp);
            let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
            let lies = |(low, high): (f64, f64), it: f64| (low - 1e-9..=high + 1e-9).contains(&it);
            let share = figure.band.map(|band| {
                100 * values.iter().filter(|it| lies(band, **it)).count() / values.len()
            });
            let shown = share.map_or(String::new(), |it| format!(" {it}%"));
            let cell = format!("{:.2} {:.2} {:.2}{shown}", at(0.1), at(0.5), at(0.9));
            self.text += &format!("{cell:>21}");
            let is_far = figure.middle.is_some_and(|it| !lies(it, at(0.5)));
            if FLOOR.contains(&genre) && (share.is_some_and(|it| it < 95) || is_far) {
                self.failures.push(format!("{genre}: {}: {cell}", figure.name));
            }
        }
    }

    fn holds(self) {
        println!("{}", self.text);
        assert!(self.failures.is_empty(), "{}: {:#?}", self.title, self.failures);
    }
}

#[test]
fn drums_of_a_drop_measure_as_producers_like_them() {
    let figures: Vec<Figure> =
        DRUM_BANDS.iter().map(|it| figure(it.name, Some((it.low, it.high)), None)).collect();
    let mut table = Table::new("drums, drop, 16 bars", figures.leak());
    for (name, genre) in genres() {
        table.row(&name, |seed| {
            let parts = drop(&genre, seed);
            let measured =
                measure::drums(&parts.iter().map(|it| (it.0, &it.1)).collect::<Vec<_>>());
            DRUM_BANDS.iter().map(|it| (it.of)(&measured)).collect()
        });
    }
    table.holds();
}

/// What 22 club bass loops of a duo that DJs play measure from p10 to p90 (26 downtempo loops where
/// they reach further), and the bands that are suggested for a drop.
const BASS: &[Figure] = &[
    figure("notes/bar", Some((4.0, 8.0)), Some((4.2, 6.5))),
    figure("roots", Some((0.45, 0.75)), None),
    figure("on kick", Some((0.0, 0.45)), None),
    figure("scale", Some((0.95, 1.0)), Some((0.98, 1.0))),
    figure("entropy", Some((0.26, 2.6)), Some((0.26, 2.14))),
    figure("classes", Some((2.0, 7.0)), Some((2.0, 6.0))),
    figure("16ths long", Some((1.0, 3.0)), Some((1.0, 3.0))),
    figure("alike at 1", None, None),
    figure("at 2", None, None),
    figure("at 4", None, None),
    figure("steps at 1", None, None),
    figure("at 2", None, None),
    figure("at 4", None, None),
    figure("low", Some((28.0, 54.0)), None),
    figure("high", Some((28.0, 54.0)), None),
];

#[test]
fn basslines_measure_as_club_basslines() {
    let mut table = Table::new("bass, drop, 16 bars", BASS);
    for (name, genre) in genres() {
        table.row(&name, |seed| {
            let line = sixteen(&genre, Role::Bass, SectionKind::Drop, 0.85, seed);
            let kick = sixteen(&genre, Role::Kick, SectionKind::Drop, 0.95, seed);
            let harmony = book::chords(&genre, SectionKind::Drop, seed);
            let it = measure::bass(&line, &kick, &harmony, Beats::ZERO);
            let (low, high) = (f64::from(it.range.0), f64::from(it.range.1));
            let shape = [it.notes, it.roots, it.on_kick, it.scale, it.entropy, it.classes as f64];
            [&shape[..], &[it.length], &it.lag, &it.steps, &[low, high]].concat()
        });
    }
    table.holds();
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

/// What 48 house loops measure from p10 to p90, over a whole break; three to six voices.
const CHORDS: &[Figure] = &[
    figure("scale", Some((0.8, 1.0)), Some((0.8, 1.0))),
    figure("entropy", Some((2.22, 3.21)), Some((2.22, 3.21))),
    figure("pitch classes", Some((5.0, 10.0)), Some((5.0, 10.0))),
    figure("voices", Some((3.0, 6.0)), None),
];

#[test]
fn chords_measure_as_house_chords() {
    let mut table = Table::new("chords, break", CHORDS);
    for (name, genre) in genres() {
        table.row(&name, |seed| {
            let chords = sixteen(&genre, Role::Chords, SectionKind::Break, 0.8, seed);
            let classes = measure::pitch_classes(&chords) as f64;
            let scale = measure::scale_share(&chords);
            vec![scale, measure::pitch_entropy(&chords), classes, voices(&chords)]
        });
    }
    table.holds();
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
