//! The band: drums, bass, electric piano, pad and pluck.

use music_types::{Drum, SectionKind};
use rayon::prelude::*;

use crate::drum::drum;
use crate::signal::filter::high_pass;
use crate::signal::noise::dice;
use crate::signal::room::{Room, answer};
use crate::signal::{HZ, add, sum};
use crate::song::form::{BARS, chord, section};
use crate::song::sampler::{Touch, play};
use crate::song::{STEP, frame};
use crate::sound::Sound;
use crate::tone::{Tone, tone};

/// What a drum plays: gain, place, and its bar in each kind of section; digits are strength.
struct Lane {
    drum: Drum,
    gain: f64,
    pan: f64,
    intro: &'static str,
    verse: &'static str,
    hook: &'static str,
    fill: &'static str,
}

const NONE: &str = "................";

#[rustfmt::skip]
const LANES: [Lane; 10] = [
    Lane { drum: Drum::Kick,      gain: 0.95, pan:  0.0,  intro: "9...9...9...9...", verse: "9...9.5.9...9...", hook: "9...9...9...9..5", fill: "9...9...9......." },
    Lane { drum: Drum::Clap,      gain: 0.50, pan:  0.0,  intro: NONE,               verse: "....8.......8...", hook: "....9.......9...", fill: "....8.......8.68" },
    Lane { drum: Drum::Snare,     gain: 0.40, pan:  0.0,  intro: NONE,               verse: NONE,               hook: "....7..2.2..7..2", fill: "....7.......6789" },
    Lane { drum: Drum::ClosedHat, gain: 0.24, pan: -0.15, intro: "4.6.4.6.4.6.4.6.", verse: "5363536353635363", hook: "6364636463646364", fill: "5363536353......" },
    Lane { drum: Drum::OpenHat,   gain: 0.26, pan: -0.15, intro: NONE,               verse: "..............6.", hook: "..7...7...7...7.", fill: "..7...7........." },
    Lane { drum: Drum::Shaker,    gain: 0.30, pan:  0.4,  intro: NONE,               verse: "4263426342634263", hook: "5374537453745374", fill: "4263426342634263" },
    Lane { drum: Drum::CongaOpen, gain: 0.28, pan: -0.4,  intro: NONE,               verse: "......65......67", hook: "......65......67", fill: NONE },
    Lane { drum: Drum::Rim,       gain: 0.20, pan:  0.3,  intro: "...5..5.........", verse: NONE,               hook: "...5..5....5..5.", fill: NONE },
    Lane { drum: Drum::TomHigh,   gain: 0.42, pan: -0.3,  intro: NONE,               verse: NONE,               hook: NONE,               fill: ".........77....." },
    Lane { drum: Drum::TomLow,    gain: 0.46, pan:  0.3,  intro: NONE,               verse: NONE,               hook: NONE,               fill: "...........7.8.." },
];

impl Lane {
    /// The bar it plays.
    fn bar(&self, bar: i64) -> &'static str {
        let (kind, _, last) = section(bar);
        match kind {
            SectionKind::Outro if bar == BARS - 1 => "9...............",
            _ if last => self.fill,
            SectionKind::Intro | SectionKind::Outro => self.intro,
            SectionKind::Drop => self.hook,
            _ => self.verse,
        }
    }
}

/// The drums, in a small room that the kick stays out of, with a crash where a section begins.
pub(crate) fn drums(length: usize) -> [Vec<f64>; 2] {
    let sounds: Vec<Sound> = LANES.par_iter().map(|it| drum(it.drum)).collect();
    let mut out = [vec![0.0; length], vec![0.0; length]];
    let lanes = || LANES.iter().zip(&sounds);
    for (lane, sound) in lanes().filter(|it| it.0.drum != Drum::Kick) {
        strike(lane, sound, &mut out);
    }
    let [left, right] = &out;
    let send = high_pass(&sum(&[(0.5, left), (0.5, right)]), 300.0, HZ);
    let room = answer(&send, Room { t60: 0.5, size: 0.6, damp: 7_000.0 }, HZ);
    for (side, room) in out.iter_mut().zip(&room) {
        add(side, room, 0, 0.12);
    }
    for (lane, sound) in lanes().filter(|it| it.0.drum == Drum::Kick) {
        strike(lane, sound, &mut out);
    }
    crashes(&mut out);
    out
}

/// All strokes of one drum; all but the kick's come up to 4 ms early or late, and vary by 1 dB.
fn strike(lane: &Lane, sound: &Sound, onto: &mut [Vec<f64>; 2]) {
    let mut dice = dice(&format!("lane {}", lane.drum));
    let loose = if lane.drum == Drum::Kick { 0.0 } else { 0.004 * HZ / STEP };
    for bar in 0..BARS {
        for (step, digit) in lane.bar(bar).chars().enumerate() {
            let Some(strength) = digit.to_digit(10) else { continue };
            let place = 16.0 * bar as f64 + step as f64 + loose * dice.between(-1.0, 1.0);
            let force = libm::pow(f64::from(strength) / 9.0, 1.4) * dice.between(0.9, 1.0);
            hit(sound, frame(place), lane.gain * force, lane.pan, onto);
        }
    }
}

