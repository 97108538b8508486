//! From a wish to a plan: every blank settled, every oddity said.

use arrangement::{Energy, Form, Treatment, Version, place_drops};
use music_types::{Beats, Db, Key, Seed, Tempo};

use crate::library::genre::Genre;
use crate::library::load::Library;
use crate::remix::heard::{Given, Heard, HeardSource, believe, believed_key};
use crate::remix::key::{KeyFit, chosen};
use crate::remix::plan::{RemixPlan, SongPlan, SourcePlan, VoicePlan};
use crate::remix::tempo::TempoFit;
use crate::remix::voice::{stem_of, vocal_map, voice_drop};
use crate::spec::choice::{
    LiveEdition, LiveVersion, Place, StutterGrid, Take, TargetEnergy, VersionType, VocalTreatment,
};
use crate::spec::field::LARGEST_SEED;
use crate::spec::inspiration::{InspirationSet, InspirationSource};
use crate::spec::mistake::{Mistake, MistakeKind, SpecErrors, nearest};
use crate::spec::read::{Format, paths, write};
use crate::spec::remark::{
    FORMANT_WITHOUT_SHIFT, GRID_WITHOUT_STUTTER, KEY_UNKNOWN, NAME_MADE, NOT_FOLLOWED,
    PROCESSING_WITHOUT_VOICE, Remark, SAME_FILE_TWICE, TEMPO_OUTSIDE_GENRE,
    TREATMENT_AGAINST_VERSION, VOCAL_FROM_MIX, VOICE_DROP_CLASHES,
};

/// The genre of a remix that asks for none.
const EVERYDAY: &str = "house";

/// A plan without blanks for `wish`, and what is odd about it.
///
/// What the spec gives is believed over what was heard; a clear disagreement is remarked upon.
///
/// # Errors
///
/// All mistakes of a wish that could not be read so (made in code), and those that show only
/// against the form: voice drops past the end or at a place that the version does not have.
pub fn remix<'l>(
    wish: &InspirationSet,
    heard: &Heard,
    library: &'l Library,
) -> Result<(RemixPlan<'l>, Vec<Remark>), SpecErrors> {
    library.check_spec(wish)?;
    let genre = genre_of(wish, library)?;
    let (mix_name, mix_style) = mix_of(wish, genre, library)?;
    let mut remarks = Vec::new();
    let version = version_of(wish);
    let song_tempo = song_tempo(wish, heard);
    let tempo = tempo_of(wish, genre, version, song_tempo, &mut remarks);
    let song_key =
        heard.song.as_ref().and_then(|it| believed_key(&Given::song(wish), it, &mut remarks));
    let key = key_of(wish, genre, version, song_key, &mut remarks);
    let song = heard.song.as_ref().map(|it| song_of(wish, it, song_key, tempo, key, &mut remarks));
    let treatment = treatment_of(wish, version);
    let voice = song.as_ref().and_then(|it| voice_of(wish, it, treatment, key, &mut remarks));
    let vocal = match (&song, &voice) {
        (Some(song), Some(_)) => {
            vocal_map(&song.grid, song.fit.pace, &heard.sung, wish.analysis.as_ref(), &mut remarks)
        }
        _ => arrangement::VocalMap {
            bars: song.as_ref().map_or(0, |it| it.grid.bars()),
            phrases: Vec::new(),
        },
    };
    let other = |at: &str,
                 source: &Option<InspirationSource>,
                 heard: &Option<HeardSource>,
                 take,
                 remarks: &mut Vec<Remark>| {
        source.as_ref().map(|it| source_of(at, it, heard.as_ref(), take, tempo, key, remarks))
    };
    let beat = other("/beat_source", &wish.beat_source, &heard.beat, Take::Groove, &mut remarks);
    let drop = other("/drop_source", &wish.drop_source, &heard.drop, Take::Notes, &mut remarks);
    let bass = other("/bass_source", &wish.bass_source, &heard.bass, Take::Notes, &mut remarks);
    oddities(wish, treatment, voice.as_ref(), &mut remarks);
    let lengths = heard.voice_drops.iter().copied().map(Some).chain(std::iter::repeat(None));
    let plan = RemixPlan {
        name: name_of(wish, genre, version, &mut remarks),
        seed: seed_of(wish),
        genre,
        tempo,
        key,
        version,
        energy: energy_of(wish),
        mix_name,
        mix_style,
        duck: wish.sidechain_amount.unwrap_or(Db::new(-6.0)),
        chops: voice.is_some() && treatment != Treatment::HookOnly,
        treatment: if voice.is_some() { treatment } else { Treatment::None },
        song,
        voice,
        vocal,
        voice_drops: wish
            .voice_drops
            .iter()
            .zip(lengths)
            .map(|(it, length)| voice_drop(it, length, tempo))
            .collect(),
        voice_drop_paths: wish.voice_drops.iter().map(|it| it.path.clone()).collect(),
        beat,
        drop,
        bass,
        bass_synth: wish.preferred_bass_synth.clone(),
        drums: wish.preferred_drums.clone(),
        target: wish.live_version.unwrap_or(LiveVersion::Live11),
        edition: wish.live_edition.unwrap_or(LiveEdition::Standard),
    };
    drops_fit(wish, &plan, &mut remarks)?;
    Ok((plan, remarks))
}

