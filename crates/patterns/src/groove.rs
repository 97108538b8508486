//! A groove heard elsewhere: where each sixteenth of a bar lies and how hard it is struck.

use crate::style::Groove;

/// A stroke of another beat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Struck {
    /// Where it falls, in sixteenths from a downbeat.
    pub at: f64,
    /// How hard, on any scale; only the ratios count.
    pub strength: f64,
}

/// Fewer strokes than this are no groove.
const FEWEST: usize = 16;
/// A place with fewer strokes than this leans as the same place of other beats does.
const SURE: usize = 3;
/// A stroke farther than this from its sixteenth, in percent, belongs to no sixteenth: a 32nd, a flam.
const FAR: f64 = 42.0;

/// The groove of these strokes; `None` where there are too few to tell.
///
/// The quarters are taken as the grid: what they lean by on average is latency, and is taken off.
pub fn groove(strokes: &[Struck]) -> Option<Groove> {
    let mut places: [Vec<(f64, f64)>; 16] = Default::default();
    for stroke in strokes.iter().filter(|it| it.at.is_finite() && 0.0 < it.strength) {
        let nearest = stroke.at.round();
        let late = 100.0 * (stroke.at - nearest);
        let place = (nearest as i64).rem_euclid(16) as usize;
        if let Some(place) = places.get_mut(place).filter(|_| late.abs() <= FAR) {
            place.push((late, stroke.strength));
        }
    }
    if places.iter().map(Vec::len).sum::<usize>() < FEWEST {
        return None;
    }
    let late = lateness(&places);
    Some(Groove { late, accent: accents(&places) })
}

fn lateness(places: &[Vec<(f64, f64)>; 16]) -> [f64; 16] {
    let of = |wanted: &dyn Fn(usize) -> bool| {
        let all = places.iter().enumerate().filter(|it| wanted(it.0)).flat_map(|it| it.1);
        median(all.map(|it| it.0).collect())
    };
    let latency = of(&|it| it % 4 == 0).unwrap_or(0.0);
    std::array::from_fn(|place| {
        let own =
            places.get(place).filter(|it| SURE <= it.len()).and_then(|_| of(&|it| it == place));
        let kin = || of(&|it| it % 4 == place % 4);
        let late = own.or_else(kin).map_or(0.0, |it| it - latency);
        // The quarters carry the kick: they stay on the grid.
        if place % 4 == 0 { 0.0 } else { late.clamp(-45.0, 45.0) }
    })
}

/// How hard each place is struck against the mean of all strokes; 1 where nothing is struck.
fn accents(places: &[Vec<(f64, f64)>; 16]) -> [f64; 16] {
    let mean = |all: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = all.fold((0.0, 0_u32), |it, strength| (it.0 + strength, it.1 + 1));
        (0 < count).then(|| sum / f64::from(count))
    };
    let whole = mean(&mut places.iter().flatten().map(|it| it.1)).unwrap_or(1.0);
    std::array::from_fn(|place| {
        let own = places.get(place).and_then(|it| mean(&mut it.iter().map(|it| it.1)));
        own.map_or(1.0, |it| (it / whole).clamp(0.5, 1.5))
    })
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

impl Groove {
    /// Its swing as an MPC would say it, in percent: 50 is straight, 66.7 a triplet.
    pub fn swing(&self) -> f64 {
        let odd: f64 = self.late.iter().skip(1).step_by(2).sum();
        50.0 + odd / 8.0 / 2.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sixteenths over four bars, all `latency` late, the odd ones `swing` more, both in percent.
    fn hats(latency: f64, swing: f64) -> Vec<Struck> {
        let late = |step: i32| latency + if step % 2 == 1 { swing } else { 0.0 };
        let strength = |step: i32| if step % 4 == 2 { 1.0 } else { 0.5 };
        (0..64)
            .map(|it| Struck { at: f64::from(it) + late(it) / 100.0, strength: strength(it) })
            .collect()
    }

    #[test]
    fn swing_is_heard_and_latency_is_not() {
        let heard = groove(&hats(6.0, 16.0)).unwrap();
        assert!((heard.swing() - 58.0).abs() < 1e-9, "{}", heard.swing());
        assert!(heard.late.iter().step_by(2).all(|it| it.abs() < 1e-9));
        assert!(heard.accent[2] > 1.4 && heard.accent[1] < 0.9);
    }

    #[test]
    fn a_few_strokes_are_no_groove() {
        assert_eq!(groove(&hats(0.0, 0.0)[..15]), None);
        assert_eq!(groove(&[Struck { at: f64::NAN, strength: 1.0 }; 40]), None);
    }

    #[test]
    fn strokes_between_the_sixteenths_are_left_out() {
        let between = (0..64).map(|it| Struck { at: f64::from(it) + 0.46, strength: 1.0 });
        let all: Vec<Struck> = hats(0.0, 10.0).into_iter().chain(between).collect();
        assert!((groove(&all).unwrap().swing() - 55.0).abs() < 1e-9);
    }
}
