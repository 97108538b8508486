//! What is sung in each bar: how strongly each pitch class sounds.

use music_types::Wave;

use crate::file::sound::Sound;
use crate::hear::chroma::{Chroma, FPS, Noting, gathered};
use crate::hear::source::Ear;
use crate::profile::Grid;

/// How strongly each pitch class (from C) sounds in each bar of `grid`, 0 to 1 against the strongest of all bars.
///
/// One row a downbeat. Noise, which sounds in all classes alike, counts for nothing; silence is all zeros.
pub fn notes_in_bars(wave: &Wave, grid: &Grid) -> Vec<[f64; 12]> {
    let frames = frames(wave);
    let bars = 0..grid.downbeats.len();
    let rows: Vec<[f64; 12]> = bars
        .map(|bar| {
            let place = |bar: usize| ((grid.bar(bar).0 * FPS).max(0.0) as usize).min(frames.len());
            let mut sum = [0.0; 12];
            for frame in frames.get(place(bar)..place(bar + 1)).unwrap_or(&[]) {
                sum.iter_mut().zip(frame).for_each(|(sum, it)| *sum += f64::from(*it));
            }
            sum
        })
        .collect();
    let most = rows.iter().flatten().copied().fold(0.0, f64::max);
    rows.into_iter().map(|row| row.map(|it| if 0.0 < most { it / most } else { 0.0 })).collect()
}

/// What stands out of the mean class, moment by moment.
fn frames(wave: &Wave) -> Vec<Chroma> {
    let (mut ear, sound) = (Ear::new(), Sound::Held(wave));
    // What is held can always be played.
    if sound.play(&mut |rate, planes| ear.push(rate, planes)).is_err() {
        return Vec::new();
    }
    let Some(mono) = ear.finish(sound) else { return Vec::new() };
    let mut noting = Noting::new();
    if mono.pieces(&mut |piece| noting.push(piece)).is_err() {
        return Vec::new();
    }
    let counts = gathered();
    let clear = |row: &Chroma| {
        let mut even = *row;
        even.iter_mut().zip(&counts).for_each(|(it, count)| *it /= count.max(1.0));
        let mean = even.iter().sum::<f32>() / 12.0;
        even.map(|it| (it - mean).max(0.0))
    };
    noting.finish().chords.iter().map(clear).collect()
}

#[cfg(test)]
mod tests {
    use music_types::Seconds;

    use super::*;

    #[test]
    fn each_bar_has_the_notes_that_sound_in_it() {
        let rate = 44_100;
        // Two bars at 120 BPM: A4, then C5.
        let tone = |index: usize| {
            let t = index as f64 / f64::from(rate);
            let hz = if t < 2.0 { 440.0 } else { 523.25 };
            (0.4 * libm::sin(std::f64::consts::TAU * hz * t)) as f32
        };
        let wave = Wave { rate, channels: vec![(0..rate as usize * 4).map(tone).collect()] };
        let grid = Grid::steady(120.0, Seconds(0.0), Seconds(4.0)).unwrap();
        let bars = notes_in_bars(&wave, &grid);
        let strongest =
            |row: &[f64; 12]| (0..12).max_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap();
        assert_eq!((strongest(&bars[0]), strongest(&bars[1])), (9, 0));
        let silence = Wave { rate, channels: vec![vec![0.0; 44_100]] };
        assert!(notes_in_bars(&silence, &grid).iter().flatten().all(|it| *it == 0.0));
    }
}
