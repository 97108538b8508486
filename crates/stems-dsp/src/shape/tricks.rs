//! Small things done to a voice: backwards, a tape that stops, a throw, doubles, octaves.

use music_types::{Semitones, Wave};

use super::{Brief, Formants, Preset, shape};

/// Backwards.
pub fn reverse(wave: &Wave) -> Wave {
    let turned = |it: &Vec<f32>| it.iter().rev().copied().collect();
    Wave { rate: wave.rate, channels: wave.channels.iter().map(turned).collect() }
}

/// As a tape that is stopped over the last `seconds`: slower and lower, evenly, to nothing.
pub fn tape_stop(wave: &Wave, seconds: f64) -> Wave {
    let frames = wave.frames();
    let slow = ((seconds.max(0.0) * f64::from(wave.rate)) as usize).min(frames);
    let start = frames - slow;
    let stopped = |channel: &Vec<f32>| {
        let mut out: Vec<f32> = channel[..frames].to_vec();
        for it in 0..slow {
            let share = it as f64 / slow.max(1) as f64;
            // Speed falls from one to nothing in a line, so place is its integral.
            let at = start as f64 + slow as f64 * (share - share * share / 2.0);
            let level = (8.0 * (1.0 - share)).min(1.0) as f32;
            out[start + it] = level * between(channel, at);
        }
        out
    };
    Wave { rate: wave.rate, channels: wave.channels.iter().map(stopped).collect() }
}

/// The curve of third degree through the four samples around `at` (Catmull-Rom).
fn between(samples: &[f32], at: f64) -> f32 {
    let whole = libm::floor(at);
    let x = (at - whole) as f32;
    let get = |by: i64| {
        let it = usize::try_from(whole as i64 + by).ok();
        it.and_then(|it| samples.get(it)).copied().unwrap_or(0.0)
    };
    let (a, b, c, d) = (get(-1), get(0), get(1), get(2));
    b + 0.5 * x * (c - a + x * (2.0 * a - 5.0 * b + 4.0 * c - d + x * (3.0 * (b - c) + d - a)))
}

/// The last `word` seconds thrown into a hall that rings for `tail` seconds, which the sound is
/// longer by: eight combs and two all-passes (Schroeder 1962; Moorer 1979).
pub fn throw(wave: &Wave, word: f64, tail: f64) -> Wave {
    const COMBS: [f64; 8] = [25.3, 26.9, 29.0, 30.7, 32.2, 33.8, 35.3, 36.7];
    let rate = f64::from(wave.rate);
    let tail = tail.clamp(0.05, 30.0);
    let (frames, more) = (wave.frames(), (tail * rate) as usize);
    let from = frames.saturating_sub((word.max(0.0) * rate) as usize);
    let rung = |(side, channel): (usize, &Vec<f32>)| {
        let mut dry = channel[..frames].to_vec();
        dry.resize(frames + more, 0.0);
        let sent = |it: usize| if it < from { 0.0 } else { dry[it] };
        let mut wet = vec![0.0_f32; dry.len()];
        for comb in COMBS {
            let delay = ((comb + 0.5 * side as f64) / 1000.0 * rate) as usize + 1;
            let back = libm::exp(-6.91 * delay as f64 / rate / tail) as f32;
            let (mut ring, mut dull) = (vec![0.0_f32; delay], 0.0_f32);
            for (it, wet) in wet.iter_mut().enumerate() {
                let out = ring[it % delay];
                dull += 0.7 * (out - dull);
                ring[it % delay] = sent(it) + back * dull;
                *wet += out / 8.0;
            }
        }
        for delay in [0.0050, 0.0017] {
            let delay = (delay * rate) as usize + 1;
            let mut ring = vec![0.0_f32; delay];
            for (it, wet) in wet.iter_mut().enumerate() {
                let old = ring[it % delay];
                let new = *wet + 0.5 * old;
                ring[it % delay] = new;
                *wet = old - 0.5 * new;
            }
        }
        dry.iter().zip(&wet).map(|(dry, wet)| dry + wet).collect()
    };
    Wave { rate: wave.rate, channels: wave.channels.iter().enumerate().map(rung).collect() }
}

