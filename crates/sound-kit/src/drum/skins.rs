//! Skins: congas, bongos, timbales, tamborim, toms and surdo, as the modes of a membrane.

use crate::drum::backbeat::stick;
use crate::signal::filter::low_pass;
use crate::signal::mode::{Bend, MEMBRANE, Mode, ring};
use crate::signal::oversample::{STUDIO, down};
use crate::signal::shape::saturate;
use crate::signal::{HZ, sum};

/// A skin and the stroke that sounds it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Skin {
    /// The name of the stroke's noise.
    name: &'static str,
    /// Its lowest mode when settled, in hertz.
    hz: f64,
    /// Seconds in which the lowest mode falls by 60 dB.
    t60: f64,
    /// How much faster the others fall: their time is `t60 / ratio^damping`.
    damping: f64,
    /// The gains of the membrane's ten modes: where it is struck.
    struck: [f64; 10],
    /// How much sharper it starts, and the time constant in seconds in which it settles.
    bend: (f64, f64),
    /// The noise of hand or stick: gain, centre in hertz, seconds to fall by 60 dB.
    noise: (f64, f64, f64),
    /// What rings beside the skin, shell or air: gain, hertz, seconds to fall by 60 dB.
    shell: [(f64, f64, f64); 3],
    /// How hard it is driven, 1 hardly.
    drive: f64,
}

