//! Clips of audio: warped to the tempo of the set, or as recorded.

use super::clip::{Content, Face, Home};
use super::error::{unfit, within};
use super::track::TrackKind;
use super::{ClipEnvelopeSpec, ClipHandle, EditError, NewSet, SampleSpec, TrackHandle};
use crate::number::print_f32;
use crate::tree::NodeId;

/// How Live stretches a clip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarpMode {
    /// For drums: what lies between beats is repeated or cut.
    Beats,
    /// For one voice at a time.
    Tones,
    /// For noise and pads.
    Texture,
    /// As a turntable: pitch follows tempo.
    RePitch,
    /// For mixes.
    Complex,
    /// For mixes and voices, with formants kept.
    ComplexPro,
}

impl WarpMode {
    /// How Live counts it; 5 is for REX files, which cannot be chosen.
    pub const fn number(self) -> u8 {
        match self {
            Self::Beats => 0,
            Self::Tones => 1,
            Self::Texture => 2,
            Self::RePitch => 3,
            Self::Complex => 4,
            Self::ComplexPro => 6,
        }
    }
}

/// Whether a clip follows the tempo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Warping<'a> {
    /// It plays as recorded.
    Off {
        /// The second of the file with which it begins.
        start_seconds: f64,
    },
    /// It is stretched.
    On {
        /// How.
        mode: WarpMode,
        /// Which second of the file falls on which beat of the content: at least one, rising in both. One alone
        /// means the tempo of the set. Live's marker behind the last is added.
        markers: &'a [(f64, f64)],
        /// The beat of the content with which it begins.
        offset: f64,
    },
}

/// A clip of audio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AudioClipSpec<'a> {
    /// The name in its title.
    pub name: &'a str,
    /// Live's palette, 0 to 69.
    pub color: u8,
    /// Where it begins in the arrangement, in beats; a clip in the session has no such place.
    pub start: f64,
    /// How long it plays, in beats.
    pub length: f64,
    /// The file.
    pub sample: SampleSpec<'a>,
    /// Whether it follows the tempo.
    pub warp: Warping<'a>,
    /// First beat and end of what repeats, in beats of the content; only warped clips repeat.
    pub looped: Option<(f64, f64)>,
    /// −48 to 48 semitones.
    pub transpose_semitones: i8,
    /// −50 to 50 cents.
    pub detune_cents: f64,
    /// As factor of amplitude, 0 to 15.85 (+24 dB).
    pub gain: f64,
    /// In beats; 0 is Live's own short fade.
    pub fade_in: f64,
    /// In beats; 0 is Live's own short fade.
    pub fade_out: f64,
    /// Whether it is switched off.
    pub muted: bool,
    /// What moves while it plays.
    pub envelopes: &'a [ClipEnvelopeSpec<'a>],
}

impl NewSet {
    /// A clip of audio in the arrangement.
    ///
    /// # Errors
    ///
    /// [`EditError::Unfit`] on a track that is not for audio or where another clip stands, for warp markers that do
    /// not rise, and for a loop without warping; [`EditError::OutOfRange`].
    pub fn add_audio_clip(
        &mut self,
        track: TrackHandle,
        spec: &AudioClipSpec,
    ) -> Result<ClipHandle, EditError> {
        let home = Home::Arrangement { start: spec.start, end: spec.start + spec.length };
        self.write_audio_clip(track, home, spec)
    }

    /// A clip of audio in the slot of a scene.
    ///
    /// # Errors
    ///
    /// As [`add_audio_clip`](Self::add_audio_clip); [`EditError::Unfit`] when there is no such scene or its slot is
    /// taken.
    pub fn add_session_audio_clip(
        &mut self,
        track: TrackHandle,
        scene: usize,
        spec: &AudioClipSpec,
    ) -> Result<ClipHandle, EditError> {
        let beats = matches!(spec.warp, Warping::Off { .. }).then_some(spec.length);
        self.write_audio_clip(track, Home::Scene(scene, beats), spec)
    }

