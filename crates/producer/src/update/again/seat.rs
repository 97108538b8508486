//! Who sits where in the mixer when two sets are brought together.

use std::collections::{BTreeMap, BTreeSet};

use als_model::view::TrackKind;

use super::merge::Standing;

/// A place in the mixer.
#[derive(Debug, Clone, Copy)]
pub enum Seat<'s> {
    /// A track that stays.
    Kept(&'s Standing),
    /// A track of the set that was made anew.
    Planted {
        /// The track, as the other set has it.
        coming: &'s Standing,
        /// The number of the track whose place it takes.
        place: Option<i64>,
    },
}

/// The seats of players and groups: those that come in their order, and what stays in the place of its namesake, else
/// behind the one it stood behind, in its own group. Beside them, which track that comes is called by which number.
pub fn seated<'s>(
    now: &'s [Standing],
    new: &'s [Standing],
    needed: &BTreeSet<i64>,
) -> (Vec<Seat<'s>>, BTreeMap<i64, i64>) {
    let plays = |it: &&Standing| it.kind != TrackKind::Return;
    let stays = |it: &Standing| it.touched.is_some() || needed.contains(&it.id);
    let mut seats: Vec<Seat<'s>> = Vec::new();
    let mut numbers: BTreeMap<i64, i64> = BTreeMap::new();
    let mut taken: BTreeSet<i64> = BTreeSet::new();
    for coming in new.iter().filter(plays) {
        let alike = |it: &&Standing| it.kind == coming.kind && it.name == coming.name;
        let mut alike = now.iter().filter(plays).filter(alike).filter(|it| !taken.contains(&it.id));
        // One that the user made of the same name is their own, not this one.
        let namesake = alike.clone().find(|it| !it.is_added).or_else(|| alike.next());
        let place = namesake.map(|it| it.id);
        numbers.extend(place.map(|id| (coming.id, id)));
        match namesake.filter(|it| it.touched.is_some()) {
            // Where the user moved it to another group it is seated below, where they did.
            Some(it) if group_name(now, it) != group_name(new, coming) => continue,
            Some(it) => seats.push(Seat::Kept(it)),
            None => seats.push(Seat::Planted { coming, place }),
        }
        taken.extend(place);
    }
    for (index, it) in now.iter().enumerate().filter(|it| plays(&it.1) && stays(it.1)) {
        if !taken.contains(&it.id) {
            let before = now.get(..index).unwrap_or_default();
            seats.insert(place(&seats, new, it, before), Seat::Kept(it));
        }
    }
    (seats, numbers)
}

fn group_name<'s>(all: &'s [Standing], it: &Standing) -> Option<&'s str> {
    all.iter().find(|other| Some(other.id) == it.group).map(|it| it.name.as_str())
}

/// Where a track goes that nobody comes for: behind all of its group, else behind the block of the track it stood
/// behind.
fn place(seats: &[Seat<'_>], new: &[Standing], it: &Standing, before: &[Standing]) -> usize {
    let group = |seat: &Seat<'_>| group_of(seat, new, seats);
    if let Some(own) = it.group {
        let inside = |seat: &Seat<'_>| number(seat) == Some(own) || group(seat) == Some(own);
        return seats.iter().rposition(inside).map_or(seats.len(), |it| it + 1);
    }
    let previous = before.iter().rev().filter(|it| it.group.is_none());
    let found = previous.filter_map(|it| seats.iter().position(|seat| number(seat) == Some(it.id)));
    let Some(start) = found.into_iter().next() else { return 0 };
    let block = seats.iter().skip(start + 1).take_while(|it| group(it).is_some()).count();
    start + 1 + block
}

/// The number that a seated track has in the end, where it has one already.
fn number(seat: &Seat<'_>) -> Option<i64> {
    match seat {
        Seat::Kept(it) => Some(it.id),
        Seat::Planted { place, .. } => *place,
    }
}

/// The number of the group around a seated track, as far as it has one already; some number where it has none yet.
fn group_of(seat: &Seat<'_>, new: &[Standing], seats: &[Seat<'_>]) -> Option<i64> {
    match seat {
        Seat::Kept(it) => it.group,
        Seat::Planted { coming, .. } => {
            let around = new.iter().find(|it| Some(it.id) == coming.group)?;
            let is_it = |it: &&Seat<'_>| {
                matches!(it, Seat::Planted { coming, .. } if coming.id == around.id)
                    || matches!(it, Seat::Kept(it) if it.name == around.name && it.kind == around.kind)
            };
            Some(seats.iter().find(is_it).and_then(number).unwrap_or(-1))
        }
    }
}
