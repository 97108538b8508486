//! Whatever is asked for, arranging neither panics nor breaks its word.

#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, outside of their functions

mod common;

use arrangement::{
    Brief, Energy, Knob, Move, PhraseKind, Place, Point, Shape, Style, Treatment, Version,
    VocalMap, VocalPhrase, VoiceDropAt, arrange, form, place_vocals, slots,
};
use common::{families, style};
use music_types::{Beats, Db, Intensity, Seed, Span};
use proptest::prelude::*;

fn any_map() -> impl Strategy<Value = VocalMap> {
    let kind = prop::sample::select(vec![
        PhraseKind::Verse,
        PhraseKind::Hook,
        PhraseKind::AdLib,
        PhraseKind::Unknown,
    ]);
    let phrase = (0_i64..64, 1_i64..200, 0.0..1.0_f64, 0_u8..5, kind);
    (0_i64..700, prop::collection::vec(phrase, 0..24)).prop_map(|(bars, lines)| {
        let mut at = Beats::ZERO;
        let mut phrases = Vec::new();
        for (gap, steps, energy, repeats, kind) in lines {
            let start = at + Beats::sixteenths(gap);
            let span = Span { start, length: Beats::sixteenths(steps) };
            at = span.end();
            phrases.push(VocalPhrase { span, energy: Intensity::new(energy), repeats, kind });
        }
        VocalMap { bars, phrases }
    })
}

fn any_drop() -> impl Strategy<Value = VoiceDropAt> {
    let place = prop_oneof![
        any::<i32>().prop_map(|it| Place::Bar(it.into())),
        Just(Place::Intro),
        (0_usize..5).prop_map(Place::BeforeDrop),
        Just(Place::Break),
        Just(Place::Outro),
        "[A-Z 0-9]{0,8}".prop_map(Place::Section),
    ];
    (place, -100_000_i64..3_000_000).prop_map(|(place, ticks)| VoiceDropAt {
        place,
        length: Beats::from_ticks(ticks),
        gain: Db::UNITY,
        name: String::new(),
    })
}

#[derive(Debug, Clone)]
struct Wish {
    family: String,
    version: Version,
    energy: Energy,
    treatment: Treatment,
    map: VocalMap,
    drops: Vec<VoiceDropAt>,
    chops: bool,
    stutter: bool,
    most_parts: Option<usize>,
    seed: u64,
}

impl Wish {
    fn brief<'a>(&'a self, style: &'a Style) -> Brief<'a> {
        Brief {
            style,
            version: self.version,
            energy: self.energy,
            vocal: &self.map,
            treatment: self.treatment,
            voice_drops: &self.drops,
            chops: self.chops,
            stutter: self.stutter,
            guests: &[],
            most_parts: self.most_parts,
            shapes: &[],
            seed: Seed(self.seed),
        }
    }
}

