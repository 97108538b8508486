//! What each part is played on: pads of the kit, or a tone of ours on a sampler.

use std::collections::{BTreeMap, BTreeSet};

use arrangement::Part;
use live_export::Content;
use music_types::{
    Db, Drum, Instrument, Pad, Pan, Pitch, Role, SampleId, SamplerVoice, Seconds, Semitones, Tone,
};
use plan::{Palette, Preset};
use rayon::prelude::*;
use sound_kit::Sound;

use crate::chops::Chop;

/// The tones that the parts of a piece are played on, each rendered once.
pub struct Tones<'a> {
    palette: &'a Palette,
    sounds: BTreeMap<Tone, Sound>,
}

impl<'a> Tones<'a> {
    /// Renders what the palette has for these parts.
    pub fn new(palette: &'a Palette, parts: &[Part<Content>]) -> Self {
        let wanted: BTreeSet<Tone> =
            parts.iter().filter_map(|it| palette.sound(it.role)).map(|it| it.tone).collect();
        let sounds = wanted.into_par_iter().map(|it| (it, sound_kit::tone(it))).collect();
        Self { palette, sounds }
    }

    /// The tone whose file has this name.
    pub fn named(&self, name: &str) -> Option<&Sound> {
        self.sounds.values().find(|it| it.name == name)
    }

    /// The sound of a part, and the tone that it plays.
    fn of(&self, part: Role) -> Option<(&Preset, &Sound)> {
        let preset = self.palette.sound(part)?;
        Some((preset, self.sounds.get(&preset.tone)?))
    }
}

/// What a part is played on.
pub fn instrument(
    part: &Part<Content>,
    sample_of: &dyn Fn(&str) -> SampleId,
    tones: &Tones,
    chops: &[Chop],
) -> Instrument {
    if part.clips.iter().all(|it| matches!(it.content, Content::Audio(_))) {
        return Instrument::Audio;
    }
    match (part.role, tones.of(part.role)) {
        (Role::VocalChop, _) => Instrument::Kit(chops.iter().map(Chop::pad).collect()),
        (_, Some((preset, tone))) => sampler(preset, tone, sample_of),
        (_, None) => Instrument::Kit(pads(part, sample_of)),
    }
}

/// A pad for each sound the part plays, in the order of the keyboard.
fn pads(part: &Part<Content>, sample_of: &dyn Fn(&str) -> SampleId) -> Vec<Pad> {
    let drums: BTreeSet<(Pitch, Drum)> =
        keys(part).into_iter().filter_map(|key| Drum::on(key).map(|drum| (key, drum))).collect();
    drums
        .into_iter()
        .map(|(key, drum)| Pad {
            key,
            name: pad_name(drum),
            sample: sample_of(drum.word()),
            choke: drum.choke(),
            gain: Db::UNITY,
            pan: Pan::CENTRE,
            tune: Semitones(0.0),
        })
        .collect()
}

/// The keys a part strikes.
pub fn keys(part: &Part<Content>) -> BTreeSet<Pitch> {
    let phrases = part.clips.iter().filter_map(|it| match &it.content {
        Content::Notes(phrase) => Some(phrase),
        Content::Audio(_) => None,
    });
    phrases.flat_map(|it| it.notes()).map(|it| it.pitch).collect()
}

/// `Open Hat` for `open_hat`.
fn pad_name(drum: Drum) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|it| it.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    };
    drum.word().split('_').map(capital).collect::<Vec<_>>().join(" ")
}

/// A sound of the palette on a sampler that plays its tone.
fn sampler(preset: &Preset, tone: &Sound, sample_of: &dyn Fn(&str) -> SampleId) -> Instrument {
    Instrument::Sampler(SamplerVoice {
        name: preset.name.clone(),
        sample: sample_of(&tone.name),
        root: preset.tone.root(),
        sustain: tone.sustain,
        voices: preset.voices,
        glide: Seconds(preset.glide / 1000.0),
        envelope: preset.envelope(),
        low_pass: preset.low_pass(),
        settings: preset.settings.clone(),
    })
}

#[cfg(test)]
mod tests {
    use als_model::schema::{Schema, Version};
    use music_types::Family;

    use super::*;

    /// The parts that are played on tones.
    fn pitched() -> impl Iterator<Item = Role> {
        let is_tune = |it: &Role| matches!(it.family(), Family::Bass | Family::Music);
        let stems = [Role::BassStem, Role::MusicStem];
        Role::ALL.iter().copied().filter(is_tune).filter(move |it| !stems.contains(it))
    }

    #[test]
    fn every_genre_has_a_sound_for_every_pitched_part_and_no_other() {
        for genre in plan::built_in().genres() {
            let there: Vec<Role> = genre.palette.sounds.keys().copied().collect();
            assert_eq!(there, pitched().collect::<Vec<_>>(), "{}", genre.name);
        }
    }

    #[test]
    fn genres_do_not_sound_alike() {
        let palettes: BTreeSet<String> =
            plan::built_in().genres().map(|it| format!("{:?}", it.palette.sounds)).collect();
        assert!(8 <= palettes.len(), "{} palettes", palettes.len());
        let basses: BTreeSet<Tone> = plan::built_in()
            .genres()
            .filter_map(|it| it.palette.sound(Role::Bass))
            .map(|it| it.tone)
            .collect();
        assert!(6 <= basses.len(), "{basses:?}");
    }

    #[test]
    fn what_a_sound_sets_is_a_parameter_of_simpler() {
        for version in [Version::LIVE_11_3, Version::LIVE_12_1] {
            // The filter stands in a slot of the device, as an element of its own.
            let class = |path: &str| match path.rsplit_once("SimplerFilter/") {
                Some((_, inside)) => ("SimplerFilter", inside.to_owned()),
                None => ("OriginalSimpler", path.to_owned()),
            };
            let sounds = plan::built_in().genres().flat_map(|it| it.palette.sounds.values());
            for (path, _) in sounds.flat_map(|it| &it.settings) {
                let (class, inside) = class(path);
                let element = Schema::of(version).class(class).unwrap();
                assert!(element.find(&format!("{inside}/Manual")).is_some(), "{path}, {version:?}");
            }
        }
    }
}