/// Struck near the edge with flat fingers: the low mode sings.
#[rustfmt::skip]
pub(crate) const CONGA_OPEN: Skin = Skin {
    name: "conga open", hz: 207.652, t60: 0.62, damping: 0.85,
    struck: [1.0, 0.71, 0.34, 0.24, 0.27, 0.14, 0.12, 0.09, 0.07, 0.05],
    bend: (0.035, 0.022), noise: (1.00, 1_700.0, 0.014),
    shell: [(0.16, 98.0, 0.12), (0.07, 830.0, 0.06), (0.03, 2_350.0, 0.03)], drive: 1.3,
};
/// The hand stays on the skin.
#[rustfmt::skip]
pub(crate) const CONGA_MUTE: Skin = Skin {
    name: "conga mute", hz: 222.0, t60: 0.11, damping: 0.5,
    struck: [0.8, 0.75, 0.45, 0.33, 0.3, 0.18, 0.15, 0.12, 0.09, 0.08],
    bend: (0.05, 0.01), noise: (1.17, 1_350.0, 0.02),
    shell: [(0.3, 104.0, 0.09), (0.06, 870.0, 0.03), (0.0, 1_000.0, 0.1)], drive: 1.3,
};
/// Cupped fingers that snap: high modes and a crack.
#[rustfmt::skip]
pub(crate) const CONGA_SLAP: Skin = Skin {
    name: "conga slap", hz: 216.0, t60: 0.19, damping: 0.25,
    struck: [0.35, 0.49, 0.59, 0.55, 0.65, 0.52, 0.49, 0.42, 0.39, 0.34],
    bend: (0.06, 0.012), noise: (3.30, 3_300.0, 0.026),
    shell: [(0.1, 104.0, 0.06), (0.3, 1_480.0, 0.07), (0.22, 2_650.0, 0.05)], drive: 1.7,
};
#[rustfmt::skip]
pub(crate) const CONGA_LOW: Skin = Skin {
    name: "conga low", hz: 155.563, t60: 0.75, damping: 0.85,
    struck: [1.0, 0.68, 0.34, 0.22, 0.26, 0.14, 0.1, 0.09, 0.07, 0.05],
    bend: (0.04, 0.026), noise: (1.00, 1_350.0, 0.016),
    shell: [(0.2, 82.0, 0.16), (0.06, 690.0, 0.06), (0.02, 1_950.0, 0.03)], drive: 1.3,
};
#[rustfmt::skip]
pub(crate) const BONGO_HIGH: Skin = Skin {
    name: "bongo high", hz: 415.305, t60: 0.28, damping: 0.6,
    struck: [1.0, 0.85, 0.51, 0.37, 0.37, 0.24, 0.2, 0.14, 0.12, 0.09],
    bend: (0.03, 0.012), noise: (1.65, 2_700.0, 0.012),
    shell: [(0.1, 205.0, 0.06), (0.09, 1_260.0, 0.05), (0.05, 3_400.0, 0.03)], drive: 1.3,
};
#[rustfmt::skip]
pub(crate) const BONGO_LOW: Skin = Skin {
    name: "bongo low", hz: 293.665, t60: 0.34, damping: 0.65,
    struck: [1.0, 0.82, 0.48, 0.34, 0.34, 0.2, 0.17, 0.14, 0.1, 0.09],
    bend: (0.035, 0.015), noise: (1.54, 2_200.0, 0.013),
    shell: [(0.14, 150.0, 0.08), (0.08, 980.0, 0.05), (0.04, 2_900.0, 0.03)], drive: 1.3,
};
/// A stick on a tight head over a shell of steel.
#[rustfmt::skip]
pub(crate) const TIMBALE_HIGH: Skin = Skin {
    name: "timbale high", hz: 349.228, t60: 0.55, damping: 0.3,
    struck: [0.9, 0.96, 0.67, 0.58, 0.54, 0.42, 0.35, 0.29, 0.24, 0.19],
    bend: (0.045, 0.02), noise: (1.98, 4_200.0, 0.012),
    shell: [(0.16, 1_430.0, 0.42), (0.14, 2_270.0, 0.36), (0.1, 3_760.0, 0.28)], drive: 1.6,
};
#[rustfmt::skip]
pub(crate) const TIMBALE_LOW: Skin = Skin {
    name: "timbale low", hz: 261.626, t60: 0.62, damping: 0.3,
    struck: [0.95, 0.96, 0.64, 0.54, 0.51, 0.38, 0.32, 0.26, 0.22, 0.18],
    bend: (0.05, 0.024), noise: (1.87, 3_700.0, 0.013),
    shell: [(0.15, 1_180.0, 0.42), (0.13, 1_910.0, 0.36), (0.09, 3_240.0, 0.28)], drive: 1.6,
};
/// A soft mallet on a deep drum: E♭2, in the band the bass leaves free.
#[rustfmt::skip]
pub(crate) const SURDO: Skin = Skin {
    name: "surdo", hz: 77.782, t60: 0.85, damping: 1.2,
    struck: [1.0, 0.47, 0.18, 0.13, 0.1, 0.07, 0.04, 0.03, 0.03, 0.01],
    bend: (0.14, 0.032), noise: (0.90, 520.0, 0.03),
    shell: [(0.08, 118.0, 0.22), (0.04, 310.0, 0.1), (0.012, 1_150.0, 0.03)], drive: 1.8,
};
#[rustfmt::skip]
pub(crate) const TOM_HIGH: Skin = Skin {
    name: "tom high", hz: 155.563, t60: 0.5, damping: 0.9,
    struck: [1.0, 0.55, 0.26, 0.21, 0.16, 0.1, 0.08, 0.07, 0.05, 0.04],
    bend: (0.34, 0.028), noise: (0.85, 2_600.0, 0.014),
    shell: [(0.06, 410.0, 0.14), (0.03, 1_050.0, 0.05), (0.02, 3_100.0, 0.02)], drive: 1.7,
};
#[rustfmt::skip]
pub(crate) const TOM_LOW: Skin = Skin {
    name: "tom low", hz: 103.826, t60: 0.66, damping: 0.9,
    struck: [1.0, 0.55, 0.26, 0.2, 0.16, 0.1, 0.08, 0.05, 0.04, 0.03],
    bend: (0.34, 0.034), noise: (0.85, 2_100.0, 0.016),
    shell: [(0.06, 290.0, 0.16), (0.03, 790.0, 0.06), (0.02, 2_600.0, 0.02)], drive: 1.7,
};
/// A hand's breadth of skin under a whip of sticks.
#[rustfmt::skip]
pub(crate) const TAMBORIM: Skin = Skin {
    name: "tamborim", hz: 690.0, t60: 0.17, damping: 0.35,
    struck: [0.8, 0.72, 0.5, 0.48, 0.43, 0.36, 0.31, 0.24, 0.22, 0.18],
    bend: (0.07, 0.008), noise: (2.40, 5_200.0, 0.018),
    shell: [(0.1, 1_560.0, 0.08), (0.14, 3_350.0, 0.05), (0.08, 6_100.0, 0.03)], drive: 1.8,
};
/// A finger under the skin.
#[rustfmt::skip]
pub(crate) const TAMBORIM_MUTE: Skin = Skin {
    name: "tamborim mute", hz: 760.0, t60: 0.055, damping: 0.25,
    struck: [0.7, 0.6, 0.5, 0.43, 0.36, 0.29, 0.24, 0.19, 0.17, 0.12],
    bend: (0.08, 0.006), noise: (1.80, 4_100.0, 0.013),
    shell: [(0.1, 1_640.0, 0.03), (0.1, 3_500.0, 0.02), (0.05, 6_000.0, 0.015)], drive: 1.6,
};

/// The skin, struck once: mono.
pub(crate) fn skin(skin: &Skin) -> Vec<Vec<f64>> {
    let seconds = 0.05 + 1.35 * skin.t60;
    let bend = Bend { by: skin.bend.0, within: skin.bend.1 };
    let head = ring(&modes(skin), bend, 0.000_7, seconds, STUDIO);
    let shell = skin.shell.map(|(gain, hz, t60)| Mode { hz, gain, t60 });
    let shell = ring(&shell, Bend::NONE, 0.001, seconds, STUDIO);
    let ringing = sum(&[(0.8, &head), (0.8, &shell)]);
    let driven: Vec<f64> =
        ringing.iter().map(|it| saturate(*it, skin.drive) / skin.drive).collect();
    let (gain, hz, t60) = skin.noise;
    let stroke = low_pass(&stick(skin.name, hz, t60), 3.2 * hz, HZ);
    vec![sum(&[(1.0, &down(&driven)), (gain, &stroke)])]
}

/// The ten modes of the head.
fn modes(skin: &Skin) -> Vec<Mode> {
    (MEMBRANE.iter().zip(skin.struck))
        .map(|(ratio, gain)| Mode {
            hz: skin.hz * ratio,
            gain,
            t60: skin.t60 / libm::pow(*ratio, skin.damping),
        })
        .collect()
}
