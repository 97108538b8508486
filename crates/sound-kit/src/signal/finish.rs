//! The last touches: no DC, a clean start and end, one level, one format.

use music_types::Wave;

use crate::signal::filter::Svf;
use crate::signal::oversample::true_peak;
use crate::signal::shape::{db, rise};
use crate::signal::{HZ, RATE};

/// The true peak of every sound that is shipped, in dB against full scale.
pub(crate) const PEAK: f64 = -1.0;

/// How a sound ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// Where it has fallen 90 dB below its peak, faded over the last milliseconds.
    Natural,
    /// Exactly here, faded over this many seconds.
    Exact(usize, f64),
    /// Exactly here, as it is: it loops.
    Loop(usize),
}

/// Takes the DC out, fades the edges, sets the level and rounds to `f32`.
pub(crate) fn finish(mut channels: Vec<Vec<f64>>, end: End) -> Wave {
    for channel in &mut channels {
        remove_dc(channel);
    }
    let (frames, fade) = match end {
        End::Natural => (last_heard(&channels), 0.02),
        End::Exact(frames, fade) => (frames, fade),
        End::Loop(frames) => (frames, 0.0),
    };
    for channel in &mut channels {
        channel.resize(frames, 0.0);
        fade_edges(channel, fade);
    }
    level(&mut channels, PEAK);
    to_wave(&channels)
}

/// Sets the loudest true peak of all channels to `peak` dB; silence stays silent.
pub(crate) fn level(channels: &mut [Vec<f64>], peak: f64) {
    let now = channels.iter().fold(0.0_f64, |it, channel| it.max(true_peak(channel)));
    if now <= 0.0 {
        return;
    }
    let gain = db(peak) / now;
    for sample in channels.iter_mut().flatten() {
        *sample *= gain;
    }
}

/// The channels as a wave at the house's rate.
pub(crate) fn to_wave(channels: &[Vec<f64>]) -> Wave {
    let round = |it: &Vec<f64>| it.iter().map(|sample| *sample as f32).collect();
    Wave { rate: RATE, channels: channels.iter().map(round).collect() }
}

/// A high-pass of second order at 10 Hz: far below a kick's 50 Hz, where it takes 0.01 dB.
fn remove_dc(channel: &mut [f64]) {
    let mut filter = Svf::new(10.0, 0.707, HZ);
    for sample in channel {
        *sample = filter.step(*sample).high;
    }
}

/// The frame after the last that lies within 90 dB of the peak.
fn last_heard(channels: &[Vec<f64>]) -> usize {
    let peak = channels.iter().flatten().fold(0.0_f64, |it, sample| it.max(sample.abs()));
    let last = |it: &Vec<f64>| it.iter().rposition(|sample| peak * db(-90.0) < sample.abs());
    channels.iter().filter_map(last).max().map_or(0, |it| it + 1)
}

/// Half a millisecond in, `out` seconds out.
fn fade_edges(channel: &mut [f64], out: f64) {
    let frames = channel.len();
    for (at, sample) in channel.iter_mut().enumerate().take(22) {
        *sample *= rise(at as f64 / HZ, 0.000_5);
    }
    let tail = ((out * HZ) as usize).min(frames);
    for (at, sample) in channel.iter_mut().rev().take(tail).enumerate() {
        *sample *= rise(at as f64 / HZ, out);
    }
}
