//! Forms and arrangements as pages that a musician can read.

use std::fmt;

use music_types::{Beats, Intensity, Span};

use crate::arrange::Arrangement;
use crate::form::{Form, Section};
use crate::knob::Move;

impl fmt::Display for Form {
    /// A line a section: bars, name, energy, who plays.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in &self.sections {
            let cast: Vec<&str> = section.cast.iter().map(|(role, _)| role.word()).collect();
            let (bars, energy) = (section.span.to_string(), section.energy.value());
            writeln!(f, "{bars:<8} {:<11} {energy:.2}  {}", section.name, cast.join(" "))?;
        }
        write!(f, "{} bars", self.length().as_bars())
    }
}

impl<T> fmt::Display for Arrangement<T> {
    /// A timeline, `.` where a part rests and `-`, `=`, `#` for how hard it plays, two bars a sign
    /// (one where the piece has 64 bars at most); then the automation lanes with the number of
    /// their points.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = Beats::bars(if self.length <= Beats::bars(64) { 1 } else { 2 });
        let wide = self.parts.iter().map(|it| it.name.chars().count()).max().unwrap_or(0);
        writeln!(f, "{:wide$} |{}", "", row(&self.sections, sign, named))?;
        let energy = |it: &Section, width: usize| {
            let step =
                |n: usize| it.steps.iter().find(|s| s.span.holds(it.span.start + sign * n as i64));
            (0..width).map(|n| digit(step(n).map_or(it.energy, |it| it.energy))).collect()
        };
        writeln!(f, "{:wide$} |{}", "energy", row(&self.sections, sign, energy))?;
        for part in &self.parts {
            let played = |it: &Section, width: usize| {
                let cell = |n: usize| Span { start: it.span.start + sign * n as i64, length: sign };
                let clip = |cell: Span| part.clips.iter().find(|it| it.span.overlaps(cell));
                (0..width).map(|n| clip(cell(n)).map_or('.', |it| weight(it.intensity))).collect()
            };
            writeln!(f, "{:wide$} |{}", part.name, row(&self.sections, sign, played))?;
        }
        let buses = self.buses.iter().map(|(family, moves)| (format!("{family} bus"), moves));
        let parts = self.parts.iter().map(|it| (it.name.clone(), &it.moves));
        for (name, moves) in parts.chain(buses).filter(|(_, moves)| !moves.is_empty()) {
            writeln!(f, "{name:wide$} ~ {}", lanes(moves))?;
        }
        write!(f, "{} bars", self.length.as_bars())
    }
}

/// All sections side by side, each as many signs wide as it lasts.
fn row(sections: &[Section], sign: Beats, cells: impl Fn(&Section, usize) -> String) -> String {
    let width = |it: &Section| (it.span.length / sign).max(1) as usize;
    sections.iter().map(|it| cells(it, width(it)) + "|").collect()
}

fn named(section: &Section, width: usize) -> String {
    let name: String = section.name.chars().take(width).collect();
    format!("{name:width$}")
}

fn weight(intensity: Intensity) -> char {
    match intensity.value() {
        it if it < 0.5 => '-',
        it if it < 0.8 => '=',
        _ => '#',
    }
}

/// Energy in tenths, 9 at most.
fn digit(energy: Intensity) -> char {
    let tenths = ((energy.value() * 10.0) as u32).min(9);
    char::from_digit(tenths, 10).unwrap_or('9')
}

fn lanes(moves: &[Move]) -> String {
    let lanes: Vec<String> =
        moves.iter().map(|it| format!("{} {}", it.knob, it.points.len())).collect();
    lanes.join(", ")
}
