//! Automation curves as Live's straight lines: a point where the line would leave the curve, never two to a beat.

use als_model::edit::Point;
use arrangement::{Move, Shape};
use music_types::Beats;

use crate::units;

/// How a knob's values are stored, and how far a line may leave the curve.
pub struct Scale<'a> {
    /// From the knob's unit to what Live stores.
    pub store: &'a dyn Fn(f64) -> f64,
    /// From what Live stores to what the ear hears: decibels, semitones, or the value itself.
    pub hear: fn(f64) -> f64,
    /// How far a line may lie from the curve, as the ear hears it.
    pub tolerance: f64,
}

/// A move as points with straight lines between them, from beat 0 on; jumps are two points at one time.
///
/// Empty where the move is.
pub fn points(course: &Move, scale: &Scale) -> Vec<Point> {
    let mut drawn = Vec::new();
    if let Some(first) = course.points.first().filter(|it| Beats::ZERO < it.at) {
        drawn.push(Point::new(0.0, (scale.store)(first.value)));
    }
    for pair in course.points.windows(2) {
        let [a, b] = pair else { continue };
        drawn.push(Point::new(units::beats(a.at), (scale.store)(a.value)));
        match a.shape {
            Shape::Hold if a.at < b.at => {
                drawn.push(Point::new(units::beats(b.at), (scale.store)(a.value)));
            }
            Shape::Hold => {}
            Shape::Line | Shape::Log | Shape::Ease(_) => {
                let stored =
                    |beat: i64| (scale.store)(course.value_at(a.at + Beats::quarters(beat)));
                let whole = (b.at - a.at) / Beats::QUARTER;
                let exact = Beats::quarters(whole) == b.at - a.at;
                let end = if exact { (scale.store)(b.value) } else { stored(whole) };
                let line = Line { from: (0, (scale.store)(a.value)), to: (whole, end) };
                let mut inner = Vec::new();
                follow(&line, &stored, scale, &mut inner);
                if !exact && 0 < whole {
                    inner.push((whole, end));
                }
                drawn.extend(inner.iter().map(|(beat, value)| {
                    Point::new(units::beats(a.at + Beats::quarters(*beat)), *value)
                }));
            }
        }
    }
    if let Some(last) = course.points.last() {
        drawn.push(Point::new(units::beats(last.at), (scale.store)(last.value)));
    }
    without_crowds(drawn)
}

/// A straight line between two whole beats, ends as beat and stored value.
struct Line {
    from: (i64, f64),
    to: (i64, f64),
}

/// Adds the points at which a line must bend so that no whole beat lies off the curve: bends it
/// where it is farthest off, and each half again, as Ramer, Douglas and Peucker draw coasts.
fn follow(line: &Line, stored: &dyn Fn(i64) -> f64, scale: &Scale, bends: &mut Vec<(i64, f64)>) {
    let Line { from, to } = line;
    let off = |beat: i64| {
        let share = (beat - from.0) as f64 / (to.0 - from.0) as f64;
        let straight = from.1 + (to.1 - from.1) * share;
        libm::fabs((scale.hear)(straight) - (scale.hear)(stored(beat)))
    };
    let farthest = (from.0 + 1..to.0)
        .map(|beat| (beat, off(beat)))
        .reduce(|worst, it| if worst.1 < it.1 { it } else { worst });
    let Some((beat, distance)) = farthest else { return };
    if distance <= scale.tolerance {
        return;
    }
    let bend = (beat, stored(beat));
    follow(&Line { from: *from, to: bend }, stored, scale, bends);
    bends.push(bend);
    follow(&Line { from: bend, to: *to }, stored, scale, bends);
}

