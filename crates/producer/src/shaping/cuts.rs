//! A voice cut into slices, and a word said again and again.

use std::path::{Path, PathBuf};

use stems_dsp::shape::{self, Build, Syllables, Tape, Watched};

use super::{Progress, broken, nearest, told, watch, written};
use crate::cancel::Cancel;
use crate::error::ProduceError;

/// A slice that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// Its file.
    pub file: PathBuf,
    /// Where it begins in the recording, in seconds.
    pub start: f64,
    /// How long it lasts, in seconds.
    pub length: f64,
}

/// Cuts the recording `input`, of any length, at its onsets and breaths into up to `most` slices, each a WAV in `folder`,
/// which is made if it is not there. They appear when all are whole, each over what had its name. `progress` is told the
/// share that is done, 0 to 1; `cancel` stops the work, and leaves nothing.
///
/// # Errors
///
/// [`ProduceError::Audio`], [`ProduceError::Write`], [`ProduceError::Cancelled`].
pub fn chop(
    input: &Path,
    folder: &Path,
    most: usize,
    cancel: &Cancel,
    progress: &mut Progress,
) -> Result<Vec<Slice>, ProduceError> {
    /// Of the work, hearing it.
    const HEARD: f64 = 0.8;
    let mut watch = watch(cancel, progress);
    let near = nearest(folder);
    let disk = |source| ProduceError::Write { path: near.to_owned(), source };
    let mut reel = shape::wound(input, near, &mut watch).map_err(|it| told(input, it))?;
    let heard = Syllables::hear(&mut Watched::new(&mut reel, 1.0, HEARD, &mut watch));
    let ranges = heard.map_err(|it| broken(near, it))?.strongest(most);
    let aside = tempfile::Builder::new().prefix(".vyke-").tempdir_in(near).map_err(disk)?;
    let rate = f64::from(reel.rate().max(1));
    let mut slices = Vec::new();
    for (index, range) in ranges.iter().enumerate() {
        if !watch(HEARD + (1.0 - HEARD) * index as f64 / ranges.len() as f64) {
            return Err(ProduceError::Cancelled);
        }
        let name = format!("chop_{:02}.wav", index + 1);
        let slice = shape::slice(&mut reel, range).map_err(|it| broken(near, it))?;
        written(&aside.path().join(&name), &slice)?;
        let (start, length) = (range.start as f64 / rate, range.len() as f64 / rate);
        slices.push(Slice { file: folder.join(name), start, length });
    }
    if !slices.is_empty() {
        std::fs::create_dir_all(folder)
            .map_err(|source| ProduceError::Write { path: folder.to_owned(), source })?;
    }
    for it in &slices {
        let name = it.file.file_name().unwrap_or_default();
        std::fs::rename(aside.path().join(name), &it.file)
            .map_err(|source| ProduceError::Write { path: it.file.clone(), source })?;
    }
    watch(1.0);
    Ok(slices)
}

/// A stutter that is asked for, in musical terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stutter {
    /// Where the word begins, in seconds; the nearest onset is taken. `None` is the strongest.
    pub at: Option<f64>,
    /// Beats a minute.
    pub tempo: f64,
    /// How many beats it takes.
    pub beats: u32,
    /// Repeats to a beat at last: 1, 2, 4, 8.
    pub finest: u32,
    /// How much of each step is heard, 0 to 1.
    pub gate: f64,
    /// Semitones from the first to the last repeat.
    pub rise: f64,
}

/// Builds a stutter of a word of `input`, a recording of any length, into the WAV `output`; tells where the word begins, in
/// seconds. `progress` and `cancel` are as in [`chop`].
///
/// # Errors
///
/// [`ProduceError::Audio`], [`ProduceError::Write`], [`ProduceError::Cancelled`].
pub fn stutter(
    input: &Path,
    output: &Path,
    wish: &Stutter,
    cancel: &Cancel,
    progress: &mut Progress,
) -> Result<f64, ProduceError> {
    let mut watch = watch(cancel, progress);
    let near = nearest(output.parent().unwrap_or(Path::new(".")));
    let mut reel = shape::wound(input, near, &mut watch).map_err(|it| told(input, it))?;
    let heard = Syllables::hear(&mut Watched::new(&mut reel, 1.0, 0.9, &mut watch));
    let syllables = heard.map_err(|it| broken(near, it))?;
    let rate = f64::from(reel.rate().max(1));
    let from = match wish.at {
        None => syllables.strongest(1).first().map_or(0, |it| it.start),
        Some(at) => {
            let at = (at * rate) as usize;
            let starts = syllables.all().iter().map(|it| it.start);
            let near = starts.min_by_key(|it| it.abs_diff(at));
            near.filter(|it| it.abs_diff(at) < reel.rate() as usize / 10).unwrap_or(at)
        }
    };
    let build = Build {
        from,
        beat: rate * 60.0 / wish.tempo,
        beats: wish.beats,
        finest: wish.finest,
        gate: wish.gate,
        rise: wish.rise,
        rest: 0.25,
    };
    let sound = shape::stutter(&mut reel, &build).map_err(|it| broken(near, it))?;
    if !watch(0.95) {
        return Err(ProduceError::Cancelled);
    }
    written(output, &sound)?;
    watch(1.0);
    Ok(from as f64 / rate)
}

