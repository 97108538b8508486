//! The partials of a spectrum, and how fast each of them glides.

use std::ops::Range;

use realfft::num_complex::Complex32;

use super::turn::{angle, direction, logarithm};

/// Peaks this much weaker than the strongest, in power, are none.
pub(super) const FAINT: f32 = 1e-10;
/// Peaks this much weaker than the strongest, in power, are not asked how they glide: as they are they are right to about
/// −25 dB, which is then −65 dB of the whole, and most of them are noise.
const SOFT: f32 = 1e-4;
/// A peak as flat as this is of something short, not of a tone.
const FLAT: f32 = 0.002;
/// What would glide faster than this is something short: as fast as a tone may that three bins still tell.
const FASTEST: f32 = 16.0;
/// As far as this, in bins, a strong partial is heard in the skirts of its window.
const SKIRT: usize = 40;
/// How far below it they begin, in power: 31 dB, less 8 dB that are allowed for.
const DROP: f32 = 200.0;
/// Bins that are looked at together.
const BLOCK: usize = 8;
/// A bin that has less than the first part of its amplitude in the earlier look is not there in it; from the second on
/// that look tells all.
const TOLD: [f32; 2] = [0.06, 0.14];
/// How flat a partial is about its peak, as the product of the powers beside it over the square of its own, from where on
/// it is of something short, and where it is altogether: a still tone's is .06, that of the fastest glide .995.
const SHORT: [f32; 2] = [0.97, 0.99];
/// A glide is believed when two looks at it differ by no more than the angle with this tangent, 0.9 of a radian.
const BELIEVED: f32 = 1.26;

/// A partial: a peak of a spectrum, and the bins that are of it.
#[derive(Debug, Clone)]
pub(super) struct Partial {
    /// Its bins.
    pub(super) bins: Range<usize>,
    /// The highest of them.
    pub(super) peak: usize,
    /// Where it is between the bins.
    pub(super) at: f32,
    /// How fast it glides; zero where that is not known. Where the frame is the turn from −π to π, its phase bends by half
    /// the square of the place times this: in frames of 4096 samples at 44.1 kHz, 1 is 728 hertz a second.
    pub(super) glide: f32,
    /// Whether it is a tone at all, not something short.
    pub(super) is_tone: bool,
    /// How far it is of something short, 0 to 1: that is as loud in each bin, and which of them is its peak means nothing.
    /// What glides is not short, however fast.
    pub(super) short: f32,
    /// One over the second difference of the logarithm of its bins, a complex number.
    width: Complex32,
}

/// Finds the partials of a spectrum, from below: peaks that are not the skirts of a stronger one. `advances` says how the
/// phase of each bin advances over a hop, which is `overlap` of the frame.
pub(super) fn find(
    spectra: &[Vec<Complex32>],
    power: &[f32],
    advances: &[Complex32],
    overlap: f32,
    partials: &mut Vec<Partial>,
) {
    partials.clear();
    let most = power.iter().copied().fold(0.0, f32::max);
    let (least, soft) = ((most * FAINT).max(f32::MIN_POSITIVE), most * SOFT);
    let (top, is_high) = (power.len() - 1, |bin: usize, beside: usize| {
        power[bin] > least && power[bin] > power[beside]
    });
    // What does not move at all, and the fastest there is, go on by themselves.
    partials.extend(is_high(0, 1).then(|| Partial::still(0).but_short(power)));
    partials.extend(peaks(power, least).into_iter().map(|peak| {
        let [down, up] = [peak - 1, peak + 1];
        // What was not there in the earlier look bears nothing out.
        let is_told = |bin: usize| 0.5 < told(power[bin], advances[bin]);
        let partial = if power[peak] > soft && is_told(down) && is_told(up) {
            Partial::new(spectra, power, peak).believed(advances[up], advances[down], overlap)
        } else {
            Partial::still(peak)
        };
        if partial.glide == 0.0 { partial.but_short(power) } else { partial }
    }));
    partials.extend(is_high(top, top - 1).then(|| Partial::still(top).but_short(power)));
    without_skirts(partials, power);
    let mut start = 0;
    for index in 0..partials.len() {
        let next = partials.get(index + 1);
        let end = next.map_or(power.len(), |it| lowest(power, partials[index].peak + 1..it.peak));
        partials[index].bins = start..end;
        start = end;
    }
}

/// How much an advance tells of a bin that has `power`, 0 to 1: all where it was there in both looks.
pub(super) fn told(power: f32, advance: Complex32) -> f32 {
    let [from, to] = TOLD;
    let earlier = advance.norm_sqr().sqrt() / power.max(f32::MIN_POSITIVE);
    ((earlier - from) / (to - from)).clamp(0.0, 1.0)
}

