//! What the song sings, in lines on the new grid.

use arrangement::{PhraseKind, VocalMap, VocalPhrase, phrases_from_activity};
use music_types::Intensity;

use crate::remix::heard::SourceGrid;
use crate::remix::tempo::Pace;
use crate::spec::analysis::{Analysis, KnownSection};
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
    let mut phrases = phrases_from_activity(&paced(sung, pace));
    if phrases.is_empty() {
        let words = "no singing was heard: the recording is placed in lines of eight bars";
        remarks.push(Remark::new(NO_PHRASES, "/vocal_stem_path", words));
        let bars = usize::try_from(bars_at(grid, pace)).unwrap_or(0).min(LONGEST);
        phrases = phrases_from_activity(&vec![Intensity::new(0.5); bars]);
    }
    let sections = analysis.map_or(&[][..], |it| &it.sections);
    for phrase in &mut phrases {
        phrase.kind = kind_in(sections, phrase, grid, pace);
    }
    VocalMap { bars: bars_at(grid, pace), phrases }.named()
}

/// How many bars of the new grid the recording fills.
pub(crate) fn bars_at(grid: &SourceGrid, pace: Pace) -> i64 {
    libm::ceil(grid.bars() as f64 * pace.factor()) as i64
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
