//! Values as people write them: "-12 dB", "+3dB", "80 Hz", "30%", "2 st", "126 bpm", "25L", "off".

use super::change::Wish;

/// A value that was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// It shall be this.
    To(Amount),
    /// It shall be so much more than it is.
    By(Amount),
    /// It shall be stored as this text.
    Stored(String),
}

/// A number with its unit; seconds for times, hertz for frequencies, −1 to 1 for sides, 1 for on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f64,
    /// What it counts.
    pub unit: Unit,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// What the parameter is shown in.
    None,
    /// Decibels.
    Decibels,
    /// Hertz.
    Hertz,
    /// Seconds.
    Seconds,
    /// Hundredths.
    Percent,
    /// Semitones.
    Semitones,
    /// Beats a minute.
    BeatsPerMinute,
    /// Bars counted from 1.
    Bar,
    /// Sixteenth notes: 1/8 is two.
    Sixteenths,
    /// −1 left to 1 right.
    Side,
    /// 1 on, 0 off.
    Switch,
}

/// Endings, longest first where one ends in another, with their unit and factor.
#[rustfmt::skip]
const ENDINGS: &[(&str, Unit, f64)] = &[
    ("decibels", Unit::Decibels, 1.0), ("db", Unit::Decibels, 1.0), ("lufs", Unit::Decibels, 1.0),
    ("khz", Unit::Hertz, 1000.0), ("hz", Unit::Hertz, 1.0),
    ("bpm", Unit::BeatsPerMinute, 1.0),
    ("ms", Unit::Seconds, 0.001), ("seconds", Unit::Seconds, 1.0), ("sec", Unit::Seconds, 1.0),
    ("semitones", Unit::Semitones, 1.0), ("st", Unit::Semitones, 1.0),
    ("cents", Unit::Semitones, 0.01), ("ct", Unit::Semitones, 0.01),
    ("percent", Unit::Percent, 1.0), ("%", Unit::Percent, 1.0),
    ("s", Unit::Seconds, 1.0),
    ("l", Unit::Side, -0.02), ("r", Unit::Side, 0.02),
];

/// Reads a value; `None` for what is none, not-a-number and infinity among it.
pub fn read(wish: &Wish) -> Option<Asked> {
    let amount = |value: f64, unit| Amount { value, unit };
    match wish {
        Wish::Switch(on) => Some(Asked::To(amount(f64::from(u8::from(*on)), Unit::Switch))),
        Wish::Number(it) if it.is_finite() => Some(Asked::To(amount(*it, Unit::None))),
        Wish::Number(_) => None,
        Wish::Text(text) => text_value(text.trim()),
    }
}

fn text_value(text: &str) -> Option<Asked> {
    if let Some(stored) = text.strip_prefix('=') {
        return Some(Asked::Stored(stored.trim().to_owned())).filter(|_| !stored.trim().is_empty());
    }
    let lower = text.to_lowercase().replace('−', "-");
    if let Some(by) = lower.strip_prefix("by ").or_else(|| lower.strip_prefix('+')) {
        return amount(by).map(Asked::By);
    }
    amount(&lower).map(Asked::To)
}

fn amount(text: &str) -> Option<Amount> {
    let text = text.trim();
    let word = |value: f64, unit| Some(Amount { value, unit });
    match text {
        "on" | "true" | "muted" | "yes" => return word(1.0, Unit::Switch),
        "off" | "false" | "unmuted" | "no" => return word(0.0, Unit::Switch),
        "c" | "center" | "centre" => return word(0.0, Unit::Side),
        "-inf" | "-inf db" | "silence" => return word(-70.0, Unit::Decibels),
        _ => {}
    }
    if let Some(bar) = text.strip_prefix("bar ") {
        return number(bar).map(|value| Amount { value, unit: Unit::Bar });
    }
    if let Some(value) = number(text) {
        return word(value, Unit::None);
    }
    if let Some(sixteenths) = note_value(text) {
        return word(sixteenths, Unit::Sixteenths);
    }
    let ending = |(ending, unit, factor): &(&str, Unit, f64)| {
        let value = number(text.strip_suffix(ending)?)?;
        Some(Amount { value: value * factor, unit: *unit })
    };
    ENDINGS.iter().find_map(ending)
}

/// A note value as musicians write it, `1/8`, `3/16`, `1/4d` (dotted), `1/8t` (triplet), in sixteenths.
fn note_value(text: &str) -> Option<f64> {
    let (text, share) = match text.strip_suffix(['d', '.']) {
        Some(plain) => (plain, 1.5),
        None => text.strip_suffix('t').map_or((text, 1.0), |plain| (plain, 2.0 / 3.0)),
    };
    let (over, under) = text.split_once('/')?;
    let whole = |it: &str| it.trim().parse::<u32>().ok().filter(|it| (1..=128).contains(it));
    Some(16.0 * f64::from(whole(over)?) / f64::from(whole(under)?) * share)
}

/// A plain finite number.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.bytes().all(|it| it.is_ascii_digit() || b".-+e".contains(&it));
    text.parse().ok().filter(|it: &f64| is_plain && it.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Asked> {
        read(&Wish::Text(text.to_owned()))
    }

    #[test]
    fn values_are_read_as_people_write_them() {
        let to = |value, unit| Some(Asked::To(Amount { value, unit }));
        assert_eq!(of("-12dB"), to(-12.0, Unit::Decibels));
        assert_eq!(of("−9 dB"), to(-9.0, Unit::Decibels));
        assert_eq!(of("1.2 kHz"), to(1200.0, Unit::Hertz));
        assert_eq!(of("30%"), to(30.0, Unit::Percent));
        assert_eq!(of("2 st"), to(2.0, Unit::Semitones));
        assert_eq!(of("126 bpm"), to(126.0, Unit::BeatsPerMinute));
        assert_eq!(of("25L"), to(-0.5, Unit::Side));
        assert_eq!(of("bar 49"), to(49.0, Unit::Bar));
        assert_eq!(of("1/8"), to(2.0, Unit::Sixteenths));
        assert_eq!(of("3/16"), of("1/8d"));
        assert_eq!(of("-9 LUFS"), to(-9.0, Unit::Decibels));
        assert_eq!(of("-inf dB"), to(-70.0, Unit::Decibels));
        assert_eq!(of("+3dB"), Some(Asked::By(Amount { value: 3.0, unit: Unit::Decibels })));
        assert_eq!(of("by -3 dB"), Some(Asked::By(Amount { value: -3.0, unit: Unit::Decibels })));
        assert_eq!(of("=0.5"), Some(Asked::Stored("0.5".into())));
        assert_eq!(read(&Wish::Number(-15.0)), to(-15.0, Unit::None));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in [
            "",
            "loud",
            "NaN",
            "inf",
            "12 parsecs",
            "1/0",
            "/8",
            "1/8/2",
            "=",
            "1e999",
            "--3",
            "dB",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(read(&Wish::Number(f64::NAN)), None);
    }
}
