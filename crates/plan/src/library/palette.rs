//! What the parts of a genre sound like: a sound a part, as data.

use std::collections::BTreeMap;

use music_types::{Adsr, Db, Hz, LowPass, Role, Seconds, Tone};
use serde::Deserialize;

/// The sounds of a genre by part, as a file holds them: `sounds/<name>.toml`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Palette {
    /// The palette that this one stands on.
    #[serde(default)]
    pub base: Option<String>,
    /// Each part's sound.
    #[serde(flatten)]
    pub sounds: BTreeMap<Role, Preset>,
}

/// A sound on the host's sampler.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its name, as on the device.
    pub name: String,
    /// The tone of the kit that it plays.
    pub tone: Tone,
    /// From silence to full, in milliseconds.
    pub attack: f64,
    /// From full to the sustain level, in milliseconds.
    pub decay: f64,
    /// The level while held, in decibels.
    pub sustain: f64,
    /// From there to silence once the key is let go, in milliseconds.
    pub release: f64,
    /// Voices at a time, 1 to 32; 1 is mono.
    pub voices: u8,
    /// Glide from note to note when mono, in milliseconds; 0 is none.
    #[serde(default)]
    pub glide: f64,
    /// A low-pass filter.
    #[serde(default)]
    pub filter: Option<Filter>,
    /// Further parameters of the host's sampler by their paths, as the device stores them.
    #[serde(default)]
    pub settings: Vec<(String, f64)>,
}

/// A low-pass filter of a sound.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Cutoff in hertz.
    pub cutoff: f64,
    /// Resonance, 0 to 1.
    pub resonance: f64,
    /// How far the loudness envelope opens it, in octaves.
    pub opens: f64,
}

impl Palette {
    /// This palette over a base: what it says of a part wins.
    #[must_use]
    pub fn over(self, base: &Self) -> Self {
        let mut sounds = base.sounds.clone();
        sounds.extend(self.sounds);
        Self { base: self.base, sounds }
    }

    /// The sound of a part, where it is played on a tone.
    pub fn sound(&self, part: Role) -> Option<&Preset> {
        self.sounds.get(&part)
    }

    /// What does not fit, in words: values that no sampler has.
    pub fn problems(&self) -> Vec<String> {
        self.sounds.iter().flat_map(|(part, it)| it.problems(*part)).collect()
    }
}

impl Preset {
    /// The loudness envelope.
    pub fn envelope(&self) -> Adsr {
        let seconds = |milliseconds: f64| Seconds(milliseconds / 1000.0);
        Adsr {
            attack: seconds(self.attack),
            decay: seconds(self.decay),
            sustain: Db::new(self.sustain),
            release: seconds(self.release),
        }
    }

    /// The filter.
    pub fn low_pass(&self) -> Option<LowPass> {
        self.filter.map(|it| LowPass {
            cutoff: Hz(it.cutoff),
            resonance: it.resonance,
            opens: it.opens,
        })
    }

    fn problems(&self, part: Role) -> Vec<String> {
        let filter = self.filter.unwrap_or(Filter { cutoff: 1000.0, resonance: 0.0, opens: 0.0 });
        let values = [
            ("attack", self.attack, 0.0, 20_000.0, "milliseconds"),
            ("decay", self.decay, 1.0, 60_000.0, "milliseconds"),
            ("sustain", self.sustain, -60.0, 0.0, "dB"),
            ("release", self.release, 1.0, 60_000.0, "milliseconds"),
            ("voices", f64::from(self.voices), 1.0, 32.0, "voices"),
            ("glide", self.glide, 0.0, 10_000.0, "milliseconds"),
            ("filter.cutoff", filter.cutoff, 30.0, 22_000.0, "Hz"),
            ("filter.resonance", filter.resonance, 0.0, 1.0, ""),
            ("filter.opens", filter.opens, -6.0, 6.0, "octaves"),
        ];
        let wrong = values.into_iter().filter(|it| !(it.2..=it.3).contains(&it.1));
        wrong
            .map(|(name, is, low, high, unit)| {
                format!("{part}.{name}: {is} is not from {low} to {high} {unit}")
                    .trim_end()
                    .to_owned()
            })
            .collect()
    }
}
