//! What a target names: a value of a set, where it is stored and what it means.

pub mod loudness;
pub mod rack;

use als_model::schema::Dial;
use als_model::view::reading::Reading;
use als_model::view::{Device, LiveSet, Parameter, Spot, Track};
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
        ("sidechain", [amount]) if amount.is("amount") => duck(track),
        ("loudness", []) if set.main().is_ok_and(|it| it.node() == track.node()) => {
            loudness::knob(track)
        }
        ("pad" | "chain", [what]) => rack::in_chain(track, field, what),
        ("macro", []) => rack::of_macro(track, field),
        ("clip", [what]) => clip(&[track], field, what),
        ("device", _) => in_device(track, field, more),
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

/// The compressor of a track that another track keys.
fn duck(track: Track<'_>) -> Result<Knob, Refused> {
    let ducked = |it: &Device<'_>| it.tag() == "Compressor2" && it.is_ducked();
    let keyed: Vec<Device<'_>> = track.devices().filter(ducked).collect();
    let [device] = keyed.as_slice() else {
        let why = if keyed.is_empty() {
            "has no compressor that another track keys"
        } else {
            "has several compressors with a sidechain: address their threshold"
        };
        return Err(Refused::new(track.name(), why));
    };
    let lost = || Refused::new(device.name(), "cannot be read");
    let knob = |path: &str| device.knob(path).and_then(|it| Some((it, it.value().ok()?)));
    let (threshold, amplitude) = knob("Threshold").ok_or_else(lost)?;
    let (_, ratio) = knob("Ratio").ok_or_else(lost)?;
    let name = device.spot().at("UserName").map(|it| it.node);
    Ok(Knob {
        place: Place::Duck {
            threshold: threshold.spot().need("Manual").map_err(|_| lost())?.node,
            stands_at: Scale::Amplitude.to_user(amplitude),
            slope: 1.0 - 1.0 / ratio.max(1.01),
            name,
        },
        scale: Scale::Decibels,
        range: Some((-40.0, 0.0)),
        stored: depth_told(&device.name()).unwrap_or(f64::NAN),
        text: threshold.text(),
        points: Vec::new(),
    })
}

/// The depth that a duck of ours has in its name: `Duck -6.0 dB`.
fn depth_told(name: &str) -> Option<f64> {
    let told = name.strip_prefix("Duck ")?.replace('−', "-");
    told.trim_end_matches("dB").trim().parse().ok()
}

fn in_device(track: Track<'_>, step: &Step, more: &[Step]) -> Result<Knob, Refused> {
    let device = device(track, step)?;
    let field = joined(more);
    let readings = device.readings();
    let wanted = squeezed(&field);
    let same = |it: &&Reading<'_>| names(device, it).iter().any(|name| squeezed(name) == wanted);
    let found: Vec<&Reading<'_>> = readings.iter().filter(same).collect();
    match found.as_slice() {
        [one] => {
            let range = one
                .range
                .map(|it| (it.low, it.high))
                .or_else(|| one.parameter.mapping_range().map(|(a, b)| (a.min(b), a.max(b))));
            let range = range.filter(|_| one.dial != Dial::Switch);
            let scale = Scale::in_time(&one.path).unwrap_or(Scale::of(one.dial, one.unit));
            of_parameter(track, one.parameter, scale, range)
        }
        [] => Err(Refused::new(field, format!("is no parameter of {}", device.name()))
            .among(fields(device))),
        several => {
            let paths = several.iter().map(|it| it.path.clone()).collect();
            Err(Refused { allowed: paths, ..Refused::new(field, "names several parameters") })
        }
    }
}

fn device<'t>(track: Track<'t>, step: &Step) -> Result<Device<'t>, Refused> {
    let top: Vec<Device<'t>> = track.devices().collect();
    let all: Vec<Device<'t>> = track.all_devices().collect();
    let told = |it: &Device<'t>| format!("device[{:?}]", it.name());
    let names = || all.iter().map(told).collect::<Vec<_>>();
    match &step.index {
        None => Err(Refused::new("device", "needs a name or place in brackets").among(names())),
        Some(Index::Place(place)) => top.get(place - 1).copied().ok_or_else(|| {
            Refused::new(format!("device[{place}]"), format!("is not on {:?}", track.name()))
                .among(names())
        }),
        Some(Index::Name(name)) => {
            let same = |it: &&Device<'t>| {
                it.name().eq_ignore_ascii_case(name) || it.class().eq_ignore_ascii_case(name)
            };
            let found: Vec<Device<'t>> = all.iter().filter(same).copied().collect();
            match found.as_slice() {
                [one] => Ok(*one),
                [] => Err(Refused::new(name, format!("is no device on {:?}", track.name()))
                    .among(names())),
                several => {
                    let why = "names several devices; say which by its place, device[n]";
                    Err(Refused {
                        allowed: several.iter().map(told).collect(),
                        ..Refused::new(name, why)
                    })
                }
            }
        }
    }
}

/// The names by which a device's parameters can be asked for, the handiest of each.
pub fn fields(device: Device<'_>) -> Vec<String> {
    let readings = device.readings();
    readings.iter().filter_map(|it| names(device, it).into_iter().next()).collect()
}

/// What a parameter may be called: by a plug-in's own name, as a band of EQ Eight, by its whole path, by its end
/// where no other ends so.
fn names(device: Device<'_>, reading: &Reading<'_>) -> Vec<String> {
    let mut names = Vec::new();
    let around = reading.parameter.spot();
    let parent = around.tree.parent(around.node).map(|node| Spot { node, ..around });
    if let Some(name) =
        parent.and_then(|it| it.text("ParameterName").ok()).filter(|it| !it.is_empty())
    {
        names.push(name.into_owned());
    }
    if let Some(band) =
        reading.path.strip_prefix("Bands.").and_then(|it| it.split_once("/ParameterA/"))
    {
        let place = band.0.parse::<usize>().map_or(0, |it| it + 1);
        names.push(format!("band[{place}].{}", band.1.to_lowercase()));
    }
    names.push(reading.path.clone());
    if let Some((_, end)) = reading.path.rsplit_once('/') {
        let ending =
            |it: &als_model::view::device::Knob<'_>| it.path.rsplit('/').next() == Some(end);
        if device.knobs().iter().filter(|it| ending(it)).count() == 1 {
            names.push(end.to_owned());
        }
    }
    names
}

/// The steps behind a device as one name.
fn joined(steps: &[Step]) -> String {
    let step = |it: &Step| match &it.index {
        Some(Index::Place(place)) => format!("{}[{place}]", it.word),
        Some(Index::Name(name)) => format!("{}[{name}]", it.word),
        None => it.word.clone(),
    };
    steps.iter().map(step).collect::<Vec<_>>().join(".")
}

/// A name without case, blanks and signs but brackets' numbers.
fn squeezed(name: &str) -> String {
    name.to_lowercase().chars().filter(|it| it.is_alphanumeric()).collect()
}