/// Two more singers, left and right: a little off in pitch and late, 9 dB under the first. Mono becomes stereo; what
/// is beyond the second channel stays as it is.
pub fn doubled(wave: &Wave) -> Wave {
    let mono = mono(wave);
    let singer = |cents: f64, late: f64| {
        let shift = Semitones(cents / 100.0);
        let brief = Brief { shift, formants: Formants::KEEP, ..Brief::nothing(Preset::Voice) };
        let mut sung = shape(&mono, &brief).channels.remove(0);
        let late = (late * f64::from(wave.rate)) as usize;
        sung.splice(0..0, std::iter::repeat_n(0.0, late));
        sung
    };
    let second = [singer(-9.0, 0.017), singer(8.0, 0.024)];
    let side = |it: usize| {
        let own = wave.channels.get(it).or(wave.channels.first());
        let own = own.map(Vec::as_slice).unwrap_or(&[]);
        own.iter().zip(&second[it]).map(|(a, b)| a + 0.35 * b).collect()
    };
    let others = wave.channels.iter().skip(2).cloned();
    Wave { rate: wave.rate, channels: [side(0), side(1)].into_iter().chain(others).collect() }
}

/// The voice with itself `octaves` up (or down, below zero) under it, 9 dB softer, the same singer.
pub fn octave(wave: &Wave, octaves: i32) -> Wave {
    let shift = Semitones(12.0 * f64::from(octaves.clamp(-2, 2)));
    let brief = Brief { shift, formants: Formants::KEEP, ..Brief::nothing(Preset::Voice) };
    let other = shape(wave, &brief);
    let pair =
        |(a, b): (&Vec<f32>, &Vec<f32>)| a.iter().zip(b).map(|(a, b)| a + 0.35 * b).collect();
    let channels = wave.channels.iter().zip(&other.channels).map(pair).collect();
    Wave { rate: wave.rate, channels }
}

/// The mean of the first two channels, or the only one.
fn mono(wave: &Wave) -> Wave {
    let pair = &wave.channels[..wave.channels.len().min(2)];
    let share = 1.0 / pair.len().max(1) as f32;
    let sum = |it: usize| pair.iter().map(|channel| channel[it]).sum::<f32>() * share;
    Wave { rate: wave.rate, channels: vec![(0..wave.frames()).map(sum).collect()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(frames: usize) -> Wave {
        let samples = (0..frames).map(|it| 0.4 * libm::sinf(it as f32 * 0.05)).collect();
        Wave { rate: 44_100, channels: vec![samples] }
    }

    #[test]
    fn backwards_twice_is_forwards() {
        assert_eq!(reverse(&reverse(&tone(1_000))), tone(1_000));
    }

    #[test]
    fn a_tape_stops_in_silence_and_moves_nothing_before() {
        let stopped = tape_stop(&tone(44_100), 0.5);
        assert_eq!(stopped.channels[0][..22_050], tone(44_100).channels[0][..22_050]);
        assert!(stopped.channels[0][44_099].abs() < 1e-3);
    }

    #[test]
    fn a_throw_rings_on_and_dies() {
        let thrown = throw(&tone(22_050), 0.2, 1.0);
        let loud = |part: &[f32]| part.iter().fold(0.0_f32, |a, b| a.max(b.abs()));
        let samples = &thrown.channels[0];
        assert_eq!(samples.len(), 66_150);
        assert!(loud(&samples[24_000..28_000]) > 0.01);
        assert!(loud(&samples[64_000..]) < 0.1 * loud(&samples[24_000..28_000]));
    }

    #[test]
    fn layers_keep_length_and_add_something() {
        for layered in [doubled(&tone(20_000)), octave(&tone(20_000), -1)] {
            assert_eq!(layered.frames(), 20_000);
            assert_ne!(layered.channels[0], tone(20_000).channels[0]);
        }
    }

    #[test]
    fn doubles_stand_left_and_right_and_leave_other_channels_alone() {
        let voice = tone(20_000).channels.remove(0);
        let silence = vec![0.0; 20_000];
        let surround = [voice.clone(), voice.clone(), silence.clone(), silence.clone()];
        let four = doubled(&Wave { rate: 44_100, channels: surround.to_vec() });
        assert_eq!(four.channels[..2], doubled(&tone(20_000)).channels);
        assert_eq!(four.channels[2..], [silence.clone(), silence]);
    }
}
