//! Wood and iron: log drum, agogô, clave.

use crate::drum::backbeat::stick;
use crate::signal::mode::{Bend, Mode, ring};
use crate::signal::osc::{Phase, sine};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::shape::{fall, rise, saturate, strike};
use crate::signal::{HZ, render, sum};

/// A log drum on F2: a hollow, driven sine that drops into its note, and a knock of wood.
pub(crate) fn log_drum() -> Vec<Vec<f64>> {
    let (mut low, mut high) = (Phase(0.0), Phase(0.0));
    let body = render(0.95, STUDIO, |t| {
        let hz = 87.307 * (1.0 + 0.9 * libm::exp(-t / 0.009) + 0.03 * libm::exp(-t / 0.05));
        let tongue = 0.22 * strike(t, 0.001, 0.2) * sine(high.advance(3.01 * hz / STUDIO));
        let level = rise(t, 0.001) * fall(t, 0.75);
        // A little of the sine bends its own phase: the hollow growl of the log.
        let turns = low.advance(hz / STUDIO);
        let growl = 0.07 * fall(t, 0.5) * sine(2.0 * turns);
        saturate(level * (sine(turns + growl) + tongue), 1.9)
    });
    let knock = [
        Mode { hz: 418.0, gain: 0.5, t60: 0.06 },
        Mode { hz: 905.0, gain: 0.3, t60: 0.04 },
        Mode { hz: 1_720.0, gain: 0.12, t60: 0.025 },
    ];
    let knock = ring(&knock, Bend::NONE, 0.000_5, 0.1, STUDIO);
    let stroke = stick("log drum", 1_250.0, 0.012);
    vec![sum(&[(1.0, &down(&body)), (0.5, &down(&knock)), (0.3, &stroke)])]
}

/// A bell of the agogô.
pub(crate) struct Bell {
    /// The name of the stroke's noise.
    name: &'static str,
    /// Its strike note, in hertz.
    hz: f64,
    /// Seconds in which the strike note falls by 60 dB.
    t60: f64,
}

/// The small bell, D♯6.
pub(crate) const AGOGO_HIGH: Bell = Bell { name: "agogo high", hz: 1_244.508, t60: 0.5 };
/// The large bell, G♯5.
pub(crate) const AGOGO_LOW: Bell = Bell { name: "agogo low", hz: 830.609, t60: 0.62 };

/// A cone's partials over its strike note: ratio, gain, share of the decay. Each comes as a close
/// pair, for no bell is round.
const CONE: [(f64, f64, f64); 8] = [
    (0.502, 0.10, 0.7),
    (1.0, 1.0, 1.0),
    (1.417, 0.22, 0.6),
    (2.094, 0.55, 0.8),
    (2.76, 0.42, 0.6),
    (3.83, 0.36, 0.5),
    (5.12, 0.26, 0.35),
    (7.05, 0.15, 0.22),
];

/// A stick on an iron cone: mono.
pub(crate) fn agogo(bell: &Bell) -> Vec<Vec<f64>> {
    let pair = |(ratio, gain, share): &(f64, f64, f64)| {
        let beat = if *ratio == 1.0 { 0.0 } else { 0.002 };
        [-beat, beat].map(|it| Mode {
            hz: bell.hz * ratio * (1.0 + it),
            gain: 0.5 * gain,
            t60: bell.t60 * share,
        })
    };
    let modes: Vec<Mode> = CONE.iter().flat_map(pair).collect();
    let iron = ring(&modes, Bend { by: 0.004, within: 0.01 }, 0.000_3, 1.3 * bell.t60, STUDIO);
    let driven: Vec<f64> = iron.iter().map(|it| saturate(*it, 0.9)).collect();
    vec![sum(&[(1.0, &down(&driven)), (0.35, &stick(bell.name, 5_200.0, 0.008))])]
}

/// Two sticks of rosewood, D♯7: a free bar's modes (1, 2.756, 5.404; Rossing 2000) over the
/// cupped hand, which answers at its own pitch.
pub(crate) fn clave() -> Vec<Vec<f64>> {
    let modes = [
        Mode { hz: 2_489.016, gain: 1.0, t60: 0.17 },
        Mode { hz: 2_489.016 * 2.756, gain: 0.22, t60: 0.04 },
        Mode { hz: 2_489.016 * 5.404, gain: 0.06, t60: 0.015 },
        Mode { hz: 1_180.0, gain: 0.12, t60: 0.03 },
    ];
    let wood = ring(&modes, Bend::NONE, 0.000_4, 0.24, HZ);
    vec![sum(&[(1.0, &wood), (0.2, &stick("clave", 4_800.0, 0.005))])]
}
