//! The voice cut to pieces: syllables from the starts of its lines, each on a pad of its own, tuned to the scale.

use std::ops::Range;
use std::sync::Arc;

use arrangement::{PhraseKind, VocalMap, VocalPhrase};
use music_types::{
    Beats, Db, Key, Note, Pad, Pan, Phrase, Pitch, SampleId, Seconds, Semitones, Wave,
};
use stems_dsp::shape::{self, Syllables};

/// At most so many slices: more than an octave of any scale of seven notes.
const MOST: usize = 12;
/// Where fewer syllables than this are heard, lines are cut by the beat.
const FEWEST: usize = 6;
/// The pad of the first slice; the others follow upwards.
const FIRST_KEY: u8 = 36;
/// A place in a line is that of the syllable that begins within this of it, in seconds.
const NEAR: f64 = 0.35;
/// Cut by the beat, a slice lasts so many beats of the source at most: a word, not a line.
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
    /// The note of the scale that it then sings; nothing for what is not sung.
    pub sings: Option<Pitch>,
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

/// Cuts up to twelve slices, syllables whole, hooks first, and lays them over the scale of `key`: from the lowest sung to
/// the highest each pad sings the next note of it. What is not sung comes last, moved by `shift` as the voice is. `at`
/// says where a beat of the source lies in the recording.
pub fn cut(
    voice: &Wave,
    map: &VocalMap,
    shift: Semitones,
    key: Key,
    at: impl Fn(Beats) -> Seconds,
) -> Vec<Chop> {
    let mut slices: Vec<(Wave, Option<f64>)> = ranges(voice, map, at)
        .iter()
        .filter_map(|range| shape::slice(&mut { voice }, range).ok()) // memory does not fail
        .filter(|it| 0 < it.frames())
        .map(|it| {
            let sung = shape::sung(&it);
            (it, sung)
        })
        .collect();
    let place = |it: &Option<f64>| it.unwrap_or(f64::INFINITY);
    slices.sort_by(|a, b| place(&a.1).total_cmp(&place(&b.1)));
    let sung: Vec<f64> = slices.iter().filter_map(|it| it.1).collect();
    let notes = ladder(&sung, shift, key);
    let chop = |(index, (wave, sung)): (usize, (Wave, Option<f64>))| {
        let sings = notes.get(index).copied();
        let to = sings.zip(sung).map(|(note, sung)| Semitones(f64::from(note.key()) - sung));
        Chop {
            sample: SampleId(format!("Samples/Processed/Chops/chop_{}.wav", index + 1)),
            wave: Arc::new(wave),
            key: Pitch::new(FIRST_KEY.saturating_add(index as u8)),
            tune: to.unwrap_or(shift),
            sings,
        }
    };
    slices.into_iter().enumerate().map(chop).collect()
}

/// Where slices lie: the syllables at two places of each line, hooks first, then the strongest others.
fn ranges(voice: &Wave, map: &VocalMap, at: impl Fn(Beats) -> Seconds) -> Vec<Range<usize>> {
    let frame = |at: Seconds| (at.0.max(0.0) * f64::from(voice.rate)) as usize;
    let heard = Syllables::hear(&mut { voice }).unwrap_or_default(); // memory does not fail
    let syllables = heard.all();
    let places = places(map);
    let mut found: Vec<Range<usize>> = Vec::new();
    if syllables.len() < FEWEST {
        let end = |(start, length): (Beats, Beats)| frame(at(start + length)).min(voice.frames());
        found.extend(places.iter().map(|it| frame(at(it.0))..end(*it)));
    } else {
        let near = (NEAR * f64::from(voice.rate)) as usize;
        let syllable = |start: usize| {
            let away = |it: &&Range<usize>| it.start.abs_diff(start);
            syllables.iter().filter(|it| away(it) <= near).min_by_key(away).cloned()
        };
        let begun = places.iter().filter_map(|it| syllable(frame(at(it.0))));
        for it in begun.chain(heard.strongest(MOST)) {
            if !found.contains(&it) {
                found.push(it);
            }
        }
    }
    found.retain(|it| it.start < it.end);
    found.truncate(MOST);
    found
}

