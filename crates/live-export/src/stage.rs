//! A set in the making: its tracks, and who sits on which.

use std::collections::BTreeSet;

use als_model::edit::{NewSet, Output, Scale, TrackHandle, TrackSpec};
use arrangement::Part;
use mixing::{Bus, Strip};
use music_types::{Family, Instrument, Mode, Role};
use plugin_inventory::Plugin;

use crate::error::{At, ExportError};
use crate::request::{Content, Request, SampleFacts};
use crate::{colour, names, notes, units};

/// A set in the making.
pub struct Stage<'a> {
    /// What is wanted.
    pub request: Request<'a>,
    /// The set as far as it is written.
    pub set: NewSet,
    /// The parts on their tracks, in the order of the request.
    pub seats: Vec<Seat<'a>>,
    /// The groups, one for each family that plays.
    pub groups: Vec<(Family, TrackHandle)>,
    /// The returns, in the order of the mix.
    pub returns: Vec<TrackHandle>,
    /// What could not be written, in words.
    pub left_out: Vec<String>,
    /// Sends that were to move and have no return.
    pub unreturned: BTreeSet<&'static str>,
}

/// A part on its track.
#[derive(Clone, Copy)]
pub struct Seat<'a> {
    /// The part.
    pub part: &'a Part<Content>,
    /// Its track.
    pub track: TrackHandle,
    /// Its place in the mix, where the mix has one.
    pub strip: Option<&'a Strip>,
    /// What it is played on; `None` for audio.
    pub instrument: Option<&'a Instrument>,
}

impl<'a> Stage<'a> {
    /// Opens a set with everything that the request puts on its mixer: groups, tracks, returns; no device yet.
    pub fn open(request: &Request<'a>) -> Result<Self, ExportError> {
        let set = NewSet::new(request.target.version()).at("the set")?;
        let mut stage = Self {
            request: *request,
            set,
            seats: Vec::new(),
            groups: Vec::new(),
            returns: Vec::new(),
            left_out: Vec::new(),
            unreturned: BTreeSet::new(),
        };
        stage.head()?;
        for family in Family::ALL {
            stage.seat_family(*family)?;
        }
        stage.add_returns()?;
        Ok(stage)
    }

