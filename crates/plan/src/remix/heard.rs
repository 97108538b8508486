//! What the ears found in the sources, and which of it is believed.

use music_types::{Beats, Intensity, Key, Seconds, Tempo, WarpMarker};

use crate::remix::tempo::Pace;
use crate::spec::analysis::Analysis;
use crate::spec::inspiration::{InspirationSet, InspirationSource};
use crate::spec::remark::{
    BARS_UNSURE, DOWNBEAT_DISAGREES, KEY_DISAGREES, KEY_UNSURE, Remark, SONG_HEARD,
    TEMPO_DISAGREES, TEMPO_DRIFTS, TEMPO_UNKNOWN, TEMPO_UNSURE,
};

/// What the ears found in all sources of a wish.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heard {
    /// The main track and its stems, which are one recording; `None` where there is none.
    pub song: Option<HeardSource>,
    /// How much is sung in each bar of the song, counted on [`song_grid`] from its first downbeat;
    /// empty where there is no voice.
    pub sung: Vec<Intensity>,
    /// What is sung in each bar of the song, counted as [`sung`](Self::sung): how strongly each pitch class
    /// sounds, from C; empty where there is no vocal stem.
    pub notes: Vec<[f64; 12]>,
    /// The groove of the beat that is wanted; `None` where none was heard.
    pub groove: Option<patterns::Groove>,
    /// The drums that the user wrote, read from the file that the spec names.
    pub pattern: Option<patterns::Pattern>,
    /// The record whose beat is wanted.
    pub beat: Option<HeardSource>,
    /// The record whose drop is wanted.
    pub drop: Option<HeardSource>,
    /// The record whose bass is wanted.
    pub bass: Option<HeardSource>,
    /// How long each voice drop lasts, in the order of the spec.
    pub voice_drops: Vec<Seconds>,
}

/// What the ears found in one recording.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeardSource {
    /// How long it lasts.
    pub length: Seconds,
    /// Its tempo in BPM, unrounded; `None` where no beat was found.
    pub tempo: Option<f64>,
    /// How sure the tempo is, 0 to 1.
    pub confidence: f64,
    /// Its beats, rising; may be empty.
    pub beats: Vec<Seconds>,
    /// The first beat of its first bar.
    pub first_downbeat: Option<Seconds>,
    /// How sure it is which beat begins the bar, 0 to 1.
    pub bar_confidence: f64,
    /// Its key; `None` where none was found.
    pub key: Option<Key>,
    /// The next best key.
    pub key_runner_up: Option<Key>,
    /// How sure the key is, 0 to 1.
    pub key_confidence: f64,
    /// Whether it is a file of notes rather than a recording.
    pub is_notes: bool,
}

/// The grid of a recording, as it is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceGrid {
    /// Its tempo.
    pub tempo: Tempo,
    /// The first beat of its first bar, in seconds from the start of the file; 0 or more, below
    /// one bar where no downbeat is known.
    pub first_downbeat: Seconds,
    /// Its beats, rising; empty where they run straight at the tempo.
    pub beats: Vec<Seconds>,
    /// How long it lasts.
    pub length: Seconds,
}

impl SourceGrid {
    /// How many bars there are from the first downbeat to the end, begun ones included.
    pub fn bars(&self) -> i64 {
        let rest = (self.length.0 - self.first_downbeat.0).max(0.0);
        let bar = self.tempo.seconds(Beats::BAR).0;
        libm::ceil(rest / bar - 1e-3).max(0.0) as i64
    }

    /// Warp markers that bind the recording to its own beats, counted from the first downbeat, two
    /// or more: one at each bar where beats are known, two where they run straight. At another
    /// [`Pace`] each beat of the recording counts as half a beat or as two.
    pub fn markers(&self, pace: Pace) -> Vec<WarpMarker> {
        let marker = |at: f64, beat: f64| WarpMarker {
            at: Seconds(at),
            beat: Beats::nearest(beat * pace.factor()),
        };
        let first = self.first_downbeat.0;
        let number = |at: &Seconds| libm::round((at.0 - first) / self.beat()) as i64;
        let offset = self.beats.first().map_or(0, number);
        let counted = self.beats.iter().zip(offset..);
        let bars: Vec<WarpMarker> = counted
            .filter(|(_, beat)| 0 <= *beat && beat % 4 == 0)
            .map(|(at, beat)| marker(at.0, beat as f64))
            .collect();
        if 2 <= bars.len() {
            return bars;
        }
        let last = self.bars().max(1);
        vec![marker(first, 0.0), marker(first + 4.0 * last as f64 * self.beat(), 4.0 * last as f64)]
    }

    /// The length of a beat in seconds.
    fn beat(&self) -> f64 {
        60.0 / self.tempo.bpm()
    }
}

/// The grid of the song as it is believed: what the spec's `analysis` gives, else what was heard.
/// `None` where there is no song.
pub fn song_grid(wish: &InspirationSet, heard: &Heard) -> Option<SourceGrid> {
    heard.song.as_ref().map(|song| believe(&Given::song(wish), song, None, &mut Vec::new()))
}

