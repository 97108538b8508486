//! A `RemixPlan`: no blank left.

use std::borrow::Cow;

use arrangement::{Energy, Treatment, Version, VocalMap, VoiceDropAt};
use music_types::{Db, Family, Key, Role, Seed, Tempo};

use crate::library::genre::Genre;
use crate::remix::heard::SourceGrid;
use crate::remix::key::KeyFit;
use crate::remix::tempo::TempoFit;
use crate::spec::choice::{LiveEdition, LiveVersion, PluginUse, StutterGrid, Take};
use crate::spec::inspiration::{PreferredEffect, TimeRange};

/// A remix without blanks.
#[derive(Debug, Clone, PartialEq)]
pub struct RemixPlan<'l> {
    /// The name of the project; fit for a folder.
    pub name: String,
    /// All chance comes from it.
    pub seed: Seed,
    /// The genre.
    pub genre: &'l Genre,
    /// What is played: the genre's, in the groove that was taken over where one was.
    pub style: Cow<'l, patterns::Style>,
    /// What is sung over the chords, bar by bar, in the key of the set; empty where nobody sings.
    pub sung: patterns::Sung,
    /// The user's own drums, played instead of the genre's where they have something for a part.
    pub pattern: Option<patterns::Pattern>,
    /// The tempo of the set.
    pub tempo: Tempo,
    /// The key of the set.
    pub key: Key,
    /// What it is for.
    pub version: Version,
    /// The hour of the night.
    pub energy: Energy,
    /// The name of the mixing style.
    pub mix_name: &'l str,
    /// The mixing style.
    pub mix_style: &'l mixing::Style,
    /// How far the kick pushes the bass down.
    pub duck: Db,
    /// The song that is remixed, and how it comes to the new tempo and key.
    pub song: Option<SongPlan>,
    /// The voice, and what becomes of it; `None` where nobody sings.
    pub voice: Option<VoicePlan>,
    /// What the song sings, in beats of the new grid; empty where nobody sings.
    pub vocal: VocalMap,
    /// What is done with the singer.
    pub treatment: Treatment,
    /// Whether the voice may be chopped.
    pub chops: bool,
    /// The spoken tags as the arrangement places them, in the order of the spec.
    pub voice_drops: Vec<VoiceDropAt>,
    /// The files of the spoken tags, in the same order.
    pub voice_drop_paths: Vec<String>,
    /// The record whose beat is wanted.
    pub beat: Option<SourcePlan>,
    /// The record whose drop is wanted.
    pub drop: Option<SourcePlan>,
    /// The record whose bass is wanted.
    pub bass: Option<SourcePlan>,
    /// Whose recordings play along: a beat, a bass, a drop that the spec lends as audio.
    pub guests: Vec<Role>,
    /// How drops begin, where it was asked for: a section and the name of a shape.
    pub shapes: Vec<(String, String)>,
    /// Parts that have a seed of their own.
    pub part_seeds: Vec<(Role, Seed)>,
    /// The synthesiser asked for, by name.
    pub bass_synth: Option<String>,
    /// Effects that the user likes to work with.
    pub effects: Vec<PreferredEffect>,
    /// Whether plug-ins may stand in the set, where the spec says so.
    pub plugins: Option<PluginUse>,
    /// The drum sounds asked for, by name.
    pub drums: Option<String>,
    /// The form of document to write.
    pub target: LiveVersion,
    /// The edition of Live the set must open in whole.
    pub edition: LiveEdition,
}

/// The song that is remixed: one recording in up to five files.
#[derive(Debug, Clone, PartialEq)]
pub struct SongPlan {
    /// The whole.
    pub main: Option<String>,
    /// Its voice.
    pub vocal: Option<String>,
    /// Its drums.
    pub drums: Option<String>,
    /// Its bass.
    pub bass: Option<String>,
    /// Everything else.
    pub other: Option<String>,
    /// Its grid, as believed.
    pub grid: SourceGrid,
    /// Its key, as believed.
    pub key: Option<Key>,
    /// How it comes to the new tempo.
    pub fit: TempoFit,
    /// How it comes to the new key.
    pub shift: KeyFit,
}

/// What becomes of the voice.
#[derive(Debug, Clone, PartialEq)]
pub struct VoicePlan {
    /// The file: the vocal stem, or the main track where there is none.
    pub path: String,
    /// Whether it comes along with its music, there being no vocal stem.
    pub from_mix: bool,
    /// Its transposition.
    pub shift: KeyFit,
    /// Whether the singer keeps their size when transposed.
    pub formants: bool,
    /// Why it is shaped once and for all rather than by Live as it plays; `None` where it stays
    /// elastic.
    pub baked: Option<String>,
    /// How fine it stutters at most in the builds; `None` where it does not.
    pub stutter: Option<StutterGrid>,
}

/// Another record, and what is taken from it.
#[derive(Debug, Clone, PartialEq)]
pub struct SourcePlan {
    /// The file.
    pub path: String,
    /// What is taken.
    pub take: Take,
    /// The part of it that is meant; `None` is all.
    pub range: Option<TimeRange>,
    /// Its grid, as believed.
    pub grid: SourceGrid,
    /// Its key, as believed.
    pub key: Option<Key>,
    /// How it comes to the new tempo.
    pub fit: TempoFit,
    /// How it comes to the new key.
    pub shift: KeyFit,
}

impl RemixPlan<'_> {
    /// What is wanted of the arrangement.
    pub fn form(&self) -> arrangement::Brief<'_> {
        arrangement::Brief {
            style: &self.genre.form,
            version: self.version,
            energy: self.energy,
            vocal: &self.vocal,
            treatment: self.treatment,
            voice_drops: &self.voice_drops,
            chops: self.chops,
            stutter: self.voice.as_ref().is_some_and(|it| it.stutter.is_some()),
            guests: &self.guests,
            most_parts: most_parts(self.edition),
            shapes: &self.shapes,
            seed: self.seed.fork("arrangement"),
        }
    }

    /// Where a part's chance comes from.
    pub fn seed_of(&self, part: Role) -> Seed {
        let own = self.part_seeds.iter().find(|it| it.0 == part).map(|it| it.1);
        own.unwrap_or(self.seed).fork("patterns")
    }

    /// What is wanted of the mix.
    pub fn mix<'a>(
        &'a self,
        channels: &'a [mixing::Channel],
        bus_sweeps: &'a [(Family, mixing::Sweep)],
    ) -> mixing::Brief<'a> {
        mixing::Brief {
            style: self.mix_style,
            channels,
            bus_sweeps,
            tempo: self.tempo,
            duck: self.duck,
            edition: match self.edition {
                LiveEdition::Intro => mixing::Edition::Intro,
                LiveEdition::Lite => mixing::Edition::Lite,
                LiveEdition::Standard => mixing::Edition::Standard,
                LiveEdition::Suite => mixing::Edition::Suite,
            },
        }
    }
}

/// How many parts a set may have that opens whole in this edition: Intro's 16 tracks leave nine
/// beside six groups and the reference; Lite's 8 are all parts, without groups.
pub const fn most_parts(edition: LiveEdition) -> Option<usize> {
    match edition {
        LiveEdition::Intro => Some(9),
        LiveEdition::Lite => Some(8),
        LiveEdition::Standard | LiveEdition::Suite => None,
    }
}
