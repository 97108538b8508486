//! The mix: each part at its goal, in its place, through its chain; the sum with headroom.

use std::collections::BTreeMap;

use music_types::{Db, Family, Pan, Role};

use crate::brief::{Brief, Channel, Sweep};
use crate::chain::{Key, carrier, duck, settle};
use crate::effect::{Effect, SendName};
use crate::level::{Estimate, Staging, kick_peak, stage, sum};
use crate::place::places;
use crate::style::{ReturnRow, RoleRow};

/// A mix: what stands on every strip.
#[derive(Debug, Clone, PartialEq)]
pub struct MixPlan {
    /// The parts, in the order of the brief's channels.
    pub strips: Vec<Strip>,
    /// The buses of those families that play.
    pub buses: Vec<Bus>,
    /// The returns that somebody is sent to or may be thrown to.
    pub returns: Vec<Return>,
    /// The master's chain, the limiter last.
    pub master: Vec<Effect>,
    /// What is expected before the master's chain where all play.
    pub before_master: Estimate,
    /// How many decibels short of the style's loudness goal the master is expected to stay, its
    /// limiter being pushed as far as the style allows; 0 where it gets there.
    pub short: f64,
}

/// A part on the mixer.
#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    /// Its track's name.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// The fader, −70 to 6 dB.
    pub level: Db,
    /// Its place.
    pub pan: Pan,
    /// Its sends, in the order of the returns.
    pub sends: Vec<(SendName, Db)>,
    /// Its chain, first device first.
    pub chain: Vec<Effect>,
    /// Whether it is muted.
    pub muted: bool,
}

/// A group on the mixer.
#[derive(Debug, Clone, PartialEq)]
pub struct Bus {
    /// Whose it is.
    pub family: Family,
    /// Its name.
    pub name: String,
    /// The fader, −70 to 6 dB.
    pub level: Db,
    /// Its chain.
    pub chain: Vec<Effect>,
}

/// A return.
#[derive(Debug, Clone, PartialEq)]
pub struct Return {
    /// Which send leads to it.
    pub send: SendName,
    /// Its name, with letter and timing: `B PLATE 1bar`.
    pub name: String,
    /// The fader, −70 to 6 dB.
    pub level: Db,
    /// Its chain.
    pub chain: Vec<Effect>,
}

/// Mixes the channels of a brief.
pub fn mix(brief: &Brief) -> MixPlan {
    let names = returns_there(brief);
    let pans = places(brief.style, brief.channels);
    let rows: Vec<RoleRow> = brief.channels.iter().map(|it| brief.style.role(it.role)).collect();
    let staged: Vec<Staging> =
        brief.channels.iter().zip(&rows).map(|(it, row)| stage(brief.style, row, it)).collect();
    let desk = Desk { brief, names: &names, key: key(brief.channels, &staged) };
    let strips = brief.channels.iter().zip(&rows).zip(&staged).zip(pans);
    let strips: Vec<Strip> = strips
        .map(|(((channel, row), staging), pan)| desk.strip(channel, row, *staging, pan))
        .collect();
    let parts: Vec<(Family, Estimate)> =
        strips.iter().zip(&staged).map(|(it, at)| expected(it, *at)).collect();
    let raw = sum(parts.iter().map(|(_, it)| *it));
    let headroom = brief.style.headroom.unwrap_or(Db::new(-6.0));
    let trim = (headroom - raw.peak).value().clamp(-18.0, 0.0);
    let before_master =
        Estimate { peak: raw.peak + Db::new(trim), loudness: raw.loudness + Db::new(trim) };
    MixPlan {
        buses: buses(brief, &parts, trim),
        returns: desk.returns(),
        master: master(brief, before_master),
        short: (wanted_push(brief, before_master) - most_push(brief)).max(0.0),
        before_master,
        strips,
    }
}

/// The ghost kick's peak where ducks listen: its sample's true peak, played at full velocity with
/// the fader at 0 dB.
const GHOST_PEAK: Db = Db::new(-1.0);

/// What keys the ducks: the ghost kick, whose level is known to the decibel; without one the kick
/// itself, at the peak it is mixed at.
fn key(channels: &[Channel], staged: &[Staging]) -> Option<Key> {
    if channels.iter().any(|it| it.role == Role::GhostKick) {
        return Some(Key { from: Role::GhostKick, peak: GHOST_PEAK });
    }
    let (_, kick) = channels.iter().zip(staged).find(|(it, _)| it.role == Role::Kick)?;
    Some(Key { from: Role::Kick, peak: kick.goal })
}

