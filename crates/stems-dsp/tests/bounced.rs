//! From file to file: all channels, the same bytes on any number of threads, nothing left of what broke off.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;

use common::house;
use music_types::Wave;
use stems_dsp::shape::{Bounced, Brief, Preset, Time, bounce};
use stems_dsp::{AudioError, read_unfolded, write_wav};

/// Four channels, of which the second is the first upside down, the third half of it and the fourth silent.
fn four(seconds: f64) -> Wave {
    let mut wave = common::silence(seconds);
    house(&mut wave, 124.0, 0.1, 1);
    let first = wave.channels.remove(0);
    let times = |by: f32| first.iter().map(|it| it * by).collect();
    Wave { rate: wave.rate, channels: vec![times(0.5), times(-0.5), times(0.25), times(0.0)] }
}

fn stretched(input: &Path, output: &Path, threads: usize) -> Result<Bounced, AudioError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let brief = Brief { time: Time::Ratio(1.1), ..Brief::nothing(Preset::Music) };
    pool.install(|| bounce(input, output, &|_, _| Ok(brief.clone()), &mut |_| true))
}

#[test]
fn all_channels_are_shaped_alike_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.wav"), folder.path().join("out.wav"));
    // More pieces than may wait for who winds them.
    let wave = four(9.0);
    write_wav(&input, &wave).unwrap();
    let bounced = stretched(&input, &output, 1).unwrap();
    let frames = (wave.frames() as f64 * 1.1).round() as usize;
    assert_eq!((bounced.channels, bounced.frames_in), (4, wave.frames()));
    assert_eq!(bounced.frames_out, frames);
    let [first, second, third, fourth] = &read_unfolded(&output).unwrap().channels[..] else {
        panic!("not four channels");
    };
    // Dither on the way in and out, of each.
    let step = 8.0 / 8_388_608.0;
    for at in 0..frames {
        assert!((first[at] + second[at]).abs() <= step, "{at}: {} {}", first[at], second[at]);
        assert!((first[at] - 2.0 * third[at]).abs() <= 2.0 * step, "{at}");
        assert_eq!(fourth[at], 0.0, "{at}");
    }
    let alone = fs::read(&output).unwrap();
    for threads in [2, 3] {
        stretched(&input, &output, threads).unwrap();
        assert!(fs::read(&output).unwrap() == alone, "{threads} threads");
    }
}

#[test]
fn whoever_stops_while_a_file_is_wound_finds_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.wav"), folder.path().join("out.wav"));
    write_wav(&input, &four(3.0)).unwrap();
    for threads in [1, 2] {
        for packets in [0, 1, 60] {
            let mut asked = 0;
            let mut watch = |_: f64| {
                asked += 1;
                asked <= packets
            };
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let brief = |_, _| Ok(Brief::nothing(Preset::Music));
            let bounced = pool.install(|| bounce(&input, &output, &brief, &mut watch));
            assert!(matches!(bounced, Err(AudioError::Stopped)), "{bounced:?}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_may_end_with_any_packet() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.wav"), folder.path().join("out.wav"));
    // Eight of the reader's packets of so many stereo frames are one piece of whoever winds them.
    for packets in 1..=17 {
        let wave = Wave { rate: 44_100, channels: vec![vec![0.25; packets * 1_152]; 2] };
        write_wav(&input, &wave).unwrap();
        let bounced = stretched(&input, &output, 2).unwrap();
        assert_eq!((bounced.rate, bounced.channels), (44_100, 2), "{packets} packets");
        assert_eq!(bounced.frames_in, packets * 1_152);
    }
}

#[test]
fn whoever_stops_while_a_file_is_written_finds_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (input, output) = (folder.path().join("in.wav"), folder.path().join("out.wav"));
    write_wav(&input, &four(3.0)).unwrap();
    let brief = Brief { time: Time::Ratio(1.1), ..Brief::nothing(Preset::Music) };
    let mut most = 0.0;
    let mut watch = |share: f64| {
        most = share;
        share < 0.96
    };
    let bounced = bounce(&input, &output, &|_, _| Ok(brief.clone()), &mut watch);
    assert!(matches!(bounced, Err(AudioError::Stopped)), "{bounced:?}");
    assert!((0.96..1.0).contains(&most), "{most}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}