/// Two places a line, hooks first: its first word, and the one on the next bar's beat.
fn places(map: &VocalMap) -> Vec<(Beats, Beats)> {
    let mut lines: Vec<&VocalPhrase> = map.phrases.iter().collect();
    lines.sort_by_key(|it| (it.kind != PhraseKind::Hook, it.span.start));
    let of_line = |line: &&VocalPhrase| {
        let (start, end) = (line.span.start, line.span.end());
        let second = start - start.within_bar() + Beats::BAR;
        [start, second]
            .into_iter()
            .filter(move |it| *it + Beats::QUARTER <= end)
            .map(move |it| (it, LONGEST.min(end - it)))
    };
    lines.iter().flat_map(of_line).collect()
}

/// Neighbouring notes of the scale, one for each of the pitches `sung`, which rise: those to which all of them, moved by
/// `shift`, have the shortest way.
fn ladder(sung: &[f64], shift: Semitones, key: Key) -> Vec<Pitch> {
    let scale: Vec<Pitch> = (0..=127).map(Pitch::new).filter(|it| key.holds(*it)).collect();
    let way = |notes: &&[Pitch]| -> f64 {
        let pairs = notes.iter().zip(sung);
        pairs.map(|(note, sung)| (f64::from(note.key()) - sung - shift.0).powi(2)).sum()
    };
    let all = scale.windows(sung.len().max(1));
    let best = all.min_by(|a, b| way(a).total_cmp(&way(b))).unwrap_or(&[]);
    best.iter().copied().take(sung.len()).collect()
}

/// A melody played on the slices: each note by the pad that sings it, in the octave in which they sing. Where nothing is
/// sung its pitches in rising order become the pads in order, from the first on again where there are more of them.
pub fn on_pads(melody: &Phrase, chops: &[Chop]) -> Phrase {
    let mut pitches: Vec<Pitch> = melody.notes().iter().map(|it| it.pitch).collect();
    pitches.sort_unstable();
    pitches.dedup();
    let mean =
        |of: &[Pitch]| of.iter().map(|it| f64::from(it.key())).sum::<f64>() / of.len() as f64;
    let sings: Vec<Pitch> = chops.iter().filter_map(|it| it.sings).collect();
    let octaves = 12.0 * libm::round((mean(&sings) - mean(&pitches)) / 12.0);
    let sung = |note: Pitch| {
        let wanted = f64::from(note.key()) + octaves;
        let way = |it: &&Chop| it.sings.map(|it| (it.class() != note.class(), away(it, wanted)));
        chops.iter().filter(|it| it.sings.is_some()).min_by_key(way)
    };
    melody.map(|note| {
        let ranked = || {
            let rank = pitches.binary_search(&note.pitch).unwrap_or(0);
            chops.get(rank.checked_rem(chops.len())?)
        };
        let pad = sung(note.pitch).or_else(ranked)?;
        Some(Note { pitch: pad.key, ..note })
    })
}

/// How far a pitch is from `wanted`, in whole semitones.
fn away(pitch: Pitch, wanted: f64) -> u32 {
    (f64::from(pitch.key()) - wanted).abs() as u32
}

#[cfg(test)]
mod tests {
    use music_types::{Intensity, PitchClass, Span, Velocity};

    use super::*;

    const C: Key = Key::major(PitchClass::new(0));

    fn line(first_bar: i64, kind: PhraseKind) -> VocalPhrase {
        let span = Span::of_bars(first_bar, 4);
        VocalPhrase { span, energy: Intensity::FULL, repeats: 0, kind }
    }

