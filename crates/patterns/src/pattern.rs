//! A user's own drums: a beat from a MIDI file or from grids, played instead of the genre's.

use std::collections::BTreeMap;

use music_types::{Beats, Drum, Note, Phrase, Role};
use serde::Deserialize;

use crate::grid::{Grid, Manner};

/// Drums that somebody wrote, part by part; they go round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    length: Beats,
    parts: BTreeMap<Role, Phrase>,
}

/// A file of grids.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GridFile {
    drums: BTreeMap<Drum, Grid>,
}

impl Pattern {
    /// Reads grids: a TOML table `[drums]` with a line a drum, `kick = "8...8...8...8..."`, bars between `|`.
    ///
    /// Strokes that a genre would play now and then are always played: this is a pattern, not a style.
    ///
    /// # Errors
    ///
    /// What is wrong, with line, column and what is allowed.
    pub fn of_grids(text: &str) -> Result<Self, String> {
        let file: GridFile = toml::from_str(text).map_err(|it| it.to_string())?;
        let bars = file.drums.values().map(Grid::bars).max().ok_or("there is no drum in it")?;
        let notes: Vec<Note> =
            file.drums.iter().flat_map(|(drum, grid)| written(*drum, grid, bars)).collect();
        Ok(Self::of_notes(&notes, Beats::bars(bars)))
    }

    /// Sorts notes on the keys of the kit (see [`Drum::key`]) to the parts that play them.
    pub fn of_notes(notes: &[Note], length: Beats) -> Self {
        let mut parts: BTreeMap<Role, Vec<Note>> = BTreeMap::new();
        for note in notes {
            if let Some(drum) = Drum::on(note.pitch) {
                parts.entry(drum.role()).or_default().push(*note);
            }
        }
        let parts = parts.into_iter().map(|(role, notes)| (role, Phrase::new(length, notes)));
        Self { length, parts: parts.filter(|it| !it.1.is_silent()).collect() }
    }

    /// The parts that it has something for, in the order of a mixer.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.parts.keys().copied()
    }

    /// Its length before it goes round.
    pub fn length(&self) -> Beats {
        self.length
    }

    /// What `role` plays from `from` on, for `length`, counted around; `None` where it has nothing for it.
    pub fn play(&self, role: Role, from: Beats, length: Beats) -> Option<Phrase> {
        let own = self.parts.get(&role)?;
        let start = from % self.length.max(Beats::BAR);
        let mut so_far = Phrase::new(Beats::ZERO, []);
        while so_far.length() < start + length {
            so_far = so_far.then(own);
        }
        Some(so_far.cut(start, length))
    }
}

fn written(drum: Drum, grid: &Grid, bars: i64) -> Vec<Note> {
    let mut notes = Vec::new();
    for bar in 0..bars {
        for stroke in grid.bar(bar) {
            let times = if stroke.manner == Manner::Double { 2 } else { 1 };
            let width = stroke.width / times;
            notes.extend((0..times).map(|it| Note {
                start: Beats::bars(bar) + stroke.at + width * it,
                pitch: drum.key(),
                length: width,
                velocity: music_types::Velocity::nearest(stroke.strength),
            }));
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_become_parts_that_go_round() {
        let text = "[drums]\nkick = \"8...8...8...8...|8...8...8..8....\"\nclosed_hat = \"..6...6...6...B.\"";
        let pattern = Pattern::of_grids(text).unwrap();
        assert_eq!(pattern.roles().collect::<Vec<_>>(), [Role::Kick, Role::Hats]);
        let kick = pattern.play(Role::Kick, Beats::bars(3), Beats::bars(2)).unwrap();
        let starts: Vec<i64> =
            kick.notes().iter().map(|it| it.start.ticks() / Beats::SIXTEENTH.ticks()).collect();
        assert_eq!(starts, [0, 4, 8, 11, 16, 20, 24, 28], "bar 4 is the second bar again");
        assert_eq!(pattern.play(Role::Hats, Beats::ZERO, Beats::BAR).unwrap().notes().len(), 5);
        assert_eq!(pattern.play(Role::Congas, Beats::ZERO, Beats::BAR), None);
    }

    #[test]
    fn a_slip_is_told_with_its_line() {
        let slip = Pattern::of_grids("[drums]\nkik = \"8...............\"").unwrap_err();
        assert!(slip.contains("line 2") && slip.contains("kick"), "{slip}");
        assert!(Pattern::of_grids("[drums]").unwrap_err().contains("no drum"));
    }
}
