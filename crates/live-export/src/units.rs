//! The one room that converts: beats, decibels, hertz and seconds into what Live and its devices store.

use music_types::{Beats, Db, Hz, Seconds, Semitones};

/// The softest that a fader or send stores, as amplitude: −70 dB.
pub const FLOOR: f64 = 0.000_316_227_757_1;

/// The loudest that a fader stores, as amplitude: +6 dB.
pub const FADER_TOP: f64 = 1.995_262_38;

/// The most that a clip's gain stores, as amplitude: +24 dB.
const CLIP_TOP: f64 = 15.848_931_9;

/// A time or length in quarter notes, as every clip, note and event stores it.
pub fn beats(time: Beats) -> f64 {
    time.as_quarters()
}

/// A level as a factor of amplitude, 0 and more.
pub fn factor(level: Db) -> f64 {
    level.to_gain().value()
}

/// A level as a track's or chain's fader stores it: amplitude, −70 to +6 dB.
pub fn fader(level: Db) -> f64 {
    factor(level).clamp(FLOOR, FADER_TOP)
}

/// A level as a send stores it: amplitude, −70 to 0 dB.
pub fn send(level: Db) -> f64 {
    factor(level).clamp(FLOOR, 1.0)
}

/// A level as an audio clip's gain stores it: amplitude, up to +24 dB.
pub fn clip_gain(level: Db) -> f64 {
    factor(level).min(CLIP_TOP)
}

/// A time in milliseconds, as compressors and envelopes of Simpler store it.
pub fn milliseconds(time: Seconds) -> f64 {
    time.0 * 1000.0
}

/// A frequency as Auto Filter stores its cutoff: a key of the keyboard with fractions, 69 at 440 Hz.
pub fn cutoff(frequency: Hz) -> f64 {
    69.0 + 12.0 * libm::log2(frequency.0.max(1.0) / 440.0)
}

/// A width in percent as Utility stores it: 1 is as is, 0 is mono, 4 at the most.
pub fn width(percent: f64) -> f64 {
    (percent / 100.0).clamp(0.0, 4.0)
}

/// A transposition as a clip or a sample stores it: whole semitones and −50 to 50 cents.
pub fn tuning(by: Semitones) -> (i8, f64) {
    let whole = libm::round(by.0).clamp(-48.0, 48.0);
    (whole as i8, ((by.0 - whole) * 100.0).clamp(-50.0, 50.0))
}

/// The sample nearest to a moment of a recording.
pub fn frame(at: Seconds, rate: u32) -> u64 {
    libm::round(at.0.max(0.0) * f64::from(rate)) as u64
}

/// What lies between two cuts as the filters of Reverb and Delay store it: the middle in hertz and the width in
/// octaves, 0.5 to 9.
pub fn band(low: Hz, high: Hz) -> (f64, f64) {
    let (low, high) = (low.0.max(20.0), high.0.max(20.0));
    let octaves = libm::log2(high.max(low) / low);
    (libm::sqrt(low * high), octaves.clamp(0.5, 9.0))
}

/// The lengths that Delay's buttons stand for, in sixteenths.
const SIXTEENTHS: [f64; 8] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 16.0];

/// Which of Delay's buttons, 0 to 7, stands for a length, or for the one nearest to it.
pub fn delay_button(time: Beats) -> usize {
    nearest_step(beats(time) * 4.0, &SIXTEENTHS)
}

/// The step of a stepped knob whose value is nearest by ratio; the first of equals.
pub fn nearest_step(value: f64, steps: &[f64]) -> usize {
    let far = |step: &f64| libm::fabs(libm::log2(value.max(1e-9) / step.max(1e-9)));
    let best = steps.iter().enumerate().min_by(|a, b| far(a.1).total_cmp(&far(b.1)));
    best.map_or(0, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fader_knows_unity_its_floor_and_its_top() {
        assert_eq!(fader(Db::UNITY), 1.0);
        assert_eq!((fader(Db::SILENCE), fader(Db::new(20.0))), (FLOOR, FADER_TOP));
        assert!((fader(Db::new(-6.0)) - 0.501_187).abs() < 1e-6);
        assert_eq!(send(Db::new(6.0)), 1.0);
    }

    #[test]
    fn auto_filter_counts_keys() {
        assert_eq!(cutoff(Hz(440.0)), 69.0);
        assert_eq!(cutoff(Hz(220.0)), 57.0);
        // The ends of its knob, 20 and 135, are 26 Hz and 19.9 kHz.
        assert!((cutoff(Hz(25.957)) - 20.0).abs() < 0.01);
        assert!((cutoff(Hz(19_912.0)) - 135.0).abs() < 0.01);
    }

    #[test]
    fn a_transposition_is_whole_semitones_and_cents() {
        assert_eq!(tuning(Semitones(-4.0)), (-4, 0.0));
        let (whole, cents) = tuning(Semitones(2.3));
        assert!(whole == 2 && (cents - 30.0).abs() < 1e-9);
        assert_eq!(tuning(Semitones(90.0)).0, 48);
    }

    #[test]
    fn a_band_lies_in_the_middle_of_its_cuts() {
        let (middle, octaves) = band(Hz(200.0), Hz(3200.0));
        assert!((middle - 800.0).abs() < 1e-9 && (octaves - 4.0).abs() < 1e-9);
        assert_eq!(band(Hz(500.0), Hz(100.0)).1, 0.5);
    }

    #[test]
    fn delay_has_buttons_for_most_times() {
        assert_eq!(delay_button(Beats::sixteenths(3)), 2);
        assert_eq!(delay_button(Beats::QUARTER), 3);
        assert_eq!(delay_button(Beats::sixteenths(12)), 7);
    }

    #[test]
    fn a_step_is_the_nearest_by_ratio() {
        assert_eq!(nearest_step(3.0, &[2.0, 4.0, 10.0]), 1);
        assert_eq!(nearest_step(0.0, &[0.1, 1.0]), 0);
        assert_eq!(nearest_step(20.0, &[0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]), 6);
    }
}