/// The bins that are higher than those beside them and than `least`. Noise is full of them, so that nothing is to
/// hang on a guess which bins they are: each is written down, and the next over it if it was none.
fn peaks(power: &[f32], least: f32) -> Vec<usize> {
    let mut found = vec![0; power.len() / 2 + 1];
    let mut count = 0;
    for (below, near) in power.windows(3).enumerate() {
        found[count] = below + 1;
        count += usize::from((near[1] > least) & (near[1] > near[0]) & (near[1] >= near[2]));
    }
    found.truncate(count);
    found
}

/// The first bin in `range` with the least power.
fn lowest(power: &[f32], range: Range<usize>) -> usize {
    // Powers are never negative: their bits are in order as they are.
    let key = |bin: usize| (u64::from(power[bin].to_bits()) << 32) | bin as u64;
    let least = range.map(key).min().unwrap_or(0);
    (least & u64::from(u32::MAX)) as usize
}

/// Leaves out peaks that are no higher than what the window makes of a stronger one beside them.
fn without_skirts(partials: &mut Vec<Partial>, power: &[f32]) {
    let highest = highest_near(power);
    // Most are too high for that, and are not asked.
    let asked: Vec<usize> = (0..partials.len())
        .filter(|it| {
            let peak = partials[*it].peak;
            power[peak] * DROP < highest[peak / BLOCK]
        })
        .collect();
    let mut hidden = vec![false; partials.len()];
    for it in &asked {
        let below = partials[..*it].iter().zip(&hidden[..*it]).rev();
        hidden[*it] = is_hidden(&partials[*it], below, power);
    }
    for it in asked.iter().rev() {
        let above = partials[it + 1..].iter().zip(&hidden[it + 1..]);
        hidden[*it] = hidden[*it] || is_hidden(&partials[*it], above, power);
    }
    let mut hidden = hidden.into_iter();
    partials.retain(|_| !hidden.next().unwrap_or(false));
}

/// Whether one of `others`, from the nearest on, each with whether it is hidden itself and so hides nothing, hides `it`.
fn is_hidden<'a>(
    it: &Partial,
    others: impl Iterator<Item = (&'a Partial, &'a bool)>,
    power: &[f32],
) -> bool {
    let own = power[it.peak];
    let near = others.take_while(|(other, _)| other.peak.abs_diff(it.peak) < SKIRT);
    let mut stronger = near.filter(|(other, hidden)| !**hidden && own * DROP < power[other.peak]);
    stronger.any(|(other, _)| other.hides(power[other.peak], it.peak, own))
}

/// For each block of bins, the highest power from [`SKIRT`] bins below any of them to as many above.
fn highest_near(power: &[f32]) -> Vec<f32> {
    const REACH: usize = SKIRT.div_ceil(BLOCK);
    let highest = |powers: &[f32]| powers.iter().copied().fold(0.0, f32::max);
    let blocks: Vec<f32> = power.chunks(BLOCK).map(highest).collect();
    let near = |at: usize| &blocks[at.saturating_sub(REACH)..(at + REACH + 1).min(blocks.len())];
    (0..blocks.len()).map(|at| highest(near(at))).collect()
}

impl Partial {
    /// One of which no glide is known. A Hann window makes a still tone's second difference −1.39, half of it −0.7.
    pub(super) fn still(peak: usize) -> Self {
        let width = Complex32::new(-0.7, 0.0);
        let (at, glide, is_tone, short) = (peak as f32, 0.0, true, 0.0);
        Self { bins: 0..0, peak, at, glide, is_tone, short, width }
    }

    /// Reads off three bins where a partial is and how it glides: of a gliding tone under a bell the logarithm of
    /// the spectrum is a parabola, whose complex width says both. What a Hann window differs from a bell was
    /// measured on computed glides and is put right within 3 %.
    fn new(spectra: &[Vec<Complex32>], power: &[f32], peak: usize) -> Self {
        let beside =
            |bin: usize| -> Complex32 { spectra.iter().map(|it| it[bin] * it[peak].conj()).sum() };
        let (up, down) = (beside(peak + 1), beside(peak - 1));
        let own = 1.0 / (power[peak] * power[peak]);
        let (high, low) = (logarithm(up.norm_sqr() * own), logarithm(down.norm_sqr() * own));
        let bend = Complex32::new(0.5 * (high + low), angle(up * down * own));
        if bend.re > -FLAT || !bend.re.is_finite() {
            return Self { is_tone: false, ..Self::still(peak) };
        }
        let off = (-0.25 * (high - low) / bend.re).clamp(-0.5, 0.5);
        let width = bend.conj() * (1.0 / bend.norm_sqr());
        let tilt = bend.im / bend.re;
        let glide = width.im / hann(off * off, tilt * tilt);
        if FASTEST < glide.abs() {
            return Self { is_tone: false, ..Self::still(peak) };
        }
        Self { at: peak as f32 + off, glide, width, ..Self::still(peak) }
    }

