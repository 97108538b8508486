//! Writing a set: every element stamped whole from the schema, every count and id in step at each moment.

mod audio_clip;
mod automation;
mod clip;
mod device;
mod error;
mod midi_clip;
mod mixer;
mod plugin;
mod rack;
mod sample;
mod scene;
mod simpler;
mod track;

pub use audio_clip::{AudioClipSpec, WarpMode, Warping};
pub use automation::{Point, Target};
pub use clip::{ClipEnvelopeSpec, ClipHandle, ClipTarget};
pub use device::{DeviceHandle, Place, Setting};
pub use error::EditError;
pub use midi_clip::{MidiClipSpec, NoteSpec};
pub use mixer::Output;
pub use plugin::{PluginIdentity, PluginSpec};
pub use rack::{ChainHandle, PadSpec, Rack};
pub use sample::{SampleSpec, sample_crc};
pub use scene::SceneSpec;
pub use simpler::{FilterKind, Playback, SimplerFilter, SimplerSpec};
pub use track::{TrackHandle, TrackSpec};

use error::within;

use crate::number::{print_f32, print_f64};
use crate::schema::{Element, Schema, Version};
use crate::stamp::{self, Pointees};
use crate::tree::{NodeId, Quoting, Tree};

/// The first id of the namespace that [`Pointees`] describes: well above what tracks and lists count to.
const FIRST_POINTEE: u64 = 20_000;

/// Where Live keeps what holds before the first moment of a song: the time of an envelope's first event.
const BEFORE_ALL: f64 = -63_072_000.0;

/// The revision that the root element names: of no build of Live.
const REVISION: &str = "0000000000000000000000000000000000000000";

/// A set in the making: complete at each moment, and Live's counts and ids hold at each moment.
///
/// ```
/// use als_model::edit::{NewSet, TrackSpec};
/// use als_model::schema::Version;
///
/// let mut set = NewSet::new(Version::LIVE_11_3)?;
/// set.set_tempo(126.0)?;
/// let bass = set.add_midi_track(&TrackSpec { name: "Bass", color: 12, group: None, annotation: "" })?;
/// let filter = set.add_device(bass, "AutoFilter")?;
/// set.set_param(filter, "Cutoff", 90.0)?;
/// let tree = set.finish()?;
/// assert!(tree.to_string().contains("AutoFilter"));
/// # Ok::<(), als_model::edit::EditError>(())
/// ```
#[derive(Debug, Clone)]
pub struct NewSet {
    tree: Tree,
    version: Version,
    schema: &'static Schema,
    pointees: Pointees,
    live_set: NodeId,
    tracks: Vec<track::Entry>,
    devices: Vec<device::Entry>,
    chains: Vec<rack::Entry>,
    clips: Vec<clip::Entry>,
    scenes: usize,
    tempo: f64,
    time_signature: (u8, u8),
}

/// The scales that a set and a clip can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Major, or Ionian.
    Major,
    /// Natural minor, or Aeolian.
    Minor,
    /// Dorian.
    Dorian,
    /// Mixolydian.
    Mixolydian,
    /// Lydian.
    Lydian,
    /// Phrygian.
    Phrygian,
    /// Locrian.
    Locrian,
}

impl Scale {
    /// How Live up to 12.0 spells it.
    const fn name(self) -> &'static str {
        match self {
            Self::Major => "Major",
            Self::Minor => "Minor",
            Self::Dorian => "Dorian",
            Self::Mixolydian => "Mixolydian",
            Self::Lydian => "Lydian",
            Self::Phrygian => "Phrygian",
            Self::Locrian => "Locrian",
        }
    }

    /// How Live from 12.1 on counts it: its place in the menu. 0 to 2 were seen in sets, the rest follows the menu.
    const fn number(self) -> u8 {
        self as u8
    }
}

