//! What must hold for every mix.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, outside of their functions

mod common;

use common::{STYLES, band, brief, style};
use mixing::{
    Brief, Channel, Edition, Effect, EqShape, Heard, MixPlan, SendName, Strip, Style, Sweep, mix,
};
use music_types::{Db, Family, Pan, Role, Tempo};
use proptest::prelude::*;

fn strip(plan: &MixPlan, role: Role) -> &Strip {
    plan.strips.iter().find(|it| it.role == role).unwrap()
}

/// How deep a strip ducks, in dB; 0 where it does not.
fn duck(strip: &Strip) -> f64 {
    let depth = strip.chain.iter().find_map(|it| match it {
        Effect::Duck { depth, .. } => Some(-depth.value()),
        _ => None,
    });
    depth.unwrap_or(0.0)
}

/// Every effect of a plan, wherever it stands.
fn effects(plan: &MixPlan) -> impl Iterator<Item = &Effect> {
    let strips = plan.strips.iter().flat_map(|it| &it.chain);
    let buses = plan.buses.iter().flat_map(|it| &it.chain);
    let returns = plan.returns.iter().flat_map(|it| &it.chain);
    strips.chain(buses).chain(returns).chain(&plan.master)
}

#[test]
fn parts_land_where_the_table_says_against_the_kick() {
    let (style, band) = (style("common"), band());
    let plan = mix(&brief(&style, &band));
    for (role, low, high) in [
        (Role::Kick, 0.0, 0.0),
        (Role::Sub, -4.0, -2.0),
        (Role::Bass, -4.0, -2.0),
        (Role::Clap, -5.0, -3.0),
        (Role::Hats, -15.0, -10.0),
        (Role::Shaker, -18.0, -12.0),
        (Role::Congas, -10.0, -6.0),
        (Role::Bells, -13.0, -10.0),
        (Role::Stab, -10.0, -7.0),
        (Role::Pad, -15.0, -12.0),
        (Role::Lead, -8.0, -5.0),
        (Role::Vocal, -4.0, -1.0),
        (Role::VocalChop, -8.0, -6.0),
        (Role::Impact, -4.0, -4.0),
    ] {
        let plays_at = style.role(role).plays_at.unwrap();
        let peak = (plays_at + strip(&plan, role).level).value() + 8.0;
        assert!((low..=high).contains(&peak), "{role}: {peak} dB from the kick");
    }
}

#[test]
fn a_measured_part_lands_at_its_goal_however_loud_it_comes() {
    let style = style("circuit");
    for true_peak in [-30.0, -12.0, -3.0, 0.5] {
        // A vocal with the crest that the style expects.
        let heard = Heard { lufs: Db::new(true_peak - 13.0), true_peak: Db::new(true_peak) };
        let vocal = Channel {
            name: "VOX".to_owned(),
            role: Role::Vocal,
            is_audio: true,
            heard: Some(heard),
            sweeps: Vec::new(),
        };
        let plan = mix(&brief(&style, std::slice::from_ref(&vocal)));
        let trims = plan.strips[0].chain.iter().filter_map(|it| match it {
            Effect::Utility { gain, .. } => Some(gain.value()),
            _ => None,
        });
        let peak = true_peak + trims.sum::<f64>() + plan.strips[0].level.value();
        assert!((peak + 8.0 + 2.0).abs() < 0.01, "{true_peak}: {peak}"); // −2 from a −8 kick
    }
}

#[test]
fn the_duck_is_as_deep_as_asked_by_the_compressors_own_line() {
    let (style, band) = (style("circuit"), band());
    let plan = mix(&brief(&style, &band));
    let sub = strip(&plan, Role::Sub).chain.iter().find_map(|it| match it {
        Effect::Duck { threshold, ratio, release, .. } => {
            Some((threshold.value(), *ratio, release.0))
        }
        _ => None,
    });
    let (threshold, ratio, release) = sub.unwrap();
    // Music reference §4.4: −6 dB at 4:1 want a key 8 dB over the threshold; the ghost kick peaks at −1 dBFS.
    assert_eq!((threshold, ratio), (-9.0, 4.0));
    assert!((release - 0.7 * 60.0 / 126.0).abs() < 1e-9, "{release}");
    assert!((duck(strip(&plan, Role::Bass)) - 4.98).abs() < 1e-9);
    assert!(duck(strip(&plan, Role::Vocal)) < duck(strip(&plan, Role::Lead)));
    assert_eq!(duck(strip(&plan, Role::Kick)), 0.0);
}

#[test]
fn releases_echoes_and_halls_follow_the_tempo() {
    let (style, band) = (style("club"), band());
    let slow = mix(&Brief { tempo: Tempo::clamped(60.0), ..brief(&style, &band) });
    let fast = mix(&Brief { tempo: Tempo::clamped(120.0), ..brief(&style, &band) });
    let hall = |plan: &MixPlan| {
        let hall = plan.returns.iter().find(|it| it.send == SendName::Hall).unwrap();
        hall.chain.iter().find_map(|it| match it {
            Effect::Reverb { decay, .. } => Some(decay.0),
            _ => None,
        })
    };
    assert_eq!((hall(&slow), hall(&fast)), (Some(8.0), Some(4.0)));
    let names: Vec<&str> = fast.returns.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "A ROOM 0.5s",
            "B PLATE 1bar",
            "C HALL 2bar",
            "D DELAY 1/8D",
            "E THROW 1/4",
            "F PARALLEL 8:1"
        ]
    );
}

