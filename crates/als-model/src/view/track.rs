//! Tracks of every kind.

use super::colour::Colour;
use super::routing::Routing;
use super::{Clip, Device, Envelope, Mixer, Spot, ViewError, view};

/// A track.
#[derive(Debug, Clone, Copy)]
pub struct Track<'t>(pub(super) Spot<'t>);
view!(Track);

/// What a track is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TrackKind {
    /// Audio clips.
    Audio,
    /// MIDI clips and an instrument.
    Midi,
    /// Tracks under one fader.
    Group,
    /// A return.
    Return,
    /// The main track: `MainTrack` from Live 12 on, `MasterTrack` before.
    Main,
    /// The cue track behind the headphones.
    Cue,
}

/// When a track passes on what comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Monitoring {
    /// Always.
    In,
    /// When armed.
    Auto,
    /// Never.
    Off,
}

/// A take lane of a track.
#[derive(Debug, Clone, Copy)]
pub struct TakeLane<'t>(Spot<'t>);
view!(TakeLane);

impl<'t> Track<'t> {
    /// The track at this element, when it is one.
    pub fn at(spot: Spot<'t>) -> Option<Self> {
        kind(spot.tag()).is_some().then_some(Self(spot))
    }

    /// What it is.
    pub fn kind(self) -> TrackKind {
        kind(self.0.tag()).unwrap_or(TrackKind::Audio)
    }

    /// The number that other tracks call it by; `None` for main and cue.
    pub fn id(self) -> Option<i64> {
        self.0.id()
    }

    /// The name that Live shows; until Live 8 only what a user gave it, often nothing.
    pub fn name(self) -> String {
        let shown = self.0.text("Name/EffectiveName").unwrap_or_default();
        let name =
            if shown.is_empty() { self.0.text("Name/UserName").unwrap_or_default() } else { shown };
        name.into_owned()
    }

    /// What the user wrote about it.
    pub fn comment(self) -> String {
        self.0.text("Name/Annotation").unwrap_or_default().into_owned()
    }

    /// Its colour.
    pub fn colour(self) -> Option<Colour> {
        super::clip::colour(self.0)
    }

    /// The `Id` of the group around it.
    pub fn group(self) -> Option<i64> {
        self.0.whole("TrackGroupId").ok().filter(|it| 0 <= *it)
    }

    /// Whether it is frozen.
    pub fn is_frozen(self) -> bool {
        self.0.switch("Freeze").unwrap_or(false)
    }

    /// How late it plays, in milliseconds, or in samples where the switch says so.
    pub fn delay(self) -> Option<(f64, bool)> {
        let value = self.0.number("TrackDelay/Value").ok()?;
        Some((value, self.0.switch("TrackDelay/IsValueSampleBased").unwrap_or(false)))
    }

    /// Whether it is armed for recording.
    pub fn is_armed(self) -> bool {
        self.chain().and_then(|it| it.switch("MainSequencer/Recorder/IsArmed")).unwrap_or(false)
    }

    /// When it passes on what comes in; `None` where there is no such choice.
    pub fn monitoring(self) -> Option<Monitoring> {
        Some(match self.chain().ok()?.whole("MainSequencer/MonitoringEnum").ok()? {
            0 => Monitoring::In,
            1 => Monitoring::Auto,
            2 => Monitoring::Off,
            _ => return None,
        })
    }

    /// Its strip.
    ///
    /// # Errors
    ///
    /// [`ViewError`] when it is not there.
    pub fn mixer(self) -> Result<Mixer<'t>, ViewError> {
        self.chain()?.need("Mixer").map(Mixer)
    }

    /// Its devices in order.
    pub fn devices(self) -> impl Iterator<Item = Device<'t>> {
        self.chain().ok().into_iter().flat_map(|it| it.list("DeviceChain/Devices")).map(Device)
    }

    /// Its devices and those inside racks, at any depth, each before what is in it.
    pub fn all_devices(self) -> impl Iterator<Item = Device<'t>> {
        self.devices().flat_map(|it| std::iter::once(it).chain(it.inside()))
    }

    /// Where audio comes from.
    pub fn audio_in(self) -> Option<Routing<'t>> {
        self.routing("AudioInputRouting")
    }

    /// Where audio goes.
    pub fn audio_out(self) -> Option<Routing<'t>> {
        self.routing("AudioOutputRouting")
    }

    /// Where MIDI comes from.
    pub fn midi_in(self) -> Option<Routing<'t>> {
        self.routing("MidiInputRouting")
    }

    /// Where MIDI goes.
    pub fn midi_out(self) -> Option<Routing<'t>> {
        self.routing("MidiOutputRouting")
    }

    /// The clips of the arrangement in the order of the document, which is that of time.
    pub fn arrangement(self) -> impl Iterator<Item = Clip<'t>> {
        let places = [
            "MainSequencer/ClipTimeable/ArrangerAutomation/Events",
            "MainSequencer/Sample/ArrangerAutomation/Events",
        ];
        let chain = self.chain().ok();
        let lists = chain
            .into_iter()
            .flat_map(move |it| places.into_iter().flat_map(move |path| it.list(path)));
        lists.filter_map(Clip::at)
    }

    /// The clips of the session, each with the scene it stands in, counted from 0.
    pub fn session(self) -> impl Iterator<Item = (usize, Clip<'t>)> {
        self.slots().enumerate().filter_map(|(scene, slot)| {
            slot.list("ClipSlot/Value").find_map(Clip::at).map(|clip| (scene, clip))
        })
    }

    /// The slots of the session, one a scene; none where a track has no slots.
    pub fn slots(self) -> impl Iterator<Item = Spot<'t>> {
        self.chain().ok().into_iter().flat_map(|it| it.list("MainSequencer/ClipSlotList"))
    }

    /// Its automation; in Live 8 and 9 that is kept at each knob instead.
    pub fn envelopes(self) -> impl Iterator<Item = Envelope<'t>> {
        self.0.list("AutomationEnvelopes/Envelopes").map(Envelope)
    }

    /// Its take lanes, from Live 11 on.
    pub fn take_lanes(self) -> impl Iterator<Item = TakeLane<'t>> {
        self.0.list("TakeLanes/TakeLanes").map(TakeLane)
    }

    fn routing(self, name: &str) -> Option<Routing<'t>> {
        self.chain().ok()?.at(name).map(Routing)
    }

    /// The chain; the main track of Live 8 calls it otherwise.
    fn chain(self) -> Result<Spot<'t>, ViewError> {
        self.0.need("DeviceChain").or_else(|error| self.0.at("MasterChain").ok_or(error))
    }
}

impl<'t> TakeLane<'t> {
    /// Its clips.
    pub fn clips(self) -> impl Iterator<Item = Clip<'t>> {
        self.0.list("ClipAutomation/Events").filter_map(Clip::at)
    }
}

fn kind(tag: &str) -> Option<TrackKind> {
    Some(match tag {
        "AudioTrack" => TrackKind::Audio,
        "MidiTrack" => TrackKind::Midi,
        "GroupTrack" => TrackKind::Group,
        "ReturnTrack" => TrackKind::Return,
        "MainTrack" | "MasterTrack" => TrackKind::Main,
        "PreHearTrack" => TrackKind::Cue,
        _ => return None,
    })
}