impl NewSet {
    /// A set without tracks and scenes: main and cue track, tempo 120, four quarters to the bar.
    ///
    /// Live 11.0 and later can be written.
    ///
    /// # Errors
    ///
    /// [`EditError::NoClass`] for versions before.
    pub fn new(version: Version) -> Result<Self, EditError> {
        let schema = Schema::of(version);
        if version < Version::LIVE_11_0 || Version::known().all(|it| it != version) {
            let class = "set that can be written".to_owned();
            return Err(EditError::NoClass { version, class, nearest: None });
        }
        let mut tree = Tree::new("Ableton");
        if Version::LIVE_12_0 <= version {
            tree.set_quoting(Quoting::Single);
        }
        let mut pointees = Pointees::starting_at(FIRST_POINTEE);
        let root = tree.root().ok_or(EditError::Stranger("root"))?;
        head(&mut tree, root, version);
        let live_set = class(schema, "LiveSet")?;
        let live_set = stamp::stamp(&mut tree, root, live_set, &mut pointees);
        let mut set = Self {
            tree,
            version,
            schema,
            pointees,
            live_set,
            tracks: Vec::new(),
            devices: Vec::new(),
            chains: Vec::new(),
            clips: Vec::new(),
            scenes: 0,
            tempo: 120.0,
            time_signature: (4, 4),
        };
        set.adopt_main()?;
        Ok(set)
    }

    /// The version of Live that the set is written for.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The schema of that version.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The set as it stands, to look at.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Settles what is left and hands the set out: a first scene if there is none, and `NextPointeeId`.
    ///
    /// # Errors
    ///
    /// [`EditError`] as [`add_scene`](Self::add_scene).
    pub fn finish(mut self) -> Result<Tree, EditError> {
        if self.scenes == 0 {
            self.add_scene(&SceneSpec::default())?;
        }
        let next = self.pointees.next().to_string();
        self.set_text(self.live_set, "NextPointeeId", &next)?;
        Ok(self.tree)
    }

    /// The tempo in beats per minute, 20 to 999; a tempo that is automated starts here.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`].
    pub fn set_tempo(&mut self, bpm: f64) -> Result<(), EditError> {
        self.tempo = within("the tempo", bpm, 20.0, 999.0, "BPM")?;
        self.set_base(1, "Tempo", &print_f32(bpm as f32))
    }

    /// The time signature: 1 to 99 beats of a 1st, 2nd, 4th, 8th or 16th note.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`].
    pub fn set_time_signature(&mut self, numerator: u8, denominator: u8) -> Result<(), EditError> {
        within("the beats of a bar", numerator.into(), 1.0, 99.0, "")?;
        if !denominator.is_power_of_two() {
            within("the note of a beat", denominator.into(), 1.0, 1.0, "(or 2, 4, 8, 16)")?;
        }
        within("the note of a beat", denominator.into(), 1.0, 16.0, "")?;
        self.time_signature = (numerator, denominator);
        self.set_base(0, "TimeSignature", &time_signature_id(numerator, denominator).to_string())
    }

    /// The scale that the set shows; `root` counts semitones from C, 0 to 11.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`].
    pub fn set_scale(&mut self, root: u8, scale: Scale) -> Result<(), EditError> {
        within("the root of the scale", root.into(), 0.0, 11.0, "")?;
        self.write_scale(self.live_set, root, scale)
    }

    /// The loop of the arrangement, in beats, and switches it on.
    ///
    /// # Errors
    ///
    /// [`EditError::OutOfRange`] for a loop before the start or without length.
    pub fn set_loop(&mut self, start: f64, length: f64) -> Result<(), EditError> {
        within("the start of the loop", start, 0.0, 1e6, "beats")?;
        within("the length of the loop", length, 1e-3, 1e6, "beats")?;
        self.set_text(self.live_set, "Transport/LoopOn", "true")?;
        self.set_text(self.live_set, "Transport/LoopStart", &print_f64(start))?;
        self.set_text(self.live_set, "Transport/LoopLength", &print_f64(length))
    }

    /// The note that goes with the set.
    ///
    /// # Errors
    ///
    /// None in a set made by [`new`](Self::new).
    pub fn set_annotation(&mut self, text: &str) -> Result<(), EditError> {
        self.set_text(self.live_set, "Annotation", text)
    }

