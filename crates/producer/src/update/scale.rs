//! What a stored number means, between the user's units and Live's.

use als_model::schema::Dial;
use als_model::view::{level, reading};

use super::value::{Amount, Unit};

/// How a value is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// As amplitude, shown in decibels.
    Amplitude,
    /// A speaker switch: off is muted.
    Speaker,
    /// On or off.
    Switch,
    /// −1 (left) to 1.
    Pan,
    /// Beats a minute.
    Tempo,
    /// Quarter notes from the start, shown as bars.
    Beats,
    /// Semitones with cents as hundredths.
    Semitones,
    /// In decibels.
    Decibels,
    /// 0 to 1, shown in percent.
    Share,
    /// In hertz.
    Hertz,
    /// As a key of the keyboard, shown in hertz.
    Note,
    /// In milliseconds.
    Milliseconds,
    /// In seconds.
    Seconds,
    /// As the button of Delay that stands for so many sixteenths.
    Button,
    /// In sixteenths.
    Sixteenths,
    /// A plain number, or a choice counted from 0.
    Plain,
}

/// The sixteenths that Delay's eight buttons stand for.
const BUTTONS: [f64; 8] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 16.0];

impl Scale {
    /// By the schema's word for a unit.
    pub fn of(dial: Dial, unit: &str) -> Self {
        match (dial, unit) {
            (Dial::Switch, _) => Self::Switch,
            (Dial::Selector, _) => Self::Plain,
            (_, "amplitude" | "factor") => Self::Amplitude,
            (_, "dB") => Self::Decibels,
            (_, "share") => Self::Share,
            (_, "pan") => Self::Pan,
            (_, "Hz") => Self::Hertz,
            (_, "note") => Self::Note,
            (_, "ms") => Self::Milliseconds,
            (_, "s") => Self::Seconds,
            (_, "semitones") => Self::Semitones,
            _ => Self::Plain,
        }
    }

    /// Of a parameter that is counted in sixteenths, by its path.
    pub fn in_time(path: &str) -> Option<Self> {
        match path.rsplit(['/', '.']).next().unwrap_or(path) {
            "DelayLine_SyncedSixteenthL" | "DelayLine_SyncedSixteenthR" => Some(Self::Button),
            "Delay_SyncedSixteenthL" | "Delay_SyncedSixteenthR" => Some(Self::Sixteenths),
            _ => None,
        }
    }

    /// The stored number in the unit that people use.
    pub fn to_user(self, stored: f64) -> f64 {
        match self {
            Self::Amplitude => level::decibels(stored).max(-70.0),
            Self::Note => 440.0 * libm::exp2((stored - 69.0) / 12.0),
            Self::Share => stored * 100.0,
            Self::Milliseconds => stored / 1000.0,
            Self::Button => BUTTONS.get(stored.max(0.0) as usize).copied().unwrap_or(stored),
            _ => stored,
        }
    }

    /// A number in the unit that people use, as it is stored.
    pub fn to_stored(self, user: f64) -> f64 {
        match self {
            Self::Amplitude if user <= -70.0 => level::SILENCE,
            Self::Amplitude => libm::exp10(user / 20.0),
            Self::Note => 69.0 + 12.0 * libm::log2(user.max(1e-3) / 440.0),
            Self::Share => user / 100.0,
            Self::Milliseconds => user * 1000.0,
            Self::Button => BUTTONS.iter().position(|it| *it == user).map_or(-1.0, |it| it as f64),
            _ => user,
        }
    }