#[test]
fn the_small_editions_have_two_returns_and_nobody_is_sent_elsewhere() {
    let (style, band) = (style("circuit"), band());
    for edition in [Edition::Lite, Edition::Intro] {
        let plan = mix(&Brief { edition, ..brief(&style, &band) });
        let there: Vec<SendName> = plan.returns.iter().map(|it| it.send).collect();
        assert_eq!(there, [SendName::Plate, SendName::Delay]);
        let sent = plan.strips.iter().flat_map(|it| &it.sends);
        assert!(sent.clone().all(|(name, _)| there.contains(name)));
        let pad = strip(&plan, Role::Pad);
        assert_eq!(
            pad.sends,
            [(SendName::Plate, Db::new(-10.0))],
            "the plate stands in for the hall"
        );
    }
}

#[test]
fn left_and_right_weigh_the_same() {
    let band = band();
    for name in STYLES {
        let style = style(name);
        let plan = mix(&brief(&style, &band));
        let tilt: f64 = plan.strips.iter().map(|it| it.pan.0).sum();
        assert!(tilt.abs() < 1e-9, "{name}: {tilt}");
        for role in [Role::Kick, Role::Sub, Role::Bass, Role::Snare, Role::Vocal] {
            assert_eq!(strip(&plan, role).pan, Pan::CENTRE, "{name}: {role}");
        }
    }
}

#[test]
fn the_low_end_is_mono() {
    let (style, band) = (style("circuit"), band());
    let plan = mix(&brief(&style, &band));
    for role in [Role::Kick, Role::Sub] {
        let mono = |it: &Effect| matches!(it, Effect::Utility { width, .. } if *width == 0.0);
        assert!(strip(&plan, role).chain.iter().any(mono), "{role}");
    }
    let below =
        |it: &Effect| matches!(it, Effect::Utility { bass_mono: Some(hz), .. } if hz.0 == 120.0);
    assert!(plan.master.iter().any(below));
    assert!(plan.buses.iter().any(|it| it.family == Family::Bass && it.chain.iter().any(below)));
}

#[test]
fn every_part_but_the_lowest_has_its_lows_cut() {
    let band = band();
    for name in STYLES {
        let style = style(name);
        let unheard = |it: &&Strip| matches!(it.role, Role::Reference | Role::GhostKick);
        for it in mix(&brief(&style, &band)).strips.iter().filter(|it| !unheard(it)) {
            let cut = it.chain.iter().any(|it| match it {
                Effect::Eq(bands) => bands
                    .iter()
                    .any(|it| matches!(it.shape, EqShape::LowCut | EqShape::LowCutSteep)),
                _ => false,
            });
            assert!(cut, "{name}: {}", it.name);
        }
    }
}

#[test]
fn what_is_automated_has_a_device() {
    let (style, band) = (style("club"), band());
    let plan = mix(&brief(&style, &band));
    for (channel, strip) in band.iter().zip(&plan.strips) {
        let filter = strip.chain.iter().find_map(|it| match it {
            Effect::Filter { low_pass, high_pass, .. } => {
                Some((low_pass.is_some(), high_pass.is_some()))
            }
            _ => None,
        });
        let (low, high) = filter.unwrap_or_default();
        assert_eq!(low, channel.sweeps.contains(&Sweep::LowPass), "{}", strip.name);
        assert_eq!(high, channel.sweeps.contains(&Sweep::HighPass), "{}", strip.name);
    }
    let bus = |family: Family| plan.buses.iter().find(|it| it.family == family).unwrap();
    assert!(bus(Family::Drums).chain.iter().any(|it| matches!(it, Effect::Filter { .. })));
    assert!(bus(Family::Effects).chain.iter().any(|it| matches!(it, Effect::Utility { .. })));
}

#[test]
fn the_sum_has_headroom_and_the_master_ends_in_a_limiter() {
    let band = band();
    for name in STYLES {
        let style = style(name);
        let plan = mix(&brief(&style, &band));
        assert!(plan.before_master.peak.value() <= -5.99, "{name}: {}", plan.before_master.peak);
        let loudness = plan.before_master.loudness.value();
        assert!((-17.0..-12.0).contains(&loudness), "{name}: {loudness}");
        let Some(Effect::Limit { gain, ceiling, .. }) = plan.master.last() else {
            panic!("{name}")
        };
        assert_eq!(ceiling.value(), -1.0);
        let reached = loudness + gain.value();
        assert!((reached - style.loudness.unwrap().value()).abs() < 0.01, "{name}: {reached}");
    }
}

