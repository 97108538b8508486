//! How what was struck dies away: at its own pace, however long or short a recording becomes.
//!
//! A drum that is played slower rings no longer. After an attack that is much louder in a band than what was before, and from
//! which the band falls at once, its level in the result is that which it had as long after the attack in the recording.

use super::ear::{HIGH_PASSES, STEP};

/// Steps from one level to the next.
const STRIDE: usize = 4;
/// Over how many seconds levels are heard.
const HEARD: f64 = 0.023;
/// How long after an attack a sound surely dies away because it was struck, in seconds.
const SURE: f64 = 0.5;
/// From when on nobody says so, in seconds.
pub(super) const PAST: f64 = 0.9;
/// By how many decibels an attack is louder in a band than what was before, so that it is heard in it at all; so that what
/// follows may be its own; and so that it is.
const RISE: [f64; 3] = [2.0, 6.0, 14.0];
/// How fast it falls, in decibels a second, so that it may have been struck, and so that it was.
const RATE: [f64; 2] = [50.0, 90.0];
/// When that is heard, in seconds after the attack: what is held falls later.
const AT_ONCE: [f64; 2] = [0.02, 0.1];
/// The most by which levels change, as a binary logarithm of power: 12 dB up, 60 down.
const MOST: [f32; 2] = [-20.0, 4.0];

/// Bands that are told apart: below, between and above [`HIGH_PASSES`].
pub(super) const BANDS: usize = 3;

/// How a band falls after an attack that is heard in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fall {
    /// How surely it was struck, 0 to 1.
    share: f32,
    /// Its levels from the attack on, each [`STRIDE`] steps, as binary logarithms of power against the first; none rises.
    levels: Vec<f32>,
}

/// How each band falls after an attack; nothing for one in which it is not heard.
pub(super) type Falls = [Option<Fall>; BANDS];

impl Fall {
    /// By which gain what is `late` samples after the attack in a recording at `rate` hertz is to be heard as what is
    /// `wanted` samples after it.
    pub(super) fn gain(&self, late: f64, wanted: f64, rate: f64) -> f32 {
        let left = ((PAST - late.max(wanted) / rate) / (PAST - SURE)).clamp(0.0, 1.0);
        let share = self.share * left as f32;
        if share == 0.0 {
            return 1.0;
        }
        let [down, up] = MOST;
        let change = (self.level(wanted) - self.level(late)).clamp(down, up);
        libm::exp2f(0.5 * share * change)
    }

    /// The level so many samples after the attack.
    fn level(&self, late: f64) -> f32 {
        let place = (late / (STRIDE * STEP) as f64).max(0.0);
        let last = self.levels.len().saturating_sub(1);
        let [before, after] =
            [place as usize, place as usize + 1].map(|it| self.levels[it.min(last)]);
        before + (after - before) * place.fract() as f32
    }
}

/// How the bands of a recording at `rate` hertz fall after each of the attacks that begin with these `steps`.
pub(super) fn falls(energies: &[Vec<f32>; 3], steps: &[usize], rate: u32) -> Vec<Falls> {
    let bands: [Band; BANDS] = std::array::from_fn(|band| Band { energies, band, rate });
    let rises: Vec<[f64; BANDS]> =
        steps.iter().map(|step| bands.each_ref().map(|it| it.rise(*step))).collect();
    let fall = |(index, step): (usize, &usize)| {
        std::array::from_fn(|band| {
            let rise = rises[index][band];
            if rise < RISE[0] {
                return None;
            }
            let mut after = steps[index + 1..].iter().zip(&rises[index + 1..]);
            let end = after.find(|it| RISE[0] <= it.1[band]).map_or(usize::MAX, |it| *it.0);
            Some(bands[band].fall(*step, end, rise))
        })
    };
    steps.iter().enumerate().map(fall).collect()
}

/// For each of so many `bins`, of frames of `size` samples at `rate` hertz, in which band it is, or how far between two.
pub(super) fn places(bins: usize, size: usize, rate: u32) -> Vec<f32> {
    /// How far from the edge of a band, as a ratio of frequencies, bins are of both.
    const NEAR: f64 = 1.3;
    let place = |bin: usize| {
        let hz = bin as f64 * f64::from(rate) / size as f64;
        let above = |edge: f64| {
            let octaves = libm::log2((hz / edge).max(1e-9)) / libm::log2(NEAR);
            (0.5 + 0.5 * octaves).clamp(0.0, 1.0)
        };
        HIGH_PASSES.iter().map(|it| above(*it)).sum::<f64>() as f32
    };
    (0..bins).map(place).collect()
}

/// A band of a recording.
struct Band<'a> {
    energies: &'a [Vec<f32>; 3],
    band: usize,
    rate: u32,
}

