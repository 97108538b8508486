//! Why a set could not be written to as asked.

use crate::schema::Version;

/// Why an edit was refused. An element that was begun may be left, with the values that it has by default.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// This version of Live has no such device or class, or the schema does not know it.
    #[error("Live {version} has no {class}{}", hint(.nearest))]
    NoClass {
        /// The version of the set.
        version: Version,
        /// What was asked for.
        class: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// The element has nothing at this path.
    #[error("{device} has no {path}{}", hint(.nearest))]
    NoPath {
        /// The device or track that was asked.
        device: String,
        /// What was looked for.
        path: String,
        /// The parameter most like it.
        nearest: Option<String>,
    },
    /// A value outside of what is allowed.
    #[error("{what} cannot be {value}: {low} to {high}{}{unit} is allowed", if .unit.is_empty() { "" } else { " " })]
    OutOfRange {
        /// The parameter or quantity.
        what: String,
        /// The value asked for.
        value: f64,
        /// The smallest allowed.
        low: f64,
        /// The largest allowed.
        high: f64,
        /// The unit of all three; empty when there is none.
        unit: String,
    },
    /// A value of the wrong kind, as text for a knob.
    #[error("{what} takes {wanted}, not {found}")]
    WrongKind {
        /// The parameter.
        what: String,
        /// What it takes.
        wanted: &'static str,
        /// What it was given.
        found: String,
    },
    /// What is asked for does not go with the track, chain or clip it is asked of.
    #[error("{what}: {why}")]
    Unfit {
        /// The place.
        what: String,
        /// The reason.
        why: String,
    },
    /// A handle that belongs to another set.
    #[error("there is no such {0} in this set")]
    Stranger(&'static str),
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or(String::new(), |it| format!("; did you mean {it}?"))
}

/// A value that must lie between two others, both allowed.
pub(super) fn within(
    what: &str,
    value: f64,
    low: f64,
    high: f64,
    unit: &str,
) -> Result<f64, EditError> {
    if low <= value && value <= high {
        return Ok(value);
    }
    Err(EditError::OutOfRange { what: what.to_owned(), value, low, high, unit: unit.to_owned() })
}

/// The refusal of something that does not go with its place.
pub(super) fn unfit(what: impl Into<String>, why: impl Into<String>) -> EditError {
    EditError::Unfit { what: what.into(), why: why.into() }
}
