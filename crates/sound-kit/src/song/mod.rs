//! The demo song: our own little tune, as four stems and the truth about them.

mod band;
mod form;
mod mouth;
mod phone;
mod sampler;
mod score;
mod singer;

use music_types::{Beats, Key, PitchClass, Seconds, SectionKind, Span, Tempo, Wave};

use crate::signal::filter::high_pass;
use crate::signal::finish::{End, finish, level, to_wave};
use crate::signal::room::{Room, answer};
use crate::signal::{HZ, RATE, frames, sum};
use crate::song::singer::Take;
use crate::sound::Sound;

/// A song of our own as four stems, with the truth beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoSong {
    /// 112 BPM, without drift: a bar is exactly 94 500 samples.
    pub tempo: Tempo,
    /// C major.
    pub key: Key,
    /// Bars of 4/4 from the first downbeat to the end of the form; tails ring on behind them.
    pub bars: i64,
    /// The voice: stereo, 44 100 Hz, as long as each of the stems.
    pub vocal: Wave,
    /// The drums.
    pub drums: Wave,
    /// The bass, the same on both sides.
    pub bass: Wave,
    /// Electric piano, pad and pluck.
    pub other: Wave,
    /// Where bar 1 begins in the recordings.
    pub first_downbeat: Seconds,
    /// The form, without gaps, in order.
    pub sections: Vec<SongSection>,
    /// What is sung, in order.
    pub phrases: Vec<SungPhrase>,
}

/// A section of the song.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SongSection {
    /// Its name: `verse 1`.
    pub name: &'static str,
    /// What it is for in the words of a club track: a verse is a groove, a hook a drop.
    pub kind: SectionKind,
    /// Where it lies, counted from the first downbeat.
    pub span: Span,
}

/// A phrase of the song's voice.
#[derive(Debug, Clone, PartialEq)]
pub struct SungPhrase {
    /// What is sung.
    pub words: &'static str,
    /// The four bars it belongs to, counted from the first downbeat.
    pub span: Span,
    /// When its first sound begins in the recording; the singer's breath comes before.
    pub start: Seconds,
    /// When its last sound is let go in the recording; the room rings on.
    pub end: Seconds,
    /// Whether it belongs to the hook.
    pub is_hook: bool,
}

