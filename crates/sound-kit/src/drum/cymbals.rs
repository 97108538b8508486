//! Metal: hats, ride and crash.

use crate::signal::filter::{Svf, band_pass, high_pass, low_pass};
use crate::signal::mode::{Mode, ring_onto};
use crate::signal::noise::{Noise, dice, white};
use crate::signal::osc::{Phase, pulse};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::shape::{fall, glide, rise};
use crate::signal::{HZ, frames, sum};

/// How a pair of hats is struck.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hat {
    /// Seconds in which the metal falls by 60 dB at first.
    chick: f64,
    /// Seconds in which what rings on falls by 60 dB.
    ring: f64,
    /// The share of what rings on.
    open: f64,
    /// How much noise stands beside the metal.
    hiss: f64,
}

/// Pressed together.
pub(crate) const CLOSED: Hat = Hat { chick: 0.05, ring: 0.13, open: 0.38, hiss: 0.5 };
/// Let go, half an off-beat long at 126 BPM.
pub(crate) const OPEN: Hat = Hat { chick: 0.09, ring: 0.72, open: 0.7, hiss: 0.6 };

/// The six oscillators of a drum machine's metal, in hertz; no two are in a simple ratio.
const METAL: [f64; 6] = [263.0, 400.0, 421.0, 474.0, 587.0, 845.0];

/// Six square waves, ring-modulated in pairs, beside noise: band-passed and let fall.
pub(crate) fn hat(name: &str, hat: Hat) -> Vec<Vec<f64>> {
    let seconds = 0.12 + 1.15 * hat.ring;
    let middle = metal(seconds, 1.0);
    let hiss = white(name, middle.len());
    let side = |name: &str, detune: f64| {
        let wide = metal(seconds, detune);
        let own = white(name, middle.len());
        let metal = sum(&[(0.75, &middle), (0.4, &wide)]);
        let noise = sum(&[(0.8, &hiss), (0.45, &own)]);
        struck(&metal, &noise, hat)
    };
    vec![side("hat left", 0.993), side("hat right", 1.0065)]
}

/// Filters and levels of a hat.
fn struck(metal: &[f64], noise: &[f64], hat: Hat) -> Vec<f64> {
    let bright = high_pass(&band_pass(metal, 7_600.0, 0.8, HZ), 5_000.0, HZ);
    let edge = band_pass(metal, 4_900.0, 2.0, HZ);
    let air = low_pass(&high_pass(noise, 6_200.0, HZ), 14_000.0, HZ);
    let all = sum(&[(1.3, &bright), (0.16, &edge), (hat.hiss, &air)]);
    let level = |t: f64| {
        let ringing = hat.open * fall(t, hat.ring);
        rise(t, 0.000_4) * ((1.0 - hat.open) * fall(t, hat.chick) + ringing)
    };
    all.iter().enumerate().map(|(at, it)| it * level(at as f64 / HZ)).collect()
}

/// The clang of the six oscillators at the house's rate, about ±1, all tuned by `tune`.
fn metal(seconds: f64, tune: f64) -> Vec<f64> {
    let mut phases = [0.0, 0.31, 0.57, 0.13, 0.79, 0.43].map(Phase);
    let clang: Vec<f64> = (0..frames(seconds, STUDIO))
        .map(|_| {
            let mut heard = [0.0; 6];
            for ((slot, phase), hz) in heard.iter_mut().zip(&mut phases).zip(METAL) {
                // Five times up: their first harmonics already lie in the band of the filter.
                let step = 5.2 * tune * hz / STUDIO;
                *slot = pulse(phase.advance(step), step, 0.5);
            }
            let [a, b, c, d, e, f] = heard;
            (a + b + c + d + e + f) / 6.0 + 0.45 * (a * d + b * e + c * f) / 3.0
        })
        .collect();
    down(&clang)
}

/// A bell-like ping over a wash of many modes.
pub(crate) fn ride() -> Vec<Vec<f64>> {
    let wash =
        plate("ride", Plate { modes: 150, low: 420.0, high: 15_000.0, t60: 2.6, tilt: 0.55 });
    let bow: [Mode; 5] = [
        Mode { hz: 587.0, gain: 0.25, t60: 1.6 },
        Mode { hz: 2_940.0, gain: 0.8, t60: 0.9 },
        Mode { hz: 3_610.0, gain: 0.7, t60: 1.1 },
        Mode { hz: 4_870.0, gain: 0.6, t60: 0.8 },
        Mode { hz: 6_730.0, gain: 0.45, t60: 0.6 },
    ];
    let mut ping = vec![0.0; wash.first().map_or(0, Vec::len)];
    for mode in bow {
        ring_onto(&mut ping, mode, 0.0, HZ);
    }
    let side = |name: &str, wash: &Vec<f64>| {
        let tip = tip(name, 0.03);
        let hiss = sizzle(name, wash.len(), 1.1, 8_000.0);
        let all = sum(&[(1.0, wash), (0.55, &ping), (0.9, &tip), (0.16, &hiss)]);
        high_pass(&all, 380.0, HZ)
    };
    wash.iter().zip(["ride left", "ride right"]).map(|(wash, name)| side(name, wash)).collect()
}

