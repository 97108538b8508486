//! Feel: when exactly a stroke falls, and how hard.

use music_types::{Beats, Intensity, Seconds, Seed, Tempo, Velocity};

use crate::chance::wander;
use crate::style::{Feel, Style};

/// Strokes softer than this are ghosts.
const GHOST: f64 = 60.0;
/// How much of an error goes on into the next sixteenth: the lag-1 autocorrelation measured on
/// drummers is .25 (Groove MIDI).
const DRIFT: f64 = 0.25;

/// A player's hands: how they sit in the groove of one part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hands<'s> {
    style: &'s Style,
    feel: Feel,
    /// How much of the swing is taken.
    swing: f64,
    tempo: Tempo,
    gain: f64,
    seed: Seed,
}

impl<'s> Hands<'s> {
    /// Hands that play with the style's feel of this name.
    pub(crate) fn new(
        style: &'s Style,
        feel: &str,
        tempo: Tempo,
        intensity: Intensity,
        seed: Seed,
    ) -> Self {
        let feel = style.feels.get(feel).copied().unwrap_or_default();
        // The softest player still gives 72 % of what is written.
        let gain = 0.72 + 0.28 * intensity.value();
        Self { style, feel, swing: feel.swing, tempo, gain, seed }
    }

    /// The same hands, stricter: no wandering, no lean. The kick plays so.
    pub(crate) fn strict(self) -> Self {
        let feel = Feel { lean: [0.0; 4], wander: 0.0, ghosts: 0.0, ..self.feel };
        Self { feel, ..self }
    }

    /// The same hands, heavier or with more swing.
    pub(crate) fn with(self, weight: f64, swing: f64) -> Self {
        Self { gain: self.gain * weight, swing: self.swing * swing, ..self }
    }

    /// When a stroke written at `at` falls; never before zero.
    pub(crate) fn time(&self, at: Beats, strength: f64) -> Beats {
        let place = (at.ticks() / Beats::SIXTEENTH.ticks()).max(0) as u64;
        let late = self.written(at) + self.by_hand(place, strength);
        (at + late).max(Beats::ZERO)
    }

    /// How much later the groove puts this place: swing and lean, or a groove heard elsewhere.
    fn written(&self, at: Beats) -> Beats {
        let step = at.step() as usize;
        let is_on_grid = (at % Beats::SIXTEENTH).ticks() == 0;
        let percent = match &self.style.groove {
            // A groove that was taken over is everybody's, whatever share of the style's swing they take.
            Some(groove) => groove.late.get(step).copied().unwrap_or(0.0),
            None => {
                // Linn: the odd sixteenth comes (S − 50) / 50 of a sixteenth later.
                let swing = if step % 2 == 1 && is_on_grid { self.style.swing - 50.0 } else { 0.0 };
                2.0 * swing * self.swing + self.feel.lean.get(step % 4).copied().unwrap_or(0.0)
            }
        };
        sixteenths(percent.clamp(-45.0, 45.0) / 100.0)
    }

    /// How much later the hand comes: slow drift and the haste of each stroke.
    fn by_hand(&self, place: u64, strength: f64) -> Beats {
        let ghosts = if strength < GHOST { self.feel.ghosts } else { 0.0 };
        let error = |back: u64| wander(self.seed, place.saturating_sub(back));
        let wandering = match self.feel.wander {
            wide if 0.0 < wide => wide * (error(0) + DRIFT * error(1)),
            _ => 0.0,
        };
        let most = self.tempo.seconds(Beats::THIRTY_SECOND).0 * 800.0;
        let milliseconds = (wandering + ghosts).clamp(-most, most);
        self.tempo.beats(Seconds(milliseconds / 1000.0))
    }

    /// How hard a stroke written with this strength falls.
    pub(crate) fn strike(&self, at: Beats, strength: f64) -> Velocity {
        let place = (at.ticks() / Beats::THIRTY_SECOND.ticks()).max(0) as u64;
        let accent = match &self.style.groove {
            Some(groove) => groove.accent.get(at.step() as usize).copied().unwrap_or(1.0),
            None => 1.0,
        };
        let touch = match self.feel.touch {
            wide if 0.0 < wide => wide * wander(self.seed.nth(u64::MAX), place),
            _ => 0.0,
        };
        Velocity::nearest(strength * accent.clamp(0.5, 1.5) * self.gain + touch)
    }
}

