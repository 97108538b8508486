//! Whole pieces: the forms and mixes of the project's own data, arranged, mixed and written, pass the checker.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use als_model::check::{self, CheckContext, check};
use arrangement::{
    Arrangement, Energy, Knob, Part, PhraseKind, Place, Slot, Treatment, Version, VocalMap,
    VocalPhrase, VoiceDropAt, arrange, form,
};
use live_export::{Content, Request, SampleFacts, Target, export};
use mixing::{Channel, Edition, MixPlan, Sweep};
use music_types::{
    Adsr, AudioClip, Beats, Db, Drum, Family, Hz, Instrument, Intensity, Key, LowPass, Note, Pad,
    Pan, Phrase, Pitch, PitchClass, Role, SampleId, SamplerVoice, Seconds, Seed, Semitones, Span,
    Tempo, Velocity, Warp, WarpMarker, WarpMode,
};

const TEMPO: f64 = 126.0;

/// A file of the project's data, over its base; `None` where the project's data are not beside this crate.
fn text(folder: &str, name: &str) -> Option<String> {
    let path = format!("../plan/{folder}/{name}.toml");
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

fn form_style(name: &str) -> Option<arrangement::Style> {
    let own: arrangement::Style = toml::from_str(&text("forms", name)?).unwrap();
    match own.base.clone() {
        Some(base) => Some(own.over(&form_style(&base)?)),
        None => Some(own),
    }
}

fn mix_style(name: &str) -> Option<mixing::Style> {
    let own: mixing::Style = toml::from_str(&text("mixes", name)?).unwrap();
    match own.base.clone() {
        Some(base) => Some(own.over(&mix_style(&base)?)),
        None => Some(own),
    }
}

/// A singer with a pick-up before the first bar of the recording.
fn singer() -> VocalMap {
    let line = |bar: i64, length: i64, kind: PhraseKind| VocalPhrase {
        span: Span { start: Beats::at_bar(bar) - Beats::QUARTER, length: Beats::quarters(length) },
        energy: Intensity::new(if kind == PhraseKind::Hook { 0.9 } else { 0.5 }),
        repeats: 0,
        kind,
    };
    let lines = [
        line(1, 14, PhraseKind::Verse),
        line(9, 15, PhraseKind::Verse),
        line(25, 14, PhraseKind::Hook),
        line(29, 14, PhraseKind::Hook),
        line(33, 5, PhraseKind::AdLib),
        line(41, 14, PhraseKind::Verse),
    ];
    VocalMap { bars: 64, phrases: lines.to_vec() }
}

fn tag(place: Place) -> VoiceDropAt {
    VoiceDropAt { place, length: Beats::quarters(3), gain: Db::UNITY, name: "tag".to_owned() }
}

fn piece(
    style: &arrangement::Style,
    version: Version,
    energy: Energy,
    most: Option<usize>,
) -> Arrangement<Content> {
    let vocal = singer();
    let drops = [tag(Place::Intro), tag(Place::BeforeDrop(1))];
    let brief = arrangement::Brief {
        style,
        version,
        energy,
        vocal: &vocal,
        treatment: Treatment::KeepLyrics,
        voice_drops: &drops,
        chops: true,
        stutter: true,
        guests: &[],
        most_parts: most,
        shapes: &[],
        seed: Seed(7),
    };
    arrange(form(&brief), &brief, compose)
}

/// Something for everybody to play.
fn compose(slot: &Slot) -> Option<Content> {
    let one_shot =
        matches!(slot.role, Role::Riser | Role::Downlifter | Role::Impact | Role::VoiceDrop);
    if one_shot {
        return Some(Content::Audio(recording(slot.role, None, Beats::ZERO)));
    }
    if is_stem(slot.role) {
        let from = slot.vocal.as_ref().map(|it| it.source).or(slot.source);
        return Some(Content::Audio(recording(slot.role, Some(grid()), from?.start)));
    }
    let keys: Vec<Pitch> =
        Drum::ALL.iter().filter(|it| it.role() == slot.role).map(|it| it.key()).collect();
    let keys = match (slot.role, keys.is_empty()) {
        (Role::Fills, _) => vec![Drum::TomHigh.key(), Drum::TomLow.key()],
        (_, true) => vec![Pitch::new(41), Pitch::new(48)],
        _ => keys,
    };
    let quarters = slot.span.length / Beats::QUARTER;
    let notes = (0..quarters).zip(keys.into_iter().cycle()).map(|(at, pitch)| Note {
        start: Beats::quarters(at) + Beats::SIXTEENTH,
        pitch,
        length: Beats::EIGHTH,
        velocity: Velocity::new(100),
    });
    let phrase = Phrase::new(slot.span.length, notes.collect::<Vec<_>>());
    Some(Content::Notes(phrase.cut(slot.sounding.start - slot.span.start, slot.sounding.length)))
}

fn is_stem(role: Role) -> bool {
    matches!(
        role,
        Role::Vocal | Role::DrumStem | Role::BassStem | Role::MusicStem | Role::Reference
    )
}

fn recording(role: Role, warp: Option<Warp>, from: Beats) -> AudioClip {
    AudioClip {
        sample: SampleId(format!("Samples/Imported/{role}.wav")),
        warp,
        from,
        transpose: Semitones(-4.0),
        gain: Db::UNITY,
        fade_in: Beats::from_ticks(400),
        fade_out: Beats::SIXTEENTH,
    }
}

fn grid() -> Warp {
    let at = |beat: i64| WarpMarker {
        at: Seconds(1.0 + beat as f64 * 60.0 / 112.0),
        beat: Beats::quarters(beat),
    };
    Warp { mode: WarpMode::ComplexPro, markers: vec![at(0), at(256)] }
}

fn instrument(part: &Part<Content>) -> Instrument {
    let keys: BTreeSet<Pitch> = part
        .clips
        .iter()
        .flat_map(|it| match &it.content {
            Content::Notes(phrase) => phrase.notes().iter().map(|it| it.pitch).collect::<Vec<_>>(),
            Content::Audio(_) => Vec::new(),
        })
        .collect();
    let pad = |key: Pitch| Pad {
        key,
        name: Drum::on(key).map_or_else(|| key.to_string(), |it| it.to_string()),
        sample: SampleId(format!("Samples/Imported/{key}.wav")),
        choke: None,
        gain: Db::UNITY,
        pan: Pan::CENTRE,
        tune: Semitones(0.0),
    };
    match part.role.family() {
        _ if keys.is_empty() => Instrument::Audio,
        Family::Drums | Family::Percussion => Instrument::Kit(keys.into_iter().map(pad).collect()),
        _ => Instrument::Sampler(SamplerVoice {
            name: "Tone".to_owned(),
            settings: Vec::new(),
            sample: SampleId("Samples/Imported/tone.wav".to_owned()),
            root: Pitch::new(48),
            sustain: Some((Seconds(0.3), Seconds(1.0))),
            voices: 8,
            glide: Seconds(0.0),
            envelope: Adsr {
                attack: Seconds(0.002),
                decay: Seconds(0.3),
                sustain: Db::new(-6.0),
                release: Seconds(0.1),
            },
            low_pass: Some(LowPass { cutoff: Hz(900.0), resonance: 0.2, opens: 1.0 }),
        }),
    }
}

fn sweeps(moves: &[arrangement::Move]) -> Vec<Sweep> {
    let sweep = |knob: Knob| match knob {
        Knob::LowPass => Some(Sweep::LowPass),
        Knob::HighPass => Some(Sweep::HighPass),
        Knob::Resonance => Some(Sweep::Resonance),
        Knob::Width => Some(Sweep::Width),
        _ => None,
    };
    moves.iter().filter_map(|it| sweep(it.knob)).collect()
}

fn mix(style: &mixing::Style, piece: &Arrangement<Content>, edition: Edition) -> MixPlan {
    let channel = |it: &Part<Content>| Channel {
        name: it.name.clone(),
        role: it.role,
        is_audio: matches!(it.clips.first().map(|it| &it.content), Some(Content::Audio(_))),
        heard: None,
        sweeps: sweeps(&it.moves),
    };
    let channels: Vec<Channel> = piece.parts.iter().map(channel).collect();
    let buses: Vec<(Family, Sweep)> = piece
        .buses
        .iter()
        .flat_map(|(family, moves)| sweeps(moves).into_iter().map(|it| (*family, it)))
        .collect();
    let tempo = Tempo::clamped(TEMPO);
    mixing::mix(&mixing::Brief {
        style,
        channels: &channels,
        bus_sweeps: &buses,
        tempo,
        duck: Db::new(-6.0),
        edition,
    })
}

fn samples() -> Vec<(SampleId, SampleFacts)> {
    let facts = SampleFacts {
        rate: 48_000,
        frames: 48_000 * 150,
        bytes: 48_000 * 150 * 6 + 44,
        crc: 1,
        modified: 1,
    };
    let words = Role::ALL.iter().map(ToString::to_string);
    let keys = (0..128).map(|it| Pitch::new(it).to_string());
    words
        .chain(keys)
        .chain(["tone".to_owned()])
        .map(|it| (SampleId(format!("Samples/Imported/{it}.wav")), facts))
        .collect()
}

/// One whole piece: what the checker says, what was left out.
fn problems(
    piece: &Arrangement<Content>,
    mix: &MixPlan,
    samples: &[(SampleId, SampleFacts)],
    (target, edition): (Target, Edition),
) -> (Vec<String>, Vec<String>) {
    let instruments: Vec<(String, Instrument)> =
        piece.parts.iter().map(|it| (it.name.clone(), instrument(it))).collect();
    let request = Request {
        plugins: &[],
        beside: &[],
        name: "Whole",
        arrangement: piece,
        mix,
        instruments: &instruments,
        samples,
        tempo: Tempo::clamped(TEMPO),
        key: Key::minor(PitchClass::new(9)),
        target,
        edition,
        note: "",
    };
    let written = export(&request).unwrap();
    let edition = match edition {
        Edition::Lite => check::Edition::Lite,
        Edition::Intro => check::Edition::Intro,
        Edition::Standard => check::Edition::Standard,
        Edition::Suite => check::Edition::Suite,
    };
    let context = CheckContext { folder: None, edition: Some(edition) };
    let found = check(&written.document, &context).iter().map(ToString::to_string).collect();
    (found, written.left_out)
}

#[test]
fn every_version_of_a_piece_is_written_whole() {
    let Some(mixed) = mix_style("circuit") else {
        println!("skipped: the project's forms and mixes are not beside this crate");
        return;
    };
    let samples = samples();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut count = 0;
    for (index, family) in ["club", "afro", "trance"].iter().enumerate() {
        let style = form_style(family).unwrap();
        for (turn, version) in Version::ALL.iter().enumerate() {
            let energy = Energy::ALL[turn % Energy::ALL.len()];
            let target = if (index + turn) % 2 == 0 { Target::Live11 } else { Target::Live12 };
            let is_small = turn % 3 == index;
            let (edition, most) =
                if is_small { (Edition::Intro, Some(14)) } else { (Edition::Suite, None) };
            let piece = piece(&style, *version, energy, most);
            let mix = mix(&mixed, &piece, edition);
            let (found, left) = problems(&piece, &mix, &samples, (target, edition));
            assert!(found.is_empty(), "{family} {version} {energy:?} Live {target}: {found:#?}");
            assert!(is_small || left.is_empty(), "{family} {version}: {left:?}");
            for words in left {
                *left_out.entry(words).or_default() += 1;
            }
            count += 1;
        }
    }
    println!(
        "{count} pieces written without a problem; left out in the small edition: {left_out:#?}"
    );
    assert_eq!(count, 27);
}
