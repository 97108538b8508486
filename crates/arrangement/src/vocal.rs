//! The singer: what the source sings, and which line lies where.

use music_types::{Beats, Intensity, Role, SectionKind, Span};

use crate::brief::{Brief, Treatment};
use crate::form::{Form, Section};
use crate::style::{Stretch, Stutter, VocalWish};

/// What the source sings. Positions are in the source's own beats, counted from its first downbeat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct VocalMap {
    /// The source's length in bars; 0 where there is no source.
    pub bars: i64,
    /// The lines, sorted, not overlapping.
    pub phrases: Vec<VocalPhrase>,
}

/// A line of the singer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VocalPhrase {
    /// From its first breath to its last tail; it is never cut.
    pub span: Span,
    /// How much is sung, 0 to 1.
    pub energy: Intensity,
    /// How often the source sings it again, 0 where only once.
    pub repeats: u8,
    /// What it is.
    pub kind: PhraseKind,
}

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhraseKind {
    /// Tells the story.
    Verse,
    /// What people sing along.
    Hook,
    /// A shout, a word, a run.
    AdLib,
    /// Not said; [`VocalMap::named`] decides.
    Unknown,
}

impl PhraseKind {
    /// Its name in clips.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verse => "verse",
            Self::Hook => "hook",
            Self::AdLib => "ad-lib",
            Self::Unknown => "vocal",
        }
    }
}

/// A line of the singer at its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VocalPlacement {
    /// Which phrase of the map; for a whole vocal the first.
    pub phrase: usize,
    /// What of the source sounds, in the source's beats.
    pub source: Span,
    /// Where it begins in the set. It lasts as long as `source`.
    pub at: Beats,
    /// The beat of the section it belongs to; a pick-up begins up to a bar before it.
    pub anchor: Beats,
    /// What the line is.
    pub kind: PhraseKind,
    /// Whether it is a slice of a stutter.
    pub stutter: bool,
}

impl VocalPlacement {
    /// Where it sounds in the set.
    pub fn span(&self) -> Span {
        Span { start: self.at, length: self.source.length }
    }
}

impl VocalMap {
    /// The stretch of the source from the 4-bar line at or before the first phrase to the last
    /// phrase's end; empty without phrases.
    pub fn sung(&self) -> Span {
        let (Some(first), Some(last)) = (self.phrases.first(), self.phrases.last()) else {
            return Span::default();
        };
        let line = Beats::bars(4);
        Span::between(line * (first.span.start / line), last.span.end())
    }

    /// The same map with every unknown phrase named: under two bars an ad-lib; of the others the
    /// third with the most energy and repetition hooks, at least one; the rest verses.
    #[must_use]
    pub fn named(mut self) -> Self {
        let score = |it: &VocalPhrase| it.energy.value() + 0.15 * f64::from(it.repeats.min(4));
        let short = |it: &VocalPhrase| it.span.length < Beats::bars(2);
        let known = self.phrases.iter().any(|it| it.kind == PhraseKind::Hook);
        let mut scores: Vec<f64> = self.phrases.iter().filter(|it| !short(it)).map(score).collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        let bar = scores.get(scores.len().saturating_sub(1) / 3).copied().unwrap_or(0.0);
        for phrase in self.phrases.iter_mut().filter(|it| it.kind == PhraseKind::Unknown) {
            phrase.kind = match *phrase {
                ref it if short(it) => PhraseKind::AdLib,
                ref it if !known && bar <= score(it) => PhraseKind::Hook,
                _ => PhraseKind::Verse,
            };
        }
        self
    }
}

/// Lines from how much is sung in each bar of the source: runs of bars above 0.15, a run longer
/// than 8 bars cut at its quietest bar line between the fourth and the eighth bar.
///
/// A measured onset map gives finer lines; this is what bars alone can tell.
pub fn phrases_from_activity(activity: &[Intensity]) -> Vec<VocalPhrase> {
    let mut phrases = Vec::new();
    let mut first = 0;
    while first < activity.len() {
        let sung = |it: &&Intensity| SUNG < it.value();
        let run = activity.iter().skip(first).take_while(sung).count();
        let mut rest = run;
        while 8 < rest {
            let start = first + run - rest;
            let cut = quietest(activity, start);
            phrases.push(line(activity, start, cut));
            rest -= cut;
        }
        if 0 < rest {
            phrases.push(line(activity, first + run - rest, rest));
        }
        first += run + 1;
    }
    phrases
}

/// A bar with less is not sung.
const SUNG: f64 = 0.15;

