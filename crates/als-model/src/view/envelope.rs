//! Automation: envelopes of tracks and clips, their points and curves.

use super::{Spot, ViewError, view};

/// The time of the point that stands for "before everything", in beats.
pub const BEGINNING: f64 = -63_072_000.0;

/// One point of an envelope.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Point {
    /// Beats; [`BEGINNING`] for the value before everything.
    pub time: f64,
    /// In the parameter's own unit; switches are 0 and 1.
    pub value: f64,
    /// How the line bends towards the next point; `None` for a straight one.
    pub curve: Option<Curve>,
}

/// The two handles of a bent line, each from 0 to 1 along the line's width and height.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Curve {
    /// The first handle, along and up.
    pub first: (f64, f64),
    /// The second handle.
    pub second: (f64, f64),
}

/// What a point's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum PointKind {
    /// A number: `FloatEvent`.
    Number,
    /// A switch: `BoolEvent`.
    Switch,
    /// A choice: `EnumEvent`.
    Choice,
}

/// An envelope over a parameter.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'t>(pub(super) Spot<'t>);
view!(Envelope);

impl<'t> Envelope<'t> {
    /// The id of what it moves; look it up in [`Targets`](super::target::Targets).
    ///
    /// # Errors
    ///
    /// [`ViewError`] when there is none, as in Live 8 and 9, which keep envelopes at their parameter.
    pub fn target(self) -> Result<i64, ViewError> {
        self.0.whole("EnvelopeTarget/PointeeId")
    }

    /// What its points hold; `None` when it has no point.
    pub fn kind(self) -> Option<PointKind> {
        self.0.list("Automation/Events").find_map(|it| point_kind(it.tag()))
    }

    /// Its points in order, the one before everything among them.
    ///
    /// # Errors
    ///
    /// [`ViewError`] for a point whose time or value is no number.
    pub fn points(self) -> Result<Vec<Point>, ViewError> {
        self.0.list("Automation/Events").map(read_point).collect()
    }

    /// Whether anything moves: some point lies after the beginning and has another value.
    pub fn moves(self) -> bool {
        let points = self.points().unwrap_or_default();
        points.windows(2).any(|it| matches!(it, [before, after] if before.value != after.value))
    }
}

pub(super) fn point_kind(tag: &str) -> Option<PointKind> {
    match tag {
        "FloatEvent" => Some(PointKind::Number),
        "BoolEvent" => Some(PointKind::Switch),
        "EnumEvent" => Some(PointKind::Choice),
        _ => None,
    }
}

pub(super) fn read_point(at: Spot<'_>) -> Result<Point, ViewError> {
    let value = match at.tree.raw_attr(at.node, "Value") {
        Some("true") => 1.0,
        Some("false") => 0.0,
        _ => at.attr_number("Value")?,
    };
    let handle = |name: &str| at.attr_number(name).ok();
    let curve = handle("CurveControl1X").zip(handle("CurveControl1Y"));
    let curve = curve.zip(handle("CurveControl2X").zip(handle("CurveControl2Y")));
    let curve = curve.map(|(first, second)| Curve { first, second });
    Ok(Point { time: at.attr_number("Time")?, value, curve })
}
