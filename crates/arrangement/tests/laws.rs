//! What must hold for every version, hour and genre family.
#![allow(clippy::unwrap_used, clippy::panic)] // helpers of tests, outside of their functions

mod common;

use arrangement::{
    Arrangement, Brief, Energy, Form, Knob, Place, Slot, Treatment, Version, VocalMap, VoiceDropAt,
    arrange, form, place_vocals, slots,
};
use common::{brief, families, singer, style};
use music_types::{Beats, Db, Family, Intensity, Role, SectionKind, Span};

/// Two tags: one in the intro, one before the second drop.
fn tags() -> Vec<VoiceDropAt> {
    let tag = |place| VoiceDropAt {
        place,
        length: Beats::quarters(4),
        gain: Db::UNITY,
        name: "tag".to_owned(),
    };
    vec![tag(Place::Intro), tag(Place::BeforeDrop(2))]
}

/// Calls `check` with every family, version and hour; gives how many there were.
fn everything(check: impl Fn(&str, &Brief, &Form, &Arrangement<()>)) -> usize {
    let (vocal, tags) = (singer(), tags());
    let mut count = 0;
    for family in families() {
        let style = style(&family);
        for version in Version::ALL {
            for energy in Energy::ALL {
                let brief = brief(&style, *version, *energy, &vocal, &tags);
                let form = form(&brief);
                let arrangement = arrange(form.clone(), &brief, |_| Some(()));
                check(&format!("{family} {version} {energy}"), &brief, &form, &arrangement);
                count += 1;
            }
        }
    }
    count
}

#[test]
fn every_style_is_sound() {
    for family in families() {
        assert_eq!(style(&family).problems(), Vec::<String>::new(), "{family}");
    }
}

#[test]
fn sections_follow_one_another_on_eights_and_fill_the_piece() {
    let count = everything(|name, _, form, arrangement| {
        let mut at = Beats::ZERO;
        for section in &form.sections {
            assert_eq!(section.span.start, at, "{name}: {}", section.name);
            assert_eq!(
                section.span.start % Beats::bars(8),
                Beats::ZERO,
                "{name}: {}",
                section.name
            );
            let steps: Beats = section.steps.iter().map(|it| it.span.length).sum();
            assert_eq!(steps, section.span.length, "{name}: {}", section.name);
            at = section.span.end();
        }
        assert_eq!(at, arrangement.length, "{name}");
        assert!(Beats::bars(64) <= at, "{name}: {} bars", at.as_bars());
    });
    println!("{count} forms");
    assert_eq!(count, families().len() * 9 * 3);
}

#[test]
fn clips_of_a_part_never_overlap_and_lie_in_the_piece() {
    everything(|name, _, _, arrangement| {
        for part in &arrangement.parts {
            assert!(!part.clips.is_empty(), "{name}: {}", part.name);
            for pair in part.clips.windows(2) {
                assert!(
                    pair[0].span.end() <= pair[1].span.start,
                    "{name}: {} {:?}",
                    part.name,
                    pair
                );
            }
            for clip in &part.clips {
                let inside =
                    Beats::ZERO <= clip.span.start && clip.span.end() <= arrangement.length;
                assert!(inside && Beats::ZERO < clip.span.length, "{name}: {}", clip.name);
            }
        }
    });
}

#[test]
fn every_block_lies_in_its_section() {
    everything(|name, brief, form, _| {
        for slot in slots(form, brief) {
            let start = slot.vocal.map_or(slot.span.start, |it| it.anchor);
            assert!(slot.section.span.holds(start), "{name}: {}", slot.role);
            let end = slot.span.end() <= slot.section.span.end();
            assert!(
                end || slot.voice_drop.is_some(),
                "{name}: {} {}",
                slot.role,
                slot.section.name
            );
        }
    });
}

#[test]
fn everybody_of_a_cast_plays_in_every_block() {
    everything(|name, brief, form, _| {
        let slots = slots(form, brief);
        for section in &form.sections {
            for step in &section.steps {
                for (role, _) in step.cast.iter().filter(|(role, _)| *role != Role::Vocal) {
                    let plays = |it: &Slot| it.role == *role && it.span.overlaps(step.span);
                    let beyond = brief.vocal.bars; // the source may end before its section does
                    let original = role.word().ends_with("_stem")
                        && Beats::bars(beyond) <= step.span.start - section.span.start;
                    assert!(original || slots.iter().any(plays), "{name}: {role} {}", section.name);
                }
            }
        }
    });
}

