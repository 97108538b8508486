//! What the song sings, in lines on the new grid; and where the spoken tags go.

use arrangement::{
    PhraseKind, Place as Spot, VocalMap, VocalPhrase, VoiceDropAt, phrases_from_activity,
};
use music_types::{Beats, Db, Intensity, Seconds, Tempo};

use crate::remix::heard::SourceGrid;
use crate::remix::tempo::Pace;
use crate::spec::analysis::{Analysis, KnownSection};
use crate::spec::choice::Place;
use crate::spec::inspiration::VoiceDrop;
use crate::spec::remark::{NO_PHRASES, Remark};

/// What the song sings, by bars of the new grid: `sung` holds how much in each bar of `grid`.
///
/// Lines within a section that the analysis calls a chorus or hook are hooks, within a verse
/// verses; the rest is told apart by energy. Where no singing was heard, every bar counts.
pub(crate) fn vocal_map(
    grid: &SourceGrid,
    pace: Pace,
    sung: &[Intensity],
    analysis: Option<&Analysis>,
    remarks: &mut Vec<Remark>,
) -> VocalMap {
    let bars = grid.bars();
    let paced = paced(sung, pace);
    let mut phrases = phrases_from_activity(&paced);
    if phrases.is_empty() {
        let words = "no singing was heard: the recording is placed in lines of eight bars";
        remarks.push(Remark::new(NO_PHRASES, "/vocal_stem_path", words));
        let all = vec![Intensity::new(0.5); usize::try_from(bars).unwrap_or(0).min(LONGEST)];
        phrases = phrases_from_activity(&self::paced(&all, pace));
    }
    let sections = analysis.map_or(&[][..], |it| &it.sections);
    for phrase in &mut phrases {
        phrase.kind = kind_in(sections, phrase, grid, pace);
    }
    let bars = Beats::nearest(Beats::bars(bars).as_quarters() * pace.factor()).as_bars();
    VocalMap { bars: libm::ceil(bars) as i64, phrases }.named()
}

/// More bars than any song has: two hours at 200 BPM.
const LONGEST: usize = 6000;

/// Bars of the recording as bars of the new grid: each twice in double time, two as one in half.
fn paced(sung: &[Intensity], pace: Pace) -> Vec<Intensity> {
    match pace {
        Pace::Same => sung.to_vec(),
        Pace::Double => sung.iter().flat_map(|it| [*it, *it]).collect(),
        Pace::Half => sung
            .chunks(2)
            .map(|pair| Intensity::new(pair.iter().map(|it| it.value()).fold(0.0, f64::max)))
            .collect(),
    }
}

/// What a line is by the given section that holds its middle.
fn kind_in(
    sections: &[KnownSection],
    phrase: &VocalPhrase,
    grid: &SourceGrid,
    pace: Pace,
) -> PhraseKind {
    let middle = phrase.span.start + phrase.span.length / 2;
    let beats = middle.as_quarters() / pace.factor();
    let at = grid.first_downbeat.0 + beats * 60.0 / grid.tempo.bpm();
    let holds = |it: &&KnownSection| it.start_seconds.0 <= at && at < it.end_seconds.0;
    let name = sections.iter().find(holds).map(|it| it.name.to_lowercase()).unwrap_or_default();
    let is = |words: &[&str]| words.iter().any(|it| name.contains(it));
    match () {
        () if is(&["pre", "verse", "bridge"]) => PhraseKind::Verse,
        () if is(&["chorus", "hook", "refrain", "drop"]) => PhraseKind::Hook,
        () if is(&["ad-lib", "adlib"]) => PhraseKind::AdLib,
        () => PhraseKind::Unknown,
    }
}

/// A tag as the arrangement wants it; `length` as measured, half a bar where it is not known.
pub(crate) fn voice_drop(wish: &VoiceDrop, length: Option<Seconds>, tempo: Tempo) -> VoiceDropAt {
    let length = length.map(|it| tempo.beats(it)).filter(|it| Beats::ZERO < *it);
    VoiceDropAt {
        place: spot(wish),
        length: length.unwrap_or(Beats::quarters(2)),
        gain: wish.gain.unwrap_or(Db::UNITY),
        name: stem_of(&wish.path).to_owned(),
    }
}

fn spot(wish: &VoiceDrop) -> Spot {
    let name = wish.place.as_deref().unwrap_or_default();
    match (wish.bar, Place::read(name)) {
        (Some(bar), _) => Spot::Bar(bar),
        (None, Some(Place::Intro)) => Spot::Intro,
        (None, Some(Place::BeforeDrop1)) => Spot::BeforeDrop(1),
        (None, Some(Place::BeforeDrop2)) => Spot::BeforeDrop(2),
        (None, Some(Place::Breakdown)) => Spot::Break,
        (None, Some(Place::Outro)) => Spot::Outro,
        (None, None) => Spot::Section(name.to_owned()),
    }
}

/// The name of a file without its folders and its ending.
pub(crate) fn stem_of(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
