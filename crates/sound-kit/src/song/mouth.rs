//! The mouth: a glottis and noise through seven formants (after Klatt 1980).

use std::f64::consts::{PI, TAU};

use music_types::Dice;

use crate::signal::HZ;
use crate::signal::filter::{Slope, Svf};
use crate::signal::frames;
use crate::signal::noise::{Noise, dice};
use crate::signal::osc::{Phase, sine};
use crate::signal::shape::rise;
use crate::song::phone::{FORMANTS, Shape};
use crate::song::singer::Take;

/// What mouth and pitch do for a while.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Movement {
    /// When it begins, in seconds of the recording.
    pub(crate) start: f64,
    /// When it ends.
    pub(crate) end: f64,
    /// The mouth.
    pub(crate) shape: Shape,
    /// The mouth at the end of a diphthong.
    pub(crate) ends: Option<Shape>,
    /// The note.
    pub(crate) hz: f64,
    /// Whether its noise is a burst in its last third.
    pub(crate) is_stop: bool,
}

/// Samples between two movements of the mouth: 0.7 ms.
const TICK: usize = 32;

/// A throat and what it is doing.
pub(crate) struct Mouth {
    take: Take,
    glottis: Phase,
    formants: [Formant; FORMANTS],
    tilt: Slope,
    teeth: Svf,
    air: Svf,
    shelf: Svf,
    noise: Noise,
    jitter: Dice,
    /// Smoothed controls: three formants, width, voice, breath, hiss, its place, and the pitch.
    controls: [Slope; 9],
    drift: Slope,
    flutter: Slope,
}

/// The formants above the third, in hertz and wide, of a woman's throat.
const HIGH: [(f64, f64); 4] =
    [(3_750.0, 180.0), (4_700.0, 260.0), (6_200.0, 480.0), (7_900.0, 700.0)];

/// What the smoothed controls are now.
#[derive(Debug, Clone, Copy)]
struct Pose {
    formants: [f64; 3],
    width: f64,
    voice: f64,
    breath: f64,
    hiss: f64,
    hiss_hz: f64,
    hz: f64,
}

impl Mouth {
    /// A mouth at rest, with chances of its own for this take and bar.
    pub(crate) fn new(take: Take, bar: i64) -> Self {
        let name = format!("{} {bar}", take.name);
        let control = HZ / TICK as f64;
        let slow = |state: f64, hz: f64| Slope::new(state, hz, control);
        Self {
            take,
            glottis: Phase(0.0),
            formants: [Formant::default(); FORMANTS],
            tilt: Slope::new(0.0, 6_500.0, HZ),
            teeth: Svf::new(6_000.0, 1.4, HZ),
            air: Svf::new(7_500.0, 0.6, HZ),
            shelf: Svf::new(3_200.0, 0.707, HZ),
            noise: Noise::named(&name),
            jitter: dice(&format!("{name} jitter")),
            controls: [
                slow(600.0, 9.0),
                slow(1_400.0, 9.0),
                slow(2_700.0, 9.0),
                slow(1.5, 12.0),
                slow(0.0, 14.0),
                slow(0.0, 12.0),
                slow(0.0, 45.0),
                slow(6_000.0, 60.0),
                slow(0.0, 7.0),
            ],
            drift: slow(0.0, 1.5),
            flutter: slow(0.0, 12.0),
        }
    }

    /// Speaks `movements`, in order, onto `voice`, with a tail in which all comes to rest.
    pub(crate) fn speak(&mut self, movements: &[Movement], voice: &mut [f64]) {
        let (Some(first), Some(last)) = (movements.first(), movements.last()) else { return };
        let from = frames(first.start - 0.02, HZ);
        let until = frames(last.end + 0.25, HZ).min(voice.len());
        // A scoop: the voice comes from a little below its first note.
        self.controls[8] = Slope::new(libm::log2(first.hz) - 0.12, 7.0, HZ / TICK as f64);
        let (mut index, mut held) = (0, 0.0);
        for at in (from..until).step_by(TICK) {
            let t = at as f64 / HZ;
            while movements.get(index + 1).is_some_and(|next| next.start <= t) {
                index += 1;
                let note = |it: usize| movements.get(it).map(|it| it.hz);
                held = if note(index) == note(index - 1) { held } else { t };
            }
            let pose = self.pose(movements, index, t, t - held.max(first.start));
            for sample in voice.iter_mut().skip(at).take(TICK.min(until - at)) {
                *sample += self.sound(pose);
            }
        }
    }

    /// Where everything is at the time `t`, `held` seconds into the note.
    fn pose(&mut self, movements: &[Movement], index: usize, t: f64, held: f64) -> Pose {
        let goal = goal(movements, index, t);
        let mut now = [
            goal.formants[0],
            goal.formants[1],
            goal.formants[2],
            goal.width,
            goal.voice,
            goal.breath,
            goal.hiss,
            goal.hiss_hz,
            // The pitch leaves for the next note 30 ms early, so as to be there on its beat.
            libm::log2(pitch_ahead(movements, index, t + 0.03)),
        ];
        for (value, slope) in now.iter_mut().zip(&mut self.controls) {
            *value = slope.step(*value);
        }
        let [f1, f2, f3, width, voice, breath, hiss, hiss_hz, octaves] = now;
        let hz = libm::exp2(octaves) * self.waver(t, held);
        let pose = Pose { formants: [f1, f2, f3], width, voice, breath, hiss, hiss_hz, hz };
        self.tune(pose);
        pose
    }

