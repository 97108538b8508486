//! Chances that hang on a place, not on an order: what is thrown for one stroke changes no other.

use music_types::Seed;

/// A number from 0 up to, not including, 1, for the `place`-th throw of this seed.
pub(crate) fn unit(seed: Seed, place: u64) -> f64 {
    (seed.nth(place).0 >> 11) as f64 / (1_u64 << 53) as f64
}

/// A number around 0 with deviation 1 that never leaves ±3: the sum of three even throws.
///
/// Close to normal, and bounded, so that no stroke ever falls out of the groove.
pub(crate) fn wander(seed: Seed, place: u64) -> f64 {
    let seed = seed.nth(place);
    2.0 * (unit(seed, 0) + unit(seed, 1) + unit(seed, 2)) - 3.0
}

/// Which of `count` things is picked; zero where there are none.
pub(crate) fn pick(seed: Seed, count: usize) -> usize {
    ((unit(seed, 0) * count as f64) as usize).min(count.saturating_sub(1))
}

/// The indices of `weights` in an order of chance: the heavier, the likelier it comes early
/// (Efraimidis and Spirakis 2006). Weights of zero and less come last.
pub(crate) fn order(seed: Seed, weights: &[f64]) -> Vec<usize> {
    let key = |index: usize, weight: f64| match weight {
        weight if 0.0 < weight => libm::log(1.0 - unit(seed, index as u64)) / weight,
        _ => f64::NEG_INFINITY,
    };
    let mut keyed: Vec<(f64, usize)> =
        weights.iter().enumerate().map(|(index, weight)| (key(index, *weight), index)).collect();
    keyed.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    keyed.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wandering_has_mean_zero_and_deviation_one_and_stays_near() {
        let throws: Vec<f64> = (0..20_000).map(|it| wander(Seed(5), it)).collect();
        let mean = throws.iter().sum::<f64>() / throws.len() as f64;
        let variance = throws.iter().map(|it| it * it).sum::<f64>() / throws.len() as f64;
        assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
        assert!(throws.iter().all(|it| it.abs() <= 3.0));
    }

    #[test]
    fn the_heavier_comes_first_more_often() {
        let first = |seed| order(Seed(seed), &[1.0, 9.0, 0.0]);
        let heavy = (0..1000).filter(|it| first(*it).first() == Some(&1)).count();
        assert!((850..950).contains(&heavy), "{heavy}");
        assert!((0..100).all(|it| first(it).last() == Some(&2)));
    }
}