fn genre_of<'l>(wish: &InspirationSet, library: &'l Library) -> Result<&'l Genre, SpecErrors> {
    let name = wish.target_genre.as_deref().unwrap_or(EVERYDAY);
    let names = || library.genres().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
    let missing = || Mistake::new("/target_genre", MistakeKind::UnknownName, name, names());
    library.genre(name).ok_or_else(|| missing().into())
}

fn mix_of<'l>(
    wish: &InspirationSet,
    genre: &Genre,
    library: &'l Library,
) -> Result<(&'l str, &'l mixing::Style), SpecErrors> {
    let name = wish.mixing_style.as_deref().unwrap_or(&genre.mix);
    let names = || library.mixes().collect::<Vec<_>>().join(", ");
    let missing = || Mistake::new("/mixing_style", MistakeKind::UnknownName, name, names());
    library.mix(name).ok_or_else(|| missing().into())
}

fn version_of(wish: &InspirationSet) -> Version {
    match wish.version_type.unwrap_or(VersionType::Extended) {
        VersionType::Extended => Version::Extended,
        VersionType::Radio => Version::Radio,
        VersionType::Dub => Version::Dub,
        VersionType::Instrumental => Version::Instrumental,
        VersionType::Acapella => Version::Acapella,
        VersionType::DjTool => Version::DjTool,
        VersionType::IntroOutroEdit => Version::IntroOutroEdit,
        VersionType::Bootleg => Version::Bootleg,
        VersionType::Vip => Version::Vip,
    }
}

fn energy_of(wish: &InspirationSet) -> Energy {
    match wish.target_energy.unwrap_or(TargetEnergy::Peak) {
        TargetEnergy::Warmup => Energy::Warmup,
        TargetEnergy::Peak => Energy::Peak,
        TargetEnergy::Afterhours => Energy::Afterhours,
    }
}

/// The song's own tempo, as believed; remarks are made when the song is settled.
fn song_tempo(wish: &InspirationSet, heard: &Heard) -> Option<Tempo> {
    let song = heard.song.as_ref()?;
    let mut remarks = Vec::new();
    let grid = believe(&Given::song(wish), song, None, &mut remarks);
    let is_known = remarks.iter().all(|it| it.code != crate::spec::remark::TEMPO_UNKNOWN.name);
    is_known.then_some(grid.tempo)
}

/// The tempo asked for; else the song's own where its original plays untouched; else the genre's.
fn tempo_of(
    wish: &InspirationSet,
    genre: &Genre,
    version: Version,
    song: Option<Tempo>,
    remarks: &mut Vec<Remark>,
) -> Tempo {
    let own = song.filter(|_| version == Version::IntroOutroEdit);
    let tempo = wish.target_bpm.or(own).unwrap_or(genre.tempo.typical);
    if !genre.tempo.holds(tempo) {
        let (low, high) = (genre.tempo.low.bpm(), genre.tempo.high.bpm());
        let words = format!("{tempo}, where {} is played at {low} to {high}", genre.title);
        remarks.push(Remark::new(TEMPO_OUTSIDE_GENRE, "/target_bpm", words));
    }
    tempo
}

/// The key asked for; else the song's own where its original plays untouched; else one chosen.
fn key_of(
    wish: &InspirationSet,
    genre: &Genre,
    version: Version,
    song: Option<Key>,
    remarks: &mut Vec<Remark>,
) -> Key {
    let own = song.filter(|_| version == Version::IntroOutroEdit);
    wish.target_key.or(own).unwrap_or_else(|| chosen(song, &genre.keys, remarks))
}

fn song_of(
    wish: &InspirationSet,
    heard: &HeardSource,
    own_key: Option<Key>,
    tempo: Tempo,
    key: Key,
    remarks: &mut Vec<Remark>,
) -> SongPlan {
    let grid = believe(&Given::song(wish), heard, Some(tempo), remarks);
    let asked = wish.vocal_processing.and_then(|it| it.pitch_shift);
    let shift = match (asked, own_key) {
        (Some(shift), _) => KeyFit::asked(own_key, shift),
        (None, Some(own)) => KeyFit::new(own, key),
        (None, None) => KeyFit::none(None),
    };
    if asked.is_none() && own_key.is_none() {
        let words = "no key was found and none is given: nothing is transposed";
        remarks.push(Remark::new(KEY_UNKNOWN, "/analysis/key", words));
    }
    SongPlan {
        main: wish.main_track_path.clone(),
        vocal: wish.vocal_stem_path.clone(),
        drums: wish.drum_stem_path.clone(),
        bass: wish.bass_stem_path.clone(),
        other: wish.other_stem_path.clone(),
        fit: TempoFit::new(grid.tempo, tempo),
        grid,
        key: own_key,
        shift,
    }
}

