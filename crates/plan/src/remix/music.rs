//! What the sources say about the playing: the groove taken over, the voice under the chords, a user's own drums.

use std::borrow::Cow;

use music_types::{Beats, Role, SectionKind};
use patterns::{Style, Sung, fit, progression_over};

use crate::library::genre::Genre;
use crate::remix::heard::Heard;
use crate::remix::plan::{RemixPlan, SongPlan, VoicePlan};
use crate::remix::tempo::Pace;
use crate::spec::choice::Take;
use crate::spec::inspiration::InspirationSet;
use crate::spec::remark::{
    GROOVE_TAKEN, GROOVE_UNHEARD, HARMONY_FOLLOWS, HARMONY_RUBS, PATTERN_USED, Remark,
};

/// Sung notes that rub against the chords more than this are worth a word: by chance it is a third.
const RUBS: f64 = 0.3;

/// How the genre is played: in the groove that was heard, where one is wanted.
pub(crate) fn style_of<'l>(
    wish: &InspirationSet,
    heard: &Heard,
    genre: &'l Genre,
) -> Cow<'l, Style> {
    let wanted =
        wish.beat_source.as_ref().is_some_and(|it| it.take.unwrap_or(Take::Groove) == Take::Groove);
    match heard.groove.as_ref().filter(|_| wanted) {
        None => Cow::Borrowed(&genre.patterns),
        Some(groove) => {
            Cow::Owned(Style { groove: Some(groove.clone()), ..genre.patterns.clone() })
        }
    }
}

/// What is sung bar by bar, transposed as the voice is; empty where the song runs in half or double time, where its
/// bars are not the track's.
pub(crate) fn sung_of(heard: &Heard, song: Option<&SongPlan>, voice: &VoicePlan) -> Sung {
    if song.is_none_or(|it| it.fit.pace != Pace::Same) {
        return Sung::default();
    }
    let up = libm::round(voice.shift.shift.0) as i64;
    let moved = |notes: &[f64; 12]| {
        std::array::from_fn(|class| {
            let from = (class as i64 - up).rem_euclid(12) as usize;
            notes.get(from).copied().unwrap_or(0.0)
        })
    };
    Sung { bars: heard.notes.iter().map(moved).collect() }
}

/// Says whose groove is played.
pub(crate) fn groove_taken(plan: &RemixPlan) -> Remark {
    let whose = plan.beat.as_ref().map_or("the beat source", |it| it.path.as_str());
    let swing = plan.style.groove.as_ref().map_or(50.0, patterns::Groove::swing);
    let words = format!(
        "played in the groove of {whose}: a swing of {swing:.1} %, its accents a sixteenth"
    );
    Remark::new(GROOVE_TAKEN, "/beat_source", words)
}

/// Says how the chords go with the voice, and that no groove was heard where one is wanted.
pub(crate) fn harmony_of(plan: &RemixPlan) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let wanted = plan.beat.as_ref().is_some_and(|it| it.take == Take::Groove);
    if wanted && plan.style.groove.is_none() {
        let words = "too few strokes on a grid were heard in it: the genre's own groove is played";
        remarks.push(Remark::new(GROOVE_UNHEARD, "/beat_source", words));
    }
    let seed = plan.seed.fork("harmony");
    let chords = progression_over(&plan.style, SectionKind::Drop, plan.key, seed, &plan.sung);
    let Some(fit) = fit(&chords, &plan.sung) else { return remarks };
    let percent = |share: f64| (share * 100.0).round();
    let words = format!(
        "{} % of what is sung are tones of its chords ({chords}), {} % rub against them",
        percent(fit.inside),
        percent(fit.rubs)
    );
    remarks.push(Remark::new(HARMONY_FOLLOWS, "/vocal_stem_path", words));
    if RUBS < fit.rubs {
        let words = "the voice rubs against every progression of the genre: listen to the chords under it, or mute them";
        remarks.push(Remark::new(HARMONY_RUBS, "/vocal_stem_path", words));
    }
    remarks
}

/// Names the user's drums and the parts that they play.
pub(crate) fn pattern_of(wish: &InspirationSet, plan: &RemixPlan) -> Option<Remark> {
    let (pattern, name) = (plan.pattern.as_ref()?, wish.preferred_drums.as_ref()?);
    let roles: Vec<&str> = pattern.roles().map(Role::word).collect();
    let bars = pattern.length() / Beats::BAR;
    let words = format!(
        "{name} ({bars} bars) plays {}; other parts play as the genre does",
        roles.join(", ")
    );
    Some(Remark::new(PATTERN_USED, "/preferred_drums", words))
}
