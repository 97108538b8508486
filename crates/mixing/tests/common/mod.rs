//! What the tests share: the styles as the plan loads them, and a band.
#![allow(dead_code, clippy::unwrap_used, clippy::panic)] // each test takes what it needs

use std::path::Path;

use mixing::{Brief, Channel, Edition, Style, Sweep};
use music_types::{Db, Family, Role, Tempo};

/// The six styles of the design.
pub const STYLES: &[&str] = &["circuit", "club", "deep", "warm", "bright", "streaming"];

/// A style on its base.
pub fn style(name: &str) -> Style {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../plan/mixes/{name}.toml"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{path:?}: {it}"));
    let own: Style = toml::from_str(&text).unwrap_or_else(|it| panic!("{name}: {it}"));
    match own.base.clone() {
        Some(base) => own.over(&style(&base)),
        None => own,
    }
}

/// A channel of each role, played and unmeasured; those with filters move them.
pub fn band() -> Vec<Channel> {
    let originals = [Role::DrumStem, Role::BassStem, Role::MusicStem];
    let roles = Role::ALL.iter().filter(|it| !originals.contains(it));
    roles.enumerate().map(|(index, role)| channel(index, *role)).collect()
}

fn channel(index: usize, role: Role) -> Channel {
    let sweeps = match role.family() {
        Family::Music => vec![Sweep::LowPass, Sweep::Resonance],
        _ if role == Role::Snare => vec![Sweep::HighPass],
        _ => Vec::new(),
    };
    let name = format!("{:02} {}", index + 1, role.word().replace('_', " ").to_uppercase());
    let is_audio =
        matches!(role, Role::Vocal | Role::SungVocal | Role::VoiceDrop | Role::Reference);
    Channel { name, role, is_audio, heard: None, sweeps }
}

/// The usual wish: 126 BPM, −6 dB, every device there.
pub fn brief<'a>(style: &'a Style, channels: &'a [Channel]) -> Brief<'a> {
    Brief {
        style,
        channels,
        bus_sweeps: &[(Family::Drums, Sweep::HighPass), (Family::Effects, Sweep::Width)],
        tempo: Tempo::clamped(126.0),
        duck: Db::new(-6.0),
        edition: Edition::Standard,
    }
}
