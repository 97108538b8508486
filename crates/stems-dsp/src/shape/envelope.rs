//! The formants of a voice: the smooth curve over its harmonics (CheapTrick, Morise 2015).

use std::sync::Arc;

use realfft::num_complex::{Complex32, Complex64};
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::turn::{exponential, logarithm};

/// The lowest and the highest voice, in hertz.
const VOICES: (f64, f64) = (65.0, 1_000.0);
/// Where nobody sings the curve is as smooth as for a voice this high, in hertz.
const UNVOICED: f64 = 500.0;
/// Samples between two looks at the pitch, at rates below 88.2 kHz; at higher ones as often, not more often.
const STEP: i64 = 256;
/// What repeats itself less than this, of 1, is no voice.
const LEAST_VOICED: f32 = 0.25;

/// Hears the pitch and the formants of a voice.
pub(super) struct Formants {
    /// Samples that are looked at.
    pub(super) size: usize,
    /// Samples between two looks at the pitch.
    pub(super) step: i64,
    rate: f64,
    forward: Arc<dyn RealToComplex<f32>>,
    inverse: Arc<dyn ComplexToReal<f32>>,
    window: Vec<f32>,
    fade: Vec<f32>,
    /// How far formants move less how far pitch moves, as the ratio at which curves are read.
    warp: f64,
}

/// Room to work in, one for each thread.
pub(super) struct Desk {
    time: Vec<f32>,
    bins: Vec<Complex32>,
    scratch: Vec<Complex32>,
    sums: Vec<f64>,
    curve: Vec<f32>,
}

impl Formants {
    /// For recordings at `rate` hertz whose pitch goes `pitch` times as high and whose formants
    /// are to go `formants` times as high.
    pub(super) fn new(rate: u32, pitch: f64, formants: f64) -> Self {
        let rate = f64::from(rate.max(1));
        let size = (libm::ceil(3.0 * rate / VOICES.0) as usize).next_power_of_two().max(64);
        let mut planner = RealFftPlanner::new();
        let (forward, inverse) = (planner.plan_fft_forward(size), planner.plan_fft_inverse(size));
        let hann = |at: usize| {
            (0.5 - 0.5 * libm::cos(std::f64::consts::TAU * (at as f64 + 0.5) / size as f64)) as f32
        };
        let window: Vec<f32> = (0..size).map(hann).collect();
        // What a Hann window leaves of a repetition (Boersma 1993, eq. 8).
        let fade = |lag: usize| {
            let (part, turn) = (lag as f64 / size as f64, std::f64::consts::TAU);
            let cosine = 2.0 / 3.0 + libm::cos(turn * part) / 3.0;
            ((1.0 - part) * cosine + libm::sin(turn * part) / turn) as f32
        };
        let fade: Vec<f32> = (0..size / 2).map(fade).collect();
        let step = STEP << ((rate / 44_100.0) as u64).max(1).ilog2();
        Self { size, step, rate, forward, inverse, window, fade, warp: pitch / formants }
    }

    /// Room to work in.
    pub(super) fn desk(&self) -> Desk {
        let scratch = self.forward.get_scratch_len().max(self.inverse.get_scratch_len());
        Desk {
            time: vec![0.0; self.size],
            bins: vec![Complex32::default(); self.size / 2 + 1],
            scratch: vec![Complex32::default(); scratch],
            sums: vec![0.0; self.size],
            curve: vec![0.0; self.size / 2 + 1],
        }
    }

