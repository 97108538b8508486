//! What an arrangement needs to be heard: instruments for its parts, and every file they play.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrangement::Arrangement;
use live_export::Content;
use mixing::{EffectKind, Heard};
use music_types::{Drum, Instrument, Role, SampleId, Wave};
use plan::{Remark, RemixPlan, Substitution};
use plugin_inventory::Plugin;
use rayon::prelude::*;
use sound_kit::Effect;

use crate::deliver::samples::{AudioFile, Sound};
use crate::ghost;
use crate::liked;
use crate::material::Material;
use crate::outside::SoundVault;
use crate::producer::Producer;
use crate::sounds::{self, Tones};
use crate::sources::{self, RATE};
use crate::staging;
use crate::synths;

/// Instruments, files, and what stands in for what was asked.
pub struct Basket {
    /// What each part is played on, by the part's name.
    pub instruments: Vec<(String, Instrument)>,
    /// The plug-ins among them.
    pub plugins: Vec<Plugin>,
    /// Effects that stand switched off behind chains which do what they are for.
    pub beside: Vec<(EffectKind, Plugin)>,
    /// Every audio file of the project, by name.
    pub files: Vec<AudioFile>,
    /// What stands in for what was asked.
    pub substitutions: Vec<Substitution>,
    /// What there is to say about the instruments.
    pub remarks: Vec<Remark>,
    /// How loud the files on the timeline are.
    loudness: BTreeMap<SampleId, Heard>,
    /// How loud the played parts are, by their names.
    played: BTreeMap<String, Heard>,
}

impl Basket {
    /// How loud a file on the timeline is, where it holds any sound.
    pub fn loudness(&self, id: &SampleId) -> Option<Heard> {
        self.loudness.get(id).copied()
    }

    /// How loud a played part is where it plays hardest.
    pub fn played(&self, part: &str) -> Option<Heard> {
        self.played.get(part).copied()
    }
}

/// Where a sound of the kit lies in a project.
pub fn imported(name: &str) -> SampleId {
    SampleId(format!("Samples/Imported/{name}.wav"))
}

/// Gathers all that `arrangement` needs. Drums come from the producer's sample library
/// where it has what was asked for, else from our own kit.
pub fn basket(
    producer: &Producer,
    plan: &RemixPlan,
    material: &Material,
    arrangement: &Arrangement<Content>,
) -> Basket {
    let tones = Tones::new(&plan.genre.palette, &arrangement.parts);
    let cast = synths::bass(producer.inventory.as_ref(), plan, arrangement);
    let mut instruments: Vec<(String, Instrument)> = arrangement
        .parts
        .iter()
        .map(|part| {
            let instrument = match part.role {
                Role::GhostKick => ghost::instrument(plan),
                _ => sounds::instrument(part, &imported, &tones, &material.chops),
            };
            (part.name.clone(), instrument)
        })
        .collect();
    for (name, instrument) in &mut instruments {
        *instrument = match &cast.instrument {
            Some((part, synth)) if part == name => synth.clone(),
            _ => continue,
        };
    }
    let store = Store { vault: producer.vault.as_deref(), plan, material, tones: &tones };
    let mut ids: Vec<SampleId> = played(&instruments).chain(laid(arrangement)).collect();
    ids.sort();
    ids.dedup();
    let files: Vec<AudioFile> = ids.into_par_iter().filter_map(|id| store.file(id)).collect();
    let waves = Waves { files: &files, material };
    let loudness = loudness(arrangement, &waves);
    let played = staging::played(arrangement, &instruments, plan.tempo, &|it| waves.wave(it));
    let mut substitutions = store.substitutions(&files);
    substitutions.extend(cast.substitution);
    let (plugins, mut remarks) = (cast.plugin.into_iter().collect(), cast.remarks);
    let liked = liked::effects(producer.inventory.as_ref(), plan);
    substitutions.extend(liked.substitutions);
    remarks.extend(liked.remarks);
    let beside = liked.beside;
    Basket { instruments, plugins, beside, files, substitutions, remarks, loudness, played }
}

/// The files that instruments play.
fn played(instruments: &[(String, Instrument)]) -> impl Iterator<Item = SampleId> {
    instruments.iter().flat_map(|(_, instrument)| match instrument {
        Instrument::Kit(pads) => pads.iter().map(|it| it.sample.clone()).collect(),
        Instrument::Sampler(voice) => vec![voice.sample.clone()],
        Instrument::Synth(_) | Instrument::Plugin(_) | Instrument::Audio => Vec::new(),
    })
}

