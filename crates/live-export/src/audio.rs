//! Recordings on the timeline: bent to the grid by their warp markers, or played as they are.

use als_model::edit::{AudioClipSpec, SampleSpec, WarpMode, Warping};
use arrangement::Clip;
use music_types::{AudioClip, Beats, Seconds, Tempo, Warp};

use crate::clips::Home;
use crate::error::{At, ExportError};
use crate::request::Content;
use crate::stage::{Seat, Stage};
use crate::{colour, units};

/// The shortest clip that is worth writing: what Live would not throw away as too small.
const SHORTEST: f64 = 1.0 / 64.0;

impl<'a> Stage<'a> {
    /// A clip of audio; what is not warped ends where its file does.
    pub fn add_audio(
        &mut self,
        seat: Seat<'a>,
        clip: &Clip<Content>,
        audio: &'a AudioClip,
        home: Home,
    ) -> Result<(), ExportError> {
        let place = format!("{} on {}", clip.name, seat.part.name);
        let sample = self.sample(&audio.sample.0, &place)?;
        let markers = audio.warp.as_ref().map(markers).unwrap_or_default();
        let warp = warping(audio, &markers, self.request.tempo);
        let length = heard(clip.span.length, &warp, &sample, self.request.tempo);
        if length < SHORTEST {
            if home == Home::Arrangement {
                self.left_out
                    .push(format!("{place}: nothing of {} is left to play", audio.sample.0));
            }
            return Ok(());
        }
        let (transpose_semitones, detune_cents) = units::tuning(audio.transpose);
        let (fade_in, fade_out) = fades(audio, length);
        let spec = AudioClipSpec {
            name: &clip.name,
            color: colour::of_family(seat.part.role.family()),
            start: units::beats(clip.span.start),
            length,
            sample,
            warp,
            looped: None,
            transpose_semitones,
            detune_cents,
            gain: units::clip_gain(audio.gain),
            fade_in,
            fade_out,
            muted: false,
            envelopes: &[],
        };
        match home {
            Home::Arrangement => self.set.add_audio_clip(seat.track, &spec),
            Home::Scene(scene) => {
                let spec = AudioClipSpec { looped: round(&warp, length), ..spec };
                self.set.add_session_audio_clip(seat.track, scene, &spec)
            }
        }
        .at(&place)
        .map(drop)
    }
}

fn markers(warp: &Warp) -> Vec<(f64, f64)> {
    warp.markers.iter().map(|it| (it.at.0, units::beats(it.beat))).collect()
}

fn warping<'m>(audio: &AudioClip, markers: &'m [(f64, f64)], tempo: Tempo) -> Warping<'m> {
    match &audio.warp {
        Some(warp) => {
            Warping::On { mode: mode(warp.mode), markers, offset: units::beats(audio.from) }
        }
        None => {
            let Seconds(start_seconds) = tempo.seconds(audio.from.max(Beats::ZERO));
            Warping::Off { start_seconds }
        }
    }
}

const fn mode(mode: music_types::WarpMode) -> WarpMode {
    match mode {
        music_types::WarpMode::Beats => WarpMode::Beats,
        music_types::WarpMode::Tones => WarpMode::Tones,
        music_types::WarpMode::Texture => WarpMode::Texture,
        music_types::WarpMode::RePitch => WarpMode::RePitch,
        music_types::WarpMode::Complex => WarpMode::Complex,
        music_types::WarpMode::ComplexPro => WarpMode::ComplexPro,
    }
}

/// How many beats of a clip are heard: all of what is warped, else no more than the file has left.
fn heard(span: Beats, warp: &Warping, sample: &SampleSpec, tempo: Tempo) -> f64 {
    let whole = units::beats(span);
    match warp {
        Warping::On { .. } => whole,
        Warping::Off { start_seconds } => {
            let left = (sample.seconds() - start_seconds).max(0.0);
            whole.min(left * tempo.bpm() / 60.0)
        }
    }
}

/// Both fades within the clip; where they meet, each gives way in proportion.
fn fades(audio: &AudioClip, length: f64) -> (f64, f64) {
    let (fade_in, fade_out) =
        (units::beats(audio.fade_in).max(0.0), units::beats(audio.fade_out).max(0.0));
    let both = fade_in + fade_out;
    let share = if length < both { length / both } else { 1.0 };
    (fade_in * share, fade_out * share)
}

/// What of a warped clip is played round in the session: its whole bars, or all of what is shorter than one.
fn round(warp: &Warping, length: f64) -> Option<(f64, f64)> {
    match warp {
        Warping::Off { .. } => None,
        Warping::On { offset, .. } => {
            let bars = libm::floor(length / 4.0) * 4.0;
            Some((*offset, offset + if bars < 4.0 { length } else { bars }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use music_types::{Db, SampleId, Semitones};

    fn one_shot(from: Beats, fade: Beats) -> AudioClip {
        AudioClip {
            sample: SampleId("Samples/Imported/drop.wav".to_owned()),
            warp: None,
            from,
            transpose: Semitones(0.0),
            gain: Db::UNITY,
            fade_in: fade,
            fade_out: fade,
        }
    }

    #[test]
    fn a_one_shot_ends_where_its_file_does() {
        let tempo = Tempo::clamped(120.0);
        let sample = SampleSpec { frames: 44_100, rate: 44_100, ..SampleSpec::default() };
        let warp = warping(&one_shot(Beats::QUARTER, Beats::ZERO), &[], tempo);
        assert_eq!(warp, Warping::Off { start_seconds: 0.5 });
        assert_eq!(heard(Beats::BAR, &warp, &sample, tempo), 1.0);
        assert_eq!(heard(Beats::EIGHTH, &warp, &sample, tempo), 0.5);
    }

    #[test]
    fn fades_never_leave_their_clip() {
        assert_eq!(fades(&one_shot(Beats::ZERO, Beats::QUARTER), 8.0), (1.0, 1.0));
        assert_eq!(fades(&one_shot(Beats::ZERO, Beats::BAR), 2.0), (1.0, 1.0));
    }
}
