//! How long 200 bars of all parts take to write: 25 blocks of 8 bars, the goal is 5 ms on one core.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "../tests/book.rs"]
mod book;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use music_types::{Role, SectionKind};
use patterns::{Brief, play};

fn two_hundred_bars(criterion: &mut Criterion) {
    for name in ["afro_circuit", "house"] {
        let genre = book::genre(name);
        let harmony = book::chords(&genre, SectionKind::Drop, 7);
        criterion.bench_function(&format!("200 bars of all parts, {name}"), |bencher| {
            bencher.iter(|| {
                let mut notes = 0;
                for block in 0..25 {
                    for role in Role::ALL {
                        let brief = book::brief(&genre, *role, SectionKind::Drop, &harmony, 7);
                        let brief = Brief { block, ..brief };
                        notes += play(&genre.patterns, black_box(&brief)).notes().len();
                    }
                }
                notes
            });
        });
    }
}

criterion_group!(benches, two_hundred_bars);
criterion_main!(benches);
