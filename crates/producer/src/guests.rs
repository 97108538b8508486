//! What other records lend to a track: a beat, a bass, a drop, as sound or as notes.

use std::path::Path;

use arrangement::{Arrangement, Clip, Slot};
use live_export::Content;
use music_types::{
    AudioClip, Beats, Db, Key, Note, Phrase, Pitch, Role, Seconds, SectionKind, Semitones, Span,
    Velocity, Warp, WarpMode,
};
use plan::{HeardSource, InspirationSet, InspirationSource, RemixPlan, SourcePlan, Take};
use stems_dsp::BassNote;

use crate::beats::{is_midi, of_audio, of_midi, read_midi};
use crate::error::ProduceError;
use crate::material::Stem;
use crate::sources::{self, Source};

/// What the records of a wish lend.
#[derive(Debug, Clone, Default)]
pub struct Loans {
    /// The beat, where it is wanted as sound.
    pub beat: Loan,
    /// The bass.
    pub bass: Loan,
    /// The drop.
    pub drop: Loan,
}

/// What one record lends.
#[derive(Debug, Clone, Default)]
pub struct Loan {
    /// What was heard in it; `None` where nothing is lent.
    pub heard: Option<HeardSource>,
    /// Its sound.
    pub source: Option<Source>,
    /// The line of its bass.
    line: Vec<BassNote>,
    /// The notes of a MIDI file.
    notes: Vec<Note>,
}

/// Reads and hears what is lent.
///
/// # Errors
///
/// [`ProduceError::Audio`] or [`ProduceError::Spec`] for a file that is neither sound nor MIDI.
pub fn read(wish: &InspirationSet, base: &Path) -> Result<Loans, ProduceError> {
    let sound = |it: &&InspirationSource| it.take == Some(Take::Audio);
    let any = |it: &&InspirationSource| it.take != Some(Take::Groove);
    Ok(Loans {
        beat: loan(wish.beat_source.as_ref().filter(sound), base, "/beat_source/path")?,
        bass: loan(wish.bass_source.as_ref().filter(any), base, "/bass_source/path")?,
        drop: loan(wish.drop_source.as_ref().filter(any), base, "/drop_source/path")?,
    })
}

fn loan(source: Option<&InspirationSource>, base: &Path, at: &str) -> Result<Loan, ProduceError> {
    let Some(source) = source else { return Ok(Loan::default()) };
    let path = base.join(&source.path);
    if !path.is_file() {
        return Ok(Loan::default()); // told with every other file that is not there
    }
    if is_midi(&path) {
        let file = read_midi(&path, at)?;
        let heard = HeardSource { is_notes: true, ..of_midi(&file) };
        return Ok(Loan { heard: Some(heard), notes: file.notes, ..Loan::default() });
    }
    let read = sources::source(&path)?;
    let profile = stems_dsp::measure(&stems_dsp::Brief::of(&read.wave));
    let is_sound = source.take == Some(Take::Audio);
    let line = if is_sound { Vec::new() } else { stems_dsp::bassline(&read.wave) };
    Ok(Loan { heard: Some(of_audio(&profile)), source: Some(read), line, notes: Vec::new() })
}

/// The longest loop that is lent, in bars.
const LONGEST: i64 = 32;

/// A recording that plays along.
#[derive(Debug, Clone)]
pub struct Guest {
    /// Whose place it takes.
    pub role: Role,
    /// Its sound.
    pub stem: Stem,
    /// What of it goes round, in beats of the new grid from its first downbeat.
    pub span: Span,
}

/// A line that our instruments play.
#[derive(Debug, Clone)]
pub struct Line {
    /// Who plays it.
    pub role: Role,
    /// Its notes, going round.
    pub phrase: Phrase,
    /// Whether it belongs to the drops alone.
    in_drops: bool,
}

/// What of a record goes round: the stretch that the spec names, else all, in bars of a power of two.
pub fn span(plan: &SourcePlan, most: i64) -> Span {
    let beat = |at: Seconds| {
        let beats = (at.0 - plan.grid.first_downbeat.0) * plan.grid.tempo.bpm() / 60.0;
        beats * plan.fit.pace.factor()
    };
    let all = (plan.grid.bars() * 4) as f64 * plan.fit.pace.factor();
    let (from, to) =
        plan.range.map_or((0.0, all), |it| (beat(it.start_seconds), beat(it.end_seconds)));
    let first = libm::round(from.max(0.0) / 4.0) as i64;
    let bars = (libm::round((to - from.max(0.0)) / 4.0) as i64).clamp(1, most.max(1));
    let power = (0..=5).map(|it| 1_i64 << it).filter(|it| *it <= bars).max().unwrap_or(1);
    Span { start: Beats::bars(first), length: Beats::bars(power) }
}