/// How many bars from `start` on the quietest bar begins, 4 to 8.
fn quietest(activity: &[Intensity], start: usize) -> usize {
    let level = |bars: &usize| activity.get(start + bars).map_or(0.0, |it| it.value());
    (4..=8).min_by(|a, b| level(a).total_cmp(&level(b))).unwrap_or(8)
}

fn line(activity: &[Intensity], start: usize, bars: usize) -> VocalPhrase {
    let sung: f64 = activity.iter().skip(start).take(bars).map(|it| it.value()).sum();
    VocalPhrase {
        span: Span::of_bars(start as i64 + 1, bars as i64),
        energy: Intensity::new(sung / bars.max(1) as f64),
        repeats: 0,
        kind: PhraseKind::Unknown,
    }
}

/// Which line lies where, in order of time, none over another.
///
/// Lines start on each fourth bar of a section (a pick-up before it), are never cut, and stop when
/// the form's share of sung bars is reached. Without a voice in the treatment there are none; where
/// it is cut to chops, only a whole vocal (an acapella, an original) is placed.
pub fn place_vocals(form: &Form, brief: &Brief) -> Vec<VocalPlacement> {
    if brief.treatment == Treatment::None || form.without.contains(&Role::Vocal) {
        return Vec::new();
    }
    let mut singer = Singer {
        brief,
        left: Beats::nearest(form.length().as_quarters() * form.vocal_most),
        verse: 0,
        placed: Vec::new(),
    };
    for section in &form.sections {
        singer.sing(section);
    }
    let mut placed = singer.placed;
    placed.sort_by_key(|it| it.at);
    placed
}

/// Somebody who sings section after section.
struct Singer<'b> {
    brief: &'b Brief<'b>,
    left: Beats,
    verse: usize,
    placed: Vec<VocalPlacement>,
}

