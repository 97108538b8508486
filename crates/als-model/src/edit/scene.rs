//! Scenes and locators.

use super::error::within;
use super::{EditError, NewSet};
use crate::number::{print_f32, print_f64};

/// A row of the session.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SceneSpec<'a> {
    /// Its name.
    pub name: &'a str,
    /// Live's palette, 0 to 69; `None` for no colour.
    pub color: Option<u8>,
    /// The tempo that launching it sets, in beats per minute, 20 to 999.
    pub tempo: Option<f64>,
    /// The note that goes with it.
    pub annotation: &'a str,
}

impl NewSet {
    /// A scene below the others, with a slot on every track; its number, counted from 0.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`] for colour or tempo.
    pub fn add_scene(&mut self, spec: &SceneSpec) -> Result<usize, EditError> {
        let color = match spec.color {
            Some(color) => within("the colour", color.into(), 0.0, 69.0, "")?,
            None => -1.0,
        };
        let tempo = within("the tempo", spec.tempo.unwrap_or(120.0), 20.0, 999.0, "BPM")?;
        let list = self.need(self.live_set, "Scenes")?;
        let scene = self.stamp_with(list, "Scene", self.scenes as u64)?;
        self.set_text(scene, "Name", spec.name)?;
        self.set_text(scene, "Annotation", spec.annotation)?;
        self.set_text(scene, "Color", &color.to_string())?;
        self.set_text(scene, "Tempo", &print_f32(tempo as f32))?;
        self.set_bool(scene, "IsTempoEnabled", spec.tempo.is_some())?;
        for track in 0..self.tracks.len() {
            self.add_slot(track)?;
        }
        self.scenes += 1;
        Ok(self.scenes - 1)
    }

    /// A locator in the arrangement, at a time in beats.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`] for a time before the start.
    pub fn add_locator(
        &mut self,
        beat: f64,
        name: &str,
        annotation: &str,
    ) -> Result<(), EditError> {
        within("the time of a locator", beat, 0.0, 1e6, "beats")?;
        let list = self.need(self.live_set, "Locators/Locators")?;
        let locator = self.stamp_next(list, "Locator")?;
        self.set_text(locator, "Time", &print_f64(beat))?;
        self.set_text(locator, "Name", name)?;
        self.set_text(locator, "Annotation", annotation)
    }
}
