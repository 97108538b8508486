//! The notes of a bass line, one voice: when, how high, how long.

use music_types::{Pitch, Seconds, Wave};

use crate::rate::resample;

/// The rate at which a bass is listened to: its first dozens of harmonics are in it.
const RATE: u32 = 4410;

/// Samples from look to look: 10 ms.
const HOP: usize = 44;

/// Samples compared: 58 ms, two waves of the lowest note.
const WINDOW: usize = 256;

/// The longest and the shortest wave, in samples: 30 Hz to 400 Hz.
const WAVES: (usize, usize) = (11, 147);

/// A wave is one where the difference to itself a wave later is less than this share of the mean difference
/// (de Cheveigné and Kawahara 2002, "YIN"; they use 0.1 for speech alone).
const ALIKE: f64 = 0.25;

/// Looks so much softer than the loudest are rests.
const SOFT: f64 = 0.03;

/// A level this many times that of two looks before is a new stroke.
const STRUCK: f64 = 1.6;

/// Notes shorter than this many looks are slips.
const SHORTEST: usize = 4;

/// A note of a bass line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BassNote {
    /// When it begins.
    pub start: Seconds,
    /// How long it sounds.
    pub length: Seconds,
    /// Its key.
    pub pitch: Pitch,
    /// How loud it is against the loudest, 0 to 1.
    pub strength: f64,
}

/// What one look finds.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    /// Its pitch in MIDI keys, where it has one.
    key: Option<f64>,
    /// Its level.
    level: f64,
}

/// The notes of a bass line in a recording of it; of a whole mix, what its lowest voice seems to
/// play, kicks included. Nothing where nothing low sounds.
pub fn bassline(wave: &Wave) -> Vec<BassNote> {
    let samples = low(wave);
    let looks = smoothed(&looks(&samples));
    let loudest = looks.iter().map(|it| it.level).fold(0.0, f64::max);
    if loudest <= 0.0 {
        return Vec::new();
    }
    let mut notes = Vec::new();
    let mut begun: Option<usize> = None;
    for at in 0..=looks.len() {
        let goes_on = begun.is_some_and(|from| carries(&looks, from, at, loudest));
        if let (Some(from), false) = (begun, goes_on) {
            notes.extend(note(&looks, from, at, loudest));
            begun = None;
        }
        let sounds = looks.get(at).is_some_and(|it| it.key.is_some() && SOFT * loudest < it.level);
        if begun.is_none() && sounds {
            begun = Some(at);
        }
    }
    notes
}

/// The sum of the channels at the bass's rate.
fn low(wave: &Wave) -> Vec<f32> {
    let mut mono = vec![0.0_f32; wave.frames()];
    for channel in &wave.channels {
        mono.iter_mut().zip(channel).for_each(|(it, sample)| {
            *it += if sample.is_finite() { *sample } else { 0.0 };
        });
    }
    let sum = Wave { rate: wave.rate, channels: vec![mono] };
    let mut low = resample(&sum, RATE);
    low.channels.pop().unwrap_or_default()
}

fn looks(samples: &[f32]) -> Vec<Look> {
    let reach = WINDOW + WAVES.1;
    (0..samples.len().saturating_sub(reach) / HOP).map(|it| look(samples, it * HOP)).collect()
}

/// One look: the first wave length at which the sound is like itself.
fn look(samples: &[f32], at: usize) -> Look {
    let part = samples.get(at..at + WINDOW + WAVES.1).unwrap_or(&[]);
    let Some(here) = part.get(..WINDOW) else { return Look::default() };
    let level = libm::sqrt(here.iter().map(|it| f64::from(*it) * f64::from(*it)).sum::<f64>());
    let mut sum = 0.0;
    let mut unlike = vec![1.0; WAVES.1];
    for (wave, unlike) in unlike.iter_mut().enumerate().skip(1) {
        let later = part.get(wave..wave + WINDOW).unwrap_or(&[]);
        let difference: f64 = here
            .iter()
            .zip(later)
            .map(|(a, b)| {
                let it = f64::from(a - b);
                it * it
            })
            .sum();
        sum += difference;
        *unlike = if sum <= 0.0 { 1.0 } else { difference * wave as f64 / sum };
    }
    Look { key: wave_length(&unlike).map(key_of), level }
}

/// The first dip that is deep enough, followed to its bottom, between samples by a parabola.
fn wave_length(unlike: &[f64]) -> Option<f64> {
    let dip = (WAVES.0..unlike.len() - 1).find(|it| unlike[*it] < ALIKE)?;
    let bottom = (dip..unlike.len() - 1).find(|it| unlike[*it] <= unlike[it + 1])?;
    let (a, b, c) = (unlike[bottom - 1], unlike[bottom], unlike[bottom + 1]);
    let bend = a - 2.0 * b + c;
    let shift = if bend.abs() < 1e-12 { 0.0 } else { 0.5 * (a - c) / bend };
    Some(bottom as f64 + shift.clamp(-1.0, 1.0))
}

fn key_of(wave: f64) -> f64 {
    69.0 + 12.0 * libm::log2(f64::from(RATE) / wave / 440.0)
}

/// Each look at the middle of the three pitches around it: lone slips of an octave go.
fn smoothed(looks: &[Look]) -> Vec<Look> {
    let middle = |at: usize| {
        let from = at.saturating_sub(1);
        let mut keys: Vec<f64> = looks
            .get(from..(at + 2).min(looks.len()))
            .unwrap_or(&[])
            .iter()
            .filter_map(|it| it.key)
            .collect();
        keys.sort_by(f64::total_cmp);
        keys.get(keys.len() / 2).copied()
    };
    let one = |(at, look): (usize, &Look)| Look { key: look.key.and_then(|_| middle(at)), ..*look };
    looks.iter().enumerate().map(one).collect()
}

/// Whether a note that began at `from` still sounds at `at`: the same key, not struck anew, not gone.
fn carries(looks: &[Look], from: usize, at: usize, loudest: f64) -> bool {
    let Some(now) = looks.get(at) else { return false };
    let Some(key) = now.key else { return false };
    let near = settled(looks, from, at).is_none_or(|it| (it - key).abs() < 0.7);
    let before = looks.get(at.saturating_sub(2)).map_or(0.0, |it| it.level);
    let is_struck = from + SHORTEST <= at && STRUCK * before < now.level;
    near && !is_struck && SOFT * loudest < now.level
}

/// The middle key of a note so far.
fn settled(looks: &[Look], from: usize, to: usize) -> Option<f64> {
    let mut keys: Vec<f64> = looks.get(from..to)?.iter().filter_map(|it| it.key).collect();
    keys.sort_by(f64::total_cmp);
    keys.get(keys.len() / 2).copied()
}

fn note(looks: &[Look], from: usize, to: usize, loudest: f64) -> Option<BassNote> {
    if to < from + SHORTEST {
        return None;
    }
    let key = settled(looks, from, to)?.round();
    let level = looks.get(from..to)?.iter().map(|it| it.level).fold(0.0, f64::max);
    let second = |looks: usize| Seconds((looks * HOP) as f64 / f64::from(RATE));
    // A look sees what comes: a note begins about half a window after the look that first finds it.
    let start = second(from).0 + 0.25 * WINDOW as f64 / f64::from(RATE);
    let pitch = u8::try_from(key as i64).ok().filter(|it| *it < 128)?;
    Some(BassNote {
        start: Seconds(start),
        length: second(to - from),
        pitch: Pitch::new(pitch),
        strength: (level / loudest).clamp(0.0, 1.0),
    })
}
