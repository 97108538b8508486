//! How loud: EBU R128, peaks, spectrum, width, and faults of the recording.

use music_types::{Db, Gain, Wave};
use realfft::num_complex::Complex;
use serde::Serialize;

use crate::file::sound::Sound;
use crate::hear::power::{Power, highest};
use crate::hear::r128::R128;
use crate::hear::spectrum::Spectrum;
use crate::hear::tips::TruePeak;

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
    /// Momentary loudness (of the last 400 ms) in LUFS, a value every 0.1 s.
    pub curve: Vec<Db>,
    /// Short-term loudness (of the last three seconds) in LUFS, a value every second.
    pub slow_curve: Vec<Db>,
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
    let mut meter = Meter::default();
    let held = Sound::Held(wave).play(&mut |rate, planes| meter.push(rate, planes));
    debug_assert!(held.is_ok());
    meter.finish().0
}

/// All that measures loudness, fed a tenth of a second at a time.
#[derive(Default)]
pub(crate) struct Meter {
    r128: Option<R128>,
    power: Power,
    clips: Vec<Clips>,
    tips: Vec<TruePeak>,
    spread: Option<Spread>,
}

impl Meter {
    /// Hears the next tenth of a second.
    pub(crate) fn push(&mut self, rate: u32, planes: &[&[f32]]) {
        if self.clips.is_empty() {
            self.r128 = Some(R128::new(rate, planes.len()));
            self.spread = Some(Spread::new(rate));
            self.clips.resize_with(planes.len(), Clips::default);
            self.tips.resize_with(planes.len(), || TruePeak::new(rate));
        }
        self.power.push(rate, planes);
        if let Some(r128) = &mut self.r128 {
            r128.push(planes);
        }
        if let (Some(spread), Some(left)) = (&mut self.spread, planes.first()) {
            spread.push(left, planes.get(1).unwrap_or(left));
        }
        for ((clips, tips), plane) in self.clips.iter_mut().zip(&mut self.tips).zip(planes) {
            clips.push(plane);
            tips.push(plane);
        }
    }

    /// What was measured, and the strength of the sound from step to step.
    pub(crate) fn finish(self) -> (Loudness, Power) {
        let power = self.power;
        let (peak, rms) = (f64::from(power.peak()), power.rms());
        let tip = self.tips.into_iter().map(TruePeak::finish).fold(peak, f64::max);
        let heard = self.r128.map(R128::finish).unwrap_or_default();
        let loudness = Loudness {
            integrated: heard.integrated,
            range: heard.range,
            momentary: heard.momentary,
            short_term: heard.short_term,
            curve: heard.curve,
            slow_curve: heard.slow_curve,
            true_peak: Gain::new(tip).to_db(),
            peak: Gain::new(peak).to_db(),
            rms: Gain::new(rms).to_db(),
            crest: if 0.0 < rms { 20.0 * libm::log10(peak / rms) } else { 0.0 },
            bands: self.spread.unwrap_or_else(|| Spread::new(44_100)).finish(),
            clips: self.clips.iter().map(|it| it.runs).sum(),
            offset: power.mean(),
        };
        (loudness, power)
    }
}

/// Runs of three or more equal samples near full scale, in one channel.
#[derive(Default)]
struct Clips {
    runs: usize,
    run: usize,
    last: f32,
}

impl Clips {
    fn push(&mut self, plane: &[f32]) {
        const NEAR: f32 = 0.988; // −0.1 dB
        if highest(plane) < NEAR {
            (self.run, self.last) = (0, 0.0);
            return;
        }
        for sample in plane {
            let goes_on = *sample == self.last && NEAR <= sample.abs();
            self.run = if goes_on { self.run + 1 } else { 1 };
            self.runs += usize::from(self.run == 3);
            self.last = *sample;
        }
    }
}

/// How many bands there are.
const BANDS: usize = EDGES.len() - 1;

/// Level and width of each band, from spectra of 93 ms, one every 186 ms.
struct Spread {
    size: usize,
    spectrum: Spectrum,
    /// The band of each bin.
    place: Vec<Option<usize>>,
    waiting: [Vec<f32>; 2],
    mid: [f64; BANDS],
    side: [f64; BANDS],
    frames: usize,
}

impl Spread {
    fn new(rate: u32) -> Self {
        let size = ((f64::from(rate) * 0.093) as usize).next_power_of_two().max(64);
        let hz = f64::from(rate.max(1)) / size as f64;
        let place = |bin: usize| {
            EDGES.iter().rposition(|it| *it <= bin as f64 * hz).filter(|it| *it < BANDS)
        };
        Self {
            size,
            spectrum: Spectrum::new(size),
            place: (0..=size / 2).map(place).collect(),
            waiting: [Vec::new(), Vec::new()],
            mid: [0.0; BANDS],
            side: [0.0; BANDS],
            frames: 0,
        }
    }

    fn push(&mut self, left: &[f32], right: &[f32]) {
        self.waiting[0].extend_from_slice(left);
        self.waiting[1].extend_from_slice(right);
        // Every second stretch is enough to know the whole by.
        while 2 * self.size <= self.waiting[0].len() {
            self.frame();
        }
    }

    /// Takes one frame off what waits, silence where there is too little.
    fn frame(&mut self) {
        let one: Vec<Complex<f32>> = self.spectrum.at(&self.waiting[0], self.size / 2).to_vec();
        let two = self.spectrum.at(&self.waiting[1], self.size / 2);
        for ((one, two), place) in one.iter().zip(two).zip(&self.place) {
            let Some(band) = place else { continue };
            self.mid[*band] += f64::from(((one + two) * 0.5).norm_sqr());
            self.side[*band] += f64::from(((one - two) * 0.5).norm_sqr());
        }
        self.frames += 1;
        self.waiting.iter_mut().for_each(|it| drop(it.drain(..(2 * self.size).min(it.len()))));
    }

    fn finish(mut self) -> Vec<Band> {
        if !self.waiting[0].is_empty() {
            self.frame();
        }
        // A sine of amplitude 1 under a Hann window spreads over 1.5 bins of power: half of that,
        // over the bins, is its mean square.
        let scale = 1.0 / (3.0 * self.frames.max(1) as f64);
        let band = |band: usize| {
            let (mid, side) = (self.mid[band], self.side[band]);
            Band {
                from: EDGES[band],
                to: EDGES[band + 1],
                level: Gain::new(libm::sqrt((mid + side) * scale)).to_db(),
                width: if 0.0 < mid + side { side / (mid + side) } else { 0.0 },
            }
        };
        (0..BANDS).map(band).collect()
    }
}
