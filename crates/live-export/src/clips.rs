//! Clips: notes and recordings in the arrangement, and each section's first of a part in the session.

use als_model::edit::{MidiClipSpec, NoteSpec};
use arrangement::{Clip, Section};
use music_types::{Beats, Phrase};

use crate::error::{At, ExportError};
use crate::request::Content;
use crate::stage::{Seat, Stage};
use crate::{colour, units};

/// Where a clip goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Where it lies in the piece.
    Arrangement,
    /// In the slot of this scene, to be played round.
    Scene(usize),
}

impl<'a> Stage<'a> {
    /// All clips of a part in the arrangement.
    pub fn add_clips(&mut self, seat: Seat<'a>) -> Result<(), ExportError> {
        for clip in &seat.part.clips {
            self.add_clip(seat, clip, Home::Arrangement)?;
        }
        Ok(())
    }

    /// A part's first clip of each section in the slot of that section's scene.
    pub fn add_session_clips(
        &mut self,
        seat: Seat<'a>,
        sections: &'a [Section],
    ) -> Result<(), ExportError> {
        for (scene, section) in sections.iter().enumerate() {
            let first = seat.part.clips.iter().find(|it| section.span.holds(it.span.start));
            if let Some(clip) = first {
                self.add_clip(seat, clip, Home::Scene(scene))?;
            }
        }
        Ok(())
    }

    fn add_clip(
        &mut self,
        seat: Seat<'a>,
        clip: &'a Clip<Content>,
        home: Home,
    ) -> Result<(), ExportError> {
        if clip.span.length <= Beats::ZERO {
            return Ok(());
        }
        let wrong = |found, wanted| ExportError::WrongContent {
            part: seat.part.name.clone(),
            clip: clip.name.clone(),
            found,
            wanted,
        };
        match (&clip.content, seat.instrument) {
            (Content::Notes(phrase), Some(_)) => self.add_notes(seat, clip, phrase, home),
            (Content::Audio(audio), None) => self.add_audio(seat, clip, audio, home),
            (Content::Notes(_), None) => Err(wrong("notes", "audio")),
            (Content::Audio(_), Some(_)) => Err(wrong("audio", "notes")),
        }
    }

    /// A clip of notes; their starts carry the swing.
    fn add_notes(
        &mut self,
        seat: Seat<'a>,
        clip: &Clip<Content>,
        phrase: &Phrase,
        home: Home,
    ) -> Result<(), ExportError> {
        let notes: Vec<NoteSpec> = phrase
            .notes()
            .iter()
            .filter(|it| it.start < clip.span.length)
            .map(|it| {
                let length = it.length.min(clip.span.length - it.start);
                let velocity = f64::from(it.velocity.value());
                NoteSpec::new(
                    it.pitch.key(),
                    units::beats(it.start),
                    units::beats(length),
                    velocity,
                )
            })
            .collect();
        let spec = MidiClipSpec {
            name: &clip.name,
            color: colour::of_family(seat.part.role.family()),
            start: units::beats(clip.span.start),
            length: units::beats(clip.span.length),
            looped: None,
            offset: 0.0,
            notes: &notes,
            muted: false,
            envelopes: &[],
        };
        let place = format!("{} on {}", clip.name, seat.part.name);
        match home {
            Home::Arrangement => self.set.add_midi_clip(seat.track, &spec),
            Home::Scene(scene) => {
                let round = units::beats(whole_bars(clip.span.length));
                let spec = MidiClipSpec { length: round, looped: Some((0.0, round)), ..spec };
                self.set.add_session_midi_clip(seat.track, scene, &spec)
            }
        }
        .at(&place)
        .map(drop)
    }
}

/// A length rounded up to whole bars, so that what repeats stays in time.
pub fn whole_bars(length: Beats) -> Beats {
    let rest = length % Beats::BAR;
    if rest == Beats::ZERO { length } else { length - rest + Beats::BAR }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_lasts_whole_bars() {
        assert_eq!(whole_bars(Beats::bars(8)), Beats::bars(8));
        assert_eq!(whole_bars(Beats::bars(8) - Beats::QUARTER), Beats::bars(8));
        assert_eq!(whole_bars(Beats::EIGHTH), Beats::bars(1));
    }
}
