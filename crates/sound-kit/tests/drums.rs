//! The kit as one hears it.

mod measure;

use std::sync::LazyLock;

use measure::{between, centroid, cents_off, db, falls_within, line, mono, peak, rms, strongest};
use music_types::Drum;
use sound_kit::{RATE, Sound, kit};

static KIT: LazyLock<Vec<(Drum, Sound)>> = LazyLock::new(kit);

fn drum(which: Drum) -> &'static Sound {
    &KIT[which as usize].1
}

#[test]
fn every_drum_is_clean_loud_and_finite() {
    for (which, sound) in KIT.iter() {
        let wave = &sound.wave;
        assert_eq!((wave.rate, sound.name.as_str()), (RATE, which.word()));
        assert!(wave.channels.iter().flatten().all(|it| it.is_finite()), "{which}");
        // True peak −1 dB; the samples of bright sounds may lie up to 1.5 dB below their crests.
        let loudest = db(peak(wave));
        assert!((-2.5..=-0.999).contains(&loudest), "{which}: {loudest} dB");
        for side in &wave.channels {
            let mean = side.iter().map(|it| f64::from(*it)).sum::<f64>() / side.len() as f64;
            assert!(mean.abs() < 0.0015, "{which}: DC {mean}");
            // No click at the start, nothing left at the end.
            assert!(side[0].abs() < 0.001, "{which} starts at {}", side[0]);
            let end = side[side.len() - 64..].iter().fold(0.0_f32, |a, b| a.max(b.abs()));
            assert!(db(f64::from(end)) < -80.0, "{which} ends at {} dB", db(f64::from(end)));
        }
    }
}

#[test]
fn a_drum_sounds_at_once() {
    for which in Drum::ALL {
        let sound = mono(&drum(*which).wave);
        // A clap's first hand and a shaker's swing need a little longer than a stick.
        let head = rms(between(&sound, 0.0, 0.015));
        let whole = rms(between(&sound, 0.0, 0.1));
        assert!(-12.0 < db(head / whole), "{which}: {}", db(head / whole));
    }
}

#[test]
fn low_drums_lie_below_high_ones() {
    let heard = |it: Drum| centroid(&mono(&drum(it).wave));
    let [kick, tom, conga, snare, hat] =
        [Drum::Kick, Drum::TomLow, Drum::CongaSlap, Drum::Snare, Drum::ClosedHat].map(heard);
    assert!(
        kick < tom && tom < conga && conga < snare && snare < hat,
        "{kick} {tom} {conga} {snare} {hat}"
    );
    assert!(heard(Drum::CongaLow) < heard(Drum::CongaOpen));
    assert!(heard(Drum::CongaOpen) < heard(Drum::BongoHigh));
    assert!(heard(Drum::Surdo) < heard(Drum::TomLow));
    assert!((7_000.0..11_000.0).contains(&hat), "{hat}");
}

#[test]
fn the_kick_stands_on_a_flat_and_is_gone_before_the_next_beat() {
    let kick = mono(&drum(Drum::Kick).wave);
    let tail = between(&kick, 0.15, 0.5);
    let body = strongest((300..1200).map(|it| f64::from(it) / 10.0), |hz| line(tail, hz));
    assert!((50.0..55.0).contains(&body), "{body}");
    // A short club kick has fallen 20 dB after 130 ms; this one carries on for 80 to 120 ms more.
    let fall = falls_within(&kick, 20.0);
    assert!((0.2..0.26).contains(&fall), "{fall}");
    // At 126 BPM the next beat comes after 476 ms.
    assert!(db(rms(between(&kick, 0.476, 0.52)) / rms(between(&kick, 0.0, 0.1))) < -40.0);
    // The click: the first 12 ms hold more above 2 kHz than the next.
    let bright = |from: f64| line(between(&kick, from, from + 0.012), 3_500.0);
    assert!(8.0 * bright(0.05) < bright(0.0));
}

