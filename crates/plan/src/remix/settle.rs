//! From a wish to a plan: every blank settled, every oddity said.

use arrangement::{Energy, Treatment, Version, VocalMap};
use music_types::{Db, Key, Tempo};
use patterns::Sung;

use crate::library::genre::Genre;
use crate::library::load::Library;
use crate::remix::again;
use crate::remix::heard::{
    Given, Heard, HeardSource, believe, believed_key, believed_tempo, report,
};
use crate::remix::key::{KeyFit, chosen};
use crate::remix::lent::{guests_of, source_of};
use crate::remix::music::{groove_taken, harmony_of, pattern_of, style_of, sung_of};
use crate::remix::name::{name_of, seed_of};
use crate::remix::odd::oddities;
use crate::remix::plan::{RemixPlan, SongPlan, VoicePlan};
use crate::remix::tags::{tags, tags_fit};
use crate::remix::tempo::TempoFit;
use crate::remix::voice::{bars_at, vocal_map};
use crate::spec::choice::{
    LiveEdition, LiveVersion, StutterGrid, Take, TargetEnergy, VersionType, VocalTreatment,
};
use crate::spec::inspiration::{InspirationSet, VocalProcessing};
use crate::spec::mistake::{Mistake, MistakeKind, SpecErrors};
use crate::spec::read::is_pattern_file;
use crate::spec::remark::{KEY_UNKNOWN, Remark, TEMPO_OUTSIDE_GENRE, VOCAL_BAKED, VOCAL_FROM_MIX};

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
    let aim = aim(wish, heard, genre, &mut remarks);
    let song = heard.song.as_ref().map(|it| song_of(wish, it, &aim, &mut remarks));
    let treatment = treatment_of(wish, aim.version);
    let voice = song.as_ref().and_then(|it| voice_of(wish, it, treatment, aim.key, &mut remarks));
    let mut plan = RemixPlan {
        name: name_of(wish, genre, aim.version, &mut remarks),
        seed: seed_of(wish),
        genre,
        style: style_of(wish, heard, genre),
        sung: voice.as_ref().map_or_else(Sung::default, |it| sung_of(heard, song.as_ref(), it)),
        pattern: heard.pattern.clone(),
        tempo: aim.tempo,
        key: aim.key,
        version: aim.version,
        energy: energy_of(wish),
        mix_name,
        mix_style,
        duck: wish.sidechain_amount.unwrap_or(Db::new(-6.0)),
        chops: voice.is_some() && treatment != Treatment::HookOnly,
        treatment: if voice.is_some() { treatment } else { Treatment::None },
        vocal: vocal_of(wish, heard, song.as_ref(), voice.is_some(), &mut remarks),
        song,
        voice,
        voice_drops: tags(&wish.voice_drops, &heard.voice_drops, aim.tempo),
        voice_drop_paths: wish.voice_drops.iter().map(|it| it.path.clone()).collect(),
        beat: source_of(
            "/beat_source",
            &wish.beat_source,
            &heard.beat,
            Take::Groove,
            (aim.tempo, aim.key),
            &mut remarks,
        ),
        drop: source_of(
            "/drop_source",
            &wish.drop_source,
            &heard.drop,
            Take::Notes,
            (aim.tempo, aim.key),
            &mut remarks,
        ),
        bass: source_of(
            "/bass_source",
            &wish.bass_source,
            &heard.bass,
            Take::Notes,
            (aim.tempo, aim.key),
            &mut remarks,
        ),
        guests: guests_of(wish, heard),
        shapes: Vec::new(),
        part_seeds: Vec::new(),
        bass_synth: wish.preferred_bass_synth.clone(),
        effects: wish.preferred_effects.clone(),
        plugins: wish.plugins,
        drums: wish.preferred_drums.clone().filter(|it| !is_pattern_file(it)),
        target: wish.live_version.unwrap_or(LiveVersion::Live11),
        edition: wish.live_edition.unwrap_or(LiveEdition::Standard),
    };
    let mut mistakes = again::settle(wish, &mut plan);
    if plan.style.groove.is_some() {
        remarks.push(groove_taken(&plan));
    }
    remarks.extend(harmony_of(&plan));
    remarks.extend(pattern_of(wish, &plan));
    oddities(wish, &plan, &mut remarks);
    mistakes.extend(tags_fit(wish, &plan, &mut remarks));
    SpecErrors::none_of(mistakes).map(|()| (plan, remarks))
}