#[test]
fn styles_differ() {
    let band = band();
    let tables: Vec<String> =
        STYLES.iter().map(|it| mix(&brief(&style(it), &band)).to_string()).collect();
    for (index, table) in tables.iter().enumerate() {
        assert!(!tables[index + 1..].contains(table), "{}", STYLES[index]);
    }
    let goal = |name: &str| style(name).loudness.unwrap();
    assert!(goal("streaming") < goal("deep") && goal("deep") < goal("circuit"));
}

#[test]
fn without_a_kick_nothing_ducks_and_without_channels_there_is_a_master_still() {
    let style = style("club");
    let is_kick = |it: &Channel| matches!(it.role, Role::Kick | Role::GhostKick);
    let band: Vec<Channel> = band().into_iter().filter(|it| !is_kick(it)).collect();
    let plan = mix(&brief(&style, &band));
    assert!(effects(&plan).all(|it| !matches!(it, Effect::Duck { .. })));
    let empty = mix(&brief(&style, &[]));
    assert!(matches!(empty.master.last(), Some(Effect::Limit { gain, .. }) if *gain == Db::UNITY));
    let bare = mix(&brief(&Style::default(), &band));
    assert_eq!(bare.strips.len(), band.len());
}

/// Any loudness that a meter may show, silence and nonsense included.
fn any_level() -> impl Strategy<Value = Db> {
    prop_oneof![(-90.0..12.0_f64).prop_map(Db::new), Just(Db::SILENCE), Just(Db::new(1e9))]
}

fn any_band() -> impl Strategy<Value = Vec<Channel>> {
    let role = prop::sample::select(Role::ALL);
    let sweep = prop::sample::subsequence(
        vec![Sweep::LowPass, Sweep::HighPass, Sweep::Resonance, Sweep::Width],
        0..4,
    );
    let heard = prop::option::of((any_level(), any_level()));
    let channel =
        (role, sweep, heard, any::<bool>()).prop_map(|(role, sweeps, heard, is_audio)| {
            let heard = heard.map(|(lufs, true_peak)| Heard { lufs, true_peak });
            Channel { name: role.word().to_owned(), role, is_audio, heard, sweeps }
        });
    prop::collection::vec(channel, 0..40)
}

proptest! {
    #[test]
    fn no_level_leaves_the_fader(
        band in any_band(), style_name in prop::sample::select(STYLES), bpm in 20.0..999.0_f64, amount in -40.0..40.0_f64,
    ) {
        let style = style(style_name);
        let plan = mix(&Brief { tempo: Tempo::clamped(bpm), duck: Db::new(amount), ..brief(&style, &band) });
        let levels = plan.strips.iter().map(|it| it.level);
        let levels = levels.chain(plan.buses.iter().map(|it| it.level));
        for level in levels.chain(plan.returns.iter().map(|it| it.level)) {
            prop_assert!((-70.0..=6.0).contains(&level.value()), "{level}");
        }
        for strip in &plan.strips {
            prop_assert!((-1.0..=1.0).contains(&strip.pan.0));
            for (_, level) in &strip.sends {
                prop_assert!((-70.0..=0.0).contains(&level.value()));
            }
        }
        for effect in effects(&plan) {
            if let Effect::Compress { threshold, ratio, .. }
            | Effect::Glue { threshold, ratio, .. }
            | Effect::Duck { threshold, ratio, .. } = effect
            {
                prop_assert!((-60.0..=0.0).contains(&threshold.value()) && 1.0 < *ratio);
            }
        }
        let limited = matches!(plan.master.last(), Some(Effect::Limit { .. }));
        prop_assert!(limited);
    }

    #[test]
    fn a_deeper_wish_ducks_deeper(shallow in 1.0..12.0_f64, more in 0.5..8.0_f64) {
        let (style, band) = (style("circuit"), band());
        let at = |db: f64| mix(&Brief { duck: Db::new(-db), ..brief(&style, &band) });
        let (little, much) = (at(shallow), at(shallow + more));
        for (a, b) in little.strips.iter().zip(&much.strips) {
            prop_assert!(duck(a) <= duck(b), "{}", a.name);
        }
        prop_assert!(duck(strip(&little, Role::Sub)) < duck(strip(&much, Role::Sub)));
    }

    /// Another part changes no part's fader, chain or sends.
    #[test]
    fn parts_are_mixed_each_for_itself(keep in prop::sample::subsequence(band(), 2..20)) {
        let (style, band) = (style("deep"), band());
        let is_kick = |it: &&Channel| matches!(it.role, Role::Kick | Role::GhostKick);
        let kicks = band.iter().filter(is_kick);
        let some: Vec<Channel> = kicks.chain(keep.iter().filter(|it| !is_kick(it))).cloned().collect();
        let (all, few) = (mix(&brief(&style, &band)), mix(&brief(&style, &some)));
        for it in &few.strips {
            let same = strip(&all, it.role);
            prop_assert_eq!((&it.level, &it.chain, &it.sends), (&same.level, &same.chain, &same.sends));
        }
    }
}