/// Of the points at one time the first and the last; one where both are alike, and none inside a level line.
fn without_crowds(points: Vec<Point>) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        let crowd = kept.iter().rev().take_while(|it| it.beat == point.beat).count();
        if 2 <= crowd {
            kept.pop();
        }
        if let [.., before, last] = kept.as_slice()
            && before.value == last.value
            && last.value == point.value
        {
            kept.pop();
        }
        if !kept.last().is_some_and(|it| it.beat == point.beat && it.value == point.value) {
            kept.push(point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use arrangement::{Knob, Point as Wish};
    use proptest::prelude::*;

    use super::*;

    fn course(knob: Knob, points: &[(i64, f64, Shape)]) -> Move {
        let points = points.iter().map(|(beat, value, shape)| Wish {
            at: Beats::quarters(*beat),
            value: *value,
            shape: *shape,
        });
        Move::new(knob, Beats::bars(64), points)
    }

    fn show(points: &[Point]) -> String {
        let each: Vec<String> =
            points.iter().map(|it| format!("{}={:.2}", it.beat, it.value)).collect();
        each.join(" ")
    }

    const PLAIN: Scale = Scale { store: &|it| it, hear: |it| it, tolerance: 0.01 };

    const KEYS: Scale =
        Scale { store: &|it| units::cutoff(music_types::Hz(it)), hear: |it| it, tolerance: 0.25 };

    #[test]
    fn a_sweep_by_equal_ratios_is_one_straight_line_of_keys() {
        let sweep =
            course(Knob::LowPass, &[(128, 220.0, Shape::Log), (192, 14_080.0, Shape::Hold)]);
        assert_eq!(show(&points(&sweep, &KEYS)), "0=57.00 128=57.00 192=129.00");
    }

    #[test]
    fn a_sweep_by_equal_steps_bends_where_it_must() {
        let sweep = course(Knob::LowPass, &[(0, 200.0, Shape::Line), (16, 12_800.0, Shape::Hold)]);
        let drawn = points(&sweep, &KEYS);
        assert!((5..=16).contains(&drawn.len()), "{}", show(&drawn));
        assert!(drawn.windows(2).all(|it| it[0].beat < it[1].beat));
    }

    #[test]
    fn what_holds_jumps() {
        let mutes = course(
            Knob::Mute,
            &[(0, 0.0, Shape::Hold), (8, 1.0, Shape::Hold), (16, 0.0, Shape::Hold)],
        );
        assert_eq!(show(&points(&mutes, &PLAIN)), "0=0.00 8=0.00 8=1.00 16=1.00 16=0.00");
    }

    #[test]
    fn a_jump_keeps_what_was_before_and_what_comes_after() {
        let ride = course(
            Knob::Pan,
            &[
                (0, 0.0, Shape::Line),
                (4, 0.5, Shape::Hold),
                (4, -0.5, Shape::Line),
                (8, 0.0, Shape::Hold),
            ],
        );
        assert_eq!(show(&points(&ride, &PLAIN)), "0=0.00 4=0.50 4=-0.50 8=0.00");
    }

    #[test]
    fn an_ease_between_odd_times_stays_near_its_curve() {
        let ease = Move::new(
            Knob::Width,
            Beats::bars(64),
            [
                Wish { at: Beats::EIGHTH, value: 0.0, shape: Shape::Ease(3.0) },
                Wish { at: Beats::quarters(16), value: 100.0, shape: Shape::Hold },
            ],
        );
        let scale = Scale { tolerance: 1.0, ..PLAIN };
        let drawn = points(&ease, &scale);
        for step in 0..64 {
            let at = Beats::sixteenths(step);
            let value = ease.value_at(at);
            let drawn = at_beat(&drawn, units::beats(at));
            assert!((value - drawn).abs() < 2.5, "{at}: {value} against {drawn}");
        }
        assert!(drawn.windows(2).filter(|it| it[1].beat - it[0].beat < 0.5).count() <= 1);
    }

    #[test]
    fn a_curve_that_meets_its_line_half_way_bends_elsewhere() {
        // In keys this ease crosses its line at the middle and lies a whole key off beside it.
        let from = Beats::THIRTY_SECOND * 972;
        let ease = Move::new(
            Knob::LowPass,
            Beats::bars(64),
            [
                Wish { at: from, value: 130.224, shape: Shape::Ease(7.136) },
                Wish { at: Beats::THIRTY_SECOND * 1405, value: 11_624.0, shape: Shape::Hold },
            ],
        );
        let drawn = points(&ease, &KEYS);
        for beat in 0..54 {
            let at = from + Beats::quarters(beat);
            let off = ((KEYS.store)(ease.value_at(at)) - at_beat(&drawn, units::beats(at))).abs();
            assert!(off <= KEYS.tolerance + 1e-6, "beat {beat}: {off} keys off");
        }
    }

    fn any_shape() -> impl Strategy<Value = Shape> {
        prop_oneof![
            Just(Shape::Hold),
            Just(Shape::Line),
            Just(Shape::Log),
            (0.1..10.0).prop_map(Shape::Ease)
        ]
    }

    fn any_sweep() -> impl Strategy<Value = Move> {
        let point = (0_i64..64 * 4 * 8, 20.0..20_000.0, any_shape());
        prop::collection::vec(point, 0..12).prop_map(|points| {
            let wish = |(at, value, shape)| Wish { at: Beats::THIRTY_SECOND * at, value, shape };
            Move::new(Knob::LowPass, Beats::bars(64), points.into_iter().map(wish))
        })
    }

    proptest! {
        /// Times never fall, no time has more than two points, and none lies outside of what was asked for.
        #[test]
        fn lines_are_drawn_in_order(sweep in any_sweep()) {
            let drawn = points(&sweep, &KEYS);
            prop_assert!(drawn.windows(2).all(|it| it[0].beat <= it[1].beat));
            prop_assert!(drawn.windows(3).all(|it| it[0].beat < it[2].beat));
            let low = sweep.points.iter().map(|it| (KEYS.store)(it.value)).fold(f64::MAX, f64::min);
            let high = sweep.points.iter().map(|it| (KEYS.store)(it.value)).fold(f64::MIN, f64::max);
            prop_assert!(drawn.iter().all(|it| low - 1e-6 <= it.value && it.value <= high + 1e-6));
            prop_assert_eq!(drawn.is_empty(), sweep.points.is_empty());
        }

        /// On every whole beat of a segment the lines are as near to the curve as the ear can tell.
        #[test]
        fn lines_stay_near_their_curve(sweep in any_sweep()) {
            let drawn = points(&sweep, &KEYS);
            for from in &sweep.points {
                let last = sweep.points.iter().rfind(|it| it.at == from.at);
                let next = sweep.points.iter().find(|it| from.at < it.at);
                let (Some(from), Some(next)) = (last, next) else { continue };
                for beat in 0..(next.at - from.at) / Beats::QUARTER {
                    let at = from.at + Beats::quarters(beat);
                    let wanted = (KEYS.store)(sweep.value_at(at));
                    let drawn = at_beat(&drawn, units::beats(at));
                    prop_assert!((wanted - drawn).abs() <= KEYS.tolerance + 1e-6, "{at}: {wanted} {drawn}");
                }
            }
        }
    }

    fn at_beat(points: &[Point], beat: f64) -> f64 {
        let next = points.iter().position(|it| beat < it.beat);
        match next {
            None => points.last().unwrap().value,
            Some(0) => points[0].value,
            Some(next) => {
                let (a, b) = (points[next - 1], points[next]);
                a.value + (b.value - a.value) * (beat - a.beat) / (b.beat - a.beat)
            }
        }
    }
}
