//! Signals whose ideal result is known, since each can be made anew at any ratio and pitch.

use std::f64::consts::TAU;

/// Samples a second.
pub const RATE: f64 = 44_100.0;

/// A sound of which every partial is known.
pub struct Tone {
    /// Seconds at ratio one.
    pub length: f64,
    /// The phase in turns of the fundamental at a moment of the original, in seconds.
    pub turns: fn(f64) -> f64,
    /// Multiples of the fundamental, with amplitude and phase (in turns) at its frequency.
    pub partials: Vec<(f64, f64, f64)>,
}

impl Tone {
    /// The phase of a partial at a moment of the result, in radians.
    pub fn phase(&self, multiple: f64, at: f64, ratio: f64, pitch: f64) -> f64 {
        TAU * multiple * pitch * ratio * (self.turns)(at / ratio)
    }

    /// The samples at this ratio and pitch; what would alias is left out.
    pub fn samples(&self, ratio: f64, pitch: f64) -> Vec<f32> {
        let frames = (self.length * ratio * RATE).round() as usize;
        let sample = |it: usize| {
            let at = it as f64 / RATE;
            let sum: f64 = self
                .partials
                .iter()
                .map(|(multiple, level, phase)| {
                    level * (self.phase(*multiple, at, ratio, pitch) + TAU * phase).cos()
                })
                .sum();
            sum as f32
        };
        (0..frames).map(sample).collect()
    }
}

/// Four notes of six partials each.
pub fn chord() -> Tone {
    let notes = [1.0, 1.259_92, 1.498_31, 2.0];
    let partials = notes
        .iter()
        .flat_map(|note| {
            (1..=6).map(move |it| {
                (note * f64::from(it), 0.1 / f64::from(it), 0.17 * f64::from(it * it))
            })
        })
        .collect();
    Tone { length: 4.0, turns: |at| 220.0 * at, partials }
}

/// A low note with eight partials.
pub fn bass() -> Tone {
    let partials =
        (1..=8).map(|it| (f64::from(it), 0.3 / f64::from(it), 0.21 * f64::from(it))).collect();
    Tone { length: 4.0, turns: |at| 49.0 * at, partials }
}

/// From 100 Hz to 8 kHz in four seconds.
pub fn sweep() -> Tone {
    let turns = |at: f64| 100.0 * 4.0 / 80.0_f64.ln() * ((at / 4.0 * 80.0_f64.ln()).exp() - 1.0);
    Tone { length: 4.0, turns, partials: vec![(1.0, 0.5, 0.0)] }
}

/// A sung note of 220 Hz, half a semitone either way, five and a half times a second.
pub fn vibrato() -> Tone {
    let turns = |at: f64| 220.0 * (at - 0.0293 / (TAU * 5.5) * (TAU * 5.5 * at).cos());
    Tone { length: 4.0, turns, partials: voiced(220.0, VOWELS[0], 20) }
}

/// Formants of five vowels: frequency in hertz.
pub const VOWELS: [[f64; 4]; 5] = [
    [730.0, 1_090.0, 2_440.0, 3_400.0],
    [530.0, 1_840.0, 2_480.0, 3_500.0],
    [270.0, 2_290.0, 3_010.0, 3_600.0],
    [570.0, 840.0, 2_410.0, 3_300.0],
    [300.0, 870.0, 2_240.0, 3_300.0],
];

/// The notes vowels are sung on, in hertz.
pub const SUNG: [fn(f64) -> f64; 3] = [|at| 110.0 * at, |at| 165.0 * at, |at| 220.0 * at];

/// A vowel on a steady note.
pub fn vowel(formants: [f64; 4], turns: fn(f64) -> f64, pitch: f64) -> Tone {
    let hz = turns(1.0) * pitch;
    let count = (14_000.0 / hz) as u32;
    Tone { length: 2.0, turns, partials: voiced(hz, formants, count) }
}

