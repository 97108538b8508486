//! Many channels made two, as ITU-R BS.775-4 (annex 4) says.

use symphonia::core::audio::{Channels, Position};

/// Three decibels down: the share of a centre or surround channel in each side.
const SHARE: f32 = std::f32::consts::FRAC_1_SQRT_2;

/// How much of a channel goes left and right.
pub(super) type Shares = (f32, f32);

/// Where each speaker goes. What BS.775 does not name (heights, wides) goes to its own side like a
/// surround; low-frequency effects are left out, as the recommendation allows.
#[rustfmt::skip]
const SPEAKERS: &[(Position, Shares)] = &[
    (Position::FRONT_LEFT,          (1.0, 0.0)),
    (Position::FRONT_RIGHT,         (0.0, 1.0)),
    (Position::FRONT_CENTER,        (SHARE, SHARE)),
    (Position::LFE1,                (0.0, 0.0)),
    (Position::REAR_LEFT,           (SHARE, 0.0)),
    (Position::REAR_RIGHT,          (0.0, SHARE)),
    (Position::FRONT_LEFT_CENTER,   (1.0, 0.0)),
    (Position::FRONT_RIGHT_CENTER,  (0.0, 1.0)),
    (Position::REAR_CENTER,         (0.5, 0.5)),
    (Position::SIDE_LEFT,           (SHARE, 0.0)),
    (Position::SIDE_RIGHT,          (0.0, SHARE)),
    (Position::TOP_CENTER,          (0.5, 0.5)),
    (Position::TOP_FRONT_LEFT,      (SHARE, 0.0)),
    (Position::TOP_FRONT_CENTER,    (0.5, 0.5)),
    (Position::TOP_FRONT_RIGHT,     (0.0, SHARE)),
    (Position::TOP_REAR_LEFT,       (SHARE, 0.0)),
    (Position::TOP_REAR_CENTER,     (0.5, 0.5)),
    (Position::TOP_REAR_RIGHT,      (0.0, SHARE)),
    (Position::LFE2,                (0.0, 0.0)),
    (Position::TOP_SIDE_LEFT,       (SHARE, 0.0)),
    (Position::TOP_SIDE_RIGHT,      (0.0, SHARE)),
    (Position::BOTTOM_FRONT_CENTER, (0.5, 0.5)),
    (Position::BOTTOM_FRONT_LEFT,   (SHARE, 0.0)),
    (Position::BOTTOM_FRONT_RIGHT,  (0.0, SHARE)),
    (Position::FRONT_LEFT_WIDE,     (1.0, 0.0)),
    (Position::FRONT_RIGHT_WIDE,    (0.0, 1.0)),
];

/// The shares of each of more than two channels, in the order in which they are stored.
pub(super) fn shares(channels: &Channels) -> Vec<Shares> {
    let count = channels.count();
    let positions = match channels {
        Channels::Positioned(positions) => Some(*positions),
        _ => u32::try_from(count).ok().and_then(Position::from_wave_channel_count),
    };
    let placed: Vec<Shares> = positions.map(placed).unwrap_or_default();
    if placed.len() == count { placed } else { in_turns(count) }
}

/// The shares of speakers at `positions`.
fn placed(positions: Position) -> Vec<Shares> {
    SPEAKERS.iter().filter(|(at, _)| positions.contains(*at)).map(|(_, shares)| *shares).collect()
}

/// Channels of unknown place: left and right in turns, no louder together than one.
fn in_turns(count: usize) -> Vec<Shares> {
    let share = 1.0 / count.div_ceil(2).max(1) as f32;
    (0..count).map(|it| if it % 2 == 0 { (share, 0.0) } else { (0.0, share) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_point_one_folds_as_the_recommendation_says() {
        let shares = shares(&Channels::Discrete(6));
        assert_eq!(
            shares,
            [(1.0, 0.0), (0.0, 1.0), (SHARE, SHARE), (0.0, 0.0), (SHARE, 0.0), (0.0, SHARE)]
        );
    }

    #[test]
    fn every_count_of_channels_has_a_share_for_each() {
        for count in 1..40 {
            assert_eq!(shares(&Channels::Discrete(count)).len(), usize::from(count));
        }
    }
}
