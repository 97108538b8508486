//! What each part is played on: pads of the kit, or a tone of ours on a sampler.

use std::collections::BTreeSet;

use arrangement::Part;
use live_export::Content;
use music_types::{
    Adsr, Db, Drum, Hz, Instrument, LowPass, Pad, Pan, Pitch, Role, SampleId, SamplerVoice,
    Seconds, Semitones,
};
use sound_kit::{Sound, Tone};

use crate::chops::Chop;

/// A pitched role's sound: which tone, and how it speaks.
struct Voice {
    role: Role,
    tone: Tone,
    /// Milliseconds of attack, decay and release; decibels of sustain.
    envelope: (f64, f64, f64, f64),
    /// Cutoff in hertz, resonance 0 to 1, octaves the envelope opens it.
    filter: Option<(f64, f64, f64)>,
    /// Voices at a time; 1 glides.
    voices: u8,
}

#[rustfmt::skip]
const VOICES: &[Voice] = &[
    //                                       attack  decay  sustain release
    Voice { role: Role::Sub,    tone: Tone::Sub,   envelope: (3.0,   200.0,   0.0,   60.0), filter: None,                       voices: 1 },
    Voice { role: Role::Bass,   tone: Tone::Bass,  envelope: (2.0,   350.0,  -6.0,   70.0), filter: Some((420.0, 0.18, 2.0)),   voices: 1 },
    Voice { role: Role::Chords, tone: Tone::Keys,  envelope: (4.0,   900.0,  -8.0,  260.0), filter: Some((5200.0, 0.05, 0.5)),  voices: 12 },
    Voice { role: Role::Pad,    tone: Tone::Pad,   envelope: (650.0, 900.0,  -2.0, 1400.0), filter: Some((3600.0, 0.05, 0.3)),  voices: 12 },
    Voice { role: Role::Stab,   tone: Tone::Stab,  envelope: (2.0,   260.0, -14.0,  140.0), filter: Some((2600.0, 0.20, 1.6)),  voices: 12 },
    Voice { role: Role::Arp,    tone: Tone::Organ, envelope: (2.0,   180.0, -12.0,  110.0), filter: Some((2200.0, 0.25, 1.8)),  voices: 8 },
    Voice { role: Role::Pluck,  tone: Tone::Pluck, envelope: (1.0,   800.0,  -3.0,  300.0), filter: None,                       voices: 8 },
    Voice { role: Role::Lead,   tone: Tone::Lead,  envelope: (8.0,   400.0,  -4.0,  220.0), filter: Some((4800.0, 0.12, 0.8)),  voices: 4 },
];

/// The tone a pitched role is played on, if it is one.
pub fn tone_of(role: Role) -> Option<Tone> {
    VOICES.iter().find(|it| it.role == role).map(|it| it.tone)
}

/// What a part is played on.
pub fn instrument(
    part: &Part<Content>,
    sample_of: &dyn Fn(&str) -> SampleId,
    tone: Option<&Sound>,
    chops: &[Chop],
) -> Instrument {
    if part.clips.iter().all(|it| matches!(it.content, Content::Audio(_))) {
        return Instrument::Audio;
    }
    match (part.role, tone) {
        (Role::VocalChop, _) => Instrument::Kit(chops.iter().map(Chop::pad).collect()),
        (role, Some(sound)) => sampler(role, sound, sample_of),
        (_, None) => Instrument::Kit(pads(part, sample_of)),
    }
}

/// A pad for each sound the part plays, in the order of the keyboard.
fn pads(part: &Part<Content>, sample_of: &dyn Fn(&str) -> SampleId) -> Vec<Pad> {
    let drums: BTreeSet<(Pitch, Drum)> =
        keys(part).into_iter().filter_map(|key| Drum::on(key).map(|drum| (key, drum))).collect();
    drums
        .into_iter()
        .map(|(key, drum)| Pad {
            key,
            name: pad_name(drum),
            sample: sample_of(drum.word()),
            choke: drum.choke(),
            gain: Db::UNITY,
            pan: Pan::CENTRE,
            tune: Semitones(0.0),
        })
        .collect()
}

/// The keys a part strikes.
pub fn keys(part: &Part<Content>) -> BTreeSet<Pitch> {
    let phrases = part.clips.iter().filter_map(|it| match &it.content {
        Content::Notes(phrase) => Some(phrase),
        Content::Audio(_) => None,
    });
    phrases.flat_map(|it| it.notes()).map(|it| it.pitch).collect()
}

/// `Open Hat` for `open_hat`.
fn pad_name(drum: Drum) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|it| it.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    };
    drum.word().split('_').map(capital).collect::<Vec<_>>().join(" ")
}

fn sampler(role: Role, sound: &Sound, sample_of: &dyn Fn(&str) -> SampleId) -> Instrument {
    let voice = VOICES.iter().find(|it| it.role == role);
    let (attack, decay, sustain, release) =
        voice.map_or((2.0, 400.0, -6.0, 100.0), |it| it.envelope);
    let seconds = |milliseconds: f64| Seconds(milliseconds / 1000.0);
    let voices = voice.map_or(8, |it| it.voices);
    Instrument::Sampler(SamplerVoice {
        sample: sample_of(&sound.name),
        root: sound.root.unwrap_or(Pitch::MIDDLE_C),
        sustain: sound.sustain,
        voices,
        glide: Seconds(if voices == 1 { 0.03 } else { 0.0 }),
        envelope: Adsr {
            attack: seconds(attack),
            decay: seconds(decay),
            sustain: Db::new(sustain),
            release: seconds(release),
        },
        low_pass: voice.and_then(|it| it.filter).map(|(cutoff, resonance, opens)| LowPass {
            cutoff: Hz(cutoff),
            resonance,
            opens,
        }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pitched_role_has_a_tone() {
        for role in Role::ALL.iter().filter(|it| !it.is_unpitched()) {
            let plays_notes =
                matches!(role.family(), music_types::Family::Bass | music_types::Family::Music)
                    && !matches!(role, Role::BassStem | Role::MusicStem);
            assert_eq!(tone_of(*role).is_some(), plays_notes, "{role}");
        }
    }
}
