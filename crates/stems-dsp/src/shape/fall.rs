//! How what was struck dies away: at its own pace, however long or short a recording becomes.
//!
//! A drum that is played slower rings no longer. After an attack that is much louder in a band than what was before, and from
//! which the band falls at once, its level in the result is that which it had as long after the attack in the recording.

use super::ear::{HIGH_PASSES, STEP};

/// Steps from one level to the next.
const STRIDE: usize = 4;
/// Over how many seconds levels are heard.
const HEARD: f64 = 0.023;
/// How long after an attack a sound surely dies away because it was struck, in seconds of the recording.
const SURE: f64 = 0.5;
/// From when on nobody says so.
pub(super) const PAST: f64 = 0.9;
/// By how many decibels an attack is louder in a band than what was before, from where on it is heard in it, and where what
/// was struck before is not heard beside it any more.
const APART: [f64; 2] = [2.0, 6.0];
/// From how many on what follows may be its own, and where it is.
const OWN: [f64; 2] = [10.0, 20.0];
/// How fast it falls, in decibels a second, so that it may have been struck, and so that it was.
const PACE: [f64; 2] = [40.0, 70.0];
/// Between which moments after the attack that is heard, in seconds: what is held falls later.
const AT_ONCE: [f64; 3] = [0.02, 0.06, 0.1];
/// Seconds at the end of what is heard that say how a sound would go on to fall.
const END: f64 = 0.06;
/// Levels this much below the first, as a binary logarithm of power (80 dB), say nothing.
const NOTHING: f64 = -26.6;
/// The most by which levels change, as a binary logarithm of power: 60 dB down, 12 up.
const MOST: [f32; 2] = [-20.0, 4.0];

/// Bands that are told apart: below, between and above [`HIGH_PASSES`].
pub(super) const BANDS: usize = 3;

/// How a band falls after an attack that is heard in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fall {
    /// How surely the attack is heard, 0 to 1.
    pub(super) heard: f32,
    /// How surely the sound was struck, 0 to 1.
    struck: f32,
    /// Its levels from the attack on, each [`STRIDE`] steps, as binary logarithms of power against the first; none rises. One
    /// at least.
    levels: Vec<f32>,
    /// By how much it falls from level to level after the last.
    slope: f32,
}

/// How each band falls after an attack; nothing for one in which it is not heard.
pub(super) type Falls = [Option<Fall>; BANDS];

impl Fall {
    /// How much louder what is `late` samples after the attack in a recording at `rate` hertz is to be, so that it is heard
    /// as what is `wanted` samples after it: a binary logarithm of power.
    pub(super) fn change(&self, late: f64, wanted: f64, rate: f64) -> f32 {
        let left = ((PAST - late / rate) / (PAST - SURE)).clamp(0.0, 1.0);
        let share = self.struck * left as f32;
        if share == 0.0 {
            return 0.0;
        }
        let [down, up] = MOST;
        share * (self.level(wanted) - self.level(late)).clamp(down, up)
    }

    /// The level so many samples after the attack.
    fn level(&self, late: f64) -> f32 {
        let place = (late / (STRIDE * STEP) as f64).max(0.0);
        let last = self.levels.len() - 1;
        if last as f64 <= place {
            return self.levels[last] + self.slope * (place - last as f64) as f32;
        }
        let [before, after] = [place as usize, place as usize + 1].map(|it| self.levels[it]);
        before + (after - before) * place.fract() as f32
    }
}

