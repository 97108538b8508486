//! A track's strip: fader, pan, sends, switches.

use super::level::decibels;
use super::{Parameter, Spot, ViewError, view};

/// The mixer of a track.
#[derive(Debug, Clone, Copy)]
pub struct Mixer<'t>(pub(super) Spot<'t>);
view!(Mixer);

/// A knob that sends a track to a return.
#[derive(Debug, Clone, Copy)]
pub struct Send<'t>(pub(super) Spot<'t>);
view!(Send);

/// The side of the crossfader that a track is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Side {
    /// Left.
    A,
    /// Not crossfaded.
    Neither,
    /// Right.
    B,
}

impl<'t> Mixer<'t> {
    /// The fader: amplitude, 0.000316 (shown as −inf dB) to 1.9953 (+6 dB).
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn volume(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("Volume").map(Parameter)
    }

    /// Where the fader stands, in decibels as Live shows them.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn decibels(self) -> Result<f64, ViewError> {
        self.volume()?.value().map(decibels)
    }

    /// The place between the speakers, −1 (left) to 1 (right).
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn pan(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("Pan").map(Parameter)
    }

    /// The speaker switch: off means muted.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn speaker(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("Speaker").map(Parameter)
    }

    /// Whether the track is muted.
    pub fn is_muted(self) -> bool {
        self.speaker().and_then(Parameter::is_on).is_ok_and(|it| !it)
    }

    /// Whether the track is soloed.
    pub fn is_soloed(self) -> bool {
        self.0.switch("SoloSink").unwrap_or(false)
    }

    /// The sends in the order of the returns.
    pub fn sends(self) -> impl Iterator<Item = Send<'t>> {
        self.0.list("Sends").map(Send)
    }

    /// The side of the crossfader.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn side(self) -> Result<Side, ViewError> {
        Parameter(self.0.need("CrossFadeState")?).value().map(|it| match it {
            0.0 => Side::A,
            2.0 => Side::B,
            _ => Side::Neither,
        })
    }
}

impl<'t> Send<'t> {
    /// The knob: amplitude, 0.000316 to 1.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn amount(self) -> Result<Parameter<'t>, ViewError> {
        self.0.need("Send").map(Parameter)
    }

    /// How much is sent, in decibels; minus infinity for none.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn decibels(self) -> Result<f64, ViewError> {
        self.amount()?.value().map(decibels)
    }

    /// Whether the send is in use: `EnabledByUser` in Live 12, `Active` before.
    pub fn is_enabled(self) -> bool {
        self.0.switch("EnabledByUser").or_else(|_| self.0.switch("Active")).unwrap_or(false)
    }
}
