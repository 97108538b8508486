//! Files: what is written comes back, and what is broken is answered.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{house, silence};
use music_types::{Seed, Wave};
use proptest::prelude::*;
use stems_dsp::{AudioError, open, read, read_unfolded, write_wav};

const THREE_DB_DOWN: f32 = std::f32::consts::FRAC_1_SQRT_2;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn kept(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// A WAV of 16 bits with `channels` constant channels, by hand.
fn wav(rate: u32, levels: &[i16], frames: u32) -> Vec<u8> {
    let channels = levels.len() as u16;
    let size = frames * u32::from(channels) * 2;
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + size).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    bytes.extend(channels.to_le_bytes());
    bytes.extend(rate.to_le_bytes());
    bytes.extend((rate * u32::from(channels) * 2).to_le_bytes());
    bytes.extend((channels * 2).to_le_bytes());
    bytes.extend(b"\x10\0data");
    bytes.extend(size.to_le_bytes());
    for _ in 0..frames {
        levels.iter().for_each(|it| bytes.extend(it.to_le_bytes()));
    }
    bytes
}

#[test]
fn what_is_written_comes_back_within_two_steps_of_24_bits() {
    let folder = folder();
    let mut wave = silence(1.5);
    house(&mut wave, 120.0, 0.1, 1);
    wave.channels[0].iter_mut().for_each(|it| *it *= 0.5);
    wave.channels.push(wave.channels[0].iter().map(|it| -it).collect());
    let path = folder.path().join("a.wav");
    write_wav(&path, &wave).unwrap();
    let back = read(&path).unwrap();
    assert_eq!((back.rate, back.channels.len(), back.frames()), (44_100, 2, wave.frames()));
    for (there, here) in back.channels.iter().flatten().zip(wave.channels.iter().flatten()) {
        assert!((there - here).abs() < 2.0 / 8_388_608.0, "{there} {here}");
    }
    let first = fs::read(&path).unwrap();
    write_wav(&path, &wave).unwrap();
    assert_eq!(fs::read(&path).unwrap(), first);
}

#[test]
fn six_channels_fold_as_bs_775_says() {
    let folder = folder();
    let path = kept(folder.path(), "a.wav", &wav(48_000, &[3277, 0, 6554, 20_000, 0, 3277], 100));
    let sound = open(&path).unwrap();
    assert_eq!((sound.channels, sound.wave.channels.len(), sound.wave.rate), (6, 2, 48_000));
    let (left, right) = (sound.wave.channels[0][50], sound.wave.channels[1][50]);
    // L + 0.707 C; 0.707 C + 0.707 Rs; the LFE is left out.
    assert!((left - (0.1 + 0.2 * THREE_DB_DOWN)).abs() < 1e-3, "{left}");
    assert!((right - (0.2 * THREE_DB_DOWN + 0.1 * THREE_DB_DOWN)).abs() < 1e-3, "{right}");
}

#[test]
fn all_channels_are_there_for_who_wants_them() {
    let folder = folder();
    let path = kept(folder.path(), "a.wav", &wav(48_000, &[1, 2, 3, 4, 5, 6], 100));
    let wave = read_unfolded(&path).unwrap();
    assert_eq!((wave.channels.len(), wave.frames()), (6, 100));
    for (index, channel) in wave.channels.iter().enumerate() {
        assert!(channel.iter().all(|it| *it == (index + 1) as f32 / 32_768.0), "{index}");
    }
}

#[test]
fn chunks_begin_at_even_places() {
    let folder = folder();
    let path = folder.path().join("odd.wav");
    let wave = Wave { rate: 44_100, channels: vec![vec![0.25; 33]] };
    write_wav(&path, &wave).unwrap();
    let bytes = fs::read(&path).unwrap();
    let told = |at: usize| u32::from_le_bytes(*bytes[at..].first_chunk().unwrap()) as usize;
    let data = bytes.windows(4).position(|it| it == b"data").unwrap();
    assert_eq!(told(data + 4), 99);
    assert_eq!((bytes.len(), told(4)), (data + 8 + 100, bytes.len() - 8));
    assert_eq!(read(&path).unwrap().frames(), 33);
}

