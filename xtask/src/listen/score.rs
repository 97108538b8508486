//! Figures of merit: what was heard against what is true.

use std::collections::BTreeMap;

use producer::listening::{self, Hearing};
use serde_json::Value;

/// All figures, a list of values each.
#[derive(Default)]
pub struct Scores {
    values: BTreeMap<&'static str, Vec<f64>>,
}

/// Tempi that are the same but for how beats are counted.
const OCTAVES: [f64; 5] = [1.0, 2.0, 0.5, 3.0, 1.0 / 3.0];

/// A beat within so many seconds of a true one is that one.
const NEAR: f64 = 0.07;

impl Scores {
    fn add(&mut self, name: &'static str, value: f64) {
        self.values.entry(name).or_default().push(value);
    }

    fn list(&self, name: &str) -> &[f64] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// How many clips there are for a figure.
    pub fn count(&self, name: &str) -> usize {
        self.list(name).len()
    }

    /// The mean of a figure; 0 without clips.
    pub fn mean(&self, name: &str) -> f64 {
        let list = self.list(name);
        list.iter().sum::<f64>() / list.len().max(1) as f64
    }

    /// The middle value of a figure.
    pub fn median(&self, name: &str) -> f64 {
        let mut list = self.list(name).to_vec();
        list.sort_by(f64::total_cmp);
        list.get(list.len() / 2).copied().unwrap_or(f64::INFINITY)
    }

    /// Tempo, beats, bars and sections of a clip.
    pub fn beats(&mut self, heard: &Hearing, truth: &Value) {
        let Some(tempo) = truth["tempo_bpm"].as_f64() else { return };
        let grid = heard.profile.grid.as_ref();
        let ours = grid.map_or(1e-3, |it| it.tempo);
        let off = |times: f64| (ours / (tempo * times) - 1.0).abs();
        let any = |most: f64| OCTAVES.iter().any(|it| off(*it) <= most);
        self.add("acc1", f64::from(off(1.0) <= 0.04));
        self.add("acc2", f64::from(any(0.04)));
        self.add("acc2_fine", f64::from(any(0.0005)));
        let nearest = OCTAVES.into_iter().map(off).fold(f64::INFINITY, f64::min);
        self.add("drift", nearest * heard.profile.length.0 * 1000.0);
        let beat = 60.0 / tempo;
        let seconds = |it: &[listening::Seconds]| it.iter().map(|it| it.0).collect::<Vec<f64>>();
        let (beats, downbeats) =
            grid.map_or((vec![], vec![]), |it| (seconds(&it.beats), seconds(&it.downbeats)));
        let (wanted, wanted_down) = (times(&truth["beats"]), times(&truth["downbeats"]));
        if 4 < wanted.len() {
            let beats = around(&beats, &wanted, beat / 2.0);
            self.add("beat_f", f_measure(&wanted, &beats));
            self.add("beat_ms", error(&wanted, &beats) * 1000.0);
        }
        if 2 < wanted_down.len() && truth["downbeat_gt"].as_bool() != Some(false) {
            let downbeats = around(&downbeats, &wanted_down, beat * 2.0);
            self.add("down_f", f_measure(&wanted_down, &downbeats));
            let far = middle(downbeats.iter().map(|it| distance(*it, &wanted_down)).collect());
            self.add("first_down", f64::from(far < NEAR));
        }
        self.edges(heard, truth);
    }

    /// Boundaries of sections but the first, within a tenth of a second.
    fn edges(&mut self, heard: &Hearing, truth: &Value) {
        let Some(sections) = truth["sections"].as_array() else { return };
        let wanted: Vec<f64> = sections.iter().filter_map(|it| it["start"].as_f64()).collect();
        let found: Vec<f64> = heard.profile.sections.iter().map(|it| it.start.0).collect();
        for edge in wanted.iter().skip(1) {
            self.add("edges_found", f64::from(distance(*edge, &found) < 0.1));
        }
        for edge in found.iter().skip(1) {
            self.add("edges_right", f64::from(distance(*edge, &wanted) < 0.1));
        }
    }

    /// The key of a clip: exact, and as MIREX counts it.
    pub fn key(&mut self, heard: &Hearing, wanted: &(i32, bool)) {
        let ours = heard.profile.key.as_ref();
        let ours = ours.map(|it| (i32::from(it.key.tonic.above_c()), it.key.mode.is_minor()));
        self.add("key_exact", f64::from(ours == Some(*wanted)));
        self.add("mirex", ours.map_or(0.0, |ours| mirex(*wanted, ours)));
    }

