//! What is odd but not wrong: said in the result, never swallowed.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A remark: something odd that was followed all the same, or settled in a way worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Remark {
    /// What kind of remark it is; the codes stand in the spec reference.
    pub code: String,
    /// What there is to say, for people.
    pub words: String,
    /// What it is about: a JSON pointer into the spec, or a place in the set.
    #[serde(rename = "where")]
    pub place: String,
}

impl Remark {
    /// A remark of this kind on what stands at `place`.
    pub fn new(code: Code, place: impl Into<String>, words: impl Into<String>) -> Self {
        Self { code: code.name.to_owned(), words: words.into(), place: place.into() }
    }
}

impl fmt::Display for Remark {
    /// `vocal-shift-limit at /target_key: the voice goes down …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => write!(f, "{}: {}", self.code, self.words),
            place => write!(f, "{} at {place}: {}", self.code, self.words),
        }
    }
}

/// A kind of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// Its name: lower case, words joined by `-`.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($($constant:ident = $name:literal, $meaning:literal;)+) => {
        $(#[doc = $meaning] pub const $constant: Code = Code { name: $name, meaning: $meaning };)+

        /// Every kind of remark that planning makes.
        pub const CODES: &[Code] = &[$($constant),+];
    };
}

codes! {
    TEMPO_DISAGREES = "tempo-disagrees", "The tempo given for a source differs from the measured one by more than 0.5 %; the given one is used.";
    KEY_DISAGREES = "key-disagrees", "The key given for a source is not the measured one; the given one is used.";
    DOWNBEAT_DISAGREES = "downbeat-disagrees", "The first downbeat given for a source lies more than 25 ms from the measured grid of bars; the given one is used.";
    TEMPO_UNSURE = "tempo-unsure", "The tempo of a source was measured with little confidence; give it in `analysis`.";
    BARS_UNSURE = "bars-unsure", "Which beat of a source begins the bar was heard with little confidence; give `downbeats` in `analysis`.";
    KEY_UNSURE = "key-unsure", "The key of a source was measured with little confidence; give it in `analysis`.";
    TEMPO_DRIFTS = "tempo-drifts", "The song does not hold one tempo; its warp markers follow its beats.";
    SONG_HEARD = "song-heard", "What the ears found in the song, and how sure they are.";
    TEMPO_UNKNOWN = "tempo-unknown", "No tempo was found in a source and none is given; the target's tempo is taken for it.";
    TEMPO_OUTSIDE_GENRE = "tempo-outside-genre", "The tempo asked for is not one the genre is played at; it is used all the same.";
    KEY_UNKNOWN = "key-unknown", "No key was found in the source and none is given; the voice is not transposed.";
    KEY_CHOSEN = "key-chosen", "No key was asked for; this one was chosen.";
    KEY_NEIGHBOUR = "key-neighbour", "The voice comes to another key than the target's: one beside it on the Camelot wheel, since the target itself is farther, or the one that `pitch_shift` asks for.";
    VOCAL_SHIFT_AUDIBLE = "vocal-shift-audible", "The voice is transposed by 3 to 4 semitones: its colour changes audibly.";
    VOCAL_SHIFT_EFFECT = "vocal-shift-effect", "The voice is transposed by more than 4 semitones: an effect rather than a singer.";
    VOCAL_STRETCH_AUDIBLE = "vocal-stretch-audible", "The voice is stretched by 10 to 20 %: audible on held notes.";
    VOCAL_STRETCH_FAR = "vocal-stretch-far", "The voice is stretched by more than 20 %: fit for chops and single lines.";
    VOCAL_BAKED = "vocal-baked", "The voice is shaped once and for all into a file of its own, and why; otherwise Live bends it as it plays.";
    VOCAL_HALF_OR_DOUBLE = "vocal-half-or-double", "The voice runs in half or double time against the new beat.";
    VOCAL_FROM_MIX = "vocal-from-mix", "There is no vocal stem: the voice is taken from the main track along with its music.";
    NO_PHRASES = "no-phrases", "No singing was heard in the voice; it is placed by the bars of the recording.";
    FORMANT_WITHOUT_SHIFT = "formant-without-shift", "`formant_preserve` is asked for, but nothing is transposed.";
    PROCESSING_WITHOUT_VOICE = "processing-without-voice", "`vocal_processing` is given, but nobody sings.";
    GRID_WITHOUT_STUTTER = "grid-without-stutter", "`stutter_grid` is given, but no stutter is asked for.";
    TREATMENT_AGAINST_VERSION = "treatment-against-version", "The version has less room for the voice than the treatment asks for.";
    SAME_FILE_TWICE = "same-file-twice", "One file is given for two things.";
    GROOVE_TAKEN = "groove-taken", "The beat is played in the groove of another record.";
    GROOVE_UNHEARD = "groove-unheard", "No groove could be heard in the beat that is wanted; the genre's own is played.";
    PATTERN_USED = "pattern-used", "The user's own drum pattern is played in these parts.";
    HARMONY_FOLLOWS = "harmony-follows-voice", "The chords were chosen by what is sung over them.";
    HARMONY_RUBS = "harmony-rubs", "Much of what is sung lies a semitone above a tone of the chord under it.";
    LOUDNESS_EXPECTED = "loudness-expected", "A new loudness of the master is reckoned from the gain of its limiter, not measured.";
    VALUE_HELD = "value-held", "A value asked for lies outside of what the parameter can be; it is held at the end of its range.";
    ENVELOPE_MOVED = "envelope-moved", "A changed parameter is automated; what became of its envelope.";
    MADE_ANEW = "made-anew", "A set or part of ours was made anew; what the user worked on since stays, and what was done to it.";
    KEY_MOVED = "key-moved", "A set was moved to another key; which tracks followed and which kept their pitch.";
    SOURCE_PLAYS = "source-plays", "The sound of another record is heard in the set, as the spec consents to.";
    SOURCE_PLAYED = "source-played", "What another record plays is played on our instruments.";
    PLUGIN_BESIDE = "plugin-beside", "An effect that the user likes stands switched off behind the chains it is for.";
    PLUGIN_USED = "plugin-used", "A part is played on a plug-in of the inventory, as it opens by itself; it can be neither measured nor previewed.";
    PART_UNMEASURED = "part-unmeasured", "A part is played on a synth of Live's own; it can be neither measured nor previewed, and its fader stands where the role usually stands.";
    NO_INVENTORY = "no-inventory", "Plug-ins are asked for, but no inventory of them was given.";
    EDITION_TAKEN = "edition-taken", "The spec names no edition of Live; that of the inventory of plug-ins is used.";
    NOT_FOLLOWED = "not-followed", "A wish is read and kept in the plan, but no stage follows it yet.";
    VOICE_DROP_CLASHES = "voice-drop-clashes", "Two voice drops fall on one place.";
    NAME_MADE = "name-made", "No project name was given; this one was made.";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_kind_of_remark_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = CODES.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), CODES.len());
    }

    #[test]
    fn a_remark_tells_where_under_that_name() {
        let remark = Remark::new(KEY_CHOSEN, "/target_key", "Fm");
        let written = serde_json::to_string(&remark).unwrap();
        assert_eq!(written, r#"{"code":"key-chosen","words":"Fm","where":"/target_key"}"#);
    }
}
