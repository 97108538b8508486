//! Partials bent: a frame in which each glides as fast as it is to.

use realfft::num_complex::Complex32;

use super::glide::Partial;

/// Steps of the table of kernels, from nothing to [`MOST`].
const STEPS: usize = 256;
/// The strongest bend that is made.
const MOST: f32 = 2.5;
/// Bins that a kernel reaches on either side.
const REACH: usize = 16;
/// What is to be bent less than this stays as it is: that leaves less than −54 dB of it, and noise in peace.
const LEAST: f32 = 0.002;

/// Places of the frame at which kernels are reckoned.
const PLACES: usize = 64;

/// A kernel from its middle on; it is the same either side.
type Kernel = [Complex32; REACH + 1];

/// Makes partials glide faster or slower within their frame.
///
/// In time that is a factor e^(i a x²), x from −π to π over the frame; on a spectrum it is a kernel laid over the bins.
/// x² is taken as a sum of four cosines that is like it where the window is not small, so that kernels are short.
pub(super) struct Bender {
    /// The kernel of each step.
    kernels: Vec<Kernel>,
}

impl Bender {
    /// The table of kernels.
    pub(super) fn new() -> Self {
        let turn = |place: usize| std::f64::consts::TAU * place as f64 / PLACES as f64;
        let squares = std::array::from_fn(|it| square(turn(it)));
        let cosines = std::array::from_fn(|it| libm::cos(turn(it)));
        Self { kernels: (0..=STEPS).map(|it| kernel(it, &squares, &cosines)).collect() }
    }

    /// Bends each of `partials`, which are of `spectrum`, so that in a sound that lasts `ratio` times as long it glides
    /// as it did. `room` is to work in.
    pub(super) fn bend(
        &self,
        spectrum: &mut [Complex32],
        partials: &[Partial],
        ratio: f32,
        room: &mut Vec<Complex32>,
    ) {
        let bent =
            || partials.iter().map(|it| (it, asked(it.glide, ratio))).filter(|it| it.1 != 0.0);
        if bent().next().is_none() {
            return;
        }
        mirrored(spectrum, room);
        for (partial, bend) in bent() {
            let (kernel, reach) = self.kernel(bend);
            for bin in partial.bins.clone() {
                let near = &room[bin..bin + 2 * REACH + 1];
                spectrum[bin] = (1..=reach).fold(near[REACH] * kernel[0], |sum, away| {
                    sum + kernel[away] * (near[REACH - away] + near[REACH + away])
                });
            }
        }
    }

    /// The kernel for a bend, and how far it reaches: three bins for each unit of bend, and six by which it has fallen
    /// below −60 dB.
    fn kernel(&self, bend: f32) -> (Kernel, usize) {
        let size = bend.abs();
        let place = size * (STEPS as f32 / MOST);
        let low = (place as usize).min(STEPS - 1);
        let share = place - low as f32;
        let mut kernel = self.kernels[low];
        for (tap, next) in kernel.iter_mut().zip(&self.kernels[low + 1]) {
            *tap = *tap * (1.0 - share) + next * share;
            if bend < 0.0 {
                *tap = tap.conj();
            }
        }
        (kernel, (3.0 * size + 6.0).min(REACH as f32) as usize)
    }
}

/// The bend that makes a glide fit a sound that lasts `ratio` times as long, as far as it is made.
fn asked(glide: f32, ratio: f32) -> f32 {
    let bend = 0.5 * (1.0 / ratio - 1.0) * glide;
    if bend.abs() < LEAST { 0.0 } else { bend.clamp(-MOST, MOST) }
}

/// How many times as fast as before it glides when it is bent for a sound that lasts `ratio` times as long.
pub(super) fn made(glide: f32, ratio: f32) -> f32 {
    if glide == 0.0 { 1.0 } else { 1.0 + 2.0 * asked(glide, ratio) / glide }
}

/// `spectrum` into `room` with [`REACH`] bins more on either side: those of a real sound are mirrored.
fn mirrored(spectrum: &[Complex32], room: &mut Vec<Complex32>) {
    let top = spectrum.len() - 1;
    let at = |bin: usize| spectrum[bin.min(top)].conj();
    room.clear();
    room.extend((1..=REACH).rev().map(at));
    room.extend_from_slice(spectrum);
    room.extend((1..=REACH).map(|it| at(top.saturating_sub(it))));
}

/// The kernel of a step: the spectrum of its bend.
fn kernel(step: usize, squares: &[f64; PLACES], cosines: &[f64; PLACES]) -> Kernel {
    let bend = f64::from(MOST) * step as f64 / STEPS as f64;
    let bent = squares.map(|it| (libm::cos(bend * it), libm::sin(bend * it)));
    let mut kernel = [Complex32::default(); REACH + 1];
    for (bin, tap) in kernel.iter_mut().enumerate() {
        let (mut re, mut im) = (0.0, 0.0);
        for (place, bent) in bent.iter().enumerate() {
            let weight = cosines[place * bin % PLACES] / PLACES as f64;
            re += weight * bent.0;
            im += weight * bent.1;
        }
        *tap = Complex32::new(re as f32, im as f32);
    }
    kernel
}

/// x² around zero, as a sum of cosines (the eighth order of the second difference).
fn square(x: f64) -> f64 {
    let parts = [(1.0, 3.2), (2.0, -0.4), (3.0, 16.0 / 315.0), (4.0, -1.0 / 280.0)];
    205.0 / 72.0 - parts.iter().map(|(times, part)| part * libm::cos(times * x)).sum::<f64>()
}