    /// Whether `own` power at bin `at` is no more than a Hann window lets through of this one, which has `power`. Its
    /// skirts fall by 18 dB an octave from −31 dB on, beside the width of its glide; 8 dB are allowed for.
    fn hides(&self, power: f32, at: usize, own: f32) -> bool {
        let away = ((at.abs_diff(self.peak) as f32 - self.breadth()) / 2.5).max(1.0);
        let cubed = away * away * away;
        own * DROP * cubed * cubed < power
    }

    /// How far it gets within the frame on either side of its peak, in bins.
    pub(super) fn breadth(&self) -> f32 {
        std::f32::consts::PI * self.glide.abs()
    }

    /// Itself, and how short it is.
    fn but_short(self, power: &[f32]) -> Self {
        let [from, to] = SHORT;
        let own = power[self.peak];
        // The spectrum of a real sound is mirrored at its ends.
        let low = self.peak.checked_sub(1).unwrap_or(1);
        let high = if self.peak + 1 < power.len() { self.peak + 1 } else { low };
        let beside = power[low] * power[high];
        // Most are not at all, and nothing is divided.
        if beside <= from * own * own {
            return self;
        }
        Self { short: ((beside / (own * own) - from) / (to - from)).clamp(0.0, 1.0), ..self }
    }

    /// By how much its phase curves over its bins, in radians a bin squared, when it glides `times` as fast.
    pub(super) fn curve(&self, times: f32) -> f32 {
        let width = Complex32::new(self.width.re, self.width.im * times);
        -0.5 * width.im / width.norm_sqr()
    }

    /// Itself where phases advance as they do with its glide: `up` is how that of the bin above the peak does over a hop,
    /// which is `overlap` of the frame, `down` that of the bin below. Else one whose glide is not known.
    fn believed(self, up: Complex32, down: Complex32, overlap: f32) -> Self {
        let wanted = -4.0 * self.curve(1.0) * std::f32::consts::TAU * overlap * self.glide;
        let off = up * down.conj() * direction(-wanted);
        if off.im.abs() <= BELIEVED * off.re {
            self
        } else {
            Self { at: self.at, ..Self::still(self.peak) }
        }
    }
}

/// What a glide is read as of what it is, under a Hann window: by the square of the place between bins, up to a quarter,
/// and that of the parabola's tilt. Least squares over glides up to 12 that were computed.
fn hann(off: f32, tilt: f32) -> f32 {
    let low = 0.2209 - 0.5756 * off - 1.0589 * off * off;
    let middle = (0.5551 + 1.5521 * off) * off * tilt;
    let falls = (1.0 + tilt / (7.04 - 20.14 * off)) * (1.0 + tilt * (0.0412 + 3.0782 * off));
    1.0 - (low + middle) / falls
}

#[cfg(test)]
mod tests {
    use super::super::bend::Bender;
    use super::super::fourier::Fourier;
    use super::*;

    const SIZE: usize = 4096;

    /// The spectrum of a tone that glides, 186 bins high.
    fn glided(glide: f64, place: f64) -> Vec<Complex32> {
        let fourier = Fourier::new(SIZE);
        let sample = |at: usize| {
            let x = (at as f64 - SIZE as f64 / 2.0) / SIZE as f64 * std::f64::consts::TAU;
            libm::cos(place * x + 0.5 * glide * x * x + 1.0) as f32
        };
        let samples: Vec<f32> = (0..SIZE).map(sample).collect();
        let mut bins = vec![Complex32::default(); SIZE / 2 + 1];
        fourier.spectrum(&samples, &mut bins, &mut fourier.sight());
        bins
    }

    /// How its bins advance from a look an eighth of a frame before the middle to one as much after it.
    fn advances(glide: f64, place: f64) -> Vec<Complex32> {
        let look = |side: f64| {
            let x = side * std::f64::consts::TAU / 8.0;
            let turn = place * x + 0.5 * glide * x * x;
            let turned = Complex32::new(libm::cos(turn) as f32, libm::sin(turn) as f32);
            glided(glide, place + glide * x).into_iter().map(move |it| it * turned)
        };
        look(1.0).zip(look(-1.0)).map(|(later, earlier)| later * earlier.conj()).collect()
    }

    fn partials(spectrum: Vec<Complex32>, advances: &[Complex32]) -> Vec<Partial> {
        let power: Vec<f32> = spectrum.iter().map(Complex32::norm_sqr).collect();
        let mut partials = Vec::new();
        find(&[spectrum], &power, advances, 0.25, &mut partials);
        partials
    }

