//! Chains: a style's rows settled into effects.

use music_types::{Beats, Db, Hz, Role, Tempo};

use crate::brief::Sweep;
use crate::effect::Effect;
use crate::level::threshold;
use crate::style::{EffectRow, Pump};

/// A row settled for a signal that peaks at `peak`.
pub fn settle(row: &EffectRow, peak: Db, tempo: Tempo) -> Effect {
    match row {
        EffectRow::Eq(bands) => Effect::Eq(bands.clone()),
        EffectRow::Compress { ratio, attack, release, reduce } => Effect::Compress {
            threshold: threshold(peak, *reduce, *ratio),
            ratio: ratio.max(1.05),
            attack: attack.at(tempo),
            release: release.at(tempo),
            makeup: Db::new(reduce.clamp(0.0, 12.0)),
        },
        EffectRow::Glue { ratio, attack, release, reduce, soft_clip } => Effect::Glue {
            threshold: threshold(peak, *reduce, *ratio),
            ratio: ratio.max(1.05),
            attack: attack.at(tempo),
            release: release.map(|it| it.at(tempo)),
            makeup: Db::new(reduce.clamp(0.0, 12.0)),
            soft_clip: *soft_clip,
        },
        EffectRow::Saturate { drive, wet } => {
            Effect::Saturate { drive: *drive, wet: wet.clamp(0.0, 1.0) }
        }
        EffectRow::Utility { width, bass_mono, gain } => {
            Effect::Utility { width: width.clamp(0.0, 200.0), bass_mono: *bass_mono, gain: *gain }
        }
        EffectRow::Reverb { decay, pre_delay, low_cut, high_cut } => Effect::Reverb {
            decay: decay.at(tempo),
            pre_delay: pre_delay.at(tempo),
            low_cut: *low_cut,
            high_cut: *high_cut,
            wet: 1.0,
        },
        EffectRow::Delay { beats, feedback, ping_pong, low_cut, high_cut } => Effect::Delay {
            time: Beats::nearest(*beats).max(Beats::THIRTY_SECOND),
            feedback: feedback.clamp(0.0, 0.95),
            ping_pong: *ping_pong,
            low_cut: *low_cut,
            high_cut: *high_cut,
            wet: 1.0,
        },
        EffectRow::Chorus { rate, amount, wet } => {
            Effect::Chorus { rate: *rate, amount: *amount, wet: *wet }
        }
        EffectRow::DrumBuss { drive, boom, boom_freq, transients, wet } => Effect::DrumBuss {
            drive: *drive,
            boom: *boom,
            boom_freq: *boom_freq,
            transients: *transients,
            wet: *wet,
        },
    }
}

/// What keys a duck: whose sound, and how high it peaks, in dBFS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Key {
    /// Whose sound.
    pub from: Role,
    /// Its peak where the compressor listens.
    pub peak: Db,
}

/// A duck of `depth` (below zero) under what keys it; none where it would not be heard (half a
/// decibel and less).
pub fn duck(pump: Pump, depth: Db, key: Key, tempo: Tempo) -> Option<Effect> {
    let reduce = depth.value().abs().min(DEEPEST);
    let ratio = pump.ratio.max(1.05);
    (0.5 < reduce).then(|| Effect::Duck {
        from: key.from,
        depth: Db::new(-reduce),
        threshold: threshold(key.peak, reduce, ratio),
        ratio,
        attack: pump.attack.at(tempo),
        release: pump.release.at(tempo),
    })
}

/// No duck goes deeper, in dB: beyond it a part is gated, not ducked.
const DEEPEST: f64 = 30.0;

/// The filter that carries automated sweeps, open; none where no filter moves.
pub fn carrier(sweeps: &[Sweep]) -> Option<Effect> {
    let high_pass = sweeps.contains(&Sweep::HighPass).then_some(Hz(20.0));
    let low = sweeps.contains(&Sweep::LowPass)
        || (high_pass.is_none() && sweeps.contains(&Sweep::Resonance));
    let low_pass = low.then_some(Hz(20_000.0));
    let moves = low_pass.is_some() || high_pass.is_some();
    moves.then_some(Effect::Filter { low_pass, high_pass, resonance: 0.0 })
}
