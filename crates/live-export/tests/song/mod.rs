//! A song written by hand that has a bit of everything: each kind of instrument, clip, effect and move.

#![allow(dead_code, reason = "each test looks at its own part of the song")]

mod instruments;
mod moves;
mod plan;

use arrangement::style::VocalWish;
use arrangement::{Arrangement, Clip, Knob, Move, Part, Section, SendName};
use instruments::instruments;
use live_export::{Content, Request, SampleFacts, Target};
use mixing::{Edition, MixPlan};
use moves::{ease, jumps, line, sweep};
use music_types::{
    AudioClip, Beats, Db, Drum, Family, Instrument, Intensity, Key, Note, Phrase, Pitch,
    PitchClass, Role, SampleId, Seconds, SectionKind, Semitones, Span, Tempo, Velocity, Warp,
    WarpMarker, WarpMode,
};
use plugin_inventory::{Plugin, PluginId};

/// Everything that a request borrows.
pub struct Song {
    pub arrangement: Arrangement<Content>,
    pub mix: MixPlan,
    pub instruments: Vec<(String, Instrument)>,
    pub plugins: Vec<Plugin>,
    pub samples: Vec<(SampleId, SampleFacts)>,
}

/// The song.
pub fn song() -> Song {
    Song {
        arrangement: arrangement(),
        mix: plan::mix(),
        instruments: instruments(),
        plugins: Vec::new(),
        samples: samples(),
    }
}

/// What the song's plug-ins are known by: of no plug-in that exists.
pub const PLUGIN_IDS: [PluginId; 3] = [
    PluginId::Vst2(1_234),
    PluginId::Vst3([1_448_301_656, -2, 3, 4]),
    PluginId::Au([1_635_085_685, 1_937_337_393, 5]),
];

impl Song {
    /// The song with its sub, bass and chords on plug-ins of the three formats.
    #[allow(dead_code, reason = "not every test asks for it")]
    pub fn on_plugins(mut self) -> Self {
        for (part, id) in ["04 SUB", "05 BASS", "06 CHORDS"].into_iter().zip(PLUGIN_IDS) {
            let instrument = self.instruments.iter_mut().find(|it| it.0 == part).unwrap();
            instrument.1 = Instrument::Plugin(id.to_string());
            self.plugins.push(Plugin {
                id: Some(id),
                vendor: "Nobody".to_owned(),
                path: Some("/nowhere/Synth".to_owned()),
                ..Plugin::named(format!("{part} & Synth"), id.format())
            });
        }
        self
    }

    /// A request for the song in one form and edition.
    pub fn request(&self, target: Target, edition: Edition) -> Request<'_> {
        Request {
            name: "Night Market",
            arrangement: &self.arrangement,
            mix: &self.mix,
            instruments: &self.instruments,
            plugins: &self.plugins,
            beside: &[],
            samples: &self.samples,
            tempo: Tempo::clamped(126.0),
            key: Key::minor(PitchClass::new(5)),
            target,
            edition,
            note: "Seed 7. \"Change\" the kick & <bass> first.",
        }
    }
}

#[rustfmt::skip]
const SECTIONS: [(&str, SectionKind, i64, i64); 6] = [
    ("INTRO",   SectionKind::Intro,  1,  16),
    ("BUILD 1", SectionKind::Build,  17, 8),
    ("DROP 1A", SectionKind::Drop,   25, 16),
    ("DROP 1B", SectionKind::Drop,   41, 16),
    ("BREAK 1", SectionKind::Break,  57, 8),
    ("OUTRO",   SectionKind::Outro,  65, 16),
];

const BARS: i64 = 80;

fn sections() -> Vec<Section> {
    SECTIONS
        .iter()
        .map(|(name, kind, first, bars)| Section {
            name: (*name).to_owned(),
            kind: *kind,
            span: Span::of_bars(*first, *bars),
            energy: Intensity::FULL,
            cast: vec![(Role::Kick, Intensity::FULL), (Role::LowPercussion, Intensity::FULL)],
            steps: Vec::new(),
            variant: 0,
            vocal: VocalWish::default(),
            silence: Beats::ZERO,
            hush: Beats::ZERO,
            stretch: None,
            shape: None,
            halves: (Vec::new(), Beats::ZERO),
        })
        .collect()
}

