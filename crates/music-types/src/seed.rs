//! Chance that can be repeated: seeds forked by name, and the dice they throw.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

/// Where chance comes from: the same seed throws the same dice, on every machine.
///
/// A seed is forked by name (`seed.fork("bass").fork("fill")`), so that changing one part's seed
/// changes no other part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u64);

impl Seed {
    /// The seed of a part named `name` below this one.
    #[must_use]
    pub fn fork(self, name: &str) -> Self {
        name.bytes().fold(Self(mix(self.0 ^ 0x9E37_79B9_7F4A_7C15)), |it, byte| {
            Self(mix(it.0.rotate_left(9) ^ u64::from(byte)))
        })
    }

    /// The seed of the `index`-th of many below this one.
    #[must_use]
    pub fn nth(self, index: u64) -> Self {
        Self(mix(self.0 ^ mix(index.wrapping_add(0xD1B5_4A32_D192_ED03))))
    }

    /// Fresh dice for this seed.
    pub fn dice(self) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(self.0))
    }
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input stirs every bit
/// of the output.
const fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Dice that fall the same way each time for the same [`Seed`].
#[derive(Debug, Clone)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// A number from 0 up to, not including, 1.
    pub fn unit(&mut self) -> f64 {
        // 53 bits fill the mantissa of an f64 evenly.
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between −1 and 1, the nearer to zero the likelier, as two dice less each other fall: by 65 536 steps
    /// each, from one throw.
    #[inline]
    pub fn triangle(&mut self) -> f64 {
        let both = self.0.next_u32();
        (f64::from(both >> 16) - f64::from(both & 0xFFFF)) / 65_536.0
    }

    /// A number from `low` up to, not including, `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `sides`; zero where there are none.
    pub fn below(&mut self, sides: usize) -> usize {
        ((self.unit() * sides as f64) as usize).min(sides.saturating_sub(1))
    }

    /// Whether something of this probability (0 to 1) happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// One of `things`, each as likely; `None` of nothing.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.below(things.len()))
    }

    /// One of `things` by weight; weights of zero and less are never picked.
    pub fn pick_by<'t, T>(&mut self, things: &'t [T], weight: impl Fn(&T) -> f64) -> Option<&'t T> {
        let total: f64 = things.iter().map(|it| weight(it).max(0.0)).sum();
        let mut left = self.unit() * total;
        things.iter().find(|it| {
            let share = weight(it).max(0.0);
            left -= share;
            0.0 < share && left < 0.0
        })
    }

    /// A number from the normal distribution with mean 0 and standard deviation 1, by Box and
    /// Muller (1958).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_dice_on_every_machine() {
        let mut dice = Seed(7).fork("bass").dice();
        let throws: Vec<usize> = (0..8).map(|_| dice.below(100)).collect();
        assert_eq!(throws, [47, 57, 61, 74, 31, 64, 33, 5]);
    }

    #[test]
    fn parts_have_chances_of_their_own() {
        let seed = Seed(7);
        assert_ne!(seed.fork("bass"), seed.fork("lead"));
        assert_ne!(seed.fork("a").fork("b"), seed.fork("b").fork("a"));
        assert_ne!(seed.nth(0), seed.nth(1));
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_deviation_one() {
        let mut dice = Seed(1).dice();
        let throws: Vec<f64> = (0..20_000).map(|_| dice.normal()).collect();
        let mean = throws.iter().sum::<f64>() / throws.len() as f64;
        let variance =
            throws.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / throws.len() as f64;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
    }

    #[test]
    fn a_triangle_has_mean_zero_and_the_variance_of_two_dice() {
        let mut dice = Seed(2).dice();
        let throws: Vec<f64> = (0..20_000).map(|_| dice.triangle()).collect();
        let mean = throws.iter().sum::<f64>() / throws.len() as f64;
        let variance = throws.iter().map(|it| it * it).sum::<f64>() / throws.len() as f64;
        assert!(mean.abs() < 0.01 && (variance - 1.0 / 6.0).abs() < 0.005, "{mean} {variance}");
        assert!(throws.iter().all(|it| (-1.0..1.0).contains(it)));
    }

    #[test]
    fn weight_decides_what_is_picked() {
        let mut dice = Seed(3).dice();
        let things = [("never", 0.0), ("often", 9.0), ("seldom", 1.0)];
        let picked: Vec<&str> =
            (0..1000).filter_map(|_| dice.pick_by(&things, |it| it.1).map(|it| it.0)).collect();
        let often = picked.iter().filter(|it| **it == "often").count();
        assert!(!picked.contains(&"never") && (850..950).contains(&often), "{often}");
        assert_eq!(dice.pick_by(&[("never", 0.0)], |it| it.1), None);
    }
}
