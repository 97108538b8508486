//! Tones and effects as one hears them.

mod measure;

use measure::{between, cents_off, db, mono, peak, rms};
use music_types::{Beats, Tempo};
use sound_kit::{Effect, RATE, Tone, effect, tone};

#[test]
fn every_tone_is_in_tune_loud_and_finite() {
    for which in Tone::ALL {
        let sound = tone(*which);
        assert_eq!((sound.wave.rate, sound.root), (RATE, Some(which.root())));
        assert!(sound.wave.channels.iter().flatten().all(|it| it.is_finite()));
        let loudest = db(peak(&sound.wave));
        assert!((-1.6..=-0.999).contains(&loudest), "{}: {loudest}", which.word());
        let signal = mono(&sound.wave);
        let held = match sound.sustain {
            Some((from, to)) => between(&signal, from.0, to.0),
            None => between(&signal, 0.1, 2.0),
        };
        let off = cents_off(held, which.root().hz().0);
        assert!(off.abs() <= 5.0, "{}: {off} cents", which.word());
        let mean = held.iter().sum::<f64>() / held.len() as f64;
        // A cycle of C2 that is cut anywhere leaves that much of itself.
        let most = if which.rings_out() { 0.001 } else { 0.000_5 };
        assert!(mean.abs() < most, "{}: DC {mean}", which.word());
        assert!(signal[0].abs() < 0.001, "{} clicks", which.word());
    }
}

#[test]
fn a_loop_has_no_seam() {
    for which in Tone::ALL {
        let sound = tone(*which);
        let Some((from, to)) = sound.sustain else {
            assert!(which.rings_out(), "{}", which.word());
            continue;
        };
        let frame = |it: f64| (it * 44_100.0).round() as usize;
        let (from, to) = (frame(from.0), frame(to.0));
        for side in &sound.wave.channels {
            // Around the end the wave goes on exactly as it does around the start: −66 dB is
            // less than what a sampler's interpolation leaves.
            for ahead in 0..200 {
                let step = (side[from + ahead] - side[to + ahead]).abs();
                assert!(step < 0.000_5, "{} at {ahead}: {step}", which.word());
                let step = (side[from - ahead] - side[to - ahead]).abs();
                assert!(step < 0.002, "{} at −{ahead}: {step}", which.word());
            }
            let seam = (side[from] - side[to - 1]).abs();
            let near = side[to - 400..to].windows(2).map(|it| (it[1] - it[0]).abs());
            assert!(seam <= near.fold(0.0, f32::max) * 1.01 + 0.000_5, "{}", which.word());
        }
    }
}

#[test]
fn low_tones_are_mono_and_chords_survive_a_mono_club() {
    let low =
        [Tone::Sub, Tone::Bass, Tone::Round, Tone::Acid, Tone::FmBass, Tone::Reese, Tone::Log];
    for which in low {
        assert_eq!(tone(which).wave.channels.len(), 1);
    }
    for which in Tone::ALL.iter().copied().filter(|it| it.root() == Tone::Pad.root()) {
        let wave = tone(which).wave;
        let side: Vec<f64> = wave.channels[0].iter().map(|it| f64::from(*it)).collect();
        assert!(-4.0 < db(rms(&mono(&wave)) / rms(&side)), "{}", which.word());
    }
}

const EFFECTS: [Effect; 11] = [
    Effect::Riser { bars: 4 },
    Effect::Riser { bars: 8 },
    Effect::Riser { bars: 16 },
    Effect::ToneRiser { bars: 4 },
    Effect::Downlifter { bars: 1 },
    Effect::Downlifter { bars: 2 },
    Effect::Downlifter { bars: 4 },
    Effect::Impact,
    Effect::ReverseCrash { bars: 1 },
    Effect::SubDrop { bars: 1 },
    Effect::Siren { bars: 2 },
];

#[test]
fn an_effect_lasts_its_bars_to_the_sample() {
    for bpm in [98.3, 126.0, 174.0] {
        let tempo = Tempo::clamped(bpm);
        for which in EFFECTS {
            let sound = effect(which, tempo);
            let seconds = tempo.seconds(Beats::bars(which.bars())).0;
            assert_eq!(sound.wave.frames(), (seconds * 44_100.0).round() as usize, "{which:?}");
            assert!(sound.wave.channels.iter().flatten().all(|it| it.is_finite()));
            let loudest = db(peak(&sound.wave));
            assert!((-2.6..=-0.999).contains(&loudest), "{which:?}: {loudest}");
            for side in &sound.wave.channels {
                let ends = [side[0], side[side.len() - 1]];
                assert!(ends.iter().all(|it| it.abs() < 0.001), "{which:?}: {ends:?}");
            }
        }
    }
}

#[test]
fn what_rises_rises_and_what_falls_falls() {
    let ends = |which: Effect| {
        let signal = mono(&effect(which, Tempo::clamped(126.0)).wave);
        let quarter = signal.len() / 4;
        db(rms(&signal[signal.len() - quarter..]) / rms(&signal[..quarter]))
    };
    for which in
        [Effect::Riser { bars: 8 }, Effect::ToneRiser { bars: 8 }, Effect::ReverseCrash { bars: 1 }]
    {
        assert!(12.0 < ends(which), "{which:?}: {}", ends(which));
    }
    for which in [Effect::Downlifter { bars: 2 }, Effect::Impact] {
        assert!(ends(which) < -15.0, "{which:?}: {}", ends(which));
    }
}

#[test]
fn the_impact_drops_from_60_to_35_hertz() {
    let impact = mono(&effect(Effect::Impact, Tempo::clamped(126.0)).wave);
    let low = |from: f64, to: f64| {
        let part = between(&impact, from, to);
        measure::strongest((25..90).map(f64::from), |hz| measure::line(part, hz))
    };
    assert!((42.0..62.0).contains(&low(0.03, 0.4)), "{}", low(0.03, 0.4));
    assert!((33.0..37.0).contains(&low(0.6, 1.6)), "{}", low(0.6, 1.6));
}

#[test]
fn no_count_of_bars_is_too_odd() {
    assert_eq!(Effect::Riser { bars: i64::MIN }.bars(), 1);
    assert_eq!(Effect::Siren { bars: i64::MAX }.bars(), 32);
    assert_eq!(effect(Effect::SubDrop { bars: -3 }, Tempo::clamped(999.0)).name, "sub_drop_1");
    // A hundred milliseconds are enough for none of them to fail.
    for which in [Effect::Impact, Effect::ReverseCrash { bars: 0 }, Effect::Downlifter { bars: 0 }]
    {
        assert!(peak(&effect(which, Tempo::clamped(999.0)).wave).is_finite());
    }
}

#[test]
fn tones_are_the_same_each_time_and_have_words_of_their_own() {
    for which in Tone::ALL {
        assert!(tone(*which) == tone(*which), "{}", which.word());
        assert_eq!(Tone::from_word(which.word()), Some(*which));
    }
    let riser = Effect::Riser { bars: 4 };
    assert!(effect(riser, Tempo::clamped(126.0)) == effect(riser, Tempo::clamped(126.0)));
}