    /// The track of the first part with this role.
    pub fn seat_of(&self, role: Role) -> Option<Seat<'a>> {
        self.seats.iter().copied().find(|it| it.part.role == role)
    }

    /// The bus that the mix has for a family.
    pub fn bus_of(&self, family: Family) -> Option<&'a Bus> {
        self.request.mix.buses.iter().find(|it| it.family == family)
    }

    /// Everything that could not be written, in words.
    pub fn left_out(&self) -> Vec<String> {
        let sends: Vec<&str> = self.unreturned.iter().copied().collect();
        let words =
            format!("the mix has no return for {}: sends to it do not move", sends.join(", "));
        let sends = (!sends.is_empty()).then_some(words);
        self.left_out.iter().cloned().chain(sends).collect()
    }

    /// Facts about a file.
    pub fn facts(&self, sample: &str, place: &str) -> Result<&'a SampleFacts, ExportError> {
        let found = self.request.samples.iter().find(|it| it.0.0 == sample);
        found.map(|it| &it.1).ok_or_else(|| ExportError::NoSample {
            place: place.to_owned(),
            sample: sample.to_owned(),
        })
    }

    /// The plug-in that an instrument names by its id.
    pub fn plugin(&self, id: &str, part: &str) -> Result<&'a Plugin, ExportError> {
        let is_it = |it: &&Plugin| it.id.is_some_and(|it| it.to_string() == id);
        self.request
            .plugins
            .iter()
            .find(is_it)
            .ok_or_else(|| ExportError::NoPlugin { part: part.to_owned(), plugin: id.to_owned() })
    }

    /// Tempo, bar, scale and note.
    fn head(&mut self) -> Result<(), ExportError> {
        let Request { tempo, key, .. } = self.request;
        self.set.set_tempo(tempo.bpm()).at("the tempo")?;
        self.set.set_time_signature(4, 4).at("the time signature")?;
        self.set.set_scale(key.tonic.above_c(), scale(key.mode)).at("the scale")?;
        let note = notes::of_set(&self.request);
        self.set.set_annotation(&note).at("the note")
    }

    /// A family's group and, in it, its parts. The reference stands alone: it is no part of the mix.
    fn seat_family(&mut self, family: Family) -> Result<(), ExportError> {
        let parts: Vec<&'a Part<Content>> =
            self.request.arrangement.parts.iter().filter(|it| it.role.family() == family).collect();
        if parts.is_empty() {
            return Ok(());
        }
        let group = if family == Family::Reference { None } else { Some(self.add_group(family)?) };
        for part in parts {
            self.seat(part, group)?;
        }
        Ok(())
    }

    fn add_group(&mut self, family: Family) -> Result<TrackHandle, ExportError> {
        let bus = self.bus_of(family);
        let name = bus.map_or(names::group(family), |it| &it.name);
        let annotation = notes::of_bus(bus);
        let color = colour::of_family(family);
        let spec = TrackSpec { name, color, group: None, annotation: &annotation };
        let group = self.set.add_group(&spec).at(name)?;
        self.set.set_fold(group, true).at(name)?;
        self.groups.push((family, group));
        Ok(group)
    }

    fn seat(
        &mut self,
        part: &'a Part<Content>,
        group: Option<TrackHandle>,
    ) -> Result<(), ExportError> {
        let strip = self.request.mix.strips.iter().find(|it| it.name == part.name);
        let instrument = self.instrument(part)?;
        let annotation = notes::of_part(&self.request, part, strip, instrument);
        let color = colour::of_family(part.role.family());
        let spec = TrackSpec { name: &part.name, color, group, annotation: &annotation };
        let track = match instrument {
            Some(_) => self.set.add_midi_track(&spec),
            None => self.set.add_audio_track(&spec),
        };
        let track = track.at(&part.name)?;
        if part.role.family() == Family::Reference {
            self.pass_by_the_master(track, &part.name)?;
        }
        if part.role == Role::GhostKick {
            self.set.set_output(track, Output::SendsOnly).at(&part.name)?;
        }
        self.seats.push(Seat { part, track, strip, instrument });
        Ok(())
    }

    /// Sends the reference to the first outputs of the interface, past the master's chain.
    fn pass_by_the_master(&mut self, track: TrackHandle, name: &str) -> Result<(), ExportError> {
        self.set.set_output(track, Output::External(0)).at(name)
    }

    /// What a part is played on; `None` for audio.
    fn instrument(&self, part: &Part<Content>) -> Result<Option<&'a Instrument>, ExportError> {
        let named = self.request.instruments.iter().find(|it| it.0 == part.name).map(|it| &it.1);
        match named {
            Some(Instrument::Audio) => Ok(None),
            Some(instrument) => Ok(Some(instrument)),
            None if part.clips.iter().all(|it| matches!(it.content, Content::Audio(_))) => Ok(None),
            None => Err(ExportError::NoInstrument { part: part.name.clone() }),
        }
    }

    fn add_returns(&mut self) -> Result<(), ExportError> {
        for it in &self.request.mix.returns {
            let annotation = notes::of_chain(&it.chain);
            let spec = TrackSpec {
                name: &it.name,
                color: colour::RETURNS,
                group: None,
                annotation: &annotation,
            };
            let track = self.set.add_return(&spec).at(&it.name)?;
            self.set.set_volume(track, units::fader(it.level)).at(&it.name)?;
            self.returns.push(track);
        }
        Ok(())
    }
}

/// The scale that Live shows for a mode; harmonic minor, which not every Live has, shows as minor.
const fn scale(mode: Mode) -> Scale {
    match mode {
        Mode::Major => Scale::Major,
        Mode::Minor | Mode::HarmonicMinor => Scale::Minor,
        Mode::Dorian => Scale::Dorian,
        Mode::Mixolydian => Scale::Mixolydian,
        Mode::Lydian => Scale::Lydian,
        Mode::Phrygian => Scale::Phrygian,
        Mode::Locrian => Scale::Locrian,
    }
}