#[test]
fn a_wave_of_any_length_is_written_to_its_last_sample() {
    let folder = folder();
    let path = folder.path().join("a.wav");
    for frames in [0, 1, 8_191, 65_535, 65_536, 65_537, 131_072] {
        let samples: Vec<f32> = (0..frames).map(|it| (it % 1_000) as f32 / 1_000.0).collect();
        write_wav(&path, &Wave { rate: 44_100, channels: vec![samples.clone(); 2] }).unwrap();
        if frames == 0 {
            assert!(matches!(read(&path), Err(AudioError::NoSound { .. })));
            continue;
        }
        let back = read(&path).unwrap();
        assert_eq!(back.frames(), frames);
        let last = back.channels[1][frames - 1] - samples[frames - 1];
        assert!(last.abs() < 2.0 / 8_388_608.0, "{frames}: {last}");
    }
}

#[test]
fn any_rate_is_read_as_it_is() {
    let folder = folder();
    for rate in [8_000, 11_025, 44_100, 96_000, 192_000] {
        let path = kept(folder.path(), "a.wav", &wav(rate, &[1000], rate / 10));
        let wave = read(&path).unwrap();
        assert_eq!((wave.rate, wave.frames()), (rate, rate as usize / 10));
    }
}

#[test]
fn what_is_no_audio_is_told_with_its_name() {
    let folder = folder();
    let told = |name: &str, bytes: &[u8]| {
        let path = kept(folder.path(), name, bytes);
        read(&path).unwrap_err().to_string().replace(&folder.path().display().to_string(), "DIR")
    };
    insta::assert_snapshot!(told("empty.wav", b""), @"DIR/empty.wav is empty");
    let words = told("letter.mp3", "Dear Sir or Madam, ".repeat(50).as_bytes());
    assert!(words.starts_with("DIR/letter.mp3 "), "{words}");
    let words = told("cut.wav", &wav(44_100, &[5], 10)[..44]);
    assert!(words.starts_with("DIR/cut.wav holds no sound"), "{words}");
    let missing = read(&folder.path().join("missing.wav")).unwrap_err();
    assert!(matches!(missing, AudioError::Open { .. }), "{missing}");
    assert!(matches!(read(folder.path()).unwrap_err(), AudioError::Open { .. }));
}

#[test]
fn a_file_that_breaks_off_is_heard_as_far_as_it_goes() {
    let folder = folder();
    let bytes = wav(44_100, &[1000, 2000], 44_100);
    let path = kept(folder.path(), "cut.wav", &bytes[..bytes.len() / 2]);
    let sound = open(&path).unwrap();
    assert!(20_000 < sound.wave.frames() && sound.wave.frames() < 22_100);
    assert!(20_000 < sound.missing, "{}", sound.missing);
}

#[test]
fn a_wave_without_rate_or_channels_is_not_written() {
    let folder = folder();
    let path = folder.path().join("a.wav");
    let crowd = Wave { rate: 44_100, channels: vec![vec![0.0]; 22_000] };
    let hasty = Wave { rate: 2_000_000_000, channels: vec![vec![0.0]] };
    for wave in [Wave::default(), Wave { rate: 0, channels: vec![vec![0.0]] }, crowd, hasty] {
        assert!(matches!(write_wav(&path, &wave), Err(AudioError::Unwritable { .. })));
    }
    let nowhere = folder.path().join("no/such/folder/a.wav");
    assert!(matches!(write_wav(&nowhere, &silence(0.1)), Err(AudioError::Disk { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// No file, however broken, may panic the reader.
    #[test]
    fn reading_never_panics(seed in 0_u64..u64::MAX, keep in 0.0..1.0_f64, hits in 0_usize..30) {
        let folder = folder();
        let mut bytes = wav(44_100, &[100, -100], 300);
        let mut dice = Seed(seed).dice();
        for _ in 0..hits {
            let at = dice.below(80.min(bytes.len()));
            bytes[at] = dice.below(256) as u8;
        }
        bytes.truncate((keep * bytes.len() as f64) as usize);
        let _ = open(&kept(folder.path(), "a.wav", &bytes));
    }
}