    /// Vibrato that comes in after a quarter of a second, and the drift of every living pitch.
    fn waver(&mut self, t: f64, held: f64) -> f64 {
        let drift = 60.0 * self.drift.step(self.jitter.normal());
        let depth = self.take.vibrato * rise(held - 0.25, 0.45);
        let falls = 1_200.0 * self.take.falls * held;
        let cents = depth * sine(5.6 * t + 0.02 * drift) + drift.clamp(-12.0, 12.0) - falls;
        libm::exp2(cents / 1_200.0)
    }

    /// Tunes the formants: the first rises with the pitch, as singers open their mouths for high
    /// notes, so that it never lies below it.
    fn tune(&mut self, pose: Pose) {
        let Pose { formants: [f1, f2, f3], width, .. } = pose;
        let throat = self.take.throat;
        let low = [
            // Wider with the pitch: a harmonic that meets a narrow formant would leap out.
            ((f1 / throat).max(1.06 * pose.hz), 70.0 + 0.22 * pose.hz),
            (f2 / throat, 80.0 + 0.15 * pose.hz),
            (f3 / throat, 140.0),
        ];
        let high = HIGH.map(|(hz, wide)| (hz / throat, wide));
        for (formant, (hz, wide)) in self.formants.iter_mut().zip(low.into_iter().chain(high)) {
            formant.tune(hz, wide * width);
        }
        self.teeth.tune(pose.hiss_hz, 1.5, HZ);
    }

    /// One sample.
    fn sound(&mut self, pose: Pose) -> f64 {
        let step = pose.hz / HZ;
        let phase = self.glottis.advance(step);
        let noise = self.noise.next();
        let shimmer = 1.0 + 0.02 * self.flutter.step(noise);
        let pulse = self.tilt.step(glottis(phase, step)) * shimmer;
        // Breath flows while the glottis is open.
        let flow = noise * (0.35 + 0.65 * f64::from(u8::from(phase < OPEN)));
        let breath = pose.breath * self.take.breath * flow;
        let mut mouth = pose.voice * pulse + 0.35 * breath;
        for formant in &mut self.formants {
            mouth = formant.step(mouth);
        }
        let air = 0.03 * pose.voice * self.take.breath * self.air.step(flow).high;
        // What the cascade takes from above 3 kHz, the lips give back.
        mouth += 1.2 * self.shelf.step(mouth).high;
        mouth + air + 0.55 * pose.hiss * self.teeth.step(noise).band
    }
}

/// The movement's goal at the time `t`: what lies between the ends of a diphthong, when a stop
/// bursts, and rest behind the last.
fn goal(movements: &[Movement], index: usize, t: f64) -> Shape {
    let rest = Shape {
        formants: [600.0, 1_400.0, 2_700.0],
        width: 1.2,
        voice: 0.0,
        breath: 0.0,
        hiss: 0.0,
        hiss_hz: 6_000.0,
    };
    let Some(it) = movements.get(index).filter(|it| t < it.end) else {
        return Shape { ..rest };
    };
    let way = (t - it.start) / (it.end - it.start).max(1e-6);
    if it.is_stop {
        let hiss = if 0.6 < way { it.shape.hiss } else { 0.0 };
        return Shape { hiss, ..it.shape };
    }
    let Some(end) = it.ends else { return it.shape };
    // A diphthong stays on its first vowel, and turns within its last third or 0.2 s.
    let turn = (0.2_f64).max(0.33 * (it.end - it.start)).min(0.6 * (it.end - it.start));
    let share = rise(t - (it.end - turn), turn);
    let mut formants = it.shape.formants;
    for (from, to) in formants.iter_mut().zip(end.formants) {
        *from += share * (to - *from);
    }
    Shape { formants, ..it.shape }
}

/// The pitch of what sounds at the time `t`.
fn pitch_ahead(movements: &[Movement], index: usize, t: f64) -> f64 {
    let ahead = movements.iter().skip(index).take_while(|it| it.start <= t).last();
    ahead.or_else(|| movements.get(index)).map_or(220.0, |it| it.hz)
}

/// The share of a cycle during which the glottis is open.
const OPEN: f64 = 0.62;

/// The flow's derivative (Klatt and Klatt 1990, KLGLOTT88): swells, then shuts at once. The step
/// at the shutting is smoothed over two samples.
fn glottis(phase: f64, step: f64) -> f64 {
    let x = phase / OPEN;
    let naive = if phase < OPEN { 2.0 * x - 3.0 * x * x } else { 0.0 };
    let past = phase - OPEN;
    let smooth = match past / step {
        t if (0.0..1.0).contains(&t) => t + t - t * t - 1.0,
        t if (-1.0..0.0).contains(&t) => t * t + t + t + 1.0,
        _ => 0.0,
    };
    naive + 0.5 * smooth
}

/// A resonance with unity gain at zero hertz (Klatt 1980).
#[derive(Debug, Clone, Copy, Default)]
struct Formant {
    a: f64,
    b: f64,
    c: f64,
    last: f64,
    before: f64,
}

impl Formant {
    fn tune(&mut self, hz: f64, wide: f64) {
        let radius = libm::exp(-PI * wide / HZ);
        self.c = -radius * radius;
        self.b = 2.0 * radius * libm::cos(TAU * hz / HZ);
        self.a = 1.0 - self.b - self.c;
    }

    fn step(&mut self, input: f64) -> f64 {
        let out = self.a * input + self.b * self.last + self.c * self.before;
        self.before = self.last;
        self.last = out;
        out
    }
}
