//! What falls: noise that closes, a sub that sinks.

use crate::effect::Space;
use crate::effect::rise::STEP;
use crate::signal::filter::{Svf, high_pass};
use crate::signal::noise::Noise;
use crate::signal::osc::{Phase, saw, sine};
use crate::signal::shape::{db, glide, rise, saturate};
use crate::signal::{HZ, frames, sum};

/// Noise under a lid that closes from 15 kHz to 160 Hz, with a falling tone inside.
pub(crate) fn downlifter(space: Space) -> Vec<Vec<f64>> {
    let middle = closing("downlifter middle", space);
    let tone = falling(space);
    ["downlifter left", "downlifter right"]
        .iter()
        .map(|name| {
            let own = closing(name, space);
            high_pass(&sum(&[(0.7, &middle), (0.75, &own), (0.22, &tone)]), 120.0, HZ)
        })
        .collect()
}

fn closing(name: &str, space: Space) -> Vec<f64> {
    let mut noise = Noise::named(name);
    let (mut lid, mut peak) = (Svf::default(), Svf::default());
    (0..frames(space.seconds, HZ))
        .map(|at| {
            let t = at as f64 / HZ;
            let way = t / space.seconds;
            let down = libm::pow(way, 0.7);
            if at % STEP == 0 {
                lid.tune(glide(15_000.0, 160.0, down), 0.707, HZ);
                peak.tune(glide(9_000.0, 200.0, down), 2.4, HZ);
            }
            let hiss = noise.next();
            let level = rise(t, 0.003) * db(-30.0 * way);
            level * (lid.step(hiss).low + 0.8 * peak.step(hiss).band)
        })
        .collect()
}

/// A saw that sinks three octaves, dark.
fn falling(space: Space) -> Vec<f64> {
    let (mut phase, mut lid) = (Phase(0.0), Svf::new(1_800.0, 0.9, HZ));
    (0..frames(space.seconds, HZ))
        .map(|at| {
            let t = at as f64 / HZ;
            let way = t / space.seconds;
            let step = glide(880.0, 110.0, libm::pow(way, 0.6)) / HZ;
            rise(t, 0.01) * db(-28.0 * way) * lid.step(saw(phase.advance(step), step)).low
        })
        .collect()
}

/// A sine that sinks from 110 to 32 Hz, a little driven so that small speakers tell of it.
pub(crate) fn sub_drop(space: Space) -> Vec<Vec<f64>> {
    let mut phase = Phase(0.0);
    let sub: Vec<f64> = (0..frames(space.seconds, HZ))
        .map(|at| {
            let t = at as f64 / HZ;
            let way = t / space.seconds;
            let hz = glide(110.0, 32.0, libm::pow(way, 0.55));
            let level = rise(t, 0.012) * db(-14.0 * way * way);
            saturate(level * sine(phase.advance(hz / HZ)), 1.4)
        })
        .collect();
    vec![sub.clone(), sub]
}