/// Where everything is to come to.
struct Aim {
    version: Version,
    tempo: Tempo,
    key: Key,
    /// The song's own key, as believed.
    own_key: Option<Key>,
}

fn aim(wish: &InspirationSet, heard: &Heard, genre: &Genre, remarks: &mut Vec<Remark>) -> Aim {
    let version = version_of(wish);
    let song = heard.song.as_ref();
    let own_key = song.and_then(|it| believed_key(&Given::song(wish), it, remarks));
    let tempo = tempo_of(wish, genre, version, song, remarks);
    Aim { version, tempo, key: key_of(wish, genre, version, own_key, remarks), own_key }
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

/// The tempo asked for; else the song's own where its original plays untouched; else the genre's.
fn tempo_of(
    wish: &InspirationSet,
    genre: &Genre,
    version: Version,
    song: Option<&HeardSource>,
    remarks: &mut Vec<Remark>,
) -> Tempo {
    let stays = version == Version::IntroOutroEdit;
    let own = || song.filter(|_| stays).and_then(|it| believed_tempo(&Given::song(wish), it));
    let tempo = wish.target_bpm.or_else(own).unwrap_or(genre.tempo.typical);
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
    aim: &Aim,
    remarks: &mut Vec<Remark>,
) -> SongPlan {
    let own_key = aim.own_key;
    remarks.extend(report(heard));
    let grid = believe(&Given::song(wish), heard, Some(aim.tempo), remarks);
    let asked = wish.vocal_processing.and_then(|it| it.pitch_shift);
    let shift = match (asked, own_key) {
        (Some(shift), _) => KeyFit::asked(own_key, shift),
        (None, Some(own)) => KeyFit::new(own, aim.key),
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
        fit: TempoFit::new(grid.tempo, aim.tempo),
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

/// Why the voice is better shaped once and for all than by Live as it plays: it was asked for, or it
/// goes further than an elastic clip stays clean (music reference §5).
fn why_baked(processing: &VocalProcessing, song: &SongPlan) -> Option<String> {
    let (shift, percent) = (song.shift.shift.0, (song.fit.ratio - 1.0) * 100.0);
    let is_asked = processing.pitch_shift.is_some() && processing.formant_preserve == Some(true);
    if is_asked && shift != 0.0 {
        return Some("pitch_shift is asked for with formant_preserve".to_owned());
    }
    if 2.0 < shift.abs() {
        return Some(format!("the voice moves by {shift:+} semitones, more than 2"));
    }
    (10.0 < percent.abs())
        .then(|| format!("the voice is stretched by {percent:+.1} %, more than 10"))
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
    let baked = song.vocal.as_ref().and_then(|_| why_baked(&processing, song));
    if let Some(why) = &baked {
        let words = format!(
            "{why}: it is rendered to Samples/Processed, and lies untouched on a muted track beside"
        );
        remarks.push(Remark::new(VOCAL_BAKED, at, words));
    }
    let grid = processing.stutter_grid.unwrap_or(StutterGrid::Sixteenth);
    Some(VoicePlan {
        path: path.clone(),
        from_mix: song.vocal.is_none(),
        shift: song.shift,
        formants: processing.formant_preserve.unwrap_or(true),
        baked,
        stutter: processing.stutter_build.unwrap_or(false).then_some(grid),
    })
}

/// What the song sings, in beats of the new grid; its length alone where nobody sings.
fn vocal_of(
    wish: &InspirationSet,
    heard: &Heard,
    song: Option<&SongPlan>,
    sings: bool,
    remarks: &mut Vec<Remark>,
) -> VocalMap {
    let Some(song) = song else { return VocalMap::default() };
    let analysis = wish.analysis.as_ref();
    if sings {
        return vocal_map(&song.grid, song.fit.pace, &heard.sung, analysis, remarks);
    }
    VocalMap { bars: bars_at(&song.grid, song.fit.pace), phrases: Vec::new() }
}
