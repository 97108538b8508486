//! Gain staging: what a part must be turned by to land at its goal, and what all of them sum to.

use music_types::{Db, Gain};

use crate::brief::{Channel, Heard};
use crate::style::{RoleRow, Style};

/// What a sum of parts is expected to reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Its peak, in dBFS.
    pub peak: Db,
    /// Its loudness where all play, in LUFS.
    pub loudness: Db,
}

impl Estimate {
    /// Nothing.
    pub const SILENCE: Self = Self { peak: Db::SILENCE, loudness: Db::SILENCE };
}

/// The gain that brings a channel to its goal, split: the trim comes first in the chain, so that
/// the fader stays between −24 and +6 dB.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staging {
    /// Gain at the head of the chain.
    pub trim: Db,
    /// The fader.
    pub fader: Db,
    /// The peak after the trim, in dBFS: what a compressor sees.
    pub peak: Db,
    /// The peak behind the fader, in dBFS.
    pub goal: Db,
    /// The loudness behind the fader, in LUFS: as measured, else the peak less the role's crest.
    pub loudness: Db,
}

/// Brings a channel to its goal.
///
/// A measured channel is turned by what its peak asks for, or between that and what its loudness
/// asks for, as the role's row weighs them (the goal in loudness is the goal in peak less the
/// role's crest), and never so that its peak stands more than 3 dB over the goal. An unmeasured
/// one is taken at the role's usual peak.
pub fn stage(style: &Style, row: &RoleRow, channel: &Channel) -> Staging {
    let goal = goal(style, row);
    let usual = row.plays_at.unwrap_or(Db::new(-8.0));
    let (peak, lufs, wanted) = match channel.heard.filter(is_sound) {
        None => (usual, usual - Db::new(crest(row)), (goal - usual).value()),
        Some(heard) => {
            let by_peak = (goal - heard.true_peak).value();
            let by_loudness = goal.value() - crest(row) - heard.lufs.value();
            let share = row.by_loudness.unwrap_or(0.0).clamp(0.0, 1.0);
            let between = by_peak + share * (by_loudness - by_peak);
            (heard.true_peak, heard.lufs, between.min(by_peak + 3.0))
        }
    };
    let fader = wanted.clamp(-24.0, 6.0);
    let trim = (wanted - fader).clamp(-36.0, 36.0);
    Staging {
        trim: Db::new(trim),
        fader: Db::new(fader),
        peak: peak + Db::new(trim),
        goal: peak + Db::new(trim + fader),
        loudness: lufs + Db::new(trim + fader),
    }
}

/// Whether a measurement holds anything: silence is not turned up.
fn is_sound(heard: &Heard) -> bool {
    let real = |it: Db| -70.0 < it.value() && it.value() < 24.0;
    real(heard.lufs) && real(heard.true_peak)
}

/// The peak that a role is meant to have behind its fader, in dBFS.
pub fn goal(style: &Style, row: &RoleRow) -> Db {
    let level = row.level.unwrap_or(Db::new(-10.0)) + row.trim.unwrap_or(Db::UNITY);
    kick_peak(style) + level
}

/// The kick's peak on its channel, in dBFS.
pub fn kick_peak(style: &Style) -> Db {
    style.kick.unwrap_or(Db::new(-8.0))
}

/// How far a role's peak usually stands over its loudness.
pub fn crest(row: &RoleRow) -> f64 {
    row.crest.unwrap_or(12.0)
}

/// What parts with these peaks and loudnesses sum to when they do not know of each other: powers
/// add; and on the loudest part's peak all others stand with their usual amplitude, 3 dB over
/// their loudness as a sine's peak over its power.
pub fn sum(parts: impl Iterator<Item = Estimate>) -> Estimate {
    let (mut loudest, mut under, mut total) = (Estimate::SILENCE, 0.0, 0.0);
    for part in parts {
        let is_louder = loudest.peak < part.peak;
        under += power(if is_louder { loudest.loudness } else { part.loudness });
        loudest = if is_louder { part } else { loudest };
        total += power(part.loudness);
    }
    let usual = libm::sqrt(2.0 * under);
    let peak = Gain::new(loudest.peak.to_gain().value() + usual).to_db();
    Estimate { peak, loudness: decibels(total) }
}

fn power(level: Db) -> f64 {
    libm::exp10(level.value() / 10.0)
}

fn decibels(power: f64) -> Db {
    Db::new(10.0 * libm::log10(power))
}

/// The threshold at which a compressor takes `reduce` dB from a peak (hard knee):
/// T = peak − reduce/(1 − 1/ratio), by the compressor's own line; held at −60 dBFS and above.
pub fn threshold(peak: Db, reduce: f64, ratio: f64) -> Db {
    let share = 1.0 - 1.0 / ratio.max(1.05);
    Db::new((peak.value() - reduce.max(0.0) / share).clamp(-60.0, 0.0))
}
