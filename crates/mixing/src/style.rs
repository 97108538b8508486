//! A mixing style as data: levels, places, chains, sends, buses, ducking, loudness.

use std::collections::BTreeMap;

use music_types::{Db, Family, Hz, Role, Seconds, Tempo};
use serde::Deserialize;

use crate::effect::{EqBand, SendName};

/// A mixing style, as `crates/plan/mixes/*.toml` hold them.
///
/// A style may stand on another: see [`base`](Self::base) and [`over`](Self::over). What neither
/// says is neutral.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Style {
    /// The style this one stands on, by file stem.
    pub base: Option<String>,
    /// The kick's peak on its channel, in dBFS; −8 unless said.
    pub kick: Option<Db>,
    /// The peak of the sum before the master's chain, in dBFS; −6 unless said.
    pub headroom: Option<Db>,
    /// The goal of the master, in LUFS; −9 unless said.
    pub loudness: Option<Db>,
    /// The master's ceiling, in dBTP; −1 unless said.
    pub ceiling: Option<Db>,
    /// At most so much gain into the limiter; 9 dB unless said.
    pub push: Option<Db>,
    /// The compressor that ducks.
    pub duck: Option<Pump>,
    /// The parts.
    pub roles: BTreeMap<Role, RoleRow>,
    /// Roles that face each other left and right.
    pub pairs: Vec<Pair>,
    /// The buses.
    pub buses: BTreeMap<Family, BusRow>,
    /// The returns.
    pub returns: BTreeMap<SendName, ReturnRow>,
    /// The returns, most wanted first, where there may be but a few.
    pub returns_first: Vec<SendName>,
    /// Which return stands in for one that is not there.
    pub instead: BTreeMap<SendName, SendName>,
    /// The master's chain; the limiter comes after it.
    pub master: Vec<EffectRow>,
}

impl Style {
    /// This style with `base` under it: its own words win, field by field in roles, buses and
    /// returns; chains win whole, and what is in `add` comes after them.
    #[must_use]
    pub fn over(self, base: &Self) -> Self {
        fn first<T: Clone>(own: Vec<T>, base: &[T]) -> Vec<T> {
            if own.is_empty() { base.to_vec() } else { own }
        }
        fn merged<K: Ord + Clone, V: Clone>(
            own: BTreeMap<K, V>,
            base: &BTreeMap<K, V>,
            over: impl Fn(V, &V) -> V,
        ) -> BTreeMap<K, V> {
            let mut all = base.clone();
            for (key, row) in own {
                let row = match base.get(&key) {
                    Some(below) => over(row, below),
                    None => row,
                };
                all.insert(key, row);
            }
            all
        }
        Self {
            base: None,
            kick: self.kick.or(base.kick),
            headroom: self.headroom.or(base.headroom),
            loudness: self.loudness.or(base.loudness),
            ceiling: self.ceiling.or(base.ceiling),
            push: self.push.or(base.push),
            duck: self.duck.or(base.duck),
            roles: merged(self.roles, &base.roles, RoleRow::over),
            pairs: first(self.pairs, &base.pairs),
            buses: merged(self.buses, &base.buses, BusRow::over),
            returns: merged(self.returns, &base.returns, |own, _| own),
            returns_first: first(self.returns_first, &base.returns_first),
            instead: merged(self.instead, &base.instead, |own, _| own),
            master: first(self.master, &base.master),
        }
    }

    /// The row of a role; an empty one where the style has none.
    pub fn role(&self, role: Role) -> RoleRow {
        self.roles.get(&role).cloned().unwrap_or_default()
    }
}

/// How a part of some role is mixed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoleRow {
    /// Its peak relative to the kick's; −10 dB unless said.
    pub level: Option<Db>,
    /// Added to the level that the base says.
    pub trim: Option<Db>,
    /// How far its peak usually stands over its loudness, in dB; 12 unless said.
    pub crest: Option<f64>,
    /// How much its measured loudness counts against its measured peak, 0 (one-shots: peak alone)
    /// to 1; 0 unless said.
    pub by_loudness: Option<f64>,
    /// The peak of its instrument where nothing was measured, in dBFS; −8 unless said.
    pub plays_at: Option<Db>,
    /// Width in percent; 100 unless said.
    pub width: Option<f64>,
    /// Below this it is mono.
    pub bass_mono: Option<Hz>,
    /// Its share of the duck that the brief asks for, 0 to 1.5.
    pub duck: Option<f64>,
    /// Its sends.
    pub sends: BTreeMap<SendName, Db>,
    /// Its chain: corrective first.
    pub chain: Vec<EffectRow>,
    /// What comes after the chain of the base.
    pub add: Vec<EffectRow>,
    /// Whether the track is muted.
    pub muted: Option<bool>,
}

impl RoleRow {
    fn over(self, base: &Self) -> Self {
        let chain = if self.chain.is_empty() { base.chain.clone() } else { self.chain };
        let mut sends = base.sends.clone();
        sends.extend(self.sends);
        let trim = match (self.trim, base.trim) {
            (Some(own), Some(below)) => Some(own + below),
            (own, below) => own.or(below),
        };
        Self {
            level: self.level.or(base.level),
            trim,
            crest: self.crest.or(base.crest),
            by_loudness: self.by_loudness.or(base.by_loudness),
            plays_at: self.plays_at.or(base.plays_at),
            width: self.width.or(base.width),
            bass_mono: self.bass_mono.or(base.bass_mono),
            duck: self.duck.or(base.duck),
            sends,
            chain,
            add: base.add.iter().cloned().chain(self.add).collect(),
            muted: self.muted.or(base.muted),
        }
    }
}

