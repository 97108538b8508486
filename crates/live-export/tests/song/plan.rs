//! The mix of the song: every effect stands somewhere.

use mixing::{Bus, Effect, EqBand, EqShape, Estimate, MixPlan, Return, SendName, Strip};
use music_types::{Beats, Db, Family, Hz, Pan, Role, Seconds};

pub fn mix() -> MixPlan {
    MixPlan {
        short: 0.0,
        strips: strips(),
        buses: buses(),
        returns: returns(),
        master: master(),
        before_master: Estimate::SILENCE,
    }
}

fn strips() -> Vec<Strip> {
    let hall = (SendName::Hall, Db::new(-14.0));
    let plate = (SendName::Plate, Db::new(-12.0));
    let filter = |low: bool, high: bool| Effect::Filter {
        low_pass: low.then_some(Hz(20_000.0)),
        high_pass: high.then_some(Hz(20.0)),
        resonance: 0.0,
    };
    vec![
        strip(Role::Kick, "01 KICK", -8.0, 0.0, vec![], vec![kick_eq(), drum_buss()]),
        strip(Role::Hats, "02 HATS", -20.0, -0.1, vec![], vec![utility(110.0, None, 0.0)]),
        strip(Role::Congas, "03 CONGAS", -15.0, 0.25, vec![plate], vec![compress()]),
        strip(Role::Sub, "04 SUB", -10.0, 0.0, vec![], vec![utility(0.0, None, -2.0), duck(-6.0)]),
        strip(
            Role::Bass,
            "05 BASS",
            -11.0,
            0.0,
            vec![],
            vec![saturate(), filter(true, false), duck(-5.0), utility(100.0, Some(120.0), 0.0)],
        ),
        strip(
            Role::Chords,
            "06 CHORDS",
            -16.0,
            0.0,
            vec![hall],
            vec![
                utility(100.0, None, -3.0),
                chorus(),
                filter(true, true),
                duck(-6.0),
                utility(120.0, None, 0.0),
            ],
        ),
        strip(Role::Vocal, "07 VOCAL", -10.0, 0.0, vec![plate, hall], vec![vocal_eq(), compress()]),
        strip(Role::VoiceDrop, "08 VOICE DROP", -9.0, 0.0, vec![], vec![]),
        strip(Role::Riser, "09 RISER", -14.0, 0.0, vec![], vec![]),
        strip(Role::DrumStem, "10 DRUM STEM", -18.0, 0.0, vec![], vec![]),
        Strip { muted: true, ..strip(Role::Reference, "11 REFERENCE", 0.0, 0.0, vec![], vec![]) },
    ]
}

fn strip(
    role: Role,
    name: &str,
    level: f64,
    pan: f64,
    sends: Vec<(SendName, Db)>,
    chain: Vec<Effect>,
) -> Strip {
    let level = Db::new(level);
    Strip { name: name.to_owned(), role, level, pan: Pan(pan), sends, chain, muted: false }
}

fn band(shape: EqShape, freq: f64, gain: f64) -> EqBand {
    EqBand { shape, freq: Hz(freq), gain: Db::new(gain), q: 0.7 }
}

fn kick_eq() -> Effect {
    Effect::Eq(vec![
        band(EqShape::LowCutSteep, 28.0, 0.0),
        band(EqShape::Bell, 55.0, 1.5),
        band(EqShape::Bell, 350.0, -4.0),
        band(EqShape::HighShelf, 8000.0, 1.0),
    ])
}

fn vocal_eq() -> Effect {
    Effect::Eq(vec![
        band(EqShape::LowCut, 100.0, 0.0),
        band(EqShape::LowCut, 160.0, 0.0),
        band(EqShape::LowShelf, 300.0, -2.0),
        band(EqShape::HighCut, 17_000.0, 0.0),
    ])
}

fn compress() -> Effect {
    Effect::Compress {
        threshold: Db::new(-18.0),
        ratio: 4.0,
        attack: Seconds(0.005),
        release: Seconds(0.05),
        makeup: Db::new(3.0),
    }
}

fn glue() -> Effect {
    Effect::Glue {
        threshold: Db::new(-12.0),
        ratio: 2.0,
        attack: Seconds(0.03),
        release: None,
        makeup: Db::new(1.0),
        soft_clip: true,
    }
}

fn duck(depth: f64) -> Effect {
    Effect::Duck {
        from: Role::Kick,
        depth: Db::new(depth),
        threshold: Db::new(-16.0),
        ratio: 4.0,
        attack: Seconds(0.002),
        release: Seconds(0.333),
    }
}

fn saturate() -> Effect {
    Effect::Saturate { drive: Db::new(4.0), wet: 0.6 }
}

fn utility(width: f64, mono: Option<f64>, gain: f64) -> Effect {
    Effect::Utility { width, bass_mono: mono.map(Hz), gain: Db::new(gain) }
}

fn chorus() -> Effect {
    Effect::Chorus { rate: Hz(0.4), amount: 0.3, wet: 0.25 }
}

fn drum_buss() -> Effect {
    Effect::DrumBuss { drive: 0.15, boom: 0.1, boom_freq: Hz(52.0), transients: 0.2, wet: 0.8 }
}

fn reverb(decay: f64, pre_delay: f64) -> Effect {
    Effect::Reverb {
        decay: Seconds(decay),
        pre_delay: Seconds(pre_delay),
        low_cut: Hz(250.0),
        high_cut: Hz(8000.0),
        wet: 1.0,
    }
}

fn delay(sixteenths: i64, ping_pong: bool) -> Effect {
    Effect::Delay {
        time: Beats::sixteenths(sixteenths),
        feedback: 0.35,
        ping_pong,
        low_cut: Hz(250.0),
        high_cut: Hz(6000.0),
        wet: 1.0,
    }
}

fn buses() -> Vec<Bus> {
    let bus = |family: Family, name: &str, chain: Vec<Effect>| Bus {
        family,
        name: name.to_owned(),
        level: Db::new(-1.5),
        chain,
    };
    vec![
        bus(Family::Drums, "DRUMS", vec![glue()]),
        bus(Family::Percussion, "PERC", vec![]),
        bus(Family::Bass, "BASS", vec![]),
        bus(Family::Music, "MUSIC", vec![]),
        bus(Family::Vocals, "VOCALS", vec![]),
        bus(Family::Effects, "FX", vec![]),
    ]
}

fn returns() -> Vec<Return> {
    let it = |send: SendName, name: &str, chain: Vec<Effect>| Return {
        send,
        name: name.to_owned(),
        level: Db::new(-3.0),
        chain,
    };
    vec![
        it(SendName::Plate, "A PLATE 1bar", vec![reverb(1.9, 0.04), duck(-6.0)]),
        it(SendName::Hall, "B HALL 2bar", vec![reverb(3.8, 0.06)]),
        it(SendName::Delay, "C DELAY 1/8D", vec![delay(3, true)]),
        it(SendName::Throw, "D THROW 1/4", vec![delay(4, false)]),
    ]
}

fn master() -> Vec<Effect> {
    vec![
        Effect::Eq(vec![band(EqShape::LowCut, 22.0, 0.0)]),
        glue(),
        saturate(),
        Effect::Limit { gain: Db::new(4.0), ceiling: Db::new(-1.0), reaches: Db::new(-9.0) },
    ]
}