/// What every strip needs to know of the whole.
struct Desk<'a> {
    brief: &'a Brief<'a>,
    names: &'a [SendName],
    /// What keys the ducks, where there is a kick.
    key: Option<Key>,
}

impl Desk<'_> {
    fn strip(&self, channel: &Channel, row: &RoleRow, staging: Staging, pan: Pan) -> Strip {
        Strip {
            name: channel.name.clone(),
            role: channel.role,
            level: self.fader(channel, staging),
            pan,
            sends: self.sends(row),
            chain: self.chain(channel, row, staging),
            muted: row.muted.unwrap_or(matches!(channel.role, Role::Reference | Role::SungVocal)),
        }
    }

    /// The ghost kick's fader stands at 0 dB, so that what ducks hear is what its sample holds.
    fn fader(&self, channel: &Channel, staging: Staging) -> Db {
        match channel.role {
            Role::GhostKick => Db::UNITY,
            _ => staging.fader.clamp(Db::new(-70.0), Db::new(6.0)),
        }
    }

    /// Trim, the style's chain, the carrier of sweeps, the duck, width.
    fn chain(&self, channel: &Channel, row: &RoleRow, staging: Staging) -> Vec<Effect> {
        let mut chain = Vec::new();
        if channel.role == Role::GhostKick {
            return chain;
        }
        if 0.05 < staging.trim.value().abs() {
            chain.push(Effect::Utility { width: 100.0, bass_mono: None, gain: staging.trim });
        }
        let rows = row.chain.iter().chain(&row.add);
        chain.extend(rows.map(|it| settle(it, staging.peak, self.brief.tempo)));
        chain.extend(carrier(&channel.sweeps));
        if !matches!(channel.role, Role::Kick | Role::GhostKick) {
            chain.extend(self.duck(row.duck.unwrap_or(0.0)));
        }
        let width = row.width.unwrap_or(100.0);
        if width != 100.0 || row.bass_mono.is_some() || channel.sweeps.contains(&Sweep::Width) {
            let width = width.clamp(0.0, 200.0);
            chain.push(Effect::Utility { width, bass_mono: row.bass_mono, gain: Db::UNITY });
        }
        chain
    }

    /// A share of the duck that is asked for; none without a kick.
    fn duck(&self, share: f64) -> Option<Effect> {
        let depth = Db::new(-self.brief.duck.value().abs()).scaled(share.clamp(0.0, 1.5));
        let pump = self.brief.style.duck.unwrap_or_default();
        duck(pump, depth, self.key?, self.brief.tempo)
    }

    /// The sends of a role, to the returns that are there; the louder of two that fall together.
    fn sends(&self, row: &RoleRow) -> Vec<(SendName, Db)> {
        let mut all: BTreeMap<SendName, Db> = BTreeMap::new();
        let there = |it: &&SendName| self.names.contains(it);
        for (name, level) in &row.sends {
            let stand_in = self.brief.style.instead.get(name);
            let Some(to) = Some(name).filter(there).or(stand_in.filter(there)) else { continue };
            let louder = all.get(to).copied().unwrap_or(Db::SILENCE);
            all.insert(*to, if louder < *level { *level } else { louder });
        }
        let held = |level: Db| level.clamp(Db::new(-70.0), Db::UNITY);
        all.into_iter().map(|(name, level)| (name, held(level))).collect()
    }

    fn returns(&self) -> Vec<Return> {
        let rows = &self.brief.style.returns;
        let rows = self.names.iter().filter_map(|it| Some((*it, rows.get(it)?)));
        rows.zip('A'..='L').map(|((send, row), letter)| self.settled(send, row, letter)).collect()
    }

    fn settled(&self, send: SendName, row: &ReturnRow, letter: char) -> Return {
        // Sends are 10 dB and more below what they come from.
        let peak = kick_peak(self.brief.style) - Db::new(10.0);
        let chain = row.chain.iter().map(|it| settle(it, peak, self.brief.tempo));
        let chain = chain.chain(self.duck(row.duck)).collect();
        let level = row.level.clamp(Db::new(-70.0), Db::new(6.0));
        Return { send, name: format!("{letter} {}", row.name), level, chain }
    }
}

