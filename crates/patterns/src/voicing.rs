//! Chords laid out under the hand: close positions that move as little as they can.

use music_types::{Pitch, PitchClass};

/// The lowest key of a chord: C3.
const FLOOR: i32 = 48;
/// The highest its lowest voice climbs: C4.
const LOWEST_TOP: i32 = 60;
/// The highest key of a chord: D5.
const CEILING: i32 = 74;
/// Voices a hand plays.
const MOST_VOICES: usize = 5;

/// The tones (root first) in the layout that is nearest to `before`; the first chord of a row lies
/// around middle C.
///
/// The lowest voice lies between C3 and C4, the highest at or below D5 where the chord allows
/// it, as in the house loops measured (music reference, §1.9). Semitones side by side, above all
/// at the top, and holes over an octave are avoided.
pub(crate) fn voice(tones: &[PitchClass], before: Option<&[Pitch]>) -> Vec<Pitch> {
    let layouts = layouts(tones);
    let best = layouts.into_iter().min_by_key(|it| roughness(it) + distance(it, before));
    best.unwrap_or_default().into_iter().filter_map(key).collect()
}

fn key(key: i32) -> Option<Pitch> {
    u8::try_from(key).ok().map(Pitch::new)
}

/// All close and opened layouts; chords of more than five tones leave their root to the bass.
fn layouts(tones: &[PitchClass]) -> Vec<Vec<i32>> {
    let from = tones.len().saturating_sub(MOST_VOICES);
    let chord = tones.get(from..).unwrap_or(tones);
    let mut all = Vec::new();
    for low in (FLOOR..=LOWEST_TOP).filter(|it| chord.contains(&PitchClass::new(*it))) {
        let close = close(chord, low);
        all.extend(opened(&close));
        all.push(close);
    }
    all
}

/// The tones stacked as near as they go above `low`, which is one of them.
fn close(chord: &[PitchClass], low: i32) -> Vec<i32> {
    let above = |tone: &PitchClass| low + (i32::from(tone.above_c()) - low).rem_euclid(12);
    let mut keys: Vec<i32> = chord.iter().map(above).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The second voice from above let down an octave, where it stays above the floor.
fn opened(close: &[i32]) -> Option<Vec<i32>> {
    let second = close.len().checked_sub(2)?;
    let mut keys = close.to_vec();
    let voice = keys.get_mut(second)?;
    *voice -= 12;
    keys.sort_unstable();
    (FLOOR <= *keys.first()?).then_some(keys)
}

/// How a layout sounds by itself, in semitones of movement that would be worth avoiding it.
fn roughness(keys: &[i32]) -> i32 {
    let gaps: Vec<i32> = keys.windows(2).filter_map(|it| Some(it.get(1)? - it.first()?)).collect();
    let seconds = gaps.iter().filter(|it| **it == 1).count() as i32;
    let top_second = i32::from(gaps.last() == Some(&1));
    let holes = gaps.iter().filter(|it| 9 < **it).count() as i32;
    let (low, high) = (keys.first().copied().unwrap_or(0), keys.last().copied().unwrap_or(0));
    // Below E3 thirds are mud.
    let mud = i32::from(low < 52 && gaps.first().is_some_and(|it| *it < 5));
    let away = (high - CEILING).max(0) * 3 + (59 - high).max(0) * 3;
    4 * seconds + 6 * top_second + 4 * holes + 3 * mud + away
}

/// How far the voices move: each to the nearest of the chord before; from nothing, how far the
/// middle lies from middle C.
fn distance(keys: &[i32], before: Option<&[Pitch]>) -> i32 {
    let Some(before) = before.filter(|it| !it.is_empty()) else {
        let sum: i32 = keys.iter().sum();
        return (sum / keys.len().max(1) as i32 - 60).abs();
    };
    let nearest =
        |from: i32, to: &mut dyn Iterator<Item = i32>| to.map(|it| (it - from).abs()).min();
    let old = || before.iter().map(|it| i32::from(it.key()));
    let there: i32 = keys.iter().filter_map(|it| nearest(*it, &mut old())).sum();
    let back: i32 = old().filter_map(|it| nearest(it, &mut keys.iter().copied())).sum();
    let top = keys.last().copied().unwrap_or(0) - old().max().unwrap_or(0);
    there + back + top.abs()
}
