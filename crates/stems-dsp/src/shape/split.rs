//! Attacks apart from what sounds on: of each spectrum, what was not there before.
//!
//! The sum of sines, attacks and noise is older than the vocoders that use it (Levine & Smith 1998;
//! Verma & Meng 2000; Duxbury, Davies & Sandler 2002): the attacks are one addend, with its own
//! map of time, in which nothing is stretched. No portion of time is taken out, put in or replaced.

use std::io;

use realfft::num_complex::Complex32;

use super::fourier::{Fourier, Sight};
use super::tape::{Tape, Window};

/// Samples of a frame.
const FRAME: usize = 1024;
/// Samples from a frame to the next.
const HOP: usize = 128;
/// How much of the old spectrum is taken away, so that its flutter is, too.
const OVER: f32 = 1.5;

/// One attack, apart from the rest.
#[derive(Clone)]
pub(super) struct Attack {
    /// Where its first sample lies in the recording.
    pub(super) start: i64,
    /// Its sound, a list a channel.
    pub(super) sound: Vec<Vec<f32>>,
}

/// Takes attacks out of recordings.
pub(super) struct Splitter {
    fourier: Fourier,
    fade_in: usize,
    fade_out: usize,
}

impl Splitter {
    /// For recordings at `rate` hertz.
    pub(super) fn new(rate: u32) -> Self {
        let samples = |seconds: f64| (seconds * f64::from(rate)) as usize;
        Self {
            fourier: Fourier::new(FRAME),
            fade_in: samples(0.0015).clamp(1, FRAME / 2),
            fade_out: samples(0.02).max(1),
        }
    }

    /// What is new in the `zone` samples from `at` on.
    pub(super) fn attack(
        &self,
        tape: &mut impl Tape,
        scale: f64,
        at: usize,
        zone: usize,
    ) -> io::Result<Attack> {
        let channels = tape.channels();
        let mut near = Window::new(channels, scale);
        let (before, at) = (3 * FRAME, at as i64);
        near.load(tape, at - before as i64, before + zone + 2 * FRAME)?;
        let old = self.old(&near, at);
        let start = at - FRAME as i64;
        let mut sound = vec![vec![0.0; zone + 2 * FRAME + HOP]; channels];
        let (mut sight, mut bench) = (self.fourier.sight(), self.fourier.bench());
        let mut spectra = vec![vec![Complex32::default(); self.fourier.bins()]; channels];
        let mut power = vec![0.0; self.fourier.bins()];
        for skip in (0..FRAME + zone).step_by(HOP) {
            self.see(&near, start + skip as i64, &mut spectra, &mut sight);
            powers(&spectra, &mut power);
            keep_new(&mut spectra, &old, &power);
            for (bins, sum) in spectra.iter_mut().zip(&mut sound) {
                let sound = self.fourier.sound(bins, 1.0 / 3.0, &mut bench);
                sum[skip..].iter_mut().zip(&sound).for_each(|(sum, sample)| *sum += sample);
            }
        }
        let from = FRAME - self.fade_in;
        let shaped = |it: Vec<f32>| self.shaped(&it[from..FRAME + zone]);
        let sound = sound.into_iter().map(shaped).collect();
        Ok(Attack { start: at - self.fade_in as i64, sound })
    }

    /// The strongest spectrum of the time before, widened by a bin either way.
    fn old(&self, near: &Window, at: i64) -> Vec<f32> {
        let bins = self.fourier.bins();
        let mut most = vec![0.0_f32; bins];
        let mut sight = self.fourier.sight();
        let mut spectra = vec![vec![Complex32::default(); bins]; near.channels.len()];
        let mut power = most.clone();
        for back in 0..5 {
            let middle = at - 560 - 256 * back;
            self.see(near, middle - FRAME as i64 / 2, &mut spectra, &mut sight);
            powers(&spectra, &mut power);
            most.iter_mut().zip(&power).for_each(|(most, power)| *most = most.max(*power));
        }
        let wide = |it: usize| most[it.saturating_sub(1)..(it + 2).min(bins)].iter().copied();
        (0..bins).map(|it| wide(it).fold(0.0, f32::max)).collect()
    }

    fn see(&self, near: &Window, start: i64, spectra: &mut [Vec<Complex32>], sight: &mut Sight) {
        for (channel, bins) in spectra.iter_mut().enumerate() {
            self.fourier.spectrum(near.part(channel, start, FRAME), bins, sight);
        }
    }

    /// Faded in up to the attack and out over the last of its zone.
    fn shaped(&self, sound: &[f32]) -> Vec<f32> {
        let zone = sound.len() - self.fade_in;
        let fade = self.fade_out.min(zone * 2 / 5).max(1) as f32;
        let smooth = |x: f32| x * x * (3.0 - 2.0 * x);
        let shade = |(at, sample): (usize, &f32)| {
            let rise = smooth(((at as f32 + 0.5) / self.fade_in as f32).min(1.0));
            let left = (sound.len() - at) as f32;
            sample * rise * smooth((left / fade).min(1.0))
        };
        sound.iter().enumerate().map(shade).collect()
    }
}

/// The power of each bin, all channels together.
fn powers(spectra: &[Vec<Complex32>], power: &mut [f32]) {
    power.fill(0.0);
    for spectrum in spectra {
        power.iter_mut().zip(spectrum).for_each(|(sum, bin)| *sum += bin.norm_sqr());
    }
}

/// Leaves of each bin, which has `power`, what is more than the `old`.
fn keep_new(spectra: &mut [Vec<Complex32>], old: &[f32], power: &[f32]) {
    let share = |old: f32, power: f32| {
        let share = if power > 0.0 { (1.0 - OVER * old / power).max(0.0) } else { 0.0 };
        share.sqrt()
    };
    for spectrum in spectra {
        for ((bin, old), power) in spectrum.iter_mut().zip(old).zip(power) {
            *bin *= share(*old, *power);
        }
    }
}
