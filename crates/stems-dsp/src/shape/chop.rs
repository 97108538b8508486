//! A voice cut where it begins: slices from onset to breath, at zero crossings.

use std::ops::Range;

use music_types::Wave;

use super::Preset;
use super::envelope::{Formants, median};
use super::onsets;
use crate::hear::key::semitones;

/// Quieter than the loudest by this factor of amplitude is breath or room: −34 dB.
const GATE: f32 = 0.02;
/// A slice shorter than this is no syllable, in seconds.
const SHORTEST: f64 = 0.06;
/// A slice longer than this is a line, in seconds.
const LONGEST: f64 = 2.0;
/// Both ends of a slice fade over this, in seconds.
const FADE: f64 = 0.003;

/// Where the slices of `wave` lie, in samples: from each onset to where the next begins or the sound
/// falls under the gate, `most` of the strongest in their order. Each starts up to 3 ms before its
/// onset, at a zero crossing. Silence has none.
pub fn chops(wave: &Wave, most: usize) -> Vec<Range<usize>> {
    let mut tape = wave;
    let threshold = Preset::Voice.manner(wave.rate).attack;
    let Ok(heard) = onsets::hear(&mut tape, threshold) else { return Vec::new() };
    let level = Level::new(wave);
    let rate = f64::from(wave.rate);
    let ends = heard.attacks.iter().skip(1).copied().chain([wave.frames()]);
    let mut slices: Vec<Range<usize>> = Vec::new();
    for (attack, next) in heard.attacks.iter().copied().zip(ends) {
        let start = crossing(wave, attack.saturating_sub((0.002 * rate) as usize));
        let longest = attack + (LONGEST * rate) as usize;
        let end = level.falls(attack, next.min(longest), heard.peak * GATE);
        if (SHORTEST * rate) as usize <= end.saturating_sub(start) {
            slices.push(start..end);
        }
    }
    strongest(wave, &slices, most)
}

/// The `most` of `slices` with the most energy, in their order.
pub fn strongest(wave: &Wave, slices: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    let level = Level::new(wave);
    let strength = |it: &Range<usize>| level.energy(it);
    let mut kept = slices.to_vec();
    kept.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then(a.start.cmp(&b.start)));
    kept.truncate(most);
    slices.iter().filter(|it| kept.contains(it)).cloned().collect()
}

/// A slice with both ends faded, as loud in the middle as it was.
pub fn slice(wave: &Wave, range: &Range<usize>) -> Wave {
    let fade = (FADE * f64::from(wave.rate)).max(1.0);
    let cut = |channel: &Vec<f32>| {
        let samples = channel.get(range.start..range.end.min(channel.len())).unwrap_or(&[]);
        let shade = |(at, sample): (usize, &f32)| {
            let near = at.min(samples.len() - 1 - at) as f64 / fade;
            // Equal power: a quarter of a sine.
            sample * libm::sin(near.min(1.0) * std::f64::consts::FRAC_PI_2) as f32
        };
        samples.iter().enumerate().map(shade).collect()
    };
    Wave { rate: wave.rate, channels: wave.channels.iter().map(cut).collect() }
}

/// How high `wave` is sung, as a key of MIDI whose fractions are cents: the median of what is sung in it. Nothing where
/// less than a third of it is.
pub fn sung(wave: &Wave) -> Option<f64> {
    let formants = Formants::new(wave.rate, 1.0, 1.0);
    let step = (wave.rate as usize / 100).max(1);
    let mut mono = vec![0.0; wave.frames() + formants.size];
    for channel in &wave.channels {
        let middle = mono[formants.size / 2..].iter_mut();
        middle.zip(channel).filter(|it| it.1.is_finite()).for_each(|(sum, it)| *sum += it);
    }
    let mut desk = formants.desk();
    let starts = (0..wave.frames()).step_by(step);
    let all: Vec<f64> =
        starts.map(|it| formants.pitch(&mono[it..it + formants.size], &mut desk)).collect();
    let heard: Vec<f64> = all.iter().copied().filter(|it| 0.0 < *it).collect();
    (!heard.is_empty() && all.len() <= 3 * heard.len()).then(|| semitones(median(&heard)))
}