    /// The pitch of the voice in `samples`, [`Formants::size`] of them, in hertz; zero where nobody
    /// sings: the highest peak of the autocorrelation below 4 kHz, of several the shortest.
    pub(super) fn pitch(&self, samples: &[f32], desk: &mut Desk) -> f64 {
        for ((place, sample), weight) in desk.time.iter_mut().zip(samples).zip(&self.window) {
            *place = sample * weight;
        }
        self.to_bins(desk);
        let top = (4_000.0 / self.rate * self.size as f64) as usize;
        for (bin, z) in desk.bins.iter_mut().enumerate() {
            let kept = if bin < top { z.norm_sqr().sqrt() } else { 0.0 };
            *z = Complex32::new(kept, 0.0);
        }
        self.to_time(desk);
        let whole = desk.time[0];
        if whole <= f32::MIN_POSITIVE {
            return 0.0;
        }
        let shortest = (self.rate / VOICES.1) as usize;
        let longest = ((self.rate / VOICES.0) as usize).min(self.size / 2 - 2);
        let at = |lag: usize| desk.time[lag] / whole / self.fade[lag].max(0.1).sqrt();
        let is_peak = |lag: &usize| at(*lag) > at(lag - 1) && at(*lag) >= at(lag + 1);
        let peaks = || (shortest.max(2)..longest).filter(is_peak);
        let most = peaks().map(at).fold(0.0, f32::max);
        if most < LEAST_VOICED {
            return 0.0;
        }
        let lag = peaks().find(|it| at(*it) > 0.85 * most).unwrap_or(longest);
        let (a, b, c) = (at(lag - 1), at(lag), at(lag + 1));
        let bend = f64::from(a - 2.0 * b + c);
        let shift = if bend < 0.0 { 0.5 * f64::from(a - c) / bend } else { 0.0 };
        self.rate / (lag as f64 + shift)
    }

    /// By how much each of `gains`, over half the rate, is to be made louder so that the formants
    /// go where they are to; `samples` are [`Formants::size`] with the moment in their middle.
    pub(super) fn gains(&self, samples: &[f32], pitch: f64, desk: &mut Desk, gains: &mut [f32]) {
        let pitch = if pitch > 0.0 { pitch } else { UNVOICED.min(self.rate / 4.0) };
        self.power(samples, pitch, desk);
        self.smooth(pitch, desk);
        self.lifter(pitch, desk);
        let last = (desk.curve.len() - 1) as f32;
        let read = |at: f32| {
            let at = at.min(last);
            let low = (at as usize).min(desk.curve.len() - 2);
            let share = at - low as f32;
            desk.curve[low] * (1.0 - share) + desk.curve[low + 1] * share
        };
        let per_bin = last / (gains.len() - 1).max(1) as f32;
        let warp = self.warp as f32;
        for (bin, gain) in gains.iter_mut().enumerate() {
            let here = bin as f32 * per_bin;
            let more = (read(here * warp) - read(here)).clamp(-5.0, 5.0);
            *gain = exponential(more);
        }
    }