/// The loop of a recording, of [`LONGEST`] bars at most.
pub fn sound_span(plan: &SourcePlan) -> Span {
    span(plan, LONGEST)
}

/// The lines that are played on our instruments: a bass as its record plays it, the tune of a drop.
pub fn lines(plan: &RemixPlan, loans: &Loans) -> Vec<Line> {
    let mut lines = Vec::new();
    let is_lent = |it: &&SourcePlan| it.take == Take::Notes;
    if let Some(bass) = plan.bass.as_ref().filter(is_lent) {
        lines.extend(bass_line(bass, &loans.bass, plan.key, false));
    }
    if let Some(drop) = plan.drop.as_ref().filter(is_lent) {
        let is_free = lines.is_empty();
        match loans.drop.notes.is_empty() {
            true if is_free => lines.extend(bass_line(drop, &loans.drop, plan.key, true)),
            true => {}
            false => lines.extend(lead_line(drop, &loans.drop, plan.key)),
        }
    }
    lines
}

/// A loop of at most eight bars for the bass, and one for the sub under it.
fn bass_line(source: &SourcePlan, loan: &Loan, key: Key, in_drops: bool) -> Vec<Line> {
    let span = span(source, 8);
    let played = match loan.notes.is_empty() {
        true => written(source, &loan.line, span),
        false => lowest(&loan.notes, span),
    };
    let notes = in_key(source.key, key, played);
    if notes.is_empty() {
        return Vec::new();
    }
    let line = |role, from: i32| {
        let placed = notes.iter().map(|it| Note { pitch: octave(it.pitch, from), ..*it });
        Line { role, phrase: Phrase::new(span.length, placed), in_drops }
    };
    vec![line(Role::Bass, BASS), line(Role::Sub, SUB)]
}

/// A loop of at most eight bars for the lead: the highest of what sounds at a time.
fn lead_line(source: &SourcePlan, loan: &Loan, key: Key) -> Option<Line> {
    let span = span(source, 8);
    let notes = in_key(source.key, key, highest(&loan.notes, span));
    let placed = notes.iter().map(|it| Note { pitch: octave(it.pitch, LEAD), ..*it });
    let phrase = Phrase::new(span.length, placed);
    (!phrase.is_silent()).then_some(Line { role: Role::Lead, phrase, in_drops: true })
}

/// The lowest keys of the octaves that lines are put into: E1 for a bass (an octave and a half), E1
/// for a sub, C5 for a lead.
const BASS: i32 = 28;
const SUB: i32 = 28;
const LEAD: i32 = 67;

/// A key in the octave from `lowest`.
fn octave(pitch: Pitch, lowest: i32) -> Pitch {
    let above = (i32::from(pitch.key()) - lowest).rem_euclid(12);
    Pitch::new(u8::try_from(lowest + above).unwrap_or(60))
}

/// A line that was heard, on the sixteenths of the loop.
fn written(source: &SourcePlan, line: &[BassNote], span: Span) -> Vec<Note> {
    let beats = |at: f64| {
        let beats = at * source.grid.tempo.bpm() / 60.0;
        Beats::nearest(beats * source.fit.pace.factor())
    };
    let on_grid = |it: Beats| {
        let half = Beats::SIXTEENTH.ticks() / 2;
        Beats::sixteenths((it.ticks() + half).div_euclid(Beats::SIXTEENTH.ticks()))
    };
    let first = source.grid.first_downbeat.0;
    let note = |it: &BassNote| Note {
        start: on_grid(beats(it.start.0 - first) - span.start),
        pitch: it.pitch,
        length: on_grid(beats(it.length.0)).max(Beats::SIXTEENTH),
        velocity: Velocity::new((64.0 + 56.0 * it.strength) as u8),
    };
    one_at_a_time(line.iter().map(note).filter(|it| inside(it, span)).collect())
}

fn inside(it: &Note, span: Span) -> bool {
    Beats::ZERO <= it.start && it.start < span.length
}

/// The notes of a stretch, counted from its start.
fn within(notes: &[Note], span: Span) -> Vec<Note> {
    let moved = notes.iter().map(|it| Note { start: it.start - span.start, ..*it });
    let mut kept: Vec<Note> = moved.filter(|it| inside(it, span)).collect();
    kept.sort_by_key(|it| (it.start, it.pitch));
    kept
}