fn arrangement() -> Arrangement<Content> {
    let buses = vec![
        (
            Family::Drums,
            vec![
                line(Knob::Volume, &[(0, -3.0), (64, 0.0)]),
                sweep(Knob::HighPass, 64, 96, 20.0, 400.0),
            ],
        ),
        (Family::Music, vec![sweep(Knob::LowPass, 64, 96, 300.0, 20_000.0)]),
    ];
    Arrangement { sections: sections(), parts: parts(), buses, length: Beats::bars(BARS) }
}

fn parts() -> Vec<Part<Content>> {
    let four = |drum: Drum| steps(&[(0, drum), (4, drum), (8, drum), (12, drum)]);
    let hats = steps(&[
        (2, Drum::OpenHat),
        (6, Drum::OpenHat),
        (3, Drum::ClosedHat),
        (11, Drum::ClosedHat),
    ]);
    let congas = steps(&[
        (3, Drum::CongaOpen),
        (6, Drum::CongaSlap),
        (7, Drum::CongaMute),
        (14, Drum::CongaLow),
    ]);
    vec![
        part(
            Role::Kick,
            "01 KICK",
            notes_in(&[1, 25, 41, 65], 8, &four(Drum::Kick)),
            vec![jumps(Knob::Mute, &[(0, 0.0), (223, 1.0), (224, 0.0)])],
        ),
        part(
            Role::Hats,
            "02 HATS",
            notes_in(&[9, 25, 41], 8, &hats),
            vec![
                line(Knob::Pan, &[(0, 0.0), (96, 0.2), (160, -0.3)]),
                jumps(Knob::Pitch, &[(0, 0.0), (64, 2.0)]),
            ],
        ),
        part(
            Role::Congas,
            "03 CONGAS",
            notes_in(&[25, 41], 8, &congas),
            vec![line(Knob::Volume, &[(0, -12.0), (96, 0.0)])],
        ),
        part(Role::Sub, "04 SUB", notes_in(&[25, 41], 8, &tones(29)), Vec::new()),
        part(
            Role::Bass,
            "05 BASS",
            notes_in(&[17, 25, 41], 8, &tones(41)),
            vec![
                sweep(Knob::LowPass, 64, 96, 200.0, 20_000.0),
                line(Knob::Resonance, &[(64, 0.0), (96, 0.4)]),
                line(Knob::Pitch, &[(64, 0.0), (96, 12.0)]),
            ],
        ),
        part(
            Role::Chords,
            "06 CHORDS",
            notes_in(&[17, 25, 57], 8, &tones(65)),
            vec![
                line(Knob::LowPass, &[(64, 400.0), (96, 12_000.0)]),
                sweep(Knob::HighPass, 64, 96, 20.0, 300.0),
                line(Knob::Width, &[(64, 100.0), (96, 140.0), (128, 100.0)]),
                line(Knob::Send(SendName::Hall), &[(64, 0.0), (96, 9.0)]),
            ],
        ),
        part(
            Role::Vocal,
            "07 VOCAL",
            vocal(),
            vec![
                jumps(Knob::Send(SendName::Throw), &[(0, -70.0), (110, -3.0), (112, -70.0)]),
                line(Knob::Send(SendName::Plate), &[(0, 0.0), (96, 3.0)]),
            ],
        ),
        part(Role::VoiceDrop, "08 VOICE DROP", vec![voice_drop()], Vec::new()),
        part(
            Role::Riser,
            "09 RISER",
            vec![riser()],
            vec![
                ease(Knob::Volume, 64, 96, -24.0, 0.0),
                line(Knob::Pitch, &[(64, 0.0), (96, 5.0)]),
            ],
        ),
        part(Role::DrumStem, "10 DRUM STEM", vec![drum_stem()], Vec::new()),
        part(Role::Reference, "11 REFERENCE", vec![reference()], Vec::new()),
    ]
}

fn part(role: Role, name: &str, clips: Vec<Clip<Content>>, moves: Vec<Move>) -> Part<Content> {
    Part { role, name: name.to_owned(), clips, moves }
}

/// The same phrase in blocks that start at each of these bars.
fn notes_in(first: &[i64], bars: i64, bar: &[Note]) -> Vec<Clip<Content>> {
    let repeated = (0..bars)
        .flat_map(|at| bar.iter().map(move |it| Note { start: it.start + Beats::bars(at), ..*it }));
    let phrase = Phrase::new(Beats::bars(bars), repeated.collect::<Vec<_>>());
    let clip = |at: &i64| {
        // The block before the first drop falls silent for a beat.
        let silence = if at + bars == 25 { Beats::QUARTER } else { Beats::ZERO };
        let length = Beats::bars(bars) - silence;
        Clip {
            name: format!("bar {at} v1"),
            span: Span { start: Beats::at_bar(*at), length },
            intensity: Intensity::FULL,
            content: Content::Notes(phrase.cut(Beats::ZERO, length)),
        }
    };
    first.iter().map(clip).collect()
}

