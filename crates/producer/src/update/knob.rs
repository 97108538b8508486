//! What a target names: a value of a set, where it is stored and what it means.

mod device;
mod duck;
pub mod loudness;
pub mod rack;

pub use self::device::fields;

use als_model::view::{LiveSet, Parameter, Spot, Track};
use als_model::{NodeId, Tree};

use super::error::Refused;
use super::find;
use super::scale::Scale;
use super::target::{Index, Step, parse};

/// A value of a set.
#[derive(Debug, Clone)]
pub struct Knob {
    /// Where it is stored.
    pub place: Place,
    /// What the stored number means.
    pub scale: Scale,
    /// What may be stored; `None` where nothing is known.
    pub range: Option<(f64, f64)>,
    /// What is stored.
    pub stored: f64,
    /// As it is written.
    pub text: String,
    /// The points of the envelope that moves it, none where it is not automated.
    pub points: Vec<NodeId>,
}

/// Where a value is stored.
#[derive(Debug, Clone)]
pub enum Place {
    /// In the attribute `Value` of these elements, all the same.
    Values(Vec<NodeId>),
    /// As whole semitones and cents.
    Pitch {
        /// Semitones.
        coarse: NodeId,
        /// Cents.
        fine: NodeId,
    },
    /// As the threshold of a compressor that another track keys: deeper by so many decibels.
    Duck {
        /// Where the threshold is stored, as amplitude.
        threshold: NodeId,
        /// The threshold, in decibels.
        stands_at: f64,
        /// How much of a decibel above the threshold is taken away, 0 to 1.
        slope: f64,
        /// The device's own name, which tells its depth in sets of ours.
        name: Option<NodeId>,
    },
    /// As the gain of the main track's limiter: louder by so many decibels.
    Loudness {
        /// Where the gain is stored, in decibels.
        gain: NodeId,
        /// The gain.
        stands_at: f64,
        /// The device's own name, which tells the loudness in sets of ours.
        name: Option<NodeId>,
    },
}

impl Knob {
    /// Where it stands, as Live shows it.
    pub fn shown(&self) -> String {
        match (&self.place, self.stored.is_finite()) {
            (Place::Duck { stands_at, .. }, false) => format!("threshold {stands_at:.1} dB"),
            (Place::Loudness { stands_at, .. }, false) => format!("limiter gain {stands_at:.1} dB"),
            (Place::Loudness { .. }, true) => format!("{:.1} LUFS", self.stored),
            _ => self.scale.show(self.stored),
        }
    }
}

/// Finds what a target names.
///
/// # Errors
///
/// What is wrong with it, and what there is instead.
pub fn find(tree: &Tree, target: &str) -> Result<Knob, Refused> {
    let steps = parse(target)?;
    let set =
        LiveSet::of(tree).map_err(|_| Refused::new(target, "needs a set, and this is a preset"))?;
    let words: Vec<&str> = steps.iter().map(|it| it.word.as_str()).collect();
    match (words.as_slice(), steps.as_slice()) {
        (["set", "tempo"], _) => tempo(set),
        (["set", field], _) => {
            Err(Refused::new(*field, "is no value of a set").among(vec!["tempo".to_owned()]))
        }
        (["locator", _], [locator, field]) => self::locator(set, locator, field),
        (["clip", _], [clip, field]) => {
            let tracks: Vec<Track<'_>> = set.tracks().collect();
            self::clip(&tracks, clip, field)
        }
        _ => in_track(set, &steps),
    }
}

fn tempo(set: LiveSet<'_>) -> Result<Knob, Refused> {
    let odd = |_| Refused::new("set.tempo", "is not in this set");
    let knob = set.main_parameter("Tempo").map_err(odd)?;
    let main = set.main().map_err(odd)?;
    let mut found = of_parameter(main, knob, Scale::Tempo, Some((20.0, 999.0)))?;
    found.stored = set.tempo().map_err(odd)?; // the envelope wins
    Ok(found)
}

