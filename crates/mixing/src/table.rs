//! A mix as a table of strips.

use std::fmt;

use music_types::Db;

use crate::effect::{Effect, SendName};
use crate::level::Estimate;
use crate::mix::MixPlan;

impl fmt::Display for MixPlan {
    /// A line a strip: fader, place, sends, chain; then buses, returns, master.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.strips.iter().map(|it| it.name.as_str());
        let names = names.chain(self.returns.iter().map(|it| it.name.as_str()));
        let wide = names.map(|it| it.chars().count()).max().unwrap_or(0).max(12);
        for strip in &self.strips {
            let (level, pan) = (strip.level.to_string(), strip.pan.to_string());
            let muted = if strip.muted { "muted, " } else { "" };
            let (sends, chain) = (sends(&strip.sends), chain(&strip.chain));
            writeln!(f, "{:wide$} {level:>9} {pan:>4}  {muted}{sends}{chain}", strip.name)?;
        }
        for bus in &self.buses {
            let level = bus.level.to_string();
            writeln!(f, "{:wide$} {level:>9}  bus  {}", bus.name, chain(&bus.chain))?;
        }
        for it in &self.returns {
            let level = it.level.to_string();
            writeln!(f, "{:wide$} {level:>9}  ret  {}", it.name, chain(&it.chain))?;
        }
        let Estimate { peak, loudness } = self.before_master;
        writeln!(f, "{:wide$} {:>9}       {}", "MASTER", "", chain(&self.master))?;
        write!(
            f,
            "before the master: peak {peak}FS, loudness {} LUFS",
            loudness.to_string().trim_end_matches(" dB")
        )
    }
}

fn sends(sends: &[(SendName, Db)]) -> String {
    let each = sends.iter().map(|(name, level)| format!("{} {level}", name.word()));
    let all: Vec<String> = each.collect();
    if all.is_empty() { String::new() } else { format!("→ {} | ", all.join(", ")) }
}

fn chain(chain: &[Effect]) -> String {
    let all: Vec<String> = chain.iter().map(ToString::to_string).collect();
    all.join(" · ")
}
