//! How loud: EBU R128, peaks, spectrum, width, and faults of the recording.

use ebur128::{EbuR128, Mode};
use music_types::{Db, Gain, Wave};
use serde::Serialize;

use crate::hear::spectrum::Spectrum;

/// How loud a recording is, and how its sound is spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loudness {
    /// Integrated loudness in LUFS (EBU R128, ITU-R BS.1770-4); silence below the gate.
    pub integrated: Db,
    /// Loudness range in LU (EBU Tech 3342).
    pub range: f64,
    /// The loudest 400 ms, in LUFS.
    pub momentary: Db,
    /// The loudest three seconds, in LUFS.
    pub short_term: Db,
    /// Momentary loudness in LUFS, a value every 0.1 s.
    pub curve: Vec<Db>,
    /// The highest point between samples, in dBTP (BS.1770-4, annex 2).
    pub true_peak: Db,
    /// The highest sample, in dBFS.
    pub peak: Db,
    /// RMS level in dBFS, all channels together.
    pub rms: Db,
    /// Peak over RMS, in dB.
    pub crest: f64,
    /// The spectrum in bands, from the sub up.
    pub bands: Vec<Band>,
    /// Runs of three or more samples at the highest value that stands at ±1 or within 0.1 dB of it:
    /// the sound was cut there.
    pub clips: usize,
    /// The mean of all samples; away from 0 by more than 0.001 the recording has an offset.
    pub offset: f64,
}

/// A band of the spectrum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Band {
    /// Its lower edge, in hertz.
    pub from: f64,
    /// Its upper edge, in hertz.
    pub to: f64,
    /// Its RMS level, in dBFS (a full-scale sine is −3).
    pub level: Db,
    /// How wide it is: side over mid and side, 0 mono, 0.5 unrelated sides, 1 opposite ones.
    pub width: f64,
}

/// The edges of the bands: sub, bass, low mids, mids, high mids, presence, air.
const EDGES: [f64; 8] = [20.0, 60.0, 150.0, 400.0, 1000.0, 2500.0, 6000.0, 20_000.0];

/// The loudness of `wave`.
pub fn loudness(wave: &Wave) -> Loudness {
    let heard = ears(wave);
    let (peak, rms, offset) = samples(wave);
    Loudness {
        integrated: heard.integrated,
        range: heard.range,
        momentary: heard.momentary,
        short_term: heard.short_term,
        curve: heard.curve,
        true_peak: heard.true_peak.max_of(Gain::new(peak).to_db()),
        peak: Gain::new(peak).to_db(),
        rms: Gain::new(rms).to_db(),
        crest: if 0.0 < rms { 20.0 * libm::log10(peak / rms) } else { 0.0 },
        bands: bands(wave),
        clips: clips(wave),
        offset,
    }
}

trait MaxOf {
    fn max_of(self, other: Self) -> Self;
}

impl MaxOf for Db {
    fn max_of(self, other: Self) -> Self {
        if self < other { other } else { self }
    }
}

/// What the meter of EBU R128 shows.
struct Ears {
    integrated: Db,
    range: f64,
    momentary: Db,
    short_term: Db,
    curve: Vec<Db>,
    true_peak: Db,
}

