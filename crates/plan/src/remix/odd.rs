//! Wishes that are odd but not wrong.

use arrangement::{Treatment, Version};

use crate::remix::plan::RemixPlan;
use crate::spec::inspiration::InspirationSet;
use crate::spec::read::paths;
use crate::spec::remark::{
    FORMANT_WITHOUT_SHIFT, GRID_WITHOUT_STUTTER, PROCESSING_WITHOUT_VOICE, Remark, SAME_FILE_TWICE,
    TREATMENT_AGAINST_VERSION,
};

/// Says what is odd about a wish, now that its plan stands.
pub(crate) fn oddities(wish: &InspirationSet, plan: &RemixPlan, remarks: &mut Vec<Remark>) {
    let voice = plan.voice.as_ref();
    let processing = wish.vocal_processing.unwrap_or_default();
    let mut say = |code, at: &str, words: String| remarks.push(Remark::new(code, at, words));
    let moves = voice.is_some_and(|it| it.shift.shift.0 != 0.0);
    if processing.formant_preserve == Some(true) && voice.is_some() && !moves {
        let words = "nothing is transposed, so formants stay as they are".into();
        say(FORMANT_WITHOUT_SHIFT, "/vocal_processing/formant_preserve", words);
    }
    if processing.stutter_grid.is_some() && processing.stutter_build != Some(true) {
        let words = "no stutter is asked for; set stutter_build".into();
        say(GRID_WITHOUT_STUTTER, "/vocal_processing/stutter_grid", words);
    }
    if wish.vocal_processing.is_some() && voice.is_none() {
        say(PROCESSING_WITHOUT_VOICE, "/vocal_processing", "nobody sings".into());
    }
    let version = plan.version;
    if plan.treatment == Treatment::KeepLyrics && matches!(version, Version::Dub | Version::DjTool)
    {
        let words = format!("a {version} has room for few words: most of the lyrics are left out");
        say(TREATMENT_AGAINST_VERSION, "/vocal_treatment", words);
    }
    twice(wish, remarks);
}

/// One file given for two things.
fn twice(wish: &InspirationSet, remarks: &mut Vec<Remark>) {
    let files: Vec<_> = paths(wish).into_iter().filter(|(at, _)| !is_tag(at)).collect();
    for (index, (at, path)) in files.iter().enumerate() {
        if let Some((first, _)) = files.iter().take(index).find(|(_, it)| it == path) {
            let words = format!("{path} stands at {first} too");
            remarks.push(Remark::new(SAME_FILE_TWICE, at, words));
        }
    }
}

/// A tag may be heard in many places.
fn is_tag(at: &str) -> bool {
    at.starts_with("/voice_drops")
}
