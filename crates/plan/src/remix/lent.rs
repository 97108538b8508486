//! What other records lend: their sound or their notes, fitted in tempo and key, and what is said of it.

use music_types::{Key, Role, Tempo};

use crate::remix::heard::{Given, Heard, HeardSource, believe, believed_key};
use crate::remix::key::KeyFit;
use crate::remix::plan::SourcePlan;
use crate::remix::tempo::TempoFit;
use crate::spec::choice::Take;
use crate::spec::inspiration::{InspirationSet, InspirationSource};
use crate::spec::remark::{NOT_FOLLOWED, Remark, SOURCE_PLAYED, SOURCE_PLAYS};

/// The record that a spec names at `at`, fitted to a tempo and key; `take` is what is usually taken of it.
pub(crate) fn source_of(
    at: &str,
    source: &Option<InspirationSource>,
    heard: &Option<HeardSource>,
    take: Take,
    aim: (Tempo, Key),
    remarks: &mut Vec<Remark>,
) -> Option<SourcePlan> {
    let source = source.as_ref()?;
    let given = Given::source(at, source);
    let silence = HeardSource::default();
    let mut unheard = Vec::new();
    // Where nobody listened there is nothing to compare and nothing to miss.
    let aside = if heard.is_some() { &mut *remarks } else { &mut unheard };
    let heard = heard.as_ref().unwrap_or(&silence);
    let grid = believe(&given, heard, Some(aim.0), aside);
    let own_key = believed_key(&given, heard, aside);
    let take = source.take.unwrap_or(take);
    lent(at, take, heard, remarks);
    Some(SourcePlan {
        path: source.path.clone(),
        take,
        range: source.time_range,
        fit: TempoFit::new(grid.tempo, aim.0),
        grid,
        key: own_key,
        shift: own_key.map_or(KeyFit::none(None), |it| KeyFit::new(it, aim.1)),
    })
}

/// Which recordings of other records play along as they are.
pub(crate) fn guests_of(wish: &InspirationSet, heard: &Heard) -> Vec<Role> {
    let sources = [
        (Role::DrumStem, &wish.beat_source, &heard.beat),
        (Role::BassStem, &wish.bass_source, &heard.bass),
        (Role::MusicStem, &wish.drop_source, &heard.drop),
    ];
    let is_lent = |source: &Option<InspirationSource>, heard: &Option<HeardSource>| {
        let is_audio = source.as_ref().is_some_and(|it| it.take == Some(Take::Audio));
        is_audio && heard.as_ref().is_some_and(|it| !it.is_notes)
    };
    let lent = sources.into_iter().filter(|(_, source, heard)| is_lent(source, heard));
    lent.map(|it| it.0).collect()
}

/// Says what is taken of another record, and what is not.
fn lent(at: &str, take: Take, heard: &HeardSource, remarks: &mut Vec<Remark>) {
    let mut say = |code, words: &str| remarks.push(Remark::new(code, at, words));
    match (at, take) {
        ("/beat_source", Take::Groove) => {}
        (_, Take::Groove) => {
            say(NOT_FOLLOWED, "only a beat_source lends its groove: name the record there")
        }
        ("/beat_source", Take::Audio) if !heard.is_notes => {
            say(
                SOURCE_PLAYS,
                "it plays as it is, in time, where the floor dances, instead of hats and percussion; make sure that you may use it",
            );
        }
        ("/bass_source", Take::Audio) if !heard.is_notes => {
            say(
                SOURCE_PLAYS,
                "it plays as it is, in time and key, instead of our bass; make sure that you may use it",
            );
        }
        ("/drop_source", Take::Audio) if !heard.is_notes => {
            say(
                SOURCE_PLAYS,
                "it plays as it is, in time and key, in the drops, instead of our chords and leads; make sure that you may use it",
            );
        }
        ("/bass_source", _) => {
            say(SOURCE_PLAYED, "its bass line is played by our bass, in time and key")
        }
        ("/drop_source", _) if heard.is_notes => {
            say(
                SOURCE_PLAYED,
                "its highest line is played by our lead in the drops, in time and key",
            );
        }
        ("/drop_source", _) => say(
            SOURCE_PLAYED,
            "of a recording only the bass line is written down: it is played by our bass in the drops; a MIDI file of it would be played whole",
        ),
        _ => say(
            NOT_FOLLOWED,
            "its notes are not taken over; take its GROOVE or AUDIO, or name the file as preferred_drums",
        ),
    }
}