/// A sound as it is, from a frame on.
fn hit(sound: &Sound, at: usize, gain: f64, pan: f64, onto: &mut [Vec<f64>; 2]) {
    let gains = [1.0 - pan.max(0.0), 1.0 + pan.min(0.0)];
    let Some(mono) = sound.wave.channels.first() else { return };
    for ((side, share), index) in onto.iter_mut().zip(gains).zip(0..) {
        let samples = sound.wave.channels.get(index).unwrap_or(mono);
        for (sum, it) in side.iter_mut().skip(at).zip(samples) {
            *sum += gain * share * f64::from(*it);
        }
    }
}

fn crashes(onto: &mut [Vec<f64>; 2]) {
    let crash = drum(Drum::Crash);
    for bar in (0..BARS).filter(|bar| section(*bar).1 && 0 < *bar) {
        hit(&crash, frame(16.0 * bar as f64), 0.30, 0.0, onto);
    }
}

/// A note of the bass: step, length in steps, semitones above the root.
type BassNote = (i32, f64, u8);

const VERSE_BASS: [BassNote; 5] =
    [(0, 2.6, 0), (3, 2.0, 0), (6, 1.6, 12), (8, 2.6, 0), (14, 1.6, 7)];
const HOOK_BASS: [BassNote; 8] = [
    (0, 1.6, 0),
    (2, 1.4, 12),
    (4, 1.6, 0),
    (6, 1.4, 12),
    (8, 1.6, 0),
    (10, 1.4, 12),
    (12, 1.6, 0),
    (14, 1.4, 12),
];

/// The bass: the same on both sides.
pub(crate) fn bass(length: usize) -> [Vec<f64>; 2] {
    let sound = tone(Tone::Bass);
    let mut out = [vec![0.0; length], vec![0.0; length]];
    for bar in 4..BARS {
        let (kind, ..) = section(bar);
        let notes: &[BassNote] = match kind {
            _ if bar == BARS - 1 => &[(0, 12.0, 0)],
            SectionKind::Drop => &HOOK_BASS,
            _ => &VERSE_BASS,
        };
        for (step, held, up) in notes {
            let touch = Touch {
                at: frame(16.0 * bar as f64 + f64::from(*step)),
                held: held * STEP / HZ,
                key: chord(bar).root + up,
                gain: if *step == 0 { 1.0 } else { 0.85 },
                pan: 0.0,
                attack: 0.003,
                release: 0.09,
            };
            play(&sound, touch, &mut out);
        }
    }
    out
}

/// Electric piano throughout, pad in intro, hooks and outro, pluck in the hooks.
pub(crate) fn other(length: usize) -> [Vec<f64>; 2] {
    let mut out = [vec![0.0; length], vec![0.0; length]];
    keys(&mut out);
    pad(&mut out);
    pluck(&mut out);
    out.map(|side| high_pass(&side, 120.0, HZ))
}

fn keys(onto: &mut [Vec<f64>; 2]) {
    let sound = tone(Tone::Keys);
    let mut dice = dice("keys");
    for bar in 0..BARS {
        let hits: &[(f64, f64)] = match section(bar).0 {
            _ if bar == BARS - 1 => &[(0.0, 15.0)],
            SectionKind::Drop => &[(0.0, 2.5), (3.0, 2.5), (6.0, 3.0), (10.0, 1.5), (12.0, 3.0)],
            _ => &[(0.0, 5.0), (6.0, 7.0), (14.0, 1.5)],
        };
        for (step, held) in hits {
            for (finger, key) in chord(bar).hand.iter().enumerate() {
                // Fingers fall one after the other, 3 ms apart.
                let place = 16.0 * bar as f64 + step + 0.022 * finger as f64;
                let touch = Touch {
                    at: frame(place),
                    held: held * STEP / HZ,
                    key: *key,
                    gain: 0.22 * dice.between(0.8, 1.0),
                    pan: 0.2 * (finger as f64 / 1.5 - 1.0),
                    attack: 0.001,
                    release: 0.25,
                };
                play(&sound, touch, onto);
            }
        }
    }
}

fn pad(onto: &mut [Vec<f64>; 2]) {
    let sound = tone(Tone::Pad);
    for bar in 0..BARS {
        let (kind, first, _) = section(bar);
        if matches!(kind, SectionKind::Groove) || bar == BARS - 1 {
            continue;
        }
        for key in chord(bar).hand {
            let touch = Touch {
                at: frame(16.0 * bar as f64),
                held: 15.6 * STEP / HZ,
                key,
                gain: 0.11,
                pan: 0.0,
                attack: if first { 0.4 } else { 0.12 },
                release: 0.7,
            };
            play(&sound, touch, onto);
        }
    }
}

/// The pluck's figure in the hooks: step and finger.
const FIGURE: [(f64, usize); 6] = [(0.0, 3), (3.0, 2), (6.0, 1), (8.0, 3), (11.0, 2), (14.0, 1)];

fn pluck(onto: &mut [Vec<f64>; 2]) {
    let sound = tone(Tone::Pluck);
    for bar in (0..BARS).filter(|bar| matches!(section(*bar).0, SectionKind::Drop)) {
        for (step, finger) in FIGURE {
            let key = chord(bar).hand.get(finger).copied().unwrap_or(60) + 12;
            let touch = Touch {
                at: frame(16.0 * bar as f64 + step),
                held: 1.2,
                key,
                gain: 0.18,
                pan: if finger % 2 == 0 { -0.4 } else { 0.4 },
                attack: 0.0,
                release: 0.2,
            };
            play(&sound, touch, onto);
        }
    }
}
