//! A little band whose score can be played at any tempo, a sung phrase, and how far apart two recordings sound.

use std::f64::consts::TAU;

use realfft::RealFftPlanner;

use super::signals::{Hits, Noise, RATE, SUNG, VOWELS, drums, vowel};

/// The chords of the band, in hertz; the first note, two octaves down, is the bass.
const CHORDS: [[f64; 4]; 4] = [
    [220.0, 261.63, 329.63, 392.0],
    [174.61, 220.0, 261.63, 329.63],
    [196.0, 246.94, 293.66, 369.99],
    [164.81, 196.0, 246.94, 329.63],
];
/// Bands of the mel scale that are compared.
const BANDS: usize = 80;

/// How a note of the band sounds.
struct Voice {
    level: f64,
    partials: u32,
    /// Seconds until the first partial has fallen to a third; none for what is held.
    fall: Option<f64>,
    rise: f64,
    release: f64,
}

const PAD: Voice = Voice { level: 0.03, partials: 8, fall: None, rise: 0.05, release: 0.05 };
const BASS: Voice = Voice { level: 0.12, partials: 10, fall: None, rise: 0.004, release: 0.01 };
const PLUCK: Voice =
    Voice { level: 0.05, partials: 12, fall: Some(0.15), rise: 0.002, release: 0.02 };

/// Two bars of drums, bass, plucks and a pad, played `ratio` times as slowly: what is held lasts longer, what is struck
/// rings as it rings.
pub fn band(ratio: f64) -> Vec<f32> {
    let mut sum = vec![0.0; (4.6 * ratio * RATE).round() as usize];
    let Hits { times, sounds, .. } = drums();
    for (at, which) in times.iter().filter(|it| it.0 < 2.1) {
        for bar in [0.1, 2.1] {
            let start = ((at + bar) * ratio * RATE).round() as usize;
            for (place, sample) in sum.iter_mut().skip(start).zip(&sounds[*which]) {
                *place += 0.6 * f64::from(*sample);
            }
        }
    }
    for (index, chord) in CHORDS.iter().enumerate() {
        let start = 0.2 + index as f64;
        for note in chord {
            play(&mut sum, &PAD, *note, start * ratio, ratio);
        }
        for beat in 0..4 {
            let at = start + 0.25 * f64::from(beat);
            play(&mut sum, &BASS, chord[0] / 4.0, at * ratio, 0.22 * ratio);
        }
        for step in 0..8 {
            let octave = if step % 3 == 0 { 4.0 } else { 2.0 };
            let at = start + 0.125 * step as f64;
            play(&mut sum, &PLUCK, octave * chord[step * 3 % 4], at * ratio, 0.6);
        }
    }
    sum.into_iter().map(|it| it as f32).collect()
}

/// Plays a note of `hz` from `at` on for `length`, in seconds.
fn play(sum: &mut [f64], voice: &Voice, hz: f64, at: f64, length: f64) {
    let frames = (length * RATE) as usize;
    let start = (at * RATE).round() as usize;
    for partial in (1..=voice.partials).map(f64::from).filter(|it| hz * it < 16_000.0) {
        let level = voice.level / partial.powf(1.2);
        for (frame, place) in sum.iter_mut().skip(start).take(frames).enumerate() {
            let t = frame as f64 / RATE;
            let left = (frames - frame) as f64 / RATE;
            let fall = voice.fall.map_or(1.0, |it| (-t * partial.sqrt() / it).exp());
            let shape = (t / voice.rise).min(1.0) * (left / voice.release).min(1.0) * fall;
            *place += level * shape * (TAU * hz * partial * t + partial).sin();
        }
    }
}

/// Vowels on three notes, with a breath of noise before each.
pub fn phrase() -> Vec<f32> {
    let mut noise = Noise(5);
    let mut all = Vec::new();
    for (index, formants) in VOWELS.iter().enumerate() {
        let mut last = 0.0;
        let breath = (0..3_500).map(|it| {
            let new = noise.next();
            let bright = new - last;
            last = new;
            0.03 * bright * (std::f64::consts::PI * f64::from(it) / 3_500.0).sin()
        });
        all.extend(breath.map(|it| it as f32));
        let sung = vowel(*formants, SUNG[index % 3], 1.0).samples(1.0, 1.0);
        let frames = 26_000;
        let fade = |at: usize| ((at.min(frames - at)) as f32 / 900.0).min(1.0);
        all.extend(sung.iter().take(frames).enumerate().map(|(at, it)| it * fade(at)));
    }
    all
}

/// How far apart two recordings sound: the mean over frames of `size` samples of the distance between their spectra in
/// 80 bands of the mel scale, in decibels.
pub fn distance(one: &[f32], two: &[f32], size: usize) -> f64 {
    let (one, two) = (bands(one, size), bands(two, size));
    let apart = |(a, b): (&Vec<f64>, &Vec<f64>)| {
        let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
        (squares.sum::<f64>() / BANDS as f64).sqrt()
    };
    let count = one.len().min(two.len()).max(1);
    one.iter().zip(&two).map(apart).sum::<f64>() / count as f64
}

/// The levels of the bands, frame by frame.
fn bands(samples: &[f32], size: usize) -> Vec<Vec<f64>> {
    let forward = RealFftPlanner::<f64>::new().plan_fft_forward(size);
    let hann = |at: usize| 0.5 - 0.5 * (TAU * at as f64 / size as f64).cos();
    let window: Vec<f64> = (0..size).map(hann).collect();
    let frame = |start: usize| {
        let mut frame: Vec<f64> = samples[start..start + size]
            .iter()
            .zip(&window)
            .map(|(a, b)| f64::from(*a) * b)
            .collect();
        let mut bins = forward.make_output_vec();
        let fits = forward.process(&mut frame, &mut bins);
        debug_assert!(fits.is_ok());
        let power = |it: &realfft::num_complex::Complex64| it.norm_sqr() / (size * size) as f64;
        levels(&bins.iter().map(power).collect::<Vec<_>>(), size)
    };
    (0..(samples.len() + 1).saturating_sub(size)).step_by(size / 4).map(frame).collect()
}

/// The levels of the bands of a spectrum of powers: triangles from 40 Hz to 16 kHz.
fn levels(power: &[f64], size: usize) -> Vec<f64> {
    let mel = |hz: f64| 1_127.0 * (1.0 + hz / 700.0).ln();
    let step = (mel(16_000.0) - mel(40.0)) / (BANDS + 1) as f64;
    let edge = |it: usize| 700.0 * (((mel(40.0) + step * it as f64) / 1_127.0).exp() - 1.0);
    let level = |band: usize| {
        let (low, middle, high) = (edge(band), edge(band + 1), edge(band + 2));
        let bin = |hz: f64| hz / RATE * size as f64;
        let (mut sum, mut weights) = (0.0, 0.0);
        let range = bin(low) as usize..(bin(high).ceil() as usize + 1).min(power.len());
        for (at, power) in range.clone().zip(&power[range]) {
            let hz = at as f64 * RATE / size as f64;
            let side = if hz < middle {
                (hz - low) / (middle - low)
            } else {
                (high - hz) / (high - middle)
            };
            let weight = side.max(0.0);
            sum += weight * power;
            weights += weight;
        }
        let mean = if weights > 0.0 { sum / weights } else { power[bin(middle).round() as usize] };
        10.0 * (mean + 1e-9).log10()
    };
    (0..BANDS).map(level).collect()
}