/// What the spec gives for a source, and where it stands.
pub(crate) struct Given<'w> {
    pub at: String,
    pub analysis: Option<&'w Analysis>,
    pub bpm: Option<Tempo>,
    pub key: Option<Key>,
}

impl<'w> Given<'w> {
    /// Of the main track and its stems.
    pub fn song(wish: &'w InspirationSet) -> Self {
        Self { at: "/analysis".into(), analysis: wish.analysis.as_ref(), bpm: None, key: None }
    }

    /// Of another record.
    pub fn source(at: &str, source: &'w InspirationSource) -> Self {
        Self { at: at.into(), analysis: source.analysis.as_ref(), bpm: source.bpm, key: source.key }
    }

    fn tempo(&self) -> Option<Tempo> {
        let told = self.analysis.and_then(|it| it.tempo).or(self.bpm);
        told.or_else(|| self.analysis.and_then(tempo_of_times))
    }
}

/// The key of a source as it is believed.
pub(crate) fn believed_key(
    given: &Given,
    heard: &HeardSource,
    remarks: &mut Vec<Remark>,
) -> Option<Key> {
    let told = given.analysis.and_then(|it| it.key).or(given.key);
    if let (Some(told), Some(measured)) = (told, heard.key) {
        let same_notes = told.shift_to(measured) == 0;
        if told != measured && SURE <= heard.key_confidence {
            let so = if same_notes { ", which has the same notes" } else { "" };
            let words = format!("given {told}, measured {measured}{so}; {told} is used");
            remarks.push(Remark::new(KEY_DISAGREES, format!("{}/key", given.at), words));
        }
    }
    if let (None, Some(measured)) = (told, heard.key.filter(|_| heard.key_confidence < SURE)) {
        let or = heard.key_runner_up.map_or(String::new(), |it| format!(" (or {it})"));
        let words = format!("measured {measured}{or} with little confidence; give it in analysis");
        remarks.push(Remark::new(KEY_UNSURE, format!("{}/key", given.at), words));
    }
    told.or(heard.key)
}

/// What was heard in the song, and how sure the ears are; `None` where nothing was.
pub(crate) fn report(heard: &HeardSource) -> Option<Remark> {
    let sure = |share: f64| format!("{:.0} % sure", share * 100.0);
    let tempo = heard.tempo.map(|it| format!("{it:.2} BPM ({})", sure(heard.confidence)));
    let bars = heard
        .first_downbeat
        .map(|it| format!("the first downbeat at {:.3} s ({})", it.0, sure(heard.bar_confidence)));
    let key = heard.key.map(|it| {
        let or = heard.key_runner_up.map_or(String::new(), |it| format!(", else {it}"));
        format!("{it} ({}{or})", sure(heard.key_confidence))
    });
    let found: Vec<String> = [tempo, bars, key].into_iter().flatten().collect();
    (!found.is_empty()).then(|| Remark::new(SONG_HEARD, "/analysis", found.join(", ")))
}

/// A measurement below is a guess: no ground to contradict anybody.
const SURE: f64 = 0.5;

/// The grid of a source as it is believed; `fallback` is its tempo where nobody knows it.
pub(crate) fn believe(
    given: &Given,
    heard: &HeardSource,
    fallback: Option<Tempo>,
    remarks: &mut Vec<Remark>,
) -> SourceGrid {
    let measured = measured_tempo(heard);
    let told = given.tempo();
    compare_tempo(given, told, measured, heard.confidence, remarks);
    if told.is_none() && measured.is_none() {
        let words = "no beat was found and no tempo is given: it runs at the new tempo as it is";
        remarks.push(Remark::new(TEMPO_UNKNOWN, &given.at, words));
    }
    let tempo = told.or(measured).or(fallback).unwrap_or(Tempo::clamped(120.0));
    let told_downbeat = given.analysis.and_then(|it| it.downbeats.first().copied());
    compare_downbeat(given, told_downbeat, heard, tempo, remarks);
    if told.is_none() && !heard.beats.is_empty() {
        let words = "its tempo drifts: the warp markers follow its beats";
        remarks.push(Remark::new(TEMPO_DRIFTS, format!("{}/beats", given.at), words));
    }
    let beats = believed_beats(given.analysis, told_downbeat, heard, tempo);
    let wanted = heard.first_downbeat.or(beats.first().copied()).unwrap_or_default();
    let first_downbeat = told_downbeat.unwrap_or_else(|| nearest_beat(&beats, wanted, tempo));
    SourceGrid { tempo, first_downbeat, beats, length: heard.length }
}

/// The tempo of a source as it is believed; `None` where nobody knows it.
pub(crate) fn believed_tempo(given: &Given, heard: &HeardSource) -> Option<Tempo> {
    given.tempo().or(measured_tempo(heard))
}

fn measured_tempo(heard: &HeardSource) -> Option<Tempo> {
    heard.tempo.and_then(|it| Tempo::new(it).ok())
}

