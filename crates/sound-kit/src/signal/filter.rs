//! Filters: the state-variable filter in every colour, and one-pole slopes.

use std::f64::consts::PI;

/// A state-variable filter of second order, integrated by the trapezoidal rule so that its cutoff
/// may move at every sample (Zavalishin, "The Art of VA Filter Design", 2012; Simper 2013).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Svf {
    first: f64,
    second: f64,
    g: f64,
    k: f64,
}

/// What a state-variable filter lets through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bands {
    pub(crate) low: f64,
    /// Unity at the centre whatever the Q.
    pub(crate) band: f64,
    pub(crate) high: f64,
}

impl Svf {
    /// A filter at rest: cutoff `hz`, resonance `q` (0.707 is flat), at `rate` hertz.
    pub(crate) fn new(hz: f64, q: f64, rate: f64) -> Self {
        let mut filter = Self::default();
        filter.tune(hz, q, rate);
        filter
    }

    /// Moves the cutoff, held below 0.49 of the rate; what rings goes on ringing.
    pub(crate) fn tune(&mut self, hz: f64, q: f64, rate: f64) {
        self.g = libm::tan(PI * (hz / rate).clamp(1e-6, 0.49));
        self.k = 1.0 / q;
    }

    /// One sample through the filter.
    pub(crate) fn step(&mut self, input: f64) -> Bands {
        let Self { first, second, g, k } = *self;
        let high = (input - (g + k) * first - second) / (1.0 + g * (g + k));
        let band = g * high + first;
        let low = g * band + second;
        self.first = g * high + band;
        self.second = g * band + low;
        Bands { low, band: k * band, high }
    }
}

/// The signal below `hz`, 12 dB an octave, flat.
pub(crate) fn low_pass(signal: &[f64], hz: f64, rate: f64) -> Vec<f64> {
    let mut filter = Svf::new(hz, 0.707, rate);
    signal.iter().map(|it| filter.step(*it).low).collect()
}

/// The signal above `hz`, 12 dB an octave, flat.
pub(crate) fn high_pass(signal: &[f64], hz: f64, rate: f64) -> Vec<f64> {
    let mut filter = Svf::new(hz, 0.707, rate);
    signal.iter().map(|it| filter.step(*it).high).collect()
}

/// The signal around `hz`, 6 dB an octave on either side, `hz / q` wide.
pub(crate) fn band_pass(signal: &[f64], hz: f64, q: f64, rate: f64) -> Vec<f64> {
    let mut filter = Svf::new(hz, q, rate);
    signal.iter().map(|it| filter.step(*it).band).collect()
}

/// A one-pole low-pass, 6 dB an octave; also smooths control values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slope {
    state: f64,
    share: f64,
}

impl Slope {
    /// At rest at `state`, cutoff `hz` at `rate` hertz.
    pub(crate) fn new(state: f64, hz: f64, rate: f64) -> Self {
        Self { state, share: 1.0 - libm::exp(-2.0 * PI * hz / rate) }
    }

    /// One value through the slope.
    pub(crate) fn step(&mut self, input: f64) -> f64 {
        self.state += self.share * (input - self.state);
        self.state
    }
}
