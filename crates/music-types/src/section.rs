//! What a section of a track is for.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::role::words;

words! {
    /// What a section of a track is for.
    SectionKind {
        /// Drums to mix in by.
        Intro = "intro",
        /// Verse or percussion ride with the floor moving.
        Groove = "groove",
        /// The floor falls away.
        Break = "break",
        /// Tension rises into a drop.
        Build = "build",
        /// Everything at once.
        Drop = "drop",
        /// Drums to mix out by.
        Outro = "outro",
    }
}
