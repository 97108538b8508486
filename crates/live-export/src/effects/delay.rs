//! Delay.

use mixing::Effect;
use music_types::Beats;

use super::Device;
use crate::units;

/// Delay, both sides alike and in time with the set; a time that no button stands for is the nearest one.
pub fn delay(effect: &Effect) -> Vec<Device> {
    let Effect::Delay { time, feedback, ping_pong, low_cut, high_cut, wet } = *effect else {
        return Vec::new();
    };
    let (middle, octaves) = units::band(low_cut, high_cut);
    let button = units::delay_button(time) as f64;
    vec![Device::new(
        "Delay",
        name(time, ping_pong),
        [
            ("DelayLine_Link", true.into()),
            ("DelayLine_PingPong", ping_pong.into()),
            ("DelayLine_SyncL", true.into()),
            ("DelayLine_SyncR", true.into()),
            ("DelayLine_SyncedSixteenthL", button.into()),
            ("DelayLine_SyncedSixteenthR", button.into()),
            ("Feedback", feedback.into()),
            ("Filter_On", true.into()),
            ("Filter_Frequency", middle.into()),
            ("Filter_Bandwidth", octaves.into()),
            ("DryWet", wet.into()),
        ],
    )]
}

/// `Ping Pong 3/16`.
fn name(time: Beats, ping_pong: bool) -> String {
    let kind = if ping_pong { "Ping Pong" } else { "Delay" };
    format!("{kind} {}/16", units::beats(time) * 4.0)
}