/// What is done with the singer: as asked; else what the version has room for.
fn treatment_of(wish: &InspirationSet, version: Version) -> Treatment {
    match (wish.vocal_treatment, version) {
        (Some(VocalTreatment::KeepLyrics), _) => Treatment::KeepLyrics,
        (Some(VocalTreatment::Chops), _) => Treatment::Chops,
        (Some(VocalTreatment::HookOnly), _) => Treatment::HookOnly,
        (Some(VocalTreatment::None), _) | (None, Version::Instrumental | Version::DjTool) => {
            Treatment::None
        }
        (None, Version::Dub) => Treatment::Chops,
        (None, _) => Treatment::KeepLyrics,
    }
}

fn voice_of(
    wish: &InspirationSet,
    song: &SongPlan,
    treatment: Treatment,
    key: Key,
    remarks: &mut Vec<Remark>,
) -> Option<VoicePlan> {
    let path =
        song.vocal.as_ref().or(song.main.as_ref()).filter(|_| treatment != Treatment::None)?;
    let processing = wish.vocal_processing.unwrap_or_default();
    let at = if processing.pitch_shift.is_some() {
        "/vocal_processing/pitch_shift"
    } else {
        "/target_key"
    };
    song.shift.remarks(song.key, key, at, remarks);
    song.fit.remarks(remarks);
    if song.vocal.is_none() {
        let words =
            "there is no vocal stem: the voice comes along with the music of the main track";
        remarks.push(Remark::new(VOCAL_FROM_MIX, "/main_track_path", words));
    }
    let grid = processing.stutter_grid.unwrap_or(StutterGrid::Sixteenth);
    Some(VoicePlan {
        path: path.clone(),
        from_mix: song.vocal.is_none(),
        shift: song.shift,
        formants: processing.formant_preserve.unwrap_or(true),
        stutter: processing.stutter_build.unwrap_or(false).then_some(grid),
    })
}

fn source_of(
    at: &str,
    source: &InspirationSource,
    heard: Option<&HeardSource>,
    take: Take,
    tempo: Tempo,
    key: Key,
    remarks: &mut Vec<Remark>,
) -> SourcePlan {
    let given = Given::source(at, source);
    let silence = HeardSource::default();
    let mut unheard = Vec::new();
    // Nobody listened, so there is nothing to compare and nothing to miss.
    let aside = if heard.is_some() { &mut *remarks } else { &mut unheard };
    let grid = believe(&given, heard.unwrap_or(&silence), Some(tempo), aside);
    let own_key = believed_key(&given, heard.unwrap_or(&silence), aside);
    let words = "it is read, but this version of the program does not follow it yet";
    remarks.push(Remark::new(NOT_FOLLOWED, at, words));
    SourcePlan {
        path: source.path.clone(),
        take: source.take.unwrap_or(take),
        range: source.time_range,
        fit: TempoFit::new(grid.tempo, tempo),
        grid,
        key: own_key,
        shift: own_key.map_or(KeyFit::none(None), |it| KeyFit::new(it, key)),
    }
}

/// Wishes that are odd but not wrong.
fn oddities(
    wish: &InspirationSet,
    treatment: Treatment,
    voice: Option<&VoicePlan>,
    remarks: &mut Vec<Remark>,
) {
    let processing = wish.vocal_processing.unwrap_or_default();
    let mut say = |code, at: &str, words: String| remarks.push(Remark::new(code, at, words));
    let moves = voice.is_some_and(|it| it.shift.shift.0 != 0.0);
    if processing.formant_preserve == Some(true) && voice.is_some() && !moves {
        let words = "nothing is transposed, so formants stay as they are".into();
        say(FORMANT_WITHOUT_SHIFT, "/vocal_processing/formant_preserve", words);
    }
    if processing.stutter_grid.is_some() && processing.stutter_build != Some(true) {
        let words = "no stutter is asked for; set stutter_build".into();
        say(GRID_WITHOUT_STUTTER, "/vocal_processing/stutter_grid", words);
    }
    if wish.vocal_processing.is_some() && voice.is_none() {
        say(PROCESSING_WITHOUT_VOICE, "/vocal_processing", "nobody sings".into());
    }
    let version = version_of(wish);
    if treatment == Treatment::KeepLyrics && matches!(version, Version::Dub | Version::DjTool) {
        let words = format!("a {version} has room for few words: most of the lyrics are left out");
        say(TREATMENT_AGAINST_VERSION, "/vocal_treatment", words);
    }
    let files = paths(wish);
    for (index, (at, path)) in files.iter().enumerate() {
        let before = files.iter().take(index).find(|(other, it)| it == path && !is_tag(other));
        if let Some((first, _)) = before.filter(|_| !is_tag(at)) {
            say(SAME_FILE_TWICE, at, format!("{path} stands at {first} too"));
        }
    }
}