    /// Writes a scale into the set or a clip, spelt as the version spells it.
    fn write_scale(&mut self, node: NodeId, root: u8, scale: Scale) -> Result<(), EditError> {
        let (tag, name) = match Version::LIVE_12_1 <= self.version {
            true => ("Root", scale.number().to_string()),
            false => ("RootNote", scale.name().to_owned()),
        };
        self.set_text(node, &format!("ScaleInformation/{tag}"), &root.to_string())?;
        self.set_text(node, "ScaleInformation/Name", &name)
    }

    /// Sets a parameter of the main mixer and the first event of the envelope that goes with it.
    fn set_base(&mut self, envelope: usize, path: &str, text: &str) -> Result<(), EditError> {
        let main = self.tracks.first().ok_or(EditError::Stranger("main track"))?.node;
        self.set_text(main, &format!("DeviceChain/Mixer/{path}/Manual"), text)?;
        let list = self.need(main, "AutomationEnvelopes/Envelopes")?;
        let envelope = self.tree.children(list).nth(envelope);
        let events = envelope.and_then(|it| self.tree.find(it, "Automation/Events"));
        if let Some(first) = events.and_then(|it| self.tree.children(it).next()) {
            self.tree.set_attr(first, "Value", text);
        }
        Ok(())
    }

    /// The element at `path`, or an error that names it.
    fn need(&self, node: NodeId, path: &str) -> Result<NodeId, EditError> {
        self.tree.find(node, path).ok_or_else(|| EditError::NoPath {
            device: self.tree.tag(node).to_owned(),
            path: path.to_owned(),
            nearest: None,
        })
    }

    /// Writes the `Value` of the element at `path`.
    fn set_text(&mut self, node: NodeId, path: &str, text: &str) -> Result<(), EditError> {
        let at = self.need(node, path)?;
        self.tree.set_attr(at, "Value", text);
        Ok(())
    }

    fn set_number(&mut self, node: NodeId, path: &str, number: f64) -> Result<(), EditError> {
        self.set_text(node, path, &print_f64(number))
    }

    fn set_bool(&mut self, node: NodeId, path: &str, on: bool) -> Result<(), EditError> {
        self.set_text(node, path, if on { "true" } else { "false" })
    }

    /// Stamps a member of a list with the list's next id.
    fn stamp_next(&mut self, list: NodeId, tag: &str) -> Result<NodeId, EditError> {
        let id = stamp::next_id(&self.tree, list);
        self.stamp_with(list, tag, id)
    }

    fn stamp_with(&mut self, list: NodeId, tag: &str, id: u64) -> Result<NodeId, EditError> {
        let element = class(self.schema, tag)?;
        Ok(stamp::stamp_member(&mut self.tree, list, element, id, &mut self.pointees))
    }
}

/// The class called `tag`, or an error with the nearest name.
fn class(schema: &'static Schema, tag: &str) -> Result<&'static Element, EditError> {
    schema.class(tag).ok_or_else(|| EditError::NoClass {
        version: schema.version(),
        class: tag.to_owned(),
        nearest: crate::schema::nearest(tag, schema.classes().map(Element::tag)).map(str::to_owned),
    })
}

/// The attributes of the root element.
fn head(tree: &mut Tree, root: NodeId, version: Version) {
    tree.push_attr(root, "MajorVersion", "5");
    tree.push_attr(root, "MinorVersion", version.minor_version());
    if let Some(count) = version.schema_change_count() {
        tree.push_attr(root, "SchemaChangeCount", &count.to_string());
    }
    tree.push_attr(root, "Creator", version.creator());
    tree.push_attr(root, "Revision", REVISION);
}

/// How Live numbers time signatures: the beats less one, and 99 for each doubling of the note.
fn time_signature_id(numerator: u8, denominator: u8) -> u32 {
    u32::from(numerator).saturating_sub(1) + 99 * denominator.trailing_zeros()
}
