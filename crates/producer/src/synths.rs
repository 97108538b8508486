//! What the bass is played on where a wish names a synth: the user's plug-in, else what of Live's own stands in.

use std::borrow::Cow;

use arrangement::{Arrangement, Part};
use live_export::Content;
use music_types::{Instrument, Role, SynthPatch};
use plan::spec::remark::{EDITION_TAKEN, NO_INVENTORY, NOT_FOLLOWED, PART_UNMEASURED, PLUGIN_USED};
use plan::{InspirationSet, LiveEdition, PluginUse, Remark, RemixPlan, Substitution};
use plugin_inventory::{
    Choice, Edition, Plugin, PluginInventory, PluginKind, StandIn, nearest_known, stand_in,
};

/// Where a wish names it.
const ASKED: &str = "/preferred_bass_synth";

/// What a part is played on in place of our own tone, and what there is to say about it.
#[derive(Debug, Default)]
pub struct Cast {
    /// The part, by name, and its instrument; `None` leaves every part on the tone of our own.
    pub instrument: Option<(String, Instrument)>,
    /// The plug-in that the instrument names.
    pub plugin: Option<Plugin>,
    /// What stands in for what was asked.
    pub substitution: Option<Substitution>,
    /// What else there is to say.
    pub remarks: Vec<Remark>,
}

/// The wish with the edition of Live that the inventory tells, where it names none itself.
pub fn in_edition<'w>(
    inventory: Option<&PluginInventory>,
    wish: &'w InspirationSet,
) -> (Cow<'w, InspirationSet>, Option<Remark>) {
    let told = inventory.and_then(|it| it.edition).and_then(|it| LiveEdition::read(it.word()));
    let Some(edition) = told.filter(|_| wish.live_edition.is_none()) else {
        return (Cow::Borrowed(wish), None);
    };
    let words = format!("the set is for Live {edition}, as the inventory of plug-ins says");
    let remark = Remark::new(EDITION_TAKEN, "/live_edition", words);
    (Cow::Owned(InspirationSet { live_edition: Some(edition), ..wish.clone() }), Some(remark))
}

/// Casts the bass on what the wish asks for.
///
/// In order: a synth of Live's own that is named so; the plug-in of that name, in the first format
/// that the inventory has an id for; the native equivalent that the edition has; our own tone.
pub fn bass(
    inventory: Option<&PluginInventory>,
    plan: &RemixPlan,
    arrangement: &Arrangement<Content>,
) -> Cast {
    let Some(asked) = plan.bass_synth.as_deref() else { return Cast::default() };
    let Some(part) = bass_part(arrangement) else {
        let words = "no bass of ours is played in this version";
        return Cast { remarks: vec![Remark::new(NOT_FOLLOWED, ASKED, words)], ..Cast::default() };
    };
    if is_simpler(asked) {
        return Cast::default();
    }
    let edition = edition(plan);
    let equivalent = stand_in(asked, "bass", edition);
    if let Some(own) = equivalent.as_ref().filter(|it| it.is_native) {
        let instead = (!own.is_meant).then(|| (asked, own.why.clone()));
        return native(part, own, instead);
    }
    match plugin(inventory, plan.plugins, asked, PluginKind::Instrument) {
        Ok((plugin, instead)) => played_on(part, asked, plugin, instead),
        Err(why) => {
            let mut cast = instead(part, asked, why, equivalent.as_ref(), edition);
            cast.remarks.extend(no_inventory(inventory, plan));
            cast
        }
    }
}

/// The part that a bass synth plays: the bass, or the sub where there is no other.
fn bass_part(arrangement: &Arrangement<Content>) -> Option<&Part<Content>> {
    let plays =
        |it: &&Part<Content>| it.clips.iter().any(|it| matches!(it.content, Content::Notes(_)));
    let of = |role| arrangement.parts.iter().filter(plays).find(move |it| it.role == role);
    of(Role::Bass).or_else(|| of(Role::Sub))
}

