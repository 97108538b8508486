//! Clips of the session and the arrangement, audio and MIDI.

use super::colour::Colour;
use super::notes::{self, Note};
use super::sample::Sample;
use super::signature::Signature;
use super::{Envelope, Spot, ViewError, view};

/// A clip.
#[derive(Debug, Clone, Copy)]
pub struct Clip<'t>(pub(super) Spot<'t>);

/// An audio clip's own side.
#[derive(Debug, Clone, Copy)]
pub struct AudioClip<'t>(Spot<'t>);

/// A MIDI clip's own side.
#[derive(Debug, Clone, Copy)]
pub struct MidiClip<'t>(Spot<'t>);
view!(Clip, AudioClip, MidiClip);

/// A clip's loop and markers: beats, or seconds in audio that is not warped.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Loop {
    /// Where the loop, or the clip without one, begins.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// Where playing starts, counted from the loop's start.
    pub start_relative: f64,
    /// Whether it goes round.
    pub is_on: bool,
}

/// How audio follows the tempo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum WarpMode {
    /// Slices at transients.
    Beats,
    /// Grains, for pitched sound.
    Tones,
    /// Grains, for noise.
    Texture,
    /// As a turntable.
    RePitch,
    /// For whole mixes.
    Complex,
    /// As its REX file says.
    Rex,
    /// For whole mixes, with formants.
    ComplexPro,
}

/// A moment of the sample pinned to a beat.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct WarpMarker {
    /// In the sample, in seconds.
    pub seconds: f64,
    /// In the clip, in beats.
    pub beats: f64,
}

/// The fades at a clip's ends, in beats.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Fades {
    /// Whether Live fades the ends at all.
    pub is_on: bool,
    /// Length of the fade in.
    pub fade_in: f64,
    /// Length of the fade out.
    pub fade_out: f64,
}

impl<'t> Clip<'t> {
    /// The clip at this element, when it is one.
    pub fn at(spot: Spot<'t>) -> Option<Self> {
        matches!(spot.tag(), "AudioClip" | "MidiClip").then_some(Self(spot))
    }

    /// What a user called it; often empty.
    pub fn name(self) -> String {
        self.0.text("Name").unwrap_or_default().into_owned()
    }

    /// Its audio side, when it is audio.
    pub fn audio(self) -> Option<AudioClip<'t>> {
        (self.0.tag() == "AudioClip").then_some(AudioClip(self.0))
    }

    /// Its MIDI side, when it is MIDI.
    pub fn midi(self) -> Option<MidiClip<'t>> {
        (self.0.tag() == "MidiClip").then_some(MidiClip(self.0))
    }

    /// Where it starts in the arrangement, in beats.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn start(self) -> Result<f64, ViewError> {
        self.0.number("CurrentStart")
    }

    /// Where it ends in the arrangement, in beats.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn end(self) -> Result<f64, ViewError> {
        self.0.number("CurrentEnd")
    }

    /// Its loop and markers.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when one is not there or no number.
    pub fn cycle(self) -> Result<Loop, ViewError> {
        Ok(Loop {
            start: self.0.number("Loop/LoopStart")?,
            end: self.0.number("Loop/LoopEnd")?,
            start_relative: self.0.number("Loop/StartRelative")?,
            is_on: self.0.switch("Loop/LoopOn")?,
        })
    }

    /// Its colour; `None` when it has none, or one of the palette before Live 9.
    pub fn colour(self) -> Option<Colour> {
        colour(self.0)
    }

    /// Whether it plays.
    pub fn is_active(self) -> bool {
        !self.0.switch("Disabled").unwrap_or(false)
    }

    /// What the user wrote about it.
    pub fn comment(self) -> String {
        self.0.text("Annotation").unwrap_or_default().into_owned()
    }

    /// Its time signature.
    pub fn signature(self) -> Option<Signature> {
        let first = self.0.list("TimeSignature/TimeSignatures").next()?;
        let part = |path| first.whole(path).ok().and_then(|it| u32::try_from(it).ok());
        part("Numerator")
            .zip(part("Denominator"))
            .map(|(numerator, denominator)| Signature { numerator, denominator })
    }

    /// The groove it plays with, by the groove's id; `None` for none.
    pub fn groove(self) -> Option<i64> {
        self.0.whole("GrooveSettings/GrooveId").ok().filter(|it| 0 <= *it)
    }

    /// Its own envelopes.
    pub fn envelopes(self) -> impl Iterator<Item = Envelope<'t>> {
        self.0.list("Envelopes/Envelopes").map(Envelope)
    }
}

pub(super) fn colour(at: Spot<'_>) -> Option<Colour> {
    match at.whole("Color") {
        Ok(index) => Colour::of(index),
        // Live 9.7 and 10 count the same palette from 140.
        Err(_) => at.whole("ColorIndex").ok().and_then(|it| Colour::of(it - 140)),
    }
}

impl<'t> AudioClip<'t> {
    /// The sample.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn sample(self) -> Result<Sample<'t>, ViewError> {
        self.0.need("SampleRef").map(Sample::at)
    }

    /// Whether it follows the tempo.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no switch.
    pub fn is_warped(self) -> Result<bool, ViewError> {
        self.0.switch("IsWarped")
    }

    /// How it follows the tempo; `None` for a number that is not known.
    pub fn warp_mode(self) -> Option<WarpMode> {
        Some(match self.0.whole("WarpMode").ok()? {
            0 => WarpMode::Beats,
            1 => WarpMode::Tones,
            2 => WarpMode::Texture,
            3 => WarpMode::RePitch,
            4 => WarpMode::Complex,
            5 => WarpMode::Rex,
            6 => WarpMode::ComplexPro,
            _ => return None,
        })
    }

    /// The moments pinned to beats, in order; the last is Live's own, 1/32 beat behind the one before.
    ///
    /// # Errors
    ///
    /// [`ViewError`] for one that is no number.
    pub fn warp_markers(self) -> Result<Vec<WarpMarker>, ViewError> {
        let markers = self.0.list("WarpMarkers").map(|it| {
            Ok(WarpMarker {
                seconds: it.attr_number("SecTime")?,
                beats: it.attr_number("BeatTime")?,
            })
        });
        markers.collect()
    }

    /// The clip's gain as an amplitude; [`level::decibels`](super::level::decibels) shows it.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn gain(self) -> Result<f64, ViewError> {
        self.0.number("SampleVolume")
    }

    /// The transposition in semitones, cents as hundredths.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there or no number.
    pub fn transposition(self) -> Result<f64, ViewError> {
        Ok(self.0.number("PitchCoarse")? + self.0.number("PitchFine")? / 100.0)
    }

    /// The fades at its ends.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when they are not there or no numbers.
    pub fn fades(self) -> Result<Fades, ViewError> {
        Ok(Fades {
            is_on: self.0.switch("Fade")?,
            fade_in: self.0.number("Fades/FadeInLength")?,
            fade_out: self.0.number("Fades/FadeOutLength")?,
        })
    }
}

impl MidiClip<'_> {
    /// Its notes, by time, then key.
    ///
    /// # Errors
    ///
    /// [`ViewError`] for one whose key, time, duration or velocity is no number.
    pub fn notes(self) -> Result<Vec<Note>, ViewError> {
        notes::read(self.0)
    }

    /// How many notes it has, without reading them.
    pub fn note_count(self) -> usize {
        self.0.list("Notes/KeyTracks").map(|it| it.list("Notes").count()).sum()
    }

    /// Whether notes carry per-note expression (MPE).
    pub fn has_expression(self) -> bool {
        self.0.list("Notes/PerNoteEventStore/EventLists").next().is_some()
    }
}