fn compare_tempo(
    given: &Given,
    told: Option<Tempo>,
    measured: Option<Tempo>,
    confidence: f64,
    remarks: &mut Vec<Remark>,
) {
    let at = format!("{}/tempo", given.at);
    match (told, measured) {
        (Some(told), Some(measured)) if !agree(told, measured) => {
            let octave =
                [0.5, 2.0].iter().any(|it| agree(Tempo::clamped(told.bpm() * it), measured));
            let so = if octave { ", half or double of it" } else { "" };
            let words = format!(
                "given {:.2} BPM, measured {:.2} BPM{so}; {:.2} is used",
                told.bpm(),
                measured.bpm(),
                told.bpm()
            );
            remarks.push(Remark::new(TEMPO_DISAGREES, at, words));
        }
        (None, Some(measured)) if confidence < SURE => {
            let words = format!(
                "measured {:.2} BPM with little confidence; give it in analysis",
                measured.bpm()
            );
            remarks.push(Remark::new(TEMPO_UNSURE, at, words));
        }
        _ => {}
    }
}

/// Whether two tempos are within 0.5 % of each other.
fn agree(a: Tempo, b: Tempo) -> bool {
    (a.bpm() / b.bpm() - 1.0).abs() <= 0.005
}

/// Beats as given; else quarters between given downbeats; else as measured, where the measurement
/// has the believed tempo and meets the given downbeat.
fn believed_beats(
    analysis: Option<&Analysis>,
    told_downbeat: Option<Seconds>,
    heard: &HeardSource,
    tempo: Tempo,
) -> Vec<Seconds> {
    if let Some(known) = analysis {
        if 2 <= known.beats.len() {
            return known.beats.clone();
        }
        if 2 <= known.downbeats.len() {
            return quarters(&known.downbeats);
        }
    }
    let meets = |told: Seconds| heard.beats.iter().any(|it| (it.0 - told.0).abs() <= NEAR);
    let fits = measured_tempo(heard).is_some_and(|it| agree(it, tempo));
    let is_believed = fits && 2 <= heard.beats.len() && told_downbeat.is_none_or(meets);
    if is_believed { heard.beats.clone() } else { Vec::new() }
}

/// Each bar cut in four, the last as long as the one before.
fn quarters(downbeats: &[Seconds]) -> Vec<Seconds> {
    let pairs = downbeats.iter().zip(downbeats.iter().skip(1));
    let mut beats: Vec<Seconds> = pairs
        .flat_map(|(a, b)| [0.0, 0.25, 0.5, 0.75].map(|part| Seconds(a.0 + part * (b.0 - a.0))))
        .collect();
    beats.extend(downbeats.last());
    beats
}

fn compare_downbeat(
    given: &Given,
    told: Option<Seconds>,
    heard: &HeardSource,
    tempo: Tempo,
    remarks: &mut Vec<Remark>,
) {
    let Some(measured) = heard.first_downbeat else { return };
    let Some(told) = told else {
        if SURE <= heard.confidence && heard.bar_confidence < SURE {
            let words = "which beat begins the bar was heard with little confidence; give downbeats in analysis";
            remarks.push(Remark::new(BARS_UNSURE, format!("{}/downbeats", given.at), words));
        }
        return;
    };
    let bar = tempo.seconds(Beats::BAR).0;
    let gap = (told.0 - measured.0).rem_euclid(bar);
    let gap = if bar / 2.0 < gap { gap - bar } else { gap };
    if gap.abs() <= NEAR || heard.bar_confidence < SURE {
        return;
    }
    let words = format!(
        "given {:.3} s, measured {:.3} s: {:+.0} ms apart within the bar; {:.3} s is used",
        told.0,
        measured.0,
        gap * 1000.0,
        told.0
    );
    remarks.push(Remark::new(DOWNBEAT_DISAGREES, format!("{}/downbeats/0", given.at), words));
}

/// Beats nearer than this fall together, in seconds.
const NEAR: f64 = 0.025;

/// The beat nearest to `wanted` where beats are known and one is near; else `wanted` itself.
fn nearest_beat(beats: &[Seconds], wanted: Seconds, tempo: Tempo) -> Seconds {
    let gap = |it: &Seconds| (it.0 - wanted.0).abs();
    let nearest = beats.iter().copied().min_by(|a, b| gap(a).total_cmp(&gap(b)));
    nearest.filter(|it| gap(it) < 30.0 / tempo.bpm()).unwrap_or(wanted)
}

/// The tempo of given beats, or of given downbeats as bars of four: the mean over all of them.
fn tempo_of_times(analysis: &Analysis) -> Option<Tempo> {
    let mean = |times: &[Seconds], quarters: f64| {
        let (first, last) = (times.first()?.0, times.last()?.0);
        let count = times.len().checked_sub(1).filter(|it| 0 < *it)? as f64;
        Tempo::new(60.0 * quarters * count / (last - first)).ok()
    };
    mean(&analysis.beats, 1.0).or_else(|| mean(&analysis.downbeats, 4.0))
}
