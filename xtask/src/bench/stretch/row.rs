//! What is measured of an engine.

use std::path::Path;

use producer::shaping::{Preset, Wave};

use super::image;
use super::measures::{attacks, cents, crest, harmonic_distance, median, partial_snr};
use super::music;
use super::peers::{Done, Job, Peer};
use super::signals::{self, Tone};

/// The ratios measured.
const RATIOS: [f64; 5] = [0.8, 0.9, 1.1, 1.25, 1.5];
/// The transpositions measured, in semitones.
const SHIFTS: [f64; 6] = [-7.0, -4.0, -2.0, 2.0, 4.0, 7.0];

/// A measure: the table it is in, its name with its unit, and what we are to reach.
pub struct Measure {
    /// The table.
    pub table: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What we are to reach.
    pub target: &'static str,
}

const fn measure(table: &'static str, name: &'static str, target: &'static str) -> Measure {
    Measure { table, name, target }
}

/// All measures, in the order in which [`Engine::row`] gives them.
pub const MEASURES: &[Measure] = &[
    measure("tones", "chord dB", ">= 48"),
    measure("tones", "bass dB", ">= 50"),
    measure("tones", "sweep dB", ">= 61"),
    measure("tones", "vibrato dB", ">= 52"),
    measure("hits", "click ms", "<= .05"),
    measure("hits", "drum ms", ""),
    measure("hits", "jitter ms", "<= .3"),
    measure("hits", "likeness", ">= .95"),
    measure("hits", "pre-echo dB", "<= 5.5"),
    measure("voice", "crest dB", "<= .20"),
    measure("voice", "round trip dB", "<= 1.1"),
    measure("voice", "formants dB", "<= 1.85"),
    measure("voice", "worst dB", "<= 2.5"),
    measure("music", "LSD dB", "<= 3.45"),
    measure("music", "fine dB", "<= 3.85"),
    measure("music", "round trip dB", "<= 1.45"),
    measure("image", "pan dB", "<= -110"),
    measure("image", "phase deg", "<= 1"),
    measure("image", "null dB", "<= -120"),
    measure("image", "length", "0"),
    measure("pitch", "chord dB", ">= 45"),
    measure("pitch", "cents", "<= .06"),
    measure("s/min", "x1.25", "<= .65 S"),
    measure("s/min", "+4 st", "<= 1.0 S"),
    measure("s/min", "+4 F", "<= .2 R3"),
    measure("s/min", "start s", ""),
    measure("s/min", "MB", "<= 70"),
];

/// An engine at work.
pub struct Engine<'a> {
    /// Which.
    pub peer: &'a Peer,
    /// What all its jobs share.
    pub desk: &'a Job,
}