#[test]
fn what_has_a_root_is_in_tune_with_it() {
    for which in Drum::ALL {
        let sound = drum(*which);
        let Some(root) = sound.root else { continue };
        let signal = mono(&sound.wave);
        // After the bend of the blow has settled.
        let from = if *which == Drum::Clave { 0.0 } else { 0.12 };
        let off = cents_off(between(&signal, from, 0.8), root.hz().0);
        assert!(off.abs() <= 5.0, "{which}: {off} cents from {root}");
    }
}

#[test]
fn the_low_end_stands_in_the_middle_and_the_rest_has_room() {
    for which in [Drum::Kick, Drum::Rim, Drum::Surdo, Drum::TomLow, Drum::LogDrum] {
        assert_eq!(drum(which).wave.channels.len(), 1, "{which}");
    }
    for which in [Drum::Clap, Drum::OpenHat, Drum::Ride, Drum::Crash, Drum::Shaker] {
        let wave = &drum(which).wave;
        let side = |sign: f64| -> Vec<f64> {
            let pair = wave.channels[0].iter().zip(&wave.channels[1]);
            pair.map(|(l, r)| f64::from(*l) + sign * f64::from(*r)).collect()
        };
        let width = db(rms(&side(-1.0)) / rms(&side(1.0)));
        assert!((-16.0..0.0).contains(&width), "{which}: sides {width} dB");
    }
    // The snare's body is mono: below 400 Hz its sides say almost nothing.
    let snare = &drum(Drum::Snare).wave;
    let pair = snare.channels[0].iter().zip(&snare.channels[1]);
    let sides: Vec<f64> = pair.map(|(l, r)| f64::from(l - r) / 2.0).collect();
    assert!(db(line(&sides, 186.0) / line(&mono(snare), 186.0)) < -30.0);
}

#[test]
fn hats_that_open_ring_longer() {
    let fall = |it: Drum| falls_within(&mono(&drum(it).wave), 40.0);
    assert!(fall(Drum::ClosedHat) < 0.12 && 0.3 < fall(Drum::OpenHat));
    assert!(fall(Drum::TamborimMute) < fall(Drum::Tamborim));
    assert!(fall(Drum::CongaMute) < fall(Drum::CongaOpen));
    assert!(fall(Drum::OpenHat) < fall(Drum::Ride) && fall(Drum::Ride) < fall(Drum::Crash));
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(kit)
    };
    assert!(with(1) == *KIT && with(2) == *KIT);
}

#[test]
fn the_kit_on_one_page() {
    let page: Vec<String> = (KIT.iter())
        .map(|(which, it)| {
            let sides = if it.wave.channels.len() == 1 { "mono" } else { "stereo" };
            let root = it.root.map_or(String::new(), |root| root.to_string());
            format!("{:<14}{sides:<7}{:.2} s  {root}", which.word(), it.wave.length().0)
                .trim_end()
                .to_owned()
        })
        .collect();
    insta::assert_snapshot!(page.join("\n"), @r"
    kick          mono   0.74 s  G#1
    clap          stereo 0.46 s
    snare         stereo 0.46 s
    rim           mono   0.07 s
    closed_hat    stereo 0.17 s
    open_hat      stereo 0.95 s
    ride          stereo 2.52 s
    crash         stereo 3.79 s
    shaker        stereo 0.28 s
    tambourine    stereo 0.51 s
    conga_open    mono   0.89 s  G#3
    conga_mute    mono   0.17 s
    conga_slap    mono   0.23 s
    conga_low     mono   1.06 s  D#3
    bongo_high    mono   0.39 s  G#4
    bongo_low     mono   0.50 s  D4
    timbale_high  mono   0.79 s  F4
    timbale_low   mono   0.89 s  C4
    surdo         mono   1.20 s  D#2
    tom_high      mono   0.73 s  D#3
    tom_low       mono   0.94 s  G#2
    log_drum      mono   0.95 s  F2
    tamborim      mono   0.24 s
    tamborim_mute mono   0.09 s
    agogo_high    mono   0.65 s  D#6
    agogo_low     mono   0.81 s  G#5
    clave         mono   0.24 s  D#7
    ");
}