#[test]
fn extended_versions_have_twelve_musical_parts_and_more() {
    everything(|name, brief, _, arrangement| {
        let musical = |role: Role| {
            !matches!(role.family(), Family::Effects | Family::Vocals | Family::Reference)
        };
        let count = arrangement.parts.iter().filter(|it| musical(it.role)).count();
        assert!(brief.version != Version::Extended || 12 <= count, "{name}: {count}");
    });
}

#[test]
fn the_floor_never_stops_for_more_than_eight_bars_outside_breaks() {
    everything(|name, brief, form, arrangement| {
        if brief.version == Version::Acapella {
            return;
        }
        let drums = |it: Role| matches!(it.family(), Family::Drums | Family::Percussion);
        let parts = || arrangement.parts.iter().filter(|it| drums(it.role));
        for section in form.sections.iter().filter(|it| it.kind != SectionKind::Break) {
            for step in &section.steps {
                let plays = parts().flat_map(|it| &it.clips).any(|it| it.span.overlaps(step.span));
                assert!(plays, "{name}: {} {}", section.name, step.span);
            }
        }
    });
}

#[test]
fn energy_follows_the_template() {
    everything(|name, brief, form, _| {
        let ceiling = brief.style.tempers[&brief.energy].ceiling;
        let loudest = |kind: SectionKind| {
            let all = form.sections.iter().filter(|it| it.kind == kind).map(|it| it.energy.value());
            all.fold(0.0, f64::max)
        };
        assert!(form.sections.iter().all(|it| it.energy <= ceiling), "{name}");
        if 0.0 < loudest(SectionKind::Drop) {
            for kind in
                [SectionKind::Intro, SectionKind::Break, SectionKind::Build, SectionKind::Outro]
            {
                assert!(loudest(kind) <= loudest(SectionKind::Drop), "{name}: {kind}");
            }
        }
        // Loud sections are full sections: casts grow with energy.
        let weight =
            |it: &arrangement::Section| it.cast.iter().map(|(_, it)| it.value()).sum::<f64>();
        let fullest = |kind: SectionKind| {
            form.sections.iter().filter(|it| it.kind == kind).map(weight).fold(0.0, f64::max)
        };
        if 0.0 < fullest(SectionKind::Drop) {
            assert!(fullest(SectionKind::Break) < fullest(SectionKind::Drop), "{name}");
        }
    });
}

#[test]
fn moves_are_in_order_inside_the_piece_and_in_range() {
    everything(|name, _, _, arrangement| {
        let parts = arrangement.parts.iter().map(|it| (it.name.as_str(), &it.moves));
        let buses = arrangement.buses.iter().map(|(family, it)| (family.word(), it));
        for (who, moves) in parts.chain(buses) {
            for lane in moves {
                let (low, high) = lane.knob.range();
                for pair in lane.points.windows(2) {
                    assert!(pair[0].at <= pair[1].at, "{name}: {who} {}", lane.knob);
                }
                for three in lane.points.windows(3) {
                    assert!(three[0].at < three[2].at, "{name}: {who} {}", lane.knob);
                }
                for point in &lane.points {
                    assert!(Beats::ZERO <= point.at && point.at <= arrangement.length);
                    assert!((low..=high).contains(&point.value), "{name}: {who} {}", lane.knob);
                }
                let last = lane.points.last().unwrap().value;
                assert_eq!(last, lane.knob.rest(), "{name}: {who} {} does not rest", lane.knob);
            }
            let mut knobs: Vec<Knob> = moves.iter().map(|it| it.knob).collect();
            knobs.dedup();
            assert_eq!(knobs.len(), moves.len(), "{name}: {who} has a knob twice");
        }
    });
}

#[test]
fn every_musical_part_moves_twice_in_32_bars_and_more() {
    everything(|name, brief, _, arrangement| {
        if matches!(brief.version, Version::Acapella | Version::IntroOutroEdit) {
            return; // a voice alone, and an original that stays as it is
        }
        for part in arrangement.parts.iter().filter(|it| it.role.family() != Family::Effects) {
            if part.role == Role::VoiceDrop {
                continue;
            }
            let bars = arrangement.length.as_bars() as i64;
            for start in (0..bars - 31).step_by(8) {
                let window = Span { start: Beats::bars(start), length: Beats::bars(32) };
                let played: Beats = part
                    .clips
                    .iter()
                    .filter(|it| it.span.overlaps(window))
                    .map(|it| it.span.end().min(window.end()) - it.span.start.max(window.start))
                    .sum();
                if played < Beats::bars(31) {
                    continue;
                }
                let most = part.moves.iter().map(|it| it.changes(window.start, window.end())).max();
                assert!(Some(2) <= most, "{name}: {} in bars {window}: {most:?}", part.name);
            }
            assert!(!part.moves.is_empty(), "{name}: {} never moves", part.name);
        }
    });
}