fn any_wish() -> impl Strategy<Value = Wish> {
    let treatments =
        vec![Treatment::KeepLyrics, Treatment::Chops, Treatment::HookOnly, Treatment::None];
    let what = (
        prop::sample::select(families()),
        prop::sample::select(Version::ALL),
        prop::sample::select(Energy::ALL),
        prop::sample::select(treatments),
    );
    let source = (any_map(), prop::collection::vec(any_drop(), 0..5));
    let how = (any::<bool>(), any::<bool>(), prop::option::of(0_usize..24), any::<u64>());
    (what, source, how).prop_map(|(what, (map, drops), how)| {
        let (family, version, energy, treatment) = what;
        let (chops, stutter, most_parts, seed) = how;
        Wish { family, version, energy, treatment, map, drops, chops, stutter, most_parts, seed }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_wish_gives_a_piece_in_order(wish in any_wish()) {
        let style = style(&wish.family);
        let brief = wish.brief(&style);
        let arrangement = arrange(form(&brief), &brief, |_| Some(()));
        prop_assert!(Beats::ZERO < arrangement.length);
        for part in &arrangement.parts {
            prop_assert!(!part.clips.is_empty());
            for clip in &part.clips {
                prop_assert!(Beats::ZERO <= clip.span.start && clip.span.end() <= arrangement.length);
                prop_assert!(Beats::ZERO < clip.span.length);
            }
            for pair in part.clips.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start, "{}", part.name);
            }
        }
        let lanes = arrangement.parts.iter().flat_map(|it| &it.moves);
        for lane in lanes.chain(arrangement.buses.iter().flat_map(|it| &it.1)) {
            let (low, high) = lane.knob.range();
            prop_assert!(lane.points.is_sorted_by_key(|it| it.at));
            for point in &lane.points {
                prop_assert!((low..=high).contains(&point.value));
                prop_assert!(Beats::ZERO <= point.at && point.at <= arrangement.length);
            }
        }
    }

    #[test]
    fn lines_are_whole_and_apart_whoever_sings(wish in any_wish()) {
        let style = style(&wish.family);
        let brief = wish.brief(&style);
        let form = form(&brief);
        let lines = place_vocals(&form, &brief);
        for pair in lines.windows(2) {
            prop_assert!(pair[0].span().end() <= pair[1].at);
        }
        for line in lines.iter().filter(|it| !it.stutter && it.phrase < wish.map.phrases.len()) {
            let phrase = wish.map.phrases[line.phrase].span;
            let whole_source = line.source.start == Beats::ZERO;
            prop_assert!(line.source == phrase || whole_source);
        }
        let sung: f64 = lines.iter().map(|it| it.source.length.as_bars()).sum();
        prop_assert!(sung <= form.vocal_most * form.length().as_bars() + 1e-6);
        for slot in slots(&form, &brief) {
            prop_assert!(!form.without.contains(&slot.role));
        }
    }

    /// Chance picks shapes of drops; the same seed picks the same.
    #[test]
    fn the_same_wish_is_the_same_piece(wish in any_wish()) {
        let style = style(&wish.family);
        let brief = wish.brief(&style);
        let once = arrange(form(&brief), &brief, |_| Some(()));
        let again = arrange(form(&brief), &brief, |_| Some(()));
        prop_assert_eq!(once, again);
    }

    #[test]
    fn a_lane_is_in_order_whatever_is_put_in(
        points in prop::collection::vec((-100_000_i64..900_000, any::<f64>()), 0..40),
        knob in prop::sample::select(vec![Knob::Volume, Knob::LowPass, Knob::Mute, Knob::Pan]),
        at in -100_000_i64..900_000,
    ) {
        let length = Beats::bars(4);
        let shapes = [Shape::Hold, Shape::Line, Shape::Log, Shape::Ease(2.0)];
        let points = points.into_iter().zip(shapes.into_iter().cycle());
        let lane = Move::new(knob, length, points.map(|((at, value), shape)| Point {
            at: Beats::from_ticks(at), value, shape,
        }));
        let (low, high) = knob.range();
        prop_assert!(lane.points.is_sorted_by_key(|it| it.at));
        for three in lane.points.windows(3) {
            prop_assert!(three[0].at < three[2].at);
        }
        let value = lane.value_at(Beats::from_ticks(at));
        prop_assert!((low - 1e-9..=high + 1e-9).contains(&value), "{value}");
    }

    /// A point that is dropped for changing nothing changes nothing.
    #[test]
    fn tidying_a_lane_keeps_its_curve(
        points in prop::collection::vec((0_i64..64, 0_u8..3), 1..30), at in 0_i64..64,
    ) {
        let length = Beats::bars(4);
        let mut points: Vec<Point> = points.into_iter().map(|(at, value)| Point {
            at: Beats::sixteenths(at), value: f64::from(value), shape: Shape::Line,
        }).collect();
        points.sort_by_key(|it| it.at);
        points.dedup_by_key(|it| it.at);
        let lane = Move::new(Knob::Volume, length, points.clone());
        let raw = Move { knob: Knob::Volume, points };
        let at = Beats::sixteenths(at);
        prop_assert!((lane.value_at(at) - raw.value_at(at)).abs() < 1e-9);
    }
}

#[test]
fn a_delayed_drop_holds_its_breath_for_a_bar() {
    let mut style = style("club");
    for row in style.forms.iter_mut().flat_map(|it| &mut it.sections) {
        row.shapes = if row.name == "DROP 1A" { vec!["delayed".to_owned()] } else { Vec::new() };
    }
    let map = VocalMap::default();
    let brief = common::brief(&style, Version::Extended, Energy::Peak, &map, &[]);
    let form = form(&brief);
    for slot in slots(&form, &brief).iter().filter(|it| it.section.name == "DROP 1A") {
        assert!(Beats::at_bar(50) <= slot.sounding.start, "{}", slot.role);
    }
}

#[test]
fn a_tribal_drop_lets_the_percussion_come_first() {
    let mut style = style("club");
    for row in style.forms.iter_mut().flat_map(|it| &mut it.sections) {
        row.shapes = if row.name == "DROP 1A" { vec!["tribal".to_owned()] } else { Vec::new() };
    }
    let map = VocalMap::default();
    let brief = common::brief(&style, Version::Extended, Energy::Peak, &map, &[]);
    let form = form(&brief);
    let slots = slots(&form, &brief);
    let enters = |word: &str| {
        let mine = slots.iter().filter(|it| it.section.name == "DROP 1A" && it.role.word() == word);
        mine.map(|it| it.span.start.bar_number()).min()
    };
    assert_eq!((enters("congas"), enters("bass"), enters("lead")), (Some(49), Some(57), Some(57)));
}
