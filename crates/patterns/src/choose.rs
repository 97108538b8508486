//! Choosing: what plays when, which of several, and which bar comes next.

use music_types::Seed;

use crate::chance::order;
use crate::play::Brief;
use crate::style::{Order, When};

impl When {
    /// Whether this is the moment.
    pub(crate) fn holds(&self, brief: &Brief) -> bool {
        let here = self.kinds.is_empty() || self.kinds.contains(&brief.kind);
        let loud = self.from <= brief.intensity.value() && brief.intensity.value() < self.to;
        let first = self.first.is_none_or(|it| it == (brief.block <= 0));
        let last = self.last.is_none_or(|it| it == brief.last);
        here && loud && first && last
    }
}

/// One of `things` whose moment it is: the first in an order of chance, the next one for each
/// further variant.
pub(crate) fn choose<'t, T>(
    things: impl Iterator<Item = &'t T>,
    brief: &Brief,
    seed: Seed,
    when: impl Fn(&T) -> &When,
    weight: impl Fn(&T) -> f64,
) -> Option<&'t T> {
    let all: Vec<&T> = things.collect();
    let weights: Vec<f64> = all.iter().map(|it| weight(it)).collect();
    let mut queue = order(seed, &weights);
    queue.retain(|it| all.get(*it).is_some_and(|it| when(it).holds(brief)));
    let turn = usize::from(brief.variant).checked_rem(queue.len())?;
    queue.get(turn).and_then(|it| all.get(*it)).copied()
}

/// The letter of a phrase's bar: the last bar of four or more may be a turn; what is played only
/// in last blocks is counted from their end.
pub(crate) fn letter(
    brief: &Brief,
    bar: i64,
    bars: &Order,
    turns: &Order,
    when: &When,
) -> Option<char> {
    let is_turn = 4 <= brief.bars && bar == brief.bars - 1;
    let around = |it: &Order, index: i64| {
        let length = i64::try_from(it.0.len()).ok()?;
        it.0.get(index.checked_rem_euclid(length)? as usize).copied()
    };
    let turned = if is_turn { around(turns, brief.turn()) } else { None };
    let plain = || match when.last {
        Some(true) => around(bars, bar - brief.bars),
        _ => around(bars, brief.bar_of_section(bar)),
    };
    turned.or_else(plain)
}
