//! Places in the stereo field: pairs face each other, so that left and right weigh the same.

use music_types::{Pan, Role};

use crate::brief::Channel;
use crate::style::{Pair, Style};

/// The places of all channels, in their order.
///
/// The first of a role stands where its pair puts it; a second of the same role faces it. A role
/// whose partner is not there keeps a third of its way out.
pub fn places(style: &Style, channels: &[Channel]) -> Vec<Pan> {
    let plays = |role: Role| channels.iter().any(|it| it.role == role);
    let mut seen: Vec<Role> = Vec::new();
    let mut places = Vec::with_capacity(channels.len());
    for channel in channels {
        let before = seen.iter().filter(|it| **it == channel.role).count();
        let side = if before % 2 == 0 { 1.0 } else { -1.0 };
        places.push(Pan(side * place(style, channel.role, plays)));
        seen.push(channel.role);
    }
    places
}

fn place(style: &Style, role: Role, plays: impl Fn(Role) -> bool) -> f64 {
    let mine = |it: &&Pair| it.left == role || it.right == role;
    let Some(pair) = style.pairs.iter().find(mine) else { return 0.0 };
    let (side, partner) = if pair.left == role { (-1.0, pair.right) } else { (1.0, pair.left) };
    let out = pair.out.clamp(0.0, 1.0);
    side * if plays(partner) { out } else { out / 3.0 }
}
