//! The singer: turns a score into movements of mouth and pitch, and lets the mouth sound them.

use music_types::Seconds;

use crate::signal::HZ;
use crate::song::mouth::{Mouth, Movement};
use crate::song::phone::{Phone, Shape, phone, phones};
use crate::song::score::{Line, Syllable};
use crate::song::{STEP, frame};

/// Who sings, and how.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Take {
    /// The name of the take's chances.
    pub(crate) name: &'static str,
    /// Seconds this take comes later than the score.
    late: f64,
    /// How far the vibrato swings, in cents either way.
    pub(crate) vibrato: f64,
    /// How much longer the throat is: 1 for a woman's, more is deeper.
    pub(crate) throat: f64,
    /// How much is breath.
    pub(crate) breath: f64,
    /// How fast the pitch falls within a note, in octaves a second: singers hold, speakers fall.
    pub(crate) falls: f64,
    /// Whether steps count from the song's first downbeat, or from the recording's start.
    in_song: bool,
}

impl Take {
    /// The voice in front.
    pub(crate) const LEAD: Self = Self {
        name: "lead",
        late: 0.0,
        vibrato: 42.0,
        throat: 1.0,
        breath: 1.0,
        falls: 0.0,
        in_song: true,
    };
    /// A double on the left.
    pub(crate) const NEAR: Self = Self {
        name: "near",
        late: 0.013,
        vibrato: 30.0,
        throat: 1.03,
        breath: 1.8,
        falls: 0.0,
        in_song: true,
    };
    /// A double on the right.
    pub(crate) const FAR: Self = Self {
        name: "far",
        late: 0.021,
        vibrato: 34.0,
        throat: 0.97,
        breath: 1.8,
        falls: 0.0,
        in_song: true,
    };
    /// A low voice that speaks.
    pub(crate) const TAG: Self = Self {
        name: "tag",
        late: 0.0,
        vibrato: 6.0,
        throat: 1.17,
        breath: 1.6,
        falls: 0.55,
        in_song: false,
    };

    /// When a sixteenth of this line falls, in seconds of the recording.
    fn at(self, line: &Line, step: i32) -> f64 {
        let step = f64::from(step) + 16.0 * (line.bar - 1) as f64;
        match self.in_song {
            true => frame(step) as f64 / HZ + self.late,
            // The tag leaves a tenth of a second for its first consonant.
            false => 0.1 + step * STEP / HZ,
        }
    }
}

/// A voice as recorded, mono, and when each of its lines begins and ends.
pub(crate) struct Recording {
    /// The voice; as long as asked.
    pub(crate) voice: Vec<f64>,
    /// Start and end of each line.
    pub(crate) heard: Vec<(Seconds, Seconds)>,
}

/// Sings `lines` into a recording of `length` frames.
pub(crate) fn sing(lines: &[Line], length: usize, take: Take) -> Recording {
    let mut voice = vec![0.0; length];
    let mut heard = Vec::new();
    for line in lines {
        let movements = movements(line, take);
        let start = movements.first().map_or(0.0, |it| it.start);
        let end = movements.last().map_or(0.0, |it| it.end);
        let breath = (take.in_song).then(|| breath(start, &movements));
        let all: Vec<Movement> = breath.into_iter().chain(movements).collect();
        Mouth::new(take, line.bar).speak(&all, &mut voice);
        heard.push((Seconds(start), Seconds(end)));
    }
    Recording { voice, heard }
}

/// The breath a singer takes before the first sound, from 0.42 to 0.08 s before it.
fn breath(start: f64, movements: &[Movement]) -> Movement {
    let hz = movements.first().map_or(220.0, |it| it.hz);
    let shape = phone("breath").shape;
    Movement { start: start - 0.42, end: start - 0.08, shape, ends: None, hz, is_stop: false }
}

/// The phones of a line one after the other: consonants before the beat, so that vowels fall on it.
fn movements(line: &Line, take: Take) -> Vec<Movement> {
    let mut out = Vec::new();
    for (index, note) in line.notes.iter().enumerate() {
        let next = line.notes.get(index + 1);
        let room = next.map_or(f64::MAX, |it| take.at(line, it.0) - onset(it));
        syllable(line, note, room, take, &mut out);
    }
    out
}

/// Seconds of the consonants before a syllable's vowel.
fn onset(note: &Syllable) -> f64 {
    phones(note.3).iter().take_while(|it| !it.is_vowel()).map(|it| it.lasts).sum()
}

/// One syllable: what comes before its vowel, the vowel, what comes after; it ends by `room`.
fn syllable(line: &Line, note: &Syllable, room: f64, take: Take, out: &mut Vec<Movement>) {
    let (start, steps, key, text) = *note;
    let hz = music_types::Pitch::new(key).hz().0;
    let phones = phones(text);
    let vowel = phones.iter().position(|it| it.is_vowel()).unwrap_or(0);
    let beat = take.at(line, start);
    // A breath of air before the next syllable where the score leaves any.
    let end = take.at(line, start + steps).min(room);
    let coda: f64 = phones.iter().skip(vowel + 1).map(|it| it.lasts).sum();
    let vowel_end = (end - coda).max(beat + 0.05);
    let mut now = beat - onset(note);
    for (index, it) in phones.iter().enumerate() {
        let until = if index == vowel { vowel_end } else { now + it.lasts };
        out.push(movement(it, now, until, hz));
        now = until;
    }
}

fn movement(phone: &Phone, start: f64, end: f64, hz: f64) -> Movement {
    let ends = phone.ends.map(|formants| Shape { formants, ..phone.shape });
    Movement { start, end, shape: phone.shape, ends, hz, is_stop: phone.is_stop() }
}