/// How the bands of a recording at `rate` hertz fall after each of the attacks that begin with these `steps`, or soon after.
pub(super) fn falls(energies: &[Vec<f32>; 3], steps: &[usize], rate: u32) -> Vec<Falls> {
    let bands: [Band; BANDS] = std::array::from_fn(|band| Band { energies, band, rate });
    let rises: Vec<[f64; BANDS]> =
        steps.iter().map(|step| bands.each_ref().map(|it| it.rise(*step))).collect();
    let fall = |(index, step): (usize, &usize)| {
        std::array::from_fn(|band| {
            let rise = rises[index][band];
            let is_heard = |rise: f64| APART[0] < rise;
            let mut after = steps[index + 1..].iter().zip(&rises[index + 1..]);
            let mut end = || after.find(|it| is_heard(it.1[band])).map_or(usize::MAX, |it| *it.0);
            is_heard(rise).then(|| bands[band].fall(*step, end(), rise))
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
            let away = libm::log2((hz / edge).max(1e-9)) / libm::log2(NEAR);
            (0.5 + 0.5 * away).clamp(0.0, 1.0)
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
        let energy = |it: &f32| f64::from(it.min(f32::MAX));
        // What is above is heard in both.
        let [all, above] =
            [self.band, self.band + 1].map(|it| part(it).iter().map(energy).sum::<f64>());
        let own = (all - above).max(LEAST * all);
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
        let heard = ramp(rise, APART) as f32;
        let unsaid = Fall { heard, struck: 0.0, levels: vec![0.0], slope: 0.0 };
        let own = ramp(rise, OWN);
        if own == 0.0 {
            return unsaid;
        }
        let levels = self.levels(step, end.min(self.energies[0].len()));
        let last = levels.len() - 1;
        let slope = |count: usize| (levels[last] - levels[last - count]) / count.max(1) as f32;
        // As at the end, where what is under it may show; but the end may be a dip.
        let slope = slope(last).max(slope(last.min(self.steps(END) / STRIDE)));
        let fall = Fall { levels, slope, ..unsaid };
        let level = |seconds: f64| f64::from(fall.level(seconds * f64::from(self.rate)));
        let pace = |from: f64, to: f64| {
            (level(from) - level(to)) * 10.0 * std::f64::consts::LOG10_2 / (to - from)
        };
        let [from, half, to] = AT_ONCE;
        let struck = (own * ramp(pace(from, half).min(pace(half, to)), PACE)) as f32;
        if struck == 0.0 { unsaid } else { Fall { struck, ..fall } }
    }

    /// Its levels from `step` on, as far as they say something, before `end`.
    fn levels(&self, step: usize, end: usize) -> Vec<f32> {
        let (half, whole) = (self.steps(HEARD).max(2) / 2, self.steps(PAST));
        let level = |late: usize| {
            let middle = step + late;
            libm::log2(self.power(middle.saturating_sub(half).max(step), middle + half))
        };
        let first = level(0);
        let inside = (0..=whole).step_by(STRIDE).take_while(|late| step + late + half < end);
        let heard = inside.map(|late| level(late) - first).take_while(|it| NOTHING < *it);
        let mut levels: Vec<f32> = heard.map(|it| it as f32).collect();
        let mut most = f32::MIN;
        for level in levels.iter_mut().rev() {
            most = most.max(*level);
            *level = most;
        }
        if levels.is_empty() { vec![0.0] } else { levels }
    }
}

/// 0 up to the first of two values, 1 from the second on.
fn ramp(value: f64, [from, to]: [f64; 2]) -> f64 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
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

    /// The gain, in decibels, of what is `late` seconds after an attack, to be heard as what is `wanted`.
    fn gain(falls: &Falls, late: f64, wanted: f64) -> f64 {
        let rate = f64::from(RATE);
        let change = |it: &Option<Fall>| {
            it.as_ref().map_or(0.0, |it| it.change(late * rate, wanted * rate, rate))
        };
        let gains = falls.each_ref().map(change).map(|it| 3.0103 * f64::from(it));
        assert!(gains.iter().all(|it| (it - gains[0]).abs() < 0.1), "{gains:?}");
        gains[0]
    }

    /// A power that falls by 100 dB a second.
    fn fall(at: f64) -> f64 {
        libm::pow(10.0, -10.0 * at)
    }

    #[test]
    fn what_was_struck_falls_at_its_own_pace_longer_or_shorter() {
        // With another stroke after three tenths of a second.
        let level = |at: f64| match at {
            ..0.5 => 0.0,
            0.5..0.8 => fall(at - 0.5),
            _ => fall(at - 0.8),
        };
        let falls = falls(&energies(level), &[step(0.5), step(0.8)], RATE);
        for (late, wanted) in [(0.1, 0.15), (0.2, 0.16), (0.2, 0.3), (0.28, 0.42), (0.28, 0.6)] {
            for stroke in &falls {
                let (heard, truth) = (gain(stroke, late, wanted), 100.0 * (late - wanted));
                let off = (heard - truth).abs();
                assert!(off < 0.5 + 0.05 * truth.abs(), "{late} as {wanted}: {heard}, not {truth}");
            }
        }
        assert_eq!(gain(&falls[1], 1.0, 1.5), 0.0, "after so long nobody says it was struck");
    }

    #[test]
    fn what_stays_under_a_stroke_stays() {
        // 40 dB in a tenth of a second, then as it is, up to the next stroke.
        let level = |at: f64| match at {
            ..0.5 => 1e-4,
            _ => libm::pow(10.0, -40.0 * ((at - 0.5) % 0.3)) + 1e-4,
        };
        let falls = falls(&energies(level), &[step(0.5), step(0.8)], RATE);
        assert!((gain(&falls[0], 0.05, 0.07) + 8.0).abs() < 1.5, "{}", gain(&falls[0], 0.05, 0.07));
        for (late, wanted) in [(0.2, 0.3), (0.28, 0.42), (0.28, 0.2)] {
            assert!(gain(&falls[0], late, wanted).abs() < 0.5, "{late} as {wanted}");
        }
    }

    #[test]
    fn what_is_held_or_only_a_little_louder_than_before_is_left_alone() {
        let held = |at: f64| if (0.5..0.8).contains(&at) { 1.0 } else { 1e-9 };
        let short = |at: f64| if (0.5..0.58).contains(&at) { 1.0 } else { 1e-9 };
        let beside = |at: f64| 1.0 + if at < 0.5 { 0.0 } else { fall(at - 0.5) };
        for energies in [energies(held), energies(short), energies(beside)] {
            let falls = falls(&energies, &[step(0.5)], RATE);
            for late in [0.03, 0.07, 0.1, 0.25, 0.3] {
                assert_eq!(gain(&falls[0], late, 1.5 * late), 0.0, "{late}");
            }
        }
    }

    #[test]
    fn what_cannot_be_told_changes_nothing() {
        let loud = energies(|at| if at < 0.5 { 0.0 } else { f64::from(f32::MAX) * 8.0 });
        let nothing = energies(|_| 0.0);
        for (energies, rate) in [(&loud, RATE), (&nothing, RATE), (&loud, 1), (&nothing, 768_000)] {
            for falls in falls(energies, &[0, step(0.5), 10_000], rate) {
                let change = gain(&falls, 0.1, 0.2);
                assert!(change.abs() < 1e-3, "at {rate} Hz: {change}");
            }
        }
        assert_eq!(falls(&[vec![], vec![], vec![]], &[0, 3], RATE), vec![[None, None, None]; 2]);
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