/// What a strip is expected to bring to the sum; a ducked one is not at its peak when the kick is.
fn expected(strip: &Strip, staging: Staging) -> (Family, Estimate) {
    let ducked = strip.chain.iter().find_map(|it| match it {
        Effect::Duck { depth, .. } => Some(depth.value()),
        _ => None,
    });
    let ducked = ducked.unwrap_or(0.0);
    // Tags, fills and effects do not play where all play.
    let alone = matches!(strip.role, Role::GhostKick | Role::VoiceDrop | Role::Fills)
        || strip.role.family() == Family::Effects;
    let heard = !strip.muted && !alone;
    let estimate = Estimate {
        peak: staging.goal + Db::new(ducked),
        // The duck holds about a third of each beat.
        loudness: staging.loudness + Db::new(ducked / 3.0),
    };
    (strip.role.family(), if heard { estimate } else { Estimate::SILENCE })
}

fn buses(brief: &Brief, parts: &[(Family, Estimate)], trim: f64) -> Vec<Bus> {
    let plays = |family: &&Family| brief.channels.iter().any(|it| it.role.family() == **family);
    let bus = |family: &Family| {
        let row = brief.style.buses.get(family).cloned().unwrap_or_default();
        let peak = sum(parts.iter().filter(|it| it.0 == *family).map(|it| it.1)).peak;
        let peak = peak.clamp(Db::new(-40.0), Db::UNITY);
        let mine = brief.bus_sweeps.iter().filter(|it| it.0 == *family);
        let sweeps: Vec<Sweep> = mine.map(|it| it.1).collect();
        let mut chain: Vec<Effect> =
            row.chain.iter().map(|it| settle(it, peak, brief.tempo)).collect();
        chain.extend(carrier(&sweeps));
        let wide = |it: &Effect| matches!(it, Effect::Utility { .. });
        if sweeps.contains(&Sweep::Width) && !chain.iter().any(wide) {
            chain.push(Effect::Utility { width: 100.0, bass_mono: None, gain: Db::UNITY });
        }
        let level = row.level.unwrap_or(Db::UNITY) + Db::new(trim);
        let level = if *family == Family::Reference { Db::UNITY } else { level };
        let level = level.clamp(Db::new(-70.0), Db::new(6.0));
        Bus { family: *family, name: family.word().to_uppercase(), level, chain }
    };
    Family::ALL.iter().filter(plays).map(bus).collect()
}

/// Which returns there are: as many as the edition has, the most wanted first.
fn returns_there(brief: &Brief) -> Vec<SendName> {
    let style = brief.style;
    let wanted = style.returns_first.iter().chain(style.returns.keys());
    let mut names: Vec<SendName> = Vec::new();
    for name in wanted.filter(|it| style.returns.contains_key(it)) {
        if !names.contains(name) && names.len() < brief.edition.returns() {
            names.push(*name);
        }
    }
    names.sort();
    names
}

/// The style's chain, then the limiter, pushed to the loudness goal as far as the style allows.
fn master(brief: &Brief, before: Estimate) -> Vec<Effect> {
    let style = brief.style;
    let peak = before.peak.clamp(Db::new(-40.0), Db::UNITY);
    let mut chain: Vec<Effect> =
        style.master.iter().map(|it| settle(it, peak, brief.tempo)).collect();
    let gain = Db::new(wanted_push(brief, before).clamp(0.0, most_push(brief)));
    let ceiling = style.ceiling.unwrap_or(Db::new(-1.0));
    chain.push(Effect::Limit { gain, ceiling, reaches: before.loudness + gain });
    chain
}

/// What the limiter would have to be pushed by to reach the style's loudness goal, in dB; nothing under silence.
fn wanted_push(brief: &Brief, before: Estimate) -> f64 {
    let goal = brief.style.loudness.unwrap_or(Db::new(-9.0));
    if before.loudness == Db::SILENCE { 0.0 } else { (goal - before.loudness).value() }
}

/// How far the style lets it be pushed, in dB.
fn most_push(brief: &Brief) -> f64 {
    brief.style.push.unwrap_or(Db::new(9.0)).value().max(0.0)
}