    #[test]
    fn hooks_are_cut_first_and_every_slice_begins_and_ends_in_silence() {
        let voice = Wave { rate: 1000, channels: vec![vec![0.5; 60_000]] };
        let phrases = vec![line(1, PhraseKind::Verse), line(9, PhraseKind::Hook)];
        let map = VocalMap { bars: 24, phrases };
        let chops = cut(&voice, &map, Semitones(0.0), C, |it| Seconds(it.as_quarters() / 2.0));
        assert_eq!(chops.len(), 4);
        for chop in &chops {
            let samples = &chop.wave.channels[0];
            assert_eq!((samples[0], samples[samples.len() - 1]), (0.0, 0.0));
            assert_eq!(samples.len(), 750, "one and a half beats at 120 BPM");
        }
    }

    /// Ten syllables on three notes, in four bars at 120 BPM.
    fn sung() -> Wave {
        let mut samples = vec![0.0_f32; 44_100 * 9];
        for syllable in 0..10 {
            let hz = [220.5, 262.0, 294.0][syllable % 3];
            for at in 0..15_000 {
                let fade = (f64::from(15_000 - at) / 4_000.0).min(1.0);
                let turns = f64::from(at) / 44_100.0 * hz;
                let voice: f64 = (1..9)
                    .map(|it| {
                        libm::sin(std::f64::consts::TAU * turns * f64::from(it)) / f64::from(it)
                    })
                    .sum();
                samples[4_410 + syllable * 35_000 + at as usize] = (0.3 * fade * voice) as f32;
            }
        }
        Wave { rate: 44_100, channels: vec![samples] }
    }

    #[test]
    fn syllables_are_kept_whole_and_sing_the_scale_upwards() {
        let map = VocalMap { bars: 8, phrases: vec![line(1, PhraseKind::Hook)] };
        let chops = cut(&sung(), &map, Semitones(2.0), C, |it| Seconds(it.as_quarters() / 2.0));
        assert_eq!(chops.len(), 10);
        let notes: Vec<Pitch> = chops.iter().filter_map(|it| it.sings).collect();
        assert_eq!(notes.len(), 10, "all are sung");
        assert!(notes.iter().all(|it| C.holds(*it)), "{notes:?}");
        assert!(notes.windows(2).all(|it| it[0] < it[1]), "each pad the next note: {notes:?}");
        assert!(chops.iter().all(|it| it.tune.0.abs() < 12.0), "none far from where it was sung");
        assert!(chops.iter().all(|it| it.wave.frames().abs_diff(15_000) < 2_500), "whole");
        let fine = |it: &Chop| {
            let heard = shape::sung(&it.wave).expect("sung") + it.tune.0;
            (heard - f64::from(it.sings.expect("sung").key())).abs()
        };
        assert!(chops.iter().all(|it| fine(it) < 0.05), "in tune");
    }

    #[test]
    fn a_melody_is_sung_by_the_pads_that_sing_its_notes() {
        let map = VocalMap { bars: 8, phrases: vec![line(1, PhraseKind::Hook)] };
        let chops = cut(&sung(), &map, Semitones(0.0), C, |it| Seconds(it.as_quarters() / 2.0));
        let note = |(step, key)| Note {
            start: Beats::sixteenths(step),
            pitch: Pitch::new(key),
            length: Beats::SIXTEENTH,
            velocity: Velocity::new(90),
        };
        let melody = Phrase::new(Beats::BAR, [(0, 72), (4, 76), (8, 79), (12, 83)].map(note));
        let played = on_pads(&melody, &chops);
        for (note, wanted) in played.notes().iter().zip([72, 76, 79, 83]) {
            let pad = chops.iter().find(|it| it.key == note.pitch).expect("a pad");
            let sings = pad.sings.expect("sung");
            assert_eq!(sings.class(), Pitch::new(wanted).class());
        }
    }

    #[test]
    fn a_melody_is_played_on_pads_that_exist() {
        let voice = Wave { rate: 1000, channels: vec![vec![0.5; 60_000]] };
        let map = VocalMap { bars: 8, phrases: vec![line(1, PhraseKind::Hook)] };
        let chops = cut(&voice, &map, Semitones(0.0), C, |it| Seconds(it.as_quarters() / 2.0));
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
