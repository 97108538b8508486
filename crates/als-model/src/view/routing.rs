//! Where a track listens and where it plays to.

use super::{Spot, ViewError, view};

/// An input or output of a track.
#[derive(Debug, Clone, Copy)]
pub struct Routing<'t>(pub(super) Spot<'t>);
view!(Routing);

/// What a routing points at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub enum Target {
    /// Nothing.
    None,
    /// The main track: `AudioOut/Main`, `AudioOut/Master` until Live 11.
    Main,
    /// The group around the track.
    Group,
    /// Another track by its `Id`, and which of its points: `TrackOut`, `PostFxOut`, `TrackIn` …
    Track {
        /// The track's `Id` attribute.
        id: i64,
        /// The point.
        point: String,
    },
    /// A device outside: the sound card or a MIDI port.
    External(String),
    /// Something else, as it is written.
    Other(String),
}

impl Target {
    /// Reads a target such as `AudioIn/Track.12/PostFxOut`.
    pub fn read(text: &str) -> Self {
        let (_, rest) = text.split_once('/').unwrap_or(("", text));
        let (head, tail) = rest.split_once('/').unwrap_or((rest, ""));
        match head.strip_prefix("Track.").map(str::parse) {
            Some(Ok(id)) => return Self::Track { id, point: tail.to_owned() },
            Some(Err(_)) => return Self::Other(text.to_owned()),
            None => {}
        }
        match head {
            "None" => Self::None,
            "Main" | "Master" => Self::Main,
            "GroupTrack" => Self::Group,
            _ if head.starts_with("External") => Self::External(rest.to_owned()),
            _ => Self::Other(text.to_owned()),
        }
    }
}

impl<'t> Routing<'t> {
    /// What it points at.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when there is no target.
    pub fn target(self) -> Result<Target, ViewError> {
        self.0.text("Target").map(|it| Target::read(&it))
    }

    /// The upper of the two lines that Live shows: `Ext. In`, `Master`, a track's name.
    pub fn upper(self) -> String {
        self.0.text("UpperDisplayString").unwrap_or_default().into_owned()
    }

    /// The lower of the two lines: `1/2`, `Post FX`; empty where there is no choice.
    pub fn lower(self) -> String {
        self.0.text("LowerDisplayString").unwrap_or_default().into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_read_as_what_they_point_at() {
        let track = Target::Track { id: 13, point: "PostFxOut".to_owned() };
        assert_eq!(Target::read("AudioIn/Track.13/PostFxOut"), track);
        assert_eq!(Target::read("AudioOut/Main"), Target::read("AudioOut/Master"));
        assert_eq!(
            Target::read("MidiIn/External.All/-1"),
            Target::External("External.All/-1".to_owned())
        );
        assert_eq!(Target::read("AudioOut/GroupTrack"), Target::Group);
        assert_eq!(Target::read("Track.x"), Target::Other("Track.x".to_owned()));
    }
}
