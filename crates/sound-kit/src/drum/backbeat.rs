//! The backbeat: clap, snare and rim.

use crate::signal::filter::{band_pass, high_pass, low_pass};
use crate::signal::mode::{Bend, Mode, ring};
use crate::signal::noise::{dice, white};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::room::{Room, answer};
use crate::signal::shape::{fall, rise, saturate, strike};
use crate::signal::{HZ, add, frames, render, sum};

/// When the hands of the machine clap, in seconds; the last rings.
const HANDS: [f64; 4] = [0.0, 0.0095, 0.0185, 0.0275];

/// A layered clap: a machine's four bursts, a crowd of eight loose hands, and a small room.
pub(crate) fn clap() -> Vec<Vec<f64>> {
    let middle = machine_clap("clap middle");
    let sides = [machine_clap("clap left"), machine_clap("clap right")];
    let hands = [crowd("crowd left"), crowd("crowd right")];
    let dry = sum(&[(0.8, &middle), (0.25, &hands[0]), (0.25, &hands[1])]);
    let room = answer(&dry, Room { t60: 0.28, size: 0.35, damp: 6_000.0 }, HZ);
    let side = |it: usize| {
        let all = sum(&[(0.85, &middle), (0.4, &sides[it]), (0.55, &hands[it]), (0.3, &room[it])]);
        high_pass(&high_pass(&all, 420.0, HZ), 300.0, HZ)
    };
    vec![side(0), side(1)]
}

/// Noise in the palm's band, opened four times, and its tail.
fn machine_clap(name: &str) -> Vec<f64> {
    let hiss = white(name, frames(0.7, HZ));
    let palm = band_pass(&hiss, 1_150.0, 1.5, HZ);
    let snap = band_pass(&hiss, 2_300.0, 0.9, HZ);
    let air = high_pass(&hiss, 5_500.0, HZ);
    let bright = sum(&[(1.0, &palm), (0.55, &snap), (0.07, &air)]);
    bright.iter().enumerate().map(|(at, it)| it * clap_level(at as f64 / HZ)).collect()
}

/// The level of the bursts, a saw-tooth in decibels, and of the tail behind the last.
fn clap_level(t: f64) -> f64 {
    let burst = |start: f64| rise(t - start, 0.000_4) * fall(t - start - 0.000_4, 0.032);
    let bursts: f64 = HANDS.iter().filter(|it| **it <= t).map(|it| burst(*it)).fold(0.0, f64::max);
    let tail = rise(t - 0.0275, 0.001) * fall(t - 0.0285, 0.28);
    bursts.max(0.75 * tail)
}

/// Eight people who clap when they please within 16 ms, each with palms of another size.
fn crowd(name: &str) -> Vec<f64> {
    let mut dice = dice(name);
    let mut out = vec![0.0; frames(0.7, HZ)];
    for person in 0..8 {
        let hiss = white(&format!("{name} {person}"), frames(0.12, HZ));
        let palm = band_pass(&hiss, dice.between(850.0, 2_600.0), 1.8, HZ);
        let clap: Vec<f64> = palm
            .iter()
            .enumerate()
            .map(|(at, it)| it * strike(at as f64 / HZ, 0.000_5, 0.05))
            .collect();
        add(&mut out, &clap, frames(0.022 + dice.between(0.0, 0.016), HZ), dice.between(0.5, 1.0));
    }
    out
}

/// A snare: the two lowest modes of its head, mono; wires, a little wide; the crack of the stick.
pub(crate) fn snare() -> Vec<Vec<f64>> {
    let body = down(&snare_body());
    let crack = stick("snare crack", 2_700.0, 0.011);
    let middle = wires("wires");
    let sides = [wires("wires left"), wires("wires right")];
    let dry = sum(&[(0.5, &middle), (0.5, &crack)]);
    let room = answer(&dry, Room { t60: 0.22, size: 0.3, damp: 7_000.0 }, HZ);
    let side = |it: usize| {
        sum(&[(0.8, &body), (0.85, &middle), (0.3, &sides[it]), (0.55, &crack), (0.2, &room[it])])
    };
    vec![side(0), side(1)]
}

/// Head and shell, pushed into saturation.
fn snare_body() -> Vec<f64> {
    let modes = [
        Mode { hz: 186.0, gain: 0.8, t60: 0.26 },
        Mode { hz: 278.0, gain: 0.28, t60: 0.13 },
        Mode { hz: 331.0, gain: 0.45, t60: 0.16 },
        Mode { hz: 518.0, gain: 0.15, t60: 0.09 },
    ];
    let head = ring(&modes, Bend { by: 0.35, within: 0.012 }, 0.000_6, 0.5, STUDIO);
    head.iter().map(|it| saturate(*it, 1.6) / 1.6).collect()
}

/// Wires that answer the head: two bands of noise, a fast fall and a slow one.
fn wires(name: &str) -> Vec<f64> {
    let hiss = white(name, frames(0.7, HZ));
    let rattle = band_pass(&high_pass(&hiss, 1_400.0, HZ), 3_200.0, 0.7, HZ);
    let sizzle = low_pass(&high_pass(&hiss, 4_800.0, HZ), 11_000.0, HZ);
    let level = |t: f64, fast: f64, slow: f64| {
        rise(t, 0.001) * (0.6 * fall(t, fast) + 0.4 * fall(t - 0.002, slow))
    };
    (rattle.iter().zip(&sizzle).enumerate())
        .map(|(at, (low, high))| {
            let t = at as f64 / HZ;
            0.9 * low * level(t, 0.13, 0.36) + 0.8 * high * level(t, 0.08, 0.30)
        })
        .collect()
}

/// A stick on a head: a burst of noise around `hz` that falls by 60 dB in `t60` seconds.
pub(crate) fn stick(name: &str, hz: f64, t60: f64) -> Vec<f64> {
    let hiss = white(name, frames(3.0 * t60, HZ));
    band_pass(&hiss, hz, 0.7, HZ)
        .iter()
        .enumerate()
        .map(|(at, it)| it * strike(at as f64 / HZ, 0.000_25, t60))
        .collect()
}

/// A rim shot as a machine makes it: three short bridges of ringing wood and metal, driven hard.
pub(crate) fn rim() -> Vec<Vec<f64>> {
    let modes = [
        Mode { hz: 476.0, gain: 0.55, t60: 0.075 },
        Mode { hz: 1_030.0, gain: 0.35, t60: 0.05 },
        Mode { hz: 1_690.0, gain: 0.75, t60: 0.055 },
        Mode { hz: 2_460.0, gain: 0.35, t60: 0.03 },
        Mode { hz: 4_350.0, gain: 0.18, t60: 0.018 },
    ];
    let ringing = ring(&modes, Bend { by: 0.04, within: 0.004 }, 0.000_25, 0.16, STUDIO);
    let driven: Vec<f64> = ringing.iter().map(|it| saturate(*it, 2.2)).collect();
    let tail = render(0.16, HZ, |t| fall(t, 0.14));
    let wood = high_pass(&down(&driven), 260.0, HZ);
    let shaped: Vec<f64> = wood.iter().zip(&tail).map(|(it, level)| it * level).collect();
    vec![sum(&[(1.0, &shaped), (0.25, &stick("rim stick", 3_900.0, 0.008))])]
}