    #[test]
    fn a_glide_is_read_within_a_twentieth() {
        for glide in [-9.0, -1.0, -0.2, 0.05, 0.3, 1.0, 2.0, 5.0, 12.0] {
            for place in [186.0, 186.1, 186.25, 186.4] {
                let found = partials(glided(glide, place), &advances(glide, place));
                assert_eq!(found.len(), 1, "{glide} at {place}: skirts are no partials: {found:?}");
                let read = f64::from(found[0].glide);
                assert!((read / glide - 1.0).abs() < 0.05, "{glide} at {place} is read as {read}");
                let at = f64::from(found[0].at);
                assert!(2.0 < glide.abs() || (at - place).abs() < 0.03, "{glide} at {place}: {at}");
            }
        }
    }

    #[test]
    fn phases_bear_a_glide_out_however_fast_and_deny_another() {
        for glide in [-12.0, -3.0, -1.0, 0.3, 1.0, 2.0, 6.0, 12.0] {
            let (seen, mut advances) = (glided(glide, 186.2), advances(glide, 186.2));
            let found = partials(seen.clone(), &advances);
            assert!((f64::from(found[0].glide) / glide - 1.0).abs() < 0.05, "{glide}: {found:?}");
            for (bin, advance) in advances.iter_mut().enumerate() {
                *advance *= direction(0.8 * bin as f32);
            }
            assert_eq!(partials(seen.clone(), &advances)[0].glide, 0.0, "{glide}");
            // Nor does a look bear anything out that saw nothing.
            let nothing = vec![Complex32::default(); seen.len()];
            assert_eq!(partials(seen, &nothing)[0].glide, 0.0, "{glide}");
        }
    }

    #[test]
    fn an_impulse_is_short_and_a_tone_is_not() {
        // Off the middle by an eighth of a frame, and what wobbles its spectrum a little.
        let turn = |bin: usize| Complex32::from_polar(1.0, bin as f32 * 0.7);
        let wobble = |bin: usize| 1.0 + 1e-3 * libm::cosf(bin as f32 * 0.9);
        let impulse: Vec<Complex32> = (0..400).map(|it| turn(it) * wobble(it)).collect();
        let nothing = vec![Complex32::default(); 400];
        let found = partials(impulse, &nothing);
        assert!(!found.is_empty() && found.iter().all(|it| it.short == 1.0), "{found:?}");
        for glide in [0.0, 3.0, 12.0] {
            let found = partials(glided(glide, 186.2), &advances(glide, 186.2));
            assert_eq!(found[0].short, 0.0, "{glide}");
        }
    }

    #[test]
    fn what_an_earlier_look_held_of_a_bin_counts_by_degrees() {
        let with = |earlier: f32| told(4.0, Complex32::from_polar(4.0 * earlier, 2.0));
        assert_eq!([with(0.0), with(0.05), with(0.2), with(3.0)], [0.0, 0.0, 1.0, 1.0]);
        assert!((with(0.1) - 0.5).abs() < 1e-3, "{}", with(0.1));
        assert_eq!(told(0.0, Complex32::default()), 0.0);
    }

    #[test]
    fn what_does_not_move_is_a_partial_of_its_own() {
        let bins: Vec<Complex32> =
            glided(0.0, 0.0).iter().zip(glided(0.0, 9.0)).map(|(a, b)| a + b).collect();
        let found = partials(bins, &advances(0.0, 9.0));
        assert_eq!(found.iter().map(|it| it.peak).collect::<Vec<_>>(), [0, 9]);
    }

    #[test]
    fn a_frame_bent_is_that_of_another_glide() {
        let distance = |a: &[Complex32], b: &[Complex32]| {
            let apart: f32 = a.iter().zip(b).map(|(a, b)| (a - b).norm_sqr()).sum();
            10.0 * libm::log10f(apart / b.iter().map(Complex32::norm_sqr).sum::<f32>())
        };
        for (glide, ratio) in [(0.3, 1.25), (1.0, 1.25), (-1.0, 0.8), (3.0, 1.5), (6.0, 0.8)] {
            let (before, wanted) = (glided(glide, 186.3), glided(glide / ratio, 186.3));
            let mut after = before.clone();
            let found = partials(before.clone(), &advances(glide, 186.3));
            Bender::new().bend(&mut after, &found, ratio as f32, &mut Vec::new());
            let (old, new) = (distance(&before, &wanted), distance(&after, &wanted));
            assert!(new < old - 20.0, "{glide} ×{ratio}: {old} dB before, {new} dB after");
        }
    }
}
