//! A voice cut where it begins: slices from onset to breath, at zero crossings.

use std::io;
use std::ops::Range;

use music_types::Wave;

use super::Preset;
use super::envelope::{Formants, median};
use super::onsets;
use super::tape::Tape;
use crate::hear::key::semitones;

/// Quieter than the loudest by this factor of amplitude is breath or room: −34 dB.
const GATE: f32 = 0.02;
/// A slice shorter than this is no syllable, in seconds.
const SHORTEST: f64 = 0.06;
/// A slice longer than this is a line, in seconds.
const LONGEST: f64 = 2.0;
/// Both ends of a slice fade over this, in seconds.
const FADE: f64 = 0.003;

/// Where a voice is to be cut.
#[derive(Debug, Clone, Default)]
pub struct Syllables {
    slices: Vec<Range<usize>>,
    level: Level,
}

impl Syllables {
    /// Goes through `tape` once, or twice where nobody heard it yet: slices reach from each onset to where the next begins or
    /// the sound falls under the gate. Each starts up to 3 ms before its onset, at a zero crossing. Silence has none.
    ///
    /// # Errors
    ///
    /// What reading the tape says.
    pub fn hear(tape: &mut impl Tape) -> io::Result<Self> {
        let heard = onsets::onsets(tape, Preset::Voice.manner(tape.rate()).attack, false)?;
        let level = Level::hear(tape)?;
        let rate = f64::from(tape.rate());
        let ends = heard.attacks.iter().skip(1).copied().chain([tape.frames()]);
        let mut slices: Vec<Range<usize>> = Vec::new();
        for (attack, next) in heard.attacks.iter().copied().zip(ends) {
            let start = crossing(tape, attack.saturating_sub((0.002 * rate) as usize))?;
            let longest = attack + (LONGEST * rate) as usize;
            let end = level.falls(attack, next.min(longest), heard.peak * GATE);
            if (SHORTEST * rate) as usize <= end.saturating_sub(start) {
                slices.push(start..end);
            }
        }
        Ok(Self { slices, level })
    }

    /// All slices, in samples.
    pub fn all(&self) -> &[Range<usize>] {
        &self.slices
    }

    /// The `most` with the most energy, in their order.
    pub fn strongest(&self, most: usize) -> Vec<Range<usize>> {
        let strength = |it: &Range<usize>| self.level.energy(it);
        let mut kept = self.slices.clone();
        kept.sort_by(|a, b| strength(b).total_cmp(&strength(a)).then(a.start.cmp(&b.start)));
        kept.truncate(most);
        kept.sort_by_key(|it| it.start);
        kept
    }
}

/// A slice with both ends faded, as loud in the middle as it was.
///
/// # Errors
///
/// What reading the tape says.
pub fn slice(tape: &mut impl Tape, range: &Range<usize>) -> io::Result<Wave> {
    let fade = (FADE * f64::from(tape.rate())).max(1.0);
    let frames = range.end.min(tape.frames()).saturating_sub(range.start);
    let mut channels = vec![vec![0.0; frames]; tape.channels()];
    tape.read(range.start as i64, &mut channels)?;
    for channel in &mut channels {
        for (at, sample) in channel.iter_mut().enumerate() {
            let near = at.min(frames - 1 - at) as f64 / fade;
            // Equal power: a quarter of a sine.
            *sample *= libm::sin(near.min(1.0) * std::f64::consts::FRAC_PI_2) as f32;
        }
    }
    Ok(Wave { rate: tape.rate(), channels })
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
fn crossing(tape: &mut impl Tape, at: usize) -> io::Result<usize> {
    let reach = tape.rate() as usize / 1000;
    let first = at.saturating_sub(reach);
    let mut near = vec![vec![0.0; at + reach + 2 - first]; tape.channels()];
    tape.read(first as i64 - 1, &mut near)?;
    let crosses = |pair: &[f32]| (pair[0] <= 0.0) != (pair[1] <= 0.0) || pair[1] == 0.0;
    let pairs = near.first().map_or(&[][..], Vec::as_slice).windows(2).enumerate();
    let places = pairs.filter(|it| crosses(it.1)).map(|(index, _)| first + index);
    let inside = places.filter(|it| 0 < *it && *it < tape.frames());
    Ok(inside.min_by_key(|it| it.abs_diff(at)).unwrap_or(at))
}

/// The loudest of all channels, a value every 10 ms.
#[derive(Debug, Clone, Default)]
struct Level {
    step: usize,
    peaks: Vec<f32>,
}

impl Level {
    fn hear(tape: &mut impl Tape) -> io::Result<Self> {
        let step = (tape.rate() as usize / 100).max(1);
        let block = 100 * step;
        let mut channels = vec![vec![0.0; block]; tape.channels()];
        let mut peaks = Vec::with_capacity(tape.frames() / step + 100);
        for at in (0..tape.frames()).step_by(block) {
            tape.read(at as i64, &mut channels)?;
            let highest = |part: Range<usize>| {
                let samples = channels.iter().flat_map(|it| &it[part.clone()]);
                samples.fold(0.0_f32, |a, b| a.max(b.abs()))
            };
            peaks.extend((0..100).map(|it| highest(it * step..(it + 1) * step)));
        }
        peaks.truncate(tape.frames().div_ceil(step));
        Ok(Self { step, peaks })
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
        let hear = |wave: &Wave| Syllables::hear(&mut { wave }).expect("memory does not fail");
        let cut = |range| slice(&mut { &wave }, range).expect("memory does not fail");
        let heard = hear(&wave);
        let cuts = heard.strongest(8);
        assert_eq!((cuts.len(), heard.all()), (3, cuts.as_slice()));
        for (range, start) in cuts.iter().zip(starts) {
            assert!(range.start.abs_diff(start) < 200, "{range:?}");
            assert!(range.len().abs_diff(11_025) < 1_500, "{range:?}");
            let sound = cut(range);
            assert_eq!((sound.channels[0][0], sound.channels[0].last().copied()), (0.0, Some(0.0)));
        }
        assert_eq!(heard.strongest(2).len(), 2);
        let pitch = sung(&cut(&cuts[0])).expect("a tone");
        let wanted = semitones(0.03 * 44_100.0 / std::f64::consts::TAU);
        assert!((pitch - wanted).abs() < 0.17, "{pitch} of {wanted}");
        assert!(sung(&Wave { rate: 44_100, channels: vec![vec![0.0; 9_000]] }).is_none());
        assert!(hear(&Wave { rate: 44_100, channels: vec![vec![0.0; 9_000]] }).all().is_empty());
    }

    #[test]
    fn odd_recordings_are_cut_or_left() {
        for (rate, frames, channels) in [
            (44_100, 0, 1),
            (44_100, 1, 2),
            (44_100, 700, 0),
            (4_000, 9_000, 3),
            (768_000, 99_999, 1),
        ] {
            let sample =
                |it: usize| if it % 3_000 < 1_500 { libm::sinf(it as f32 * 0.4) } else { 0.0 };
            let wave = Wave { rate, channels: vec![(0..frames).map(sample).collect(); channels] };
            let heard = Syllables::hear(&mut { &wave }).expect("memory does not fail");
            for range in heard.strongest(9) {
                assert!(range.start < range.end && range.end <= frames, "{range:?} of {frames}");
                let cut = slice(&mut { &wave }, &range).expect("memory does not fail");
                assert_eq!((cut.channels.len(), cut.frames()), (channels, range.len()));
            }
            let nothing =
                slice(&mut { &wave }, &(frames..frames + 9)).expect("memory does not fail");
            assert_eq!(nothing.frames(), 0);
        }
    }
}