/// A crash: a dense plate that opens upward in its first 40 ms, with a wash of noise.
pub(crate) fn crash() -> Vec<Vec<f64>> {
    let plate =
        plate("crash", Plate { modes: 320, low: 290.0, high: 17_000.0, t60: 3.4, tilt: 0.3 });
    let side = |name: &str, plate: &Vec<f64>| {
        let hiss = sizzle(name, plate.len(), 2.3, 5_200.0);
        let hit = tip(name, 0.12);
        let all = sum(&[(1.0, plate), (0.85, &hiss), (1.1, &hit)]);
        high_pass(&all, 330.0, HZ)
    };
    plate.iter().zip(["crash left", "crash right"]).map(|(it, name)| side(name, it)).collect()
}

/// A plate of bronze.
struct Plate {
    /// How many modes it has.
    modes: usize,
    /// Its lowest mode, in hertz.
    low: f64,
    /// Its highest mode, in hertz.
    high: f64,
    /// Seconds in which its lower middle falls by 60 dB.
    t60: f64,
    /// How much faster the highest fall than the lowest: 1 is as their frequency.
    tilt: f64,
}

/// The plate's modes, each somewhere between left and right, crowding together toward the top.
fn plate(name: &str, plate: Plate) -> [Vec<f64>; 2] {
    let mut dice = dice(name);
    let mut out = [0, 1].map(|_| vec![0.0; frames(1.25 * plate.t60, HZ)]);
    for at in 0..plate.modes {
        // Modes of a plate lie evenly in frequency; the root leans them a little to the low side.
        let place = libm::pow((at as f64 + dice.unit()) / plate.modes as f64, 1.35);
        let hz = plate.low + (plate.high - plate.low) * place;
        let t60 =
            plate.t60 * libm::pow(1_000.0 / (600.0 + hz), plate.tilt) * dice.between(0.6, 1.1);
        let weight = libm::pow(hz / 3_000.0, 0.25) / (1.0 + libm::pow(hz / 11_000.0, 4.0));
        let gain = weight * dice.between(0.3, 1.0) / libm::sqrt(plate.modes as f64);
        let pan = dice.between(0.1, 0.9);
        let turn = dice.unit();
        // A third of a turn at most between the sides: wide, and still there in mono.
        let turns = [turn, turn + dice.between(0.0, 0.33)];
        for ((side, share), turns) in out.iter_mut().zip([1.0 - pan, pan]).zip(turns) {
            ring_onto(side, Mode { hz, gain: gain * libm::sqrt(share), t60 }, turns, HZ);
        }
    }
    out
}

/// The tip of the stick: bright noise that falls by 60 dB in `t60`.
fn tip(name: &str, t60: f64) -> Vec<f64> {
    let hiss = white(&format!("{name} tip"), frames(2.0 * t60, HZ));
    let bright = band_pass(&hiss, 5_600.0, 0.6, HZ);
    bright.iter().enumerate().map(|(at, it)| it * fall(at as f64 / HZ, t60)).collect()
}

/// Noise that opens upward at first and darkens while it falls.
fn sizzle(name: &str, frames: usize, t60: f64, floor: f64) -> Vec<f64> {
    let mut noise = Noise::named(name);
    let mut lid = Svf::new(16_000.0, 0.707, HZ);
    let hiss: Vec<f64> = (0..frames)
        .map(|at| {
            let t = at as f64 / HZ;
            if at % 32 == 0 {
                lid.tune(glide(17_000.0, 6_500.0, (t / t60).min(1.0)), 0.707, HZ);
            }
            let level = 0.35 + 0.65 * rise(t + 0.004, 0.035);
            lid.step(noise.next()).low * level * (0.6 * fall(t, 0.4 * t60) + 0.4 * fall(t, t60))
        })
        .collect();
    low_pass(&high_pass(&hiss, floor, HZ), 18_000.0, HZ)
}