/// Whether the instrument that our own tone is played on is meant.
fn is_simpler(name: &str) -> bool {
    let bare = name.trim().to_lowercase();
    matches!(bare.as_str(), "simpler" | "ableton simpler")
}

/// The edition in the words of the inventory.
fn edition(plan: &RemixPlan) -> Edition {
    Edition::read(plan.edition.word()).unwrap_or(Edition::Standard)
}

/// The plug-in of a name, and why it is not of the first format; or why there is none.
pub fn plugin<'i>(
    inventory: Option<&'i PluginInventory>,
    allowed: Option<PluginUse>,
    asked: &str,
    kind: PluginKind,
) -> Result<(&'i Plugin, Option<String>), String> {
    if allowed == Some(PluginUse::NativeOnly) {
        return Err("the spec asks for Live's own devices only".to_owned());
    }
    let Some(inventory) = inventory else {
        return Err("no plug-in inventory was given".to_owned());
    };
    match inventory.choose(asked, kind) {
        Choice::Plugin { plugin, instead } => Ok((plugin, instead)),
        Choice::None { why, nearest: None } => Err(why),
        Choice::None { why, nearest: Some(name) } => {
            Err(format!("{why}, where the nearest name is {name:?}"))
        }
    }
}

fn played_on(part: &Part<Content>, asked: &str, plugin: &Plugin, instead: Option<String>) -> Cast {
    let Some(id) = plugin.id else { return Cast::default() };
    let words = format!(
        "{} is played on {plugin}, id {id}, as the plug-in opens by itself: choose its sound, then set its level by ear, since it could be neither measured nor previewed",
        part.name
    );
    let substitution =
        instead.map(|why| Substitution { asked: asked.to_owned(), used: plugin.to_string(), why });
    Cast {
        instrument: Some((part.name.clone(), Instrument::Plugin(id.to_string()))),
        plugin: Some(plugin.clone()),
        substitution,
        remarks: vec![Remark::new(PLUGIN_USED, ASKED, words)],
    }
}

/// What stands in: the edition's equivalent, else the tone of our own that every edition plays.
fn instead(
    part: &Part<Content>,
    asked: &str,
    why: String,
    equivalent: Option<&StandIn>,
    edition: Edition,
) -> Cast {
    match equivalent {
        Some(equivalent) => {
            let why = format!("{why}; {}", equivalent.why);
            native(part, equivalent, Some((asked, why)))
        }
        None => {
            let near = nearest_known(asked).filter(|it| !it.eq_ignore_ascii_case(asked));
            let near = near.map(|it| format!(", the nearest known name is {it:?}"));
            let why = format!(
                "{why}; no synth of Live {} is known to stand in for it{}",
                edition.title(),
                near.unwrap_or_default()
            );
            let used = "Simpler with a bass tone of our own".to_owned();
            let substitution = Some(Substitution { asked: asked.to_owned(), used, why });
            Cast { substitution, ..Cast::default() }
        }
    }
}

fn native(part: &Part<Content>, equivalent: &StandIn, instead: Option<(&str, String)>) -> Cast {
    let patch = equivalent.patch;
    let used = format!("{} ({})", patch.title, patch.sound);
    let words = format!(
        "{} is played on {used}: set its level by ear, since it could be neither measured nor previewed",
        part.name
    );
    let synth = SynthPatch {
        device: patch.device.clone(),
        name: patch.sound.clone(),
        settings: patch.settings.clone(),
    };
    Cast {
        instrument: Some((part.name.clone(), Instrument::Synth(synth))),
        plugin: None,
        substitution: instead.map(|(asked, why)| Substitution {
            asked: asked.to_owned(),
            used,
            why,
        }),
        remarks: vec![Remark::new(PART_UNMEASURED, ASKED, words)],
    }
}

/// Plug-ins are wished for, and nobody said which there are.
fn no_inventory(inventory: Option<&PluginInventory>, plan: &RemixPlan) -> Option<Remark> {
    let is_missing = plan.plugins == Some(PluginUse::Inventory) && inventory.is_none();
    let words =
        "plug-ins of the inventory are asked for, but none was given: Live's own devices are used";
    is_missing.then(|| Remark::new(NO_INVENTORY, "/plugins", words))
}

