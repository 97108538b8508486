//! Pads: each stroke plays its sample once, until the next of its choke group.

use std::sync::Arc;

use music_types::instrument::PAD_VELOCITY;
use music_types::{Note, Pad, Phrase, SampleId, Tempo, Wave};

use super::read::Reader;
use super::{RATE, Stage, strength};

/// Plays a phrase on pads.
pub(crate) fn play(
    out: &mut Stage,
    pads: &[Pad],
    phrase: &Phrase,
    tempo: Tempo,
    sample: impl Fn(&SampleId) -> Option<Arc<Wave>>,
) {
    let waves: Vec<Option<Arc<Wave>>> = pads.iter().map(|it| sample(&it.sample)).collect();
    let pad_of = |note: &Note| pads.iter().position(|it| it.key == note.pitch);
    let frame = |note: &Note| (tempo.seconds(note.start).0 * f64::from(RATE)).max(0.0) as usize;
    for (index, note) in phrase.notes().iter().enumerate() {
        let Some(place) = pad_of(note) else { continue };
        let (Some(pad), Some(Some(wave))) = (pads.get(place), waves.get(place)) else { continue };
        let later = phrase.notes().iter().skip(index + 1);
        let chokes = |it: &&Note| {
            let other = pad_of(it).and_then(|it| pads.get(it));
            pad.choke.is_some() && other.is_some_and(|it| it.choke == pad.choke)
        };
        let end = later.clone().find(chokes).map_or(usize::MAX, frame);
        stroke(out, pad, note, wave, frame(note)..end);
    }
}

/// One stroke: the sample at its gain, place and tuning.
fn stroke(out: &mut Stage, pad: &Pad, note: &Note, wave: &Wave, span: std::ops::Range<usize>) {
    let gain = pad.gain.to_gain().value() * strength(note.velocity.value(), PAD_VELOCITY);
    let (left, right) = (1.0 - pad.pan.0.max(0.0), 1.0 + pad.pan.0.min(0.0));
    let mut reader = Reader::new(wave, pad.tune.ratio());
    for at in span.start..span.end.min(out.frames()) {
        let Some([a, b]) = reader.next() else { break };
        out.add(at, [a * gain * left, b * gain * right]);
    }
}