    /// A mix with its stems: whether all have one grid with the true beats, and every section
    /// begins on a bar.
    pub fn stems(&mut self, parts: &[Hearing], truth: &Value) {
        let grids: Vec<_> = parts.iter().map(|it| it.profile.grid.as_ref()).collect();
        let first = grids.first().copied().flatten();
        let is_one = first.is_some() && grids.iter().all(|it| *it == first);
        let wanted = times(&truth["beats"]);
        let beats: Vec<f64> = first.map_or(vec![], |it| it.beats.iter().map(|it| it.0).collect());
        let is_right = error(&wanted, &beats) < 0.02;
        self.add("stems_grid", f64::from(is_one && is_right));
        let downbeats: Vec<f64> =
            first.map_or(vec![], |it| it.downbeats.iter().map(|it| it.0).collect());
        let sections = parts.iter().flat_map(|it| &it.profile.sections);
        let mut is_on_bars = first.is_some();
        for section in sections {
            is_on_bars &= distance(section.start.0, &downbeats) < 1e-6;
        }
        self.add("stems_bars", f64::from(is_on_bars));
    }
}

/// Moments of a truth file.
fn times(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// What lies where the truth does, give or take `margin` seconds.
fn around(ours: &[f64], truth: &[f64], margin: f64) -> Vec<f64> {
    let (Some(first), Some(last)) = (truth.first(), truth.last()) else { return Vec::new() };
    let range = first - margin..=last + margin;
    ours.iter().copied().filter(|it| range.contains(it)).collect()
}

/// Seconds from a moment to the nearest of `others`.
fn distance(at: f64, others: &[f64]) -> f64 {
    others.iter().map(|it| (it - at).abs()).fold(f64::INFINITY, f64::min)
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// The median distance of true beats to those of ours that are near, in seconds; 70 ms without any.
fn error(truth: &[f64], ours: &[f64]) -> f64 {
    let near = truth.iter().map(|it| distance(*it, ours)).filter(|it| *it < NEAR);
    middle(near.collect()).min(NEAR)
}

/// The harmonic mean of precision and recall; each beat is matched once, in order.
fn f_measure(truth: &[f64], ours: &[f64]) -> f64 {
    let (mut at, mut hits) = (0, 0.0);
    for wanted in truth {
        while ours.get(at).is_some_and(|it| *it < wanted - NEAR) {
            at += 1;
        }
        if ours.get(at).is_some_and(|it| *it <= wanted + NEAR) {
            (at, hits) = (at + 1, hits + 1.0);
        }
    }
    2.0 * hits / (truth.len() + ours.len()).max(1) as f64
}

/// The tonic above C and whether the key is minor.
pub fn truth_key(truth: &Value) -> Option<(i32, bool)> {
    let mut words = truth["key"].as_str()?.split_whitespace();
    let tonic = words.next()?.parse::<listening::Key>().ok()?.tonic;
    let is_minor = words.next().is_some_and(|it| it.starts_with("min"));
    Some((i32::from(tonic.above_c()), is_minor))
}

/// Half a point for a fifth above, 0.3 for the relative key, 0.2 for the other mode.
fn mirex((wanted, minor): (i32, bool), (ours, our_minor): (i32, bool)) -> f64 {
    let above = (ours - wanted).rem_euclid(12);
    match (minor == our_minor, above) {
        (true, 0) => 1.0,
        (true, 7) => 0.5,
        (false, 3) if minor => 0.3,
        (false, 9) if !minor => 0.3,
        (false, 0) => 0.2,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_are_matched_once_each() {
        assert_eq!(f_measure(&[1.0, 2.0, 3.0], &[1.01, 2.05, 3.2]), 2.0 / 3.0);
        assert_eq!(f_measure(&[1.0, 1.05], &[1.02]), 2.0 / 3.0);
        assert_eq!(f_measure(&[], &[]), 0.0);
    }

    #[test]
    fn keys_are_counted_as_mirex_does() {
        let wanted = (9, true); // A minor
        let cases = [((9, true), 1.0), ((4, true), 0.5), ((0, false), 0.3), ((9, false), 0.2)];
        for (ours, points) in cases {
            assert_eq!(mirex(wanted, ours), points, "{ours:?}");
        }
        assert_eq!(mirex(wanted, (2, true)), 0.0);
    }
}
