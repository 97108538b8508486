//! The workbench: oscillators, filters, modes, rooms and the last touches. All in `f64`, all `libm`.

pub(crate) mod filter;
pub(crate) mod finish;
pub(crate) mod mode;
pub(crate) mod noise;
pub(crate) mod osc;
pub(crate) mod oversample;
pub(crate) mod room;
pub(crate) mod shape;

/// The rate of every wave that leaves this crate, in hertz.
pub const RATE: u32 = 44_100;

/// [`RATE`] as a decimal, in hertz.
pub(crate) const HZ: f64 = 44_100.0;

/// Samples in `seconds` at `rate` hertz; none for what is negative or no number.
pub(crate) fn frames(seconds: f64, rate: f64) -> usize {
    (seconds * rate).round() as usize
}

/// A signal of `seconds` at `rate` hertz whose value at the time `t` in seconds is `value(t)`.
pub(crate) fn render(seconds: f64, rate: f64, mut value: impl FnMut(f64) -> f64) -> Vec<f64> {
    (0..frames(seconds, rate)).map(|it| value(it as f64 / rate)).collect()
}

/// Adds `gain` times `what` onto `onto` from frame `at`; what hangs over the end is lost.
pub(crate) fn add(onto: &mut [f64], what: &[f64], at: usize, gain: f64) {
    for (sum, it) in onto.iter_mut().skip(at).zip(what) {
        *sum += gain * it;
    }
}

/// The sum of signals, as long as the longest.
pub(crate) fn sum(parts: &[(f64, &[f64])]) -> Vec<f64> {
    let longest = parts.iter().map(|it| it.1.len()).max().unwrap_or(0);
    let mut out = vec![0.0; longest];
    for (gain, part) in parts {
        add(&mut out, part, 0, *gain);
    }
    out
}