fn locator(set: LiveSet<'_>, step: &Step, field: &Step) -> Result<Knob, Refused> {
    let spots: Vec<Spot<'_>> = set.spot().list("Locators/Locators").collect();
    let name = |it: &Spot<'_>| it.text("Name").unwrap_or_default().into_owned();
    let wanted = match &step.index {
        Some(Index::Name(wanted)) => spots
            .iter()
            .filter(|it| name(it) == *wanted || is_head(&name(it), wanted))
            .collect::<Vec<_>>(),
        Some(Index::Place(place)) => spots.get(place - 1).into_iter().collect(),
        None => Vec::new(),
    };
    let names = || spots.iter().map(|it| format!("locator[{:?}]", name(it))).collect::<Vec<_>>();
    let [at] = wanted.as_slice() else {
        let why =
            if wanted.is_empty() { "is no locator of this set" } else { "names several locators" };
        let found = step.index.as_ref().map_or("locator".to_owned(), |it| format!("{it:?}"));
        return Err(Refused::new(found, why).among(names()));
    };
    if !field.is("time") {
        return Err(
            Refused::new(&field.word, "is no value of a locator").among(vec!["time".to_owned()])
        );
    }
    value(**at, "Time", Scale::Beats, Some((0.0, 1e6)))
}

/// Whether a locator is called so, what stands behind a dash aside: `DROP 1` is `DROP 1 – 16`.
fn is_head(name: &str, wanted: &str) -> bool {
    name.split(" – ").next().is_some_and(|it| it.eq_ignore_ascii_case(wanted))
}

fn in_track(set: LiveSet<'_>, steps: &[Step]) -> Result<Knob, Refused> {
    let (track, used) = find::track(set, steps)?;
    let rest = steps.get(used..).unwrap_or_default();
    let odd = |_| Refused::new(track.name(), "has no mixer");
    let mixer = track.mixer().map_err(odd)?;
    let [field, more @ ..] = rest else {
        let names = FIELDS.iter().map(|it| (*it).to_owned()).collect();
        return Err(Refused::new(track.name(), "is a track: say what of it").among(names));
    };
    match (field.word.to_lowercase().as_str(), more) {
        ("volume", []) => {
            of_parameter(track, mixer.volume().map_err(odd)?, Scale::Amplitude, Some(FADER))
        }
        ("pan", []) => {
            of_parameter(track, mixer.pan().map_err(odd)?, Scale::Pan, Some((-1.0, 1.0)))
        }
        ("mute", []) => of_parameter(track, mixer.speaker().map_err(odd)?, Scale::Speaker, None),
        ("send", _) => send(set, track, field, more),
        ("sidechain", [amount]) if amount.is("amount") => duck::knob(track),
        ("loudness", []) if set.main().is_ok_and(|it| it.node() == track.node()) => {
            loudness::knob(track)
        }
        ("pad" | "chain", [what]) => rack::in_chain(track, field, what),
        ("macro", []) => rack::of_macro(track, field),
        ("clip", [what]) => clip(&[track], field, what),
        ("device", _) => device::knob(track, field, more),
        (_, [what]) if rack::has(track, &field.word) => rack::in_chain(track, field, what),
        _ => {
            let names = FIELDS.iter().map(|it| (*it).to_owned()).collect();
            Err(Refused::new(&field.word, format!("is no value of {:?}", track.name()))
                .among(names))
        }
    }
}

/// What a track can be asked for.
const FIELDS: &[&str] = &[
    "volume",
    "pan",
    "mute",
    "send.A",
    "sidechain.amount",
    "device[\"NAME\"].PARAMETER",
    "clip[\"NAME\"].gain",
    "clip[\"NAME\"].transpose",
    "pad[\"NAME\"].volume",
    "macro[1]",
];

/// What a fader stores.
pub(super) const FADER: (f64, f64) = (als_model::view::level::SILENCE, als_model::view::level::TOP);

