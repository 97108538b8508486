//! What the song is played on.

use music_types::{
    Adsr, Db, Drum, Hz, Instrument, LowPass, Pad, Pan, Pitch, SamplerVoice, Seconds, Semitones,
    SynthPatch,
};

use super::id;

pub fn instruments() -> Vec<(String, Instrument)> {
    let pad = |drum: Drum, pan: f64| Pad {
        key: drum.key(),
        name: drum.word().replace('_', " "),
        sample: id(drum.word()),
        choke: drum.choke(),
        gain: Db::new(-1.0),
        pan: Pan(pan),
        tune: Semitones(if drum == Drum::CongaLow { -2.25 } else { 0.0 }),
    };
    let kit = |drums: &[Drum]| Instrument::Kit(drums.iter().map(|it| pad(*it, 0.1)).collect());
    let congas = [Drum::CongaOpen, Drum::CongaSlap, Drum::CongaMute, Drum::CongaLow, Drum::Kick];
    let named = |name: &str, it: Instrument| (name.to_owned(), it);
    vec![
        named("01 KICK", kit(&[Drum::Kick])),
        named("02 HATS", kit(&[Drum::ClosedHat, Drum::OpenHat])),
        named("03 CONGAS", kit(&congas)),
        named("04 SUB", Instrument::Sampler(voice("sub", 1, None))),
        named("05 BASS", Instrument::Sampler(voice("bass", 1, Some((0.5, 2.0))))),
        named("06 CHORDS", Instrument::Synth(drift())),
        named("07 VOCAL", Instrument::Audio),
    ]
}

fn voice(file: &str, voices: u8, sustain: Option<(f64, f64)>) -> SamplerVoice {
    SamplerVoice {
        name: file.to_owned(),
        settings: Vec::new(),
        sample: id(file),
        root: Pitch::new(36),
        sustain: sustain.map(|(from, to)| (Seconds(from), Seconds(to))),
        voices,
        glide: Seconds(0.03),
        envelope: Adsr {
            attack: Seconds(0.002),
            decay: Seconds(0.35),
            sustain: Db::new(-6.0),
            release: Seconds(0.07),
        },
        low_pass: Some(LowPass { cutoff: Hz(420.0), resonance: 0.18, opens: 2.0 }),
    }
}

fn drift() -> SynthPatch {
    SynthPatch {
        device: "Drift".to_owned(),
        name: "Warm Chords".to_owned(),
        settings: vec![
            ("Filter_Frequency".to_owned(), 900.0),
            ("Filter_Resonance".to_owned(), 9.0),
        ],
    }
}