fn steps(hits: &[(i64, Drum)]) -> Vec<Note> {
    let swung = |step: i64| {
        Beats::sixteenths(step) + Beats::from_ticks(if step % 2 == 1 { 806 } else { 0 })
    };
    hits.iter()
        .map(|(step, drum)| Note {
            start: swung(*step),
            pitch: drum.key(),
            length: Beats::THIRTY_SECOND,
            velocity: Velocity::new(70 + *step as u8 * 3),
        })
        .collect()
}

fn tones(root: u8) -> Vec<Note> {
    [(2, 0), (6, 0), (10, 7), (14, 12)]
        .iter()
        .map(|(step, up)| Note {
            start: Beats::sixteenths(*step),
            pitch: Pitch::new(root + up),
            length: Beats::EIGHTH,
            velocity: Velocity::new(96),
        })
        .collect()
}

fn id(file: &str) -> SampleId {
    SampleId(format!("Samples/Imported/{file}.wav"))
}

fn audio(file: &str, warp: Option<Warp>, from: Beats) -> AudioClip {
    let still = Beats::ZERO;
    AudioClip {
        sample: id(file),
        warp,
        from,
        transpose: Semitones(0.0),
        gain: Db::UNITY,
        fade_in: still,
        fade_out: still,
    }
}

fn warp(mode: WarpMode, bpm: f64, beats: i64) -> Option<Warp> {
    let at = |beat: i64| WarpMarker {
        at: Seconds(0.2 + beat as f64 * 60.0 / bpm),
        beat: Beats::quarters(beat),
    };
    Some(Warp { mode, markers: vec![at(0), at(beats / 2), at(beats)] })
}

fn on(name: &str, first: i64, length: Beats, clip: AudioClip) -> Clip<Content> {
    Clip {
        name: name.to_owned(),
        span: Span { start: Beats::at_bar(first), length },
        intensity: Intensity::FULL,
        content: Content::Audio(clip),
    }
}

fn vocal() -> Vec<Clip<Content>> {
    let line = |from: i64| AudioClip {
        transpose: Semitones(-4.3),
        gain: Db::new(-3.0),
        fade_in: Beats::THIRTY_SECOND,
        fade_out: Beats::EIGHTH,
        ..audio("vocal", warp(WarpMode::ComplexPro, 112.0, 256), Beats::quarters(from))
    };
    vec![
        on("BUILD1 hook 1", 17, Beats::bars(4), line(32)),
        on("BUILD1 stutter", 21, Beats::THIRTY_SECOND, line(32)),
        on("DROP1A hook 1", 25, Beats::bars(8), line(32)),
        on("BREAK1 verse 2", 57, Beats::bars(8), line(64)),
    ]
}

fn voice_drop() -> Clip<Content> {
    on("DROP1A voice drop 1", 25, Beats::BAR, audio("voice_drop", None, Beats::ZERO))
}

fn riser() -> Clip<Content> {
    on("BUILD1 riser v1", 17, Beats::bars(8) - Beats::QUARTER, audio("riser_8", None, Beats::ZERO))
}

fn drum_stem() -> Clip<Content> {
    on(
        "OUTRO drum stem v1",
        65,
        Beats::bars(16),
        audio("drums", warp(WarpMode::Beats, 112.0, 256), Beats::quarters(64)),
    )
}

fn reference() -> Clip<Content> {
    on(
        "reference",
        1,
        Beats::bars(64),
        audio("song", warp(WarpMode::Complex, 112.0, 256), Beats::ZERO),
    )
}

fn samples() -> Vec<(SampleId, SampleFacts)> {
    let names = [
        "kick",
        "closed_hat",
        "open_hat",
        "conga_open",
        "conga_slap",
        "conga_mute",
        "conga_low",
        "sub",
        "bass",
        "vocal",
        "drums",
        "song",
    ];
    let facts = |seconds: u64| SampleFacts {
        rate: 44_100,
        frames: 44_100 * seconds,
        bytes: 44 + 44_100 * seconds * 6,
        crc: 4711,
        modified: 1_700_000_000,
    };
    let mut all: Vec<_> = names.iter().map(|it| (id(it), facts(140))).collect();
    all.extend([(id("voice_drop"), facts(1)), (id("riser_8"), facts(16))]);
    all
}