/// A tag may be heard in many places.
fn is_tag(at: &str) -> bool {
    at.starts_with("/voice_drops")
}

/// The seed asked for; else one drawn from all of the wish that can be heard, so that neither the
/// project's name nor the version of Live changes a note.
fn seed_of(wish: &InspirationSet) -> Seed {
    let heard = InspirationSet {
        project_name: None,
        live_version: None,
        live_edition: None,
        ..wish.clone()
    };
    let drawn = || Seed(0).fork(&write(&heard, Format::Json)).0 & LARGEST_SEED as u64;
    Seed(wish.seed.unwrap_or_else(drawn))
}

/// The name asked for; else the source's and what is made of it: `Song (Afro Circuit Remix)`.
fn name_of(
    wish: &InspirationSet,
    genre: &Genre,
    version: Version,
    remarks: &mut Vec<Remark>,
) -> String {
    if let Some(name) = &wish.project_name {
        return name.clone();
    }
    let song = paths(wish).first().map(|(_, path)| stem_of(path).to_owned()).unwrap_or_default();
    let kind = match version {
        Version::Extended => "Remix",
        Version::Radio => "Radio Edit",
        Version::Dub => "Dub",
        Version::Instrumental => "Instrumental",
        Version::Acapella => "Acapella",
        Version::DjTool => "DJ Tool",
        Version::IntroOutroEdit => "Intro Outro Edit",
        Version::Bootleg => "Bootleg",
        Version::Vip => "VIP",
    };
    let bare: String =
        song.chars().filter(|it| !it.is_control() && !"\\/:*?\"<>|".contains(*it)).collect();
    let bare: String = bare.trim_matches(['.', ' ']).chars().take(40).collect();
    let name = format!("{} ({} {kind})", bare.trim_end(), genre.title);
    let name = name.trim().to_owned();
    remarks.push(Remark::new(NAME_MADE, "/project_name", format!("{name:?}")));
    name
}

/// Every tag has its place in the form.
fn drops_fit(
    wish: &InspirationSet,
    plan: &RemixPlan,
    remarks: &mut Vec<Remark>,
) -> Result<(), SpecErrors> {
    let form = arrangement::form(&plan.form());
    let placed = place_drops(&form, &plan.voice_drops);
    let mut mistakes = Vec::new();
    for (index, (drop, asked)) in plan.voice_drops.iter().zip(&wish.voice_drops).enumerate() {
        if placed.iter().any(|it| it.index == index) {
            continue;
        }
        // Alone it would have its place: another speaks there.
        if !place_drops(&form, std::slice::from_ref(drop)).is_empty() {
            let words = "another tag speaks there: this one is left out";
            remarks.push(Remark::new(VOICE_DROP_CLASHES, format!("/voice_drops/{index}"), words));
            continue;
        }
        mistakes.push(match (asked.bar, &asked.place) {
            (Some(bar), _) => past_the_end(index, bar, drop.length, &form),
            (None, place) => no_such_place(index, place.as_deref().unwrap_or_default(), &form),
        });
    }
    SpecErrors::none_of(mistakes)
}

fn past_the_end(index: usize, bar: i64, length: Beats, form: &Form) -> Mistake {
    let last = (form.length() - length).bar_number().max(1);
    let bars = form.length() / Beats::BAR;
    let allowed = format!(
        "bars 1 to {last}: the version has {bars} bars, the tag lasts {:.1}",
        length.as_bars()
    );
    Mistake::new(
        format!("/voice_drops/{index}/bar"),
        MistakeKind::OutOfRange,
        format!("bar {bar}"),
        allowed,
    )
}

fn no_such_place(index: usize, place: &str, form: &Form) -> Mistake {
    let sections = form.sections.iter().map(|it| it.name.as_str());
    let names: Vec<&str> = Place::WORDS.iter().copied().chain(sections).collect();
    let kind = if Place::read(place).is_some() {
        MistakeKind::Impossible
    } else {
        MistakeKind::UnknownName
    };
    let found = match kind {
        MistakeKind::Impossible => format!("{place:?}, which this version does not have"),
        _ => format!("{place:?}"),
    };
    let mut mistake =
        Mistake::new(format!("/voice_drops/{index}/place"), kind, found, names.join(", "));
    if kind == MistakeKind::UnknownName {
        mistake.nearest = nearest(place, names).map(str::to_owned);
    }
    mistake
}