#[test]
fn risers_end_where_drops_begin_and_the_music_stops_before() {
    everything(|name, brief, form, arrangement| {
        for start in form.drop_starts() {
            let Some(build) = form.section_at(start - Beats::QUARTER) else { continue };
            if build.kind != SectionKind::Build {
                continue;
            }
            let end = build.sounding().end();
            assert!(end < start, "{name}: no silence before {}", start);
            let slots = slots(form, brief);
            let riser = slots.iter().find(|it| it.role == Role::Riser && it.span.end() == start);
            assert_eq!(riser.map(|it| it.sounding.end()), Some(end), "{name}");
            let impact = slots.iter().any(|it| {
                let drop = form.section_at(start).unwrap();
                it.role == Role::Impact && it.span.start == start + drop.hush
            });
            assert!(impact, "{name}: no impact at {start}");
            let hush = Span::between(end, start);
            for part in arrangement.parts.iter().filter(|it| it.role.family() != Family::Vocals) {
                let heard = part.clips.iter().any(|it| it.span.overlaps(hush));
                assert!(!heard, "{name}: {} sounds in the silence before {start}", part.name);
            }
        }
    });
}

#[test]
fn a_dub_sings_little_and_a_vocal_mix_much_but_not_always() {
    everything(|name, brief, form, arrangement| {
        let bars = |role: Role| {
            let parts = arrangement.parts.iter().filter(|it| it.role == role);
            let clips = parts.flat_map(|it| &it.clips);
            clips.map(|it| it.span.length.as_bars()).sum::<f64>() / form.length().as_bars()
        };
        let (sung, chopped) = (bars(Role::Vocal), bars(Role::VocalChop));
        let lines = place_vocals(form, brief);
        let touched = |bar: &i64| lines.iter().any(|it| it.span().overlaps(Span::of_bars(*bar, 1)));
        let all = form.length().as_bars() as i64;
        let touched = (1..=all).filter(touched).count() as f64 / all as f64;
        match brief.version {
            Version::Dub => assert!(touched + chopped <= 0.15, "{name}: {touched} {chopped}"),
            Version::Extended | Version::Vip => {
                println!("{name}: {touched:.2} of the bars sung, {chopped:.2} chopped");
                assert!(0.3 <= touched && sung <= form.vocal_most, "{name}: {touched} {sung}");
                let full = ["afro ", "afro_house", "club", "vocal", "melodic", "trance", "broken"];
                let full = full.iter().any(|it| name.starts_with(it)) && name.ends_with("peak");
                assert!(!full || (0.4..0.65).contains(&touched), "{name}: {touched}");
            }
            Version::Instrumental | Version::DjTool => assert_eq!(sung, 0.0, "{name}"),
            _ => {}
        }
    });
}

#[test]
fn a_radio_edit_sings_by_bar_nine_and_hooks_by_bar_33() {
    everything(|name, brief, form, _| {
        if brief.version != Version::Radio {
            return;
        }
        let lines = place_vocals(form, brief);
        assert!(lines[0].at <= Beats::at_bar(9), "{name}: {}", lines[0].at);
        let hook = lines.iter().find(|it| it.kind == arrangement::PhraseKind::Hook).unwrap();
        assert!(hook.at <= Beats::at_bar(33), "{name}: {}", hook.at);
    });
}

#[test]
fn no_line_is_cut_and_each_keeps_its_place_in_the_bar() {
    everything(|name, brief, form, _| {
        for line in place_vocals(form, brief).iter().filter(|it| !it.stutter) {
            if line.kind == arrangement::PhraseKind::Unknown {
                continue; // the whole source
            }
            let phrase = brief.vocal.phrases[line.phrase];
            assert_eq!(line.source, phrase.span, "{name}");
            assert_eq!(line.at.within_bar(), phrase.span.start.within_bar(), "{name}");
            assert_eq!(line.anchor % Beats::bars(4), Beats::ZERO, "{name}");
        }
    });
}

#[test]
fn sends_that_move_are_sends_that_the_mixes_have() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../plan/mixes/common.toml");
    let mixes: toml::Table = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    everything(|name, _, _, arrangement| {
        for part in &arrangement.parts {
            for lane in &part.moves {
                let Knob::Send(send) = lane.knob else { continue };
                let row = &mixes["roles"][part.role.word()];
                let mixed = row.get("sends").is_some_and(|it| it.get(send.word()).is_some());
                let thrown = send == arrangement::SendName::Throw;
                assert!(mixed != thrown, "{name}: {} moves {}", part.name, lane.knob);
            }
        }
    });
}

