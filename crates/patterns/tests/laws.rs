//! What holds for every brief, every seed and every genre.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod book;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use book::{Genre, genres};
use music_types::{
    Beats, Drum, Intensity, Key, Mode, Phrase, Pitch, PitchClass, Role, SectionKind, Seed, Tempo,
};
use patterns::{Brief, Progression, play, progression};
use proptest::prelude::*;

static GENRES: LazyLock<Vec<(String, Genre)>> = LazyLock::new(genres);

/// A brief without its harmony.
#[derive(Debug, Clone)]
struct Wish {
    genre: usize,
    role: Role,
    kind: SectionKind,
    bars: i64,
    block: i64,
    last: bool,
    before: Option<SectionKind>,
    intensity: f64,
    variant: u8,
    key: Key,
    tempo: f64,
    seed: u64,
}

prop_compose! {
    fn any_wish()(
        genre in 0_usize..1000,
        role in prop::sample::select(Role::ALL.to_vec()),
        kind in prop::sample::select(SectionKind::ALL.to_vec()),
        bars in prop::sample::select(vec![0_i64, 1, 2, 3, 4, 8, 8, 8, 16]),
        block in 0_i64..5,
        last in any::<bool>(),
        before in prop::option::of(prop::sample::select(SectionKind::ALL.to_vec())),
        intensity in 0.0..=1.0_f64,
        variant in 0_u8..4,
        tonic in 0..12,
        mode in prop::sample::select(Mode::ALL.to_vec()),
        tempo in 80.0..180.0_f64,
        seed in any::<u64>(),
    ) -> Wish {
        let key = Key { tonic: PitchClass::new(tonic), mode };
        Wish { genre, role, kind, bars, block, last, before, intensity, variant, key, tempo, seed }
    }
}

impl Wish {
    fn genre(&self) -> &'static Genre {
        &GENRES[self.genre % GENRES.len()].1
    }

    fn harmony(&self) -> Progression {
        progression(&self.genre().patterns, self.kind, self.key, Seed(self.seed).fork("harmony"))
    }

    fn brief<'a>(&self, harmony: &'a Progression) -> Brief<'a> {
        Brief {
            role: self.role,
            kind: self.kind,
            bars: self.bars,
            block: self.block,
            last: self.last,
            before: self.before,
            intensity: Intensity::new(self.intensity),
            variant: self.variant,
            key: self.key,
            tempo: Tempo::clamped(self.tempo),
            harmony,
            seed: Seed(self.seed),
        }
    }

    fn played(&self) -> Phrase {
        play(&self.genre().patterns, &self.brief(&self.harmony()))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_phrase_is_as_long_as_was_asked_and_plays_the_same_again(wish in any_wish()) {
        let phrase = wish.played();
        prop_assert_eq!(phrase.length(), Beats::bars(wish.bars));
        prop_assert_eq!(wish.played(), phrase);
    }

    #[test]
    fn drums_lie_on_pads_of_their_own_part(wish in any_wish()) {
        for note in wish.played().notes().iter().filter(|_| wish.role.is_unpitched()) {
            let drum = Drum::on(note.pitch);
            prop_assert!(drum.is_some(), "{}", note.pitch);
            prop_assert!(wish.role == Role::Fills || drum.map(Drum::role) == Some(wish.role), "{drum:?}");
        }
    }

    #[test]
    fn notes_of_a_bass_never_overlap_and_stay_in_its_register(wish in any_wish(), sub in any::<bool>()) {
        let wish = Wish { role: if sub { Role::Sub } else { Role::Bass }, ..wish };
        let phrase = wish.played();
        for pair in phrase.notes().windows(2) {
            prop_assert!(pair[0].end() <= pair[1].start, "{pair:?}");
        }
        let highest = if sub { 39 } else { 54 };
        for note in phrase.notes() {
            prop_assert!((28..=highest).contains(&note.pitch.key()), "{}", note.pitch);
        }
    }

    #[test]
    fn chords_lie_where_chords_are_clear(wish in any_wish(), role in 0_usize..3) {
        let wish = Wish { role: [Role::Chords, Role::Pad, Role::Stab][role], ..wish };
        for note in wish.played().notes() {
            prop_assert!(Pitch::new(48) <= note.pitch && note.pitch <= Pitch::new(100), "{}", note.pitch);
        }
    }

    /// Every pitch is in the key, or in the chord that the harmony flags as borrowed.
    #[test]
    fn every_pitch_has_a_reason(wish in any_wish()) {
        let harmony = wish.harmony();
        let start = Beats::bars(wish.block * wish.bars.max(1));
        for note in wish.played().notes().iter().filter(|_| !wish.role.is_unpitched()) {
            // Feel moves strokes by less than half a sixteenth.
            let at = start + note.start;
            let near = [at, at + Beats::THIRTY_SECOND, at - Beats::THIRTY_SECOND.min(at)];
            let is_in_chord = near.iter().any(|it| harmony.at(*it).borrowed && harmony.at(*it).holds(note.pitch));
            prop_assert!(wish.key.holds(note.pitch) || is_in_chord, "{} in {} over {harmony}", note.pitch, wish.key);
        }
    }

    /// What both play, the louder plays at least as hard.
    #[test]
    fn a_louder_part_is_never_struck_more_softly(wish in any_wish(), more in 0.0..0.5_f64) {
        let hard = |wish: &Wish| -> BTreeMap<(Pitch, Beats), u8> {
            wish.played().notes().iter().map(|it| ((it.pitch, it.start), it.velocity.value())).collect()
        };
        let quiet = hard(&wish);
        let loud = hard(&Wish { intensity: (wish.intensity + more).min(1.0), ..wish });
        let both: Vec<(u8, u8)> = quiet.iter().filter_map(|(at, it)| Some((*it, *loud.get(at)?))).collect();
        let sum = |side: fn(&(u8, u8)) -> u8| both.iter().map(|it| u32::from(side(it))).sum::<u32>();
        prop_assert!(sum(|it| it.0) <= sum(|it| it.1));
    }

    #[test]
    fn the_kick_is_never_late_by_chance(wish in any_wish()) {
        let wish = Wish { role: Role::Kick, ..wish };
        for note in wish.played().notes() {
            let even = (note.start % Beats::EIGHTH).ticks() == 0;
            let odd = note.start.step() % 2 == 1 || even;
            prop_assert!(odd, "{}", note.start);
        }
    }
}

