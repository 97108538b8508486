//! What the ear keeps of every moment: how loud each band is and how much just began in it.

use crate::hear::source::{Mono, Piece, RATE};
use crate::hear::spectrum::Spectrum;

/// Samples from one moment to the next at the ear's rate: 5.8 ms.
pub(crate) const HOP: usize = 128;

/// Moments a second.
pub(crate) const FPS: f64 = RATE as f64 / HOP as f64;

/// Samples of a frame: 46 ms.
const FRAME: usize = 1024;

/// Bands, from the sub to 10 kHz.
pub(crate) const BANDS: usize = 31;

/// The lower edges of the bands that are set by hand, in hertz; above them they are as wide as
/// one another on a logarithmic scale up to [`TOP`].
const LOW_EDGES: [f64; 7] = [30.0, 55.0, 85.0, 120.0, 160.0, 210.0, 270.0];

/// The upper edge of the highest band, in hertz.
const TOP: f64 = 10_000.0;

/// The bands below this one carry kicks and basses (to 210 Hz).
const LOW: usize = 5;

/// The bands from this one on carry hats and noise (from about 2.5 kHz).
const HIGH: usize = 21;

/// How magnitudes are pressed together: log(1 + this · magnitude), at the ear's level.
const PRESS: f32 = 1000.0;

/// How far back a frame is compared with, in moments: 17 ms.
const LAG: usize = 3;

/// What was heard of a sound from its start to its end, a value a moment ([`FPS`] a second).
pub(crate) struct Features {
    /// How loud each band is, pressed.
    pub(crate) bands: Vec<[f32; BANDS]>,
    /// How much begins below 210 Hz: kicks, basses. Mean 0 before halving, deviation 1.
    pub(crate) low: Vec<f32>,
    /// How much begins up to 2.5 kHz: snares, notes.
    pub(crate) mid: Vec<f32>,
    /// How much begins above: hats, clicks.
    pub(crate) high: Vec<f32>,
    /// How much begins at all: the deviations of the three before they are made one. Drums have
    /// 5 to 10, a legato of strings 0.8, a pad that beats with itself 0.2.
    pub(crate) lively: f32,
}

/// Listens to a sound at the ear's rate and level, piece by piece.
pub(crate) struct Listening {
    spectrum: Spectrum,
    edges: [usize; BANDS + 1],
    bands: Vec<[f32; BANDS]>,
}

impl Listening {
    /// An ear for `mono`.
    pub(crate) fn new(mono: &Mono) -> Self {
        let bands = Vec::with_capacity(mono.places(HOP));
        Self { spectrum: Spectrum::new(FRAME), edges: edges(), bands }
    }

    /// Hears the next piece: the pressed loudness of each band, a row a moment.
    pub(crate) fn push(&mut self, piece: &Piece) {
        for middle in piece.places(HOP) {
            let bins = self.spectrum.at(piece.samples, middle);
            let mut row = [0.0_f32; BANDS];
            for (level, edge) in row.iter_mut().zip(self.edges.windows(2)) {
                let bins = bins.get(edge[0]..edge[1]).unwrap_or(&[]);
                let power: f32 = bins.iter().map(|it| it.norm_sqr()).sum();
                *level = libm::log1pf(PRESS * power.sqrt());
            }
            self.bands.push(row);
        }
    }

    /// What was heard, from start to end.
    pub(crate) fn finish(self) -> Features {
        let bands = self.bands;
        let curve = |from: usize, to: usize| standing_out(&beginnings(&bands, from, to));
        let [(low, a), (mid, b), (high, c)] = [curve(0, LOW), curve(LOW, HIGH), curve(HIGH, BANDS)];
        Features { bands, low, mid, high, lively: a + b + c }
    }
}

impl Features {
    /// All that begins, the bands together.
    pub(crate) fn accents(&self) -> Vec<f32> {
        let middle = self.low.iter().zip(&self.mid).zip(&self.high);
        middle.map(|((low, mid), high)| low + mid + 0.7 * high).collect()
    }
}

/// The first bin of each band and the end of the last; each band has one bin at least.
fn edges() -> [usize; BANDS + 1] {
    let by_hand = LOW_EDGES.len();
    let ratio = libm::log(TOP / LOW_EDGES[by_hand - 1]) / (BANDS + 1 - by_hand) as f64;
    let mut edges = [0; BANDS + 1];
    let mut last = 0;
    for (band, edge) in edges.iter_mut().enumerate() {
        let hz = LOW_EDGES.get(band).copied().unwrap_or_else(|| {
            LOW_EDGES[by_hand - 1] * libm::exp(ratio * (band + 1 - by_hand) as f64)
        });
        *edge = ((hz * FRAME as f64 / f64::from(RATE)).round() as usize).max(last + 1);
        last = *edge;
    }
    edges
}

/// SuperFlux (Böck and Widmer 2013): how much louder each band is than it and its neighbours were
/// [`LAG`] moments ago, summed.
fn beginnings(bands: &[[f32; BANDS]], from: usize, to: usize) -> Vec<f32> {
    let before = |moment: usize, band: usize| {
        let row = &bands[moment - LAG];
        let high = (band + 2).min(to.max(from + 1));
        row[band.saturating_sub(1).max(from)..high].iter().copied().fold(0.0, f32::max)
    };
    let rise = |moment: usize| {
        (from..to).map(|band| (bands[moment][band] - before(moment, band)).max(0.0)).sum()
    };
    (0..bands.len()).map(|moment| if moment < LAG { 0.0 } else { rise(moment) }).collect()
}

/// What stands out of the second around it, brought to a deviation of one; and the deviation that
/// it had.
fn standing_out(curve: &[f32]) -> (Vec<f32>, f32) {
    let reach = FPS as usize / 2;
    let sums = running_sums(curve);
    let mut out: Vec<f32> = (0..curve.len())
        .map(|at| {
            let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(curve.len()));
            let mean = (sums[to] - sums[from]) / (to - from) as f64;
            (f64::from(curve[at]) - mean).max(0.0) as f32
        })
        .collect();
    let power: f64 = out.iter().map(|it| f64::from(*it) * f64::from(*it)).sum();
    let deviation = libm::sqrt(power / out.len().max(1) as f64) as f32;
    if 0.0 < deviation {
        out.iter_mut().for_each(|it| *it = (*it / deviation).min(8.0));
    }
    (out, deviation)
}

/// The sum of all values before each place; one longer than the curve.
fn running_sums(curve: &[f32]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums = vec![0.0];
    sums.extend(curve.iter().map(|it| {
        sum += f64::from(*it);
        sum
    }));
    sums
}