#[test]
fn a_vip_makes_a_third_of_the_bars_new() {
    let vocal = singer();
    for family in families() {
        let style = style(&family);
        for energy in Energy::ALL {
            let usual = form(&brief(&style, Version::Extended, *energy, &vocal, &[]));
            let vip = form(&brief(&style, Version::Vip, *energy, &vocal, &[]));
            let changed = usual.sections.iter().zip(&vip.sections);
            let changed = changed.filter(|(a, b)| a.variant != b.variant || a.cast != b.cast);
            let bars: f64 = changed.map(|(_, it)| it.span.length.as_bars()).sum();
            assert!(0.3 <= bars / usual.length().as_bars(), "{family} {energy}: {bars}");
        }
    }
}

#[test]
fn an_edit_leaves_the_original_whole() {
    let (style, vocal) = (style("club"), singer());
    let brief = brief(&style, Version::IntroOutroEdit, Energy::Peak, &vocal, &[]);
    let form = form(&brief);
    assert_eq!(form.length(), Beats::bars(64 + 64));
    let slots = slots(&form, &brief);
    let lines: Vec<&Slot> = slots.iter().filter(|it| it.role == Role::Vocal).collect();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].vocal.unwrap().source, Span::of_bars(1, 64));
    let stems: Vec<&Slot> = slots.iter().filter(|it| it.role == Role::MusicStem).collect();
    for slot in &stems {
        assert_eq!(slot.source.unwrap().start, slot.span.start - Beats::bars(32));
    }
    assert_eq!(stems.iter().map(|it| it.sounding.length).sum::<Beats>(), Beats::bars(64));
}

#[test]
fn an_acapella_is_as_long_as_its_vocal_and_eight_bars() {
    let (style, vocal) = (style("afro"), singer());
    let brief = brief(&style, Version::Acapella, Energy::Peak, &vocal, &[]);
    let form = form(&brief);
    let sung = vocal.sung().length.as_bars();
    let bars = form.length().as_bars() - 8.0;
    assert!(sung <= bars && bars < sung + 8.0, "{sung} {bars}");
    assert_eq!(place_vocals(&form, &brief).len(), vocal.phrases.len());
}

#[test]
fn drop_one_of_the_peak_club_form_starts_at_bar_49_and_the_sweep_is_logarithmic() {
    for family in ["club", "afro"] {
        let (style, vocal) = (style(family), singer());
        let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &[]);
        let form = form(&brief);
        assert_eq!(form.drop_starts()[0], Beats::at_bar(49));
        assert_eq!(form.length(), Beats::bars(192));
        let arrangement = arrange(form, &brief, |_| Some(()));
        let pad = arrangement.parts.iter().find(|it| it.role == Role::Pad).unwrap();
        let sweep = pad.moves.iter().find(|it| it.knob == Knob::LowPass).unwrap();
        for bars in 0..16 {
            let at = Beats::at_bar(33 + bars);
            let wanted = 200.0 * libm::pow(100.0, bars as f64 / 16.0);
            assert!((sweep.value_at(at) / wanted - 1.0).abs() < 1e-9, "{family} {at}");
        }
        let drums = &arrangement.buses.iter().find(|it| it.0 == Family::Drums).unwrap().1;
        let thin = drums.iter().find(|it| it.knob == Knob::HighPass).unwrap();
        assert!((thin.value_at(Beats::at_bar(49) - Beats::from_ticks(1)) - 350.0).abs() < 0.1);
        assert_eq!(thin.value_at(Beats::at_bar(49)), 20.0);
    }
}

#[test]
fn the_voice_stutters_ever_faster_through_the_build() {
    let (style, vocal) = (style("afro"), singer());
    let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &[]);
    let lines = place_vocals(&form(&brief), &brief);
    let from = |first: i64, last: i64| {
        let span = Span::of_bars(first, last - first + 1);
        lines.iter().filter(move |it| it.stutter && span.holds(it.at)).count()
    };
    assert_eq!((from(33, 40), from(41, 44), from(45, 46), from(47, 47)), (0, 16, 16, 16));
    assert_eq!(from(48, 48), 16, "1/32 until beat 3");
    assert!(
        lines
            .iter()
            .filter(|it| it.stutter)
            .all(|it| it.span().end() <= Beats::at_bar(112) + Beats::BAR)
    );
}

