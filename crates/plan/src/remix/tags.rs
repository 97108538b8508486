//! Spoken tags: where they go, and whether the form has such a place.

use arrangement::{Form, Place as Spot, VoiceDropAt, place_drops};
use music_types::{Beats, Db, Seconds, Tempo};

use crate::remix::plan::RemixPlan;
use crate::spec::choice::Place;
use crate::spec::inspiration::{InspirationSet, VoiceDrop};
use crate::spec::mistake::{Mistake, MistakeKind, nearest};
use crate::spec::remark::{Remark, VOICE_DROP_CLASHES};

/// The tags as the arrangement wants them, their lengths as measured.
pub(crate) fn tags(wishes: &[VoiceDrop], lengths: &[Seconds], tempo: Tempo) -> Vec<VoiceDropAt> {
    let lengths = lengths.iter().copied().map(Some).chain(std::iter::repeat(None));
    wishes.iter().zip(lengths).map(|(wish, length)| tag(wish, length, tempo)).collect()
}

/// Refuses tags that have no place in the form; one that would speak over another is left out, with
/// a remark. Gives a mistake for every tag that falls past the end, or at a place that the version does not have.
pub(crate) fn tags_fit(
    wish: &InspirationSet,
    plan: &RemixPlan,
    remarks: &mut Vec<Remark>,
) -> Vec<Mistake> {
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
    mistakes
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

/// A tag as the arrangement wants it; `length` as measured, half a bar where it is not known.
fn tag(wish: &VoiceDrop, length: Option<Seconds>, tempo: Tempo) -> VoiceDropAt {
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
