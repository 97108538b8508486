//! Stretching: engines against measures, on signals whose ideal result is known.

mod measures;
mod peers;
mod signals;

use std::path::Path;

use producer::shaping::{Preset, Wave};

use self::measures::{attacks, cents, crest, harmonic_distance, median, partial_snr};
use self::peers::{Done, Job, PEERS, Peer};
use self::signals::Tone;

/// The ratios measured.
const RATIOS: [f64; 5] = [0.8, 0.9, 1.1, 1.25, 1.5];
/// The transpositions measured, in semitones.
const SHIFTS: [f64; 6] = [-7.0, -4.0, -2.0, 2.0, 4.0, 7.0];

/// Runs every engine that is there and prints a row for each; names those that are not.
pub fn run(python: &Path) -> anyhow::Result<()> {
    println!(
        "{:<14} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}",
        "engine",
        "chord",
        "bass",
        "sweep",
        "vibr.",
        "click",
        "drum",
        "jitter",
        "NCC",
        "pre",
        "crest",
        "form.",
        "p.chord",
        "cents",
        "x1.25",
        "+4 st",
        "+4 F"
    );
    println!(
        "{:<14} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}",
        "",
        "dB",
        "dB",
        "dB",
        "dB",
        "ms",
        "ms",
        "ms",
        "",
        "dB",
        "dB",
        "dB",
        "dB",
        "",
        "s/min",
        "s/min",
        "s/min"
    );
    let folder = std::env::temp_dir().join(format!("vyke-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let desk = |ratio: f64, semitones: f64, formants: bool, preset: Preset| Job {
        ratio,
        semitones,
        formants,
        preset,
        python: python.to_owned(),
        folder: folder.clone(),
    };
    let mut missing = Vec::new();
    for peer in PEERS {
        match row(peer, &desk) {
            Ok(row) => println!("{:<14} {row}", peer.name),
            Err(error) => missing.push(format!("{} ({}): {error:#}", peer.name, peer.package)),
        }
    }
    std::fs::remove_dir_all(&folder)?;
    for it in missing {
        println!("not measured: {it}");
    }
    println!(
        "SNR: median over ratios 0.8 to 1.5; attacks: means over them; formants: mean over ±2, ±4, ±7"
    );
    Ok(())
}

/// The measures of an engine, in the order of the table.
fn row(peer: &Peer, desk: &impl Fn(f64, f64, bool, Preset) -> Job) -> anyhow::Result<String> {
    let mono = |samples: Vec<f32>, job: &Job| -> anyhow::Result<Vec<f32>> {
        let done = peer.run(&Wave { rate: 44_100, channels: vec![samples] }, job)?;
        done.wave.channels.into_iter().next().ok_or_else(|| anyhow::anyhow!("no channel"))
    };
    let tone_snr = |tone: &Tone, preset: Preset| -> anyhow::Result<f64> {
        let snr = |ratio: &f64| {
            let samples = mono(tone.samples(1.0, 1.0), &desk(*ratio, 0.0, false, preset))?;
            Ok(partial_snr(&samples, tone, *ratio, 1.0))
        };
        Ok(median(RATIOS.iter().map(snr).collect::<anyhow::Result<_>>()?))
    };
    let mut cells = vec![
        tone_snr(&signals::chord(), Preset::Music)?,
        tone_snr(&signals::bass(), Preset::Music)?,
        tone_snr(&signals::sweep(), Preset::Music)?,
        tone_snr(&signals::vibrato(), Preset::Voice)?,
    ];
    let hit = |hits: &signals::Hits| {
        let one = |ratio: &f64| {
            let samples = mono(hits.samples(1.0), &desk(*ratio, 0.0, false, Preset::Drums))?;
            Ok(attacks(&samples, hits, *ratio))
        };
        RATIOS.iter().map(one).collect::<anyhow::Result<Vec<_>>>()
    };
    let mean = |of: Vec<f64>| of.iter().sum::<f64>() / of.len().max(1) as f64;
    cells.push(mean(hit(&signals::clicks())?.iter().map(|it| it.error).collect()));
    let drums = hit(&signals::drums())?;
    cells.push(mean(drums.iter().map(|it| it.error).collect()));
    cells.push(mean(drums.iter().map(|it| it.jitter).collect()));
    cells.push(mean(drums.iter().map(|it| it.likeness).collect()));
    cells.push(mean(drums.iter().map(|it| it.pre_echo).collect()));
    let (mut crests, mut formants) = (Vec::new(), Vec::new());
    for vowel in signals::VOWELS {
        for sung in signals::SUNG {
            let source = signals::vowel(vowel, sung, 1.0);
            let samples = mono(source.samples(1.0, 1.0), &desk(1.25, 0.0, false, Preset::Voice))?;
            crests.push((crest(&samples) - crest(&source.samples(1.25, 1.0))).abs());
        }
        for shift in SHIFTS {
            let pitch = (shift / 12.0).exp2();
            let source = signals::vowel(vowel, signals::SUNG[1], 1.0);
            let mut target = signals::vowel(vowel, signals::SUNG[1], pitch);
            target.partials.iter_mut().for_each(|it| it.0 *= pitch);
            let samples = mono(source.samples(1.0, 1.0), &desk(1.0, shift, true, Preset::Voice))?;
            formants.push(harmonic_distance(&samples, &target, 1.0));
        }
    }
    cells.push(mean(crests));
    cells.push(mean(formants));
    let (chord, pitch) = (signals::chord(), (4.0_f64 / 12.0).exp2());
    let samples = mono(chord.samples(1.0, 1.0), &desk(1.0, 4.0, false, Preset::Music))?;
    cells.push(partial_snr(&samples, &chord, 1.0, pitch));
    cells.push(cents(&samples, &chord, 1.0, pitch));
    let minute = minute();
    for (ratio, shift, keeps) in [(1.25, 0.0, false), (1.0, 4.0, false), (1.0, 4.0, true)] {
        let preset = if keeps { Preset::Voice } else { Preset::Music };
        let Done { seconds, .. } = peer.run(&minute, &desk(ratio, shift, keeps, preset))?;
        cells.push(seconds);
    }
    let widths = [6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 6, 6, 6];
    let cell = |(value, width): (&f64, &usize)| format!("{value:>width$.2}");
    Ok(cells.iter().zip(&widths).map(cell).collect::<Vec<_>>().join(" "))
}

/// A stereo minute of drums, chords and a little noise.
fn minute() -> Wave {
    let (drums, chord) = (signals::drums().samples(1.0), signals::chord().samples(1.0, 1.0));
    let mut noise = signals::Noise(3);
    let mut side = |late: usize| {
        let sample = |it: usize| {
            let noise = 0.01 * noise.next() as f32;
            0.5 * drums[it % drums.len()] + 0.5 * chord[(it + late) % chord.len()] + noise
        };
        (0..60 * 44_100).map(sample).collect()
    };
    Wave { rate: 44_100, channels: vec![side(0), side(31)] }
}