/// Partials of a voice: glottal pulses through resonances (Klatt 1980), as levels and phases.
fn voiced(hz: f64, formants: [f64; 4], count: u32) -> Vec<(f64, f64, f64)> {
    let partial = |it: u32| {
        let f = hz * f64::from(it);
        let (mut level, mut phase) = (1.0 / f64::from(it), 0.0);
        // The tube goes on: a resonance every kilohertz above those that make the vowel.
        let higher = (0..16).map(|it| 4_500.0 + 1_000.0 * f64::from(it));
        for (index, formant) in formants.iter().copied().chain(higher).enumerate() {
            let width = 60.0 + 30.0 * index as f64;
            let (re, im) = (formant * formant - f * f, f * width);
            level *= formant * formant / re.hypot(im);
            phase -= im.atan2(re);
        }
        (f64::from(it), 0.05 * level, phase / TAU)
    };
    (1..=count).map(partial).collect()
}

/// Hits whose sounds are known.
pub struct Hits {
    /// Seconds at ratio one.
    pub length: f64,
    /// When each begins, in seconds, and which it is.
    pub times: Vec<(f64, usize)>,
    /// What they sound like.
    pub sounds: Vec<Vec<f32>>,
}

impl Hits {
    /// The samples at `ratio`: the same hits, farther apart.
    pub fn samples(&self, ratio: f64) -> Vec<f32> {
        let mut samples = vec![0.0; (self.length * ratio * RATE).round() as usize];
        for (at, which) in &self.times {
            let start = (at * ratio * RATE).round() as usize;
            for (place, sample) in samples.iter_mut().skip(start).zip(&self.sounds[*which]) {
                *place += sample;
            }
        }
        samples
    }
}

/// Clicks of a millisecond.
pub fn clicks() -> Hits {
    let click = (0..60)
        .map(|it| 0.8 * (-f64::from(it) / 9.0).exp() * f64::from(1 - 2 * (it % 2)))
        .map(|it| it as f32);
    let times = (0..12).map(|it| (0.25 + 0.31 * f64::from(it), 0)).collect();
    Hits { length: 4.0, times, sounds: vec![click.collect()] }
}

/// Two bars of kick, snare and hat at 120 BPM.
pub fn drums() -> Hits {
    let mut noise = Noise(7);
    let fall = |it: usize, seconds: f64| (-(it as f64) / RATE / seconds).exp();
    let kick = (0..13_000).map(|it| {
        let at = it as f64 / RATE;
        let turns = 50.0 * at + 3.2 * (1.0 - (-at / 0.02).exp());
        0.7 * fall(it, 0.09) * (TAU * turns).sin()
    });
    let kick: Vec<f32> = kick.map(|it| it as f32).collect();
    let snare = (0..9_000).map(|it| {
        let body = (TAU * 185.0 * it as f64 / RATE).sin() * fall(it, 0.05);
        0.3 * body + 0.25 * noise.next() * fall(it, 0.06)
    });
    let snare: Vec<f32> = snare.map(|it| it as f32).collect();
    let mut last = 0.0;
    let hat = (0..2_600).map(|it| {
        let new = noise.next();
        let bright = new - last;
        last = new;
        0.12 * bright * fall(it, 0.015)
    });
    let hat: Vec<f32> = hat.map(|it| it as f32).collect();
    let mut times = Vec::new();
    for step in 0..32 {
        let at = 0.1 + 0.125 * f64::from(step);
        match step % 8 {
            0 => times.push((at, 0)),
            4 => times.push((at, 1)),
            2 | 6 | 7 => times.push((at, 2)),
            _ => {}
        }
    }
    Hits { length: 4.5, times, sounds: vec![kick, snare, hat] }
}

/// Noise from −1 to 1, the same each time.
pub struct Noise(pub u64);

impl Noise {
    /// The next sample.
    pub fn next(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }
}
