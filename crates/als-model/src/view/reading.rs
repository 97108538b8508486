//! What Live shows for a device's parameters: name, unit, range, and the value in words.

use super::device::{Device, Knob};
use super::level;
use super::parameter::Parameter;
use super::version::Version;
use crate::schema::{self, Dial, Range, Schema};
use crate::tree::Tree;

/// A parameter of a device as Live shows it.
#[derive(Debug, Clone)]
pub struct Reading<'t> {
    /// The way from the device: `Threshold`, `Bands.0/ParameterA/Freq`.
    pub path: String,
    /// The parameter in the document.
    pub parameter: Parameter<'t>,
    /// Knob, switch or selector; what it holds tells where the schema does not know the device.
    pub dial: Dial,
    /// The unit of what is stored: `Hz`, `ms`, `dB`, `amplitude`, `share` (0–1); empty where it has none or none is known.
    pub unit: &'static str,
    /// What it may be; `None` for switches and where it is not known.
    pub range: Option<Range>,
    /// The value in words: `-12.0 dB`, `1.25 kHz`, `35 %`, `on`.
    pub shown: String,
}

impl<'t> Device<'t> {
    /// Its parameters in the order of the document, with what the schema of the document's version knows of each.
    ///
    /// What cannot be read is left out; [`check`](crate::check::check) tells why.
    pub fn readings(self) -> Vec<Reading<'t>> {
        let known = Schema::of(form(self.spot().tree)).device(self.tag());
        let read = |knob: Knob<'t>| {
            let row = known.and_then(|it| it.param(&knob.path));
            let value = knob.parameter.value().ok()?;
            let dial = row.as_ref().map_or_else(|| held(knob.parameter), |it| it.dial);
            let unit = row.as_ref().map_or("", |it| it.unit);
            Some(Reading {
                shown: show(value, dial, unit),
                path: knob.path,
                parameter: knob.parameter,
                dial,
                unit,
                range: row.and_then(|it| it.range),
            })
        };
        self.knobs().into_iter().filter_map(read).collect()
    }
}

/// The version whose form a document has.
fn form(tree: &Tree) -> schema::Version {
    let (major, minor) = Version::of(tree).form();
    let figure = |it: u32| u8::try_from(it).unwrap_or(u8::MAX);
    schema::Version { major: figure(major), minor: figure(minor) }
}

/// The kind of a parameter by what it holds.
fn held(parameter: Parameter<'_>) -> Dial {
    match parameter.text().as_str() {
        "true" | "false" => Dial::Switch,
        _ => Dial::Knob,
    }
}

/// A stored value as Live shows it; `unit` is one of the schema's.
///
/// A unit that is not known shows the bare number.
pub fn show(value: f64, dial: Dial, unit: &str) -> String {
    match (dial, unit) {
        (Dial::Switch, _) => if 0.5 <= value { "on" } else { "off" }.to_owned(),
        (Dial::Selector, _) => format!("{value:.0}"),
        (_, "amplitude" | "factor") => level::show(level::decibels(value)),
        (_, "dB") => level::show(value),
        (_, "share") => format!("{:.0} %", value * 100.0),
        (_, "pan") => level::show_pan(value),
        (_, "Hz") => hertz(value),
        (_, "note") => hertz(440.0 * libm::exp2((value - 69.0) / 12.0)),
        (_, "ms") => milliseconds(value),
        (_, "s") => milliseconds(value * 1000.0),
        (_, "semitones") => format!("{} st", places(value, 2)),
        (_, "cents") => format!("{} ct", places(value, 1)),
        (_, "degrees") => format!("{}°", places(value, 1)),
        (_, "ratio") if 1e6 < value => "inf : 1".to_owned(),
        (_, "ratio") => format!("{value:.2} : 1"),
        _ => places(value, 3),
    }
}

/// A frequency with three figures: `80.0 Hz`, `1.25 kHz`.
fn hertz(value: f64) -> String {
    match value {
        _ if 1000.0 <= value => format!("{:.2} kHz", value / 1000.0),
        _ if 100.0 <= value => format!("{value:.0} Hz"),
        _ if 10.0 <= value => format!("{value:.1} Hz"),
        _ => format!("{value:.2} Hz"),
    }
}

/// A time with three figures: `1.20 ms`, `350 ms`, `2.10 s`.
fn milliseconds(value: f64) -> String {
    match value {
        _ if 1000.0 <= value => format!("{:.2} s", value / 1000.0),
        _ if 100.0 <= value => format!("{value:.0} ms"),
        _ if 10.0 <= value => format!("{value:.1} ms"),
        _ => format!("{value:.2} ms"),
    }
}

/// A number with at most so many places.
fn places(value: f64, most: usize) -> String {
    let text = format!("{value:.most$}");
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::song::song;
    use crate::view::LiveSet;

    #[test]
    fn values_are_shown_as_live_shows_them() {
        let shown = |value, unit| show(value, Dial::Knob, unit);
        assert_eq!(shown(0.251_188_643, "amplitude"), "-12.0 dB");
        assert_eq!(shown(0.000_316_227_757_1, "amplitude"), "-inf dB");
        assert_eq!(shown(0.35, "share"), "35 %");
        assert_eq!((shown(80.0, "Hz"), shown(1250.0, "Hz")), ("80.0 Hz".into(), "1.25 kHz".into()));
        assert_eq!(shown(69.0, "note"), "440 Hz");
        assert_eq!((shown(1.2, "ms"), shown(2.1, "s")), ("1.20 ms".into(), "2.10 s".into()));
        assert_eq!(
            (shown(4.0, "ratio"), shown(3.4e38, "ratio")),
            ("4.00 : 1".into(), "inf : 1".into())
        );
        assert_eq!((shown(-2.0, "semitones"), shown(-0.0, "")), ("-2 st".into(), "0".into()));
        assert_eq!(show(1.0, Dial::Switch, ""), "on");
    }

    #[test]
    fn a_compressor_reads_as_on_its_face() {
        let document = song(schema::Version::LIVE_11_3);
        let set = LiveSet::of(&document.tree).unwrap();
        let compressor = set
            .tracks()
            .flat_map(|it| it.devices().collect::<Vec<_>>())
            .find(|it| it.tag() == "Compressor2")
            .unwrap();
        let readings = compressor.readings();
        let ratio = readings.iter().find(|it| it.path == "Ratio").unwrap();
        assert!(ratio.shown.ends_with(": 1"), "{}", ratio.shown);
        assert_eq!(ratio.range.unwrap().low, 1.0);
        let release = readings.iter().find(|it| it.path == "Release").unwrap();
        assert_eq!((release.unit, release.shown.ends_with("ms")), ("ms", true));
        assert!(readings.iter().any(|it| it.path == "On" && it.shown == "on"));
    }
}