impl Engine<'_> {
    fn run(
        &self,
        channels: Vec<Vec<f32>>,
        ratio: f64,
        semitones: f64,
        formants: bool,
        preset: Preset,
    ) -> anyhow::Result<Done> {
        let job = Job { ratio, semitones, formants, preset, ..self.desk.clone() };
        self.peer.run(&Wave { rate: 44_100, channels }, &job)
    }

    /// One channel, so many times as long.
    fn stretched(&self, samples: Vec<f32>, ratio: f64, preset: Preset) -> anyhow::Result<Vec<f32>> {
        first(self.run(vec![samples], ratio, 0.0, false, preset)?)
    }

    /// One channel, so many semitones higher.
    fn raised(&self, tone: &Tone, shift: f64, formants: bool) -> anyhow::Result<Vec<f32>> {
        let preset = if formants { Preset::Voice } else { Preset::Music };
        first(self.run(vec![tone.samples(1.0, 1.0)], 1.0, shift, formants, preset)?)
    }

    /// Its row: a number for each of [`MEASURES`].
    pub fn row(&self) -> anyhow::Result<Vec<f64>> {
        let mut row = self.tones()?;
        row.extend(self.hits()?);
        row.extend(self.voice()?);
        row.extend(self.music()?);
        row.extend(self.image()?);
        row.extend(self.pitch()?);
        row.extend(self.time()?);
        anyhow::ensure!(
            row.len() == MEASURES.len(),
            "{} measures of {}",
            row.len(),
            MEASURES.len()
        );
        Ok(row)
    }

    fn tones(&self) -> anyhow::Result<Vec<f64>> {
        let snr = |tone: &Tone, preset: Preset| -> anyhow::Result<f64> {
            let snr = |ratio: &f64| {
                let samples = self.stretched(tone.samples(1.0, 1.0), *ratio, preset)?;
                Ok(partial_snr(&samples, tone, *ratio, 1.0))
            };
            Ok(median(RATIOS.iter().map(snr).collect::<anyhow::Result<_>>()?))
        };
        Ok(vec![
            snr(&signals::chord(), Preset::Music)?,
            snr(&signals::bass(), Preset::Music)?,
            snr(&signals::sweep(), Preset::Music)?,
            snr(&signals::vibrato(), Preset::Voice)?,
        ])
    }

    fn hits(&self) -> anyhow::Result<Vec<f64>> {
        let hit = |hits: &signals::Hits| {
            let one = |ratio: &f64| {
                let samples = self.stretched(hits.samples(1.0), *ratio, Preset::Drums)?;
                Ok(attacks(&samples, hits, *ratio))
            };
            RATIOS.iter().map(one).collect::<anyhow::Result<Vec<_>>>()
        };
        let (clicks, drums) = (hit(&signals::clicks())?, hit(&signals::drums())?);
        Ok(vec![
            mean(clicks.iter().map(|it| it.error)),
            mean(drums.iter().map(|it| it.error)),
            mean(drums.iter().map(|it| it.jitter)),
            mean(drums.iter().map(|it| it.likeness)),
            mean(drums.iter().map(|it| it.pre_echo)),
        ])
    }

    fn voice(&self) -> anyhow::Result<Vec<f64>> {
        let (mut crests, mut formants) = (Vec::new(), Vec::new());
        for vowel in signals::VOWELS {
            for sung in signals::SUNG {
                let source = signals::vowel(vowel, sung, 1.0);
                let samples = self.stretched(source.samples(1.0, 1.0), 1.25, Preset::Voice)?;
                crests.push((crest(&samples) - crest(&source.samples(1.25, 1.0))).abs());
            }
            for shift in SHIFTS {
                let pitch = (shift / 12.0).exp2();
                let source = signals::vowel(vowel, signals::SUNG[1], 1.0);
                let mut target = signals::vowel(vowel, signals::SUNG[1], pitch);
                target.partials.iter_mut().for_each(|it| it.0 *= pitch);
                let samples = self.raised(&source, shift, true)?;
                formants.push(harmonic_distance(&samples, &target, 1.0));
            }
        }
        let worst = formants.iter().copied().fold(0.0, f64::max);
        let trip = self.round_trip(music::phrase(), Preset::Voice)?;
        Ok(vec![mean(crests), trip, mean(formants), worst])
    }

    fn music(&self) -> anyhow::Result<Vec<f64>> {
        let (mut coarse, mut fine) = (Vec::new(), Vec::new());
        for ratio in RATIOS {
            let samples = self.stretched(music::band(1.0), ratio, Preset::Music)?;
            let ideal = music::band(ratio);
            coarse.push(music::distance(&samples, &ideal, 2048));
            fine.push(music::distance(&samples, &ideal, 512));
        }
        Ok(vec![mean(coarse), mean(fine), self.round_trip(music::band(1.0), Preset::Music)?])
    }

    /// How far from where it began something is that was made longer and shorter again.
    fn round_trip(&self, source: Vec<f32>, preset: Preset) -> anyhow::Result<f64> {
        let longer = self.stretched(source.clone(), 1.25, preset)?;
        Ok(music::distance(&self.stretched(longer, 0.8, preset)?, &source, 2048))
    }

    fn image(&self) -> anyhow::Result<Vec<f64>> {
        let stereo = |channels| self.run(channels, 1.25, 0.0, false, Preset::Music);
        let panned = stereo(image::panned())?.wave.channels;
        let chord = signals::chord();
        let delayed = stereo(image::delayed(&chord))?.wave.channels;
        let source = music::band(1.0);
        let same = self.stretched(source.clone(), 1.0, Preset::Music)?;
        let wanted = (image::panned()[0].len() as f64 * 1.25).round();
        let length = panned.first().map_or(0, Vec::len) as f64;
        Ok(vec![
            image::pan_residual(&panned),
            image::phase_error(&delayed, &chord, 1.25),
            image::null(&same, &source),
            length - wanted,
        ])
    }

    fn pitch(&self) -> anyhow::Result<Vec<f64>> {
        let (chord, pitch) = (signals::chord(), (4.0_f64 / 12.0).exp2());
        let samples = self.raised(&chord, 4.0, false)?;
        Ok(vec![partial_snr(&samples, &chord, 1.0, pitch), cents(&samples, &chord, 1.0, pitch)])
    }

    /// CPU seconds less those for a tenth of a second, which are told, too.
    fn time(&self) -> anyhow::Result<Vec<f64>> {
        let minute = minute().channels;
        let short: Vec<Vec<f32>> = minute.iter().map(|it| it[..4_410].to_vec()).collect();
        let start = self.run(short.clone(), 1.25, 0.0, false, Preset::Music)?.seconds;
        let start = self.run(short, 1.25, 0.0, false, Preset::Music)?.seconds.min(start);
        let (mut row, mut memory) = (Vec::new(), 0.0_f64);
        for (ratio, shift, keeps) in [(1.25, 0.0, false), (1.0, 4.0, false), (1.0, 4.0, true)] {
            let preset = if keeps { Preset::Voice } else { Preset::Music };
            let one = || self.run(minute.clone(), ratio, shift, keeps, preset);
            let runs = [one()?, one()?, one()?];
            row.push(median(runs.iter().map(|it| it.seconds - start).collect()));
            memory = runs.iter().map(|it| it.megabytes).fold(memory, f64::max);
        }
        row.extend([start, memory]);
        Ok(row)
    }

    /// How many times as fast two threads are as one; and what the machine gives at most, how many times as much two runs
    /// side by side get done as one. By turns.
    pub fn with_two_threads(&self) -> anyhow::Result<(f64, f64)> {
        let clock = |threads: usize, folder: &Path| -> anyhow::Result<f64> {
            let folder = folder.to_owned();
            let job = Job { ratio: 1.25, threads, folder, ..self.desk.clone() };
            Ok(self.peer.run(&minute(), &job)?.clock)
        };
        let (here, beside) = (self.desk.folder.as_path(), tempfile::tempdir()?);
        let (mut factors, mut limits) = (Vec::new(), Vec::new());
        for _ in 0..7 {
            let (one, two) = (clock(1, here)?, clock(2, here)?);
            let (left, right) = std::thread::scope(|scope| {
                let left = scope.spawn(|| clock(1, here));
                let right = clock(1, beside.path());
                (left.join(), right)
            });
            let left = left.map_err(|_| anyhow::anyhow!("a run broke off"))?;
            factors.push(one / two);
            limits.push(2.0 * one / left?.max(right?));
        }
        Ok((median(factors), median(limits)))
    }
}

fn first(done: Done) -> anyhow::Result<Vec<f32>> {
    done.wave.channels.into_iter().next().ok_or_else(|| anyhow::anyhow!("no channel"))
}

fn mean(of: impl IntoIterator<Item = f64>) -> f64 {
    let of: Vec<f64> = of.into_iter().collect();
    of.iter().sum::<f64>() / of.len().max(1) as f64
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