fn send(set: LiveSet<'_>, track: Track<'_>, field: &Step, more: &[Step]) -> Result<Knob, Refused> {
    let returns: Vec<String> = set.returns().map(|it| it.name()).collect();
    let asked = match (&field.index, more) {
        (Some(Index::Name(name)), []) => name.clone(),
        (Some(Index::Place(place)), []) => find::letter(place.saturating_sub(1)).to_string(),
        (None, [which]) => which.word.clone(),
        _ => String::new(),
    };
    let lower = asked.to_lowercase();
    let is_letter = |place: usize| {
        lower.len() == 1 && lower.starts_with(find::letter(place).to_ascii_lowercase())
    };
    let is_part = |name: &str| 1 < lower.len() && name.to_lowercase().contains(&lower);
    let named: Vec<usize> = (0..returns.len())
        .filter(|it| is_letter(*it) || returns.get(*it).is_some_and(|name| is_part(name)))
        .collect();
    let names =
        returns.iter().enumerate().map(|(it, name)| format!("{} ({name})", find::letter(it)));
    let [place] = named.as_slice() else {
        return Err(Refused::new(asked, "is no send of this set").among(names.collect()));
    };
    let sends = track.mixer().map(|it| it.sends().collect::<Vec<_>>()).unwrap_or_default();
    let amount = sends.get(*place).and_then(|it| it.amount().ok());
    let amount =
        amount.ok_or_else(|| Refused::new(&asked, format!("is no send of {:?}", track.name())))?;
    of_parameter(track, amount, Scale::Amplitude, Some((FADER.0, 1.0)))
}

fn clip(tracks: &[Track<'_>], step: &Step, field: &Step) -> Result<Knob, Refused> {
    let index = step
        .index
        .as_ref()
        .ok_or_else(|| Refused::new("clip", "needs a name or place in brackets"))?;
    let clip = find::clip(tracks, index)?;
    let Some(audio) = clip.audio() else {
        return Err(Refused::new(
            clip.name(),
            "is a MIDI clip: it has neither gain nor transposition",
        ));
    };
    let spot = clip.spot();
    let lost = |_| Refused::new(clip.name(), "has no such value");
    match field.word.to_lowercase().as_str() {
        "gain" => value(spot, "SampleVolume", Scale::Amplitude, Some((FADER.0, 15.848_932))),
        "transpose" => Ok(Knob {
            place: Place::Pitch {
                coarse: spot.need("PitchCoarse").map_err(lost)?.node,
                fine: spot.need("PitchFine").map_err(lost)?.node,
            },
            scale: Scale::Semitones,
            range: Some((-48.0, 48.0)),
            stored: audio.transposition().map_err(lost)?,
            text: String::new(),
            points: Vec::new(),
        }),
        other => {
            let names = vec!["gain".to_owned(), "transpose".to_owned()];
            Err(Refused::new(other, "is no value of a clip").among(names))
        }
    }
}

fn value(
    at: Spot<'_>,
    path: &str,
    scale: Scale,
    range: Option<(f64, f64)>,
) -> Result<Knob, Refused> {
    let lost = |_| Refused::new(path, "is not in this set");
    let spot = at.need(path).map_err(lost)?;
    Ok(Knob {
        place: Place::Values(vec![spot.node]),
        scale,
        range,
        stored: at.number(path).map_err(lost)?,
        text: at.text(path).map_err(lost)?.into_owned(),
        points: Vec::new(),
    })
}

/// A parameter with the envelope of its track that moves it.
pub(super) fn of_parameter(
    track: Track<'_>,
    parameter: Parameter<'_>,
    scale: Scale,
    range: Option<(f64, f64)>,
) -> Result<Knob, Refused> {
    let spot = parameter.spot();
    let stored = parameter.value().map_err(|it| Refused::new(it.to_string(), "cannot be read"))?;
    let target = parameter.automation_target();
    let mine = track.envelopes().filter(|it| target.is_some() && it.target().ok() == target);
    let points = mine
        .flat_map(|it| it.spot().list("Automation/Events").map(|it| it.node).collect::<Vec<_>>());
    // Live 8 and 9 keep value and automation in one list at the parameter.
    let own = || spot.list("ArrangerAutomation/Events").map(|it| it.node).collect();
    let values = spot.at("Manual").map_or_else(own, |it| vec![it.node]);
    Ok(Knob {
        place: Place::Values(values),
        scale,
        range,
        stored,
        text: parameter.text(),
        points: points.collect(),
    })
}
