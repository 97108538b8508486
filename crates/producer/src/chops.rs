//! The voice cut to pieces: slices at the starts of its lines, each on a pad of its own.

use std::sync::Arc;

use arrangement::{PhraseKind, VocalMap, VocalPhrase};
use music_types::{Beats, Db, Pad, Pan, Phrase, Pitch, SampleId, Seconds, Semitones, Wave};

/// At most so many slices; a producer's hand has eight pads to a row of a kit.
const MOST: usize = 8;
/// The pad of the first slice; the others follow upwards.
const FIRST_KEY: u8 = 36;
/// A slice lasts so many beats of the source at most: a word, not a line.
const LONGEST: Beats = Beats::from_ticks(Beats::TICKS * 3 / 2);

/// A slice of the voice.
#[derive(Debug, Clone)]
pub struct Chop {
    /// Its file.
    pub sample: SampleId,
    /// Its sound.
    pub wave: Arc<Wave>,
    /// Its pad.
    pub key: Pitch,
    /// How it is tuned.
    pub tune: Semitones,
}

impl Chop {
    /// The pad that plays it.
    pub fn pad(&self) -> Pad {
        Pad {
            key: self.key,
            name: format!("Chop {}", self.key.key() - FIRST_KEY + 1),
            sample: self.sample.clone(),
            choke: Some(1),
            gain: Db::UNITY,
            pan: Pan::CENTRE,
            tune: self.tune,
        }
    }
}

/// Cuts up to eight slices at the starts of the voice's lines, hooks first. `at` says where a beat
/// of the source lies in the recording.
pub fn cut(
    voice: &Wave,
    map: &VocalMap,
    tune: Semitones,
    at: impl Fn(Beats) -> Seconds,
) -> Vec<Chop> {
    let hooks_first = |it: &&VocalPhrase| (it.kind != PhraseKind::Hook, it.span.start);
    let mut lines: Vec<&VocalPhrase> = map.phrases.iter().collect();
    lines.sort_by_key(hooks_first);
    let slices = lines.iter().flat_map(|it| places(it)).take(MOST);
    let chop = |(index, (start, length)): (usize, (Beats, Beats))| {
        let wave = slice(voice, at(start), at(start + length));
        let key = Pitch::new(FIRST_KEY.saturating_add(index as u8));
        let sample = SampleId(format!("Samples/Processed/Chops/chop_{}.wav", index + 1));
        (0 < wave.frames()).then(|| Chop { sample, wave: Arc::new(wave), key, tune })
    };
    slices.enumerate().filter_map(chop).collect()
}

/// Two slices a line: its first word, and the one on the next bar's beat.
fn places(line: &VocalPhrase) -> Vec<(Beats, Beats)> {
    let start = line.span.start;
    let second = start - start.within_bar() + Beats::BAR;
    [start, second]
        .into_iter()
        .filter(|it| *it + Beats::QUARTER <= line.span.end())
        .map(|it| (it, LONGEST.min(line.span.end() - it)))
        .collect()
}

/// A part of a recording with its ends faded: 3 ms in, 30 ms out, so that no cut clicks.
fn slice(wave: &Wave, from: Seconds, to: Seconds) -> Wave {
    let frame = |at: Seconds| (at.0.max(0.0) * f64::from(wave.rate)) as usize;
    let (from, to) = (frame(from).min(wave.frames()), frame(to).min(wave.frames()));
    let fade = |seconds: f64| ((seconds * f64::from(wave.rate)) as usize).max(1);
    let (rise, fall) = (fade(0.003), fade(0.03));
    let cut = |channel: &Vec<f32>| {
        let samples = channel.get(from..to.max(from)).unwrap_or_default();
        let count = samples.len();
        let shade = |(i, x): (usize, &f32)| {
            let up = (i as f32 / rise as f32).min(1.0);
            let down = ((count - 1 - i) as f32 / fall as f32).min(1.0);
            x * up * down
        };
        samples.iter().enumerate().map(shade).collect()
    };
    Wave { rate: wave.rate, channels: wave.channels.iter().map(cut).collect() }
}

/// A melody played on the slices: its pitches in rising order become the pads in order, from the
/// first on again where there are more pitches than pads.
pub fn on_pads(melody: &Phrase, chops: &[Chop]) -> Phrase {
    let mut pitches: Vec<Pitch> = melody.notes().iter().map(|it| it.pitch).collect();
    pitches.sort_unstable();
    pitches.dedup();
    melody.map(|note| {
        let rank = pitches.binary_search(&note.pitch).unwrap_or(0);
        let pad = chops.get(rank.checked_rem(chops.len())?)?;
        Some(music_types::Note { pitch: pad.key, ..note })
    })
}

#[cfg(test)]
mod tests {
    use music_types::{Intensity, Note, Span, Velocity};

    use super::*;

    fn line(first_bar: i64, kind: PhraseKind) -> VocalPhrase {
        let span = Span::of_bars(first_bar, 4);
        VocalPhrase { span, energy: Intensity::FULL, repeats: 0, kind }
    }

    #[test]
    fn hooks_are_cut_first_and_every_slice_begins_and_ends_in_silence() {
        let voice = Wave { rate: 1000, channels: vec![vec![0.5; 60_000]] };
        let phrases = vec![line(1, PhraseKind::Verse), line(9, PhraseKind::Hook)];
        let map = VocalMap { bars: 24, phrases };
        let chops = cut(&voice, &map, Semitones(0.0), |it| Seconds(it.as_quarters() / 2.0));
        assert_eq!(chops.len(), 4);
        for chop in &chops {
            let samples = &chop.wave.channels[0];
            assert_eq!((samples[0], samples[samples.len() - 1]), (0.0, 0.0));
            assert_eq!(samples.len(), 750, "one and a half beats at 120 BPM");
        }
    }

    #[test]
    fn a_melody_is_played_on_pads_that_exist() {
        let voice = Wave { rate: 1000, channels: vec![vec![0.5; 60_000]] };
        let map = VocalMap { bars: 8, phrases: vec![line(1, PhraseKind::Hook)] };
        let chops = cut(&voice, &map, Semitones(0.0), |it| Seconds(it.as_quarters() / 2.0));
        let note = |(step, key)| Note {
            start: Beats::sixteenths(step),
            pitch: Pitch::new(key),
            length: Beats::SIXTEENTH,
            velocity: Velocity::new(90),
        };
        let melody = Phrase::new(Beats::BAR, [(0, 60), (4, 67), (8, 72)].map(note));
        let played: Vec<u8> =
            on_pads(&melody, &chops).notes().iter().map(|it| it.pitch.key()).collect();
        assert_eq!(played, [36, 37, 36]);
        assert!(on_pads(&melody, &[]).is_silent());
    }
}