#[cfg(test)]
mod tests {
    use arrangement::Clip;
    use music_types::{Beats, Intensity, Phrase, Span};
    use plugin_inventory::PluginFormat::{self, Au, Vst2, Vst3};
    use plugin_inventory::{Platform, PluginId};

    use super::*;

    /// A piece with a bass and a sub, or with a kick alone.
    fn piece(roles: &[Role]) -> Arrangement<Content> {
        let length = Beats::bars(4);
        let clip = || Clip {
            name: "A".to_owned(),
            span: Span { start: Beats::ZERO, length },
            intensity: Intensity::FULL,
            content: Content::Notes(Phrase::new(length, [])),
        };
        let part = |role: &Role| Part {
            role: *role,
            name: role.word().to_uppercase(),
            clips: vec![clip()],
            moves: Vec::new(),
        };
        let parts = roles.iter().map(part).collect();
        Arrangement { sections: Vec::new(), parts, buses: Vec::new(), length }
    }

    fn plugin(name: &str, vendor: &str, format: PluginFormat, id: Option<i64>) -> Plugin {
        let id = id.and_then(|id| match format {
            Vst2 => PluginId::vst2(id),
            Vst3 => PluginId::vst3([1, 2, 3, id]),
            Au => None,
        });
        let kind = Some(PluginKind::Instrument);
        Plugin { id, kind, vendor: vendor.into(), ..Plugin::named(name, format) }
    }

    fn inventory() -> PluginInventory {
        let mut inventory = PluginInventory::of(vec![
            plugin("Serum", "Xfer Records", Vst3, Some(4)),
            plugin("Massive", "Native Instruments", Vst2, Some(5)),
            plugin("Diva", "u-he", Vst3, None),
        ]);
        inventory.platform = Some(Platform::Windows);
        inventory
    }

    /// What came of a wish, on two lines at most.
    fn told(inventory: Option<&PluginInventory>, wish: &InspirationSet) -> String {
        let heard = plan::Heard::default();
        let (plan, _) = plan::remix(wish, &heard, plan::built_in()).unwrap();
        let cast = bass(inventory, &plan, &piece(&[Role::Kick, Role::Sub, Role::Bass]));
        let on = match &cast.instrument {
            None => "our own tone".to_owned(),
            Some((part, Instrument::Plugin(id))) => format!("{part} on plug-in {id}"),
            Some((part, Instrument::Synth(it))) => format!("{part} on {} ({})", it.device, it.name),
            Some(other) => format!("{other:?}"),
        };
        let instead = cast
            .substitution
            .map(|it| format!("\nfor {}: {}, since {}", it.asked, it.used, it.why));
        on + &instead.unwrap_or_default()
    }

    fn asking(synth: &str) -> InspirationSet {
        InspirationSet {
            main_track_path: Some("song.wav".to_owned()),
            preferred_bass_synth: Some(synth.to_owned()),
            ..InspirationSet::default()
        }
    }

