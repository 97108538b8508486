//! Equalisers: EQ Eight, and Channel EQ with Auto Filter where there is no EQ Eight.

use als_model::edit::Setting;
use mixing::{EqBand, EqShape};
use music_types::{Db, Hz};

use super::Device;
use super::filter::{HIGH_PASS, LOW_PASS, auto_filter};
use crate::units;

/// How many bands an EQ Eight has.
const BANDS: usize = 8;

/// EQ Eight, as many as the bands fill; bands that are not needed are switched off.
pub fn eq_eight(bands: &[EqBand]) -> Vec<Device> {
    bands
        .chunks(BANDS)
        .map(|bands| {
            let mut device = Device::new("Eq8", "EQ", []);
            for index in 0..BANDS {
                device.settings.extend(band_rows(index, bands.get(index)));
            }
            device
        })
        .collect()
}

/// The rows of one band.
fn band_rows(index: usize, band: Option<&EqBand>) -> Vec<(String, Setting)> {
    let at = |knob: &str| format!("Bands.{index}/ParameterA/{knob}");
    let Some(band) = band else {
        return vec![(at("IsOn"), false.into())];
    };
    let mut rows = vec![
        (at("IsOn"), true.into()),
        (at("Mode"), eq_eight_mode(band.shape).into()),
        (at("Freq"), band.freq.0.into()),
        (at("Q"), band.q.into()),
    ];
    if !matches!(band.shape, EqShape::LowCut | EqShape::LowCutSteep | EqShape::HighCut) {
        rows.push((at("Gain"), band.gain.value().into()));
    }
    rows
}

/// How EQ Eight counts shapes: 0 low cut 48 dB, 1 low cut 12 dB, 2 low shelf, 3 bell, 4 notch, 5 high shelf,
/// 6 high cut 12 dB, 7 high cut 48 dB.
const fn eq_eight_mode(shape: EqShape) -> i32 {
    match shape {
        EqShape::LowCutSteep => 0,
        EqShape::LowCut => 1,
        EqShape::LowShelf => 2,
        EqShape::Bell => 3,
        EqShape::HighShelf => 5,
        EqShape::HighCut => 6,
    }
}

/// The corner of Channel EQ's low cut, which is a switch: 80 Hz. A wanted cut within this ratio of it will do.
const SWITCHED_CUT: (f64, f64) = (60.0, 105.0);

/// Channel EQ has one of each shelf and one bell: as many as the bands need, and Auto Filter for cuts elsewhere.
pub fn channel_eq(bands: &[EqBand]) -> Vec<Device> {
    let of = |shape: EqShape| bands.iter().filter(move |it| it.shape == shape);
    let lows: Vec<&EqBand> = of(EqShape::LowShelf).collect();
    let bells: Vec<&EqBand> = of(EqShape::Bell).collect();
    let highs: Vec<&EqBand> = of(EqShape::HighShelf).collect();
    let cuts = || of(EqShape::LowCut).chain(of(EqShape::LowCutSteep));
    let switched = cuts().any(|it| is_switched(it.freq));
    let count = lows.len().max(bells.len()).max(highs.len()).max(usize::from(switched));
    let mut devices: Vec<Device> = cuts()
        .filter(|it| !is_switched(it.freq))
        .map(|it| auto_filter("Low Cut", HIGH_PASS, it.freq, 0.0, it.shape == EqShape::LowCutSteep))
        .collect();
    for index in 0..count {
        let mut device = Device::new("ChannelEq", "EQ", []);
        let mut set = |path: &str, value: Setting| device.settings.push((path.to_owned(), value));
        set("HighpassOn", (switched && index == 0).into());
        set("LowShelfGain", gain(lows.get(index)).into());
        set("MidGain", gain(bells.get(index)).into());
        set("HighShelfGain", gain(highs.get(index)).into());
        if let Some(bell) = bells.get(index) {
            set("MidFrequency", bell.freq.0.into());
        }
        devices.push(device);
    }
    devices.extend(
        of(EqShape::HighCut).map(|it| auto_filter("High Cut", LOW_PASS, it.freq, 0.0, false)),
    );
    devices
}

fn is_switched(cut: Hz) -> bool {
    SWITCHED_CUT.0 <= cut.0 && cut.0 <= SWITCHED_CUT.1
}

fn gain(band: Option<&&EqBand>) -> f64 {
    units::factor(band.map_or(Db::UNITY, |it| it.gain))
}
