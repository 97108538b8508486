//! What is wrong with a change of structure, as it is refused.

use super::super::error::Refused;

/// Nothing has this name.
pub fn unknown(what: &str, name: &str, place: &str, known: Vec<String>) -> Refused {
    Refused::new(format!("{name:?}"), format!("is no {what} of {place}")).among(known)
}

/// Several things have this name.
pub fn ambiguous(what: &str, name: &str, candidates: Vec<String>) -> Refused {
    Refused {
        allowed: candidates,
        ..Refused::new(format!("{name:?}"), format!("could be several a {what}"))
    }
}

/// It cannot be done here.
pub fn unfit(why: impl Into<String>) -> Refused {
    Refused::new("this change", why)
}

/// A value that does not fit.
pub fn value(found: impl Into<String>, wanted: &str) -> Refused {
    Refused::new(found, format!("is no {wanted}"))
}