/// The nearest zero crossing of the first channel within a millisecond of `at`, or else `at`.
fn crossing(wave: &Wave, at: usize) -> usize {
    let Some(samples) = wave.channels.first() else { return at };
    let reach = wave.rate as usize / 1000;
    let is_crossing = |it: &usize| {
        let pair = (samples.get(it.wrapping_sub(1)), samples.get(*it));
        matches!(pair, (Some(a), Some(b)) if (*a <= 0.0) != (*b <= 0.0) || *b == 0.0)
    };
    let near = at.saturating_sub(reach)..=at + reach;
    near.filter(is_crossing).min_by_key(|it| it.abs_diff(at)).unwrap_or(at)
}

/// The loudest of all channels, a value every 10 ms.
struct Level {
    step: usize,
    peaks: Vec<f32>,
}

impl Level {
    fn new(wave: &Wave) -> Self {
        let step = (wave.rate as usize / 100).max(1);
        let steps = wave.frames().div_ceil(step);
        let peak = |it: usize| {
            let part = it * step..((it + 1) * step).min(wave.frames());
            let samples = wave.channels.iter().filter_map(|channel| channel.get(part.clone()));
            samples.flatten().fold(0.0_f32, |a, b| a.max(b.abs()))
        };
        Self { step, peaks: (0..steps).map(peak).collect() }
    }

    /// Where, between two samples, it stays under `gate` for 50 ms; the second where it does not.
    fn falls(&self, from: usize, to: usize, gate: f32) -> usize {
        let (first, last) = (from / self.step + 2, to / self.step);
        let is_quiet = |it: &usize| {
            let near = self.peaks.get(*it..(*it + 5).min(self.peaks.len())).unwrap_or(&[]);
            near.iter().all(|it| *it < gate)
        };
        (first..last).find(is_quiet).map_or(to, |it| it * self.step)
    }

    fn energy(&self, range: &Range<usize>) -> f32 {
        let steps = range.start / self.step..range.end / self.step;
        self.peaks.get(steps).unwrap_or(&[]).iter().map(|it| it * it).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_cut_where_they_begin_and_breath_is_left_out() {
        let starts = [4_410, 26_460, 52_920];
        let mut samples = vec![0.0_f32; 80_000];
        for start in starts {
            for it in 0..11_025 {
                samples[start + it] = 0.5 * libm::sinf(it as f32 * 0.03);
            }
        }
        for (it, sample) in samples[40_000..50_000].iter_mut().enumerate() {
            *sample = 0.004 * libm::sinf(it as f32 * 1.7);
        }
        let wave = Wave { rate: 44_100, channels: vec![samples] };
        let cut = chops(&wave, 8);
        assert_eq!(cut.len(), 3, "{cut:?}");
        for (range, start) in cut.iter().zip(starts) {
            assert!(range.start.abs_diff(start) < 200, "{range:?}");
            assert!(range.len().abs_diff(11_025) < 1_500, "{range:?}");
            let sound = slice(&wave, range);
            assert_eq!((sound.channels[0][0], sound.channels[0].last().copied()), (0.0, Some(0.0)));
        }
        assert_eq!(chops(&wave, 2).len(), 2);
        let pitch = sung(&slice(&wave, &cut[0])).expect("a tone");
        let wanted = semitones(0.03 * 44_100.0 / std::f64::consts::TAU);
        assert!((pitch - wanted).abs() < 0.17, "{pitch} of {wanted}");
        assert!(sung(&Wave { rate: 44_100, channels: vec![vec![0.0; 9_000]] }).is_none());
        assert!(chops(&Wave { rate: 44_100, channels: vec![vec![0.0; 9_000]] }, 8).is_empty());
    }
}
