//! The kit: every drum, struck once.

mod backbeat;
mod bells;
mod cymbals;
mod ghost;
mod kick;
mod shakers;
mod skins;

pub(crate) use crate::drum::backbeat::stick;
pub(crate) use crate::drum::cymbals::crash;
pub use crate::drum::ghost::ghost_kick;
use music_types::{Drum, Pitch};
use rayon::prelude::*;

use crate::signal::finish::{End, finish};
use crate::sound::Sound;

/// This drum, struck once and left to ring: 44 100 Hz, true peak −1 dB, the same bytes each time.
///
/// Kick, rim, skins and bells are mono; clap, snare, hats, cymbals, shaker and tambourine are
/// stereo (the snare in its wires alone). What is tuned has a root.
pub fn drum(drum: Drum) -> Sound {
    let wave = finish(strike(drum), End::Natural);
    Sound { name: drum.word().to_owned(), wave, root: root(drum), sustain: None }
}

/// Every drum in the order of [`Drum::ALL`].
///
/// The drums are struck in parallel; their bytes do not depend on how many threads there are.
pub fn kit() -> Vec<(Drum, Sound)> {
    Drum::ALL.par_iter().map(|it| (*it, drum(*it))).collect()
}

/// The channels of a drum before the last touches.
fn strike(drum: Drum) -> Vec<Vec<f64>> {
    match drum {
        Drum::Kick => kick::kick(),
        Drum::Clap => backbeat::clap(),
        Drum::Snare => backbeat::snare(),
        Drum::Rim => backbeat::rim(),
        Drum::ClosedHat => cymbals::hat("closed hat", cymbals::CLOSED),
        Drum::OpenHat => cymbals::hat("open hat", cymbals::OPEN),
        Drum::Ride => cymbals::ride(),
        Drum::Crash => cymbals::crash(),
        Drum::Shaker => shakers::shaker(),
        Drum::Tambourine => shakers::tambourine(),
        Drum::CongaOpen => skins::skin(&skins::CONGA_OPEN),
        Drum::CongaMute => skins::skin(&skins::CONGA_MUTE),
        Drum::CongaSlap => skins::skin(&skins::CONGA_SLAP),
        Drum::CongaLow => skins::skin(&skins::CONGA_LOW),
        Drum::BongoHigh => skins::skin(&skins::BONGO_HIGH),
        Drum::BongoLow => skins::skin(&skins::BONGO_LOW),
        Drum::TimbaleHigh => skins::skin(&skins::TIMBALE_HIGH),
        Drum::TimbaleLow => skins::skin(&skins::TIMBALE_LOW),
        Drum::Surdo => skins::skin(&skins::SURDO),
        Drum::TomHigh => skins::skin(&skins::TOM_HIGH),
        Drum::TomLow => skins::skin(&skins::TOM_LOW),
        Drum::Tamborim => skins::skin(&skins::TAMBORIM),
        Drum::TamborimMute => skins::skin(&skins::TAMBORIM_MUTE),
        Drum::LogDrum => bells::log_drum(),
        Drum::AgogoHigh => bells::agogo(&bells::AGOGO_HIGH),
        Drum::AgogoLow => bells::agogo(&bells::AGOGO_LOW),
        Drum::Clave => bells::clave(),
    }
}

/// The key a tuned drum sounds at, within 5 cents of its settled body.
const fn root(drum: Drum) -> Option<Pitch> {
    let key = match drum {
        Drum::Kick => 32,
        Drum::CongaOpen => 56,
        Drum::CongaLow => 51,
        Drum::BongoHigh => 68,
        Drum::BongoLow => 62,
        Drum::TimbaleHigh => 65,
        Drum::TimbaleLow => 60,
        Drum::Surdo => 39,
        Drum::TomHigh => 51,
        Drum::TomLow => 44,
        Drum::LogDrum => 41,
        Drum::AgogoHigh => 87,
        Drum::AgogoLow => 80,
        Drum::Clave => 99,
        _ => return None,
    };
    Some(Pitch::new(key))
}
