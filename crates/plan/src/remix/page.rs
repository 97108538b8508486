//! A plan as a page that a musician can read.

use std::fmt;

use crate::remix::key::KeyFit;
use crate::remix::plan::{RemixPlan, SongPlan, SourcePlan, VoicePlan};

impl fmt::Display for RemixPlan<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.name)?;
        writeln!(
            f,
            "  {} {}, {}: {}, {}",
            self.genre.title, self.version, self.energy, self.tempo, self.key
        )?;
        writeln!(f, "  mix {}, bass ducks {}, seed {}", self.mix_name, self.duck, self.seed.0)?;
        if let Some(song) = &self.song {
            write!(f, "{song}")?;
        }
        match &self.voice {
            Some(voice) => writeln!(f, "  voice    {:?}, {voice}", self.treatment)?,
            None => writeln!(f, "  voice    nobody sings")?,
        }
        for phrase in &self.vocal.phrases {
            let bars = phrase.span;
            writeln!(
                f,
                "    bars {bars:<9} {:<7} {:.2}",
                phrase.kind.word(),
                phrase.energy.value()
            )?;
        }
        for (name, source) in [("beat", &self.beat), ("drop", &self.drop), ("bass", &self.bass)] {
            if let Some(source) = source {
                writeln!(f, "  {name:<8} {source}")?;
            }
        }
        for (drop, path) in self.voice_drops.iter().zip(&self.voice_drop_paths) {
            let bars = drop.length.as_bars();
            writeln!(f, "  tag      {path} at {:?}, {bars:.2} bars, {}", drop.place, drop.gain)?;
        }
        if let Some(synth) = &self.bass_synth {
            writeln!(f, "  bass on  {synth}")?;
        }
        if let Some(drums) = &self.drums {
            writeln!(f, "  drums of {drums}")?;
        }
        write!(f, "  for Live {} {}", self.target, self.edition)
    }
}

impl fmt::Display for SongPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = [
            ("main", &self.main),
            ("vocal", &self.vocal),
            ("drums", &self.drums),
            ("bass", &self.bass),
            ("other", &self.other),
        ];
        let there: Vec<&str> =
            files.iter().filter(|(_, it)| it.is_some()).map(|(name, _)| *name).collect();
        let key = self.key.map_or("no key".to_owned(), |it| it.to_string());
        writeln!(
            f,
            "  song     {:.2} BPM, {key}, {} bars from {:.3} s: {}",
            self.grid.tempo.bpm(),
            self.grid.bars(),
            self.grid.first_downbeat.0,
            there.join(", ")
        )?;
        writeln!(f, "  fitted   {}, {}", self.fit, self.shift)
    }
}

impl fmt::Display for VoicePlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.path, if self.from_mix { " with its music" } else { "" })?;
        write!(f, ", {}", self.shift)?;
        if !self.formants {
            write!(f, ", formants move")?;
        }
        match self.stutter {
            Some(grid) => write!(f, ", stutters to {grid}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for SourcePlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.take, self.path)?;
        if let Some(range) = self.range {
            write!(f, ", {} to {} s", range.start_seconds.0, range.end_seconds.0)?;
        }
        write!(f, ": {:.2} BPM, {}, {}", self.grid.tempo.bpm(), self.fit, self.shift)
    }
}

impl fmt::Display for KeyFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.lands {
            Some(lands) => write!(f, "{} to {lands}", self.shift),
            None => write!(f, "{}", self.shift),
        }
    }
}