impl Singer<'_> {
    fn sing(&mut self, section: &Section) {
        let hook_only = self.brief.treatment == Treatment::HookOnly;
        let chops = self.brief.treatment == Treatment::Chops;
        let room = section.sounding();
        match section.vocal {
            VocalWish::None => {}
            VocalWish::Whole => self.whole(section),
            _ if chops => {}
            VocalWish::Verse if !hook_only => self.verse(room),
            VocalWish::Verse | VocalWish::Hook => self.hook(room),
            VocalWish::HookFirst => {
                self.hook(Span { start: room.start, length: section.span.length / 2 });
                if self.brief.stutter && section.kind == SectionKind::Build {
                    self.stutter(section);
                }
            }
            VocalWish::AdLib => self.ad_lib(room),
        }
    }

    /// Verse lines go on where the last verse ended.
    fn verse(&mut self, room: Span) {
        let lines = self.of_kind(PhraseKind::Verse);
        let lines = if lines.is_empty() { self.of_kind(PhraseKind::Hook) } else { lines };
        self.verse += self.fill(room, &lines, self.verse);
    }

    /// The hook starts anew in each section.
    fn hook(&mut self, room: Span) {
        let lines = self.hooks();
        self.fill(room, &lines, 0);
    }

    /// A short line in the second half of each 8 bars, to answer what is played.
    fn ad_lib(&mut self, room: Span) {
        let lines = self.of_kind(PhraseKind::AdLib);
        let lines = if lines.is_empty() { self.hooks() } else { lines };
        for (turn, block) in (0..room.length.as_bars() as i64 / 8).enumerate() {
            let start = room.start + Beats::bars(block * 8 + 4);
            let end = (start + Beats::bars(4)).min(room.end());
            if let Some(index) = self.that_fits(&lines, turn, Span::between(start, end)) {
                self.place(index, start);
            }
        }
    }

    /// Fills a room line by line from the `from`-th on; gives how many were sung.
    fn fill(&mut self, room: Span, lines: &[usize], from: usize) -> usize {
        let mut start = room.start;
        let mut sung = 0;
        while start < room.end() {
            let free = Span::between(start, room.end());
            let Some(index) = self.that_fits(lines, from + sung, free) else { break };
            start += if self.place(index, start) {
                sung += 1;
                self.lines_of(index)
            } else {
                Beats::bars(4)
            };
        }
        sung
    }

    /// The first line from the `turn`-th on, around, that ends within the room and the share.
    fn that_fits(&self, lines: &[usize], turn: usize, room: Span) -> Option<usize> {
        let around = lines.iter().cycle().skip(turn % lines.len().max(1)).take(lines.len());
        let fits = |index: &&usize| {
            let Some(phrase) = self.brief.vocal.phrases.get(**index) else { return false };
            phrase.span.end() - anchor(phrase) <= room.length && phrase.span.length <= self.left
        };
        around.into_iter().find(fits).copied()
    }

    /// Puts a line on a bar; not where it would sing over another or before the piece.
    fn place(&mut self, index: usize, bar: Beats) -> bool {
        let Some(phrase) = self.brief.vocal.phrases.get(index) else { return false };
        let at = bar - (anchor(phrase) - phrase.span.start);
        let line = VocalPlacement {
            phrase: index,
            source: phrase.span,
            at,
            anchor: bar,
            kind: phrase.kind,
            stutter: false,
        };
        let taken = self.placed.iter().any(|it| it.span().overlaps(line.span()));
        if taken || at < Beats::ZERO {
            return false;
        }
        self.left -= phrase.span.length;
        self.placed.push(line);
        true
    }

    /// How many whole 4-bar lines a phrase takes, as time.
    fn lines_of(&self, index: usize) -> Beats {
        let Some(phrase) = self.brief.vocal.phrases.get(index) else { return Beats::bars(4) };
        let bars = (phrase.span.end() - anchor(phrase)).as_bars();
        Beats::bars((libm::ceil(bars / 4.0) as i64).max(1) * 4)
    }

    /// The vocal where it stands in the source, line by line; the whole source in one piece.
    fn whole(&mut self, section: &Section) {
        let map = self.brief.vocal;
        if section.stretch == Some(Stretch::Source) {
            let length = Beats::bars(map.bars).min(section.span.length);
            self.placed.push(VocalPlacement {
                phrase: 0,
                source: Span { start: Beats::ZERO, length },
                at: section.span.start,
                anchor: section.span.start,
                kind: PhraseKind::Unknown,
                stutter: false,
            });
            return;
        }
        let origin = map.sung().start;
        for (index, phrase) in map.phrases.iter().enumerate() {
            let bar = section.span.start + anchor(phrase) - origin;
            if bar + phrase.span.end() - anchor(phrase) <= section.span.end() {
                self.place(index, bar);
            }
        }
    }

    /// The head of the hook, repeated ever shorter until the silence.
    fn stutter(&mut self, section: &Section) {
        let Some(index) = self.hooks().first().copied() else { return };
        let Some(phrase) = self.brief.vocal.phrases.get(index) else { return };
        let stages = self.brief.style.transitions.as_ref().map_or(&[][..], |it| &it.stutter);
        let after = |it: &Stutter| section.span.start + part(section.span.length, it.from);
        for (turn, stage) in stages.iter().enumerate() {
            let slice = Beats::nearest(stage.slice).max(Beats::THIRTY_SECOND);
            let end = stages.get(turn + 1).map_or(section.span.end(), after);
            let mut at = after(stage);
            while at + slice <= end.min(section.sounding().end()) {
                self.slice(index, phrase, Span { start: at, length: slice }, stage.gate);
                at += slice;
            }
        }
    }

    fn slice(&mut self, index: usize, phrase: &VocalPhrase, span: Span, gate: f64) {
        let length = part(span.length, gate.clamp(0.1, 1.0)).min(phrase.span.length);
        let line = VocalPlacement {
            phrase: index,
            source: Span { start: anchor(phrase).max(phrase.span.start), length },
            at: span.start,
            anchor: span.start,
            kind: phrase.kind,
            stutter: true,
        };
        let free = !self.placed.iter().any(|it| it.span().overlaps(line.span()));
        if free && length <= self.left {
            self.left -= length;
            self.placed.push(line);
        }
    }

    fn of_kind(&self, kind: PhraseKind) -> Vec<usize> {
        let all = self.brief.vocal.phrases.iter().enumerate();
        all.filter(|(_, it)| it.kind == kind).map(|(index, _)| index).collect()
    }

    /// The hooks; without any, every line but ad-libs.
    fn hooks(&self) -> Vec<usize> {
        let hooks = self.of_kind(PhraseKind::Hook);
        if hooks.is_empty() { self.of_kind(PhraseKind::Verse) } else { hooks }
    }
}

/// The downbeat a line belongs to: the bar it starts in, or the next when it starts in the bar's
/// second half, as a pick-up.
fn anchor(phrase: &VocalPhrase) -> Beats {
    let start = phrase.span.start;
    let bar = start - start.within_bar();
    if start.within_bar() < Beats::quarters(2) { bar } else { bar + Beats::BAR }
}

/// A share of a length, to the tick.
fn part(length: Beats, share: f64) -> Beats {
    Beats::nearest(length.as_quarters() * share)
}