#[test]
fn every_part_of_every_genre_plays_in_a_drop() {
    let roles = Role::ALL.iter().filter(|it| play_notes(**it));
    for role in roles {
        for (name, genre) in GENRES.iter() {
            let count: usize = (0..8)
                .map(|seed| {
                    book::sixteen(genre, *role, SectionKind::Drop, 0.85, seed).notes().len()
                })
                .sum();
            assert!(0 < count, "{name} leaves {role} silent");
        }
    }
}

fn play_notes(role: Role) -> bool {
    let is_audio = matches!(
        role,
        Role::Vocal
            | Role::VoiceDrop
            | Role::Riser
            | Role::Downlifter
            | Role::Impact
            | Role::SungVocal
            | Role::GhostKick
            | Role::DrumStem
            | Role::BassStem
            | Role::MusicStem
            | Role::Reference
    );
    !is_audio
}

/// The fills of a club form in their order: section, blocks, variant, what follows.
const TRANSITIONS: &[(SectionKind, i64, u8, SectionKind)] = &[
    (SectionKind::Intro, 2, 0, SectionKind::Intro),
    (SectionKind::Intro, 2, 0, SectionKind::Build),
    (SectionKind::Drop, 2, 0, SectionKind::Drop),
    (SectionKind::Drop, 2, 1, SectionKind::Break),
    (SectionKind::Build, 1, 1, SectionKind::Drop),
    (SectionKind::Drop, 2, 0, SectionKind::Drop),
    (SectionKind::Drop, 2, 2, SectionKind::Groove),
    (SectionKind::Groove, 2, 0, SectionKind::Outro),
    (SectionKind::Outro, 2, 0, SectionKind::Outro),
];

#[test]
fn no_fill_follows_itself() {
    for (name, genre) in GENRES.iter() {
        for seed in 0..20 {
            let harmony = book::chords(genre, SectionKind::Drop, seed);
            let mut before: Option<Vec<(i64, Pitch)>> = None;
            let mut seen = std::collections::BTreeSet::new();
            for (kind, blocks, variant, next) in TRANSITIONS {
                for block in 0..*blocks {
                    let brief = Brief {
                        bars: 4,
                        block,
                        last: true,
                        before: Some(*next),
                        variant: *variant,
                        ..book::brief(genre, Role::Fills, *kind, &harmony, seed)
                    };
                    let phrase = play(&genre.patterns, &brief);
                    let steps = |it: &music_types::Note| {
                        ((it.start + Beats::THIRTY_SECOND / 2) / Beats::SIXTEENTH, it.pitch)
                    };
                    let fill: Vec<_> = phrase.notes().iter().map(steps).collect();
                    if kind == &SectionKind::Build {
                        continue; // rolls lead into drops
                    }
                    assert!(
                        before.as_ref() != Some(&fill),
                        "{name}, seed {seed}: {kind} {block} {variant}"
                    );
                    seen.insert(fill.clone());
                    before = Some(fill);
                }
            }
            assert!(4 <= seen.len(), "{name}: {} fills", seen.len());
        }
    }
}
