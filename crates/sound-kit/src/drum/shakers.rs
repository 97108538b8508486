//! What is shaken: grains in a shell, jingles in a frame.

use crate::signal::filter::{Svf, band_pass, high_pass};
use crate::signal::mode::{Mode, ring_onto};
use crate::signal::noise::{Noise, dice};
use crate::signal::shape::{fall, rise};
use crate::signal::{HZ, add, frames, sum};

/// A shaker's stroke: grains that strike the shell at random, densest where the hand turns (after
/// Cook's PhISEM, 1997), and a softer turn back.
pub(crate) fn shaker() -> Vec<Vec<f64>> {
    let middle = stroke("shaker");
    let side = |name: &str| sum(&[(0.8, &middle), (0.5, &stroke(name))]);
    vec![side("shaker left"), side("shaker right")]
}

/// One ear's share of the stroke: the same hand, grains of its own.
fn stroke(name: &str) -> Vec<f64> {
    let mut grains = dice(name);
    let mut hiss = Noise::named(&format!("{name} hiss"));
    let (mut shell, mut body) = (Svf::new(6_900.0, 3.2, HZ), Svf::new(9_800.0, 1.6, HZ));
    let (mut energy, release) = (0.0, libm::exp(-1.0 / (0.000_9 * HZ)));
    let out: Vec<f64> = (0..frames(0.3, HZ))
        .map(|at| {
            let hand = hand(at as f64 / HZ);
            // About six grains a millisecond at full swing, fewer but never few as it dies.
            if grains.happens(0.05 + 0.09 * hand) {
                energy += grains.between(0.3, 1.0) * hand;
            }
            energy *= release;
            let grain = energy * hiss.next();
            0.75 * shell.step(grain).band + body.step(grain).band
        })
        .collect();
    high_pass(&high_pass(&out, 3_400.0, HZ), 2_400.0, HZ)
}

/// How strongly the hand presses the grains against the shell, 0 to 1.
fn hand(t: f64) -> f64 {
    let push = rise(t, 0.010) * if t < 0.012 { 1.0 } else { fall(t - 0.012, 0.17) };
    let back = 0.16 * rise(t - 0.06, 0.03) * if t < 0.09 { 1.0 } else { fall(t - 0.09, 0.16) };
    push + back
}

/// A tambourine: eight pairs of jingles that strike twice or thrice, and the heel of the hand.
pub(crate) fn tambourine() -> Vec<Vec<f64>> {
    let mut dice = dice("tambourine");
    let mut out = [0, 1].map(|_| vec![0.0; frames(0.75, HZ)]);
    for jingle in 0..8 {
        let tune = dice.between(0.92, 1.09);
        let pan = 0.25 + 0.5 * f64::from(jingle) / 7.0;
        for (bounce, strength) in [(0.0, 1.0), (0.024, 0.5), (0.058, 0.22)] {
            let at = frames(bounce + dice.between(0.0, 0.008), HZ);
            let sound = pair(tune * dice.between(0.995, 1.005), &mut dice);
            let gain = strength * dice.between(0.5, 1.0);
            for (side, share) in out.iter_mut().zip([1.0 - pan, pan]) {
                add(side, &sound, at, gain * libm::sqrt(share));
            }
        }
    }
    let rattle = ["jingle rattle left", "jingle rattle right"].map(rattle);
    let heel = heel();
    (out.iter().zip(&rattle))
        .map(|(jingles, rattle)| {
            let all = sum(&[(1.0, jingles), (0.9, rattle), (0.5, &heel)]);
            high_pass(&all, 300.0, HZ)
        })
        .collect()
}

/// The partials of one pair of jingles, in hertz, gain, and seconds to fall by 60 dB.
const JINGLE: [(f64, f64, f64); 6] = [
    (3_870.0, 0.25, 0.16),
    (5_930.0, 0.7, 0.30),
    (8_180.0, 1.0, 0.36),
    (10_240.0, 0.8, 0.28),
    (12_650.0, 0.55, 0.2),
    (15_300.0, 0.3, 0.14),
];

fn pair(tune: f64, dice: &mut music_types::Dice) -> Vec<f64> {
    let mut out = vec![0.0; frames(0.5, HZ)];
    for (hz, gain, t60) in JINGLE {
        let hz = hz * tune * dice.between(0.985, 1.015);
        ring_onto(&mut out, Mode { hz, gain: 0.3 * gain, t60 }, dice.unit(), HZ);
    }
    for (at, sample) in out.iter_mut().enumerate() {
        *sample *= rise(at as f64 / HZ, 0.000_6);
    }
    out
}

/// The jingles' edges against each other.
fn rattle(name: &str) -> Vec<f64> {
    let mut noise = Noise::named(name);
    let raw: Vec<f64> = (0..frames(0.4, HZ))
        .map(|at| {
            let t = at as f64 / HZ;
            noise.next() * rise(t, 0.001) * (0.7 * fall(t, 0.05) + 0.3 * fall(t, 0.2))
        })
        .collect();
    high_pass(&raw, 6_500.0, HZ)
}

/// The hand on the wooden frame.
fn heel() -> Vec<f64> {
    let mut noise = Noise::named("tambourine heel");
    let raw: Vec<f64> = (0..frames(0.08, HZ))
        .map(|at| noise.next() * rise(at as f64 / HZ, 0.000_5) * fall(at as f64 / HZ, 0.04))
        .collect();
    band_pass(&raw, 640.0, 1.2, HZ)
}
