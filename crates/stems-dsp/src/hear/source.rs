//! The ear's own copy of the sound: mono, at one rate, at one level.

use music_types::Wave;

use crate::rate::resample;

/// The rate at which the ear listens, in hertz: enough for hats, half the work.
pub(crate) const RATE: u32 = 22_050;

/// What is softer than this (RMS of the louder tenths of seconds, −90 dBFS) counts as silence.
const SILENCE: f32 = 3.2e-5;

/// The level to which all sound is brought, so that a gain changes nothing that is heard.
const LEVEL: f32 = 0.1;

/// The sum of several waves as the ear hears it: mono at [`RATE`], its louder parts at one level.
/// `None` where there is only silence.
pub(crate) fn mono(waves: &[&Wave]) -> Option<Vec<f32>> {
    let mut sum: Vec<f32> = Vec::new();
    for wave in waves {
        let one = resample(&folded(wave), RATE);
        let Some(samples) = one.channels.into_iter().next() else { continue };
        sum.resize(sum.len().max(samples.len()), 0.0);
        for (sum, sample) in sum.iter_mut().zip(&samples) {
            *sum += sample;
        }
    }
    let loud = loudness(&sum);
    if loud < SILENCE {
        return None;
    }
    let gain = LEVEL / loud;
    sum.iter_mut().for_each(|it| *it *= gain);
    Some(sum)
}

/// The mean of the channels; what is no number is silence.
fn folded(wave: &Wave) -> Wave {
    let share = 1.0 / wave.channels.len().max(1) as f32;
    let frames = wave.frames();
    let mut one = vec![0.0_f32; frames];
    for channel in &wave.channels {
        for (sum, sample) in one.iter_mut().zip(channel) {
            *sum += if sample.is_finite() { sample * share } else { 0.0 };
        }
    }
    Wave { rate: wave.rate, channels: vec![one] }
}

/// The RMS level of a tenth of a second that nine tenths are softer than.
fn loudness(samples: &[f32]) -> f32 {
    let mut levels: Vec<f32> = samples.chunks(RATE as usize / 10).map(rms).collect();
    levels.sort_by(f32::total_cmp);
    let at = levels.len().saturating_sub(1) * 9 / 10;
    levels.get(at).copied().unwrap_or(0.0)
}

fn rms(samples: &[f32]) -> f32 {
    let power: f64 = samples.iter().map(|it| f64::from(*it) * f64::from(*it)).sum();
    libm::sqrt(power / samples.len().max(1) as f64) as f32
}
