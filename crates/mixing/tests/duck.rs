//! Ducks measured: the ghost kick's block of tone through compressors of three makes goes as deep as was asked.
#![allow(clippy::unwrap_used)] // helpers of tests, outside of their functions

mod common;

use common::{STYLES, band, brief, style};
use mixing::{Brief, Effect, mix};
use music_types::{Db, Role, Tempo};

const RATE: f64 = 44_100.0;

/// How compressors of different makes follow what keys them; Live's own ballistics are not published.
#[derive(Debug, Clone, Copy)]
enum Make {
    /// One pole on the amplitude; the attack is its time constant.
    Amplitude,
    /// One pole on the gain in decibels; the attack is its time constant.
    Decibels,
    /// One pole on the amplitude; the attack is the time to 90 %.
    Ninety,
}

/// The ghost kick as the sound kit makes it: 60 ms of flat tone with its peak at −1 dB.
fn ghost() -> impl Iterator<Item = f64> {
    let sample = |n: usize| {
        let turn = std::f64::consts::TAU * 1000.0 * n as f64 / RATE;
        libm::tanh(4.0 * libm::sin(turn)) / libm::tanh(4.0) * libm::exp10(-1.0 / 20.0)
    };
    (0..(0.06 * RATE) as usize).map(sample)
}

/// A beat of the key, then its rest.
fn key(beat: f64) -> Vec<f64> {
    let mut samples: Vec<f64> = ghost().collect();
    samples.resize((beat * RATE) as usize, 0.0);
    samples
}

fn decibels(amplitude: f64) -> f64 {
    20.0 * libm::log10(amplitude.max(1e-9))
}

/// The gain over four beats of the key, in dB, a value a sample.
fn gains(make: Make, effect: &Effect, beat: f64) -> Vec<f64> {
    let Effect::Duck { threshold, ratio, attack, release, .. } = *effect else { return Vec::new() };
    let pole = |seconds: f64| libm::exp(-1.0 / (seconds * RATE));
    let attack = attack.0 / if matches!(make, Make::Ninety) { 10.0_f64.ln() } else { 1.0 };
    let (rise, fall) = (pole(attack), pole(release.0));
    let over = |level: f64| -(level - threshold.value()).max(0.0) * (1.0 - 1.0 / ratio);
    let mut state = 0.0_f64;
    let key = key(beat);
    let samples = (0..4).flat_map(|_| key.iter().map(|it| it.abs()));
    let step = |it: f64| {
        let (target, rises) = match make {
            Make::Decibels => (over(decibels(it)), over(decibels(it)) < state),
            _ => (it, state < it),
        };
        let pole = if rises { rise } else { fall };
        state = target + pole * (state - target);
        match make {
            Make::Decibels => state,
            _ => over(decibels(state)),
        }
    };
    samples.map(step).collect()
}

#[test]
fn every_duck_is_as_deep_as_was_asked_whoever_made_the_compressor() {
    for name in STYLES {
        let (style, band) = (style(name), band());
        for (bpm, depth) in [(100.0, -3.0), (126.0, -6.0), (128.0, -9.0), (174.0, -12.0)] {
            let tempo = Tempo::clamped(bpm);
            let wish = Brief { tempo, duck: Db::new(depth), ..brief(&style, &band) };
            let plan = mix(&wish);
            let strips = plan.strips.iter().map(|it| (it.name.clone(), &it.chain));
            let returns = plan.returns.iter().map(|it| (it.name.clone(), &it.chain));
            let chains = strips.chain(returns);
            let ducks =
                chains.flat_map(|(place, chain)| chain.iter().map(move |it| (place.clone(), it)));
            let mut count = 0;
            for (place, effect) in ducks {
                let Effect::Duck { from, depth, .. } = effect else { continue };
                assert_eq!(*from, Role::GhostKick, "{place}");
                for make in [Make::Amplitude, Make::Decibels, Make::Ninety] {
                    let gains = gains(make, effect, 60.0 / bpm);
                    let deepest = gains.iter().copied().fold(0.0, f64::min);
                    let off = (deepest - depth.value()).abs();
                    assert!(
                        off < 1.0,
                        "{name} {place} at {bpm}: {deepest:.2} of {depth} ({make:?})"
                    );
                }
                count += 1;
            }
            assert!(8 < count, "{name}: {count} ducks");
        }
    }
}

/// The sub is what was asked; the others step back as their role's share says.
#[test]
fn the_sub_ducks_by_the_whole_amount_and_nobody_hears_the_ghost() {
    let (style, band) = (style("common"), band());
    let plan = mix(&brief(&style, &band));
    let strip = |role: Role| plan.strips.iter().find(|it| it.role == role).unwrap();
    let depth = |role: Role| {
        strip(role).chain.iter().find_map(|it| match it {
            Effect::Duck { depth, .. } => Some(depth.value()),
            _ => None,
        })
    };
    assert_eq!(depth(Role::Sub), Some(-6.0));
    assert!(depth(Role::Bass).is_some_and(|it| (it + 6.0 * 0.83).abs() < 0.01));
    assert_eq!(depth(Role::GhostKick), None);
    assert_eq!(depth(Role::Kick), None);
    let ghost = strip(Role::GhostKick);
    assert!(ghost.chain.is_empty() && ghost.sends.is_empty());
    assert_eq!(ghost.level, Db::UNITY);
}

/// Half a beat after its stroke the duck is on its way back, and by the next stroke mostly gone.
#[test]
fn the_release_breathes_with_the_tempo() {
    let (style, band) = (style("common"), band());
    for bpm in [90.0, 126.0, 174.0] {
        let tempo = Tempo::clamped(bpm);
        let plan = mix(&Brief { tempo, ..brief(&style, &band) });
        let sub = plan.strips.iter().find(|it| it.role == Role::Sub).unwrap();
        let duck = sub.chain.iter().find(|it| matches!(it, Effect::Duck { .. })).unwrap();
        let gains = gains(Make::Decibels, duck, 60.0 / bpm);
        let last = *gains.last().unwrap();
        assert!((-2.5..-0.5).contains(&last), "{bpm}: {last} dB are left before the next stroke");
    }
}
