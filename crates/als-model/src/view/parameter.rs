//! One knob, fader or switch: what it stands at, how far it may go, what moves it.

use super::envelope::{Point, read_point};
use super::{Spot, ViewError, view};

/// Something with a value that can be automated.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'t>(pub(super) Spot<'t>);
view!(Parameter);

impl<'t> Parameter<'t> {
    /// The parameter at this element, when it is one.
    pub fn at(spot: Spot<'t>) -> Option<Self> {
        let is = spot.at("Manual").is_some() || spot.at("ArrangerAutomation").is_some();
        is.then_some(Self(spot))
    }

    /// Where it stands, automation aside, in its own unit; switches are 0 and 1.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when there is no value, or none that reads as a number or switch.
    pub fn value(self) -> Result<f64, ViewError> {
        match self.0.at("Manual") {
            Some(_) => match &*self.0.text("Manual")? {
                "true" => Ok(1.0),
                "false" => Ok(0.0),
                _ => self.0.number("Manual"),
            },
            None => self.first_point().map(|it| it.value),
        }
    }

    /// Whether a switch is on; a number counts as on from one half up.
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    pub fn is_on(self) -> Result<bool, ViewError> {
        self.value().map(|it| 0.5 <= it)
    }

    /// The value as it is written.
    pub fn text(self) -> String {
        let first = || self.0.list("ArrangerAutomation/Events").next();
        let text = self.0.text("Manual").ok();
        let text = text.or_else(|| first().and_then(|it| it.tree.attr(it.node, "Value")));
        text.unwrap_or_default().into_owned()
    }

    /// The range that a controller or macro moves it through; it may be narrow or turned around.
    pub fn mapping_range(self) -> Option<(f64, f64)> {
        let low = self.0.number("MidiControllerRange/Min").ok()?;
        self.0.number("MidiControllerRange/Max").ok().map(|high| (low, high))
    }

    /// The id that envelopes call it by.
    pub fn automation_target(self) -> Option<i64> {
        self.0.at("AutomationTarget").and_then(Spot::id)
    }

    /// The id that modulation calls it by.
    pub fn modulation_target(self) -> Option<i64> {
        self.0.at("ModulationTarget").and_then(Spot::id)
    }

    /// The macro that moves it, 0 to 15, when one of the rack around it does.
    pub fn mapped_macro(self) -> Option<i64> {
        let to_macro = self.0.whole("KeyMidi/Channel").ok()? == 16;
        to_macro.then(|| self.0.whole("KeyMidi/NoteOrController").ok()).flatten()
    }

    /// The automation that Live 8 and 9 keep here; none for later ones, which keep it at the track.
    pub fn own_points(self) -> Vec<Point> {
        self.0.list("ArrangerAutomation/Events").filter_map(|it| read_point(it).ok()).collect()
    }

    fn first_point(self) -> Result<Point, ViewError> {
        let first = self.0.list("ArrangerAutomation/Events").next();
        read_point(first.ok_or_else(|| self.0.missing("Manual"))?)
    }
}