fn sixteenths(count: f64) -> Beats {
    Beats::nearest(count / 4.0)
}

/// How likely a now-and-then stroke falls: more with intensity, most in the bars that end four.
pub(crate) fn odds(written: f64, intensity: Intensity, bar: i64) -> f64 {
    let eager = if bar.rem_euclid(4) == 3 { 1.4 } else { 1.0 };
    (written * eager * (0.35 + 0.65 * intensity.value())).clamp(0.0, 0.95)
}

/// The dice of a bar: bars four apart throw the same, the last of eight throws its own, and each
/// sixteen throw anew.
pub(crate) fn bar_seed(seed: Seed, bar: i64) -> Seed {
    let place = if bar.rem_euclid(8) == 7 { 7 } else { bar.rem_euclid(4) };
    let stretch = bar.div_euclid(16).max(0);
    seed.nth((8 * stretch + place) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Groove;

    const PLAIN: &str = "
        swing = 58.0
        drums = []
        fills = []
        vamps = []
        bass = []
        comps = []
        tunes = []
        [feels]
        samba = { lean = [0, -3, -9, -12], swing = 0 }
        loose = { wander = 5, touch = 9 }
    ";

    fn milliseconds_late(style: &Style, feel: &str, step: i64) -> f64 {
        let tempo = Tempo::clamped(124.0);
        let at = Beats::bars(1) + Beats::sixteenths(step);
        let hands = Hands::new(style, feel, tempo, Intensity::FULL, Seed(1));
        let (played, written) = (tempo.seconds(hands.time(at, 100.0)), tempo.seconds(at));
        ((played.0 - written.0) * 10_000.0).round() / 10.0
    }

    /// The table of the reference for 124 BPM: 58 % is 19.4 ms.
    #[test]
    fn swing_is_what_an_mpc_plays() {
        let style: Style = toml::from_str(PLAIN).unwrap();
        let late: Vec<f64> =
            (0..4).map(|it| milliseconds_late(&style, "machine", it) / 10.0).collect();
        assert_eq!(late, [0.0, 1.94, 0.0, 1.94]);
    }

    #[test]
    fn samba_comes_early_on_its_third_and_fourth_sixteenths() {
        let style: Style = toml::from_str(PLAIN).unwrap();
        let late: Vec<f64> =
            (0..4).map(|it| milliseconds_late(&style, "samba", it) / 10.0).collect();
        assert!(late[3] < late[2] && late[2] < late[1] && late[1] < late[0], "{late:?}");
    }

    #[test]
    fn a_groove_heard_elsewhere_stands_for_swing_and_lean() {
        let mut groove = Groove { late: [0.0; 16], accent: [1.0; 16] };
        groove.late[2] = 10.0;
        groove.accent[0] = 1.2;
        let style = Style { groove: Some(groove), ..toml::from_str(PLAIN).unwrap() };
        assert_eq!(milliseconds_late(&style, "machine", 1), 0.0);
        assert!(milliseconds_late(&style, "machine", 2) > 0.0);
        let hands = Hands::new(&style, "machine", Tempo::clamped(124.0), Intensity::FULL, Seed(1));
        assert!(hands.strike(Beats::ZERO, 100.0) > hands.strike(Beats::QUARTER, 100.0));
    }

    #[test]
    fn hands_wander_as_much_as_they_are_told_and_the_kick_not_at_all() {
        let style: Style = toml::from_str(PLAIN).unwrap();
        let tempo = Tempo::clamped(124.0);
        let hands = Hands::new(&style, "loose", tempo, Intensity::FULL, Seed(2)).with(1.0, 0.0);
        let errors: Vec<f64> = (0..2000)
            .map(|it| {
                let at = Beats::quarters(it + 1);
                (tempo.seconds(hands.time(at, 100.0)).0 - tempo.seconds(at).0) * 1000.0
            })
            .collect();
        let deviation = (errors.iter().map(|it| it * it).sum::<f64>() / errors.len() as f64).sqrt();
        assert!((4.5..6.0).contains(&deviation), "{deviation}");
        let strict = (0..2000).map(Beats::quarters).all(|it| hands.strict().time(it, 100.0) == it);
        assert!(strict);
    }
}