#[cfg(test)]
mod tests {
    use super::super::{Formants, Pace, Preset, Semitones, Wave, Wish, stretch};
    use super::*;

    /// Four seconds of a tone that begins anew every half second.
    fn words(folder: &Path) -> PathBuf {
        let sample = |it: usize| {
            let word = if it % 22_050 < 13_000 { 0.5 } else { 0.0 };
            word * libm::sinf(it as f32 * 0.05)
        };
        let wave = Wave { rate: 44_100, channels: vec![(0..176_400).map(sample).collect()] };
        let path = folder.join("words.wav");
        stems_dsp::write_wav(&path, &wave).expect("written");
        path
    }

    #[test]
    fn what_is_cancelled_leaves_nothing_and_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let input = words(folder.path());
        let (chops, out) = (folder.path().join("new/chops"), folder.path().join("out.wav"));
        let wish = Stutter { at: None, tempo: 120.0, beats: 8, finest: 8, gate: 0.8, rise: 0.0 };
        for stop in [0.0, 0.3, 0.85] {
            let (cancel, other) = (Cancel::default(), Cancel::default());
            let ask = |it: &Cancel, share: f64| {
                if stop <= share {
                    it.ask();
                }
            };
            let cut = chop(&input, &chops, 9, &cancel, &mut |share| ask(&cancel, share));
            assert!(matches!(cut, Err(ProduceError::Cancelled)), "at {stop}: {cut:?}");
            let said = stutter(&input, &out, &wish, &other, &mut |share| ask(&other, share));
            assert!(matches!(said, Err(ProduceError::Cancelled)), "at {stop}: {said:?}");
            assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
        }
    }

    #[test]
    fn progress_only_rises_and_ends_at_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let input = words(folder.path());
        let mut shares = Vec::new();
        let chops = folder.path().join("chops");
        let slices = chop(&input, &chops, 3, &Cancel::default(), &mut |it| shares.push(it));
        let slices = slices.expect("cut");
        assert_eq!(slices.len(), 3);
        assert!(slices.iter().all(|it| it.file.is_file()));
        assert!(shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
        // What is heard is gone through once, a second at a time.
        let leaps = shares.windows(2).map(|it| it[1] - it[0]);
        assert!(leaps.fold(0.0, f64::max) < 0.3, "{shares:?}");
    }

    #[test]
    fn slices_go_into_a_folder_that_is_there_and_stutters_rise() {
        let folder = tempfile::tempdir().expect("a folder");
        let input = words(folder.path());
        std::fs::write(folder.path().join("chop_02.wav"), "old").expect("written");
        let slices = chop(&input, folder.path(), 2, &Cancel::default(), &mut |_| ());
        assert!(slices.expect("cut").iter().all(|it| 1_000 < size(&it.file)));
        let wish = Stutter { at: None, tempo: 120.0, beats: 8, finest: 8, gate: 0.8, rise: 12.0 };
        let (mut shares, out) = (Vec::new(), folder.path().join("out.wav"));
        let cancel = Cancel::default();
        stutter(&input, &out, &wish, &cancel, &mut |it| shares.push(it)).expect("said");
        assert!(shares.is_sorted() && shares.last() == Some(&1.0), "{shares:?}");
        assert!(100_000 < size(&out));
    }

    fn size(file: &Path) -> u64 {
        std::fs::metadata(file).map_or(0, |it| it.len())
    }

    #[test]
    fn a_stretch_that_is_cancelled_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (input, out) = (words(folder.path()), folder.path().join("out.wav"));
        let wish = Wish {
            pace: Pace::Ratio(1.3),
            shift: Semitones(0.0),
            formants: Formants::Follow,
            preset: Preset::Music,
        };
        for stop in [0.0, 0.5] {
            let cancel = Cancel::default();
            let mut ask = |share: f64| {
                if stop <= share {
                    cancel.ask();
                }
            };
            let done = stretch(&input, &out, &wish, &cancel, &mut ask);
            assert!(matches!(done, Err(ProduceError::Cancelled)), "at {stop}: {done:?}");
            assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1);
        }
    }
}
