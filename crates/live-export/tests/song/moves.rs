//! Lanes of automation, in few words.

use arrangement::{Knob, Move, Point, Shape};
use music_types::Beats;

use super::BARS;

fn point(beat: i64, value: f64, shape: Shape) -> Point {
    Point { at: Beats::quarters(beat), value, shape }
}

pub fn line(knob: Knob, points: &[(i64, f64)]) -> Move {
    shaped(knob, points, Shape::Line)
}

pub fn jumps(knob: Knob, points: &[(i64, f64)]) -> Move {
    shaped(knob, points, Shape::Hold)
}

fn shaped(knob: Knob, points: &[(i64, f64)], shape: Shape) -> Move {
    Move::new(
        knob,
        Beats::bars(BARS),
        points.iter().map(|(beat, value)| point(*beat, *value, shape)),
    )
}

/// At rest, then by equal ratios from one value to another, then at rest again.
pub fn sweep(knob: Knob, start: i64, end: i64, from: f64, to: f64) -> Move {
    let rest = knob.rest();
    let points = [
        point(0, rest, Shape::Hold),
        point(start, from, Shape::Log),
        point(end, to, Shape::Hold),
        point(end, rest, Shape::Hold),
    ];
    Move::new(knob, Beats::bars(BARS), points)
}

pub fn ease(knob: Knob, start: i64, end: i64, from: f64, to: f64) -> Move {
    let points = [point(start, from, Shape::Ease(2.0)), point(end, to, Shape::Hold)];
    Move::new(knob, Beats::bars(BARS), points)
}
