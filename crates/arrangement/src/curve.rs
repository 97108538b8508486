//! Automation curves added up and laid over one another.

use music_types::{Beats, Span};

use crate::knob::{Move, Point, Shape};

/// Both curves added; for knobs that rest at 0. Exact where both are straight.
pub fn sum(a: &Move, b: &Move, length: Beats) -> Move {
    if a.points.is_empty() {
        return Move { knob: a.knob, points: b.points.clone() };
    }
    if b.points.is_empty() {
        return a.clone();
    }
    let mut times: Vec<Beats> = a.points.iter().chain(&b.points).map(|it| it.at).collect();
    times.sort();
    times.dedup();
    let mut points = Vec::with_capacity(times.len() * 2);
    for at in times {
        let after = a.value_at(at) + b.value_at(at);
        points.push(Point { at, value: before(a, at) + before(b, at), shape: Shape::Hold });
        points.push(Point {
            at,
            value: after,
            shape: slope(a, at).or(slope(b, at)).unwrap_or(Shape::Hold),
        });
    }
    Move::new(a.knob, length, points)
}

/// `base`, but `level` within each of `spans`.
pub fn lay_over(base: &Move, spans: &[Span], level: f64, length: Beats) -> Move {
    let inside = |at: Beats| spans.iter().any(|it| it.start <= at && at <= it.end());
    let mut points: Vec<Point> = base.points.iter().copied().filter(|it| !inside(it.at)).collect();
    for span in spans {
        let (start, end) = (span.start, span.end());
        points.push(Point { at: start, value: before(base, start), shape: Shape::Hold });
        points.push(Point { at: start, value: level, shape: Shape::Hold });
        points.push(Point { at: end, value: level, shape: Shape::Hold });
        let on = slope(base, end).unwrap_or(Shape::Hold);
        points.push(Point { at: end, value: base.value_at(end), shape: on });
    }
    Move::new(base.knob, length, points)
}

/// The value just before `at`.
fn before(it: &Move, at: Beats) -> f64 {
    match it.points.iter().find(|it| it.at == at) {
        Some(first) => first.value,
        None => it.value_at(at),
    }
}

/// How the curve goes on from `at`, where it does not hold.
fn slope(it: &Move, at: Beats) -> Option<Shape> {
    let next = it.points.partition_point(|it| it.at <= at);
    let from = next.checked_sub(1).and_then(|index| it.points.get(index))?;
    let moves = next < it.points.len() && from.shape != Shape::Hold;
    moves.then_some(from.shape)
}
