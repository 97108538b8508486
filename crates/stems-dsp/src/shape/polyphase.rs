//! Faster and slower as a tape: band-limited interpolation at any ratio.

use std::ops::Range;

use rayon::prelude::*;

/// Taps of the filter at the lower of both rates, and how much of that band it lets through by half.
const WHOLE: (f64, f64) = (64.0, 0.97);
/// The same for what leaves the band's end alone: the little of an attack that comes back from beyond it lands in the
/// highest eighth of the band.
const LIMITED: (f64, f64) = (48.0, 1.0);
/// Places between two samples at which the filter is known; between them it is a line.
const PLACES: usize = 1024;
/// Sums that are carried side by side.
const STRANDS: usize = 16;
/// Samples played in one go.
const PART: usize = 2_048;
/// The shape of the Kaiser window: −100 dB.
const BETA: f64 = 10.0;

/// Plays sound `speed` times as fast.
pub(super) struct Tape {
    speed: f64,
    reach: usize,
    /// The filter at each place, and how it changes to the next, tap by tap.
    filters: Vec<[Vec<f32>; 2]>,
    /// What may still be needed of the input, and where it starts.
    held: Vec<Vec<f32>>,
    start: i64,
    /// Samples put out.
    done: u64,
}

impl Tape {
    /// For `channels` channels played `speed` times as fast.
    pub(super) fn new(channels: usize, speed: f64) -> Self {
        Self::with(channels, speed, WHOLE)
    }

    /// The same for sound without what has no room in it when it is played faster.
    pub(super) fn limited(channels: usize, speed: f64) -> Self {
        Self::with(channels, speed, if 1.0 < speed { LIMITED } else { WHOLE })
    }

    fn with(channels: usize, speed: f64, (taps, share): (f64, f64)) -> Self {
        let lower = (1.0 / speed).min(1.0);
        let (reach, cut) = (libm::ceil(taps / 2.0 / lower) as usize, share * lower);
        let reach = reach.next_multiple_of(STRANDS / 2);
        let row = |place: usize| -> Vec<f64> {
            let at = |tap: usize| {
                let x = tap as f64 - (reach as f64 - 1.0) - place as f64 / PLACES as f64;
                kaiser(x / reach as f64) * sinc(x * cut)
            };
            let row: Vec<f64> = (0..2 * reach).map(at).collect();
            let whole: f64 = row.iter().sum();
            row.iter().map(|it| it / whole).collect()
        };
        let rows: Vec<Vec<f64>> = (0..=PLACES).map(row).collect();
        let filter = |pair: &[Vec<f64>]| {
            let taps = pair[0].iter().map(|it| *it as f32).collect();
            let changes = pair[0].iter().zip(&pair[1]).map(|(one, next)| (next - one) as f32);
            [taps, changes.collect()]
        };
        Self {
            speed,
            reach,
            filters: rows.windows(2).map(filter).collect(),
            held: vec![vec![0.0; reach]; channels],
            start: -(reach as i64),
            done: 0,
        }
    }

    /// Takes in `block`; gives what can be played by now.
    pub(super) fn play(&mut self, block: &[Vec<f32>]) -> Vec<Vec<f32>> {
        for (held, block) in self.held.iter_mut().zip(block) {
            held.extend_from_slice(block);
        }
        let end = self.start + self.held.first().map_or(0, Vec::len) as i64;
        let mut last = self.done;
        while self.whole(last) + (self.reach as i64) < end {
            last += 1;
        }
        let parts: Vec<u64> = (self.done..last).step_by(PART).collect();
        let part = |from: &u64| self.part(*from..(from + PART as u64).min(last));
        let parts: Vec<Vec<Vec<f32>>> = parts.par_iter().map(part).collect();
        self.done = last;
        self.forget();
        let joined = |channel: usize| parts.iter().flat_map(|it| &it[channel]).copied().collect();
        (0..self.held.len()).map(joined).collect()
    }

    /// Some of the samples that can be played, channel by channel.
    fn part(&self, range: Range<u64>) -> Vec<Vec<f32>> {
        let mut taps = vec![0.0; 2 * self.reach];
        let mut played = vec![Vec::with_capacity(PART); self.held.len()];
        for sample in range {
            let whole = self.whole(sample);
            let first = (whole - self.reach as i64 + 1 - self.start) as usize;
            let (place, share) = place(sample as f64 * self.speed - whole as f64);
            let [filter, changes] = &self.filters[place];
            for ((tap, filter), change) in taps.iter_mut().zip(filter).zip(changes) {
                *tap = filter + change * share;
            }
            for (held, played) in self.held.iter().zip(&mut played) {
                played.push(mixed(&held[first..first + 2 * self.reach], &taps));
            }
        }
        played
    }

    /// The sample of the input at or before a sample of the output.
    fn whole(&self, sample: u64) -> i64 {
        (sample as f64 * self.speed) as i64
    }

    fn forget(&mut self) {
        let whole = self.whole(self.done);
        let old = usize::try_from(whole - self.reach as i64 - self.start).unwrap_or(0);
        for held in &mut self.held {
            held.drain(..old.min(held.len()));
        }
        self.start += old as i64;
    }
}

/// The place below `between`, 0 to 1, and the share of the way to the next.
fn place(between: f64) -> (usize, f32) {
    let at = between * PLACES as f64;
    let place = (at as usize).min(PLACES - 1);
    (place, (at - place as f64) as f32)
}

/// The samples under the filter, summed in strands.
fn mixed(samples: &[f32], taps: &[f32]) -> f32 {
    let mut sums = [0.0_f32; STRANDS];
    for (samples, taps) in samples.chunks_exact(STRANDS).zip(taps.chunks_exact(STRANDS)) {
        for ((sum, sample), tap) in sums.iter_mut().zip(samples).zip(taps) {
            *sum += sample * tap;
        }
    }
    sums.iter().sum()
}

fn sinc(x: f64) -> f64 {
    let angle = std::f64::consts::PI * x;
    if angle.abs() < 1e-9 { 1.0 } else { libm::sin(angle) / angle }
}

/// The Kaiser window from −1 to 1, as high as it is.
fn kaiser(x: f64) -> f64 {
    if 1.0 <= x.abs() { 0.0 } else { bessel(BETA * (1.0 - x * x).sqrt()) }
}

/// The modified Bessel function of order zero, by its series.
fn bessel(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..40 {
        term *= (x / 2.0 / f64::from(k)) * (x / 2.0 / f64::from(k));
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_any_size_give_the_same_bits() {
        let sound: Vec<f32> = (0..20_000).map(|it| libm::sinf(it as f32 * 0.1)).collect();
        for speed in [0.3, 0.97, 1.26, 4.0] {
            let played = |size: usize| -> Vec<f32> {
                let mut tape = Tape::limited(1, speed);
                sound.chunks(size).flat_map(|it| tape.play(&[it.to_vec()]).remove(0)).collect()
            };
            let whole = played(20_000);
            assert!((whole.len() as f64 * speed - 20_000.0).abs() < 200.0, "{}", whole.len());
            for size in [1, 97, 2_048, 12_288] {
                assert!(played(size) == whole, "×{speed} in blocks of {size}");
            }
        }
    }
}