#[test]
fn without_stutter_nothing_stutters_and_without_a_voice_nobody_sings() {
    let (style, vocal) = (style("afro"), singer());
    let usual = brief(&style, Version::Extended, Energy::Peak, &vocal, &[]);
    let plain = Brief { stutter: false, ..usual };
    assert!(place_vocals(&form(&plain), &plain).iter().all(|it| !it.stutter));
    let mute = Brief { treatment: Treatment::None, ..usual };
    assert!(place_vocals(&form(&mute), &mute).is_empty());
    let hook = Brief { treatment: Treatment::HookOnly, ..usual };
    let lines = place_vocals(&form(&hook), &hook);
    assert!(!lines.is_empty() && lines.iter().all(|it| it.kind != arrangement::PhraseKind::Verse));
}

#[test]
fn the_music_steps_back_under_a_voice_drop() {
    let (style, vocal, tags) = (style("club"), singer(), tags());
    let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &tags);
    let arrangement = arrange(form(&brief), &brief, |_| Some(()));
    let music = &arrangement.buses.iter().find(|it| it.0 == Family::Music).unwrap().1;
    let volume = music.iter().find(|it| it.knob == Knob::Volume).unwrap();
    let at = |bar: i64| volume.value_at(Beats::at_bar(bar) + Beats::quarters(1));
    assert_eq!((at(8), at(9), at(11)), (0.0, -5.0, 0.0));
    let voice = arrangement.parts.iter().find(|it| it.role == Role::VoiceDrop).unwrap();
    assert_eq!(voice.clips[1].span.end(), Beats::at_bar(113));
}

#[test]
fn a_voice_drop_that_is_nowhere_is_left_out() {
    let (style, vocal) = (style("club"), singer());
    let tag = |place| VoiceDropAt { place, ..tags()[0].clone() };
    let places =
        [Place::Bar(193), Place::Bar(-3), Place::Section("polka".into()), Place::BeforeDrop(9)];
    let tags: Vec<VoiceDropAt> =
        places.into_iter().map(tag).chain([tag(Place::Section("drop1b".into()))]).collect();
    let brief = brief(&style, Version::Extended, Energy::Peak, &vocal, &tags);
    let placed = arrangement::place_drops(&form(&brief), &tags);
    assert_eq!(placed.len(), 1);
    assert_eq!((placed[0].index, placed[0].span.start), (4, Beats::at_bar(65)));
}

#[test]
fn sixteen_tracks_are_enough() {
    let (vocal, tags) = (singer(), tags());
    for family in families() {
        let style = style(&family);
        for version in Version::ALL {
            let usual = brief(&style, *version, Energy::Peak, &vocal, &tags);
            let small = Brief { most_parts: Some(16), ..usual };
            let parts = arrange(form(&small), &small, |_| Some(())).parts;
            assert!(parts.len() <= 16, "{family} {version}: {}", parts.len());
            let roles: Vec<Role> = parts.iter().map(|it| it.role).collect();
            let core = [Role::Kick, Role::Hats, Role::Bass];
            let lacks = *version == Version::Extended && core.iter().any(|it| !roles.contains(it));
            assert!(!lacks, "{family}: {roles:?}");
        }
    }
}

#[test]
fn no_source_is_no_problem() {
    let vocal = VocalMap::default();
    for version in Version::ALL {
        let style = style("club");
        let brief = brief(&style, *version, Energy::Peak, &vocal, &[]);
        let arrangement = arrange(form(&brief), &brief, |it| it.vocal.is_none().then_some(()));
        assert!(!arrangement.parts.is_empty(), "{version}");
    }
}

#[test]
fn lines_are_found_in_activity_and_named_by_energy() {
    let quiet = [0.0; 4].map(Intensity::new);
    let verse = [0.5, 0.5, 0.4, 0.3, 0.5, 0.5, 0.4, 0.2, 0.5, 0.5].map(Intensity::new);
    let hook = [0.9; 4].map(Intensity::new);
    let shout = [0.6].map(Intensity::new);
    let song = [&quiet[..], &verse, &quiet, &hook, &quiet, &shout].concat();
    let phrases = arrangement::phrases_from_activity(&song);
    let spans: Vec<String> = phrases.iter().map(|it| it.span.to_string()).collect();
    assert_eq!(spans, ["5–11", "12–14", "19–22", "27–27"]);
    let map = VocalMap { bars: 27, phrases }.named();
    let kinds: Vec<&str> = map.phrases.iter().map(|it| it.kind.word()).collect();
    assert_eq!(kinds, ["verse", "verse", "hook", "ad-lib"]);
}
