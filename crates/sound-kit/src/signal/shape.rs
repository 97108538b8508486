//! Shapes over time and of amplitude: decays, ramps, saturation.

/// How much is left after `t` seconds of something that falls by 60 dB in `t60` seconds.
pub(crate) fn fall(t: f64, t60: f64) -> f64 {
    if t < 0.0 { 0.0 } else { libm::exp(-6.907_755 * t / t60) }
}

/// Rises from 0 to 1 within `length` seconds along half a cosine; without a corner at either end.
pub(crate) fn rise(t: f64, length: f64) -> f64 {
    match t {
        t if t <= 0.0 => 0.0,
        t if length <= t => 1.0,
        t => 0.5 - 0.5 * libm::cos(std::f64::consts::PI * t / length),
    }
}

/// A struck sound: up within `attack` seconds, then down by 60 dB in `t60`.
pub(crate) fn strike(t: f64, attack: f64, t60: f64) -> f64 {
    rise(t, attack) * fall(t - attack.min(t), t60)
}

/// Soft saturation by the hyperbolic tangent: small signals grow by `drive`, none leaves ±1.
///
/// Makes harmonics; use it at a raised rate.
pub(crate) fn saturate(sample: f64, drive: f64) -> f64 {
    libm::tanh(sample * drive)
}

/// The amplitude of `db` decibels.
pub(crate) fn db(db: f64) -> f64 {
    libm::exp10(db / 20.0)
}

/// `low` at 0, `high` at 1, in equal ratios between.
pub(crate) fn glide(low: f64, high: f64, t: f64) -> f64 {
    low * libm::pow(high / low, t)
}