/// The files that lie on the timeline.
fn laid(arrangement: &Arrangement<Content>) -> impl Iterator<Item = SampleId> {
    let clips = arrangement.parts.iter().flat_map(|it| &it.clips);
    clips.filter_map(|it| match &it.content {
        Content::Audio(clip) => Some(clip.sample.clone()),
        Content::Notes(_) => None,
    })
}

/// Where sounds come from.
struct Store<'a> {
    vault: Option<&'a dyn SoundVault>,
    plan: &'a RemixPlan<'a>,
    material: &'a Material,
    tones: &'a Tones<'a>,
}

impl Store<'_> {
    /// The sound behind a file: the source's, the vault's, or one of ours.
    fn file(&self, id: SampleId) -> Option<AudioFile> {
        if let Some(file) = self.material.file(&id) {
            return Some(file);
        }
        let name = id.0.rsplit('/').next()?.strip_suffix(".wav")?.to_owned();
        let made = |wave: Wave| Sound::Made(Arc::new(wave));
        let tone = || self.tones.named(&name).map(|it| made(it.wave.clone()));
        let drum = || Drum::from_word(&name).map(|it| self.drum(it));
        let effect =
            || effect_named(&name).map(|it| made(sound_kit::effect(it, self.plan.tempo).wave));
        let ghost = || (name == ghost::SAMPLE).then(|| made(sound_kit::ghost_kick().wave));
        let sound = drum().or_else(tone).or_else(effect).or_else(ghost)?;
        Some(AudioFile { id, sound })
    }

    fn drum(&self, drum: Drum) -> Sound {
        self.vaulted(drum).unwrap_or_else(|| Sound::Made(Arc::new(sound_kit::drum(drum).wave)))
    }

    fn vaulted(&self, drum: Drum) -> Option<Sound> {
        let path = self.vault?.drum(drum, self.plan.drums.as_deref()?)?;
        let source = sources::source(&path).ok()?;
        Some(if source.is_verbatim {
            Sound::Copied(source.path, source.wave.frames() as u64, RATE)
        } else {
            Sound::Made(source.wave)
        })
    }

    /// Drums that were asked for by name and did not come from the library, in one line.
    fn substitutions(&self, files: &[AudioFile]) -> Vec<Substitution> {
        let Some(asked) = &self.plan.drums else { return Vec::new() };
        let drum = |it: &AudioFile| {
            let name = it.id.0.rsplit('/').next()?.strip_suffix(".wav")?;
            Drum::from_word(name).filter(|drum| self.vaulted(*drum).is_none())
        };
        let ours: Vec<&str> = files.iter().filter_map(drum).map(Drum::word).collect();
        if ours.is_empty() {
            return Vec::new();
        }
        let why = match self.vault {
            None => "no sample library was given".to_owned(),
            Some(_) => format!("the sample library has no {} of that name", ours.join(", ")),
        };
        vec![Substitution { asked: asked.clone(), used: "our own kit".to_owned(), why }]
    }
}

/// The effect whose file has this name.
fn effect_named(name: &str) -> Option<Effect> {
    let lengths = 1..=32;
    let kinds = |bars| [Effect::Riser { bars }, Effect::Downlifter { bars }, Effect::Impact];
    lengths.flat_map(kinds).find(|it| it.word() == name)
}

/// The sounds behind the files of a project.
struct Waves<'a> {
    files: &'a [AudioFile],
    material: &'a Material,
}

impl Waves<'_> {
    fn wave(&self, id: &SampleId) -> Option<Arc<Wave>> {
        let file = self.files.iter().find(|it| it.id == *id)?;
        match (&file.sound, self.material.wave(id)) {
            (Sound::Made(wave), _) => Some(Arc::clone(wave)),
            (_, Some(wave)) => Some(wave),
            (Sound::Copied(path, ..), None) => Some(sources::source(path).ok()?.wave),
        }
    }
}

fn loudness(arrangement: &Arrangement<Content>, waves: &Waves) -> BTreeMap<SampleId, Heard> {
    let mut ids: Vec<SampleId> = laid(arrangement).collect();
    ids.sort();
    ids.dedup();
    let heard = |id: SampleId| {
        let wave = waves.wave(&id)?;
        Some((id, staging::measured(&wave)))
    };
    ids.into_par_iter().filter_map(heard).collect()
}