    /// The power under a window of three periods.
    fn power(&self, samples: &[f32], pitch: f64, desk: &mut Desk) {
        let half = (1.5 * self.rate / pitch).min(self.size as f64 / 2.0 - 1.0);
        let middle = self.size as f64 / 2.0;
        desk.time.fill(0.0);
        let part = (middle - half) as usize..((middle + half) as usize + 1).min(self.size);
        let (mut sum, mut weights, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
        let (places, samples) = (&mut desk.time[part.clone()], &samples[part.clone()]);
        let mut swing = Swing::new((part.start as f64 - middle) / half, 1.0 / half);
        for (place, sample) in places.iter_mut().zip(samples) {
            let weight = 0.5 + 0.5 * swing.next().re;
            *place = weight as f32;
            sum += weight * f64::from(*sample);
            weights += weight;
            squares += weight * weight;
        }
        let (mean, norm) = ((sum / weights) as f32, 1.0 / squares.sqrt() as f32);
        for (place, sample) in places.iter_mut().zip(samples) {
            *place *= (sample - mean) * norm;
        }
        self.to_bins(desk);
        for (power, z) in desk.curve.iter_mut().zip(&desk.bins) {
            *power = z.norm_sqr();
        }
    }

    /// Mirrored below the pitch, then the mean over a third of the pitch either way.
    fn smooth(&self, pitch: f64, desk: &mut Desk) {
        let per_bin = self.rate / self.size as f64;
        let fundamental = pitch / per_bin;
        let below = (fundamental as usize).min(desk.curve.len() - 2);
        let mirrored: Vec<f32> = (0..=below)
            .map(|bin| {
                let at = (fundamental - bin as f64).max(0.0);
                let (low, share) = (at as usize, (at - libm::floor(at)) as f32);
                desk.curve[low] * (1.0 - share) + desk.curve[low + 1] * share
            })
            .collect();
        for (power, mirrored) in desk.curve.iter_mut().zip(&mirrored) {
            *power += mirrored;
        }
        let bins = desk.curve.len();
        let margin = fundamental as usize + 2;
        let at = |it: i64| {
            let folded = it.unsigned_abs() as usize;
            if folded < bins { folded } else { (2 * (bins - 1)).saturating_sub(folded) }
        };
        desk.sums.clear();
        let mut sum = 0.0;
        desk.sums.push(sum);
        for it in -(margin as i64)..=(bins + margin) as i64 {
            sum += f64::from(desk.curve[at(it)]);
            desk.sums.push(sum);
        }
        // The sum up to a place beside the first bin, a bin standing for the half either side of it; as far on beside
        // every other.
        let width = fundamental / 3.0;
        let up_to = |place: f64| {
            let place = (place + margin as f64 + 0.5).max(0.0);
            (place as usize, place - (place as usize) as f64)
        };
        let ((low, low_share), (high, high_share)) = (up_to(-width), up_to(width));
        let (from, to) = (desk.sums[low..].windows(2), desk.sums[high..].windows(2));
        let between = |sums: &[f64], share: f64| sums[0] + share * (sums[1] - sums[0]);
        for ((power, from), to) in desk.curve.iter_mut().zip(from).zip(to) {
            let sum = between(to, high_share) - between(from, low_share);
            *power = (sum / (2.0 * width)).max(0.0) as f32;
        }
    }

    /// The logarithm without what repeats at the pitch.
    fn lifter(&self, pitch: f64, desk: &mut Desk) {
        let floor = desk.curve.iter().copied().fold(0.0, f32::max) * 1e-12;
        let floor = floor.max(f32::MIN_POSITIVE);
        for (z, power) in desk.bins.iter_mut().zip(&desk.curve) {
            *z = Complex32::new(0.5 * logarithm(power + floor), 0.0);
        }
        self.to_time(desk);
        let half = self.size / 2;
        let norm = 1.0 / self.size as f32;
        let cycles = pitch / self.rate;
        let mut swing = Swing::new(0.0, cycles);
        for at in 0..=half {
            let sine = swing.next().im;
            let angle = std::f64::consts::PI * cycles * at as f64;
            let sinc = if at == 0 { 1.0 } else { sine / angle };
            let lifter = (sinc * (1.0 + 0.36 * sine * sine)) as f32 * norm;
            desk.time[at] *= lifter;
            if 0 < at && at < half {
                desk.time[self.size - at] *= lifter;
            }
        }
        self.to_bins(desk);
        for (curve, z) in desk.curve.iter_mut().zip(&desk.bins) {
            *curve = z.re;
        }
    }

    fn to_bins(&self, desk: &mut Desk) {
        let Desk { time, bins, scratch, .. } = desk;
        let fits = self.forward.process_with_scratch(time, bins, scratch);
        debug_assert!(fits.is_ok());
    }

    fn to_time(&self, desk: &mut Desk) {
        let Desk { time, bins, scratch, .. } = desk;
        if let [first, .., last] = bins.as_mut_slice() {
            (first.im, last.im) = (0.0, 0.0);
        }
        let fits = self.inverse.process_with_scratch(bins, time, scratch);
        debug_assert!(fits.is_ok());
    }
}

/// Cosine and sine of angles that grow by the same step.
struct Swing {
    now: Complex64,
    step: Complex64,
}

impl Swing {
    /// From an angle on by a step, both in half turns.
    fn new(start: f64, step: f64) -> Self {
        let at = |turns: f64| {
            let angle = std::f64::consts::PI * turns;
            Complex64::new(libm::cos(angle), libm::sin(angle))
        };
        Self { now: at(start), step: at(step) }
    }

    fn next(&mut self) -> Complex64 {
        let now = self.now;
        self.now *= self.step;
        now
    }
}

/// The middle of `pitches` in size, where somebody sings in most of them; else zero.
pub(super) fn median(pitches: &[f64]) -> f64 {
    let mut sorted = pitches.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}
