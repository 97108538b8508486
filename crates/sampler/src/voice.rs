//! Voices: each key plays the sample at its pitch, through envelope and low-pass.

use music_types::instrument::VOICE_VELOCITY;
use music_types::{Adsr, Note, Phrase, SamplerVoice, Tempo, Wave};

use super::filter::LowPassed;
use super::read::Reader;
use super::{RATE, Stage, strength};

/// Plays a phrase on one sample.
pub(crate) fn play(
    out: &mut Stage,
    voice: &SamplerVoice,
    phrase: &Phrase,
    tempo: Tempo,
    wave: &Wave,
) {
    let notes = phrase.notes();
    let frame = |seconds: f64| (seconds * f64::from(RATE)).max(0.0) as usize;
    for (index, note) in notes.iter().enumerate() {
        let start = tempo.seconds(note.start).0;
        let mut end = start + tempo.seconds(note.length).0;
        if voice.voices <= 1
            && let Some(next) = notes.get(index + 1)
        {
            end = end.min(tempo.seconds(next.start).0);
        }
        sound(out, voice, note, wave, (frame(start), frame(end)));
    }
}

/// One key, from where it is pressed to where it is let go, and its release.
fn sound(
    out: &mut Stage,
    voice: &SamplerVoice,
    note: &Note,
    wave: &Wave,
    (on, off): (usize, usize),
) {
    let semitones = f64::from(note.pitch.key()) - f64::from(voice.root.key());
    let mut reader = Reader::new(wave, libm::exp2(semitones / 12.0));
    let held = voice.sustain.map(|(from, to)| {
        let frames = |it: music_types::Seconds| it.0 * f64::from(wave.rate);
        (frames(from), frames(to))
    });
    let gain = strength(note.velocity.value(), VOICE_VELOCITY);
    let mut filter = voice.low_pass.map(LowPassed::new);
    let release = (voice.envelope.release.0 * f64::from(RATE)) as usize;
    for at in on..(off.saturating_add(release)).min(out.frames()) {
        let level = envelope(&voice.envelope, at - on, off.saturating_sub(on));
        let Some(frame) = reader.next() else { break };
        if let Some(held) = held {
            reader.hold(held);
        }
        let frame = filter.as_mut().map_or(frame, |it| it.pass(frame, level));
        out.add(at, frame.map(|it| it * gain * level));
    }
}

/// The loudness `at` frames after a key is pressed that is let go after `held` frames, 0 to 1: straight up, then
/// falling by equal ratios.
fn envelope(adsr: &Adsr, at: usize, held: usize) -> f64 {
    let frames = |it: music_types::Seconds| (it.0 * f64::from(RATE)).max(1.0);
    let pressed = |at: f64| {
        let attack = frames(adsr.attack);
        if at < attack {
            return at / attack;
        }
        let sustain = adsr.sustain.to_gain().value().clamp(0.0, 1.0);
        sustain + (1.0 - sustain) * libm::exp(-4.0 * (at - attack) / frames(adsr.decay))
    };
    if at < held {
        return pressed(at as f64);
    }
    pressed(held as f64) * libm::exp(-4.0 * (at - held) as f64 / frames(adsr.release))
}