fn ears(wave: &Wave) -> Ears {
    let deaf = Ears {
        integrated: Db::SILENCE,
        range: 0.0,
        momentary: Db::SILENCE,
        short_term: Db::SILENCE,
        curve: Vec::new(),
        true_peak: Db::SILENCE,
    };
    let channels = wave.channels.len() as u32;
    let Ok(mut meter) = EbuR128::new(channels, wave.rate, Mode::all()) else { return deaf };
    let mut ears = deaf;
    let block = (wave.rate as usize / 10).max(1);
    for (index, start) in (0..wave.frames()).step_by(block).enumerate() {
        let end = (start + block).min(wave.frames());
        let part: Vec<Vec<f32>> = wave.channels.iter().map(|it| sound(&it[start..end])).collect();
        let part: Vec<&[f32]> = part.iter().map(Vec::as_slice).collect();
        if meter.add_frames_planar_f32(&part).is_err() {
            break;
        }
        let now = Db::new(meter.loudness_momentary().unwrap_or(f64::NEG_INFINITY));
        ears.momentary = ears.momentary.max_of(now);
        ears.curve.push(now);
        if index % 10 == 9 || end == wave.frames() {
            let now = Db::new(meter.loudness_shortterm().unwrap_or(f64::NEG_INFINITY));
            ears.short_term = ears.short_term.max_of(now);
        }
    }
    ears.integrated = Db::new(meter.loudness_global().unwrap_or(f64::NEG_INFINITY));
    ears.range = meter.loudness_range().ok().filter(|it| it.is_finite()).unwrap_or(0.0);
    let peaks = (0..channels).filter_map(|it| meter.true_peak(it).ok());
    ears.true_peak = Gain::new(peaks.fold(0.0, f64::max)).to_db();
    ears
}

/// Samples without what is no number.
fn sound(samples: &[f32]) -> Vec<f32> {
    samples.iter().map(|it| if it.is_finite() { *it } else { 0.0 }).collect()
}

/// The peak, the RMS and the mean of all samples.
fn samples(wave: &Wave) -> (f64, f64, f64) {
    let (mut peak, mut power, mut sum, mut count) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    for sample in wave.channels.iter().flatten().filter(|it| it.is_finite()) {
        let sample = f64::from(*sample);
        peak = peak.max(sample.abs());
        power += sample * sample;
        sum += sample;
        count += 1.0;
    }
    let count = count.max(1.0);
    (peak, libm::sqrt(power / count), sum / count)
}

/// Runs of three or more equal samples near full scale.
fn clips(wave: &Wave) -> usize {
    const NEAR: f32 = 0.988; // −0.1 dB
    let mut runs = 0;
    for channel in &wave.channels {
        let mut run = 0;
        let mut last = f32::NAN;
        for sample in channel {
            run = if *sample == last && NEAR <= sample.abs() { run + 1 } else { 1 };
            runs += usize::from(run == 3);
            last = *sample;
        }
    }
    runs
}

/// Level and width of each band, from spectra of 93 ms side by side.
fn bands(wave: &Wave) -> Vec<Band> {
    let size = ((f64::from(wave.rate) * 0.093) as usize).next_power_of_two().max(64);
    let mut spectrum = Spectrum::new(size);
    let channel =
        |it: usize| wave.channels.get(it).or(wave.channels.first()).map_or(&[][..], |it| it);
    let (left, right) = (channel(0), channel(1));
    let (mut mid, mut side) = ([0.0_f64; EDGES.len() - 1], [0.0_f64; EDGES.len() - 1]);
    let hz = f64::from(wave.rate.max(1)) / size as f64;
    let place: Vec<Option<usize>> =
        (0..=size / 2).map(|bin| EDGES.iter().rposition(|it| *it <= bin as f64 * hz)).collect();
    let frames = wave.frames().div_ceil(size).max(1);
    for frame in 0..frames {
        let one = spectrum.at(left, frame * size + size / 2).to_vec();
        let two = spectrum.at(right, frame * size + size / 2);
        for ((one, two), place) in one.iter().zip(two).zip(&place) {
            let Some(band) = place.filter(|it| *it < mid.len()) else { continue };
            mid[band] += f64::from(((one + two) * 0.5).norm_sqr());
            side[band] += f64::from(((one - two) * 0.5).norm_sqr());
        }
    }
    // A sine of amplitude 1 under a Hann window spreads over 1.5 bins of power: half of that, over
    // the bins, is its mean square.
    let scale = 1.0 / (3.0 * frames as f64);
    (0..mid.len())
        .map(|band| Band {
            from: EDGES[band],
            to: EDGES[band + 1],
            level: Gain::new(libm::sqrt((mid[band] + side[band]) * scale)).to_db(),
            width: if 0.0 < mid[band] + side[band] {
                side[band] / (mid[band] + side[band])
            } else {
                0.0
            },
        })
        .collect()
}
