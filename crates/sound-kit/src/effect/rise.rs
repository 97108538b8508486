//! What rises: noise, a choir of saws, a siren.

use music_types::Pitch;

use crate::effect::Space;
use crate::signal::filter::{Svf, high_pass};
use crate::signal::noise::Noise;
use crate::signal::osc::{Phase, pulse, saw, sine};
use crate::signal::room::{Room, answer};
use crate::signal::shape::{db, glide, rise, saturate};
use crate::signal::{HZ, frames, sum};

/// Where the climb ends: F4.
pub(crate) const ROOT: Pitch = Pitch::new(65);

/// Samples between two moves of a filter: under a millisecond, too fine to hear as steps.
pub(crate) const STEP: usize = 16;

/// Noise through a filter that climbs from 180 Hz to 14 kHz, 36 dB louder at its end.
pub(crate) fn riser(space: Space) -> Vec<Vec<f64>> {
    let middle = swept("riser middle", space);
    let side = |name: &str| {
        let all = sum(&[(0.7, &middle), (0.7, &swept(name, space))]);
        high_pass(&all, 140.0, HZ)
    };
    vec![side("riser left"), side("riser right")]
}

fn swept(name: &str, space: Space) -> Vec<f64> {
    let mut noise = Noise::named(name);
    let (mut peak, mut lid) = (Svf::default(), Svf::default());
    (0..frames(space.seconds, HZ))
        .map(|at| {
            let t = at as f64 / HZ;
            let way = t / space.seconds;
            if at % STEP == 0 {
                peak.tune(glide(180.0, 7_500.0, way), 1.4 + 1.8 * way, HZ);
                lid.tune(glide(320.0, 18_000.0, way), 0.707, HZ);
            }
            let hiss = noise.next();
            let level = db(-36.0 * (1.0 - way) * (1.0 - 0.35 * way)) * (1.0 - pump(t, way, space));
            level * (1.3 * peak.step(hiss).band + 0.35 * lid.step(hiss).low)
        })
        .collect()
}

/// A flutter that quickens from quarters to sixteenths and deepens to a third.
fn pump(t: f64, way: f64, space: Space) -> f64 {
    let beats = match way {
        it if it < 0.5 => 1.0,
        it if it < 0.75 => 2.0,
        _ => 4.0,
    };
    let turns = t / (space.bar / 4.0) * beats;
    0.33 * way * (0.5 + 0.5 * sine(turns + 0.25))
}

/// Detune of the choir's saws in cents, and their place: −1 left, 1 right.
const CHOIR: [(f64, f64); 7] =
    [(-13.0, -0.9), (-8.0, 0.6), (-3.5, -0.3), (0.0, 0.0), (4.0, 0.35), (8.5, -0.65), (12.5, 0.9)];

/// Seven saws that climb two octaves onto [`ROOT`] under a filter that opens.
pub(crate) fn tone_riser(space: Space) -> Vec<Vec<f64>> {
    let top = ROOT.hz().0;
    let mut voices: Vec<Phase> =
        (0..CHOIR.len()).map(|it| Phase(0.381_966 * (it * it) as f64 % 1.0)).collect();
    let mut lids = [Svf::default(), Svf::default()];
    let mut out = [Vec::new(), Vec::new()];
    for at in 0..frames(space.seconds, HZ) {
        let t = at as f64 / HZ;
        let way = t / space.seconds;
        let hz = glide(top / 4.0, top, libm::pow(way, 1.25));
        let mut heard = [0.0, 0.0];
        for (voice, (cents, place)) in voices.iter_mut().zip(CHOIR) {
            // A choir that spreads as it climbs.
            let step = hz * (1.0 + cents * (0.6 + way) * 0.000_578) / HZ;
            let it = saw(voice.advance(step), step);
            heard[0] += it * (1.0 - 0.7 * place) / 7.0;
            heard[1] += it * (1.0 + 0.7 * place) / 7.0;
        }
        let level = db(-26.0 * (1.0 - way)) * (1.0 - 0.8 * pump(t, way, space));
        for ((lid, side), it) in lids.iter_mut().zip(&mut out).zip(heard) {
            if at % STEP == 0 {
                lid.tune(glide(400.0, 17_000.0, libm::sqrt(way)), 1.0, HZ);
            }
            side.push(level * lid.step(it).low);
        }
    }
    out.iter().map(|side| high_pass(side, 110.0, HZ)).collect()
}

/// Two pulses a fifth apart that wail an octave up and down each bar, in a room.
pub(crate) fn siren(space: Space) -> Vec<Vec<f64>> {
    let root = ROOT.hz().0;
    let (mut low, mut high) = (Phase(0.0), Phase(0.4));
    let mut throat = Svf::default();
    let dry: Vec<f64> = (0..frames(space.seconds, HZ))
        .map(|at| {
            let t = at as f64 / HZ;
            let wail = 0.5 - 0.5 * sine(t / space.bar + 0.25);
            let hz = root * libm::exp2(wail - 0.5) * (1.0 + 0.004 * sine(6.1 * t));
            if at % STEP == 0 {
                throat.tune(900.0 + 3_400.0 * wail, 1.6, HZ);
            }
            let (one, other) = (hz / HZ, 1.498 * hz / HZ);
            let pair =
                pulse(low.advance(one), one, 0.32) + 0.5 * pulse(high.advance(other), other, 0.4);
            rise(t, 0.02) * saturate(0.7 * throat.step(pair).low, 1.0)
        })
        .collect();
    let room = answer(&dry, Room { t60: 1.2, size: 0.9, damp: 5_000.0 }, HZ);
    room.iter().map(|room| high_pass(&sum(&[(1.0, &dry), (0.35, room)]), 150.0, HZ)).collect()
}