impl DemoSong {
    /// The four stems and their names.
    pub fn stems(&self) -> [(&'static str, &Wave); 4] {
        [
            ("vocal", &self.vocal),
            ("drums", &self.drums),
            ("bass", &self.bass),
            ("other", &self.other),
        ]
    }

    /// The song as it sounds: the sum of its stems, which never leaves ±1.
    pub fn mix(&self) -> Wave {
        let mut mix = self.vocal.clone();
        for stem in [&self.drums, &self.bass, &self.other] {
            for (sum, side) in mix.channels.iter_mut().zip(&stem.channels) {
                for (sample, it) in sum.iter_mut().zip(side) {
                    *sample += it;
                }
            }
        }
        mix
    }

    /// Where a beat, counted from the first downbeat, falls in the recordings.
    pub fn at(&self, beat: Beats) -> Seconds {
        Seconds(self.first_downbeat.0 + self.tempo.seconds(beat).0)
    }

    /// Where each bar begins in the recordings, and where the last one ends.
    pub fn downbeats(&self) -> Vec<Seconds> {
        (0..=self.bars).map(|bar| self.at(Beats::bars(bar))).collect()
    }
}

/// Frames before the first downbeat.
const LEAD_IN: usize = RATE as usize / 5;
/// Frames of a sixteenth at 112 BPM; exact.
const STEP: f64 = 5_906.25;

/// The frame of a sixteenth counted from the first downbeat, fractions and what comes before too.
fn frame(step: f64) -> usize {
    frames(LEAD_IN as f64 + step * STEP, 1.0)
}

/// Plays the demo song: the same bytes each time, whatever the number of threads.
pub fn demo_song() -> DemoSong {
    let length = frame(16.0 * form::BARS as f64) + 2 * RATE as usize;
    let (voice, (drums, (bass, other))) = rayon::join(
        || sing(length),
        || {
            rayon::join(
                || band::drums(length),
                || rayon::join(|| band::bass(length), || band::other(length)),
            )
        },
    );
    let (vocal, phrases) = voice;
    let mut stems = [vocal, drums, bass, other];
    for (stem, peak) in stems.iter_mut().zip(form::PEAKS) {
        level(stem, peak);
    }
    fit(&mut stems);
    let [vocal, drums, bass, other] = stems.map(|it| to_wave(&it));
    DemoSong {
        tempo: Tempo::clamped(112.0),
        key: Key::major(PitchClass::new(0)),
        bars: form::BARS,
        vocal,
        drums,
        bass,
        other,
        first_downbeat: Seconds(LEAD_IN as f64 / HZ),
        sections: form::sections(),
        phrases,
    }
}

/// One gain on all stems, so that their sum peaks at −1 dB.
fn fit(stems: &mut [[Vec<f64>; 2]; 4]) {
    let mut mix = [0, 1].map(|side: usize| {
        let parts: Vec<(f64, &[f64])> =
            stems.iter().filter_map(|it| Some((1.0, it.get(side)?.as_slice()))).collect();
        sum(&parts)
    });
    let before = peak(&mix);
    level(&mut mix, -1.0);
    let gain = peak(&mix) / before.max(1e-9);
    for sample in stems.iter_mut().flatten().flatten() {
        *sample *= gain;
    }
}

fn peak(channels: &[Vec<f64>]) -> f64 {
    channels.iter().flatten().fold(0.0, |it, sample| it.max(sample.abs()))
}

/// The lead voice in a plate, two quiet doubles in the hooks, and when each phrase is heard.
fn sing(length: usize) -> ([Vec<f64>; 2], Vec<SungPhrase>) {
    let phrases = score::phrases();
    let hooks: Vec<score::Line> = phrases.iter().filter(|it| it.is_hook).copied().collect();
    let (mut lead, (mut near, mut far)) = rayon::join(
        || singer::sing(&phrases, length, Take::LEAD),
        || {
            rayon::join(
                || singer::sing(&hooks, length, Take::NEAR),
                || singer::sing(&hooks, length, Take::FAR),
            )
        },
    );
    for take in [&mut lead, &mut near, &mut far] {
        ride(&mut take.voice);
    }
    let send = sum(&[(1.0, &lead.voice), (0.3, &near.voice), (0.3, &far.voice)]);
    let plate =
        answer(&high_pass(&send, 250.0, HZ), Room { t60: 1.5, size: 1.0, damp: 6_500.0 }, HZ);
    let [left, right] = plate;
    let mixed = |near_gain: f64, far_gain: f64, plate: &[f64]| {
        sum(&[(1.0, &lead.voice), (near_gain, &near.voice), (far_gain, &far.voice), (0.11, plate)])
    };
    let sung = phrases.iter().zip(lead.heard).map(|(line, (start, end))| SungPhrase {
        words: line.words,
        span: Span::of_bars(line.bar, 4),
        start,
        end,
        is_hook: line.is_hook,
    });
    ([mixed(0.34, 0.10, &left), mixed(0.10, 0.34, &right)], sung.collect())
}

/// Rides the fader as an engineer does: what is louder than an eighth of the loudest comes down by
/// two thirds of the excess in dB, within 8 ms, and comes back in 150 ms.
fn ride(voice: &mut [f64]) {
    let loudest = voice.iter().fold(1e-9_f64, |it, sample| it.max(sample.abs()));
    let (attack, release) = (libm::exp(-1.0 / (0.008 * HZ)), libm::exp(-1.0 / (0.15 * HZ)));
    let mut heard = 0.0_f64;
    for sample in voice {
        let now = sample.abs() / loudest;
        let keep = if heard < now { attack } else { release };
        heard = now + keep * (heard - now);
        if 0.12 < heard {
            *sample *= libm::pow(heard / 0.12, -2.0 / 3.0);
        }
    }
}

/// A short tag, spoken more than sung, low and in a room: `voice_drop`, stereo, about 1.5 seconds.
pub fn demo_voice_drop() -> Sound {
    let length = frames(2.2, HZ);
    let take = singer::sing(&[score::TAG], length, Take::TAG);
    let room = answer(&take.voice, Room { t60: 0.7, size: 0.7, damp: 5_500.0 }, HZ);
    let sides = room.iter().map(|it| sum(&[(1.0, &take.voice), (0.16, it)])).collect();
    Sound {
        name: "voice_drop".to_owned(),
        wave: finish(sides, End::Natural),
        root: None,
        sustain: None,
    }
}