impl Band<'_> {
    /// Steps in so many seconds.
    fn steps(&self, seconds: f64) -> usize {
        (seconds * f64::from(self.rate) / STEP as f64) as usize
    }

    /// The mean power of some steps. Of what is above and below together, no less than the share that rounding leaves.
    fn power(&self, from: usize, to: usize) -> f64 {
        /// As a power, −40 dB.
        const LEAST: f64 = 1e-4;
        let to = to.min(self.energies[0].len());
        let from = from.min(to);
        let part = |band: usize| self.energies.get(band).map_or(&[][..], |it| &it[from..to]);
        let sum = |band: usize| part(band).iter().map(|it| f64::from(*it)).sum::<f64>();
        let all = sum(self.band);
        let own = (all - sum(self.band + 1)).max(LEAST * all);
        (own / (to - from).max(1) as f64).max(f64::MIN_POSITIVE)
    }

    /// By how many decibels it is louder from a step on than before.
    fn rise(&self, step: usize) -> f64 {
        let heard = self.steps(HEARD).max(2);
        let before = self.power(step.saturating_sub(heard), step.saturating_sub(1));
        10.0 * libm::log10(self.power(step, step + heard) / before)
    }

    /// How it falls from an attack at `step` on, which rises by so many decibels, until `end`.
    fn fall(&self, step: usize, end: usize, rise: f64) -> Fall {
        let ramp = |value: f64, from: f64, to: f64| ((value - from) / (to - from)).clamp(0.0, 1.0);
        let risen = ramp(rise, RISE[1], RISE[2]);
        if risen == 0.0 {
            return Fall { share: 0.0, levels: vec![0.0] };
        }
        let levels = self.levels(step, end.min(self.energies[0].len()));
        let level = |seconds: f64| {
            let at = self.steps(seconds) / STRIDE;
            f64::from(levels[at.min(levels.len() - 1)])
        };
        let [from, to] = AT_ONCE;
        let rate = (level(from) - level(to)) * 10.0 * std::f64::consts::LOG10_2 / (to - from);
        Fall { share: (risen * ramp(rate, RATE[0], RATE[1])) as f32, levels }
    }

    /// Its levels from `step` to `end`, and on as they fell until there.
    fn levels(&self, step: usize, end: usize) -> Vec<f32> {
        let (half, whole) = (self.steps(HEARD).max(2) / 2, self.steps(PAST));
        let level = |late: usize| {
            let middle = step + late;
            libm::log2(self.power(middle.saturating_sub(half).max(step), middle + half))
        };
        let heard = (0..=whole).step_by(STRIDE).take_while(|late| step + late + half < end);
        let mut levels: Vec<f64> = heard.map(level).collect();
        let mut most = f64::MIN;
        for level in levels.iter_mut().rev() {
            most = most.max(*level);
            *level = most;
        }
        let [first, .., last] = levels[..] else { return vec![0.0] };
        let slope = (last - first) / (levels.len() - 1) as f64;
        let more = (whole / STRIDE + 1).saturating_sub(levels.len());
        levels.extend((1..=more).map(|it| last + slope * it as f64));
        levels.into_iter().map(|it| (it - first) as f32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 44_100;

    /// Energies of three seconds, alike in all, low and middle bands louder than what is above them.
    fn energies(level: impl Fn(f64) -> f64) -> [Vec<f32>; 3] {
        let steps = 3 * RATE as usize / STEP;
        let energy = |it: usize| level((it * STEP) as f64 / f64::from(RATE)) as f32;
        [4.0, 2.0, 1.0].map(|times| (0..steps).map(|it| times * energy(it)).collect())
    }

    fn step(seconds: f64) -> usize {
        (seconds * f64::from(RATE)) as usize / STEP
    }

    /// The gain, in decibels, of what is `late` seconds after the first attack, to be heard as what is `wanted`.
    fn gain(falls: &[Falls], late: f64, wanted: f64) -> f64 {
        let rate = f64::from(RATE);
        let gain = |it: &Option<Fall>| {
            it.as_ref().map_or(1.0, |it| it.gain(late * rate, wanted * rate, rate))
        };
        let gains = falls[0].each_ref().map(gain).map(|it| 20.0 * libm::log10(f64::from(it)));
        assert!(gains.iter().all(|it| (it - gains[0]).abs() < 0.1), "{gains:?}");
        gains[0]
    }

    #[test]
    fn what_was_struck_falls_at_its_own_pace_longer_or_shorter() {
        // By 100 dB a second, with another stroke after three tenths.
        let fall = |it: f64| libm::pow(10.0, -10.0 * it);
        let level = |at: f64| match at {
            ..0.5 => 0.0,
            0.5..0.8 => fall(at - 0.5),
            _ => fall(at - 0.8),
        };
        let falls = falls(&energies(level), &[step(0.5), step(0.8)], RATE);
        for (late, wanted) in [(0.1, 0.15), (0.2, 0.16), (0.2, 0.3), (0.28, 0.42)] {
            let (heard, truth) = (gain(&falls, late, wanted), 100.0 * (late - wanted));
            assert!((heard - truth).abs() < 1.0, "{late} as {wanted}: {heard}, not {truth}");
        }
        assert!((gain(&falls, 0.4, 1.0)).abs() < 1e-6, "after so long nobody says it was struck");
    }

    #[test]
    fn what_is_held_or_only_a_little_louder_than_before_is_left_alone() {
        let held = |at: f64| if (0.5..0.8).contains(&at) { 1.0 } else { 1e-9 };
        let beside =
            |at: f64| 1.0 + if at < 0.5 { 0.0 } else { libm::pow(10.0, -10.0 * (at - 0.5)) };
        for energies in [energies(held), energies(beside)] {
            let falls = falls(&energies, &[step(0.5)], RATE);
            for late in [0.05, 0.1, 0.25, 0.3] {
                assert!(gain(&falls, late, 1.5 * late).abs() < 1e-6, "{late}");
            }
        }
    }

    #[test]
    fn bins_go_from_band_to_band_by_degrees() {
        let places = places(2_049, 4_096, RATE);
        assert!(places.is_sorted());
        let bin = |hz: f64| places[(hz * 4_096.0 / f64::from(RATE)).round() as usize];
        assert_eq!([60.0, 1_500.0, 4_000.0, 10_000.0].map(bin), [0.0, 0.0, 1.0, 2.0]);
        assert!((bin(2_500.0) - 0.5).abs() < 0.02 && (bin(7_000.0) - 1.5).abs() < 0.02);
    }
}
