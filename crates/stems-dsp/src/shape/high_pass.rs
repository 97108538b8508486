//! What lies above a frequency, in several sounds at once.

/// Butterworth high-passes of two poles (bilinear transform), alike, of which each hears a sound of its own.
#[derive(Clone)]
pub(super) struct HighPass<const LANES: usize> {
    b: f64,
    a: [f64; 2],
    memory: [[f64; LANES]; 2],
}

impl<const LANES: usize> HighPass<LANES> {
    /// Above `hz` hertz, in sounds at `rate`.
    pub(super) fn new(hz: f64, rate: u32) -> Self {
        let place = (hz / f64::from(rate.max(1))).min(0.45);
        let k = libm::tan(std::f64::consts::PI * place);
        let norm = 1.0 / (1.0 + std::f64::consts::SQRT_2 * k + k * k);
        let a = [2.0 * (k * k - 1.0) * norm, (1.0 - std::f64::consts::SQRT_2 * k + k * k) * norm];
        Self { b: norm, a, memory: [[0.0; LANES]; 2] }
    }

    /// The next sample of each sound.
    pub(super) fn next(&mut self, samples: [f64; LANES]) -> [f64; LANES] {
        let [last, older] = &mut self.memory;
        std::array::from_fn(|it| {
            let (x, b, a) = (samples[it], self.b, self.a);
            let y = b * x + last[it];
            last[it] = -2.0 * b * x - a[0] * y + older[it];
            older[it] = b * x - a[1] * y;
            y
        })
    }
}
