//! Phrases come out as they are played: when, how high, how hard, how long.
#![allow(clippy::unwrap_used)] // helpers of tests, outside of their functions

use std::sync::Arc;

use music_types::{
    Adsr, Beats, Db, Hz, Instrument, LowPass, Note, Pad, Pan, Phrase, Pitch, SampleId,
    SamplerVoice, Seconds, Semitones, Tempo, Velocity, Wave,
};
use proptest::prelude::*;
use sampler::{RATE, render};

fn id() -> SampleId {
    SampleId("tone.wav".to_owned())
}

/// A second of sine at 441 Hz and half of full scale: 100 frames a wave.
fn tone() -> Arc<Wave> {
    let sample = |n: usize| (0.5 * libm::sin(std::f64::consts::TAU * n as f64 / 100.0)) as f32;
    Arc::new(Wave { rate: RATE, channels: vec![(0..RATE as usize).map(sample).collect()] })
}

fn note(start: Beats, key: u8, length: Beats, velocity: u8) -> Note {
    Note { start, pitch: Pitch::new(key), length, velocity: Velocity::new(velocity) }
}

fn pad(key: u8, choke: Option<u8>, gain: f64, pan: f64) -> Pad {
    Pad {
        key: Pitch::new(key),
        name: "pad".to_owned(),
        sample: id(),
        choke,
        gain: Db::new(gain),
        pan: Pan(pan),
        tune: Semitones(0.0),
    }
}

fn voice() -> SamplerVoice {
    SamplerVoice {
        name: "Tone".to_owned(),
        settings: Vec::new(),
        sample: id(),
        root: Pitch::new(60),
        sustain: Some((Seconds(0.1), Seconds(0.9))),
        voices: 8,
        glide: Seconds(0.0),
        envelope: Adsr {
            attack: Seconds(0.01),
            decay: Seconds(0.1),
            sustain: Db::UNITY,
            release: Seconds(0.05),
        },
        low_pass: None,
    }
}

/// At 120 BPM a beat is half a second.
fn played(instrument: &Instrument, notes: Vec<Note>, bars: i64) -> Option<Wave> {
    let phrase = Phrase::new(Beats::bars(bars), notes);
    render(instrument, &phrase, Tempo::clamped(120.0), |_| Some(tone()))
}

fn peak(wave: &Wave, channel: usize, from: f64, to: f64) -> f64 {
    let at = |seconds: f64| (seconds * f64::from(RATE)) as usize;
    let part = &wave.channels[channel][at(from)..at(to)];
    part.iter().fold(0.0, |top: f64, it| top.max(f64::from(it.abs())))
}

#[test]
fn pads_strike_when_and_as_hard_as_written() {
    let kit = Instrument::Kit(vec![pad(36, None, -6.0206, 0.5)]);
    let notes = vec![note(Beats::QUARTER, 36, Beats::SIXTEENTH, 127)];
    let wave = played(&kit, notes, 1).unwrap();
    assert_eq!(wave.frames(), 3 * RATE as usize, "two seconds and a tail");
    assert_eq!(peak(&wave, 1, 0.0, 0.49), 0.0);
    assert!((peak(&wave, 1, 0.5, 1.4) - 0.25).abs() < 1e-3);
    assert!((peak(&wave, 0, 0.5, 1.4) - 0.125).abs() < 1e-3, "half to the right");
    let soft = played(&kit, vec![note(Beats::ZERO, 36, Beats::SIXTEENTH, 1)], 1).unwrap();
    assert!((peak(&soft, 1, 0.0, 0.9) - 0.25 * 0.355).abs() < 2e-3);
}

#[test]
fn a_choke_group_cuts_itself_off() {
    let kit = Instrument::Kit(vec![pad(42, Some(1), 0.0, 0.0), pad(46, Some(1), -60.0, 0.0)]);
    let notes =
        vec![note(Beats::ZERO, 42, Beats::BAR, 127), note(Beats::QUARTER, 46, Beats::BAR, 127)];
    let wave = played(&kit, notes, 1).unwrap();
    assert!(0.4 < peak(&wave, 0, 0.4, 0.5));
    assert!(peak(&wave, 0, 0.51, 0.9) < 0.01);
}

#[test]
fn voices_sound_at_their_pitch_as_long_as_they_are_held() {
    let sampler = Instrument::Sampler(voice());
    let wave = played(&sampler, vec![note(Beats::ZERO, 72, Beats::bars(1), 127)], 1).unwrap();
    let left = &wave.channels[0];
    let crossings = left[4410..48_510].windows(2).filter(|it| it[0] < 0.0 && 0.0 <= it[1]).count();
    assert!((880..=884).contains(&crossings), "an octave up: {crossings} waves a second");
    assert!(0.45 < peak(&wave, 0, 1.8, 2.0), "longer than its sample: it loops");
    assert!(peak(&wave, 0, 2.2, 2.9) < 0.01, "let go");
}

#[test]
fn a_low_pass_takes_the_highs() {
    let closed = LowPass { cutoff: Hz(110.0), resonance: 0.0, opens: 0.0 };
    let sampler = Instrument::Sampler(SamplerVoice { low_pass: Some(closed), ..voice() });
    let wave = played(&sampler, vec![note(Beats::ZERO, 60, Beats::BAR, 127)], 1).unwrap();
    let left = 20.0 * libm::log10(peak(&wave, 0, 0.5, 1.0) / 0.5);
    assert!((-26.0..-22.0).contains(&left), "two octaves over the cutoff: {left} dB");
}

#[test]
fn what_is_not_played_here_is_none() {
    let notes = || vec![note(Beats::ZERO, 60, Beats::QUARTER, 100)];
    assert!(played(&Instrument::Audio, notes(), 1).is_none());
    assert!(played(&Instrument::Kit(vec![]), notes(), 1).is_none());
    let phrase = Phrase::new(Beats::BAR, notes());
    let sampler = Instrument::Sampler(voice());
    assert!(render(&sampler, &phrase, Tempo::clamped(120.0), |_| None).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn nothing_breaks_it(
        keys in prop::collection::vec((0_u8..=127, 0_i64..64, 1_i64..40, 1_u8..=127), 0..20),
        loop_at in (0.0..2.0_f64, 0.0..2.0_f64), voices in 0_u8..3, cutoff in 0.0..1e6_f64,
    ) {
        let low_pass = Some(LowPass { cutoff: Hz(cutoff), resonance: 1.0, opens: 8.0 });
        let sustain = Some((Seconds(loop_at.0), Seconds(loop_at.1)));
        let sampler = Instrument::Sampler(SamplerVoice { sustain, voices, low_pass, ..voice() });
        let notes = keys.into_iter().map(|(key, at, length, velocity)| {
            note(Beats::sixteenths(at), key, Beats::sixteenths(length), velocity)
        });
        if let Some(wave) = played(&sampler, notes.collect(), 4) {
            prop_assert!(wave.channels.iter().flatten().all(|it| it.is_finite()));
        }
    }
}