fn lowest(notes: &[Note], span: Span) -> Vec<Note> {
    let mut kept = within(notes, span);
    kept.dedup_by_key(|it| it.start);
    one_at_a_time(kept)
}

fn highest(notes: &[Note], span: Span) -> Vec<Note> {
    let mut kept = within(notes, span);
    kept.sort_by_key(|it| (it.start, std::cmp::Reverse(it.pitch)));
    kept.dedup_by_key(|it| it.start);
    one_at_a_time(kept)
}

/// Each note ends where the next begins; of two at one time the first is kept.
fn one_at_a_time(mut notes: Vec<Note>) -> Vec<Note> {
    notes.sort_by_key(|it| it.start);
    notes.dedup_by_key(|it| it.start);
    let starts: Vec<Beats> = notes.iter().skip(1).map(|it| it.start).collect();
    for (note, next) in notes.iter_mut().zip(starts) {
        note.length = note.length.min(next - note.start);
    }
    notes
}

/// Notes moved into the key: by the known key of their record, else by the shortest way on which
/// most of them are notes of the key.
fn in_key(own: Option<Key>, key: Key, notes: Vec<Note>) -> Vec<Note> {
    let moved =
        |by: i32| notes.iter().filter_map(move |it| Some(Note { pitch: it.pitch.up(by)?, ..*it }));
    let inside = |by: i32| moved(by).filter(|it| key.holds(it.pitch)).count();
    let ways = [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, 6];
    let best = ways.into_iter().rev().max_by_key(|it| inside(*it)).unwrap_or(0);
    let by = own.map_or(best, |it| it.shift_to(key));
    moved(by).collect()
}

/// What is played in a slot, where a line is lent for it.
pub fn played(lines: &[Line], slot: &Slot) -> Option<Phrase> {
    let kind = slot.section.kind;
    let fits = |it: &&Line| {
        it.role == slot.role
            && kind != SectionKind::Break
            && (!it.in_drops || kind == SectionKind::Drop)
    };
    let line = &lines.iter().find(fits)?.phrase;
    let from = (slot.span.start - slot.section.span.start) % line.length();
    let mut round = line.clone();
    while round.length() < from + slot.span.length {
        round = round.then(line);
    }
    Some(round.cut(from, slot.span.length))
}

/// A recording as it lies in a slot, from where its loop has come to.
pub fn clip(guest: &Guest, slot: &Slot) -> Content {
    let into = (slot.sounding.start - slot.section.span.start) % guest.span.length;
    let mode = if guest.role == Role::DrumStem { WarpMode::Beats } else { WarpMode::Complex };
    Content::Audio(AudioClip {
        sample: guest.stem.sample.clone(),
        warp: Some(Warp { mode, markers: guest.stem.markers.clone() }),
        from: guest.span.start + into,
        transpose: guest.stem.transpose,
        gain: Db::UNITY,
        fade_in: Beats::ZERO,
        fade_out: Beats::ZERO,
    })
}

/// The parts of guests cut where their loops go round.
pub fn looped(mut arrangement: Arrangement<Content>, guests: &[Guest]) -> Arrangement<Content> {
    for part in &mut arrangement.parts {
        let Some(guest) = guests.iter().find(|it| it.role == part.role) else { continue };
        part.clips = part.clips.iter().flat_map(|it| rounds(it, guest)).collect();
    }
    arrangement
}

/// A clip in pieces, none past the end of the loop.
fn rounds(clip: &Clip<Content>, guest: &Guest) -> Vec<Clip<Content>> {
    let Content::Audio(audio) = &clip.content else { return vec![clip.clone()] };
    if audio.sample != guest.stem.sample {
        return vec![clip.clone()];
    }
    let mut pieces = Vec::new();
    let (mut start, mut from) = (clip.span.start, audio.from);
    while start < clip.span.end() {
        let length = (guest.span.end() - from).min(clip.span.end() - start);
        if length <= Beats::ZERO {
            break;
        }
        let content = Content::Audio(AudioClip { from, ..audio.clone() });
        pieces.push(Clip { span: Span { start, length }, content, ..clip.clone() });
        (start, from) = (start + length, guest.span.start);
    }
    pieces
}

/// How far a recording of another record is transposed: not at all where it is a beat.
pub fn shift(role: Role, plan: &SourcePlan) -> Semitones {
    if role == Role::DrumStem { Semitones(0.0) } else { plan.shift.shift }
}