    /// An amount in the unit that people use; `None` where its unit does not belong here.
    pub fn takes(self, amount: Amount) -> Option<f64> {
        let value = amount.value;
        match (self, amount.unit) {
            (Self::Milliseconds, Unit::None) => Some(value / 1000.0),
            (Self::Button, Unit::Sixteenths) => BUTTONS.contains(&value).then_some(value),
            (Self::Button, Unit::None) => BUTTONS.get(value.max(0.0) as usize).copied(),
            (Self::Sixteenths, Unit::Sixteenths) => Some(value),
            (_, Unit::None) => Some(value),
            (Self::Amplitude | Self::Decibels, Unit::Decibels)
            | (Self::Hertz | Self::Note, Unit::Hertz)
            | (Self::Milliseconds | Self::Seconds, Unit::Seconds)
            | (Self::Share, Unit::Percent)
            | (Self::Semitones, Unit::Semitones)
            | (Self::Tempo, Unit::BeatsPerMinute)
            | (Self::Pan, Unit::Side)
            | (Self::Switch | Self::Speaker, Unit::Switch) => Some(value),
            (Self::Pan, Unit::Percent) => Some(value / 100.0),
            (Self::Beats, Unit::Bar) => Some((value - 1.0) * 4.0),
            _ => None,
        }
    }

    /// The units that belong here, in words.
    pub const fn units(self) -> &'static str {
        match self {
            Self::Amplitude | Self::Decibels => "decibels, like \"-12 dB\"",
            Self::Speaker => "on or off (true mutes)",
            Self::Switch => "on or off",
            Self::Pan => "a place from 50L to 50R, or -1 to 1",
            Self::Tempo => "a tempo, like \"126 bpm\"",
            Self::Beats => "a bar, like \"bar 49\", or beats from the start",
            Self::Semitones => "semitones, like \"2 st\"",
            Self::Share => "a share, like \"30 %\"",
            Self::Hertz | Self::Note => "a frequency, like \"80 Hz\"",
            Self::Milliseconds | Self::Seconds => "a time, like \"120 ms\"",
            Self::Button => "a note value: 1/16, 1/8, 3/16, 1/4, 5/16, 3/8, 1/2 or 1/1",
            Self::Sixteenths => "a note value like \"1/8\", up to 16/16",
            Self::Plain => "a number",
        }
    }

    /// The stored number as Live shows it.
    pub fn show(self, stored: f64) -> String {
        let unit = match self {
            Self::Speaker => return if 0.5 <= stored { "not muted" } else { "muted" }.to_owned(),
            Self::Tempo => return format!("{} BPM", trimmed(stored)),
            Self::Beats => {
                return format!("bar {} (beat {})", trimmed(stored / 4.0 + 1.0), trimmed(stored));
            }
            Self::Switch => return reading::show(stored, Dial::Switch, ""),
            Self::Button | Self::Sixteenths => return fraction(self.to_user(stored)),
            Self::Amplitude => "amplitude",
            Self::Pan => "pan",
            Self::Semitones => "semitones",
            Self::Decibels => "dB",
            Self::Share => "share",
            Self::Hertz => "Hz",
            Self::Note => "note",
            Self::Milliseconds => "ms",
            Self::Seconds => "s",
            Self::Plain => "",
        };
        reading::show(stored, Dial::Knob, unit)
    }

    /// How near a believed value must be to the set's, in the unit that people use.
    pub fn tolerance(self, user: f64) -> f64 {
        match self {
            Self::Amplitude | Self::Decibels => 0.1,
            Self::Share => 1.0,
            Self::Hertz | Self::Note => 0.01 * user.abs() + 0.1,
            Self::Milliseconds | Self::Seconds => 0.01 * user.abs() + 1e-4,
            Self::Pan => 0.011,
            Self::Tempo => 0.01,
            Self::Beats => 0.01,
            Self::Semitones => 0.005,
            Self::Speaker | Self::Switch => 0.5,
            Self::Button | Self::Sixteenths => 0.1,
            Self::Plain => 1e-3 * user.abs() + 1e-6,
        }
    }
}

/// Sixteenths as a note value: 2 is `1/8`.
fn fraction(sixteenths: f64) -> String {
    let mut parts = (sixteenths.round().max(1.0) as u32, 16_u32);
    while parts.0.is_multiple_of(2) && parts.1.is_multiple_of(2) {
        parts = (parts.0 / 2, parts.1 / 2);
    }
    format!("{}/{}", parts.0, parts.1)
}

fn trimmed(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
