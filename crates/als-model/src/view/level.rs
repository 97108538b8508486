//! Loudness: the factor that the file holds and the decibels that Live's fader shows.

/// What a fader at the bottom of its way is stored as: 10^(−70/20).
pub const SILENCE: f64 = 0.000_316_227_757_1;
/// The top of a track's fader, +6 dB, as it is stored.
pub const TOP: f64 = 1.995_262_38;

/// The decibels of a stored factor; minus infinity at the fader's bottom and below, as Live shows it.
pub fn decibels(amplitude: f64) -> f64 {
    if amplitude <= SILENCE * 1.000_001 { f64::NEG_INFINITY } else { 20.0 * libm::log10(amplitude) }
}

/// The factor that Live stores for so many decibels, between the fader's bottom (−70 dB) and +6 dB.
///
/// Not-a-number becomes silence.
pub fn amplitude(decibels: f64) -> f64 {
    if decibels.is_nan() || decibels <= -70.0 {
        return SILENCE;
    }
    libm::exp10(decibels / 20.0).clamp(SILENCE, TOP)
}

/// Decibels as Live writes them: `-12.0 dB`, `-inf dB`.
pub fn show(decibels: f64) -> String {
    if decibels == f64::NEG_INFINITY {
        return "-inf dB".to_owned();
    }
    let tenths = (decibels * 10.0).round() / 10.0;
    format!("{:.1} dB", if tenths == 0.0 { 0.0 } else { tenths })
}

/// A place between the speakers as Live writes it: `C`, `50L`, `12R`; `pan` from −1 (left) to 1.
pub fn show_pan(pan: f64) -> String {
    let steps = (pan * 50.0).round();
    match steps {
        _ if steps < 0.0 => format!("{:.0}L", -steps),
        _ if 0.0 < steps => format!("{steps:.0}R"),
        _ => "C".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_fader_shows_what_live_shows() {
        let shown =
            [1.0, 0.5011872053, 0.251188636, TOP, SILENCE, 0.0].map(|it| show(decibels(it)));
        assert_eq!(shown, ["0.0 dB", "-6.0 dB", "-12.0 dB", "6.0 dB", "-inf dB", "-inf dB"]);
        assert_eq!([-1.0, -0.5, 0.0, 0.24, 1.0].map(show_pan), ["50L", "25L", "C", "12R", "50R"]);
    }

    proptest! {
        /// A fader set to decibels shows these decibels.
        #[test]
        fn decibels_come_back(db in -69.9..6.0f64) {
            prop_assert!((decibels(amplitude(db)) - db).abs() < 1e-6);
        }
    }
}