/// Two roles that face each other, so that left and right weigh the same.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// The one on the left.
    pub left: Role,
    /// The one on the right.
    pub right: Role,
    /// How far out both are, 0 to 1.
    pub out: f64,
}

/// A bus.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BusRow {
    /// Its level against the sum of its parts; 0 dB unless said.
    pub level: Option<Db>,
    /// Its chain.
    pub chain: Vec<EffectRow>,
}

impl BusRow {
    fn over(self, base: &Self) -> Self {
        let chain = if self.chain.is_empty() { base.chain.clone() } else { self.chain };
        Self { level: self.level.or(base.level), chain }
    }
}

/// A return.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRow {
    /// Its name, timing and all: `PLATE 1bar`.
    pub name: String,
    /// Its level.
    pub level: Db,
    /// Its share of the duck, 0 to 1.5.
    #[serde(default)]
    pub duck: f64,
    /// Its chain.
    pub chain: Vec<EffectRow>,
}

/// The compressor that ducks.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pump {
    /// Its ratio, more than 1.
    pub ratio: f64,
    /// Its attack.
    pub attack: Time,
    /// Its release.
    pub release: Time,
}

impl Default for Pump {
    /// The classic pump: 4:1, 2 ms, 70 % of a quarter note (music reference §4.4).
    fn default() -> Self {
        Self { ratio: 4.0, attack: Time::Ms(2.0), release: Time::Beats(0.7) }
    }
}

/// A time as data files say it: `{ ms = 20 }` or `{ beats = 0.5 }`.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Time {
    /// Milliseconds.
    Ms(f64),
    /// Quarter notes at the set's tempo.
    Beats(f64),
}

impl Time {
    /// The same in seconds; no less than none.
    pub fn at(self, tempo: Tempo) -> Seconds {
        match self {
            Self::Ms(ms) => Seconds((ms / 1000.0).max(0.0)),
            Self::Beats(beats) => Seconds((beats * 60.0 / tempo.bpm()).max(0.0)),
        }
    }
}

/// An effect as data files say it; thresholds follow from the reduction that is wanted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum EffectRow {
    /// An equaliser.
    Eq(Vec<EqBand>),
    /// A compressor; what it takes from peaks it gives back.
    Compress {
        /// Its ratio, more than 1.
        ratio: f64,
        /// Its attack.
        attack: Time,
        /// Its release.
        release: Time,
        /// How much it takes from peaks, in dB.
        reduce: f64,
    },
    /// A bus compressor; without a release the device decides.
    Glue {
        /// Its ratio, more than 1.
        ratio: f64,
        /// Its attack.
        attack: Time,
        /// Its release.
        #[serde(default)]
        release: Option<Time>,
        /// How much it takes from peaks, in dB.
        reduce: f64,
        /// Whether its output is clipped softly.
        #[serde(default)]
        soft_clip: bool,
    },
    /// Saturation.
    Saturate {
        /// Gain into it.
        drive: Db,
        /// Its share of the sound, 0 to 1.
        wet: f64,
    },
    /// Width, mono bass, gain.
    Utility {
        /// Width in percent.
        #[serde(default = "as_is")]
        width: f64,
        /// Below this it is mono.
        #[serde(default)]
        bass_mono: Option<Hz>,
        /// Gain.
        #[serde(default = "unity")]
        gain: Db,
    },
    /// A reverb.
    Reverb {
        /// Time to fall by 60 dB.
        decay: Time,
        /// Time until it begins.
        pre_delay: Time,
        /// Low cut.
        low_cut: Hz,
        /// High cut.
        high_cut: Hz,
    },
    /// A delay.
    Delay {
        /// Quarter notes between repeats.
        beats: f64,
        /// What of a repeat comes again, 0 to 0.95.
        feedback: f64,
        /// Whether repeats go from side to side.
        #[serde(default)]
        ping_pong: bool,
        /// Low cut.
        low_cut: Hz,
        /// High cut.
        high_cut: Hz,
    },
    /// A chorus.
    Chorus {
        /// Its speed.
        rate: Hz,
        /// How far it bends, 0 to 1.
        amount: f64,
        /// Its share, 0 to 1.
        wet: f64,
    },
    /// A drum bus shaper.
    DrumBuss {
        /// Distortion, 0 to 1.
        drive: f64,
        /// The low resonance, 0 to 1.
        #[serde(default)]
        boom: f64,
        /// Where it sits.
        #[serde(default = "low_e")]
        boom_freq: Hz,
        /// Attacks, −1 to 1.
        #[serde(default)]
        transients: f64,
        /// Its share, 0 to 1.
        wet: f64,
    },
}

const fn as_is() -> f64 {
    100.0
}

const fn unity() -> Db {
    Db::UNITY
}

/// Where kicks of club records sit.
const fn low_e() -> Hz {
    Hz(52.0)
}