    #[test]
    fn the_plugin_of_the_inventory_plays_the_bass() {
        insta::assert_snapshot!(told(Some(&inventory()), &asking("xfer serum")), @"BASS on plug-in 00000001000000020000000300000004");
        insta::assert_snapshot!(told(Some(&inventory()), &asking("Massive")), @"
        BASS on plug-in 5
        for Massive: Massive (VST2, Native Instruments), since the inventory does not have it as VST3
        ");
    }

    #[test]
    fn without_an_inventory_a_native_synth_plays_it() {
        insta::assert_snapshot!(told(None, &asking("Serum")), @"
        BASS on Drift (Growl Bass)
        for Serum: Drift (Growl Bass), since no plug-in inventory was given; it is a wavetable synth; Wavetable, nearest to it, is not in Live Standard
        ");
        let suite = InspirationSet { live_edition: Some(LiveEdition::Suite), ..asking("Serum") };
        insta::assert_snapshot!(told(None, &suite), @"
        BASS on InstrumentVector (Saw Growl Bass)
        for Serum: Wavetable (Saw Growl Bass), since no plug-in inventory was given; it is a wavetable synth
        ");
        let lite = InspirationSet { live_edition: Some(LiveEdition::Lite), ..asking("Serum") };
        insta::assert_snapshot!(told(None, &lite), @"
        our own tone
        for Serum: Simpler with a bass tone of our own, since no plug-in inventory was given; no synth of Live Lite is known to stand in for it
        ");
    }

    #[test]
    fn what_cannot_be_written_is_said_and_stood_in_for() {
        insta::assert_snapshot!(told(Some(&inventory()), &asking("Diva")), @"
        BASS on Drift (Warm Saw Bass)
        for Diva: Drift (Warm Saw Bass), since its VST3 was found by name alone: without an id it cannot be put into a set; it is a synth in the manner of analogue ones
        ");
        insta::assert_snapshot!(told(Some(&inventory()), &asking("Sylenth1")), @"
        BASS on Drift (Warm Saw Bass)
        for Sylenth1: Drift (Warm Saw Bass), since it is not in the plug-in inventory; it is a synth in the manner of analogue ones
        ");
        insta::assert_snapshot!(told(Some(&inventory()), &asking("Serrum")), @r#"
        our own tone
        for Serrum: Simpler with a bass tone of our own, since it is not in the plug-in inventory, where the nearest name is "Serum"; no synth of Live Standard is known to stand in for it, the nearest known name is "Serum"
        "#);
        insta::assert_snapshot!(told(Some(&inventory()), &asking("Grandma's Organ")), @"
        our own tone
        for Grandma's Organ: Simpler with a bass tone of our own, since it is not in the plug-in inventory; no synth of Live Standard is known to stand in for it
        ");
        let native = InspirationSet { plugins: Some(PluginUse::NativeOnly), ..asking("Serum") };
        insta::assert_snapshot!(told(Some(&inventory()), &native), @"
        BASS on Drift (Growl Bass)
        for Serum: Drift (Growl Bass), since the spec asks for Live's own devices only; it is a wavetable synth; Wavetable, nearest to it, is not in Live Standard
        ");
    }

    #[test]
    fn lives_own_synths_are_meant_by_their_names() {
        assert_eq!(told(None, &asking("Drift")), "BASS on Drift (Warm Saw Bass)");
        assert_eq!(told(None, &asking("Simpler")), "our own tone");
        insta::assert_snapshot!(told(None, &asking("Wavetable")), @"
        BASS on Drift (Warm Saw Bass)
        for Wavetable: Drift (Warm Saw Bass), since Wavetable is not in Live Standard
        ");
    }

    #[test]
    fn a_version_without_a_bass_says_so() {
        let wish = asking("Serum");
        let heard = plan::Heard::default();
        let (plan, _) = plan::remix(&wish, &heard, plan::built_in()).unwrap();
        let cast = bass(Some(&inventory()), &plan, &piece(&[Role::Kick]));
        assert!(cast.instrument.is_none() && cast.substitution.is_none());
        assert_eq!(cast.remarks.len(), 1);
        let sub = bass(Some(&inventory()), &plan, &piece(&[Role::Sub]));
        assert_eq!(sub.instrument.map(|it| it.0), Some("SUB".to_owned()));
    }

    #[test]
    fn an_inventory_that_is_asked_for_and_not_given_is_remarked_upon() {
        let wish = InspirationSet { plugins: Some(PluginUse::Inventory), ..asking("Serum") };
        let heard = plan::Heard::default();
        let (plan, _) = plan::remix(&wish, &heard, plan::built_in()).unwrap();
        let cast = bass(None, &plan, &piece(&[Role::Bass]));
        assert!(cast.remarks.iter().any(|it| it.code == "no-inventory"));
    }
}
