//! A word said again and again, faster and faster, up to the drop.

use std::io;

use music_types::Wave;

use super::polyphase;
use super::tape::Tape;

/// How a stutter builds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Build {
    /// Where the word begins in the recording, in samples: the onset of its vowel.
    pub from: usize,
    /// Samples of a beat.
    pub beat: f64,
    /// How many beats the whole build takes, 4 or more; its parts share them evenly.
    pub beats: u32,
    /// The finest part: how many repeats fill a beat at last; 8 is thirty-seconds.
    pub finest: u32,
    /// How much of each step is heard, 0 to 1.
    pub gate: f64,
    /// How many semitones higher the last repeat is than the first.
    pub rise: f64,
    /// Silence before the drop, in beats.
    pub rest: f64,
}

/// Repeats to a beat in each part, the first being one repeat for the whole part.
const PARTS: [u32; 5] = [0, 1, 2, 4, 8];

/// When each repeat begins and ends within the build, in beats: a whole, quarters, eighths, and on
/// up to the finest that is wanted.
pub fn steps(build: &Build) -> Vec<(f64, f64)> {
    let parts: Vec<u32> = PARTS.into_iter().filter(|it| *it <= build.finest.max(1)).collect();
    let each = f64::from(build.beats.max(1)) / parts.len() as f64;
    let end = f64::from(build.beats.max(1)) - build.rest.max(0.0);
    let mut steps = Vec::new();
    for (part, rate) in parts.iter().enumerate() {
        let (start, stop) = (part as f64 * each, (part + 1) as f64 * each);
        let length = if *rate == 0 { each } else { 1.0 / f64::from(*rate) };
        let mut at = start;
        while at < stop - 1e-9 && at < end - 1e-9 {
            steps.push((at, (at + length).min(stop).min(end)));
            at += length;
        }
    }
    steps
}

/// The build as sound: exactly `beats` beats long, each repeat on its sample of the grid.
///
/// # Errors
///
/// What reading the tape says.
pub fn stutter(tape: &mut impl Tape, build: &Build) -> io::Result<Wave> {
    let frame = |beats: f64| libm::round(beats * build.beat.max(1.0)) as usize;
    let frames = frame(f64::from(build.beats.max(1)));
    let mut channels = vec![vec![0.0; frames]; tape.channels()];
    let steps = steps(build);
    let last = steps.len().saturating_sub(1).max(1) as f64;
    for (index, (start, end)) in steps.iter().enumerate() {
        let (start, end) = (frame(*start), frame(*end).min(frames));
        let gate = if index == 0 { 1.0 } else { build.gate.clamp(0.05, 1.0) };
        let length = ((end - start) as f64 * gate) as usize;
        let speed = libm::exp2(build.rise.clamp(-24.0, 24.0) * index as f64 / last / 12.0);
        for (channel, repeat) in channels.iter_mut().zip(said(tape, build.from, length, speed)?) {
            channel[start..start + repeat.len()].copy_from_slice(&repeat);
        }
    }
    Ok(Wave { rate: tape.rate(), channels })
}

/// `length` samples of the word, `speed` times as fast, ends faded.
fn said(tape: &mut impl Tape, from: usize, length: usize, speed: f64) -> io::Result<Vec<Vec<f32>>> {
    let mut words = vec![vec![0.0; (length as f64 * speed) as usize + 256]; tape.channels()];
    tape.read(i64::try_from(from).unwrap_or(i64::MAX), &mut words)?;
    let mut said =
        if speed == 1.0 { words } else { polyphase::Tape::new(words.len(), speed).play(&words) };
    let fade = (0.003 * f64::from(tape.rate())).min(length as f64 / 2.0).max(1.0);
    for channel in &mut said {
        channel.resize(length, 0.0);
        for (at, sample) in channel.iter_mut().enumerate() {
            let near = at.min(length - 1 - at) as f64 / fade;
            *sample *= libm::sin(near.min(1.0) * std::f64::consts::FRAC_PI_2) as f32;
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build() -> Build {
        Build {
            from: 100,
            beat: 20_671.875,
            beats: 10,
            finest: 8,
            gate: 0.8,
            rise: 0.0,
            rest: 0.25,
        }
    }

    #[test]
    fn repeats_double_from_part_to_part_and_end_before_the_drop() {
        let starts: Vec<f64> = steps(&build()).iter().map(|it| it.0).collect();
        assert_eq!(starts[..7], [0.0, 2.0, 3.0, 4.0, 4.5, 5.0, 5.5]);
        assert_eq!(starts.len(), 1 + 2 + 4 + 8 + 14);
        assert_eq!(steps(&build()).last().map(|it| it.1), Some(9.75));
    }

    #[test]
    fn every_repeat_lies_on_its_sample_and_the_rest_is_silent() {
        let wave = Wave { rate: 44_100, channels: vec![vec![0.5; 100_000]] };
        let sound = stutter(&mut { &wave }, &build()).expect("memory does not fail");
        let samples = &sound.channels[0];
        assert_eq!(samples.len(), 206_719);
        for (start, end) in steps(&build()) {
            let at = libm::round(start * 20_671.875) as usize;
            assert!(samples[at] == 0.0 && samples[at + 5] > 0.0, "{start} to {end}");
            assert!(start == 0.0 || samples[at - 1] == 0.0);
        }
        assert!(samples[201_551..].iter().all(|it| *it == 0.0));
    }

    #[test]
    fn a_rise_keeps_the_grid() {
        let wave = Wave { rate: 44_100, channels: vec![vec![0.5; 100_000]; 2] };
        let wished = Build { rise: 12.0, ..build() };
        let sound = stutter(&mut { &wave }, &wished).expect("memory does not fail");
        assert_eq!(sound.frames(), 206_719);
    }
}
