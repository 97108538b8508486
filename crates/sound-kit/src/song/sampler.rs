//! A sampler: plays a tone of the kit in any key.

use music_types::Pitch;

use crate::signal::HZ;
use crate::signal::shape::{fall, rise};
use crate::sound::Sound;

/// How a note is played.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touch {
    /// The frame at which it starts.
    pub(crate) at: usize,
    /// Seconds it is held.
    pub(crate) held: f64,
    /// The key.
    pub(crate) key: u8,
    /// Its gain.
    pub(crate) gain: f64,
    /// Its place: −1 left, 1 right.
    pub(crate) pan: f64,
    /// Seconds from silence to full.
    pub(crate) attack: f64,
    /// Seconds in which it falls by 60 dB when let go.
    pub(crate) release: f64,
}

/// Plays a note of `sound` onto both sides.
pub(crate) fn play(sound: &Sound, touch: Touch, onto: &mut [Vec<f64>; 2]) {
    let root = sound.root.map_or(261.6, |it| it.hz().0);
    let pace = Pitch::new(touch.key).hz().0 / root;
    let gains = [1.0 - touch.pan.max(0.0), 1.0 + touch.pan.min(0.0)];
    let Some(mono) = sound.wave.channels.first() else { return };
    let turn = sound.sustain.map(|(from, to)| (from.0 * HZ, to.0 * HZ));
    let last = mono.len().saturating_sub(3) as f64;
    for ((side, gain), index) in onto.iter_mut().zip(gains).zip(0..) {
        let samples = sound.wave.channels.get(index).unwrap_or(mono);
        let mut place = 0.0;
        for (at, sample) in side.iter_mut().skip(touch.at).enumerate() {
            let t = at as f64 / HZ;
            let level =
                rise(t, touch.attack) * fall(t - touch.held, touch.release).max(held(t, touch));
            if last < place || touch.held + touch.release < t {
                break;
            }
            *sample += gain * touch.gain * level * between(samples, place);
            place += pace;
            if let Some((from, to)) = turn {
                place = if to <= place { place - (to - from) } else { place };
            }
        }
    }
}

/// One while the key is down.
fn held(t: f64, touch: Touch) -> f64 {
    if t < touch.held { 1.0 } else { 0.0 }
}

/// The wave at a place between its samples, along Hermite's curve through four of them.
fn between(samples: &[f32], place: f64) -> f64 {
    let floor = libm::floor(place);
    let (at, t) = (floor as usize, place - floor);
    let sample = |offset: usize| {
        let index = (at + offset).saturating_sub(1);
        f64::from(samples.get(index).copied().unwrap_or(0.0))
    };
    let (a, b, c, d) = (sample(0), sample(1), sample(2), sample(3));
    let slope = (c - a) / 2.0;
    let bend = a - 2.5 * b + 2.0 * c - d / 2.0;
    let twist = (d - a) / 2.0 + 1.5 * (b - c);
    ((twist * t + bend) * t + slope) * t + b
}