    fn write_audio_clip(
        &mut self,
        track: TrackHandle,
        home: Home,
        spec: &AudioClipSpec,
    ) -> Result<ClipHandle, EditError> {
        self.check_kind(track, TrackKind::Audio, spec.name)?;
        check(spec)?;
        let content = match spec.warp {
            Warping::On { offset, .. } => Content::of(offset, spec.length, spec.looped)?,
            // What is not warped is measured in seconds.
            Warping::Off { start_seconds } => {
                Content::of(start_seconds, spec.length * 60.0 / self.tempo, None)?
            }
        };
        let AudioClipSpec { name, color, muted, envelopes, .. } = *spec;
        let clip = self.add_clip(track, home, content, &Face { name, color, muted, envelopes })?;
        let node = self.clips.get(clip.0).ok_or(EditError::Stranger("clip"))?.node;
        let reference = self.need(node, "SampleRef")?;
        self.refer(reference, &spec.sample)?;
        self.write_warp(node, &spec.warp)?;
        self.write_sound(node, spec)?;
        Ok(clip)
    }

    fn write_warp(&mut self, clip: NodeId, warp: &Warping) -> Result<(), EditError> {
        let list = self.need(clip, "WarpMarkers")?;
        match warp {
            Warping::Off { .. } => {
                self.set_bool(clip, "IsWarped", false)?;
                self.write_markers(list, &[(0.0, 0.0)])
            }
            Warping::On { mode, markers, .. } => {
                self.set_bool(clip, "IsWarped", true)?;
                self.set_text(clip, "WarpMode", &mode.number().to_string())?;
                self.write_markers(list, markers)
            }
        }
    }

    fn write_sound(&mut self, clip: NodeId, spec: &AudioClipSpec) -> Result<(), EditError> {
        self.set_text(clip, "PitchCoarse", &spec.transpose_semitones.to_string())?;
        self.set_text(clip, "PitchFine", &print_f32(spec.detune_cents as f32))?;
        self.set_text(clip, "SampleVolume", &print_f32(spec.gain as f32))?;
        self.set_number(clip, "Fades/FadeInLength", spec.fade_in)?;
        self.set_number(clip, "Fades/FadeOutLength", spec.fade_out)?;
        self.set_bool(clip, "Fades/IsDefaultFadeIn", spec.fade_in == 0.0)?;
        self.set_bool(clip, "Fades/IsDefaultFadeOut", spec.fade_out == 0.0)
    }
}

fn check(spec: &AudioClipSpec) -> Result<(), EditError> {
    within("the transposition", spec.transpose_semitones.into(), -48.0, 48.0, "semitones")?;
    within("the detuning", spec.detune_cents, -50.0, 50.0, "cents")?;
    within("the gain of a clip", spec.gain, 0.0, 15.85, "")?;
    within("the fade in", spec.fade_in, 0.0, spec.length, "beats")?;
    within("the fade out", spec.fade_out, 0.0, spec.length, "beats")?;
    match spec.warp {
        Warping::Off { .. } if spec.looped.is_some() => {
            Err(unfit(spec.name, "only a warped clip repeats"))
        }
        Warping::Off { start_seconds } => {
            within("the start in the sample", start_seconds, 0.0, spec.sample.seconds(), "s")
                .map(|_| ())
        }
        Warping::On { markers: [], .. } => Err(unfit(spec.name, "warping needs a marker")),
        Warping::On { markers, .. } => {
            let rises = |it: &[(f64, f64)]| matches!(it, [(a, b), (c, d)] if a < c && b < d);
            match markers.windows(2).all(rises)
                && markers.iter().all(|it| it.0.is_finite() && it.1.is_finite())
            {
                true => Ok(()),
                false => Err(unfit(spec.name, "warp markers rise in seconds and in beats")),
            }
        }
    }
}
