//! How a recording is fitted to the new tempo.

use std::fmt;

use music_types::Tempo;

use crate::spec::remark::{Remark, VOCAL_HALF_OR_DOUBLE, VOCAL_STRETCH_AUDIBLE, VOCAL_STRETCH_FAR};

/// How the beats of a recording are counted against the new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Pace {
    /// Two beats of the recording pass in one new beat: a fast source in half time.
    Half,
    /// Beat for beat.
    #[default]
    Same,
    /// One beat of the recording lasts two new beats: a slow source in double time.
    Double,
}

impl Pace {
    /// New beats in one beat of the recording: ½, 1, 2.
    pub const fn factor(self) -> f64 {
        match self {
            Self::Half => 0.5,
            Self::Same => 1.0,
            Self::Double => 2.0,
        }
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Half => "half time",
            Self::Same => "beat for beat",
            Self::Double => "double time",
        })
    }
}

/// How a recording comes to the new tempo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TempoFit {
    /// How its beats are counted.
    pub pace: Pace,
    /// How many times faster it plays than recorded; 1 is as it is.
    pub ratio: f64,
}

impl TempoFit {
    /// The fit with the least stretch: r = target/(k·source) over k of ½, 1 and 2, the smallest
    /// |ln r| (music reference §5.2). Equal fits go beat for beat.
    pub fn new(source: Tempo, target: Tempo) -> Self {
        let fit = |pace: Pace| Self { pace, ratio: target.bpm() / (pace.factor() * source.bpm()) };
        let [same, half, double] = [Pace::Same, Pace::Half, Pace::Double].map(fit);
        let far = |it: &Self| libm::log(it.ratio).abs();
        [half, double]
            .into_iter()
            .fold(same, |best, it| if far(&it) < far(&best) { it } else { best })
    }

    /// What there is to say about it: nothing up to 10 %, which covers 94.5 % of what DJs do.
    pub(crate) fn remarks(&self, remarks: &mut Vec<Remark>) {
        let percent = (self.ratio - 1.0) * 100.0;
        let pace = if 0.0 < percent { "faster" } else { "slower" };
        let stretch = format!("the voice is {:.1} % {pace} than it was sung", percent.abs());
        let mut say = |code, words: String| remarks.push(Remark::new(code, "/target_bpm", words));
        match percent.abs() {
            far if 20.0 < far => {
                say(VOCAL_STRETCH_FAR, format!("{stretch}: fit for chops and single lines"))
            }
            wide if 10.0 < wide => {
                say(VOCAL_STRETCH_AUDIBLE, format!("{stretch}: audible on held notes"))
            }
            _ => {}
        }
        if self.pace != Pace::Same {
            say(
                VOCAL_HALF_OR_DOUBLE,
                format!("the voice runs in {} against the new beat", self.pace),
            );
        }
    }
}

impl fmt::Display for TempoFit {
    /// `+12.5 %`, `−3.1 %, double time`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = format!("{:+.1} %", (self.ratio - 1.0) * 100.0).replace('-', "−");
        match self.pace {
            Pace::Same => f.write_str(&percent),
            pace => write!(f, "{percent}, {pace}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The worked table of the music reference, §5.2, for a target of 126 BPM.
    #[test]
    fn sources_come_to_126_as_djs_would_bring_them() {
        let told: Vec<String> =
            [112.0, 140.0, 126.0, 63.0, 70.0, 84.0, 85.0, 104.0, 150.0, 180.0, 252.0]
                .map(|bpm| {
                    format!("{bpm}: {}", TempoFit::new(Tempo::clamped(bpm), Tempo::clamped(126.0)))
                })
                .into();
        insta::assert_snapshot!(told.join("\n"), @"
        112: +12.5 %
        140: −10.0 %
        126: +0.0 %
        63: +0.0 %, double time
        70: −10.0 %, double time
        84: −25.0 %, double time
        85: −25.9 %, double time
        104: +21.2 %
        150: −16.0 %
        180: +40.0 %, half time
        252: +0.0 %, half time
        ");
    }

    proptest! {
        /// No source is stretched by more than a half-octave of tempo, whatever it is.
        #[test]
        fn half_and_double_time_bound_the_stretch(source in 63.0..252.0_f64) {
            let fit = TempoFit::new(Tempo::clamped(source), Tempo::clamped(126.0));
            prop_assert!(libm::log2(fit.ratio).abs() <= 0.5 + 1e-9, "{fit}");
        }
    }
}
